"""A new version over an old one, as it is installed: positions and everything that an
administrator made his own stay, and no event is lost or comes twice."""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import harness
from harness import Case, ids, rewrite_log, write_log

sys.path.insert(1, str(harness.ROOT / "tests/app"))  # Debian has a "packaging" too
import packaging  # noqa: E402  (the path above is what finds it)

OLD, NEW = "0.1.0", "0.2.0"
PLATFORM = "linux_x86_64/bin/eventlens"
RELEASED = harness.ROOT / "tests/fixtures/released/checkpoints"


def set_version(tree, version):
    """Makes the copied tree one of that version."""
    for name, pattern, text in (
            ("CMakeLists.txt", r"(?<=project\(eventlens VERSION )\S+", version),
            ("CHANGELOG.md", r"^## \d+\.\d+\.\d+.*$", "## " + version)):
        path = tree / name
        changed, count = re.subn(pattern, text, path.read_text(encoding="utf-8"), count=1,
                                 flags=re.M)
        assert count == 1, name
        path.write_text(changed, encoding="utf-8")


class Packages:
    """The packages of both versions, made once."""
    made = None

    @classmethod
    def get(cls):
        if cls.made is None:
            directory = tempfile.TemporaryDirectory()
            unittest.addModuleCleanup(directory.cleanup)
            root = pathlib.Path(directory.name)
            programs = packaging.stand_ins(root / "programs")
            tree = packaging.copy_tree(root, commit=False)
            cls.made = {}
            for version in (OLD, NEW):
                set_version(tree, version)
                cls.made[version] = packaging.pack(tree, root / version, "--dirty",
                                                   programs=programs)
        return cls.made


class UpgradeCase(Case):
    def setUp(self):
        super().setUp()
        self.apps = self.directory / "etc/apps"
        self.apps.mkdir(parents=True)
        self.app = self.apps / "eventlens"

    def install(self, version, cut="eventlens"):
        """Unpacks the package over what is there, as docs/deployment.md says."""
        subprocess.run(["tar", "xzf", Packages.get()[version][cut], "-C", self.apps], check=True)
        if cut != "eventlens-search-head":
            # The packages are of stand-ins, the program is the one to be tested.
            (self.app / PLATFORM).unlink()
            shutil.copy2(harness.BINARY, self.app / PLATFORM)

    def run_installed(self, **settings):
        settings.setdefault("path", self.logs)
        done = subprocess.run([self.app / PLATFORM], input=self.document(**settings).encode(),
                              check=False, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=harness.PATIENCE)
        return harness.Result(done.returncode, done.stdout, done.stderr)

    def version(self):
        return re.search(r"^version = (\S+)", (self.app / "default/app.conf").read_text(), re.M)[1]

    def write(self, path, text):
        target = self.app / path
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")
        return target


