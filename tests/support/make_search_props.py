#!/usr/bin/env python3
"""Writes the part of default/props.conf that names codes at search time, the
same in the stanza of each sourcetype, from eventlens_coded_fields. Long because
each table has its expression here.

  python3 tests/support/make_search_props.py          writes it
  python3 tests/support/make_search_props.py --check  fails where it is out of date

props.conf has no macros and one calculated field cannot use another, so there an
expression stands for each field; here it stands once. props.conf says what for.
"""

import csv
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROPS = ROOT / "default/props.conf"
CODED_FIELDS = ROOT / "lookups/eventlens_coded_fields.csv"
ACCESS_MASKS = ROOT / "lookups/eventlens_access_masks.csv"
BEGIN = "# Codes: written by tests/support/make_search_props.py"
BEGIN_LISTS = "# Lists of names: written by tests/support/make_search_props.py"
END = "# End of what is written"

SECURITY = ("Security", "Microsoft-Windows-Security-Auditing")

# Fields of classic text and of events before Windows Vista whose code goes by
# the name of today as well. All others of these are aliases in props.conf.
FAILURE_LABELS = ("Result_Code", "Failure_Code", "Error_Code")

# One stands in for another: what an event of Windows 2003 has as Failure_Code is
# given as Status too when it is indexed.
STAND_IN = ("Status", "FailureCode", "Failure_Code", "Result_Code")

# Where a field's value is found when it is not the field of that name.
# Error_Code: Splunk_TA_windows replaces it with Status.
VALUES = {"Error_Code": "eventlens_error_code"}

# Labels that an alias gives the name of today.
ALIASED = {
    "Ticket Options": "TicketOptions", "Ticket Encryption Type": "TicketEncryptionType",
    "Pre Authentication Type": "PreAuthType", "Logon Type": "LogonType",
    "Logon Process": "LogonProcessName", "Authentication Package": "AuthenticationPackageName",
    "Access Mask": "AccessMask", "Accesses": "AccessList", "Old UAC Value": "OldUacValue",
    "New UAC Value": "NewUacValue", "Subcategory GUID": "SubcategoryGuid",
    "Password Properties": "PasswordProperties", "Service Type": "ServiceType",
    "Service Start Type": "ServiceStartType", "Trust Type": "TdoType",
    "Trust Direction": "TdoDirection", "Trust Attributes": "TdoAttributes",
    "Return Code": "ReturnCode", "Status Code": "StatusCode", "Sub Status": "SubStatus",
    "Replication Status Code": "ReplicationStatusCode",
}

# Texts that seldom hold a code at all: a user's attributes in 4720 and the
# like, boot settings of 4826, filters of 5447, and what only legacy logs have.
# Each setting costs every search that asks for all fields. Strings without a
# name are left out in the Security log, where only legacy logs have them.
LEFT_OUT = {
    "AccountExpires", "Action", "AdvancedOptions", "AlgorithmName", "AllowedToDelegateTo",
    "ChangeType", "ConfigAccessPolicy", "CredType", "DisableIntegrityChecks", "DisplayName",
    "FilterType", "FlightSigning", "HomeDirectory", "HomePath", "HypervisorDebug",
    "HypervisorLaunchType", "KernelDebug", "LogonHours", "PasswordLastSet", "ProcessName",
    "ProfilePath", "ReadOperation", "RemoteEventLogging", "ScriptPath", "StagingReason",
    "TestSigning", "TreeDelete", "UserParameters", "UserWorkstations", "VsmLaunchType",
    "Access Right", "User Right", "Service ID", "User ID", "Status code", "Substatus code",
    "The error code was", "Logon Process Name", "Package Name NTLM only",
    "Extended Error", "Message",
}

# The same number is another text as parameter and as Win32 error, so one field
# has only one of them. Three rare events have the error.
NUMBER_BESIDE_PARAMETERS = ("FailureReason", "whole")

