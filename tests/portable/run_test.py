"""The Linux programs on a real glibc 2.17, x86_64 by its loader, aarch64 under
qemu: they write the same bytes as the program that this machine built."""

import gzip
import os
import re
import shutil
import subprocess
import unittest
import zipfile

from programs import DEMO, LINUX, Case, native, on_glibc_217, program, run
from harness import input_xml, stanza_xml

SMALL = DEMO / "ws07-System.evtx"


def messages(done):
    """Without the names of temporary files."""
    return re.sub(r"(/eventlens_)\w{6}\b", r"\1", done.stderr.decode())


class RunTest(Case):
    @classmethod
    def setUpClass(cls):
        cls.native = [str(native())]
        cls.commands = {target: on_glibc_217(target, program(target)) for target in LINUX}

    def expect_same(self, *arguments, **options):
        """Output, messages and exit code are those of this machine's program."""
        expected = run(self.native, *arguments, **options)
        for target, command in self.commands.items():
            with self.subTest(target):
                got = run(command, *arguments, **options)
                self.assertEqual((got.returncode, messages(got)), (expected.returncode, messages(expected)))
                self.assertTrue(got.stdout == expected.stdout, "it writes other bytes")
        return expected

    def test_version_and_scheme(self):
        self.expect_same("--version")
        self.expect_same("--scheme")

    def test_explain(self):
        self.expect_same("explain", "0xc0000133")
        self.expect_same("explain", "677", "7")

    def test_convert(self):
        for render in ("xml", "json"):
            done = self.expect_same("convert", "--render", render, "--enrich", "full", DEMO)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertGreater(done.stdout.count(b"\n"), 100)

    def test_two_threads(self):
        self.expect_same("convert", "--threads", "2", "--render", "json", DEMO)

    def test_text_xml_and_json_are_read(self):
        for render in ("xml", "json"):
            log = self.directory / f"events.{render}"
            log.write_bytes(run(self.native, "convert", "--render", render, SMALL).stdout)
            self.expect_same("convert", "--render", "xml", log)

    def test_filters(self):
        self.expect_same("convert", "--whitelist", "EventCode=%^46(24|34)$% LogonType=%^[23]$%", DEMO)
        self.expect_same("convert", "--query", "*[System[EventID=4771]]", DEMO)

    def test_packed_logs(self):
        """Text is streamed, an EVTX log goes by way of a temporary file."""
        packed = self.directory / "packed"
        packed.mkdir()
        (packed / "a.evtx.gz").write_bytes(gzip.compress(SMALL.read_bytes()))
        with zipfile.ZipFile(packed / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(SMALL, "host/System.evtx")
            archive.writestr("host/events.xml", run(self.native, "convert", SMALL).stdout)
        zstd = shutil.which("zstd")
        self.assertTrue(zstd, "zstd is needed to pack a log")
        subprocess.run([zstd, "-q", str(SMALL), "-o", str(packed / "c.evtx.zst")], check=True)
        done = self.expect_same("convert", "--render", "json", packed)
        self.assertIn(b"files_failed=0", done.stderr)

    def test_without_room_for_temporary_files_it_says_so(self):
        packed = self.directory / "a.evtx.gz"
        packed.write_bytes(gzip.compress(SMALL.read_bytes()))
        gone = dict(os.environ, TMPDIR=str(self.directory / "gone"))
        done = self.expect_same("convert", packed, env=gone)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(b"/gone/", done.stderr)

    def test_as_an_input(self):
        """Twice: the second run, behind its checkpoint, sends nothing."""
        streams = {}
        for target, command in {"native": self.native, **self.commands}.items():
            place = self.directory / target
            document = input_xml(place, stanza_xml(path=str(DEMO / "*.evtx"), render="xml", enrich="full")).encode()
            first = run(command, stdin=document)
            second = run(command, stdin=document)
            self.assertEqual((first.returncode, second.returncode), (0, 0), first.stderr + second.stderr)
            self.assertGreater(first.stdout.count(b"<event "), 100)
            self.assertNotIn(b"<event ", second.stdout)
            streams[target] = first.stdout
        for target in self.commands:
            self.assertTrue(streams[target] == streams["native"], f"{target} sends other bytes")


if __name__ == "__main__":
    unittest.main()
