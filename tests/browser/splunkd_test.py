"""The stand-in for splunkd: what it answers, what it records, and that what comes
from events never becomes markup. tests/spl is replaced by the rows of
fixtures/spl."""

import importlib
import json
import pathlib
import sys
import tempfile
import threading
import unittest
import urllib.error
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE / "fixtures/spl")]

import splunkd
from views import ViewError, Views

evaluator = importlib.import_module("searcher")

REST = "/en-US/splunkd/__raw/servicesNS/-/eventlens"
SAVED = {"Daily": {"search": "fixture=total", "dispatch.earliest_time": "-1d@d", "dispatch.latest_time": "@d"}}


class ServerTest(unittest.TestCase):
    def setUp(self):
        full, bare = (evaluator.Searcher(events, app=None, now=None) for events in ([{}], []))
        views = Views(HERE, HERE / "fixtures/views")
        self.server = splunkd.Splunkd(full, bare, evaluator.SplError, views, SAVED, HERE)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)

    def ask(self, path, form=None, **headers):
        """(status, headers, text) of an answer."""
        data = urllib.parse.urlencode(form).encode() if form else None
        request = urllib.request.Request(self.server.address + path, data, headers)
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read().decode()

    def json(self, path, form=None, **headers):
        return json.loads(self.ask(path, form, **headers)[2])

    def dispatch(self, search, **more):
        return self.json(REST + "/search/jobs", dict(more, search=search))["sid"]

    def content(self, sid):
        return self.json(REST + "/search/jobs?id=" + sid)["entry"][0]["content"]

    def rows(self, sid, **query):
        return self.json("%s/search/v2/jobs/%s/results?%s" % (REST, sid, urllib.parse.urlencode(query)))


class SearchTest(ServerTest):
    def test_a_search_is_dispatched_asked_for_and_read(self):
        sid = self.dispatch("fixture=codes", label="codes", earliest_time="-1h", latest_time="now")
        self.assertEqual("DONE", self.content(sid)["dispatchState"])
        self.assertEqual(4, self.content(sid)["resultCount"])
        rows = self.rows(sid)
        self.assertEqual(["code", "count"], [field["name"] for field in rows["fields"]])
        self.assertEqual(["7", "42", "3", "12"], rows["columns"][1])

    def test_rows_come_in_pages_and_sorted(self):
        sid = self.dispatch("fixture=codes")
        page = self.rows(sid, offset=1, count=2, search="| sort 0 - code")
        self.assertEqual([["0x25", "0x18"], ["3", "42"]], page["columns"])

    def test_a_chain_reads_the_rows_of_its_base(self):
        sid = self.dispatch("fixture=codes")
        self.assertEqual([["64"]], self.rows(sid, search="| search fixture=total")["columns"])

    def test_times_are_dates_and_several_values_a_list(self):
        self.assertEqual("2025-03-03T12:00:00.000+00:00", self.rows(self.dispatch("fixture=trend"))["columns"][0][0])
        self.assertEqual(["10.0.0.1", "10.0.0.2"], self.rows(self.dispatch("fixture=accounts"))["columns"][1][0])

    def test_a_search_that_fails_says_why(self):
        content = self.content(self.dispatch("fixture=nothing"))
        self.assertEqual("FAILED", content["dispatchState"])
        self.assertEqual("no rows are called so: fixture=nothing", content["messages"][0]["text"])

    def test_a_chain_that_fails_says_why(self):
        sid = self.dispatch("fixture=codes")
        status, _, text = self.ask("%s/search/jobs/%s/results_preview" % (REST, sid), {"search": "| search fixture=x"})
        self.assertEqual(400, status)
        self.assertIn("no rows are called so", text)

    def test_a_saved_search_runs_over_its_own_time(self):
        sid = self.json(REST + "/saved/searches/Daily/dispatch", {"dispatch.label": "daily"})["sid"]
        self.assertEqual([["64"]], self.rows(sid)["columns"])
        seen = self.json("/__seen")["searches"][0]
        self.assertEqual(("daily", "-1d@d", "@d"), (seen["label"], seen["earliest"], seen["latest"]))

    def test_a_relative_time_becomes_a_date(self):
        self.assertEqual({"-1h": "2025-03-03T12:00:00.000+00:00"}, self.json(REST + "/search/timeparser?time=-1h"))


