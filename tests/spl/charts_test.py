"""timechart, chart, top and rare: which rows and columns there are, and what is in
cells without events."""

import unittest

from events import event
from searcher import Searcher
from support import Case


class TimechartTest(Case):
    def test_one_column_over_the_range_of_the_search(self):
        self.expect("* | timechart span=2m count", "_time count", ("840", "0"), ("960", "2"),
                    ("1080", "2"), ("1200", "2"), ("1320", "2"), ("1440", "2"), earliest="900")
        self.expect("code>7 | timechart span=2m max(code) as most", "_time most", ("1320", None),
                    ("1440", "9"), earliest="1400")

    def test_all_of_time_is_as_long_as_the_events(self):
        self.expect("* | timechart span=5m count", "_time count", ("900", "4"), ("1200", "5"),
                    ("1500", "1"))

    def test_no_events_no_rows(self):
        self.expect("code=99 | timechart span=1m count", "_time count", earliest="1200")
        self.expect("code=99 | timechart span=1m count by user", "_time", earliest="1200")

    def test_columns_of_values(self):
        self.expect("code<4 | timechart span=5m count by user", "_time u0 u1 u2",
                    ("900", "2", "1", "1"), latest="")
        self.expect("code<4 | timechart span=5m max(code) by odd", "_time yes NULL",
                    ("900", "3", "2"), latest="")
        self.expect("code<4 | timechart span=5m max(code) by odd usenull=f", "_time yes",
                    ("900", "3"), latest="")
        self.expect("code<4 | timechart span=2m max(code) by odd usenull=f", "_time yes",
                    ("960", "1"), ("1080", "3"), latest="")

    def test_limit_takes_the_greatest_and_others_are_other(self):
        self.expect("* | timechart span=1h limit=1 count by user", "_time u0 OTHER",
                    ("0", "4", "6"))
        self.expect("* | timechart span=1h count by user limit=1 useother=f", "_time u0",
                    ("0", "4"))
        self.expect("* | timechart span=1h sum(code) as s by code limit=2", "_time 8 9 OTHER",
                    ("0", "8", "9", "28"))
        self.assertEqual(len(self.run_search("* | timechart span=1h count by code limit=0").fields),
                         11)

    def test_several_statistics_name_their_columns(self):
        result = self.run_search("code<3 | timechart span=1h count max(code) as m by user limit=1")
        self.assertEqual(result.fields, ["_time", "count: u0", "m: u0", "count: OTHER", "m: OTHER"])
        self.assertEqual(result.rows, [{"_time": "0", "count: u0": "1", "m: u0": "0",
                                        "count: OTHER": "2", "m: OTHER": "2"}])

    def test_the_span_follows_the_range(self):
        day = 86400
        searcher = Searcher([event(1000 * day - 1)], now=1000 * day)
        for earliest, span in (("-15m", 10), ("-60m", 60), ("-4h", 300), ("-24h", 1800),
                               ("-7d", day), ("-30d", day)):
            with self.subTest(earliest):
                rows = searcher.run("* | timechart count", earliest).rows
                times = [int(row["_time"]) for row in rows]
                self.assertEqual({b - a for a, b in zip(times, times[1:])}, {span})

    def test_months(self):
        searcher = Searcher([event(1740960000)], now=1740960060)
        rows = searcher.run("* | timechart span=1mon count", "-2mon@mon").rows
        self.assertEqual([(row["_time"], row["count"]) for row in rows],
                         [("1735689600", "0"), ("1738368000", "0"), ("1740787200", "1")])


class ChartTest(Case):
    def test_over_and_by(self):
        self.expect("* | chart count over user by tags", "user a b", ("u0", "4", "2"),
                    ("u1", "3", "2"), ("u2", "3", "1"))
        self.expect("* | chart count by user, odd", "user yes NULL", ("u0", "2", "2"),
                    ("u1", "2", "1"), ("u2", "1", "2"))
        self.expect("* | chart sum(code) as s, count by user", "user s count", ("u0", "18", "4"),
                    ("u1", "12", "3"), ("u2", "15", "3"))
        self.expect("* | chart count over user", "user count", ("u0", "4"), ("u1", "3"),
                    ("u2", "3"))

    def test_cells_without_events(self):
        self.expect("code<2 | chart count over user by code", "user 0 1", ("u0", "1", "0"),
                    ("u1", "0", "1"))
        self.expect("code<2 | chart max(code) as m over user by code", "user 0 1",
                    ("u0", "0", None), ("u1", None, "1"))

    def test_limit(self):
        self.expect("* | chart limit=1 count over odd by user", "odd u0 OTHER", ("yes", "2", "3"))
        self.expect("* | chart count over odd by user limit=1 useother=false", "odd u0",
                    ("yes", "2"))


class TopTest(Case):
    def test_top(self):
        self.expect("* | top user", "user count percent", ("u0", "4", "40.000000"),
                    ("u1", "3", "30.000000"), ("u2", "3", "30.000000"))
        self.expect("* | top 1 user showperc=f", "user count", ("u0", "4"))
        self.expect("* | top limit=1 useother=t countfield=n percentfield=p user", "user n p",
                    ("u0", "4", "40.000000"), ("OTHER", "6", "60.000000"))
        self.expect("* | top 1 user by odd", "odd user count percent",
                    ("yes", "u0", "2", "40.000000"))
        self.expect("* | top limit=1 user odd showperc=0", "user odd count", ("u0", "yes", "2"))

    def test_rare(self):
        self.expect("* | rare limit=2 user showcount=f showperc=f", "user", ["u1"], ["u2"])


if __name__ == "__main__":
    unittest.main()
