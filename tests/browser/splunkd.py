"""A stand-in for Splunk Web and splunkd: serves the page that renders dashboards,
and those paths of splunkd's REST interface that Dashboard Studio's own data
sources use. Searches are answered by an evaluator (tests/spl).

    /                                the dashboards
    /en-US/app/eventlens/<view>      a dashboard; form.<token>= sets a token, and
                                     events=none shows it as before the first event
    /en-US/app/eventlens/search?q=   a search and its rows
    /en-US/app/eventlens/report?s=   the same for a saved search
    /__seen                          every search and every unknown path so far

It listens on 127.0.0.1 only and answers only to that name, so that no page of
another site reads a log through it.
"""

import json
import pathlib
import re
import traceback
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pages
from jobs import Jobs, iso_time, messages, page_of
from views import ViewError

APP = "eventlens"
TYPES = {".js": "text/javascript", ".css": "text/css"}

# Between the locale and a path of splunkd's stands its proxy in Splunk Web.
REST = re.compile(r"(?:/[a-z]{2}-[A-Z]{2})?/splunkd/__raw/services(?:NS/[^/]+/[^/]+)?(/.*)")
APP_PAGE = re.compile(r"(?:/[a-z]{2}-[A-Z]{2})?/app/%s(?:/([^/]*))?/?" % APP)
SEARCH_PAGE = re.compile(r"(?:/[a-z]{2}-[A-Z]{2})?/app/search/(search)")

# Choices of the time picker.
TIMES = (("last_hour", "Last 60 minutes", "-60m@m", "now"), ("last_day", "Last 24 hours", "-24h@h", "now"),
         ("last_week", "Last 7 days", "-7d@h", "now"), ("all_time", "All time", "0", "now"))


class Splunkd(ThreadingHTTPServer):
    """`searcher`, `bare` (which has no event) and `search_error` are the
    evaluator's; `saved` maps the names of saved searches to their settings; `page`
    is the directory of the bundle."""

    daemon_threads = True

    def __init__(self, searcher, bare, search_error, views, saved, page, port=0):
        super().__init__(("127.0.0.1", port), Handler)
        self.jobs = Jobs(search_error)
        self.searcher = searcher
        self.bare = bare
        self.views = views
        self.saved = saved
        self.page = pathlib.Path(page)
        self.unknown = []

    @property
    def address(self):
        return "http://127.0.0.1:%d" % self.server_port


