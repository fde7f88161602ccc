"""The dashboards to keep it running: Hosts, Input health, Alert triage."""

from dashboards_security import HOSTS
from studio import BAD, FAIR, Dashboard, link, set_tokens, to_explorer, to_page

TIME = '"%Y-%m-%d %H:%M:%S"'


def hosts():
    board = Dashboard(
        "eventlens_hosts", "Hosts",
        "Who sends events, who fell silent, where there are gaps, and which events could not be read whole.")
    board.choice_input("silence", "Silent means", [
        ("no event for 15 minutes", "15"), ("an hour", "60"), ("4 hours", "240"), ("a day", "1440")], "60")
    board.search("senders", """
        | tstats count, min(_time) AS first, max(_time) AS last where `eventlens_events` by host, sourcetype
        | stats sum(count) AS Events, min(first) AS first, max(last) AS last, values(sourcetype) AS Sourcetypes by host
        | eval minutes=floor((now() - last) / 60)""")
    board.chain("host_count", "senders", "| stats count AS n")
    board.chain("event_count", "senders", "| stats count AS rows, sum(Events) AS n | eval n=coalesce(n, 0) | table n")
    board.chain("silent_count", "senders", "| where minutes >= $silence$ | stats count AS n")
    board.chain("list", "senders", """
        | sort 0 - minutes
        | eval First=strftime(first, %s), Last=strftime(last, %s), State=if(minutes >= $silence$, "silent", "sends")
        | rename host AS Host, minutes AS "Minutes since"
        | table Host, State, "Minutes since", Last, First, Events, Sourcetypes
        | `eventlens_empty(Host,No host sent an event in this time)`""" % (TIME, TIME))
    board.search("hours", """
        | tstats count where `eventlens_events` by host, _time span=1h""")
    board.chain("trend", "hours", "| timechart span=1h limit=10 sum(count) AS Events by host")
    board.chain("gaps", "hours", """
        | sort 0 host, _time | streamstats current=f window=1 last(_time) AS previous by host
        | eval hours=round((_time - previous) / 3600) - 1 | where hours >= 1 | sort 0 - hours
        | eval From=strftime(previous + 3600, %s), To=strftime(_time, %s)
        | rename host AS Host, hours AS Hours | table Host, From, To, Hours
        | `eventlens_empty(Host,No host left an hour without events)`""" % (TIME, TIME))
    board.search("issues", """
        `eventlens_events` lens_issue=* | stats count AS Events, max(_time) AS last by host, lens_issue
        | sort 0 - Events | eval Last=strftime(last, %s) | rename host AS Host, lens_issue AS Issue
        | table Host, Issue, Events, Last
        | `eventlens_empty(Host,Every event was read whole)`""" % TIME)
    board.row(
        130,
        board.number("Hosts that sent events", "0: none in this time.", "host_count", to_explorer()),
        board.number("Hosts that are silent now", "They sent events in this time, and none since the limit above.", "silent_count",
                     to_explorer(), [(1, BAD)]),
        board.number("Events", "0: none in this time.", "event_count", to_explorer()))
    board.row(330, board.table("Who sends, and since when is somebody silent?", "Longest silence first.", "list",
                               to_explorer(["Host"], host="$row.Host.value|u$")))
    board.row(270, board.chart("area", "How many events an hour?", "The ten hosts with most. Empty: no event in this time.", "trend",
                               to_explorer(host="$name|u$"), stacked=True, unit="events"))
    board.row(
        290,
        board.table("Where are whole hours without events?", "From and to are the ends of the gap.", "gaps",
                    to_explorer(["Host"], host="$row.Host.value|u$")),
        board.table("Which events could not be read whole?", "lens_issue says what is missing; see docs/operations.md.", "issues",
                    to_explorer(["Host"], host="$row.Host.value|u$")))
    return board


