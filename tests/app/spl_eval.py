"""Evaluates the part of Splunk's eval language that default/props.conf uses, so
that tests run the shipped expressions themselves.

Null is None and goes through every function but those that say otherwise. A
field's value is text until a function makes it a number.
"""

import functools
import math
import re

TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>\d+(?:\.\d+)?)
    | "(?P<string>(?:[^"\\]|\\.)*)"
    | '(?P<quoted>[^']+)'
    | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<sign>==|!=|<=|>=|[-+*/%.(),<>=])
    )""",
    re.VERBOSE,
)


def evaluate(expression, fields):
    """The value of `expression` over `fields`; None is null.
    Raises ValueError where it is not in the language."""
    return compiled(expression)(fields)


@functools.lru_cache(maxsize=None)
def compiled(expression):
    """`expression` as a function of fields, for use on many events."""
    return _Parser(_tokenize(expression)).run()


def to_python_regex(pattern):
    """PCRE as Splunk takes it, for Python's re."""
    return re.sub(r"\(\?<(?![=!])", "(?P<", pattern)


@functools.lru_cache(maxsize=None)
def _regex(pattern):
    return re.compile(to_python_regex(pattern))


class TokenReader:
    """Takes tokens, (kind, text), one after the other. A language gives _either,
    its whole, in terms of these."""

    def __init__(self, tokens):
        self._tokens = tokens
        self._at = 0

    def run(self):
        value = self._either()
        if self._at != len(self._tokens):
            raise ValueError("left over: %r" % (self._tokens[self._at:],))
        return value

    def _peek(self):
        return self._tokens[self._at] if self._at < len(self._tokens) else (None, None)

    def _take(self, *texts):
        kind, text = self._peek()
        if kind in ("sign", "word") and text in texts:
            self._at += 1
            return text
        return None

    def _need(self, text):
        if not self._take(text):
            raise ValueError("expected %s, found %r" % (text, self._peek()))


class _Parser(TokenReader):
    """Makes functions of fields: one for the whole, of those for its parts."""

    def _either(self):
        parts = [self._both()]
        while self._take("OR"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else \
            lambda fields: any(bool(part(fields)) for part in parts)

    def _both(self):
        parts = [self._negation()]
        while self._take("AND"):
            parts.append(self._negation())
        return parts[0] if len(parts) == 1 else \
            lambda fields: all(bool(part(fields)) for part in parts)

    def _negation(self):
        if self._take("NOT"):
            part = self._negation()
            return lambda fields: not part(fields)
        return self._comparison()

    def _comparison(self):
        left = self._sum()
        sign = self._take(*COMPARISONS)
        if not sign:
            return left
        right = self._sum()
        return lambda fields: _compare(sign, left(fields), right(fields))

    def _sum(self):
        return self._operators(("+", "-", "."), self._product)

    def _product(self):
        return self._operators(("*", "/", "%"), self._primary)

    def _operators(self, signs, operand):
        value = operand()
        while True:
            sign = self._take(*signs)
            if not sign:
                return value
            value = _calculation(sign, value, operand())

    def _primary(self):
        kind, text = self._peek()
        if self._take("("):
            value = self._either()
            self._need(")")
            return value
        if self._take("-"):
            return _calculation("-", lambda _: 0, self._primary())
        self._at += 1
        if kind == "number":
            number = float(text) if "." in text else int(text)
            return lambda _: number
        if kind == "string":
            return lambda _: text
        if kind == "word" and self._take("("):
            return self._call(text)
        if kind in ("word", "quoted"):
            return lambda fields: fields.get(text)
        raise ValueError("expected a value, found %r" % (text,))

    def _call(self, name):
        arguments = []
        if not self._take(")"):
            arguments.append(self._either())
            while self._take(","):
                arguments.append(self._either())
            self._need(")")
        if name in BRANCHES:
            return BRANCHES[name](*arguments)
        if name not in FUNCTIONS:
            raise ValueError("unknown function " + name)
        function = FUNCTIONS[name]
        return lambda fields: function(*[argument(fields) for argument in arguments])


def _tokenize(expression):
    tokens = []
    at = 0
    expression = expression.rstrip()
    while at < len(expression):
        match = TOKEN.match(expression, at)
        if not match:
            raise ValueError("no token at: " + expression[at:at + 40])
        tokens.append((match.lastgroup, match.group(match.lastgroup)))
        at = match.end()
    return tokens


COMPARISONS = {
    "=": lambda left, right: left == right,
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    ">": lambda left, right: left > right,
    "<=": lambda left, right: left <= right,
    ">=": lambda left, right: left >= right,
}


def _compare(sign, left, right):
    if left is None or right is None:
        return None
    return COMPARISONS[sign](left, right)


def _calculation(sign, left, right):
    return lambda fields: _calculate(sign, left(fields), right(fields))


def _calculate(sign, left, right):
    if left is None or right is None:
        return None
    if sign == ".":
        return str(left) + str(right)
    if isinstance(left, str) or isinstance(right, str):
        raise ValueError("%s with text: %r %r" % (sign, left, right))
    return {
        "+": lambda: left + right,
        "-": lambda: left - right,
        "*": lambda: left * right,
        "/": lambda: left / right,
        # As fmod: the sign of the left side, unlike Python's.
        "%": lambda: int(math.fmod(left, right)),
    }[sign]()


def _null_through(function):
    def guarded(*arguments):
        if any(argument is None for argument in arguments):
            return None
        return function(*arguments)
    return guarded


def _case(*arguments):
    """What is behind the first condition that holds. As with _if, nothing else
    is worked out."""
    pairs = list(zip(arguments[::2], arguments[1::2]))

    def chosen(fields):
        for condition, value in pairs:
            if condition(fields):
                return value(fields)
        return None
    return chosen


def _if(condition, yes, no):
    return lambda fields: yes(fields) if condition(fields) else no(fields)


def _replace(text, pattern, replacement):
    replacement = re.sub(r"\\(\d)", r"\\g<\1>", replacement)
    return _regex(pattern).sub(replacement, str(text))


def _substr(text, start, length=None):
    # Counts from 1; negative from the end; beyond the beginning is the beginning.
    first = start - 1 if start > 0 else max(len(text) + start, 0)
    return text[first:] if length is None else text[first:first + length]


def _printf(form, *values):
    return form % tuple(int(value) for value in values)


def _tonumber(text, base=10):
    try:
        return int(text, base)
    except ValueError:
        return None


def _split(text, separator):
    parts = text.split(separator)
    return parts[0] if len(parts) == 1 else parts


BRANCHES = {"case": _case, "if": _if}

FUNCTIONS = {
    "coalesce": lambda *values: next((v for v in values if v is not None), None),
    "floor": _null_through(math.floor),
    "lower": _null_through(str.lower),
    "match": _null_through(
        lambda text, pattern: _regex(pattern).search(str(text)) is not None),
    "null": lambda: None,
    "nullif": lambda value, other: None if value == other else value,
    "printf": _null_through(_printf),
    "replace": _null_through(_replace),
    "split": _null_through(_split),
    "substr": _null_through(_substr),
    "tonumber": _null_through(_tonumber),
    "trim": _null_through(lambda text, characters=" \t": text.strip(characters)),
}
