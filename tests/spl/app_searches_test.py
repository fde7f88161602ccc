"""Every search of the dashboards and reports, over the events that the program makes of
the demo logs: that lint finds nothing, that each panel has something to show, that the
numbers are those of the logs, and what is shown where there are no events."""

import functools
import json
import pathlib
import re
import tempfile
import unittest

from events import load_events
from lint import fields_after, lint
from searcher import ROOT, Searcher

from legacy_test import security_log  # its directory is on the path by now

DEMO = ROOT / "tests/fixtures/demo"
VIEWS = ROOT / "default/data/ui/views"
MOST_SEARCHES = 8
TOKEN = re.compile(r"\$(?:form\.)?([a-z_]+)(\|[a-z])?\$")


@functools.lru_cache(maxsize=None)
def demo():
    return Searcher(load_events([DEMO]))


@functools.lru_cache(maxsize=None)
def definition(view):
    text = (VIEWS / (view + ".xml")).read_text(encoding="utf-8")
    return json.loads(re.search(r"<!\[CDATA\[(.*)\]\]>", text, re.S).group(1))


def views():
    return sorted(path.stem for path in VIEWS.glob("*.xml"))


def filled(view, query, **tokens):
    """The query with the inputs' first values, or those that are given."""
    values = {entry["options"]["token"]: entry["options"]["defaultValue"]
              for entry in definition(view)["inputs"].values()} | tokens
    return TOKEN.sub(lambda token: '"%s"' % values[token.group(1)] if token.group(2) == "|s"
                     else values[token.group(1)], query)


def chain_of(view, source):
    """The sources from the search down to `source`."""
    options = definition(view)["dataSources"][source]["options"]
    return (chain_of(view, options["extend"]) if "extend" in options else []) + [options["query"]]


def shown(view, source, searcher=None, **tokens):
    """The rows that a panel with that source shows."""
    searcher = searcher or demo()
    first, *chain = [filled(view, query, **tokens) for query in chain_of(view, source)]
    result = searcher.run(first, "-24h@h", "now")
    for query in chain:
        result = searcher.extend(result, query)
    return result.rows


class LintTest(unittest.TestCase):
    def test_no_dashboard_has_a_problem(self):
        for view in views():
            for source in definition(view)["dataSources"]:
                with self.subTest(view=view, source=source):
                    first, *chain = [filled(view, query) for query in chain_of(view, source)]
                    self.assertEqual(lint(first, demo()), [])
                    fields = fields_after(first, demo())
                    for query in chain:
                        self.assertEqual(lint(query, demo(), "chain", fields), [])
                        fields = fields_after(query, demo(), "chain", fields)

    def test_no_saved_search_has_a_problem(self):
        for name, settings in demo().conf("savedsearches.conf").stanzas:
            with self.subTest(name):
                self.assertEqual(lint(dict(settings)["search"], demo()), [])

    def test_a_dashboard_has_few_searches(self):
        for view in views():
            with self.subTest(view):
                searches = [name for name, source in definition(view)["dataSources"].items()
                            if source["type"] == "ds.search"]
                self.assertLessEqual(len(searches), MOST_SEARCHES)

    def test_every_source_is_shown(self):
        for view in views():
            made = definition(view)
            used = {source for panel in list(made["visualizations"].values()) + list(made["inputs"].values())
                    for source in panel.get("dataSources", {}).values()}
            used |= {source["options"].get("extend") for source in made["dataSources"].values()}
            self.assertEqual(set(made["dataSources"]) - used, set(), view)

    def test_every_table_of_the_knowledge_view_can_be_searched(self):
        choices = definition("eventlens_knowledge")["inputs"]["input_table"]["options"]["items"]
        for choice in choices:
            with self.subTest(choice["label"]):
                rows = shown("eventlens_knowledge", "codes", table=choice["value"])
                self.assertGreater(len(rows), 3)
                self.assertTrue(all(row.get("Code") and (row.get("Meaning") or row.get("Name")) for row in rows))


