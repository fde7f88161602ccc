"""The conf files in default/ and app/: their form, their references to one
another and to the lookups, their regular expressions."""

import csv
import json
import re
import unittest

from conf_reader import APP, DEFAULT, LOOKUPS, ROOT, Conf, repeated
from search_time import aliases, lookup, of_kind
from spl_eval import evaluate, to_python_regex

OUR_STANZAS = ("eventlens:json", "XmlWinEventLog", "WinEventLog")
INDEX_TIME = (
    "CHARSET", "SHOULD_LINEMERGE", "LINE_BREAKER", "EVENT_BREAKER", "TRUNCATE",
    "TIME_", "MAX_", "TZ", "TRANSFORMS", "SEDCMD", "INDEXED_EXTRACTIONS",
    "DATETIME_CONFIG", "KV_MODE", "AUTO_KV_JSON", "sourcetype", "rename",
)


def columns(table):
    with open(LOOKUPS / (table + ".csv"), encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


class FormTest(unittest.TestCase):
    def test_every_conf_file_is_well_formed(self):
        paths = sorted(DEFAULT.glob("*.conf"))
        self.assertTrue(paths)
        for path in paths:
            with self.subTest(path.name):
                self.assertEqual(Conf(path).problems, [])

    def test_the_metadata_file_is_well_formed(self):
        self.assertEqual(Conf(APP / "metadata/default.meta").problems, [])

    def test_no_stanza_speaks_for_other_apps(self):
        for path in sorted(DEFAULT.glob("*.conf")):
            with self.subTest(path.name):
                self.assertNotIn("default", Conf(path).names())


class AppConfTest(unittest.TestCase):
    def setUp(self):
        self.app = Conf(DEFAULT / "app.conf")

    def test_the_id_is_the_same_everywhere(self):
        manifest = json.loads((APP / "app.manifest").read_text(encoding="utf-8"))
        self.assertEqual(self.app.stanza("package")["id"], "eventlens")
        self.assertEqual(self.app.stanza("id")["name"], "eventlens")
        self.assertEqual(manifest["info"]["id"]["name"], "eventlens")

    def test_the_version_is_written_by_the_packaging(self):
        manifest = json.loads((APP / "app.manifest").read_text(encoding="utf-8"))
        self.assertEqual(self.app.stanza("id")["version"], "@VERSION@")
        self.assertEqual(self.app.stanza("launcher")["version"], "@VERSION@")
        self.assertEqual(manifest["info"]["id"]["version"], "@VERSION@")

    def test_the_texts_have_the_lengths_that_splunk_allows(self):
        self.assertLessEqual(len(self.app.stanza("launcher")["description"]), 200)
        self.assertTrue(5 <= len(self.app.stanza("ui")["label"]) <= 80)


class InputsTest(unittest.TestCase):
    def test_no_input_is_shipped(self):
        self.assertEqual(Conf(DEFAULT / "inputs.conf").names(), ["eventlens"])

    def test_the_program_is_started_without_a_shell(self):
        settings = Conf(DEFAULT / "inputs.conf").stanza("eventlens")
        self.assertEqual(settings["start_by_shell"], "false")


class PropsTest(unittest.TestCase):
    def setUp(self):
        self.props = Conf(DEFAULT / "props.conf")
        self.transforms = Conf(DEFAULT / "transforms.conf")

    def settings(self, prefix):
        for stanza, _ in self.props.stanzas:
            for name, value in of_kind(self.props.stanza(stanza), prefix).items():
                yield stanza, name, value

    def test_the_stanzas_are_the_three_sourcetypes(self):
        self.assertEqual(tuple(self.props.names()), OUR_STANZAS)

    def test_sourcetypes_of_others_get_search_time_settings_only(self):
        for stanza in OUR_STANZAS[1:]:
            for key in self.props.stanza(stanza):
                with self.subTest(stanza=stanza, key=key):
                    self.assertFalse(key.startswith(INDEX_TIME), key)

    def test_classes_are_our_own(self):
        for prefix in ("EXTRACT-", "REPORT-", "FIELDALIAS-", "LOOKUP-"):
            for stanza, name, _ in self.settings(prefix):
                with self.subTest(stanza=stanza, name=prefix + name):
                    self.assertTrue(name.startswith("eventlens_"))

    def test_our_extractions_come_after_those_of_splunk_ta_windows(self):
        # Its blocks are REPORT-0xml_..., and a lower class goes first.
        for stanza, name, _ in self.settings("REPORT-"):
            with self.subTest(stanza=stanza, name=name):
                self.assertGreater(name, "Sub_Status_from_xml")

    def test_every_reported_transform_exists(self):
        for stanza, name, value in self.settings("REPORT-"):
            for transform in value.split(","):
                with self.subTest(stanza=stanza, name=name):
                    self.assertIn("REGEX", self.transforms.stanza(transform.strip()))

    def test_no_alias_overwrites(self):
        for stanza, name, value in self.settings("FIELDALIAS-"):
            with self.subTest(stanza=stanza, name=name):
                self.assertTrue(aliases(value))

    def test_no_alias_has_two_origins(self):
        for stanza in OUR_STANZAS:
            new = [pair[1]
                   for value in of_kind(self.props.stanza(stanza), "FIELDALIAS-").values()
                   for pair in aliases(value)]
            with self.subTest(stanza):
                self.assertEqual(repeated(new), [])

    def test_calculated_fields_are_ours_or_keep_what_is_there(self):
        for stanza, name, value in self.settings("EVAL-"):
            with self.subTest(stanza=stanza, name=name):
                self.assertTrue(name.startswith("eventlens_") or
                                value.startswith("coalesce(%s, " % name))

    def test_calculated_fields_are_in_the_language(self):
        for stanza, name, value in self.settings("EVAL-"):
            with self.subTest(stanza=stanza, name=name):
                self.assertIsNone(None if name == "vendor_product" else evaluate(value, {}))

    def test_lookups_name_tables_and_columns_that_exist(self):
        for stanza, name, value in self.settings("LOOKUP-"):
            with self.subTest(stanza=stanza, name=name):
                table, column, key, outputs = lookup(value)
                self.assertIn("filename", self.transforms.stanza(table))
                self.assertIn("EVAL-" + key, self.props.stanza(stanza))
                for output in [column] + [pair[0] for pair in outputs]:
                    self.assertIn(output, columns(table))

    def test_every_calculated_key_is_looked_up(self):
        for stanza in OUR_STANZAS:
            settings = self.props.stanza(stanza)
            keys = {lookup(value)[2] for value in of_kind(settings, "LOOKUP-").values()}
            calculated = {name for name in of_kind(settings, "EVAL-")
                          if name.startswith("eventlens_")}
            with self.subTest(stanza):
                self.assertEqual(keys, calculated)

    def test_the_same_table_says_the_same_things(self):
        # The lens_ fields of a table are a list that stands several times.
        seen = {}
        for stanza, name, value in self.settings("LOOKUP-"):
            table, _, _, outputs = lookup(value)
            about = [pair for pair in outputs if pair[0] != "name"]
            if about:
                with self.subTest(stanza=stanza, name=name):
                    self.assertEqual(seen.setdefault(table, about), about)

    def test_regular_expressions_compile(self):
        for prefix in ("EXTRACT-", "LINE_BREAKER", "EVENT_BREAKER", "TIME_PREFIX"):
            for stanza, name, value in self.settings(prefix):
                if value != "true":
                    with self.subTest(stanza=stanza, name=prefix + name):
                        re.compile(to_python_regex(value))

    def test_an_inline_extraction_names_every_group(self):
        for stanza, name, value in self.settings("EXTRACT-"):
            with self.subTest(stanza=stanza, name=name):
                regex = re.compile(to_python_regex(value))
                self.assertEqual(regex.groups, len(regex.groupindex))


class TransformsTest(unittest.TestCase):
    def setUp(self):
        self.transforms = Conf(DEFAULT / "transforms.conf")
        self.lookups = {name: dict(settings)
                        for name, settings in self.transforms.stanzas
                        if "filename" in dict(settings)}

    def test_every_lookup_file_is_declared_and_every_declared_file_exists(self):
        files = {path.name for path in LOOKUPS.iterdir()}
        declared = {settings["filename"] for settings in self.lookups.values()}
        self.assertEqual(files, declared)

    def test_a_lookup_has_the_name_of_its_file_and_any_case(self):
        for name, settings in self.lookups.items():
            with self.subTest(name):
                self.assertEqual(settings["filename"], name + ".csv")
                self.assertEqual(settings["case_sensitive_match"], "false")

    def test_a_comment_tells_the_key_and_the_origin_of_each_lookup(self):
        lines = (DEFAULT / "transforms.conf").read_text(encoding="utf-8").split("\n")
        for name in self.lookups:
            with self.subTest(name):
                comment = lines[lines.index("[%s]" % name) - 1]
                told = re.fullmatch(r"# key ([a-z_, ]+?)(?: \(.*?\))?; from .+", comment)
                self.assertTrue(told, comment)
                for column in told.group(1).split(", "):
                    self.assertIn(column, columns(name))

    def test_every_group_of_an_extraction_is_used(self):
        for name, settings in self.transforms.stanzas:
            settings = dict(settings)
            if "REGEX" in settings:
                with self.subTest(name):
                    regex = re.compile(to_python_regex(settings["REGEX"]))
                    used = set(re.findall(r"\$(\d)", settings["FORMAT"]))
                    self.assertEqual(used, {str(n + 1) for n in range(regex.groups)})

    def test_every_extraction_is_reported(self):
        props = (DEFAULT / "props.conf").read_text(encoding="utf-8")
        for name, settings in self.transforms.stanzas:
            if "REGEX" in dict(settings):
                with self.subTest(name):
                    self.assertRegex(props, r"REPORT-.*\b%s\b" % name)


class ManifestTest(unittest.TestCase):
    def test_the_manifest_is_of_the_current_schema(self):
        manifest = json.loads((APP / "app.manifest").read_text(encoding="utf-8"))
        self.assertEqual(manifest["schemaVersion"], "2.0.0")

    def test_the_description_is_the_one_in_app_conf(self):
        manifest = json.loads((APP / "app.manifest").read_text(encoding="utf-8"))
        launcher = Conf(DEFAULT / "app.conf").stanza("launcher")
        self.assertEqual(manifest["info"]["description"], launcher["description"])

    def test_the_readme_declares_the_binary_and_its_source(self):
        readme = (APP / "README.md").read_text(encoding="utf-8")
        declaration = readme.split("# Binary File Declaration\n", 1)[1]
        self.assertIn("linux_x86_64/bin/eventlens", declaration)
        self.assertTrue((ROOT / "modinput").is_dir())
        self.assertIn("modinput/", declaration)


if __name__ == "__main__":
    unittest.main()
