"""The programs in the packages. That package.sh reads the headers of real programs as
binutils does; and where the programs for all platforms were built, that the packages
hold just these and the installed app starts the one of this host."""

import pathlib
import platform
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

import packaging
from conf_reader import ROOT

sys.path.append(str(ROOT / "packaging"))
import programs  # noqa: E402 of package.sh


class HeadersTest(unittest.TestCase):
    """A program of this machine, read by package.sh and by objdump."""

    def setUp(self):
        self.path = "/bin/gzip"
        self.data = pathlib.Path(self.path).read_bytes()
        self.told = subprocess.run(["objdump", "-p", self.path], check=True, text=True,
                                   stdout=subprocess.PIPE).stdout

    def section(self, kind):
        return [(one, section) for section in [programs._sections(self.data)]
                for one in section if one[1] == kind][0]

    def test_libraries_are_those_that_objdump_finds(self):
        (_, _, offset, size, link), sections = self.section(programs._SECTION_DYNAMIC)
        self.assertEqual(list(programs._needed(self.data, offset, size, sections[link][2])),
                         re.findall(r"NEEDED +(\S+)", self.told))

    def test_versions_are_those_that_objdump_finds(self):
        (_, _, offset, _, link), sections = self.section(programs._SECTION_VERSIONS)
        told = self.told.split("Version References:")[1]
        expected = re.findall(r"^ +0x\w+ 0x\w+ \d+ (\S+)$", told, re.M)
        self.assertGreater(len(expected), 1)
        self.assertEqual(list(programs._versions(self.data, offset, sections[link][2])), expected)

    def test_a_program_of_this_system_is_refused_for_its_glibc(self):
        # Debian 12 has 2.36, and its programs need what came after 2.17.
        if platform.machine() == "x86_64":
            self.assertRegex(programs.fault_of(self.data, "linux_x86_64"),
                             r"it needs GLIBC_2\.\d+; accepted: at most GLIBC_2\.17")


@unittest.skipUnless(packaging.real_programs(),
                     "the programs for all platforms were not built: cmake/portable/build.sh")
class RealProgramsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(directory.cleanup)
        cls.directory = pathlib.Path(directory.name)
        cls.programs = packaging.real_programs()
        cls.packages = packaging.pack(packaging.copy_tree(directory.name),
                                      cls.directory / "dist", programs=cls.programs)

    def test_the_packages_hold_these_programs(self):
        for cut in ("eventlens", "eventlens-forwarder"):
            for name in packaging.PROGRAMS:
                with self.subTest(cut, program=name):
                    self.assertEqual(
                        packaging.content(self.packages[cut],
                                          "eventlens/" + name.replace("/", "/bin/")),
                        (self.programs / name).read_bytes())

    def test_each_is_of_the_version_that_is_packed(self):
        version = re.search(r"project\(eventlens VERSION (\S+)", (
            ROOT / "CMakeLists.txt").read_text(encoding="utf-8")).group(1)
        for name in packaging.PROGRAMS:
            with self.subTest(name):
                self.assertIn(version.encode(), (self.programs / name).read_bytes())

    def test_the_installed_app_starts_the_program_of_this_host(self):
        if platform.machine() not in ("x86_64", "aarch64"):
            self.skipTest("there is no program for " + platform.machine())
        for cut in ("eventlens", "eventlens-forwarder"):
            app = packaging.unpack(self.packages[cut], self.directory / cut)
            for program in (app / "bin/eventlens",
                            app / ("linux_%s/bin/eventlens" % platform.machine())):
                with self.subTest(cut, program=program.relative_to(app)):
                    scheme = subprocess.run([str(program), "--scheme"], check=True,
                                            stdin=subprocess.DEVNULL,
                                            stdout=subprocess.PIPE).stdout
                    self.assertEqual(ElementTree.fromstring(scheme).tag, "scheme")


if __name__ == "__main__":
    unittest.main()
