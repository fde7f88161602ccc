"""Event XML through the command line and as an input: reading what was written
from a log gives what the log gives. Public samples and other programs' output
are read too where they are there."""

import json
import os
import pathlib
import re
import subprocess
import unittest

from harness import ROOT, Case, run_program

DEMO = sorted((ROOT / "tests/fixtures/demo").glob("*.evtx"))
CORPUS = pathlib.Path(os.environ.get("EVENTLENS_CORPUS", ROOT.parent / "shared/corpus"))

EVENT = ("<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
         "<Provider Name='Made-Up'/><EventID>%d</EventID><Level>4</Level>"
         "<TimeCreated SystemTime='2025-03-03T07:00:05.7606440Z'/><EventRecordID>%d</EventRecordID>"
         "<Channel>Security</Channel><Computer>dc01.corp.example</Computer></System>"
         "<EventData><Data Name='User'>alice</Data></EventData></Event>")


def convert(path, render, enrich="none", *options):
    result = run_program("convert", "--render", render, "--enrich", enrich, *options, path)
    assert result.code == 0, result.stderr
    return result


def fields(line):
    """Of a JSON event, without what says where it was read."""
    event = json.loads(line)
    for name in ("lens_file", "lens_position"):
        event.pop(name, None)
    return event


class RoundTripTest(Case):
    def written(self, log, enrich="none"):
        path = self.directory / (log.stem + ".xml")
        path.write_bytes(convert(log, "xml", enrich).stdout)
        return path

    def test_the_demo_logs_are_there(self):
        self.assertEqual(len(DEMO), 4)

    def test_xml_of_xml_is_the_same_bytes(self):
        for log in DEMO:
            with self.subTest(log.name):
                path = self.written(log)
                again = convert(path, "xml")
                self.assertTrue(again.stdout)
                self.assertEqual(again.stdout, path.read_bytes())
                self.assertIn("failed=0 recoverable=0 issues=none", again.stderr)

    def test_json_is_that_of_the_log(self):
        for log in DEMO:
            for enrich in ("names", "full"):
                with self.subTest(log.name, enrich=enrich):
                    # What was added when it was written is not read.
                    path = self.written(log, enrich)
                    lines = convert(path, "json", enrich).stdout.splitlines()
                    expected = convert(log, "json", enrich).stdout.splitlines()
                    self.assertEqual(len(lines), len(expected))
                    for line, other in zip(lines, expected):
                        self.assertEqual(list(fields(line).items()), list(fields(other).items()))

    def test_a_wrapped_utf16_file_with_line_breaks(self):
        log = DEMO[1]
        xml = convert(log, "xml").stdout.decode()
        path = self.directory / "export.xml"
        path.write_bytes(("\ufeff<Events>\r\n" + xml.replace("><", ">\r\n<") + "</Events>")
                         .encode("utf-16-le"))
        result = convert(path, "json")
        self.assertIn("issues=none", result.stderr)
        self.assertEqual([fields(line) for line in result.stdout.splitlines()],
                         [fields(line) for line in convert(log, "json").stdout.splitlines()])

    def test_threads_change_nothing(self):
        path = self.directory / "large.xml"
        path.write_bytes(convert(DEMO[0], "xml").stdout * 3)
        one = convert(path, "json", "full", "--threads", "1")
        self.assertEqual(convert(path, "json", "full", "--threads", "4").stdout, one.stdout)


class CommandTest(Case):
    def write(self, text):
        path = self.directory / "events.xml"
        path.write_bytes(text.encode())
        return path

    def test_a_selection(self):
        path = self.write("".join(EVENT % (4624 + i, i) for i in range(1, 4)))
        result = convert(path, "json", "none", "--event-ids", "4626")
        self.assertEqual([fields(line)["EventRecordID"] for line in result.stdout.splitlines()], [2])
        self.assertIn("filtered=2", result.stderr)

    def test_damage_is_named_with_its_place(self):
        first = EVENT % (1, 1)
        path = self.write(first + "lost" + (EVENT % (2, 2)) + (EVENT % (3, 3))[:-40])
        result = convert(path, "json")
        events = [fields(line) for line in result.stdout.splitlines()]
        self.assertEqual([event["EventRecordID"] for event in events], [1, 2, 3])
        self.assertEqual([event.get("lens_issue") for event in events],
                         [None, None, "record_cut_off"])
        self.assertIn("events.xml: record_damaged at byte %d: 4 bytes" % len(first), result.stderr)
        self.assertRegex(result.stderr, r"events.xml: record_cut_off at byte \d+: of \d+ bytes only")

    def test_positions_are_bytes_of_the_file(self):
        path = self.directory / "wide.xml"
        text = "\ufeff\n" + EVENT % (1, 1) + "\n" + EVENT % (2, 2)
        path.write_bytes(text.encode("utf-16-le"))
        for line in convert(path, "json", "full").stdout.splitlines():
            position = int(json.loads(line)["lens_position"])
            self.assertEqual(path.read_bytes()[position:position + 12].decode("utf-16-le"), "<Event")


