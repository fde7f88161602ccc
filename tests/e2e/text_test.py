"""Text logs with messages for people, Splunk's classic event text and Snare
syslog, through the command line and as an input. The logs here are made by this
file; the public samples are read too where they are there."""

import json
import os
import pathlib
import time
import unittest

import harness
from harness import ROOT, Case, run_program

CORPUS = pathlib.Path(os.environ.get("EVENTLENS_CORPUS", ROOT.parent / "shared/corpus")) / "text"

# Events of which the names of the values must be those of the event's own
# template: id -> [(section, label, field)], in the order of the message.
SUBJECT = [("Subject", "Security ID", "SubjectUserSid"), ("Subject", "Account Name", "SubjectUserName"),
           ("Subject", "Account Domain", "SubjectDomainName"), ("Subject", "Logon ID", "SubjectLogonId")]
TARGET = [("Target Account", "Security ID", "TargetSid"), ("Target Account", "Account Name", "TargetUserName"),
          ("Target Account", "Account Domain", "TargetDomainName")]
PROCESS = [("Process Information", "Process ID", "ProcessId"), ("Process Information", "Process Name", "ProcessName")]
MEMBER = SUBJECT + [("Member", "Security ID", "MemberSid"), ("Member", "Account Name", "MemberName"),
                    ("Group", "Security ID", "TargetSid"), ("Group", "Group Name", "TargetUserName"),
                    ("Group", "Group Domain", "TargetDomainName")]
NETWORK = [("Network Information", "Client Address", "IpAddress"), ("Network Information", "Client Port", "IpPort")]
LOGOFF = [("Subject", "Security ID", "TargetUserSid"), ("Subject", "Account Name", "TargetUserName"),
          ("Subject", "Account Domain", "TargetDomainName"), ("Subject", "Logon ID", "TargetLogonId")]
SESSION = [("Subject", "Account Name", "AccountName"), ("Subject", "Account Domain", "AccountDomain"),
           ("Subject", "Logon ID", "LogonID"), ("Session", "Session Name", "SessionName"),
           ("Additional Information", "Client Name", "ClientName"),
           ("Additional Information", "Client Address", "ClientAddress")]
OBJECT = [("Object", "Object Server", "ObjectServer"), ("Object", "Object Type", "ObjectType"),
          ("Object", "Object Name", "ObjectName"), ("Object", "Handle ID", "HandleId")]
