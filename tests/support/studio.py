"""Builds Dashboard Studio definitions: what the dashboards of make_dashboards.py
have in common, so that each of them says only what it shows.

The form is the one that Splunk 9.x and 10.x read (a grid without tabs), with
options that have been there for long. Every panel has a title that is a question
or names its answer, a description that says what an empty panel means, and a
drilldown.
"""

import html
import json
import re

WIDTH = 1440
EXPLORER = "/app/eventlens/eventlens_explorer"
SEARCH = "/app/eventlens/search"

# Of the same hue for the same verdict everywhere, readable on light and dark.
VERDICT_COLORS = {
    "attack": "#D41F1F",
    "outage": "#CB6D00",
    "config": "#A87B00",
    "unknown": "#7B56DB",
    "expected": "#3993A0",
    "benign": "#4B8F29",
    "-": "#9B9B9B",  # no failure, so no verdict
}
SERIES_COLORS = ["#7B56DB", "#CB6D00", "#3993A0", "#D41F1F", "#4B8F29", "#A87B00", "#5A6A85", "#B9457F",
                 "#1F77A4", "#8A6D3B", "#9B9B9B"]
BAD, FAIR, GOOD = "#D41F1F", "#CB6D00", "#118832"

# How much room columns need beside each other, in pixels. Dashboard Studio takes
# widths as they are where all columns have one, and guesses badly where some have.
TEXT_WIDTH = 220
WIDTHS = {
    "Answer": 700, "Message": 500, "Address": 260, "About": 150, "Alert": 260, "What to do first": 300, "Note": 300,
    "Provider": 180, "Title": 260, "Meaning": 220, "Host": 130, "Client": 130, "Service": 160, "Sourcetypes": 150, "Row": 220,
    "What is wrong": 420, "Different": 85, "Owner": 75, "Name": 230, "Question": 180, "Field": 200, "Value": 300,
    "Category": 140, "Techniques": 100, "Today's event": 90, "Generation": 140, "Encryption": 170, "Products": 150,
    "Issue": 160, "Issues": 160, "Stanza": 160, "Sourcetype": 130, "Usual delay": 95, "Longest delay": 95, "From": 150, "To": 150,
    "Reported by": 150, "Callers": 130,
    "Account": 120, "Accounts": 80, "Article": 210, "Clients": 75, "Close": 60, "Code": 190, "Confirmed": 90,
    "Count": 70, "Criticality": 85, "Events": 75, "Event": 70, "Failed": 70, "Failures": 80, "Files": 65, "Filtered": 75,
    "First": 150, "Hours": 70, "Id": 70, "Last": 150, "Level": 70, "Lockouts": 80, "Minutes since": 95, "Passes": 70,
    "Per": 75, "Quiet for minutes": 85, "Raised": 150, "Record": 80, "Records": 80, "Sent": 75, "Severity": 85,
    "Skipped": 75, "State": 70, "Status": 90, "Take": 55, "Threshold": 80, "Tickets": 75, "Time": 150, "Times": 65,
    "Verdict": 85, "Within minutes": 80,
}
PADDING = 32  # of a panel, left and right
# What is too long for a line is cut; the whole of it is behind the click.
CUT = {"Article", "Address"}


def link(url, fields=None, new_tab=False):
    """A drilldown that opens `url`; in a table only from `fields`."""
    options = {"url": url, "newTab": new_tab}
    if fields:
        options["fields"] = fields
    return {"type": "drilldown.customUrl", "options": options}


def to_explorer(fields=None, **tokens):
    """A drilldown to the event explorer over the same time, which sets `tokens`
    there: name to a value of the click, such as "$row.Code.value|u$"."""
    parts = ["form.global_time.earliest=$global_time.earliest|u$",
             "form.global_time.latest=$global_time.latest|u$"]
    parts += ["form.%s=%s" % pair for pair in tokens.items()]
    return link(EXPLORER + "?" + "&".join(parts), fields)


def to_page(column):
    """A drilldown that opens the address in a table's column."""
    return link("$row.%s.value|n$" % column, fields=[column], new_tab=True)


