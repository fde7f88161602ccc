"""Splunk's packaging toolkit (slim) over the three packages: whether it takes each
app.manifest. It runs from the virtual environment that EVENTLENS_VENV names."""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

import packaging

VENV = os.environ.get("EVENTLENS_VENV")
# Its own copy of Splunk's settings is older: spec_test.py has those of 10.2.
UNKNOWN_TO_IT = {"supported_themes", "start_by_shell", "interval"}
# So is the stanza that says what a search head cluster does with lookups.
UNKNOWN_STANZA = ("Setting validation is disabled for [shclustering] because there is no matching "
                  "configuration spec")


@unittest.skipUnless(VENV, "EVENTLENS_VENV names no virtual environment")
class ManifestTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(directory.cleanup)
        cls.directory = pathlib.Path(directory.name)
        programs = packaging.stand_ins(cls.directory / "programs")
        cls.packages = packaging.pack(packaging.copy_tree(directory.name),
                                      cls.directory / "dist", programs=programs)

    def slim(self, *arguments):
        # It writes a cache and its configuration into the home directory.
        return subprocess.run(
            [str(pathlib.Path(VENV) / "bin/slim"), *map(str, arguments)], check=False, text=True,
            env=dict(os.environ, HOME=str(self.directory / "home")), cwd=self.directory,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def assert_taken(self, done):
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertNotRegex(done.stdout, r"\[(?:ERROR|FATAL|CRITICAL)\]")
        told = [line for line in done.stdout.splitlines() if "[WARNING]" in line and
                not line.rstrip("'").endswith(UNKNOWN_STANZA)]
        for line in told:
            self.assertRegex(line, r"Undefined setting in \w+\.conf, stanza \[\w+\]: \w+$")
        self.assertLessEqual({line.rpartition(" ")[2] for line in told}, UNKNOWN_TO_IT)

    def unpacked(self, cut, name):
        return packaging.unpack(self.packages[cut], self.directory / name / cut)

    def test_each_package_is_valid(self):
        for cut, package in self.packages.items():
            with self.subTest(cut):
                self.assert_taken(self.slim("validate", package))

    def test_each_app_can_be_packed_again_with_all_its_files(self):
        for cut, package in self.packages.items():
            with self.subTest(cut):
                app = self.unpacked(cut, "apps")
                target = self.directory / "repacked" / cut
                self.assert_taken(self.slim("package", "-o", target, app))
                again = next(target.glob("*.tar.gz"))
                before, after = ({name for name, member in packaging.members(one).items()
                                  if member.isfile()} for one in (package, again))
                self.assertEqual({name for name in after if not name.endswith("/.slim")}, before)

    def test_a_wrong_manifest_is_found(self):
        for number, change in enumerate((
                {"targetWorkloads": ["_moon"]}, {"supportedDeployments": ["_nowhere"]},
                {"platformRequirements": {"splunk": {"Enterprise": "newest"}}}, {"info": {"title": "x"}})):
            with self.subTest(change):
                app = self.unpacked("eventlens-forwarder", "broken%d" % number)
                path = app / "app.manifest"
                manifest = json.loads(path.read_text(encoding="utf-8"))
                path.write_text(json.dumps({**manifest, **change}), encoding="utf-8")
                done = self.slim("validate", app)
                self.assertTrue(done.returncode != 0 or re.search(r"\[ERROR\]", done.stdout),
                                done.stdout)


if __name__ == "__main__":
    unittest.main()
