"""Evaluates the part of Splunk's search language that eventtypes.conf and the
filter of lookups use: field=value, field IN (...), AND (also unwritten), OR, NOT
and parentheses. Values are compared without regard to case, "*" is a wildcard.
"""

import fnmatch
import re

TOKEN = re.compile(r'\s*(?:(?P<sign>[()=,]|!=)|"(?P<quoted>[^"]*)"|(?P<word>[^\s()=,"!]+))')


def matches(search, fields):
    """Whether an event with these fields is found.
    Raises ValueError where `search` is not in the language."""
    return _Parser(search, fields).run()


def fields_of(search):
    """The names of the fields that are asked for."""
    return set(re.findall(r"([\w:.{}]+)\s*(?:!?=|IN\b)", search))


class _Parser:
    def __init__(self, search, fields):
        self._tokens = []
        self._at = 0
        self._fields = fields
        at = 0
        search = search.strip()
        while at < len(search):
            token = TOKEN.match(search, at)
            if not token:
                raise ValueError("no token at: " + search[at:at + 40])
            self._tokens.append((token.lastgroup, token.group(token.lastgroup)))
            at = token.end()

    def run(self):
        found = self._either()
        if self._at != len(self._tokens):
            raise ValueError("left over: %r" % (self._tokens[self._at:],))
        return found

    def _peek(self):
        return self._tokens[self._at] if self._at < len(self._tokens) else (None, None)

    def _take(self, *texts):
        kind, text = self._peek()
        if kind in ("sign", "word") and text in texts:
            self._at += 1
            return text
        return None

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

    def _need(self, text):
        if not self._take(text):
            raise ValueError("expected %s, found %r" % (text, self._peek()))

    def _is(self, name, pattern):
        have = self._fields.get(name, [])
        return any(fnmatch.fnmatchcase(str(value).lower(), pattern.lower())
                   for value in (have if isinstance(have, list) else [have]))
