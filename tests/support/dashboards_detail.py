"""The dashboards to look things up: Event explorer, Knowledge."""

from dashboards_security import HOSTS
from studio import VERDICT_COLORS, Dashboard, link, set_tokens, to_page

EVENTS = "`eventlens_events` host=$host|s$ EventCode=$event|s$"
PICKED = "`eventlens_events` host=$pick_host|s$ RecordNumber=$pick_record|s$"
VERDICTS = [("All", "*")] + [(name, name) for name in VERDICT_COLORS if name not in ("attack", "-")]

# Label of a line of the explanation, and what fills it; lines without it go.
EXPLANATION = (
    ("What happened", "lens_title"),
    ("Event", 'EventCode . " of " . coalesce(eventlens_provider, "?") . if(isnull(lens_modern_id), "", ", today " . lens_modern_id)'),
    ("When", 'strftime(_time, "%Y-%m-%d %H:%M:%S %z")'),
    ("Host", "lens_host"),
    ("Account", "lens_account"),
    ("Client", "lens_client"),
    ("Service", "lens_service"),
    ("Why", 'lens_reason . " (" . lens_code . ")"'),
    ("Meaning", "lens_meaning"),
    ("In a Windows domain", "lens_windows_meaning"),
    ("Usual causes", 'replace(lens_causes, ";", "; ")'),
    ("First steps", 'replace(lens_first_steps, ";", "; ")'),
    ("Verdict", "lens_verdict"),
    ("As an attack", "lens_attack_hint"),
    ("Techniques", 'replace(lens_attack_ids, ";", ", ")'),
    ("Parse issues", "mvjoin(lens_issue, \", \")"),
)


def explorer():
    board = Dashboard(
        "eventlens_explorer", "Event explorer",
        "Pick any event: its explanation, its fields decoded, its articles, and what happened around it.")
    board.search_input("host", "Host", HOSTS)
    board.text_input("event", "Event id (* as wildcard)")
    board.text_input("reason", "Code's name")
    board.choice_input("verdict", "Verdict", VERDICTS)
    board.text_input("account", "Account")
    board.text_input("client", "Client")
    board.text_input("service", "Service")
    board.text_input("pick_record", "Record to explain")
    board.text_input("pick_host", "on host")
    board.search("events", EVENTS + """
        | `eventlens_names` | fillnull value="-" lens_reason, lens_verdict, lens_title
        | search lens_reason=$reason|s$ lens_verdict=$verdict|s$ lens_account=$account|s$ lens_client=$client|s$ lens_service=$service|s$
        | eval Time=strftime(_time, "%Y-%m-%d %H:%M:%S")
        | rename EventCode AS Event, lens_title AS Title, lens_account AS Account, lens_client AS Client,
            lens_reason AS Code, lens_verdict AS Verdict, RecordNumber AS Record, host AS Host
        | fields _time, Time, Host, Record, Event, Title, Account, Client, Code, Verdict""")
    board.chain("list", "events", """
        | head 1000 | table Time, Host, Record, Event, Title, Account, Client, Code, Verdict
        | `eventlens_empty(Title,No event fits these inputs in this time)`""")
    board.chain("times", "events", "| timechart count by Verdict")
    board.chain("kinds", "events", """
        | stats count AS Events by Event, Title | sort 0 - Events | table Event, Title, Events
        | `eventlens_empty(Title,No event fits these inputs in this time)`""")
    board.search("picked", PICKED + """
        | head 1 | `eventlens_names` | `eventlens_links` | fields *""")
    board.chain("explanation", "picked", "| eval line=mvappend(%s) | fields line | mvexpand line%s" % (
        ", ".join('"%s|" . (%s)' % line for line in EXPLANATION), r"""
        | eval Question=replace(line, "(?s)^([^|]*)\|.*$", "\1"), Answer=replace(line, "(?s)^[^|]*\|", "")
        | where Answer!="-" AND Answer!="" | table Question, Answer
        | `eventlens_empty(Question,No event was picked)`"""))
    board.chain("decoded", "picked", """
        | transpose 1 column_name=Field | rename "row 1" AS Value
        | where isnotnull(Value) AND NOT match(Field, "^(_.*|date_.*|eventlens_.*|lens_.*|linecount|punct|splunk_server.*|timestartpos|timeendpos|tag.*|eventtype)$")
        | sort 0 Field | table Field, Value
        | `eventlens_empty(Field,No event was picked)`""")
    board.chain("articles", "picked", r"""
        | eval pair=mvappend(mvzip(lens_kb_title, lens_kb_url, "|"), "Search Microsoft's pages|" . lens_link_microsoft,
            "EventID.Net|" . lens_link_eventid_net, "Search with Google|" . lens_link_google, "Search with Bing|" . lens_link_bing)
        | fields pair | mvexpand pair
        | eval Article=replace(pair, "\|https://[^|]*$", ""), Address=replace(pair, "^.*\|(https://[^|]*)$", "\1")
        | table Article, Address | `eventlens_empty(Article,No event was picked)`""")
    board.search("around", """`eventlens_events` [search """ + PICKED + """
            | head 1 | eval earliest=_time-300, latest=_time+300 | return earliest latest host]
        | `eventlens_names` | sort 0 _time
        | eval Time=strftime(_time, "%Y-%m-%d %H:%M:%S")
        | rename host AS Host, RecordNumber AS Record, EventCode AS Event, lens_title AS Title, lens_account AS Account,
            lens_reason AS Code
        | table Time, Host, Record, Event, Title, Account, Code
        | `eventlens_empty(Title,No event was picked)`""")
    pick = set_tokens(pick_record="row.Record.value", pick_host="row.Host.value")
    board.row(
        280,
        (board.chart("column", "When did these events happen?", "Empty: no event fits the inputs.", "times",
                     set_tokens(verdict="name"), stacked=True, colors=VERDICT_COLORS, unit="events"), 2),
        (board.table("Which events are they?", "The most frequent first. Click one to see it alone.", "kinds",
                     set_tokens(event="row.Event.value"), rows=5), 1))
    board.row(340, board.table(
        "Which event do you want explained?", "Click a row; the newest 1000 are listed.", "list", pick, verdict="Verdict"))
    board.row(
        400,
        (board.table("What does the event say?", "The picked event, else the newest one.", "explanation",
                     link("/app/eventlens/eventlens_knowledge?form.find=$row.Answer.value|u$", fields=["Answer"]), rows=20), 3),
        (board.table("Where can I read about it?", "Articles of the knowledge, and searches with the event's id and code alone.",
                     "articles", to_page("Address")), 2))
    board.row(
        400,
        (board.table("Which values does it carry, decoded?", "A field F with a code has its name in F_name.", "decoded",
                     link("/app/eventlens/eventlens_knowledge?form.find=$row.Value.value|u$", fields=["Value"]), rows=20), 2),
        (board.table("What happened on that host around it?", "Five minutes before and after.", "around", pick, rows=15), 3))
    return board