class DemoLogsTest(unittest.TestCase):
    """What the demo logs hold, as their description in tests/fixtures says."""

    maxDiff = None

    def one(self, view, source, **tokens):
        rows = shown(view, source, **tokens)
        self.assertEqual(len(rows), 1, rows)
        return rows[0]

    def test_every_source_has_rows(self):
        silent = {("eventlens_overview", "alerts")}
        for view in views():
            if view == "eventlens_triage":
                continue  # its rows come from the alerts
            for source in definition(view)["dataSources"]:
                with self.subTest(view=view, source=source):
                    if (view, source) not in silent:
                        self.assertTrue(shown(view, source))

    def test_noise_is_set_aside(self):
        noise = {row["Code"]: row["Failures"] for row in shown("eventlens_overview", "noise")}
        self.assertEqual(noise, {"KRB_AP_ERR_TKT_EXPIRED": "5", "KDC_ERR_KEY_EXPIRED": "2",
                                 "KDC_ERR_PREAUTH_REQUIRED": "2"})
        self.assertEqual(self.one("eventlens_overview", "noise_count")["n"], "9")
        attention = shown("eventlens_overview", "attention")
        self.assertEqual([row["Code"] for row in attention[:2]],
                         ["KDC_ERR_PREAUTH_FAILED", "KDC_ERR_C_PRINCIPAL_UNKNOWN"])
        self.assertFalse(set(noise) & {row["Code"] for row in attention})
        for row in attention:
            self.assertNotIn(row["Verdict"], ("expected", "benign"))

    def test_the_attack_is_found(self):
        clients = {row["Client"]: row["Failures"] for row in shown("eventlens_kerberos", "by_client")}
        self.assertEqual(clients["192.0.2.77"], "105")
        weak = {row["Service"] for row in shown("eventlens_kerberos", "weak")}
        self.assertIn("svc-crm", weak)

    def test_kerberos_codes_have_their_names_and_numbers(self):
        codes = {row["Code"]: row for row in shown("eventlens_kerberos", "codes")}
        self.assertEqual(codes["0x18"]["Name"], "KDC_ERR_PREAUTH_FAILED")
        self.assertEqual(codes["0x18"]["Failures"], "99")
        self.assertEqual(codes["0x6"]["Failures"], "74")
        self.assertEqual(codes["0x25"]["Verdict"], "config")
        self.assertTrue(codes["0x7"]["Article"].startswith("https://"))

    def test_a_lockout_names_its_caller(self):
        row = self.one("eventlens_logons", "lockout_rows")
        self.assertEqual((row["Account"], row["Lockouts"], row["Callers"]), ("h.brandvold", "2", "MAIL01"))

    def test_inputs_narrow_what_is_shown(self):
        failures = shown("eventlens_kerberos", "codes", account="j.orell")
        self.assertEqual({row["Code"] for row in failures}, {"0x12"})
        self.assertEqual(shown("eventlens_kerberos", "codes", host="nowhere"),
                         [{"Meaning": "No Kerberos failure in this time"}])
        events = shown("eventlens_explorer", "list", reason="KDC_ERR_POLICY")
        self.assertEqual({row["Event"] for row in events}, {"4768"})
        self.assertEqual(len(events), 3)

    def test_an_event_is_explained(self):
        event = shown("eventlens_explorer", "list", reason="KDC_ERR_S_PRINCIPAL_UNKNOWN")[0]
        tokens = {"pick_record": event["Record"], "pick_host": event["Host"]}
        answers = {row["Question"]: row["Answer"] for row in
                   shown("eventlens_explorer", "explanation", **tokens)}
        self.assertEqual(answers["Why"], "KDC_ERR_S_PRINCIPAL_UNKNOWN (0x7)")
        self.assertEqual(answers["Verdict"], "config")
        for question in ("Meaning", "Usual causes", "First steps"):
            self.assertTrue(answers[question])
        links = {row["Article"]: row["Address"] for row in
                 shown("eventlens_explorer", "articles", **tokens)}
        self.assertTrue(all(url.startswith("https://") for url in links.values()))
        self.assertIn("EventID.Net", links)
        around = shown("eventlens_explorer", "around", **tokens)
        self.assertIn(event["Record"], {row["Record"] for row in around})

    def test_the_input_s_own_lines_are_counted(self):
        sent = int(self.one("eventlens_health", "sent")["n"])
        # One of the demo logs stands there as text that Splunk itself collected.
        others = sum(event["sourcetype"] == "WinEventLog" for event in demo().events)
        self.assertEqual(sent + others, int(self.one("eventlens_hosts", "event_count")["n"]))
        self.assertEqual(self.one("eventlens_health", "failed")["n"], "0")

    def test_the_week_before_is_read_alone(self):
        rows = shown("eventlens_overview", "week")
        self.assertTrue(all(row["A week before"] == "0" for row in rows))
        later = Searcher(demo().events, now=demo().now + 7 * 86_400)
        rows = shown("eventlens_overview", "week", later)
        self.assertTrue(all(row["Now"] == "0" for row in rows))
        self.assertEqual(sum(int(row["A week before"]) for row in rows),
                         sum(int(row["Failures"]) for row in shown("eventlens_overview", "verdicts")))

    def test_reports_have_rows(self):
        searcher = Searcher(demo().events, now=demo().now + 86_400)
        names = [name for name, _ in searcher.conf("savedsearches.conf").stanzas
                 if name.startswith("EventLens Report: ")]
        self.assertEqual(len(names), 5)
        for name in names:
            with self.subTest(name):
                self.assertTrue(searcher.saved(name).rows)


