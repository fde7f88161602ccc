"""docs/robustness.md promises a test for each kind of damage: each of them is
there, under that name."""

import re
import unittest

from conf_reader import ROOT

PROMISE = re.compile(r"`(tests/[\w/]+\.(?:cpp|py)): ([^`]+)`")


def rows():
    """The table rows of the document, without their headers."""
    text = (ROOT / "docs/robustness.md").read_text(encoding="utf-8")
    return [line for line in text.splitlines()
            if line.startswith("| ") and not line.startswith(("| |", "| what"))]


def cases(path):
    """The names of the tests in a file."""
    text = (ROOT / path).read_text(encoding="utf-8")
    if path.endswith(".cpp"):
        return set(re.findall(r'TEST_CASE\(\s*"((?:[^"\\]|\\.)*)"', text))
    found, group = set(), ""
    for line in text.splitlines():
        begun = re.match(r"class (\w+)|    def (test_\w+)", line)
        if begun:
            group = begun.group(1) or group
            found.add("%s.%s" % (group, begun.group(2)))
    return found


class RobustnessTest(unittest.TestCase):
    def test_every_row_promises_a_test(self):
        self.assertGreater(len(rows()), 60)
        for row in rows():
            with self.subTest(row):
                self.assertTrue(PROMISE.search(row))

    def test_every_promised_test_is_there(self):
        for row in rows():
            for path, name in PROMISE.findall(row):
                with self.subTest(path=path, name=name):
                    self.assertIn(name, cases(path))

    def test_every_number_stands_for_one_row(self):
        numbers = [found.group(1) for found in (re.match(r"\| (\d+) \|", row) for row in rows())
                   if found]
        self.assertEqual(len(numbers), len(set(numbers)))


if __name__ == "__main__":
    unittest.main()
