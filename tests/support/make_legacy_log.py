#!/usr/bin/env python3
"""Makes legacy Security logs (SecEvent.Evt) of Kerberos events as 2000 and 2003 wrote them, again and again:

    tests/support/make_legacy_log.py FILE [BYTES]      (tests/fixtures/legacy/SecEvent.Evt)

The same bytes on every machine.
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))
import legacy_test

FIXTURE_SIZE = 60_000  # of records; the file is a multiple of 64 KiB
KINDS = ("677 of 2000", "673 of 2003", "675 of 2000")
USERS = ("alice", "bob", "carol", "svc-report", "svc-backup", "WS07$", "FILES01$", "administrator")
CODES = ("0x6", "0x7", "0x12", "0x18", "0x25")


def address(number):
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def make(path, size):
    """Writes a log whose records have `size` bytes or a little more; how many there are."""
    records, written = [], 0
    while written < size:
        number = len(records)
        kind = legacy_test.LOGGED[KINDS[number % len(KINDS)]]
        changed = dict(kind.fields, User_Name=USERS[number % len(USERS)], Client_Address=address(number),
                       Failure_Code=CODES[number % len(CODES)])
        records.append(legacy_test.record(number + 1, kind.code, list(changed.values())))
        written += len(records[-1])
    room = written + legacy_test.HEADER + legacy_test.CURSOR
    path.write_bytes(legacy_test.log_of(records, room + -room % 65536))
    return len(records)


def main():
    default = pathlib.Path(__file__).resolve().parent.parent / "fixtures/legacy/SecEvent.Evt"
    path = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else default
    print(f"{path}: {make(path, int(sys.argv[2]) if len(sys.argv) > 2 else FIXTURE_SIZE)} records")


if __name__ == "__main__":
    main()
