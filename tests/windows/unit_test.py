"""The unit tests of base/ and os/ as a program of Windows, which is built by
  cmake --build --preset windows --target unit_tests"""

import os
import pathlib
import signal
import subprocess
import tempfile
import time
import unittest

import wine

UNIT_TESTS = pathlib.Path(os.environ.get("EVENTLENS_WINDOWS_UNIT_TESTS", str(wine.ROOT / "build/windows/unit_tests.exe")))


class UnitTest(unittest.TestCase):
    def test_all_pass(self):
        done = subprocess.run([wine.script_for(UNIT_TESTS)], check=False, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
        self.assertEqual(done.returncode, 0, done.stdout.decode("utf-8", "replace"))

    def test_being_asked_to_stop_ends_what_waits_for_others(self):
        command = [wine.script_for(UNIT_TESTS), "--no-skip", "--test-case=being asked to stop*"]
        with tempfile.TemporaryFile() as output:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
            time.sleep(3)
            self.assertIsNone(process.poll())  # it waits for a reader that does nothing
            process.send_signal(signal.SIGINT)  # of which wine makes Ctrl+C
            try:
                code = process.wait(timeout=20)
            finally:
                process.kill()
            output.seek(0)
            text = output.read().decode("utf-8", "replace")
        self.assertEqual(code, 0, text)
        self.assertIn("1 passed", text)


if __name__ == "__main__":
    wine.main(UNIT_TESTS, "cmake --build --preset windows --target unit_tests")
