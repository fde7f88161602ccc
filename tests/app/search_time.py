"""Does to an event what Splunk does at search time with default/props.conf,
default/transforms.conf and lookups/: EXTRACT, REPORT, JSON, FIELDALIAS, EVAL,
LOOKUP, in this order and within each by the class name. Then come the event
types of default/eventtypes.conf and their tags.

A field that has several values is a list. A lookup is asked for each of them;
of the rows that fit one value the first ones in the order of the file are taken,
as many as max_matches says.
"""

import functools
import json
import re

from conf_reader import ROOT, LayeredConf
from expressions import compiled
from functions import to_python_regex
from lookup_table import LookupTable, read_csv, values_in
from search_terms import matches
from values import as_list, of_list, to_text


class SearchTime:
    """`app` is a directory with default/, perhaps local/, and lookups/."""

    def __init__(self, app=ROOT):
        self._lookups = app / "lookups"
        self.props = LayeredConf(app, "props.conf")
        self.transforms = LayeredConf(app, "transforms.conf")
        self.event_types = LayeredConf(app, "eventtypes.conf")
        self.tags = LayeredConf(app, "tags.conf")
        self._tables = {}
        self._plans = {}

    def fields(self, sourcetype, raw, extracted=None):
        """The fields of an event. `extracted` is what other apps' extractions,
        which run before ours, have found."""
        fields = dict(extracted or {})
        plan = self._plan(sourcetype)
        for pattern in plan.extractions:
            found = pattern.search(raw)
            for name, text in (found.groupdict() if found else {}).items():
                fields.setdefault(name, text)
        for settings in plan.reports:
            _transform(settings, raw, fields)
        if plan.is_json:
            _add_json(json.loads(raw), fields)
        for old, new in plan.aliases:
            if old in fields:
                fields.setdefault(new, fields[old])
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
            settings = self.transforms.stanza(name)
            self._tables[name] = LookupTable(settings, *read_csv(
                self._lookups / settings["filename"]))
        return self._tables[name]

    def _plan(self, sourcetype):
        if sourcetype not in self._plans:
            self._plans[sourcetype] = _Plan(self.props.stanza(sourcetype), self.transforms)
        return self._plans[sourcetype]

    @staticmethod
    def _evaluate(plan, fields):
        # All at once: none sees another's result.
        results = {name: expression(fields) for name, expression in plan.expressions.items()}
        for name, value in results.items():
            fields.pop(name, None)
            if value is not None:
                fields[name] = to_text(value)

    def _look_up(self, plan, fields):
        for table, keys, outputs in plan.lookups:
            values = [fields.get(field) for _, field in keys]
            if None in values:
                continue
            rows = self.table(table).find([column for column, _ in keys], values)
            for output, field in outputs:
                value = of_list(values_in(rows, output))
                if value is not None:
                    fields.setdefault(field, value)


class _Plan:
    """The settings of a stanza, parsed."""

    def __init__(self, settings, transforms):
        self.extractions = [re.compile(to_python_regex(value), re.S | re.M)
                            for value in of_kind(settings, "EXTRACT-").values()]
        self.reports = [transforms.stanza(name.strip())
                        for value in of_kind(settings, "REPORT-").values()
                        for name in value.split(",")]
        self.is_json = settings.get("KV_MODE") == "json"
        self.aliases = [pair for value in of_kind(settings, "FIELDALIAS-").values()
                        for pair in aliases(value)]
        self.expressions = {name: compiled(value)
                            for name, value in of_kind(settings, "EVAL-").items()}
        self.lookups = [lookup(value) for value in of_kind(settings, "LOOKUP-").values()]


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
                fields[name] = as_list(fields[name]) + [value]
            else:
                fields.setdefault(name, value)


def _fill(text, match):
    return re.sub(r"\$(\d)", lambda number: match.group(int(number.group(1))), text)


def _clean(name):
    return re.sub(r"[^A-Za-z0-9_]", "_", name).lstrip("_0123456789")


def _add_json(document, fields):
    for name, value in document.items():
        if isinstance(value, list):
            fields.setdefault(name + "{}", [str(item) for item in value])
        else:
            fields.setdefault(name, str(value))
