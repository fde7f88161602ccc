#!/usr/bin/env python3
"""Counts the events of a file with a reader of Python, for compare_formats.py.

    python3 tests/bench/count_events.py xml|json|splunk FILE

xml     xml.etree.ElementTree.iterparse over <Events>; each event is dropped
        when it is complete, so that memory does not grow
json    json.loads of each line
splunk  splunklib.results.JSONResultsReader over lines of {"result": {...}}

Each value is parsed, none is looked at and nothing is written but the number.
"""

import json
import sys
import xml.etree.ElementTree as ElementTree

EVENT = "{http://schemas.microsoft.com/win/2004/08/events/event}Event"


def xml_events(path):
    steps = ElementTree.iterparse(path, events=("start", "end"))
    _, root = next(steps)
    events = 0
    for step, element in steps:
        if step == "end" and element.tag == EVENT:
            events += 1
            root.clear()
    return events


def json_events(path):
    with open(path, "rb") as file:
        return sum(isinstance(json.loads(line), dict) for line in file)


def splunk_events(path):
    from splunklib import results

    with open(path, "rb") as file:
        return sum(isinstance(event, dict) for event in results.JSONResultsReader(file))


if __name__ == "__main__":
    print({"xml": xml_events, "json": json_events, "splunk": splunk_events}[sys.argv[1]](sys.argv[2]))
