"""The dashboards about what happened: Overview, Kerberos, Logons."""

from studio import BAD, FAIR, VERDICT_COLORS, Dashboard, link, to_explorer, to_page

HOSTS = ("| tstats count where `eventlens_events` by host | sort 0 host"
         " | eval label=host, value=host | table label, value")
TRIAGE = "/app/eventlens/eventlens_triage"
EVENTS = "`eventlens_events` host=$host|s$"

# Where by-fields are empty, stats would leave the row out.
FILLED = ('fillnull value="-" lens_verdict, lens_reason, lens_meaning, lens_first_steps, lens_title, lens_code_severity')

# Failures by code, with what the code means and what to do.
CODES = """
    | stats sum(count) AS Failures, dc(lens_account) AS Accounts, dc(lens_client) AS Clients,
        first(pages) AS Article by lens_code, lens_reason, lens_meaning, lens_verdict, lens_first_steps
    | sort 0 - Failures
    | eval Article=mvindex(Article, 0), "First step"=mvindex(split(lens_first_steps, ";"), 0)
    | rename lens_code AS Code, lens_reason AS Name, lens_meaning AS Meaning, lens_verdict AS Verdict
    | table Code, Name, Meaning, Verdict, Failures, Accounts, Clients, "First step", Article
    """

MOST = {
    "account": "Which accounts fail most?",
    "client": "From which clients?",
    "service": "For which services?",
}


def most_of(field):
    """The ten accounts, clients or services with most failures."""
    return """| where lens_%s!="-" | stats sum(count) AS Failures by lens_%s | sort 10 - Failures
        | rename lens_%s AS %s""" % (field, field, field, field.capitalize())


def most_charts(board, *fields):
    """Their charts, from the sources by_<field>."""
    return [board.chart("bar", MOST[field], "The ten with most failures. Empty: none.", "by_" + field,
                        to_explorer(**{field: "$row.%s.value|u$" % field.capitalize()}), legend="off")
            for field in fields]


