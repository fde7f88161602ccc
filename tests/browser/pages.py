"""The few pages of the preview that are not a dashboard. What comes from events,
searches or addresses is text in them, never markup."""

import urllib.parse
from html import escape

# Nothing is loaded from elsewhere and no page of elsewhere may frame ours. The
# packages style elements directly and compile their schema to code.
POLICY = ("default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
          "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
          "form-action 'self'; base-uri 'none'; frame-ancestors 'none'")

STYLE = """
body { margin: 0; font: 14px sans-serif; color: #1a1c20; background: #fff; }
body[data-theme=dark] { color: #e8e8ea; background: #0b0c0e; }
header { padding: 8px 16px; border-bottom: 1px solid #8888; }
header a { margin-right: 16px; color: inherit; }
main { padding: 16px; }
table { border-collapse: collapse; }
td, th { border: 1px solid #8888; padding: 2px 8px; text-align: left; vertical-align: top; white-space: pre-wrap; }
pre { white-space: pre-wrap; }
.error { color: #b00; }
"""

MOST_ROWS = 1000


def link(path, text, **query):
    address = path + ("?" + urllib.parse.urlencode(query) if query else "")
    return '<a href="%s">%s</a>' % (escape(address), escape(text))


def _page(title, body, head=""):
    return ('<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>%s</title>'
            '<link rel="icon" href="data:,"><link rel="stylesheet" href="/__page/pages.css">%s</head>'
            "<body>%s</body></html>\n" % (escape(title), head, body))


def _header(*links):
    return "<header>%s</header>" % "".join((link("/", "EventLens preview"), *links))


def dashboard(name):
    """The page that the bundle fills with a dashboard."""
    here = "/en-US/app/eventlens/" + urllib.parse.quote(name)
    header = _header(link(here, "light", theme="light"), link(here, "dark", theme="dark"))
    return _page(name, header + '<div id="dashboard"></div><script src="/__page/main.js"></script>',
                 '<link rel="stylesheet" href="/__page/main.css">')


def index(entries):
    """`entries`: (address, title, description)."""
    items = "".join("<li>%s %s</li>" % (link(address, title), escape(description))
                    for address, title, description in entries)
    return _page("EventLens preview", _header() + "<main><h1>Dashboards</h1><ul>%s</ul></main>" % items)


def search(job):
    """A search and its rows."""
    request = job.request
    body = "<h1>%s</h1><pre>%s</pre><p>%s to %s</p>" % (
        escape(request["label"]), escape(request["search"]), escape(request["earliest"]), escape(request["latest"]))
    body += '<p class="error">%s</p>' % escape(job.error) if job.error else _table(job.result)
    return _page(request["label"], _header() + "<main>%s</main>" % body)


def message(title, text):
    return _page(title, _header() + "<main><h1>%s</h1><p>%s</p></main>" % (escape(title), escape(text)))


def _table(result):
    fields = result.fields
    head = "".join("<th>%s</th>" % escape(field) for field in fields)
    rows = "".join("<tr>%s</tr>" % "".join("<td>%s</td>" % escape(_text(row.get(field))) for field in fields)
                   for row in result.rows[:MOST_ROWS])
    shown = min(len(result.rows), MOST_ROWS)
    return "<p>%d of %d rows</p><table><thead><tr>%s</tr></thead><tbody>%s</tbody></table>" % (
        shown, len(result.rows), head, rows)


def _text(value):
    if value is None:
        return ""
    return "\n".join(value) if isinstance(value, list) else str(value)
