"""The commands that take rows as they come: COMMANDS has a function for each, of
a Context (searcher.py), the command and the Table before it.
"""

import charts
import combining
import expressions
import lookup_commands
import stats
from functions import regex
from language import SplError, unquoted
from table import Table
from values import as_list, number, of_list, sort_key, to_text, wildcard


# --- which rows --------------------------------------------------------------

def search(context, command, table):
    fits = context.search(command.where)
    return table.with_rows([row for row in table.rows if fits(row)])


def where(context, command, table):
    if command.tree[0] in ("literal", "calculate"):
        raise SplError("where needs a condition", command.position)
    condition = expressions.compile_tree(command.tree, context.moment)
    return table.with_rows([row for row in table.rows if condition(row)])


def regex_(context, command, table):
    field = command.field or "_raw"
    search_for = regex(unquoted(command.pattern)).search
    negated = command.sign == "!="

    def fits(row):
        values = as_list(row.get(field))
        return any(search_for(value) for value in values) != negated
    return table.with_rows([row for row in table.rows if fits(row)])


def head(context, command, table):
    return table.with_rows(table.rows[:int(command.count or 10)])


def tail(context, command, table):
    """The last ones, the very last first."""
    count = int(command.count or 10)
    return table.with_rows(table.rows[::-1][:count])


def dedup(context, command, table):
    most, seen, rows = int(command.count or 1), {}, []
    for row in table.rows:
        key = tuple(str(row.get(name)) for name in command.names)
        if any(name not in row for name in command.names):
            if command.options.get("keepempty"):
                rows.append(row)
            continue
        seen[key] = seen.get(key, 0) + 1
        if seen[key] <= most:
            rows.append(row)
    return table.with_rows(rows)


def sort(context, command, table):
    """Without a limit 10000 rows, with 0 all. What is null comes last."""
    rows = list(table.rows)
    for key in reversed(command.keys):
        having = [row for row in rows if key.field in row]
        lacking = [row for row in rows if key.field not in row]
        order = _ORDERS.get(key.kind, sort_key)
        having.sort(key=lambda row: order(_single(row[key.field])), reverse=key.descending)
        rows = having + lacking
    limit = 10000 if command.limit is None else int(command.limit)
    return table.with_rows(rows[:limit] if limit else rows)


def _single(value):
    return value[0] if isinstance(value, list) else value


_ORDERS = {
    "str": str,
    "num": lambda value: (0, number(value)) if number(value) is not None else (1, 0),
    "ip": lambda value: [int(part) if part.isdigit() else 0 for part in value.split(".")],
}


# --- which fields ------------------------------------------------------------

def fields(context, command, table):
    tests = [wildcard(name, ignore_case=False) for name in command.names]

    def named(name):
        return any(test(name) for test in tests)
    if command.sign == "-":
        kept = [name for name in table.fields if not named(name)]
    else:
        # _time and _raw stay unless they are taken away.
        kept = _expanded(command.names, table.fields)
        kept += [name for name in table.fields if name in ("_time", "_raw") and name not in kept]
    return _projected(table, kept)


def table_(context, command, table):
    return _projected(table, _expanded(command.names, table.fields))


def _expanded(names, have):
    """The names, those with * replaced by the fields that fit."""
    expanded = []
    for name in names:
        if "*" in name:
            test = wildcard(name, ignore_case=False)
            expanded += [field for field in have if test(field) and not
                         (field.startswith("_") and not name.startswith("_"))]
        else:
            expanded.append(str(name))
    return list(dict.fromkeys(expanded))


def _projected(table, kept):
    return Table([{name: row[name] for name in kept if name in row} for row in table.rows], kept)


def rename(context, command, table):
    renamed = {}
    for old, new in command.pairs:
        if old.count("*") != new.count("*"):
            raise SplError("%s and %s have not as many *" % (old, new), command.position)
        if "*" not in old:
            renamed[old] = new
            continue
        pattern = regex("^" + "(.*)".join(map(_escaped, old.split("*"))) + "$")
        for name in table.fields:
            found = pattern.search(name)
            if found:
                parts = iter(found.groups())
                renamed[name] = "".join(next(parts) if mark == "*" else mark for mark in new)
    # What has the new name already is gone.
    gone = set(renamed.values()) - set(renamed)
    rows = [{renamed.get(name, name): value for name, value in row.items()
             if name not in gone or not any(old in row for old, new in renamed.items()
                                            if new == name)} for row in table.rows]
    if not table.known:
        return Table(rows)
    names = [renamed.get(name, name) for name in table.fields if name not in gone]
    return Table(rows, names)


