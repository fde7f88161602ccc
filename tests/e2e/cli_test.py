"""The commands a person types: convert, explain, --version and --help."""

import json
import os
import pty
import re
import shutil
import subprocess
import unittest

import harness
from harness import BINARY, DEMO, Case, run_program, write_log

SYSTEM_LOG = DEMO / "ws07-System.evtx"  # 76 events


class CommandCase(Case):
    def convert(self, *arguments, **options):
        result = run_program("convert", *arguments, **options)
        # A person reads these, splunkd does not.
        for line in result.stderr.splitlines():
            self.assertTrue(line.startswith("eventlens: "), line)
        return result

    def lines(self, *arguments):
        result = self.convert(*arguments)
        self.assertEqual(result.code, 0, result.stderr)
        return result.stdout.decode().splitlines()


class ConvertTest(CommandCase):
    def test_one_line_per_event(self):
        self.assertEqual(len(self.lines(SYSTEM_LOG)), 76)
        for line in self.lines("--render", "json", SYSTEM_LOG):
            json.loads(line)

    def test_the_summary_is_told_on_standard_error(self):
        self.assertRegex(self.convert(SYSTEM_LOG).stderr,
                         r"^eventlens: files=1 files_failed=0 records=76 sent=76 ")

    def test_levels_of_enrichment(self):
        sizes = [sum(map(len, self.lines("--enrich", level, SYSTEM_LOG)))
                 for level in ("none", "names", "full")]
        self.assertEqual(sizes, sorted(set(sizes)))
        self.assertEqual(self.lines("--enrich", "NAMES", SYSTEM_LOG), self.lines(SYSTEM_LOG))

    def test_any_number_of_threads_writes_the_same_bytes(self):
        # Enough for the threads to be used: small logs are read by one.
        for number in range(3):
            shutil.copy(DEMO / "dc01-Security.evtx", self.logs / ("%d.evtx" % number))
        for render in ("xml", "json"):
            one = self.convert("--threads", 1, "--render", render, self.logs)
            self.assertEqual(one.stdout.count(b"\n"), 3 * 2790)
            for threads in (2, 3, 0):
                more = self.convert("--threads", threads, "--render", render, self.logs)
                self.assertEqual((more.stdout, more.stderr), (one.stdout, one.stderr))

    def test_output_to_a_file(self):
        output = self.directory / "day.xml"
        result = self.convert("--output", output, SYSTEM_LOG)
        self.assertEqual((result.code, result.stdout), (0, b""))
        self.assertEqual(output.read_text(encoding="utf-8").splitlines(), self.lines(SYSTEM_LOG))

    def test_output_never_goes_over_a_log_that_is_read(self):
        shutil.copy(SYSTEM_LOG, self.log)
        before = self.log.read_bytes()
        other_name = self.directory / "link.evtx"
        other_name.symlink_to(self.log)
        for output in (self.log, other_name):
            result = self.convert("--output", output, self.logs)
            self.assertEqual(result.code, 1)
            self.assertIn("one of the files to be read", result.stderr)
            self.assertEqual(self.log.read_bytes(), before)

    def test_directories(self):
        below = self.logs / "a/b"
        below.mkdir(parents=True)
        write_log(self.log, events=3)
        write_log(below / "old.evtx", events=2)
        self.assertEqual(len(self.lines(self.logs)), 3)
        self.assertEqual(len(self.lines("--recursive", self.logs)), 5)

    def test_globs_that_the_shell_left_alone(self):
        for name in ("a1.evtx", "a2.evtx", "b1.evtx", "[odd].evtx"):
            write_log(self.logs / name, events=1)
        self.assertEqual(len(self.lines(self.logs / "a?.evtx")), 2)
        self.assertEqual(len(self.lines(self.logs / "*.evtx")), 4)
        self.assertEqual(len(self.lines(self.logs / "[odd].evtx")), 1)
        self.assertEqual(len(self.lines(self.logs / "c*.evtx")), 0)

    def test_a_path_given_twice_is_read_once(self):
        self.assertEqual(len(self.lines(SYSTEM_LOG, SYSTEM_LOG)), 76)

    def expect_one_failed(self, path, *words):
        result = self.convert(path, SYSTEM_LOG)
        self.assertEqual(result.code, 3)
        self.assertEqual(result.stdout.count(b"\n"), 76)
        error = result.stderr.splitlines()[0]
        for word in (str(path), *words):
            self.assertIn(word, error)
        self.assertIn("files_failed=1", result.stderr)

    def test_a_path_that_is_not_there(self):
        self.expect_one_failed(self.logs / "missing.evtx", "No such file")

    def test_a_file_that_is_no_log(self):
        notes = self.logs / "notes.txt"
        notes.write_text("hello", encoding="utf-8")
        self.expect_one_failed(notes, "is no event log", 'it begins with "hello"', "EVTX")

    def test_an_empty_file(self):
        self.log.write_bytes(b"")
        self.expect_one_failed(self.log, "it is empty")

    def test_a_pipe_is_no_log_and_does_not_block(self):
        os.mkfifo(self.logs / "pipe")
        self.expect_one_failed(self.logs / "pipe", "no regular file")

    def test_a_file_that_may_not_be_read(self):
        # Root may read every file, so the program runs as somebody else, from a
        # place that everybody may enter.
        program = self.directory / "eventlens"
        readable = self.logs / "readable.evtx"
        shutil.copy(BINARY, program)
        shutil.copy(SYSTEM_LOG, readable)
        shutil.copy(SYSTEM_LOG, self.log)
        for path in (self.directory, self.logs, program, readable):
            path.chmod(0o755)
        self.log.chmod(0)
        other = {"user": "nobody", "group": "nogroup", "extra_groups": []}
        done = subprocess.run([program, "convert", self.log, readable], check=False,
                              capture_output=True, **(other if os.geteuid() == 0 else {}))
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertEqual(done.stdout.count(b"\n"), 76)
        self.assertIn(b"%s: Permission denied" % os.fsencode(self.log),
                      done.stderr.splitlines()[0])
        self.assertIn(b"files_failed=1", done.stderr)

    def test_a_device_that_is_full(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([BINARY, "convert", str(SYSTEM_LOG)], stdout=full,
                                  stderr=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, 5)
        self.assertIn(b"No space left", done.stderr)
        result = self.convert("--output", "/dev/full", SYSTEM_LOG)
        self.assertEqual(result.code, 5)
        self.assertIn("/dev/full: No space left", result.stderr)

    def test_an_output_that_cannot_be_made(self):
        result = self.convert("--output", "/no/such/directory/x", SYSTEM_LOG)
        self.assertEqual((result.code, result.stdout), (1, b""))
        self.assertIn("/no/such/directory/x: No such file", result.stderr)

    def test_a_reader_that_has_seen_enough(self):
        done = subprocess.run(
            ["bash", "-c", '"$0" convert "$1" "$1" | head -n 1; exit "${PIPESTATUS[0]}"', BINARY,
             str(DEMO / "dc01-Security.evtx")], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            check=False, timeout=harness.PATIENCE)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertEqual(done.stdout.count(b"\n"), 1)


class SelectionTest(CommandCase):
    """What is selected is exactly what a filter over the whole output would
    leave, whichever way a record's values are kept."""

    @classmethod
    def setUpClass(cls):
        output = run_program("convert", "--render", "json", DEMO).stdout.decode()
        cls.all = [(line, json.loads(line)) for line in output.splitlines()]

    def selected(self, *options):
        return self.lines("--render", "json", *options, DEMO)

    def check(self, wanted, *options):
        expected = [line for line, event in self.all if wanted(event)]
        self.assertTrue(0 < len(expected) < len(self.all))
        self.assertEqual(self.selected(*options), expected)

    def test_event_ids(self):
        self.check(lambda event: event["EventID"] in (4768, 4769, 4771), "--event-ids", "4768-4769,4771")

    def test_provider_and_channel(self):
        self.check(
            lambda event: event["Provider"] == "Microsoft-Windows-Security-Auditing",
            "--provider", "microsoft-windows-security-auditing",
        )
        self.check(lambda event: event["Channel"] == "System", "--channel", "System")
        self.check(
            lambda event: event["Channel"] == "System" and event["EventID"] == 4,
            "--channel", "system", "--channel", "Nowhere", "--event-ids", "4",
        )

    def test_paths_behind_a_name_are_paths(self):
        logs = [DEMO / "dc01-Security.evtx", SYSTEM_LOG]
        self.assertEqual(self.lines("--channel", "System", *logs),
                         self.lines(*logs, "--channel", "System"))
        self.assertEqual(len(self.lines("--channel", "System", *logs)), 76)

    def test_time(self):
        times = sorted(event["TimeCreated"] for _, event in self.all)
        since, until = times[len(times) // 3], times[2 * len(times) // 3]
        self.check(lambda event: since <= event["TimeCreated"] < until, "--since", since, "--until", until)

    def test_what_was_left_out_is_counted(self):
        result = self.convert("--event-ids", "4771", DEMO)
        numbers = dict(re.findall(r"(\w+)=(\d+)", result.stderr))
        self.assertEqual(int(numbers["records"]) + int(numbers["filtered"]), len(self.all))
        self.assertEqual(len(result.stdout.splitlines()), int(numbers["sent"]))

    def test_nothing_selected_is_no_error(self):
        self.assertEqual(self.selected("--event-ids", "65535"), [])

    def test_what_is_not_accepted_is_named(self):
        for option, value in (("--event-ids", "4624,x"), ("--since", "yesterday"), ("--until", "2026-02-30"),
                              ("--timezone", "+15:00")):
            result = run_program("convert", option, value, DEMO)
            self.assertEqual(result.code, 2, option)
            self.assertIn(option, result.stderr)
            self.assertIn("accepted", result.stderr)


class ExplainTest(unittest.TestCase):
    def explain(self, *terms, code=0):
        result = run_program("explain", *terms)
        self.assertEqual(result.code, code, result.stderr)
        return result.stdout.decode()

    def test_a_failure_code_in_every_way_it_is_written(self):
        for term in ("0x18", "24", "0X18", "0x00000018", "KDC_ERR_PREAUTH_FAILED",
                     "kdc_err_preauth_failed"):
            with self.subTest(term):
                self.assertIn("0x18  KDC_ERR_PREAUTH_FAILED  (Kerberos failure code)",
                              self.explain(term))

    def test_a_status_in_every_way_it_is_written(self):
        for term in ("0xC000006A", "0xc000006a", "-1073741718", "3221225578",
                     "STATUS_WRONG_PASSWORD"):
            with self.subTest(term):
                self.assertIn("STATUS_WRONG_PASSWORD  (NTSTATUS)", self.explain(term))

    def test_an_event_and_its_code_together_favour_the_article_that_joins_them(self):
        text = self.explain("677", "7")
        self.assertIn("Event 677 of Security", text)
        self.assertIn("KDC_ERR_S_PRINCIPAL_UNKNOWN", text)
        articles = re.findall(r"^  articles +(\S+)", text, re.MULTILINE)
        self.assertEqual(articles[0], "Q281431")

    def test_an_event_of_today(self):
        self.assertIn("Event 4771 of Microsoft-Windows-Security-Auditing", self.explain("4771"))

    def test_articles(self):
        for term in ("Q281431", "q281431", "281431", "ME281431"):
            with self.subTest(term):
                self.assertIn("Article Q281431", self.explain(term))

    def test_a_number_beside_an_event_is_a_code_of_its_fields(self):
        text = self.explain("4624", "3")
        self.assertIn("3  Network  (logon type)", text)
        self.assertNotIn("NTSTATUS", text)
        text = self.explain("4768", "0x40810010")
        for name in ("forwardable", "renewable", "canonicalize", "renewable-ok"):
            self.assertIn(name + ":", text)

    def test_every_kind_of_table(self):
        for term, name in (("%%2313", "message parameter"), ("S-1-5-18", "Local System"),
                           ("S-1-5-21-1-2-3-512", "Domain Admins"),
                           ("SeDebugPrivilege", "Debug programs"),
                           ("{0CCE922F-69AE-11D9-BED3-505054503030}", "Audit Policy Change"),
                           ("ERROR_LOGON_FAILURE", "Win32 error"), ("0x8009030c", "HRESULT"),
                           ("rc4-hmac", "Kerberos encryption type")):
            with self.subTest(term):
                self.assertIn(name, self.explain(term))

    def test_a_typing_error_and_a_part_of_a_name(self):
        for term in ("KDC_ERR_PREAUTH_FAILD", "KDC_ERR_PRAEUTH_FAILED", "preauth_failed"):
            with self.subTest(term):
                result = run_program("explain", term)
                self.assertEqual(result.code, 4)
                self.assertIn("did you mean KDC_ERR_PREAUTH_FAILED", result.stderr)

    def pasted(self, text, *arguments, code=0):
        done = subprocess.run([BINARY, "explain", *arguments], input=text.encode(),
                              capture_output=True, check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        return (done.stdout + done.stderr).decode()

    def test_a_pasted_event(self):
        for render in ("xml", "json"):
            lines = run_program("convert", "--render", render, "--event-ids", "4771", DEMO)
            event = lines.stdout.decode().splitlines()[0]
            text = self.pasted(event, "-")
            with self.subTest(render):
                self.assertIn("Event 4771 of Microsoft-Windows-Security-Auditing", text)
                self.assertIn("Kerberos failure code", text)
                self.assertRegex(text, r"PreAuthType +\d")
                values = [match for match in json.loads(self.pasted(event, "--json"))[0]["matches"]
                          if match["kind"] == "values"]
                self.assertIn("Status", [value["field"] for value in values[0]["values"]])

    def test_a_pasted_message(self):
        text = self.pasted("Log Name:      Security\r\nEvent ID:      4771\r\n\r\n"
                           "Additional Information:\r\n\tFailure Code:\t\t0x18\r\n")
        self.assertIn("Event 4771", text)
        self.assertIn("KDC_ERR_PREAUTH_FAILED", text)

    def test_pasted_text_that_is_no_event(self):
        for text in ("", "hello", "<html></html>", "{}", "\0" * 100):
            with self.subTest(text):
                self.assertIn("no event was found", self.pasted(text, "-", code=4))

    def test_an_unknown_term(self):
        result = run_program("explain", "0x18", "NO_SUCH_THING")
        self.assertEqual(result.code, 4)
        self.assertIn(b"KDC_ERR_PREAUTH_FAILED", result.stdout)
        self.assertIn('nothing is known of "NO_SUCH_THING"', result.stderr)
        self.assertIn("accepted are", result.stderr)
        self.assertEqual(run_program("explain", "").code, 4)

    def test_for_machines(self):
        answers = json.loads(self.explain("--json", "0x18", "677", "Q281431", "nothing",
                                          code=4))
        self.assertEqual([answer["term"] for answer in answers],
                         ["0x18", "677", "Q281431", "nothing"])
        self.assertEqual(answers[0]["matches"][0]["name"], "KDC_ERR_PREAUTH_FAILED")
        self.assertEqual(answers[0]["matches"][0]["code_dec"], 24)
        self.assertEqual(answers[3]["matches"], [])

    def test_a_device_that_is_full(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([BINARY, "explain", "0x18"], stdout=full,
                                  stderr=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, 5)
        self.assertIn(b"No space left", done.stderr)


class UsageTest(unittest.TestCase):
    def test_version(self):
        result = run_program("--version")
        self.assertEqual(result.code, 0)
        self.assertRegex(result.stdout, rb"^eventlens \d+\.\d+\.\d+\n$")

    def test_help_on_every_level(self):
        for arguments, words in ((["--help"], ("convert", "explain", "modular input")),
                                 (["convert", "--help"], ("xml|json", "none|names|full",
                                                          "Examples:")),
                                 (["explain", "--help"], ("--json", "Examples:"))):
            result = run_program(*arguments)
            self.assertEqual((result.code, result.stderr), (0, ""))
            for word in words:
                self.assertIn(word, result.stdout.decode())
            self.assertRegex(result.stdout, rb"^[\x20-\x7e\n]+$")

    def test_what_is_not_accepted(self):
        for arguments, words in ((["convrt"], "convrt"), (["convert"], "PATH"),
                                 (["explain"], "TERM"), (["--schema"], "--schema"),
                                 (["convert", "--render", "html", "x"],
                                  "--render: html is not accepted; accepted: xml|json"),
                                 (["convert", "--enrich", "all", "x"],
                                  "accepted: none|names|full"),
                                 (["convert", "--threads", "257", "x"], "0 to 256")):
            with self.subTest(arguments):
                result = run_program(*arguments)
                self.assertEqual((result.code, result.stdout), (2, b""))
                self.assertIn(words, result.stderr)

    def test_started_in_a_terminal_without_arguments_it_shows_the_help(self):
        terminal, side = pty.openpty()
        try:
            done = subprocess.run([BINARY], stdin=side, stdout=subprocess.PIPE, check=False,
                                  timeout=harness.PATIENCE)
        finally:
            os.close(side)
            os.close(terminal)
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stdout, run_program("--help").stdout)


if __name__ == "__main__":
    unittest.main()
