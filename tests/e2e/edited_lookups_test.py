"""An administrator's edits of the app's lookups: a running input uses them within a
minute, without a restart; what is wrong with a file is told and costs nothing else."""

import shutil
import unittest

import harness
from harness import Case, Running

EVENT = ("<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
         "<Provider Name='Microsoft-Windows-Security-Auditing'/><EventID>4771</EventID>"
         "<EventRecordID>%d</EventRecordID><Channel>Security</Channel>"
         "<Computer>dc01.corp.example</Computer></System><EventData>"
         "<Data Name='Status'>0x18</Data></EventData></Event>\n")
CODES = "eventlens_kerberos_failure_codes.csv"
WITHIN = 30.0  # it looks every ten seconds


class EditedLookupsTest(Case):
    def setUp(self):
        super().setUp()
        self.app = self.directory / "app"
        for folder in ("bin", "default", "local"):
            (self.app / folder).mkdir(parents=True)
        (self.app / "default/app.conf").write_text("[install]\n")
        shutil.copytree(harness.ROOT / "lookups", self.app / "lookups")
        self.program = shutil.copy(harness.BINARY, self.app / "bin/eventlens")
        self.log = self.logs / "Security.xml"
        self.log.write_text(EVENT % 1)
        self.written = 1

    def follow(self):
        return Running(self.directory, self.document(follow="1"), program=self.program)

    def codes(self, name, file=CODES):
        (self.app / "lookups" / file).write_text("code,name,meaning\n0x18,%s,?\n" % name)

    def append(self):
        self.written += 1
        with open(self.log, "a", encoding="ascii") as log:
            log.write(EVENT % self.written)

    def expect_name(self, running, name):
        """Of the event that is added next, or of one of those after it."""
        def is_named(it):
            self.append()
            return it.events()[-1].added()["Status_name"] == [name]
        running.wait_for(is_named, WITHIN)

    def test_a_row_that_was_edited_is_used_without_a_restart(self):
        with self.follow() as running:
            running.wait_for_ids([1])
            self.assertEqual(running.events()[0].added()["Status_name"],
                             ["KDC_ERR_PREAUTH_FAILED"])
            self.codes("MY_OWN_NAME")
            self.expect_name(running, "MY_OWN_NAME")
            self.assertIn("the lookups were changed and are read again", running.stderr())
            result, _ = running.stop()
            self.assertEqual(result.code, 0, result.stderr)
            self.assertEqual(result.ids, list(range(1, len(result.ids) + 1)))

    def test_a_local_override_counts_from_when_it_is_there(self):
        self.codes("NAMED_LOCALLY", "my_codes.csv")
        with self.follow() as running:
            running.wait_for_ids([1])
            (self.app / "local/transforms.conf").write_text(
                "[eventlens_kerberos_failure_codes]\nfilename = my_codes.csv\n")
            self.expect_name(running, "NAMED_LOCALLY")

    def test_a_file_that_is_spoiled_leaves_the_built_in_table(self):
        self.codes("MY_OWN_NAME")
        with self.follow() as running:
            running.wait_for_ids([1])
            self.assertEqual(running.events()[0].added()["Status_name"], ["MY_OWN_NAME"])
            (self.app / "lookups" / CODES).write_text("spoiled\n")
            self.expect_name(running, "KDC_ERR_PREAUTH_FAILED")
            self.assertIn("the built-in table is used", running.stderr())


if __name__ == "__main__":
    unittest.main()
