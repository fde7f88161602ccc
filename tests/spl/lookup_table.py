"""A lookup as its stanza in transforms.conf wants it used: which rows have the
values that are asked for."""

import csv
import functools
import os
import re

import search_terms
from functions import in_network
from language import SplError
from values import as_list, wildcard

MOST_MATCHES = 100


def read_csv(path):
    """(columns, rows) of a file; rows are dicts that nobody may change."""
    status = os.stat(path)
    return _read_csv(path, status.st_mtime_ns, status.st_size)


# Every searcher reads the same files; the stamp notices those that were edited.
@functools.lru_cache(maxsize=None)
def _read_csv(path, _changed, _size):
    with open(path, encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        columns = next(lines, [])
        return columns, [dict(zip(columns, line)) for line in lines if line]


class LookupTable:
    """`settings` are those of the stanza, `rows` all that the table holds."""

    def __init__(self, settings, columns, rows):
        self.columns = columns
        self.rows = rows
        if "filter" in settings:
            fits = search_terms.compiled(settings["filter"])
            self.rows = [row for row in rows if fits(row)]
        self._most = int(settings.get("max_matches", MOST_MATCHES))
        self._fewest = int(settings.get("min_matches", 0))
        self._default = settings.get("default_match", "")
        self._case = settings.get("case_sensitive_match", "true") in ("true", "1")
        self._kinds = {
            column.strip(): kind for kind, names in
            re.findall(r"(WILDCARD|CIDR)\(([^)]*)\)", settings.get("match_type", ""))
            for column in re.split(r"[\s,]+", names)}
        self._indexes = {}
        self._kept = {}

    def find(self, columns, values):
        """The rows whose columns have these values, of which one may be a list.
        With several columns none may: Splunk does not say what that means."""
        lists = [value for value in values if isinstance(value, list)]
        if lists and len(columns) > 1:
            raise SplError("several columns with a list: %r %r" % (columns, values))
        found = []
        for single in lists[0] if lists else [None]:
            key = tuple(self._folded(value if single is None else single) for value in values)
            found += self._of_key(tuple(columns), key)[:self._most]
        return found

    def default_row(self, columns):
        """What is given where nothing is found; None where that is nothing."""
        return dict.fromkeys(columns, self._default) if self._fewest and self._default else None

    def _folded(self, text):
        return text if self._case else str(text).lower()

    def _of_key(self, columns, key):
        if (columns, key) not in self._kept:
            exact = tuple(column for column in columns if column not in self._kinds)
            rows = self._index(exact).get(
                tuple(text for column, text in zip(columns, key) if column in exact), [])
            if exact != columns:
                rows = [row for tests, row in rows if all(
                    test(text) for test, text in
                    zip((tests[column] for column in columns if column in tests),
                        (text for column, text in zip(columns, key) if column in tests)))]
            else:
                rows = [row for _, row in rows]
            self._kept[columns, key] = rows
        return self._kept[columns, key]

    def _index(self, exact):
        if exact not in self._indexes:
            index = self._indexes[exact] = {}
            for tests, row in self._with_tests():
                key = tuple(self._folded(row.get(column, "")) for column in exact)
                index.setdefault(key, []).append((tests, row))
        return self._indexes[exact]

    @functools.cached_property
    def _tests(self):
        return [{column: self._test(kind, row.get(column, ""))
                 for column, kind in self._kinds.items()} for row in self.rows]

    def _with_tests(self):
        return zip(self._tests, self.rows)

    def _test(self, kind, cell):
        if kind == "CIDR":
            return functools.partial(in_network, cell)
        return wildcard(cell, ignore_case=not self._case)


def unknown_columns(table, columns):
    """Those of `columns` that the table does not have."""
    return [column for column in columns if column not in table.columns]


def values_in(rows, column):
    """What the rows have in a column, but for what is empty."""
    return [value for row in rows for value in as_list(row.get(column)) if value != ""]
