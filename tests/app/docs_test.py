"""The documents against the program: what exists is described, links lead
somewhere, and what the examples show is what the program does."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

import packaging
from conf_reader import ROOT

BUILT = {"build", "dist", "out", "node_modules"}
COMMAND = "build/release/eventlens"


def documents():
    """Every document of ours, hidden and built folders left out."""
    for directory, folders, files in os.walk(ROOT):
        folders[:] = sorted(folder for folder in folders
                            if folder not in BUILT and not folder.startswith("."))
        for name in sorted(files):
            if name.endswith(".md"):
                yield pathlib.Path(directory) / name


def text_of(name):
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text, language=""):
    """The contents of the fenced blocks of that language."""
    return [content for opened, content in re.findall(r"^```(\w*)\n(.*?)^```$", text, re.M | re.S)
            if opened == language]


def without_blocks(text):
    return re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)


def prose(text):
    """`text` without code, in which nothing is a link."""
    return re.sub(r"`[^`\n]*`", "", without_blocks(text))


def anchors(path):
    """What a link to a heading of that document may name."""
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
            for heading in re.findall(r"^#+ +(.*)$", without_blocks(text_of(path)), re.M)}


def rows(name):
    """The first cells of the document's table rows, as they are written in code."""
    return set(re.findall(r"^\| `([^`]+)` \|", text_of(name), re.M))


class OperationsTest(unittest.TestCase):
    def test_every_setting_is_described(self):
        scheme = subprocess.run([str(packaging.binary()), "--scheme"], check=True,
                                stdout=subprocess.PIPE, stdin=subprocess.DEVNULL).stdout
        # whitelist1 and the like are described with the first of them.
        settings = {re.sub(r"\d$", "", arg.get("name")) for arg in ElementTree.fromstring(scheme).iter("arg")}
        self.assertGreater(len(settings), 0)
        self.assertEqual(settings - rows("docs/operations.md"), set())

    def test_every_issue_is_described(self):
        names = text_of("modinput/log/issues.cpp").split("kNames = {")[1].split("};")[0]
        issues = set(re.findall(r'"([a-z_]+)"', names))
        self.assertGreater(len(issues), 0)
        self.assertEqual(issues - rows("docs/operations.md"), set())

    def test_every_exit_code_is_described(self):
        codes = set(re.findall(r"kExit\w+ = (\d+)", text_of("modinput/os/exit_code.h")))
        self.assertGreater(len(codes), 0)
        self.assertEqual(codes - rows("docs/operations.md"), set())

    def test_every_word_of_the_summary_is_described(self):
        words = set(re.findall(r'add\("(\w+)"', text_of("modinput/collect/summary.cpp")))
        self.assertGreater(len(words), 0)
        self.assertEqual(words - rows("docs/operations.md"), set())


class LinksTest(unittest.TestCase):
    def test_relative_links_lead_to_a_file_and_a_heading(self):
        for path in documents():
            for target in re.findall(r"\]\(([^)\s]+)\)", prose(path.read_text(encoding="utf-8"))):
                if re.match(r"[a-z]+:", target):
                    continue
                with self.subTest(f"{path.relative_to(ROOT)}: {target}"):
                    file, _, heading = target.partition("#")
                    led_to = (path.parent / file).resolve() if file else path
                    self.assertTrue(led_to.exists())
                    if heading:
                        self.assertIn(heading, anchors(led_to))


class ReadmeTest(unittest.TestCase):
    @staticmethod
    def run_command(command):
        """The finished process; both streams together in its output."""
        command = command.replace(COMMAND, str(packaging.binary()))
        return subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=ROOT, check=False,
                              text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)

    def test_the_commands_run_and_print_what_is_shown(self):
        commands, output = 0, None
        for block in blocks(text_of("README.md")):
            lines = [line for line in block.splitlines() if line.startswith(COMMAND)]
            for line in lines:
                commands += 1
                with self.subTest(line):
                    finished = self.run_command(line)
                    self.assertEqual(finished.returncode, 0, finished.stdout)
                    output = finished.stdout
            if not lines and output is not None:
                # Long lines are wrapped in the document.
                with self.subTest(shown=block):
                    self.assertIn("".join(block.split()), "".join(output.split()))
        self.assertGreater(commands, 0)


class FormatsTest(unittest.TestCase):
    def test_the_worked_example_is_converted_as_shown(self):
        text = text_of("docs/formats.md")
        chunk = bytearray(65536)
        for line in "".join(blocks(text, "bytes")).splitlines():
            offset, digits = re.match(r"([0-9a-f]{4})  ((?:[0-9a-f]{2} ?)+)", line).groups()
            piece = bytes.fromhex(digits)
            chunk[int(offset, 16):int(offset, 16) + len(piece)] = piece
        chunk[:8] = b"ElfChnk\0"
        for offset, value in ((24, 1), (32, 2)):  # first and last record id
            chunk[offset:offset + 8] = value.to_bytes(8, "little")
        end = chunk.rindex(b"**\0\0") + 0x40
        chunk[48:52] = end.to_bytes(4, "little")  # free offset
        with tempfile.TemporaryDirectory() as directory:
            log = pathlib.Path(directory) / "example.evtx"
            log.write_bytes(b"ElfFile\0".ljust(4096, b"\0") + chunk)
            converted = subprocess.run([str(packaging.binary()), "convert", str(log)], check=True,
                                       text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.assertIn(converted.stdout, blocks(text, "xml"))


if __name__ == "__main__":
    unittest.main()
