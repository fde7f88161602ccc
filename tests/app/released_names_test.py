"""What was released once stays: a setting, lookup, macro, view or option that goes
away breaks somebody's own settings and searches without a word."""

import json
import re
import unittest

import released_names
from conf_reader import ROOT


def lost(released, now):
    """"kind: name" of what is not there any more."""
    return ["%s: %s" % (kind, name) for kind, names in released.items()
            for name in names if name not in now.get(kind, ())]


class ReleasedNamesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.now = released_names.current()
        cls.releases = sorted(released_names.RELEASED.glob("*.json"))

    def test_nothing_that_was_released_is_lost(self):
        for path in self.releases:
            with self.subTest(path.stem):
                released = json.loads(path.read_text(encoding="utf-8"))
                self.assertEqual(lost(released, self.now), [], "these were released in %s: keep them, "
                                 "and let the old name go on beside a new one" % path.stem)

    def test_every_version_of_the_change_log_before_this_one_has_its_names(self):
        log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
        released = re.findall(r"^## (\d+\.\d+\.\d+)\b", log, re.M)[1:]
        self.assertLessEqual(set(released), {path.stem for path in self.releases})

    def test_there_is_something_of_every_kind(self):
        for kind, names in self.now.items():
            self.assertTrue(names, kind)

    def test_a_name_that_is_lost_is_told(self):
        released = {"macros": ["eventlens_index", "eventlens_other"]}
        self.assertEqual(lost(released, {"macros": ["eventlens_index"]}),
                         ["macros: eventlens_other"])
        self.assertEqual(lost(released, {}), ["macros: eventlens_index", "macros: eventlens_other"])


if __name__ == "__main__":
    unittest.main()
