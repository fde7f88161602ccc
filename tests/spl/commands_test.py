"""Each command over ten events, as Splunk's documentation of it says. The events
have code 0 to 9, one each minute; the newest comes first."""

import unittest

from support import START, Case


class SearchTest(Case):
    def codes(self, spl, *codes):
        with self.subTest(spl):
            result = self.run_search(spl)
            self.assertEqual(result.column("code"), [str(code) for code in codes])

    def test_fields_and_values(self):
        self.codes("code=4", 4)
        self.codes("search code=4", 4)
        self.codes("| search code=4", 4)
        self.codes("user=U1 code>=4", 7, 4)
        self.codes("user=u* code<3", 2, 1, 0)
        self.codes("code>7 OR code<1", 9, 8, 0)
        self.codes("code IN (1, 3, 99)", 3, 1)
        self.codes("user IN (u0) code!=0 code!=3", 9, 6)
        self.codes('user="u1" AND code=1', 1)
        self.codes("tags=b code<4", 3, 1)
        self.codes("host=host index=test sourcetype=te* code=5", 5)

    def test_not_finds_events_without_the_field_and_unequal_does_not(self):
        self.codes("odd!=yes")
        self.codes("NOT odd=yes code<5", 4, 2, 0)
        self.codes("odd=* code<5", 3, 1)

    def test_or_binds_closer_than_and(self):
        self.codes("code=1 OR code=2 user=u2", 2)
        self.codes("(code=1) OR (code=2 user=u2)", 2, 1)
        self.codes("NOT (code>1 OR code=0)", 1)

    def test_words_of_the_text(self):
        self.codes('"code 4"', 4)
        self.codes("u1 code 4", 4)
        self.codes("U1 NOT 4 NOT 7", 1)
        self.codes("cod* 4", 4)
        self.codes("cod 4")
        self.codes("ode 4")

    def test_a_search_behind_a_pipe_takes_the_rows(self):
        result = self.run_search('* | stats count by user | rename user as "the user" '
                                 '| search "the user"=u1 count>2')
        self.assertEqual(result.rows, [{"the user": "u1", "count": "3"}])
        self.expect("* | stats count by user | search u0", "user count", ("u0", "4"))

    def test_times_in_the_search_go_before_those_given(self):
        self.codes("earliest=%d latest=%d" % (START + 60, START + 180), 2, 1)
        self.codes("earliest=-3m@m", 9, 8, 7)

    def test_subsearches(self):
        self.codes("[search code=4 | fields user] code<5", 4, 1)
        self.codes("[search code=4 | return code]", 4)
        self.codes("[search code<2 | return 5 code]", 1, 0)
        self.codes("code<5 NOT [search code>0 | fields code]", 0)
        self.codes("[search code=99 | fields code]")
        self.codes("[| makeresults | eval search=\"code=3 OR code=5\" | fields search]", 5, 3)
        self.codes("code=[search code=7 | return $code]", 7)

    def test_where_and_regex(self):
        self.codes('* | where code > 7 AND user="u0"', 9)
        self.codes("* | where isnull(odd) AND code < 3", 2, 0)
        self.codes('* | regex "code [34]$"', 4, 3)
        self.codes('* | regex user="[12]" | where code<3', 2, 1)
        self.codes('* | regex user!="[12]" | where code<4', 3, 0)


