"""Measures the program beside other readers of EVTX, in one run.

    python3 tests/bench/compare_readers.py [--runs N] [--repeat N] [--write] [LOG...]

Without logs it takes the demo logs. For every log the readers found on this
machine are run in turn, ours, peer, ours, peer ..., with their output going to
a pipe that is read and thrown away, so that a drift of the machine's speed
meets all of them alike. What is printed per log and task: the median wall time
of each, MB of log per second, peak memory, and the ratio peer / ours (above 1:
ours is faster). `--write` puts the table into docs/performance.md.

Peers: `evtx_dump` (Rust crate evtx) and `evtxexport` (libevtx), by PATH or by
EVENTLENS_EVTX_DUMP and EVENTLENS_EVTXEXPORT. `--repeat N` also measures each
log with its chunks repeated N times: a dense log of a size that no start-up
time blurs.
"""

import argparse
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("EVENTLENS_BINARY", str(ROOT / "build/release/eventlens"))
HEADER_SIZE = 4096


def find_peer(name, variable):
    return os.environ.get(variable) or shutil.which(name)


def tasks():
    """(task, name, command without the log), ours first in each task."""
    dump = find_peer("evtx_dump", "EVENTLENS_EVTX_DUMP")
    export = find_peer("evtxexport", "EVENTLENS_EVTXEXPORT")
    convert = [BINARY, "convert", "--threads", "1"]
    found = [
        ("JSON", "eventlens, names", convert + ["--render", "json", "--enrich", "names"]),
        ("JSON", "eventlens, plain", convert + ["--render", "json", "--enrich", "none"]),
        ("XML", "eventlens, names", convert + ["--render", "xml", "--enrich", "names"]),
    ]
    if dump:
        found.insert(2, ("JSON", "evtx_dump", [dump, "-t", "1", "-o", "jsonl"]))
        found.append(("XML", "evtx_dump", [dump, "-t", "1", "-o", "xml"]))
    if export:
        found.append(("XML", "evtxexport", [export, "-f", "xml"]))
    return found


def run_once(command, on_read=lambda pid: None):
    """Wall seconds from the start until all output was read."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    while process.stdout.read(1 << 16):
        on_read(process.pid)
    process.wait()
    return time.perf_counter() - begin


def peak_memory(command):
    """The largest resident size in MiB that was seen while output came. (The
    figure that wait4 gives begins with this script's own size.)"""
    peak = 0

    def look(pid):
        nonlocal peak
        for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                peak = max(peak, int(line.split()[1]) / 1024)

    run_once(command, look)
    return peak


def measure(log, runs):
    """Wall times and peak memory by (task, reader). The runs for memory come
    first and warm the caches."""
    memory = {(task, name): peak_memory(command + [str(log)]) for task, name, command in tasks()}
    samples = {key: [] for key in memory}
    for turn in range(runs):
        for task, name, command in tasks():
            # evtxexport takes a hundred times longer; three turns tell.
            if name != "evtxexport" or turn < 3:
                samples[(task, name)].append(run_once(command + [str(log)]))
    return samples, memory


def rows_of(label, log, runs):
    size = log.stat().st_size / 1e6
    samples, memory = measure(log, runs)
    medians = {key: statistics.median(values) for key, values in samples.items()}
    for (task, name), wall in medians.items():
        ours = medians[(task, "eventlens, names")]
        peak = memory[(task, name)]
        ratio = "" if name.startswith("eventlens") else f"{wall / ours:.2f}"
        yield (label, f"{size:.1f}", task, name, f"{wall * 1000:.1f}", f"{size / wall:.0f}", f"{peak:.0f}", ratio)


def repeated(log, times, folder):
    content = log.read_bytes()
    chunks = content[HEADER_SIZE:]
    chunks = chunks[: len(chunks) // 65536 * 65536]
    path = pathlib.Path(folder) / f"{log.stem}-x{times}.evtx"
    with open(path, "wb") as out:
        out.write(content[:HEADER_SIZE])
        for _ in range(times):
            out.write(chunks)
    return path


def table(rows):
    heads = ("log", "MB", "task", "reader", "median ms", "MB/s", "peak MiB", "peer / ours")
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


def write_report(text, runs):
    path = ROOT / "docs/performance.md"
    content = path.read_text()
    begin, end = "<!-- measured: begin -->", "<!-- measured: end -->"
    head, rest = content.split(begin, 1)
    tail = rest.split(end, 1)[1]
    stamp = f"{time.strftime('%Y-%m-%d')}, {processor()}, {os.cpu_count()} processors, medians of {runs} runs."
    path.write_text(f"{head}{begin}\n{stamp}\n\n{text}\n{end}{tail}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("logs", nargs="*", type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--repeat", type=int, default=0)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    logs = arguments.logs or sorted((ROOT / "tests/fixtures/demo").glob("*.evtx"))
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for log in logs:
            print(f"measuring {log.name}", file=sys.stderr)
            rows += rows_of(log.name, log, arguments.runs)
            if arguments.repeat:
                big = repeated(log, arguments.repeat, folder)
                rows += rows_of(f"{log.name} x {arguments.repeat}", big, arguments.runs)
    text = table(rows)
    print(text)
    if arguments.write:
        write_report(text, arguments.runs)


if __name__ == "__main__":
    main()
