"""What is in the event stream: the metadata splunkd is told, the data, and what
the program adds to it."""

import io
import json
import sys
import unittest
import xml.etree.ElementTree as ElementTree

import harness
from harness import DEMO, Case, ids, run_program, write_log

sys.path += harness.site_packages()
try:
    import splunklib.modularinput as sdk
except ImportError:
    sdk = None

# Of JSON; those that an event does not have are left out.
SYSTEM_FIELDS = ("TimeCreated EventID Qualifiers Provider ProviderGuid Channel Computer "
                 "EventRecordID Level Task Opcode Keywords Version ActivityID RelatedActivityID "
                 "ProcessID ThreadID UserID").split()


def no_key_twice(pairs):
    keys = [key for key, _ in pairs]
    assert len(keys) == len(set(keys)), keys
    return dict(pairs)


class MetadataTest(Case):
    def setUp(self):
        super().setUp()
        write_log(self.log, first_id=7, events=3)

    def event(self, **settings):
        result = self.run_once(**settings)
        self.expect(result, ids(7, 9))
        return result.events[0]

    def test_an_xml_event(self):
        event = self.event()
        # No index: the stanza's is "default", which splunkd fills in itself.
        self.assertEqual({name: text for name, text in event.texts.items() if name != "data"},
                         {"time": "1740000007.123457", "source": "XmlWinEventLog:Security",
                          "sourcetype": "XmlWinEventLog", "host": "dc01.corp.example"})
        self.assertEqual(event.attributes, {"stanza": harness.STANZA})
        self.assertEqual(event.system("TimeCreated").get("SystemTime"),
                         "2025-02-19T21:20:07.1234574Z")

    def test_a_json_event(self):
        event = self.event(render="json")
        self.assertEqual(event.texts["source"], "eventlens:Security")
        self.assertEqual(event.texts["sourcetype"], "eventlens:json")
        self.assertEqual(event.json()["TimeCreated"], "2025-02-19T21:20:07.1234574Z")

    def test_index_source_and_sourcetype_of_the_stanza_go_through(self):
        event = self.event(index="wineventlog", source="archive", sourcetype="my:type")
        self.assertEqual([event.texts[name] for name in ("index", "source", "sourcetype")],
                         ["wineventlog", "archive", "my:type"])

    def test_host_of_the_stanza_where_the_event_shall_not_tell_it(self):
        self.assertEqual(self.event(host_from_event="0", host="archive01").texts["host"],
                         "archive01")

    def test_splunkd_shall_decide_on_the_host(self):
        self.assertNotIn("host", self.event(host_from_event="0").texts)

    def test_a_source_never_ends_like_a_log_file(self):
        write_log(self.log, first_id=7, events=3, channel="C:\\Logs\\Old.evtx",
                  computer="old.Evt")
        source = self.event().texts["source"]
        self.assertFalse(source.lower().endswith((".evt", ".evtx")), source)
        self.assertTrue(source.startswith("XmlWinEventLog:C:\\Logs\\Old.evtx"), source)

    @unittest.skipIf(sdk is None, "splunk-sdk is not installed: set EVENTLENS_VENV to a virtual "
                     "environment with tests/requirements.txt")
    def test_the_sdk_writes_the_same_event(self):
        ours = self.event(index="main")

        written = io.BytesIO()
        sdk.Event(data=ours.data, stanza=ours.stanza, time=ours.texts["time"],
                  source=ours.texts["source"], sourcetype=ours.texts["sourcetype"],
                  index=ours.texts["index"], host=ours.texts["host"], done=False,
                  unbroken=False).write_to(written)
        theirs = ElementTree.fromstring(written.getvalue())
        self.assertEqual({child.tag: child.text for child in theirs}, ours.texts)
        self.assertEqual(theirs.get("stanza"), ours.stanza)