class RowsTest(Case):
    def test_head_tail_dedup(self):
        self.expect("* | head 2 | table code", "code", ["9"], ["8"])
        self.expect("* | head limit=1 | table code", "code", ["9"])
        self.expect("* | tail 2 | table code", "code", ["0"], ["1"])
        self.expect("* | dedup user | table code", "code", ["9"], ["8"], ["7"])
        self.expect("* | dedup 2 user | stats count", "count", ["6"])
        self.expect("* | dedup odd | table code", "code", ["9"])
        self.expect("* | dedup odd keepempty=true | stats count", "count", ["6"])

    def test_sort(self):
        self.expect("* | head 3 | sort code | table code", "code", ["7"], ["8"], ["9"])
        self.expect("* | sort 2 user -code | table user code", "user code",
                    ("u0", "9"), ("u0", "6"))
        self.expect("* | sort 0 - user, +code | head 1 | table code", "code", ["2"])
        self.expect('| makeresults | eval n=split("9,10,b", ",") | mvexpand n | sort - n | table n',
                    "n", ["b"], ["10"], ["9"])
        self.expect('| makeresults | eval n=split("9,10", ",") | mvexpand n | sort str(n) '
                    "| table n", "n", ["10"], ["9"])
        self.expect("* | head 2 | sort -odd | table code odd", "code odd", ("9", "yes"),
                    ("8", None))
        self.expect('| makeresults | eval n=split("10.0.0.10,10.0.0.9", ",") | mvexpand n '
                    "| sort ip(n) | table n", "n", ["10.0.0.9"], ["10.0.0.10"])

    def test_makeresults_append_appendcols_appendpipe(self):
        self.expect("| makeresults count=2", "_time", ["1560"], ["1560"])
        self.expect("* | stats count | append [search code=1 | stats count as one]", "count one",
                    ("10", None), (None, "1"))
        self.expect("* | stats count | appendcols [search code=1 | stats count as one]",
                    "count one", ("10", "1"))
        self.expect("* | stats count | appendcols [search code=1 | stats count]", "count", ["10"])
        self.expect("* | stats count | appendcols override=t [search code=1 | stats count]",
                    "count", ["1"])
        self.expect("code=99 | stats count by user | appendpipe [stats count | where count=0]",
                    "user count", (None, "0"))

    def test_times_inside_an_appended_search_are_its_own(self):
        self.expect("* | stats count | append [search earliest=-3m@m | stats count] | addinfo "
                    "| table count info_min_time", "count info_min_time",
                    ("10", "0.000"), ("3", "0.000"))

    def test_addinfo(self):
        self.expect("| makeresults | addinfo | table info_*",
                    "info_min_time info_max_time info_search_time info_sid",
                    ("1200.000", "1560.000", "1560.000", "test"), earliest="1200")

    def test_transpose(self):
        result = self.run_search("* | stats count by user | transpose 2")
        self.assertEqual(result.fields, ["column", "row 1", "row 2"])
        self.assertEqual(result.rows[1], {"column": "count", "row 1": "4", "row 2": "3"})
        self.expect("* | stats count by user | transpose 0 header_field=user column_name=what",
                    "what u0 u1 u2", ("count", "4", "3", "3"))

    def test_format_and_return(self):
        self.expect('* | head 2 | table user code | format | eval x=len(search) | table search',
                    "search", ['( ( user="u0" AND code="9" ) OR ( user="u2" AND code="8" ) )'])
        self.expect("code=99 | fields code | format", "search", ["NOT ()"])
        self.expect("* | return 2 user who=code", "search",
                    ['(user="u0" who="9") OR (user="u2" who="8")'])
        self.expect("* | return $code", "search", ["9"])


