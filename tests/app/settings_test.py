"""The settings of the input stand in four places: in the program, which tells
them with --scheme, in README/inputs.conf.spec, in default/inputs.conf, and in
the program's answers to --validate-arguments. Here they are compared."""

import re
import subprocess
import unittest
import xml.etree.ElementTree as ElementTree
from xml.sax.saxutils import escape

import packaging
from conf_reader import APP, DEFAULT, Conf, read_spec

# Splunk's own settings for which default/inputs.conf has a value.
SPLUNK_OWN = {"start_by_shell", "interval"}

# whitelist, whitelist1, ... whitelist9.
NUMBERS = ["", *"123456789"]

BAD_VALUES = {
    "path": " ; ",
    "recursive": "maybe",
    "follow": "2",
    "render": "html",
    "enrich": "all",
    "start_from": "now",
    "ignore_older_than": "30",
    "timezone": "Europe/Berlin",
    "recover": "some",
    "host_from_event": "perhaps",
    "batch_events": "10001",
    **{"whitelist" + n: "4624,x" for n in NUMBERS},
    **{"blacklist" + n: "EventCode=%(%" for n in NUMBERS},
    "query": "*[System[EventID=4624]",
}


class Scheme:
    """What the program says of itself."""

    def __init__(self):
        result = subprocess.run([str(packaging.binary()), "--scheme"], check=True,
                                stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
        self.root = ElementTree.fromstring(result.stdout)
        self.args = {arg.get("name"): {child.tag: child.text for child in arg}
                     for arg in self.root.iter("arg")}

    def default(self, name):
        """The default that the description tells; None for a required one."""
        found = re.search(r" Default: (\S+)\.$", self.args[name]["description"])
        return found.group(1) if found else None


class SettingsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scheme = Scheme()
        cls.headers, cls.spec = read_spec(APP / "README/inputs.conf.spec")
        cls.defaults = Conf(DEFAULT / "inputs.conf").stanza("eventlens")

    def test_the_scheme_says_how_it_is_run(self):
        texts = {child.tag: child.text for child in self.scheme.root}
        self.assertEqual(texts["title"], "EventLens: Windows event logs")
        self.assertEqual(texts["use_external_validation"], "true")
        self.assertEqual(texts["use_single_instance"], "false")
        self.assertEqual(texts["streaming_mode"], "xml")

    def test_every_element_of_every_setting_is_written(self):
        for name, elements in self.scheme.args.items():
            with self.subTest(name):
                self.assertEqual(set(elements), {"title", "description", "data_type",
                                                 "required_on_edit", "required_on_create"})

    def test_the_spec_has_the_stanza_of_the_scheme(self):
        self.assertEqual(self.headers, ["eventlens://<name>"])

    def test_the_spec_describes_the_same_settings_in_the_same_order(self):
        self.assertEqual(list(self.spec), list(self.scheme.args))

    def test_the_spec_ends_each_setting_with_the_same_default(self):
        for name, facts in self.spec.items():
            with self.subTest(name):
                default = self.scheme.default(name)
                self.assertEqual(facts[-1], "Default: " + (default or "none, it must be given"))

    def test_only_a_required_setting_has_no_default(self):
        for name, elements in self.scheme.args.items():
            with self.subTest(name):
                self.assertEqual(elements["required_on_create"] == "true",
                                 self.scheme.default(name) is None)

    def test_the_shipped_defaults_are_the_same(self):
        ours = {name: value for name, value in self.defaults.items()
                if name not in SPLUNK_OWN}
        self.assertEqual(ours, {name: self.scheme.default(name) for name in self.scheme.args
                                if self.scheme.default(name) not in (None, "none")})


class ValidationTest(unittest.TestCase):
    def validate(self, **params):
        """(exit code, standard output) for a stanza with a good path and these."""
        params.setdefault("path", "/")
        document = "<items><checkpoint_dir>/tmp</checkpoint_dir><item name='x'>%s</item></items>"
        elements = "".join("<param name='%s'>%s</param>" % (name, escape(value))
                           for name, value in params.items())
        result = subprocess.run([str(packaging.binary()), "--validate-arguments"], check=False,
                                input=(document % elements).encode(), stdout=subprocess.PIPE,
                                stderr=subprocess.DEVNULL)
        return result.returncode, result.stdout.decode()

    def test_the_shipped_defaults_are_accepted(self):
        defaults = Conf(DEFAULT / "inputs.conf").stanza("eventlens")
        self.assertEqual(self.validate(**defaults), (0, ""))

    def test_each_bad_value_is_refused_by_name(self):
        self.assertEqual(set(BAD_VALUES), set(Scheme().args))
        for name, value in BAD_VALUES.items():
            with self.subTest(name):
                code, output = self.validate(**{name: value})
                self.assertNotEqual(code, 0)
                message = ElementTree.fromstring(output).findtext("message")
                self.assertIn("setting " + name, message)
                self.assertIn("accepted: ", message)

    def test_a_path_that_does_not_exist_is_refused(self):
        code, output = self.validate(path="/no/such/directory")
        self.assertNotEqual(code, 0)
        self.assertIn("/no/such/directory", output)


if __name__ == "__main__":
    unittest.main()
