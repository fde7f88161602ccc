"""Search jobs as splunkd has them: a search runs once when it is dispatched, and
its rows are asked for in pages, sorted or with a chain search behind it."""

import datetime
import itertools
import re
import threading
import time


class Job:
    def __init__(self, sid, searcher, request, result, error, seconds):
        self.sid = sid
        self.searcher = searcher
        self.request = request
        self.result = result
        self.error = error
        self.seconds = seconds

    def content(self):
        """What splunkd says about the job."""
        count = len(self.result.rows) if self.result else 0
        return {
            "sid": self.sid, "label": self.request["label"], "dispatchState": "FAILED" if self.error else "DONE",
            "isDone": True, "isFailed": bool(self.error), "isFinalized": False, "isPreviewEnabled": False,
            "isRealTimeSearch": False, "doneProgress": 1, "eventCount": count, "resultCount": count,
            "resultPreviewCount": count, "scanCount": count, "runDuration": self.seconds, "ttl": 600,
            "request": {}, "messages": messages(self.error)}


class Jobs:
    """Runs searches one at a time. What it was asked is in `searches`. The same
    search over the same time gives the rows that it gave before, until some search
    writes."""

    def __init__(self, search_error):
        self._search_error = search_error
        self._lock = threading.Lock()
        self._jobs = {}
        self._numbers = itertools.count(1)
        self._results = {}
        self.searches = []

    def dispatch(self, searcher, label, search, earliest, latest, page=""):
        """Runs a search and gives its Job. `page` is where it was asked for. A search
        begins with a command here, which people leave out: "search ..."."""
        search = re.sub(r"\A\s*search\s+", "", search)
        request = {"label": label, "search": search, "earliest": earliest or "0", "latest": latest or "now",
                   "page": page}
        key = (search, request["earliest"], request["latest"])
        started = time.monotonic()
        result, error = self._run(request, (searcher, *key), lambda: searcher.run(*key))
        job = Job("sid%d" % next(self._numbers), searcher, request, result, error, time.monotonic() - started)
        self._jobs[job.sid] = job
        return job

    def find(self, sid):
        return self._jobs.get(sid)

    def rows(self, job, search=""):
        """The (result, error) of the job, or of `search` behind it."""
        if job.error or not search.strip():
            return job.result, job.error
        if not search.lstrip().startswith("|"):
            search = "| search " + search
        request = dict(job.request, search=search, extends=job.request["search"])
        key = (job.searcher, job.request["search"], job.request["earliest"], job.request["latest"], search)
        return self._run(request, key, lambda: job.searcher.extend(job.result, search))

    def _run(self, request, key, run):
        with self._lock:
            if "outputlookup" in request["search"]:
                self._results.clear()
            if key not in self._results:
                self._results[key] = self._attempt(run)
            result, error = self._results[key]
            self.searches.append(dict(request, error=error))
            return result, error

    def _attempt(self, run):
        try:
            return run(), None
        except self._search_error as error:
            return None, error.message


def messages(error):
    return [{"type": "ERROR", "text": error}] if error else []


def page_of(result, offset, count):
    """The rows from `offset` on, `count` of them (0: all), as splunkd writes
    output_mode=json_cols. `_time` is a date, every other cell as it is."""
    rows = result.rows[offset:offset + count if count else None]
    columns = [[_cell(field, row.get(field)) for row in rows] for field in result.fields]
    return {"preview": False, "init_offset": offset, "messages": [],
            "fields": [{"name": field} for field in result.fields], "columns": columns}


def _cell(field, value):
    if field != "_time" or value is None:
        return value
    try:
        return iso_time(float(value))
    except (TypeError, ValueError):
        return value


def iso_time(seconds):
    moment = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    return moment.isoformat(timespec="milliseconds")
