"""tests/support/tidy.py remembers what was clean, and never what had findings."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from conf_reader import ROOT

CLEAN = "int twice(int number) { return 2 * number; }\n"
WITH_FINDING = "int sign(int n) { if (n < 0) { return -1; } else { return 1; } }\n"


class TidyTest(unittest.TestCase):
    def setUp(self):
        # Below the project, so that its .clang-tidy counts.
        (ROOT / "build").mkdir(exist_ok=True)
        directory = tempfile.TemporaryDirectory(dir=ROOT / "build")
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)
        self.source = self.directory / "source.cpp"
        command = "/usr/bin/ccache /usr/bin/clang++ -std=c++20 -o source.o -c %s" % self.source
        (self.directory / "compile_commands.json").write_text(json.dumps(
            [{"directory": str(self.directory), "file": str(self.source), "command": command}]))

    def run_over(self, text, *more):
        self.source.write_text(text, encoding="ascii")
        environment = dict(os.environ, EVENTLENS_TIDY_CACHE=str(self.directory / "cache"))
        return subprocess.run(
            [sys.executable, ROOT / "tests/support/tidy.py", self.directory, self.source, *more],
            check=False, env=environment, stdout=subprocess.PIPE, text=True)

    def expect(self, text, known, findings):
        done = self.run_over(text)
        self.assertIn("1 files, %d of them known to be clean, %d with findings"
                      % (known, findings), done.stdout)
        self.assertEqual(done.returncode, 1 if findings else 0)

    def test_what_was_clean_is_passed_over(self):
        self.expect(CLEAN, known=0, findings=0)
        self.expect(CLEAN, known=1, findings=0)

    def test_what_has_findings_is_told_each_time(self):
        self.expect(WITH_FINDING, known=0, findings=1)
        self.expect(WITH_FINDING, known=0, findings=1)

    def test_a_comment_that_was_silencing_counts(self):
        self.expect(WITH_FINDING.replace("\n", "  // NOLINT\n"), known=0, findings=0)
        self.expect(WITH_FINDING, known=0, findings=1)

    def test_a_file_with_another_macro_is_another_file(self):
        self.expect("#define TWICE(x) (2 * (x))\n" + CLEAN, known=0, findings=0)
        self.expect("#define TWICE(x) (x * 2)\n" + CLEAN, known=0, findings=0)

    def test_a_file_that_is_not_compiled_is_told(self):
        done = self.run_over(CLEAN, "no.cpp")
        self.assertEqual(done.returncode, 1)
        self.assertIn("no.cpp: is not in compile_commands.json", done.stdout)


if __name__ == "__main__":
    unittest.main()
