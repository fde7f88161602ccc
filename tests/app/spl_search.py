"""Evaluates the part of Splunk's search language that eventtypes.conf and the
filter of lookups use: field=value, field IN (...), AND (also unwritten), OR, NOT
and parentheses. Values are compared without regard to case, "*" is a wildcard.
"""

import fnmatch
import re

from spl_eval import TokenReader

TOKEN = re.compile(r'\s*(?:(?P<sign>[()=,]|!=)|"(?P<quoted>[^"]*)"|(?P<word>[^\s()=,"!]+))')


def matches(search, fields):
    """Whether an event with these fields is found.
    Raises ValueError where `search` is not in the language."""
    return _Parser(search, fields).run()


def fields_of(search):
    """The names of the fields that are asked for."""
    return set(re.findall(r"([\w:.{}]+)\s*(?:!?=|IN\b)", search))


def _tokenize(search):
    tokens = []
    at = 0
    search = search.strip()
    while at < len(search):
        token = TOKEN.match(search, at)
        if not token:
            raise ValueError("no token at: " + search[at:at + 40])
        tokens.append((token.lastgroup, token.group(token.lastgroup)))
        at = token.end()
    return tokens


class _Parser(TokenReader):
    def __init__(self, search, fields):
        super().__init__(_tokenize(search))
        self._fields = fields

    def _either(self):
        found = self._both()
        while self._take("OR"):
            other = self._both()
            found = found or other
        return found

    def _both(self):
        found = self._term()
        while self._peek()[1] not in (None, "OR", ")"):
            self._take("AND")
            other = self._term()
            found = found and other
        return found

    def _term(self):
        if self._take("NOT"):
            return not self._term()
        if self._take("("):
            found = self._either()
            self._need(")")
            return found
        return self._comparison()

    def _comparison(self):
        kind, name = self._peek()
        if kind != "word":
            raise ValueError("expected a field, found %r" % (name,))
        self._at += 1
        if self._take("IN"):
            self._need("(")
            values = [self._value()]
            while self._take(","):
                values.append(self._value())
            self._need(")")
            return any(self._is(name, value) for value in values)
        unequal = self._take("!=")
        if not unequal:
            self._need("=")
        value = self._value()
        return name in self._fields and not self._is(name, value) if unequal \
            else self._is(name, value)

    def _value(self):
        kind, text = self._peek()
        if kind not in ("word", "quoted"):
            raise ValueError("expected a value, found %r" % (text,))
        self._at += 1
        return text

    def _is(self, name, pattern):
        have = self._fields.get(name, [])
        return any(fnmatch.fnmatchcase(str(value).lower(), pattern.lower())
                   for value in (have if isinstance(have, list) else [have]))
