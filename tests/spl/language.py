"""Reads searches into trees, by the grammar spl.lark. What is not in the language
is an SplError, with its place.

Trees of expressions are tuples, their kind first; of search expressions as well;
a command is an object with its name, its place and what its rule names.
"""

import functools
import pathlib
import re
import sys
import types

try:
    import lark
except ImportError:  # a python3 other than Debian's does not see its packages
    sys.path.append("/usr/lib/python3/dist-packages")
    import lark

GRAMMAR = pathlib.Path(__file__).with_name("spl.lark")
STARTS = ["pipeline", "chain", "subpipeline", "eval_expression", "search_expression"]
# More than these are no help in a message.
MOST_ACCEPTED = 14


class SplError(ValueError):
    """What is wrong, and where in the text: a number of characters."""

    def __init__(self, message, position=None, text=None):
        self.message = message
        self.position = position
        self.text = text
        super().__init__(message)

    def __str__(self):
        if self.position is None or self.text is None:
            return self.message
        before = self.text[max(self.position - 30, 0):self.position]
        return "%s, at %d: %s<here>%s" % (self.message, self.position, before,
                                          self.text[self.position:self.position + 30])


def parse(text, start):
    """The tree of `text`, which is one of STARTS."""
    try:
        return _parser().parse(text, start=start)
    except lark.exceptions.UnexpectedInput as error:
        raise SplError(*_told(error, text), text) from None
    except lark.exceptions.VisitError as error:
        raise _placed(error.orig_exc, text) from None
    except SplError as error:
        raise _placed(error, text) from None


def _placed(error, text):
    if isinstance(error, SplError) and error.text is None:
        error.text = text
    return error


@functools.lru_cache(maxsize=None)
def _parser():
    # The tables are kept in the temporary directory: making them takes longer
    # than most tests.
    return lark.Lark(GRAMMAR.read_text(encoding="utf-8"), parser="lalr", lexer="contextual",
                     start=STARTS, maybe_placeholders=True, cache=True, transformer=_Trees())


def _told(error, text):
    position = error.pos_in_stream
    if position is None or getattr(getattr(error, "token", None), "type", "") == "$END":
        position = len(text)
    accepted = getattr(error, "allowed", None) or getattr(error, "expected", None) or ()
    found = re.match(r"\w+|\W|$", text[position:]).group()
    if "TRANSPOSE" in accepted and "COMPARISON" not in accepted:
        return "unknown command %r" % found if found else "a command is missing", position
    names = sorted({_readable(name) for name in accepted})
    message = "unexpected %r" % found if found else "unexpected end"
    if 0 < len(names) <= MOST_ACCEPTED:
        message += "; accepted: " + " ".join(names)
    return message, position


def _readable(terminal):
    name = {"_PIPE": "|", "COMMA": ",", "LPAR": "(", "RPAR": ")", "EQUAL": "=", "LSQB": "[",
            "RSQB": "]", "$END": "the end", "SUM_SIGN": "+ - .", "PRODUCT_SIGN": "* / %",
            "EVAL_COMPARISON": "comparison", "_EVAL_OF": "eval(", "_EVAL_IN": "IN"}.get(terminal)
    if name:
        return name
    pattern = next(found.pattern.value for found in _parser().terminals if found.name == terminal)
    return terminal[1:].lower() + "=" if pattern.endswith("=") and terminal[0] == "_" \
        else terminal.strip("_") if terminal in ("_AND", "_OR", "_NOT", "_IN", "_LIKE") \
        else terminal.strip("_").lower()


def unquoted(token):
    """The text of a string: \\" and \\\\ are the character behind the backslash,
    other backslashes are themselves, as in regular expressions."""
    return re.sub(r'\\(["\\])', r"\1", token[1:-1]) if token.startswith('"') else str(token)


def is_true(token):
    return token.lower() in ("true", "t", "1")


