"""The rooms of modinput/ include only what they may know: each itself and the
rooms to its right (docs/architecture.md). Proven from the #include lines, with
planted violations that must be found."""

import pathlib
import re
import tempfile
import unittest

from conf_reader import ROOT

MODINPUT = ROOT / "modinput"

ALLOWED = {
    "base": [],
    "os": ["base"],
    "unpack": ["os", "base"],
    "log": ["os", "base"],
    "event": ["log", "os", "base"],
    "filter": ["event", "log", "os", "base"],
    "evtx": ["event", "log", "os", "base"],
    "evt": ["event", "log", "os", "base"],
    "evxml": ["event", "log", "os", "base"],
    "text": ["event", "log", "os", "base"],
    "knowledge": ["log", "os", "base"],
    "articles": ["knowledge", "log", "os", "base"],
    "enrich": ["knowledge", "event", "log", "os", "base"],
    "emit": ["enrich", "knowledge", "event", "log", "os", "base"],
    "json": ["event", "log", "os", "base"],
    "collect": ["unpack", "filter", "evtx", "evt", "evxml", "text", "json", "emit", "enrich", "knowledge", "event", "log",
                "os", "base"],
    "splunk": ["filter", "event", "log", "os", "base"],
    "cli": ["collect", "filter", "emit", "enrich", "articles", "knowledge", "event", "log", "os", "base"],
}

# The typed form of a stanza, which splunk/ fills in and collect/ works by.
ALLOWED_FILES = {"splunk": ["collect/stanza.h", "emit/render.h", "enrich/level.h"]}

# A pattern of headers -> the rooms that may include them.
PLATFORM = re.compile(
    r"^(sys/.*|linux/.*|arpa/.*|net/.*|netinet/.*|unistd|poll|fcntl|glob|malloc|sched|signal|dirent|"
    r"fnmatch|ftw|pthread|pwd|grp|termios|dlfcn|errno|syslog|spawn|windows|winternl|winsock2|tlhelp32|shellapi|io|direct|process)\.h$")
THIRD_PARTY = {
    re.compile(r"^zlib\.h$|^zconf\.h$"): ["base"],
    re.compile(r"^pugixml\.hpp$"): ["evxml", "filter", "splunk"],
    re.compile(r"^pcre2\.h$"): ["filter"],
    re.compile(r"^archive(_entry)?\.h$"): ["unpack"],
    re.compile(r"^rapidjson/"): ["collect", "cli", "json"],
    re.compile(r"^CLI/"): ["cli"],
}
# Headers of the C and C++ standard libraries that may stand anywhere.
STANDARD = re.compile(r"^(c?[a-z_]+)$")
INTRINSICS = re.compile(r"^(immintrin|emmintrin|tmmintrin|smmintrin|nmmintrin|arm_neon)\.h$")
# Made by the build for files directly in modinput/.
GENERATED = {"version.h"}

INCLUDE = re.compile(r"^\s*#\s*include\s*([<\"])([^>\"]+)[>\"]")


def includes(path):
    """(line number, "<" or '"', header) of every #include."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        found = INCLUDE.match(line)
        if found:
            yield number, found.group(1), found.group(2)


def wrong_with_own(room, header):
    """Why the room may not include this header of ours; empty where it may."""
    if room == "":
        return ""
    other = header.split("/")[0] if "/" in header else ""
    if other == room or header in ALLOWED_FILES.get(room, ()):
        return ""
    if other not in ALLOWED:
        return "is written without its room"
    return "" if other in ALLOWED[room] else "is none of the rooms that %s may know" % room


def wrong_with_foreign(room, header, in_header_file):
    for pattern, rooms in THIRD_PARTY.items():
        if pattern.match(header):
            if in_header_file:
                return "belongs to another project and must not stand in our headers"
            return "" if room in rooms else "may be included in %s only" % ", ".join(rooms)
    if PLATFORM.match(header):
        return "" if room == "os" else "belongs to the platform: only os/ may include it"
    if STANDARD.match(header) or INTRINSICS.match(header):
        return ""
    return "is neither of the standard library nor a library this test knows"


def violations(tree):
    """A line of text for every #include that may not be."""
    found = []
    for path in sorted(tree.rglob("*")):
        if path.suffix not in (".h", ".cpp"):
            continue
        relative = path.relative_to(tree)
        room = relative.parts[0] if len(relative.parts) > 1 else ""
        if room not in ALLOWED and room != "":
            found.append("%s: no room is called %s" % (relative, room))
            continue
        for number, kind, header in includes(path):
            if kind == "<":
                wrong = wrong_with_foreign(room, header, path.suffix == ".h")
            else:
                wrong = wrong_with_own(room, header)
                exists = (tree / header).is_file() or header in GENERATED
                wrong = wrong or ("" if exists else "does not exist")
            if wrong:
                found.append("%s:%d: %s %s" % (relative, number, header, wrong))
    return found


