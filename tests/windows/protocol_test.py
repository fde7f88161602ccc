"""The Windows program as splunkd runs it: scheme, validation, events, positions,
readers that go away, being asked to stop."""

import os
import shutil
import signal
import subprocess
import unittest
import xml.etree.ElementTree as ElementTree

import wine
from harness import (BINARY, DEMO, Case, Running, ids, input_xml, items_xml, rewrite_log, run_program,
                     stanza_xml, write_log)
from wine import LINUX_PROGRAM, ROOT, windows_path


class WindowsCase(Case):
    def document(self, **settings):
        settings.setdefault("path", windows_path(self.log))
        return input_xml(windows_path(self.checkpoints), stanza_xml(**settings))


class SchemeTest(unittest.TestCase):
    def test_the_scheme_is_that_of_linux_byte_for_byte(self):
        linux = subprocess.run([LINUX_PROGRAM, "--scheme"], check=True, stdout=subprocess.PIPE,
                               stdin=subprocess.DEVNULL)
        windows = run_program("--scheme")
        self.assertEqual(windows.code, 0, windows.stderr)
        self.assertEqual(windows.stdout, linux.stdout)
        self.assertNotIn(b"\r", windows.stdout)

    def test_good_settings_are_accepted(self):
        for path in (windows_path(DEMO), windows_path(DEMO).replace("\\", "/"), "z:" + str(DEMO),
                     windows_path(DEMO / "*.evtx")):
            with self.subTest(path):
                result = run_program("--validate-arguments", stdin=items_xml(path=path))
                self.assertEqual((result.code, result.stdout, result.stderr), (0, b"", ""))

    def test_bad_settings_are_refused_by_name(self):
        missing = windows_path(DEMO / "none.evtx")
        for settings, words in (({"path": missing}, ["setting path", missing, "File not found"]),
                                ({"path": "Q:\\logs"}, ["setting path", "Q:\\logs"]),
                                ({"path": "NUL"}, ["NUL", "neither a file nor a directory"]),
                                ({"path": windows_path(DEMO), "render": "html"},
                                 ["setting render", "html", "xml", "json"])):
            with self.subTest(settings):
                result = run_program("--validate-arguments", stdin=items_xml(**settings))
                self.assertNotEqual(result.code, 0)
                message = ElementTree.fromstring(result.stdout).findtext("message")
                for word in words:
                    self.assertIn(word, message)

    def test_a_path_that_is_not_absolute_is_told_with_examples(self):
        for path in ("tests\\fixtures\\demo", "\\windows", "z:tests"):
            with self.subTest(path):
                result = run_program("--validate-arguments", stdin=items_xml(path=path + "\\*.evtx"))
                self.assertIn("path %s\\*.evtx is not absolute" % path, result.stderr)
                self.assertIn("C:\\Logs\\Security.evtx", result.stderr)
                self.assertIn("\\\\server\\share", result.stderr)


