"""The names by which others hold us: what administrators write into their own
settings, searches and scripts, and would miss after an update. As of now they
are read from the app and the program; as of each release they lie in
tests/fixtures/released/<version>.json, which ./release.sh writes with

    python3 tests/app/released_names.py VERSION
"""

import csv
import json
import re
import subprocess
import sys

import packaging
from conf_reader import APP, DEFAULT, LOOKUPS, ROOT, Conf, read_spec

RELEASED = ROOT / "tests/fixtures/released"
COMMANDS = ((), ("convert",), ("explain",), ("knowledge", "check"), ("knowledge", "import"),
            ("knowledge", "views"))


def settings():
    """{setting: default}, as `name = value` of each stanza of the input."""
    defaults = Conf(DEFAULT / "inputs.conf").stanza("eventlens")
    _, described = read_spec(APP / "README/inputs.conf.spec")
    return ["%s = %s" % (name, defaults.get(name, "")) for name in described]


def lookup_columns():
    found = []
    for path in LOOKUPS.glob("*.csv"):
        with open(path, newline="", encoding="utf-8") as file:
            found += ["%s: %s" % (path.stem, column) for column in next(csv.reader(file))]
    return found


def options():
    """The long options of every command."""
    found = []
    for command in COMMANDS:
        text = subprocess.run([str(packaging.binary()), *command, "--help"], check=True,
                              stdout=subprocess.PIPE, text=True).stdout
        found += [" ".join([*command, option])
                  for option in set(re.findall(r"^\s+.*?(--[a-z][a-z-]*)", text, re.M))]
    return found


def exit_codes():
    text = (ROOT / "modinput/os/exit_code.h").read_text(encoding="utf-8")
    return ["%s = %s" % found for found in re.findall(r"kExit(\w+) = (\d+)", text)]


def fields_of_search_time():
    """What props.conf calls fields, by the sourcetype that has them."""
    found = set()
    for stanza, values in Conf(DEFAULT / "props.conf").stanzas:
        for key, value in values:
            if key.startswith("EVAL-"):
                found.add("%s: %s" % (stanza, key[len("EVAL-"):]))
            elif key.startswith(("LOOKUP-", "FIELDALIAS-")):
                names = re.findall(r"\b(?:AS|ASNEW) +\"?([\w.]+)", value.split("OUTPUT")[-1])
                found.update("%s: %s" % (stanza, name) for name in names)
    return found


def stanzas(name):
    return Conf(DEFAULT / name).names()


def current():
    """{kind: sorted names}."""
    kinds = {
        "settings of the input": settings(),
        "sourcetypes": stanzas("props.conf"),
        "fields at search time": fields_of_search_time(),
        "lookups": stanzas("transforms.conf"),
        "columns of lookups": lookup_columns(),
        "macros": stanzas("macros.conf"),
        "saved searches": stanzas("savedsearches.conf"),
        "event types": stanzas("eventtypes.conf"),
        "workflow actions": stanzas("workflow_actions.conf"),
        "collections": stanzas("collections.conf"),
        "views": [path.stem for path in (DEFAULT / "data/ui/views").glob("*.xml")],
        "options of the command line": options(),
        "exit codes": exit_codes(),
    }
    return {kind: sorted(names) for kind, names in kinds.items()}


def main():
    (version,) = sys.argv[1:]
    RELEASED.mkdir(exist_ok=True)
    path = RELEASED / (version + ".json")
    path.write_text(json.dumps(current(), indent=1) + "\n", encoding="utf-8")
    print(path)


if __name__ == "__main__":
    main()
