#!/usr/bin/env python3
"""Measures the program beside other readers of EVTX, in one run.

    python3 tests/bench/compare_readers.py [--runs N] [--alone] [--growth] [--directory DIR]
                                           [--write] [LOG...]

Without logs it joins the demo logs into one dense log of 32 MB. The readers
found on this machine are run in turn, ours, peer, peer, ours ..., with their
output going to /dev/null, so that a drift of the machine's speed meets all of
them alike. The time is that of the whole process. Before that each log is
dropped from the page cache and read from the disk, as a log is that others
wrote: a copy out of pages that a writer of small pieces left takes twice as
long, which would measure how the log came to be there. "peer / ours" is the median
of the peer's time divided by ours in the same turn, above 1: ours is faster,
although it also names the codes. A shared machine that changes its speed by half
between two turns moves the medians of times, of which one falls into either state,
and hardly this: five times 10 turns gave 2.03 to 3.39 for the quotient of the
medians and 2.83 to 3.11 for the median of the quotients. "cat" is what the system
needs to copy the log out of its cache, the floor of any reader that reads.

--alone      without the other readers.
--directory  a directory of many small logs. Ours reads it in one process. Peers
             take one file per process, so theirs is the sum of their runs, from
             which as many runs that do nothing (--version) are taken off.
--growth     the first log at 1, 10 and 50 times its size: time and memory.
--write      puts the tables into docs/performance.md.

Peers: `evtx_dump` (Rust crate evtx) and `evtxexport` (libevtx), by PATH or by
EVENTLENS_EVTX_DUMP and EVENTLENS_EVTXEXPORT. Ours is the release build, or what
EVENTLENS_BINARY names.
"""

import argparse
import os
import pathlib
import platform
import select
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import join_logs

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("EVENTLENS_BINARY", str(ROOT / "build/release/eventlens"))
DUMP = os.environ.get("EVENTLENS_EVTX_DUMP") or shutil.which("evtx_dump")
EXPORT = os.environ.get("EVENTLENS_EVTXEXPORT") or shutil.which("evtxexport")
# Nothing in any log is so: every record is looked at and none is written.
NOTHING = ["--event-ids", "65535", "--provider", "None", "--channel", "None", "--since", "2100-01-01"]


def convert(render, threads, enrich="names"):
    return [BINARY, "convert", "--render", render, "--enrich", enrich, "--threads", str(threads)]


def dump(form, threads):
    return [DUMP, "-o", form, "-t", str(threads)]


def groups():
    """(task, [(reader, command without the log), ...]), ours first."""
    found = []
    for threads in (1, 2):
        label = f"{threads} thread" + ("s" if threads > 1 else "")
        readers = [("eventlens, names", convert("json", threads))]
        if threads == 1:
            readers.append(("eventlens, plain", convert("json", 1, "none")))
            readers.append(("eventlens, full", convert("json", 1, "full")))
        if DUMP:
            readers.append(("evtx_dump", dump("jsonl", threads)))
        found.append((f"JSON, {label}", readers))
    readers = [("eventlens, names", convert("xml", 1))]
    if DUMP:
        readers.append(("evtx_dump", dump("xml", 1)))
    if EXPORT:
        readers.append(("evtxexport", [EXPORT, "-f", "xml"]))
    found.append(("XML, 1 thread", readers))
    found.append(("filter only", [("eventlens", convert("json", 1) + NOTHING), ("cat, a copy only", ["cat"])]))
    return found


def run_once(command):
    """Wall seconds of the whole process."""
    begin = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - begin


def read_from_disk(log):
    """Puts the log into the page cache as the system's read-ahead does."""
    with open(log, "rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while file.read(1 << 20):
            pass


def peak_memory(command, **options):
    """The largest resident size in MiB that was seen while the process ran, looked
    at whenever it has written and every 5 ms. (What wait4 says begins with the size
    of this script itself.)"""
    peak = 0
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **options)
    output = process.stdout.fileno()
    while not select.select([output], [], [], 0.005)[0] or os.read(output, 1 << 20):
        for line in pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                peak = max(peak, int(line.split()[1]) / 1024)
    process.stdout.close()
    process.wait()
    return peak


