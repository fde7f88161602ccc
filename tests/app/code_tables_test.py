#!/usr/bin/env python3
"""Checks the code tables in lookups/ against themselves and each other: numbers, bits, tokens, and the coded fields.

Run: python3 tests/app/code_tables_test.py
"""

import csv
import re
import unittest
from pathlib import Path

import lookups_test as lookups
from table_forms import BITS, CODE_TABLES, HEADERS, KEYS, NUMBERS, SPLUNK_HEADERS, TEXTS

FIELDS_OF_EVENTS = Path(__file__).resolve().parents[1] / "fixtures/knowledge/event_fields.csv"
SECURITY = "Microsoft-Windows-Security-Auditing"

# How the key of a table of numbers is spelled: the spelling that events use most.
SPELLINGS = {
    "decimal": ("win32_errors", "kerberos_preauth_types", "logon_types", "message_parameters", "service_start_types",
                "trust_types", "trust_directions", "impersonation_levels", "token_elevation_types", "ip_protocols"),
    "short hex": ("kerberos_failure_codes", "kerberos_encryption_types", "service_types"),
    "eight digits": ("ntstatus", "hresults", "kerberos_ticket_option_values"),
}
# The forms of coded_fields that fit a kind of table.
FORMS = {
    "number": {"whole", "in_text", "parameters"},
    "bits": {"mask"},
    "text": {"text", "parameters"},
}
# Labels of printed events of other providers, which message_labels does not list.
OTHER_LABELS = {"Message", "Error Code", "Extended Error"}


def table(name):
    return lookups.rows_of(name)


def by_key(name, column="code"):
    return {row[column]: row for row in table(name)}


def is_one_bit(mask):
    return mask > 0 and mask & (mask - 1) == 0


class Columns(unittest.TestCase):
    def test_a_code_table_has_a_name_a_meaning_and_its_origin(self):
        for name in CODE_TABLES:
            header = HEADERS[name].split(",")
            self.assertEqual(header[:len(KEYS[name])], KEYS[name], name)
            self.assertEqual(header[-2:], ["confirmed", "source"], name)
            self.assertLessEqual({"name", "meaning"}, set(header), name)

    def test_every_row_has_a_name(self):
        for name in CODE_TABLES:
            for row in table(name):
                self.assertTrue(row["name"], f"{name}: {row}")

    def test_every_row_has_a_meaning_where_the_name_does_not_say_it(self):
        for name in CODE_TABLES - {"message_parameters"}:
            for row in table(name):
                self.assertTrue(row["meaning"], f"{name}: {row}")

    def test_each_file_is_a_code_table_or_one_of_the_others(self):
        others = {"coded_fields", "legacy_strings", "events", "message_labels", "kb_articles", "kb_events"}
        names = {path.stem.removeprefix("eventlens_") for path in lookups.all_files()}
        self.assertEqual(names, CODE_TABLES | others | set(SPLUNK_HEADERS))
        self.assertEqual(names, set(HEADERS) | set(SPLUNK_HEADERS))

    def test_the_columns_of_what_is_for_splunk_alone(self):
        for name, header in SPLUNK_HEADERS.items():
            self.assertEqual(lookups.text_of(name).split("\n", 1)[0], header, name)


