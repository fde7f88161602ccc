"""Restarts: what was sent is not sent again, what is new is sent, and nothing
is lost, whatever happened to log and checkpoint between two runs."""

import json
import os
import re
import shutil
import time
import unittest

import harness
from harness import Case, ids, rewrite_log, write_log


class GrowingLogTest(Case):
    def setUp(self):
        super().setUp()
        write_log(self.log, events=25, per_chunk=10)
        self.expect(self.run_once(), ids(1, 25))

    def test_a_second_run_repeats_nothing(self):
        result = self.run_once()
        self.expect(result, [])
        self.assertIn("sent=0", result.lines("INFO")[-1])

    def test_only_what_was_added_is_sent(self):
        for last in (26, 31, 60):
            rewrite_log(self.log, events=last, per_chunk=10)
            first = {26: 26, 31: 27, 60: 32}[last]
            self.expect(self.run_once(), ids(first, last))

    def test_the_log_was_moved(self):
        moved = self.logs / "archive.evtx"
        self.log.rename(moved)
        rewrite_log(moved, events=27, per_chunk=10)
        self.expect(self.run_once(path=self.logs), [26, 27])

    def test_two_stanzas_have_checkpoints_of_their_own(self):
        document = harness.input_xml(self.checkpoints,
                                     harness.stanza_xml("eventlens://other", path=self.log))
        self.expect(harness.run_input(document), ids(1, 25))


class UnfinishedLogTest(Case):
    """The log's last record has no end: it is being written or copied."""

    def test_it_is_sent_once_it_is_whole(self):
        for hide in (0, 1):  # whether the chunk's header counts it already
            with self.subTest(hide=hide):
                write_log(self.log, events=10, hide=hide, cut=1, dirty=1, start=hide + 1)
                self.expect(self.run_once(), ids(1, 9))
                self.expect(self.run_once(), [])
                rewrite_log(self.log, events=11, dirty=1, start=hide + 1)
                self.expect(self.run_once(), [10, 11])

    def test_in_a_log_that_has_long_been_quiet_it_is_sent_as_it_is(self):
        write_log(self.log, events=10, cut=1)
        hour_ago = time.time() - 3600
        os.utime(self.log, (hour_ago, hour_ago))
        result = self.run_once()
        self.expect(result, ids(1, 10))
        self.assertIn("record_cut_off=1", result.stderr)


class ReplacedLogTest(Case):
    """Another file stands where the log was."""

    def setUp(self):
        super().setUp()
        write_log(self.log, events=20)
        self.expect(self.run_once(path=self.logs), ids(1, 20))

    def replace_by_copy(self, **arguments):
        """As rsync does: a new file takes the name, the old one is gone."""
        write_log(self.log, **arguments)

    def test_a_copy_of_the_same_log_repeats_nothing(self):
        self.replace_by_copy(events=20)
        self.expect(self.run_once(), [])

    def test_a_copy_of_the_grown_log_gives_what_was_added(self):
        self.replace_by_copy(events=23)
        self.expect(self.run_once(), ids(21, 23))

    def test_copies_that_follow_each_other_repeat_nothing(self):
        # Old files are kept open somewhere, so that no inode is used twice.
        for last in (23, 26, 29, 32):
            os.link(self.log, self.directory / ("held-%d" % last))
            self.replace_by_copy(events=last)
            self.expect(self.run_once(), ids(last - 2, last))

    def test_copies_that_take_turns_with_two_inodes_repeat_nothing(self):
        other = self.directory / "other.evtx"
        for last in (23, 26, 29, 32):
            # The file that had the name last time comes back under it.
            if other.exists():
                rewrite_log(other, events=last)
            else:
                write_log(other, events=last)
            swap = self.directory / "swap"
            self.log.rename(swap)
            other.rename(self.log)
            swap.rename(other)
            self.expect(self.run_once(), ids(last - 2, last))

    def test_two_logs_that_exchange_their_inodes_repeat_nothing(self):
        system = self.logs / "System.evtx"
        write_log(system, first_id=500, events=5, channel="System")
        self.expect(self.run_once(path=self.logs), ids(500, 504))
        rewrite_log(self.log, first_id=500, events=6, channel="System")
        rewrite_log(system, events=22)
        swap = self.directory / "swap"
        self.log.rename(swap)
        system.rename(self.log)
        swap.rename(system)
        result = self.run_once(path=self.logs)
        self.expect(result, [21, 22, 505])
        self.assertEqual(result.lines("WARN"), [])

    def test_a_log_of_another_machine_is_read_whole(self):
        self.replace_by_copy(events=30, start=1_700_000_000)
        result = self.run_once()
        self.expect(result, ids(1, 30))
        self.assertIn("cleared or replaced since record 20", result.lines("INFO")[0])

    def test_records_between_two_copies_that_are_gone_are_told(self):
        self.replace_by_copy(first_id=26, events=5)
        result = self.run_once()
        self.expect(result, ids(26, 30))
        self.assertRegex(result.lines("WARN")[0], r"5 records after 20 ")

    def test_checkpoints_of_files_that_are_gone_do_not_pile_up(self):
        for last in range(21, 31):
            os.link(self.log, self.directory / ("held-%d" % last))
            self.replace_by_copy(events=last)
            self.expect(self.run_once(), [last])
        files = [path for path in self.checkpoints.rglob("*.json")
                 if path.name != "stanza.json"]
        self.assertLessEqual(len(files), 2, files)


