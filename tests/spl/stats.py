"""Statistics of stats, chart and their like, and the commands stats, eventstats,
streamstats and tstats. An accumulator takes rows one by one and tells its value.
"""

import collections
import itertools
import math
import re
import statistics

import expressions
from language import SplError
from table import Table
from values import as_list, number, of_list, to_text

MOST_IN_LIST = 100


# --- accumulators ------------------------------------------------------------

class _Collected:
    """All values, and of them whatever `finish` makes."""

    def __init__(self, values_of, finish):
        self._values_of = values_of
        self._finish = finish
        self._values = []

    def add(self, row):
        self._values += self._values_of(row)

    def value(self):
        return self._finish(self._values)


class _Count:
    def __init__(self, values_of):
        self._values_of = values_of
        self._count = 0

    def add(self, row):
        self._count += 1 if self._values_of is None else len(self._values_of(row))

    def value(self):
        return self._count


class _Running:
    """What needs the value so far only: streamstats asks after each row."""

    def __init__(self, values_of, step):
        self._values_of = values_of
        self._step = step
        self._value = None

    def add(self, row):
        for value in self._values_of(row):
            self._value = self._step(self._value, value)

    def value(self):
        return self._value


class _InTime:
    """The value of the first or the last row in time, or its time."""

    def __init__(self, values_of, later, gives_time):
        self._values_of = values_of
        self._later = later
        self._gives_time = gives_time
        self._time = None
        self._value = None

    def add(self, row):
        time, values = number(row.get("_time")), self._values_of(row)
        if time is None or not values:
            return
        if self._time is None or (time > self._time if self._later else time < self._time):
            self._time = time
            self._value = of_list(values)

    def value(self):
        return self._time if self._gives_time else self._value


def _numbers(finish):
    def of_values(values):
        numbers = [found for found in map(number, values) if found is not None]
        return finish(numbers) if numbers else None
    return of_values


def _extreme(choose):
    """By size where all are numbers, else by characters, as documented."""
    def of_values(values):
        if not values:
            return None
        if all(number(value) is not None for value in values):
            return choose(values, key=number)
        return choose(values)
    return of_values


def _percentile(percent):
    # The nearest rank, as documented for less than 1000 different values.
    def of_numbers(numbers):
        return sorted(numbers)[max(math.ceil(percent / 100 * len(numbers)), 1) - 1]
    return _numbers(of_numbers)


def _mode(values):
    return collections.Counter(values).most_common(1)[0][0] if values else None