class FieldsTest(Case):
    def test_fields_keeps_time_and_text(self):
        self.expect("code=4 | fields user, code", "user code _time _raw",
                    ("u1", "4", "1240", "user=u1 code 4"))
        self.expect("code=4 | fields + co*", "code _time _raw", ("4", "1240", "user=u1 code 4"))
        self.expect("code=4 | table user code | fields - co*", "user", ["u1"])
        self.expect("code=4 | fields code | fields - _*", "code", ["4"])

    def test_table(self):
        self.expect("code=4 | table code nothing", "code nothing", ("4", None))
        self.expect("code=4 | table us*, code", "user code", ("u1", "4"))

    def test_rename(self):
        self.expect("code=4 | table code user | rename code AS number, user as who",
                    "number who", ("4", "u1"))
        self.expect("code=4 | table code user | rename * as new_*", "new_code new_user",
                    ("4", "u1"))
        self.expect("code=4 | table code user | rename code as user", "user", ["4"])

    def test_eval(self):
        self.expect('code=4 | eval a=code+1, b=a*2, "c"=null(), user=null() | table a b c user',
                    "a b c user", ("5", "10", None, None))
        self.expect("code=5 | eval x=mvcount(tags), y=tags | table x y", "x y", ("2", ["a", "b"]))
        self.expect("| makeresults | eval x=[search code=4 | return $code] | table x", "x", ["4"])

    def test_fillnull(self):
        self.expect("code=4 OR code=5 | table code odd | fillnull value=- odd more",
                    "code odd more", ("5", "yes", "-"), ("4", "-", "-"))
        self.expect("code=4 | table code odd | fillnull", "code odd", ("4", "0"))
        self.expect("code=4 | table odd | fillnull value=-1", "odd", ["-1"])

    def test_lists(self):
        self.expect("code=5 | mvexpand tags | table code tags", "code tags", ("5", "a"), ("5", "b"))
        self.expect("code=5 | mvexpand tags limit=1 | table tags", "tags", ["a"])
        self.expect('| makeresults | eval x="a,b,,c" | makemv delim="," x | table x', "x",
                    [["a", "b", "c"]])
        self.expect('| makeresults | eval x="a,,c" | makemv delim="," allowempty=true x | table x',
                    "x", [["a", "", "c"]])
        self.expect('| makeresults | eval x="a1b2" | makemv tokenizer="([a-z])" x | table x', "x",
                    [["a", "b"]])

    def test_rex(self):
        self.expect('code=4 | rex "code (?<number>\\d)(?<more>x)?" | table number more',
                    "number more", ("4", None))
        self.expect('code=5 | rex field=user "u(?<digit>\\d)" | table digit', "digit", ["2"])
        self.expect('code=4 | rex max_match=2 "(?<word>[a-z]+)" | table word', "word",
                    [["user", "u"]])
        self.expect('code=4 | rex max_match=0 "(?P<digit>\\d)" | table digit', "digit",
                    [["1", "4"]])

    def test_bin(self):
        self.expect("code=4 | bin _time span=1h | table _time", "_time", ["0"])
        self.expect("code=4 | bucket span=5m _time as t | table _time t", "_time t",
                    ("1240", "1200"))
        self.expect("code=4 | bin code span=3 | table code", "code", ["3-6"])


