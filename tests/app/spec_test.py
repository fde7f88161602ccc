"""The conf files of all three packages against the settings that Splunk has
(spec_lint.py), and whether the lint finds each kind of mistake."""

import pathlib
import tempfile
import unittest

import packaging
from conf_reader import APP, Conf
from spec_lint import FACTS, FORMS, lint, lint_app, lint_navigation, own_settings


class ShippedFilesTest(unittest.TestCase):
    def test_every_conf_file_of_each_package_has_only_what_splunk_knows(self):
        with tempfile.TemporaryDirectory() as directory:
            directory = pathlib.Path(directory)
            programs = packaging.stand_ins(directory / "programs")
            packages = packaging.pack(packaging.copy_tree(directory), directory / "dist",
                                      programs=programs)
            for cut, package in packages.items():
                with self.subTest(cut):
                    app = packaging.unpack(package, directory / cut)
                    self.assertEqual(lint_app(app), [])
                    # It looked at all of them, and none is of a name that it passes over.
                    self.assertGreater(len(list(app.glob("default/*.conf"))), 2)
                    for path in app.glob("**/*.conf"):
                        self.assertIn(path.name, FACTS)


class MistakesTest(unittest.TestCase):
    def lint(self, name, text):
        with tempfile.TemporaryDirectory() as directory:
            path = pathlib.Path(directory) / name
            path.write_text(text, encoding="utf-8")
            return lint(name, Conf(path), own_settings(APP / "README/inputs.conf.spec"))

    def assert_good(self, name, *texts):
        for text in texts:
            with self.subTest(name, text=text):
                self.assertEqual(self.lint(name, text), [])

    def assert_found(self, name, text, *words):
        with self.subTest(name, text=text):
            problems = self.lint(name, text)
            self.assertEqual(len(problems), 1, problems)
            for word in words:
                self.assertIn(word, problems[0])

    def test_an_unknown_setting_and_what_it_might_be(self):
        self.assert_found("props.conf", "[x]\nTRUNCAT = 0\n", "[x] TRUNCAT", "TRUNCATE?")
        self.assert_found("props.conf", "[x]\nEVAL- = 1\n", "EVAL-")
        self.assert_found("savedsearches.conf", "[x]\ncron_schedul = * * * * *\n",
                          "cron_schedule?")
        self.assert_found("app.conf", "[ui]\nvisible = 1\n", "visible")
        self.assert_found("collections.conf", "[x]\nfields.a = string\n", "fields.a")
        self.assert_found("inputs.conf", "[eventlens://x]\npaths = /x\n", "path?")

    def test_a_setting_in_a_stanza_of_another_kind(self):
        self.assert_found("app.conf", "[launcher]\nlabel = x\n", "[launcher] label")
        self.assert_found("transforms.conf", "[x]\nfilename = x.csv\nREGEX = x\n", "REGEX")
        self.assert_found("transforms.conf", "[x]\nREGEX = x\nmax_matches = 1\n", "max_matches")
        self.assert_found("inputs.conf", "[eventlens://x]\nrun_introspection = 0\n",
                          "run_introspection")

    def test_a_stanza_of_an_unknown_kind(self):
        self.assert_found("app.conf", "[lanucher]\n", "[lanucher]", "launcher")
        self.assert_found("inputs.conf", "[monitor:///var]\ndisabled = 1\n", "eventlens://<name>")
        self.assert_found("tags.conf", "[eventtype]\na = enabled\n", "<field>=<value>")
        self.assert_found("props.conf", "[default]\nTRUNCATE = 0\n", "a name")
        self.assert_found("default.meta", "[view]\nexport = system\n", "views")
        self.assert_found("macros.conf", "[m(2)]\nargs = a\ndefinition = $a$\n", "<name>(1)")
        self.assert_found("macros.conf", "[m(2)]\nargs = a, a\ndefinition = $a$\n", "args")
        self.assert_found("indexes.conf", "[x]\n", "indexes.conf", "known: ")

    def test_values_of_the_wrong_kind(self):
        for name, line in (
                ("props.conf", "SHOULD_LINEMERGE = no way"), ("props.conf", "TRUNCATE = -1"),
                ("props.conf", "MAX_EVENTS = many"), ("props.conf", "LINE_BREAKER = (["),
                ("props.conf", "INDEXED_EXTRACTIONS = YAML"), ("props.conf", "KV_MODE = jason"),
                ("savedsearches.conf", "cron_schedule = */5 * * *"),
                ("savedsearches.conf", "cron_schedule = 60 * * * *"),
                ("savedsearches.conf", "cron_schedule = * * * * mon"),
                ("savedsearches.conf", "dispatch.earliest_time = -1x@d"),
                ("savedsearches.conf", "dispatch.earliest_time = yesterday"),
                ("savedsearches.conf", "alert.expires = 5"),
                ("savedsearches.conf", "alert.severity = 7"),
                ("savedsearches.conf", "alert.track = maybe"),
                ("savedsearches.conf", "relation = bigger than"),
                ("savedsearches.conf", "schedule_window = soon"),
                ("workflow_actions.conf", "link.method = put"),
                ("collections.conf", "field.a = text"),
                ("collections.conf", "accelerated_fields.a = {x: 1}"),
                ("eventtypes.conf", "priority = 11"), ("eventtypes.conf", "color = blue"),
                ("transforms.conf", "filename = x.csv\nmax_matches = all"),
                ("inputs.conf", "recursive = 2"), ("inputs.conf", "render = html")):
            stanza = "eventlens://x" if name == "inputs.conf" else "x"
            self.assert_found(name, "[%s]\n%s\n" % (stanza, line),
                              line.split("\n")[-1].partition(" = ")[0] + " = ", "accepted: ")
        self.assert_found("default.meta", "[]\naccess = read : *\n", "access", "roles")
        self.assert_found("default.meta", "[views]\nexport = all\n", "export")
        self.assert_found("tags.conf", "[a=b]\nc = on\n", "enabled, disabled")
        self.assert_found("savedsearches.conf", "[x]\nsearch =\n", "anything but nothing")

    def test_what_is_right(self):
        self.assert_good(
            "savedsearches.conf",
            *("[x]\ndispatch.earliest_time = %s\n" % time
              for time in ("-1d@d", "@d", "now", "-60m", "-7d@w1", "@mon-1d", "0", "rt-5m", "+1h")),
            *("[x]\ncron_schedule = %s\n" % times
              for times in ("*/5 * * * *", "0,30 6-18/2 * * 1-5", "17 * 1 12 7")),
            "[x]\naction.email.to = x@example.com\naction.my_action = 1\n",
            "[x]\nschedule_window = auto\nalert.track = 1\nalert.suppress.period = 24h\n")
        self.assert_good("props.conf", "[source::/x]\nEXTRACT-a = (?<b>c)\nTRUNCATE = 0\n")
        self.assert_good("macros.conf", "[m]\ndefinition = x\n",
                         "[m(2)]\nargs = a, b\ndefinition = $a$\niseval = 0\n")
        self.assert_good("default.meta", "[]\naccess = read : [ * ], write : [ admin, power ]\n",
                         "[views/x]\nexport = none\nowner = admin\n")
        self.assert_good("inputs.conf", "[eventlens://x]\npath = /x\nindex = y\ndisabled = 1\n")

    def test_the_navigation(self):
        good = '<nav><view name="a" default="true"/><saved name="s"/><view name="search"/></nav>'
        self.assertEqual(lint_navigation(good, ["a"], ["s"]), [])
        for change, word in (
                (("saved name", "saves name"), "saves"), (("default", "first"), "first"),
                (('"s"', '"t"'), "no saved t"), (('name="a"', 'name="b"'), "no view b"),
                (("true", "false"), "default"), (("</nav>", ""), "nav: ")):
            with self.subTest(word):
                problems = lint_navigation(good.replace(*change), ["a"], ["s"])
                self.assertTrue(any(word in problem for problem in problems), problems)

    def test_every_kind_of_value_in_the_table_is_known(self):
        for name, kinds in FACTS.items():
            for forms in kinds.values() if name != "source" else ():
                for form in forms:
                    with self.subTest(name, form=form):
                        self.assertTrue(form in FORMS or "|" in form)


if __name__ == "__main__":
    unittest.main()
