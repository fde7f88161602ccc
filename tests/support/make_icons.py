#!/usr/bin/env python3
"""Draws the app's icons and logos into app/static: a lens over lines of a log.

Nothing but the standard library, and the same pixels on every machine. Run it
after a change and commit what it writes; tests/app/icons_test.py compares.

    python3 tests/support/make_icons.py [directory]
"""

import math
import pathlib
import struct
import sys
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Name of each file and its width and height, as Splunk wants them.
IMAGES = {
    "appIcon.png": (36, 36),
    "appIcon_2x.png": (72, 72),
    "appLogo.png": (160, 40),
    "appLogo_2x.png": (320, 80),
}

NIGHT = (27, 38, 59)
PAPER = (224, 230, 240)
LINE = (119, 141, 169)
FOUND = (255, 183, 3)
CLEAR = (0, 0, 0, 0)

# The icon in a square of 36 by 36: (x1, y1, x2, y2, half thickness, colour).
LOG_LINES = [
    (7, 10, 29, 10, 1.2, LINE),
    (7, 16, 29, 16, 1.2, LINE),
    (7, 22, 29, 22, 1.2, LINE),
    (7, 28, 21, 28, 1.2, LINE),
]
LENS_CENTRE = (16.5, 16)
LENS_RADIUS = 8
SEEN_LINE = (11, 16, 22, 16, 1.6, FOUND)
HANDLE = (22.8, 22.3, 29, 28.5, 2.0, PAPER)

# Letters as strokes in a box of 10 high; the baseline is at 10.
ARC_E = [(0.4, 6.6, 6.0, 6.6), (6.0, 6.6, 5.2, 4.4), (5.2, 4.4, 3.2, 3.5),
         (3.2, 3.5, 1.2, 4.4), (1.2, 4.4, 0.4, 6.6), (0.4, 6.6, 1.0, 8.8),
         (1.0, 8.8, 3.2, 9.8), (3.2, 9.8, 5.6, 8.9)]
LETTERS = {
    "E": (6.6, [(0.6, 0.4, 0.6, 9.6), (0.6, 0.4, 5.8, 0.4), (0.6, 5.0, 5.0, 5.0),
                (0.6, 9.6, 5.8, 9.6)]),
    "L": (6.2, [(0.6, 0.4, 0.6, 9.6), (0.6, 9.6, 5.6, 9.6)]),
    "e": (6.6, ARC_E),
    "n": (6.6, [(0.6, 3.5, 0.6, 9.8), (0.6, 5.4, 1.8, 3.9), (1.8, 3.9, 3.6, 3.5),
                (3.6, 3.5, 5.2, 4.2), (5.2, 4.2, 5.6, 5.8), (5.6, 5.8, 5.6, 9.8)]),
    "s": (5.6, [(4.8, 4.3, 2.8, 3.5), (2.8, 3.5, 0.9, 4.3), (0.9, 4.3, 0.9, 5.6),
                (0.9, 5.6, 2.8, 6.5), (2.8, 6.5, 4.7, 7.4), (4.7, 7.4, 4.7, 8.9),
                (4.7, 8.9, 2.8, 9.8), (2.8, 9.8, 0.6, 9.0)]),
    "t": (5.0, [(2.0, 1.2, 2.0, 8.6), (2.0, 8.6, 2.8, 9.7), (2.8, 9.7, 4.4, 9.6),
                (0.4, 3.6, 4.2, 3.6)]),
    "v": (6.2, [(0.4, 3.5, 3.0, 9.7), (3.0, 9.7, 5.6, 3.5)]),
}


