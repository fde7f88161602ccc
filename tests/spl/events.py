"""Events as Splunk has them: what the real program makes of logs, in the forms that
the app works on, with all fields of search time; and the program's own log lines.
"""

import collections.abc
import json
import math
import pathlib
import re
import sys
import tempfile
import time

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path += [str(TESTS / "app"), str(TESTS / "e2e")]

import harness  # noqa: E402
import round_trip_test as round_trip  # noqa: E402
from search_time import SearchTime, shared  # noqa: E402
from values import of_list, to_text  # noqa: E402

FORMS = ("json", "xml", "classic")
INDEX = "wineventlog"
STANZA = "eventlens://logs"
PROGRAM = "/opt/splunk/etc/apps/eventlens/linux_x86_64/bin/eventlens"
# An event is searchable this many seconds after it was written.
DELAY = 1
# What Splunk finds in splunkd.log: by its own settings, and name=value pairs.
SPLUNKD = re.compile(r"(?:\S+ ){3}(?P<log_level>\S+)\s+(?P<component>\S+) "
                     r"\[(?P<thread_id>\d+) (?P<thread_name>\S+)\] - (?P<event_message>.+)", re.S)
PAIR = re.compile(r'(?<![^\s,;])([A-Za-z_]\w*)=(?:"([^"]*)"|([^\s,;]+))')


class Event(collections.abc.Mapping):
    """A mapping with _time (a number), _raw and every field. Events with the same
    text and metadata share what search time makes of them."""

    def __init__(self, event_time, index_time, metadata, source_of_fields):
        self._time = event_time
        self._index_time = index_time
        self._metadata = metadata
        self._source = source_of_fields
        self._row = None

    @property
    def fields(self):
        """The fields but for the times. Nobody may change them."""
        return self._source(self._metadata)

    def row(self):
        """All fields as text and lists, for a search to change."""
        return {"_time": to_text(self._time), "_indextime": str(self._index_time), **self.fields}

    def __getitem__(self, name):
        if name == "_time":
            return self._time
        if name == "_indextime":
            return self._index_time
        if name in self._metadata:
            return self._metadata[name]
        return self.fields[name]

    def __iter__(self):
        return iter(self.row())

    def __len__(self):
        return len(self.row())


class Fields:
    """Works out the fields of search time, once for each text."""

    def __init__(self, search_time=None):
        self._search_time = search_time or shared()
        self._kept = {}

    def __call__(self, metadata):
        key = tuple(metadata.items())
        if key not in self._kept:
            self._kept[key] = self._of(metadata)
        return self._kept[key]

    def _of(self, metadata):
        raw, sourcetype = metadata["_raw"], metadata["sourcetype"]
        fields = {name: value for name, value in metadata.items() if name != "_raw"}
        if sourcetype == "WinEventLog":
            fields = classic_fields(raw) | fields
        if sourcetype == "splunkd":
            found = SPLUNKD.match(raw)
            fields = dict(fields, **found.groupdict() if found else {})
            for name, quoted, plain in PAIR.findall(raw):
                fields.setdefault(name, quoted or plain)
        found = self._search_time.fields(sourcetype, raw, fields)
        return {"_raw": raw, **found}


def event(event_time, raw="", index="test", sourcetype="test", host="host", source="source",
          **fields):
    """An event that has just these fields besides its metadata: for tests."""
    metadata = {"_raw": raw, "host": host, "source": source, "sourcetype": sourcetype,
                "index": index}
    fields = {name: value if isinstance(value, list) else str(value)
              for name, value in fields.items()}
    return Event(event_time, int(event_time) + DELAY, metadata, lambda _: {**metadata, **fields})


def load_events(paths, forms=FORMS, app=None):
    """The events of logs. Each log goes in one form; the forms take turns over
    the logs, in the order of their names. The program runs once for each form."""
    logs = sorted(log for path in map(pathlib.Path, paths)
                  for log in (path.iterdir() if path.is_dir() else [path]) if log.is_file())
    fields = Fields(SearchTime(pathlib.Path(app)) if app else None)
    events, lines = [], []
    for index, form in enumerate(forms):
        of_form = logs[index::len(forms)]
        if not of_form:
            continue
        read = _classic_events if form == "classic" else _input_events
        found, errors = read(of_form, form, fields)
        events += found
        lines += errors
    newest = max((found["_time"] for found in events), default=0)
    return events + _log_events(lines, newest, fields)


