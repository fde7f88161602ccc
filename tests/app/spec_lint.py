"""Finds settings in conf files that Splunk does not know, in stanzas where it does not
know them, and values of the wrong kind. Splunk itself ignores these without a word.

spec_settings.json has the facts: for each file and kind of stanza the names, by the kind
of their values. A `*` in a name stands for any text. A kind is one of FORMS below, or
several words of which one must stand there.
"""

import difflib
import json
import pathlib
import re
import xml.etree.ElementTree as ElementTree

from conf_reader import Conf
from functions import to_python_regex

FACTS = json.loads((pathlib.Path(__file__).parent / "spec_settings.json")
                   .read_text(encoding="utf-8"))

UNIT = r"(?:s|sec|secs|m|min|mins|h|hr|hrs|d|day|days|w|week|weeks|mon|month|months|q|qtr|y|yr|yrs)"
SNAP = r"@(?:s|m|h|d|w[0-7]?|mon|q|y|hour|day|week|month|year)"
ROLES = r"\[ (?:\*|[a-z_]+(?:, [a-z_]+)*) \]"
CRON = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))


def is_regex(value):
    try:
        re.compile(to_python_regex(value))
    except (re.error, ValueError):
        return False
    return True


def is_json(value):
    try:
        json.loads(value)
    except ValueError:
        return False
    return True


def is_cron(value):
    fields = value.split(" ")
    return len(fields) == len(CRON) and all(
        _is_cron_field(field, *limits) for field, limits in zip(fields, CRON))


def _is_cron_field(field, lowest, highest):
    for part in field.split(","):
        found = re.fullmatch(r"(?:\*|(\d+)(?:-(\d+))?)(?:/([1-9]\d*))?", part)
        if not found:
            return False
        numbers = [int(number) for number in found.groups()[:2] if number]
        if any(not lowest <= number <= highest for number in numbers) or \
                numbers != sorted(numbers):
            return False
    return True


def pattern(text):
    return lambda value: re.fullmatch(text, value) is not None


FORMS = {
    "text": lambda value: value.strip() != "",
    "boolean": pattern(r"[01]|true|false"),
    "integer": pattern(r"-?\d+"),
    "unsigned": pattern(r"\d+"),
    "number": pattern(r"-?\d+(?:\.\d+)?"),
    "regex": is_regex,
    "json": is_json,
    "cron": is_cron,
    "duration": pattern(r"\d+" + UNIT),
    "time": pattern(r"now|rt(?:now)?|\d+(?:\.\d+)?|(?:rt)?(?:[-+]\d*%s)?(?:%s)?(?:[-+]\d*%s)?"
                    % (UNIT, SNAP, UNIT)),
    "access": pattern(r"read : %s, write : %s" % (ROLES, ROLES)),
}


def is_of(form, value):
    """Whether the value is of that kind, or one of several words; `<kind>` among words
    stands for any of that kind."""
    if form in FORMS:
        return FORMS[form](value)
    return any(FORMS[one[1:-1]](value) if one.startswith("<") else value == one
               for one in form.split("|"))


# What a kind of value is called in a message.
ACCEPTED = {"boolean": "0, 1, true or false", "access": "read : [ <roles> ], write : [ <roles> ]",
            "time": "now, a number, or as -1d@d", "duration": "as 5m",
            "text": "anything but nothing"}


def lint(name, conf, own=None):
    """What is wrong in the conf file `conf` of that name, as texts. `own` has the settings
    of the app's own input: {name: form}."""
    problems = list(conf.problems)
    if name not in FACTS:
        return problems + ["%s: no file whose settings are known; known: %s" % (
            name, ", ".join(sorted(set(FACTS) - {"source"})))]
    for stanza, settings in conf.stanzas:
        place = "%s: [%s]" % (name, stanza)
        kind = KINDS.get(name, _only_kind)(name, stanza, dict(settings))
        if kind not in FACTS[name]:
            problems.append("%s is no stanza of a known kind; accepted: %s" % (place, kind))
            continue
        known = _known(name, kind, own or {})
        for key, value in settings:
            problems += _problems_of_setting(place, known, key, value)
    return problems


def own_settings(spec):
    """{name: form} of the input's spec file."""
    form = {"<boolean>": "boolean"}
    text = pathlib.Path(spec).read_text(encoding="utf-8")
    return {name: form.get(value, value if re.fullmatch(r"\w+(\|\w+)+", value) else "text")
            for name, value in re.findall(r"^(\w+) = (\S.*)$", text, re.M)}


def _known(name, kind, own):
    known = {key: form for form, keys in FACTS[name][kind].items() for key in keys}
    return {**known, **own} if name == "inputs.conf" else known


