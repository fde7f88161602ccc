#!/usr/bin/env python3
"""Makes one large log of many small ones, for measurements.

    python3 tests/bench/join_logs.py OUT.evtx [--megabytes N] [--containing TEXT] LOG...

Takes the chunks that are well filled (more than 50,000 bytes used) of the given
logs or directories, in the order given, and writes them behind one file header
with their records numbered anew, so that the result is what one busy log looks
like. `--containing` takes only chunks in which the text (a provider, say) occurs; `--megabytes` goes
through the chunks again and again until the log has that size. The checksums
are those of the new content. Nothing else in the chunks is changed.
"""

import argparse
import pathlib
import struct
import sys
import zlib

CHUNK = 65536
FILE_HEADER = 4096
CHUNK_HEADER = 512
WELL_FILLED = 50_000


def logs_of(paths):
    for path in paths:
        if path.is_dir():
            yield from sorted(found for found in path.rglob("*") if found.suffix.lower() == ".evtx")
        else:
            yield path


def chunks_of(log):
    content = log.read_bytes()
    for at in range(FILE_HEADER, len(content) - CHUNK + 1, CHUNK):
        yield content[at : at + CHUNK]


def records_of(chunk):
    """Offsets of the records, or nothing where the chunk is not whole."""
    free = struct.unpack_from("<I", chunk, 48)[0]
    at, offsets = CHUNK_HEADER, []
    while at < free:
        magic, size = struct.unpack_from("<II", chunk, at)
        if magic != 0x2A2A or size < 28 or at + size > CHUNK:
            return []
        offsets.append(at)
        at += size
    return offsets


def is_taken(chunk, text):
    free = struct.unpack_from("<I", chunk, 48)[0]
    return (
        chunk.startswith(b"ElfChnk\0")
        and WELL_FILLED < free <= CHUNK
        and (text is None or text.encode("utf-16-le") in chunk)
        and bool(records_of(chunk))
    )


def renumbered(chunk, first_id):
    """The chunk with records first_id, first_id + 1 ..., and how many there are."""
    fresh = bytearray(chunk)
    offsets = records_of(chunk)
    for number, offset in enumerate(offsets):
        struct.pack_into("<Q", fresh, offset + 8, first_id + number)
    last = first_id + len(offsets) - 1
    struct.pack_into("<QQQQ", fresh, 8, first_id, last, first_id, last)
    free = struct.unpack_from("<I", fresh, 48)[0]
    struct.pack_into("<I", fresh, 52, zlib.crc32(fresh[CHUNK_HEADER:free]))
    struct.pack_into("<I", fresh, 124, zlib.crc32(fresh[128:CHUNK_HEADER], zlib.crc32(fresh[:120])))
    return fresh, len(offsets)


def file_header(chunks, next_id):
    header = bytearray(FILE_HEADER)
    struct.pack_into("<8sQQQIHHHH", header, 0, b"ElfFile\0", 0, chunks - 1, next_id, 128, 1, 3, FILE_HEADER, min(chunks, 0xFFFF))
    struct.pack_into("<I", header, 124, zlib.crc32(header[:120]))
    return header


def join(logs, out, text=None, megabytes=None):
    """Returns the number of records written."""
    taken = [chunk for log in logs for chunk in chunks_of(log) if is_taken(chunk, text)]
    if not taken:
        sys.exit("no well filled chunk in the logs" + (f" contains {text}" if text else ""))
    wanted = len(taken) if megabytes is None else max(1, int(megabytes * 1e6) // CHUNK)
    next_id = 1
    with open(out, "wb") as file:
        file.write(bytes(FILE_HEADER))
        for number in range(wanted):
            chunk, records = renumbered(taken[number % len(taken)], next_id)
            file.write(chunk)
            next_id += records
        file.seek(0)
        file.write(file_header(wanted, next_id))
    return next_id - 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("logs", nargs="+", type=pathlib.Path)
    parser.add_argument("--megabytes", type=float)
    parser.add_argument("--containing")
    arguments = parser.parse_args()
    records = join(logs_of(arguments.logs), arguments.out, arguments.containing, arguments.megabytes)
    print(f"{arguments.out}: {arguments.out.stat().st_size / 1e6:.1f} MB, {records} records")


if __name__ == "__main__":
    main()
