"""Evaluates the part of Splunk's eval language that default/props.conf uses, so
that tests run the shipped expressions themselves.

Null is None and goes through every function but those that say otherwise. A
field's value is text until a function makes it a number.
"""

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
    return _Parser(expression, fields).run()


def to_python_regex(pattern):
    """PCRE as Splunk takes it, for Python's re."""
    return re.sub(r"\(\?<(?![=!])", "(?P<", pattern)


class _Parser:
    def __init__(self, expression, fields):
        self._tokens = _tokenize(expression)
        self._at = 0
        self._fields = fields

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

    def _either(self):
        value = self._both()
        while self._take("OR"):
            other = self._both()
            value = bool(value) or bool(other)
        return value

    def _both(self):
        value = self._negation()
        while self._take("AND"):
            other = self._negation()
            value = bool(value) and bool(other)
        return value

    def _negation(self):
        if self._take("NOT"):
            return not self._negation()
        return self._comparison()

    def _comparison(self):
        value = self._sum()
        sign = self._take("=", "==", "!=", "<", ">", "<=", ">=")
        if not sign:
            return value
        other = self._sum()
        if value is None or other is None:
            return None
        return {
            "=": lambda: value == other,
            "==": lambda: value == other,
            "!=": lambda: value != other,
            "<": lambda: value < other,
            ">": lambda: value > other,
            "<=": lambda: value <= other,
            ">=": lambda: value >= other,
        }[sign]()

    def _sum(self):
        value = self._product()
        while True:
            sign = self._take("+", "-", ".")
            if not sign:
                return value
            value = _calculate(sign, value, self._product())

    def _product(self):
        value = self._primary()
        while True:
            sign = self._take("*", "/", "%")
            if not sign:
                return value
            value = _calculate(sign, value, self._primary())

    def _primary(self):
        kind, text = self._peek()
        if self._take("("):
            value = self._either()
            self._need(")")
            return value
        if self._take("-"):
            return _calculate("-", 0, self._primary())
        self._at += 1
        if kind == "number":
            return float(text) if "." in text else int(text)
        if kind == "string":
            return text
        if kind == "quoted":
            return self._fields.get(text)
        if kind == "word" and self._take("("):
            return self._call(text)
        if kind == "word":
            return self._fields.get(text)
        raise ValueError("expected a value, found %r" % (text,))

    def _call(self, name):
        arguments = []
        if not self._take(")"):
            arguments.append(self._either())
            while self._take(","):
                arguments.append(self._either())
            self._need(")")
        if name not in FUNCTIONS:
            raise ValueError("unknown function " + name)
        return FUNCTIONS[name](*arguments)


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
    for condition, value in zip(arguments[::2], arguments[1::2]):
        if condition:
            return value
    return None


def _replace(text, pattern, replacement):
    replacement = re.sub(r"\\(\d)", r"\\g<\1>", replacement)
    return re.sub(to_python_regex(pattern), replacement, text)


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


FUNCTIONS = {
    "case": _case,
    "coalesce": lambda *values: next((v for v in values if v is not None), None),
    "floor": _null_through(math.floor),
    "if": lambda condition, yes, no: yes if condition else no,
    "lower": _null_through(str.lower),
    "match": _null_through(
        lambda text, pattern: re.search(to_python_regex(pattern), str(text)) is not None),
    "null": lambda: None,
    "nullif": lambda value, other: None if value == other else value,
    "printf": _null_through(_printf),
    "replace": _null_through(_replace),
    "substr": _null_through(_substr),
    "tonumber": _null_through(_tonumber),
}
