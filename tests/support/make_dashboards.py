#!/usr/bin/env python3
"""Writes the dashboards of default/data/ui/views from the descriptions in
dashboards_*.py, which say in Python what is repeated a hundred times in JSON.

  python3 tests/support/make_dashboards.py          writes them
  python3 tests/support/make_dashboards.py --check  says which are out of date
"""

import pathlib
import sys

import dashboards_detail
import dashboards_operation
import dashboards_security

VIEWS = pathlib.Path(__file__).resolve().parents[2] / "default/data/ui/views"

DASHBOARDS = (
    dashboards_security.overview,
    dashboards_security.kerberos,
    dashboards_security.logons,
    dashboards_detail.explorer,
    dashboards_detail.knowledge,
    dashboards_operation.hosts,
    dashboards_operation.health,
    dashboards_operation.triage,
)


def main():
    made = {"%s.xml" % board.name: board.text_of_file() for board in (make() for make in DASHBOARDS)}
    stale = [name for name, text in made.items()
             if not (VIEWS / name).exists() or (VIEWS / name).read_text(encoding="utf-8") != text]
    if "--check" not in sys.argv[1:]:
        VIEWS.mkdir(parents=True, exist_ok=True)
        for name in stale:
            (VIEWS / name).write_text(made[name], encoding="utf-8")
    for name in stale:
        print(name)
    return 1 if stale and "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