class _Trees(lark.Transformer):
    """Makes the trees while a text is read. Each method has the name of a rule
    and takes what the rule's parts have become."""

    # --- searches

    def pipeline(self, parts):
        return parts

    chain = subpipeline = pipeline

    def eval_expression(self, parts):
        return parts[0]

    search_expression = eval_expression

    def implicit_search(self, parts):
        return types.SimpleNamespace(name="search", position=0, where=parts[-1], options={})

    def search_all(self, parts):
        return parts[0] if len(parts) == 1 else ("and", parts)

    def search_any(self, parts):
        return parts[0] if len(parts) == 1 else ("or", parts)

    def search_not(self, parts):
        return ("not", parts[0])

    def search_comparison(self, parts):
        name, sign, value = parts
        return ("compare", unquoted(name), str(sign), _search_value(value), name.start_pos)

    def search_in(self, parts):
        return ("in", str(parts[0]), [_search_value(value) for value in parts[1:]],
                parts[0].start_pos)

    def search_text(self, parts):
        return ("text", unquoted(parts[0]), parts[0].start_pos)

    def search_subsearch(self, parts):
        return ("subsearch", parts[0])

    # --- expressions

    def disjunction(self, parts):
        return parts[0] if len(parts) == 1 else ("or", parts)

    def conjunction(self, parts):
        return parts[0] if len(parts) == 1 else ("and", parts)

    def negation(self, parts):
        return ("not", parts[0])

    def compared(self, parts):
        sign = str(parts[1])
        return ("compare", "=" if sign == "==" else sign, parts[0], parts[2])

    def equal(self, parts):
        return ("compare", "=", *parts)

    def is_in(self, parts):
        return ("call", "in", parts, None)

    def is_like(self, parts):
        return ("call", "like", parts, None)

    def sum(self, parts):
        signs = parts[1::2]
        if "." in signs and len(set(signs)) > 1:
            # Nobody says which of the two Splunk takes first.
            raise SplError("parentheses are needed where . stands beside + or -",
                           signs[-1].start_pos)
        return self.product(parts)

    def product(self, parts):
        tree = parts[0]
        for sign, right in zip(parts[1::2], parts[2::2]):
            tree = ("calculate", str(sign), tree, right, sign.start_pos)
        return tree

    def signed(self, parts):
        if parts[0] == ".":
            raise SplError("unexpected '.'", parts[0].start_pos)
        return ("calculate", str(parts[0]), ("literal", 0), parts[1], parts[0].start_pos)

    def number(self, parts):
        return ("literal", float(parts[0]) if "." in parts[0] else int(parts[0]))

    def string(self, parts):
        return ("literal", unquoted(parts[0]))

    def field(self, parts):
        return ("field", str(parts[0]))

    def quoted_field(self, parts):
        return ("field", parts[0][1:-1])

    def call(self, parts):
        return ("call", str(parts[0]), [part for part in parts[1:] if part is not None],
                parts[0].start_pos)

    def parenthesis(self, parts):
        return parts[0]

    def eval_subsearch(self, parts):
        return ("subsearch", parts[0])

    # --- parts of commands

    def field_name(self, parts):
        return _Name(unquoted(parts[0]), parts[0].start_pos)

    def field_list(self, parts):
        return parts

    aggregates = lookup_pairs = field_list

    def assignment(self, parts):
        name, tree = parts
        return (name[1:-1] if name[0] in "'\"" else str(name), tree, name.start_pos)

    def renaming(self, parts):
        return tuple(parts)

    lookup_pair = tstats_field = renaming

    def sort_key(self, parts):
        sign, kind, name = parts if len(parts) == 3 else (parts[0], None, parts[1])
        return types.SimpleNamespace(field=name, descending=sign == "-", kind=kind and str(kind))

    def bare_count(self, parts):
        return _aggregate(parts[0], "count", None, parts[1])

    def aggregate(self, parts):
        return _aggregate(parts[0], str(parts[0]), parts[1], parts[2])

    def statistic_of(self, parts):
        return parts[0]

    def eval_of(self, parts):
        return ("eval", parts[0])

    def lookup_output(self, parts):
        return types.SimpleNamespace(new=parts[0] == "OUTPUTNEW", pairs=parts[1])

    def chart_over(self, parts):
        return types.SimpleNamespace(over=parts[0], by=parts[1])

    chart_by = chart_over

    def return_value(self, parts):
        return (None, parts[0][1:])

    def return_pair(self, parts):
        return (parts[0], parts[0])

    def return_alias(self, parts):
        return (parts[0].rstrip("= \t\n"), parts[1])


