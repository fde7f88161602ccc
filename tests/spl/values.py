"""Values as searches have them: text, numbers while an expression is worked out,
lists where a field has several values, None for null."""

import functools
import re

NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")


@functools.lru_cache(maxsize=65536)
def _of_text(text):
    if not NUMBER.fullmatch(text):
        return None
    try:
        return int(text)
    except ValueError:
        return float(text)


def number(value):
    """The number that a value is or looks like, else None."""
    if isinstance(value, str):
        return _of_text(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return value


def to_text(value):
    """A value as a field holds it: a list stays one. Numbers lose a fraction of
    zero; Splunk may keep zeros that round() has made."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return [to_text(item) for item in value]
    if isinstance(value, bool):
        return "True" if value else "False"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def as_list(value):
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def of_list(values):
    """A list of one is its value, of none null."""
    if not values:
        return None
    return values[0] if len(values) == 1 else values


def sort_key(value):
    """Numbers before text, numbers by size, text by its characters."""
    of_number = number(value)
    return (0, of_number, "") if of_number is not None else (1, 0, str(value))


def wildcard(pattern, ignore_case=True):
    """A pattern in which only * is special, as a function of text."""
    if "*" not in pattern:
        if ignore_case:
            lowered = pattern.lower()
            return lambda text: text.lower() == lowered
        return pattern.__eq__
    if pattern == "*":
        return lambda text: True
    parts = [re.escape(part) for part in pattern.split("*")]
    found = re.compile(".*".join(parts), (re.I if ignore_case else 0) | re.S).fullmatch
    return lambda text: found(text) is not None
