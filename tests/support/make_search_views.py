#!/usr/bin/env python3
"""Writes the lookups that exist for Splunk alone: what automatic lookups cannot
work out from the tables that hold the knowledge. They cannot follow one lookup
with another, so what takes two tables has to stand in one.

  python3 tests/support/make_search_views.py          writes them
  python3 tests/support/make_search_views.py --check  says which are out of date

  eventlens_event_articles   the articles of an event, as the program chooses them
  eventlens_event_verdicts   what articles say of an event, and its reference page
  eventlens_access_rights    a right by object type and mask in one key

Run it after a change of eventlens_kb_articles, eventlens_kb_events or
eventlens_access_masks.
"""

import csv
import io
import os
import pathlib
import sys

LOOKUPS = pathlib.Path(os.environ.get("EVENTLENS_LOOKUPS") or
                       pathlib.Path(__file__).resolve().parents[2] / "lookups")

# As many as the program writes into an event (kMaxArticlesPerEvent).
MOST_ARTICLES = 3
# A verdict on the event as such takes an article whose title names it.
TITLE_NAMES_EVENT = 2
# The code of rows that hold whatever the code is.
ANY_CODE = "*"


def rows_of(table):
    path = LOOKUPS / ("eventlens_%s.csv" % table)
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def links_by_event():
    """{(event_id, provider): its rows in eventlens_kb_events, most useful
    first}. Rows without a provider fit any event of that number and are left
    out; so are rows without an event."""
    events = {}
    for row in rows_of("kb_events"):
        if row["event_id"] and row["provider"]:
            events.setdefault((row["event_id"], row["provider"]), []).append(row)
    for links in events.values():
        links.sort(key=lambda row: int(row["rank"]))
    return events


def codes_of(links):
    return [ANY_CODE] + sorted({row["code"] for row in links if row["code"]},
                               key=lambda code: (int(code, 16), code))


def event_articles():
    """Articles about this code in this event come before those about the event;
    none that is not confirmed. A code for which that makes no difference has no
    rows."""
    articles = {row["article"]: row for row in rows_of("kb_articles")}
    for (event_id, provider), links in links_by_event().items():
        usual = chosen_articles(links, [""], articles)
        for code in codes_of(links):
            chosen = usual if code == ANY_CODE else chosen_articles(links, [code, ""], articles)
            if code != ANY_CODE and chosen == usual:
                continue
            for place, article in enumerate(chosen, 1):
                yield (event_id, provider, code, str(place), article["article"],
                       article["title"], article["url"], address_of(article["url"]))


def chosen_articles(links, codes, articles):
    chosen = []
    for code in codes:
        for row in links:
            article = articles[row["article"]]
            sure = row["confirmed"] == article["confirmed"] == "yes"
            if row["code"] == code and sure and article not in chosen:
                chosen.append(article)
    return chosen[:MOST_ARTICLES]


def address_of(url):
    """What follows https://, for links that begin with it whatever the table
    holds."""
    return url.removeprefix("https://")


def event_verdicts():
    """With a code the verdict of its first article that has one; without, only
    that of an article about just this event."""
    articles = {row["article"]: row for row in rows_of("kb_articles")}
    for (event_id, provider), links in links_by_event().items():
        for code in codes_of(links):
            rows = [row for row in links if row["code"] == code.replace(ANY_CODE, "")]
            verdicts = [row["verdict"] for row in rows if row["verdict"] and
                        (code != ANY_CODE or int(row["rank"]) <= TITLE_NAMES_EVENT)]
            pages = [address_of(articles[row["article"]]["url"]) for row in rows
                     if row["evidence"] == "page" and row["confirmed"] == "yes" and
                     code == ANY_CODE]
            if verdicts or pages:
                yield (event_id, provider, code, (verdicts + [""])[0], (pages + [""])[0])


def access_rights():
    for row in rows_of("access_masks"):
        yield "%s/%s" % (row["object_type"], row["code"]), row["name"]


VIEWS = {
    "event_articles": (
        "event_id,provider,code,place,article,title,url,address", event_articles),
    "event_verdicts": ("event_id,provider,code,verdict,page", event_verdicts),
    "access_rights": ("access,name", access_rights),
}


def sort_key(header, row):
    """Event ids, codes and places by value, everything else by its folded text."""
    def part(column, value):
        if column in ("event_id", "place"):
            return (int(value), "")
        if column == "code":
            return (-1 if value == ANY_CODE else int(value, 16), value)
        return (0, value.casefold())
    return [part(column, value) for column, value in zip(header.split(","), row)]


def view_text(name):
    """The text of the file."""
    header, make = VIEWS[name]
    text = io.StringIO()
    text.write(header + "\n")
    csv.writer(text, lineterminator="\n").writerows(
        sorted(make(), key=lambda row: sort_key(header, row)))
    return text.getvalue()


def main():
    stale = []
    for name in VIEWS:
        path = LOOKUPS / ("eventlens_%s.csv" % name)
        text = view_text(name)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path.name)
            if "--check" not in sys.argv[1:]:
                path.write_text(text, encoding="utf-8")
    for name in stale:
        print(name)
    return 1 if stale and "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
