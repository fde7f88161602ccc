"""Files, directories and the command line of the Windows program: names of all
scripts, both separators, globs, packed logs, bytes that stay as they are."""

import gzip
import json
import os
import pathlib
import shutil
import subprocess
import tarfile
import unittest
import zipfile

import wine
from harness import BINARY, DEMO, Case, run_program
from wine import LINUX_PROGRAM, windows_path

SMALL = DEMO / "ws07-System.evtx"
# German, Russian, Japanese, a character beyond 16 bits, and one in two parts.
NAMES = ("Größe über.evtx", "Журнал событий.evtx", "システム ログ.evtx", "\U0001F50D.evtx", "e\u0301.evtx")
LINUX_OPTIONS = {"check": True, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}


def convert(*arguments, **options):
    return run_program("convert", "--render", "json", "--enrich", "none", *arguments, **options)


def convert_on_linux(*arguments):
    return subprocess.run([LINUX_PROGRAM, "convert", "--render", "json", "--enrich", "none",
                           *map(str, arguments)], **LINUX_OPTIONS).stdout


class FilesCase(Case):
    @classmethod
    def setUpClass(cls):
        cls.expected = convert_on_linux(SMALL)

    def expect_logs(self, result, count, code=0):
        """The small log that often, byte for byte."""
        self.assertEqual(result.code, code, result.stderr)
        self.assertTrue(result.stdout == self.expected * count,
                        "other events: %d lines\n%s" % (result.stdout.count(b"\n"), result.stderr))


class NamesTest(FilesCase):
    def test_names_of_all_scripts_as_arguments(self):
        for name in NAMES:
            with self.subTest(name):
                shutil.copy(SMALL, self.logs / name)
                self.expect_logs(convert(windows_path(self.logs / name)), 1)

    def test_names_of_all_scripts_in_a_directory_and_in_messages(self):
        for name in NAMES:
            (self.logs / name).write_bytes(b"no log")
        result = convert(windows_path(self.logs / "*.evtx"))
        self.assertEqual(result.code, 3)
        for name in NAMES:
            self.assertIn(windows_path(self.logs / name), result.stderr)

    def test_both_separators_and_drives(self):
        whole = windows_path(SMALL)
        of_this_drive = str(SMALL)  # and no option, as "/x" often is on Windows
        for path in (whole, whole.replace("\\", "/"), "z:" + str(SMALL), of_this_drive, "\\\\?\\" + whole,
                     whole.replace("\\demo\\", "\\.\\demo\\..\\demo/")):
            with self.subTest(path):
                self.expect_logs(convert(path), 1)

    def test_a_path_longer_than_the_old_limit(self):
        deep = self.logs
        for _ in range(6):
            deep = deep / ("d" * 60)
        deep.mkdir(parents=True)
        shutil.copy(SMALL, deep / "System.evtx")
        self.assertGreater(len(str(deep)), 300)
        self.expect_logs(convert(windows_path(deep / "System.evtx")), 1)
        self.expect_logs(convert(windows_path(deep) + "\\*.evtx"), 1)
        self.expect_logs(convert("--recursive", windows_path(self.logs)), 1)

    def test_what_is_not_there_is_named_with_windows_reason(self):
        for path, reason in ((windows_path(self.logs / "none.evtx"), "File not found"),
                             (windows_path(self.logs / "none/none.evtx"), "Path not found")):
            with self.subTest(path):
                result = convert(path)
                self.assertEqual(result.code, 3)
                self.assertIn("%s: %s" % (path, reason), result.stderr)

    def test_a_device_is_no_log_and_does_not_hang(self):
        for path in ("NUL", "\\\\.\\pipe\\no-such-pipe", "CON"):
            with self.subTest(path):
                result = convert(path, stdin=b"")
                self.assertEqual((result.code, result.stdout), (3, b""))
                self.assertIn(path, result.stderr)