EVENTS = {
    4624: SUBJECT + [("Logon Information", "Logon Type", "LogonType"),
                     ("Logon Information", "Elevated Token", "ElevatedToken"),
                     ("New Logon", "Security ID", "TargetUserSid"), ("New Logon", "Account Name", "TargetUserName"),
                     ("New Logon", "Linked Logon ID", "TargetLinkedLogonId"),
                     ("New Logon", "Logon GUID", "LogonGuid")] + PROCESS + [
                         ("Network Information", "Workstation Name", "WorkstationName"),
                         ("Network Information", "Source Network Address", "IpAddress"),
                         ("Network Information", "Source Port", "IpPort"),
                         ("Detailed Authentication Information", "Logon Process", "LogonProcessName"),
                         ("Detailed Authentication Information", "Package Name (NTLM only)", "LmPackageName")],
    4625: SUBJECT + [("", "Logon Type", "LogonType"),
                     ("Account For Which Logon Failed", "Security ID", "TargetUserSid"),
                     ("Account For Which Logon Failed", "Account Name", "TargetUserName"),
                     ("Account For Which Logon Failed", "Account Domain", "TargetDomainName"),
                     ("Failure Information", "Failure Reason", "FailureReason"),
                     ("Failure Information", "Status", "Status"), ("Failure Information", "Sub Status", "SubStatus"),
                     ("Process Information", "Caller Process ID", "ProcessId"),
                     ("Process Information", "Caller Process Name", "ProcessName")],
    4634: LOGOFF + [("", "Logon Type", "LogonType")],
    4647: LOGOFF,
    4648: SUBJECT + [("Account Whose Credentials Were Used", "Account Name", "TargetUserName"),
                     ("Target Server", "Target Server Name", "TargetServerName")] + PROCESS,
    4656: SUBJECT + OBJECT + PROCESS + [("Access Request Information", "Accesses", "AccessList"),
                                        ("Access Request Information", "Access Reasons", "AccessReason"),
                                        ("Access Request Information", "Access Mask", "AccessMask")],
    4662: SUBJECT + OBJECT[:3] + [("Operation", "Operation Type", "OperationType"),
                                  ("Operation", "Properties", "Properties")],
    4663: SUBJECT + OBJECT + PROCESS,
    4672: SUBJECT + [("", "Privileges", "PrivilegeList")],
    4673: SUBJECT + [("Service", "Server", "ObjectServer"), ("Service", "Service Name", "Service")],
    4688: [("Creator Subject", "Account Name", "SubjectUserName"), ("Target Subject", "Account Name", "TargetUserName"),
           ("Process Information", "New Process Name", "NewProcessName"),
           ("Process Information", "Creator Process ID", "ProcessId"),
           ("Process Information", "Process Command Line", "CommandLine")],
    4689: SUBJECT + PROCESS + [("Process Information", "Exit Status", "Status")],
    4697: SUBJECT + [("Service Information", "Service Name", "ServiceName"),
                     ("Service Information", "Service File Name", "ServiceFileName")],
    4698: SUBJECT + [("Task Information", "Task Name", "TaskName"), ("Task Information", "Task Content", "TaskContent")],
    4720: SUBJECT + [("New Account", "Security ID", "TargetSid"), ("New Account", "Account Name", "TargetUserName"),
                     ("Attributes", "SAM Account Name", "SamAccountName")],
    4722: SUBJECT + TARGET, 4723: SUBJECT + TARGET, 4724: SUBJECT + TARGET, 4725: SUBJECT + TARGET,
    4726: SUBJECT + TARGET, 4738: SUBJECT + TARGET, 4767: SUBJECT + TARGET,
    4728: MEMBER, 4732: MEMBER, 4756: MEMBER,
    4740: SUBJECT + [("Account That Was Locked Out", "Security ID", "TargetSid"),
                     ("Account That Was Locked Out", "Account Name", "TargetUserName"),
                     ("Additional Information", "Caller Computer Name", "TargetDomainName")],
    4768: [("Account Information", "Account Name", "TargetUserName"),
           ("Account Information", "Supplied Realm Name", "TargetDomainName"),
           ("Account Information", "User ID", "TargetSid"), ("Service Information", "Service Name", "ServiceName"),
           ("Service Information", "Service ID", "ServiceSid")] + NETWORK + [
               ("Additional Information", "Result Code", "Status"),
               ("Additional Information", "Pre-Authentication Type", "PreAuthType"),
               ("Certificate Information", "Certificate Issuer Name", "CertIssuerName")],
    4769: [("Account Information", "Account Name", "TargetUserName"), ("Account Information", "Logon GUID", "LogonGuid"),
           ("Service Information", "Service Name", "ServiceName")] + NETWORK + [
               ("Additional Information", "Ticket Encryption Type", "TicketEncryptionType"),
               ("Additional Information", "Failure Code", "Status"),
               ("Additional Information", "Transited Services", "TransmittedServices")],
    4770: [("Account Information", "Account Name", "TargetUserName"), ("Service Information", "Service ID", "ServiceSid")],
    4771: [("Account Information", "Security ID", "TargetSid"), ("Account Information", "Account Name", "TargetUserName")]
          + NETWORK + [("Additional Information", "Failure Code", "Status")],
    4776: [("", "Authentication Package", "PackageName"), ("", "Logon Account", "TargetUserName"),
           ("", "Source Workstation", "Workstation"), ("", "Error Code", "Status")],
    4778: SESSION, 4779: SESSION,
    4798: SUBJECT + [("User", "Account Name", "TargetUserName"), ("Process Information", "Process Name", "CallerProcessName")],
    4799: SUBJECT + [("Group", "Group Name", "TargetUserName"), ("Process Information", "Process ID", "CallerProcessId")],
    5140: SUBJECT + [("Network Information", "Source Address", "IpAddress"), ("Network Information", "Source Port", "IpPort"),
                     ("Share Information", "Share Name", "ShareName"), ("Share Information", "Share Path", "ShareLocalPath")],
    5145: SUBJECT + [("Network Information", "Source Address", "IpAddress"),
                     ("Share Information", "Relative Target Name", "RelativeTargetName"),
                     ("Access Request Information", "Access Mask", "AccessMask")],
    5156: [("Application Information", "Process ID", "EventData.ProcessID"), ("Application Information", "Application Name", "Application"),
           ("Network Information", "Source Address", "SourceAddress"), ("Network Information", "Destination Address", "DestAddress"),
           ("Filter Information", "Layer Name", "LayerName")],
}