FINISH = {
    "dc": lambda values: len(set(values)),
    "values": lambda values: of_list(sorted(set(values))),
    "list": lambda values: of_list(values[:MOST_IN_LIST]),
    "min": _extreme(min),
    "max": _extreme(max),
    "avg": _numbers(statistics.fmean),
    # Of an even number the greater of the two in the middle, as documented.
    "median": _numbers(lambda numbers: sorted(numbers)[len(numbers) // 2]),
    "mode": _mode,
    "range": _numbers(lambda numbers: max(numbers) - min(numbers)),
    "stdev": _numbers(lambda numbers: statistics.stdev(numbers) if len(numbers) > 1 else 0),
}
STEPS = {
    "first": lambda so_far, value: value if so_far is None else so_far,
    "last": lambda _, value: value,
    "sum": lambda so_far, value: so_far if number(value) is None else
    (so_far or 0) + number(value),
}
ALIASES = {"distinct_count": "dc", "mean": "avg"}
IN_TIME = {"earliest": (False, False), "latest": (True, False), "earliest_time": (False, True),
           "latest_time": (True, True)}
PERCENTILE = re.compile(r"(?:perc|p|exactperc)(\d+(?:\.\d+)?)")


def accumulator(aggregate, moment=expressions.NO_MOMENT):
    """A function that makes an accumulator for `aggregate`."""
    values_of = _values_of(aggregate, moment)
    function = ALIASES.get(aggregate.function, aggregate.function)
    if function == "count":
        return lambda: _Count(values_of)
    percentile = PERCENTILE.fullmatch(function)
    if not (function in FINISH or function in STEPS or function in IN_TIME or percentile):
        raise SplError("unknown statistic %s" % function, aggregate.position)
    if values_of is None:
        raise SplError("%s needs a field" % function, aggregate.position)
    if function in IN_TIME:
        return lambda: _InTime(values_of, *IN_TIME[function])
    if function in STEPS:
        return lambda: _Running(values_of, STEPS[function])
    finish = _percentile(float(percentile[1])) if percentile else FINISH[function]
    return lambda: _Collected(values_of, finish)


def _values_of(aggregate, moment):
    if isinstance(aggregate.of, tuple):
        if not aggregate.named:
            raise SplError("an eval in a statistic needs AS", aggregate.position)
        expression = expressions.compile_tree(aggregate.of[1], moment)

        def worked_out(row):
            value = expression(row)
            return [] if value is None or value is False else as_list(to_text(value))
        return worked_out
    name = aggregate.of
    if name is None:
        return None
    if "*" in name:
        raise SplError("a statistic of %s" % name, aggregate.position)
    return lambda row: as_list(row.get(name))


class Group:
    """The accumulators of rows that belong together."""

    def __init__(self, makers):
        self._accumulators = [(name, make()) for name, make in makers]

    def add(self, row):
        for _, one in self._accumulators:
            one.add(row)

    def values(self):
        """{name: text or list} of what is not null."""
        return {name: to_text(value) for name, value in
                ((name, one.value()) for name, one in self._accumulators) if value is not None}


def makers_of(aggregates, moment):
    names = [aggregate.name for aggregate in aggregates]
    for aggregate in aggregates:
        if names.count(aggregate.name) > 1:
            raise SplError("%s stands twice" % aggregate.name, aggregate.position)
    return [(aggregate.name, accumulator(aggregate, moment)) for aggregate in aggregates]


def keys_of(row, by):
    """The groups that a row belongs to: one for each value of a list; none where
    a field is missing."""
    return itertools.product(*[as_list(row.get(name)) for name in by])


def grouped(rows, aggregates, by, moment):
    """{key: Group}, the keys in the order of their characters: the order of
    Splunk is not documented."""
    makers = makers_of(aggregates, moment)
    groups = {}
    for row in rows:
        for key in keys_of(row, by):
            group = groups.get(key)
            if group is None:
                group = groups[key] = Group(makers)
            group.add(row)
    if not by and not groups and any(a.function in ("count", "dc") for a in aggregates):
        groups[()] = Group(makers)
    return {key: groups[key] for key in sorted(groups)}


# --- commands ----------------------------------------------------------------

def stats(context, command, table):
    by = command.by or []
    groups = grouped(table.rows, command.aggregates, by, context.moment)
    rows = [dict(zip(by, key)) | group.values() for key, group in groups.items()]
    return Table(rows, list(by) + [aggregate.name for aggregate in command.aggregates])


def eventstats(context, command, table):
    by = command.by or []
    values = {key: group.values() for key, group in
              grouped(table.rows, command.aggregates, by, context.moment).items()}
    rows = []
    for row in table.rows:
        key = next(keys_of(row, by), None)
        rows.append(row if key is None else {**row, **values[key]})
    return table.with_rows(rows, [aggregate.name for aggregate in command.aggregates])


def streamstats(context, command, table):
    """Of the rows so far: with window of the last ones, with global=f of each
    group's own last ones."""
    options, by = command.options, command.by or []
    window, current = options.get("window", 0), options.get("current", True)
    makers = makers_of(command.aggregates, context.moment)
    running, recent, rows = {}, {}, []
    for row in table.rows:
        key = next(keys_of(row, by), None)
        if window:
            own = None if options.get("global", True) else key
            kept = recent.setdefault(own, collections.deque(maxlen=window))
        if current and window:
            kept.append((key, row))
        if key is None:
            rows.append(row)
            continue
        if window:
            group = Group(makers)
            for other, earlier in kept:
                if other == key:
                    group.add(earlier)
        else:
            group = running.setdefault(key, Group(makers))
        if current and not window:
            group.add(row)
        rows.append({**row, **group.values()})
        if not current and window:
            kept.append((key, row))
        elif not current:
            group.add(row)
    return table.with_rows(rows, [aggregate.name for aggregate in command.aggregates])
