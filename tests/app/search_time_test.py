"""What a person finds in the search bar: sample events go through the shipped
extractions, calculated fields and lookups."""

import csv
import json
import unittest

from conf_reader import DEFAULT, LOOKUPS, Conf
from expressions import evaluate
from search_time import of_kind, shared

KERBEROS_EVENTS = ("672", "673", "675", "676", "677", "4768", "4769", "4771",
                   "4772", "4773", "4820", "4821", "4824")
NTSTATUS_EVENTS = ("680", "681", "4625", "4776", "4777")

SYSTEM = (
    "<System><Provider Name='Microsoft-Windows-Security-Auditing' "
    "Guid='{54849625-5478-4994-A5BA-3E3B0328C30D}'/><EventID>%s</EventID>"
    "<Version>0</Version><Level>0</Level><Task>14339</Task><Opcode>0</Opcode>"
    "<Keywords>0x8010000000000000</Keywords>"
    "<TimeCreated SystemTime='2026-03-01T08:15:30.1234567Z'/>"
    "<EventRecordID>12</EventRecordID><Correlation/>"
    "<Execution ProcessID='508' ThreadID='2248'/><Channel>Security</Channel>"
    "<Computer>dc01.corp.example</Computer><Security/></System>")


def xml_event(event_id, data, lens=()):
    def elements(pairs):
        return "".join("<Data Name='%s'>%s</Data>" % pair for pair in pairs)
    block = "<EventLens>%s</EventLens>" % elements(lens) if lens else ""
    return (
        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>"
        + SYSTEM % event_id + "<EventData>" + elements(data) + "</EventData>"
        + block + "</Event>")


def classic_event(event_id, message):
    return (
        "03/01/2026 08:15:30 AM\nLogName=Security\n"
        "SourceName=Microsoft Windows security auditing.\nEventCode=%s\n"
        "ComputerName=dc01.corp.example\nRecordNumber=12\nMessage=%s\n"
        % (event_id, message))


def classic_fields(event_id, message):
    """What Splunk itself finds in classic text."""
    fields = {"EventCode": event_id, "LogName": "Security",
              "ComputerName": "dc01.corp.example", "RecordNumber": "12"}
    for line in message.split("\n")[1:]:
        name, colon, value = line.partition(":")
        if colon and value.strip():
            fields[name.strip().replace(" ", "_")] = value.strip()
    return fields


