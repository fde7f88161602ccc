"""What package.sh refuses, and that it says which file it is and what is accepted."""

import json
import pathlib
import tempfile
import unittest

import packaging
from program_images import elf, pe

CLONE = None


def setUpModule():
    """One committed tree, copied by nobody: each test puts back what it broke."""
    global CLONE
    directory = tempfile.TemporaryDirectory()
    unittest.addModuleCleanup(directory.cleanup)
    packaging.stand_ins(pathlib.Path(directory.name) / "programs")
    packaging.copy_tree(directory.name)
    CLONE = pathlib.Path(directory.name)


class RefusalTest(unittest.TestCase):
    def setUp(self):
        self.directory = CLONE
        self.tree = CLONE / "tree"
        self.programs = CLONE / "programs"
        self.addCleanup(packaging.stand_ins, self.programs)
        self.addCleanup(packaging.git, self.tree, "clean", "-qfdx")
        self.addCleanup(packaging.git, self.tree, "checkout", "--quiet", ".")

    def assert_refused(self, *messages, arguments=("--dirty",), **environment):
        result = packaging.run(self.tree, self.directory / "dist", *arguments,
                               programs=self.programs, **environment)
        self.assertEqual(result.returncode, 1, result.stdout)
        self.assertTrue(result.stderr.startswith("package.sh: "), result.stderr)
        self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
        for message in messages:
            self.assertIn(message, result.stderr)
        self.assertEqual(list(self.directory.glob("dist/*")), [])

    def write(self, path, text="x\n"):
        target = self.tree / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        return target


class VersionTest(RefusalTest):
    def test_a_change_that_is_not_committed(self):
        for path in ("lookups/eventlens_ntstatus.csv", "modinput/main.cpp",
                     "default/new.conf", "cmake/Warnings.cmake"):
            with self.subTest(path):
                file = self.write(path)
                self.assert_refused(path + " is not as it was committed", "--dirty", arguments=())
                file.unlink()
                packaging.git(self.tree, "checkout", "--quiet", ".")

    def test_a_change_in_what_neither_ships_nor_is_built_is_none(self):
        self.write("docs/notes.md")
        result = packaging.run(self.tree, self.directory / "dist", programs=self.programs)
        self.addCleanup(lambda: [path.unlink() for path in self.directory.glob("dist/*")])
        self.assertEqual((result.returncode, result.stderr), (0, ""))

    def test_a_tree_that_is_no_clone(self):
        (self.tree / ".git").rename(self.directory / "git")
        try:
            self.assert_refused("is no clone", "--dirty", arguments=())
        finally:
            (self.directory / "git").rename(self.tree / ".git")

    def test_a_version_that_is_none(self):
        for version in ("1.2", "1.2.3.4", "1.02.3", "1.2.3-rc1"):
            with self.subTest(version):
                self.write("CMakeLists.txt",
                           "project(eventlens VERSION %s LANGUAGES CXX)\n" % version)
                self.assert_refused("<major>.<minor>.<patch>", "found version '%s'" % version)

    def test_a_version_that_the_change_log_does_not_have(self):
        self.write("CMakeLists.txt", "project(eventlens VERSION 77.1.2 LANGUAGES CXX)\n")
        self.assert_refused("CHANGELOG.md", "'## 77.1.2'", "found '## ")
        self.write("CHANGELOG.md", "# Changes\n\n## Not released\n")
        self.assert_refused("CHANGELOG.md", "found none")

    def test_a_time_that_is_none(self):
        self.assert_refused("SOURCE_DATE_EPOCH", "found 'yesterday'",
                            SOURCE_DATE_EPOCH="yesterday")

    def test_a_place_that_cannot_be_written_to(self):
        taken = self.write("taken")
        self.assert_refused("/taken", EVENTLENS_DIST=str(taken))

    def test_an_argument_that_is_none(self):
        result = packaging.run(self.tree, self.directory / "dist", "--fast",
                               programs=self.programs)
        self.assertEqual(result.returncode, 2)
        self.assertIn("--fast", result.stderr)


class FilesTest(RefusalTest):
    def test_no_licence(self):
        (self.tree / "LICENSE").unlink()
        self.assert_refused("LICENSE does not exist")

    def test_a_lookup_that_is_not_declared(self):
        self.write("lookups/stray.csv", "a,b\n1,2\n")
        self.assert_refused("lookups/stray.csv has no stanza in default/transforms.conf")

    def test_a_lookup_that_does_not_exist(self):
        (self.tree / "lookups/eventlens_ntstatus.csv").unlink()
        self.assert_refused("declares eventlens_ntstatus.csv, which is not in lookups/")

    def test_files_that_should_not_ship(self):
        for path in ("app/static/make.py", "app/.DS_Store", "app/local/inputs.conf",
                     "app/metadata/local.meta", "default/notes.txt", "default/data/indexes.xml",
                     "lookups/sub/x.csv", "lookups/README.md", "app/bin/tool",
                     "app/linux_x86_64/bin/eventlens", "default/__pycache__/x.pyc"):
            with self.subTest(path):
                stray = self.write(path)
                shipped = path[len("app/"):] if path.startswith("app/") else path
                self.assert_refused(shipped + " should not ship")
                stray.unlink()

    def test_a_link(self):
        link = self.tree / "app/static/link.png"
        link.symlink_to("appIcon.png")
        self.assert_refused("static/link.png is neither a file nor a directory")
        link.unlink()
        link.symlink_to(self.tree / "lookups", target_is_directory=True)
        self.assert_refused("static/link.png is neither a file nor a directory")

    def test_an_empty_file(self):
        self.write("default/empty.conf", "")
        self.assert_refused("default/empty.conf is empty")

    def test_a_section_of_a_readme_that_does_not_exist(self):
        self.write("packaging/forwarder/README.md", "# X\n\n{{Nothing}}\n")
        self.assert_refused("app/README.md has no section 'Nothing'", "Fields")

    def test_a_version_that_nobody_writes(self):
        self.write("default/macros.conf", "[m]\ndefinition = @VERSION@\n")
        self.assert_refused("default/macros.conf still holds @VERSION@")


