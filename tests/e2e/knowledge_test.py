"""`eventlens knowledge check`, `import` and `views`, on made-up articles in the
form of the public ones."""

import csv
import json
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from harness import BINARY, PATIENCE, ROOT, run_program

LOOKUPS = ROOT / "lookups"
RULE = "\t" + 79 * "-" + "\n"


def archive_page(number, title, body):
    """The README.md of an article of 2002."""
    text = "".join("\t%s\n" % line for line in body.splitlines())
    return ("\n## Q%d: %s\n\n{%% raw %%}\n\n\tProduct(s): Microsoft Windows NT\n"
            "\tLast Modified: 06-AUG-2002\n\t\n%s\t- Windows NT 4.0\n%s\t\n%s"
            % (number, title, RULE, RULE, text))


ENTRY = "SYMPTOMS\n========\n\n  Event ID: %d\n  Source: %s\n  Type: Error\n"


class KnowledgeCase(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)
        self.lookups = self.directory / "lookups"
        shutil.copytree(LOOKUPS, self.lookups)
        self.archive = self.directory / "kbarchive"
        self.add_article(999991, "NETLOGON Event ID 5719 Is Logged", ENTRY % (5719, "NETLOGON"))

    def add_article(self, number, title, body):
        path = self.archive / "kb" / ("%06d" % number)[:3] / ("Q%d" % number) / "README.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(archive_page(number, title, body), encoding="ascii")
        return path

    def add_support_page(self, name, body):
        path = self.directory / "support-articles/support/windows-server/networking" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("---\ntitle: x\n---\n" + body, encoding="utf-8")

    def run_import(self, *arguments, **options):
        return run_program("knowledge", "import", "--lookups", self.lookups, *arguments,
                           **options)

    def import_archive(self):
        result = self.run_import("--kbarchive", self.archive)
        self.assertEqual(result.code, 0, result.stderr)
        return result.stdout.decode()

    def rows(self, table):
        with open(self.lookups / ("eventlens_%s.csv" % table), newline="",
                  encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def contents(self):
        return {path.name: path.read_bytes() for path in self.lookups.iterdir()}

    def write(self, table, text):
        (self.lookups / ("eventlens_%s.csv" % table)).write_text(text, encoding="utf-8")


class CheckTest(KnowledgeCase):
    def check(self, *arguments):
        return run_program("knowledge", "check", *arguments)

    def test_the_tables_that_ship_have_no_finding(self):
        for arguments in ((), ("--lookups", LOOKUPS)):
            result = self.check(*arguments)
            self.assertEqual(result.code, 0, result.stdout)
            self.assertRegex(result.stdout.decode(),
                             r"\A\d+ tables, \d+ rows: 0 errors, 0 notes\n\Z")

    def test_an_edited_file_is_told_with_row_column_and_what_is_accepted(self):
        path = self.lookups / "eventlens_logon.csv"
        self.write("ntstatus", "code,name,meaning\n0xC000006A,STATUS_X,x\n")
        path.write_text("a,b\n1,2\n", encoding="ascii")
        result = self.check("--lookups", self.lookups)
        self.assertEqual(result.code, 1)
        lines = result.stdout.decode().splitlines()
        self.assertIn("%s/eventlens_ntstatus.csv: row 2, column code: \"0xC000006A\"; accepted: 0x "
                      "and eight hex digits in lower case" % self.lookups, lines)
        self.assertTrue(any(line.startswith("note: %s: " % path) for line in lines), lines)

    def test_json_says_the_same(self):
        self.write("ntstatus", "code,name,meaning\n0xC000006A,STATUS_X,x\n")
        result = self.check("--json", "--lookups", self.lookups)
        self.assertEqual(result.code, 1)
        report = json.loads(result.stdout)
        self.assertGreaterEqual(report["errors"], 1)
        self.assertIn({"kind": "error", "file": "%s/eventlens_ntstatus.csv" % self.lookups,
                       "row": 2, "column": "code", "found": '"0xC000006A"',
                       "accepted": "0x and eight hex digits in lower case"}, report["findings"])

    def test_a_directory_that_is_none_or_has_no_lookups(self):
        for path in (self.directory / "no such", self.directory / "kbarchive"):
            result = self.check("--lookups", path)
            self.assertEqual(result.code, 1)
            self.assertIn(str(path), result.stderr)
            self.assertEqual(result.stdout, b"")


class ImportTest(KnowledgeCase):
    def test_the_archive_replaces_what_it_gave_before(self):
        others = [row for row in self.rows("kb_events") if row["source"] != "jeffpar/kbarchive"]
        summary = self.import_archive()
        rows = self.rows("kb_events")
        ours = [row for row in rows if row["source"] == "jeffpar/kbarchive"]
        self.assertEqual([(row["event_id"], row["provider"], row["evidence"], row["rank"])
                          for row in ours], [("5719", "NETLOGON", "block", "2")])
        self.assertEqual([row for row in rows if row["source"] != "jeffpar/kbarchive"], others)
        article, = [row for row in self.rows("kb_articles") if row["article"] == "Q999991"]
        self.assertEqual(article["title"], "NETLOGON Event ID 5719 Is Logged")
        self.assertIn("jeffpar/kbarchive: 1 articles read, 1 with events, 0 files skipped",
                      summary)
        self.assertRegex(summary, r"eventlens_kb_events\.csv: 1 new, 0 changed, \d+ gone, ")

    def test_the_result_passes_the_check_and_a_second_time_nothing_changes(self):
        self.import_archive()
        first = self.contents()
        self.assertEqual(run_program("knowledge", "check", "--lookups", self.lookups).code, 0)
        self.assertIn("0 new, 0 changed, 0 gone", self.import_archive())
        self.assertEqual(self.contents(), first)

    def test_no_text_of_an_article_is_kept(self):
        self.add_article(999992, "Event ID 7", "Event ID 7 with words that stand nowhere else\n")
        self.import_archive()
        for content in self.contents().values():
            self.assertNotIn(b"stand nowhere else", content)

    def test_rows_and_columns_of_an_administrator_stay(self):
        self.write("kb_events",
                   "event_id,provider,code,article,evidence,verdict,rank,confirmed,source,owner\n"
                   "5719,NETLOGON,,Q999991,title,benign,1,yes,team a,me\n"
                   "5720,NETLOGON,,mine,title,,1,yes,team a,me\n")
        self.import_archive()
        self.assertEqual([(row["event_id"], row["source"], row["owner"])
                          for row in self.rows("kb_events")],
                         [("5719", "team a", "me"), ("5720", "team a", "me")])

    def test_both_at_once_and_each_alone(self):
        self.add_support_page("a.md", "# Event ID 5722\n\nEvent ID: 5722\nSource: NETLOGON\n")
        support = self.directory / "support-articles"
        result = self.run_import("--kbarchive", self.archive, "--support-articles", support)
        self.assertEqual(result.code, 0, result.stderr)
        both = {(row["article"], row["event_id"]) for row in self.rows("kb_events")}
        self.assertLessEqual({("Q999991", "5719"), ("a", "5722")}, both)
        (self.archive / "kb/999/Q999991/README.md").unlink()
        self.add_article(999993, "Event ID 12", "x\n")
        self.import_archive()
        alone = {(row["article"], row["event_id"]) for row in self.rows("kb_events")}
        self.assertIn(("a", "5722"), alone)
        self.assertNotIn(("Q999991", "5719"), alone)

    def test_odd_files_are_skipped_and_counted(self):
        self.add_article(999992, "x", "y").write_bytes(b"\xff\x00 no article")
        self.add_article(999993, "x", "y").write_bytes(b"\n## Q999993: x\n" + b"a" * (2 << 20))
        unreadable = self.add_article(999994, "x", "y")
        unreadable.unlink()
        os.mkfifo(unreadable)
        link = self.add_article(999995, "x", "y")
        link.unlink()
        link.symlink_to("/nowhere")
        result = self.run_import("--kbarchive", self.archive)
        self.assertEqual(result.code, 0, result.stderr)
        self.assertIn("1 articles read, 1 with events, 2 files skipped", result.stdout.decode())
        self.assertIn("Q999992/README.md: no line", result.stderr)
        self.assertIn("Q999993/README.md: ", result.stderr)

    def test_an_article_that_may_not_be_read_is_skipped(self):
        # Root may read every file, so the program runs as somebody else, with
        # what it needs where everybody may come.
        program = shutil.copy(BINARY, self.directory / "eventlens")
        closed = self.add_article(999992, "x", "y")
        for path in (self.directory, *self.directory.rglob("*")):
            path.chmod(0o777)
        closed.chmod(0)
        other = {"user": "nobody", "group": "nogroup", "extra_groups": []}
        done = subprocess.run([program, "knowledge", "import", "--kbarchive", self.archive,
                               "--lookups", self.lookups], check=False, capture_output=True,
                              **(other if os.geteuid() == 0 else {}))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(b"1 articles read, 1 with events, 1 files skipped", done.stdout + done.stderr)

    def test_wrong_directories_change_nothing(self):
        before = self.contents()
        for arguments, words in (
                (("--kbarchive", self.directory), "jeffpar/kbarchive"),
                (("--kbarchive", self.directory / "no such"), "jeffpar/kbarchive"),
                (("--support-articles", self.archive), "SupportArticles-docs")):
            result = self.run_import(*arguments)
            self.assertEqual(result.code, 1)
            self.assertIn(str(arguments[1]), result.stderr)
            self.assertIn(words, result.stderr)
        self.assertEqual(self.contents(), before)

    def test_a_checkout_without_events_changes_nothing(self):
        before = self.contents()
        self.add_article(999991, "x", "y")
        result = self.run_import("--kbarchive", self.archive)
        self.assertEqual(result.code, 1)
        self.assertIn("no article about an event", result.stderr)
        self.assertEqual(self.contents(), before)

    def test_a_table_that_is_damaged_is_not_replaced(self):
        self.write("kb_events", "event_id,provider\n1,x\n")
        before = self.contents()
        result = self.run_import("--kbarchive", self.archive)
        self.assertEqual(result.code, 1)
        self.assertIn('eventlens_kb_events.csv: no column "article"', result.stderr)
        self.assertEqual(self.contents(), before)

    def test_a_write_that_fails_leaves_whole_files(self):
        """A disk that is full, as far as a limit on the size of files can stand for it."""
        before = self.contents()

        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

        result = self.run_import("--kbarchive", self.archive, preexec_fn=limit)
        self.assertEqual(result.code, 5, result.stderr)
        self.assertIn("eventlens_kb_articles.csv.new: ", result.stderr)
        self.assertEqual(self.contents(), before)

    def test_an_interrupted_import_leaves_whole_files(self):
        for number in range(900000, 904000):
            self.add_article(number, "Event ID 7", ENTRY % (7, "Srv"))
        before = self.contents()
        with subprocess.Popen([BINARY, "knowledge", "import", "--lookups", self.lookups,
                               "--kbarchive", self.archive],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            time.sleep(0.05)
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=PATIENCE)
        if process.returncode != 0:  # it may have been done already
            self.assertIn(process.returncode, (5, -signal.SIGINT), errors)
            self.assertEqual(self.contents(), before)

    def test_what_the_command_line_must_have(self):
        result = self.run_import()
        self.assertEqual(result.code, 2)
        self.assertIn("--kbarchive", result.stderr)
        result = run_program("knowledge", "import", "--kbarchive", self.archive)
        self.assertEqual(result.code, 2)
        self.assertIn("--lookups", result.stderr)
        result = run_program("knowledge", "import", "--kbarchive", self.archive, "--lookups",
                             self.directory / "no such")
        self.assertEqual(result.code, 1)

    def test_the_app_s_own_lookups_are_the_default(self):
        app = self.directory / "eventlens"
        for directory in ("bin", "default"):
            (app / directory).mkdir(parents=True)
        (app / "default/app.conf").write_text("", encoding="ascii")
        shutil.move(self.lookups, app / "lookups")
        self.lookups = app / "lookups"
        shutil.copy(BINARY, app / "bin/eventlens")
        done = subprocess.run([app / "bin/eventlens", "knowledge", "import", "--kbarchive",
                               self.archive], check=False, capture_output=True, timeout=PATIENCE)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Q999991", {row["article"] for row in self.rows("kb_events")})

    def test_permissions_stay(self):
        path = self.lookups / "eventlens_kb_events.csv"
        path.chmod(0o640)
        self.import_archive()
        self.assertEqual(path.stat().st_mode & 0o777, 0o640)


class ViewsTest(KnowledgeCase):
    """What searches need again of articles and access rights."""

    VIEWS = ("event_articles", "event_verdicts", "access_rights")

    def run_views(self, **options):
        return run_program("knowledge", "views", "--lookups", self.lookups, **options)

    def check(self):
        return run_program("knowledge", "check", "--lookups", self.lookups)

    def append(self, table, **cells):
        columns = self.rows(table)[0]
        with open(self.lookups / ("eventlens_%s.csv" % table), "a", encoding="utf-8",
                  newline="") as file:
            csv.DictWriter(file, columns, restval="", lineterminator="\n").writerow(cells)

    def test_those_that_ship_are_what_it_writes(self):
        before = self.contents()
        result = self.run_views()
        self.assertEqual((result.code, result.stderr), (0, ""))
        self.assertEqual(result.stdout.decode().count(": as it was\n"), len(self.VIEWS))
        self.assertEqual(self.contents(), before)

    def test_an_article_that_was_added_reaches_searches(self):
        security = "Microsoft-Windows-Security-Auditing"
        self.append("kb_articles", article="INTERNAL-7", title="Who to call",
                    url="https://wiki.example/7", confirmed="yes", source="us")
        self.append("kb_events", event_id="4771", provider=security, code="0x18",
                    article="INTERNAL-7", evidence="title", verdict="expected", rank="1",
                    confirmed="yes", source="us")
        stale = self.check()
        self.assertEqual(stale.code, 1)
        self.assertIn("eventlens_event_articles.csv: it does not say what the other tables say now; "
                      "accepted: what `eventlens knowledge views` writes", stale.stdout.decode())
        result = self.run_views()
        self.assertEqual(result.code, 0, result.stderr)
        self.assertIn("eventlens_event_articles.csv: written anew\n", result.stdout.decode())
        self.assertIn("eventlens_access_rights.csv: as it was\n", result.stdout.decode())
        added = [row for row in self.rows("event_articles") if row["article"] == "INTERNAL-7"]
        self.assertEqual(added, [
            {"event_id": "4771", "provider": security, "code": "0x18", "place": "2",
             "article": "INTERNAL-7", "title": "Who to call", "url": "https://wiki.example/7",
             "address": "wiki.example/7"}])
        verdicts = {(row["event_id"], row["provider"], row["code"]): row["verdict"]
                    for row in self.rows("event_verdicts")}
        self.assertEqual(verdicts["4771", security, "0x18"], "expected")
        self.assertEqual(self.check().code, 0)

    def test_a_right_that_was_added_reaches_searches(self):
        self.append("access_masks", object_type="Widget", code="0x00000001", name="WIDGET_TURN",
                    meaning="turn it", confirmed="yes", source="us")
        self.assertEqual(self.run_views().code, 0)
        names = {row["access"]: row["name"] for row in self.rows("access_rights")}
        self.assertEqual(names["Widget/0x00000001"], "WIDGET_TURN")

    def test_rows_that_make_no_sense_are_left_out(self):
        before = self.rows("event_articles")
        self.append("kb_events", event_id="x", provider="P", article="KB244474", rank="1")
        self.append("kb_events", event_id="1", provider="P", article="no such", rank="1")
        with open(self.lookups / "eventlens_kb_events.csv", "a", encoding="utf-8") as file:
            file.write("1,P\n")
        self.assertEqual(self.run_views().code, 0)
        self.assertTrue(self.rows("event_articles") == before)

    def test_an_import_writes_them(self):
        summary = self.import_archive()
        self.assertIn("eventlens_event_articles.csv: written anew\n", summary)
        self.assertIn("Q999991", {row["article"] for row in self.rows("event_articles")})
        self.assertNotIn("knowledge views", self.check().stdout.decode())

    def test_a_table_that_is_damaged_changes_no_view(self):
        self.write("kb_events", "event_id,provider\n1,x\n")
        before = self.contents()
        result = self.run_views()
        self.assertEqual(result.code, 1)
        self.assertIn('eventlens_kb_events.csv: no column "article"', result.stderr)
        self.assertEqual(self.contents(), before)

    def test_where_there_are_no_lookups(self):
        result = run_program("knowledge", "views")
        self.assertEqual(result.code, 2)
        self.assertIn("--lookups", result.stderr)
        result = run_program("knowledge", "views", "--lookups", self.directory / "no such")
        self.assertEqual(result.code, 1)
        self.assertIn("no such: no directory", result.stderr)


class HelpTest(unittest.TestCase):
    def test_help_names_the_commands_and_their_options(self):
        text = run_program("knowledge", "--help").stdout.decode()
        for command in ("check", "import", "views"):
            self.assertIn(command, text)
        text = run_program("knowledge", "import", "--help").stdout.decode()
        for option in ("--kbarchive", "--support-articles", "--lookups"):
            self.assertIn(option, text)

    def test_knowledge_alone_is_not_enough(self):
        self.assertEqual(run_program("knowledge").code, 2)


if __name__ == "__main__":
    unittest.main()