def health():
    board = Dashboard(
        "eventlens_health", "Input health",
        "What the input itself says: records read, failed and skipped, problems, and how late events come.")
    board.choice_input("level", "Complaints", [
        ("All", "*"), ("warnings", "WARN"), ("errors", "ERROR"), ("fatal errors", "FATAL")])
    board.search("log", r"""
        `eventlens_input_log`
        | rex "eventlens(?:\.exe)?\" (?:(?:DEBUG|INFO|WARN|ERROR|FATAL) )?(?:(?<stanza>eventlens://[^:]+): )?(?<message>.+)$"
        | rex field=message "^files=(?<files>\d+) files_failed=(?<files_failed>\d+) records=(?<records>\d+) sent=(?<sent>\d+) skipped=(?<skipped>\d+) filtered=(?<filtered>\d+) failed=(?<failed>\d+) recoverable=(?<recoverable>\d+) issues=(?<issues>\S+)"
        | fillnull value="-" stanza
        | fields _time, host, log_level, stanza, message, files, files_failed, records, sent, skipped, filtered, failed, recoverable, issues""")
    board.chain("sent", "log", "| stats count AS rows, sum(sent) AS n | eval n=coalesce(n, 0) | table n")
    board.chain("failed", "log", "| stats count AS rows, sum(failed) AS n | eval n=coalesce(n, 0) | table n")
    board.chain("failed_files", "log", "| stats count AS rows, sum(files_failed) AS n | eval n=coalesce(n, 0) | table n")
    board.chain("problem_count", "log", '| where in(log_level, "WARN", "ERROR", "FATAL") | stats count AS n')
    board.chain("stanzas", "log", """
        | where isnotnull(records)
        | stats count AS Passes, sum(files) AS Files, sum(records) AS Records, sum(sent) AS Sent, sum(skipped) AS Skipped,
            sum(filtered) AS Filtered, sum(failed) AS Failed, latest(issues) AS Issues, max(_time) AS last by host, stanza
        | eval Last=strftime(last, %s) | rename host AS Host, stanza AS Stanza
        | table Host, Stanza, Passes, Files, Records, Sent, Skipped, Filtered, Failed, Issues, Last
        | `eventlens_empty(Stanza,No input ended a pass in this time)`""" % TIME)
    board.chain("problems", "log", """
        | where in(log_level, "WARN", "ERROR", "FATAL") | search log_level=$level|s$ | sort 0 - _time | head 200
        | eval Time=strftime(_time, %s) | rename host AS Host, log_level AS Level, stanza AS Stanza, message AS Message
        | table Time, Host, Level, Stanza, Message
        | `eventlens_empty(Message,The input told of no problem)`""" % TIME)
    board.chain("trend", "log", "| timechart sum(sent) AS Sent, sum(failed) AS Failed")
    board.search("lag", """
        `eventlens_events` | eval lag=_indextime - _time
        | stats count AS Events, median(lag) AS median, max(lag) AS most by host, sourcetype | sort 0 - median
        | eval "Usual delay"=tostring(round(median), "duration"), "Longest delay"=tostring(round(most), "duration")
        | rename host AS Host, sourcetype AS Sourcetype | table Host, Sourcetype, Events, "Usual delay", "Longest delay"
        | `eventlens_empty(Host,No event came in this time)`""")
    log = link("/app/eventlens/search?q=%60eventlens_input_log%60&earliest=$global_time.earliest|u$&latest=$global_time.latest|u$")
    board.row(
        130,
        board.number("Events sent to Splunk", "0: nothing new, or no input ran.", "sent", log),
        board.number("Records that could not be read", "0: none.", "failed", log, [(1, FAIR), (100, BAD)]),
        board.number("Files that could not be read", "0: none.", "failed_files", log, [(1, BAD)]),
        board.number("Warnings and errors", "0: none.", "problem_count", log, [(1, FAIR), (50, BAD)]))
    board.row(270, board.table("What did each input do?", "Sums over the passes of this time.", "stanzas", log))
    board.row(
        270,
        board.chart("column", "When did events come in?", "Empty: no input ended a pass in this time.", "trend", log,
                    colors={"Sent": "#3993A0", "Failed": BAD}, unit="records"),
        board.table("How late do events come?", "From the event's time to its indexing; old logs that are read now are late by nature.",
                    "lag", to_explorer(["Host"], host="$row.Host.value|u$")))
    board.row(300, board.table("What does the input complain about?", "Warnings and errors, the newest first; docs/operations.md says what to do.",
                               "problems", log))
    return board


# Sets the status of an alert: a search that the analyst runs, since a
# dashboard writes nothing by itself.
SET_STATUS = ("/app/eventlens/search?earliest=0&latest=now&q=%%7C%%20inputlookup%%20eventlens_alert_states%%20where%%20alert%%3D"
              "%%22$row.Id.value|u$%%22%%20%%7C%%20eval%%20status%%3D%%22%s%%22%%20%%7C%%20"
              "outputlookup%%20append%%3Dtrue%%20key_field%%3D_key%%20eventlens_alert_states")


# Label of a line of an alert's explanation, and what fills it.
ALERT = (
    ("Alert", 'title . ": " . group'),
    ("Severity", "severity"),
    ("Status", 'status . if(isnull(analyst), "", ", " . analyst)'),
    ("Counted", 'measured . " within " . window_minutes . " minutes; fires from " . threshold . " on"'),
    ("First and last event", "strftime(first_event, %s) . \" to \" . strftime(last_event, %s)" % (TIME, TIME)),
    ("Events", 'mvjoin(events, ", ")'),
    ("What happened", 'mvjoin(explanation, "; ")'),
    ("Codes", 'mvjoin(reason, ", ")'),
    ("Meaning", 'mvjoin(meaning, "; ")'),
    ("Verdict of the single events", 'mvjoin(verdict, ", ")'),
    ("Accounts", 'mvjoin(mvindex(account, 0, 19), ", ") . if(mvcount(account) > 20, " and " . (mvcount(account) - 20) . " more", "")'),
    ("Clients", 'mvjoin(mvindex(client, 0, 19), ", ")'),
    ("Hosts", 'mvjoin(mvindex(dest, 0, 19), ", ")'),
    ("What to do first", "first_step"),
    ("Techniques", 'replace(attack_ids, ";", ", ")'),
    ("Read about it", 'mvjoin(article, " ")'),
    ("Remark", "remark"),
)


