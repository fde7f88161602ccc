"""Runs searches over events as Splunk would, with the macros, event types,
lookups and saved searches of an app."""

import math
import pathlib
import re
import sys
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "app"))

import combining  # noqa: E402
import expressions  # noqa: E402
import macros  # noqa: E402
import relative_time  # noqa: E402
import search_terms  # noqa: E402
from commands import COMMANDS, GENERATING  # noqa: E402
from conf_reader import ROOT, LayeredConf  # noqa: E402
from language import SplError, parse  # noqa: E402
from lookup_table import LookupTable, read_csv  # noqa: E402
from table import Table  # noqa: E402

# A token that nobody has given a value, as $user$ or $form.time.earliest$.
TOKEN = re.compile(r"\$[A-Za-z][\w.:|-]*\$")


class Result:
    """`fields` are names in order, `rows` dicts of text and lists; what is null is
    missing. _time is seconds since 1970, as text."""

    def __init__(self, table, context):
        self.fields = table.fields
        self.rows = table.rows
        self.table = table
        self.context = context

    def column(self, name):
        """What the rows have in a field, None where they have nothing."""
        return [row.get(name) for row in self.rows]


class Searcher:
    """`events` as load_events() of events.py gives them, `now` in seconds since
    1970: where it is not said the next full minute after the newest event, without
    events that after the clock's time. What searches write to lookups stays in memory."""

    def __init__(self, events, app=ROOT, now=None):
        self.app = pathlib.Path(app)
        # Newest first, and of one time what was loaded last, as Splunk gives them.
        self.events = sorted(reversed(list(events)), key=lambda event: -event["_time"])
        self.now = now if now is not None else self._after_the_newest()
        self.searches = []
        self._confs = {}
        self._stored = {}
        self._tables = {}

    def run(self, spl, earliest="-24h@h", latest="now"):
        """The Result of a search. Raises SplError."""
        return self._run(spl, "pipeline", TimeRange(earliest, latest), None)

    def extend(self, result, spl):
        """The Result of a search that goes on with the rows of another."""
        return self._run(spl, "chain", result.context.range, result.table)

    def saved(self, name):
        """The Result of a saved search over its own time."""
        settings = self.conf("savedsearches.conf").stanza(name)
        if "search" not in settings:
            raise SplError("unknown saved search %s" % name)
        return self.run(settings["search"], settings.get("dispatch.earliest_time", "0"),
                        settings.get("dispatch.latest_time", "now"))

    def conf(self, name):
        if name not in self._confs:
            self._confs[name] = LayeredConf(self.app, name)
        return self._confs[name]

    def expanded(self, spl):
        """The text of a search as it is run: without macros and comments."""
        text = macros.expanded(spl, self.conf("macros.conf"))
        token = TOKEN.search(text)
        if token:
            raise SplError("nobody has set the token %s" % token.group(), token.start(), text)
        return text

    def tree(self, spl, start="pipeline"):
        """The commands of a search."""
        return parse(self.expanded(spl), start)

    def _after_the_newest(self):
        newest = self.events[0]["_time"] if self.events else time.time()
        return math.floor(newest / 60 + 1) * 60

    def _run(self, spl, start, time_range, table):
        self.searches.append(spl)
        text = self.expanded(spl)
        try:
            context = Context(self, time_range)
            return Result(context.run_commands(parse(text, start), table), context)
        except SplError as error:
            error.text = error.text or text
            raise

    # --- lookups

    def lookup_settings(self, name):
        """The stanza of a lookup; of a file by its own name one that names it."""
        settings = self.conf("transforms.conf").stanza(name)
        if "filename" in settings or "collection" in settings:
            return settings
        if re.fullmatch(r"[\w.-]+\.csv", name) and (
                (self.app / "lookups" / name).exists() or ("file", name) in self._stored):
            return {"filename": name}
        return None

    def stored(self, settings):
        """(columns, rows) of what a lookup stands on."""
        key = _storage_key(settings)
        if key in self._stored:
            return self._stored[key]
        if key[0] == "collection":
            return self._new_collection(settings)
        path = self.app / "lookups" / settings["filename"]
        if not path.exists():
            raise SplError("the lookup file %s is not there" % path.name)
        return read_csv(path)

    def store(self, settings, columns, rows):
        self._stored[_storage_key(settings)] = (columns, rows)
        self._tables.clear()

    def lookup(self, name):
        if name not in self._tables:
            settings = self.lookup_settings(name)
            if settings is None:
                raise SplError("unknown lookup %s" % name, getattr(name, "position", None))
            self._tables[name] = LookupTable(settings, *self.stored(settings))
        return self._tables[name]

    def _new_collection(self, settings):
        collection = settings["collection"]
        if collection not in self.conf("collections.conf").names():
            raise SplError("collections.conf has no collection %s" % collection)
        columns = [name.strip() for name in settings.get("fields_list", "").split(",")]
        return [name for name in columns if name], []