# Label and lookup of the tables that the knowledge view searches.
TABLES = (
    ("Kerberos failure codes", "kerberos_failure_codes"),
    ("NTSTATUS", "ntstatus"),
    ("Win32 errors", "win32_errors"),
    ("HRESULTs", "hresults"),
    ("Logon types", "logon_types"),
    ("Texts of %%n", "message_parameters"),
    ("Kerberos encryption types", "kerberos_encryption_types"),
    ("Kerberos pre-authentication types", "kerberos_preauth_types"),
    ("Kerberos ticket options", "kerberos_ticket_options"),
    ("Account flags", "user_account_control"),
    ("Access rights", "access_masks"),
    ("Directory rights", "ad_rights"),
    ("Privileges", "privileges"),
    ("Well-known SIDs", "well_known_sids"),
    ("Audit subcategories", "audit_subcategories"),
    ("Logon processes", "logon_processes"),
)


def holds(*columns):
    """The condition that one of the columns holds what is looked for. The
    tables are in memory: a text within costs nothing there."""
    text = " . \" \" . ".join('coalesce(%s, "")' % column for column in columns)
    return '| where $find|s$="*" OR like(lower(%s), "%%" . lower($find|s$) . "%%")' % text


def knowledge():
    board = Dashboard(
        "eventlens_knowledge", "Knowledge",
        "Search the codes, the catalogue of events and the articles that EventLens knows.")
    board.text_input("find", "Find (part of a code, name or text; * for all)")
    board.choice_input("table", "Codes of", [(label, "eventlens_" + name) for label, name in TABLES],
                       "eventlens_kerberos_failure_codes")
    board.search("codes", """
        | inputlookup $table$
        | fillnull value="" code, sid, guid, privilege, logon_process, aliases, causes, first_steps, verdict, attack_hint
        | eval Code=code . sid . guid . privilege . logon_process
        """ + holds("Code", "name", "aliases", "meaning") + """
        | rename name AS Name, meaning AS Meaning, causes AS "Usual causes", first_steps AS "First steps", verdict AS Verdict,
            attack_hint AS "As an attack"
        | table Code, Name, Meaning, Verdict, "Usual causes", "First steps", "As an attack"
        | `eventlens_empty(Meaning,No code of this table holds that text)`""")
    board.search("catalogue", """
        | inputlookup eventlens_events """ + holds("event_id", "provider", "title", "category", "modern_id") + """
        | rename event_id AS Event, provider AS Provider, title AS Title, category AS Category, criticality AS Criticality,
            modern_id AS "Today's event", attack_ids AS Techniques
        | table Event, Provider, Title, Category, Criticality, "Today's event", Techniques
        | `eventlens_empty(Title,No event of the catalogue holds that text)`""")
    board.search("articles", """
        | inputlookup eventlens_kb_articles """ + holds("article", "title", "products") + """
        | rename article AS Article, title AS Title, url AS Address, products AS Products
        | table Article, Title, Products, Address
        | `eventlens_empty(Title,No article holds that text)`""")
    board.search("about", """
        | inputlookup eventlens_kb_events where event_id=* | lookup eventlens_kb_articles article OUTPUT title, url
        """ + holds("event_id", "provider", "code", "article", "title") + """
        | rename event_id AS Event, provider AS Provider, code AS Code, article AS Article, title AS Title, verdict AS Verdict,
            url AS Address, confirmed AS Confirmed
        | table Event, Provider, Code, Article, Title, Verdict, Confirmed, Address
        | `eventlens_empty(Title,No article speaks of such an event)`""")
    to_events = "/app/eventlens/eventlens_explorer?form.%s=$row.%s.value|u$"
    board.row(400, board.table(
        "What does a code mean?", "The table chosen above. Click a name for events with that code.", "codes",
        link(to_events % ("reason", "Name"), fields=["Code", "Name"]), rows=12, widths={"Code": 100}, verdict="Verdict"))
    board.row(
        380,
        board.table("Which event is it?", "The catalogue. Click an event to see those that you have.", "catalogue",
                    link(to_events % ("event", "Event"), fields=["Event", "Title"]), rows=12),
        board.table("Which articles speak of an event or a code?", "Confirmed: a page says so literally.", "about",
                    to_page("Address"), rows=12, widths={"Code": 90, "Article": 100, "Address": 160, "Provider": 130}))
    board.row(320, board.table(
        "Which articles are there?", "Microsoft's pages of today and the archive up to 2002.", "articles", to_page("Address")))
    return board