class ProgramsTest(RefusalTest):
    """With one thing wrong about one program."""

    def with_program(self, platform, data, *messages):
        name = "eventlens.exe" if platform.startswith("windows") else "eventlens"
        path = self.programs / platform / name
        path.write_bytes(data)
        self.assert_refused("%s/%s is no program for %s: " % (platform, name, platform), *messages)
        packaging.stand_ins(self.programs)

    def test_a_missing_program(self):
        for name in packaging.PROGRAMS:
            with self.subTest(name):
                (self.programs / name).unlink()
                self.assert_refused(name + " does not exist", "for " + name.partition("/")[0],
                                    "cmake/portable/build.sh")
                packaging.stand_ins(self.programs)

    def test_a_program_that_may_not_be_run(self):
        (self.programs / "linux_aarch64/eventlens").chmod(0o644)
        self.assert_refused("linux_aarch64/eventlens is not executable")

    def test_a_program_of_another_kind(self):
        for what, platform, data, message in (
                ("another processor", "linux_aarch64", elf(62), "its processor is x86-64"),
                ("the other way", "linux_x86_64", elf(183), "is aarch64, not x86-64"),
                ("an unknown one", "linux_x86_64", elf(243), "number 243"),
                ("a script", "linux_x86_64", b"#!/bin/sh\n", "does not begin with"),
                ("of Windows", "linux_x86_64", pe(), "does not begin with"),
                ("32 bits", "linux_x86_64", elf(magic=b"\x7fELF\x01\x01"), "64-bit"),
                ("an object", "linux_x86_64", elf(kind=1), "type 1"),
                ("no PIE", "linux_x86_64", elf(kind=2), "no position-independent executable"),
                ("static", "linux_aarch64", elf(183, interpreter=False), "statically"),
                ("of Linux", "windows_x86_64", elf(), "does not begin with MZ"),
                ("32 bits", "windows_x86_64", pe(machine=0x14c), "x86, not x86-64"),
                ("ARM", "windows_x86_64", pe(machine=0xaa64), "ARM64"),
                ("old form", "windows_x86_64", pe(magic=0x10b), "PE32+"),
                ("a DLL", "windows_x86_64", pe(flags=0x2022), "DLL"),
                ("a window", "windows_x86_64", pe(subsystem=2), "subsystem is 2")):
            with self.subTest(what, platform=platform):
                self.with_program(platform, data, message)

    def test_a_program_that_is_not_stripped(self):
        for platform, data, message in (
                ("linux_x86_64", elf(extra_section=(".symtab", 2)), "the section .symtab"),
                ("linux_x86_64", elf(extra_section=(".debug_info", 1)), "the section .debug_info"),
                ("windows_x86_64", pe(symbols=4096), "a symbol table"),
                ("windows_x86_64", pe(section="/4"), "the section /4")):
            with self.subTest(message, platform=platform):
                self.with_program(platform, data, "it is not stripped", message)

    def test_a_program_that_needs_what_a_host_may_lack(self):
        for platform, data, message in (
                ("linux_x86_64", elf(versions=("GLIBC_2.17", "GLIBC_2.18")), "GLIBC_2.18"),
                ("linux_x86_64", elf(versions=("GLIBC_2.34",)), "at most GLIBC_2.17"),
                ("linux_aarch64", elf(183, versions=("GLIBC_PRIVATE",)), "GLIBC_PRIVATE"),
                ("linux_x86_64", elf(needed=("libc.so.6", "libstdc++.so.6")), "libstdc++.so.6"),
                ("linux_x86_64", elf(needed=("libssl.so.3",)), "libssl.so.3"),
                ("windows_x86_64", pe(imports=("KERNEL32.dll", "libwinpthread-1.dll")),
                 "libwinpthread-1.dll")):
            with self.subTest(message, platform=platform):
                self.with_program(platform, data, message, "accepted: ")

    def test_a_program_that_is_cut_off(self):
        for platform, whole in (("linux_x86_64", elf()), ("windows_x86_64", pe())):
            for size in (6, 40, 70, 200, len(whole) - 200):
                with self.subTest(platform, size=size):
                    self.with_program(platform, whole[:size])

    def test_what_is_linked_in_must_be_known(self):
        path = self.programs / "windows_x86_64/libraries.json"
        path.unlink()
        self.assert_refused("windows_x86_64/libraries.json does not exist")
        good = dict(packaging.LIBRARIES[0])
        for entries, messages in (
                ("{", ("is no JSON",)), ("[]", ("expected a list",)),
                ([{**good, "licence": ""}], ("expected objects with the texts", "licence")),
                ([{"name": "zlib"}], ("expected objects with the texts name, version",)),
                ([{**good, "version": 1}], ("expected objects",)),
                ([{**good, "licence": "GPL-3.0-only"}], ("zlib is 'GPL-3.0-only'", "accepted: ")),
                ([{**good, "source": "https://example.com/"}], ("accepted: <Debian",)),
                ([{**good, "copyright_file": "none.txt"}], ("none.txt, does not exist",)),
                ([good, good], ("lists zlib twice",))):
            with self.subTest(messages[0]):
                path.write_text(entries if isinstance(entries, str) else json.dumps(entries),
                                encoding="utf-8")
                self.assert_refused("windows_x86_64/libraries.json", *messages)


if __name__ == "__main__":
    unittest.main()
