"""What the program adds to events: an event that it wrote without enrichment
beside the same with it."""

import json
import subprocess
import xml.etree.ElementTree as ElementTree

import packaging

# Where an event came from is not in the event.
ORIGIN = {"lens_file", "lens_position"}
SOURCETYPES = {"json": "eventlens:json", "xml": "XmlWinEventLog"}
EVENT = "{http://schemas.microsoft.com/win/2004/08/events/event}"


def converted(logs, render, enrich):
    """The lines of all events of these logs."""
    done = subprocess.run(
        [str(packaging.binary()), "convert", "--render", render, "--enrich", enrich, str(logs)],
        check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return done.stdout.decode("utf-8").splitlines()


def plain_and_added(logs, render):
    """Of each event its line without enrichment and {field: value} of all that is
    added to it, a list where there are several, but for where it came from."""
    for plain, enriched in zip(converted(logs, render, "none"), converted(logs, render, "full"),
                               strict=True):
        yield plain, added(render, plain, enriched)


def added(render, plain, enriched):
    fields = _of_json(plain, enriched) if render == "json" else _of_xml(enriched)
    return {name: value for name, value in fields.items() if name not in ORIGIN}


def in_any_order(value):
    return sorted(value) if isinstance(value, list) else [value]


def _of_json(plain, enriched):
    plain, enriched = json.loads(plain), json.loads(enriched)
    return {name: value for name, value in enriched.items() if name not in plain}


def _of_xml(enriched):
    fields = {}
    for data in ElementTree.fromstring(enriched).find(EVENT + "EventLens"):
        fields.setdefault(data.get("Name"), []).append(data.text)
    return {name: values[0] if len(values) == 1 else values for name, values in fields.items()}
