"""./release.sh: what it refuses, and that the tag gives the packages that it names.
The tests themselves are not run here: a line of their last words stands in for them."""

import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import packaging
from conf_reader import ROOT

PASSED = "tests: 12 run, 11 passed, 0 failed, 1 skipped"
FAILED = "tests: 12 run, 11 passed, 1 failed, 0 skipped"


class ReleaseCase(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)
        self.tree = packaging.copy_tree(self.directory)
        shutil.copy2(ROOT / "release.sh", self.tree)
        for name in ("app", "bench", "e2e", "fixtures"):
            shutil.copytree(ROOT / "tests" / name, self.tree / "tests" / name,
                            ignore=shutil.ignore_patterns("__pycache__"))
        self.say(PASSED)
        self.version = re.search(r"project\(eventlens VERSION (\S+)",
                                 (self.tree / "CMakeLists.txt").read_text()).group(1)

    def say(self, words):
        """./test.sh of the tree says this, and fails where a test did."""
        script = self.tree / "test.sh"
        script.write_text("#!/bin/sh\necho '%s'\ntest '%s' = '%s'\n" % (words, words, PASSED))
        script.chmod(0o755)
        packaging.commit_all(self.tree)

    def git(self, *arguments):
        """What git says of the tree."""
        return subprocess.run(["git", "-C", self.tree, *arguments], check=True,
                              stdout=subprocess.PIPE, text=True).stdout

    def release(self, *arguments):
        programs = packaging.stand_ins(self.directory / "programs")
        environment = dict(os.environ, EVENTLENS_PROGRAMS=str(programs),
                           EVENTLENS_BINARY=str(packaging.binary()),
                           GIT_AUTHOR_NAME="test", GIT_AUTHOR_EMAIL="test@example.com",
                           GIT_COMMITTER_NAME="test", GIT_COMMITTER_EMAIL="test@example.com")
        environment.pop("EVENTLENS_DIST", None)
        return subprocess.run([self.tree / "release.sh", *arguments], env=environment, text=True,
                              check=False, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def refused(self, message, *arguments):
        before = self.git("log", "--format=%H", "-1")
        done = self.release(*arguments)
        self.assertNotEqual(done.returncode, 0, done.stdout)
        self.assertIn(message, done.stderr)
        self.assertEqual(self.git("log", "--format=%H", "-1"), before)
        self.assertEqual(self.git("tag"), "")


class ReleaseTest(ReleaseCase):
    def test_the_tag_gives_the_packages_that_the_change_log_names(self):
        done = self.release()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.git("tag").split(), ["v" + self.version])
        self.assertEqual(self.git("status", "--porcelain"), "")
        changes = (self.tree / "CHANGELOG.md").read_text(encoding="utf-8")
        self.assertIn("12 tests run, 11 passed, 1 skipped.", changes)
        self.assertRegex(changes, r"\| JSON, 1 thread \(eventlens, names\) \| \d+ \| \d+ \|")
        # Whoever packs the tag anew gets these bytes.
        packages = packaging.pack(self.tree, self.directory / "again",
                                  programs=self.directory / "programs")
        for path in packages.values():
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            self.assertIn("| `%s` | %d | `%s` |" % (path.name, path.stat().st_size, digest), changes)
        self.assertTrue((self.tree / "tests/fixtures/released" / (self.version + ".json")).is_file())

    def test_check_changes_nothing(self):
        done = self.release("--check")
        self.assertEqual((done.returncode, done.stdout),
                         (0, "version %s can be released\n" % self.version), done.stderr)
        self.assertEqual(self.git("tag"), "")


class RefusalTest(ReleaseCase):
    def test_a_test_that_fails(self):
        self.say(FAILED)
        self.refused("the tests did not pass")

    def test_a_change_that_is_not_committed(self):
        with open(self.tree / "CHANGELOG.md", "a", encoding="utf-8") as file:
            file.write("more\n")
        self.refused("not committed, the first:  M CHANGELOG.md")

    def test_a_version_that_is_released_already(self):
        self.git("tag", "v" + self.version)
        done = self.release("--check")
        self.assertEqual(done.returncode, 1)
        self.assertIn("v%s is released already" % self.version, done.stderr)

    def test_a_change_log_without_this_version(self):
        path = self.tree / "CHANGELOG.md"
        path.write_text(path.read_text().replace("## " + self.version, "## 9.9.9"))
        packaging.commit_all(self.tree)
        self.refused("'## %s', as in CMakeLists.txt, found '## 9.9.9'" % self.version)

    def test_a_version_that_is_none(self):
        path = self.tree / "CMakeLists.txt"
        path.write_text(path.read_text().replace("VERSION " + self.version, "VERSION 1.0"))
        packaging.commit_all(self.tree)
        self.refused("<major>.<minor>.<patch> ...), found version '1.0'")

    def test_an_option_that_does_not_exist(self):
        self.refused("--now is not accepted; accepted: --check", "--now")


if __name__ == "__main__":
    unittest.main()