class Form:
    """The parameters of a request: the query, and the body of a POST."""

    def __init__(self, *texts):
        self._values = {}
        for text in texts:
            for name, values in urllib.parse.parse_qs(text, keep_blank_values=True).items():
                self._values.setdefault(name, []).extend(values)

    def get(self, name, default=""):
        return self._values.get(name, [default])[0]

    def all(self, name):
        return self._values.get(name, [])

    def number(self, name):
        text = self.get(name)
        return int(text) if re.fullmatch(r"\d{1,9}", text) else 0


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self._answer("")

    def do_POST(self):
        length = self.headers.get("Content-Length", "0")
        self._answer(self.rfile.read(int(length)).decode() if length.isdigit() else "")

    def log_message(self, *_):
        """Requests are in /__seen, not on the terminal."""

    def _answer(self, body):
        url = urllib.parse.urlsplit(self.path)
        form = Form(url.query, body)
        try:
            if self.headers.get("Host") not in ("127.0.0.1:%d" % self.server.server_port,
                                                "localhost:%d" % self.server.server_port):
                self._html(pages.message("Refused", "Use " + self.server.address), 403)
            elif not self._route(urllib.parse.unquote(url.path), form):
                self._unknown()
        except Exception:
            self._json({"messages": messages(traceback.format_exc())}, 500)

    def _route(self, path, form):
        """Whether the path is one that we know; then it was answered."""
        rest = REST.fullmatch(path)
        if rest:
            return self._rest(rest.group(1), form)
        app_page = APP_PAGE.fullmatch(path) or SEARCH_PAGE.fullmatch(path)
        if app_page:
            return self._app_page(app_page.group(1) or "", form)
        if path == "/":
            return self._index()
        if path == "/__seen":
            return self._json({"searches": self.server.jobs.searches, "unknown": self.server.unknown})
        if path.startswith("/__view/"):
            return self._view(path.removeprefix("/__view/"))
        return path.startswith("/__page/") and self._file(path.removeprefix("/__page/"))

    # --- searches --------------------------------------------------------------

    def _asker(self):
        """The address of the page that asks."""
        return urllib.parse.urlsplit(self.headers.get("Referer", ""))

    def _dispatch(self, label, search, earliest, latest):
        asker = self._asker()
        bare = ("events", "none") in urllib.parse.parse_qsl(asker.query)
        searcher = self.server.bare if bare else self.server.searcher
        return self.server.jobs.dispatch(searcher, label, search, earliest, latest, asker.path)

    def _dispatch_report(self, name, label, earliest, latest):
        settings = self.server.saved[name]
        return self._dispatch(label, settings["search"], earliest or settings.get("dispatch.earliest_time"),
                              latest or settings.get("dispatch.latest_time"))

    # --- pages ---------------------------------------------------------------

    def _app_page(self, name, form):
        if name == "":
            return self._index()
        if name == "search":
            return self._html(pages.search(self._dispatch("Search", form.get("q"), form.get("earliest"),
                                                          form.get("latest"))))
        if name in ("report", "@go"):
            saved = form.get("s").split("/")[-1]
            return saved in self.server.saved and self._html(pages.search(self._dispatch_report(
                saved, saved, form.get("earliest"), form.get("latest"))))
        return name in self.server.views.names() and self._html(pages.dashboard(name))

    def _index(self):
        entries = []
        for kind, name in self.server.views.navigation():
            if kind == "saved":
                entries.append(("/en-US/app/%s/report?%s" % (APP, urllib.parse.urlencode({"s": name})), name, ""))
                continue
            try:
                view = self.server.views.read(name)
                title, description = view.label, view.description
            except ViewError as error:
                title, description = name, str(error)
            entries.append(("/en-US/app/%s/%s" % (APP, name), title, description))
        return self._html(pages.index(entries))

    def _view(self, name):
        try:
            view = self.server.views.read(name)
        except ViewError as error:
            return self._json({"error": str(error)})
        return self._json(view.as_json() if view else {"error": "There is no view " + name})

    def _file(self, name):
        if name == "pages.css":
            return self._send(pages.STYLE.encode(), "text/css")
        path = self.server.page / name
        if path.name != name or path.suffix not in TYPES or not path.exists():
            return False
        return self._send(path.read_bytes(), TYPES[path.suffix])

    # --- splunkd's REST interface ---------------------------------------------

    def _rest(self, path, form):
        for pattern, answer in REST_PATHS:
            found = re.fullmatch(pattern, path)
            if found:
                return answer(self, form, *found.groups())
        return False

    def _context(self, _form):
        return self._entries({"context": {"username": "reader", "capabilities": ["search"], "roles": ["user"]}})

    def _times(self, _form):
        return self._entries({name: {"label": label, "earliest_time": earliest, "latest_time": latest,
                                     "order": order, "disabled": False}
                              for order, (name, label, earliest, latest) in enumerate(TIMES)})

    def _time_parser(self, form):
        """The evaluator knows what a relative time means; it is asked for the
        bounds of a search."""
        moments = {}
        for text in form.all("time"):
            result = self.server.searcher.run("| makeresults | addinfo", text, "now")
            moments[text] = iso_time(float(result.rows[0]["info_min_time"]))
        return self._json(moments)

    def _jobs(self, form):
        if self.command == "POST":
            job = self._dispatch(form.get("label"), form.get("search"), form.get("earliest_time"),
                                 form.get("latest_time"))
            return self._json({"sid": job.sid}, 201)
        found = filter(None, map(self.server.jobs.find, form.all("id")))
        return self._entries({job.sid: job.content() for job in found})

    def _job(self, _form, sid):
        job = self.server.jobs.find(sid)
        return bool(job) and self._entries({sid: job.content()})

    def _control(self, _form, _sid):
        return self._json({"messages": []})

    def _results(self, form, sid):
        job = self.server.jobs.find(sid)
        if not job:
            return False
        result, error = self.server.jobs.rows(job, form.get("search"))
        if error:
            return self._json({"messages": [{"type": "FATAL", "text": error}]}, 400)
        return self._json(page_of(result, form.number("offset"), form.number("count")))

    def _saved(self, _form, name):
        return name in self.server.saved and self._entries({name: self.server.saved[name]})

    def _dispatch_saved(self, form, name):
        if name not in self.server.saved:
            return False
        job = self._dispatch_report(name, form.get("dispatch.label") or name,
                                    form.get("dispatch.earliest_time"), form.get("dispatch.latest_time"))
        return self._json({"sid": job.sid}, 201)

    # --- answers ---------------------------------------------------------------

    def _unknown(self):
        self.server.unknown.append({"request": "%s %s" % (self.command, self.path), "page": self._asker().path})
        self._json({"messages": messages("%s is not known here" % self.path)}, 404)

    def _entries(self, contents):
        return self._json({"entry": [{"name": name, "content": content, "acl": {}}
                                     for name, content in contents.items()],
                           "paging": {"total": len(contents), "perPage": 30, "offset": 0}})

    def _json(self, value, status=200):
        return self._send(json.dumps(value).encode(), "application/json", status)

    def _html(self, text, status=200):
        return self._send(text.encode(), "text/html; charset=utf-8", status)

    def _send(self, body, kind, status=200):
        self.send_response(status)
        for name, value in (("Content-Type", kind), ("Content-Length", str(len(body))),
                            ("Content-Security-Policy", pages.POLICY), ("X-Content-Type-Options", "nosniff"),
                            ("Referrer-Policy", "same-origin"), ("Cache-Control", "no-store")):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        return True


JOB = r"/search/(?:v2/)?jobs/([^/]+)"
REST_PATHS = (
    (r"/authentication/current-context", Handler._context),
    (r"/data/ui/times", Handler._times),
    (r"/search/timeparser", Handler._time_parser),
    (r"/search/(?:v2/)?jobs", Handler._jobs),
    (JOB, Handler._job),
    (JOB + r"/control", Handler._control),
    (JOB + r"/(?:results|results_preview)", Handler._results),
    (r"/saved/searches/([^/]+)", Handler._saved),
    (r"/saved/searches/([^/]+)/dispatch", Handler._dispatch_saved),
)
