"""app/bin/eventlens, which Splunk starts on a platform that it has no folder for: in
each shell that is here, with `uname` saying what the test wants."""

import pathlib
import shutil
import subprocess
import tempfile
import unittest

from conf_reader import APP

SHELLS = [shell for shell in (["dash"], ["busybox", "sh"], ["bash", "--posix"])
          if shutil.which(shell[0])]
# Says who it is and what it was given, and lives on under the number it was started with.
PROGRAM = '#!/bin/sh\nprintf "%s\\n" "$0" "$$" "$@"\nexit 3\n'


class DispatcherTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)
        self.app = self.directory / "apps with 'blanks' $(x)" / "eventlens"
        for platform in ("linux_aarch64", "linux_x86_64"):
            self.write(self.app / platform / "bin/eventlens", PROGRAM)
        self.script = self.app / "bin/eventlens"
        self.script.parent.mkdir()
        shutil.copy2(APP / "bin/eventlens", self.script)
        self.machine("Linux", "aarch64")

    @staticmethod
    def write(path, text):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)

    def machine(self, system, processor):
        self.write(self.directory / "path/uname",
                   '#!/bin/sh\n[ "$1" = -s ] && echo "%s" || echo "%s"\n' % (system, processor))

    def run_it(self, shell, *arguments, script=None, cwd="/"):
        process = subprocess.Popen(
            [*shell, str(script or self.script), *arguments], cwd=cwd, text=True,
            env={"PATH": "%s:/usr/bin:/bin" % (self.directory / "path")},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        output, errors = process.communicate(timeout=30)
        return process, output, errors

    def assert_started(self, platform, shell, *arguments, **how):
        process, output, errors = self.run_it(shell, *arguments, **how)
        self.assertEqual(errors, "")
        self.assertEqual(process.returncode, 3)
        program = (self.app / platform / "bin/eventlens").resolve()
        self.assertEqual(output.splitlines()[0], str(program))
        # The same process: a signal for the script reaches the program.
        self.assertEqual(output.splitlines()[1], str(process.pid))
        self.assertEqual(output.split("\n", 2)[2], "".join(one + "\n" for one in arguments))

    def test_there_is_a_shell(self):
        self.assertTrue(SHELLS)

    def test_it_starts_the_program_for_arm_with_all_arguments(self):
        for shell in [*SHELLS, []]:
            with self.subTest(shell):
                self.assert_started("linux_aarch64", shell)
                self.assert_started("linux_aarch64", shell, "--scheme")
                self.assert_started("linux_aarch64", shell, "", "a b", "$HOME", "*", "'\"", "a\nb")

    def test_other_names_of_the_processors(self):
        for processor, platform in (("arm64", "linux_aarch64"), ("x86_64", "linux_x86_64"),
                                    ("amd64", "linux_x86_64")):
            self.machine("Linux", processor)
            for shell in SHELLS:
                with self.subTest(shell, processor=processor):
                    self.assert_started(platform, shell)

    def test_it_is_found_from_anywhere_and_through_links(self):
        link = self.directory / "link"
        link.symlink_to(self.script)
        far = self.directory / "far"
        far.symlink_to(link)
        for shell in [*SHELLS, []]:
            with self.subTest(shell):
                for script, cwd in (
                        (self.script, self.directory), (link, "/"), (far, "/"),
                        ("./eventlens", self.script.parent), ("bin/eventlens", self.app),
                        ("../bin/eventlens", self.app / "linux_x86_64")):
                    self.assert_started("linux_aarch64", shell, "x", script=script, cwd=cwd)
                if shell:
                    self.assert_started("linux_aarch64", shell, script="eventlens",
                                        cwd=self.script.parent)

    def test_what_splunkd_writes_reaches_the_program(self):
        self.write(self.app / "linux_aarch64/bin/eventlens", "#!/bin/sh\nexec cat\n")
        done = subprocess.run([str(self.script)], input="<input/>\n", text=True, check=True,
                              env={"PATH": "%s:/usr/bin:/bin" % (self.directory / "path")},
                              stdout=subprocess.PIPE)
        self.assertEqual(done.stdout, "<input/>\n")

    def assert_refused(self, shell, *words):
        process, output, errors = self.run_it(shell, "--scheme")
        self.assertEqual((process.returncode, output), (1, ""))
        self.assertRegex(errors, r"\AERROR eventlens: [^\n]+\n\Z")
        for word in words:
            self.assertIn(word, errors)

    def test_it_says_which_machine_it_found_and_which_are_accepted(self):
        for system, processor in (("Linux", "armv7l"), ("Linux", "ppc64le"), ("Linux", "s390x"),
                                  ("Darwin", "arm64"), ("FreeBSD", "amd64"), ("AIX", "00C8")):
            self.machine(system, processor)
            for shell in SHELLS:
                with self.subTest(shell, system=system, processor=processor):
                    self.assert_refused(shell, "%s %s" % (system, processor), "Linux aarch64",
                                        "Linux x86_64", "Windows x86_64")

    def test_a_program_that_is_missing_or_may_not_be_run(self):
        program = self.app / "linux_aarch64/bin/eventlens"
        for shell in SHELLS:
            with self.subTest(shell):
                program.chmod(0o644)
                self.assert_refused(shell, str(program), "may not be run")
        program.unlink()
        self.assert_refused(SHELLS[0], str(program), "does not exist")


if __name__ == "__main__":
    unittest.main()
