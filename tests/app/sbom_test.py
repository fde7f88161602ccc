"""The bill of materials: valid by SPDX's own tools, and true of the packages."""

import hashlib
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

import packaging

VENV = os.environ.get("EVENTLENS_VENV")


class BillOfMaterialsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(directory.cleanup)
        cls.directory = pathlib.Path(directory.name)
        cls.programs = packaging.stand_ins(cls.directory / "programs")
        cls.tree = packaging.copy_tree(directory.name)
        cls.packages = packaging.pack(cls.tree, cls.directory / "dist", programs=cls.programs)
        cls.path = next((cls.directory / "dist").glob("*.spdx.json"))
        cls.bill = json.loads(cls.path.read_text(encoding="utf-8"))
        cls.by_id = {one["SPDXID"]: one for kind in ("packages", "files") for one in cls.bill[kind]}

    def related(self, one, kind):
        return [relation["relatedSpdxElement"] for relation in self.bill["relationships"]
                if (relation["spdxElementId"], relation["relationshipType"]) == (one, kind)]

    def test_the_tools_of_spdx_find_it_valid_and_a_broken_one_not(self):
        if not VENV:
            self.skipTest("EVENTLENS_VENV names no virtual environment")
        command = [str(pathlib.Path(VENV) / "bin/pyspdxtools"), "--infile"]
        done = subprocess.run([*command, str(self.path)], check=False, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertEqual((done.returncode, done.stdout), (0, ""))
        broken = self.directory / "broken.spdx.json"
        broken.write_text(json.dumps({**self.bill, "files": self.bill["files"][1:]}),
                          encoding="utf-8")
        done = subprocess.run([*command, str(broken)], check=False, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertEqual(done.returncode, 1, done.stdout)

    def test_it_describes_the_three_packages_with_their_sums(self):
        described = {self.by_id[one]["name"]: self.by_id[one]
                     for one in self.related("SPDXRef-DOCUMENT", "DESCRIBES")}
        self.assertEqual(set(described), set(packaging.CUTS))
        for cut, package in self.packages.items():
            self.assertEqual(described[cut]["packageFileName"], package.name)
            self.assertIn({"algorithm": "SHA256", "checksumValue":
                           hashlib.sha256(package.read_bytes()).hexdigest()},
                          described[cut]["checksums"])

    def test_it_has_every_file_of_each_package_with_its_sum(self):
        for cut, package in self.packages.items():
            with self.subTest(cut):
                expected = {
                    ("./" + name,
                     hashlib.sha256(packaging.content(package, name)).hexdigest())
                    for name, member in packaging.members(package).items() if member.isfile()}
                listed = [self.by_id[one]
                          for one in self.related("SPDXRef-Package-" + cut, "CONTAINS")]
                self.assertEqual({(one["fileName"], sums["checksumValue"]) for one in listed
                                  for sums in one["checksums"] if sums["algorithm"] == "SHA256"},
                                 expected)
                self.assertEqual(len(listed), len(expected))

    def test_it_says_what_is_linked_into_each_program(self):
        programs = [one for one in self.bill["files"] if
                    re.search(r"/(?:linux|windows)_\w+/bin/", one["fileName"])]
        self.assertEqual(len(programs), 3)
        for program in programs:
            linked = [self.by_id[one] for one in self.related(program["SPDXID"], "STATIC_LINK")]
            self.assertEqual(
                {(one["name"], one["versionInfo"], one["licenseDeclared"]) for one in linked},
                {(one["name"], one["version"], one["licence"]) for one in packaging.LIBRARIES})

    def test_a_licence_without_a_name_comes_with_its_text(self):
        self.assertEqual(
            [(one["licenseId"], one["extractedText"])
             for one in self.bill["hasExtractedLicensingInfos"]],
            [("LicenseRef-public-domain", "You may use liblzma.\n")])

    def test_its_name_depends_on_what_it_says(self):
        # Identity, not only equality: two bills of one name would be a contradiction.
        licence = self.programs / "linux_x86_64/licences/zlib.txt"
        licence.write_text("Other words.\n", encoding="utf-8")
        self.addCleanup(packaging.stand_ins, self.programs)
        packaging.pack(self.tree, self.directory / "other", programs=self.programs)
        other = next((self.directory / "other").glob("*.spdx.json")).read_text(encoding="utf-8")
        self.assertNotEqual(json.loads(other)["documentNamespace"],
                            self.bill["documentNamespace"])
        packaging.stand_ins(self.programs)
        packaging.pack(self.tree, self.directory / "again", programs=self.programs)
        again = next((self.directory / "again").glob("*.spdx.json"))
        self.assertEqual(again.read_bytes(), self.path.read_bytes())


if __name__ == "__main__":
    unittest.main()
