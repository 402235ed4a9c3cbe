"""Lengths of time as TIMEX3 writes them."""

from __future__ import annotations

from typing import Final

_CODES: Final = {
    "second": ("T", "S", 1),
    "minute": ("T", "M", 1),
    "hour": ("T", "H", 1),
    "day": ("", "D", 1),
    "night": ("", "D", 1),
    "weekend": ("", "D", 2),
    "week": ("", "W", 1),
    "fortnight": ("", "W", 2),
    "month": ("", "M", 1),
    "quarter": ("", "M", 3),
    "half": ("", "M", 6),
    "year": ("", "Y", 1),
    "decade": ("", "Y", 10),
    "century": ("", "Y", 100),
    "millennium": ("", "Y", 1000),
}
"""For each unit: the mark of a time within the day, the letter, and how many of the letter's units make it up."""
_SMALLER: Final = {"Y": (12, "M"), "H": (60, "M"), "M": (60, "S")}
"""The unit that takes up a fraction, and how many of it make one: ISO 8601 lets only the last unit be broken."""


def duration_value(unit: str, count: float | None) -> str:
    """Write a length as TIMEX3 does, X for an unknown count.

    >>> duration_value("decade", 2), duration_value("hour", None), duration_value("hour", 5.5)
    ('P20Y', 'PTXH', 'PT5H30M')
    """
    time, code, factor = _CODES[unit]
    if count is None:
        return f"P{time}X{code}"
    whole = count * factor
    if whole % 1 and code in _SMALLER and (code != "M" or time):
        parts, smaller = _SMALLER[code]
        rest = f"{round(whole % 1 * parts):g}{smaller}"
        return f"P{time}{int(whole)}{code}{rest}" if whole >= 1 else f"P{time}{rest}"
    return f"P{time}{whole:g}{code}"


_PER_YEAR: Final = {"Y": 1, "M": 12, "W": 52, "D": 365, "H": 8760, "S": 31_536_000}
_LONGEST: Final = 5000
"""Years: what is longer may lead out of the years of four digits, which is all that dates are written for."""


def leaves_calendar(unit: str, count: float) -> bool:
    """Tell whether so many units lead out of the years that dates are written for.

    >>> leaves_calendar("year", 262016), leaves_calendar("day", 262016)
    (True, False)
    """
    time, code, factor = _CODES[unit]
    per_year = 525_600 if time and code == "M" else _PER_YEAR[code]
    return abs(count) * factor > _LONGEST * per_year
