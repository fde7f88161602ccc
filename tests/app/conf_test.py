"""The conf files in default/ and app/: their form, their references to one
another and to the lookups, their regular expressions."""

import csv
import json
import re
import subprocess
import sys
import unittest

from conf_reader import APP, DEFAULT, LOOKUPS, ROOT, Conf, repeated
from expressions import evaluate
from functions import to_python_regex
from program_images import PROGRAMS
from search_time import aliases, lookup, of_kind

OUR_STANZAS = ("eventlens:json", "XmlWinEventLog", "WinEventLog")
# What is calculated for an event that has no field at all.
CONSTANTS = {"vendor_product": "Microsoft Windows", "eventlens_any_code": "*",
             "eventlens_outcome": "unknown"}
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
                    self.assertRegex(name, r"^(?:zz_)?eventlens_")

    def test_our_extractions_come_after_those_of_splunk_ta_windows(self):
        # Its blocks are REPORT-0xml_..., and a lower class goes first.
        for stanza, name, _ in self.settings("REPORT-"):
            with self.subTest(stanza=stanza, name=name):
                self.assertGreater(name, "Sub_Status_from_xml")

    def test_fields_of_the_common_information_model_come_after_those_of_others(self):
        # Lookups of Splunk_TA_windows go up to wineventlog-change-object-fields.
        for stanza, name, value in self.settings("LOOKUP-"):
            for _, field in lookup(value)[2]:
                if not field.startswith(("lens_", "eventlens_", "reason")) and \
                        not field.endswith("_name"):
                    with self.subTest(stanza=stanza, field=field):
                        self.assertGreater(name, "wineventlog-change-object-fields")

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
                # Of two apps that calculate the same field only one is asked.
                if stanza != "eventlens:json":
                    self.assertTrue(name.startswith("eventlens_"))

    def test_calculated_fields_are_in_the_language(self):
        for stanza, name, value in self.settings("EVAL-"):
            with self.subTest(stanza=stanza, name=name):
                self.assertEqual(evaluate(value, {}), CONSTANTS.get(name))

    def test_lookups_name_tables_and_columns_that_exist(self):
        for stanza, name, value in self.settings("LOOKUP-"):
            with self.subTest(stanza=stanza, name=name):
                table, keys, outputs = lookup(value)
                self.assertIn("filename", self.transforms.stanza(table))
                for column, _ in keys + outputs:
                    self.assertIn(column, columns(self.file_of(table)))

    def test_no_lookup_needs_what_another_one_gives(self):
        for stanza in OUR_STANZAS:
            lookups = [lookup(value) for value in
                       of_kind(self.props.stanza(stanza), "LOOKUP-").values()]
            given = {field for _, _, outputs in lookups for _, field in outputs}
            needed = {field for _, keys, _ in lookups for _, field in keys}
            with self.subTest(stanza):
                self.assertEqual(needed & given, set())

    def test_a_key_that_is_ours_comes_from_somewhere(self):
        for stanza in OUR_STANZAS:
            settings = self.props.stanza(stanza)
            found = set(of_kind(settings, "EVAL-"))
            found |= {new for value in of_kind(settings, "FIELDALIAS-").values()
                      for _, new in aliases(value)}
            for value in of_kind(settings, "REPORT-").values():
                for name in value.split(","):
                    form = self.transforms.stanza(name.strip())["FORMAT"]
                    found |= {part.partition("::")[0] for part in form.split(" ")}
            for value in of_kind(settings, "LOOKUP-").values():
                for _, field in lookup(value)[1]:
                    # Only events since Windows Vista have two names of a source.
                    if field.startswith("eventlens_") and field != "eventlens_classic_source":
                        with self.subTest(stanza=stanza, field=field):
                            self.assertIn(field, found)

    def file_of(self, table):
        return self.transforms.stanza(table)["filename"].removesuffix(".csv")

    def test_every_calculated_key_is_looked_up(self):
        for stanza in OUR_STANZAS:
            settings = self.props.stanza(stanza)
            used = {field for value in of_kind(settings, "LOOKUP-").values()
                    for pairs in lookup(value)[1:] for _, field in pairs}
            calculated = {name for name in of_kind(settings, "EVAL-")
                          if name.startswith("eventlens_")}
            with self.subTest(stanza):
                self.assertEqual(calculated - used, set())

    def test_the_sourcetypes_know_the_same(self):
        knowledge = [text.partition("# End of what is written\n")[0] for text in
                     (DEFAULT / "props.conf").read_text(encoding="utf-8").split("# Knowledge\n")]
        self.assertEqual(len(knowledge), 1 + len(OUR_STANZAS))
        for one in knowledge[2:]:
            self.assertEqual(one, knowledge[1])

    def test_every_field_is_described(self):
        told = set(re.findall(r"[\w.]+", (ROOT / "docs/fields.md").read_text(encoding="utf-8")))
        for stanza in OUR_STANZAS:
            settings = self.props.stanza(stanza)
            fields = set(of_kind(settings, "EVAL-"))
            fields |= {new for value in of_kind(settings, "FIELDALIAS-").values()
                       for _, new in aliases(value)}
            fields |= {field for value in of_kind(settings, "LOOKUP-").values()
                       for _, field in lookup(value)[2]}
            for field in fields:
                described = re.sub(r"^eventlens_key_.*", "eventlens_key_", field)
                described = re.sub(r"_name$", "", described)
                described = re.sub(r"^Data\d$", "Data", described)
                with self.subTest(stanza=stanza, field=field):
                    self.assertTrue(described in told, "not in docs/fields.md")

    def test_what_is_written_by_a_program_is_what_it_writes(self):
        for program in ("make_search_props.py", "make_dashboards.py"):
            with self.subTest(program):
                done = subprocess.run(
                    [sys.executable, str(ROOT / "tests/support" / program), "--check"],
                    check=False, stdout=subprocess.PIPE, text=True)
                self.assertEqual((done.returncode, done.stdout), (0, ""))

    def test_the_same_table_says_the_same_things(self):
        # The lens_ fields of a table are a list that stands several times.
        seen = {}
        for stanza, name, value in self.settings("LOOKUP-"):
            table, _, outputs = lookup(value)
            about = [pair for pair in outputs if pair[0] != "name"]
            if ("confirmed", "lens_code_confirmed") in about:
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
                # A second use of a file has more behind its name.
                stem = settings["filename"].removesuffix(".csv")
                self.assertRegex(name, "^%s(_[a-z_]+)?$" % stem)
                self.assertEqual(settings["case_sensitive_match"], "false")

    def test_a_comment_tells_the_key_and_the_origin_of_each_lookup(self):
        lines = (DEFAULT / "transforms.conf").read_text(encoding="utf-8").split("\n")
        for name in self.lookups:
            with self.subTest(name):
                comment = lines[lines.index("[%s]" % name) - 1]
                told = re.fullmatch(r"# key ([a-z_, ]+?)(?: \(.*?\))?; from .+", comment)
                self.assertTrue(told, comment)
                for column in told.group(1).split(", "):
                    self.assertIn(column, columns(
                        self.lookups[name]["filename"].removesuffix(".csv")))

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

    def test_the_readme_declares_the_binaries_and_their_source(self):
        readme = (APP / "README.md").read_text(encoding="utf-8")
        declaration = readme.split("# Binary File Declaration\n", 1)[1]
        for program in PROGRAMS:
            self.assertIn("`%s`" % program.replace("/", "/bin/"), declaration)
        self.assertTrue((ROOT / "modinput").is_dir())
        self.assertIn("modinput/", declaration)


if __name__ == "__main__":
    unittest.main()
