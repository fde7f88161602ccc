"""The commands that run other searches, make rows or turn them: append and its
like, makeresults, tstats, format, return, transpose."""

import relative_time
import stats
from language import SplError, is_true
from table import Table
from values import as_list, number, to_text

INDEXED = ("_time", "index", "host", "source", "sourcetype")


def append(context, command, table):
    other = context.run_inner(command.commands)
    fields = table.fields + [name for name in other.fields if name not in table.fields]
    return Table(table.rows + other.rows, fields)


def appendpipe(context, command, table):
    """The commands see the rows so far; what they give comes behind them."""
    copy = table.with_rows([dict(row) for row in table.rows])
    other = context.run_inner(command.commands, copy)
    fields = table.fields + [name for name in other.fields if name not in table.fields]
    return Table(table.rows + other.rows, fields)


def appendcols(context, command, table):
    other = context.run_inner(command.commands)
    override = command.override is not None and is_true(command.override)
    rows = []
    for index in range(max(len(table.rows), len(other.rows))):
        one = table.rows[index] if index < len(table.rows) else {}
        two = other.rows[index] if index < len(other.rows) else {}
        rows.append({**one, **two} if override else {**two, **one})
    fields = table.fields + [name for name in other.fields if name not in table.fields]
    return Table(rows, fields)


def makeresults(context, command, table):
    return Table([{"_time": to_text(int(context.now))}
                  for _ in range(int(command.count or 1))], ["_time"])


def addinfo(context, command, table):
    info = {"info_min_time": "%.3f" % (context.earliest or 0),
            "info_max_time": "+Infinity" if context.latest is None else "%.3f" % context.latest,
            "info_search_time": "%.3f" % context.now, "info_sid": "test"}
    return table.with_rows([{**row, **info} for row in table.rows], list(info))


# --- subsearches -------------------------------------------------------------

def format_(context, command, table):
    return Table([{"search": as_search(table)}], ["search"])


def as_search(table):
    """The text of a subsearch's results: that of its field `search` where it has
    one, else each row as ( a="1" AND b="2" ), joined by OR."""
    if [name for name in table.fields if not name.startswith("_")] == ["search"]:
        return " OR ".join(row["search"] for row in table.rows if "search" in row)
    rows = []
    for row in table.rows:
        terms = []
        for name in table.fields:
            values = ['%s="%s"' % (name, value.replace("\\", "\\\\").replace('"', '\\"'))
                      for value in as_list(row.get(name)) if not name.startswith("_")]
            if values:
                terms.append(values[0] if len(values) == 1 else "( %s )" % " OR ".join(values))
        if terms:
            rows.append("( %s )" % " AND ".join(terms))
    return "( %s )" % " OR ".join(rows) if rows else "NOT ()"


def return_(context, command, table):
    """One row unless a number says otherwise; $name gives the value alone."""
    terms = []
    for row in table.rows[:int(command.count or 1)]:
        parts = []
        for alias, name in command.items:
            for value in as_list(row.get(name))[:1]:
                value = '"%s"' % value.replace("\\", "\\\\").replace('"', '\\"')
                # A value alone is a term as it is.
                parts.append(value[1:-1] if alias is None and '"' not in value[1:-1]
                             and " " not in value else value if alias is None
                             else "%s=%s" % (alias, value))
        if parts:
            terms.append("(%s)" % " ".join(parts) if len(parts) > 1 else parts[0])
    return Table([{"search": " OR ".join(terms)}] if terms else [], ["search"])


# --- other forms -------------------------------------------------------------

def transpose(context, command, table):
    """The first rows become columns, five unless a number says otherwise; 0 is
    all."""
    options, count = command.options, int(command.count) if command.count is not None else 5
    header = options.get("header_field")
    rows = table.rows[:count] if count else table.rows
    names = [to_text(as_list(row.get(header, ""))[0]) if header else "row %d" % (index + 1)
             for index, row in enumerate(rows)]
    column = options.get("column_name", "column")
    made = []
    for field in table.fields:
        if field == header or field.startswith("_") and field != "_time":
            continue
        values = {name: row[field] for name, row in zip(names, rows) if field in row}
        if values or options.get("include_empty", True):
            made.append({column: field, **values})
    return Table(made, [column] + names)


def tstats(context, command, table):
    """Of what the index itself knows of events, never of extracted fields."""
    by = [name for name, _ in command.by]
    used = by + [aggregate.of for aggregate in command.aggregates if aggregate.of is not None]
    for name in used:
        if name not in INDEXED:
            raise SplError("tstats knows %s, not %s" % (" ".join(INDEXED), name),
                           command.position)
    rows = [{name: row[name] for name in INDEXED if name in row}
            for row in context.events(command.where)]
    for name, span in command.by:
        if span is not None and name != "_time":
            raise SplError("span= is for _time, not for %s" % name, command.position)
        if span is not None:
            count, unit = relative_time.span(str(span))
            for row in rows:
                row["_time"] = str(relative_time.floor(number(row["_time"]), count, unit or "s"))
    groups = stats.grouped(rows, command.aggregates, by, context.moment)
    made = [dict(zip(by, key)) | group.values() for key, group in groups.items()]
    return Table(made, by + [aggregate.name for aggregate in command.aggregates])
