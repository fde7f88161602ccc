"""Runs the app's alerts as Splunk's scheduler would: again and again, each over the
time that ends at that moment."""

DAY = 86_400
# In minutes: what a cron_schedule of ours says.
EVERY = {"*/5 * * * *": 5, "*/15 * * * *": 15, "17 * * * *": 60}


def alerts(searcher):
    """{name: minutes between two runs} of the app's alerts."""
    return {name: EVERY[dict(settings)["cron_schedule"]]
            for name, settings in searcher.conf("savedsearches.conf").stanzas
            if name.startswith("EventLens Alert: ")}


def run_alerts(searcher, since=None, step=5):
    """Runs every alert from `since` (a day before the searcher's now) until now, at
    most every `step` minutes. Gives (time, alert, row) of each that was raised; what
    they keep is in the searcher's lookups afterwards."""
    until = searcher.now
    time = until - DAY if since is None else since
    raised = []
    try:
        while time <= until:
            searcher.now = time
            for name, minutes in alerts(searcher).items():
                if (time // 60) % max(minutes, step) < step:
                    raised += [(time, name, row) for row in searcher.saved(name).rows]
            time += step * 60
    finally:
        searcher.now = until
    return raised