class RotatedLogTest(Case):
    """The log was renamed and another one begun under its name. The old one
    comes before the new one in the order in which they are read."""

    old_name = "Archive-Security-%d.evtx"

    def rotate(self, **new_log):
        self.log.rename(self.logs / (self.old_name % 1))
        write_log(self.log, **new_log)

    def setUp(self):
        super().setUp()
        write_log(self.log, events=20)
        self.expect(self.run_once(path=self.logs), ids(1, 20))

    def test_with_nothing_new_in_the_old_one(self):
        self.rotate(first_id=21, events=3)
        self.expect(self.run_once(path=self.logs), ids(21, 23))
        self.expect(self.run_once(path=self.logs), [])

    def test_with_records_that_were_added_before(self):
        rewrite_log(self.log, events=22)
        self.rotate(first_id=23, events=3)
        result = self.run_once(path=self.logs)
        self.assertEqual(sorted(result.ids), ids(21, 25))
        self.assertEqual(result.lines("WARN"), [])
        self.expect(self.run_once(path=self.logs), [])

    def test_with_ids_that_start_again(self):
        rewrite_log(self.log, events=22)
        self.rotate(events=30, start=1_750_000_000)
        result = self.run_once(path=self.logs)
        self.assertEqual(sorted(result.ids), sorted(ids(21, 22) + ids(1, 30)))
        self.expect(self.run_once(path=self.logs), [])

    def test_with_a_new_one_that_is_empty_at_first(self):
        rewrite_log(self.log, events=22)
        self.rotate(events=0)
        self.expect(self.run_once(path=self.logs), [21, 22])
        rewrite_log(self.log, first_id=23, events=2)
        result = self.run_once(path=self.logs)
        self.expect(result, [23, 24])
        self.assertEqual(result.lines("WARN"), [])

    def test_again_and_again(self):
        last = 20
        for turn in range(1, 5):
            rewrite_log(self.log, **({"events": 21} if turn == 1 else
                                     {"first_id": last - 1, "events": 3}))
            self.log.rename(self.logs / (self.old_name % turn))
            write_log(self.log, first_id=last + 2, events=2)
            result = self.run_once(path=self.logs)
            self.assertEqual(sorted(result.ids), ids(last + 1, last + 3))
            self.assertEqual(result.lines("WARN"), [])
            last += 3


class RotatedLogBehindTest(RotatedLogTest):
    """The old one comes behind the new one."""

    old_name = "Security.evtx.%d"


