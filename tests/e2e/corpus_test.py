"""Real logs with their defects: each must give at least the records that are
known to be in it, in both renderings, all of it well-formed.

The samples are no part of the project. They are looked for where
EVENTLENS_CORPUS says, else in ../shared/corpus beside the project; without them
the test is skipped (exit code 77)."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest
import xml.etree.ElementTree as ElementTree

from harness import EVENT_NAMESPACE, ROOT, run_program

CORPUS = pathlib.Path(os.environ.get("EVENTLENS_CORPUS", ROOT.parent / "shared/corpus")) / "evtx"

# A part of the file's name -> the records that can be got out.
RECORDS = {
    "sample-with-irregular-bool-values": 3028,
    "RdpCoreTS": 1975,
    "TerminalServices-RemoteConnectionManager": 1795,
    "2-vss_7-System": 1160,
    "sample_with_a_bad_chunk_magic": 380,
    "HelloForBusiness": 6,
    "LanguagePackSetup": 17,
    "Shell-Core": 1146,
    "E_ShadowCopy6_windows_system32_winevt_logs_Microsoft-Windows-CAPI2": 459,
    "Application_no_crc32": 17,
    "post-Security": 126,
    "sample-with-zero-data-size": 449,
    "plaso-System2": 194,
}


def sample(part):
    found = [path for path in sorted(CORPUS.glob("*.evtx")) if part in path.name]
    assert len(found) == 1, (part, found)
    return found[0]


def convert(path, render, *options):
    result = run_program("convert", "--render", render, "--enrich", "full", *options, path)
    return result.stdout.decode("utf-8").splitlines(), result


def no_key_twice(pairs):
    keys = [key for key, _ in pairs]
    assert len(keys) == len(set(keys)), keys
    return dict(pairs)


def ids_by_evtxexport(path):
    """The ids that evtxexport lists as regular records; None where it cannot
    read the file. It lists recovered ones, which may be stale, behind them."""
    done = subprocess.run(["evtxexport", str(path)], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=False, timeout=60)
    if done.returncode != 0:
        return None
    text = done.stdout.decode("utf-8", "replace").split("Recovered event number")[0]
    return [int(number) for number in re.findall(r"^Event number\t+: (\d+)$", text, re.MULTILINE)]


def record_ids(path, rows):
    """The ids in the headers of the records that JSON rows were made from. In
    exported logs they are others than the EventRecordID inside."""
    content = path.read_bytes()
    return [int.from_bytes(content[position + 8:position + 16], "little")
            for position in (int(json.loads(row)["lens_position"]) for row in rows)]


class RecordsTest(unittest.TestCase):
    def test_known_numbers_of_records(self):
        for part, records in RECORDS.items():
            with self.subTest(part):
                lines, result = convert(sample(part), "json")
                self.assertEqual(result.code, 0, result.stderr)
                self.assertGreaterEqual(len(lines), records, result.stderr)
                self.assertRegex(result.stderr, r"\brecords=%d sent=%d " % (len(lines), len(lines)))


class LinesTest(unittest.TestCase):
    def test_json(self):
        for path in sorted(CORPUS.glob("*.evtx")):
            with self.subTest(path.name):
                lines, result = convert(path, "json")
                self.assertEqual(result.code, 0, result.stderr)
                for line in lines:
                    fields = json.loads(line, object_pairs_hook=no_key_twice)
                    # Only a damaged record may be without.
                    self.assertTrue("EventRecordID" in fields
                                    or "record_cut_off" in result.stderr, line)

    def test_xml_has_the_same_records_as_json(self):
        for path in sorted(CORPUS.glob("*.evtx")):
            with self.subTest(path.name):
                lines, _ = convert(path, "xml")
                numbers = []
                for line in lines:
                    root = ElementTree.fromstring(line)
                    self.assertEqual(root.tag, EVENT_NAMESPACE + "Event")
                    numbers.append(root.findtext("{0}System/{0}EventRecordID".format(
                        EVENT_NAMESPACE), "None"))
                self.assertEqual(numbers, [str(json.loads(row).get("EventRecordID"))
                                           for row in convert(path, "json")[0]])


class RecoverTest(unittest.TestCase):
    def test_a_hidden_record_comes_out(self):
        path = sample("post-Security")
        self.assertIn("record_hidden at byte 74288 (chunk 1 from byte 69632, record 105): "
                      "record 104 was enlarged over it", convert(path, "json")[1].stderr)
        hidden = [json.loads(line) for line in convert(path, "json", "--recover")[0]
                  if "record_hidden" in line and "recovered_from_slack" in line]
        self.assertEqual([event["EventRecordID"] for event in hidden], [105])

    def test_what_lies_in_slack_is_marked_and_well_formed(self):
        recovered = 0
        for path in sorted(CORPUS.glob("*.evtx")):
            with self.subTest(path.name):
                live, result = convert(path, "json")
                lines, _ = convert(path, "json", "--recover")
                marked = [line for line in lines if "recovered_from_slack" in line]
                for line in marked:
                    json.loads(line, object_pairs_hook=no_key_twice)
                self.assertEqual([line for line in lines if line not in set(marked)], live)
                recoverable = int(re.search(r" recoverable=(\d+)", result.stderr).group(1))
                self.assertLessEqual(len(marked), recoverable)
                recovered += len(marked)
        self.assertGreater(recovered, 500)


class OtherReaderTest(unittest.TestCase):
    @unittest.skipIf(shutil.which("evtxexport") is None,
                     "evtxexport (Debian: libevtx-utils) is not installed")
    def test_evtxexport_finds_no_record_that_we_do_not(self):
        compared = 0
        for path in sorted(CORPUS.glob("*.evtx")):
            with self.subTest(path.name):
                theirs = ids_by_evtxexport(path)
                if theirs is None:
                    continue
                rows, result = convert(path, "json")
                ours = record_ids(path, rows)
                compared += 1
                self.assertEqual(sorted(set(theirs) - set(ours)), [])
                if "failed=0 recoverable=0 issues=none" in result.stderr:
                    self.assertEqual(sorted(ours), sorted(theirs))
        self.assertGreater(compared, 20)


if __name__ == "__main__":
    if not CORPUS.is_dir():
        print("skipped: no samples in %s; EVENTLENS_CORPUS can name another directory" % CORPUS)
        sys.exit(77)
    unittest.main()
