"""Fields and tags of the Common Information Model: Authentication, Change and
Alerts, over our JSON, Windows' XML and classic text."""

import csv
import json
import re
import unittest

from conf_reader import LOOKUPS
from search_time import of_kind, shared
from search_time_test import classic_event, classic_fields, xml_event

SUCCESS, FAILURE = "0x8020000000000000", "0x8010000000000000"
BASE = {"Provider": "Microsoft-Windows-Security-Auditing", "Channel": "Security",
        "Computer": "dc01.corp.example", "EventRecordID": 12}
REQUIRED = {
    "authentication": ("action", "app", "dest", "src", "user"),
    "change": ("action", "change_type", "dest", "dvc", "object", "object_category", "object_id",
               "status", "user", "vendor_product"),
    "alert": ("app", "description", "dest", "id", "severity", "signature", "signature_id",
              "type", "user"),
}
# Splunk's own lists, pytest-splunk-addon's data models.
ALLOWED = {"authentication": {"success", "failure", "pending", "error"},
           "status": {"success", "failure", ""},
           "severity": {"critical", "high", "medium", "low", "informational"}}


def table(name):
    with open(LOOKUPS / ("eventlens_%s.csv" % name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def json_fields(event_id, keywords=SUCCESS, **data):
    return shared().fields("eventlens:json", json.dumps(
        dict(BASE, EventID=event_id, Keywords=keywords, **data)))


def xml_fields(event_id, data, keywords=FAILURE, theirs=None):
    raw = xml_event(event_id, data).replace("0x8010000000000000", keywords)
    return shared().fields("XmlWinEventLog", raw, theirs)


class TableTest(unittest.TestCase):
    def test_the_form_of_the_table(self):
        rows = table("cim")
        keys = [(int(row["event_id"]), row["provider"].casefold(), row["outcome"])
                for row in rows]
        self.assertEqual(keys, sorted(set(keys)))
        events = {(row["event_id"], row["provider"]) for row in table("events")}
        for row in rows:
            with self.subTest(row["event_id"]):
                self.assertIn((row["event_id"], row["provider"]), events)
                self.assertIn(row["outcome"], {"success", "failure", "unknown"})
                self.assertIn(row["model"], REQUIRED)
                self.assertIn(row["status"], ALLOWED["status"])
                if row["model"] == "authentication":
                    self.assertIn(row["action"], ALLOWED["authentication"])
                    self.assertTrue(row["app"])
                if row["severity"]:
                    self.assertIn(row["severity"], ALLOWED["severity"])

    def test_a_legacy_event_is_what_took_its_place(self):
        rows = {(row["event_id"], row["outcome"]): row for row in table("cim")}
        for event in table("events"):
            for modern in event["modern_id"].split(";") if event["modern_id"] else []:
                row = rows.get((event["event_id"], "success"))
                today = rows.get((modern, "success"))
                # 602 is what 4698 to 4702 are today; 672 and 676 are both 4768.
                if row and today and row["model"] == today["model"] == "change":
                    with self.subTest(event["event_id"]):
                        self.assertEqual((row["action"], row["object_category"]),
                                         (today["action"], today["object_category"]))

    def test_alerts_are_the_events_of_high_criticality(self):
        high = {(row["event_id"], row["provider"]) for row in table("events")
                if row["criticality"] == "high" and row["provider"] in (
                    "Security", "Microsoft-Windows-Security-Auditing",
                    "Microsoft-Windows-Eventlog")}
        alerts = {(row["event_id"], row["provider"]) for row in table("cim")
                  if row["type"] == "alert"}
        self.assertEqual(alerts, high)

    def test_the_apps_are_for_known_logon_types(self):
        types = {row["code"] for row in table("logon_types")}
        self.assertLessEqual({row["logon_type"] for row in table("cim_apps")}, types)


class EventTypeTest(unittest.TestCase):
    def ids(self, name):
        search = dict(shared().event_types.stanza(name))["search"]
        return {number for numbers in re.findall(r"EventCode (?:IN \(|=?)([\d, ]+)", search)
                for number in numbers.split(", ")} | set(re.findall(r"EventCode=(\d+)", search))

    def test_the_events_are_those_of_the_table(self):
        rows = table("cim")
        accounts = {"user", "group", "computer"}
        for name, belongs in (
                ("eventlens_authentication", lambda row: row["model"] == "authentication"),
                ("eventlens_change", lambda row: row["model"] == "change"),
                ("eventlens_change_account", lambda row: row["object_category"] in accounts),
                ("eventlens_change_audit", lambda row: row["change_type"] == "audit"),
                ("eventlens_alert", lambda row: row["type"] == "alert")):
            with self.subTest(name):
                self.assertEqual(self.ids(name),
                                 {row["event_id"] for row in rows if belongs(row)})

    def test_every_event_type_has_tags_and_every_tag_an_event_type(self):
        tagged = {name.partition("=")[2] for name in shared().tags.names()}
        self.assertEqual(tagged, set(shared().event_types.names()))

    def test_tags(self):
        for event_id, fields, expected in (
                ("4771", {}, {"authentication", "track_event_signatures"}),
                ("4672", {}, {"authentication", "privileged", "track_event_signatures"}),
                ("4624", {"LogonType": "8"}, {"authentication", "cleartext", "insecure",
                                              "track_event_signatures"}),
                ("4720", {}, {"change", "account", "track_event_signatures"}),
                ("1102", {}, {"change", "audit", "alert", "track_event_signatures"}),
                ("4649", {}, {"alert", "track_event_signatures"}),
                ("4688", {}, {"track_event_signatures"})):
            for sourcetype in ("eventlens:json", "XmlWinEventLog", "WinEventLog"):
                with self.subTest(event_id=event_id, sourcetype=sourcetype):
                    self.assertEqual(shared().tags_of(sourcetype, dict(
                        fields, EventCode=event_id, Channel="Security")), expected)
        self.assertEqual(shared().tags_of("syslog", {"EventCode": "4771", "Channel": "Security"}),
                         set())
        self.assertNotIn("authentication", shared().tags_of(
            "eventlens:json", {"EventCode": "4771", "Channel": "System"}))


class FieldTest(unittest.TestCase):
    def check(self, fields, model, expected):
        for name in REQUIRED[model]:
            with self.subTest(field=name):
                self.assertTrue(fields.get(name))
        for name, value in expected.items():
            with self.subTest(field=name):
                self.assertEqual(fields.get(name), value)

    def test_a_failed_ticket_request_says_why(self):
        data = {"TargetUserName": "alice", "IpAddress": "::ffff:10.0.0.7", "Status": "0x18"}
        expected = {"action": "failure", "app": "win:kerberos", "user": "alice",
                    "src": "10.0.0.7", "dest": "dc01.corp.example", "signature_id": "4771",
                    "reason": "KDC_ERR_PREAUTH_FAILED", "reason_id": "0x18"}
        self.check(json_fields(4771, FAILURE, **data), "authentication", expected)
        self.check(xml_fields("4771", list(data.items())), "authentication", expected)

    def test_a_ticket_request_that_succeeds_has_no_reason(self):
        fields = json_fields(4768, TargetUserName="alice", IpAddress="10.0.0.7", Status="0x0")
        self.check(fields, "authentication", {"action": "success", "reason": None})

    def test_logons_from_here_and_from_elsewhere(self):
        for logon_type, app in (("2", "win:local"), ("3", "win:remote"), ("10", "win:remote"),
                                ("99", "win:unknown")):
            fields = json_fields(4624, TargetUserName="alice", IpAddress="10.0.0.7",
                                 LogonType=logon_type)
            self.check(fields, "authentication", {"action": "success", "app": app})

    def test_a_failed_logon(self):
        data = [("TargetUserName", "alice"), ("Status", "0xc000006d"),
                ("SubStatus", "0xc0000064"), ("LogonType", "3"), ("WorkstationName", "WS7"),
                ("IpAddress", "10.0.0.7")]
        self.check(xml_fields("4625", data), "authentication", {
            "action": "failure", "reason": "STATUS_NO_SUCH_USER", "reason_id": "0xc0000064",
            "src": "WS7", "src_ip": "10.0.0.7", "app": "win:remote"})

    def test_an_account_was_created(self):
        data = {"TargetUserName": "bob", "TargetSid": "S-1-5-21-1-2-3-1104",
                "SubjectUserName": "alice"}
        fields = json_fields(4720, **data)
        self.check(fields, "change", {
            "action": "created", "change_type": "AAA", "object": "bob", "status": "success",
            "object_category": "user", "object_id": "S-1-5-21-1-2-3-1104", "src_user": "alice"})
        self.check(xml_fields("4720", list(data.items()), SUCCESS), "change", {
            "action": "created", "user": "bob", "object": "bob", "status": "success"})

    def test_an_attack_that_windows_reports(self):
        fields = json_fields(4649, FAILURE, TargetUserName="alice", LogonType="3")
        self.check(fields, "alert", {"severity": "high", "type": "alert",
                                     "signature": "A replay attack was detected"})

    def test_classic_text(self):
        message = ("An account failed to log on.\n\nSubject:\n\tSecurity ID:\t\tS-1-0-0\n"
                   "\tAccount Name:\t\t-\n\nLogon Type:\t\t\t3\n\n"
                   "Account For Which Logon Failed:\n\tSecurity ID:\t\tS-1-0-0\n"
                   "\tAccount Name:\t\talice\n\tAccount Domain:\t\tCORP\n\n"
                   "Failure Information:\n\tStatus:\t\t\t0xC000006D\n\tSub Status:\t\t0xC000006A\n\n"
                   "Network Information:\n\tWorkstation Name:\tWS7\n"
                   "\tSource Network Address:\t10.0.0.7")
        fields = shared().fields("WinEventLog", classic_event("4625", message), dict(
            classic_fields("4625", message), Keywords="Audit Failure",
            SourceName="Microsoft Windows security auditing."))
        self.check(fields, "authentication", {
            "action": "failure", "user": "alice", "src": "WS7", "src_ip": "10.0.0.7",
            "dest": "dc01.corp.example", "reason": "STATUS_WRONG_PASSWORD",
            "lens_title": "An account failed to log on"})

    def test_audits_of_windows_2003(self):
        for kind, action in (("Failure Audit", "failure"), ("Success Audit", "success")):
            fields = shared().fields("WinEventLog", "EventCode=672\n", {
                "EventCode": "672", "SourceName": "Security", "Type": kind})
            with self.subTest(kind):
                self.assertEqual(fields["action"], action)

    def test_what_splunk_ta_windows_says_stands(self):
        theirs = {name: "theirs" for name in (
            "action", "app", "user", "src", "src_ip", "src_user", "dest", "status", "signature",
            "change_type", "object", "object_category", "severity", "vendor_product")}
        fields = xml_fields("4720", [("TargetUserName", "bob"), ("SubjectUserName", "alice"),
                                     ("IpAddress", "10.0.0.7")], theirs=theirs)
        for name in theirs:
            with self.subTest(name):
                self.assertEqual(fields[name], "theirs")

    def test_no_other_sourcetype_loses_a_field(self):
        for stanza in ("XmlWinEventLog", "WinEventLog"):
            for name in of_kind(shared().props.stanza(stanza), "EVAL-"):
                with self.subTest(stanza=stanza, field=name):
                    self.assertTrue(name.startswith("eventlens_"))


if __name__ == "__main__":
    unittest.main()
