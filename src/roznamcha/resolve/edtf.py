"""Check that a string is EDTF (ISO 8601-2, the levels that Roznamcha writes) and give the days that it spans.

Written here rather than taken from the package `edtf`, which pulls a date guesser that invents values. Levels: dates, months,
years, seasons (21 to 24), unspecified digits ("XXXX-10-19", "19XX"), "~" and "?", open and closed intervals, negative years.
"""

from __future__ import annotations

import re
from typing import Final

from roznamcha.resolve.calendar import Day, month_length

_DATE: Final = re.compile(r"(-?(?:\d{4}|\d{3}X|\d{2}XX|XXXX))(?:-(\d{2})(?:-(\d{2}))?)?[~?%]?")
Bounds = tuple[Day | None, Day | None]


def parse_edtf(text: str) -> Bounds:
    """Give the first and last day of an EDTF string, None where it is open or the year is not told.

    Raises ValueError when `text` is not EDTF.

    >>> [str(day) for day in parse_edtf("2014-02/2014-03-05")]
    ['2014-02-01', '2014-03-05']
    """
    start, slash, end = text.partition("/")
    if not slash:
        return _parse_date(start)
    if start in ("", "..") and end in ("", ".."):
        raise ValueError(f"{text!r} is open at both ends")
    first = None if start in ("", "..") else _parse_date(start)[0]
    last = None if end in ("", "..") else _parse_date(end)[1]
    if first and last and last < first:
        raise ValueError(f"{text!r} ends before it begins")
    return first, last


def _parse_date(text: str) -> Bounds:
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not EDTF")
    year, month, day = match.groups()
    low, high = (None, None) if year.endswith("XXXX") else (int(year.replace("X", "0")), int(year.replace("X", "9")))
    if month is None:
        return _year_span(low, high)
    number = int(month)
    if 21 <= number <= 24 and day is None:
        return (None, None) if low is None else (Day(low, 3 * (number - 20), 1), _season_end(low, number))
    if not 1 <= number <= 12:
        raise ValueError(f"{text!r} has no month {month}")
    if day is None:
        return (None, None) if low is None else (Day(low, number, 1), Day(low, number, month_length(low, number)))
    if not 1 <= int(day) <= month_length(low, number):
        raise ValueError(f"{text!r} has no day {day}")
    return (None, None) if low is None else (Day(low, number, int(day)),) * 2


def _year_span(low: int | None, high: int | None) -> Bounds:
    return (None, None) if low is None or high is None else (Day(low, 1, 1), Day(high, 12, 31))


def _season_end(year: int, number: int) -> Day:
    year, month = (year + 1, 2) if number == 24 else (year, 3 * (number - 20) + 2)
    return Day(year, month, month_length(year, month))
