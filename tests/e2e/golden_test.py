"""Events of all kinds in tests/fixtures/golden, each with the fields that
somebody who knows Windows expects to be added: the program adds just these, and
search time the same to the events without them."""

import csv
import json
import re
import sys
import unittest

from harness import ROOT

sys.path.insert(0, str(ROOT / "tests/app"))
from added_fields import SOURCETYPES, in_any_order, plain_and_added  # noqa: E402
from search_time import shared  # noqa: E402

GOLDEN = ROOT / "tests/fixtures/golden"
EVENTS = GOLDEN / "events.xml"
LOOKUPS = ROOT / "lookups"
AT_LEAST = 60

# What search time does not add: why, and of which events (by id) which fields.
ONLY_INDEXED = [
    ("The line that stands for a message is for readers of the event itself.",
     (3, 528, 529, 540, 560, 577, 601, 608, 644, 672, 673, 675, 676, 677, 680, 681, 1053, 1925),
     ("lens_message",)),
    ("Old values under the names of today are there for searches over both; at search time only "
     "fields with codes have an alias, since each costs every search.",
     (528, 529, 540, 560, 577, 601, 608, 644, 672, 673, 675, 676, 677, 680, 681),
     ("HandleId", "IpAddress", "IpPort", "LogonGuid", "ObjectName", "ObjectServer", "PackageName",
      "PrivilegeList", "ProcessId", "ServiceAccount", "ServiceFileName", "ServiceName",
      "ServiceSid", "Status", "SubjectDomainName", "SubjectLogonId", "SubjectUserName",
      "TargetDomainName", "TargetLogonId", "TargetSid", "TargetUserName", "TransmittedServices",
      "Workstation", "WorkstationName")),
    ("An alias gives the value as it is; 0x2 is not made into 2.", (675,), ("PreAuthType",)),
    ("Fields with an old label are named under the name of today (ALIASED).",
     (528, 529, 540, 560, 601, 672, 673, 675, 676, 677),
     ("Accesses_name", "Authentication_Package_name", "Logon_Process_name", "Logon_Type_name",
      "Pre_Authentication_Type_name", "Service_Start_Type_name", "Service_Type_name",
      "Ticket_Encryption_Type_name", "Ticket_Options_name")),
    ("Fields that only legacy logs have, and seldom a code in them (LEFT_OUT).",
     (608, 673), ("PrivilegeList_name", "Service_ID_name", "ServiceSid_name", "User_Right_name")),
    ("A user's attributes seldom hold a code (LEFT_OUT).",
     (4720,), ("AccountExpires_name", "DisplayName_name", "HomeDirectory_name", "HomePath_name",
               "LogonHours_name", "PasswordLastSet_name", "ProfilePath_name", "ScriptPath_name",
               "UserParameters_name", "UserWorkstations_name")),
    ("One expression cannot take %%n and GUIDs out of the same text.",
     (4662,), ("Properties_name",)),
]
# Of 677 there is one whose strings have no names, as from a log read elsewhere:
# they are left out in the Security log, so nothing is known of its code.
WITHOUT_NAMES = ("9082", {"Data5_name", "lens_reason", "lens_verdict"})

# Tables that no field of an event is looked up in, so no event can show them.
NOT_IN_EVENTS = {
    "kerberos_supported_encryption_types": "a mask of the directory's attribute, for eventlens explain",
    "kerberos_ticket_option_values": "whole values and who asks with them; events get the options",
}


def expected():
    with open(GOLDEN / "expected.json", encoding="utf-8") as file:
        return json.load(file)


def record_id(line):
    return re.search(r"EventRecordID\D+(\d+)", line).group(1)


def event_id(line):
    found = re.search(r"<EventID[^>]*>(\d+)|\"EventID\":(\d+)", line)
    return int(found.group(1) or found.group(2))


def as_list(value):
    return value if isinstance(value, list) else [value]


def wanted(event):
    return {name: value for name, value in event.items() if name != "event"}


def addresses():
    with open(LOOKUPS / "eventlens_kb_articles.csv", encoding="utf-8", newline="") as file:
        return {row["article"]: row["url"] for row in csv.DictReader(file)}


