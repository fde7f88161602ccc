#!/usr/bin/env python3
"""What the app costs where it is installed: the figures of docs/deployment.md.

    python3 tests/bench/deployment_costs.py [--runs N] [--seconds N] [--write]

Reading    the program as splunkd runs it, on the demo logs joined into a log of
           32 MB, its output thrown away: what a host that reads archives needs.
           Processor time is that of the process and of the kernel for it.
Following  one stanza with follow = 1 on a log that grows by so many events each
           second: what a host needs that runs the input all the time. Reading
           what is there at first is not in it.
Search     the size of what a search head sends to its indexers (default/ and
           lookups/ as one tar, as a knowledge bundle is, and packed), and the
           largest lookups, which Splunk holds in memory up to
           max_memtable_bytes each.

--write puts the tables into docs/deployment.md. The program is
build/release/eventlens, or what EVENTLENS_BINARY names.
"""

import argparse
import io
import os
import pathlib
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time

import join_logs
from compare_readers import ROOT, peak_memory, write_report

sys.path.insert(0, str(ROOT / "tests/e2e"))
import harness  # noqa: E402  (the path above is what finds it)

RATES = (0, 10, 100, 1000)  # events per second
SETTINGS = (("xml", "none", 100), ("xml", "names", 100), ("xml", "full", 100),
            ("json", "names", 100), ("xml", "names", 1000))


def table(header, rows):
    lines = ["| " + " | ".join(cells) + " |" for cells in [header, ["---"] * len(header), *rows]]
    return "\n".join(lines)


def configuration(path, directory, render, enrich, batch):
    """A file with what splunkd writes to the input, which has no checkpoints yet."""
    made = pathlib.Path(tempfile.mkdtemp(dir=directory))
    document = made / "input.xml"
    document.write_text(harness.input_xml(made / "checkpoints", harness.stanza_xml(
        path=path, render=render, enrich=enrich, batch_events=batch)))
    return document


def read_once(document):
    """Wall and processor seconds of one run."""
    begun = time.perf_counter()
    with open(document, "rb") as stdin:
        process = subprocess.Popen([harness.BINARY], stdin=stdin, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{harness.BINARY} < {document}: exit code {process.returncode}")
    return time.perf_counter() - begun, used.ru_utime + used.ru_stime


def memory_once(document):
    with open(document, "rb") as stdin:
        return peak_memory([harness.BINARY], stdin=stdin)


def reading(directory, runs):
    log = directory / "Security.evtx"
    events = join_logs.join(join_logs.logs_of([harness.DEMO]), log, megabytes=32)
    rows = []
    for render, enrich, batch in SETTINGS:
        documents = [configuration(log, directory, render, enrich, batch)
                     for _ in range(runs + 1)]
        memory = memory_once(documents.pop())
        walls, busy = zip(*map(read_once, documents))
        rows.append([render, enrich, str(batch), f"{events / statistics.median(walls):,.0f}",
                     f"{1e6 * statistics.median(busy) / events:.1f}", f"{memory:.0f}"])
    return table(["render", "enrich", "batch_events", "events/s",
                  "processor seconds per million events", "peak MiB"], rows)


def processor_seconds(pid):
    """User and system time of a running process, so far."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_of(pid):
    """The most memory it has had, in MiB."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def follow_once(directory, rate, seconds):
    """Processor seconds in that time, and MiB; the log grows by `rate` each second."""
    log = directory / f"growing-{rate}.evtx"
    first = 1000
    harness.write_log(log, events=first, dirty=1)
    document = harness.input_xml(directory / f"checkpoints-{rate}",
                                 harness.stanza_xml(path=log, follow=1))
    with harness.Running(directory, document) as running:
        running.wait_for_ids(harness.ids(1, first), 10)
        before = processor_seconds(running.process.pid)
        for second in range(1, seconds + 1):
            due = time.monotonic() + 1
            if rate:
                harness.rewrite_log(log, events=first + rate * second, dirty=1)
            time.sleep(max(0.0, due - time.monotonic()))
        used = processor_seconds(running.process.pid) - before
        last = first + rate * seconds
        running.wait_for_ids(harness.ids(1, last), 10)
        return used, memory_of(running.process.pid)


def following(directory, seconds):
    rows = []
    for rate in RATES:
        used, memory = follow_once(directory, rate, seconds)
        rows.append([str(rate), f"{100 * used / seconds:.2f} %", f"{memory:.0f}"])
    return table(["events per second", "of one processor", "peak MiB"], rows)


def bundle_bytes(mode):
    """The size of what travels to the indexers, as a tar of that mode."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=mode) as archive:
        for name in ("default", "lookups", "app/metadata"):
            archive.add(ROOT / name, arcname=f"eventlens/{name}")
    return len(target.getvalue())


def search():
    lookups = sorted((ROOT / "lookups").glob("*.csv"), key=lambda path: -path.stat().st_size)
    total = sum(path.stat().st_size for path in lookups)
    rows = [["knowledge bundle, as it is", f"{bundle_bytes('w') / 1e6:.1f}"],
            ["knowledge bundle, packed", f"{bundle_bytes('w:gz') / 1e6:.1f}"],
            [f"all {len(lookups)} lookups", f"{total / 1e6:.1f}"]]
    rows += [[f"`{path.name}`", f"{path.stat().st_size / 1e6:.2f}"] for path in lookups[:3]]
    return table(["what", "MB"], rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        text = "\n\n".join([reading(directory, options.runs),
                            following(directory, options.seconds), search()])
    print(text)
    if options.write:
        write_report(text, options.runs, "costs", "deployment.md")


if __name__ == "__main__":
    main()
