"""Runs package.sh over the project or over a copy of it.

What the packages' form depends on are not the programs' bytes, so most tests pack
stand-ins (program_images.py), which need no cross compilers. The programs themselves
are packed where they were built, see real_programs()."""

import json
import os
import pathlib
import shutil
import subprocess
import tarfile

from conf_reader import ROOT
from program_images import PROGRAMS

# What package.sh reads.
INPUTS = ("CHANGELOG.md", "CMakeLists.txt", "CMakePresets.json", "LICENSE", "app", "cmake",
          "default", "lookups", "modinput", "package.sh", "packaging")
CUTS = ("eventlens", "eventlens-search-head", "eventlens-forwarder")
LIBRARIES = (
    {"name": "zlib", "version": "1.2.13", "licence": "Zlib", "source": "zlib 1:1.2.13.dfsg-1",
     "copyright_file": "licences/zlib.txt"},
    {"name": "liblzma", "version": "5.4.1", "licence": "LicenseRef-public-domain",
     "source": "xz-utils 5.4.1-1+deb12u2", "copyright_file": "licences/liblzma.txt"},
)


def binary():
    """The program that was built for this machine."""
    return pathlib.Path(os.environ.get("EVENTLENS_BINARY", ROOT / "build/release/eventlens"))


def real_programs():
    """Where the programs for all platforms are, or None where they were not built."""
    directory = pathlib.Path(os.environ.get("EVENTLENS_PROGRAMS") or ROOT / "build/programs")
    return directory if all((directory / name).is_file() for name in PROGRAMS) else None


def stand_ins(directory):
    """Writes programs of the right form below `directory`, with what they hold."""
    directory = pathlib.Path(directory)
    for name, data in PROGRAMS.items():
        path = directory / name
        (path.parent / "licences").mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        path.chmod(0o755)
        (path.parent / "libraries.json").write_text(json.dumps(LIBRARIES), encoding="utf-8")
        for library in LIBRARIES:
            (path.parent / library["copyright_file"]).write_text(
                "You may use %s.\n" % library["name"], encoding="utf-8")
    return directory


def real_or_stand_ins(directory):
    """The programs that were built for all platforms; where they were not, stand-ins
    below `directory`. Says which, because not all that is proved with these holds."""
    real = real_programs()
    print("\nprograms: %s" % (real or "stand-ins; cmake/portable/build.sh builds the real ones"))
    return real or stand_ins(directory)


def run(tree, dist, *arguments, programs, **environment):
    """Runs package.sh of `tree`, which packs `programs` and writes into `dist`."""
    settings = dict(os.environ, EVENTLENS_PROGRAMS=str(programs), EVENTLENS_DIST=str(dist))
    settings.pop("SOURCE_DATE_EPOCH", None)
    settings.update(environment)
    return subprocess.run(
        [str(pathlib.Path(tree) / "package.sh"), *arguments], env=settings, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)


def pack(tree, dist, *arguments, programs, **environment):
    """{cut: path of its package}. Raises AssertionError with what package.sh said
    where it made none."""
    result = run(tree, dist, *arguments, programs=programs, **environment)
    assert result.returncode == 0, result.stderr
    made = {path.name.rpartition("-")[0]: path for path in pathlib.Path(dist).glob("*.tar.gz")}
    assert set(made) == set(CUTS), made
    return made


def copy_tree(directory, commit=True):
    """A copy of what package.sh reads, to be broken by a test; a clone of its own."""
    tree = pathlib.Path(directory) / "tree"
    tree.mkdir()
    for name in INPUTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, tree / name)
    shutil.copy2(ROOT / ".gitignore", tree)
    if commit:
        git(tree, "init", "--quiet")
        commit_all(tree)
    return tree


def git(tree, *arguments):
    # One time for all, and no name or configuration of this machine.
    settings = dict(os.environ, GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_SYSTEM="/dev/null",
                    GIT_AUTHOR_DATE="1700000000 +0000", GIT_COMMITTER_DATE="1700000000 +0000")
    subprocess.run(["git", "-C", str(tree), "-c", "user.name=t", "-c", "user.email=t@example.com",
                    *arguments], check=True, env=settings, stdout=subprocess.DEVNULL)


def commit_all(tree):
    git(tree, "add", "--all")
    git(tree, "commit", "--quiet", "--allow-empty", "--message", "all")


def members(package):
    """{path: TarInfo} of the package, in its order."""
    with tarfile.open(package) as archive:
        return {member.name: member for member in archive.getmembers()}


def content(package, path):
    with tarfile.open(package) as archive:
        return archive.extractfile(path).read()


def unpack(package, directory):
    """The directory of the app, unpacked below `directory`."""
    with tarfile.open(package) as archive:
        archive.extractall(directory, filter="data")
    return pathlib.Path(directory) / "eventlens"
