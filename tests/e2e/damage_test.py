"""Damaged logs, and what lies in the slack of sound ones: what is told, what is
marked in the events, and what comes once only."""

import json
import re
import struct
import unittest
import zlib

from harness import Case, Running, ids, make_log, run_program, write_log

FILE_HEADER = 4096
CHUNK = 65536
RECORD_MAGIC = b"**\0\0"


def record_offsets(content):
    """Where the records of a log begin that make_log wrote."""
    return [found.start() for found in re.finditer(re.escape(RECORD_MAGIC), content)
            if found.start() % 8 == 0]


def with_checksum(chunk):
    """The chunk with the checksum that its header asks for."""
    crc = zlib.crc32(bytes(chunk[:120]) + bytes(chunk[128:512]))
    chunk[124:128] = struct.pack("<I", crc)
    return bytes(chunk)


def cleared(content):
    """The log as one that was cleared: its header knows of no records."""
    chunk = bytearray(content[FILE_HEADER:FILE_HEADER + CHUNK])
    chunk[8:40] = b"\xff" * 32  # first and last number and id
    chunk[48:52] = struct.pack("<I", 512)  # free offset
    return content[:FILE_HEADER] + with_checksum(chunk)


def used_again(old, new):
    """`new` in the chunk that held `old`, which shows behind new's records."""
    free = struct.unpack_from("<I", new, FILE_HEADER + 48)[0]
    return new[:FILE_HEADER + free] + old[FILE_HEADER + free:]


class DamageTest(Case):
    def damaged(self, events, records):
        """A log in which the sizes of some records, counted from 0, are 0; the
        offsets of its records."""
        content = bytearray(make_log(first_id=1, events=events))
        offsets = record_offsets(content)
        for record in records:
            content[offsets[record] + 4:offsets[record] + 8] = bytes(4)
        self.log.write_bytes(content)
        return offsets

    def test_a_lost_record_is_named(self):
        offsets = self.damaged(5, [2])
        result = self.run_once()
        self.expect(result, [1, 2, 4, 5])
        self.assertEqual(result.lines("WARN"), [
            "WARN eventlens://test: %s: record_damaged at byte %d (chunk 0 from byte 4096, "
            "record 3): %d bytes are no whole record and were passed over"
            % (self.log, offsets[2], offsets[3] - offsets[2])])
        self.assertIn(" failed=1 ", result.stderr)

    def test_convert_names_it_too(self):
        offsets = self.damaged(5, [2])
        result = run_program("convert", "--threads", 1, self.log)
        self.assertIn("eventlens: warning: %s: record_damaged at byte %d " % (
            self.log, offsets[2]), result.stderr)

    def test_of_many_places_the_first_are_told(self):
        self.damaged(60, range(1, 59, 2))
        for result in (self.run_once(), run_program("convert", self.log)):
            told = [line for line in result.stderr.splitlines() if "record_damaged at" in line]
            self.assertEqual(len(told), 10)
            self.assertIn(": 19 more damaged places; ", result.stderr)
            self.assertIn("record_damaged=29\n", result.stderr)

    def test_a_later_run_without_news_tells_nothing_again(self):
        self.damaged(5, [2])
        self.run_once()
        result = self.run_once()
        self.expect(result, [])
        self.assertEqual(result.lines("WARN"), [])

    def test_a_log_that_only_has_damage_is_told_once(self):
        content = bytearray(make_log(events=3))
        content[FILE_HEADER + 512:] = b"\x55" * (len(content) - FILE_HEADER - 512)
        self.log.write_bytes(content)
        self.assertEqual(len(self.run_once().lines("WARN")), 1)
        self.assertEqual(self.run_once().lines("WARN"), [])

    def test_a_followed_log_tells_its_damage_once(self):
        self.damaged(5, [2])
        with Running(self.directory, self.document(follow=1)) as running:
            running.wait_for_ids([1, 2, 4, 5])
            content = bytearray(make_log(first_id=1, events=6))
            offset = record_offsets(content)[2]
            content[offset + 4:offset + 8] = bytes(4)
            with open(self.log, "r+b") as file:
                file.write(content)
            running.wait_for_ids([1, 2, 4, 5, 6])
            result, _ = running.stop()
        self.assertEqual(len(result.lines("WARN")), 1, result.stderr)

    def test_a_cut_event_is_marked_in_every_form(self):
        write_log(self.log, first_id=1, events=2, cut=1)
        for enrich in ("none", "names", "full"):
            lines = run_program("convert", "--render", "json", "--enrich", enrich,
                                self.log).stdout.decode().splitlines()
            self.assertEqual([json.loads(line).get("lens_issue") for line in lines],
                             [None, "record_cut_off"])
            text = run_program("convert", "--enrich", enrich, self.log).stdout.decode()
            self.assertEqual(text.count("<Data Name='lens_issue'>record_cut_off</Data>"), 1)

    def test_any_number_of_threads_tells_the_same(self):
        self.damaged(5, [2])
        content = self.log.read_bytes()
        for number in range(40):
            (self.logs / ("%d.evtx" % number)).write_bytes(content)
        one = run_program("convert", "--threads", 1, self.logs)
        three = run_program("convert", "--threads", 3, self.logs)
        self.assertEqual(one.stderr.count(" record_damaged at "), 41)
        self.assertEqual(one.stderr, three.stderr)


