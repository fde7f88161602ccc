"""Reads what the app is made of, and refuses what should not ship."""

import re

from archive import File
from refusal import Refusal

# What a shipped file may be called, relative to the app's directory.
SHIPS = re.compile(
    r"LICENSE|README\.md|THIRD-PARTY-NOTICES\.txt|app\.manifest|metadata/default\.meta|"
    r"README/[^/]+\.conf\.spec|default/[^/]+\.conf|default/data/ui/nav/default\.xml|"
    r"default/data/ui/(?:views|manager)/[^/]+\.xml|lookups/[^/]+\.csv|static/[^/]+\.png|"
    r"bin/eventlens")


def read_app(tree):
    """{path in the app: File} of app/, default/, lookups/ and LICENSE."""
    if not (tree / "LICENSE").is_file():
        raise Refusal("LICENSE does not exist")
    files = {"LICENSE": File((tree / "LICENSE").read_bytes())}
    for folder, prefix in (("app", ""), ("default", "default/"), ("lookups", "lookups/")):
        for path in sorted((tree / folder).rglob("*")):
            name = prefix + str(path.relative_to(tree / folder))
            if path.is_dir() and not path.is_symlink():
                continue
            files[name] = _read(path, name)
    _refuse_undeclared_lookups(files)
    return files


def _read(path, name):
    if path.is_symlink() or not path.is_file():
        raise Refusal("%s is neither a file nor a directory" % name)
    if not SHIPS.fullmatch(name):
        raise Refusal("%s should not ship; remove it, or add its kind to SHIPS in "
                      "packaging/tree.py" % name)
    data = path.read_bytes()
    if not data:
        raise Refusal("%s is empty" % name)
    return File(data, executable=name.startswith("bin/"))


def _refuse_undeclared_lookups(files):
    """Lookups and their declarations, both ways."""
    transforms = files["default/transforms.conf"].data.decode("utf-8")
    declared = set(re.findall(r"^filename = (.*)$", transforms, re.M))
    present = {name.removeprefix("lookups/") for name in files if name.startswith("lookups/")}
    for name in sorted(present - declared):
        raise Refusal("lookups/%s has no stanza in default/transforms.conf" % name)
    for name in sorted(declared - present):
        raise Refusal("default/transforms.conf declares %s, which is not in lookups/" % name)
