"""follow = 1: events are handed over as they come, until the program is asked to
stop or left alone by its reader. endurance_test.py kills it."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import unittest

import harness
from harness import Case, Running, events_of_torn_stream, ids, rewrite_log, write_log

# In which an event must have been seen.
SOON = 3.0


class FollowCase(Case):
    def follow(self, stdout=None, **settings):
        settings = dict({"follow": "1", "path": self.logs}, **settings)
        return Running(self.directory, self.document(**settings), stdout)

    def expect_clean_end(self, running, ids_expected):
        result, seconds = running.stop()
        self.assertEqual(sorted(result.ids), ids_expected, result.stderr)
        self.assertEqual(result.code, 0, result.stderr)
        self.assertTrue(result.stdout.endswith(b"</stream>\n"))
        self.assertLess(seconds, 1.0)
        self.expect_log_lines(result)


class NewEventsTest(FollowCase):
    def test_events_that_are_added(self):
        write_log(self.log, events=15, per_chunk=10, dirty=1)
        with self.follow() as running:
            running.wait_for_ids(ids(1, 15), SOON)
            for last in (16, 19, 34):
                rewrite_log(self.log, events=last, per_chunk=10, dirty=1)
                running.wait_for_ids(ids(1, last), SOON)
            self.expect_clean_end(running, ids(1, 34))

    def test_changes_in_quick_succession_are_all_seen(self):
        write_log(self.log, events=1, dirty=1)
        with self.follow() as running:
            running.wait_for_ids([1], SOON)
            for last in range(2, 40):
                rewrite_log(self.log, events=last, dirty=1)
                time.sleep(0.03)
            running.wait_for_ids(ids(1, 39), SOON)
            self.expect_clean_end(running, ids(1, 39))

    def test_a_writer_that_keeps_the_file_s_time(self):
        # A log that is written through a mapping may keep its time for a while;
        # its size is the same anyway.
        write_log(self.log, events=5, dirty=1)
        with self.follow() as running:
            running.wait_for_ids(ids(1, 5), SOON)
            before = os.stat(self.log)
            rewrite_log(self.log, events=8, dirty=1)
            os.utime(self.log, ns=(before.st_atime_ns, before.st_mtime_ns))
            running.wait_for_ids(ids(1, 8), SOON)
            self.expect_clean_end(running, ids(1, 8))

    def test_files_that_appear(self):
        with self.follow() as running:
            running.wait_for(lambda it: "files=0" in it.stderr(), SOON)
            write_log(self.logs / "one.evtx", events=3)
            running.wait_for_ids(ids(1, 3), SOON)
            write_log(self.logs / "two.evtx", first_id=10, events=2)
            running.wait_for_ids(ids(1, 5), SOON)
            self.expect_clean_end(running, ids(1, 3) + [10, 11])

    def test_a_path_that_appears_later_is_one_error_and_then_read(self):
        late = self.directory / "late"
        with self.follow(path=late) as running:
            running.wait_for(lambda it: "ERROR" in it.stderr(), SOON)
            time.sleep(1.2)
            late.mkdir()
            write_log(late / "one.evtx", events=3)
            running.wait_for_ids(ids(1, 3), SOON)
            result, _ = running.stop()
            self.assertEqual(len(result.lines("ERROR")), 1, result.stderr)

    def test_a_log_that_is_copied_in_bit_by_bit(self):
        whole = harness.make_log(events=30, per_chunk=10)
        with self.follow() as running:
            for begin in range(0, len(whole), 30_000):
                with open(self.log, "ab") as file:
                    file.write(whole[begin:begin + 30_000])
                time.sleep(0.15)
            running.wait_for_ids(ids(1, 30), SOON)
            result, _ = running.stop()
            self.assertEqual(sorted(result.ids), ids(1, 30), result.stderr)

    def test_the_log_is_rotated(self):
        write_log(self.log, events=5, dirty=1)
        with self.follow() as running:
            running.wait_for_ids(ids(1, 5), SOON)
            for turn, last in enumerate((8, 11), start=1):
                rewrite_log(self.log, first_id=1 if turn == 1 else 7, events=6 if turn == 1 else 3,
                            dirty=1)
                self.log.rename(self.logs / ("Security.evtx.%d" % turn))
                write_log(self.log, first_id=last - 1, events=2, dirty=1)
                running.wait_for_ids(ids(1, last), SOON)
            self.assertNotIn("WARN", running.stderr())
            self.expect_clean_end(running, ids(1, 11))

    def test_a_log_that_is_removed_while_another_is_read_is_no_error(self):
        write_log(self.logs / "a.evtx", events=5000)
        removed = self.logs / "b.evtx"
        write_log(removed, events=5)
        reading, writing = os.pipe()
        with self.follow(stdout=writing) as running:
            os.close(writing)
            os.read(reading, 1)  # it is at the first one, and soon the pipe is full
            removed.unlink()
            with open(reading, "rb") as output:
                drain = threading.Thread(target=output.read)
                drain.start()
                running.wait_for(lambda it: "sent=5000" in it.stderr())
                result, _ = running.stop()
                drain.join()
        self.assertEqual(result.lines("ERROR"), [])
        self.assertEqual(result.code, 0)

    def test_the_log_is_cleared(self):
        write_log(self.log, events=5, dirty=1)
        with self.follow() as running:
            running.wait_for_ids(ids(1, 5), SOON)
            rewrite_log(self.log, events=2, start=1_750_000_000, dirty=1)
            running.wait_for_ids(ids(1, 7), SOON)
            self.expect_clean_end(running, [1, 1, 2, 2, 3, 4, 5])

    def test_slots_of_a_circular_log_are_used_again(self):
        write_log(self.log, events=25, per_chunk=10, slots=4, dirty=1)
        with self.follow() as running:
            for last in (25, 41, 55, 70, 99):
                rewrite_log(self.log, events=last, per_chunk=10, slots=4, dirty=1)
                running.wait_for_ids(ids(1, last), SOON)
            self.expect_clean_end(running, ids(1, 99))

    def test_records_the_header_does_not_know_yet(self):
        write_log(self.log, events=10, hide=3, dirty=1)
        with self.follow() as running:
            running.wait_for_ids(ids(1, 10), SOON)
            self.expect_clean_end(running, ids(1, 10))

    def test_a_record_that_is_being_written_waits_for_its_end(self):
        write_log(self.log, events=10, hide=1, cut=1, dirty=1)
        with self.follow() as running:
            running.wait_for_ids(ids(1, 9), SOON)
            time.sleep(1.3)
            self.assertEqual(running.ids(), ids(1, 9))
            rewrite_log(self.log, events=11, dirty=1)
            running.wait_for_ids(ids(1, 11), SOON)
            self.expect_clean_end(running, ids(1, 11))
            self.assertIn("failed=0", running.stderr())

    def test_an_idle_log_is_told_of_once(self):
        write_log(self.log, events=5, dirty=1)
        with self.follow() as running:
            running.wait_for_ids(ids(1, 5), SOON)
            time.sleep(2.5)
            result, _ = running.stop()
            self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)


class EndTest(FollowCase):
    def setUp(self):
        super().setUp()
        write_log(self.log, events=5, dirty=1)

    def test_being_asked_to_stop(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            shutil.rmtree(self.checkpoints, ignore_errors=True)
            with self.follow() as running:
                running.wait_for_ids(ids(1, 5), SOON)
                result, seconds = running.stop(number)
                self.expect(result, ids(1, 5))
                self.assertTrue(result.stdout.endswith(b"</stream>\n"))
                self.assertLess(seconds, 1.0)

    def test_being_asked_to_stop_before_anything_was_read(self):
        with self.follow(path=self.directory / "none") as running:
            running.wait_for(lambda it: "ERROR" in it.stderr(), SOON)
            result, seconds = running.stop()
            self.assertEqual(result.events, [])
            self.assertLess(seconds, 1.0)

    def test_the_reader_goes_while_there_is_nothing_to_write(self):
        reading, writing = os.pipe()
        with self.follow(stdout=writing) as running:
            os.close(writing)
            running.wait_for(lambda it: "sent=5" in it.stderr(), SOON)
            os.close(reading)
            result = running.finish(seconds=2)
            self.assertEqual(result.code, 0)
            self.assertIn("reader has gone", result.lines("INFO")[-1])

    def test_the_reader_goes_while_events_are_written(self):
        write_log(self.log, events=5000)
        reading, writing = os.pipe()
        with self.follow(stdout=writing) as running:
            os.close(writing)
            os.read(reading, 1000)
            os.close(reading)
            result = running.finish(seconds=2)
            self.assertEqual(result.code, 0)
            self.assertEqual(result.lines("ERROR"), [])
            self.assertIn("sent again", result.lines("INFO")[-1])
        self.assertEqual(sorted(set(self.run_once(path=self.logs).ids))[-1], 5000)

    def test_being_asked_to_stop_while_the_reader_takes_nothing(self):
        write_log(self.log, events=5000)
        reading, writing = os.pipe()
        with self.follow(stdout=writing) as running:
            os.close(writing)
            time.sleep(0.5)  # until the pipe is full
            result, seconds = running.stop()
            taken = os.read(reading, 1 << 20)
            os.close(reading)
        self.assertLess(seconds, 1.5)
        self.assertEqual(result.code, 0, result.stderr)
        self.assertIn("took nothing", result.lines("INFO")[-2] + result.lines("INFO")[-1])
        seen = [event.record_id for event in events_of_torn_stream(taken)]
        rest = self.run_once(path=self.logs).ids
        self.assertEqual(sorted(set(seen + rest)), ids(1, 5000))

    def test_splunkd_is_killed(self):
        # A process of its own starts the program and is killed then.
        script = ("import subprocess, sys, time\n"
                  "p = subprocess.Popen([sys.argv[1]], stdin=subprocess.PIPE)\n"
                  "p.stdin.write(sys.stdin.buffer.read()); p.stdin.close()\n"
                  "print(p.pid, file=sys.stderr, flush=True)\n"
                  "time.sleep(60)\n")
        with open(self.directory / "out", "wb") as output:
            splunkd = subprocess.Popen([sys.executable, "-c", script, harness.BINARY],
                                       stdin=subprocess.PIPE, stdout=output,
                                       stderr=subprocess.PIPE)
            splunkd.stdin.write(self.document(follow="1").encode())
            splunkd.stdin.close()
            number = int(splunkd.stderr.readline())
            splunkd.stderr.readline()  # the first INFO line: it is running
            splunkd.kill()
            splunkd.wait()
            splunkd.stderr.close()
        deadline = time.monotonic() + 2
        while is_running(number):
            self.assertLess(time.monotonic(), deadline, "it goes on without splunkd")
            time.sleep(0.02)

    def test_a_thread_of_splunkd_that_started_it_may_end(self):
        started = []

        def start_and_end():
            started.append(self.follow())
            started[0].wait_for_ids(ids(1, 5), SOON)

        thread = threading.Thread(target=start_and_end)
        thread.start()
        thread.join()
        with started[0] as running:
            rewrite_log(self.log, events=7, dirty=1)
            running.wait_for_ids(ids(1, 7), SOON)
            self.expect_clean_end(running, ids(1, 7))


def is_running(number):
    """Whether the process is there and no zombie."""
    try:
        with open("/proc/%d/stat" % number, encoding="ascii") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


if __name__ == "__main__":
    unittest.main()
