"""Every kind of code has its name at search time: whatever
eventlens_coded_fields knows is named, or is in the list of what is left out."""

import csv
import sys
import unittest

from conf_reader import LOOKUPS, ROOT
from expressions import evaluate
from search_time import aliases, lookup, of_kind, shared
from search_time_test import xml_event

sys.path.insert(0, str(ROOT / "tests/support"))
import make_search_props as written  # noqa: E402

SOURCETYPES = ("eventlens:json", "XmlWinEventLog", "WinEventLog")
# A code of each table, in a spelling of events, by the table's form in texts.
SAMPLES = {"whole": "24", "in_text": "text (0xc000005e) text", "mask": "0x10",
           "parameters": "%%1537", "text": "S-1-5-18"}


def table(name):
    with open(LOOKUPS / ("eventlens_%s.csv" % name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def fields_of(event_id, *data):
    return shared().fields("XmlWinEventLog", xml_event(event_id, list(data)))


def listed(value):
    return value if isinstance(value, list) else [] if value is None else [value]


class CompletenessTest(unittest.TestCase):
    def test_every_coded_field_of_every_event_has_a_key(self):
        settings = shared().props.stanza("XmlWinEventLog")
        for row in written.coded_fields():
            field = written.splunk_name(row["field"])
            key = settings.get("EVAL-" + written.key_of(field))
            sample = "{guid}" if "ad_rights" in row["code_tables"] and row["form"] == "text" \
                else SAMPLES[row["form"]]
            event = {"EventCode": row["event_id"], "eventlens_source": row["provider"],
                     written.value_of(field): sample}
            with self.subTest(event=row["event_id"], provider=row["provider"], field=field):
                self.assertTrue(evaluate(key, event) if key else row["form"] == "text")

    def test_every_coded_field_is_looked_up_in_all_its_tables(self):
        given = {}
        for value in of_kind(shared().props.stanza("XmlWinEventLog"), "LOOKUP-").values():
            name, _, outputs = lookup(value)
            for _, field in outputs:
                given.setdefault(field, set()).add(name.replace("access_rights", "access_masks"))
        for row in written.coded_fields():
            field = written.splunk_name(row["field"])
            for name in row["code_tables"].split(";"):
                with self.subTest(field=field, table=name):
                    self.assertIn("eventlens_" + name, given[field + "_name"])

    def test_labels_have_an_alias(self):
        for stanza in SOURCETYPES:
            pairs = {pair for value in of_kind(shared().props.stanza(stanza),
                                               "FIELDALIAS-").values()
                     for pair in aliases(value)}
            for label, field in written.ALIASED.items():
                # SubStatus is the spelling of Windows' XML, Sub_Status of texts.
                if (stanza, label) not in (("eventlens:json", "Sub Status"),
                                           ("XmlWinEventLog", "Sub Status")):
                    with self.subTest(stanza=stanza, label=label):
                        self.assertIn((label.replace(" ", "_"), field), pairs)

    def test_nothing_is_left_out_that_is_not_there(self):
        known = {row["field"] for row in table("coded_fields")}
        self.assertEqual((set(written.ALIASED) | written.LEFT_OUT) - known, set())


class MaskTest(unittest.TestCase):
    def names(self, field, value, event_id="4769"):
        return listed(fields_of(event_id, (field, value)).get(field + "_name"))

    def test_every_bit_of_every_table_has_its_name(self):
        for name, field in (("kerberos_ticket_options", "TicketOptions"),
                            ("user_account_control", "NewUacValue"),
                            ("trust_attributes", "TdoAttributes"),
                            ("domain_password_properties", "PasswordProperties")):
            for row in table(name):
                with self.subTest(table=name, code=row["code"]):
                    self.assertEqual(self.names(field, row["code"]), [row["name"]])

    def test_the_usual_ticket_options(self):
        expected = ["forwardable", "renewable", "canonicalize", "renewable-ok"]
        for value in ("0x40810010", "0X40810010", "1082195984", "0x0000000040810010"):
            with self.subTest(value):
                self.assertEqual(self.names("TicketOptions", value), expected)

    def test_short_and_long_hexadecimal(self):
        for value in ("0x15", "0x00000015", "0X15", "21"):
            with self.subTest(value):
                self.assertEqual(self.names("NewUacValue", value, "4720"),
                                 ["USER_NORMAL_ACCOUNT", "USER_PASSWORD_NOT_REQUIRED",
                                  "USER_ACCOUNT_DISABLED"])

    def test_no_mask_has_no_names(self):
        for value in ("0x0", "0", "-", "", "text", "0x", "%%2080"):
            with self.subTest(value):
                self.assertEqual(self.names("TicketOptions", value), [])

    def test_a_delegated_request_is_called_so(self):
        # Others call this bit request-anonymous.
        self.assertIn("cname-in-addl-tkt", self.names("TicketOptions", "0x40830000"))

    def test_rights_by_the_type_of_the_object(self):
        for kind in ("File", "Key", "Process"):
            rows = {row["code"]: row["name"] for row in table("access_masks")
                    if row["object_type"] == kind}
            found = fields_of("4663", ("ObjectType", kind), ("AccessMask", "0x20001"))
            with self.subTest(kind):
                self.assertEqual(set(listed(found["AccessMask_name"])),
                                 {"READ_CONTROL", rows["0x00000001"]})

    def test_rights_of_an_unknown_object(self):
        found = fields_of("4663", ("ObjectType", "Nothing like it"), ("AccessMask", "0x10001"))
        self.assertEqual(found["AccessMask_name"], "DELETE")
        self.assertEqual(fields_of("4663", ("AccessMask", "0x10000"))["AccessMask_name"], "DELETE")


class NameTest(unittest.TestCase):
    def check(self, event_id, data, expected):
        found = fields_of(event_id, *data)
        for name, value in expected.items():
            with self.subTest(event_id=event_id, field=name):
                self.assertEqual(found.get(name), value)

    def test_a_logon(self):
        self.check("4624", [("SubjectUserSid", "S-1-5-18"), ("TargetUserSid", "S-1-5-21-1-2-3-500"),
                            ("LogonType", "10"), ("LogonProcessName", "User32 "),
                            ("ImpersonationLevel", "%%1833"), ("ElevatedToken", "%%1842"),
                            ("VirtualAccount", "%%1843")],
                   {"LogonType_name": "RemoteInteractive", "TargetUserSid_name": "Administrator",
                    "SubjectUserSid_name": "Local System", "LogonProcessName_name": "interactive logon dialog",
                    "ImpersonationLevel_name": "SecurityImpersonation",
                    "ElevatedToken_name": "Yes", "VirtualAccount_name": "No"})

    def test_a_ticket(self):
        self.check("4768", [("TicketEncryptionType", "0x12"), ("PreAuthType", "2")],
                   {"TicketEncryptionType_name": "aes256-cts-hmac-sha1-96",
                    "PreAuthType_name": "PA-ENC-TIMESTAMP"})
        for value in ("0xffffffff", "0xFFFFFFFF", "4294967295", "-1"):
            self.check("4768", [("TicketEncryptionType", value)],
                       {"TicketEncryptionType_name": "none"})
        for value in ("23", "0x17", "0X00000017"):
            self.check("4769", [("TicketEncryptionType", value)],
                       {"TicketEncryptionType_name": "rc4-hmac"})

    def test_texts_with_parameters(self):
        self.check("4625", [("FailureReason", "%%2313")],
                   {"FailureReason_name": [row["name"] for row in table("message_parameters")
                                           if row["code"] == "2313"][0]})
        self.check("4663", [("AccessList", "%%4416&#13;&#10;\t\t\t\t%%1538&#13;&#10;\t\t\t\t")],
                   {"AccessList_name": ["ReadData (or ListDirectory)", "READ_CONTROL"]})
        self.check("4656", [("AccessReason", "%%1538:\t%%1804&#10;\t%%4416:\t%%1801\tD:(A;;0x1;;;WD)")],
                   {"AccessReason_name": [name for code in ("1538", "1804", "4416", "1801")
                                          for name in [row["name"] for row in
                                                       table("message_parameters")
                                                       if row["code"] == code]]})

    def test_a_text_without_parameters_has_no_name(self):
        self.check("4663", [("AccessList", "ReadData 4416 50% %%")], {"AccessList_name": None})

    def test_an_audit_policy(self):
        self.check("4719", [("SubcategoryGuid", "{0CCE923F-69AE-11D9-BED3-505054503030}"),
                            ("AuditPolicyChanges", "%%8448, %%8450")],
                   {"SubcategoryGuid_name": "Credential Validation",
                    "AuditPolicyChanges_name": ["Success removed", "Failure removed"]})

    def test_an_access_to_the_directory(self):
        self.check("4662", [("ObjectType", "%{1131f6ad-9c07-11d1-f79f-00c04fc2dcd2}")],
                   {"ObjectType_name": "DS-Replication-Get-Changes-All"})

    def test_a_win32_error_in_decimal_and_hexadecimal(self):
        for value in ("1326", "0x52e", "0X0000052E"):
            self.check("5632", [("ErrorCode", value)], {"ErrorCode_name": "ERROR_LOGON_FAILURE",
                                                       "lens_reason": "ERROR_LOGON_FAILURE"})

    def test_a_service_that_did_not_start(self):
        raw = xml_event("7000", [("param1", "Spooler"), ("param2", "%%1069")]).replace(
            "Microsoft-Windows-Security-Auditing", "Service Control Manager")
        found = shared().fields("XmlWinEventLog", raw)
        self.assertEqual(found["param2_name"], "ERROR_SERVICE_LOGON_FAILED")

    def test_strings_without_a_name(self):
        raw = xml_event("40961", []).replace("Microsoft-Windows-Security-Auditing", "LsaSrv")
        raw = raw.replace("<EventData>", "<EventData><Data>WS1</Data><Data>denied (0xC0000022)</Data>")
        self.assertEqual(shared().fields("XmlWinEventLog", raw)["Data2_name"],
                         "STATUS_ACCESS_DENIED")
        line = ('{"EventID":40961,"Provider":"LsaSrv","Channel":"System",'
                '"Data":["WS \\"1\\"","denied (0xC0000022)"]}')
        found = shared().fields("eventlens:json", line)
        self.assertEqual(found["Data2_name"], "STATUS_ACCESS_DENIED")
        self.assertEqual(found["lens_reason"], "STATUS_ACCESS_DENIED")

    def test_the_same_field_of_another_provider_is_left_alone(self):
        raw = xml_event("7000", [("param2", "%%1069"), ("ErrorCode", "5"), ("Protocol", "6")])
        raw = raw.replace("Microsoft-Windows-Security-Auditing", "Somebody's Service")
        found = shared().fields("XmlWinEventLog", raw)
        self.assertEqual([name for name in found if name.endswith("_name")], [])


class LegacyTest(unittest.TestCase):
    def test_a_kerberos_client_that_reports_its_error(self):
        raw = "EventCode=3\nMessage=A Kerberos Error Message was received:\n" \
              " Error Code: 0x7 KDC_ERR_S_PRINCIPAL_UNKNOWN\n"
        found = shared().fields("WinEventLog", raw, {
            "EventCode": "3", "LogName": "System", "SourceName": "Kerberos"})
        self.assertEqual(found["Error_Code_name"], "KDC_ERR_S_PRINCIPAL_UNKNOWN")
        self.assertEqual(found["lens_reason"], "KDC_ERR_S_PRINCIPAL_UNKNOWN")

    def test_the_labels_of_classic_text(self):
        found = shared().fields("WinEventLog", "EventCode=673\n", {
            "EventCode": "673", "LogName": "Security", "SourceName": "Security",
            "Ticket_Options": "0x40830000", "Ticket_Encryption_Type": "0x17",
            "Failure_Code": "0xE"})
        self.assertIn("cname-in-addl-tkt", found["TicketOptions_name"])
        self.assertEqual(found["TicketEncryptionType_name"], "rc4-hmac")
        self.assertEqual(found["Failure_Code_name"], "KDC_ERR_ETYPE_NOSUPP")
        self.assertEqual(found["Status_name"], "KDC_ERR_ETYPE_NOSUPP")
        self.assertEqual(found["lens_modern_id"], "4769")
        self.assertEqual(found["lens_title"], "Service Ticket Granted")

    def test_a_logon_of_windows_2003(self):
        found = shared().fields("WinEventLog", "EventCode=540\n", {
            "EventCode": "540", "LogName": "Security", "SourceName": "Security",
            "Logon_Type": "3", "Type": "Success Audit"})
        self.assertEqual(found["LogonType_name"], "Network")
        self.assertEqual(found["lens_modern_id"], "4624")

    def test_a_harmless_case_is_called_harmless_only_with_its_code(self):
        for code, verdict in (("0x7", "benign"), ("7", "benign"), ("0x12", "unknown")):
            found = shared().fields("WinEventLog", "EventCode=677\n", {
                "EventCode": "677", "SourceName": "Security", "Failure_Code": code})
            with self.subTest(code):
                self.assertEqual(found["lens_verdict"], verdict)
                self.assertTrue(found["lens_kb"])


if __name__ == "__main__":
    unittest.main()
