#!/usr/bin/env python3
"""Runs clang-tidy over files of the program, and remembers which were clean.

    python3 tests/support/tidy.py BUILD FILE...

BUILD is a build directory of clang's (its compile_commands.json). clang-tidy
takes some five seconds a file, so a file is passed over when the same text with
the same options, checks and clang-tidy was found clean before, as ccache does
for compiling: what counts is the file as the preprocessor leaves it, comments
included (NOLINT stands in them). EVENTLENS_TIDY_CACHE (~/.cache/eventlens-tidy)
holds one empty file for each; nothing is remembered of a file with findings.
Ends with 1 where there were any.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
CACHE = pathlib.Path(os.environ.get("EVENTLENS_TIDY_CACHE")
                     or pathlib.Path.home() / ".cache/eventlens-tidy")


def output_of(command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, **options).stdout


def compile_commands(build):
    """{absolute path: (directory, the compiler's arguments)}."""
    entries = json.loads((pathlib.Path(build) / "compile_commands.json").read_text())
    return {entry["file"]: (entry["directory"], shlex.split(entry["command"]))
            for entry in entries}


def preprocessed(directory, command):
    """The file as the compiler reads it, with comments and macros, without what says
    where it lies."""
    arguments = command[:command.index("-o")] + command[command.index("-o") + 2:]
    while not pathlib.Path(arguments[0]).name.startswith("clang"):
        arguments = arguments[1:]  # ccache
    arguments = [argument for argument in arguments if argument != "-c"]
    text = output_of([*arguments, "-E", "-C", "-P", "-dD", "-dI"], cwd=directory, stderr=subprocess.DEVNULL)
    return text + "\0".join(arguments).replace(str(ROOT), "").encode()


class Tidy:
    def __init__(self, build):
        self.build = str(build)
        self.commands = compile_commands(build)
        self.common = (output_of(["clang-tidy", "--version"])
                       + (ROOT / ".clang-tidy").read_bytes())
        CACHE.mkdir(parents=True, exist_ok=True)

    def check(self, path):
        """What clang-tidy has to say of the file; empty where it is clean, None
        where that is known from before."""
        path = str(pathlib.Path(path).resolve())
        if path not in self.commands:
            return path + ": is not in compile_commands.json of " + self.build
        text = self.common + preprocessed(*self.commands[path])
        stamp = CACHE / hashlib.sha256(text).hexdigest()
        if stamp.exists():
            return None
        done = subprocess.run(["clang-tidy", "-p", self.build, "--quiet", "--warnings-as-errors=*",
                               path], check=False, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True)
        if done.returncode == 0:
            stamp.touch()
            return ""
        return done.stdout or done.stderr


def main():
    build, *paths = sys.argv[1:]
    if not paths:
        sys.exit("tidy.py: no files were given; accepted: tidy.py BUILD FILE...")
    tidy = Tidy(build)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(tidy.check, paths))
    for text in filter(None, found):
        print(text.rstrip())
    bad = sum(1 for text in found if text)
    print(f"clang-tidy: {len(paths)} files, {found.count(None)} of them known to be clean, "
          f"{bad} with findings")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
