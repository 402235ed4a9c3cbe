"""Read the publication date that a container, a page or a line of the text states.

Only whole days are accepted, with the time where it is given, and only in forms that mean one day everywhere:
"02/03/2014" is two days and therefore none. The result is ISO 8601; what cannot be read is unknown, never guessed.
Dates of incidents are none of its business (`resolve/dates`).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

_NAMES = (
    *("january jan", "february feb", "march mar", "april apr", "may", "june jun"),
    *("july jul", "august aug", "september sept sep", "october oct", "november nov", "december dec"),
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)\.?"
_YEAR = r"(?P<year>\d{4})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_ZONE = r"(?P<zone>z|utc|gmt|[+-]\d{2}:?\d{2}|[a-z]{2,4})?"
_CLOCK = (
    r"(?:[t\s,|@–-]*(?:at\s+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    rf"\s*(?P<half>[ap]\.?m\.?)?\s*{_ZONE})?"
)
_FORMS = tuple(
    re.compile(rf"(?:{_WEEKDAY}[,\s]*)?{day}{_CLOCK}", re.IGNORECASE)
    for day in (
        rf"{_YEAR}[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        rf"{_DAY}[\s-]+{_MONTH}[,\s-]+{_YEAR}",
        rf"{_MONTH}[\s-]+{_DAY}[,\s-]+{_YEAR}",
        r"(?P<day>1[3-9]|2\d|3[01])[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})",
        r"(?P<month>\d{1,2})[-/.](?P<day>1[3-9]|2\d|3[01])[-/.](?P<year>\d{4})",
    )
)
_LABEL = re.compile(
    r"(?P<label>(?:first\s+)?published|posted|(?:last\s+)?(?:updated|modified)|publication date|date)?"
    r"\s*(?:on\b|at\b)?\s*[:|]?\s*",
    re.IGNORECASE,
)


def read_published(text: str) -> str | None:
    """Read a stated publication date as an ISO day, or an ISO date and time where the hour is given.

    >>> read_published("Sat, 15 Feb 2014 10:30:00 +0500")
    '2014-02-15T10:30:00+05:00'
    >>> read_published("February 15, 2014"), read_published("02/03/2014"), read_published("2014-02-30")
    ('2014-02-15', None, None)
    """
    plain = text.strip()
    if len(plain) > 80:
        return None
    return next((_iso(match) for form in _FORMS if (match := form.fullmatch(plain))), None)


def _iso(match: re.Match[str]) -> str | None:
    month = match["month"].lower()
    try:
        day = datetime(int(match["year"]), _MONTHS.get(month) or int(month), int(match["day"]), tzinfo=UTC)
    except ValueError:
        return None
    if match["hour"] is None:
        return day.date().isoformat()
    clock = _clock(match)
    return f"{day.date().isoformat()}T{clock}" if clock else day.date().isoformat()


def _clock(match: re.Match[str]) -> str | None:
    hour, half = int(match["hour"]), (match["half"] or "")[:1].lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    minute, second = int(match["minute"]), int(match["second"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return f"{hour:02}:{minute:02}:{second:02}{_zone(match['zone'])}"


def _zone(zone: str | None) -> str:
    """Write the zone as an offset; a letter code other than UTC and GMT is left out, since most mean several zones."""
    if not zone:
        return ""
    if zone.lower() in ("z", "utc", "gmt"):
        return "+00:00"
    if zone[0] not in "+-":
        return ""
    digits = zone[1:].replace(":", "")
    delta = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if delta >= timedelta(hours=24):
        return ""
    return str(datetime(2000, 1, 1, tzinfo=timezone(delta if zone[0] == "+" else -delta)).isoformat()[-6:])


def read_date_line(paragraph: str) -> tuple[str, bool] | None:
    """Read a paragraph that holds a date and nothing else; tell also whether it is that of an update.

    >>> read_date_line("Published: 15 February 2014"), read_date_line("Last updated Feb. 16, 2014 at 9:05 pm")
    (('2014-02-15', False), ('2014-02-16T21:05:00', True))
    """
    if len(paragraph) > 80 or not any(character.isdigit() for character in paragraph):
        return None
    label = _LABEL.match(paragraph)
    rest = paragraph[label.end() :] if label else paragraph
    value = read_published(rest)
    if value is None:
        return None
    word = (label["label"] or "").lower() if label else ""
    return value, "updated" in word or "modified" in word