def set_tokens(fields=None, **tokens):
    """A drilldown that sets tokens of this dashboard, name to key of the click."""
    options = {"tokens": [{"token": name, "key": key} for name, key in tokens.items()]}
    if fields:
        options["fields"] = fields
    return {"type": "drilldown.setToken", "options": options}


class Dashboard:
    """One dashboard; text() is the file."""

    def __init__(self, name, label, description):
        self.name = name
        self.label = label
        self._description = description
        self._sources = {}
        self._panels = {}
        self._inputs = {}
        self._structure = []
        self._bottom = 0
        self._time_input("-24h@h")

    # Inputs

    def _time_input(self, earliest):
        self._inputs["input_time"] = {
            "type": "input.timerange", "title": "Time range",
            "options": {"token": "global_time", "defaultValue": earliest + ",now"}}

    def time_range(self, earliest):
        """The range that is chosen at first, up to now."""
        self._time_input(earliest)

    def text_input(self, token, title, default="*"):
        self._inputs["input_" + token] = {
            "type": "input.text", "title": title,
            "options": {"token": token, "defaultValue": default}}

    def choice_input(self, token, title, choices, default="*"):
        """`choices`: (label, value) pairs."""
        self._inputs["input_" + token] = {
            "type": "input.dropdown", "title": title,
            "options": {"token": token, "defaultValue": default,
                        "items": [{"label": label, "value": value} for label, value in choices]}}

    def search_input(self, token, title, query):
        """A dropdown with what `query` gives in its columns label and value, and
        "All" in front."""
        source = self.search("ds_choices_" + token, query)
        series = '>primary | seriesByName("%s") | renameSeries("%s") | formatByType(formattedConfig)'
        self._inputs["input_" + token] = {
            "type": "input.dropdown", "title": title,
            "options": {"token": token, "defaultValue": "*",
                        "items": ">frame(label, value) | prepend(formattedStatics) | objects()"},
            "context": {"formattedConfig": {"number": {"prefix": ""}},
                        "formattedStatics": ">statics | formatByType(formattedConfig)",
                        "statics": [["All"], ["*"]],
                        "label": series % ("label", "label"),
                        "value": series % ("value", "value")},
            "dataSources": {"primary": source}}

    # Searches

    def search(self, source, query, earliest=None, latest=None):
        """A search over the dashboard's time range, or its own. Its id."""
        options = {"query": one_line(query)}
        if earliest:
            options["queryParameters"] = {"earliest": earliest, "latest": latest or "now"}
        self._sources[source] = {"type": "ds.search", "name": source, "options": options}
        return source

    def chain(self, source, base, query):
        """What goes on from the result of another search. Its id."""
        self._sources[source] = {"type": "ds.chain", "name": source,
                                 "options": {"extend": base, "query": one_line(query)}}
        return source

    # Panels; each returns its id for row()

    def _panel(self, kind, title, description, source=None, options=None, context=None, drilldown=None):
        panel = "viz_%d" % (len(self._panels) + 1)
        made = {"type": "splunk." + kind, "title": title, "description": description}
        if source:
            made["dataSources"] = {"primary": source}
        made["options"] = options or {}
        if context:
            made["context"] = context
        if drilldown:
            made["eventHandlers"] = drilldown if isinstance(drilldown, list) else [drilldown]
        self._panels[panel] = made
        return panel

    def number(self, title, description, source, drilldown, bounds=None, unit=None):
        """One number: the first row's first column. `bounds`: (from, color)
        pairs, ascending; below the first it is good."""
        options = {"majorValue": '> primary | seriesByIndex(0) | firstPoint()'}
        if unit:
            options["unit"] = unit
        context = None
        if bounds:
            options["majorColor"] = "> majorValue | rangeValue(bounds)"
            edges = [edge for edge, _ in bounds]
            context = {"bounds": [{"to": edges[0], "value": GOOD}]}
            for (edge, color), end in zip(bounds, edges[1:] + [None]):
                context["bounds"].append({"from": edge, "value": color, **({"to": end} if end else {})})
        return self._panel("singlevalue", title, description, source, options, context, drilldown)

    def table(self, title, description, source, drilldown, rows=10, widths=None, verdict=None):
        """A table. `verdict` names the column that gets the colors of verdicts."""
        options = {"count": rows, "showInternalFields": False, "fontSize": "small"}
        formats = {}
        for column in self._columns(source):
            width = (widths or {}).get(column, WIDTHS.get(column, TEXT_WIDTH))
            formats[column] = {"width": max(width, header_width(column)),
                               **({"textOverflow": "ellipsis"} if column in CUT else {})}
        context = None
        if verdict:
            formats.setdefault(verdict, {})["rowColors"] = \
                '> table | seriesByName("%s") | matchValue(verdictColors)' % verdict
            context = {"verdictColors": [{"match": name, "value": color}
                                         for name, color in VERDICT_COLORS.items()]}
        if formats:
            options["columnFormat"] = formats
        return self._panel("table", title, description, source, options, context, drilldown)

    def _columns(self, source):
        """The columns of the query's last table command."""
        listed = re.findall(r"\| table ([^|]+)", self._sources[source]["options"]["query"])
        return [name.strip().strip('"') for name in listed[-1].split(",")] if listed else []

    def chart(self, kind, title, description, source, drilldown, stacked=False, colors=None,
              legend="right", unit=None):
        """A column, bar, line or area chart: the first column is x."""
        options = {"legendDisplay": legend, "xAxisTitleVisibility": "hide",
                   "yAxisTitleVisibility": "show" if unit else "hide",
                   "seriesColors": SERIES_COLORS}
        if unit:
            options["yAxisTitleText"] = unit
        if stacked:
            options["stackMode"] = "stacked"
        if colors:
            options["seriesColorsByField"] = colors
        return self._panel(kind, title, description, source, options, drilldown=drilldown)

    def pie(self, title, description, source, drilldown, colors=None):
        options = {"showDonutHole": True, "labelDisplay": "values", "seriesColors": SERIES_COLORS}
        if colors:
            options["seriesColorsByField"] = colors
        return self._panel("pie", title, description, source, options, drilldown=drilldown)

    def text(self, title, markdown):
        return self._panel("markdown", title, "", options={"markdown": markdown})

    # Layout

    def row(self, height, *panels):
        """Panels beside each other; one is an id, or (id, share of the width)."""
        shares = [panel if isinstance(panel, tuple) else (panel, 1) for panel in panels]
        whole = sum(share for _, share in shares)
        left = 0
        for panel, share in shares:
            width = WIDTH * share // whole
            fill(self._panels[panel]["options"].get("columnFormat", {}).values(), width - PADDING)
            self._structure.append({"item": panel, "type": "block", "position": {
                "x": left, "y": self._bottom, "w": width, "h": height}})
            left += width
        self._bottom += height

    def definition(self):
        return {
            "title": self.label,
            "description": self._description,
            "visualizations": self._panels,
            "dataSources": self._sources,
            "inputs": self._inputs,
            "defaults": {"dataSources": {"ds.search": {"options": {"queryParameters": {
                "earliest": "$global_time.earliest$", "latest": "$global_time.latest$"}}}}},
            "layout": {"type": "grid", "globalInputs": list(self._inputs),
                       "options": {"width": WIDTH, "gutterSize": 8, "submitButton": False},
                       "structure": self._structure},
        }

    def text_of_file(self):
        definition = json.dumps(self.definition(), indent=2, ensure_ascii=True)
        if "]]>" in definition:
            raise ValueError("%s: ]]> would end the definition" % self.name)
        return (
            '<dashboard version="2" theme="light">\n'
            "  <label>%s</label>\n  <description>%s</description>\n"
            "  <definition><![CDATA[\n%s\n  ]]></definition>\n</dashboard>\n"
            % (html.escape(self.label), html.escape(self._description), definition))


def header_width(column):
    """So much room a column's name needs, beside the sign for sorting."""
    return 9 * max(len(word) for word in column.split()) + 36


def fill(formats, room):
    """Widens columns so that they take all of the room together."""
    wanted = sum(form["width"] for form in formats)
    for form in formats:
        form["width"] = max(form["width"], form["width"] * room // wanted)


def one_line(query):
    """A query that was written over several lines."""
    return " ".join(query.split())