class StreamTest(WindowsCase):
    def run_linux(self, **settings):
        """The stream of the Linux program over the demo logs."""
        document = input_xml(self.directory / ("linux-" + settings["render"]), stanza_xml(path=DEMO, **settings))
        return subprocess.run([LINUX_PROGRAM], input=document.encode(), check=True, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE).stdout

    def test_the_demo_logs_give_what_linux_gives(self):
        for render in ("xml", "json"):
            with self.subTest(render):
                linux = self.run_linux(render=render, enrich="full")
                windows = run_program(stdin=input_xml(
                    windows_path(self.directory / render),
                    stanza_xml(path=windows_path(DEMO), render=render, enrich="full")))
                self.assertEqual(windows.code, 0, windows.stderr)
                self.assertGreater(windows.stdout.count(b"</event>\n"), 1000)
                # Only paths differ, which JSON escapes.
                separator = b"\\\\" if render == "json" else b"\\"
                prefix = windows_path(DEMO).encode().replace(b"\\", separator) + separator
                same = windows.stdout.replace(prefix, str(DEMO).encode() + b"/")
                self.assertTrue(same == linux, "the streams differ")
                self.expect_log_lines(windows)

    def test_a_second_run_goes_on_where_the_first_ended(self):
        write_log(self.log, events=20)
        self.expect(self.run_once(), ids(1, 20))
        self.expect(self.run_once(), [])
        rewrite_log(self.log, events=25)
        self.expect(self.run_once(), ids(21, 25))

    def test_the_same_log_by_another_spelling_is_the_same(self):
        write_log(self.log, events=20)
        self.expect(self.run_once(), ids(1, 20))
        for path in ("z:" + str(self.log), windows_path(self.logs).replace("\\", "/"), windows_path(self.log)):
            with self.subTest(path):
                self.expect(self.run_once(path=path), [])

    def test_a_log_that_was_replaced_goes_on_whatever_separates_its_names(self):
        write_log(self.log, events=20)
        self.expect(self.run_once(path=windows_path(self.logs)), ids(1, 20))
        write_log(self.log, events=23)
        self.expect(self.run_once(path=windows_path(self.log).replace("\\", "/")), ids(21, 23))

    def test_a_renamed_log_keeps_its_position(self):
        write_log(self.log, events=20)
        directory = windows_path(self.logs)
        self.expect(self.run_once(path=directory), ids(1, 20))
        self.log.rename(self.logs / "Archive-1.evtx")
        self.expect(self.run_once(path=directory), [])

    def test_a_stanza_of_any_characters(self):
        write_log(self.log, events=3)
        result = run_program(stdin=input_xml(windows_path(self.checkpoints), stanza_xml(
            name="eventlens://Größe: 日本 <&> \\ | ?", path=windows_path(self.log))))
        self.expect(result, ids(1, 3))
        self.assertEqual({event.stanza for event in result.events}, {"eventlens://Größe: 日本 <&> \\ | ?"})

    def test_a_checkpoint_directory_that_cannot_be_made_refuses_to_start(self):
        write_log(self.log, events=3)
        self.checkpoints.parent.write_bytes(b"a file")
        self.expect_refused(self.run_once(), "checkpoints cannot be made",
                            windows_path(self.checkpoints.parent) + ": File already exists")

    def test_lookups_of_the_app_count(self):
        app = self.directory / "Programme (x86)" / "etc/apps/eventlens"
        shutil.copytree(ROOT / "lookups", app / "lookups")
        (app / "default").mkdir()
        (app / "default/app.conf").write_text("[launcher]\n", encoding="utf-8")
        (app / "windows_x86_64/bin").mkdir(parents=True)
        program = app / "windows_x86_64/bin/eventlens.exe"
        shutil.copy(wine.PROGRAM, program)
        table = app / "lookups/eventlens_kerberos_failure_codes.csv"
        table.write_text(table.read_text(encoding="utf-8").replace(
            "KDC_ERR_PREAUTH_FAILED", "KDC_ERR_AS_EDITED"), encoding="utf-8")
        done = subprocess.run([wine.script_for(program), "explain", "KDC_ERR_AS_EDITED"], check=False,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(b"KDC_ERR_AS_EDITED", done.stdout)


class RunningTest(WindowsCase):
    def test_a_log_that_grows_is_followed(self):
        write_log(self.log, events=5)
        with Running(self.directory, self.document(follow=1)) as running:
            running.wait_for_ids(ids(1, 5), seconds=20)
            for count in (7, 12):
                rewrite_log(self.log, events=count)
                running.wait_for_ids(ids(1, count), seconds=20)
            self.assertEqual(running.ids(), ids(1, 12))
            result, seconds = running.stop(signal.SIGINT)
        # Wine makes a Ctrl+C of the signal.
        self.assertEqual(result.code, 0, result.stderr)
        self.assertLess(seconds, 5)
        self.assertTrue(result.stdout.endswith(b"</stream>\n"))
        self.expect(self.run_once(), [])

    def test_a_reader_that_goes_away_ends_the_run_in_order(self):
        shutil.copy(DEMO / "dc01-Security.evtx", self.log)
        read, write = os.pipe()
        process = subprocess.Popen([BINARY], stdin=subprocess.PIPE, stdout=write, stderr=subprocess.PIPE)
        os.close(write)
        process.stdin.write(self.document(batch_events=10).encode())
        process.stdin.close()
        self.assertTrue(os.read(read, 100).startswith(b"<stream>"))
        os.close(read)
        code = process.wait(timeout=60)
        message = process.stderr.read().decode()
        process.stderr.close()
        self.assertEqual(code, 0, message)
        self.assertIn("INFO standard output: its reader has gone", message)

    def test_standard_input_that_ends_too_soon_is_refused(self):
        result = run_program(stdin=b"<input><configuration>")
        self.assertEqual(result.code, 1)
        self.expect_log_lines(result)


if __name__ == "__main__":
    wine.main()
