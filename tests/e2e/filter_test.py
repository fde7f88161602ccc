"""Filters in the stanza and on the command line: which events come, where the
position goes, and how mistakes are told."""

import json
import os
import unittest

import harness
from harness import DEMO, Case, ids, items_xml, rewrite_log, run_program, write_log

DC_LOG = DEMO / "dc01-Security.evtx"


class ConvertFilterTest(Case):
    def convert(self, *arguments, log=DC_LOG):
        result = run_program("convert", "--render", "json", "--enrich", "none", *arguments, log)
        self.assertEqual(result.code, 0, result.stderr)
        return [json.loads(line) for line in result.stdout.decode().splitlines()]

    @classmethod
    def setUpClass(cls):
        result = run_program("convert", "--render", "json", "--enrich", "none", DC_LOG)
        cls.all = [json.loads(line) for line in result.stdout.decode().splitlines()]

    def expect(self, condition, *arguments):
        """These arguments give the events for which `condition` holds."""
        wanted = [event for event in self.all if condition(event)]
        self.assertTrue(0 < len(wanted) < len(self.all), "the test says nothing")
        self.assertEqual(self.convert(*arguments), wanted)

    def test_lists_of_ids(self):
        self.expect(lambda e: e["EventID"] in (4625, 4771), "--whitelist", "4625, 4771")
        self.expect(lambda e: not 4600 <= e["EventID"] <= 4699, "--blacklist", "4600-4699")
        self.expect(lambda e: e["EventID"] == 4771, "--whitelist", "4771", "--event-ids", "4000-5000")
        self.expect(lambda e: e["EventID"] in (4771, 4625), "--whitelist", "4771", "--whitelist",
                    "4625")

    def test_pairs(self):
        self.expect(lambda e: e["EventID"] == 4624 and e["LogonType"] == "3",
                    "--whitelist", "EventCode=%^4624$% LogonType=%^3$%")
        self.expect(lambda e: not e.get("TargetUserName", "").endswith("$"),
                    "--blacklist", r'TargetUserName="\$$"')
        self.expect(lambda e: e["EventID"] == 4624 and e["LogonType"] != "3",
                    "--whitelist", "4624", "--blacklist", "$XmlRegex=%<Data Name='LogonType'>3<%")
        self.expect(lambda e: int(e["Keywords"], 16) & 0x10000000000000,
                    "--whitelist", "Keywords=%Audit Failure%")

    def test_queries(self):
        self.expect(lambda e: e["EventID"] in (4768, 4769) and e["ServiceName"] != "krbtgt",
                    "--query", "*[System[EventID >= 4768 and EventID <= 4769]] and "
                    "*[EventData[Data[@Name='ServiceName']!='krbtgt']]")
        self.expect(lambda e: int(e["Keywords"], 16) & 0x10000000000000,
                    "--query", "*[System[band(Keywords,4503599627370496)]]")
        first, last = self.all[100]["TimeCreated"], self.all[200]["TimeCreated"]
        self.expect(lambda e: first <= e["TimeCreated"] <= last,
                    "--query", "*[System[TimeCreated[@SystemTime>='%s' and @SystemTime<='%s']]]"
                    % (first, last))

    def test_a_query_in_a_file(self):
        path = self.directory / "query.xml"
        path.write_text("""<QueryList>
          <Query Id="0" Path="Security">
            <Select Path="Security">*[System[(EventID=4624 or EventID=4625)]]</Select>
            <Suppress Path="Security">*[EventData[Data[@Name='LogonType']='3']]</Suppress>
          </Query>
        </QueryList>""", encoding="utf-8")
        self.expect(lambda e: e["EventID"] in (4624, 4625) and e["LogonType"] != "3",
                    "--query", "@%s" % path)
        result = run_program("convert", "--query", "@/no/such/file", DC_LOG)
        self.assertEqual(result.code, 2)
        self.assertIn("/no/such/file", result.stderr)

    def test_threads_give_the_same(self):
        logs = [DC_LOG] * 3
        command = ["convert", "--whitelist", "TargetUserName=%^[a-m]%", "--blacklist",
                   "$XmlRegex=%3</Data>%", *logs]
        one = run_program(*command, "--threads", 1)
        more = run_program(*command, "--threads", 3)
        self.assertEqual((one.stdout, one.stderr), (more.stdout, more.stderr))
        self.assertRegex(one.stderr, r" records=\d+ sent=[1-9]\d* skipped=0 filtered=[1-9]")

    def test_mistakes_are_told_and_write_nothing(self):
        output = self.directory / "kept.json"
        output.write_text("before", encoding="utf-8")
        for arguments, words in {
                ("--whitelist", "4624,x"): "--whitelist: column 6: an event id is missing",
                ("--blacklist", "Message=%(%"): "--blacklist: column 11: the regular expression",
                ("--query", "*[System[EventID=1 and EventID=2]]"): "--query: column 10: ",
                ("--whitelist", "1", "--event-ids", "2"): "can let no event pass"}.items():
            with self.subTest(arguments):
                result = run_program("convert", "--output", output, *arguments, DC_LOG)
                self.assertEqual(result.code, 2)
                self.assertIn(words, result.stderr)
                self.assertIn("; accepted: ", result.stderr)
                self.assertEqual(output.read_text(encoding="utf-8"), "before")

    def test_an_expression_that_explodes_ends_and_loses_nothing(self):
        result = run_program("convert", "--whitelist", r"$XmlRegex=%([\s\S]+)+(#|~~)%",
                             DEMO / "ws07-System.evtx")
        self.assertEqual(result.code, 0, result.stderr)
        self.assertIn("filter_undecided=76", result.stderr)
        self.assertEqual(result.stdout.count(b"\n"), 76)


