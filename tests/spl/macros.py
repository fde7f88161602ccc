"""Replaces macros in the text of a search, as macros.conf says. Comments in three
backticks are taken out."""

import re

import expressions
from language import SplError

DEEPEST = 20
# A quoted text, in which nothing is replaced; a comment; a macro.
PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|```.*?```|`(?P<macro>[^`]*)`|`', re.S)
CALL = re.compile(r"\s*([\w.-]+)\s*(?:\((.*)\))?\s*", re.S)


def expanded(text, conf, depth=0):
    """`text` with every macro of the LayeredConf `conf` replaced."""
    if depth > DEEPEST:
        raise SplError("macros go around in a circle", 0, text)

    def replaced(found):
        piece = found.group()
        if piece.startswith('"'):
            return piece
        if piece.startswith("```") and len(piece) > 5:
            return " "
        if found.group("macro") is None:
            raise SplError("a backtick without another", found.start(), text)
        return expanded(_definition(found, text, conf), conf, depth + 1)
    return PIECE.sub(replaced, text)


def used(text):
    """[(name with the number of its arguments, place)] of the macros in a text."""
    names = []
    for found in PIECE.finditer(text):
        if found.group("macro"):
            name, arguments = _call(found, text)
            names.append((_stanza(name, arguments), found.start()))
    return names


def _call(found, text):
    call = CALL.fullmatch(found.group("macro"))
    if not call:
        raise SplError("no macro: %s" % found.group(), found.start(), text)
    return call.group(1), None if call.group(2) is None else _arguments(call.group(2))


def _stanza(name, arguments):
    return name if arguments is None else "%s(%d)" % (name, len(arguments))


def _arguments(text):
    """What stands between commas, but for those in quotes and in parentheses."""
    parts, depth, start = [], 0, 0
    for found in re.finditer(r'"(?:[^"\\]|\\.)*"|[(),]', text):
        mark = found.group()
        depth += {"(": 1, ")": -1}.get(mark, 0)
        if mark == "," and depth == 0:
            parts.append(text[start:found.start()])
            start = found.end()
    parts.append(text[start:])
    return [_plain(part.strip()) for part in parts]


def _plain(argument):
    quoted = re.fullmatch(r'"((?:[^"\\]|\\.)*)"', argument, re.S)
    return quoted.group(1) if quoted else argument


def _definition(found, text, conf):
    name, arguments = _call(found, text)
    stanza = _stanza(name, arguments)
    settings = conf.stanza(stanza)
    if "definition" not in settings:
        raise SplError("unknown macro %s" % stanza, found.start(), text)
    if settings.get("iseval", "0") in ("1", "true"):
        raise SplError("macro %s is an eval" % stanza, found.start(), text)
    names = [part.strip() for part in settings.get("args", "").split(",") if part.strip()]
    if len(names) != len(arguments or []):
        raise SplError("macro %s names %d arguments in args" % (stanza, len(names)),
                       found.start(), text)
    values = dict(zip(names, arguments or []))
    if settings.get("validation") and \
            not expressions.evaluate(settings["validation"], values):
        raise SplError("macro %s: %s" % (stanza, settings.get("errormsg", "not valid")),
                       found.start(), text)
    definition = settings["definition"]
    for one, value in values.items():
        definition = definition.replace("$%s$" % one, value)
    return definition