class Numbers(unittest.TestCase):
    def test_keys_are_spelled_in_one_way(self):
        spell = {"decimal": str, "short hex": hex, "eight digits": "0x{:08x}".format}
        self.assertEqual({name for names in SPELLINGS.values() for name in names}, NUMBERS)
        for kind, names in SPELLINGS.items():
            for name in names:
                for row in table(name):
                    self.assertEqual(row["code"], spell[kind](int(row["code"], 0)), name)

    def test_win32_hex_and_hresult_agree_with_the_number(self):
        for row in table("win32_errors"):
            value = int(row["code"])
            self.assertEqual(row["code_hex"], hex(value), row)
            if value <= 0xFFFF:
                self.assertEqual(row["hresult"], f"0x{0x80070000 + value:08x}", row)

    def test_hresult_unsigned_and_signed_agree_with_the_number(self):
        for row in table("hresults"):
            value = int(row["code"], 16)
            self.assertEqual(int(row["unsigned_dec"]), value, row)
            self.assertEqual(int(row["signed_dec"]), value - 2**32 if value >= 2**31 else value, row)

    def test_every_win32_error_is_an_hresult_too(self):
        hresults = by_key("hresults")
        for row in table("win32_errors"):
            if 0 < int(row["code"]) <= 0xFFFF:
                found = hresults[row["hresult"]]
                self.assertEqual(found["win32_dec"], row["code"], row)
                self.assertIn(row["name"], [found["name"]] + found["aliases"].split(";"))

    def test_encryption_types_are_32_bits(self):
        for row in table("kerberos_encryption_types"):
            self.assertEqual(int(row["code"], 16), int(row["code_dec"]) % 2**32, row)

    def test_preauthentication_types_in_hex(self):
        for row in table("kerberos_preauth_types"):
            self.assertEqual(int(row["code_hex"], 16), int(row["code"]), row)

    def test_tokens_are_their_numbers(self):
        for name in ("message_parameters", "impersonation_levels", "token_elevation_types"):
            for row in table(name):
                self.assertEqual(row["token"], "%%" + row["code"], name)

    def test_status_names_exist(self):
        names = {row["name"] for row in table("ntstatus")}
        for name in ("win32_errors", "message_parameters"):
            for row in table(name):
                self.assertLessEqual(set(filter(None, row["related_status"].split(";"))), names, row)

    def test_kerberos_codes_of_hresults_exist(self):
        codes = by_key("kerberos_failure_codes")
        for row in table("hresults"):
            for code in filter(None, row["kerberos_codes"].split(";")):
                self.assertIn(code, codes, row)


class Bits(unittest.TestCase):
    def test_a_row_is_one_bit_unless_it_is_marked(self):
        for name in BITS:
            for row in table(name):
                self.assertRegex(row["code"], r"^0x[0-9a-f]{8}$", name)
                one = is_one_bit(int(row["code"], 16))
                self.assertEqual(one, row.get("composite", "no") == "no", f"{name}: {row}")

    def test_sums_are_made_of_bits_that_have_names(self):
        bits = {}
        for row in table("access_masks"):
            if row["composite"] == "no":
                bits[row["object_type"]] = bits.get(row["object_type"], 0) | int(row["code"], 16)
        known_gaps = {("Process", "0x001fffff"), ("Thread", "0x001fffff")}
        for row in table("access_masks"):
            if row["composite"] == "yes" and (row["object_type"], row["code"]) not in known_gaps:
                named = bits[row["object_type"]] | bits["*"]
                self.assertEqual(int(row["code"], 16) & ~named, 0, row)

    def test_bit_numbers_agree_with_masks(self):
        for name in ("kerberos_ticket_options", "kerberos_ticket_flags"):
            for row in table(name):
                # RFC 4120 counts the bits from the left.
                self.assertEqual(int(row["code"], 16), 1 << (31 - int(row["bit"])), name)
        for row in table("user_account_control"):
            self.assertEqual(int(row["code"], 16), 1 << int(row["bit"]), row)

    def test_option_values_are_the_sums_of_their_options(self):
        masks = {row["name"]: int(row["code"], 16) for row in table("kerberos_ticket_options")}
        for row in table("kerberos_ticket_option_values"):
            options = list(filter(None, row["options"].split(";")))
            self.assertEqual(sum(masks[option] for option in options), int(row["code"], 16), row)
            self.assertEqual(options, sorted(options, key=masks.get, reverse=True), row)

    def test_ldap_masks_are_one_bit(self):
        for row in table("user_account_control"):
            self.assertTrue(is_one_bit(int(row["ldap_mask"], 16)), row)

    def test_tokens_of_account_flags_are_32_apart(self):
        tokens = by_key("message_parameters", "token")
        for row in table("user_account_control"):
            bit = int(row["bit"])
            self.assertEqual((row["token_when_cleared"], row["token_when_set"]), (f"%%{2048 + bit}", f"%%{2080 + bit}"))
            self.assertIn(row["token_when_set"], tokens)
            self.assertIn(row["token_when_cleared"], tokens)

    def test_a_right_and_its_token_are_the_same_bit_of_the_same_kind(self):
        tokens = by_key("message_parameters", "token")
        for row in table("access_masks"):
            if row["token"] and row["object_type"] != "*":
                token = tokens[row["token"]]
                self.assertEqual(1 << int(token["bit"]), int(row["code"], 16), row)
                self.assertEqual(token["family"], row["object_type"], row)