def first_output(command):
    """Seconds from the start of the process to its first byte of output."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    process.stdout.read(1)
    seconds = time.perf_counter() - begin
    process.kill()
    process.stdout.close()
    process.wait()
    return seconds


def records_in(log):
    result = subprocess.run(
        convert("json", 2, "none") + ["--recursive", str(log)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False,
    )
    return result.stdout.count(b"\n")


def ratio_of(theirs, ours):
    """How many times longer theirs took, by turns where both have as many runs."""
    if len(theirs) == len(ours):
        return statistics.median(their / our for their, our in zip(theirs, ours))
    return statistics.median(theirs) / statistics.median(ours)


def times_of(readers, log, runs, seldom=("evtxexport",)):
    """Seconds of each run and memory, by reader. The readers take turns, forwards and
    backwards, so that none always finds the caches as the same other one left
    them; those that take many times longer (seldom) come last and three times.
    The runs for memory come first and warm the caches."""
    read_from_disk(log)
    memory = {name: peak_memory(command + [str(log)]) for name, command in readers}
    times = {name: [] for name, _ in readers}
    usual = [reader for reader in readers if reader[0] not in seldom]
    slow = [reader for reader in readers if reader[0] in seldom]
    turns = [usual if turn % 2 == 0 else usual[::-1] for turn in range(runs)] + 3 * [slow]
    for turn in turns:
        for name, command in turn:
            times[name].append(run_once(command + [str(log)]))
    return times, memory


def shown(memory):
    return f"{memory:.0f}" if memory else ""  # it ended before it was looked at


def rows_of(label, log, runs):
    megabytes = log.stat().st_size / 1e6
    records = records_in(log)
    for task, readers in groups():
        times, memory = times_of(readers, log, runs)
        for name, seconds in times.items():
            wall = statistics.median(seconds)
            peer = not name.startswith("eventlens")
            ratio = f"{ratio_of(seconds, times[readers[0][0]]):.2f}" if peer else ""
            yield (label, f"{megabytes:.1f}", task, name, f"{wall * 1000:.1f}", f"{megabytes / wall:.0f}",
                   f"{records / wall / 1e3:.0f}", shown(memory[name]), ratio)


def directory_rows(directory, runs):
    logs = sorted(join_logs.logs_of([directory]))
    megabytes = sum(log.stat().st_size for log in logs) / 1e6
    for log in logs:
        read_from_disk(log)
    records = records_in(directory)
    for threads in (1, 2):
        command = convert("json", threads) + ["--recursive", str(directory)]
        ours, theirs, memory = [], [], peak_memory(command)
        for _ in range(runs):
            ours.append(run_once(command))
            if DUMP:
                dumps = sum(run_once(dump("jsonl", threads) + [str(log)]) for log in logs)
                theirs.append(dumps - sum(run_once([DUMP, "--version"]) for _ in logs))
        mine = statistics.median(ours)
        task = f"JSON, {threads} thread" + ("s" if threads > 1 else "")
        yield (f"{len(logs)} logs", f"{megabytes:.1f}", task, "eventlens, names", f"{mine * 1000:.1f}",
               f"{megabytes / mine:.0f}", f"{records / mine / 1e3:.0f}", f"{memory:.0f}", "")
        if theirs:
            wall, ratio = statistics.median(theirs), ratio_of(theirs, ours)
            yield ("", "", task, "evtx_dump, starts taken off", f"{wall * 1000:.1f}", f"{megabytes / wall:.0f}",
                   f"{records / wall / 1e3:.0f}", "", f"{ratio:.2f}")


def growth_rows(log, folder, runs):
    for times in (1, 10, 50):
        big = pathlib.Path(folder) / f"grown-{times}.evtx"
        join_logs.join([log], big, megabytes=times * log.stat().st_size / 1e6)
        megabytes = big.stat().st_size / 1e6
        readers = [("eventlens, names", convert("json", 1))]
        times, memory = times_of(readers, big, runs)
        wall = statistics.median(times["eventlens, names"])
        first = statistics.median(first_output(readers[0][1] + [str(big)]) for _ in range(runs))
        yield (f"{megabytes:.0f}", f"{wall * 1000:.1f}", f"{wall / megabytes * 1000:.2f}",
               f"{memory['eventlens, names']:.0f}", f"{first * 1000:.1f}")
        big.unlink()


def table(heads, rows):
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


def write_report(text, runs, part="measured", document="performance.md"):
    """Puts the text between the two comments of that name."""
    path = ROOT / "docs" / document
    content = path.read_text()
    begin, end = f"<!-- {part}: begin -->", f"<!-- {part}: end -->"
    head, rest = content.split(begin, 1)
    tail = rest.split(end, 1)[1]
    stamp = f"{time.strftime('%Y-%m-%d')}, {processor()}, {os.cpu_count()} processors, medians of {runs} runs."
    path.write_text(f"{head}{begin}\n{stamp}\n\n{text}\n{end}{tail}")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("logs", nargs="*", type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--directory", type=pathlib.Path)
    parser.add_argument("--write", action="store_true")
    return parser.parse_args()


def measure(options, folder):
    logs = options.logs
    if not logs:
        made = pathlib.Path(folder) / "demo-32.evtx"
        join_logs.join(join_logs.logs_of([ROOT / "tests/fixtures/demo"]), made, megabytes=32)
        logs = [made]
    rows = []
    for log in logs:
        print(f"measuring {log.name}", file=sys.stderr)
        rows += rows_of(log.name, log, options.runs)
    if options.directory:
        print(f"measuring {options.directory}", file=sys.stderr)
        rows += directory_rows(options.directory, options.runs)
    heads = ("log", "MB", "task", "reader", "median ms", "MB/s", "1000 records/s", "peak MiB", "peer / ours")
    text = table(heads, rows)
    if options.growth:
        print("measuring growth", file=sys.stderr)
        heads = ("MB", "median ms", "ms per MB", "peak MiB", "first output ms")
        text += "\n\n" + table(heads, growth_rows(logs[0], folder, options.runs))
    return text


def main():
    global DUMP, EXPORT
    options = arguments()
    if options.alone:
        DUMP = EXPORT = None
    with tempfile.TemporaryDirectory() as folder:
        text = measure(options, folder)
    print(text)
    if options.write:
        write_report(text, options.runs)


if __name__ == "__main__":
    main()