class ClearedLogTest(Case):
    """The log was emptied in its place."""

    def setUp(self):
        super().setUp()
        write_log(self.log, events=20)
        self.expect(self.run_once(), ids(1, 20))

    def test_and_its_ids_start_again(self):
        rewrite_log(self.log, events=8, start=1_750_000_000)
        result = self.run_once()
        self.expect(result, ids(1, 8))
        self.assertIn("cleared or replaced", result.lines("INFO")[0])
        self.expect(self.run_once(), [])

    def test_and_grew_beyond_where_it_was(self):
        rewrite_log(self.log, events=40, start=1_750_000_000)
        self.expect(self.run_once(), ids(1, 40))

    def test_and_its_ids_go_on(self):
        rewrite_log(self.log, first_id=21, events=4)
        result = self.run_once()
        self.expect(result, ids(21, 24))
        self.assertEqual(result.lines("WARN"), [])

    def test_and_is_empty(self):
        rewrite_log(self.log, events=0)
        self.expect(self.run_once(), [])
        rewrite_log(self.log, first_id=21, events=2)
        self.expect(self.run_once(), [21, 22])


class CircularLogTest(Case):
    """Chunks of ten records in four slots that are used in turn."""

    def setUp(self):
        super().setUp()
        write_log(self.log, events=25, per_chunk=10, slots=4)
        self.expect(self.run_once(), ids(1, 25))

    def test_slots_that_were_read_are_used_again(self):
        rewrite_log(self.log, events=55, per_chunk=10, slots=4)
        result = self.run_once()
        self.expect(result, ids(26, 55))
        self.assertEqual(result.lines("WARN"), [])

    def test_records_overwritten_before_they_were_read_are_told(self):
        rewrite_log(self.log, events=95, per_chunk=10, slots=4)
        result = self.run_once()
        self.expect(result, ids(61, 95))
        self.assertIn("35 records after 25 are not there any more", result.lines("WARN")[0])
        self.assertIn("records_overwritten=35", result.lines("INFO")[-1])
        self.expect(self.run_once(), [])

    def test_a_new_log_is_read_in_the_order_of_its_records(self):
        shutil.rmtree(self.checkpoints)
        rewrite_log(self.log, events=55, per_chunk=10, slots=4)
        self.expect(self.run_once(), ids(21, 55))


