"""The demo logs are what their generator writes, and hold what their README
says."""

import collections
import json
import pathlib
import re
import subprocess
import tempfile
import unittest

from harness import DEMO, MAKE_DEMO_LOGS, ROOT, run_program

ATTACKER = "::ffff:192.0.2.77"


def promised():
    """{file: (records, first id, last id)} of tests/fixtures/README.md."""
    text = (ROOT / "tests/fixtures/README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([^`]+\.evtx)` \| (\d+) \| (\d+)\.\.(\d+) \|", text, re.MULTILINE)
    return {name: tuple(map(int, numbers)) for name, *numbers in rows}


def events_of(name):
    result = run_program("convert", "--render", "json", DEMO / name)
    assert result.code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.decode().splitlines()], result.stderr


class FilesTest(unittest.TestCase):
    def test_they_are_what_the_generator_writes(self):
        with tempfile.TemporaryDirectory() as directory:
            subprocess.run([MAKE_DEMO_LOGS, directory], check=True, stdout=subprocess.DEVNULL)
            made = {path.name: path.read_bytes() for path in pathlib.Path(directory).iterdir()}
        kept = {path.name: path.read_bytes() for path in DEMO.iterdir()}
        self.assertEqual(sorted(made), sorted(kept))
        for name, content in made.items():
            self.assertTrue(content == kept[name], name + " differs from what is generated")

    def test_every_record_the_readme_promises_is_read_and_sound(self):
        self.assertEqual(sorted(promised()), sorted(path.name for path in DEMO.iterdir()))
        for name, (records, first, last) in promised().items():
            with self.subTest(name):
                events, log = events_of(name)
                self.assertEqual(len(events), records)
                self.assertEqual([event["EventRecordID"] for event in events],
                                 list(range(first, last + 1)))
                self.assertIn("failed=0 recoverable=0 issues=none", log)


class AttackTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        events, _ = events_of("dc01-Security.evtx")
        cls.attack = [event for event in events if event.get("IpAddress") == ATTACKER]

    def test_it_lasts_ten_minutes(self):
        times = [event["TimeCreated"] for event in self.attack]
        self.assertGreaterEqual(min(times), "2025-03-03T14:42")
        self.assertLess(max(times), "2025-03-03T14:53")

    def test_names_are_guessed_then_one_password_then_tickets_with_a_weak_key(self):
        counts = collections.Counter((event["EventID"], event["Status_name"])
                                     for event in self.attack)
        self.assertEqual(counts[4768, "KDC_ERR_C_PRINCIPAL_UNKNOWN"], 67)
        self.assertEqual(counts[4771, "KDC_ERR_PREAUTH_FAILED"], 36)
        tickets = [event for event in self.attack if event["EventID"] == 4769]
        weak = {event["ServiceName"] for event in tickets
                if event["TicketEncryptionType"] == "0x17"}
        self.assertEqual(len(weak), 8, sorted(weak))

    def test_one_password_was_right(self):
        hits = {event["TargetUserName"] for event in self.attack
                if event["EventID"] == 4768 and event["Status"] == "0x0"}
        self.assertEqual(hits, {"p.esterly"})


if __name__ == "__main__":
    unittest.main()
