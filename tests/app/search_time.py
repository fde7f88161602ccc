"""Does to an event what Splunk does at search time with default/props.conf,
default/transforms.conf and lookups/: EXTRACT, REPORT, JSON, FIELDALIAS, EVAL,
LOOKUP, in this order and within each by the class name. Then come the event
types of default/eventtypes.conf and their tags.

A field that has several values is a list. A lookup is asked for each of them;
of the rows that fit one value the first ones in the order of the file are taken,
as many as max_matches says.
"""

import csv
import fnmatch
import functools
import json
import re

from conf_reader import DEFAULT, LOOKUPS, Conf
from expressions import compiled
from functions import to_python_regex
from search_terms import matches

MOST_MATCHES = 100


class SearchTime:
    def __init__(self):
        self.props = Conf(DEFAULT / "props.conf")
        self.transforms = Conf(DEFAULT / "transforms.conf")
        self.event_types = Conf(DEFAULT / "eventtypes.conf")
        self.tags = Conf(DEFAULT / "tags.conf")
        self._tables = {}
        self._plans = {}

    def fields(self, sourcetype, raw, extracted=None):
        """The fields of an event. `extracted` is what other apps' extractions,
        which run before ours, have found."""
        fields = dict(extracted or {})
        plan = self._plan(sourcetype)
        self._extract(plan.settings, raw, fields)
        self._report(plan.settings, raw, fields)
        if plan.settings.get("KV_MODE") == "json":
            _add_json(json.loads(raw), fields)
        self._alias(plan.settings, fields)
        self._evaluate(plan, fields)
        self._look_up(plan, fields)
        return fields

    def event_types_of(self, sourcetype, fields):
        """The names of the event types that an event with these fields has."""
        fields = dict(fields, sourcetype=sourcetype)
        return [name for name, settings in self.event_types.stanzas
                if matches(dict(settings)["search"], fields)]

    def tags_of(self, sourcetype, fields):
        return {tag for name in self.event_types_of(sourcetype, fields)
                for tag, state in self.tags.stanza("eventtype=" + name).items()
                if state == "enabled"}

    def table(self, name):
        if name not in self._tables:
            self._tables[name] = _Table(self.transforms.stanza(name))
        return self._tables[name]

    def _plan(self, sourcetype):
        if sourcetype not in self._plans:
            self._plans[sourcetype] = _Plan(self.props.stanza(sourcetype))
        return self._plans[sourcetype]

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
    def _evaluate(plan, fields):
        # All at once: none sees another's result.
        results = {name: expression(fields) for name, expression in plan.expressions.items()}
        for name, value in results.items():
            fields.pop(name, None)
            if value is not None:
                fields[name] = value

    def _look_up(self, plan, fields):
        for table, keys, outputs in plan.lookups:
            if any(field not in fields for _, field in keys):
                continue
            rows = self.table(table).rows([column for column, _ in keys],
                                          [fields[field] for _, field in keys])
            for output, field in outputs:
                values = [row[output] for row in rows if row[output]]
                if values:
                    fields.setdefault(field, values[0] if len(values) == 1 else values)


class _Plan:
    """The settings of a stanza, parsed."""

    def __init__(self, settings):
        self.settings = settings
        self.expressions = {name: compiled(value)
                            for name, value in of_kind(settings, "EVAL-").items()}
        self.lookups = [lookup(value) for value in of_kind(settings, "LOOKUP-").values()]


class _Table:
    """A lookup as its stanza in transforms.conf wants it used."""

    def __init__(self, settings):
        with open(LOOKUPS / settings["filename"], encoding="utf-8", newline="") as file:
            self._rows = [row for row in csv.DictReader(file)
                          if "filter" not in settings or matches(settings["filter"], row)]
        self._most = int(settings.get("max_matches", MOST_MATCHES))
        self._wildcards = re.findall(r"WILDCARD\((\w+)\)", settings.get("match_type", ""))
        self._indexes = {}
        self._kept = {}

    def rows(self, columns, values):
        """The rows whose columns have these values, of which one may be a list.
        With several columns none may: Splunk does not say what that means."""
        lists = [value for value in values if isinstance(value, list)]
        if lists and len(columns) > 1:
            raise ValueError("several columns with a list: %r %r" % (columns, values))
        found = []
        for single in lists[0] if lists else [None]:
            key = tuple(str(value if single is None else single).lower() for value in values)
            found += self._of_key(tuple(columns), key)[:self._most]
        return found

    def _of_key(self, columns, key):
        if any(column in self._wildcards for column in columns):
            if (columns, key) not in self._kept:
                self._kept[columns, key] = [row for row in self._rows if all(
                    fnmatch.fnmatchcase(text, row[column].lower())
                    for column, text in zip(columns, key))]
            return self._kept[columns, key]
        if columns not in self._indexes:
            index = self._indexes[columns] = {}
            for row in self._rows:
                index.setdefault(tuple(row[column].lower() for column in columns), []).append(row)
        return self._indexes[columns].get(key, [])


@functools.lru_cache(maxsize=None)
def shared():
    """One for all tests: reading settings and tables takes its time."""
    return SearchTime()


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
    """(table, [(column, field)], [(column, field)]) of a LOOKUP: its keys and
    what it gives. Raises ValueError where it would overwrite."""
    match = re.fullmatch(r"(\w+)((?: \w+ AS \w+)+) OUTPUTNEW (.+)", value)
    if not match:
        raise ValueError("not 'table column AS field ... OUTPUTNEW ...': " + value)
    outputs = []
    for part in match.group(3).split(","):
        output = re.fullmatch(r"\s*(\w+) AS (\w+)\s*", part)
        if not output:
            raise ValueError("not 'column AS field': " + part)
        outputs.append(output.groups())
    return match.group(1), re.findall(r"(\w+) AS (\w+)", match.group(2)), outputs


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
