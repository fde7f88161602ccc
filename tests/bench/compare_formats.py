#!/usr/bin/env python3
"""Measures `eventlens convert` on every format but EVTX, beside other readers.

    python3 tests/bench/compare_formats.py [--runs N] [--megabytes N] [--write]

The logs are made here, about 64 MB each (--megabytes): XML and JSON are the
demo logs' events again and again, legacy logs and texts are events of Kerberos
and of logons whose names, addresses and codes change. Each is converted to JSON
with the names of codes by one thread. The time is that of the whole process, its
output goes to /dev/null. "peer / ours" is the peer's median divided by that of
ours, above 1: ours is faster. Peers run three times.

No peer does the same work: evtexport writes the records as text and names
nothing, the readers of Python parse the events, count them and write nothing.

--write  puts the table into docs/performance.md.

Peers: `evtexport` (libevt), by PATH or by EVENTLENS_EVTEXPORT; Python's
ElementTree and json; JSONResultsReader of Splunk's SDK, where the virtual
environment that EVENTLENS_VENV names has it (its Python runs the others too).
"""

import argparse
import itertools
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

import compare_readers as bench

sys.path.insert(0, str(bench.ROOT / "tests/e2e"))
import json_forms_test
import text_test

sys.path.insert(0, str(bench.ROOT / "tests/support"))
import make_legacy_log
from make_legacy_log import CODES, USERS, address

DEMO = bench.ROOT / "tests/fixtures/demo"
EXPORT = os.environ.get("EVENTLENS_EVTEXPORT") or shutil.which("evtexport")
VENV_PYTHON = pathlib.Path(os.environ.get("EVENTLENS_VENV") or "/nowhere") / "bin/python"
PYTHON = str(VENV_PYTHON) if VENV_PYTHON.exists() else sys.executable
COUNTER = [PYTHON, str(bench.ROOT / "tests/bench/count_events.py")]
HEADS = ("format", "MB", "reader", "median ms", "MB/s", "1000 records/s", "peak MiB", "peer / ours")



# --- the logs -----------------------------------------------------------------

def demo_lines(render):
    """The demo logs' events in one of our own forms, a line each."""
    command = [bench.BINARY, "convert", "--render", render, "--enrich", "none", str(DEMO)]
    result = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return result.stdout.splitlines(True)


def repeat(path, lines, size, head=b"", tail=b""):
    """Writes the lines again and again until the file has the size; how many there are."""
    written = events = 0
    with open(path, "wb") as file:
        file.write(head)
        for line in itertools.cycle(lines):
            if written >= size:
                break
            written += file.write(line)
            events += 1
        file.write(tail)
    return events


def make_xml(path, size):
    return repeat(path, demo_lines("xml"), size, b"<Events>\n", b"</Events>\n")


def make_json(path, size):
    return repeat(path, demo_lines("json"), size)


def reshaped(make):
    return [json.dumps(make(json.loads(line))).encode() + b"\n" for line in demo_lines("json")]


def make_winlogbeat(path, size):
    return repeat(path, reshaped(json_forms_test.winlogbeat), size)


def make_splunk(path, size):
    return repeat(path, reshaped(lambda event: {"preview": False, "result": event}), size)


def ticket(number):
    return 4769, f"""A Kerberos service ticket was requested.

Account Information:
\tAccount Name:\t\t{USERS[number % len(USERS)]}@CORP.EXAMPLE
\tAccount Domain:\t\tCORP.EXAMPLE
\tLogon GUID:\t\t{{00000000-0000-0000-0000-{number:012x}}}

Service Information:
\tService Name:\t\tFILES{number % 40:02}$
\tService ID:\t\tS-1-5-21-1111-2222-3333-{1100 + number % 40}

Network Information:
\tClient Address:\t\t::ffff:{address(number)}
\tClient Port:\t\t{49152 + number % 16384}

Additional Information:
\tTicket Options:\t\t0x40810000
\tTicket Encryption Type:\t0x12
\tFailure Code:\t\t{CODES[number % len(CODES)]}
\tTransited Services:\t-
"""


