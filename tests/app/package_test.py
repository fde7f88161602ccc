"""package.sh: what is in each of the three packages, with which rights, that the same
commit gives the same bytes, and what it refuses (refusals_test.py has the programs)."""

import contextlib
import hashlib
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

import packaging
from conf_reader import ROOT, Conf
from program_images import PROGRAMS

PROGRAM_FILES = {name.replace("/", "/bin/") for name in PROGRAMS}
OF_PROGRAMS = PROGRAM_FILES | {"THIRD-PARTY-NOTICES.txt"}


def declared_version():
    text = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
    return re.search(r"project\(eventlens VERSION (\S+)", text).group(1)


def files_below(directory):
    return {str(path.relative_to(directory))
            for path in directory.rglob("*") if path.is_file()}


class PackageTest(unittest.TestCase):
    """The packages of the tree as it is."""

    @classmethod
    def setUpClass(cls):
        directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(directory.cleanup)
        cls.dist = pathlib.Path(directory.name) / "dist"
        cls.programs = packaging.stand_ins(pathlib.Path(directory.name) / "programs")
        cls.tree = packaging.copy_tree(directory.name)
        cls.result = packaging.run(cls.tree, cls.dist, programs=cls.programs)
        assert cls.result.returncode == 0, cls.result.stderr
        cls.packages = {cut: cls.dist / ("%s-%s.tar.gz" % (cut, declared_version()))
                        for cut in packaging.CUTS}
        cls.members = {cut: packaging.members(path) for cut, path in cls.packages.items()}

    def files_of(self, cut):
        return {name[len("eventlens/"):]
                for name, member in self.members[cut].items() if member.isfile()}

    def text_of(self, cut, path):
        return packaging.content(self.packages[cut], "eventlens/" + path).decode("utf-8")

    @contextlib.contextmanager
    def conf_of(self, cut, path):
        with tempfile.TemporaryDirectory() as directory:
            file = pathlib.Path(directory) / pathlib.Path(path).name
            file.write_text(self.text_of(cut, path), encoding="utf-8")
            yield Conf(file)

    def test_everything_is_in_one_directory(self):
        for cut, members in self.members.items():
            with self.subTest(cut):
                for name in members:
                    self.assertTrue(name == "eventlens" or name.startswith("eventlens/"), name)

    def test_the_complete_package_holds_the_shipped_folders_and_nothing_else(self):
        expected = {"LICENSE"} | OF_PROGRAMS
        expected |= files_below(ROOT / "app")
        expected |= {"default/" + name for name in files_below(ROOT / "default")}
        expected |= {"lookups/" + name for name in files_below(ROOT / "lookups")}
        self.assertEqual(self.files_of("eventlens"), expected)

    def test_the_search_heads_package_is_the_complete_one_without_the_input(self):
        self.assertEqual(
            self.files_of("eventlens") - self.files_of("eventlens-search-head"),
            OF_PROGRAMS | {"bin/eventlens", "default/inputs.conf", "README/inputs.conf.spec"})
        self.assertEqual(
            self.files_of("eventlens-search-head") - self.files_of("eventlens"), set())

    def test_nothing_in_the_search_heads_package_runs(self):
        for name, member in self.members["eventlens-search-head"].items():
            if member.isfile():
                data = packaging.content(self.packages["eventlens-search-head"], name)
                self.assertFalse(data.startswith((b"\x7fELF", b"MZ", b"#!")), name)

    def test_the_forwarders_package_is_the_input_alone(self):
        self.assertEqual(
            self.files_of("eventlens-forwarder"),
            OF_PROGRAMS | {"LICENSE", "README.md", "README/inputs.conf.spec", "app.manifest",
                           "bin/eventlens", "default/app.conf", "default/inputs.conf",
                           "default/props.conf", "metadata/default.meta"})

    def test_files_that_no_cut_changes_are_those_of_the_tree(self):
        changed = {"README.md", "app.manifest", "default/app.conf", "default/props.conf",
                   "metadata/default.meta"} | OF_PROGRAMS
        for cut in packaging.CUTS:
            with self.subTest(cut):
                for name in self.files_of(cut) - changed:
                    places = [ROOT / name, ROOT / "app" / name]
                    source = next(place for place in places if place.is_file())
                    self.assertEqual(packaging.content(self.packages[cut], "eventlens/" + name),
                                     source.read_bytes(), name)

    def test_where_events_are_parsed_it_is_as_in_the_complete_package(self):
        with self.conf_of("eventlens", "default/props.conf") as conf:
            complete = conf.stanza("eventlens:json")
        with self.conf_of("eventlens-forwarder", "default/props.conf") as conf:
            self.assertEqual(conf.names(), ["eventlens:json"])
            parsing = conf.stanza("eventlens:json")
        self.assertLessEqual(parsing.items(), complete.items())
        # Of the others each has to be one that searches use, or that says what to show.
        for key in complete.keys() - parsing.keys():
            self.assertRegex(
                key, "^(?:KV_MODE|category|description|pulldown_type|"
                     "(?:EVAL|LOOKUP|FIELDALIAS|REPORT|EXTRACT)-.+)$")
        self.assertEqual(len(parsing), 10)

    def test_the_metadata_speaks_of_what_is_there(self):
        for cut in packaging.CUTS:
            with self.subTest(cut):
                with self.conf_of(cut, "metadata/default.meta") as conf:
                    self.assertEqual(conf.problems, [])
                    names = conf.names()
                self.assertEqual(names[0], "")
                for name in names[1:]:
                    self.assertTrue(
                        "default/%s.conf" % name in self.files_of(cut) or
                        any(path.startswith(name + "/") for path in self.files_of(cut)), name)
                self.assertEqual("macros" in names, cut != "eventlens-forwarder")
                self.assertIn("props", names)

    def test_the_manifest_says_where_it_belongs(self):
        for cut, workloads in (("eventlens", ["_search_heads", "_indexers", "_forwarders"]),
                               ("eventlens-search-head", ["_search_heads", "_indexers"]),
                               ("eventlens-forwarder", ["_forwarders"])):
            with self.subTest(cut):
                manifest = json.loads(self.text_of(cut, "app.manifest"))
                self.assertEqual(manifest["targetWorkloads"], workloads)
                self.assertEqual("_search_head_clustering" in manifest["supportedDeployments"],
                                 "_search_heads" in workloads)

    def test_description_and_visibility_are_those_of_the_cut(self):
        descriptions = set()
        for cut in packaging.CUTS:
            with self.subTest(cut):
                with self.conf_of(cut, "default/app.conf") as conf:
                    self.assertEqual(conf.problems, [])
                    launcher, ui = conf.stanza("launcher"), conf.stanza("ui")
                    self.assertEqual(conf.stanza("package"),
                                     {"id": "eventlens", "check_for_updates": "false"})
                manifest = json.loads(self.text_of(cut, "app.manifest"))
                self.assertEqual(manifest["info"]["description"], launcher["description"])
                self.assertLessEqual(len(launcher["description"]), 200)
                self.assertEqual(ui["is_visible"], str(cut != "eventlens-forwarder").lower())
                descriptions.add(launcher["description"])
        self.assertEqual(len(descriptions), len(packaging.CUTS))

    def test_programs_are_declared_where_there_are_programs(self):
        for cut in packaging.CUTS:
            with self.subTest(cut):
                _, _, declaration = self.text_of(cut, "README.md").partition(
                    "# Binary File Declaration\n")
                for program in PROGRAM_FILES:
                    self.assertEqual("`%s`" % program in declaration, program in self.files_of(cut))
                if not declaration:
                    self.assertEqual(cut, "eventlens-search-head")

    def test_each_readme_is_complete(self):
        for cut in packaging.CUTS:
            with self.subTest(cut):
                text = self.text_of(cut, "README.md")
                self.assertNotIn("{{", text)
                headings = re.findall(r"^##? (.*)$", text, re.M)
                self.assertEqual(len(headings), len(set(headings)))
                for heading in ("What it brings", "Platforms", "Packages", "Where to install"):
                    self.assertIn(heading, headings)
                for package in packaging.CUTS:
                    self.assertIn("`%s`" % package, text)

    def test_the_notices_have_every_library_and_its_licence(self):
        for cut in ("eventlens", "eventlens-forwarder"):
            notices = self.text_of(cut, "THIRD-PARTY-NOTICES.txt")
            for library in packaging.LIBRARIES:
                self.assertEqual(notices.count("You may use %s." % library["name"]), 1)
                for key in ("version", "licence", "source"):
                    self.assertIn(library[key], notices)
            self.assertIn("linux_aarch64, linux_x86_64, windows_x86_64", notices)

    def test_only_files_and_directories(self):
        for cut, members in self.members.items():
            with self.subTest(cut):
                for name, member in members.items():
                    self.assertTrue(member.isfile() or member.isdir(), name)

    def test_permissions(self):
        for cut, members in self.members.items():
            with self.subTest(cut):
                for name, member in members.items():
                    expected = 0o755 if member.isdir() or "/bin/" in name else 0o644
                    self.assertEqual(member.mode, expected, name)

    def test_it_belongs_to_nobody_in_particular(self):
        for cut, members in self.members.items():
            with self.subTest(cut):
                for name, member in members.items():
                    self.assertEqual((member.uid, member.gid), (0, 0), name)
                    self.assertEqual((member.uname, member.gname), ("", ""), name)

    def test_members_are_sorted_and_of_one_time(self):
        for cut, members in self.members.items():
            with self.subTest(cut):
                names = list(members)
                self.assertEqual(names, sorted(names, key=lambda name: name.split("/")))
                self.assertEqual({member.mtime for member in members.values()}, {1700000000})

    def test_the_archives_are_of_the_old_form_that_everything_reads(self):
        for cut in packaging.CUTS:
            with self.subTest(cut):
                data = subprocess.run(["gzip", "-dc", str(self.packages[cut])], check=True,
                                      stdout=subprocess.PIPE).stdout
                self.assertEqual(data[257:265], b"ustar\x0000")
                types = {member.type for member in self.members[cut].values()}
                self.assertEqual(types, {b"0", b"5"})

    def test_the_gzip_header_tells_no_name_and_no_time(self):
        for cut in packaging.CUTS:
            with self.subTest(cut):
                header = self.packages[cut].read_bytes()[:8]
                self.assertEqual(header[:4], b"\x1f\x8b\x08\x00")
                self.assertEqual(header[4:8], b"\0\0\0\0")

    def test_the_programs_are_those_that_were_given(self):
        for cut in ("eventlens", "eventlens-forwarder"):
            for name, data in PROGRAMS.items():
                path = "eventlens/" + name.replace("/", "/bin/")
                self.assertEqual(packaging.content(self.packages[cut], path), data)

    def test_the_version_is_the_same_everywhere(self):
        version = declared_version()
        for cut in packaging.CUTS:
            with self.subTest(cut):
                with self.conf_of(cut, "default/app.conf") as conf:
                    self.assertEqual(conf.stanza("id"), {"name": "eventlens", "version": version})
                    self.assertEqual(conf.stanza("launcher")["version"], version)
                    major, minor, patch = map(int, version.split("."))
                    self.assertEqual(int(conf.stanza("install")["build"]),
                                     major * 1000000 + minor * 1000 + patch)
                manifest = json.loads(self.text_of(cut, "app.manifest"))
                self.assertEqual(manifest["info"]["id"]["version"], version)
                self.assertEqual(manifest["info"]["id"]["name"], "eventlens")

    def test_it_says_what_it_made(self):
        names = ["%s-%s.tar.gz" % (cut, declared_version()) for cut in packaging.CUTS]
        names.append("eventlens-%s.spdx.json" % declared_version())
        lines = []
        for name in names:
            data = (self.dist / name).read_bytes()
            lines += [str(self.dist / name), "  %d bytes, sha256 %s" % (
                len(data), hashlib.sha256(data).hexdigest())]
        self.assertEqual(self.result.stdout.splitlines(),
                         lines + [str(self.dist / "SHA256SUMS")])

    def test_nothing_else_is_left_behind(self):
        self.assertEqual({path.name for path in self.dist.iterdir()},
                         {path.name for path in self.packages.values()} |
                         {"SHA256SUMS", "eventlens-%s.spdx.json" % declared_version()})

    def test_sha256sum_finds_the_sums_right_and_a_changed_file_wrong(self):
        command = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
        self.assertEqual(subprocess.run(command, cwd=self.dist, check=False).returncode, 0)
        lines = (self.dist / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
        self.assertEqual(len(lines), 4)
        changed = self.packages["eventlens-forwarder"]
        data = changed.read_bytes()
        try:
            changed.write_bytes(data + b"\0")
            done = subprocess.run(command, cwd=self.dist, check=False, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        finally:
            changed.write_bytes(data)
        self.assertEqual(done.returncode, 1)
        self.assertIn(changed.name + ": FAILED", done.stdout)


class ReproducibilityTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)
        self.programs = packaging.stand_ins(self.directory / "programs")
        self.tree = packaging.copy_tree(self.directory)

    def everything(self, tree, name, **environment):
        """{name: bytes} of what package.sh writes."""
        packaging.pack(tree, self.directory / name, programs=self.programs, **environment)
        return {path.name: path.read_bytes() for path in (self.directory / name).iterdir()}

    def test_times_rights_and_places_do_not_matter(self):
        first = self.everything(self.tree, "first")
        packaging.git(self.tree, "config", "core.fileMode", "false")
        for path in self.tree.rglob("*"):
            os.utime(path, (1, 1))
            path.chmod(0o700)
        moved = self.tree.rename(self.directory / "moved")
        second = self.everything(moved, "second", TZ="Asia/Tokyo", LC_ALL="C.UTF-8")
        self.assertEqual(len(first), 5)
        self.assertEqual(first, second)

    def test_the_given_time_is_taken(self):
        made = packaging.pack(self.tree, self.directory / "dist", programs=self.programs,
                              SOURCE_DATE_EPOCH="1600000000")
        for package in made.values():
            for member in packaging.members(package).values():
                self.assertEqual(member.mtime, 1600000000)
        bill = next((self.directory / "dist").glob("*.spdx.json")).read_text(encoding="utf-8")
        self.assertEqual(json.loads(bill)["creationInfo"]["created"], "2020-09-13T12:26:40Z")

    def test_a_trial_is_called_so_and_is_no_other_version_inside(self):
        (self.tree / "LICENSE").write_text("other\n", encoding="utf-8")
        made = packaging.pack(self.tree, self.directory / "dist", "--dirty",
                              programs=self.programs)
        version = declared_version()
        for cut, package in made.items():
            self.assertEqual(package.name, "%s-%s+dirty.tar.gz" % (cut, version))
            manifest = json.loads(packaging.content(package, "eventlens/app.manifest"))
            self.assertEqual(manifest["info"]["id"]["version"], version)

    def test_pages_of_the_web_interface_ship(self):
        pages = ("default/data/ui/nav/default.xml", "default/data/ui/views/overview.xml",
                 "default/data/ui/manager/eventlens.xml")
        for page in pages:
            target = self.tree / page
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text("<x/>\n", encoding="utf-8")
        packaging.commit_all(self.tree)
        made = packaging.pack(self.tree, self.directory / "dist", programs=self.programs)
        for cut, package in made.items():
            for page in pages:
                # Data inputs are managed where there is the input; a forwarder shows no page.
                expected = cut == "eventlens" or (
                    cut == "eventlens-search-head" and "manager" not in page)
                with self.subTest(cut=cut, page=page):
                    self.assertEqual("eventlens/" + page in packaging.members(package), expected)


if __name__ == "__main__":
    unittest.main()
