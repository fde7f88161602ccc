"""The alert policy at work: the alerts run every five minutes over the day of the demo
logs, which holds an attack, a wrong clock, a broken secure channel and much noise."""

import csv
import functools
import pathlib
import shutil
import tempfile
import unittest

from events import event, load_events
from scheduler import run_alerts
from searcher import ROOT, Searcher

DEMO = ROOT / "tests/fixtures/demo"
MIDNIGHT = 1_740_960_000  # 2025-03-03, the day of the demo logs
AFTER_THE_ATTACK = MIDNIGHT + 15 * 3600
ATTACKER = "192.0.2.77"


@functools.lru_cache(maxsize=None)
def demo_events():
    return load_events([DEMO])


class AlertsCase(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.app = pathlib.Path(directory.name)
        for name in ("default", "lookups"):
            shutil.copytree(ROOT / name, self.app / name)
        self.policy = self.app / "lookups/eventlens_alert_policy.csv"

    def rows(self):
        with open(self.policy, encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def edit(self, rule, **cells):
        """Changes a row, or adds it where there is none of that name."""
        rows = self.rows()
        columns = list(rows[0])
        found = [row for row in rows if row["rule"] == rule]
        if not found:
            found = [dict.fromkeys(columns, "") | {"rule": rule}]
            rows += found
        found[0].update(cells)
        with open(self.policy, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def searcher(self):
        return Searcher(demo_events(), app=self.app)

    def raised(self, since=0, until=24, searcher=None, step=5):
        """(rule, group) of what was raised between two hours of the day."""
        searcher = searcher or self.searcher()
        searcher.now = MIDNIGHT + int(until * 3600)
        return [(row["rule"], row["group"]) for _, _, row in
                run_alerts(searcher, MIDNIGHT + int(since * 3600), step)]


class TheDayTest(AlertsCase):
    def test_what_happened_is_raised_once_and_nothing_else(self):
        raised = self.raised(step=10)
        self.assertEqual(sorted(set(raised)), [
            ("clock_skew", "dc01.corp.example"),
            ("clock_skew", "ws07.corp.example"),
            ("clock_skew_status", "ws07.corp.example"),
            ("kdc_unreachable", "ws07.corp.example"),
            ("kerberoasting", ATTACKER),
            ("log_cleared", "dc01.corp.example"),
            ("password_spraying_kerberos", ATTACKER),
            ("secure_channel_denied", "dc01.corp.example"),
            ("secure_channel_session", "dc01.corp.example"),
            ("sender_silent", "ws07"),
            ("sender_silent", "ws07.corp.example"),
            ("user_enumeration_kerberos", ATTACKER),
        ])
        self.assertEqual(len(raised), len(set(raised)), "raised again while it should be quiet")

    def test_an_alert_says_what_it_is_about(self):
        searcher = self.searcher()
        searcher.now = MIDNIGHT + 15 * 3600
        row = next(row for _, _, row in run_alerts(searcher, MIDNIGHT + 14 * 3600)
                   if row["rule"] == "password_spraying_kerberos")
        self.assertEqual(row["severity"], "high")
        self.assertEqual(row["measured"], "36")
        self.assertEqual(row["events"], "4771")
        self.assertEqual(row["reason"], "KDC_ERR_PREAUTH_FAILED")
        self.assertEqual(row["explanation"], "Kerberos pre-authentication failed")
        self.assertEqual(row["verdict"], "unknown")
        self.assertIn("adm-quist", row["account"])
        self.assertIn("T1110.003", row["attack_ids"])
        self.assertTrue(row["first_step"])
        self.assertTrue(all(url.startswith("https://") for url in
                            ([row["article"]] if isinstance(row["article"], str) else row["article"])))


# What an event must have for a row to fit it, beside the row's own patterns.
TRAITS = {
    "asrep_weak": {"PreAuthType": "0", "eventlens_key_ticketencryptiontype": "0x17"},
    "weak_service_ticket": {"eventlens_key_ticketencryptiontype": "0x17"},
}


def fitting_events(row, count):
    """So many events that the row fits, a second apart; each of another account, of
    another service, from one client and one host."""
    given = TRAITS.get(row["trait"], {})
    if row["code"] != "*":
        given = given | {"eventlens_reason": row["code"], "lens_reason": "A_CODE"}
    return [event(1000 + n, sourcetype="WinEventLog", index="main", host="h1",
                  EventCode=row["event_id"].replace("*", "4625"),
                  eventlens_provider=row["provider"].replace("*", "x"),
                  user=("u%d@REALM" if row["distinct"] == "account" else "u@REALM%d") % n,
                  src="c1", dest="H1", ServiceName="svc%d" % n, **given) for n in range(count)]


class EveryRowTest(AlertsCase):
    """Each row of the policy fires from its threshold on, and not before."""

    def fired(self, row, count):
        searcher = Searcher(fitting_events(row, count), app=self.app, now=1060)
        rows = searcher.saved("EventLens Alert: within an hour").rows
        return {found["rule"]: found for found in rows}

    def test_rows_fire_at_their_threshold(self):
        rows = [row for row in self.rows() if row["kind"] == "events"]
        self.assertGreater(len(rows), 20)
        for row in rows:
            with self.subTest(row["rule"]):
                threshold = int(row["threshold"])
                self.assertNotIn(row["rule"], self.fired(row, threshold - 1))
                found = self.fired(row, threshold)[row["rule"]]
                self.assertEqual((found["title"], found["severity"], found["measured"]),
                                 (row["title"], row["severity"], row["threshold"]))
                group = {"account": "u", "client": "c1", "host": "h1", "none": "all"}[row["group_by"]]
                self.assertEqual(found["group"], group)

    def test_a_strong_ticket_is_no_roasting(self):
        for rule in ("asrep_roasting", "kerberoasting"):
            row = next(row for row in self.rows() if row["rule"] == rule)
            events = [event(one["_time"], **{**one.row(), "eventlens_key_ticketencryptiontype": "0x12"})
                      for one in fitting_events(row, 9)]
            searcher = Searcher(events, app=self.app, now=1060)
            self.assertEqual(searcher.saved("EventLens Alert: within an hour").rows, [])


class PolicyTest(AlertsCase):
    SPRAYING = ("password_spraying_kerberos", ATTACKER)

    def attack(self):
        """(rule, group) of one run just after the attack."""
        searcher = self.searcher()
        searcher.now = AFTER_THE_ATTACK
        return [(row["rule"], row["group"])
                for row in searcher.saved("EventLens Alert: within an hour").rows]

    def test_a_threshold_counts_from_its_number_on(self):
        searcher = self.searcher()
        searcher.now = AFTER_THE_ATTACK
        measured = next(int(row["measured"]) for row in
                        searcher.saved("EventLens Alert: within an hour").rows
                        if row["rule"] == self.SPRAYING[0])
        self.edit("password_spraying_kerberos", threshold=str(measured))
        self.assertIn(self.SPRAYING, self.attack())
        self.edit("password_spraying_kerberos", threshold=str(measured + 1))
        self.assertNotIn(self.SPRAYING, self.attack())

    def test_a_row_that_is_off_fires_nothing(self):
        self.edit("password_spraying_kerberos", state="off")
        raised = self.attack()
        self.assertNotIn(self.SPRAYING, raised)
        self.assertIn(("kerberoasting", ATTACKER), raised)

    def test_a_mute_row_takes_its_events_from_all_others(self):
        self.edit("ours", state="mute", kind="events", event_id="4771", provider="*", code="0x18",
                  verdict="*", account="*", host="*", trait="*")
        raised = self.attack()
        self.assertNotIn(self.SPRAYING, raised)
        self.assertIn(("user_enumeration_kerberos", ATTACKER), raised)

    def test_a_row_of_ones_own_counts_by_account(self):
        self.edit("watched", title="a watched account", state="on", kind="events", event_id="47*",
                  provider="*", code="*", verdict="*", account="svc-re*", host="*", trait="*",
                  group_by="account", threshold="1", window_minutes="60", suppress_minutes="60",
                  severity="low")
        self.assertIn(("watched", "svc-report"), self.attack())

    def test_a_longer_window_is_the_other_alert_s(self):
        self.edit("password_spraying_kerberos", window_minutes="120")
        searcher = self.searcher()
        searcher.now = MIDNIGHT + 15 * 3600 + 300
        names = {name for _, name, row in run_alerts(searcher, MIDNIGHT + 15 * 3600)
                 if row["rule"] == "password_spraying_kerberos"}
        self.assertEqual(names, {"EventLens Alert: within a day"})

    def test_a_wrong_value_fires_nothing_and_is_told(self):
        for column, value in (("threshold", "many"), ("threshold", "0"), ("window_minutes", "1h"),
                              ("suppress_minutes", "-1"), ("severity", "urgent"), ("group_by", "city"),
                              ("distinct", "city"), ("state", "yes"), ("kind", "event"),
                              ("event_id", "4771, 4768"), ("code", "wrong")):
            with self.subTest(column=column, value=value):
                self.setUp()
                self.edit("password_spraying_kerberos", **{column: value})
                problems = self.searcher().run(
                    "| inputlookup eventlens_alert_policy | `eventlens_policy_check`"
                    " | where isnotnull(lens_problem) | table rule, lens_problem").rows
                self.assertEqual([row["rule"] for row in problems], ["password_spraying_kerberos"])
                self.assertIn(column, problems[0]["lens_problem"])
                raised = self.attack()
                self.assertNotIn(self.SPRAYING, raised)
                self.assertIn(("user_enumeration_kerberos", ATTACKER), raised)

    def test_the_policy_that_ships_has_no_problem(self):
        self.assertEqual(self.searcher().run(
            "| `eventlens_policy` | stats count").rows, [{"count": str(len(self.rows()))}])


class StatesTest(AlertsCase):
    STATES = "| inputlookup eventlens_alert_states | search rule=password_spraying_kerberos | table *"

    def test_it_stays_quiet_and_then_is_raised_again(self):
        self.edit("password_spraying_kerberos", suppress_minutes="10", window_minutes="60")
        searcher = self.searcher()
        searcher.now = AFTER_THE_ATTACK
        raised = [time for time, _, row in run_alerts(searcher, AFTER_THE_ATTACK - 1800)
                  if row["rule"] == "password_spraying_kerberos"]
        self.assertGreater(len(raised), 1)
        self.assertTrue(all(later - earlier >= 600 for earlier, later in zip(raised, raised[1:])))
        state = searcher.run(self.STATES).rows
        self.assertEqual(len(state), 1)
        self.assertEqual(state[0]["times_raised"], str(len(raised)))
        self.assertEqual(state[0]["first_raised"], str(raised[0]))
        self.assertEqual(state[0]["status"], "new")

    def test_what_somebody_took_stays_taken_and_what_was_closed_is_new(self):
        for before, after in (("in_progress", "in_progress"), ("closed", "new")):
            with self.subTest(before):
                self.setUp()
                self.edit("password_spraying_kerberos", suppress_minutes="0", window_minutes="60")
                searcher = self.searcher()
                self.raised(14.8, 14.9, searcher)
                searcher.run("| inputlookup eventlens_alert_states | eval status=\"%s\""
                             " | outputlookup append=true key_field=_key eventlens_alert_states" % before)
                self.assertEqual(searcher.run(self.STATES).rows[0]["status"], before)
                self.raised(15, 15, searcher)
                self.assertEqual(searcher.run(self.STATES).rows[0]["status"], after)


class SilenceTest(AlertsCase):
    def test_a_host_that_is_muted_may_be_silent(self):
        self.edit("notebooks", state="mute", kind="silence", host="ws0*")
        self.assertNotIn("sender_silent", {rule for rule, _ in self.raised(23, 24, step=30)})

    def test_a_host_that_has_been_gone_for_long_is_no_sender(self):
        self.edit("sender_silent", window_minutes="300")
        self.assertNotIn("sender_silent", {rule for rule, _ in self.raised(23, 24, step=30)})


if __name__ == "__main__":
    unittest.main()
