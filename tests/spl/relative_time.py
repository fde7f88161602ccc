"""Times as searches write them: -24h@h, @d, now, seconds since 1970 or
MM/DD/YYYY:hh:mm:ss. Everything is in UTC, as a test's Splunk would be set.
"""

import datetime
import functools
import re

from language import SplError

UTC = datetime.timezone.utc
UNITS = {
    "s": "s sec secs second seconds", "m": "m min mins minute minutes",
    "h": "h hr hrs hour hours", "d": "d day days", "w": "w week weeks",
    "mon": "mon month months", "q": "q qtr qtrs quarter quarters",
    "y": "y yr yrs year years",
}
UNIT_OF = {word: unit for unit, words in UNITS.items() for word in words.split()}
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
MONTHS = {"mon": 1, "q": 3, "y": 12}
STEP = re.compile(r"([+-]\d*)([a-z]+)|@([a-z]+)([0-7]?)")


def resolve(text, now):
    """Seconds since 1970 of a time modifier; None where it says no time."""
    text = str(text).strip()
    if text == "":
        return None
    if text in ("now", "now()"):
        return now
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    absolute = re.fullmatch(r"(\d+)/(\d+)/(\d{4}):(\d+):(\d+):(\d+)", text)
    if absolute:
        month, day, year, hour, minute, second = map(int, absolute.groups())
        return datetime.datetime(year, month, day, hour, minute, second, tzinfo=UTC).timestamp()
    return moved(now, text, now)


def moved(time, modifier, now=None):
    """`time` after the steps of a modifier such as -1d@d+2h."""
    if modifier in ("now", "now()"):
        return now
    for kind, count, unit in _steps(modifier):
        time = _snapped(time, unit, count) if kind == "@" else _added(time, count, unit)
    return time


@functools.lru_cache(maxsize=None)
def _steps(modifier):
    steps, at = [], 0
    while at < len(modifier):
        found = STEP.match(modifier, at)
        word = found and (found.group(2) or found.group(3))
        if not found or (word not in UNIT_OF) or (found.group(4) and UNIT_OF[word] != "w"):
            raise SplError("no time modifier: %s" % modifier)
        if found.group(2):
            count = found.group(1)
            steps.append(("+", int(count + "1" if count in "+-" else count), UNIT_OF[word]))
        else:
            steps.append(("@", int(found.group(4) or 0) % 7, UNIT_OF[word]))
        at = found.end()
    if not steps:
        raise SplError("no time modifier: %r" % modifier)
    return tuple(steps)


def span(text):
    """(count, unit) of a span such as 1h, 30s or 1mon; ("number", n) of a bare
    number."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([a-z]*)", text)
    if found and not found.group(2):
        return float(found.group(1)) if "." in text else int(found.group(1)), None
    if not found or found.group(2) not in UNIT_OF or "." in text or int(found.group(1)) == 0:
        raise SplError("no span: %s" % text)
    return int(found.group(1)), UNIT_OF[found.group(2)]


def floor(time, count, unit):
    """The beginning of the span that `time` lies in. Days begin at midnight,
    weeks count from the first Thursday of 1970: Splunk documents neither what
    several weeks or months are counted from."""
    if unit in SECONDS:
        step = count * SECONDS[unit]
        return int(time // step * step)
    moment = datetime.datetime.fromtimestamp(time, UTC)
    months = (moment.year * 12 + moment.month - 1) // (count * MONTHS[unit]) * count * MONTHS[unit]
    return int(datetime.datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC).timestamp())


def next_span(time, count, unit):
    """The beginning of the span after the one that begins at `time`."""
    return time + count * SECONDS[unit] if unit in SECONDS else int(_added(time, count, unit))


def _added(time, count, unit):
    if unit in SECONDS:
        return time + count * SECONDS[unit]
    moment = datetime.datetime.fromtimestamp(time, UTC)
    months = moment.year * 12 + moment.month - 1 + count * MONTHS[unit]
    year, month = months // 12, months % 12 + 1
    for day in (moment.day, 30, 29, 28):
        try:
            return moment.replace(year=year, month=month, day=day).timestamp()
        except ValueError:
            continue  # the month is shorter
    raise AssertionError("every month has 28 days")


def _snapped(time, unit, weekday):
    moment = datetime.datetime.fromtimestamp(time, UTC)
    if unit in ("s", "m", "h"):
        return int(time // SECONDS[unit] * SECONDS[unit])
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit == "w":
        midnight -= datetime.timedelta(days=(midnight.isoweekday() - weekday) % 7)
    elif unit != "d":
        month = {"mon": midnight.month, "q": (midnight.month - 1) // 3 * 3 + 1, "y": 1}[unit]
        midnight = midnight.replace(day=1, month=month)
    return int(midnight.timestamp())
