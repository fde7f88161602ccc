#!/usr/bin/env python3
"""What each level of `enrich` costs: bytes per event, and time.

    python3 tests/bench/enrich_cost.py [--runs N] [PATH...]

Converts the logs (without PATH the demo logs) in both output formats at every
level, and prints the average size of an event's text, without its line end,
and what the level adds to `none`. That text is what Splunk indexes. With --runs
the levels take turns N times, with one thread and the output thrown away, and
the median of the time that each takes beside `none` in the same turn is printed:
whole processes, so that small logs show what reading the tables takes. The
program is build/release/eventlens, or what EVENTLENS_BINARY names.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import time

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


def seconds(paths, render, level):
    begun = time.perf_counter()
    subprocess.run([PROGRAM, "convert", "--threads", "1", "--render", render, "--enrich", level,
                    *paths], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begun


def print_times(paths, runs):
    print(f"\n{'render':<8}{'enrich':<8}{'median ms':>11}{'beside none':>13}")
    for render in RENDERS:
        turns = [{level: seconds(paths, render, level) for level in LEVELS}
                 for _ in range(runs)]
        for level in LEVELS:
            took = statistics.median(turn[level] for turn in turns)
            ratio = statistics.median(turn[level] / turn["none"] for turn in turns)
            print(f"{render:<8}{level:<8}{1000 * took:>11.1f}{ratio:>13.3f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=0)
    parser.add_argument("paths", nargs="*", metavar="PATH")
    arguments = parser.parse_args()
    paths = arguments.paths
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
    if arguments.runs > 0:
        print_times(paths, arguments.runs)


if __name__ == "__main__":
    main()
