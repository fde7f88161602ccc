"""The events of the demo logs, in all three sourcetypes, and searches over them
whose numbers are counted otherwise."""

import collections
import functools
import json
import re
import time
import unittest

from events import classic_fields, harness, load_events
from searcher import Searcher

LOGS = sorted(harness.DEMO.glob("*.evtx"))
DC_SECURITY, DC_SYSTEM, WS_SECURITY, WS_SYSTEM = LOGS


@functools.lru_cache(maxsize=None)
def searcher():
    return Searcher(load_events([harness.DEMO]))


@functools.lru_cache(maxsize=None)
def converted():
    """All events as the program writes them at once, with all that it knows."""
    result = harness.run_program("convert", "--render", "json", "--enrich", "full", *LOGS)
    return [json.loads(line) for line in result.stdout.splitlines()]


def search(spl, earliest="0"):
    return searcher().run(spl, earliest)


def table_of(spl, *names):
    return {tuple(row.get(name) for name in names): int(row["count"]) for row in search(spl).rows}


class LoadTest(unittest.TestCase):
    def test_each_log_has_one_form_and_all_forms_occur(self):
        self.assertEqual(table_of("index=wineventlog | stats count by sourcetype source",
                                  "sourcetype", "source"), {
            ("eventlens:json", "eventlens:Security"): self.events_of(DC_SECURITY),
            ("XmlWinEventLog", "XmlWinEventLog:System"): self.events_of(DC_SYSTEM),
            ("WinEventLog", "WinEventLog:Security"): self.events_of(WS_SECURITY),
            ("eventlens:json", "eventlens:System"): self.events_of(WS_SYSTEM)})

    def events_of(self, log):
        return len(harness.run_program("convert", "--enrich", "none", log).stdout.splitlines())

    def test_metadata(self):
        event = next(event for event in searcher().events
                     if event["sourcetype"] == "XmlWinEventLog")
        self.assertEqual((event["index"], event["host"]), ("wineventlog", "dc01.corp.example"))
        self.assertIsInstance(event["_time"], float)
        self.assertGreater(event["_indextime"], event["_time"])
        self.assertTrue(event["_raw"].startswith("<Event "))
        self.assertIn("EventCode", event)
        self.assertEqual(event.get("no_such_field"), None)

    def test_one_form_alone(self):
        events = load_events([WS_SECURITY], forms=["xml"])
        self.assertEqual({event["sourcetype"] for event in events}, {"XmlWinEventLog", "splunkd"})

    def test_the_log_lines_of_the_input(self):
        rows = search("index=_internal eventlens | table log_level component files records sent "
                      "failed issues sourcetype source _raw").rows
        self.assertEqual(len(rows), 2)
        self.assertEqual(sum(int(row["sent"]) for row in rows),
                         len(converted()) - self.events_of(WS_SECURITY))
        for row in rows:
            self.assertEqual((row["log_level"], row["component"], row["failed"], row["issues"]),
                             ("INFO", "ExecProcessor", "0", "none"))
            self.assertRegex(row["_raw"], r'^\d\d-\d\d-\d{4} \d\d:\d\d:\d\d\.\d{3} \+0000 INFO  '
                             r'ExecProcessor \[\d+ ExecProcessor\] - message from "/[^"]*/eventlens"'
                             r" INFO eventlens://logs: ")

    def test_what_splunk_finds_in_classic_text(self):
        fields = classic_fields("03/01/2026 08:15:30 AM\nLogName=Security\nEventCode=4625\n"
                                "Message=An account failed.\n\nSubject:\n\tAccount Name:\t\tdc$\n\n"
                                "Account For Which Logon Failed:\n\tAccount Name:\t\talice\n"
                                "\tSub Status:\t\t0xC0000064\n\tEmpty:\t\t")
        self.assertEqual(fields["EventCode"], "4625")
        self.assertEqual(fields["Account_Name"], ["dc$", "alice"])
        self.assertEqual(fields["Sub_Status"], "0xC0000064")
        self.assertNotIn("Empty", fields)


class NumbersTest(unittest.TestCase):
    """Searches over three sourcetypes against the program's own words."""

    def count(self, *names):
        return collections.Counter(tuple(str(event[name]) for name in names)
                                   for event in converted() if all(n in event for n in names))

    def test_events_by_id(self):
        self.assertEqual(table_of("`eventlens_events` | stats count by EventCode", "EventCode"),
                         self.count("EventID"))

    def test_reasons_and_verdicts(self):
        self.assertEqual(
            table_of("`eventlens_events` | stats count by EventCode lens_reason lens_verdict",
                     "EventCode", "lens_reason", "lens_verdict"),
            self.count("EventID", "lens_reason", "lens_verdict"))

    def test_failed_tickets_by_account(self):
        expected = collections.Counter(
            event["TargetUserName"] for event in converted()
            if event["EventID"] == 4771 and event["Status"] == "0x18")
        result = search("`eventlens_events` EventCode=4771 Status=0x18 | top limit=3 user")
        self.assertEqual([(row["user"], int(row["count"])) for row in result.rows],
                         sorted(expected.items(), key=lambda pair: (-pair[1], pair[0]))[:3])

    def test_events_by_hour(self):
        expected = collections.Counter(event["TimeCreated"][:13] for event in converted())
        result = search("`eventlens_events` | bin _time span=1h | stats count by _time "
                        '| eval hour=strftime(_time, "%Y-%m-%dT%H")')
        self.assertEqual({row["hour"]: int(row["count"]) for row in result.rows}, expected)

    def test_titles_come_from_lookups(self):
        titles = {event["EventID"]: event["lens_title"] for event in converted()
                  if "lens_title" in event}
        result = search("`eventlens_events` | stats values(lens_title) as title by EventCode")
        self.assertEqual({int(row["EventCode"]): row["title"] for row in result.rows
                          if "title" in row}, titles)

    def test_a_range_of_time(self):
        first = "2025-03-03T08:00:00"
        expected = sum(first <= event["TimeCreated"][:19] < "2025-03-03T09:00:00"
                       for event in converted())
        result = searcher().run("`eventlens_events` | stats count", "03/03/2025:08:00:00",
                                "03/03/2025:09:00:00")
        self.assertEqual(result.rows, [{"count": str(expected)}])
        self.assertTrue(re.fullmatch(r"\d+", str(searcher().now)))


class SpeedTest(unittest.TestCase):
    def test_fifty_thousand_events_in_seconds(self):
        events = searcher().events
        many = Searcher((events * (50000 // len(events) + 1))[:50000])
        search("* | stats count")  # the fields of search time are worked out once
        begin = time.process_time()
        many.run("`eventlens_events` | stats count by EventCode user", "0")
        self.assertLess(time.process_time() - begin, 5)


if __name__ == "__main__":
    unittest.main()
