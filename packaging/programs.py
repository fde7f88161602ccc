"""The three programs, and whether each is what its place in the app promises: the
right kind of file for its processor, stripped, and in need of nothing that a host of
that kind may lack. A program that fails this would install well and not start.
"""

import os
import re
import struct

from refusal import Refusal

# Platform -> name of the program. The folders are those that Splunk looks in, but
# for linux_aarch64, which it does not know: bin/eventlens starts that one.
PLATFORMS = {
    "linux_x86_64": "eventlens",
    "linux_aarch64": "eventlens",
    "windows_x86_64": "eventlens.exe",
}

# The oldest glibc that a host may have: that of RHEL 7.
NEWEST_GLIBC = (2, 17)

ELF_MACHINES = {62: "x86-64", 183: "aarch64"}
ELF_MACHINE_OF = {"linux_x86_64": 62, "linux_aarch64": 183}
# Parts of glibc itself, which every host has. Another library may be missing there.
GLIBC_LIBRARIES = re.compile(
    r"lib(?:c|m|pthread|dl|rt)\.so\.\d+|ld-linux-(?:x86-64\.so\.2|aarch64\.so\.1)")

PE_MACHINES = {0x8664: "x86-64", 0x14c: "x86", 0xaa64: "ARM64"}
# DLLs that Windows Server 2012 and newer have.
WINDOWS_LIBRARIES = re.compile(
    r"(?i)(?:kernel32|ntdll|msvcrt|ucrtbase|advapi32|user32|shell32|ole32|oleaut32|ws2_32|"
    r"crypt32|bcrypt|ncrypt|secur32|rpcrt4|shlwapi|iphlpapi|normaliz|wldap32|wevtapi|netapi32|"
    r"psapi|userenv|version|dbghelp|api-ms-win-[a-z0-9-]+)\.dll")


def read_program(directory, platform):
    """The bytes of the program for `platform` below `directory`; raises Refusal where
    it is missing or of another kind."""
    path = directory / platform / PLATFORMS[platform]
    if path.is_symlink() or not path.is_file():
        raise Refusal(
            "%s does not exist: the program for %s is missing. Build it: "
            "cmake/portable/build.sh %s" % (path, platform, platform))
    if platform in ELF_MACHINE_OF and not os.access(path, os.X_OK):
        raise Refusal("%s is not executable" % path)
    data = path.read_bytes()
    fault = fault_of(data, platform)
    if fault:
        raise Refusal("%s is no program for %s: %s" % (path, platform, fault))
    return data


def fault_of(data, platform):
    """What is wrong with these bytes as the program for `platform`, or None."""
    try:
        if platform in ELF_MACHINE_OF:
            return _fault_of_elf(data, ELF_MACHINE_OF[platform])
        return _fault_of_pe(data)
    except (struct.error, ValueError, IndexError):
        return "its headers are cut off or lead outside the file"


def _text(data, offset):
    return data[offset:data.index(b"\0", offset)].decode("latin-1")


# --- ELF -----------------------------------------------------------------------

_SEGMENT_INTERPRETER = 3
_SECTION_SYMBOLS, _SECTION_DYNAMIC, _SECTION_VERSIONS = 2, 6, 0x6ffffffe
_DYNAMIC_NEEDED = 1


def _fault_of_elf(data, machine):
    if data[:4] != b"\x7fELF":
        return "it does not begin with \\x7fELF but with %r" % data[:4]
    if data[4:6] != b"\x02\x01":
        return "it is not a 64-bit little-endian ELF file"
    kind, found = struct.unpack_from("<HH", data, 16)
    if found != machine:
        return "its processor is %s, not %s" % (
            ELF_MACHINES.get(found, "number %d" % found), ELF_MACHINES[machine])
    if kind != 3:
        # AppInspect refuses one of type 2 that is not for ARM, whatever lies beside it.
        return "it is no position-independent executable (ELF type 3) but of type %d" % kind
    if _SEGMENT_INTERPRETER not in _segment_types(data):
        return ("it is linked statically; the C library must be the host's own, which "
                "looks up names and loads GSSAPI")
    return _fault_of_sections(data, _sections(data))


def _segment_types(data):
    offset, = struct.unpack_from("<Q", data, 32)
    size, count = struct.unpack_from("<HH", data, 54)
    return [struct.unpack_from("<I", data, offset + i * size)[0] for i in range(count)]


