"""What the Linux programs are as files: what they need of the host, and how they
are hardened. Read by binutils' readelf, which knows both machines."""

import pathlib
import re
import subprocess
import unittest

from programs import LINUX, ROOT, program

NEWEST_GLIBC = (2, 17)
LIBRARIES = {"libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1"}
LOADERS = {"linux_x86_64": "/lib64/ld-linux-x86-64.so.2", "linux_aarch64": "/lib/ld-linux-aarch64.so.1"}
MACHINES = {"linux_x86_64": "Advanced Micro Devices X86-64", "linux_aarch64": "AArch64"}


class Facts:
    """An ELF file, as far as the tests ask."""

    def __init__(self, path):
        self.bytes = pathlib.Path(path).read_bytes()
        text = subprocess.run(["readelf", "--wide", "--file-header", "--program-headers", "--section-headers", "--dynamic",
                               "--version-info", "--dyn-syms", str(path)], capture_output=True, text=True, check=True).stdout
        self.type = re.search(r"^ *Type: +(\S+)", text, re.M)[1]
        self.machine = re.search(r"^ *Machine: +(.+)", text, re.M)[1]
        self.loader = re.search(r"\[Requesting program interpreter: (.+)\]", text)[1]
        # LOAD 0x000000 0x0000000000000000 0x0000000000000000 0x02 0x02 R E 0x1000
        segments = re.findall(r"^  ([A-Z_]+) +(?:0x\w+ +){5}([RWE ]{3}) +0x\w+$", text, re.M)
        self.segments = {(kind, frozenset(flags.replace(" ", ""))) for kind, flags in segments}
        self.sections = set(re.findall(r"^  \[ *\d+\] (\.\S+)", text, re.M))
        self.tags = dict(re.findall(r"^ 0x\w+ \((\w+)\) +(.*)$", text, re.M))
        self.needed = set(re.findall(r"Shared library: \[(.+)\]", text))
        self.versions = set(re.findall(r"^ +\S+: +Name: (\S+)  Flags:", text, re.M))
        self.imports = set(re.findall(r" UND (\w+)", text))


class ElfTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.facts = {target: Facts(program(target)) for target in LINUX}

    def test_nothing_newer_than_glibc_2_17_is_needed(self):
        for target, facts in self.facts.items():
            self.assertTrue(facts.versions, target)
            for name in facts.versions:
                found = re.fullmatch(r"GLIBC_(\d+)\.(\d+)(?:\.\d+)?", name)
                self.assertTrue(found, f"{target}: {name} is no version of glibc")
                self.assertLessEqual(tuple(map(int, found.groups())), NEWEST_GLIBC, f"{target}: {name}")

    def test_only_glibc_is_needed(self):
        for target, facts in self.facts.items():
            self.assertEqual(facts.loader, LOADERS[target])
            self.assertIn("libc.so.6", facts.needed)
            loader = LOADERS[target].rpartition("/")[2]
            self.assertEqual(facts.needed - LIBRARIES - {loader}, set(), target)

    def test_the_machine(self):
        for target, facts in self.facts.items():
            self.assertEqual(facts.machine, MACHINES[target])

    def test_its_addresses_are_chosen_when_it_starts(self):
        for target, facts in self.facts.items():
            self.assertEqual(facts.type, "DYN", target)
            self.assertRegex(facts.tags["FLAGS_1"], r"\bPIE\b", target)

    def test_relocations_are_done_at_once_and_read_only_afterwards(self):
        for target, facts in self.facts.items():
            self.assertIn("GNU_RELRO", {kind for kind, _ in facts.segments}, target)
            self.assertIn("BIND_NOW", facts.tags["FLAGS"], target)
            self.assertRegex(facts.tags["FLAGS_1"], r"\bNOW\b", target)

    def test_no_data_is_executable(self):
        for target, facts in self.facts.items():
            self.assertIn(("GNU_STACK", frozenset("RW")), facts.segments, target)
            self.assertIn(("LOAD", frozenset("RE")), facts.segments, target)
            for kind, flags in facts.segments:
                self.assertFalse({"W", "E"} <= flags, f"{target}: {kind}")

    def test_the_stack_is_protected_and_calls_are_fortified(self):
        for target, facts in self.facts.items():
            self.assertIn("__stack_chk_fail", facts.imports, target)
            self.assertTrue({name for name in facts.imports if name.endswith("_chk")}, target)

    def test_libraries_are_looked_for_where_the_host_has_them(self):
        for target, facts in self.facts.items():
            self.assertFalse({"RPATH", "RUNPATH"} & set(facts.tags), target)

    def test_it_is_stripped(self):
        for target, facts in self.facts.items():
            self.assertIn(".text", facts.sections, target)
            self.assertEqual({name for name in facts.sections if name == ".symtab" or name.startswith(".debug")}, set())

    def test_it_names_no_path_of_the_machine_that_built_it(self):
        for target, facts in self.facts.items():
            for path in (str(ROOT), "build/portable", "/usr/include/c++"):
                self.assertFalse(path.encode() in facts.bytes, f"{target}: {path}")


if __name__ == "__main__":
    unittest.main()
