"""The committed icons are what tests/support/make_icons.py draws, in the sizes
that Splunk wants."""

import struct
import sys
import unittest
import zlib

from conf_reader import APP, ROOT

sys.path.insert(0, str(ROOT / "tests/support"))

import make_icons  # noqa: E402


def decode_png(data):
    """(width, height, raw bytes with one filter byte per row) of an RGBA PNG."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    at, content = 8, {}
    while at < len(data):
        length, = struct.unpack_from(">I", data, at)
        kind = data[at + 4:at + 8]
        content[kind] = content.get(kind, b"") + data[at + 8:at + 8 + length]
        at += 12 + length
    width, height = struct.unpack_from(">II", content[b"IHDR"])
    return width, height, zlib.decompress(content[b"IDAT"])


class IconsTest(unittest.TestCase):
    def test_there_are_these_and_no_others(self):
        names = {path.name for path in (APP / "static").iterdir()}
        self.assertEqual(names, set(make_icons.IMAGES))

    def test_they_have_their_sizes(self):
        for name, size in make_icons.IMAGES.items():
            with self.subTest(name):
                data = (APP / "static" / name).read_bytes()
                self.assertEqual(decode_png(data)[:2], size)

    def test_they_are_what_the_script_draws(self):
        # Pixels, not bytes: how well zlib compresses differs between versions.
        for name in make_icons.IMAGES:
            with self.subTest(name):
                drawn = make_icons.encode_png(make_icons.draw(name))
                committed = (APP / "static" / name).read_bytes()
                self.assertEqual(decode_png(committed), decode_png(drawn))


if __name__ == "__main__":
    unittest.main()
