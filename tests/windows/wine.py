"""Runs the Windows program under wine. What the end-to-end tests have to start
it with (tests/e2e/harness.py) is used here too: it gets a small shell script as
the program.

The program is build/programs/windows_x86_64/eventlens.exe, or in the directory
that EVENTLENS_PROGRAMS names. Wine keeps its drives and its registry in
build/wine/<test>, one for each file of tests, so that they run side by side. What
is not there fails the tests; where EVENTLENS_PROGRAMS_OPTIONAL is set, they are
skipped."""

import os
import pathlib
import shlex
import subprocess
import sys
import unittest
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = pathlib.Path(os.environ.get("EVENTLENS_PROGRAMS", str(ROOT / "build/programs")))
PROGRAM = PROGRAMS / "windows_x86_64/eventlens.exe"
LINUX_PROGRAM = os.environ.get("EVENTLENS_BINARY", str(ROOT / "build/release/eventlens"))
WINE = pathlib.Path(os.environ.get("EVENTLENS_WINE", "/usr/lib/wine/wine64"))
WINESERVER = WINE.with_name("wineserver64")
PREFIX = ROOT / "build/wine" / pathlib.Path(sys.argv[0]).stem
SCRIPTS = PREFIX / "scripts"

# CTest counts it as skipped.
SKIPPED = 77

# No window, no message of wine's own, and no Mono or Gecko to be installed. Wine
# takes the names of files for UTF-8 only where the locale says so.
ENVIRONMENT = dict(os.environ, WINEPREFIX=str(PREFIX), WINEARCH="win64", WINEDEBUG="-all", DISPLAY="",
                   WINEDLLOVERRIDES="mscoree,mshtml=", LC_ALL="C.UTF-8", TZ="UTC")


def script_for(program):
    """A script that runs a program of Windows in its own place: what is sent to
    its process, wine gets."""
    settings = ("WINEPREFIX", "WINEARCH", "WINEDEBUG", "DISPLAY", "WINEDLLOVERRIDES", "LC_ALL")
    assignments = " ".join("%s=%s" % (name, shlex.quote(ENVIRONMENT[name])) for name in settings)
    SCRIPTS.mkdir(parents=True, exist_ok=True)
    script = SCRIPTS / ("%08x.sh" % zlib.crc32(str(program).encode()))
    script.write_text("#!/bin/sh\nexec env %s %s %s \"$@\"\n"
                      % (assignments, shlex.quote(str(WINE)), shlex.quote(str(program))), encoding="utf-8")
    script.chmod(0o755)
    return str(script)


def windows_path(path):
    """The path as Windows writes it: wine's drive Z: is the root."""
    return "Z:" + str(path).replace("/", "\\")


def start_wine():
    """Makes wine's prefix where it is not there yet. Gives a process that keeps
    wine running: without one each start of a program takes seconds."""
    PREFIX.mkdir(parents=True, exist_ok=True)
    quiet = {"env": ENVIRONMENT, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([str(WINE), "wineboot", "-i"], check=True, timeout=300, stdin=subprocess.DEVNULL, **quiet)
    return subprocess.Popen([str(WINE), "cmd"], stdin=subprocess.PIPE, **quiet)


def stop_wine(keeper):
    """Ends what runs in our prefix, and nothing else."""
    keeper.stdin.close()
    subprocess.run([str(WINESERVER), "-k"], env=ENVIRONMENT, check=False, timeout=60)
    keeper.wait(timeout=60)


def missing(program, how_to_build):
    """Why nothing can be run; empty where it can."""
    if not program.is_file():
        return "%s is not there; build it with %s" % (program, how_to_build)
    if not WINE.is_file():
        return "%s is not there; install it with apt-get install wine64" % WINE
    return ""


def main(program=PROGRAM, how_to_build="cmake/portable/build.sh windows_x86_64", running=True):
    """unittest.main(), around a running wine where the tests need one."""
    reason = missing(program, how_to_build)
    if reason and not os.environ.get("EVENTLENS_PROGRAMS_OPTIONAL"):
        sys.exit(reason)
    if reason:
        print("skipped: " + reason)
        sys.exit(SKIPPED)
    if not running:
        unittest.main(module="__main__")
    keeper = start_wine()
    try:
        unittest.main(module="__main__")
    finally:
        stop_wine(keeper)


# The harness takes its program from here.
os.environ["EVENTLENS_BINARY"] = script_for(PROGRAM)
sys.path.insert(0, str(ROOT / "tests/e2e"))
