"""Legacy logs (.evt of NT to 2003) through the command line and as an input: the
logs here are made by this file, byte by byte; SysEvent.Evt of the public samples
is read too where it is there."""

import json
import os
import pathlib
import struct
import unittest

import harness
from harness import ROOT, Case, run_program

CORPUS = pathlib.Path(os.environ.get("EVENTLENS_CORPUS", ROOT.parent / "shared/corpus")) / "evt"
HEADER, CURSOR, FIXED = 48, 40, 56
SYSTEM_FIELDS = {"TimeCreated", "EventID", "Qualifiers", "Provider", "Channel", "Computer", "EventRecordID", "Level",
                 "Task", "Keywords"}


def text(value):
    return value.encode("utf-16-le") + b"\0\0"


def padded(data):
    return data + bytes(-len(data) % 4)


def record(number, code, strings, source="Security", kind=16, category=9):
    names = padded(text(source) + text("DC1"))
    body = padded(b"".join(map(text, strings)))
    offset = FIXED + len(names)
    size = offset + len(body) + 4
    fixed = struct.pack("<6I4H6I", size, 0x654C664C, number, 1040000000 + number, 1040000000 + number,
                        code, kind, len(strings), category, 0, 0, offset, 0, 0, 0, 0)
    return fixed + names + body + struct.pack("<I", size)


def log_of(records, size=65536):
    """A log that has not wrapped around."""
    body = b"".join(records)
    end = HEADER + len(body)
    cursor = struct.pack("<10I", CURSOR, 0x11111111, 0x22222222, 0x33333333, 0x44444444, HEADER,
                         end, len(records) + 1, 1, CURSOR)
    header = struct.pack("<12I", HEADER, 0x654C664C, 1, 1, HEADER, end, len(records) + 1, 1, size, 0, 0,
                         HEADER)
    return (header + body + cursor).ljust(size, b"\0")


LUID, SID = "(0x0,0x3E7)", "%{S-1-5-21-1-2-3-1104}"
NTLM = "MICROSOFT_AUTHENTICATION_PACKAGE_V1_0"


class Logged:
    """What a Security log of old has: id, its strings by name, the code's field and name, and what
    the event of today says in its own words."""

    def __init__(self, code, fields, modern_id, modern, coded=None, name=None):
        self.code, self.fields, self.modern_id, self.modern = code, fields, modern_id, modern
        self.coded, self.name = coded, name


TICKET = {"User_Name": "alice", "User_Domain": "CORP.EXAMPLE", "Service_Name": "cifs/files", "Service_ID": SID,
          "Ticket_Options": "0x40810010", "Ticket_Encryption_Type": "0x17", "Client_Address": "10.0.0.5"}
TICKET_NOW = {"TargetUserName": "alice", "TargetDomainName": "CORP.EXAMPLE", "ServiceSid": "S-1-5-21-1-2-3-1104",
              "TicketOptions": "0x40810010", "TicketEncryptionType": "0x17", "IpAddress": "10.0.0.5"}
AS_2000 = {"User_Name": "alice", "Supplied_Realm_Name": "CORP", "User_ID": SID, "Service_Name": "krbtgt",
           "Service_ID": SID, "Ticket_Options": "0x40810010", "Ticket_Encryption_Type": "0xFFFFFFFF",
           "Pre_Authentication_Type": "0x2", "Client_Address": "10.0.0.5"}
AS_2003 = {"User_Name": "alice", "Supplied_Realm_Name": "CORP", "User_ID": SID, "Service_Name": "krbtgt",
           "Service_ID": SID, "Ticket_Options": "0x40810010", "Result_Code": "0x6", "Ticket_Encryption_Type": "0x17",
           "Pre_Authentication_Type": "2", "Client_Address": "10.0.0.5"}
CERTIFICATE = {"Certificate_Issuer_Name": "CA1", "Certificate_Serial_Number": "17", "Certificate_Thumbprint": "AB"}
CERTIFICATE_NOW = {"CertIssuerName": "CA1", "CertSerialNumber": "17", "CertThumbprint": "AB"}
PREAUTH = {"User_Name": "alice", "User_ID": SID, "Service_Name": "krbtgt/CORP", "Pre_Authentication_Type": "0x2",
           "Failure_Code": "0x18", "Client_Address": "10.0.0.5"}
PREAUTH_NOW = {"TargetUserName": "alice", "TargetSid": "S-1-5-21-1-2-3-1104", "PreAuthType": "2", "Status": "0x18",
               "IpAddress": "10.0.0.5", "Status_name": "KDC_ERR_PREAUTH_FAILED"}