def _storage_key(settings):
    return ("collection", settings["collection"]) if "collection" in settings \
        else ("file", settings["filename"])


class TimeRange:
    """From when until when a search is, as texts."""

    def __init__(self, earliest, latest):
        self.earliest = earliest
        self.latest = latest


class Context:
    """One run of a search: what commands need beside their rows."""

    def __init__(self, searcher, time_range):
        self.searcher = searcher
        self.now = searcher.now
        self.moment = expressions.Moment(searcher.now, self.subsearch)
        self._set(time_range)

    def _set(self, time_range):
        self.range = time_range
        self.earliest = relative_time.resolve(time_range.earliest, self.now)
        self.latest = relative_time.resolve(time_range.latest, self.now)

    def run_commands(self, commands, table=None):
        """The Table of commands; the first ones make rows where there are none."""
        for command in commands:
            if table is None:
                table = self._first(command)
            else:
                if command.name in GENERATING and not getattr(command, "append", None):
                    raise SplError("%s can only stand first" % command.name, command.position)
                table = self._run(command, table)
        return table

    def run_inner(self, commands, table=None):
        """As run_commands; what the commands say of time is theirs alone."""
        return Context(self.searcher, self.range).run_commands(commands, table)

    def _first(self, command):
        if command.name == "search":
            return Table(self.events(command.where))
        if command.name not in GENERATING:
            raise SplError("%s cannot stand first" % command.name, command.position)
        return self._run(command, Table([], []))

    def _run(self, command, table):
        try:
            return COMMANDS[command.name](self, command, table)
        except SplError as error:
            if error.position is None and error.text is None:
                error.position = command.position
            raise

    def events(self, where):
        """The rows of the events that a search expression finds, newest first."""
        if where is not None:
            # A subsearch may say from when until when, too.
            where = search_terms.with_results(where, self.subsearch)
            times = search_terms.times_of(where)
            self._set(TimeRange(times.get("earliest", self.range.earliest),
                             times.get("latest", self.range.latest)))
        fits = self.search(where) if where is not None else lambda row: True
        rows = []
        for event in self.searcher.events:
            moment = event["_time"]
            if (self.earliest is None or moment >= self.earliest) and \
                    (self.latest is None or moment < self.latest):
                row = event.row()
                if fits(row):
                    rows.append(row)
        return rows

    def search(self, tree):
        """A search expression as a function of rows."""
        return search_terms.compile_tree(tree, self.subsearch, self.event_type)

    def subsearch(self, commands):
        """The text that a subsearch stands for. Its time is that of the search
        around it."""
        return combining.as_search(self.run_inner(commands))

    def event_type(self, kind, pattern, position):
        """What eventtype=pattern or tag=pattern finds."""
        conf = self.searcher.conf("eventtypes.conf")
        if kind == "tag":
            names = [stanza[len("eventtype="):]
                     for stanza, settings in self.searcher.conf("tags.conf").stanzas
                     if dict(settings).get(pattern) == "enabled"]
        else:
            names = [name for name in conf.names() if search_terms.wildcard(pattern)(name)]
        if not names:
            raise SplError("unknown %s %s" % (kind, pattern), position)
        tests = [search_terms.compiled(macros.expanded(conf.stanza(name)["search"],
                                                       self.searcher.conf("macros.conf")))
                 for name in names]
        return lambda row: any(test(row) for test in tests)

    # --- lookups

    def lookup(self, name):
        return self.searcher.lookup(name)

    def lookup_settings(self, name):
        settings = self.searcher.lookup_settings(name)
        if settings is None:
            # outputlookup makes files that are not there.
            if re.fullmatch(r"[\w.-]+\.csv", name):
                return {"filename": str(name)}
            raise SplError("unknown lookup %s" % name, getattr(name, "position", None))
        return settings

    def stored(self, name):
        try:
            return self.searcher.stored(self.lookup_settings(name))
        except SplError:
            if "collection" in self.lookup_settings(name):
                raise
            return [], []

    def store(self, name, columns, rows):
        self.searcher.store(self.lookup_settings(name), columns, rows)