class GlobTest(FilesCase):
    def setUp(self):
        super().setUp()
        for name in ("dc1/System.evtx", "dc1/Security.evtx", "DC2/system.EVTX", "dc2/deep/System.evtx",
                     "dc1/.hidden.evtx", "dc1/[x].evtx", "dc1/日.evtx"):
            path = self.logs / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"no log: " + name.encode())

    def names(self, pattern, *options):
        """What the messages about the files that match name, in their order."""
        result = convert(*options, "%s\\%s" % (windows_path(self.logs), pattern))
        start = windows_path(self.logs) + "\\"
        return [line.split(start)[1].split(": ")[0] for line in result.stderr.splitlines() if start in line]

    def test_patterns(self):
        for pattern, expected in (
                ("dc1\\S*.evtx", ["dc1\\Security.evtx", "dc1\\System.evtx"]),
                ("dc1/s*.EVTX", ["dc1\\Security.evtx", "dc1\\System.evtx"]),
                ("dc?\\system.evtx", ["DC2\\system.evtx", "dc1\\system.evtx"]),
                ("dc[12]\\*\\System.*", ["dc2\\deep\\System.evtx"]),
                ("dc[!1]\\sys*", ["DC2\\system.EVTX"]),
                ("dc1\\.*", ["dc1\\.hidden.evtx"]),
                ("dc1\\?.evtx", ["dc1\\日.evtx"]),
                ("dc1\\[x].evtx", ["dc1\\[x].evtx"]),  # a name of its own
                ("dc1\\[[]x].evtx", ["dc1\\[x].evtx"]),
                ("*\\none\\System.evtx", [])):
            with self.subTest(pattern):
                self.assertEqual(self.names(pattern), expected)

    def test_a_directory_that_is_not_there_is_told(self):
        result = convert(windows_path(self.logs / "none") + "\\*.evtx")
        self.assertEqual(result.code, 3)
        self.assertIn(windows_path(self.logs / "none") + ": Path not found", result.stderr)

    def test_only_recursive_looks_below(self):
        names = self.names("dc2", "--recursive")
        self.assertIn("dc2\\deep\\System.evtx", names + self.names("DC2", "--recursive"))
        self.assertNotIn("dc1\\deep\\System.evtx", self.names("dc1"))


