"""The Linux program where there is nothing but it, glibc 2.17 and the logs: no
/proc, no /etc, no /tmp, no shell. x86_64 only, as an emulator is a program too."""

import gzip
import os
import shutil
import subprocess
import unittest

from programs import DEMO, Case, native, program, run, sysroot
from harness import input_xml, stanza_xml

TARGET = "linux_x86_64"
LIBRARIES = ("ld-linux-x86-64.so.2", "libc.so.6", "libdl.so.2", "libm.so.6", "libpthread.so.0", "librt.so.1")


def chroot_command(root):
    """Root may; others get a user namespace, where the system lets them."""
    if os.geteuid() == 0:
        return ["chroot", str(root)]
    return ["unshare", "--map-root-user", "chroot", str(root)]


class BareChrootTest(Case):
    def setUp(self):
        super().setUp()
        self.root = self.directory / "root"
        libraries = self.root / "lib64"
        libraries.mkdir(parents=True)
        for name in LIBRARIES:
            shutil.copy(sysroot(TARGET) / "lib" / name, libraries / name)
        shutil.copy(program(TARGET), self.root / "eventlens")
        shutil.copytree(DEMO, self.root / "logs")
        self.command = [*chroot_command(self.root), "/eventlens"]
        if run([*self.command, "--version"]).returncode != 0 and os.geteuid() != 0:
            allowed = subprocess.run(["unshare", "--map-root-user", "true"], capture_output=True, check=False)
            if allowed.returncode != 0:
                self.fail("neither root nor allowed a user namespace, so there is no chroot: run it as root")

    def test_it_starts(self):
        done = run([*self.command, "--version"])
        self.assertEqual((done.returncode, done.stdout), (0, run([native(), "--version"]).stdout), done.stderr)

    def test_it_converts(self):
        done = run(self.command, "convert", "--threads", "2", "--render", "json", "--enrich", "full", "/logs")
        expected = run([native()], "convert", "--render", "json", "--enrich", "full", DEMO)
        self.assertEqual((done.returncode, done.stderr), (0, expected.stderr))
        # The events name their file where it lies.
        self.assertEqual(done.stdout.count(b"\n"), expected.stdout.count(b"\n"))

    def test_it_runs_as_an_input(self):
        document = input_xml("/checkpoints", stanza_xml(path="/logs/*.evtx", render="xml")).encode()
        first = run(self.command, stdin=document)
        self.assertEqual(first.returncode, 0, first.stderr)
        self.assertGreater(first.stdout.count(b"<event "), 100)
        second = run(self.command, stdin=document)
        self.assertEqual((second.returncode, second.stdout.count(b"<event ")), (0, 0), second.stderr)

    def test_a_packed_log_needs_a_directory_for_temporary_files(self):
        """Without one it says which it wanted; with one it reads the log."""
        packed = self.root / "logs/packed"
        packed.mkdir()
        content = (DEMO / "ws07-System.evtx").read_bytes()
        (packed / "a.evtx.gz").write_bytes(gzip.compress(content))
        done = run(self.command, "convert", "/logs/packed/a.evtx.gz")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(b"/var/tmp", done.stderr)
        (self.root / "var/tmp").mkdir(parents=True)
        done = run(self.command, "convert", "/logs/packed/a.evtx.gz")
        expected = run([native()], "convert", DEMO / "ws07-System.evtx")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout.count(b"\n"), expected.stdout.count(b"\n"))


if __name__ == "__main__":
    unittest.main()
