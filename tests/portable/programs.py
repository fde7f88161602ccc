"""The programs that ship, and the ways in which the tests run them.

They are taken from EVENTLENS_PROGRAMS, or build/programs, where
cmake/portable/build.sh leaves them; the glibc 2.17 that runs them from the
sysroots in build/portable. A test fails when one is missing. Only where
EVENTLENS_PROGRAMS_OPTIONAL is set does it end with code 77, which CTest counts
as skipped, and says so.
"""

import atexit
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = pathlib.Path(os.environ.get("EVENTLENS_PROGRAMS", ROOT / "build/programs"))
BUILT = ROOT / "build/portable"
DEMO = ROOT / "tests/fixtures/demo"
# What the other programs are compared with.
NATIVE = pathlib.Path(os.environ.get("EVENTLENS_BINARY", ROOT / "build/release/eventlens"))
USUAL_LOADER = b"/lib64/ld-linux-x86-64.so.2\0"
LINUX = ("linux_x86_64", "linux_aarch64")
# qemu is some twenty times slower than a processor, and machines are shared.
PATIENCE = 300

sys.path.insert(0, str(ROOT / "tests/e2e"))


def missing(what, remedy):
    """Ends the test run: `what` is not there."""
    message = f"{what} does not exist. {remedy}"
    if os.environ.get("EVENTLENS_PROGRAMS_OPTIONAL"):
        print(f"skipped: {message}")
        sys.exit(77)
    sys.exit(message)


def existing(path, remedy):
    if not path.exists():
        missing(path, remedy)
    return path


def program(target):
    return existing(PROGRAMS / target / "eventlens", f"Build it: cmake/portable/build.sh {target}")


def probe(target):
    return existing(BUILT / target / "program/probe", f"Build it: cmake/portable/build.sh {target}")


def native():
    return existing(NATIVE, "Build it: cmake --preset release && cmake --build --preset release")


def sysroot(target):
    return existing(BUILT / target / "sysroot", f"Make it: cmake/portable/dependencies.sh {target}")


def on_glibc_217(target, path):
    """The command that runs a program on the glibc 2.17 of its sysroot."""
    root = sysroot(target)
    if target == "linux_aarch64":
        emulator = shutil.which("qemu-aarch64-static")
        if emulator is None:
            missing("qemu-aarch64-static", "Install it: cmake/portable/install.sh")
        # The program names its loader, which qemu takes from the sysroot.
        return [emulator, "-L", str(root), str(path)]
    return ["env", f"LD_LIBRARY_PATH={root}/lib", str(with_loader(path, root / "lib/ld-2.17.so"))]


def with_loader(path, loader):
    """A copy of a program that is started by another loader. To name it on the
    command line would be simpler, but the one of glibc 2.17 then runs the
    constructors of a position independent program twice."""
    directory = pathlib.Path(tempfile.mkdtemp(dir="/tmp"))
    atexit.register(shutil.rmtree, directory)
    link = directory / "ld.so"
    link.symlink_to(loader)
    content = path.read_bytes()
    found = content.count(USUAL_LOADER)
    assert found == 1, f"{path} names {USUAL_LOADER} {found} times, expected once"
    copy = directory / path.name
    copy.write_bytes(content.replace(USUAL_LOADER, str(link).encode().ljust(len(USUAL_LOADER), b"\0")))
    copy.chmod(0o755)
    return copy


def run(command, *arguments, stdin=b"", **options):
    return subprocess.run([*map(str, command), *map(str, arguments)], input=stdin, capture_output=True,
                          timeout=PATIENCE, check=False, **options)


class Case(unittest.TestCase):
    """A test with a directory of its own."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)