class PackedTest(FilesCase):
    def test_packed_logs(self):
        content = SMALL.read_bytes()
        (self.logs / "a.evtx.gz").write_bytes(gzip.compress(content))
        subprocess.run(["zstd", "-q", "-o", str(self.logs / "b.zst")], input=content, check=True)
        with zipfile.ZipFile(self.logs / "c.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("host1/日本/System.evtx", content)
        for name in ("a.evtx.gz", "b.zst", "c.zip"):
            with self.subTest(name):
                self.expect_logs(convert(windows_path(self.logs / name)), 1)
        self.expect_logs(convert(windows_path(self.logs)), 3)

    def test_a_log_in_an_archive_is_named_by_both_its_paths(self):
        log = self.logs / "System.evtx"
        log.write_bytes(b"ElfFile\0" + bytes(5000))
        name = "host1/日本/Größe \U0001F50D.evtx"
        with zipfile.ZipFile(self.logs / "hosts.zip", "w") as archive:
            archive.write(log, name)
        for form in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
            with tarfile.open(self.logs / ("hosts-%d.tar.gz" % form), "w:gz", format=form) as archive:
                archive.add(log, name)
        for path in (self.logs / "hosts.zip", *self.logs.glob("*.tar.gz")):
            with self.subTest(path.name):
                result = convert(windows_path(path))
                self.assertIn(windows_path(path) + "/" + name, result.stderr)

    def test_no_temporary_file_is_left(self):
        temporary = self.directory / "tmp"
        temporary.mkdir()
        path = self.logs / "a.gz"
        path.write_bytes(gzip.compress(SMALL.read_bytes()))
        environment = dict(os.environ, TMP=windows_path(temporary), TEMP=windows_path(temporary))
        self.expect_logs(convert(windows_path(path), env=environment), 1)
        self.assertEqual(list(temporary.iterdir()), [])


class StandardStreamsTest(FilesCase):
    def test_a_log_through_standard_input(self):
        content = SMALL.read_bytes()
        packed = gzip.compress(content)
        self.assertEqual(len(set(packed)), 256)  # among them CR, LF, 0x1A and NUL
        self.expect_logs(convert("-", stdin=content), 1)
        self.expect_logs(convert("-", stdin=packed), 1)

    def test_line_ends_stay_what_they_are(self):
        event = (b"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='P'/>"
                 b"<EventID>1</EventID><EventRecordID>1</EventRecordID></System><EventData><Data Name='x'>a%sb</Data>"
                 b"</EventData></Event>\n")
        for text in (b"\n", b"\r\n", b"\r", b"&#13;&#10;", b"\x1a", b"&#26;", "日\U0001F50D".encode()):
            with self.subTest(text):
                path = self.logs / "events.xml"
                path.write_bytes(event % text)
                linux = subprocess.run([LINUX_PROGRAM, "convert", str(path)], check=False,
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
                for result in (run_program("convert", windows_path(path)),
                               run_program("convert", "-", stdin=event % text)):
                    self.assertEqual((result.code, result.stdout), (linux.returncode, linux.stdout), result.stderr)

    def test_a_file_as_output(self):
        output = self.directory / "Ausgabe für 日.jsonl"
        result = convert("--output", windows_path(output), windows_path(SMALL))
        self.assertEqual((result.code, result.stdout), (0, b""), result.stderr)
        self.assertTrue(output.read_bytes() == self.expected)

    def test_an_output_that_is_also_read_is_left_alone(self):
        log = self.logs / "System.evtx"
        shutil.copy(SMALL, log)
        result = convert("--output", windows_path(log).replace("\\", "/"), windows_path(log))
        self.assertEqual(result.code, 1)
        self.assertEqual(log.read_bytes(), SMALL.read_bytes())

    def test_a_reader_that_has_seen_enough(self):
        log = DEMO / "dc01-Security.evtx"
        process = subprocess.Popen([BINARY, "convert", windows_path(log)], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertTrue(process.stdout.readline().startswith(b"<Event "))
        process.stdout.close()
        self.assertEqual(process.wait(timeout=60), 0, process.stderr.read())
        process.stderr.close()

    def test_several_threads_write_the_same(self):
        logs = [windows_path(log) for log in sorted(DEMO.glob("*.evtx"))]
        one = convert("--threads", 1, *logs)
        self.assertEqual(one.code, 0, one.stderr)
        self.assertTrue(convert("--threads", 4, *logs).stdout == one.stdout)
        self.assertTrue(one.stdout == convert_on_linux(*sorted(DEMO.glob("*.evtx"))))


class CommandsTest(unittest.TestCase):
    def test_what_linux_writes_too(self):
        for arguments in (["--version"], ["--help"], ["convert", "--help"], ["explain", "677", "7"],
                          ["explain", "--json", "0x18"], ["knowledge", "check"], ["explain", "größe"],
                          ["convert", "--rendér", "x"], []):
            with self.subTest(arguments):
                linux = subprocess.run([LINUX_PROGRAM, *arguments], check=False, capture_output=True, input=b"")
                windows = run_program(*arguments)
                self.assertEqual((windows.code, windows.stdout, windows.stderr),
                                 (linux.returncode, linux.stdout, linux.stderr.decode()))
                self.assertNotIn(b"\r", windows.stdout)

    def test_version_is_the_project_s(self):
        self.assertRegex(run_program("--version").stdout, rb"^eventlens \d+\.\d+\.\d+\n$")

    def test_json_of_a_check_of_lookups(self):
        result = run_program("knowledge", "check", "--json", "--lookups", windows_path(wine.ROOT / "lookups"))
        self.assertEqual(result.code, 0, result.stderr)
        self.assertEqual(json.loads(result.stdout)["errors"], 0)

    def test_a_day_s_local_time(self):
        """Windows' own rules of the machine's zone; TZ is what wine takes it from."""
        path = pathlib.Path(wine.PREFIX / "classic.txt")
        text = ("%s PM\nLogName=Security\nSourceName=x\nEventCode=1\nEventType=0\nType=Information\n"
                "ComputerName=c\nTaskCategory=None\nOpCode=Info\nRecordNumber=1\nKeywords=None\nMessage=m\n")
        for day, utc in (("01/15/2025 01:00:00", "2025-01-15T12:00:00"),
                         ("07/15/2025 01:00:00", "2025-07-15T11:00:00")):
            with self.subTest(day):
                path.write_text(text % day, encoding="utf-8")
                result = run_program("convert", "--render", "json", windows_path(path),
                                     env=dict(os.environ, TZ="Europe/Berlin"))
                self.assertIn('"TimeCreated":"%s' % utc, result.stdout.decode(), result.stderr)


if __name__ == "__main__":
    wine.main()