def message_of(values):
    """As Windows lays it out; the values are v0, v1, ..."""
    lines, open_section = ["A title."], None
    for number, (section, label, _) in enumerate(values):
        if section != open_section:
            lines += ["", section + ":"] if section else [""]
            open_section = section
        lines.append("%s%s:\t\tv%d" % ("\t" if section else "", label, number))
    return "\n".join(lines) + "\n"


def classic(event, message, source="Microsoft Windows security auditing.", log="Security", number=1,
            date="03/04/2025 01:02:03 PM"):
    return "\n".join([
        date, "LogName=" + log, "SourceName=" + source, "EventCode=%d" % event, "EventType=0", "Type=Information",
        "ComputerName=dc1.corp.example", "TaskCategory=Some", "OpCode=Info", "RecordNumber=%d" % number,
        "Keywords=Audit Success", "Message=" + message])


def snare(event, message, number=1):
    flat = message.replace("\n", "  ").replace("\t", " ")
    return "<13>Mar  4 13:02:03 dc1 " + "\t".join([
        "MSWinEventLog", "1", "Security", "9", "Tue Mar 04 13:02:03 2025", str(event),
        "Microsoft-Windows-Security-Auditing", "N/A", "N/A", "Success Audit", "dc1.corp.example", "Some", "", flat,
        "-%d" % number]) + "\n"


class NamesTest(Case):
    def convert(self, name, text, *options):
        path = self.logs / name
        path.write_text(text, encoding="utf-8")
        result = run_program("convert", "--render", "json", *(options or ("--timezone", "UTC")), path)
        self.assertEqual(result.code, 0, result.stderr)
        self.assertIn(" failed=0 ", result.stderr)
        return [json.loads(line) for line in result.stdout.decode().splitlines()]

    def check_names(self, events):
        self.assertEqual([event["EventID"] for event in events], list(EVENTS))
        for event in events:
            for number, (section, label, field) in enumerate(EVENTS[event["EventID"]]):
                self.assertEqual(event.get(field), "v%d" % number, (event["EventID"], section, label))

    def test_classic_values_have_the_names_of_the_events(self):
        self.check_names(self.convert("wineventlog.txt", "".join(
            classic(event, message_of(values)) for event, values in EVENTS.items())))

    def test_snare_values_have_the_names_of_the_events(self):
        self.check_names(self.convert("syslog", "".join(
            snare(event, message_of(values)) for event, values in EVENTS.items())))

    def test_other_providers(self):
        events = self.convert("system.txt", classic(
            7045, "A title.\n\nService Name:  a\nService File Name:  b\nService Type:  c\nService Start Type:  d\n"
            "Service Account:  e\n", "Service Control Manager", "System"))
        self.assertEqual([events[0].get(name) for name in
                          ("ServiceName", "ImagePath", "ServiceType", "StartType", "AccountName")], list("abcde"))
        events = self.convert("cleared.txt", classic(
            1102, "A title.\nSubject:\n\tSecurity ID:\ta\n\tAccount Name:\tb\n\tDomain Name:\tc\n\tLogon ID:\td\n",
            "Microsoft-Windows-Eventlog"))
        self.assertEqual([events[0].get("Subject" + name) for name in ("UserSid", "UserName", "DomainName", "LogonId")],
                         list("abcd"))

    def test_codes_in_them_are_named(self):
        message = "A title.\n\nAdditional Information:\n\tFailure Code:\t\t0x18\n"
        for name, text in (("a.txt", classic(4771, message)), ("b.txt", snare(4771, message))):
            self.assertEqual(self.convert(name, text)[0]["Status_name"], "KDC_ERR_PREAUTH_FAILED")
        legacy = "A title:\n \tUser Name:\tbob\n \tFailure Code:\t0x6\n \tClient Address:\t10.0.0.5\n"
        event = self.convert("c.txt", classic(676, legacy, "Security").replace("TaskCategory=Some\nOpCode=Info",
                                                                               "Category=9"))[0]
        self.assertEqual((event["User_Name"], event["Failure_Code"], event["Client_Address"]), ("bob", "0x6", "10.0.0.5"))

    def test_the_zone(self):
        text = classic(4624, message_of(EVENTS[4624]))
        self.assertEqual(self.convert("a.txt", text)[0]["TimeCreated"], "2025-03-04T13:02:03.0000000Z")
        self.assertEqual(self.convert("a.txt", text, "--timezone", "-05:30")[0]["TimeCreated"],
                         "2025-03-04T18:32:03.0000000Z")

    def test_renderings_agree(self):
        text = classic(4625, message_of(EVENTS[4625]))
        path = self.logs / "a.txt"
        path.write_text(text, encoding="utf-8")
        xml = run_program("convert", "--timezone", "UTC", path).stdout.decode()
        for number, (_, _, field) in enumerate(EVENTS[4625]):
            self.assertIn("<Data Name='%s'>v%d</Data>" % (field, number), xml)
        self.assertIn("<Provider Name='Microsoft-Windows-Security-Auditing'/>", xml)
        self.assertIn("<RenderingInfo><Message>A title.&#10;", xml)