def overview():
    board = Dashboard(
        "eventlens_overview", "Overview",
        "What needs attention now: why authentication failed, how often, what to do and read.")
    board.search_input("host", "Host", HOSTS)
    board.search("failures", EVENTS + """
        | `eventlens_failures` | `eventlens_names` | """ + FILLED + """
        | stats count, dc(lens_account) AS accounts, dc(lens_client) AS clients, max(_time) AS last,
            first(lens_kb_url) AS pages
            by lens_verdict, lens_reason, lens_meaning, lens_first_steps, lens_code_severity""")
    board.chain("attention_count", "failures", """
        | `eventlens_attention` | stats count AS kinds, sum(count) AS n | eval n=coalesce(n, 0) | table n""")
    board.chain("attention_kinds", "failures", """
        | `eventlens_attention` | stats dc(lens_reason) AS n""")
    board.chain("noise_count", "failures", """
        | where lens_verdict IN ("expected", "benign")
        | stats count AS kinds, sum(count) AS n | eval n=coalesce(n, 0) | table n""")
    board.chain("verdicts", "failures", """
        | stats sum(count) AS Failures by lens_verdict | rename lens_verdict AS Verdict""")
    causes = """
        | stats sum(count) AS Failures, sum(accounts) AS Accounts, max(last) AS last, first(pages) AS Article
            by lens_verdict, lens_reason, lens_meaning, lens_first_steps
        | sort 0 - Failures
        | eval Last=strftime(last, "%Y-%m-%d %H:%M:%S"), Article=mvindex(Article, 0),
            "First step"=mvindex(split(lens_first_steps, ";"), 0)
        | rename lens_reason AS Code, lens_meaning AS Meaning, lens_verdict AS Verdict
        | table Code, Meaning, Verdict, Failures, Accounts, Last, "First step", Article"""
    board.chain("attention", "failures", "| `eventlens_attention`" + causes +
                ' | `eventlens_empty(Meaning,Nothing failed in this time that needs attention)`')
    board.chain("noise", "failures", '| where lens_verdict IN ("expected", "benign")' + causes +
                ' | `eventlens_empty(Meaning,No noise was set aside in this time)`')
    board.search("trend", EVENTS + """
        | `eventlens_failures` | timechart count by lens_verdict""")
    board.search("week", EVENTS + """
        | `eventlens_failures` | stats count AS now by lens_verdict
        | append [search """ + EVENTS + """ `eventlens_week_before`
            | `eventlens_failures` | stats count AS before by lens_verdict]
        | stats sum(now) AS Now, sum(before) AS "A week before" by lens_verdict
        | fillnull value=0 Now, "A week before" | rename lens_verdict AS Verdict""")
    board.search("alerts", """
        | inputlookup eventlens_alert_states | where status!="closed" | stats count AS n""")
    board.row(
        130,
        board.number("Failures that need attention", "Failed authentications whose cause is not known to be harmless. 0: none.",
                     "attention_count", to_explorer(), [(1, FAIR), (1000, BAD)]),
        board.number("Different causes among them", "Each is a row of the table below. 0: none.",
                     "attention_kinds", to_explorer()),
        board.number("Set aside as noise", "Failures that normal operation writes, or that an article calls harmless. 0: none.",
                     "noise_count", to_explorer(verdict="expected")),
        board.number("Open alerts", "Alerts that were raised and are not closed. 0: none, or the alerts are not scheduled.",
                     "alerts", link(TRIAGE), [(1, BAD)]))
    board.row(360, board.table(
        "What needs attention, and what to do first?",
        "Causes by number of failures. Click a code for its events, an article to read it.",
        "attention",
        [to_explorer(["Code", "Meaning", "Failures"], reason="$row.Code.value|u$"), to_page("Article")],
        widths={"Code": 230}, verdict="Verdict"))
    board.row(
        280,
        (board.chart("column", "When did failures happen, by verdict?", "Empty: nothing failed in this time.",
                     "trend", to_explorer(verdict="$name|u$"), stacked=True, colors=VERDICT_COLORS, unit="failures"), 2),
        (board.pie("Of which kind are the failures?", "Empty: nothing failed in this time.",
                   "verdicts", to_explorer(verdict="$row.Verdict.value|u$"), colors=VERDICT_COLORS), 1),
        (board.chart("bar", "More or fewer than a week before?", "The same hours a week earlier. Empty: nothing failed at either time.",
                     "week", to_explorer(verdict="$row.Verdict.value|u$"), legend="bottom"), 1))
    board.row(260, board.table(
        "What was set aside as noise?", "Failures that nobody has to act on.", "noise",
        [to_explorer(["Code", "Meaning", "Failures"], reason="$row.Code.value|u$"), to_page("Article")],
        widths={"Code": 230}, verdict="Verdict"))
    return board


