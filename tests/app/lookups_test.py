#!/usr/bin/env python3
"""Checks the CSV files in lookups/: their form, their cross references and the facts that other products get wrong.

Run: python3 tests/app/lookups_test.py
EVENTLENS_LOOKUPS names another folder to check, for example a copy with an administrator's edits.
"""
import csv
import io
import os
import re
import unittest
from pathlib import Path

from table_forms import ALLOWED, HEADERS, KEYS, LIST_COLUMNS, VERDICTS

LOOKUPS = Path(os.environ.get("EVENTLENS_LOOKUPS") or Path(__file__).resolve().parents[2] / "lookups")

def text_of(name):
    return (LOOKUPS / f"eventlens_{name}.csv").read_bytes().decode("utf-8")


def cells_of(text):
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def rows_of(name):
    return list(csv.DictReader(io.StringIO(text_of(name), newline="")))


def sort_part(column, value):
    """Numbers and codes sort by value, an empty one first; everything else by its folded text."""
    if column in ("event_id", "position"):
        return (int(value) if value else -1, "")
    if column == "code":
        return (int(value, 0) if value else -1, value)
    return (0, value.casefold())


def sort_key(name, row):
    return [sort_part(column, row[column]) for column in KEYS[name]]


def all_files():
    return sorted(LOOKUPS.glob("*.csv"))