class StanzaFilterTest(Case):
    """make_log's events all have one event id; their data tells them apart."""

    def setUp(self):
        super().setUp()
        write_log(self.log, events=20)
        self.event_id = int(self.run_once().events[0].system("EventID").text)
        self.others = "1-%d" % (self.event_id - 1)
        self.checkpoints = self.directory / "other/eventlens"

    def position(self):
        files = [path for path in self.checkpoints.rglob("*.json") if path.name != "stanza.json"]
        self.assertEqual(len(files), 1, files)
        return int(json.loads(files[0].read_text(encoding="utf-8"))["record_id"])

    def counts(self, result):
        return dict(word.split("=", 1) for word in result.stderr.split() if "=" in word)

    def test_every_setting_is_read(self):
        for number in ("", *"123456789"):
            self.checkpoints = self.directory / ("white" + number)
            self.expect(self.run_once(**{"whitelist" + number: self.event_id}), ids(1, 20))
            self.checkpoints = self.directory / ("black" + number)
            self.expect(self.run_once(**{"blacklist" + number: self.event_id,
                                         "whitelist": "*"}), [])
        self.checkpoints = self.directory / "query"
        self.expect(self.run_once(query="*[System[EventRecordID>15]]"), ids(16, 20))

    def test_numbered_whitelists_are_alternatives(self):
        self.expect(self.run_once(whitelist="RecordNumber=%^3$%", whitelist1="RecordNumber=%^5$%",
                                  blacklist4="RecordNumber=%^5$% LogName=%^Other$%"), [3, 5])

    def test_the_position_moves_past_what_is_filtered(self):
        # By the selection of the decoder, and by what is decided after it.
        for settings in ({"whitelist": self.others}, {"whitelist": "LogName=%^None$%"},
                         {"query": "*[System[Provider[@Name='Nobody']]]"}):
            with self.subTest(settings):
                self.checkpoints = self.directory / ("moves%s" % len(os.listdir(self.directory)))
                rewrite_log(self.log, events=20)
                first = self.run_once(**settings)
                self.expect(first, [])
                self.assertEqual(self.counts(first)["filtered"], "20")
                self.assertEqual(self.position(), 20)
                again = self.run_once(**settings)
                self.assertEqual(self.counts(again)["filtered"], "0")
                rewrite_log(self.log, events=25)
                self.assertEqual(self.counts(self.run_once(**settings))["filtered"], "5")
                # What was filtered does not come when the filter is taken away.
                rewrite_log(self.log, events=27)
                self.expect(self.run_once(), [26, 27])

    def test_events_on_both_sides_of_what_is_filtered(self):
        write_log(self.log, events=40, per_chunk=7)
        self.expect(self.run_once(whitelist="RecordNumber=%^(3|4|30)$%", batch_events="1"),
                    [3, 4, 30])
        self.assertEqual(self.position(), 40)

    def test_a_followed_log_of_which_nothing_is_wanted(self):
        with harness.Running(self.directory,
                             self.document(follow="1", whitelist=self.others)) as running:
            running.wait_for(lambda _: list(self.checkpoints.rglob("*-*.json")))
            rewrite_log(self.log, events=30)
            running.wait_for(lambda _: self.position() == 30)
            result, _ = running.stop()
        self.assertEqual(result.ids, [])
        again = self.run_once(whitelist=self.others)
        self.assertEqual(self.counts(again)["filtered"], "0")

    def test_mistakes_stop_the_stanza_and_are_told(self):
        for settings, words in (
                ({"whitelist3": "4624,EventCode=%1%"}, "setting whitelist3: column 15: "),
                ({"blacklist": "Message=%[%"}, "setting blacklist: column 11: "),
                ({"query": "*[System[EventID=]]"}, "setting query: column 18: "),
                ({"whitelist": "1", "blacklist": "1"}, "can let no event pass")):
            with self.subTest(settings):
                result = self.run_once(**settings)
                self.assertEqual(result.code, 1)
                self.assertNotIn(b"<event", result.stdout)
                self.assertIn(words, "\n".join(result.lines("ERROR")))
                validation = run_program("--validate-arguments",
                                         stdin=items_xml(path=self.log, **settings))
                self.assertNotEqual(validation.code, 0)
                self.assertIn(words, validation.stdout.decode())

    def test_filters_are_accepted_by_validation(self):
        validation = run_program("--validate-arguments", stdin=items_xml(
            path=self.log, whitelist="4624,4700-4720",
            blacklist1='EventCode="4662" Message="Object Type:(?!\\s*groupPolicyContainer)"',
            blacklist2="$XmlRegex=%<Data Name='IpAddress'>::1</Data>%",
            query="<QueryList><Query><Select>*</Select></Query></QueryList>"))
        self.assertEqual((validation.code, validation.stdout), (0, b""), validation.stderr)


if __name__ == "__main__":
    unittest.main()