class Texts(unittest.TestCase):
    def test_sids(self):
        for row in table("well_known_sids"):
            self.assertRegex(row["sid"], r"^S-1(-\d+)+(-\*(-\d+)?)?$", row)
            self.assertLessEqual(row["sid"].count("*"), 1)

    def test_no_pattern_hides_another_row(self):
        sids = [row["sid"] for row in table("well_known_sids")]
        for pattern in (sid for sid in sids if "*" in sid):
            regex = re.compile(re.escape(pattern).replace(r"\*", ".*") + "$")
            self.assertEqual([sid for sid in sids if sid != pattern and regex.match(sid)], [], pattern)

    def test_guids(self):
        for name in ("audit_subcategories", "ad_rights"):
            for row in table(name):
                self.assertRegex(row["guid"], r"^\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$", name)

    def test_subcategories_lie_in_categories(self):
        categories = {row["name"] for row in table("audit_subcategories") if row["kind"] == "category"}
        self.assertEqual(len(categories), 9)
        for row in table("audit_subcategories"):
            self.assertIn(row["category"], categories)

    def test_tokens_of_subcategories_have_their_names(self):
        tokens = by_key("message_parameters", "token")
        for row in table("audit_subcategories"):
            if row["token"]:
                self.assertEqual(tokens[row["token"]]["name"], row["name"], row)

    def test_legacy_categories_are_nine_in_order(self):
        order = {row["legacy_category"]: row["token"] for row in table("audit_subcategories") if row["legacy_category"]}
        self.assertEqual(order, {str(n): f"%%{8271 + n}" for n in range(1, 10)})

    def test_privileges_are_symbols(self):
        for row in table("privileges"):
            self.assertRegex(row["privilege"], r"^Se[A-Z][A-Za-z]+(Privilege|Right)$")
            self.assertEqual(row["kind"], "privilege" if row["privilege"].endswith("Privilege") else "logon_right")


