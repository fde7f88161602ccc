"""The functions of eval. FUNCTIONS has those that take values: (fewest arguments,
most or None, function). BRANCHES has those that decide which of their arguments
are worked out at all, or when: they make a function of fields themselves.

Where a function of one text is given a list, it gives the list of what it makes of
each value; a question about a text holds where it holds for one of them. Splunk
documents this for a few functions only.
"""

import decimal
import functools
import hashlib
import ipaddress
import math
import re
import urllib.parse

import relative_time
import time_formats
from language import SplError
from values import as_list, number, of_list, sort_key, to_text


def to_python_regex(pattern):
    """PCRE as Splunk takes it, for Python's re."""
    return re.sub(r"\(\?<(?![=!])", "(?P<", pattern)


@functools.lru_cache(maxsize=None)
def regex(pattern):
    try:
        return re.compile(to_python_regex(pattern))
    except re.error as error:
        raise SplError("no regular expression: %s: %s" % (error, pattern)) from None


# --- how functions treat null and lists --------------------------------------

def _null_through(function):
    def guarded(*arguments):
        if None in arguments:
            return None
        return function(*arguments)
    return guarded


def _each(function):
    """Null goes through; of a list each value is taken."""
    def guarded(first, *others):
        if first is None or None in others:
            return None
        if isinstance(first, list):
            return of_list([value for value in (function(item, *others) for item in first)
                            if value is not None])
        return function(first, *others)
    return guarded


def _text(function):
    of_others = _each(lambda value, *others: function(to_text(value), *others))

    def guarded(first, *others):
        if isinstance(first, str) and None not in others:
            return function(first, *others)
        return of_others(first, *others)
    return guarded


def _numeric(function):
    """Of numbers and what looks like one; null of anything else."""
    def of_numbers(*arguments):
        numbers = [number(argument) for argument in arguments]
        return None if None in numbers else function(*numbers)
    return _each(of_numbers)


def _any(function):
    def guarded(first, *others):
        if first is None or None in others:
            return None
        if isinstance(first, str):
            return function(first, *others)
        return any(function(to_text(value), *others) for value in as_list(first))
    return guarded


# --- text --------------------------------------------------------------------

def _replace(text, pattern, replacement):
    replacement = re.sub(r"\\(\d)", r"\\g<\1>", re.sub(r"\\(?!\d)", r"\\\\", replacement))
    return regex(pattern).sub(replacement, text)


def _substr(text, start, length=None):
    # Counts from 1; negative from the end; beyond the beginning is the beginning.
    start = number(start)
    first = start - 1 if start > 0 else max(len(text) + start, 0)
    return text[first:] if length is None else text[first:first + number(length)]


def _printf(form, *values):
    values = iter(values)

    def shown(found):
        flags, kind = found.groups()
        if kind == "%":
            return "%"
        value = next(values, None)
        if kind == "s":
            return ("%" + flags + "s") % ("" if value is None else to_text(value))
        value = number(value) or 0
        return ("%" + flags + kind) % (int(value) if kind in "dixXouc" else value)
    return re.sub(r"%([-+ #0]*\d*(?:\.\d+)?)([a-zA-Z%])", shown, form)


def _tonumber(text, base=10):
    text, base = text.strip(), number(base)
    if "_" in text:
        return None
    try:
        return int(text, base)
    except ValueError:
        return number(text) if base == 10 else None


