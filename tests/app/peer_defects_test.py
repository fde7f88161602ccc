#!/usr/bin/env python3
"""Facts that published tables of other products have wrong: one test per defect, named after it. And docs/knowledge.md,
which tells who has what wrong and counts what the lookups have: its lines and numbers are true.

Run: python3 tests/app/peer_defects_test.py
"""

import re
import unittest

import lookups_test as lookups
from conf_reader import ROOT
from table_forms import NUMBERS

SECURITY = "Microsoft-Windows-Security-Auditing"


def by_key(name, column="code"):
    return {row[column]: row for row in lookups.rows_of(name)}


def name_of(table, code):
    return by_key(table)[code]["name"]


def coded(provider, event, field):
    for row in lookups.rows_of("coded_fields"):
        if (row["provider"], row["event_id"], row["field"]) == (provider, event, field):
            return row["code_tables"], row["form"]
    return None


class PeerDefects(unittest.TestCase):
    def test_0x42_is_shown_as_user_to_user_required_and_nothing_above_is_known(self):
        codes = by_key("kerberos_failure_codes")
        self.assertEqual(codes["0x42"]["name"], "KDC_ERR_CERTIFICATE_MISMATCH")
        self.assertEqual(codes["0x45"]["name"], "KRB_AP_ERR_USER_TO_USER_REQUIRED")
        above = [row for row in codes.values() if 0x45 <= int(row["code"], 16) <= 0x5D]
        self.assertEqual(len(above), 19)
        for row in above:
            self.assertTrue(row["meaning"] and row["windows_meaning"], row["code"])

    def test_0x1b_is_shown_as_service_unavailable_and_0xc_as_0xb(self):
        codes = by_key("kerberos_failure_codes")
        self.assertEqual(codes["0x1b"]["name"], "KDC_ERR_MUST_USE_USER2USER")
        self.assertEqual(codes["0x1d"]["name"], "KDC_ERR_SVC_UNAVAILABLE")
        self.assertEqual(codes["0xc"]["name"], "KDC_ERR_POLICY")
        self.assertNotEqual(codes["0xc"]["meaning"], codes["0xb"]["meaning"])

    def test_the_option_of_delegation_is_shown_as_request_for_an_anonymous_ticket(self):
        options = by_key("kerberos_ticket_options")
        self.assertEqual(options["0x00020000"]["name"], "cname-in-addl-tkt")
        self.assertEqual(options["0x00008000"]["name"], "request-anonymous")
        self.assertEqual(options["0x00020000"]["microsoft_label"], "Request-anonymous")
        probe = by_key("kerberos_ticket_option_values")["0x40830000"]
        self.assertIn("cname-in-addl-tkt", probe["options"].split(";"))
        self.assertNotIn("request-anonymous", probe["options"].split(";"))

    def test_account_flags_are_read_as_values_of_the_ldap_attribute(self):
        flags = by_key("user_account_control")
        for mask, name, ldap in (("0x00000001", "USER_ACCOUNT_DISABLED", "0x00000002"),
                                 ("0x00000010", "USER_NORMAL_ACCOUNT", "0x00000200"),
                                 ("0x00000400", "USER_ACCOUNT_AUTO_LOCKED", "0x00000010"),
                                 ("0x00010000", "USER_DONT_REQUIRE_PREAUTH", "0x00400000")):
            self.assertEqual((flags[mask]["name"], flags[mask]["ldap_mask"]), (name, ldap))
        for event in ("4720", "4738", "4741", "4742"):
            self.assertEqual(coded(SECURITY, event, "NewUacValue"), ("user_account_control", "mask"))

    def test_an_account_that_was_locked_is_shown_as_disabled_and_a_text_ends_at_its_comma(self):
        self.assertEqual(name_of("message_parameters", "2090"), "Account Locked")
        self.assertEqual(name_of("message_parameters", "2058"), "Account Unlocked")
        self.assertEqual(name_of("message_parameters", "2080"), "Account Disabled")
        self.assertEqual(name_of("message_parameters", "1792"), "<value changed, but not displayed>")
        self.assertEqual(name_of("message_parameters", "1810"), "Not granted due to missing")

    def test_rights_to_limited_information_are_shown_as_undefined_bits(self):
        rights = {row["token"]: row for row in lookups.rows_of("access_masks") if row["token"]}
        for code, right, text in (("4492", "PROCESS_QUERY_LIMITED_INFORMATION", "Query limited process information"),
                                  ("4493", "PROCESS_SET_LIMITED_INFORMATION", "Set limited process information"),
                                  ("4570", "THREAD_SET_LIMITED_INFORMATION", "Set limited thread information"),
                                  ("4571", "THREAD_QUERY_LIMITED_INFORMATION", "Query limited thread information")):
            self.assertEqual(rights["%%" + code]["name"], right)
            self.assertEqual(name_of("message_parameters", code), text)

    def test_directory_service_changes_are_shown_as_account_management_and_new_values_are_missing(self):
        categories = {row["name"]: row["category"] for row in lookups.rows_of("audit_subcategories")}
        for name in ("Directory Service Access", "Directory Service Changes", "Directory Service Replication",
                     "Detailed Directory Service Replication"):
            self.assertEqual(categories[name], "DS Access", name)
        guids = by_key("audit_subcategories", "guid")
        self.assertEqual(guids["{0cce9249-69ae-11d9-bed3-505054503030}"]["name"], "Group Membership")
        self.assertEqual(guids["{0cce924a-69ae-11d9-bed3-505054503030}"]["name"], "Token Right Adjusted Events")
        for code, name in (("0", "System"), ("12", "CachedRemoteInteractive"), ("13", "CachedUnlock")):
            self.assertEqual(name_of("logon_types", code), name)

    def test_a_number_after_two_percent_signs_is_given_one_meaning_in_every_log(self):
        # %%1792 in a Security event and in the System log.
        self.assertEqual(name_of("message_parameters", "1792"), "<value changed, but not displayed>")
        self.assertEqual(name_of("win32_errors", "1792"), "ERROR_NETLOGON_NOT_STARTED")
        self.assertEqual(name_of("win32_errors", "1326"), "ERROR_LOGON_FAILURE")
        self.assertNotIn("1326", by_key("message_parameters"))
        self.assertEqual(coded("Service Control Manager", "7000", "param2"), ("win32_errors;hresults", "parameters"))
        self.assertEqual(coded("NETLOGON", "5719", "Data[2]"), ("win32_errors;ntstatus", "parameters"))
        self.assertEqual(coded(SECURITY, "4625", "FailureReason"), ("message_parameters", "parameters"))

    def test_a_failed_request_is_shown_with_an_encryption_type_and_negative_types_are_unknown(self):
        types = by_key("kerberos_encryption_types")
        self.assertEqual(types["0xffffffff"]["name"], "none")
        self.assertIn("failed", types["0xffffffff"]["note"])
        by_number = by_key("kerberos_encryption_types", "code_dec")
        for number, code, name in (("-128", "0xffffff80", "rc4-md4"), ("-133", "0xffffff7b", "rc4-hmac-old"),
                                   ("-140", "0xffffff74", "rc4-plain"), ("-141", "0xffffff73", "rc4-plain-exp")):
            self.assertEqual((by_number[number]["code"], by_number[number]["name"]), (code, name))
        self.assertNotIn("-137", by_number)

    def test_a_code_has_a_row_per_spelling_and_one_spelling_finds_none(self):
        for table in NUMBERS:
            values = [int(row["code"], 0) for row in lookups.rows_of(table)]
            self.assertEqual(len(values), len(set(values)), table)
        statuses = by_key("ntstatus", "unsigned_dec")
        self.assertEqual(statuses["3221225578"]["code"], "0xc000006a")
        self.assertEqual(coded("Security", "681", "Error Code"), ("ntstatus", "whole"))
        self.assertEqual(by_key("kerberos_failure_codes", "code_dec")["7"]["code"], "0x7")


