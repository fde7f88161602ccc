#!/usr/bin/env python3
"""What is linked into a program, out of what was made for it:

  linked.py MAP LIBRARIES > libraries.json

MAP is the linker's, LIBRARIES what dependencies.sh wrote. A library counts when
a member of one of its archives was taken; one of headers only always counts.
"""

import json
import re
import sys


def taken(map_text):
    """The archives of which the linker took a member."""
    listed = map_text.partition("Archive member included")[2].partition("\n\nMemory Configuration")[0]
    return set(re.findall(r"([^\s/]+\.a)\(", listed))


def main():
    if len(sys.argv) != 3:
        sys.exit("linked.py: expected the linker's map and libraries.json")
    map_path, libraries_path = sys.argv[1:]
    with open(map_path, encoding="utf-8", errors="replace") as text:
        archives = taken(text.read())
    if not archives:
        sys.exit(f"linked.py: {map_path} names no archive: is it the map of a linker?")
    with open(libraries_path, encoding="utf-8") as text:
        libraries = json.load(text)
    linked = [
        {key: library[key] for key in ("name", "version", "licence", "source")}
        for library in libraries
        if not library["files"] or archives.intersection(library["files"])
    ]
    json.dump(linked, sys.stdout, indent=1)
    print()


main()
