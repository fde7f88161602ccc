"""What the program writes into an event and what Splunk adds to one without it
are the same, field by field. Both ways over the demo logs: converted with
enrich = full, and converted without and put through the shipped settings."""

import json
import re
import subprocess
import unittest
import xml.etree.ElementTree as ElementTree

import packaging
from conf_reader import ROOT
from search_time import shared

LOGS = ROOT / "tests/fixtures/demo"
# Where an event came from is not in the event.
ORIGIN = {"lens_file", "lens_position"}
EVENT = "{http://schemas.microsoft.com/win/2004/08/events/event}"


def converted(render, enrich):
    """The lines of all demo logs."""
    done = subprocess.run(
        [str(packaging.binary()), "convert", "--render", render, "--enrich", enrich, str(LOGS)],
        check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return done.stdout.decode("utf-8").splitlines()


def single(values):
    return values[0] if len(values) == 1 else values


def added_to_json(plain, enriched):
    plain, enriched = json.loads(plain), json.loads(enriched)
    return {name: value for name, value in enriched.items() if name not in plain}


def added_to_xml(_, enriched):
    added = {}
    for data in ElementTree.fromstring(enriched).find(EVENT + "EventLens"):
        added.setdefault(data.get("Name"), []).append(data.text)
    return {name: single(values) for name, values in added.items()}


def in_any_order(value):
    return sorted(value) if isinstance(value, list) else [value]


class AgreementTest(unittest.TestCase):
    def check(self, render, sourcetype, added_to):
        seen = set()
        for plain, enriched in zip(converted(render, "none"), converted(render, "full"),
                                   strict=True):
            added = {name: value for name, value in added_to(plain, enriched).items()
                     if name not in ORIGIN}
            event_id = re.search(r"EventID\D*?>?:?(\d+)", plain).group(1)
            kind = (event_id, json.dumps(added, sort_keys=True))
            if kind in seen:
                continue
            seen.add(kind)
            found = shared().fields(sourcetype, plain)
            for name, value in added.items():
                with self.subTest(event_id=event_id, field=name):
                    self.assertEqual(in_any_order(found.get(name)), in_any_order(value))
        return seen

    def test_json(self):
        self.assertGreater(len(self.check("json", "eventlens:json", added_to_json)), 50)

    def test_xml(self):
        self.assertGreater(len(self.check("xml", "XmlWinEventLog", added_to_xml)), 50)

    def test_what_is_in_the_event_stands(self):
        for render, sourcetype, added_to in (("json", "eventlens:json", added_to_json),
                                             ("xml", "XmlWinEventLog", added_to_xml)):
            for plain, enriched in list(zip(converted(render, "none"),
                                            converted(render, "full")))[::50]:
                found = shared().fields(sourcetype, enriched)
                for name, value in added_to(plain, enriched).items():
                    with self.subTest(sourcetype=sourcetype, field=name):
                        self.assertEqual(found[name], value)


if __name__ == "__main__":
    unittest.main()