class _Name(str):
    """The name of a field or a lookup, with its place."""

    def __new__(cls, text, position):
        name = str.__new__(cls, text)
        name.position = position
        return name


def _search_value(value):
    return value if isinstance(value, tuple) else ("value", unquoted(value), value.start_pos)


def _aggregate(token, function, of, name):
    """One statistic: its function, the field or ("eval", tree) that it is of, and
    the name of its field."""
    position = token.start_pos
    if function == "c":
        function = "count"
    source = of if isinstance(of, str) else None
    written = "%s(eval)" % token if isinstance(of, tuple) else \
        "%s(%s)" % (token, source) if source else str(token)
    return types.SimpleNamespace(function=function, of=of, name=name or written,
                                 position=position, named=name is not None)


class _Option:
    def __init__(self, name, value):
        self.name = name
        self.value = value


def _command(rule, *names):
    """The method for a command whose parts are `names`, in their order; None is a
    part that says nothing. Options, which may be anywhere, become `options`."""
    def method(_, parts):
        token, *rest = parts
        options = {}
        for option in rest:
            if isinstance(option, _Option):
                if option.name in options:
                    raise SplError("%s= stands twice" % option.name, token.start_pos)
                options[option.name] = option.value
        rest = [part for part in rest if not isinstance(part, _Option)]
        values = {name: part for name, part in zip(names, rest) if name}
        return types.SimpleNamespace(name=rule, position=token.start_pos, options=options,
                                     **values)
    return method


def _series(rule, attribute, *first):
    """A command of the parts `first` and then as many as there are of one kind."""
    def method(_, parts):
        token, *rest = parts
        values = dict(zip(first, rest))
        values[attribute] = [part for part in rest[len(first):] if part is not None]
        return types.SimpleNamespace(name=rule, position=token.start_pos, options={}, **values)
    return method


def _bin(_, parts):
    token, one, other, into = parts
    field, span = (one, other) if isinstance(one, _Name) else (other, one)
    return types.SimpleNamespace(name="bin", position=token.start_pos, field=field,
                                 span=str(span), into=into or field)


def _tstats(_, parts):
    token, aggregates, _word, where, *by = parts
    return types.SimpleNamespace(name="tstats", position=token.start_pos, aggregates=aggregates,
                                 where=where, by=[pair for pair in by if pair])


def _add_commands():
    commands = {
        "search": ("where",), "where": ("tree",), "fields": ("sign", "names"),
        "table": ("names",), "head": ("count",), "tail": ("count",),
        "dedup": ("count", "names"), "fillnull": ("value", "names"),
        "mvexpand": ("field", "limit"), "makemv": ("field",), "rex": ("pattern",),
        "regex": ("field", "sign", "pattern"), "stats": ("aggregates", "by"),
        "eventstats": ("aggregates", "by"), "streamstats": ("aggregates", "by"),
        "timechart": ("aggregates", "by"), "chart": ("aggregates", "rows"),
        "top": ("count", "names", "by"), "rare": ("count", "names", "by"),
        "lookup": ("table", "keys", "output"),
        "inputlookup": ("append", "table", None, "where"), "outputlookup": ("table",),
        "makeresults": ("count",), "addinfo": (), "append": ("commands",),
        "appendpipe": ("commands",), "appendcols": ("override", "commands"), "format": (),
        "transpose": ("count",)}
    for rule, names in commands.items():
        setattr(_Trees, rule, _command(rule, *names))
    _Trees.eval = _series("eval", "assignments")
    _Trees.rename = _series("rename", "pairs")
    _Trees.sort = _series("sort", "keys", "limit")
    setattr(_Trees, "return", _series("return", "items", "count"))
    _Trees.bin = _bin
    _Trees.tstats = _tstats


def _add_options():
    kinds = {
        int: "max_match window limit",
        is_true: "allowempty current global useother usenull showperc showcount keepempty append "
                 "include_empty",
        unquoted: "delim tokenizer",
        str: "field countfield percentfield key_field column_name header_field span"}
    for convert, names in kinds.items():
        for name in names.split():
            setattr(_Trees, "option_" + name, lambda self, parts, name=name, convert=convert:
                    _Option(name, convert(parts[0])))


_add_commands()
_add_options()
