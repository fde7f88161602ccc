"""Splunk's own examination of the three packages, against docs/appinspect.md. It runs
from the virtual environment that EVENTLENS_VENV names (tests/requirements.txt)."""

import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

import packaging
from conf_reader import ROOT

VENV = os.environ.get("EVENTLENS_VENV")
DOCUMENT = ROOT / "docs/appinspect.md"
# Tags that version 4.3.1 knows and that say where a package may go.
TAGS = ("cloud", "private_victoria", "private_app", "aarch64_compatibility")
# Checks of the archive itself; they run whatever tags are asked for.
ALWAYS = "packaging_standards"
RESULTS = ("success", "warning", "not_applicable", "skipped", "failure", "error")


def inspect(package, tags, report):
    """{name of the check: the check} of a run with these tags, or with all."""
    command = [str(pathlib.Path(VENV) / "bin/splunk-appinspect"), "inspect", str(package),
               "--mode", "precert", "--max-messages", "all", "--data-format", "json",
               # What it would fetch are names of Python libraries, of which we have none.
               "--skip-trusted-libraries-update", "--output-file", str(report)]
    for tag in tags:
        command += ["--included-tags", tag]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    found = json.loads(report.read_text(encoding="utf-8"))
    return {check["name"]: check for app in found["reports"] for group in app["groups"]
            for check in group["checks"]}


def documented(heading, cells):
    """The rows of the table under `heading`, each a tuple of its first cells."""
    section = re.search(r"^## %s\n(.*?)(?=^## |\Z)" % heading,
                        DOCUMENT.read_text(encoding="utf-8"), re.M | re.S).group(1)
    rows = [[cell.strip(" `") for cell in line.strip("|").split("|")]
            for line in section.splitlines() if line.startswith("|")]
    return [tuple(row[:cells]) for row in rows[2:]]


@unittest.skipUnless(VENV, "EVENTLENS_VENV names no virtual environment")
class AppInspectTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as directory:
            directory = pathlib.Path(directory)
            programs = packaging.real_or_stand_ins(directory / "programs")
            packages = packaging.pack(packaging.copy_tree(directory), directory / "dist",
                                      programs=programs)
            runs = [(cut, tags) for tags in ((), TAGS) for cut in packaging.CUTS]
            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                results = list(pool.map(
                    lambda run: inspect(packages[run[0]], run[1],
                                        directory / ("%s-%d.json" % (run[0], len(run[1])))), runs))
        cls.reports = dict(zip(runs, results))

    def whole(self, cut):
        return self.reports[cut, ()]

    def warnings(self):
        return {(cut, name): check for cut in packaging.CUTS
                for name, check in self.whole(cut).items()
                if check["result"] not in ("success", "not_applicable")}

    def test_nothing_fails(self):
        for (cut, tags), checks in self.reports.items():
            for name, check in checks.items():
                with self.subTest(cut, tags=tags, check=name):
                    self.assertIn(check["result"], ("success", "not_applicable", "warning"),
                                  check["messages"])

    def test_it_examined_something(self):
        for checks in self.reports.values():
            self.assertGreater(
                sum(check["result"] == "success" for check in checks.values()), 50)

    def test_every_warning_is_explained_and_every_explained_one_comes(self):
        found = self.warnings()
        for (cut, name), check in sorted(found.items()):
            print("  warning of %s: %s: %s" % (
                cut, name, " | ".join(message["message"] for message in check["messages"])))
        explained = documented("Warnings", 3)
        self.assertEqual(sorted(found), sorted(row[:2] for row in explained))
        for row in explained:
            self.assertGreater(len(row[2]), 40, "no reason for %s: %s" % row[:2])

    def test_the_counts_are_those_of_the_document(self):
        rows = []
        for cut in packaging.CUTS:
            for tag in (None, *TAGS):
                checks = [check for check in self.whole(cut).values()
                          if tag is None or {tag, ALWAYS} & set(check["tags"])]
                results = [check["result"] for check in checks]
                rows.append((cut, tag or "none (all checks)",
                             *(str(results.count(result)) for result in RESULTS)))
        for row in rows:
            print("  | `%s` | %s |" % (row[0], " | ".join(row[1:])))
        self.assertEqual(documented("Results", 2 + len(RESULTS)), rows)

    def test_a_run_with_tags_says_the_same_as_one_with_all(self):
        # So that the counts of a tag may be taken from the run without tags.
        for cut in packaging.CUTS:
            expected = {name: check["result"] for name, check in self.whole(cut).items()
                        if {*TAGS, ALWAYS} & set(check["tags"])}
            found = {name: check["result"] for name, check in self.reports[cut, TAGS].items()}
            with self.subTest(cut):
                self.assertEqual(found, expected)

    def test_these_are_tags_that_it_knows(self):
        # Of an unknown one it says nothing and examines the archive only.
        listed = subprocess.run([str(pathlib.Path(VENV) / "bin/splunk-appinspect"), "list", "tags"],
                                check=True, stdout=subprocess.PIPE, text=True).stdout
        known = set(re.findall(r"^(\w+)\s+\d+$", listed, re.M))
        self.assertLessEqual({*TAGS, ALWAYS}, known)


if __name__ == "__main__":
    unittest.main()
