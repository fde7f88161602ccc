"""Packed logs, standard input, and directories that hold other things too."""

import gzip
import os
import shutil
import subprocess
import tarfile
import unittest
import zipfile

from harness import BINARY, DEMO, Case, run_program

LOGS = sorted(DEMO.glob("*.evtx"))
SMALL = DEMO / "ws07-System.evtx"


def lines(*paths, stdin=None):
    """What convert writes, with its exit code and messages."""
    done = subprocess.run([BINARY, "convert", "--render", "json", "--enrich", "none", *map(str, paths)],
                          input=stdin, capture_output=True, timeout=60)
    return done.stdout.splitlines(), done.returncode, done.stderr.decode()


class PackedTest(Case):
    def setUp(self):
        super().setUp()
        self.plain = lines(SMALL)[0]
        self.assertGreater(len(self.plain), 10)

    def pack(self, name, content=None):
        path = self.directory / name
        content = SMALL.read_bytes() if content is None else content
        if name.endswith(".gz"):
            path.write_bytes(gzip.compress(content))
        elif name.endswith(".zst"):
            subprocess.run(["zstd", "-q", "-o", str(path)], input=content, check=True)
        else:
            path.write_bytes(content)
        return path

    def zip_all(self, *more):
        path = self.directory / "hosts.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for log in LOGS:
                archive.write(log, "host1/" + log.name)
            for name, content in more:
                archive.writestr(name, content)
        return path

    def test_gzip(self):
        self.assertEqual(lines(self.pack("a.evtx.gz")), (self.plain, 0, lines(SMALL)[2]))

    def test_zstd(self):
        self.assertEqual(lines(self.pack("a.evtx.zst"))[0], self.plain)

    def test_the_name_does_not_matter(self):
        self.assertEqual(lines(self.pack("a.evtx.gz").rename(self.directory / "a.bin"))[0], self.plain)

    def test_zip_with_several_logs_names_each(self):
        path = self.zip_all()
        expected = [line for log in LOGS for line in lines(log)[0]]
        self.assertEqual(lines(path)[0], expected)
        full = run_program("convert", "--render", "json", "--enrich", "full", str(path)).stdout.decode()
        self.assertIn('"lens_file":"%s/host1/%s"' % (path, SMALL.name), full)

    def test_tar_within_gzip(self):
        path = self.directory / "hosts.tar.gz"
        with tarfile.open(path, "w:gz") as archive:
            for log in LOGS:
                archive.add(log, log.name)
        self.assertEqual(sorted(lines(path)[0]), sorted(lines(*LOGS)[0]))

    def test_what_is_no_log_in_an_archive_is_skipped_and_told(self):
        found, code, told = lines(self.zip_all(("host1/notes.txt", "call the helpdesk")))
        self.assertEqual(code, 0)
        self.assertEqual(len(found), len(lines(*LOGS)[0]))
        self.assertRegex(told, r"skipped .*hosts\.zip/host1/notes\.txt: is no event log: it begins with "
                               r'"call the helpdes"')
        self.assertIn("files=4 files_failed=0 files_skipped=1 ", told)

    def test_an_archive_without_a_log_is_an_error(self):
        path = self.directory / "pictures.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.txt", "a")
        found, code, told = lines(path)
        self.assertEqual((found, code), ([], 3))
        self.assertIn("pictures.zip: holds no event log", told)

    def test_a_cut_archive_gives_what_is_whole(self):
        whole = self.pack("dc.evtx.gz", LOGS[0].read_bytes())
        whole.write_bytes(whole.read_bytes()[:30000])
        found, code, told = lines(whole)
        self.assertEqual(code, 3)
        self.assertGreater(len(found), 100)
        self.assertEqual(found, lines(LOGS[0])[0][:len(found)])
        self.assertIn("cannot be unpacked", told)

    def test_a_damaged_archive_does_not_stop_the_others(self):
        bad = self.directory / "bad.zip"
        bad.write_bytes(b"PK\3\4" + bytes(range(256)) * 8)
        found, code, told = lines(bad, SMALL)
        self.assertEqual((found, code), (self.plain, 3))
        self.assertIn("bad.zip: cannot be unpacked", told)

    def test_hostile_names_in_an_archive_write_nothing(self):
        path = self.directory / "evil.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.write(SMALL, "../../evil.evtx")
        before = sorted(os.listdir(self.directory))
        self.assertEqual(lines(path)[0], self.plain)
        self.assertEqual(sorted(os.listdir(self.directory)), before)

    def test_standard_input(self):
        content = SMALL.read_bytes()
        self.assertEqual(lines("-", stdin=content)[0], self.plain)
        self.assertEqual(lines("-", stdin=gzip.compress(content))[0], self.plain)
        self.assertEqual(lines("-", stdin=b"")[1], 3)
        self.assertIn("-: is no event log: it is empty", lines("-", stdin=b"")[2])

    def test_a_mixed_directory_is_read_to_its_end(self):
        for log in LOGS:
            shutil.copy(log, self.logs)
        (self.logs / "readme.txt").write_text("hello")
        (self.logs / "empty").write_bytes(b"")
        (self.logs / "random").write_bytes(os.urandom(5000))
        found, code, told = lines(self.logs)
        self.assertEqual((len(found), code), (len(lines(*LOGS)[0]), 0))
        self.assertIn("files_failed=0 files_skipped=3 ", told)
        self.assertRegex(told, r"skipped .*/empty: is no event log: it is empty")
        # Asked for by its name it is an error, and so is a log that is none.
        self.assertEqual(lines(self.logs / "readme.txt")[1], 3)
        (self.logs / "broken.evtx").write_bytes(b"\0" * 5000)
        self.assertEqual(lines(self.logs)[1], 3)


class PackedInputTest(Case):
    """As a modular input: an archive is read once."""

    def read(self, path):
        return self.run_once(path=str(path), render="json")

    def test_an_archive_is_read_once_and_again_when_it_changes(self):
        path = self.directory / "logs.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.write(SMALL, "a.evtx")
        first = self.read(path)
        self.assertEqual(len(first.events), len(lines(SMALL)[0]))
        self.assertEqual(self.read(path).events, [])
        with zipfile.ZipFile(path, "a") as archive:
            archive.write(LOGS[0], "b.evtx")
        self.assertGreaterEqual(len(self.read(path).events), len(lines(LOGS[0])[0]))
        self.assertEqual(self.read(path).events, [])

    def test_a_gzip_that_is_still_being_copied_goes_on(self):
        path = self.directory / "dc.evtx.gz"
        whole = gzip.compress(LOGS[0].read_bytes())
        path.write_bytes(whole[:30000])
        first = len(self.read(path).events)
        self.assertGreater(first, 100)
        path.write_bytes(whole)
        second = len(self.read(path).events)
        self.assertEqual(first + second, len(lines(LOGS[0])[0]))
        self.assertEqual(self.read(path).events, [])


if __name__ == "__main__":
    unittest.main()
