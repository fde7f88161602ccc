"""Reads .conf and .conf.spec files as Splunk does, strictly: what Splunk would
silently resolve (a stanza twice, a setting twice) is kept for the tests to see.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEFAULT = ROOT / "default"
LOOKUPS = ROOT / "lookups"
APP = ROOT / "app"

# What the expressions and searches in these files mean.
sys.path.append(str(ROOT / "tests/spl"))


class Conf:
    """One .conf file. `stanzas` is a list of (name, [(key, value)]) in file
    order; `problems` names what is wrong with its form."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.stanzas = []
        self.problems = []
        self._read()

    def stanza(self, name):
        """The settings of one stanza as a dict; empty where there is none."""
        for stanza_name, settings in self.stanzas:
            if stanza_name == name:
                return dict(settings)
        return {}

    def names(self):
        return [name for name, _ in self.stanzas]

    def _read(self):
        lines = self.path.read_text(encoding="utf-8").split("\n")
        if lines[-1] != "":
            self._problem(len(lines), "no line break at the end of the file")
        number = 0
        while number < len(lines):
            line = lines[number]
            number += 1
            first = number
            # A backslash at the end of a line continues the value.
            while line.endswith("\\") and number < len(lines):
                self._check_line(number, lines[number - 1])
                line = line[:-1] + "\n" + lines[number]
                number += 1
            self._check_line(number, lines[number - 1])
            self._take(first, line)
        self._find_repetitions()

    def _check_line(self, number, line):
        if line != line.rstrip():
            self._problem(number, "blanks at the end of the line")
        if "\t" in line:
            self._problem(number, "a tab")
        if "\r" in line:
            self._problem(number, "a carriage return")

    def _take(self, number, line):
        if not line or line.startswith("#"):
            return
        header = re.fullmatch(r"\[(.*)\]", line)
        if header:
            self.stanzas.append((header.group(1), []))
            return
        setting = re.match(r"([^=\s][^=]*?) *= ?((?:.|\n)*)\Z", line)
        if not setting:
            self._problem(number, "neither a stanza nor a setting: " + line)
        elif not self.stanzas:
            self._problem(number, "a setting before the first stanza")
        else:
            self.stanzas[-1][1].append((setting.group(1), setting.group(2)))

    def _find_repetitions(self):
        for name in repeated(self.names()):
            self._problem(0, "stanza [%s] stands twice" % name)
        for name, settings in self.stanzas:
            for key in repeated([key for key, _ in settings]):
                self._problem(0, "[%s] sets %s twice" % (name, key))

    def _problem(self, number, text):
        self.problems.append("%s:%d: %s" % (self.path.name, number, text))


class LayeredConf:
    """The .conf files of one name in an app: default/ and over it local/, setting
    by setting. A file that is not there is empty."""

    def __init__(self, app, name):
        merged = {}
        for layer in ("default", "local"):
            path = pathlib.Path(app) / layer / name
            for stanza, settings in Conf(path).stanzas if path.exists() else []:
                merged.setdefault(stanza, {}).update(settings)
        self._merged = merged
        self.stanzas = [(stanza, list(settings.items())) for stanza, settings in merged.items()]

    def stanza(self, name):
        """The settings of one stanza as a dict; empty where there is none."""
        return self._merged.get(name, {})

    def names(self):
        return list(self._merged)


def repeated(items):
    """Those that stand more than once."""
    return sorted({item for item in items if items.count(item) > 1})


def read_spec(path):
    """A .conf.spec file as {setting: [its `* ` lines joined per fact]}, and the
    header of its one stanza."""
    headers = []
    settings = {}
    facts = None
    for line in pathlib.Path(path).read_text(encoding="utf-8").split("\n"):
        header = re.fullmatch(r"\[(.*)\]", line)
        setting = re.fullmatch(r"(\w+) = (\S.*)", line)
        if header:
            headers.append(header.group(1))
            facts = []
        elif setting:
            facts = settings.setdefault(setting.group(1), [])
        elif line.startswith("* "):
            facts.append(line[2:])
        elif line.startswith("  ") and facts:
            facts[-1] += " " + line.strip()
        elif line and not line.startswith("#"):
            raise ValueError("%s: a line of no known form: %s" % (path, line))
    return headers, settings
