"""Small files with the headers of a program for Linux or Windows: what package.sh
looks at, and nothing that could run. Each argument breaks one thing."""

import struct

INTERPRETERS = {62: "/lib64/ld-linux-x86-64.so.2", 183: "/lib/ld-linux-aarch64.so.1"}


class Strings:
    """A string table; the first string is the empty one."""

    def __init__(self):
        self.data = b"\0"

    def add(self, text):
        self.data += text.encode() + b"\0"
        return len(self.data) - len(text) - 1


def elf(machine=62, kind=3, interpreter=True, needed=("libc.so.6", "libm.so.6"),
        versions=("GLIBC_2.2.5", "GLIBC_2.17"), extra_section=None, magic=b"\x7fELF\x02\x01"):
    """An executable in ELF; `extra_section` is the (name, type) of one more section."""
    strings = Strings()
    dynamic = b"".join(struct.pack("<QQ", 1, strings.add(name)) for name in needed)
    dynamic += bytes(16)
    wanted = [strings.add(version) for version in versions]
    library = strings.add("libc.so.6")
    versions_of = struct.pack("<HHIII", 1, len(wanted), library, 16, 0)
    for number, name in enumerate(wanted):
        versions_of += struct.pack("<IHHII", 0, 0, number + 2, name,
                                   0 if name == wanted[-1] else 16)
    sections = [(".interp", 1, INTERPRETERS.get(machine, "/lib/ld.so").encode() + b"\0", 0),
                (".dynstr", 3, strings.data, 0), (".dynamic", 6, dynamic, 2),
                (".gnu.version_r", 0x6ffffffe, versions_of, 2)]
    if extra_section:
        sections.append((*extra_section, bytes(24), 2))
    return _elf_file(magic, kind, machine, 3 if interpreter else 1, sections)


def _elf_file(magic, kind, machine, segment, sections):
    names = Strings()
    headers, body, start = bytes(64), b"", 64 + 56
    for name, section_kind, data, link in [*sections, (".shstrtab", 3, None, 0)]:
        index = names.add(name)
        data = names.data if data is None else data
        headers += struct.pack("<IIQQQQIIQQ", index, section_kind, 0, 0, start + len(body),
                               len(data), link, 0, 1, 0)
        body += data
    program = struct.pack("<IIQQQQQQ", segment, 4, start, 0, 0, len(sections[0][2]),
                          len(sections[0][2]), 1)
    head = (magic + b"\x01").ljust(16, b"\0") + struct.pack(
        "<HHIQQQIHHHHHH", kind, machine, 1, 0, 64, start + len(body), 0, 64, 56, 1, 64,
        len(sections) + 2, len(sections) + 1)
    return head + program + body + headers


def pe(machine=0x8664, magic=0x20b, subsystem=3, flags=0x22, symbols=0,
       imports=("KERNEL32.dll", "msvcrt.dll"), section=".idata"):
    """A program in PE, its imports in the one section."""
    address, at = 0x1000, 0x400
    names = b""
    directory = b""
    names_at = 20 * (len(imports) + 1)
    for name in imports:
        directory += struct.pack("<IIIII", 0, 0, 0, address + names_at + len(names), 0)
        names += name.encode() + b"\0"
    data = directory + bytes(20) + names
    optional = struct.pack("<H", magic).ljust(68, b"\0") + struct.pack("<H", subsystem)
    optional = optional.ljust(108, b"\0") + struct.pack("<I", 16) + bytes(8)
    optional += struct.pack("<II", address, len(data))
    optional = optional.ljust(240, b"\0")
    head = b"MZ".ljust(60, b"\0") + struct.pack("<I", 128)
    head = head.ljust(128, b"\0") + b"PE\0\0" + struct.pack(
        "<HHIIIHH", machine, 1, 0, symbols, 1 if symbols else 0, len(optional), flags)
    head += optional + section.encode().ljust(8, b"\0") + struct.pack(
        "<IIII", len(data), address, len(data), at) + bytes(16)
    return head.ljust(at, b"\0") + data


PROGRAMS = {
    "linux_x86_64/eventlens": elf(62),
    "linux_aarch64/eventlens": elf(183),
    "windows_x86_64/eventlens.exe": pe(),
}
