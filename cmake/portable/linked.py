#!/usr/bin/env python3
"""What is linked into a program, out of what was made for it:

  linked.py MAP PREFIX PLACE

MAP is the linker's, PREFIX what dependencies.sh made. A library counts when a
member of one of its archives was taken; one of headers only always counts. Puts
libraries.json, and the texts that it names, into PLACE.
"""

import json
import pathlib
import re
import shutil
import sys


def taken(map_text):
    """The archives of which the linker took a member."""
    listed = map_text.partition("Archive member included")[2].partition("\n\nMemory Configuration")[0]
    return set(re.findall(r"([^\s/]+\.a)\(", listed))


def linked(map_path, prefix):
    """The entries of libraries.json that count."""
    archives = taken(map_path.read_text(encoding="utf-8", errors="replace"))
    if not archives:
        sys.exit(f"linked.py: {map_path} names no archive: is it the map of a linker?")
    libraries = json.loads((prefix / "libraries.json").read_text(encoding="utf-8"))
    return [library for library in libraries
            if not library["files"] or archives.intersection(library["files"])]


def main():
    if len(sys.argv) != 4:
        sys.exit("linked.py: expected the linker's map, the libraries' prefix and a directory")
    map_path, prefix, place = map(pathlib.Path, sys.argv[1:])
    libraries = linked(map_path, prefix)
    shutil.rmtree(place / "licences", ignore_errors=True)
    for library in libraries:
        del library["files"]
        text = place / library["copyright_file"]
        text.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(prefix / library["copyright_file"], text)
    with open(place / "libraries.json", "w", encoding="utf-8") as out:
        json.dump(libraries, out, indent=1)
        out.write("\n")


main()
