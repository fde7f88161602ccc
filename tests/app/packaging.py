"""Runs package.sh over the project or over a copy of it."""

import os
import pathlib
import shutil
import subprocess
import tarfile

from conf_reader import ROOT

# What package.sh reads.
INPUTS = ("CMakeLists.txt", "package.sh", "LICENSE", "app", "default", "lookups")


def binary():
    """The program that is packed."""
    return pathlib.Path(os.environ.get("EVENTLENS_BINARY", ROOT / "build/release/eventlens"))


def run(tree, dist, **environment):
    """Runs package.sh of `tree`, which writes into `dist`."""
    settings = dict(os.environ, EVENTLENS_BINARY=str(binary()), EVENTLENS_DIST=str(dist))
    settings.update(environment)
    return subprocess.run(
        [str(pathlib.Path(tree) / "package.sh")], env=settings, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)


def pack(tree, dist, **environment):
    """The path of the package. Raises AssertionError with what package.sh said
    where it made none."""
    result = run(tree, dist, **environment)
    assert result.returncode == 0, result.stderr
    packages = list(pathlib.Path(dist).glob("*"))
    assert len(packages) == 1, packages
    return packages[0]


def copy_tree(directory):
    """A copy of what package.sh reads, to be broken by a test."""
    tree = pathlib.Path(directory) / "tree"
    tree.mkdir()
    for name in INPUTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tree / name)
        else:
            shutil.copy2(source, tree / name)
    return tree


def members(package):
    """{path: TarInfo} of the package, in its order."""
    with tarfile.open(package) as archive:
        return {member.name: member for member in archive.getmembers()}


def content(package, path):
    with tarfile.open(package) as archive:
        return archive.extractfile(path).read()
