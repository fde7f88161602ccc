"""Legacy logs (.evt of NT to 2003) through the command line and as an input: the
logs here are made by this file, byte by byte; SysEvent.Evt of the public samples
is read too where it is there."""

import json
import os
import pathlib
import struct
import unittest

import harness
from harness import ROOT, Case, run_program

CORPUS = pathlib.Path(os.environ.get("EVENTLENS_CORPUS", ROOT.parent / "shared/corpus")) / "evt"
HEADER, CURSOR, FIXED = 48, 40, 56


def text(value):
    return value.encode("utf-16-le") + b"\0\0"


def padded(data):
    return data + bytes(-len(data) % 4)


def record(number, code, strings, source="Security", kind=16, category=9):
    names = padded(text(source) + text("DC1"))
    body = padded(b"".join(map(text, strings)))
    offset = FIXED + len(names)
    size = offset + len(body) + 4
    fixed = struct.pack("<6I4H6I", size, 0x654C664C, number, 1040000000 + number, 1040000000 + number,
                        code, kind, len(strings), category, 0, 0, offset, 0, 0, 0, 0)
    return fixed + names + body + struct.pack("<I", size)


def log_of(records, size=65536):
    """A log that has not wrapped around."""
    body = b"".join(records)
    end = HEADER + len(body)
    cursor = struct.pack("<10I", CURSOR, 0x11111111, 0x22222222, 0x33333333, 0x44444444, HEADER,
                         end, len(records) + 1, 1, CURSOR)
    header = struct.pack("<12I", HEADER, 0x654C664C, 1, 1, HEADER, end, len(records) + 1, 1, size, 0, 0,
                         HEADER)
    return (header + body + cursor).ljust(size, b"\0")


# Ticket requests that failed, as Windows 2000 wrote them, and what else its
# Security log has of Kerberos and NTLM: id, strings, and where the code stands.
KERBEROS = [
    (675, ["alice", "%{S-1-5-21-1-2-3-1104}", "krbtgt/CORP", "0x2", "0x18", "10.0.0.5"], "Data5_name",
     "KDC_ERR_PREAUTH_FAILED"),
    (676, ["alice", "CORP", "krbtgt/CORP", "0x40810010", "0x6", "10.0.0.5"], "Data5_name",
     "KDC_ERR_C_PRINCIPAL_UNKNOWN"),
    (677, ["alice", "CORP.EXAMPLE", "cifs/files", "0x40810010", "0x7", "10.0.0.5"], "Data5_name",
     "KDC_ERR_S_PRINCIPAL_UNKNOWN"),
    (681, ["MICROSOFT_AUTHENTICATION_PACKAGE_V1_0", "alice", "WS07", "3221225578"], "Data4_name",
     "STATUS_WRONG_PASSWORD"),
]


def security_log():
    return log_of([record(i + 1, code, strings) for i, (code, strings, _, _) in enumerate(KERBEROS)])


class LegacyTest(Case):
    def setUp(self):
        super().setUp()
        self.evt = pathlib.Path(self.directory) / "SecEvent.Evt"

    def test_codes_of_the_security_log_are_named(self):
        self.evt.write_bytes(security_log())
        result = run_program("convert", "--render", "json", str(self.evt))
        self.assertEqual(result.code, 0, result.stderr)
        events = [json.loads(line) for line in result.stdout.splitlines()]
        self.assertEqual(len(events), len(KERBEROS))
        for event, (code, strings, field, name) in zip(events, KERBEROS):
            self.assertEqual((event["EventID"], event["Channel"], event["Provider"]),
                             (code, "Security", "Security"))
            self.assertEqual(event["Data"], strings)
            self.assertEqual(event[field], name)
            self.assertEqual(event["Keywords"], "0x90000000000000")

    def test_a_selection(self):
        self.evt.write_bytes(security_log())
        result = run_program("convert", "--event-ids", "677", "--channel", "security", str(self.evt))
        self.assertEqual(result.stdout.count(b"<Event "), 1)
        self.assertIn(b">677</EventID>", result.stdout)

    def test_as_an_input_each_record_comes_once(self):
        records = [record(i, 677, ["alice", "CORP"]) for i in range(1, 6)]
        self.evt.write_bytes(log_of(records[:3]))
        self.expect(self.run_once(path=str(self.evt)), [1, 2, 3])
        self.expect(self.run_once(path=str(self.evt)), [])
        self.evt.write_bytes(log_of(records))
        self.expect(self.run_once(path=str(self.evt)), [4, 5])

    def test_beside_logs_of_today(self):
        logs = pathlib.Path(self.directory) / "mixed"
        logs.mkdir()
        (logs / "SecEvent.Evt").write_bytes(security_log())
        harness.write_log(logs / "today.evtx", events=3)
        for threads in ("1", "2"):
            result = run_program("convert", "--threads", threads, str(logs))
            self.assertEqual(result.code, 0, result.stderr)
            self.assertEqual(result.stdout.count(b"<Event "), len(KERBEROS) + 3)

    def test_damage_is_named_with_its_place(self):
        records = [record(i, 677, ["alice", "CORP"]) for i in range(1, 4)]
        second = HEADER + len(records[0])
        log = bytearray(log_of(records))
        log[second + 4] = 0
        self.evt.write_bytes(log)
        result = run_program("convert", str(self.evt))
        self.assertEqual(result.stdout.count(b"<Event "), 2)
        self.assertIn("SecEvent.Evt: record_damaged at byte %d: %d bytes are no whole record"
                      % (second, len(records[1])), result.stderr)

    def test_a_header_alone(self):
        self.evt.write_bytes(security_log()[:HEADER])
        result = run_program("convert", str(self.evt))
        self.assertEqual((result.code, result.stdout), (0, b""), result.stderr)

    def test_the_beginning_of_a_header(self):
        self.evt.write_bytes(security_log()[:20])
        result = run_program("convert", str(self.evt))
        self.assertNotEqual(result.code, 0)
        self.assertIn("SecEvent.Evt: is no legacy event log", result.stderr)


@unittest.skipUnless(CORPUS.is_dir(), "the public samples are not there")
class SampleTest(unittest.TestCase):
    def test_a_log_copied_while_in_use(self):
        result = run_program("convert", "--render", "json", str(CORPUS / "SysEvent.Evt"))
        events = [json.loads(line) for line in result.stdout.splitlines()]
        self.assertEqual([event["EventRecordID"] for event in events], list(range(1392, 7455)))
        named = {event.get("Data3_name") for event in events if event["EventID"] == 40960}
        self.assertIn("STATUS_NO_LOGON_SERVERS", named)
        recovered = run_program("convert", "--recover", str(CORPUS / "SysEvent.Evt"))
        self.assertEqual(recovered.stdout.count(b"<Event "), 6063 + 437)


if __name__ == "__main__":
    unittest.main()