class CodedFields(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.rows = table("coded_fields")
        with FIELDS_OF_EVENTS.open(encoding="utf-8", newline="") as file:
            cls.fields = {(r["provider"], r["event_id"]): set(r["fields"].split(";")) for r in csv.DictReader(file)}

    def kind(self, name):
        self.assertIn(name, CODE_TABLES)
        return "number" if name in NUMBERS else "bits" if name in BITS else "text"

    def test_the_form_fits_the_first_table(self):
        for row in self.rows:
            self.assertIn(row["form"], FORMS[self.kind(row["code_tables"].split(";")[0])], row)

    def test_which_tables_stand_together(self):
        seen = {row["code_tables"] for row in self.rows if ";" in row["code_tables"]}
        self.assertEqual(seen, {
            "kerberos_failure_codes;ntstatus", "win32_errors;hresults", "win32_errors;ntstatus",
            "message_parameters;ad_rights", "message_parameters;access_masks",
        })

    def test_parameters_are_of_the_providers_own_messages(self):
        """%%n means another text in another log: in the Security log one of Windows' texts, elsewhere an error."""
        for row in self.rows:
            if row["form"] == "parameters":
                texts = {"message_parameters", "impersonation_levels", "token_elevation_types"}
                security = row["provider"] in (SECURITY, "Security")
                first = row["code_tables"].split(";")[0]
                self.assertEqual(first in texts, security, row)
                self.assertEqual(first == "win32_errors", not security, row)

    def test_the_field_is_one_that_the_event_has(self):
        labels = {(r["provider"], re.sub(r"[^A-Za-z0-9]+", " ", r["label"]).strip().casefold())
                  for r in table("message_labels")}
        for row in self.rows:
            known = self.fields.get((row["provider"], row["event_id"]))
            if known and not row["field"].startswith("Data["):
                label = (row["provider"], row["field"].casefold())
                self.assertTrue(row["field"] in known | OTHER_LABELS or label in labels, row)

    def test_every_security_event_is_known(self):
        for row in self.rows:
            if row["provider"] == SECURITY:
                self.assertIn((SECURITY, row["event_id"]), self.fields, row)

    def test_labels_of_legacy_events_are_names_of_their_strings(self):
        names = {(r["event_id"], r["field"].casefold()) for r in table("legacy_strings")}
        for row in self.rows:
            if row["provider"] == "Security" and row["confirmed"] == "yes" and not row["field"].startswith("Data["):
                self.assertIn((row["event_id"], row["field"].replace(" ", "_").casefold()), names, row)

    def test_a_field_of_one_name_has_one_table(self):
        """But for those that are not the same thing in every event."""
        differ = {"FailureReason", "ErrorCode", "Error Code", "Status", "Status Code", "Return Code", "AccessMask"}
        tables = {}
        for row in self.rows:
            if row["provider"] == SECURITY and row["field"] not in differ:
                tables.setdefault(row["field"], set()).add((row["code_tables"], row["form"]))
        self.assertEqual({field: found for field, found in tables.items() if len(found) > 1}, {})

    def test_the_fields_of_authentication(self):
        fields = {(r["event_id"], r["field"]): (r["code_tables"], r["form"])
                  for r in self.rows if r["provider"] == SECURITY}
        for event in ("4768", "4769", "4770", "4771"):
            self.assertEqual(fields[event, "TicketOptions"], ("kerberos_ticket_options", "mask"))
            self.assertEqual(fields[event, "Ticket Options"], ("kerberos_ticket_options", "mask"))
        for key, expected in {
            ("4768", "TicketEncryptionType"): ("kerberos_encryption_types", "whole"),
            ("4771", "PreAuthType"): ("kerberos_preauth_types", "whole"),
            ("4624", "LogonType"): ("logon_types", "whole"),
            ("4624", "TargetUserSid"): ("well_known_sids", "text"),
            ("4624", "ImpersonationLevel"): ("impersonation_levels", "parameters"),
            ("4662", "Properties"): ("message_parameters;ad_rights", "parameters"),
            ("4662", "AccessMask"): ("access_masks", "mask"),
            ("4674", "AccessMask"): ("message_parameters;access_masks", "parameters"),
            ("4688", "TokenElevationType"): ("token_elevation_types", "parameters"),
            ("4692", "FailureReason"): ("win32_errors;hresults", "whole"),
            ("4719", "SubcategoryGuid"): ("audit_subcategories", "text"),
            ("4738", "NewUacValue"): ("user_account_control", "mask"),
            ("4738", "UserAccountControl"): ("message_parameters", "parameters"),
            ("5168", "ErrorCode"): ("ntstatus", "whole"),
        }.items():
            self.assertEqual(fields[key], expected, key)

    def test_codes_that_are_left_out_on_purpose(self):
        fields = {(r["event_id"], r["field"]) for r in self.rows if r["provider"] == SECURITY}
        for key in (("4689", "Status"), ("4672", "PrivilegeList"), ("4627", "GroupMembership"), ("4706", "DomainSid")):
            self.assertNotIn(key, fields)


if __name__ == "__main__":
    unittest.main()
