"""Which version is packed, of which commit and time; refuses where that would not be
the truth. As a program it prints the version, for ./release.sh."""

import os
import pathlib
import re
import subprocess
import sys

from refusal import Refusal

# What a package is made of. A change elsewhere, in a test or a document, changes none.
SHIPPED_OR_BUILT = ("CMakeLists.txt", "CMakePresets.json", "LICENSE", "CHANGELOG.md", "app",
                    "cmake", "default", "lookups", "modinput", "package.sh", "packaging")

# 2026-01-01, where there is neither a given time nor a commit.
FALLBACK_TIME = 1767225600


def version_of(tree):
    """The version that the project says it has, and its change log too."""
    text = (tree / "CMakeLists.txt").read_text(encoding="utf-8")
    found = re.search(r"^project\(eventlens VERSION ([^\s)]*)", text, re.M)
    version = found.group(1) if found else ""
    if not re.fullmatch(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", version):
        raise Refusal("CMakeLists.txt: expected project(eventlens VERSION "
                      "<major>.<minor>.<patch> ...), found version '%s'" % version)
    path = tree / "CHANGELOG.md"
    changes = path.read_text(encoding="utf-8") if path.is_file() else ""
    released = re.search(r"^## v?(\d+\.\d+\.\d+)\b", changes, re.M)
    if not released or released.group(1) != version:
        raise Refusal(
            "CHANGELOG.md: expected the first heading of a version to be '## %s', as in "
            "CMakeLists.txt, found %s" % (
                version, "'## %s'" % released.group(1) if released else "none"))
    return version


def _git(tree, *arguments):
    """What git prints about `tree`, or None where it is no clone or there is no git."""
    try:
        done = subprocess.run(["git", "-C", str(tree), *arguments], check=False, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None


def refuse_changes(tree):
    """Refuses a tree that differs from its commit in what ships or is built."""
    top = _git(tree, "rev-parse", "--show-toplevel")
    if top is None or os.path.realpath(top.strip()) != os.path.realpath(tree):
        raise Refusal("%s is no clone that git reads, so what is packed cannot be compared with "
                      "a commit; package.sh --dirty packs it for a trial" % tree)
    changed = _git(tree, "status", "--porcelain", "--untracked-files=all", "--",
                   *SHIPPED_OR_BUILT)
    if changed:
        lines = changed.splitlines()
        raise Refusal("%s is not as it was committed (%d such); commit it, or pack for a trial: "
                      "package.sh --dirty" % (lines[0][3:], len(lines)))


def time_of(tree):
    """The time that all files get: SOURCE_DATE_EPOCH, else that of the commit."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given is not None and not re.fullmatch(r"\d{1,11}", given):
        raise Refusal("SOURCE_DATE_EPOCH: expected seconds since 1970, found '%s'" % given)
    return int(given or _git(tree, "log", "-1", "--format=%ct") or FALLBACK_TIME)


if __name__ == "__main__":
    try:
        print(version_of(pathlib.Path(__file__).resolve().parents[1]))
    except Refusal as error:
        sys.exit("release.sh: %s" % error)
