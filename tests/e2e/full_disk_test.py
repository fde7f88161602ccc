"""Places that take nothing: a full disk, a directory that is read-only, a full
device as standard output. Each is one ERROR line that says where, why and what
to do; once the place takes something again, every event has come."""

import os
import pathlib
import resource
import shutil
import subprocess
import time
import unittest

import harness
from harness import Case, Running, ids, rewrite_log, write_log

BATCH = 10


class SmallDisk:
    """A file system of our own, seen through the process that mounted it."""

    def __init__(self, directory, options):
        self.directory = pathlib.Path(directory)
        self.directory.mkdir()
        self.shell = None
        for unshare in (["unshare", "-rm"], ["unshare", "-m"]):
            self.close()
            self.shell = subprocess.Popen([*unshare, "sh"], text=True, stdin=subprocess.PIPE,
                                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            if self.tell("mount -t tmpfs -o %s none '%s'" % (options, self.directory)):
                self.path = pathlib.Path("/proc/%d/root%s" % (self.shell.pid, self.directory))
                return
        self.close()
        raise unittest.SkipTest("this process may not mount a file system")

    def tell(self, command):
        """Whether the shell on the other side could do it."""
        try:
            self.shell.stdin.write(command + " && echo yes || echo no\n")
            self.shell.stdin.flush()
        except BrokenPipeError:
            return False
        return self.shell.stdout.readline() == "yes\n"

    def fill(self):
        """Takes all the room there is; gives it back when removed."""
        filler = self.path / "filler"
        with open(filler, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                return filler

    def close(self):
        if self.shell:
            self.shell.kill()
            self.shell.communicate()


class TroubleCase(Case):
    def expect_one_error(self, result, code, *words):
        self.assertEqual(result.code, code, result.stderr)
        self.expect_log_lines(result)
        (error,) = result.lines("ERROR")
        for word in (harness.STANZA, *words):
            self.assertIn(word, error)

    def expect_the_rest(self, seen, last):
        """The next start gives what is missing, and no more again than a batch."""
        result = self.run_once(path=self.logs)
        self.assertEqual(result.code, 0, result.stderr)
        self.assertEqual(sorted(set(seen + result.ids)), ids(1, last))
        self.assertLessEqual(len(seen) + len(result.ids) - last, BATCH)

    def wait_for_first_look(self, running):
        """Until the checkpoints are saved too."""
        running.wait_for(lambda it: "sent=20" in it.stderr(), seconds=3.0)

    def follow(self, stdout=None):
        return Running(self.directory, self.document(
            path=self.logs, follow=1, batch_events=BATCH), stdout)


class FullDiskTest(TroubleCase):
    """The directory of the checkpoints lies on a disk without room."""

    def disk(self, options):
        disk = SmallDisk(self.directory / "disk", options)
        self.addCleanup(disk.close)
        self.checkpoints = disk.path / "eventlens"
        write_log(self.log, events=20)
        return disk

    def test_while_it_follows_and_until_there_is_room_again(self):
        disk = self.disk("size=64k")
        with self.follow() as running:
            self.wait_for_first_look(running)
            filler = disk.fill()
            rewrite_log(self.log, events=100)
            result = running.finish()
            seen = running.ids()
        self.expect_one_error(result, 5, str(self.checkpoints), "No space left on device",
                              "make room")
        self.assertEqual(seen, ids(1, 20 + BATCH))
        for _ in range(3):  # splunkd starts it again and again
            result = self.run_once(path=self.logs, follow=1)
            self.expect_one_error(result, 1, str(self.checkpoints), "No space left on device",
                                  "make room")
            self.assertEqual(result.stdout, b"")
        filler.unlink()
        self.expect_the_rest(seen, 100)

    def test_before_the_first_run(self):
        disk = self.disk("size=16k")
        self.checkpoints.mkdir()
        filler = disk.fill()
        result = self.run_once(path=self.logs)
        self.expect_one_error(result, 1, str(self.checkpoints), "No space left on device")
        self.assertEqual(result.stdout, b"")
        filler.unlink()
        self.expect_the_rest([], 20)

    def test_room_for_bytes_but_not_for_one_more_file(self):
        disk = self.disk("size=1m,nr_inodes=12")
        self.expect(self.run_once(path=self.logs), ids(1, 20))
        fillers = []
        for number in range(12):
            try:
                (disk.path / str(number)).touch()
                fillers.append(disk.path / str(number))
            except OSError:
                break
        rewrite_log(self.log, events=40)
        result = self.run_once(path=self.logs)
        self.expect_one_error(result, 1, str(self.checkpoints), "No space left on device")
        for filler in fillers:
            filler.unlink()
        self.expect_the_rest(ids(1, 20), 40)

    def test_the_file_system_becomes_read_only(self):
        disk = self.disk("size=1m")
        with self.follow() as running:
            self.wait_for_first_look(running)
            self.assertTrue(disk.tell("mount -o remount,ro '%s'" % disk.directory))
            rewrite_log(self.log, events=50)
            result = running.finish()
            seen = running.ids()
        self.expect_one_error(result, 5, str(self.checkpoints), "Read-only file system")
        result = self.run_once(path=self.logs)
        self.expect_one_error(result, 1, str(self.checkpoints), "Read-only file system")
        self.assertEqual(result.stdout, b"")
        self.assertTrue(disk.tell("mount -o remount,rw '%s'" % disk.directory))
        self.expect_the_rest(seen, 50)

    def test_standard_output_is_a_file_on_it(self):
        disk = self.disk("size=64k")
        self.checkpoints = self.directory / "modinputs/eventlens"
        write_log(self.log, events=500)
        with open(disk.path / "events", "wb") as output, self.follow(output) as running:
            result = running.finish()
        seen = [event.record_id for event in
                harness.events_of_torn_stream((disk.path / "events").read_bytes())]
        self.assertGreater(len(seen), 0)
        self.expect_one_error(result, 5, "standard output: No space left on device")
        self.expect_the_rest(seen, 500)


class FullDeviceTest(TroubleCase):
    def test_standard_output_takes_nothing(self):
        write_log(self.log, events=50)
        for _ in range(2):
            with open("/dev/full", "wb") as full, self.follow(full) as running:
                self.expect_one_error(running.finish(), 5,
                                      "standard output: No space left on device")
        self.expect_the_rest([], 50)


class FileSizeTest(TroubleCase):
    def test_files_may_not_grow(self):
        # As under `ulimit -f 0`: the system would end the process by a signal.
        write_log(self.log, events=20)
        program = subprocess.Popen([harness.BINARY], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.wait_until_it_waits(program.pid)
        resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (0, 0))
        output, errors = program.communicate(self.document(path=self.logs).encode(),
                                             timeout=harness.PATIENCE)
        result = harness.Result(program.returncode, output, errors)
        self.expect_one_error(result, 1, str(self.checkpoints), "File too large")
        self.assertEqual(result.stdout, b"")
        self.expect_the_rest([], 20)

    def wait_until_it_waits(self, number):
        """For its configuration: what happens before main (sanitizers write
        files there) is not meant."""
        sleeping = 0
        end = time.monotonic() + harness.PATIENCE
        while sleeping < 5:
            self.assertLess(time.monotonic(), end)
            state = pathlib.Path("/proc/%d/stat" % number).read_text().rsplit(")", 1)[1].split()[0]
            sleeping = sleeping + 1 if state == "S" else 0
            time.sleep(0.02)


class ReadOnlyDirectoryTest(TroubleCase):
    """Splunk's user may not write into the directory of the checkpoints."""

    def setUp(self):
        super().setUp()
        write_log(self.log, events=20)
        # Root may write everywhere, so the program runs as somebody else, from
        # a place that everybody may enter.
        self.program = self.directory / "eventlens"
        shutil.copy(harness.BINARY, self.program)
        self.somebody = {}
        if os.geteuid() == 0:
            self.somebody = {"user": "nobody", "group": "nogroup", "extra_groups": []}
        self.checkpoints.mkdir(parents=True)
        self.allow(0o777)
        for path in (self.directory, self.logs, self.program, self.checkpoints.parent):
            path.chmod(0o755)
        self.log.chmod(0o644)

    def allow(self, mode):
        for path in (self.checkpoints, *self.checkpoints.glob("stanza_*")):
            path.chmod(mode)

    def start(self):
        done = subprocess.run([self.program], input=self.document(path=self.logs).encode(),
                              capture_output=True, check=False, timeout=harness.PATIENCE,
                              **self.somebody)
        return harness.Result(done.returncode, done.stdout, done.stderr)

    def test_from_the_first_run_on(self):
        self.allow(0o555)
        result = self.start()
        self.expect_one_error(result, 1, str(self.checkpoints), "Permission denied")
        self.assertEqual(result.stdout, b"")
        self.allow(0o777)
        self.expect(self.start(), ids(1, 20))

    def test_after_a_run(self):
        self.expect(self.start(), ids(1, 20))
        self.allow(0o555)
        rewrite_log(self.log, events=40)
        for _ in range(2):  # what cannot be remembered is not sent each time
            result = self.start()
            self.expect_one_error(result, 1, str(self.checkpoints), "Permission denied",
                                  "right to write")
            self.assertEqual(result.stdout, b"")
        self.allow(0o777)
        self.expect(self.start(), ids(21, 40))


class BlockedCheckpointTest(TroubleCase):
    def test_a_following_input_ends_with_one_error(self):
        # A directory stands where the draft of the checkpoint would be written.
        write_log(self.log, events=20)
        with self.follow() as running:
            self.wait_for_first_look(running)
            checkpoint, = [path for path in self.checkpoints.rglob("*.json")
                           if path.name != "stanza.json"]
            blocker = checkpoint.with_suffix(".json.new")
            blocker.mkdir()
            rewrite_log(self.log, events=100)
            begun = time.monotonic()
            result = running.finish()
            self.assertLess(time.monotonic() - begun, 3.0)
            seen = running.ids()
        self.expect_one_error(result, 5, str(blocker), "Is a directory", "sends again")
        self.assertEqual(seen, ids(1, 20 + BATCH))
        blocker.rmdir()
        self.expect_the_rest(seen, 100)


if __name__ == "__main__":
    unittest.main()