STATUS_TABLES = ("kerberos_failure_codes", "ntstatus", "win32_errors", "hresults")

KNOWLEDGE = {
    "kerberos_failure_codes": "meaning windows_meaning causes first_steps severity verdict "
                              "attack_hint attack_ids confirmed",
}
OTHER_KNOWLEDGE = "meaning causes first_steps severity verdict attack_hint confirmed"
SAID_AS = {"severity": "lens_code_severity", "verdict": "lens_code_verdict",
           "confirmed": "lens_code_confirmed"}

DECIMAL = r'"^\s*[0-9]{1,10}\s*$"'
LARGE = r'"(?i)^\s*(?:0x(?:f{8})?[4-9a-f][0-9a-f]{7}|-[0-9]+|[1-4][0-9]{9})\s*$"'
NO_SUCCESS = {"whole": r'"(?i)[1-9a-f]"', "in_text": r'"(?i)0x0*[1-9a-f]"',
              "parameters": r'"^\s*%%0*[1-9]\d*\s*$"'}
# A provider with more events has such codes in that field in all of them.
MOST_EVENTS = 12


# What brings a value into the spelling of a table: conditions and values of a case().

def bare(value):
    return r'replace(%s, "\s+", "")' % value


def kerberos(value):
    """0x and as few digits as it takes; at most four."""
    return [
        (r'match(%s, "^\s*[0-9]{1,5}\s*$")' % value, 'printf("0x%%x", tonumber(%s))' % bare(value)),
        (r'match(%s, "(?i)^\s*0x0*[0-9a-f]{1,4}\s*$")' % value,
         r'lower(replace(%s, "(?i)^\s*0x0*([0-9a-f]{1,4})\s*$", "0x\1"))' % value)]


def status(value):
    """0x and eight digits, whether signed or not, and of 64 bits the low ones."""
    number = "tonumber(%s)" % bare(value)
    unsigned = "(%s + 4294967296) %% " % number
    return [
        (r'match(%s, "(?i)^\s*0x[0-9a-f]{1,16}\s*$")' % value,
         '"0x" . lower(substr("0000000" . substr(%s, 3), -8))' % bare(value)),
        (r'match(%s, "^\s*-?[0-9]{1,10}\s*$")' % value,
         'printf("0x%%04x%%04x", floor((%s4294967296) / 65536), %s65536)' % (unsigned, unsigned))]


def decimal(value):
    return [
        ("match(%s, %s)" % (value, DECIMAL), 'printf("%%d", tonumber(%s))' % bare(value)),
        (r'match(%s, "(?i)^\s*0x0*[0-9a-f]{1,8}\s*$")' % value,
         'printf("%%d", tonumber(substr(%s, 3), 16))' % bare(value))]


def short_hex(value):
    """0x and as few digits as it takes; negative ones as 32 bits."""
    return [
        (r'match(%s, "(?i)^\s*0x0*[0-9a-f]{1,8}\s*$")' % value,
         r'lower(replace(%s, "(?i)^\s*0x0*([0-9a-f]{1,8})\s*$", "0x\1"))' % value),
        (r'match(%s, "^\s*[0-9]{1,9}\s*$")' % value, 'printf("0x%%x", tonumber(%s))' % bare(value)),
    ] + status(value)[1:]


def kerberos_or_status(value):
    return kerberos(value) + large_status(value)


def large_status(value):
    return [("match(%s, %s) AND %s" % (value, LARGE, test), result)
            for test, result in status(value)]


def error_or_status(value):
    """A Win32 error in decimal, or what is too large for one."""
    return large_status(value) + decimal(value)


