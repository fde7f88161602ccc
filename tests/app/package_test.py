"""package.sh: what is in the package, with which rights, that the same tree
gives the same bytes, and what it refuses."""

import hashlib
import json
import os
import pathlib
import re
import tempfile
import unittest

import packaging
from conf_reader import ROOT, Conf


def declared_version():
    text = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
    return re.search(r"project\(eventlens VERSION (\S+)", text).group(1)


def files_below(directory):
    return {str(path.relative_to(directory))
            for path in directory.rglob("*") if path.is_file()}


class PackageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls._directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls._directory.cleanup)
        cls.dist = pathlib.Path(cls._directory.name) / "dist"
        cls.result = packaging.run(ROOT, cls.dist)
        assert cls.result.returncode == 0, cls.result.stderr
        cls.package = cls.dist / ("eventlens-%s.tar.gz" % declared_version())
        cls.members = packaging.members(cls.package)

    def test_everything_is_in_one_directory(self):
        for name in self.members:
            self.assertTrue(name == "eventlens" or name.startswith("eventlens/"), name)

    def test_it_holds_the_shipped_folders_and_nothing_else(self):
        expected = {"LICENSE", "linux_x86_64/bin/eventlens"}
        expected |= files_below(ROOT / "app")
        expected |= {"default/" + name for name in files_below(ROOT / "default")}
        expected |= {"lookups/" + name for name in files_below(ROOT / "lookups")}
        files = {name[len("eventlens/"):]
                 for name, member in self.members.items() if member.isfile()}
        self.assertEqual(files, expected)

    def test_only_files_and_directories(self):
        for name, member in self.members.items():
            self.assertTrue(member.isfile() or member.isdir(), name)

    def test_what_splunk_needs_is_there(self):
        for name in ("README.md", "app.manifest", "metadata/default.meta",
                     "README/inputs.conf.spec", "default/app.conf", "default/inputs.conf",
                     "static/appIcon.png"):
            self.assertIn("eventlens/" + name, self.members)

    def test_permissions(self):
        for name, member in self.members.items():
            expected = 0o755 if member.isdir() or "/bin/" in name else 0o644
            self.assertEqual(member.mode, expected, name)

    def test_it_belongs_to_nobody_in_particular(self):
        for name, member in self.members.items():
            self.assertEqual((member.uid, member.gid), (0, 0), name)
            self.assertEqual((member.uname, member.gname), ("", ""), name)

    def test_members_are_sorted_and_of_one_time(self):
        names = list(self.members)
        self.assertEqual(names, sorted(names, key=lambda name: name.split("/")))
        self.assertEqual(len({member.mtime for member in self.members.values()}), 1)

    def test_the_gzip_header_tells_no_name_and_no_time(self):
        header = self.package.read_bytes()[:8]
        self.assertEqual(header[:4], b"\x1f\x8b\x08\x00")
        self.assertEqual(header[4:8], b"\0\0\0\0")

    def test_the_program_is_the_one_that_was_built(self):
        self.assertEqual(
            packaging.content(self.package, "eventlens/linux_x86_64/bin/eventlens"),
            packaging.binary().read_bytes())

    def test_the_version_is_the_same_everywhere(self):
        version = declared_version()
        with tempfile.TemporaryDirectory() as directory:
            path = pathlib.Path(directory) / "app.conf"
            path.write_bytes(packaging.content(self.package, "eventlens/default/app.conf"))
            conf = Conf(path)
        self.assertEqual(conf.stanza("id")["version"], version)
        self.assertEqual(conf.stanza("launcher")["version"], version)
        manifest = json.loads(packaging.content(self.package, "eventlens/app.manifest"))
        self.assertEqual(manifest["info"]["id"]["version"], version)

    def test_it_says_what_it_made(self):
        data = self.package.read_bytes()
        self.assertEqual(self.result.stdout.splitlines(), [
            str(self.package), "%d bytes" % len(data),
            "sha256 " + hashlib.sha256(data).hexdigest()])

    def test_nothing_else_is_left_behind(self):
        self.assertEqual([path.name for path in self.dist.iterdir()], [self.package.name])


class ReproducibilityTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)
        self.tree = packaging.copy_tree(self.directory)

    def test_times_rights_and_places_do_not_matter(self):
        first = packaging.pack(self.tree, self.directory / "first").read_bytes()
        for path in self.tree.rglob("*"):
            os.utime(path, (1, 1))
            path.chmod(0o700)
        moved = self.tree.rename(self.directory / "moved")
        second = packaging.pack(moved, self.directory / "second", TZ="Asia/Tokyo",
                                LC_ALL="C.UTF-8").read_bytes()
        self.assertEqual(first, second)

    def test_pages_of_the_web_interface_ship(self):
        pages = ("default/data/ui/nav/default.xml", "default/data/ui/views/overview.xml",
                 "default/data/ui/manager/eventlens.xml")
        for page in pages:
            target = self.tree / page
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text("<x/>\n", encoding="utf-8")
        package = packaging.pack(self.tree, self.directory / "dist")
        for page in pages:
            self.assertIn("eventlens/" + page, packaging.members(package))

    def test_the_given_time_is_taken(self):
        package = packaging.pack(self.tree, self.directory / "dist",
                                 SOURCE_DATE_EPOCH="1700000000")
        for member in packaging.members(package).values():
            self.assertEqual(member.mtime, 1700000000)


class RefusalTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)
        self.tree = packaging.copy_tree(self.directory)

    def assert_refused(self, message, **environment):
        result = packaging.run(self.tree, self.directory / "dist", **environment)
        self.assertEqual(result.returncode, 1)
        self.assertTrue(result.stderr.startswith("package.sh: "), result.stderr)
        self.assertIn(message, result.stderr)
        self.assertEqual(list(self.directory.glob("dist/*")), [])

    def write(self, path, text="x\n"):
        target = self.tree / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        return target

    def test_no_program(self):
        self.assert_refused("build/none does not exist", EVENTLENS_BINARY="build/none")

    def test_a_program_that_cannot_run(self):
        program = self.write("program")
        program.chmod(0o644)
        self.assert_refused("is not executable", EVENTLENS_BINARY=str(program))

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
                     "default/__pycache__/x.pyc"):
            with self.subTest(path):
                stray = self.write(path)
                shipped = path[len("app/"):] if path.startswith("app/") else path
                self.assert_refused(shipped + " should not ship")
                stray.unlink()

    def test_a_link(self):
        (self.tree / "app/static/link.png").symlink_to("appIcon.png")
        self.assert_refused("static/link.png is neither a file nor a directory")

    def test_an_empty_file(self):
        self.write("default/empty.conf", "")
        self.assert_refused("default/empty.conf is empty")

    def test_a_version_that_is_none(self):
        self.write("CMakeLists.txt", "project(eventlens VERSION 1.2 LANGUAGES CXX)\n")
        self.assert_refused("found version '1.2'")


if __name__ == "__main__":
    unittest.main()
