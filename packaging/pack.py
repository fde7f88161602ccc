"""Packs the app into dist/: three archives, their sums and their bill of materials.
package.sh is the command and says how it is used."""

import argparse
import hashlib
import os
import pathlib
import subprocess
import sys

from archive import File, tar_gz
from cuts import CUTS, cut_app
from libraries import notices, read_libraries
from programs import PLATFORMS, read_program
from refusal import Refusal
from release import refuse_changes, time_of, version_of
from sbom import Package, bill_of_materials
from tree import read_app

TREE = pathlib.Path(__file__).resolve().parent.parent
APP = "eventlens"


def arguments():
    parser = argparse.ArgumentParser(prog="package.sh", allow_abbrev=False)
    parser.add_argument("--dirty", action="store_true",
                        help="pack a tree that is not committed, for a trial: the files are "
                             "called <version>+dirty")
    return parser.parse_args()


def built_programs():
    """The directory of the programs; builds them where none is given from outside.
    Always, because old programs in a new package would be seen by nobody; it is quick
    where nothing has changed."""
    given = os.environ.get("EVENTLENS_PROGRAMS")
    if given:
        return pathlib.Path(given)
    # What it prints is not what package.sh prints: the packages.
    if subprocess.run([str(TREE / "cmake/portable/build.sh")], check=False,
                      stdout=sys.stderr).returncode != 0:
        raise Refusal("cmake/portable/build.sh failed; it says above why")
    return pathlib.Path("build/programs")


def add_programs(files, programs, libraries_of):
    for platform, data in programs.items():
        files["%s/bin/%s" % (platform, PLATFORMS[platform])] = File(data, executable=True)
    files["THIRD-PARTY-NOTICES.txt"] = File(notices(libraries_of).encode("utf-8"))


def readmes():
    return {cut.name: (TREE / "packaging" / cut.name[1:] / "README.md").read_text(encoding="utf-8")
            for cut in CUTS if cut.name}


def make(version, label, time, app):
    """{file name in dist: its bytes}, packages first."""
    directory = built_programs()
    programs = {platform: read_program(directory, platform) for platform in PLATFORMS}
    libraries_of = {platform: read_libraries(directory, platform) for platform in PLATFORMS}
    packages = []
    for cut in CUTS:
        files = cut_app(cut, app, readmes(), version)
        if cut.has_input:
            add_programs(files, programs, libraries_of)
        files = {"%s/%s" % (APP, path): file for path, file in files.items()}
        packages.append(Package(APP + cut.name, "%s%s-%s.tar.gz" % (APP, cut.name, label),
                                tar_gz(files, time), files))
    made = {package.file_name: package.data for package in packages}
    paths = {platform: "%s/%s/bin/%s" % (APP, platform, name)
             for platform, name in PLATFORMS.items()}
    made["%s-%s.spdx.json" % (APP, label)] = bill_of_materials(
        packages, label, time, libraries_of, paths).encode("utf-8")
    return made


def write(dist, made):
    """All of it, or where a write fails no half file under its name."""
    sums = "".join("%s  %s\n" % (hashlib.sha256(data).hexdigest(), name)
                   for name, data in sorted(made.items()))
    dist.mkdir(parents=True, exist_ok=True)
    for name, data in (*made.items(), ("SHA256SUMS", sums.encode())):
        part = dist / (name + ".part")
        try:
            part.write_bytes(data)
            part.replace(dist / name)
        finally:
            part.unlink(missing_ok=True)


def main():
    dirty = arguments().dirty
    try:
        # What takes no time is looked at before anything is built.
        version = version_of(TREE)
        if not dirty:
            refuse_changes(TREE)
        time = time_of(TREE)
        app = read_app(TREE)
        made = make(version, version + "+dirty" if dirty else version, time, app)
        dist = pathlib.Path(os.environ.get("EVENTLENS_DIST", "dist"))
        write(dist, made)
    except (Refusal, OSError) as error:
        print("package.sh: %s" % error, file=sys.stderr)
        return 1
    for name, data in made.items():
        print("%s\n  %d bytes, sha256 %s" % (
            dist / name, len(data), hashlib.sha256(data).hexdigest()))
    print(dist / "SHA256SUMS")
    return 0


if __name__ == "__main__":
    sys.exit(main())