class StatisticsTest(Case):
    def test_stats(self):
        self.expect("* | stats count by user", "user count", ("u0", "4"), ("u1", "3"), ("u2", "3"))
        self.expect("* | stats count, c(odd) as with, dc(user) sum(code) as s BY tags",
                    "tags count with dc(user) s", ("a", "10", "5", "3", "45"),
                    ("b", "5", "5", "3", "25"))
        self.expect("* | stats count(eval(code>5)) as high sum(eval(code*2)) AS double",
                    "high double", ("4", "90"))
        self.expect("* | stats count by odd", "odd count", ("yes", "5"))
        self.expect("code=99 | stats count", "count", ["0"])
        self.expect("code=99 | stats count by user", "user count")
        self.expect("code=99 | stats max(code)", "max(code)")

    def test_each_statistic(self):
        for statistic, expected in {
                "values(user)": ["u0", "u1", "u2"], "list(user)": ["u2", "u1", "u0"],
                "first(code)": "2", "last(code)": "0", "earliest(code)": "0", "latest(code)": "2",
                "min(code)": "0", "max(code)": "2", "sum(half)": "1.5", "avg(code)": "1",
                "mean(code)": "1", "median(code)": "1", "mode(user)": "u2", "range(code)": "2",
                "stdev(code)": "1", "earliest_time(code)": "1000", "latest_time(code)": "1120",
                "perc50(code)": "1", "perc95(code)": "2", "exactperc90(code)": "2", "p34(code)": "1",
                "min(user)": "u0", "distinct_count(user)": "3", "sum(user)": None,
                "count(odd)": "1"}.items():
            with self.subTest(statistic):
                result = self.run_search("code<3 | stats count, %s as x" % statistic)
                self.assertEqual(result.rows[0].get("x"), expected)

    def test_eventstats(self):
        self.expect("* | eventstats max(code) as most by user | where code=most | table code user",
                    "code user", ("9", "u0"), ("8", "u2"), ("7", "u1"))
        self.expect("code<2 | eventstats count | table code count", "code count", ("1", "2"),
                    ("0", "2"))

    def test_streamstats(self):
        self.expect("code<3 | sort code | streamstats sum(code) as s, count | table code s count",
                    "code s count", ("0", "0", "1"), ("1", "1", "2"), ("2", "3", "3"))
        self.expect("code<3 | sort code | streamstats current=f last(code) as before "
                    "| table code before", "code before", ("0", None), ("1", "0"), ("2", "1"))
        self.expect("code<4 | sort code | streamstats window=2 sum(code) as s | table s", "s",
                    ["0"], ["1"], ["3"], ["5"])
        self.expect("code<4 | sort code | streamstats count by user | table user count",
                    "user count", ("u0", "1"), ("u1", "1"), ("u2", "1"), ("u0", "2"))
        self.expect("code<4 | sort code | streamstats window=2 global=f count by user "
                    "| table count", "count", ["1"], ["1"], ["1"], ["2"])
        self.expect("code<4 | sort code | streamstats window=2 count by user | table count",
                    "count", ["1"], ["1"], ["1"], ["1"])

    def test_tstats(self):
        self.expect("| tstats count min(_time) as first where index=test by host, sourcetype",
                    "host sourcetype count first", ("host", "test", "10", "1000"))
        self.expect("| tstats count where index=test earliest=1300 by _time span=5m", "_time count",
                    ("1200", "4"), ("1500", "1"))
        self.expect("| tstats count where index=other", "count", ["0"])


class RefusedTest(Case):
    def test_what_is_refused_and_where(self):
        for spl, message, place in (
                ("* | join user [search *]", "unknown command 'join'", "join"),
                ("* | transaction user", "unknown command 'transaction'", "transaction"),
                ("* | stats nope(code)", "unknown statistic nope", "nope"),
                ("* | stats sum", "unexpected 'sum'", "sum"),
                ("* | stats dc()", "dc needs a field", "dc"),
                ("* | stats count(eval(code>1))", "needs AS", "count(eval"),
                ("* | stats count count", "count stands twice", "count count"),
                ("* | stats sum(co*)", "a statistic of co*", "sum"),
                ("* | head 5 6", "unexpected '6'", "6"),
                ("* | head nope=3", "unexpected 'nope'", "nope"),
                ("* | top limit=2 limit=3 user", "limit= stands twice", "top"),
                ("* | eval x=code>5", "cannot be true or false", "x=code"),
                ("* | eval x=if(code>5, true(), false())", "cannot be true or false", "x="),
                ("* | where code+1", "needs a condition", "where"),
                ("* | eval x=nope(1)", "unknown function nope", "nope"),
                ("* | rex \"no group\"", "needs a named group", "rex"),
                ("* | rex \"(?<x>\"", "no regular expression", "rex"),
                ("* | bin user span=1h", "a span of time for user", "bin"),
                ("* | timechart span=1x count", "no span: 1x", "timechart"),
                ("| tstats count by user", "tstats knows", "tstats"),
                ("* | makeresults", "can only stand first", "makeresults"),
                ("| stats count", "cannot stand first", "stats"),
                ("* |", "a command is missing", ""),
                ("code=1 )", "unexpected ')'", ")"),
                ("code=", "unexpected end", ""),
                ("* | rename a* as b", "not as many *", "rename"),
                ("* | Stats count", "unknown command 'Stats'", "Stats"),
                ("* | sort 10", "unexpected end", ""),
                ("* | fields", "unexpected end", "")):
            with self.subTest(spl):
                self.expect_error(spl, message, place)


if __name__ == "__main__":
    unittest.main()