def _sections(data):
    """[(name, type, offset, size, link)] of the section headers."""
    start, = struct.unpack_from("<Q", data, 40)
    size, count, names = struct.unpack_from("<HHH", data, 58)
    raw = [struct.unpack_from("<IIQQQQI", data, start + i * size) for i in range(count)]
    return [(_text(data, raw[names][4] + name), kind, offset, length, link)
            for name, kind, _, _, offset, length, link in raw]


def _fault_of_sections(data, sections):
    if not sections:
        return "it has no section headers, so nothing about it can be told"
    for name, kind, _, _, _ in sections:
        if kind == _SECTION_SYMBOLS or name.startswith((".debug", ".zdebug")):
            return "it is not stripped: it has the section %s" % name
    for name, kind, offset, size, link in sections:
        strings = sections[link][2]
        if kind == _SECTION_DYNAMIC:
            for library in _needed(data, offset, size, strings):
                if not GLIBC_LIBRARIES.fullmatch(library):
                    return "it needs %s, which a host may not have; accepted: glibc's own" % library
        if kind == _SECTION_VERSIONS:
            for version in _versions(data, offset, strings):
                if _newer_than_accepted(version):
                    return "it needs %s; accepted: at most GLIBC_%d.%d" % ((version,) + NEWEST_GLIBC)
    return None


def _needed(data, offset, size, strings):
    for entry in range(offset, offset + size, 16):
        tag, value = struct.unpack_from("<QQ", data, entry)
        if tag == _DYNAMIC_NEEDED:
            yield _text(data, strings + value)


def _versions(data, offset, strings):
    """The names of the versions that are needed of all libraries."""
    step = None
    while step != 0:
        _, _, _, first, step = struct.unpack_from("<HHIII", data, offset)
        one, inner = offset + first, None
        while inner != 0:
            _, _, _, name, inner = struct.unpack_from("<IHHII", data, one)
            yield _text(data, strings + name)
            one += inner
        offset += step


def _newer_than_accepted(version):
    numbers = re.fullmatch(r"GLIBC_(\d+)\.(\d+)(?:\.\d+)?", version)
    if not numbers:  # GLIBC_PRIVATE, GLIBCXX_, GCC_
        return True
    return tuple(map(int, numbers.groups())) > NEWEST_GLIBC


# --- PE ------------------------------------------------------------------------


def _fault_of_pe(data):
    if data[:2] != b"MZ":
        return "it does not begin with MZ but with %r" % data[:2]
    header, = struct.unpack_from("<I", data, 60)
    if data[header:header + 4] != b"PE\0\0":
        return "it has no PE header"
    machine, count, _, symbols, symbol_count, optional_size, flags = struct.unpack_from(
        "<HHIIIHH", data, header + 4)
    if machine != 0x8664:
        return "its processor is %s, not x86-64" % PE_MACHINES.get(machine, "number %d" % machine)
    if flags & 0x2000 or not flags & 2:
        return "it is no program but a DLL or an object"
    optional = header + 24
    magic, = struct.unpack_from("<H", data, optional)
    subsystem, = struct.unpack_from("<H", data, optional + 68)
    if magic != 0x20b:
        return "it is not in the 64-bit form PE32+"
    if subsystem != 3:
        return "it is no console program: its subsystem is %d, not 3" % subsystem
    sections = [_pe_section(data, optional + optional_size + 40 * i) for i in range(count)]
    debug = [name for name, _, _, _ in sections if name.startswith((".debug", "/"))]
    if debug or symbols or symbol_count:
        return "it is not stripped: it has %s" % (
            "the section " + debug[0] if debug else "a symbol table")
    imports, = struct.unpack_from("<I", data, optional + 120)
    return _fault_of_imports(data, sections, imports)


def _pe_section(data, offset):
    """(name, address, offset in the file, size)"""
    size, address, raw_size, raw = struct.unpack_from("<IIII", data, offset + 8)
    name = data[offset:offset + 8].rstrip(b"\0").decode("latin-1")
    return name, address, raw, max(size, raw_size)


def _in_file(sections, address):
    for _, start, raw, size in sections:
        if start <= address < start + size:
            return raw + address - start
    raise ValueError("an address in no section")


def _fault_of_imports(data, sections, imports):
    at = _in_file(sections, imports)
    while True:
        name, = struct.unpack_from("<I", data, at + 12)
        if name == 0:
            return None
        library = _text(data, _in_file(sections, name))
        if not WINDOWS_LIBRARIES.fullmatch(library):
            return "it needs %s, which a host may not have; accepted: Windows' own DLLs" % library
        at += 20