class RecoverTest(Case):
    OLD = 101  # the first id of what is left

    def write_used_again(self, events):
        """A log of some events in a chunk that held 20 of another time."""
        old = make_log(first_id=self.OLD, events=20, start=1_600_000_000)
        self.log.write_bytes(used_again(old, make_log(first_id=1, events=events)))

    def remains(self, result):
        """The ids of the recovered events; all of them marked."""
        marked = [event for event in result.events if "lens_issue" in event.added()]
        for event in marked:
            self.assertIn("recovered_from_slack", event.added()["lens_issue"])
        return [event.record_id for event in marked]

    def test_remains_are_counted_and_left_alone(self):
        self.write_used_again(3)
        result = self.run_once()
        self.expect(result, [1, 2, 3])
        self.assertRegex(result.stderr, r" recoverable=1[0-9] issues=none")

    def test_remains_come_marked_behind_the_live_ones_and_once(self):
        self.write_used_again(3)
        result = self.run_once(recover=1)
        self.assertEqual(result.ids[:3], [1, 2, 3])
        self.assertEqual(self.remains(result), result.ids[3:])
        self.assertEqual(result.ids[3:], ids(result.ids[3], self.OLD + 19))
        self.expect(self.run_once(recover=1), [])

    def test_remains_move_no_checkpoint(self):
        self.write_used_again(3)
        self.run_once(recover=1)
        saved = [json.loads(path.read_text(encoding="utf-8"))
                 for path in self.checkpoints.rglob("*.json") if path.name != "stanza.json"]
        self.assertEqual([checkpoint["record_id"] for checkpoint in saved], ["3"])
        self.write_used_again(4)
        self.expect(self.run_once(recover=1), [4])

    def test_a_cleared_log_gives_what_is_left_once(self):
        self.log.write_bytes(cleared(make_log(first_id=1, events=5)))
        self.assertIn(" recoverable=5 ", run_program("convert", self.log).stderr)
        result = self.run_once(recover=1)
        self.assertEqual(self.remains(result), ids(1, 5))
        self.expect(self.run_once(recover=1), [])
        # What is written to it later is read as usual.
        write_log(self.log, first_id=6, events=2)
        self.expect(self.run_once(recover=1), [6, 7])

    def test_convert_recovers_too(self):
        self.write_used_again(3)
        lines = run_program("convert", "--render", "json", "--recover",
                            self.log).stdout.decode().splitlines()
        self.assertGreater(len(lines), 10)
        self.assertNotIn("lens_issue", json.loads(lines[2]))
        for line in lines[3:]:
            self.assertIn("recovered_from_slack", json.loads(line)["lens_issue"])


if __name__ == "__main__":
    unittest.main()
