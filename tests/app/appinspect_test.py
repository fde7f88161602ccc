"""Splunk's own examination of the package. It runs from the virtual environment
that EVENTLENS_VENV names (tests/requirements.txt)."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import packaging
from conf_reader import ROOT

VENV = os.environ.get("EVENTLENS_VENV")


class AppInspectTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not VENV:
            raise unittest.SkipTest("EVENTLENS_VENV names no virtual environment")
        with tempfile.TemporaryDirectory() as directory:
            package = packaging.pack(ROOT, pathlib.Path(directory) / "dist")
            report = pathlib.Path(directory) / "report.json"
            subprocess.run(
                [str(pathlib.Path(VENV) / "bin/splunk-appinspect"), "inspect", str(package),
                 "--mode", "precert", "--data-format", "json", "--output-file", str(report)],
                check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            cls.report = json.loads(report.read_text(encoding="utf-8"))

    def messages(self, *results):
        """"check: message" of every check with one of these results."""
        return ["%s: %s" % (check["name"], " | ".join(
                    message["message"] for message in check["messages"]))
                for app in self.report["reports"] for group in app["groups"]
                for check in group["checks"] if check["result"] in results]

    def test_nothing_fails(self):
        summary = self.report["summary"]
        print("\nAppInspect: " + ", ".join(
            "%d %s" % (count, result) for result, count in sorted(summary.items())))
        for message in self.messages("warning", "manual_check"):
            print("  warning: " + message)
        self.assertEqual(self.messages("failure", "error"), [])
        self.assertEqual((summary["failure"], summary["error"]), (0, 0))

    def test_it_examined_something(self):
        self.assertGreater(self.report["summary"]["success"], 50)


if __name__ == "__main__":
    unittest.main()
