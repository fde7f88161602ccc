"""What the Linux programs are as files: what they need of the host, and how they are hardened."""

import pathlib
import re
import unittest

from elftools.elf.dynamic import DynamicSection
from elftools.elf.elffile import ELFFile
from elftools.elf.gnuversions import GNUVerNeedSection
from elftools.elf.sections import SymbolTableSection

from programs import LINUX, ROOT, program

NEWEST_GLIBC = (2, 17)
LIBRARIES = {"libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1"}
LOADERS = {"linux_x86_64": "/lib64/ld-linux-x86-64.so.2", "linux_aarch64": "/lib/ld-linux-aarch64.so.1"}
MACHINES = {"linux_x86_64": "EM_X86_64", "linux_aarch64": "EM_AARCH64"}
DF_BIND_NOW, DF_1_NOW, DF_1_PIE = 0x8, 0x1, 0x8000000


class Facts:
    """An ELF file, as far as the tests ask."""

    def __init__(self, path):
        self.bytes = pathlib.Path(path).read_bytes()
        with open(path, "rb") as file:
            elf = ELFFile(file)
            self.type = elf["e_type"]
            self.machine = elf["e_machine"]
            self.segments = {segment["p_type"]: segment["p_flags"] for segment in elf.iter_segments()}
            self.loader = next(segment.get_interp_name() for segment in elf.iter_segments()
                               if segment["p_type"] == "PT_INTERP")
            self.sections = {section.name for section in elf.iter_sections()}
            self.needed, self.tags, self.versions, self.imports = [], {}, [], set()
            for section in elf.iter_sections():
                self.read_section(section)

    def read_section(self, section):
        if isinstance(section, DynamicSection):
            for tag in section.iter_tags():
                if tag.entry.d_tag == "DT_NEEDED":
                    self.needed.append(tag.needed)
                else:
                    self.tags[tag.entry.d_tag] = tag.entry.d_val
        elif isinstance(section, GNUVerNeedSection):
            for _, versions in section.iter_versions():
                self.versions += [version.name for version in versions]
        elif isinstance(section, SymbolTableSection) and section.name == ".dynsym":
            self.imports |= {symbol.name for symbol in section.iter_symbols()
                             if symbol["st_shndx"] == "SHN_UNDEF" and symbol.name}


class ElfTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.facts = {target: Facts(program(target)) for target in LINUX}

    def each(self):
        for target, facts in self.facts.items():
            with self.subTest(target):
                yield target, facts

    def test_nothing_newer_than_glibc_2_17_is_needed(self):
        for _, facts in self.each():
            self.assertTrue(facts.versions)
            for name in facts.versions:
                found = re.fullmatch(r"GLIBC_(\d+)\.(\d+)(?:\.\d+)?", name)
                self.assertTrue(found, f"{name} is no version of glibc")
                self.assertLessEqual(tuple(map(int, found.groups())), NEWEST_GLIBC, name)

    def test_only_glibc_is_needed(self):
        for target, facts in self.each():
            loader = LOADERS[target].rpartition("/")[2]
            self.assertEqual(facts.loader, LOADERS[target])
            self.assertEqual(set(facts.needed) - LIBRARIES - {loader}, set())

    def test_the_machine(self):
        for target, facts in self.each():
            self.assertEqual(facts.machine, MACHINES[target])

    def test_its_addresses_are_chosen_when_it_starts(self):
        for _, facts in self.each():
            self.assertEqual(facts.type, "ET_DYN")
            self.assertTrue(facts.tags.get("DT_FLAGS_1", 0) & DF_1_PIE)

    def test_relocations_are_done_at_once_and_read_only_afterwards(self):
        for _, facts in self.each():
            self.assertIn("PT_GNU_RELRO", facts.segments)
            self.assertTrue(facts.tags.get("DT_FLAGS", 0) & DF_BIND_NOW or "DT_BIND_NOW" in facts.tags)
            self.assertTrue(facts.tags.get("DT_FLAGS_1", 0) & DF_1_NOW)

    def test_the_stack_is_not_executable(self):
        for _, facts in self.each():
            self.assertEqual(facts.segments["PT_GNU_STACK"] & 1, 0)

    def test_nothing_is_writable_and_executable(self):
        for _, facts in self.each():
            self.assertNotIn(3, {flags & 3 for kind, flags in facts.segments.items() if kind == "PT_LOAD"})

    def test_the_stack_is_protected_and_calls_are_fortified(self):
        for _, facts in self.each():
            self.assertIn("__stack_chk_fail", facts.imports)
            self.assertTrue({name for name in facts.imports if name.endswith("_chk")}, "no fortified call")

    def test_libraries_are_looked_for_where_the_host_has_them(self):
        for _, facts in self.each():
            self.assertNotIn("DT_RPATH", facts.tags)
            self.assertNotIn("DT_RUNPATH", facts.tags)

    def test_it_is_stripped(self):
        for _, facts in self.each():
            self.assertEqual({name for name in facts.sections if name == ".symtab" or name.startswith(".debug")}, set())

    def test_it_names_no_path_of_the_machine_that_built_it(self):
        for _, facts in self.each():
            for path in {str(ROOT), str(pathlib.Path.home()) + "/", "build/portable"}:
                self.assertNotIn(path.encode(), facts.bytes)


if __name__ == "__main__":
    unittest.main()
