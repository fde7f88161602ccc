"""Makes functions of search expressions. Each takes an event's fields and tells
whether the event is found.

Values are compared as text without regard to case, * is a wildcard. field!=value finds
events that have the field, and of a list no value may fit; NOT field=value finds
also those without it. A term is looked for in _raw, as whole words; where there
is no _raw, in the values of all fields, which Splunk does not document.
"""

import functools
import re

from language import SplError, parse
from values import as_list, number, wildcard

TIME_WORDS = ("earliest", "latest")


@functools.lru_cache(maxsize=None)
def compiled(search):
    """`search` as a function of fields. Raises SplError where it is not in the
    language."""
    return compile_tree(parse(search, "search_expression"))


def matches(search, fields):
    """Whether an event with these fields is found."""
    return compiled(search)(fields)


def compile_tree(tree, subsearch=None, event_types=None):
    """`subsearch` runs the commands of a subsearch and gives text, `event_types`
    (see searcher.py) knows what eventtype= and tag= stand for."""
    return _Compiler(subsearch, event_types).of(tree)


def times_of(tree):
    """{earliest: text, latest: text} of those that stand in a search for all of
    its events."""
    if tree[0] == "and":
        return {word: text for term in tree[1] for word, text in times_of(term).items()}
    if tree[0] == "compare" and tree[1] in TIME_WORDS and tree[2] == "=":
        return {tree[1]: tree[3][1]}
    return {}


def with_results(tree, run):
    """`tree` with what its subsearches found in their places. `run` gives the text
    that the commands of one stand for."""
    if tree[0] in ("and", "or"):
        return (tree[0], [with_results(part, run) for part in tree[1]])
    if tree[0] == "not":
        return ("not", with_results(tree[1], run))
    if tree[0] != "subsearch":
        return tree
    text = run(tree[1])
    # No result finds nothing: Splunk's format gives NOT ().
    return ("nothing",) if text in ("NOT ()", "") else parse(text, "search_expression")


def terms_of(tree):
    """All comparisons and texts of a tree, one after the other."""
    if tree[0] in ("and", "or"):
        for part in tree[1]:
            yield from terms_of(part)
    elif tree[0] == "not":
        yield from terms_of(tree[1])
    else:
        yield tree


def fields_of(search):
    """The names of the fields that are asked for."""
    return {term[1] for term in terms_of(parse(search, "search_expression"))
            if term[0] in ("compare", "in")}


class _Compiler:
    def __init__(self, subsearch, event_types):
        self._run_subsearch = subsearch
        self._event_types = event_types

    def of(self, tree):
        return getattr(self, "_" + tree[0])(tree)

    def _and(self, tree):
        parts = [self.of(part) for part in tree[1]]
        return lambda fields: all(part(fields) for part in parts)

    def _or(self, tree):
        parts = [self.of(part) for part in tree[1]]
        return lambda fields: any(part(fields) for part in parts)

    def _not(self, tree):
        part = self.of(tree[1])
        return lambda fields: not part(fields)

    def _compare(self, tree):
        _, name, sign, value, position = tree
        if name in TIME_WORDS:
            return lambda fields: True
        if value[0] == "subsearch":
            value = ("value", self._run(value))
        if name in ("eventtype", "tag") and self._event_types:
            fits = self._event_types(name, value[1], position)
        elif sign in ("=", "!="):
            fits = _has_value(name, value[1])
        else:
            fits = _is_beyond(name, sign, value[1])
        if sign != "!=":
            return fits
        return lambda fields: fields.get(name) is not None and not fits(fields)

    def _in(self, tree):
        _, name, values, position = tree
        if name in ("eventtype", "tag") and self._event_types:
            return self._or(("or", [("compare", name, "=", value, position) for value in values]))
        values = [self._run(value) if value[0] == "subsearch" else value[1] for value in values]
        plain = {value.lower() for value in values if "*" not in value}
        patterns = [wildcard(value) for value in values if "*" in value]

        def fits(fields):
            return any(item.lower() in plain or any(pattern(item) for pattern in patterns)
                       for item in as_list(fields.get(name)))
        return fits

    def _text(self, tree):
        return _has_text(tree[1])

    def _subsearch(self, tree):
        return self.of(with_results(tree, lambda _: self._run(tree)))

    @staticmethod
    def _nothing(_tree):
        return lambda fields: False

    def _run(self, tree):
        if self._run_subsearch is None:
            raise SplError("no search may stand here")
        return self._run_subsearch(tree[1])


def _has_value(name, pattern):
    fits = wildcard(pattern)

    def found(fields):
        value = fields.get(name)
        if value is None:
            return False
        return any(map(fits, value)) if isinstance(value, list) else fits(value)
    return found


_BEYOND = {"<": lambda left, right: left < right, ">": lambda left, right: left > right,
           "<=": lambda left, right: left <= right, ">=": lambda left, right: left >= right}


def _is_beyond(name, sign, bound):
    beyond, of_bound = _BEYOND[sign], number(bound)

    def found(fields):
        for value in as_list(fields.get(name)):
            of_value = number(value) if of_bound is not None else None
            if beyond(of_value, of_bound) if of_value is not None else beyond(value, bound):
                return True
        return False
    return found


def _has_text(text):
    if text == "*":
        return lambda fields: True
    parts = [re.escape(part) for part in text.split("*")]
    pattern = r"[^\s]*".join(parts)
    # Any character that is no letter and no digit ends a word.
    before = "" if text.startswith("*") else r"(?<![^\W_])"
    behind = "" if text.endswith("*") else r"(?![^\W_])"
    search = re.compile(before + pattern + behind, re.I).search

    def found(fields):
        raw = fields.get("_raw")
        if raw is not None:
            return search(raw) is not None
        return any(search(item) for value in fields.values() for item in as_list(value))
    return found