LOGGED = {
    "672 of 2000": Logged(672, AS_2000, "4768", {"TargetSid": "S-1-5-21-1-2-3-1104", "PreAuthType": "2",
                                                 "TicketEncryptionType": "0xffffffff", "TargetDomainName": "CORP"}),
    "672 of 2003": Logged(672, AS_2003, "4768", {"Status": "0x6", "Status_name": "KDC_ERR_C_PRINCIPAL_UNKNOWN",
                                                 "TicketEncryptionType": "0x17"},
                          "Result_Code", "KDC_ERR_C_PRINCIPAL_UNKNOWN"),
    "672 of 2003 SP1": Logged(672, AS_2003 | CERTIFICATE, "4768", {"Status": "0x6"} | CERTIFICATE_NOW,
                              "Result_Code", "KDC_ERR_C_PRINCIPAL_UNKNOWN"),
    "673 of 2000": Logged(673, TICKET, "4769", TICKET_NOW),
    "673 of 2003": Logged(673, TICKET | {"Failure_Code": "0x7", "Logon_GUID": "-", "Transited_Services": "-"}, "4769",
                          TICKET_NOW | {"Status": "0x7", "Status_name": "KDC_ERR_S_PRINCIPAL_UNKNOWN"},
                          "Failure_Code", "KDC_ERR_S_PRINCIPAL_UNKNOWN"),
    "674 of 2000": Logged(674, TICKET, "4770", TICKET_NOW),
    "675 of 2000": Logged(675, PREAUTH, "4771", PREAUTH_NOW, "Failure_Code", "KDC_ERR_PREAUTH_FAILED"),
    "675 of 2003 SP1": Logged(675, PREAUTH | CERTIFICATE, "4771", PREAUTH_NOW | CERTIFICATE_NOW, "Failure_Code",
                              "KDC_ERR_PREAUTH_FAILED"),
    "676 of 2000": Logged(676, {"User_Name": "alice", "Supplied_Realm_Name": "CORP", "Service_Name": "krbtgt/CORP",
                                "Ticket_Options": "0x40810010", "Failure_Code": "0x6", "Client_Address": "10.0.0.5"},
                          "4768", {"Status": "0x6", "TargetUserName": "alice"}, "Failure_Code",
                          "KDC_ERR_C_PRINCIPAL_UNKNOWN"),
    "677 of 2000": Logged(677, {"User_Name": "alice", "User_Domain": "CORP.EXAMPLE", "Service_Name": "cifs/files",
                                "Ticket_Options": "0x40810010", "Failure_Code": "0x7", "Client_Address": "10.0.0.5"},
                          "4769", {"Status": "0x7", "Status_name": "KDC_ERR_S_PRINCIPAL_UNKNOWN",
                                   "TargetUserName": "alice", "TargetDomainName": "CORP.EXAMPLE",
                                   "TicketOptions": "0x40810010", "IpAddress": "10.0.0.5"},
                          "Failure_Code", "KDC_ERR_S_PRINCIPAL_UNKNOWN"),
    "678": Logged(678, {"Mapping_By": "Kerberos", "Client_Name": "CN=x", "Mapped_Name": "CORP-alice"}, "4774",
                  {"MappingBy": "Kerberos", "ClientUserName": "CN=x", "MappedName": "CORP-alice"}),
    "679": Logged(679, {"Mapping_By": "Kerberos", "Client_Name": "CN=x"}, "4775", {"ClientUserName": "CN=x"}),
    "680 of 2000": Logged(680, {"Used_for_Logon_by": NTLM, "Account_Name": "alice", "Workstation": "WS07"}, "4776",
                          {"PackageName": NTLM, "TargetUserName": "alice"}),
    "680 of 2003": Logged(680, {"Logon_attempt_by": NTLM, "Logon_account": "alice", "Source_Workstation": "WS07",
                                "Error_Code": "0xC000006A"}, "4776",
                          {"PackageName": NTLM, "TargetUserName": "alice", "Workstation": "WS07",
                           "Status": "0xc000006a"}, "Error_Code", "STATUS_WRONG_PASSWORD"),
    "681 of 2000": Logged(681, {"Logon_attempt_by": NTLM, "Logon_account": "alice", "Source_Workstation": "WS07",
                                "Error_Code": "3221225578"}, "4776",
                          {"TargetUserName": "alice", "Status": "0xc000006a", "Status_name": "STATUS_WRONG_PASSWORD"},
                          "Error_Code", "STATUS_WRONG_PASSWORD"),
    "528 of NT 4": Logged(528, {"User_Name": "alice", "Domain": "CORP", "Logon_ID": LUID, "Logon_Type": "2",
                                "Logon_Process": "User32", "Authentication_Package": "NTLM",
                                "Workstation_Name": "WS07"}, "4624",
                          {"TargetUserName": "alice", "TargetDomainName": "CORP", "TargetLogonId": "0x3e7",
                           "LogonType": "2", "LogonProcessName": "User32", "WorkstationName": "WS07"}),
    "592 of NT 4": Logged(592, {"New_Process_ID": "420", "Image_File_Name": "cmd.exe", "Creator_Process_ID": "8",
                                "User_Name": "alice", "Domain": "CORP", "Logon_ID": LUID}, "4688",
                          {"NewProcessId": "0x1a4", "NewProcessName": "cmd.exe", "ProcessId": "0x8",
                           "SubjectUserName": "alice", "SubjectLogonId": "0x3e7"}),
    "627 of NT 4": Logged(627, {"Target_Account_Name": "bob", "Target_Domain": "CORP", "Target_Account_ID": SID,
                                "Caller_User_Name": "alice", "Caller_Domain": "CORP", "Caller_Logon_ID": LUID,
                                "Privileges": "-"}, "4723",
                          {"TargetUserName": "bob", "TargetSid": "S-1-5-21-1-2-3-1104", "SubjectUserName": "alice"}),
}