class InputTest(Case):
    def test_a_growing_log_is_read_on(self):
        path = self.logs / "wineventlog.txt"
        old = time.time() - 3600  # quiet: its last record is whole
        for numbers in ([1, 2], [3], []):
            with open(path, "a", encoding="utf-8") as file:
                for number in numbers:
                    file.write(classic(4624, message_of(EVENTS[4624]), number=number))
            os.utime(path, (old, old))
            self.expect(self.run_once(path=path, timezone="+01:00"), numbers)

    def test_time_and_names_for_splunk(self):
        path = self.logs / "wineventlog.txt"
        path.write_text(classic(4624, message_of(EVENTS[4624])) + classic(4625, message_of(EVENTS[4625]), number=2),
                        encoding="utf-8")
        os.utime(path, (0, 0))
        first = self.run_once(path=path, timezone="+01:00").events[0]
        self.assertEqual(first.texts["time"], "1741089723.000000")
        self.assertEqual(first.texts["host"], "dc1.corp.example")
        self.assertEqual(first.texts["source"], "XmlWinEventLog:Security")

    def test_snare_lines_among_others(self):
        path = self.logs / "syslog"
        other = "<13>Mar  4 13:02:03 host cron[1]: done\n"
        path.write_text(other + snare(4624, message_of(EVENTS[4624]), 1) + other
                        + snare(4625, message_of(EVENTS[4625]), 2), encoding="utf-8")
        result = self.run_once(path=path)
        self.assertEqual(result.ids, [1, 2])
        self.assertIn(" failed=2 ", result.stderr)


@unittest.skipIf(not CORPUS.is_dir(), "no samples in %s" % CORPUS)
class CorpusTest(unittest.TestCase):
    EXPECTED = {
        "Security.1102": {"EventID": 1102, "SubjectUserName": "bamboo", "TimeCreated": "2011-07-25T13:55:36.0000000Z"},
        "Security.4672": {"EventID": 4672, "Provider": "Microsoft-Windows-Security-Auditing", "Level": 0,
                          "Keywords": "0x8020000000000000", "SubjectLogonId": "0x5ba26"},
        "Security.4673": {"ObjectServer": "NT Local Security Authority / Authentication Service",
                          "ProcessId": "0x1dc", "PrivilegeList": "SeTcbPrivilege"},
        "Security.4688": {"NewProcessId": "0x7f4", "ProcessId": "0x74c", "SubjectUserName": "WIN-L25DGSHI03K$"},
        "LSASRV.40961": {"Level": 3, "Task": 3, "Keywords": "0x80000000000000", "EventRecordID": 2},
        "SCM.7036": {"Level": 4, "Provider": "Service Control Manager"},
        "W32Time.29": {"Level": 2}, "W32Time.35": {"Level": 4},
    }

    def test_samples(self):
        for part, fields in self.EXPECTED.items():
            with self.subTest(part):
                result = run_program("convert", "--render", "json", "--timezone", "UTC", CORPUS / (part + ".windows"))
                self.assertIn(" failed=0 recoverable=0 issues=none", result.stderr)
                event = json.loads(result.stdout)
                self.assertEqual({name: event.get(name) for name in fields}, fields)

    def test_no_explanation_became_a_field(self):
        event = json.loads(run_program("convert", "--render", "json", CORPUS / "Security.4688.windows").stdout)
        self.assertFalse([name for name in event if name.startswith("Type_") or len(name) > 40])


if __name__ == "__main__":
    unittest.main()