FORMS = {
    ("kerberos_failure_codes;ntstatus", "whole"): kerberos_or_status,
    ("ntstatus", "whole"): status,
    ("win32_errors;hresults", "whole"): error_or_status,
    ("win32_errors;ntstatus", "whole"): error_or_status,
    ("kerberos_encryption_types", "whole"): short_hex,
    ("service_types", "whole"): short_hex,
}
FORMS.update({(table, "whole"): decimal for table in (
    "kerberos_preauth_types", "logon_types", "ip_protocols", "service_start_types",
    "trust_types", "trust_directions")})


def case(pairs):
    return "case(%s)" % ", ".join("%s, %s" % pair for pair in pairs)


def code_in(text):
    """The first hexadecimal number of a text, as a status."""
    return (r'"0x" . lower(substr("0000000" . replace(%s, "(?is)^.*?0x([0-9a-f]+).*$", "\1"), -8))'
            % text)


def bit_text(value):
    """The bits of a number as masks with blanks between, the highest first.
    Each of its eight digits becomes digit:zeros before:zeros behind; a bit of
    it, where it has it, stands behind that; the digits go in the end."""
    digits = " ".join("\\%d:0x%s:%s" % (n, "0" * (n - 1), "0" * (8 - n)) for n in range(1, 9))
    text = r'replace(%s, "^0x(.)(.)(.)(.)(.)(.)(.)(.)$", "%s ")' % (case(status(value)), digits)
    for bit, having in (("1", "13579bdf"), ("2", "2367abef"), ("4", "4-7c-f"), ("8", "89a-f")):
        text = r'replace(%s, "([%s]):(0x0*):(0*) ", "\1:\2:\3 \2.%s\3 ")' % (text, having, bit)
    return r'trim(replace(%s, "[0-9a-f]:0x0*:0* |\.", ""))' % text


def mask(value):
    return 'split(%s, " ")' % bit_text(value)


def access_mask(value):
    """Each right of every type and of the object's: */0x00010000, File/0x00010000.
    A sum of rights that has a name is one: File/0x00120089."""
    # ObjectType of an object of the directory is a GUID.
    kind = ('replace(coalesce(if(ObjectServer=="DS", "DS", ObjectType), "-"), '
            '"[^A-Za-z0-9_ ]", "")')
    whole = '%s . "/" . %s' % (kind, case(status(value)))
    bits = r'split(trim(replace(%s, "(0x[0-9a-f]+) ?", "*/\1;" . %s . "/\1;"), ";"), ";")' % (
        bit_text(value), kind)
    return 'if(match(%s, "(?i)^(?:%s)$"), %s, %s)' % (whole, "|".join(sums()), whole, bits)


def sums():
    """The rights that are sums of others: File/0x00120089."""
    with open(ACCESS_MASKS, encoding="utf-8", newline="") as file:
        return ["%(object_type)s/%(code)s" % row for row in csv.DictReader(file)
                if row["composite"] == "yes"]


def parameters(value):
    """The numbers of all %%n in a text."""
    other = r"(?:(?!%%\d).)*"
    return (r'if(match(%s, "%%%%\d"), split(trim(replace(%s, "(?s)%s%%%%(\d+)%s", "\1 ")), " "), '
            'null())' % (value, value, other, other))


def parameter(value):
    """The number of the only %%n in a text."""
    return r'replace(%s, "\D", "")' % value


# Which rows belong to which field.

def coded_fields():
    with open(CODED_FIELDS, encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if is_named(row)]
    for row in rows:
        if splunk_name(row["field"]) in VALUES:
            row["form"] = "whole"  # the number alone was taken from the text
    return rows


def is_named(row):
    field = row["field"]
    return not (field in ALIASED or field in LEFT_OUT or
                field.startswith("Data[") and row["provider"] in SECURITY or
                (field, row["form"]) == NUMBER_BESIDE_PARAMETERS)


def splunk_name(field):
    """Status Code -> Status_Code, Data[3] -> Data3."""
    return re.sub(r"[\[\]]", "", field).replace(" ", "_")


def value_of(field):
    return VALUES.get(field) or ("eventlens_" + field.lower() if field.startswith("Data") else field)