def left_out(number, record):
    """The fields of this event that search time does not add."""
    fields = {field for _, events, names in ONLY_INDEXED if number in events for field in names}
    return fields | WITHOUT_NAMES[1] if record == WITHOUT_NAMES[0] else fields


class GoldenTest(unittest.TestCase):
    maxDiff = None

    def test_there_are_enough(self):
        self.assertGreaterEqual(len(expected()), AT_LEAST)

    def test_the_program_adds_just_what_is_expected(self):
        urls = addresses()
        for render in SOURCETYPES:
            events = expected()
            for plain, added in plain_and_added(EVENTS, render):
                event = events.pop(record_id(plain))
                links = as_list(added.pop("lens_kb_url", []))
                with self.subTest(render=render, event=event["event"]):
                    self.assertEqual(added, wanted(event))
                    self.assertEqual(links, [urls[article] for article
                                             in as_list(event.get("lens_kb", []))])
            self.assertEqual(events, {}, "in expected.json, but not in events.xml")

    def test_search_time_adds_the_same(self):
        needed = set()
        for render, sourcetype in SOURCETYPES.items():
            events = expected()
            for plain, _ in plain_and_added(EVENTS, render):
                record, number = record_id(plain), event_id(plain)
                event, excused = events[record], left_out(number, record)
                found = shared().fields(sourcetype, plain)
                for name, value in wanted(event).items():
                    same = in_any_order(found.get(name)) == in_any_order(value)
                    if not same:
                        needed.add((number, name))
                    with self.subTest(render=render, event=event["event"], field=name):
                        self.assertTrue(same or name in excused, "%r, not %r" % (
                            found.get(name), value))
                with self.subTest(render=render, event=event["event"]):
                    self.assertEqual(said_besides(found, event), {})
        listed = {name for _, _, names in ONLY_INDEXED for name in names}
        self.assertEqual(listed - {name for _, name in needed}, set(), "no longer an exception")

    def test_every_code_table_is_shown(self):
        shown = set()
        for plain, added in plain_and_added(EVENTS, "xml"):
            for row in coded_fields(plain):
                names = added.get(re.sub(r"[\[\]]", "", row["field"]).replace(" ", "_") + "_name")
                shown |= {table for table in row["code_tables"].split(";")
                          if set(as_list(names)) & names_of(table)}
        tables = {path.stem[len("eventlens_"):] for path in LOOKUPS.glob("*.csv")
                  if is_code_table(path)}
        self.assertEqual(tables - shown, set(NOT_IN_EVENTS))


def said_besides(found, event):
    """What search time says about a code that the program does not say. A name
    that repeats the value is left out where it costs volume only; Error_Code is
    an alias of Status in eventlens:json."""
    return {name: value for name, value in found.items()
            if (name.endswith("_name") or name in ("lens_title", "lens_reason", "lens_verdict",
                                                   "lens_kb", "lens_modern_id"))
            and not name.startswith("eventlens_") and name not in event
            and str(found.get(name[:-len("_name")])).strip() != value
            and (name, value) != ("Error_Code_name", found.get("Status_name"))}


def coded_fields(line):
    """The rows of coded fields for this event."""
    provider = re.search(r"<Provider Name='([^']+)'", line).group(1)
    return ROWS.get((provider, str(event_id(line))), [])


def rows_of_coded_fields():
    rows = {}
    with open(LOOKUPS / "eventlens_coded_fields.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows.setdefault((row["provider"], row["event_id"]), []).append(row)
    return rows


ROWS = rows_of_coded_fields()


def is_code_table(path):
    """Every code table has a name and a meaning."""
    with open(path, encoding="utf-8", newline="") as file:
        return {"name", "meaning"} <= set(csv.DictReader(file).fieldnames)


def names_of(table):
    with open(LOOKUPS / ("eventlens_%s.csv" % table), encoding="utf-8", newline="") as file:
        return {row["name"] for row in csv.DictReader(file)}


if __name__ == "__main__":
    unittest.main()