class Canvas:
    """Pixels with alpha, drawn in units of `scale` pixels."""

    def __init__(self, width, height, scale):
        self.width, self.height, self.scale = width, height, scale
        self.pixels = [[CLEAR] * width for _ in range(height)]

    def fill(self, distance, colour, box):
        """Covers where `distance` (of a point, negative inside) says so, within
        `box` (left, top, right, bottom)."""
        left, top, right, bottom = (value * self.scale for value in box)
        for y in range(max(int(top) - 1, 0), min(int(bottom) + 2, self.height)):
            for x in range(max(int(left) - 1, 0), min(int(right) + 2, self.width)):
                away = distance((x + 0.5) / self.scale, (y + 0.5) / self.scale)
                cover = min(max(0.5 - away * self.scale, 0.0), 1.0)
                if cover > 0:
                    self.pixels[y][x] = mix(self.pixels[y][x], colour, cover)

    def stroke(self, x1, y1, x2, y2, half, colour):
        box = (min(x1, x2) - half, min(y1, y2) - half, max(x1, x2) + half, max(y1, y2) + half)
        self.fill(lambda x, y: to_segment(x, y, x1, y1, x2, y2) - half, colour, box)


def mix(below, colour, cover):
    """`colour` over `below`, which has alpha, as whole numbers."""
    alpha = cover + below[3] / 255 * (1 - cover)
    parts = [
        round((colour[i] * cover + below[i] * below[3] / 255 * (1 - cover)) / alpha)
        for i in range(3)
    ]
    return (parts[0], parts[1], parts[2], round(alpha * 255))


def to_segment(x, y, x1, y1, x2, y2):
    """How far (x, y) is from the segment."""
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    along = ((x - x1) * dx + (y - y1) * dy) / length if length else 0
    along = min(max(along, 0), 1)
    return math.hypot(x - x1 - along * dx, y - y1 - along * dy)


def rounded_square(x, y, size, radius):
    dx = abs(x - size / 2) - (size / 2 - radius)
    dy = abs(y - size / 2) - (size / 2 - radius)
    outside = math.hypot(max(dx, 0), max(dy, 0))
    return outside + min(max(dx, dy), 0) - radius


def draw_icon(canvas, size=36, at=0):
    """The icon in a square of `size` units whose top left corner is (at, at)."""
    unit = size / 36

    def place(line):
        x1, y1, x2, y2, half, colour = line
        return (x1 * unit + at, y1 * unit + at, x2 * unit + at, y2 * unit + at,
                half * unit, colour)

    box = (at, at, at + size, at + size)
    canvas.fill(lambda x, y: rounded_square(x - at, y - at, size, 7 * unit), NIGHT, box)
    for line in LOG_LINES:
        canvas.stroke(*place(line))
    cx, cy = (value * unit + at for value in LENS_CENTRE)
    radius = LENS_RADIUS * unit
    canvas.stroke(*place(HANDLE))
    canvas.fill(lambda x, y: math.hypot(x - cx, y - cy) - radius, NIGHT, box)
    canvas.fill(lambda x, y: abs(math.hypot(x - cx, y - cy) - radius) - 1.4 * unit, PAPER, box)
    canvas.stroke(*place(SEEN_LINE))


def draw_word(canvas, word, x, y, size, colour):
    """`word` from x on, its letters `size` units high from y on."""
    unit = size / 10
    for letter in word:
        width, strokes = LETTERS[letter]
        for x1, y1, x2, y2 in strokes:
            canvas.stroke(x + x1 * unit, y + y1 * unit, x + x2 * unit, y + y2 * unit,
                          0.62 * unit, colour)
        x += (width + 1.5) * unit


def draw(name):
    """The rows of pixels of the image of that name."""
    width, height = IMAGES[name]
    if width == height:
        canvas = Canvas(width, height, width / 36)
        draw_icon(canvas)
    else:
        canvas = Canvas(width, height, height / 40)
        draw_icon(canvas, 32, 4)
        draw_word(canvas, "EventLens", 46, 12, 15, LINE)
    return canvas.pixels


def encode_png(rows):
    """The PNG file of rows of (red, green, blue, alpha)."""
    def chunk(kind, content):
        return (struct.pack(">I", len(content)) + kind + content +
                struct.pack(">I", zlib.crc32(kind + content)))

    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 6, 0, 0, 0)
    raw = b"".join(b"\0" + bytes(value for pixel in row for value in pixel) for row in rows)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) +
            chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b""))


def main():
    directory = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "app/static"
    for name in IMAGES:
        (directory / name).write_bytes(encode_png(draw(name)))
        print(directory / name)


if __name__ == "__main__":
    main()