class DamagedCheckpointTest(Case):
    def setUp(self):
        super().setUp()
        write_log(self.log, events=20)
        self.expect(self.run_once(), ids(1, 20))
        self.files = {path.name: path for path in self.checkpoints.rglob("*.json")}
        self.stanza_file = self.files.pop("stanza.json")
        (self.checkpoint,) = self.files.values()

    def test_cut_short_is_an_error_and_the_log_is_read_again(self):
        whole = self.checkpoint.read_bytes()
        for size in (0, 1, len(whole) // 2, len(whole) - 2):
            self.checkpoint.write_bytes(whole[:size])
            result = self.run_once()
            self.expect(result, ids(1, 20))
            error = result.lines("ERROR")[0]
            self.assertIn(str(self.checkpoint), error)
            self.assertIn("read again from the beginning", error)
            self.expect(self.run_once(), [])

    def test_of_another_version_is_refused_and_left_alone(self):
        content = json.loads(self.checkpoint.read_text(encoding="utf-8"))
        content["version"] = 99
        self.checkpoint.write_text(json.dumps(content), encoding="utf-8")
        before = self.checkpoint.read_bytes()
        self.expect_refused(self.run_once(), str(self.checkpoint), "version 99")
        self.assertEqual(self.checkpoint.read_bytes(), before)

    def test_a_cut_stanza_file_costs_nothing(self):
        self.stanza_file.write_bytes(b"{")
        result = self.run_once()
        self.expect(result, [])
        self.assertNotIn("read again", result.stderr)
        self.expect(self.run_once(), [])

    def test_a_draft_that_was_never_finished_is_passed_over(self):
        draft = self.checkpoint.with_suffix(".json.new")
        draft.write_bytes(b"{\"version\": 1, ")
        result = self.run_once()
        self.expect(result, [])
        self.assertEqual(result.lines("ERROR"), [])

    def test_it_says_in_plain_words_where_the_input_is(self):
        content = json.loads(self.checkpoint.read_text(encoding="utf-8"))
        self.assertEqual(content["path"], str(self.log))
        self.assertEqual(content["record_id"], "20")
        self.assertRegex(content["written_time"], r"^2025-02-19T\d\d:\d\d:\d\d\.\d+Z$")


class CheckpointDirectoryTest(Case):
    def setUp(self):
        super().setUp()
        write_log(self.log, events=20)

    def test_is_made_where_it_is_missing(self):
        self.checkpoints = self.directory / "a/b c/d"
        self.expect(self.run_once(), ids(1, 20))
        self.assertTrue(list(self.checkpoints.rglob("stanza.json")))

    def test_cannot_be_made(self):
        self.checkpoints.parent.mkdir()
        self.checkpoints.write_bytes(b"a file in the way")
        self.expect_refused(self.run_once(), str(self.checkpoints), "checkpoint")

    def test_a_checkpoint_that_cannot_be_saved_ends_the_run(self):
        # A directory stands where the draft of the checkpoint would be written.
        self.expect(self.run_once(), ids(1, 20))
        checkpoint, = [path for path in self.checkpoints.rglob("*.json")
                       if path.name != "stanza.json"]
        blocker = checkpoint.with_suffix(".json.new")
        blocker.mkdir()
        rewrite_log(self.log, events=40)
        result = self.run_once(batch_events=5)
        self.assertEqual(result.code, 5)
        self.assertEqual(result.ids, ids(21, 25))
        self.assertIn("checkpoint", result.lines("ERROR")[0])
        blocker.rmdir()
        self.expect(self.run_once(), ids(21, 40))

    def test_stanza_names_of_any_kind_are_kept_apart(self):
        names = ["eventlens://a/b", "eventlens://a_b", "eventlens://a b", "eventlens://../../x",
                 "eventlens://" + "long" * 100, "eventlens://\u00fc"]
        for _ in range(2):
            for name in names:
                harness.run_input(harness.input_xml(
                    self.checkpoints, harness.stanza_xml(name, path=self.log)))
        directories = sorted(os.listdir(self.checkpoints))
        self.assertEqual(len(directories), len(names))
        for directory in directories:
            self.assertTrue(re.fullmatch(r"stanza_[A-Za-z0-9_.-]+", directory), directory)


class StartTest(Case):
    def test_start_from_newest_gives_only_what_is_added(self):
        write_log(self.log, events=20)
        self.expect(self.run_once(start_from="newest"), [])
        self.expect(self.run_once(start_from="newest"), [])
        rewrite_log(self.log, events=23)
        self.expect(self.run_once(start_from="newest"), ids(21, 23))

    def test_start_from_newest_reads_files_that_come_later(self):
        write_log(self.log, events=20)
        self.expect(self.run_once(path=self.logs, start_from="newest"), [])
        write_log(self.logs / "new.evtx", events=3)
        self.expect(self.run_once(path=self.logs, start_from="newest"), ids(1, 3))

    def test_start_from_newest_in_an_empty_log(self):
        write_log(self.log, events=0)
        self.expect(self.run_once(start_from="newest"), [])
        rewrite_log(self.log, events=2)
        self.expect(self.run_once(start_from="newest"), [1, 2])

    def test_events_that_are_too_old_are_counted_and_not_sent(self):
        now = int(time.time())
        write_log(self.log, events=10, start=now - 90_000)  # 25 hours ago
        write_log(self.logs / "new.evtx", first_id=11, events=5, start=now - 3600)
        result = self.run_once(path=self.logs, ignore_older_than="1d")
        self.expect(result, ids(11, 15))
        self.assertIn("filtered=10", result.lines("INFO")[-1])
        self.expect(self.run_once(path=self.logs, ignore_older_than="1d"), [])

    def test_the_size_of_a_batch_changes_nothing_in_what_is_sent(self):
        write_log(self.log, events=25, per_chunk=10)
        for size in (1, 7, 10000):
            shutil.rmtree(self.checkpoints, ignore_errors=True)
            self.expect(self.run_once(batch_events=size), ids(1, 25))


if __name__ == "__main__":
    unittest.main()