def _escaped(text):
    return "".join("\\" + mark if not mark.isalnum() and mark != "_" else mark for mark in text)


# --- what is in a field ------------------------------------------------------

def eval_(context, command, table):
    steps = []
    for name, tree, position in command.assignments:
        if expressions.is_boolean(tree):
            raise SplError("%s cannot be true or false: use if()" % name, position)
        steps.append((name, expressions.compile_tree(tree, context.moment)))
    rows = []
    for row in table.rows:
        row = dict(row)
        for name, expression in steps:
            value = expression(row)
            if value is None:
                row.pop(name, None)
            else:
                row[name] = to_text(value)
        rows.append(row)
    return table.with_rows(rows, [name for name, _ in steps])


def fillnull(context, command, table):
    value = "0" if command.value is None else unquoted(command.value)
    names = command.names or table.fields
    rows = [{**{name: value for name in names if name not in row}, **row} for row in table.rows]
    return table.with_rows(rows, names)


def mvexpand(context, command, table):
    limit = int(command.limit or 0)
    rows = []
    for row in table.rows:
        values = row.get(command.field)
        if not isinstance(values, list):
            rows.append(row)
            continue
        rows += [{**row, command.field: value} for value in (values[:limit] if limit else values)]
    return table.with_rows(rows)


def makemv(context, command, table):
    options = command.options
    if "tokenizer" in options:
        pattern = regex(options["tokenizer"])
        cut = lambda text: [found.group(1) for found in pattern.finditer(text)]  # noqa: E731
    else:
        delimiter = options.get("delim", " ")
        cut = lambda text: [part for part in text.split(delimiter)  # noqa: E731
                            if part or options.get("allowempty")]
    rows = []
    for row in table.rows:
        value = row.get(command.field)
        if isinstance(value, str):
            row = {**row, command.field: of_list(cut(value))}
            if row[command.field] is None:
                del row[command.field]
        rows.append(row)
    return table.with_rows(rows)


def rex(context, command, table):
    pattern = regex(unquoted(command.pattern))
    if not pattern.groupindex:
        raise SplError("rex needs a named group", command.position)
    field, most = command.options.get("field", "_raw"), command.options.get("max_match", 1)
    rows = []
    for row in table.rows:
        found = [match for value in as_list(row.get(field)) for match in pattern.finditer(value)]
        found = found[:most] if most else found
        added = {name: of_list([match[name] for match in found if match[name] is not None])
                 for name in pattern.groupindex}
        rows.append({**row, **{name: value for name, value in added.items()
                               if value is not None}})
    return table.with_rows(rows, list(pattern.groupindex))


COMMANDS = {
    "search": search, "where": where, "regex": regex_, "head": head, "tail": tail,
    "dedup": dedup, "sort": sort, "fields": fields, "table": table_, "rename": rename,
    "eval": eval_, "fillnull": fillnull, "mvexpand": mvexpand, "makemv": makemv, "rex": rex,
    "bin": charts.bin_, "timechart": charts.timechart, "chart": charts.chart,
    "top": charts.top, "rare": charts.rare, "stats": stats.stats,
    "eventstats": stats.eventstats, "streamstats": stats.streamstats,
    "lookup": lookup_commands.lookup, "inputlookup": lookup_commands.inputlookup,
    "outputlookup": lookup_commands.outputlookup, "append": combining.append,
    "appendpipe": combining.appendpipe, "appendcols": combining.appendcols,
    "makeresults": combining.makeresults, "addinfo": combining.addinfo,
    "format": combining.format_, "return": combining.return_,
    "transpose": combining.transpose, "tstats": combining.tstats,
}
# These begin a search.
GENERATING = {"makeresults", "inputlookup", "tstats"}
