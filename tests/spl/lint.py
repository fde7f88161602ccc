"""Finds what is wrong in a search before it runs: what is not in the language or
not in the app, fields that nothing gives, and what the app forbids itself:
leading wildcards and real time. join, transaction and map are not in the language.
"""

import combining
import expressions
import known_fields
import search_terms
import stats
from functions import regex
from language import SplError, unquoted
from lookup_table import unknown_columns
from searcher import Context, TimeRange
from values import wildcard


def lint(spl, searcher, start="pipeline", fields=None):
    """The problems of a search, as texts. `fields` are those that the rows before
    a chain have (start="chain"); None is any."""
    try:
        text = searcher.expanded(spl)
        commands = searcher.tree(spl, start)
    except SplError as error:
        return [str(error)]
    reader = _Reader(searcher, text)
    reader.commands(commands, fields if start == "chain" else _NOTHING)
    return reader.problems


def fields_after(spl, searcher, start="pipeline", fields=None):
    """The names that the rows of a search have, for the lint of its chains; None
    where only the data tell."""
    reader = _Reader(searcher, searcher.expanded(spl))
    return reader.commands(searcher.tree(spl, start), fields if start == "chain" else _NOTHING)


# What there is before the first command.
_NOTHING = frozenset()


class _Reader:
    """Follows the names of fields from command to command. A set of names is
    those that rows may have; None is any name."""

    def __init__(self, searcher, text):
        self._searcher = searcher
        self._text = text
        self._context = Context(searcher, TimeRange("0", "now"))
        self._moment = expressions.Moment(searcher.now, self._eval_subsearch)
        self.problems = []

    def commands(self, commands, names):
        for index, command in enumerate(commands):
            before = names
            if index == 0 and names is _NOTHING and command.name == "search":
                names = known_fields.of_events(self._searcher)
            try:
                names = getattr(self, "_" + command.name)(command, names)
            except SplError as error:
                error.text = error.text or self._text
                if error.position is None:
                    error.position = command.position
                self.problems.append(str(error))
                names = before
        return names

    def _problem(self, message, position):
        self.problems.append(str(SplError(message, position, self._text)))

    def _need(self, wanted, names, position):
        """Every name of `wanted` is given by something."""
        for name in wanted:
            if names is None or "*" in name or name in names:
                continue
            self._problem("nothing gives the field %s" % name, getattr(name, "position", position))

    def _expression(self, tree, names, position):
        expressions.compile_tree(tree, self._moment)
        self._need(sorted(expressions.fields_of(tree)), names, position)

    def _eval_subsearch(self, commands):
        self.commands(commands, _NOTHING)
        return "null()"

    def _aggregates(self, command, names):
        stats.makers_of(command.aggregates, self._moment)
        for aggregate in command.aggregates:
            if isinstance(aggregate.of, tuple):
                self._expression(aggregate.of[1], names, aggregate.position)
            elif aggregate.of is not None:
                self._need([aggregate.of], names, aggregate.position)
        return {str(aggregate.name) for aggregate in command.aggregates}

    # --- searching

    def _search(self, command, names):
        self._terms(command.where, names)
        return names

    def _terms(self, tree, names, of_events=None):
        if of_events is None:
            of_events = names is not None and "_raw" in names
        for term in search_terms.terms_of(tree):
            if term[0] == "subsearch":
                self.commands(term[1], _NOTHING)
                continue
            values = [term] if term[0] == "text" else \
                [term[3]] if term[0] == "compare" else term[2]
            for _, text, position in [value for value in values if value[0] != "subsearch"]:
                # In a lookup it costs nothing.
                if of_events and text.startswith("*") and text.strip("*"):
                    self._problem("a leading wildcard reads every event: %s" % text, position)
            if term[0] != "text":
                self._comparison(term, values, names)

    def _comparison(self, term, values, names):
        name, position = term[1], term[-1]
        self._need([name], names, position)
        for value in values:
            if value[0] == "subsearch":
                self.commands(value[1], _NOTHING)
                continue
            if name in search_terms.TIME_WORDS and value[1].startswith("rt"):
                self._problem("real time", value[2])
            if name in ("eventtype", "tag"):
                self._context.event_type(name, value[1], position)

    def _where(self, command, names):
        self._expression(command.tree, names, command.position)
        return names

    def _regex(self, command, names):
        regex(unquoted(command.pattern))
        self._need([command.field or "_raw"], names, command.position)
        return names

    def _head(self, command, names):
        return names

    _tail = _head

    def _dedup(self, command, names):
        self._need(command.names, names, command.position)
        return names

    def _sort(self, command, names):
        self._need([key.field for key in command.keys], names, command.position)
        return names

    # --- fields

    def _fields(self, command, names):
        tests = [wildcard(name, ignore_case=False) for name in command.names]
        if command.sign == "-":
            return None if names is None else {
                name for name in names if not any(test(name) for test in tests)}
        self._need(command.names, names, command.position)
        return self._named(command.names, names) | {"_time", "_raw"}

    def _table(self, command, names):
        self._need(command.names, names, command.position)
        return self._named(command.names, names)

    @staticmethod
    def _named(wanted, names):
        named = {str(name) for name in wanted if "*" not in name}
        for name in wanted:
            if "*" in name:
                test = wildcard(name, ignore_case=False)
                named |= {other for other in names or () if test(other)}
        return named

    def _rename(self, command, names):
        for old, new in command.pairs:
            self._need([old], names, command.position)
            if names is not None and "*" not in old:
                names = (names - {old}) | {str(new)}
            elif "*" in old:
                names = None
        return names

    def _eval(self, command, names):
        for name, tree, position in command.assignments:
            if expressions.is_boolean(tree):
                self._problem("%s cannot be true or false: use if()" % name, position)
            self._expression(tree, names, position)
            names = None if names is None else names | {name}
        return names

    def _fillnull(self, command, names):
        return None if names is None else names | set(map(str, command.names or ()))

    def _mvexpand(self, command, names):
        self._need([command.field], names, command.position)
        return names

    _makemv = _mvexpand

    def _rex(self, command, names):
        self._need([command.options.get("field", "_raw")], names, command.position)
        groups = set(regex(unquoted(command.pattern)).groupindex)
        if not groups:
            self._problem("rex needs a named group", command.position)
        return None if names is None else names | groups

    def _bin(self, command, names):
        self._need([command.field], names, command.position)
        return None if names is None else names | {str(command.into)}

    # --- statistics

    def _stats(self, command, names):
        made = self._aggregates(command, names)
        self._need(command.by or [], names, command.position)
        return made | set(map(str, command.by or ()))

    def _eventstats(self, command, names):
        made = self._stats(command, names)
        return None if names is None else names | made

    _streamstats = _eventstats

    def _timechart(self, command, names):
        made = self._aggregates(command, names)
        self._need(["_time"] + ([command.by] if command.by else []), names, command.position)
        return None if command.by else made | {"_time"}

    def _chart(self, command, names):
        made = self._aggregates(command, names)
        rows = command.rows
        self._need([name for name in (rows.over, rows.by) if name], names, command.position)
        return None if rows.by else made | {str(rows.over)}

    def _top(self, command, names):
        wanted = list(command.names) + list(command.by or ())
        self._need(wanted, names, command.position)
        made = set(map(str, wanted))
        if command.options.get("showcount", True):
            made.add(str(command.options.get("countfield", "count")))
        if command.options.get("showperc", True):
            made.add(str(command.options.get("percentfield", "percent")))
        return made

    _rare = _top

    def _tstats(self, command, names):
        if command.where is not None:
            self._terms(command.where, set(combining.INDEXED) | set(search_terms.TIME_WORDS),
                        of_events=True)
        made = self._aggregates(command, set(combining.INDEXED))
        by = [name for name, _ in command.by]
        self._need(by, set(combining.INDEXED), command.position)
        return made | set(map(str, by))

    # --- lookups

    def _lookup(self, command, names):
        table = self._searcher.lookup(command.table)
        pairs = command.output.pairs if command.output else []
        for column in unknown_columns(table, [column for column, _ in command.keys + pairs]):
            self._problem("lookup %s has no column %s" % (command.table, column), column.position)
        self._need([field or column for column, field in command.keys], names, command.position)
        if command.output is None:
            made = set(table.columns)
        else:
            made = {str(field or column) for column, field in pairs}
        return None if names is None else names | made

    def _inputlookup(self, command, names):
        columns = set(self._searcher.lookup(command.table).columns) | {"_key"}
        if command.where is not None:
            self._terms(command.where, columns)
        return None if names is None else columns | (names if command.append else set())

    def _outputlookup(self, command, names):
        settings = self._context.lookup_settings(command.table)
        if "collection" in settings:
            columns = set(self._context.stored(command.table)[0]) | {"_key"}
            for name in sorted(names or ()):
                if name not in columns and not name.startswith("_"):
                    self._problem("%s keeps no field %s" % (command.table, name),
                                  command.position)
        return names

    # --- other searches

    def _append(self, command, names):
        other = self.commands(command.commands, _NOTHING)
        return None if names is None or other is None else names | other

    _appendcols = _append

    def _appendpipe(self, command, names):
        other = self.commands(command.commands, names)
        return None if names is None or other is None else names | other

    def _makeresults(self, command, names):
        return {"_time"}

    def _addinfo(self, command, names):
        return None if names is None else names | {
            "info_min_time", "info_max_time", "info_search_time", "info_sid"}

    def _format(self, command, names):
        return {"search"}

    def _return(self, command, names):
        self._need([name for _, name in command.items], names, command.position)
        return {"search"}

    def _transpose(self, command, names):
        return None