def rows(name, *filled, **equal):
    """How many rows of a table have these columns filled, and those with this value."""
    return sum(all(row[column] for column in filled) and all(row[c] == value for c, value in equal.items())
               for row in lookups.rows_of(name))


class KnowledgePage(unittest.TestCase):
    COUNTS = {
        "Kerberos failure codes": ("kerberos_failure_codes",),
        "with causes and first steps": ("kerberos_failure_codes", "causes", "first_steps"),
        "Kerberos ticket options, bits": ("kerberos_ticket_options",),
        "Kerberos ticket options, usual values": ("kerberos_ticket_option_values",),
        "Kerberos encryption types": ("kerberos_encryption_types",),
        "Kerberos preauthentication types": ("kerberos_preauth_types",),
        "NTSTATUS": ("ntstatus",),
        "Win32 errors": ("win32_errors",),
        "HRESULT": ("hresults",),
        "logon types": ("logon_types",),
        "`%%n` of the Security log": ("message_parameters",),
        "rights to objects": ("access_masks",),
        "GUIDs of directory rights": ("ad_rights",),
        "account flags": ("user_account_control",),
        "audit categories and subcategories": ("audit_subcategories",),
        "privileges and logon rights": ("privileges",),
        "well-known SIDs": ("well_known_sids",),
        "fields that carry a code": ("coded_fields",),
        "articles of Microsoft": ("kb_articles",),
    }
    UNCERTAIN = {"of the GUIDs of directory rights": "ad_rights", "coded fields": "coded_fields"}

    @classmethod
    def setUpClass(cls):
        cls.page = (ROOT / "docs/knowledge.md").read_text(encoding="utf-8")

    def lines(self, title):
        section = self.page.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]
        return [[cell.strip() for cell in line.strip("|").split("|")]
                for line in section.splitlines() if line.startswith("| ")][1:]

    def test_our_column_is_what_the_files_have(self):
        shown = {cells[0]: cells[1] for cells in self.lines("Coverage")}
        legacy = shown.pop("events of Windows 2003 and before, Security log")
        self.assertEqual(int(legacy), rows("events", provider="Security"))
        self.assertEqual({what: int(count) for what, count in shown.items()},
                         {what: rows(*table) for what, table in self.COUNTS.items()})

    def test_every_defect_has_its_test(self):
        numbers = [int(cells[0]) for cells in self.lines("Defects of other tables")]
        tests = [name for name in vars(PeerDefects) if name.startswith("test_")]
        self.assertEqual(numbers, list(range(1, len(tests) + 1)))

    def test_the_numbers_of_uncertain_rows(self):
        for what, table in self.UNCERTAIN.items():
            found = re.search(r"- (\d+) " + re.escape(what), self.page)
            self.assertTrue(found, what)
            self.assertEqual(int(found.group(1)), rows(table, confirmed="no"), what)


if __name__ == "__main__":
    unittest.main()