class DataTest(Case):
    def test_every_event_is_one_line_of_well_formed_xml(self):
        result = self.run_once(path=DEMO, enrich="full")
        self.assertEqual((result.code, len(result.events)), (0, 2790 + 106 + 97 + 76))
        for event in result.events:
            root = event.xml()
            self.assertEqual(root.tag, harness.EVENT_NAMESPACE + "Event")
            self.assertNotIn("\n", event.data)
            self.assertEqual(event.texts["host"], event.system("Computer").text)
            self.assertEqual(event.texts["source"],
                             "XmlWinEventLog:" + event.system("Channel").text)

    def test_every_event_is_one_json_object_whose_keys_are_unique(self):
        result = self.run_once(path=DEMO, render="json", enrich="full")
        self.assertEqual(len(result.events), 3069)
        for event in result.events:
            fields = json.loads(event.data, object_pairs_hook=no_key_twice)
            self.assertEqual(event.texts["host"], fields["Computer"])
            self.assertEqual([name for name in SYSTEM_FIELDS if fields.get(name) == ""], [])

    def test_no_event_is_said_to_be_unbroken(self):
        result = self.run_once(path=DEMO)
        self.assertNotIn(b"unbroken", result.stdout)
        self.assertNotIn(b"<done", result.stdout)

    def test_attributes_are_quoted_as_windows_does(self):
        write_log(self.log, events=1)
        data = self.run_once().events[0].data
        self.assertTrue(data.startswith(
            "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
            "<Provider Name='Microsoft-Windows-Security-Auditing'"), data)
        self.assertIn("<Data Name='TargetUserName'>user1</Data>", data)

    def test_characters_that_xml_reserves_come_through(self):
        write_log(self.log, events=1)
        self.assertIn("krbtgt/CORP & <\"'>",
                      [item.text for item in self.run_once().events[0].xml().iter()])
        fields = self.run_once(render="json", path=[self.copy()]).events[0].json()
        self.assertEqual(fields["ServiceName"], "krbtgt/CORP & <\"'>")

    def copy(self):
        """The same events as a log that was not read yet."""
        other = self.logs / "other.evtx"
        write_log(other, events=1, start=1_750_000_000)
        return str(other)

    def test_both_forms_hold_the_same_events(self):
        log = DEMO / "ws07-System.evtx"
        xml = run_program("convert", log).stdout.decode().splitlines()
        rows = run_program("convert", "--render", "json", log).stdout.decode().splitlines()
        for line, row in zip(xml, rows, strict=True):
            root, fields = ElementTree.fromstring(line), json.loads(row)
            system = root.find(harness.EVENT_NAMESPACE + "System")
            texts = {child.tag.split("}")[1]: child.text for child in system}
            for name in ("EventID", "Channel", "Computer", "EventRecordID"):
                self.assertEqual(texts[name], str(fields[name]))


class EnrichmentTest(Case):
    def only_event(self, event_id, enrich, render):
        write_log(self.log, events=1, event_id=event_id, start=1_740_000_000 + len(enrich))
        return self.run_once(enrich=enrich, render=render).events[0]

    def test_a_kerberos_failure_has_the_name_of_its_code(self):
        event = self.only_event(4771, "names", "json")
        self.assertEqual(event.json()["Status"], "0x18")
        self.assertEqual(event.json()["Status_name"], "KDC_ERR_PREAUTH_FAILED")

    def test_the_same_in_xml_stands_in_an_element_of_its_own(self):
        event = self.only_event(4771, "names", "xml")
        self.assertEqual(event.added(), {"Status_name": ["KDC_ERR_PREAUTH_FAILED"]})
        self.assertTrue(event.data.endswith("</EventLens></Event>"))

    def test_a_refused_logon_has_the_names_of_both_statuses(self):
        fields = self.only_event(4625, "names", "json").json()
        self.assertEqual(fields["Status_name"], "STATUS_LOGON_FAILURE")
        self.assertEqual(fields["SubStatus_name"], "STATUS_WRONG_PASSWORD")

    def test_nothing_is_added_with_none(self):
        for render in ("xml", "json"):
            write_log(self.log, events=1, start=1_740_000_000 + len(render))
            data = self.run_once(enrich="none", render=render).events[0].data
            for word in ("_name", "EventLens", "lens_", "KDC_ERR"):
                self.assertNotIn(word, data.replace("xmlns", ""))

    def test_what_windows_wrote_is_the_same_whatever_is_added(self):
        def windows_part(enrich):
            result = run_program("convert", "--enrich", enrich, DEMO / "dc01-Security.evtx")
            return [line.split("<EventLens")[0].removesuffix("</Event>")
                    for line in result.stdout.decode().splitlines()]
        bare = windows_part("none")
        self.assertEqual(len(bare), 2790)
        self.assertEqual(windows_part("names"), bare)
        self.assertEqual(windows_part("full"), bare)

    def test_full_adds_title_reason_verdict_and_origin(self):
        fields = self.only_event(4771, "full", "json").json()
        self.assertEqual(fields["lens_reason"], "KDC_ERR_PREAUTH_FAILED")
        self.assertEqual(fields["lens_file"], str(self.log))
        for name in ("lens_title", "lens_verdict", "lens_position"):
            self.assertIn(name, fields)
        names = self.only_event(4771, "names", "json").json()
        self.assertEqual([name for name in names if name.startswith("lens_")], [])


if __name__ == "__main__":
    unittest.main()