def key_of(field):
    return "eventlens_key_" + field.lower()


def by_field(rows):
    fields = {}
    for row in rows:
        fields.setdefault(splunk_name(row["field"]), []).append(row)
    for field in STAND_IN:
        have = {(row["event_id"], row["code_tables"]) for row in fields[field]}
        kinds = {row["code_tables"] for row in fields[field] if row["form"] == "whole"}
        for row in rows:
            if splunk_name(row["field"]) in STAND_IN + ("Error_Code",) and \
                    row["form"] == "whole" and row["provider"] in SECURITY and \
                    row["code_tables"] in kinds and \
                    (row["event_id"], row["code_tables"]) not in have:
                have.add((row["event_id"], row["code_tables"]))
                fields[field].append(row)
    return fields


def events_test(rows):
    """The events of these rows. Only the Security log is known by its ids alone."""
    tests = []
    ids = sorted({row["event_id"] for row in rows if row["provider"] in SECURITY}, key=int)
    if ids:
        tests.append('match(EventCode, "^(?:%s)$")' % "|".join(ids))
    others = {}
    for row in rows:
        if row["provider"] not in SECURITY:
            others.setdefault(row["provider"], set()).add(row["event_id"])
    same = {}
    for provider, event_ids in others.items():
        ids = tuple(sorted(event_ids, key=int))
        same.setdefault(ids if len(ids) <= MOST_EVENTS else (), []).append(provider)
    for ids, providers in sorted(same.items()):
        test = 'match(eventlens_source, "(?i)^(?:%s)$")' % "|".join(
            re.sub(r"([()])", r"\\\1", name) for name in sorted(providers))
        tests.append(test + (' AND match(EventCode, "^(?:%s)$")' % "|".join(ids) if ids else ""))
    return " OR ".join("(%s)" % test if len(tests) > 1 and " AND " in test else test
                       for test in tests)


def key_expression(field, rows):
    """The expression of the field's key, or None where the value is the key."""
    value = value_of(field)
    rows = sorted(rows, key=lambda row: row["form"])
    table, form = rows[0]["code_tables"].split(";")[0], rows[0]["form"]
    if form == "text":
        if table == "ad_rights":
            return r'if(match(%s, "^%%?\{"), lower(replace(%s, "^%%", "")), null())' % (value, value)
        return None if table == "well_known_sids" else 'trim(%s)' % value
    forms = {row["form"] for row in rows}
    if "mask" in forms:
        numbers = access_mask(value) if table == "access_masks" else mask(value)
        return "coalesce(%s, %s)" % (parameters(value), numbers) if len(forms) > 1 else numbers
    if forms == {"parameters"} and all(row["provider"] in SECURITY for row in rows):
        return parameters(value)
    if len({(row["code_tables"], row["form"]) for row in rows}) == 1 and \
            (rows[0]["code_tables"], form) in FORMS and table not in STATUS_TABLES + ("ip_protocols",):
        return case(FORMS[(rows[0]["code_tables"], form)](value))
    return case((events_test(group), converted(value, tables, form))
                for (tables, form), group in groups_of(rows))


def groups_of(rows):
    groups = {}
    for row in rows:
        groups.setdefault((row["code_tables"], row["form"]), []).append(row)
    return sorted(groups.items())


def converted(value, tables, form):
    if form == "parameters":
        return parameters(value)
    if form == "in_text":
        return 'if(match(%s, "(?i)0x[0-9a-f]"), %s, null())' % (value, code_in(value))
    return case(FORMS[(tables, form)](value))


