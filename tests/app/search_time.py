"""Does to an event what Splunk does at search time with default/props.conf,
default/transforms.conf and lookups/: EXTRACT, REPORT, JSON, FIELDALIAS, EVAL,
LOOKUP, in this order and within each by the class name.

A field that has several values is a list.
"""

import csv
import json
import re

from conf_reader import DEFAULT, LOOKUPS, Conf
from spl_eval import evaluate, to_python_regex


class SearchTime:
    def __init__(self):
        self.props = Conf(DEFAULT / "props.conf")
        self.transforms = Conf(DEFAULT / "transforms.conf")
        self._tables = {}

    def fields(self, sourcetype, raw, extracted=None):
        """The fields of an event. `extracted` is what other apps' extractions,
        which run before ours, have found."""
        fields = dict(extracted or {})
        settings = self.props.stanza(sourcetype)
        self._extract(settings, raw, fields)
        self._report(settings, raw, fields)
        if settings.get("KV_MODE") == "json":
            _add_json(json.loads(raw), fields)
        self._alias(settings, fields)
        self._evaluate(settings, fields)
        self._look_up(settings, fields)
        return fields

    def table(self, name):
        if name not in self._tables:
            filename = self.transforms.stanza(name)["filename"]
            with open(LOOKUPS / filename, encoding="utf-8", newline="") as file:
                self._tables[name] = list(csv.DictReader(file))
        return self._tables[name]

    @staticmethod
    def _extract(settings, raw, fields):
        for value in of_kind(settings, "EXTRACT-").values():
            found = re.search(to_python_regex(value), raw, re.S | re.M)
            for name, text in (found.groupdict() if found else {}).items():
                fields.setdefault(name, text)

    def _report(self, settings, raw, fields):
        for value in of_kind(settings, "REPORT-").values():
            for name in value.split(","):
                _transform(self.transforms.stanza(name.strip()), raw, fields)

    @staticmethod
    def _alias(settings, fields):
        for value in of_kind(settings, "FIELDALIAS-").values():
            for old, new in aliases(value):
                if old in fields:
                    fields.setdefault(new, fields[old])

    @staticmethod
    def _evaluate(settings, fields):
        # All at once: none sees another's result.
        results = {name: evaluate(value, fields)
                   for name, value in of_kind(settings, "EVAL-").items()}
        for name, value in results.items():
            fields.pop(name, None)
            if value is not None:
                fields[name] = value

    def _look_up(self, settings, fields):
        for value in of_kind(settings, "LOOKUP-").values():
            table, column, key, outputs = lookup(value)
            if key not in fields:
                continue
            rows = [row for row in self.table(table)
                    if row[column].lower() == str(fields[key]).lower()]
            for output, field in outputs:
                if rows and rows[0][output]:
                    fields.setdefault(field, rows[0][output])


def of_kind(settings, prefix):
    """{class: value} of the settings with this prefix, in the order in which
    Splunk takes them."""
    return {key[len(prefix):]: settings[key]
            for key in sorted(settings) if key.startswith(prefix)}


def aliases(value):
    """The (old, new) pairs of a FIELDALIAS. Raises ValueError where one would
    overwrite."""
    pairs = []
    for part in value.split(","):
        match = re.fullmatch(r"\s*(\w+) ASNEW (\w+)\s*", part)
        if not match:
            raise ValueError("not 'old ASNEW new': " + part)
        pairs.append(match.groups())
    return pairs


def lookup(value):
    """(table, column, field, [(column, field)]) of a LOOKUP with one key.
    Raises ValueError where it would overwrite."""
    match = re.fullmatch(r"(\w+) (\w+) AS (\w+) OUTPUTNEW (.+)", value)
    if not match:
        raise ValueError("not 'table column AS field OUTPUTNEW ...': " + value)
    outputs = []
    for part in match.group(4).split(","):
        output = re.fullmatch(r"\s*(\w+) AS (\w+)\s*", part)
        if not output:
            raise ValueError("not 'column AS field': " + part)
        outputs.append(output.groups())
    return match.group(1), match.group(2), match.group(3), outputs


def _transform(settings, raw, fields):
    for match in re.finditer(to_python_regex(settings["REGEX"]), raw):
        for part in settings["FORMAT"].split(" "):
            name, _, value = part.partition("::")
            name = _clean(_fill(name, match))
            value = _fill(value, match)
            if settings.get("MV_ADD") == "true" and name in fields:
                fields[name] = _as_list(fields[name]) + [value]
            else:
                fields.setdefault(name, value)


def _fill(text, match):
    return re.sub(r"\$(\d)", lambda number: match.group(int(number.group(1))), text)


def _clean(name):
    return re.sub(r"[^A-Za-z0-9_]", "_", name).lstrip("_0123456789")


def _as_list(value):
    return value if isinstance(value, list) else [value]


def _add_json(document, fields):
    for name, value in document.items():
        if isinstance(value, list):
            fields.setdefault(name + "{}", [str(item) for item in value])
        else:
            fields.setdefault(name, str(value))
