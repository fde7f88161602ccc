"""Makes functions of eval expressions. Each takes an event's fields, a dict of
text and lists, and a Moment; null is None.

Null goes through every operator and through every function but those that say
otherwise. A condition that is null does not hold, and NOT makes it hold: whether
Splunk does the latter is not documented.
"""

import functools
import math

from functions import BRANCHES, FUNCTIONS, NEED_MOMENT, TAKE_REGEX, regex
from language import SplError, parse
from values import as_list, number, to_text

BOOLEAN_FUNCTIONS = {"match", "like", "in", "isnull", "isnotnull", "cidrmatch", "true", "false",
                     "isnum", "isint", "isstr"}


class Moment:
    """When a search runs, which now() and relative_time() ask for, and who runs
    the searches that are part of an expression."""

    def __init__(self, now=None, subsearch=None):
        self.now = now
        self.subsearch = subsearch


NO_MOMENT = Moment()


def evaluate(expression, fields):
    """The value of `expression` over `fields`."""
    return compiled(expression)(fields)


@functools.lru_cache(maxsize=None)
def compiled(expression):
    """`expression` as a function of fields, for use on many events.
    Raises SplError where it is not in the language."""
    try:
        return compile_tree(parse(expression, "eval_expression"))
    except SplError as error:
        error.text = error.text or expression
        raise


def compile_tree(tree, moment=NO_MOMENT):
    return _COMPILERS[tree[0]](tree, moment)


def is_boolean(tree):
    """Whether an expression gives true or false, which no field can hold."""
    kind = tree[0]
    if kind == "call":
        if tree[1] in ("if", "case") and len(tree[2]) > 1:
            return is_boolean(tree[2][1])
        return tree[1] in BOOLEAN_FUNCTIONS
    return kind in ("and", "or", "not", "compare")


def fields_of(tree):
    """The names of the fields that an expression asks for."""
    if tree[0] == "field":
        return {tree[1]}
    if tree[0] == "subsearch":
        return set()
    found = set()
    for part in tree[1:]:
        for item in part if isinstance(part, list) else [part]:
            if isinstance(item, tuple):
                found |= fields_of(item)
    return found


# --- the kinds of trees ------------------------------------------------------

def _literal(tree, _moment):
    value = tree[1]
    return lambda fields: value


def _field(tree, _moment):
    name = tree[1]
    return lambda fields: fields.get(name)


def _and(tree, moment):
    parts = [compile_tree(part, moment) for part in tree[1]]
    return lambda fields: all(bool(part(fields)) for part in parts)


def _or(tree, moment):
    parts = [compile_tree(part, moment) for part in tree[1]]
    return lambda fields: any(bool(part(fields)) for part in parts)


def _not(tree, moment):
    part = compile_tree(tree[1], moment)
    return lambda fields: not part(fields)


def _comparison(tree, moment):
    sign = tree[1]
    left, right = compile_tree(tree[2], moment), compile_tree(tree[3], moment)
    return lambda fields: compare(sign, left(fields), right(fields))


def _calculation(tree, moment):
    _, sign, left_tree, right_tree, position = tree
    if sign not in ".+":
        for side in (left_tree, right_tree):
            if side[0] == "literal" and number(side[1]) is None:
                raise SplError("%s takes numbers, not %r" % (sign, side[1]), position)
    left, right = compile_tree(left_tree, moment), compile_tree(right_tree, moment)
    if sign == ".":
        return lambda fields: _concatenated(left(fields), right(fields))
    operation = _ARITHMETIC[sign]
    return lambda fields: _calculated(operation, left(fields), right(fields))


def _call(tree, moment):
    _, name, trees, position = tree
    arguments = [compile_tree(part, moment) for part in trees]
    if name in BRANCHES:
        fewest, most, make = BRANCHES[name]
        _count_arguments(name, arguments, fewest, most, position)
        return make(arguments, trees, position)
    if name not in FUNCTIONS:
        raise SplError("unknown function %s" % name, position)
    fewest, most, function = FUNCTIONS[name]
    _count_arguments(name, arguments, fewest, most, position)
    if name in TAKE_REGEX and trees[1][0] == "literal":
        regex(trees[1][1])
    if name in NEED_MOMENT:
        return lambda fields: function(moment, *[argument(fields) for argument in arguments])
    if len(arguments) == 1:
        only = arguments[0]
        return lambda fields: function(only(fields))
    if len(arguments) == 2:
        one, other = arguments
        return lambda fields: function(one(fields), other(fields))
    return lambda fields: function(*[argument(fields) for argument in arguments])


def _count_arguments(name, arguments, fewest, most, position):
    if not fewest <= len(arguments) <= (most or len(arguments)):
        raise SplError("%s takes %s arguments, found %d" % (
            name, fewest if fewest == most else "%d to %d" % (fewest, most) if most
            else "at least %d" % fewest, len(arguments)), position)


def _subsearch(tree, moment):
    if moment.subsearch is None:
        raise SplError("no search may stand here")
    text = moment.subsearch(tree[1])
    return compile_tree(parse(text, "eval_expression"), moment)


_COMPILERS = {"literal": _literal, "field": _field, "and": _and, "or": _or, "not": _not,
              "compare": _comparison, "calculate": _calculation, "call": _call,
              "subsearch": _subsearch}


# --- operators ---------------------------------------------------------------

_COMPARISONS = {
    "=": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    ">": lambda left, right: left > right,
    "<=": lambda left, right: left <= right,
    ">=": lambda left, right: left >= right,
}

_ARITHMETIC = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right if right else None,
    # As fmod: the sign of the left side, unlike Python's.
    "%": lambda left, right: _remainder(left, right),
}


def compare(sign, left, right):
    """As numbers where both look like one, else as text by its characters. Of a
    list one value is enough, which Splunk does not document."""
    if left is None or right is None:
        return None
    if isinstance(left, list) or isinstance(right, list):
        return any(compare(sign, one, other) for one in as_list(left) for other in as_list(right))
    if isinstance(left, bool) or isinstance(right, bool):
        return _COMPARISONS[sign](to_text(left), to_text(right))
    of_left = number(left)
    of_right = number(right) if of_left is not None else None
    if of_right is not None:
        return _COMPARISONS[sign](of_left, of_right)
    return _COMPARISONS[sign](to_text(left), to_text(right))


def _concatenated(left, right):
    # With a list it is null: not documented.
    if left is None or right is None or isinstance(left, list) or isinstance(right, list):
        return None
    return to_text(left) + to_text(right)


def _calculated(operation, left, right):
    if left is None or right is None:
        return None
    of_left, of_right = number(left), number(right)
    if of_left is not None and of_right is not None:
        return operation(of_left, of_right)
    both_text = of_left is None and of_right is None
    if operation is _ARITHMETIC["+"] and both_text:
        return _concatenated(left, right)
    return None


def _remainder(left, right):
    if not right:
        return None
    remainder = math.fmod(left, right)
    return int(remainder) if isinstance(left, int) and isinstance(right, int) else remainder
