"""What third-party code is linked into the programs: read from the libraries.json
beside each, and written into the package as THIRD-PARTY-NOTICES.txt."""

import json
import re
from dataclasses import dataclass

from refusal import Refusal

FIELDS = ("name", "version", "licence", "source", "copyright_file")

# Licences of code that a package may hold, and under which its texts go with it. Another
# one has to be looked at by a person first.
LICENCES = (
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "ISC", "MIT", "Zlib",
    "ZPL-2.1 AND MIT AND BSD-3-Clause", "bzip2-1.0.6", "curl", "LicenseRef-public-domain",
    "GPL-3.0-or-later WITH GCC-exception-3.1", "LGPL-3.0-or-later OR GPL-2.0-or-later",
)


@dataclass(frozen=True, order=True)
class Library:
    name: str
    version: str
    licence: str
    source: str  # Debian's source package and its version
    text: str    # the licence as it has to go with the program


def read_libraries(directory, platform):
    """The libraries of one program, sorted; raises Refusal where the list is not
    complete."""
    path = directory / platform / "libraries.json"
    if not path.is_file():
        raise Refusal("%s does not exist: what is linked into the program for %s is not known. "
                      "cmake/portable/build.sh writes it" % (path, platform))
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise Refusal("%s is no JSON: %s" % (path, error)) from error
    if not isinstance(entries, list) or not entries:
        raise Refusal("%s: expected a list with an object for each library" % path)
    libraries = sorted(_library(path, entry) for entry in entries)
    names = [library.name for library in libraries]
    for name in names:
        if names.count(name) > 1:
            raise Refusal("%s lists %s twice" % (path, name))
    return libraries


def _library(path, entry):
    if not isinstance(entry, dict) or \
            not all(isinstance(entry.get(name), str) and entry[name] for name in FIELDS):
        raise Refusal("%s: expected objects with the texts %s, found %s" % (
            path, ", ".join(FIELDS), json.dumps(entry)[:200]))
    if entry["licence"] not in LICENCES:
        raise Refusal("%s: the licence of %s is '%s'; accepted: %s" % (
            path, entry["name"], entry["licence"], ", ".join(LICENCES)))
    if not re.fullmatch(r"[a-z0-9.+-]+ [A-Za-z0-9.+:~-]+", entry["source"]):
        raise Refusal("%s: the source of %s is '%s'; accepted: <Debian's source package> <version>"
                      % (path, entry["name"], entry["source"]))
    text = path.parent / entry["copyright_file"]
    if text.is_symlink() or not text.is_file() or not text.read_bytes().strip():
        raise Refusal("%s: the copyright_file of %s, %s, does not exist or is empty" % (
            path, entry["name"], text))
    return Library(*(entry[name] for name in FIELDS[:4]), text.read_text(encoding="utf-8"))


def notices(libraries_of):
    """THIRD-PARTY-NOTICES.txt for {platform: [Library]}."""
    platforms = {}
    for platform, libraries in libraries_of.items():
        for library in libraries:
            platforms.setdefault(library, []).append(platform)
    parts = ["The programs in this package hold code of others. Which, where it came from and\n"
             "under which licence, and the texts that have to go with it:\n"]
    for library in sorted(platforms):
        parts.append("%s\n%s %s\nlicence %s\nsource  %s\nin      %s\n\n%s" % (
            "=" * 78, library.name, library.version, library.licence, library.source,
            ", ".join(sorted(platforms[library])), library.text.strip("\n") + "\n"))
    return "\n".join(parts)
