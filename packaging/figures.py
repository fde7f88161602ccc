"""Writes into CHANGELOG.md what a release was tested with and what it consists of.

    python3 packaging/figures.py VERSION LOG DIST

LOG is what ./test.sh printed, DIST the directory that ./package.sh filled. The
speed is measured here, by tests/bench/compare_readers.py on the demo logs. What
stands there of an earlier attempt is replaced. Called by ./release.sh.
"""

import pathlib
import re
import subprocess
import sys

from refusal import Refusal

TREE = pathlib.Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
RUNS = "5"


def tests_in(log):
    """The line in which ./test.sh counts its tests; refuses one with failures."""
    found = re.findall(r"^tests: (\d+) run, (\d+) passed, (\d+) failed, (\d+) skipped$", log, re.M)
    if len(found) != 1 or found[0][2] != "0":
        raise Refusal("the log of the tests: expected one line 'tests: ... 0 failed ...', found %s"
                      % (found or "none"))
    return "%s tests run, %s passed, %s skipped." % (found[0][0], found[0][1], found[0][3])


def packages_in(dist, version):
    """A row for each file that SHA256SUMS names; refuses one of another version."""
    rows = ["| file | bytes | SHA-256 |", "|---|---|---|"]
    for line in (dist / "SHA256SUMS").read_text(encoding="ascii").splitlines():
        digest, name = line.split("  ")
        if "-%s." % version not in name:
            raise Refusal("%s: expected files of version %s, found %s" % (dist, version, name))
        rows.append("| `%s` | %d | `%s` |" % (name, (dist / name).stat().st_size, digest))
    return "\n".join(rows)


def speed_in(table):
    """Of the table of compare_readers.py the rows of this program, without the peers."""
    rows = ["| demo logs, joined | MB/s | 1000 records/s |", "|---|---|---|"]
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) > 6 and cells[3].startswith("eventlens"):
            rows.append("| %s (%s) | %s | %s |" % (cells[2], cells[3], cells[5], cells[6]))
    if len(rows) == 2:
        raise Refusal("compare_readers.py: expected rows of eventlens, found none")
    return "\n".join(rows)


def measured():
    done = subprocess.run([sys.executable, str(TREE / "tests/bench/compare_readers.py"),
                           "--alone", "--runs", RUNS], check=True, stdout=subprocess.PIPE,
                          text=True)
    return done.stdout


def put(changes, version, text):
    """The change log with `text` at the end of the version's section."""
    found = re.search(r"^## %s$.*?(?=^## |\Z)" % re.escape(version), changes, re.M | re.S)
    if not found:
        raise Refusal("CHANGELOG.md: expected a section '## %s', found none" % version)
    section = re.sub(r"\n*%s.*?%s\n*" % (re.escape(BEGIN), re.escape(END)), "\n", found[0],
                     flags=re.S)
    section = "%s\n\n%s\n%s\n%s\n\n" % (section.rstrip("\n"), BEGIN, text, END)
    return (changes[:found.start()] + section + changes[found.end():]).rstrip("\n") + "\n"


def main():
    version, log, dist = sys.argv[1:]
    path = TREE / "CHANGELOG.md"
    try:
        log = pathlib.Path(log).read_text(encoding="utf-8")
        text = "\n\n".join([tests_in(log), packages_in(pathlib.Path(dist), version),
                            speed_in(measured())])
        path.write_text(put(path.read_text(encoding="utf-8"), version, text), encoding="utf-8")
    except (Refusal, OSError) as error:
        sys.exit("figures.py: %s" % error)


if __name__ == "__main__":
    main()