def kerberos():
    board = Dashboard(
        "eventlens_kerberos", "Kerberos",
        "Tickets and pre-authentication: failure codes by name, weak encryption, clocks, expiry.")
    board.search_input("host", "Host", HOSTS)
    board.text_input("account", "Account (* as wildcard)")
    events = EVENTS + " `eventlens_kerberos_events` | `eventlens_names` | search lens_account=$account|s$"
    board.search("failures", events + """
        | `eventlens_failures` | """ + FILLED + """
        | stats count, max(_time) AS last, first(lens_kb_url) AS pages
            by lens_code, lens_reason, lens_meaning, lens_verdict, lens_first_steps, lens_account, lens_client, lens_service""")
    board.chain("codes", "failures", CODES + "| `eventlens_empty(Meaning,No Kerberos failure in this time)`")
    for field in ("account", "client", "service"):
        board.chain("by_" + field, "failures", most_of(field))
    board.chain("clocks", "failures", """
        | where lens_code IN ("0x25", "0x21", "0xb") | stats sum(count) AS Failures, max(last) AS last
            by lens_client, lens_account, lens_reason
        | sort 0 - Failures | eval Last=strftime(last, "%Y-%m-%d %H:%M:%S")
        | rename lens_client AS Client, lens_account AS Account, lens_reason AS Code
        | table Client, Account, Code, Failures, Last
        | `eventlens_empty(Client,No clock was wrong in this time)`""")
    board.chain("expired", "failures", """
        | where lens_code IN ("0x17", "0x20", "0x1", "0x2", "0x12") | stats sum(count) AS Failures, max(last) AS last
            by lens_account, lens_reason, lens_meaning
        | sort 0 - Failures | eval Last=strftime(last, "%Y-%m-%d %H:%M:%S")
        | rename lens_account AS Account, lens_reason AS Code, lens_meaning AS Meaning
        | table Account, Code, Meaning, Failures, Last
        | `eventlens_empty(Account,Nothing expired and no account was disabled or locked)`""")
    board.search("trend", events + " | `eventlens_failures` | timechart limit=8 count by lens_reason")
    board.search("tickets", events + """
        | where isnull(lens_reason) AND isnotnull(TicketEncryptionType_name)
        | eval lens_preauth=if(in(EventCode, "672", "4768") AND PreAuthType="0", "none", "given"),
            lens_weak=if(in(eventlens_key_ticketencryptiontype, "0x1", "0x3", "0x17", "0x18"), "weak", "strong")
        | stats count by lens_weak, TicketEncryptionType_name, lens_preauth, lens_service, lens_account, lens_client""")
    board.chain("encryption", "tickets", """
        | stats sum(count) AS Tickets by TicketEncryptionType_name | sort 0 - Tickets
        | rename TicketEncryptionType_name AS Encryption""")
    board.chain("weak", "tickets", """
        | where lens_weak="weak" | stats sum(count) AS Tickets, dc(lens_account) AS Accounts, dc(lens_client) AS Clients
            by lens_service, TicketEncryptionType_name
        | sort 0 - Tickets | rename lens_service AS Service, TicketEncryptionType_name AS Encryption
        | `eventlens_empty(Service,No ticket in DES or RC4)`""")
    board.chain("no_preauth", "tickets", """
        | where lens_preauth="none" | stats sum(count) AS Tickets, values(TicketEncryptionType_name) AS Encryption,
            values(lens_client) AS Clients by lens_account
        | sort 0 - Tickets | rename lens_account AS Account
        | `eventlens_empty(Account,Every account gave pre-authentication)`""")
    board.search("kinds", events + """
        | fillnull value="-" lens_title, lens_modern_id
        | eval Generation=if(len(EventCode)=3, "Windows 2003 and before", "since Windows Vista")
        | stats count AS Events, count(eval(isnotnull(lens_reason))) AS Failures by EventCode, lens_title, lens_modern_id, Generation
        | sort 0 EventCode | rename EventCode AS Event, lens_title AS Title, lens_modern_id AS "Today's event"
        | table Event, Title, Generation, "Today's event", Events, Failures
        | `eventlens_empty(Title,No Kerberos event in this time)`""")
    board.row(330, board.table(
        "Which Kerberos failures are there, and what do they mean?",
        "Codes by number of failures. Click a code for its events, an article to read it.", "codes",
        [to_explorer(["Code", "Name", "Meaning", "Failures"], reason="$row.Name.value|u$"), to_page("Article")],
        widths={"Code": 90, "Name": 230}, verdict="Verdict"))
    board.row(
        270,
        (board.chart("column", "When did they happen?", "Empty: no Kerberos failure in this time.", "trend",
                     to_explorer(reason="$name|u$"), stacked=True, unit="failures"), 2),
        (board.pie("Which encryption do tickets have?", "Tickets that were given. Empty: none in this time.",
                   "encryption", to_explorer(event="47*")), 1))
    board.row(270, *most_charts(board, "account", "client", "service"))
    board.row(
        270,
        board.table("Which services still get weak tickets?", "DES and RC4: what has to change before RC4 goes.",
                    "weak", to_explorer(["Service"], service="$row.Service.value|u$")),
        board.table("Which accounts need no pre-authentication?", "Their passwords can be guessed offline (AS-REP roasting).",
                    "no_preauth", to_explorer(["Account"], account="$row.Account.value|u$")))
    board.row(
        270,
        board.table("Whose clock is wrong?", "Clients that were refused because of the time.", "clocks",
                    to_explorer(["Client"], client="$row.Client.value|u$")),
        board.table("What expired, who is locked or disabled?", "Passwords, tickets and accounts.", "expired",
                    to_explorer(["Account"], account="$row.Account.value|u$")))
    board.row(300, board.table(
        "Which Kerberos events are there, old and new?",
        "Events 672 to 677 of Windows 2003 and before stand beside 4768 to 4773.", "kinds",
        to_explorer(["Event", "Title", "Events"], event="$row.Event.value|u$"), rows=12))
    return board