def _problems_of_setting(place, known, key, value):
    form = known.get(key)
    if form is None:
        # Of several patterns the longest says most.
        fitting = [one for one in known if "*" in one and re.fullmatch(
            ".+".join(map(re.escape, one.split("*"))), key)]
        form = known[max(fitting, key=len)] if fitting else None
    if form is None:
        close = difflib.get_close_matches(key, known, 1)
        yield "%s %s is no setting there%s" % (
            place, key, "; is it %s?" % close[0] if close else "")
    elif not is_of(form, value):
        yield "%s %s = %s; accepted: %s" % (
            place, key, value, ACCEPTED.get(form, form.replace("|", ", ")))


# --- kinds of stanzas: the kind, or what is accepted ---------------------------------


def _only_kind(name, stanza, _):
    return next(iter(FACTS[name])) if stanza and stanza != "default" else "a name"


def _of_app(name, stanza, _):
    return stanza if stanza in FACTS[name] else ", ".join(FACTS[name])


def _of_inputs(_name, stanza, _):
    if stanza == "eventlens":
        return "scheme"
    return "modular input" if stanza.startswith("eventlens://") else "eventlens, eventlens://<name>"


def _of_macros(_name, stanza, settings):
    # The number of arguments stands in the name.
    arguments = [one.strip() for one in settings.get("args", "").split(",") if one.strip()]
    count = "(%d)" % len(arguments) if arguments else ""
    good = re.fullmatch(r"\w+" + re.escape(count), stanza) and \
        len(set(arguments)) == len(arguments) and "definition" in settings
    return "macro" if good else "<name>%s with a definition, as args says" % count


def _of_tags(_name, stanza, _):
    return "field=value" if re.fullmatch(r"\w+=[^=\[\]]+", stanza) else "<field>=<value>"


def _of_transforms(_name, stanza, settings):
    if stanza in ("", "default"):
        return "a name"
    return "lookup" if {"filename", "collection", "external_type"} & set(settings) else "extraction"


def _of_metadata(_name, stanza, _):
    kinds = {"", "views", "nav", "lookups"} | {
        one.removesuffix(".conf") for one in FACTS if one.endswith(".conf")}
    return "objects" if stanza.partition("/")[0] in kinds else ", ".join(sorted(kinds))


KINDS = {
    "app.conf": _of_app, "default.meta": _of_metadata, "inputs.conf": _of_inputs,
    "macros.conf": _of_macros, "tags.conf": _of_tags, "transforms.conf": _of_transforms,
}

# --- the navigation ------------------------------------------------------------------

NAVIGATION = {
    "nav": {"search_view", "color"}, "collection": {"label"}, "a": {"href"}, "divider": set(),
    "view": {"name", "default", "source", "match"},
    "saved": {"name", "source", "match", "view"},
}
# Views that every Splunk has.
VIEWS = {"search", "alerts", "dashboards", "reports", "datasets", "analytics_workspace"}


def lint_navigation(text, views, searches):
    """What is wrong in default.xml, which may name these views and saved searches."""
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        return ["nav: %s" % error]
    problems = [] if root.tag == "nav" else ["nav: the outermost element is %s" % root.tag]
    for element in root.iter():
        if element.tag not in NAVIGATION:
            problems.append("nav: <%s> is no element there; accepted: %s" % (
                element.tag, ", ".join(sorted(NAVIGATION))))
            continue
        for attribute in sorted(set(element.attrib) - NAVIGATION[element.tag]):
            problems.append("nav: <%s> has no attribute %s" % (element.tag, attribute))
        known = {"view": VIEWS | set(views), "saved": set(searches)}.get(element.tag)
        if known is not None and "name" in element.attrib and element.get("name") not in known:
            problems.append("nav: there is no %s %s" % (element.tag, element.get("name")))
    if sum(view.get("default") == "true" for view in root.iter("view")) != 1:
        problems.append("nav: not one view is the default")
    return problems


def lint_app(app):
    """Everything that is wrong in the conf files of the unpacked app."""
    app = pathlib.Path(app)
    spec = app / "README/inputs.conf.spec"
    own = own_settings(spec) if spec.exists() else {}
    problems = lint("default.meta", Conf(app / "metadata/default.meta"))
    for path in sorted((app / "default").glob("*.conf")):
        problems += lint(path.name, Conf(path), own)
    navigation = app / "default/data/ui/nav/default.xml"
    if navigation.exists():
        problems += lint_navigation(
            navigation.read_text(encoding="utf-8"),
            [path.stem for path in app.glob("default/data/ui/views/*.xml")],
            Conf(app / "default/savedsearches.conf").names())
    return problems