def security_log():
    return log_of([record(i + 1, one.code, list(one.fields.values())) for i, one in enumerate(LOGGED.values())])


class LegacyTest(Case):
    def setUp(self):
        super().setUp()
        self.evt = pathlib.Path(self.directory) / "SecEvent.Evt"

    def convert(self, log, *options):
        self.evt.write_bytes(log)
        result = run_program("convert", "--render", "json", *options, str(self.evt))
        self.assertEqual(result.code, 0, result.stderr)
        return [json.loads(line) for line in result.stdout.splitlines()]

    def test_strings_have_names_and_codes_too(self):
        events = self.convert(security_log())
        self.assertEqual(len(events), len(LOGGED))
        for event, (label, one) in zip(events, LOGGED.items()):
            with self.subTest(label):
                self.assertEqual((event["EventID"], event["Channel"], event["Provider"]),
                                 (one.code, "Security", "Security"))
                self.assertEqual({name: event.get(name) for name in one.fields}, one.fields)
                self.assertNotIn("Data", event)
                self.assertEqual(event["Keywords"], "0x90000000000000")
                if one.coded is not None:
                    self.assertEqual(event[one.coded + "_name"], one.name)

    def test_one_search_finds_events_of_then_and_now(self):
        for event, (label, one) in zip(self.convert(security_log()), LOGGED.items()):
            with self.subTest(label):
                self.assertEqual(event["lens_modern_id"], one.modern_id)
                self.assertEqual({name: event.get(name) for name in one.modern}, one.modern)

    def test_without_enrichment_nothing_is_added(self):
        for event, (label, one) in zip(self.convert(security_log(), "--enrich", "none"), LOGGED.items()):
            with self.subTest(label):
                own = {name for name in event if name not in SYSTEM_FIELDS}
                self.assertEqual(own, set(one.fields))

    def test_a_message_in_one_line(self):
        events = self.convert(security_log(), "--enrich", "full")
        messages = dict(zip(LOGGED, (event["lens_message"] for event in events)))
        self.assertEqual(messages["677 of 2000"],
                         "Service Ticket Request Failed: User_Name=alice, User_Domain=CORP.EXAMPLE, "
                         "Service_Name=cifs/files, Ticket_Options=0x40810010 (forwardable, "
                         "renewable, canonicalize, renewable-ok), "
                         "Failure_Code=0x7 (KDC_ERR_S_PRINCIPAL_UNKNOWN), Client_Address=10.0.0.5")
        self.assertNotIn("Logon_GUID", messages["673 of 2003"])
        for message in messages.values():
            self.assertLess(len(message), 1300)

    def test_in_xml(self):
        self.evt.write_bytes(log_of([record(1, 677, list(LOGGED["677 of 2000"].fields.values()))]))
        text = run_program("convert", str(self.evt)).stdout.decode()
        self.assertIn("<EventData><Data Name='User_Name'>alice</Data>", text)
        own, added = text.split("<EventLens>")
        self.assertNotIn("TargetUserName", own)
        for wanted in ("Name='Failure_Code_name'>KDC_ERR_S_PRINCIPAL_UNKNOWN", "Name='Status'>0x7",
                       "Name='Status_name'>KDC_ERR_S_PRINCIPAL_UNKNOWN", "Name='lens_modern_id'>4769"):
            self.assertIn("<Data " + wanted + "</Data>", added)

    def test_what_has_no_name_keeps_its_place(self):
        strings = ["alice", "CORP", "cifs/files", "0x40810010", "0x7"]
        cases = [(677, strings, "Security"),             # as many strings as no Windows wrote
                 (677, strings + ["10.0.0.5"], "Other"),  # another source's event
                 (541, strings, "Security"),             # an event without names
                 (644, ["bob", "WS07", SID, "alice", "CORP", LUID], "Security")]
        log = log_of([record(i + 1, code, values, source) for i, (code, values, source) in enumerate(cases)])
        events = self.convert(log)
        self.assertEqual([event["Data"] for event in events[:3]], [values for _, values, _ in cases[:3]])
        self.assertEqual(events[0]["Data5_name"], "KDC_ERR_S_PRINCIPAL_UNKNOWN")
        # Two versions of Windows had these two the other way round.
        self.assertEqual(events[3]["Data"], ["WS07", SID])
        self.assertEqual(events[3]["Target_Account_Name"], "bob")
        self.assertEqual(events[3]["SubjectUserName"], "alice")

    def test_a_selection(self):
        self.evt.write_bytes(security_log())
        result = run_program("convert", "--event-ids", "677", "--channel", "security", str(self.evt))
        self.assertEqual(result.stdout.count(b"<Event "), 1)
        self.assertIn(b">677</EventID>", result.stdout)

    def test_as_an_input_each_record_comes_once(self):
        records = [record(i, 677, ["alice", "CORP"]) for i in range(1, 6)]
        self.evt.write_bytes(log_of(records[:3]))
        self.expect(self.run_once(path=str(self.evt)), [1, 2, 3])
        self.expect(self.run_once(path=str(self.evt)), [])
        self.evt.write_bytes(log_of(records))
        self.expect(self.run_once(path=str(self.evt)), [4, 5])

    def test_beside_logs_of_today(self):
        logs = pathlib.Path(self.directory) / "mixed"
        logs.mkdir()
        (logs / "SecEvent.Evt").write_bytes(security_log())
        harness.write_log(logs / "today.evtx", events=3)
        for threads in ("1", "2"):
            result = run_program("convert", "--threads", threads, str(logs))
            self.assertEqual(result.code, 0, result.stderr)
            self.assertEqual(result.stdout.count(b"<Event "), len(LOGGED) + 3)

    def test_damage_is_named_with_its_place(self):
        records = [record(i, 677, ["alice", "CORP"]) for i in range(1, 4)]
        second = HEADER + len(records[0])
        log = bytearray(log_of(records))
        log[second + 4] = 0
        self.evt.write_bytes(log)
        result = run_program("convert", str(self.evt))
        self.assertEqual(result.stdout.count(b"<Event "), 2)
        self.assertIn("SecEvent.Evt: record_damaged at byte %d: %d bytes are no whole record"
                      % (second, len(records[1])), result.stderr)

    def test_a_header_alone(self):
        self.evt.write_bytes(security_log()[:HEADER])
        result = run_program("convert", str(self.evt))
        self.assertEqual((result.code, result.stdout), (0, b""), result.stderr)

    def test_the_beginning_of_a_header(self):
        self.evt.write_bytes(security_log()[:20])
        result = run_program("convert", str(self.evt))
        self.assertNotEqual(result.code, 0)
        self.assertIn("SecEvent.Evt: is no legacy event log", result.stderr)


@unittest.skipUnless(CORPUS.is_dir(), "the public samples are not there")
class SampleTest(unittest.TestCase):
    def test_a_log_copied_while_in_use(self):
        result = run_program("convert", "--render", "json", str(CORPUS / "SysEvent.Evt"))
        events = [json.loads(line) for line in result.stdout.splitlines()]
        self.assertEqual([event["EventRecordID"] for event in events], list(range(1392, 7455)))
        for code, field, name in ((40960, "Data3", "STATUS_NO_LOGON_SERVERS"),
                                  (40961, "Data2", "STATUS_DOWNGRADE_DETECTED")):
            of_code = [event for event in events if event["EventID"] == code]
            self.assertTrue(of_code)
            self.assertEqual({event.get(field + "_name") for event in of_code}, {name})
        recovered = run_program("convert", "--recover", str(CORPUS / "SysEvent.Evt"))
        self.assertEqual(recovered.stdout.count(b"<Event "), 6063 + 437)


if __name__ == "__main__":
    unittest.main()
