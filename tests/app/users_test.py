"""Whom an event is about and where they came from, at search time."""

import json
import unittest

from search_time import shared
from search_time_test import classic_event, classic_fields, xml_event


class NobodyTest(unittest.TestCase):
    """Who and from where, in events that leave a place empty or write "-"."""

    def user_and_src(self, sourcetype, raw, extracted=None):
        fields = shared().fields(sourcetype, raw, extracted)
        return fields.get("user"), fields.get("src")

    def classic(self, event_id, message):
        return self.user_and_src("WinEventLog", classic_event(event_id, message),
                                 classic_fields(event_id, message))

    def test_a_tab_and_a_dash_were_a_workstation(self):
        found = self.classic("4624", "An account was successfully logged on.\n\nNew Logon:\n"
                                     "\tAccount Name:\t\talice\n\nNetwork Information:\n"
                                     "\tWorkstation Name:\t-\n\tSource Network Address:\t10.0.0.5\n")
        self.assertEqual(found, ("alice", "10.0.0.5"))

    def test_a_tab_was_a_user(self):
        found = self.classic("4769", "A Kerberos service ticket was requested.\n\nAccount Information:\n"
                                     "\tAccount Name:\t\t\n\tAccount Domain:\t\t\n")
        self.assertEqual(found, (None, None))

    def test_an_event_that_names_only_its_subject_had_no_user(self):
        found = self.classic("4634", "An account was logged off.\n\nSubject:\n"
                                     "\tSecurity ID:\t\tS-1-5-18\n\tAccount Name:\t\tDC01$\n")
        self.assertEqual(found, ("DC01$", None))

    def test_an_account_in_user_data_was_not_found(self):
        raw = xml_event("1102", ()).replace(
            "<EventData></EventData>", "<UserData><LogFileCleared xmlns='http://manifests'>"
            "<SubjectUserName>bob</SubjectUserName></LogFileCleared></UserData>")
        self.assertEqual(self.user_and_src("XmlWinEventLog", raw), ("bob", None))

    def test_an_empty_text_was_a_user_and_a_workstation(self):
        raw = json.dumps({"EventID": 4769, "TargetUserName": "", "WorkstationName": "",
                          "IpAddress": "::ffff:10.0.0.5"})
        self.assertEqual(self.user_and_src("eventlens:json", raw), (None, "10.0.0.5"))



if __name__ == "__main__":
    unittest.main()