def _tostring(value, form=None):
    of_number = number(value)
    if form is None or of_number is None:
        return to_text(value)
    if form == "hex":
        return "0x%X" % int(of_number)
    if form == "commas":
        text = "{:,.2f}".format(of_number) if isinstance(of_number, float) \
            else "{:,}".format(of_number)
        return text
    if form == "duration":
        days, seconds = divmod(int(of_number), 86400)
        return "%s%02d:%02d:%02d" % ("%d+" % days if days else "", seconds // 3600,
                                     seconds // 60 % 60, seconds % 60)
    raise SplError("tostring knows hex, commas and duration, found %r" % form)


def _split(text, separator):
    return of_list(text.split(separator) if separator else list(text))


def _like(text, pattern):
    parts = (".*" if mark == "%" else "." if mark == "_" else re.escape(mark) for mark in pattern)
    return re.fullmatch("".join(parts), text, re.S) is not None


def _cidrmatch(network, address):
    return any(in_network(network, to_text(value)) for value in as_list(address))


def in_network(network, address):
    """Whether an address lies in network/bits; nothing that is no address does."""
    try:
        return ipaddress.ip_address(address) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False


# --- numbers -----------------------------------------------------------------

def _round(value, digits=0):
    # Half away from zero, of the number as it is written.
    unit = decimal.Decimal(1).scaleb(-int(digits))
    rounded = decimal.Decimal(str(value)).quantize(unit, decimal.ROUND_HALF_UP)
    return int(rounded) if digits <= 0 else float(rounded)


def _power(value, exponent):
    try:
        return value ** exponent
    except (OverflowError, ZeroDivisionError):
        return None


def _extreme(choose):
    # Text counts as greater than numbers: documented.
    def of_values(*values):
        values = [item for value in values for item in as_list(value)]
        return choose(values, key=sort_key) if values else None
    return of_values


# --- lists -------------------------------------------------------------------

def _mvindex(value, start, end=None):
    values = as_list(value)
    start = number(start)
    end = start if end is None else number(end)
    start, end = (index + len(values) if index < 0 else index for index in (start, end))
    return of_list(values[max(start, 0):end + 1]) if end >= 0 else None


def _mvzip(left, right, separator=","):
    return of_list([to_text(one) + separator + to_text(other)
                    for one, other in zip(as_list(left), as_list(right))])


def _mvfind(value, pattern):
    for index, item in enumerate(as_list(value)):
        if regex(pattern).search(to_text(item)):
            return index
    return None


def _mvappend(*values):
    return of_list([item for value in values for item in as_list(value)])


def _in(value, *choices):
    # Imported here: expressions.py stands on this file.
    from expressions import compare
    return None if value is None else any(compare("=", value, choice) for choice in choices)


# --- what a value is ---------------------------------------------------------

def _typeof(value):
    if value is None:
        return "Invalid"
    if isinstance(value, bool):
        return "Boolean"
    if isinstance(value, list):
        return "String"
    return "String" if number(value) is None else "Number"


def _is_int(value):
    of_number = number(value)
    return of_number is not None and float(of_number).is_integer()


def _nullif(value, other):
    from expressions import compare
    return None if compare("=", value, other) else value


# --- time --------------------------------------------------------------------

def _relative_time(moment, time, modifier):
    if number(time) is None or modifier is None:
        return None
    return relative_time.moved(number(time), modifier, moment.now)


FUNCTIONS = {
    "abs": (1, 1, _numeric(abs)),
    "ceiling": (1, 1, _numeric(math.ceil)),
    "cidrmatch": (2, 2, _null_through(_cidrmatch)),
    "coalesce": (1, None, lambda *values: next((v for v in values if v is not None), None)),
    "false": (0, 0, lambda: False),
    "floor": (1, 1, _numeric(math.floor)),
    "in": (2, None, _in),
    "isint": (1, 1, _is_int),
    "isnotnull": (1, 1, lambda value: value is not None),
    "isnull": (1, 1, lambda value: value is None),
    "isnum": (1, 1, lambda value: number(value) is not None),
    "isstr": (1, 1, lambda value: value is not None and number(value) is None),
    "len": (1, 1, _text(len)),
    "like": (2, 2, _any(_like)),
    "lower": (1, 1, _text(str.lower)),
    "ltrim": (1, 2, _text(lambda text, characters=" \t": text.lstrip(characters))),
    "max": (1, None, _extreme(max)),
    "md5": (1, 1, _text(lambda text: hashlib.md5(text.encode()).hexdigest())),
    "min": (1, None, _extreme(min)),
    "mvappend": (1, None, _mvappend),
    "mvcount": (1, 1, lambda value: len(as_list(value)) or None),
    "mvdedup": (1, 1, lambda value: of_list(list(dict.fromkeys(as_list(value))))),
    "mvfind": (2, 2, _null_through(_mvfind)),
    "mvindex": (2, 3, _null_through(_mvindex)),
    "mvjoin": (2, 2, _null_through(
        lambda value, separator: separator.join(map(to_text, as_list(value))))),
    "mvsort": (1, 1, lambda value: of_list(sorted(map(to_text, as_list(value))))),
    "mvzip": (2, 3, _null_through(_mvzip)),
    "now": (0, 0, lambda moment: moment.now),
    "null": (0, 0, lambda: None),
    "nullif": (2, 2, _nullif),
    "pow": (2, 2, _numeric(_power)),
    "printf": (1, None, lambda form, *values: None if form is None else _printf(form, *values)),
    "relative_time": (2, 2, _relative_time),
    "replace": (3, 3, _text(_replace)),
    "round": (1, 2, _numeric(_round)),
    "rtrim": (1, 2, _text(lambda text, characters=" \t": text.rstrip(characters))),
    "sha256": (1, 1, _text(lambda text: hashlib.sha256(text.encode()).hexdigest())),
    "split": (2, 2, _null_through(lambda text, separator: _split(to_text(text), separator))),
    "strftime": (2, 2, _each(lambda time, form: None if number(time) is None
                             else time_formats.written(number(time), form))),
    "strptime": (2, 2, _text(time_formats.read)),
    "substr": (2, 3, _text(_substr)),
    "time": (0, 0, lambda moment: moment.now),
    "tonumber": (1, 2, _text(_tonumber)),
    "tostring": (1, 2, _each(_tostring)),
    "trim": (1, 2, _text(lambda text, characters=" \t": text.strip(characters))),
    "true": (0, 0, lambda: True),
    "typeof": (1, 1, _typeof),
    "upper": (1, 1, _text(str.upper)),
    "urldecode": (1, 1, _text(urllib.parse.unquote)),
}
TAKE_REGEX = {"replace", "mvfind"}
NEED_MOMENT = {"now", "time", "relative_time"}


# --- branches ----------------------------------------------------------------

def _case(arguments, _trees, position):
    """What is behind the first condition that holds. As with _if, nothing else
    is worked out."""
    if len(arguments) % 2:
        raise SplError("case takes pairs of condition and value", position)
    pairs = list(zip(arguments[::2], arguments[1::2]))

    def chosen(fields):
        for condition, value in pairs:
            if condition(fields):
                return value(fields)
        return None
    return chosen


def _if(arguments, _trees, _position):
    condition, yes, no = arguments
    return lambda fields: yes(fields) if condition(fields) else no(fields)


def _match(arguments, trees, _position):
    text, pattern = arguments
    found_in = _any(lambda value, pattern: regex(pattern).search(value) is not None)
    if trees[1][0] != "literal":
        return lambda fields: found_in(text(fields), pattern(fields))
    search = regex(trees[1][1]).search
    found_by = _any(lambda value: search(value) is not None)
    return lambda fields: found_by(text(fields))


def _the_field(tree, name, position):
    from expressions import fields_of
    names = fields_of(tree)
    if len(names) != 1:
        raise SplError("%s takes an expression of one field, found %s" % (
            name, sorted(names)), position)
    return names.pop()


def _mvfilter(arguments, trees, position):
    condition, field = arguments[0], _the_field(trees[0], "mvfilter", position)

    def kept(fields):
        return of_list([value for value in as_list(fields.get(field))
                        if condition({field: value})])
    return kept


def _mvmap(arguments, trees, position):
    value_of, expression = arguments
    if trees[0][0] != "field":
        raise SplError("mvmap takes a field first", position)
    field = trees[0][1]

    def mapped(fields):
        values = [expression({**fields, field: value}) for value in as_list(value_of(fields))]
        return of_list([value for value in values if value is not None])
    return mapped


BRANCHES = {
    "case": (2, None, _case),
    "if": (3, 3, _if),
    "match": (2, 2, _match),
    "mvfilter": (1, 1, _mvfilter),
    "mvmap": (2, 2, _mvmap),
}