class InputTest(Case):
    def test_each_event_comes_once_while_the_file_grows(self):
        path = self.directory / "events.xml"
        path.write_text("".join(EVENT % (1, i) for i in (1, 2)))
        self.expect(self.run_once(path=str(path)), [1, 2])
        self.expect(self.run_once(path=str(path)), [])
        with open(path, "a", encoding="utf-8") as file:
            file.write((EVENT % (1, 3)) + (EVENT % (1, 4))[:100])
        self.expect(self.run_once(path=str(path)), [3])
        with open(path, "a", encoding="utf-8") as file:
            file.write((EVENT % (1, 4))[100:])
        self.expect(self.run_once(path=str(path)), [4])

    def test_another_file_in_its_place_is_read_from_its_begin(self):
        path = self.directory / "events.xml"
        path.write_text("".join(EVENT % (1, i) for i in (1, 2, 3)))
        self.expect(self.run_once(path=str(path)), [1, 2, 3])
        path.write_text("".join(EVENT % (2, i) for i in (7, 8)))
        self.assertEqual(self.run_once(path=str(path)).ids, [7, 8])


# What other readers of EVTX spell in their own way.
HEXADECIMAL = re.compile(r"^0x0*([0-9a-f]+)$")
TIME = re.compile(r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6})\d*Z$")


def spelled_alike(value):
    if isinstance(value, list):
        return [spelled_alike(item) for item in value]
    if not isinstance(value, str):
        return value
    return TIME.sub(r"\1Z", HEXADECIMAL.sub(r"0x\1", value))


class OtherReaderTest(Case):
    """evtxexport, which test.sh installs (Debian: libevtx-utils)."""

    def test_its_xml_has_the_fields_of_the_log(self):
        for log in DEMO:
            with self.subTest(log.name):
                path = self.directory / "export.xml"
                path.write_bytes(subprocess.run(["evtxexport", "-f", "xml", str(log)], check=True,
                                                stdout=subprocess.PIPE, timeout=60).stdout)
                result = convert(path, "json", "names")
                self.assertIn("issues=none", result.stderr)
                theirs, ours = ([{name: spelled_alike(value)
                                  for name, value in fields(line).items()}
                                 for line in lines.splitlines()]
                                for lines in (result.stdout, convert(log, "json", "names").stdout))
                self.assertEqual(theirs, ours)


@unittest.skipUnless((CORPUS / "xml").is_dir(), "the public samples are not there")
class SampleTest(Case):
    def test_samples_of_splunk(self):
        samples = sorted((CORPUS / "xml").glob("XmlSecurity.*.xml"))
        self.assertEqual(len(samples), 5)
        for path in samples:
            with self.subTest(path.name):
                result = convert(path, "json", "names")
                self.assertIn("failed=0 recoverable=0 issues=none", result.stderr)
                events = [fields(line) for line in result.stdout.splitlines()]
                self.assertEqual([event["EventID"] for event in events],
                                 [int(path.name.split(".")[1])])
                self.assertEqual(events[0]["Provider"], "Microsoft-Windows-Security-Auditing")

    def test_real_logs_written_and_read_again(self):
        """What cannot be the same is listed in docs/formats.md."""
        for log in sorted((CORPUS / "evtx").glob("*.evtx")):
            with self.subTest(log.name):
                lines = [line for line in convert(log, "xml").stdout.splitlines()
                         if b"<EventLens>" not in line]
                path = self.directory / "again.xml"
                path.write_bytes(b"".join(line + b"\n" for line in lines))
                again = convert(path, "xml").stdout.splitlines() if lines else []
                spelled = [re.sub(rb"(SystemTime='[^']*\.\d{7})00Z'", rb"\1Z'", line)
                           for line in lines]
                self.assertEqual(again, spelled)


if __name__ == "__main__":
    unittest.main()