def logon(number):
    return 4624, f"""An account was successfully logged on.

Subject:
\tSecurity ID:\t\tS-1-5-18
\tAccount Name:\t\tDC1$
\tAccount Domain:\t\tCORP
\tLogon ID:\t\t0x3E7

Logon Information:
\tLogon Type:\t\t3
\tElevated Token:\t\tYes

New Logon:
\tSecurity ID:\t\tS-1-5-21-1111-2222-3333-{1100 + number % 40}
\tAccount Name:\t\t{USERS[number % len(USERS)]}
\tAccount Domain:\t\tCORP
\tLogon ID:\t\t0x{number + 65536:X}

Process Information:
\tProcess ID:\t\t0x2f4
\tProcess Name:\t\tC:\\Windows\\System32\\lsass.exe

Network Information:
\tWorkstation Name:\tWS{number % 90:02}
\tSource Network Address:\t{address(number)}
\tSource Port:\t\t{49152 + number % 16384}

Detailed Authentication Information:
\tLogon Process:\t\tKerberos
\tAuthentication Package:\tKerberos
"""


def messages():
    for number in itertools.count(1):
        yield number, *(ticket(number) if number % 2 else logon(number))


def clock(number):
    """Minutes and seconds."""
    return f"{number // 60 % 60:02}:{number % 60:02}"


def classic(number, event, message):
    date = f"03/04/2025 01:{clock(number)} PM"
    return text_test.classic(event, message, number=number, date=date).encode()


def snare(number, event, message):
    return text_test.snare(event, message, number).replace("13:02:03", "13:" + clock(number)).encode()


def make_classic(path, size):
    return repeat(path, itertools.starmap(classic, messages()), size)


def make_snare(path, size):
    return repeat(path, itertools.starmap(snare, messages()), size)


# --- what is measured ---------------------------------------------------------

def has_sdk():
    command = [PYTHON, "-c", "import splunklib.results"]
    return subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 0


def groups():
    """(format, name of the log, what makes it, peers)."""
    export = {"evtexport": [EXPORT, "-t", "security"]} if EXPORT else {}
    lines = {"json.loads": COUNTER + ["json"]}
    sdk = {"JSONResultsReader": COUNTER + ["splunk"]} if has_sdk() else {}
    return [
        ("legacy .evt", "SecEvent.Evt", make_legacy_log.make, export),
        ("event XML", "events.xml", make_xml, {"ElementTree.iterparse": COUNTER + ["xml"]}),
        ("JSON, our own", "events.json", make_json, lines),
        ("JSON, Winlogbeat", "winlogbeat.json", make_winlogbeat, lines),
        ("JSON, Splunk's export", "export.json", make_splunk, sdk),
        ("classic text", "wineventlog.txt", make_classic, {}),
        ("Snare syslog", "syslog", make_snare, {}),
    ]


def check(reader, found, made):
    """A reader that misses events would be compared unfairly."""
    if found != made:
        sys.exit(f"{reader}: {found} events instead of {made}")


def counted(command, log):
    result = subprocess.run(command + [str(log)], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return int(result.stdout) if command[:2] == COUNTER else result.stdout.count(b"Event number")


def rows_of(form, log, records, peers, runs):
    check("eventlens", bench.records_in(log), records)
    for name, command in peers.items():
        check(name, counted(command, log), records)
    readers = [("eventlens", bench.convert("json", 1)), *peers.items()]
    times, memory = bench.times_of(readers, log, runs, seldom=tuple(peers))
    megabytes = log.stat().st_size / 1e6
    for name, seconds in times.items():
        wall = statistics.median(seconds)
        ratio = f"{bench.ratio_of(seconds, times['eventlens']):.2f}" if name in peers else ""
        yield (form, f"{megabytes:.1f}", name, f"{wall * 1000:.1f}", f"{megabytes / wall:.0f}",
               f"{records / wall / 1e3:.0f}", bench.shown(memory[name]), ratio)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--megabytes", type=float, default=64)
    parser.add_argument("--write", action="store_true")
    return parser.parse_args()


def main():
    options = arguments()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for form, name, make, peers in groups():
            print(f"measuring {form}", file=sys.stderr)
            log = pathlib.Path(folder) / name
            records = make(log, options.megabytes * 1e6)
            rows += rows_of(form, log, records, peers, options.runs)
            log.unlink()
    text = bench.table(HEADS, rows)
    print(text)
    if options.write:
        bench.write_report(text, options.runs, "formats")


if __name__ == "__main__":
    main()
