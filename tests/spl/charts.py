"""The commands timechart, chart, top, rare and bin: what makes tables of counts.
"""

import collections
import itertools

import relative_time
from language import SplError
from stats import Group, keys_of, makers_of
from table import Table
from values import as_list, number, sort_key, to_text

OTHER, NULL = "OTHER", "NULL"
# timechart without span takes the shortest of these that gives so many at most.
MOST_BUCKETS = 100
SPANS = ("1s", "5s", "10s", "30s", "1m", "5m", "10m", "30m", "1h", "1d", "1mon")
ZERO_WHERE_EMPTY = ("count", "dc", "distinct_count")


# --- bin ---------------------------------------------------------------------

def bin_(context, command, table):
    into = command.into
    count, unit = relative_time.span(command.span)
    if unit is None and command.field == "_time":
        unit = "s"
    if unit is not None and command.field != "_time":
        raise SplError("a span of time for %s" % command.field, command.position)

    def binned(row):
        value = number(row.get(command.field))
        if value is None:
            return row
        if unit is not None:
            return {**row, into: str(relative_time.floor(value, count, unit))}
        low = value // count * count
        return {**row, into: "%s-%s" % (to_text(low), to_text(low + count))}
    return table.with_rows([binned(row) for row in table.rows], [into])


# --- timechart ---------------------------------------------------------------

def timechart(context, command, table):
    options = command.options
    rows = [row for row in table.rows if number(row.get("_time")) is not None]
    first, last = _range(context, rows)
    count, unit = relative_time.span(options.get("span") or _default_span(first, last))
    if unit is None:
        unit = "s"
    binned = [{**row, "_time": relative_time.floor(number(row["_time"]), count, unit)}
              for row in rows]
    buckets = []
    at = relative_time.floor(first, count, unit) if rows else last
    while at < last or rows and at == first:
        buckets.append(at)
        at = relative_time.next_span(at, count, unit)
    pivot = _Pivot(context, command.aggregates, options)
    return pivot.table("_time", binned, command.by, buckets)


def _range(context, rows):
    """From when until when: the search's range; all of time is as long as the
    events are."""
    times = [number(row["_time"]) for row in rows]
    first = context.earliest or min(times, default=0)
    last = context.latest if context.latest is not None else max(times, default=0)
    return first, max([last] + [time + 0.001 for time in times])


def _default_span(first, last):
    for text in SPANS[:-1]:
        count, unit = relative_time.span(text)
        if (last - first) / (count * relative_time.SECONDS[unit]) <= MOST_BUCKETS:
            return text
    return SPANS[-1]


# --- chart -------------------------------------------------------------------

def chart(context, command, table):
    pivot = _Pivot(context, command.aggregates, command.options)
    return pivot.table(command.rows.over, table.rows, command.rows.by)


class _Pivot:
    """Rows of one field, columns of the values of another."""

    def __init__(self, context, aggregates, options):
        self._aggregates = aggregates
        self._makers = makers_of(aggregates, context.moment)
        self._limit = options.get("limit", 10)
        self._useother = options.get("useother", True)
        self._usenull = options.get("usenull", True)

    def table(self, over, rows, by, all_keys=None):
        if by is None:
            cells = self._cells(over, rows, lambda row: [None])
            columns = [None]
        else:
            chosen, rest = self._series(over, rows, by)
            cells = self._cells(over, rows, lambda row: self._columns_of(row, by, chosen))
            columns = chosen + [name for name in (OTHER, NULL)
                                if any(name == column for _, column in cells)
                                and name not in chosen]
        keys = all_keys if rows and all_keys is not None else \
            sorted({key for key, _ in cells}, key=sort_key)
        made, names = [], []
        for key in keys:
            row = {over: to_text(key)}
            for column in columns:
                row.update(self._cell(cells.get((key, column)), column))
            made.append(row)
        for column in columns:
            names += [self._name(aggregate, column) for aggregate in self._aggregates]
        return Table(made, [over] + names)

    def _cells(self, over, rows, columns_of):
        cells = {}
        for row in rows:
            for key, column in itertools.product(as_list(row.get(over)), columns_of(row)):
                group = cells.get((key, column))
                if group is None:
                    group = cells[key, column] = Group(self._makers)
                group.add(row)
        return cells

    def _columns_of(self, row, by, chosen):
        values = as_list(row.get(by))
        if not values:
            return [NULL] if self._usenull else []
        return [value if value in chosen else OTHER for value in values
                if value in chosen or self._useother]

    def _series(self, over, rows, by):
        """The columns: those whose cells have the greatest sum, by name."""
        with_value = [row for row in rows if row.get(by) is not None]
        cells = self._cells(over, with_value, lambda row: as_list(row.get(by)))
        score = collections.Counter()
        for (_, column), group in cells.items():
            values = list(group.values().values())
            score[column] += number(values[0]) or 0 if values and isinstance(values[0], str) else 0
        order = sorted(score, key=lambda column: (-score[column], column))
        chosen = order[:self._limit] if self._limit else order
        return sorted(chosen, key=sort_key), order[len(chosen):]

    def _cell(self, group, column):
        values = group.values() if group else {}
        cell = {}
        for aggregate in self._aggregates:
            value = values.get(aggregate.name)
            if value is None and aggregate.function in ZERO_WHERE_EMPTY:
                value = "0"
            if value is not None:
                cell[self._name(aggregate, column)] = value
        return cell

    def _name(self, aggregate, column):
        if column is None:
            return aggregate.name
        return column if len(self._aggregates) == 1 else "%s: %s" % (aggregate.name, column)


# --- top and rare ------------------------------------------------------------

def top(context, command, table):
    return _frequent(command, table, descending=True)


def rare(context, command, table):
    return _frequent(command, table, descending=False)


def _frequent(command, table, descending):
    options, by, names = command.options, command.by or [], list(command.names)
    limit = int(command.count) if command.count is not None else options.get("limit", 10)
    counts = {}
    for row in table.rows:
        for group in keys_of(row, by):
            for values in keys_of(row, names):
                counts.setdefault(group, collections.Counter())[values] += 1
    count_field = options.get("countfield", "count")
    percent_field = options.get("percentfield", "percent")
    rows = []
    for group in sorted(counts):
        counter = counts[group]
        order = sorted(counter, key=lambda values: (
            -counter[values] if descending else counter[values], values))
        entries = [(values, counter[values]) for values in (order[:limit] if limit else order)]
        others = sum(counter.values()) - sum(count for _, count in entries)
        if options.get("useother", False) and others:
            entries.append(((OTHER,) * len(names), others))
        for values, count in entries:
            rows.append({**dict(zip(by, group)), **dict(zip(names, values)),
                         count_field: str(count),
                         percent_field: "%.6f" % (100 * count / sum(counter.values()))})
    fields = by + names
    for field, option in ((count_field, "showcount"), (percent_field, "showperc")):
        if options.get(option, True):
            fields = fields + [field]
    return Table([{name: row[name] for name in fields} for row in rows], fields)