class NormalisationTest(unittest.TestCase):
    """The calculated key of every spelling of a code."""

    def setUp(self):
        props = Conf(DEFAULT / "props.conf")
        self.expressions = {name: of_kind(props.stanza(name), "EVAL-")
                            for name in props.names()}

    def key(self, field, event_id, value, stanza="eventlens:json"):
        return evaluate(self.expressions[stanza]["eventlens_key_" + field.lower()],
                        {"EventCode": event_id, field: value})

    def kerberos(self, event_id, value, field="Status", stanza="eventlens:json"):
        """The key, where it is in the spelling of a Kerberos code."""
        key = self.key(field, event_id, value, stanza)
        return None if key is None or len(key) == 10 else key

    def ntstatus(self, event_id, value, field="Status"):
        """The key, where it is in the spelling of an NTSTATUS."""
        key = self.key(field, event_id, value)
        return None if key is None or len(key) != 10 else key

    def test_a_kerberos_code_in_every_spelling(self):
        for value in ("0x18", "0X18", "24", "0x00000018", " 0x18 ", "024", "24\r"):
            with self.subTest(value):
                self.assertEqual(self.kerberos("4771", value), "0x18")

    def test_kerberos_codes_at_the_edges(self):
        for value, key in (("0x0", "0x0"), ("0", "0x0"), ("0x00", "0x0"), ("0x1B", "0x1b"),
                           ("27", "0x1b"), ("0x3E", "0x3e"), ("68", "0x44"), ("0x10", "0x10")):
            with self.subTest(value):
                self.assertEqual(self.kerberos("4768", value), key)

    def test_no_kerberos_code(self):
        for value in ("", "-", "%%2304", "0x", "18h", "0xzz", "-24", "123456", "0x12345", "a"):
            with self.subTest(value):
                self.assertIsNone(self.kerberos("4771", value))

    def test_an_ntstatus_in_every_spelling(self):
        for value in ("0xC000006A", "0xc000006a", "0XC000006A", "3221225578", "-1073741718",
                      "0xffffffffc000006a", " 0xc000006a", "0xc000006a\r"):
            with self.subTest(value):
                self.assertEqual(self.ntstatus("4776", value),
                                 "0xc000006a")

    def test_ntstatus_codes_at_the_edges(self):
        for value, key in (("0x0", "0x00000000"), ("0", "0x00000000"), ("1", "0x00000001"),
                           ("0x103", "0x00000103"), ("4294967295", "0xffffffff"),
                           ("-1", "0xffffffff"), ("-2147483648", "0x80000000"),
                           ("2147483647", "0x7fffffff"), ("0x40000000", "0x40000000")):
            with self.subTest(value):
                self.assertEqual(self.ntstatus("4625", value), key)

    def test_no_ntstatus(self):
        for value in ("", "-", "%%2313", "0x", "c000006a", "0xc000006g", "1.5", "+1"):
            with self.subTest(value):
                self.assertIsNone(self.ntstatus("4776", value))

    def test_an_ntstatus_in_a_kerberos_event(self):
        for value in ("0xc000006a", "3221225578", "-1073741718", "0xFFFFFFFFC000006A"):
            with self.subTest(value):
                self.assertIsNone(self.kerberos("4771", value))
                self.assertEqual(self.ntstatus("4771", value),
                                 "0xc000006a")
        for value in ("0x18", "24", "0x00000018"):
            with self.subTest(value):
                self.assertIsNone(self.ntstatus("4771", value))

    def test_only_events_that_carry_such_codes(self):
        for event_id in ("4624", "4688", "47710", "477", "771", "", None):
            with self.subTest(event_id):
                self.assertIsNone(self.kerberos(event_id, "0x18"))
                self.assertIsNone(self.ntstatus(event_id, "0xc000006a"))
        for event_id in KERBEROS_EVENTS:
            with self.subTest(event_id):
                self.assertEqual(self.kerberos(event_id, "0x18"), "0x18")
        for event_id in NTSTATUS_EVENTS:
            with self.subTest(event_id):
                self.assertEqual(self.ntstatus(event_id, "1"),
                                 "0x00000001")

    def test_every_field_is_normalised_alike(self):
        for stanza in ("eventlens:json", "XmlWinEventLog", "WinEventLog"):
            for field in ("Status", "FailureCode", "Result_Code", "Failure_Code"):
                for value, key in (("0X18", "0x18"), ("24", "0x18"), ("-", None)):
                    with self.subTest(stanza=stanza, field=field, value=value):
                        self.assertEqual(self.kerberos("4769", value, field, stanza), key)

    def test_every_sourcetype_is_normalised_alike(self):
        def keys(stanza):
            return {name: value for name, value in self.expressions[stanza].items()
                    if name.startswith("eventlens_")}
        self.assertEqual(keys("eventlens:json"), keys("XmlWinEventLog"))
        self.assertEqual(keys("eventlens:json"), keys("WinEventLog"))

    def test_every_key_form_is_that_of_the_lookup(self):
        for table, field, event_id, columns in (
                ("eventlens_kerberos_failure_codes", "Status", "4771",
                 ("code", "code_dec")),
                ("eventlens_ntstatus", "Status", "4776",
                 ("code", "unsigned_dec", "signed_dec"))):
            with open(LOOKUPS / (table + ".csv"), encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    for column in columns:
                        key = self.key(field, event_id, row[column])
                        self.assertEqual(key, row["code"], (table, column, row[column]))


class CodedFieldsTest(unittest.TestCase):
    def test_the_events_are_those_that_the_knowledge_names(self):
        kerberos, ntstatus = set(), set()
        with open(LOOKUPS / "eventlens_coded_fields.csv", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                tables = row["code_tables"].split(";")
                if row["provider"] not in ("Security", "Microsoft-Windows-Security-Auditing"):
                    continue
                if "kerberos_failure_codes" in tables:
                    kerberos.add(row["event_id"])
                elif "ntstatus" in tables:
                    ntstatus.add(row["event_id"])
        self.assertEqual(kerberos, set(KERBEROS_EVENTS))
        self.assertLessEqual(set(NTSTATUS_EVENTS), ntstatus)


class XmlTest(unittest.TestCase):
    def setUp(self):
        self.search = shared()

    def test_an_event_of_another_input_is_explained(self):
        fields = self.search.fields("XmlWinEventLog", xml_event(
            "4771", [("TargetUserName", "alice"), ("Status", "0x18")]))
        self.assertEqual(fields["EventCode"], "4771")
        self.assertEqual(fields["signature_id"], "4771")
        self.assertEqual(fields["RecordNumber"], "12")
        self.assertEqual(fields["Channel"], "Security")
        self.assertEqual(fields["dvc"], "dc01.corp.example")
        self.assertEqual(fields["Provider"], "Microsoft-Windows-Security-Auditing")
        self.assertEqual(fields["TargetUserName"], "alice")
        self.assertEqual(fields["Status"], "0x18")
        self.assertEqual(fields["Status_name"], "KDC_ERR_PREAUTH_FAILED")
        self.assertEqual(fields["lens_reason"], "KDC_ERR_PREAUTH_FAILED")
        for name in ("lens_meaning", "lens_causes", "lens_first_steps", "lens_code_severity",
                     "lens_code_verdict", "lens_code_confirmed"):
            self.assertTrue(fields[name], name)

    def test_what_the_input_added_is_read_and_stands(self):
        fields = self.search.fields("XmlWinEventLog", xml_event(
            "4771", [("Status", "0x18"), ("TicketOptions", "0x40810010")],
            [("Status_name", "SAID_BY_THE_EVENT"), ("TicketOptions_name", "Forwardable"),
             ("TicketOptions_name", "Renewable"), ("lens_kb", "Q281431"),
             ("lens_verdict", "benign")]))
        self.assertEqual(fields["Status_name"], "SAID_BY_THE_EVENT")
        self.assertEqual(fields["TicketOptions_name"], ["Forwardable", "Renewable"])
        self.assertEqual(fields["lens_kb"], "Q281431")
        self.assertEqual(fields["lens_verdict"], "benign")
        self.assertEqual(fields["lens_reason"], "KDC_ERR_PREAUTH_FAILED")

    def test_event_data_of_such_a_name_is_not_taken_for_ours(self):
        fields = self.search.fields("XmlWinEventLog", xml_event(
            "1", [("file_name", "a"), ("other", "b"), ("file_name", "c")],
            [("lens_title", "t")]))
        self.assertEqual(fields["file_name"], "a")
        self.assertEqual(fields["lens_title"], "t")

    def test_what_splunk_ta_windows_extracted_stands(self):
        theirs = {"EventCode": "4771", "EventID": "4771", "RecordNumber": "theirs",
                  "dvc": "theirs", "Status": "0x18", "TargetUserName": ["alice", "bob"],
                  "Computer": "theirs", "signature_id": "theirs"}
        fields = self.search.fields("XmlWinEventLog", xml_event(
            "4771", [("TargetUserName", "alice"), ("Status", "0x18")],
            [("lens_kb", "KB1"), ("lens_kb", "KB2")]), theirs)
        for name, value in theirs.items():
            self.assertEqual(fields[name], value, name)
        self.assertEqual(fields["lens_kb"], ["KB1", "KB2"])
        self.assertEqual(fields["Status_name"], "KDC_ERR_PREAUTH_FAILED")

    def test_a_logon_failure_is_explained_by_its_sub_status(self):
        fields = self.search.fields("XmlWinEventLog", xml_event(
            "4625", [("Status", "0xc000006d"), ("SubStatus", "0xc0000064")]))
        self.assertEqual(fields["Status_name"], "STATUS_LOGON_FAILURE")
        self.assertEqual(fields["SubStatus_name"], "STATUS_NO_SUCH_USER")
        self.assertEqual(fields["lens_reason"], "STATUS_NO_SUCH_USER")
        self.assertEqual(fields["Sub_Status"], "0xc0000064")

    def test_a_zero_sub_status_explains_nothing(self):
        for zero in ("0x0", "0x00000000"):
            with self.subTest(zero):
                fields = self.search.fields("XmlWinEventLog", xml_event(
                    "4625", [("Status", "0xC000010B"), ("SubStatus", zero)]))
                self.assertEqual(fields["lens_reason"], fields["Status_name"])
                self.assertNotEqual(fields["lens_reason"], "STATUS_SUCCESS")

    def test_a_success_has_a_name_but_no_reason(self):
        for event_id, value, name in (("4768", "0x0", "KDC_ERR_NONE"),
                                      ("4769", "0", "KDC_ERR_NONE"),
                                      ("4776", "0x00000000", "STATUS_SUCCESS")):
            with self.subTest(event_id):
                fields = self.search.fields("XmlWinEventLog", xml_event(
                    event_id, [("Status", value)]))
                self.assertEqual(fields["Status_name"], name)
                self.assertNotIn("lens_reason", fields)
                self.assertNotIn("lens_causes", fields)

    def test_qualifiers_and_other_attributes(self):
        raw = xml_event("7036", []).replace("<EventID>", "<EventID Qualifiers='16384'>")
        self.assertEqual(self.search.fields("XmlWinEventLog", raw)["EventCode"], "7036")
        raw = raw.replace("Name='Microsoft-Windows-Security-Auditing'", 'Name="LsaSrv"')
        self.assertEqual(self.search.fields("XmlWinEventLog", raw)["Provider"], "LsaSrv")

    def test_a_status_of_another_event_is_left_alone(self):
        fields = self.search.fields("XmlWinEventLog", xml_event("4689", [("Status", "0x18")]))
        self.assertNotIn("Status_name", fields)


class JsonTest(unittest.TestCase):
    def setUp(self):
        self.search = shared()

    def event(self, **data):
        event = {"TimeCreated": "2026-03-01T08:15:30.1234567Z", "EventID": 4771,
                 "Provider": "Microsoft-Windows-Security-Auditing", "Channel": "Security",
                 "Computer": "dc01.corp.example", "EventRecordID": 12}
        event.update(data)
        return json.dumps(event, separators=(",", ":"))

    def test_one_search_works_over_both_renderings(self):
        json_fields = self.search.fields("eventlens:json", self.event(
            TargetUserName="alice", Status="0x18"))
        xml_fields = self.search.fields("XmlWinEventLog", xml_event(
            "4771", [("TargetUserName", "alice"), ("Status", "0x18")]))
        for name in ("EventCode", "EventID", "signature_id", "RecordNumber", "event_id", "id",
                     "dvc", "Computer", "Channel", "Provider", "TargetUserName", "Status",
                     "Status_name", "lens_reason", "lens_meaning", "lens_first_steps"):
            self.assertEqual(json_fields[name], xml_fields[name], name)

    def test_a_ticket_refused_by_windows_2000_is_found_as_one_of_today(self):
        own = [("User_Name", "alice"), ("Failure_Code", "0x7"), ("Client_Address", "10.0.0.7")]
        added = [("Failure_Code_name", "KDC_ERR_S_PRINCIPAL_UNKNOWN"),
                 ("Status_name", "KDC_ERR_S_PRINCIPAL_UNKNOWN"), ("TargetUserName", "alice"),
                 ("Status", "0x7"), ("IpAddress", "10.0.0.7"), ("lens_modern_id", "4769")]
        events = {"eventlens:json": self.event(EventID=677, **dict(own + added)),
                  "XmlWinEventLog": xml_event("677", own, added)}
        for sourcetype, raw in events.items():
            with self.subTest(sourcetype):
                fields = self.search.fields(sourcetype, raw)
                for name, value in own + added:
                    self.assertEqual(fields[name], value, name)
                self.assertEqual(fields["lens_reason"], "KDC_ERR_S_PRINCIPAL_UNKNOWN")
        fields = self.search.fields("eventlens:json", events["eventlens:json"])
        self.assertEqual((fields["user"], fields["src_ip"]), ("alice", "10.0.0.7"))

    def test_lists_have_plain_names(self):
        fields = self.search.fields("eventlens:json", self.event(
            lens_kb=["KB1", "KB2"], lens_kb_url="https://example.org/1",
            lens_issue=["name_damaged", "value_cut_off"]))
        self.assertEqual(fields["lens_issue"], ["name_damaged", "value_cut_off"])
        self.assertEqual(fields["lens_kb"], ["KB1", "KB2"])
        self.assertEqual(fields["lens_kb_url"], "https://example.org/1")

    def test_accounts_and_addresses(self):
        fields = self.search.fields("eventlens:json", self.event(
            TargetUserName="alice", SubjectUserName="dc01$", IpAddress="::ffff:10.0.0.7",
            WorkstationName="-", IpPort="49152", LogonType="3"))
        self.assertEqual(fields["user"], "alice")
        self.assertEqual(fields["src_user"], "dc01$")
        self.assertEqual(fields["src_ip"], "10.0.0.7")
        self.assertEqual(fields["src"], "10.0.0.7")
        self.assertEqual(fields["src_port"], "49152")
        self.assertEqual(fields["Logon_Type"], "3")
        self.assertEqual(fields["vendor_product"], "Microsoft Windows")
        local = self.search.fields("eventlens:json", self.event(IpAddress="::1"))
        self.assertNotIn("src_ip", local)

    def test_the_time_is_found_where_the_settings_look(self):
        settings = self.search.props.stanza("eventlens:json")
        self.assertRegex(self.event(), settings["TIME_PREFIX"] +
                         r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z\"")
        self.assertEqual(settings["TIME_FORMAT"], "%Y-%m-%dT%H:%M:%S.%7NZ")
        self.assertLessEqual(len("2026-03-01T08:15:30.1234567Z"),
                             int(settings["MAX_TIMESTAMP_LOOKAHEAD"]))


class ClassicTest(unittest.TestCase):
    def setUp(self):
        self.search = shared()

    def fields(self, event_id, message, **theirs):
        fields = classic_fields(event_id, message)
        fields.update(theirs)
        return self.search.fields("WinEventLog", classic_event(event_id, message), fields)

    def test_a_failed_ticket_request(self):
        fields = self.fields("4769", "A Kerberos service ticket was requested.\n\n"
                             "Additional Information:\n\tTicket Options:\t\t0x40810000\n"
                             "\tFailure Code:\t\t0x1B")
        self.assertEqual(fields["Failure_Code_name"], "KDC_ERR_MUST_USE_USER2USER")
        self.assertEqual(fields["lens_reason"], "KDC_ERR_MUST_USE_USER2USER")
        self.assertEqual(fields["EventID"], "4769")
        self.assertEqual(fields["Channel"], "Security")

    def test_a_result_code(self):
        fields = self.fields("4768", "A Kerberos authentication ticket (TGT) was requested.\n\n"
                             "Additional Information:\n\tResult Code:\t\t0x6")
        self.assertEqual(fields["Result_Code_name"], "KDC_ERR_C_PRINCIPAL_UNKNOWN")

    def test_a_windows_2000_event_with_a_decimal_code(self):
        fields = self.fields("677", "Service Ticket Request Failed:\n \tUser Name:\talice\n"
                             " \tFailure Code:\t7\n \tClient Address:\t127.0.0.1")
        self.assertEqual(fields["Failure_Code_name"], "KDC_ERR_S_PRINCIPAL_UNKNOWN")

    def test_a_logon_failure(self):
        fields = self.fields("4625", "An account failed to log on.\n\nFailure Information:\n"
                             "\tStatus:\t\t\t0xC000006D\n\tSub Status:\t\t0xC000006A")
        self.assertEqual(fields["Status_name"], "STATUS_LOGON_FAILURE")
        self.assertEqual(fields["SubStatus_name"], "STATUS_WRONG_PASSWORD")
        self.assertEqual(fields["lens_reason"], "STATUS_WRONG_PASSWORD")

    def test_an_error_code_also_where_splunk_ta_windows_removes_the_field(self):
        message = ("The computer attempted to validate the credentials for an account.\n\n"
                   "Logon Account:\talice\nError Code:\t0xC0000234")
        self.assertEqual(self.fields("4776", message)["Error_Code_name"],
                         "STATUS_ACCOUNT_LOCKED_OUT")
        self.assertEqual(self.fields("4776", message, Error_Code="-")["lens_reason"],
                         "STATUS_ACCOUNT_LOCKED_OUT")

    def test_an_error_code_in_a_sentence(self):
        fields = self.fields("681", "The logon to account: alice\n by: X\n from workstation: W\n"
                             " failed. The error code was: 3221225572")
        self.assertEqual(fields["Error_Code_name"], "STATUS_NO_SUCH_USER")
        self.assertEqual(fields["lens_reason"], "STATUS_NO_SUCH_USER")

    def test_a_success_has_a_name_but_no_reason(self):
        fields = self.fields("4776", "The computer attempted to validate the credentials for an "
                             "account.\n\nError Code:\t0x0")
        self.assertEqual(fields["Error_Code_name"], "STATUS_SUCCESS")
        self.assertNotIn("lens_reason", fields)
        fields = self.fields("4768", "A Kerberos authentication ticket (TGT) was requested.\n\n"
                             "Additional Information:\n\tResult Code:\t\t0x0")
        self.assertEqual(fields["Result_Code_name"], "KDC_ERR_NONE")
        self.assertNotIn("lens_reason", fields)


if __name__ == "__main__":
    unittest.main()
