"""The names of the fields that events have: those of Splunk, those that the app's
settings make, those that docs/fields.md and the tables of events name."""

import functools
import re

from conf_reader import ROOT
from lookup_table import read_csv
from search_time import aliases, lookup, of_kind

OF_SPLUNK = {"_time", "_raw", "_indextime", "host", "source", "sourcetype", "index", "eventtype",
             "tag", "linecount", "splunk_server", "earliest", "latest"}
# Of splunkd's own log.
OF_SPLUNKD = {"log_level", "component", "thread_id", "thread_name", "event_message"}
IN_DOCUMENT = re.compile(r"`([A-Za-z_][\w.]{2,}(?:\{\})?)`")


def of_events(searcher):
    """All names that an event of the app's sourcetypes may have, and those of the
    program's log lines."""
    names = OF_SPLUNK | OF_SPLUNKD | _of_documents()
    transforms = searcher.conf("transforms.conf")
    for _, pairs in searcher.conf("props.conf").stanzas:
        names |= _of_settings(dict(pairs), transforms)
    return names


def _of_settings(settings, transforms):
    names = set(of_kind(settings, "EVAL-"))
    for value in of_kind(settings, "FIELDALIAS-").values():
        for old, new in aliases(value):
            names |= {old, new}
    for value in of_kind(settings, "LOOKUP-").values():
        _, keys, outputs = lookup(value)
        names |= {field for _, field in keys + outputs}
    for value in of_kind(settings, "EXTRACT-").values():
        names |= set(re.findall(r"\(\?P?<(\w+)>", value))
    for value in of_kind(settings, "REPORT-").values():
        for stanza in value.split(","):
            form = transforms.stanza(stanza.strip()).get("FORMAT", "")
            names |= set(re.findall(r"(\w+)::", form))
    return names


@functools.lru_cache(maxsize=None)
def _of_documents():
    text = (ROOT / "docs/fields.md").read_text(encoding="utf-8")
    names = set(IN_DOCUMENT.findall(text))
    # The counts of log lines are written as name=.
    operations = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    names |= set(IN_DOCUMENT.findall(operations)) | set(re.findall(r"(\w+)=", operations))
    for path, column in (("lookups/eventlens_coded_fields.csv", "field"),
                         ("lookups/eventlens_message_labels.csv", "field"),
                         ("lookups/eventlens_legacy_strings.csv", "field"),
                         ("tests/fixtures/knowledge/event_fields.csv", "fields")):
        for row in read_csv(ROOT / path)[1]:
            names |= set(row.get(column, "").split(";"))
    return names