def _input_events(logs, form, fields):
    """(events, log lines) of the input over some logs."""
    with tempfile.TemporaryDirectory() as checkpoints:
        result = harness.run_input(harness.input_xml(checkpoints, harness.stanza_xml(
            STANZA, path=";".join(map(str, logs)), render=form, index=INDEX)))
    if result.code != 0:
        raise RuntimeError("the input over %s ended with %d: %s" % (logs, result.code,
                                                                   result.stderr))
    events = []
    for found in result.events:
        metadata = {"_raw": found.data, **{name: found.texts.get(name) or ""
                                           for name in ("host", "source", "sourcetype", "index")}}
        event_time = float(found.texts["time"])
        events.append(Event(event_time, math.floor(event_time) + DELAY, metadata, fields))
    return events, result.stderr.splitlines()


# --- classic text ------------------------------------------------------------

def _classic_events(logs, _form, fields):
    """Events as Splunk on Windows collects them; there the program has no part but
    to read the logs."""
    result = harness.run_program("convert", "--render", "json", "--enrich", "none", *logs)
    events = []
    for line in result.stdout.splitlines():
        found = json.loads(line)
        event_time = _seconds(found)
        metadata = {"_raw": round_trip.classic(_complete(found), _layout(found)).rstrip("\n"),
                    "host": found.get("Computer", "").split(".")[0],
                    "source": "WinEventLog:%s" % found.get("Channel", ""),
                    "sourcetype": "WinEventLog", "index": INDEX}
        events.append(Event(event_time, event_time + DELAY, metadata, fields))
    return events, []


def _seconds(found):
    # The classic text has no fraction.
    return int(round_trip.datetime.fromisoformat(
        found["TimeCreated"][:19] + "+00:00").timestamp())


def _complete(found):
    defaults = {"Keywords": "", "Level": 4, "Provider": "", "Channel": "", "Computer": "",
                "EventRecordID": 0}
    return {**defaults, **found}


def _layout(found):
    """How the message of the event shows its values: as Windows does where the
    tests know it, else one line for each."""
    known = round_trip.LAYOUTS.get(found["EventID"])
    if known is not None:
        layout = [(section, [(label, name) for label, name in labels
                             if isinstance(found.get(name), str)]) for section, labels in known]
        return [(section, labels) for section, labels in layout if labels]
    own = round_trip.forms.data_of(round_trip.plain(found))
    return [("", [(name, name)]) for name, value in own.items() if isinstance(value, str)]


def classic_fields(raw):
    """What Splunk's own settings find in classic text: name=value lines, and below
    Message= lines of a label; several of one label become a list."""
    head, _, message = raw.partition("\nMessage=")
    fields = dict(line.split("=", 1) for line in head.split("\n") if "=" in line)
    fields["Message"] = message
    found = {}
    for label, value in re.findall(r"\n([^:\n\r]+):[ \t]+([^\n]*)", message):
        name = re.sub(r"[^A-Za-z0-9_]", "_", label.strip()).lstrip("_0123456789")
        if value.strip():
            found.setdefault(name, []).append(value.strip())
    return {**{name: of_list(values) for name, values in found.items()}, **fields}


# --- the program's own lines -------------------------------------------------

def _log_events(lines, newest, fields):
    """Lines of standard error as splunkd writes them to its log, at the time of
    the newest event."""
    events = []
    for index, line in enumerate(lines):
        event_time = round(newest + (index + 1) / 1000, 3)
        stamp = time.strftime("%m-%d-%Y %H:%M:%S", time.gmtime(event_time))
        level = line.split(" ", 1)[0] if harness.LOG_LINE.match(line) else "ERROR"
        raw = '%s.%03d +0000 %-5s ExecProcessor [4242 ExecProcessor] - message from "%s" %s' % (
            stamp, int(event_time * 1000) % 1000, level, PROGRAM, line)
        metadata = {"_raw": raw, "host": "splunk01", "sourcetype": "splunkd", "index": "_internal",
                    "source": "/opt/splunk/var/log/splunk/splunkd.log"}
        events.append(Event(event_time, math.floor(event_time) + DELAY, metadata, fields))
    return events
