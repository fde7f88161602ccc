"""What the Windows program is made of: libraries, protections, version, and
nothing of the machine or the moment it was built on."""

import re
import struct
import unittest

import wine

# In every Windows since 8.1 and Server 2012 R2. msvcrt.dll is part of Windows.
SYSTEM_LIBRARIES = {"advapi32.dll", "bcrypt.dll", "kernel32.dll", "msvcrt.dll", "ntdll.dll", "shell32.dll",
                    "user32.dll", "crypt32.dll", "secur32.dll", "ws2_32.dll"}

HIGH_ENTROPY_VA = 0x0020
DYNAMIC_BASE = 0x0040
NX_COMPAT = 0x0100


class Image:
    """A PE32+ file's headers and imports."""

    def __init__(self, content):
        self.content = content
        pe, = struct.unpack_from("<I", content, 0x3C)
        assert content[pe:pe + 4] == b"PE\0\0"
        self.machine, sections, self.timestamp = struct.unpack_from("<HHI", content, pe + 4)
        size_of_optional, self.flags = struct.unpack_from("<HH", content, pe + 20)
        optional = pe + 24
        self.magic, = struct.unpack_from("<H", content, optional)
        self.subsystem, self.protections = struct.unpack_from("<HH", content, optional + 68)
        self.directories = [struct.unpack_from("<II", content, optional + 112 + 8 * i) for i in range(16)]
        table = optional + size_of_optional
        self.sections = []
        for i in range(sections):
            name, size, address, raw_size, raw, *_ , flags = struct.unpack_from("<8sIIIIIIHHI", content,
                                                                                table + 40 * i)
            self.sections.append((name.rstrip(b"\0").decode(), address, size, raw, raw_size, flags))

    def offset(self, address):
        for _, start, size, raw, raw_size, _ in self.sections:
            if start <= address < start + max(size, raw_size):
                return address - start + raw
        raise AssertionError("no section holds %#x" % address)

    def text(self, address):
        at = self.offset(address)
        return self.content[at:self.content.index(b"\0", at)].decode("ascii")

    def imports(self):
        at = self.offset(self.directories[1][0])
        while True:
            lookup, _, _, name, _ = struct.unpack_from("<IIIII", self.content, at)
            if name == 0:
                return
            yield self.text(name).lower()
            at += 20


class ProgramTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.content = wine.PROGRAM.read_bytes()
        cls.image = Image(cls.content)

    def test_it_is_a_console_program_for_x86_64(self):
        self.assertEqual((self.image.machine, self.image.magic, self.image.subsystem), (0x8664, 0x20B, 3))

    def test_it_needs_nothing_but_windows(self):
        imports = set(self.image.imports())
        self.assertIn("kernel32.dll", imports)
        self.assertLessEqual(imports, SYSTEM_LIBRARIES)

    def test_addresses_are_random_and_data_is_not_run(self):
        for name in ("HIGH_ENTROPY_VA", "DYNAMIC_BASE", "NX_COMPAT"):
            self.assertTrue(self.image.protections & globals()[name], name)
        # Without its relocations Windows could not move it.
        self.assertGreater(self.image.directories[5][1], 0)
        for name, _, _, _, _, flags in self.image.sections:
            writable, runs = flags & 0x80000000, flags & 0x20000000
            self.assertFalse(writable and runs, name)

    def test_the_moment_and_the_place_of_the_build_are_not_in_it(self):
        self.assertEqual(self.image.timestamp, 0)
        for pattern in (rb"/home/", rb"/root/", rb"/usr/", str(wine.ROOT).encode() + b"/"):
            self.assertNotIn(pattern, self.content)

    def test_it_is_stripped(self):
        self.assertEqual([name for name, *_ in self.image.sections if name.startswith((".debug", "/"))], [])

    def test_windows_shows_its_version(self):
        version, = re.findall(r"VERSION ([\d.]+) LANGUAGES", (wine.ROOT / "CMakeLists.txt").read_text("utf-8"))
        for name, value in (("ProductName", "EventLens"), ("FileVersion", version), ("ProductVersion", version),
                            ("OriginalFilename", "eventlens.exe")):
            pattern = re.escape((name + "\0").encode("utf-16-le")) + rb"(?:\0\0)?" + \
                re.escape((value + "\0").encode("utf-16-le"))
            self.assertRegex(self.content, pattern, name)
        numbers = [int(part) for part in version.split(".")] + [0]
        fixed = struct.pack("<IIHHHH", 0xFEEF04BD, 0x10000, numbers[1], numbers[0], numbers[3], numbers[2])
        self.assertIn(fixed, self.content)

    def test_the_manifest_asks_for_long_paths_and_utf_8(self):
        for text in (b">true</longPathAware>", b">UTF-8</activeCodePage>", b'level="asInvoker"'):
            self.assertIn(text, self.content)


if __name__ == "__main__":
    wine.main(running=False)