class SourcetypesTest(unittest.TestCase):
    """The same log, collected in each of the three ways."""

    @classmethod
    def setUpClass(cls):
        cls.searchers = {form: Searcher(load_events([DEMO / "dc01-Security.evtx"], forms=(form,)))
                         for form in ("json", "xml", "classic")}

    def test_failures_are_the_same(self):
        for view, source in (("eventlens_kerberos", "codes"), ("eventlens_kerberos", "by_account"),
                             ("eventlens_kerberos", "by_client"), ("eventlens_kerberos", "weak"),
                             ("eventlens_logons", "reasons"), ("eventlens_logons", "lockout_rows"),
                             ("eventlens_overview", "verdicts")):
            shown_by = {}
            for form, searcher in self.searchers.items():
                rows = [{name: value for name, value in row.items() if name not in ("Article", "Last")}
                        for row in shown(view, source, searcher)]
                shown_by[form] = sorted(map(str, rows))
            with self.subTest(view=view, source=source):
                self.assertGreater(len(shown_by["json"]), 0)
                self.assertEqual(shown_by["xml"], shown_by["json"])
                self.assertEqual(shown_by["classic"], shown_by["json"])


class LegacyLogTest(unittest.TestCase):
    """A Security log of Windows 2000 and 2003, with events 672 to 681."""

    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as directory:
            path = pathlib.Path(directory) / "SecEvent.Evt"
            path.write_bytes(security_log())
            cls.searcher = Searcher(load_events([path]))

    def test_old_events_stand_under_their_numbers_and_today_s(self):
        kinds = {row["Event"]: (row["Today's event"], row["Failures"]) for row in
                 shown("eventlens_kerberos", "kinds", self.searcher)}
        self.assertEqual(kinds, {"672": ("4768", "2"), "673": ("4769", "1"), "674": ("4770", "0"),
                                 "675": ("4771", "2"), "676": ("4768", "1"), "677": ("4769", "1")})

    def test_a_service_that_is_not_known_is_noise_in_677_alone(self):
        codes = {(row["Code"], row["Verdict"]) for row in shown("eventlens_kerberos", "codes", self.searcher)}
        self.assertIn(("0x7", "benign"), codes)
        self.assertIn(("0x7", "config"), codes)

    def test_ntlm_of_old_is_a_logon(self):
        row, = shown("eventlens_logons", "reasons", self.searcher)
        self.assertEqual((row["Code"], row["Name"], row["Failures"]),
                         ("0xc000006a", "STATUS_WRONG_PASSWORD", "2"))


class NoEventsTest(unittest.TestCase):
    def test_numbers_are_zero_and_tables_say_so(self):
        empty = Searcher([], now=demo().now)
        for view in views():
            for panel in definition(view)["visualizations"].values():
                source = panel.get("dataSources", {}).get("primary")
                with self.subTest(view=view, panel=panel["title"]):
                    if panel["type"] == "splunk.singlevalue":
                        rows = shown(view, source, empty)
                        self.assertEqual([list(row.values()) for row in rows], [["0"]])
                    elif panel["type"] == "splunk.table":
                        self.assertTrue(shown(view, source, empty))


class PanelsTest(unittest.TestCase):
    def test_every_panel_has_a_title_a_description_and_a_drilldown(self):
        for view in views():
            for panel in definition(view)["visualizations"].values():
                with self.subTest(view=view, panel=panel.get("title")):
                    self.assertTrue(panel["title"])
                    self.assertTrue(panel["description"])
                    self.assertTrue(panel["eventHandlers"])

    def test_the_navigation_has_every_view_and_report(self):
        text = (ROOT / "default/data/ui/nav/default.xml").read_text(encoding="utf-8")
        self.assertEqual(set(re.findall(r'<view name="(eventlens_\w+)"', text)), set(views()))
        reports = {name for name, _ in demo().conf("savedsearches.conf").stanzas
                   if name.startswith("EventLens Report: ")}
        self.assertEqual(set(re.findall(r'<saved name="([^"]+)"', text)), reports)


if __name__ == "__main__":
    unittest.main()
