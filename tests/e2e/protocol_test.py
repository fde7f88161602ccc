"""What splunkd and the program say to each other: scheme, validation,
configuration, log lines. What is in the events is event_stream_test.py's."""

import sys
import unittest
import xml.etree.ElementTree as ElementTree

import harness
from harness import STANZA, Case, ids, input_xml, items_xml, run_input, run_program, stanza_xml

sys.path += harness.site_packages()
try:
    import splunklib.modularinput as sdk
except ImportError:
    sdk = None

needs_sdk = unittest.skipIf(sdk is None, "splunk-sdk is not installed: set EVENTLENS_VENV to a "
                            "virtual environment with tests/requirements.txt")


def elements(root):
    """The document as nested tuples, without blanks between elements."""
    return (root.tag, sorted(root.attrib.items()), (root.text or "").strip(),
            [elements(child) for child in root])


class SchemeTest(unittest.TestCase):
    def test_it_is_one_xml_document_and_nothing_else(self):
        result = run_program("--scheme")
        self.assertEqual((result.code, result.stderr), (0, ""))
        root = ElementTree.fromstring(result.stdout)
        self.assertEqual(root.tag, "scheme")
        self.assertEqual([child.tag for child in root],
                         ["title", "description", "use_external_validation",
                          "use_single_instance", "streaming_mode", "endpoint"])

    def test_the_option_in_capitals_is_the_same(self):
        self.assertEqual(run_program("--SCHEME").stdout, run_program("--scheme").stdout)

    @needs_sdk
    def test_the_sdk_writes_the_same_scheme(self):
        root = ElementTree.fromstring(run_program("--scheme").stdout)
        scheme = sdk.Scheme(root.findtext("title"))
        scheme.description = root.findtext("description")
        scheme.use_external_validation = root.findtext("use_external_validation") == "true"
        scheme.use_single_instance = root.findtext("use_single_instance") == "true"
        scheme.streaming_mode = {"xml": sdk.Scheme.streaming_mode_xml}[
            root.findtext("streaming_mode")]
        types = {"string": sdk.Argument.data_type_string,
                 "number": sdk.Argument.data_type_number,
                 "boolean": sdk.Argument.data_type_boolean}
        for arg in root.iter("arg"):
            scheme.add_argument(sdk.Argument(
                arg.get("name"), title=arg.findtext("title"),
                description=arg.findtext("description"),
                data_type=types[arg.findtext("data_type")],
                required_on_edit=arg.findtext("required_on_edit") == "true",
                required_on_create=arg.findtext("required_on_create") == "true"))
        self.assertEqual(elements(root), elements(scheme.to_xml()))


class ValidationTest(Case):
    def validate(self, option="--validate-arguments", **settings):
        return run_program(option, stdin=items_xml(**settings))

    def test_good_settings_are_accepted_in_silence(self):
        for option in ("--validate-arguments", "--VALIDATE-ARGUMENTS"):
            result = self.validate(option, path=self.logs, render="json", follow="1")
            self.assertEqual((result.code, result.stdout, result.stderr), (0, b"", ""))

    def refusal(self, **settings):
        """The message that is shown to the person at the form."""
        result = self.validate(**settings)
        self.assertNotEqual(result.code, 0)
        self.expect_log_lines(result)
        root = ElementTree.fromstring(result.stdout)
        self.assertEqual((root.tag, [child.tag for child in root]), ("error", ["message"]))
        return root.findtext("message")

    def test_a_bad_value_is_refused_with_what_is_accepted(self):
        message = self.refusal(path=self.logs, render="<html>")
        for part in ("render", "<html>", "xml or json"):
            self.assertIn(part, message)

    def test_a_missing_path_setting_is_refused(self):
        self.assertIn("path", self.refusal(render="xml"))

    def test_a_path_that_is_not_there_is_refused_by_name(self):
        self.assertIn("/no/such/log.evtx: No such file", self.refusal(path="/no/such/log.evtx"))

    def test_a_glob_that_matches_nothing_yet_is_accepted(self):
        self.assertEqual(self.validate(path="/no/such/*.evtx").code, 0)

    def test_a_source_that_looks_like_a_binary_file_is_refused(self):
        self.assertIn("source", self.refusal(path=self.logs, source="C:\\Logs\\Security.EVTX"))

    def test_an_unknown_setting_is_accepted_with_a_warning(self):
        result = self.validate(path=self.logs, rendr="json")
        self.assertEqual((result.code, result.stdout), (0, b""))
        self.assertIn("rendr", result.lines("WARN")[0])

    def test_a_document_that_is_none_is_refused(self):
        for document in (b"", b"<items>", b"<input></input>", b"<items></items>"):
            with self.subTest(document):
                result = run_program("--validate-arguments", stdin=document)
                self.assertNotEqual(result.code, 0)
                self.assertTrue(ElementTree.fromstring(result.stdout).findtext("message"))

    @needs_sdk
    def test_the_document_is_one_that_the_sdk_reads(self):
        path = self.directory / "items.xml"
        path.write_text(items_xml(path="/logs", channels=["a", "b"]), encoding="utf-8")
        with path.open(encoding="utf-8") as file:
            definition = sdk.ValidationDefinition.parse(file)
        self.assertEqual(definition.metadata["name"], "test")
        self.assertEqual(definition.parameters, {"path": "/logs", "channels": ["a", "b"]})