class UpgradeTest(UpgradeCase):
    def test_nothing_is_repeated_and_nothing_left_out(self):
        write_log(self.log, events=10, dirty=1)
        self.install(OLD)
        self.expect(self.run_installed(), ids(1, 10))
        rewrite_log(self.log, events=14, dirty=1)
        self.install(NEW)
        self.assertEqual(self.version(), NEW)
        self.expect(self.run_installed(), ids(11, 14))
        self.expect(self.run_installed(), [])

    def test_also_from_one_package_to_another(self):
        write_log(self.log, events=10, dirty=1)
        self.install(OLD)
        self.expect(self.run_installed(), ids(1, 10))
        shutil.rmtree(self.app)
        self.install(NEW, "eventlens-forwarder")
        rewrite_log(self.log, events=12, dirty=1)
        self.expect(self.run_installed(), ids(11, 12))

    def test_under_a_running_input(self):
        write_log(self.log, events=5, dirty=1)
        self.install(OLD)
        document = self.document(path=self.logs, follow="1")
        with harness.Running(self.directory, document, program=self.app / PLATFORM) as running:
            running.wait_for_ids(ids(1, 5))
            self.install(NEW)
            rewrite_log(self.log, events=9, dirty=1)
            running.wait_for_ids(ids(1, 9))
            result, _ = running.stop()
            self.expect(result, ids(1, 9))
        rewrite_log(self.log, events=11, dirty=1)
        self.expect(self.run_installed(), ids(10, 11))

    def test_what_is_the_administrator_s_stays(self):
        self.install(OLD)
        own = {self.write(path, text): text for path, text in (
            ("local/inputs.conf", "[eventlens://dc]\npath = /srv/logs\n"),
            ("local/macros.conf", "[eventlens_index]\ndefinition = index=wineventlog\n"),
            ("local/props.conf", "[eventlens:json]\nTRUNCATE = 0\n"),
            ("metadata/local.meta", "[]\nexport = none\n"),
            ("lookups/acme_alert_policy.csv", "rule,enabled\nspray,no\n"))}
        self.install(NEW)
        for path, text in own.items():
            self.assertEqual(path.read_text(encoding="utf-8"), text, path)

    def test_a_lookup_of_one_s_own_still_names_the_codes(self):
        shipped = "eventlens_kerberos_failure_codes.csv"
        self.install(OLD)
        table = (self.app / "lookups" / shipped).read_text(encoding="utf-8")
        self.assertIn(",KDC_ERR_PREAUTH_FAILED,", table)
        self.write("lookups/acme_codes.csv", table.replace(
            ",KDC_ERR_PREAUTH_FAILED,", ",ACME_WRONG_PASSWORD,"))
        self.write("local/transforms.conf",
                   "[eventlens_kerberos_failure_codes]\nfilename = acme_codes.csv\n")
        self.write("lookups/" + shipped, table.replace(
            ",KDC_ERR_PREAUTH_FAILED,", ",EDITED_IN_PLACE,"))
        self.install(NEW)
        self.assertEqual((self.app / "lookups" / shipped).read_text(encoding="utf-8"), table)
        write_log(self.log, events=1)
        result = self.run_installed(render="json")
        self.assertEqual(result.events[0].json()["Status_name"], "ACME_WRONG_PASSWORD")


class RemovalTest(UpgradeCase):
    def test_an_app_that_comes_back_goes_on_where_it_was(self):
        write_log(self.log, events=10, dirty=1)
        self.install(OLD)
        self.expect(self.run_installed(), ids(1, 10))
        shutil.rmtree(self.app)
        self.install(NEW)
        rewrite_log(self.log, events=11, dirty=1)
        self.expect(self.run_installed(), [11])

    def test_nothing_is_written_into_the_app(self):
        write_log(self.log, events=10)
        self.install(OLD)
        before = sorted(self.app.rglob("*"))
        self.expect(self.run_installed(enrich="full"), ids(1, 10))
        self.assertEqual(sorted(self.app.rglob("*")), before)


class ReleasedCheckpointsTest(UpgradeCase):
    """Positions as the releases wrote them. A file for each version of their form is
    in tests/fixtures/released/checkpoints; in it stand the path, device and inode of
    the test's own log, and nothing else is changed."""

    def test_there_is_one_of_every_version_up_to_now(self):
        head = (harness.ROOT / "modinput/collect/checkpoints.h").read_text(encoding="utf-8")
        now = int(re.search(r"kCheckpointVersion = (\d+)", head)[1])
        self.assertEqual(sorted(path.name for path in RELEASED.iterdir()),
                         ["version-%d" % number for number in range(1, now + 1)])

    def test_they_are_read_on(self):
        for version in RELEASED.iterdir():
            with self.subTest(version.name):
                write_log(self.log, events=14, dirty=1)
                self.place(version)
                self.expect(self.run_once(), ids(11, 14))

    def place(self, version):
        status = self.log.stat()
        shutil.rmtree(self.checkpoints, ignore_errors=True)
        shutil.copytree(version, self.checkpoints)
        for path in self.checkpoints.rglob("*.json"):
            text = path.read_text(encoding="utf-8")
            for name, value in (("PATH", self.log), ("DEVICE", status.st_dev),
                                ("INODE", status.st_ino)):
                text = text.replace("@%s@" % name, str(value))
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    unittest.main()
