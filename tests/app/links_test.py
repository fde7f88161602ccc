"""Links from an event: where they lead, and what of the event goes with them."""

import json
import re
import unittest
import urllib.parse

from conf_reader import APP, DEFAULT, Conf
from expressions import evaluate
from search_time import shared

# All that may leave the building.
HARMLESS = {"EventCode", "eventlens_provider", "lens_reason"}
# Whole addresses, from our lookups alone.
ADDRESSES = {"eventlens_kb_address", "eventlens_page_address", "@field_value"}


def actions():
    return {name: dict(settings)
            for name, settings in Conf(DEFAULT / "workflow_actions.conf").stanzas}


def used(text):
    """[(whether it is encoded, field)] of the fields in a text."""
    return [(mark == "", field) for mark, field in re.findall(r"\$(!?)([^$]+)\$", text)]


def filled(uri, fields):
    """What Splunk makes of link.uri: $field$ encoded, $!field$ as it is."""
    def value(match):
        text = str(fields[match.group(2)])
        return text if match.group(1) else urllib.parse.quote(text, safe="")
    return re.sub(r"\$(!?)([^$]+)\$", value, uri)


def expanded(name):
    """The definition of a macro with those in it."""
    definition = Conf(DEFAULT / "macros.conf").stanza(name)["definition"]
    return re.sub(r"`(\w+)`", lambda inner: expanded(inner.group(1)), definition)


def event(**fields):
    base = {"EventID": 4771, "Provider": "Microsoft-Windows-Security-Auditing",
            "Channel": "Security", "Computer": "dc01.corp.example", "TargetUserName": "alice",
            "IpAddress": "10.0.0.7", "Status": "0x18"}
    return shared().fields("eventlens:json", json.dumps(dict(base, **fields)))


class ActionTest(unittest.TestCase):
    def test_every_link_is_https(self):
        for name, action in actions().items():
            with self.subTest(name):
                self.assertEqual(action["type"], "link")
                self.assertTrue(action["link.uri"].startswith("https://"))
                self.assertEqual(action["link.method"], "get")

    def test_no_user_and_no_host_leaves_the_building(self):
        for name, action in actions().items():
            for encoded, field in used(action["link.uri"]):
                with self.subTest(action=name, field=field):
                    self.assertIn(field, HARMLESS if encoded else ADDRESSES)

    def test_values_are_encoded_and_only_addresses_are_not(self):
        for name, action in actions().items():
            for encoded, field in used(action["link.uri"]):
                with self.subTest(action=name, field=field):
                    self.assertEqual(encoded, field not in ADDRESSES)
        uri = filled(actions()["eventlens_eventid_net"]["link.uri"],
                     {"EventCode": "7000", "eventlens_provider": "A & B?x=#y"})
        self.assertEqual(uri, "https://www.eventid.net/display.asp?eventid=7000"
                              "&source=A%20%26%20B%3Fx%3D%23y")

    def test_an_action_wants_the_fields_that_it_uses(self):
        for name, action in actions().items():
            fields = {field for _, field in used(action["link.uri"] + action["label"])}
            with self.subTest(name):
                self.assertLessEqual(fields - {"@field_value"},
                                     set(re.split(r",\s*", action["fields"])))

    def test_an_action_is_for_our_events(self):
        for name, action in actions().items():
            with self.subTest(name):
                self.assertTrue(name.startswith("eventlens_"))
                self.assertTrue(action["label"].startswith("EventLens: "))
                self.assertIn(action["eventtypes"], Conf(DEFAULT / "eventtypes.conf").names())

    def test_every_app_has_them(self):
        self.assertEqual(Conf(APP / "metadata/default.meta").stanza("workflow_actions"),
                         {"export": "system"})

    def test_the_links_of_an_event(self):
        fields = event()
        links = {name: filled(action["link.uri"], fields) for name, action in actions().items()
                 if "@field_value" not in action["link.uri"]}
        page = ("https://learn.microsoft.com/en-us/previous-versions/windows/it-pro/windows-10/"
                "security/threat-protection/auditing/event-4771")
        self.assertEqual(links["eventlens_microsoft_page"], page)
        self.assertEqual(links["eventlens_article"], page)
        self.assertEqual(
            links["eventlens_google_code"],
            "https://www.google.com/search?q=Windows%20event%204771%20"
            "Microsoft-Windows-Security-Auditing%20KDC_ERR_PREAUTH_FAILED")
        for name, link in links.items():
            with self.subTest(name):
                self.assertTrue(urllib.parse.urlsplit(link).hostname)
                self.assertNotRegex(link, r"alice|dc01|corp|10\.0\.0\.7|\s")

    def test_an_event_cannot_say_where_a_link_leads(self):
        planted = {name: "evil.example/" for name in (
            "eventlens_kb_address", "eventlens_kb_addresses", "eventlens_page_address")}
        for event_id in (4771, 9):
            fields = event(EventID=event_id, **planted)
            for name in planted:
                with self.subTest(event_id=event_id, field=name):
                    self.assertNotIn("evil", str(fields.get(name)))

    def test_every_article_has_its_own_link(self):
        fields = event(EventID=677, Provider="Security", Status="0x7", Failure_Code="0x7")
        urls = fields["lens_kb_url"]
        self.assertEqual(["https://" + address for address in fields["eventlens_kb_addresses"]],
                         urls)
        self.assertEqual("https://" + fields["eventlens_kb_address"], urls[0])


class MacroTest(unittest.TestCase):
    def test_the_addresses_are_those_of_the_links(self):
        uris = [action["link.uri"] for action in actions().values()]
        names = [name for name in Conf(DEFAULT / "macros.conf").names()
                 if name.startswith("eventlens_address_")]
        self.assertTrue(names)
        for name in names:
            address = json.loads(expanded(name))
            with self.subTest(name):
                self.assertTrue(address.startswith("https://"))
                self.assertTrue(any(uri.startswith(address) for uri in uris))
        for uri in uris:
            if not uri.startswith("https://$!"):
                with self.subTest(uri):
                    self.assertTrue(any(uri.startswith(json.loads(expanded(name)))
                                        for name in names))

    def test_the_macro_makes_the_same_links(self):
        fields = event()
        definition = expanded("eventlens_links").removeprefix("eval ")
        links = {}
        for part in re.split(r", (?=lens_link_)", definition):
            name, _, expression = part.partition(" = ")
            links[name] = evaluate(expression, fields)
        for field, action in (("lens_link_google", "eventlens_google_code"),
                              ("lens_link_bing", "eventlens_bing_code"),
                              ("lens_link_eventid_net", "eventlens_eventid_net")):
            with self.subTest(field):
                self.assertEqual(links[field], filled(actions()[action]["link.uri"], fields))
        self.assertTrue(links["lens_link_microsoft"].startswith("https://"))

    def test_the_events_are_those_of_the_event_type(self):
        self.assertEqual(
            expanded("eventlens_events").removeprefix(expanded("eventlens_index") + " "),
            dict(Conf(DEFAULT / "eventtypes.conf").stanza("eventlens_event"))["search"])


if __name__ == "__main__":
    unittest.main()