class ConfigurationTest(Case):
    def setUp(self):
        super().setUp()
        harness.write_log(self.log, events=5)

    def test_one_stanza(self):
        result = self.run_once()
        self.expect(result, ids(1, 5))
        self.assertEqual({event.stanza for event in result.events}, {STANZA})

    def test_several_stanzas_keep_apart_what_they_read(self):
        other = self.logs / "other.evtx"
        harness.write_log(other, first_id=100, events=3)
        document = input_xml(self.checkpoints, stanza_xml("eventlens://one", path=self.log),
                             stanza_xml("eventlens://two", path=other),
                             stanza_xml("eventlens://three <&\">", path=self.log))
        result = run_input(document)
        self.expect(result, ids(1, 5) + ids(100, 102) + ids(1, 5))
        self.assertEqual([event.stanza for event in result.events],
                         ["eventlens://one"] * 5 + ["eventlens://two"] * 3
                         + ["eventlens://three <&\">"] * 5)
        self.expect(run_input(document), [])

    def test_no_stanza_is_an_empty_stream(self):
        for document in (input_xml(self.checkpoints),
                         input_xml(self.checkpoints).replace(
                             "<configuration></configuration>", "<configuration/>")):
            self.expect(run_input(document), [])

    def test_a_bad_stanza_does_not_stop_a_good_one(self):
        document = input_xml(self.checkpoints,
                             stanza_xml("eventlens://bad", path=self.log, enrich="all"),
                             stanza_xml("eventlens://good", path=self.log))
        result = run_input(document)
        self.expect(result, ids(1, 5), code=1)
        self.assertIn("eventlens://bad: setting enrich = all", result.lines("ERROR")[0])

    def test_utf_16_with_byte_order_mark(self):
        for encoding in ("utf-16-le", "utf-16-be"):
            document = "\ufeff" + self.document(path=[self.log]).replace("UTF-8", "UTF-16")
            harness_result = run_input(document.encode(encoding))
            self.assertEqual(harness_result.code, 0, harness_result.stderr)
        self.assertEqual(harness_result.ids, [])  # the second run: all was read

    def test_unknown_elements_and_attributes_are_passed_over(self):
        document = self.document().replace(
            "<configuration>", "<configuration xmlns:xsi='http://x'><later a='1'/>").replace(
            "<stanza ", "<stanza since='10.9' ").replace(
            "</stanza>", "<!-- a comment --><more>text</more></stanza>")
        self.expect(run_input(document), ids(1, 5))

    def test_paths_as_a_list(self):
        odd = self.logs / "a;b.evtx"
        harness.write_log(odd, first_id=50, events=2)
        self.expect(self.run_once(path=[str(self.log), str(odd)]), ids(1, 5) + [50, 51])

    def test_paths_divided_by_semicolons(self):
        other = self.logs / "other.evtx"
        harness.write_log(other, first_id=50, events=2)
        self.expect(self.run_once(path="%s ; %s" % (self.log, other)), ids(1, 5) + [50, 51])

    def test_directories_are_read_below_only_when_asked_to(self):
        below = self.logs / "2025/03"
        below.mkdir(parents=True)
        harness.write_log(below / "old.evtx", first_id=50, events=2)
        self.expect(self.run_once(path=self.logs), ids(1, 5))
        self.expect(self.run_once(path=self.logs, recursive="1"), [50, 51])

    def test_an_unknown_setting_is_a_warning(self):
        result = self.run_once(follw="1")
        self.expect(result, ids(1, 5))
        self.assertIn("follw", result.lines("WARN")[0])

    @needs_sdk
    def test_the_document_is_one_that_the_sdk_reads(self):
        path = self.directory / "input.xml"
        path.write_text(self.document(path=["/a", "/b"]), encoding="utf-8")
        with path.open(encoding="utf-8") as file:
            definition = sdk.InputDefinition.parse(file)
        self.assertEqual(definition.metadata["checkpoint_dir"], str(self.checkpoints))
        self.assertEqual(definition.inputs[STANZA]["path"], ["/a", "/b"])


