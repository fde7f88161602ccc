"""strftime and strptime of eval: the marks of C and Splunk's own for parts of a
second. Times are in UTC.
"""

import datetime
import functools
import re

from language import SplError

UTC = datetime.timezone.utc
MARK = re.compile(r"%(\d?[NQ]|.)", re.S)
ALIASES = {"F": "%Y-%m-%d", "T": "%H:%M:%S", "R": "%H:%M", "D": "%m/%d/%y", "+": "%c"}
WRITTEN_BY_PYTHON = set("aAbBcdHIjmMpSUwWxXyYzZ%")

# How each mark is read: a pattern and the mark that Python reads it with.
READ = {"Y": r"\d{4}", "m": r"\d{1,2}", "d": r"\d{1,2}", "e": r"\s?\d{1,2}", "H": r"\d{1,2}",
        "I": r"\d{1,2}", "M": r"\d{1,2}", "S": r"\d{1,2}", "y": r"\d{2}", "p": r"[AaPp][Mm]",
        "b": r"[A-Za-z]{3}", "B": r"[A-Za-z]+", "a": r"[A-Za-z]{3}", "A": r"[A-Za-z]+",
        "j": r"\d{1,3}", "z": r"[+-]\d{2}:?\d{2}|Z", "Z": r"[A-Z]{1,4}", "s": r"\d+",
        "f": r"\d{1,6}"}


def written(time, form):
    moment = datetime.datetime.fromtimestamp(time, UTC)

    def part(found):
        mark = found.group(1)
        if mark[-1] in "NQ":
            digits = int(mark[0]) if len(mark) == 2 else 3
            return ("%06d000" % moment.microsecond)[:digits]
        if mark in ALIASES:
            return written(time, ALIASES[mark])
        special = {"s": str(int(time // 1)), "e": "%2d" % moment.day, "k": "%2d" % moment.hour,
                   "f": "%06d" % moment.microsecond, "l": "%2d" % (moment.hour % 12 or 12),
                   "n": "\n", "t": "\t"}.get(mark)
        if special is not None:
            return special
        return moment.strftime("%" + mark) if mark in WRITTEN_BY_PYTHON else found.group()
    return MARK.sub(part, form)


def read(text, form):
    """Seconds since 1970, or None where the text is of another form. Behind what
    the form says anything may follow."""
    pattern, marks = _pattern(form)
    found = pattern.match(text)
    if not found:
        return None
    fraction, pieces = 0.0, []
    for index, mark in enumerate(marks):
        piece = found.group(index + 1).strip()
        if mark == "s":
            return int(piece)
        if mark == "N":
            fraction = float("0." + piece)
        elif mark == "z":
            pieces.append(("%z", "+0000" if piece == "Z" else piece))
        elif mark not in "Z":
            pieces.append(("%" + ("d" if mark == "e" else mark), piece))
    try:
        moment = datetime.datetime.strptime(" ".join(piece for _, piece in pieces),
                                            " ".join(mark for mark, _ in pieces))
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    seconds = moment.timestamp() + fraction
    return int(seconds) if seconds.is_integer() else seconds


@functools.lru_cache(maxsize=None)
def _pattern(form):
    for mark, meaning in ALIASES.items():
        form = form.replace("%" + mark, meaning)
    marks, parts, at = [], [], 0
    for found in MARK.finditer(form):
        mark = found.group(1)
        parts.append(re.sub(r"(?:\\?\s)+", r"\\s+", re.escape(form[at:found.start()])))
        at = found.end()
        if mark == "%":
            parts.append("%")
        elif mark[-1] in "NQ":
            parts.append(r"(\d{1,9})")
            marks.append("N")
        elif mark in READ:
            parts.append("(" + READ[mark] + ")")
            marks.append(mark)
        else:
            raise SplError("strptime knows no %%%s" % mark)
    return re.compile("".join(parts) + re.escape(form[at:])), marks