class RecordTest(ServerTest):
    def test_searches_are_recorded_with_their_page(self):
        self.json(REST + "/search/jobs", {"search": "search fixture=codes", "label": "a"},
                  Referer=self.server.address + "/en-US/app/eventlens/gallery?theme=dark")
        self.assertEqual([{"label": "a", "search": "fixture=codes", "earliest": "0", "latest": "now", "error": None,
                           "page": "/en-US/app/eventlens/gallery"}], self.json("/__seen")["searches"])

    def test_a_page_may_be_seen_as_before_the_first_event(self):
        form = {"search": "search fixture=codes"}
        sids = [self.json(REST + "/search/jobs", form, Referer="%s/app/eventlens/gallery?%s" % (self.server.address, query))
                for query in ("theme=dark", "theme=dark&events=none")]
        self.assertEqual([4, 0], [len(self.rows(sid["sid"])["columns"][0]) for sid in sids])

    def test_what_is_not_known_is_recorded(self):
        for path in (REST + "/search/nowhere", REST + "/search/jobs/sid9/results", "/app/eventlens/nowhere",
                     "/__page/../views.py", "/__page/views.py"):
            self.assertEqual(404, self.ask(path)[0], path)
        self.assertEqual(5, len(self.json("/__seen")["unknown"]))


class PageTest(ServerTest):
    def test_what_comes_from_events_and_addresses_is_text(self):
        for search in ("fixture=accounts", "<script>alert(1)</script>"):
            _, _, text = self.ask("/en-US/app/eventlens/search?" + urllib.parse.urlencode({"q": search}))
            self.assertNotRegex(text, "<(img|script)")
            self.assertRegex(text, "&lt;(img src=x|script&gt;)")

    def test_nothing_is_loaded_from_elsewhere(self):
        policy = self.ask("/")[1]["Content-Security-Policy"]
        self.assertIn("default-src 'none'", policy)
        self.assertNotRegex(policy, r"https?:|\*")

    def test_pages_of_another_name_get_nothing(self):
        status, _, text = self.ask("/app/eventlens/search?q=fixture%3Daccounts", Host="evil.example")
        self.assertEqual(403, status)
        self.assertNotIn("alice", text)

    def test_a_report_shows_its_rows(self):
        self.assertIn("<td>64</td>", self.ask("/app/eventlens/report?s=Daily")[2])


class ViewsTest(unittest.TestCase):
    def setUp(self):
        self.app = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        (self.app / "default/data/ui/views").mkdir(parents=True)
        (self.app / "default/data/ui/nav").mkdir()

    def write(self, name, text):
        (self.app / "default/data/ui" / name).write_text(text, encoding="utf-8")

    def test_the_navigation_orders_and_what_it_leaves_out_comes_last(self):
        for name in "abc":
            self.write("views/%s.xml" % name, "<dashboard version='2'><definition>{}</definition></dashboard>")
        self.write("nav/default.xml", "<nav><view name='search'/><view name='c'/><collection label='x'>"
                                      "<saved name='Daily'/><view name='a'/></collection></nav>")
        self.assertEqual([("view", "c"), ("saved", "Daily"), ("view", "a"), ("view", "b")],
                         Views(self.app).navigation())

    def test_a_view_of_another_kind_is_named_with_what_it_is(self):
        for text, why in (("<form/>", "expected <dashboard"), ("<dashboard version='2'", "is not XML"),
                          ("<dashboard version='2'><definition>{</definition></dashboard>", "is not JSON")):
            self.write("views/a.xml", text)
            with self.assertRaisesRegex(ViewError, "a.xml.*" + why):
                Views(self.app).read("a")


if __name__ == "__main__":
    unittest.main()