def triage():
    board = Dashboard(
        "eventlens_triage", "Alert triage",
        "Alerts that were raised, what they mean and what to do; and the policy that they come from.")
    board.choice_input("status", "Status", [
        ("All", "*"), ("new", "new"), ("in progress", "in_progress"), ("closed", "closed")])
    board.choice_input("severity", "Severity", [("All", "*")] + [(name, name) for name in (
        "critical", "high", "medium", "low", "informational")])
    board.text_input("pick_alert", "Alert to show (Id)")
    board.search("alerts", """
        | inputlookup eventlens_alert_states | addinfo
        | where raised >= info_min_time AND raised <= info_max_time
        | search status=$status|s$ severity=$severity|s$""")
    board.chain("new_count", "alerts", '| where status="new" | stats count AS n')
    board.chain("high_count", "alerts", '| where status!="closed" AND in(severity, "high", "critical") | stats count AS n')
    board.chain("list", "alerts", """
        | sort 0 - raised
        | eval Raised=strftime(raised, %s), Take="take", Close="close"
        | rename alert AS Id, title AS Alert, severity AS Severity, group AS About, measured AS Count, status AS Status,
            first_step AS "What to do first", owner AS Owner, times_raised AS Times
        | table Raised, Severity, Status, Alert, About, Count, Times, "What to do first", Owner, Take, Close, Id
        | `eventlens_empty(Alert,No such alert was raised in this time; are the alerts scheduled?)`""" % TIME)
    board.chain("told", "alerts", r"""
        | sort 0 - raised | search alert=$pick_alert|s$ | head 1
        | eval line=mvappend(%s) | fields line | mvexpand line
        | eval Question=replace(line, "(?s)^([^|]*)\|.*$", "\1"), Answer=replace(line, "(?s)^[^|]*\|", "")
        | where Answer!="-" AND Answer!="" | table Question, Answer
        | `eventlens_empty(Question,No alert was picked)`""" % ", ".join('"%s|" . (%s)' % line for line in ALERT))
    board.chain("by_rule", "alerts", """
        | stats count AS Alerts by severity, title | sort 0 - Alerts | rename title AS Alert | table Alert, Alerts""")
    board.search("policy", """
        | inputlookup eventlens_alert_policy | `eventlens_policy_check`""")
    board.chain("problems", "policy", """
        | where isnotnull(lens_problem) | mvexpand lens_problem | rename rule AS Row, lens_problem AS "What is wrong" | table Row, "What is wrong"
        | `eventlens_empty(Row,Every row of the policy can be used)`""")
    board.chain("problem_count", "policy", "| where isnotnull(lens_problem) | stats count AS n")
    board.chain("rules", "policy", """
        | where isnull(lens_problem)
        | rename rule AS Row, title AS Alert, state AS State, event_id AS Event, code AS Code, group_by AS "Per", distinct AS "Different", threshold AS Threshold,
            window_minutes AS "Within minutes", suppress_minutes AS "Quiet for minutes", severity AS Severity, owner AS Owner, note AS Note
        | table Row, Alert, State, Event, Code, Per, Different, Threshold, "Within minutes", "Quiet for minutes", Severity, Owner, Note
        | `eventlens_empty(Row,No row of the policy can be used)`""")
    lookups = link("/manager/eventlens/data/lookup-table-files?search=eventlens_alert_policy")
    board.row(
        130,
        board.number("New alerts", "0: nothing was raised that nobody has taken.", "new_count", set_tokens(status="value"), [(1, BAD)]),
        board.number("Open alerts of high severity", "0: none.", "high_count", set_tokens(severity="value"), [(1, BAD)]),
        board.number("Rows of the policy that cannot be used", "0: all of them can.", "problem_count", lookups, [(1, FAIR)]))
    board.row(330, board.table(
        "Which alerts wait for somebody?",
        "Click an alert to see what it says. Take and close open a search that changes its status when it is run.", "list",
        [set_tokens(["Alert"], pick_alert="row.Id.value"),
         to_explorer(["About"]),
         link(SET_STATUS % "in_progress", fields=["Take"]),
         link(SET_STATUS % "closed", fields=["Close"])]))
    board.row(400, board.table(
        "What does the alert say?", "The alert that was picked, else the newest.", "told",
        link("/app/eventlens/eventlens_knowledge?form.find=$row.Answer.value|u$", fields=["Answer"]), rows=20))
    board.row(
        280,
        (board.chart("bar", "Which alerts come most often?", "Empty: none was raised in this time.", "by_rule",
                     to_explorer(), legend="off"), 1),
        (board.table("Which rows of the policy are wrong?", "They fire nothing until they are mended.", "problems", lookups), 1))
    board.row(360, board.table(
        "What does the policy say?", "eventlens_alert_policy.csv: edit it and the next run goes by it.", "rules", lookups, rows=12,
        widths={"Code": 95}))
    return board
