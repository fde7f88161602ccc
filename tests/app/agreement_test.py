"""What the program writes into an event and what Splunk adds to one without it
are the same, field by field. Both ways over the demo logs: converted with
enrich = full, and converted without and put through the shipped settings."""

import json
import re
import unittest

from added_fields import SOURCETYPES, added, converted, in_any_order, plain_and_added
from conf_reader import ROOT
from search_time import shared

LOGS = ROOT / "tests/fixtures/demo"


class AgreementTest(unittest.TestCase):
    def check(self, render):
        seen = set()
        for plain, fields in plain_and_added(LOGS, render):
            event_id = re.search(r"EventID\D*?>?:?(\d+)", plain).group(1)
            kind = (event_id, json.dumps(fields, sort_keys=True))
            if kind in seen:
                continue
            seen.add(kind)
            found = shared().fields(SOURCETYPES[render], plain)
            for name, value in fields.items():
                with self.subTest(event_id=event_id, field=name):
                    self.assertEqual(in_any_order(found.get(name)), in_any_order(value))
        return seen

    def test_json(self):
        self.assertGreater(len(self.check("json")), 50)

    def test_xml(self):
        self.assertGreater(len(self.check("xml")), 50)

    def test_what_is_in_the_event_stands(self):
        for render, sourcetype in SOURCETYPES.items():
            for plain, enriched in list(zip(converted(LOGS, render, "none"),
                                            converted(LOGS, render, "full")))[::50]:
                found = shared().fields(sourcetype, enriched)
                for name, value in added(render, plain, enriched).items():
                    with self.subTest(sourcetype=sourcetype, field=name):
                        self.assertEqual(found[name], value)


if __name__ == "__main__":
    unittest.main()
