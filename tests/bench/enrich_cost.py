#!/usr/bin/env python3
"""What each level of `enrich` costs in bytes per event.

    python3 tests/bench/enrich_cost.py [PATH...]

Converts the logs (without PATH the demo logs) in both output formats at every
level, and prints the average size of an event's text, without its line end,
and what the level adds to `none`. That text is what Splunk indexes. The program
is build/release/eventlens, or what EVENTLENS_BINARY names.
"""

import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("EVENTLENS_BINARY", str(ROOT / "build/release/eventlens"))
RENDERS = ("xml", "json")
LEVELS = ("none", "names", "full")


def measure(paths, render, level):
    """Number of events, and bytes of their text."""
    command = [PROGRAM, "convert", "--render", render, "--enrich", level, *paths]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        text, messages = process.communicate()
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit code {process.returncode}\n{messages.decode()}")
    # An event is one line: line breaks in its values are escaped.
    events = text.count(b"\n")
    return events, len(text) - events


def main():
    paths = sys.argv[1:]
    if not paths:
        # A relative path, because lens_file repeats it in every event.
        os.chdir(ROOT)
        paths = ["tests/fixtures/demo"]
    print(f"{'render':<8}{'enrich':<8}{'events':>9}{'bytes':>14}{'per event':>12}"
          f"{'added':>9}{'added %':>9}")
    for render in RENDERS:
        plain = None
        for level in LEVELS:
            events, size = measure(paths, render, level)
            if events == 0:
                sys.exit("no events in " + " ".join(paths))
            average = size / events
            plain = average if plain is None else plain
            added = average - plain
            print(f"{render:<8}{level:<8}{events:>9}{size:>14}{average:>12.1f}"
                  f"{added:>9.1f}{100 * added / plain:>9.1f}")


if __name__ == "__main__":
    main()
