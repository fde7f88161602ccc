"""What lint() finds in searches of the real app, and that it finds nothing in ones
that are right."""

import unittest

from events import event
from lint import fields_after, lint
from searcher import Searcher

RIGHT = (
    "`eventlens_events` EventCode IN (4625, 4771) | stats count by TargetUserName, lens_reason "
    "| where count > 5 | sort - count | table TargetUserName count",
    "`eventlens_events` user=* src=10.* | `eventlens_links` | table lens_link_bing",
    "`eventlens_events` tag=authentication action=failure | timechart count by lens_verdict "
    "| table _time anything",
    "index=_internal log_level=ERROR | stats sum(sent) as sent latest(records) by host",
    "| inputlookup eventlens_events where criticality=high | fields event_id title "
    "| lookup eventlens_kb_events event_id OUTPUT article | mvexpand article",
    '| inputlookup eventlens_kb_articles | search title="*Kerberos*" | table article',
    "| tstats count where index=* by host _time span=1h | where count > 0",
    '* | rex "(?<word>\\w+)" | eval n=len(word) | bin _time span=1d | chart max(n) over _time',
    "* | stats count as n | append [| makeresults | eval n=1] | appendpipe [stats sum(n) as n]",
    "* [search EventCode=4740 | return user] | stats count",
    "| makeresults | eval a=1 | fields - _time | rename a as b | fillnull value=x c | table b c",
)

WRONG = {
    "* | join user [search *]": "unknown command 'join'",
    "* | transaction user": "unknown command 'transaction'",
    "* | map search=\"x\"": "unknown command 'map'",
    "* | eval a=nope(1)": "unknown function nope",
    "* | eval a=len()": "len takes 1",
    "* | stats nope(user)": "unknown statistic nope",
    "`nope`": "unknown macro nope",
    "* | lookup nope a": "unknown lookup nope",
    "* | lookup eventlens_events event_id OUTPUT nope": "no column nope",
    "* | lookup eventlens_events event_id AS nope OUTPUT title": "nothing gives the field nope",
    "| inputlookup eventlens_events where nope=1": "nothing gives the field nope",
    "* | eval a=no_such_field": "nothing gives the field no_such_field",
    "no_such_field=1": "nothing gives the field no_such_field",
    "* | stats count by user | where EventCode=1": "nothing gives the field EventCode",
    "* | table user | search EventCode=1": "nothing gives the field EventCode",
    "* | stats count | append [search * | stats count by nope]": "nothing gives the field nope",
    "* [search nope=1 | fields user]": "nothing gives the field nope",
    "* | eval x=[search nope=1 | return $user]": "nothing gives the field nope",
    "*word": "a leading wildcard",
    "user=*admin": "a leading wildcard",
    "* | search user=*admin": "a leading wildcard",
    "| tstats count where host=*dc by host": "a leading wildcard",
    "user IN (a, *b)": "a leading wildcard",
    "* earliest=rt-5m": "real time",
    "tag=nope": "unknown tag nope",
    "eventtype=nope": "unknown eventtype nope",
    "| tstats count by user": "nothing gives the field user",
    "* | rex field=nope \"(?<a>.)\"": "nothing gives the field nope",
    "* | eval a=replace(user, \"[\", \"\")": "no regular expression",
    "user=$user$": "nobody has set the token",
    "* | timechart count by nope": "nothing gives the field nope",
    "* | eval a=(user=\"x\")": "cannot be true or false",
}


class LintTest(unittest.TestCase):
    def setUp(self):
        self.searcher = Searcher([event(1000)])

    def test_nothing_is_found_in_what_is_right(self):
        for spl in RIGHT:
            with self.subTest(spl):
                self.assertEqual(lint(spl, self.searcher), [])

    def test_each_problem_is_found_alone(self):
        for spl, message in WRONG.items():
            with self.subTest(spl):
                problems = lint(spl, self.searcher)
                self.assertEqual(len(problems), 1, problems)
                self.assertIn(message, problems[0])

    def test_all_problems_are_found_with_their_places(self):
        problems = lint("nope=1 x=*y | eval a=nope(b)", self.searcher)
        self.assertEqual(len(problems), 4, problems)
        self.assertIn("nope, at 0: <here>nope=1", problems[0])

    def test_chains(self):
        fields = fields_after("* | stats count by user", self.searcher)
        self.assertEqual(fields, {"count", "user"})
        self.assertEqual(lint("| where count>1 | table user", self.searcher, "chain", fields), [])
        self.assertEqual(len(lint("| table src", self.searcher, "chain", fields)), 1)
        self.assertIsNone(fields_after("* | timechart count by user", self.searcher))


if __name__ == "__main__":
    unittest.main()