class FileForm(unittest.TestCase):
    """What holds for every CSV in the folder."""

    def each(self):
        self.assertTrue(all_files(), f"no CSV in {LOOKUPS}")
        for path in all_files():
            yield path.name, path.read_bytes()

    def test_utf8_without_bom(self):
        for name, raw in self.each():
            self.assertFalse(raw.startswith(b"\xef\xbb\xbf"), f"{name} starts with a byte order mark")
            raw.decode("utf-8")

    def test_line_ends(self):
        for name, raw in self.each():
            self.assertNotIn(b"\r", raw, name)
            self.assertTrue(raw.endswith(b"\n") and not raw.endswith(b"\n\n"), f"{name}: one line feed at the end")

    def test_header(self):
        for name, raw in self.each():
            header = cells_of(raw.decode("utf-8"))[0]
            self.assertGreaterEqual(len(header), 2, name)
            self.assertEqual(len(header), len(set(header)), name)
            for column in header:
                self.assertRegex(column, r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", name)

    def test_same_number_of_columns(self):
        for name, raw in self.each():
            header, *body = cells_of(raw.decode("utf-8"))
            self.assertTrue(body, f"{name} has no rows")
            for number, cells in enumerate(body, 1):
                self.assertEqual(len(cells), len(header), f"{name} row {number}")

    def test_no_padding_and_no_line_breaks_in_cells(self):
        for name, raw in self.each():
            for cells in cells_of(raw.decode("utf-8")):
                for cell in cells:
                    self.assertEqual(cell, cell.strip(), f"{name}: blanks around a cell")
                    self.assertNotRegex(cell, r"[\r\n\t]", name)

    def test_quotes_only_where_needed(self):
        for name, raw in self.each():
            text = raw.decode("utf-8")
            again = io.StringIO()
            csv.writer(again, lineterminator="\n").writerows(cells_of(text))
            for written, needed in zip(text.split("\n"), again.getvalue().split("\n")):
                self.assertEqual(written, needed, name)


class TableForm(unittest.TestCase):
    """What holds for the knowledge files."""

    def test_headers(self):
        for name, header in HEADERS.items():
            self.assertEqual(text_of(name).split("\n", 1)[0], header, name)

    def test_keys_are_unique_after_folding(self):
        for name, columns in KEYS.items():
            seen = set()
            for row in rows_of(name):
                key = tuple(row[column].casefold() for column in columns)
                self.assertNotIn(key, seen, name)
                seen.add(key)

    def test_rows_are_sorted_by_key(self):
        for name in KEYS:
            previous = None
            for row in rows_of(name):
                key = sort_key(name, row)
                self.assertTrue(previous is None or previous < key, f"{name}: {key} after {previous}")
                previous = key

    def test_ascii(self):
        for name in KEYS:
            self.assertTrue(text_of(name).isascii(), name)

    def test_allowed_values(self):
        for name in KEYS:
            for row in rows_of(name):
                for column in ALLOWED.keys() & row.keys():
                    self.assertIn(row[column], ALLOWED[column], f"{name}: {row}")

    def test_confirmed_and_source_everywhere(self):
        for name in KEYS:
            for row in rows_of(name):
                self.assertTrue(row["source"], f"{name}: {row}")
                self.assertIn(row["confirmed"], {"yes", "no"})

    def test_list_cells(self):
        for name in KEYS:
            for row in rows_of(name):
                for column in LIST_COLUMNS & row.keys():
                    parts = row[column].split(";") if row[column] else []
                    for part in parts:
                        self.assertTrue(part and part == part.strip(), f"{name} {column}: {row[column]!r}")
                    self.assertEqual(len(parts), len(set(parts)), f"{name} {column}: {row[column]!r}")

    def test_verdict_vocabulary(self):
        for name in ("kerberos_failure_codes", "ntstatus", "win32_errors", "hresults", "kerberos_ticket_option_values"):
            for row in rows_of(name):
                self.assertIn(row["verdict"], VERDICTS - {"attack", "benign"}, row)
        for row in rows_of("kb_events"):
            self.assertIn(row["verdict"], {"", "benign", "expected"}, row)

    def test_attack_technique_ids(self):
        for name in KEYS:
            for row in rows_of(name):
                for part in filter(None, row.get("attack_ids", "").split(";")):
                    self.assertRegex(part, r"^T\d{4}(\.\d{3})?$", row)


class CodeSpelling(unittest.TestCase):
    def test_kerberos_hex_and_decimal_agree(self):
        for row in rows_of("kerberos_failure_codes"):
            self.assertEqual(row["code"], f"0x{int(row['code_dec']):x}")

    def test_ntstatus_hex_unsigned_and_signed_agree(self):
        for row in rows_of("ntstatus"):
            value = int(row["unsigned_dec"])
            self.assertEqual(row["code"], f"0x{value:08x}")
            self.assertEqual(int(row["signed_dec"]), value - 2**32 if value >= 2**31 else value)

    def test_names_are_symbols(self):
        for name in ("kerberos_failure_codes", "ntstatus"):
            for row in rows_of(name):
                self.assertRegex(row["name"], r"^[A-Z][A-Z0-9_]+$")

    def test_win32_is_decimal(self):
        for row in rows_of("ntstatus"):
            self.assertRegex(row["win32_dec"], r"^\d*$", row)


class References(unittest.TestCase):
    def test_articles_exist_and_are_used(self):
        known = {row["article"] for row in rows_of("kb_articles")}
        used = {row["article"] for row in rows_of("kb_events")}
        self.assertEqual(sorted(used - known), [], "not in kb_articles")
        self.assertEqual(sorted(known - used), [], "not in kb_events")

    def test_codes_exist_in_their_table(self):
        kerberos = {row["code"] for row in rows_of("kerberos_failure_codes")}
        ntstatus = {row["code"] for row in rows_of("ntstatus")}
        for row in rows_of("kb_events"):
            if row["code"]:
                self.assertIn(row["code"], ntstatus if len(row["code"]) == 10 else kerberos, row)

    def test_article_rows_name_an_event_or_a_code(self):
        for row in rows_of("kb_events"):
            self.assertTrue(row["event_id"] or row["code"], row)
            self.assertTrue(row["event_id"] or not row["provider"], row)

    def test_event_ids(self):
        for name in ("events", "coded_fields", "kb_events"):
            for row in rows_of(name):
                if row["event_id"] or name != "kb_events":
                    self.assertRegex(row["event_id"], r"^(0|[1-9]\d{0,4})$", f"{name}: {row}")
                    self.assertLess(int(row["event_id"]), 65536)

    def test_urls(self):
        for row in rows_of("kb_articles"):
            self.assertRegex(row["url"], r"^https://[a-z0-9.-]+/[!-~]+$", row)

    def test_article_dates(self):
        for row in rows_of("kb_articles"):
            self.assertRegex(row["last_modified"], r"^(\d{4}-\d\d-\d\d)?$", row)

    def test_unseen_titles_are_not_confirmed(self):
        for row in rows_of("kb_articles"):
            self.assertTrue(row["title"], row)
            if row["title"] == "title not seen":
                self.assertEqual(row["confirmed"], "no", row)

    def test_code_tables_exist(self):
        for row in rows_of("coded_fields"):
            self.assertTrue(row["code_tables"], row)
            for table in row["code_tables"].split(";"):
                self.assertTrue((LOOKUPS / f"eventlens_{table}.csv").is_file(), row)

    def test_modern_ids_are_events(self):
        events = {row["event_id"] for row in rows_of("events") if row["generation"] == "modern"}
        for row in rows_of("events"):
            for part in filter(None, row["modern_id"].split(";")):
                self.assertEqual(row["generation"], "legacy", row)
                self.assertIn(part, events, row)

    def test_titles_are_short_labels(self):
        for row in rows_of("events"):
            self.assertTrue(0 < len(row["title"]) <= 100, row)
            self.assertNotIn("%", row["title"])


class MessageLabels(unittest.TestCase):
    def test_event_ids(self):
        for row in rows_of("message_labels"):
            for part in filter(None, row["event_ids"].split(";")):
                self.assertRegex(part, r"^[1-9]\d{0,4}$", row)

    def test_no_event_is_listed_twice(self):
        listed = set()
        for row in rows_of("message_labels"):
            for part in filter(None, row["event_ids"].split(";")):
                key = (row["provider"], row["section"], row["label"], part)
                self.assertNotIn(key, listed)
                listed.add(key)

    def test_each_label_has_a_field_for_events_that_no_row_lists(self):
        labels = {}
        for row in rows_of("message_labels"):
            key = (row["provider"], row["section"].casefold(), row["label"].casefold())
            labels.setdefault(key, set()).add(row["event_ids"])
        for key, lists in labels.items():
            self.assertIn("", lists, key)

    def test_fields_are_names(self):
        for row in rows_of("message_labels"):
            self.assertRegex(row["field"], r"^[A-Za-z][A-Za-z0-9_]*$", row)


class LegacyStrings(unittest.TestCase):
    """The names of legacy events' strings fit together, and with the other files."""

    @classmethod
    def setUpClass(cls):
        cls.rows = rows_of("legacy_strings")
        cls.forms = {}
        for row in cls.rows:
            cls.forms.setdefault((row["event_id"], row["provider"], row["os"]), []).append(row)

    def test_positions_have_no_gap(self):
        for key, form in self.forms.items():
            self.assertEqual([int(row["position"]) for row in form], list(range(1, len(form) + 1)), key)

    def test_names_are_words_and_unique_in_their_form(self):
        for key, form in self.forms.items():
            names = [row["field"] for row in form]
            self.assertEqual(len(names), len(set(names)), key)
            modern = [row["modern_field"] for row in form if row["modern_field"]]
            self.assertEqual(len(modern), len(set(modern)), key)
            for name in names:
                self.assertRegex(name, r"^[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+)*$")

    def test_a_field_means_the_same_in_every_windows(self):
        meaning = {}
        for row in self.rows:
            key = (row["event_id"], row["provider"], row["field"])
            now = (row["modern_field"], row["modern_form"])
            self.assertEqual(meaning.setdefault(key, now), now, key)

    def test_modern_names_are_other_names_of_events_that_exist(self):
        modern_ids = {(r["event_id"], r["provider"]): r["modern_id"] for r in rows_of("events")}
        for row in self.rows:
            if row["modern_field"]:
                self.assertNotEqual(row["modern_field"], row["field"])
                self.assertTrue(modern_ids[row["event_id"], row["provider"]], row)
            else:
                self.assertEqual(row["modern_form"], "", row)

    def test_only_what_is_certain_is_confirmed(self):
        for row in self.rows:
            self.assertEqual(row["confirmed"] == "yes", row["confidence"] == "high", row)

    def test_coded_fields_have_these_names(self):
        """Where a coded field is known by its place, the string of that place is known by its label too."""
        labels = {(r["event_id"], r["field"].replace(" ", "_").casefold())
                  for r in rows_of("coded_fields") if r["provider"] == "Security"}
        for row in rows_of("coded_fields"):
            place = re.fullmatch(r"Data\[(\d+)\]", row["field"])
            if row["provider"] != "Security" or not place:
                continue
            names = {r["field"].casefold() for r in self.rows
                     if (r["event_id"], r["position"]) == (row["event_id"], place[1]) and r["modern_form"] == "hex"}
            self.assertTrue(any((row["event_id"], name) in labels for name in names), row)

    def test_kerberos_and_ntlm(self):
        def names(event, os_name):
            return [row["field"] for row in self.forms[event, "Security", os_name]]
        self.assertEqual(names("677", "2000"), ["User_Name", "User_Domain", "Service_Name", "Ticket_Options",
                                                "Failure_Code", "Client_Address"])
        self.assertEqual(len(names("673", "2000")), 7)
        self.assertEqual(names("673", "2003")[7:], ["Failure_Code", "Logon_GUID", "Transited_Services"])
        self.assertEqual(names("681", "2000")[1::2], ["Logon_account", "Error_Code"])
        self.assertEqual(names("672", "2003")[6], "Result_Code")
        modern = {(r["event_id"], r["field"]): r["modern_field"] for r in self.rows}
        for event, field, expected in (("677", "Failure_Code", "Status"), ("681", "Error_Code", "Status"),
                                       ("675", "User_ID", "TargetSid"), ("528", "User_Name", "TargetUserName"),
                                       ("592", "User_Name", "SubjectUserName"), ("560", "Primary_User_Name", "")):
            self.assertEqual(modern[event, field], expected, (event, field))


class KnownFacts(unittest.TestCase):
    """Single facts that must stay right, most of them because other products have them wrong."""

    KERBEROS = {
        "0x0": ("KDC_ERR_NONE", "expected"),
        "0x6": ("KDC_ERR_C_PRINCIPAL_UNKNOWN", "unknown"),
        "0x7": ("KDC_ERR_S_PRINCIPAL_UNKNOWN", "config"),
        "0xb": ("KDC_ERR_NEVER_VALID", "config"),
        "0xc": ("KDC_ERR_POLICY", "unknown"),
        "0xd": ("KDC_ERR_BADOPTION", "config"),
        "0xe": ("KDC_ERR_ETYPE_NOSUPP", "config"),
        "0x12": ("KDC_ERR_CLIENT_REVOKED", "unknown"),
        "0x18": ("KDC_ERR_PREAUTH_FAILED", "unknown"),
        "0x19": ("KDC_ERR_PREAUTH_REQUIRED", "expected"),
        "0x1b": ("KDC_ERR_MUST_USE_USER2USER", "config"),
        "0x1d": ("KDC_ERR_SVC_UNAVAILABLE", "outage"),
        "0x20": ("KRB_AP_ERR_TKT_EXPIRED", "expected"),
        "0x25": ("KRB_AP_ERR_SKEW", "config"),
        "0x42": ("KDC_ERR_CERTIFICATE_MISMATCH", "config"),
        "0x45": ("KRB_AP_ERR_USER_TO_USER_REQUIRED", "config"),
    }
    NTSTATUS = {
        "0xc000005e": ("STATUS_NO_LOGON_SERVERS", "3221225566", "outage"),
        "0xc0000064": ("STATUS_NO_SUCH_USER", "3221225572", "unknown"),
        "0xc000006a": ("STATUS_WRONG_PASSWORD", "3221225578", "unknown"),
        "0xc0000133": ("STATUS_TIME_DIFFERENCE_AT_DC", "3221225779", "config"),
        "0xc0000192": ("STATUS_NETLOGON_NOT_STARTED", "3221225874", "outage"),
        "0xc0000234": ("STATUS_ACCOUNT_LOCKED_OUT", "3221226036", "unknown"),
        "0xc0000388": ("STATUS_DOWNGRADE_DETECTED", "3221226376", "outage"),
    }
    KERBEROS_FIRST = "kerberos_failure_codes;ntstatus"
    SECURITY = "Microsoft-Windows-Security-Auditing"

    def test_kerberos_codes(self):
        table = {row["code"]: row for row in rows_of("kerberos_failure_codes")}
        for code, (name, verdict) in self.KERBEROS.items():
            self.assertEqual((table[code]["name"], table[code]["verdict"]), (name, verdict), code)

    def test_status_codes(self):
        table = {row["code"]: row for row in rows_of("ntstatus")}
        for code, (name, unsigned, verdict) in self.NTSTATUS.items():
            row = table[code]
            self.assertEqual((row["name"], row["unsigned_dec"], row["verdict"]), (name, unsigned, verdict), code)
            self.assertTrue(row["first_steps"], code)

    def test_coded_fields(self):
        fields = {(r["provider"], r["event_id"], r["field"]): r for r in rows_of("coded_fields")}
        for event, field, tables in (
            ("4625", "Status", "ntstatus"), ("4625", "SubStatus", "ntstatus"), ("4776", "Status", "ntstatus"),
            ("4768", "Status", self.KERBEROS_FIRST), ("4769", "Status", self.KERBEROS_FIRST),
            ("4771", "Status", self.KERBEROS_FIRST),
        ):
            self.assertEqual(fields[self.SECURITY, event, field]["code_tables"], tables)
        for event in ("673", "675", "676", "677"):
            self.assertEqual(fields["Security", event, "Failure Code"]["code_tables"], self.KERBEROS_FIRST)
        for event in ("680", "681"):
            self.assertEqual(fields["Security", event, "Data[4]"]["code_tables"], "ntstatus")
        self.assertEqual(fields["LsaSrv", "40960", "Data[3]"]["form"], "in_text")
        reason = fields[self.SECURITY, "4625", "FailureReason"]
        self.assertEqual((reason["code_tables"], reason["form"]), ("message_parameters", "parameters"))

    def article(self, event, provider, code, article):
        for row in rows_of("kb_events"):
            if (row["event_id"], row["provider"], row["code"], row["article"]) == (event, provider, code, article):
                return row
        self.fail(f"no row for {event} {provider} {code} {article}")

    def test_articles_of_events(self):
        self.assertEqual(self.article("677", "Security", "0x7", "Q281431")["verdict"], "benign")
        self.assertEqual(self.article("677", "Security", "", "Q281431")["verdict"], "", "benign only with code 0x7")
        self.assertEqual(self.article("577", "Security", "", "Q238185")["verdict"], "benign")
        self.assertEqual(self.article("4768", self.SECURITY, "", "event-4768")["rank"], "1")
        self.article("40961", "LsaSrv", "", "KB824217")

    def test_modern_ids_of_legacy_events(self):
        modern = {r["event_id"]: r["modern_id"] for r in rows_of("events") if r["provider"] == "Security"}
        for legacy, expected in (("528", "4624"), ("529", "4625"), ("540", "4624"), ("672", "4768"), ("676", "4768"),
                                 ("677", "4769"), ("681", "4776"), ("517", "1102")):
            self.assertEqual(modern[legacy], expected, legacy)


if __name__ == "__main__":
    unittest.main()