def logons():
    board = Dashboard(
        "eventlens_logons", "Logons",
        "Logons that failed and why, where they came from, lockouts and their callers.")
    board.search_input("host", "Host", HOSTS)
    board.text_input("account", "Account (* as wildcard)")
    names = " | `eventlens_names` | search lens_account=$account|s$"
    events = EVENTS + " `eventlens_logon_events`" + names
    board.search("failures", events + """
        | `eventlens_failures` | """ + FILLED + """
        | fillnull value="-" LogonType_name
        | stats count, max(_time) AS last, first(lens_kb_url) AS pages
            by lens_code, lens_reason, lens_meaning, lens_verdict, lens_first_steps, lens_account, lens_client, LogonType_name""")
    board.chain("reasons", "failures", CODES + "| `eventlens_empty(Meaning,No logon failed in this time)`")
    for field in ("account", "client"):
        board.chain("by_" + field, "failures", most_of(field))
    board.chain("many", "failures", """
        | where lens_client!="-" | stats dc(lens_account) AS Accounts, sum(count) AS Failures, values(lens_reason) AS Codes by lens_client
        | where Accounts > 1 | sort 0 - Accounts | rename lens_client AS Client
        | `eventlens_empty(Client,No client failed with more than one account)`""")
    board.search("trend", events + """
        | eval Outcome=if(isnotnull(lens_reason) OR in(EventCode, "529", "530", "531", "532", "533", "534", "535", "536", "537", "539"), "failed", "succeeded")
        | timechart count by Outcome""")
    board.search("types", events + """
        | where isnull(lens_reason) AND isnotnull(LogonType_name)
        | stats count AS Logons by LogonType_name | sort 0 - Logons | rename LogonType_name AS "Logon type" """)
    board.search("lockouts", EVENTS + " `eventlens_lockout_events`" + names + """
        | eval Caller=coalesce(if(EventCode="4740", TargetDomainName, null()), Caller_Computer_Name, Caller_Machine_Name, lens_client)
        | stats count AS Lockouts, values(Caller) AS Callers, max(_time) AS last by lens_account, lens_host
        | sort 0 - Lockouts | eval Last=strftime(last, "%Y-%m-%d %H:%M:%S")
        | rename lens_account AS Account, lens_host AS "Reported by"
        | table Account, Lockouts, Callers, Last, "Reported by" """)
    board.chain("lockout_count", "lockouts", "| stats count AS rows, sum(Lockouts) AS n | eval n=coalesce(n, 0) | table n")
    board.chain("lockout_rows", "lockouts", '| `eventlens_empty(Account,No account was locked out in this time)`')
    board.chain("failure_count", "failures", "| stats count AS rows, sum(count) AS n | eval n=coalesce(n, 0) | table n")
    board.chain("account_count", "failures", "| stats dc(lens_account) AS n")
    board.chain("client_count", "failures", "| stats dc(lens_client) AS n")
    board.row(
        130,
        board.number("Failed logons", "0: none in this time.", "failure_count", to_explorer(event="4625"), [(1, FAIR), (1000, BAD)]),
        board.number("Accounts that failed", "0: none.", "account_count", to_explorer(event="4625")),
        board.number("Clients they came from", "0: none, or the events name no client.", "client_count", to_explorer(event="4625")),
        board.number("Lockouts", "0: no account was locked out.", "lockout_count", to_explorer(event="4740"), [(1, BAD)]))
    board.row(330, board.table(
        "Why did logons fail?", "Reasons by number of failures. Click a code for its events, an article to read it.",
        "reasons",
        [to_explorer(["Code", "Name", "Meaning", "Failures"], reason="$row.Name.value|u$"), to_page("Article")],
        widths={"Code": 90, "Name": 230}, verdict="Verdict"))
    board.row(
        270,
        (board.chart("column", "How many logons failed and succeeded, and when?", "Empty: no logon in this time.",
                     "trend", to_explorer(event="46*"), stacked=True,
                     colors={"failed": BAD, "succeeded": "#3993A0"}, unit="logons"), 2),
        (board.pie("How did people and services log on?", "Logons that succeeded, by type. Empty: none.", "types",
                   to_explorer(event="4624")), 1))
    board.row(270, *most_charts(board, "account", "client"))
    board.row(
        270,
        board.table("Which accounts were locked out, and by whom?", "The caller is the computer that tried the password.",
                    "lockout_rows", to_explorer(["Account"], account="$row.Account.value|u$", event="4740")),
        board.table("Which clients fail with several accounts?", "One client, many accounts: password spraying, or a terminal server.",
                    "many", to_explorer(["Client"], client="$row.Client.value|u$")))
    return board
