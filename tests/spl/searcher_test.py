"""Macros, times, chains, saved searches and event types, with an app of its own."""

import unittest

import relative_time
from events import event
from language import SplError
from searcher import Searcher
from support import Case

MACROS = """[mine]
definition = user=u1

[of(1)]
args = who
definition = user=$who$ `later`

[between(2)]
args = low, high
definition = code>=$low$ code<=$high$
validation = isint(low) AND isint(high)
errormsg = low and high are whole numbers

[later]
definition = code>2

[count_by(1)]
args = field
definition = stats count by $field$

[circle]
definition = `circle`

[changed]
definition = code=1
"""


class MacrosTest(Case):
    files = {"default/macros.conf": MACROS, "local/macros.conf": "[changed]\ndefinition = code=2\n"}

    def codes(self, spl):
        return [int(code) for code in self.run_search(spl).column("code")]

    def test_with_and_without_arguments(self):
        self.assertEqual(self.codes("`mine` code<5"), [4, 1])
        self.assertEqual(self.codes("`of(u0)`"), [9, 6, 3])
        self.assertEqual(self.codes('`of("u0")` code=3'), [3])
        self.assertEqual(self.codes("`between(3, 4)`"), [4, 3])
        self.expect("code=1 | `count_by(user)`", "user count", ("u1", "1"))

    def test_local_stands_over_default(self):
        self.assertEqual(self.codes("`changed`"), [2])

    def test_not_in_quotes_and_comments(self):
        self.expect("code=1 | eval x=\"`mine`\" ```a `nope` comment``` | table x", "x", ["`mine`"])

    def test_what_is_refused_and_where(self):
        self.expect_error("code=1 `nope`", "unknown macro nope", "`nope`")
        self.expect_error("`mine(1)`", "unknown macro mine(1)", "`mine(1)`")
        self.expect_error("`between(a, 2)`", "whole numbers", "`between")
        self.expect_error("`circle`", "circle")
        self.expect_error("code=1 `mine", "a backtick without another", "`mine")
        self.expect_error("user=$user$", "nobody has set the token $user$", "$user$")


class TimesTest(Case):
    def test_now_is_the_next_minute_after_the_newest_event(self):
        self.assertEqual(self.searcher.now, 1560)
        self.assertEqual(Searcher([event(1740960059.9)]).now, 1740960060)
        self.assertEqual(Searcher([event(60)]).now, 120)
        self.assertEqual(Searcher([], now=5).now, 5)

    def test_the_range_begins_with_earliest_and_ends_before_latest(self):
        for earliest, latest, count in (("0", "now", 10), ("1060", "1120", 1), ("-1m", "now", 1),
                                        ("-2m@m", "now", 2), ("@h", "@h+20m", 4), ("", "", 10),
                                        ("01/01/1970:00:20:00", "now", 6)):
            with self.subTest(earliest):
                result = self.run_search("* | stats count", earliest, latest)
                self.assertEqual(result.rows, [{"count": str(count)}])

    def test_modifiers(self):
        now = 1740960061  # Monday, 3 March 2025, 00:01:01
        for modifier, expected in (("-24h@h", 1740873600), ("@d", 1740960000), ("+1d", now + 86400),
                                   ("-1w@w1", 1740355200), ("@w", 1740873600), ("@mon", 1740787200),
                                   ("@y", 1735689600), ("-d", now - 86400), ("@q", 1735689600),
                                   ("-1mon", 1738540861), ("now", now), ("5", 5)):
            with self.subTest(modifier):
                self.assertEqual(relative_time.resolve(modifier, now), expected)

    def test_what_is_no_time(self):
        for text in ("rt-5m", "yesterday", "-1x", "@d1", "-"):
            with self.subTest(text), self.assertRaises(SplError):
                relative_time.resolve(text, 0)

    def test_events_come_newest_first(self):
        self.assertEqual(self.run_search("*").column("code")[:2], ["9", "8"])


class ChainTest(Case):
    def test_a_chain_goes_on_with_the_rows(self):
        base = self.run_search("* | fields user code")
        one = self.searcher.extend(base, "| stats count by user")
        self.assertEqual(one.column("count"), ["4", "3", "3"])
        two = self.searcher.extend(one, "| search count>3 | table user")
        self.assertEqual((two.fields, two.rows), (["user"], [{"user": "u0"}]))
        self.searcher.extend(base, '| eval user="x"')
        self.assertEqual(base.column("user")[0], "u0")
        self.assertEqual(len(self.searcher.searches), 4)

    def test_it_has_the_time_of_the_first_search(self):
        base = self.run_search("* earliest=1300")
        self.assertEqual(self.searcher.extend(base, "| timechart span=5m count").column("_time"),
                         ["1200", "1500"])

    def test_it_begins_with_a_pipe(self):
        with self.assertRaises(SplError):
            self.searcher.extend(self.run_search("*"), "stats count")


class SavedTest(Case):
    files = {"default/savedsearches.conf":
             "[Late ones]\nsearch = code>3 \\\n| stats count\ndispatch.earliest_time = -5m@m\n"
             "dispatch.latest_time = now\n"}

    def test_it_runs_over_its_own_time(self):
        self.assertEqual(self.searcher.saved("Late ones").rows, [{"count": "5"}])
        with self.assertRaises(SplError):
            self.searcher.saved("Nothing")


class EventTypesTest(Case):
    files = {"default/eventtypes.conf": "[one]\nsearch = user=u1\n\n[other_one]\nsearch = code=2\n",
             "default/tags.conf": "[eventtype=one]\nfirst = enabled\n\n"
                                  "[eventtype=other_one]\nfirst = enabled\nsecond = enabled\n"}

    def test_event_types_and_tags(self):
        for spl, codes in (("eventtype=one code<5", ["4", "1"]), ("eventtype=*one code<3", ["2", "1"]),
                           ("tag=first code<3", ["2", "1"]), ("tag=second", ["2"]),
                           ("NOT tag=first code<3", ["0"]), ("tag IN (second)", ["2"])):
            with self.subTest(spl):
                self.assertEqual(self.run_search(spl).column("code"), codes)
        self.expect_error("code=1 tag=nope", "unknown tag nope", "tag=nope")


if __name__ == "__main__":
    unittest.main()