class RefusalTest(Case):
    """A start that cannot be: one ERROR line that says why, nothing sent."""

    def test_xml_that_is_cut_off(self):
        whole = self.document()
        self.expect_refused(run_input(whole[:len(whole) // 2]), "not well-formed", "line",
                            "<input>")

    def test_no_configuration_at_all(self):
        self.expect_refused(run_input(b""), "no XML", "<input>")

    def test_another_document(self):
        self.expect_refused(run_input(b"<items/>"), "<items>", "<input>")

    def test_no_checkpoint_directory_named(self):
        document = self.document().replace("checkpoint_dir", "checkpoint_folder")
        self.expect_refused(run_input(document), "checkpoint_dir")

    def test_a_setting_that_is_not_accepted(self):
        for name, value, accepted in (
                ("follow", "maybe", "1 or 0"), ("render", "csv", "xml or json"),
                ("enrich", "some", "none, names or full"),
                ("start_from", "middle", "oldest or newest"),
                ("ignore_older_than", "30", "30d"), ("timezone", "CET", "+02:00"), ("batch_events", "0", "from 1 to 10000"),
                ("path", ";", "absolute paths")):
            with self.subTest(name):
                self.expect_refused(self.run_once(**{name: value}), STANZA,
                                    "setting " + name, accepted)

    def test_the_session_key_is_never_told(self):
        result = run_input(self.document()[:-20])
        self.assertNotIn("not-a-real-key", result.stderr)


class FilesTest(Case):
    """A file that cannot be read is an error of its own; the others are read."""

    def setUp(self):
        super().setUp()
        harness.write_log(self.logs / "z.evtx", events=4)

    def test_a_path_that_is_not_there(self):
        missing = self.logs / "missing.evtx"
        result = self.run_once(path=[str(missing), str(self.logs / "z.evtx")])
        self.expect(result, ids(1, 4), code=3)
        self.assertIn("%s: No such file" % missing, result.lines("ERROR")[0])
        self.assertIn("files_failed=1", result.lines("INFO")[-1])

    def test_a_file_that_is_no_log(self):
        (self.logs / "a.txt").write_text("notes", encoding="utf-8")
        result = self.run_once(path=self.logs)
        self.expect(result, ids(1, 4))
        self.assertIn("skipped %s/a.txt: is no event log" % self.logs, result.stderr)
        self.assertIn("files_skipped=1", result.lines("INFO")[-1])
        named = self.run_once(path=[str(self.logs / "a.txt"), str(self.logs / "z.evtx")])
        self.assertEqual(named.code, 3)
        self.assertIn("a.txt: is no event log", named.lines("ERROR")[0])

    def test_an_empty_file(self):
        (self.logs / "a.evtx").write_bytes(b"")
        result = self.run_once(path=self.logs)
        self.expect(result, ids(1, 4), code=3)
        self.assertIn("it is empty", result.lines("ERROR")[0])

    def test_a_damaged_chunk_costs_only_itself(self):
        log = bytearray(harness.make_log(events=40, per_chunk=10))
        begin = 4096 + 65536 + 512
        log[begin:begin + 2000] = b"\xAA" * 2000
        (self.logs / "z.evtx").write_bytes(bytes(log))
        result = self.run_once(path=self.logs)
        self.assertEqual(result.code, 0)
        self.assertEqual([id for id in ids(1, 40) if id not in result.ids and not 10 < id <= 20],
                         [])
        self.assertRegex(result.lines("INFO")[-1], r"failed=[1-9].*record_damaged=")


if __name__ == "__main__":
    unittest.main()