def reason_expression(fields):
    """The code that explains the event. Fields of one kind seldom occur in the
    same event, so one expression serves all of them; texts with a code come
    first, as the program has it for the errors of Kerberos clients."""
    kinds = {}
    for field, rows in sorted(fields.items(), reverse=True):
        for (tables, form), group in groups_of(rows):
            if form in NO_SUCCESS and tables.split(";")[0] in STATUS_TABLES:
                kind = (form, FORMS.get((tables, form), status), "" if form == "whole" else field)
                kinds.setdefault(kind, []).append((field, group))
    pairs = []
    for (form, convert, _), members in sorted(kinds.items(), key=lambda kind: kind[0][0]):
        test = events_test([row for _, group in members for row in group])
        value = deciding([field for field, _ in members])
        pairs.append(("(%s) AND match(%s, %s)" % (test, value, NO_SUCCESS[form]),
                      case(convert(value)) if form == "whole" else
                      code_in(value) if form == "in_text" else parameter(value)))
    return case(pairs)


def deciding(fields):
    """The value that decides, of fields of one kind."""
    values = ['if(match(SubStatus, "(?i)[1-9a-f]"), SubStatus, null())'
              if field == "SubStatus" else value_of(field) for field in fields]
    return values[0] if len(values) == 1 else "coalesce(%s)" % ", ".join(values)


def lookups(field, rows):
    tables = list(dict.fromkeys(
        table for row in rows for table in row["code_tables"].split(";")))
    order = [table for table in STATUS_TABLES if table in tables] + \
        [table for table in tables if table not in STATUS_TABLES]
    key = key_of(field) if key_expression(field, rows) else field
    for table in order:
        column = {"well_known_sids": "sid", "audit_subcategories": "guid", "ad_rights": "guid",
                  "privileges": "privilege", "logon_processes": "logon_process",
                  "access_masks": "access"}.get(table, "code")
        names = ["name AS %s_name" % field]
        if field in FAILURE_LABELS:
            names.append("name AS Status_name")
        yield "LOOKUP-eventlens_name_%s_%s = eventlens_%s %s AS %s OUTPUTNEW %s" % (
            field.lower(), table, "access_rights" if table == "access_masks" else table,
            column, key, ", ".join(names))


def reason_lookups():
    for table in STATUS_TABLES:
        said = ["name AS lens_reason", "name AS reason", "code AS reason_id"]
        said += ["%s AS %s" % (column, SAID_AS.get(column, "lens_" + column))
                 for column in KNOWLEDGE.get(table, OTHER_KNOWLEDGE).split()]
        yield "LOOKUP-eventlens_reason_%s = eventlens_%s code AS eventlens_reason OUTPUTNEW %s" % (
            table, table, ", ".join(said))


def block():
    """The lines for every sourcetype."""
    fields = by_field(coded_fields())
    lines = []
    for field, rows in sorted(fields.items()):
        expression = key_expression(field, rows)
        if expression:
            lines.append("EVAL-%s = %s" % (key_of(field), expression))
    lines.append("EVAL-eventlens_reason = " + reason_expression(fields))
    for field, rows in sorted(fields.items()):
        lines += lookups(field, rows)
    return lines + list(reason_lookups())


def lists():
    """Splunk calls the list F of a JSON object F{}. The lines that give it the
    name that it has everywhere else."""
    for field, rows in sorted(by_field(coded_fields()).items()):
        if rows[0]["form"] in ("mask", "parameters"):
            yield "EVAL-%s_name = coalesce(%s_name, '%s_name{}')" % (field, field, field)


def written(text):
    """`text` of props.conf with the blocks in their places."""
    for begin, lines in ((BEGIN_LISTS, lists()), (BEGIN, block())):
        before, *parts = text.split(begin + "\n")
        content = "\n".join(lines)
        text = before + "".join(
            "%s\n%s\n%s" % (begin, content, part[part.index(END):]) for part in parts)
    return text


def main():
    text = PROPS.read_text(encoding="utf-8")
    new = written(text)
    if "--check" not in sys.argv[1:]:
        PROPS.write_text(new, encoding="utf-8")
    elif new != text:
        print("default/props.conf is not what make_search_props.py writes")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