class LayersTest(unittest.TestCase):
    def test_every_include_goes_to_the_right(self):
        self.assertEqual(violations(MODINPUT), [])

    def test_the_table_names_the_rooms_that_there_are(self):
        rooms = {path.name for path in MODINPUT.iterdir() if path.is_dir()}
        self.assertEqual(rooms, set(ALLOWED))

    def test_the_table_itself_has_no_circle(self):
        for room, others in ALLOWED.items():
            for other in others:
                self.assertNotIn(room, ALLOWED[other], (room, other))

    def test_what_cmake_links_is_what_may_be_included(self):
        for room, others in ALLOWED.items():
            text = (MODINPUT / room / "CMakeLists.txt").read_text(encoding="utf-8")
            depends = re.search(r"DEPENDS([a-z\s]*)", text)
            linked = set(depends.group(1).split()) if depends else set()
            self.assertLessEqual(linked, set(others), room)


class SelfCheckTest(unittest.TestCase):
    """The test sees what it is there to see."""

    def check(self, path, line, expected):
        with tempfile.TemporaryDirectory() as directory:
            tree = pathlib.Path(directory)
            for header in ("collect/stanza.h", "collect/discover.h", "base/bytes.h", "os/file.h",
                           "splunk/scheme.h"):
                (tree / header).parent.mkdir(exist_ok=True)
                (tree / header).write_text("", encoding="utf-8")
            file = tree / path
            file.parent.mkdir(exist_ok=True)
            file.write_text("// A file.\n%s\n" % line, encoding="utf-8")
            found = violations(tree)
        self.assertEqual(len(found), 1 if expected else 0, found)
        if expected:
            self.assertIn(path + ":2: ", found[0])
            self.assertIn(expected, found[0])

    def test_violations_are_found(self):
        for path, line, expected in (
                ("base/a.cpp", '#include "os/file.h"', "none of the rooms"),
                ("splunk/a.cpp", '#include "collect/discover.h"', "none of the rooms"),
                ("collect/a.h", '# include "splunk/scheme.h"', "none of the rooms"),
                ("os/a.cpp", '#include "file.h"', "without its room"),
                ("log/a.cpp", '#include "base/no.h"', "does not exist"),
                ("log/a.cpp", "#include <unistd.h>", "platform"),
                ("cli/a.cpp", "#include <sys/stat.h>", "platform"),
                ("main.cpp", "#include <signal.h>", "platform"),
                ("main.cpp", "#include <shellapi.h>", "platform"),
                ("collect/a.cpp", "#include <windows.h>", "platform"),
                ("collect/a.h", "#include <rapidjson/document.h>", "our headers"),
                ("emit/a.cpp", "  #include <rapidjson/document.h>", "only"),
                ("splunk/a.cpp", "#include <zlib.h>", "only"),
                ("base/a.cpp", "#include <boost/any.hpp>", "neither")):
            with self.subTest(path=path, line=line):
                self.check(path, line, expected)

    def test_what_is_allowed_is_not(self):
        for path, line in (("os/a.cpp", '#include "base/bytes.h"'),
                           ("os/a.cpp", '#include "os/file.h"'),
                           ("os/a.cpp", "#include <unistd.h>"),
                           ("splunk/a.cpp", '#include "collect/stanza.h"'),
                           ("splunk/a.cpp", "#include <pugixml.hpp>"),
                           ("base/a.h", "#include <cstdint>"),
                           ("main.cpp", '#include "splunk/scheme.h"')):
            with self.subTest(path=path, line=line):
                self.check(path, line, "")


if __name__ == "__main__":
    unittest.main()
