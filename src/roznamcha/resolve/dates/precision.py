"""How exactly a date is known, in the codes of the three conflict data sets.

UCDP GED's `date_prec` goes by the days that the interval spans: 1 one day, 2 two to six days, 3 a week, 4 a month, 5 longer.
ACLED's `time_precision`: 1 the day, 2 within a week, 3 within a month; it does not code what is less exact. GTD sets the day
when it is known and else writes the range in `approxdate` (`iday` 0 before 2012, the midpoint since).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from roznamcha.model import TimeExpression
from roznamcha.resolve.calendar import Day, count_days, parse_day, shift_days

_SPANS: Final = ((0, 1, 1), (5, 2, 2), (6, 3, 2), (30, 4, 3))
"""Longest span in days (last less first), with GED's and ACLED's code."""


@dataclass(frozen=True, slots=True)
class DatePrecision:
    """The precision of one date: GED's 1 to 5, ACLED's 1 to 3 (None: not coded), GTD's day (0 unknown) and approximate date."""

    date_prec: int
    time_precision: int | None
    iday: int
    approxdate: str | None
    middle: str


def precision_of(expression: TimeExpression) -> DatePrecision | None:
    """Give the precision codes of a resolved expression, None when it has no interval.

    >>> from roznamcha.resolve.dates import read_dates
    >>> precision_of(read_dates("in March 2012")[0])
    DatePrecision(date_prec=4, time_precision=3, iday=0, approxdate='2012-03-01/2012-03-31', middle='2012-03-16')
    """
    first, last = parse_day(expression.earliest), parse_day(expression.latest)
    if first is None or last is None:
        return None
    span = count_days(last) - count_days(first)
    ged, acled = next(((ged, acled) for longest, ged, acled in _SPANS if span <= longest), (5, None))
    approximate = None if span == 0 else f"{first}/{last}"
    return DatePrecision(ged, acled, first.day if span == 0 else 0, approximate, str(_middle(first, span)))


def _middle(first: Day, span: int) -> Day:
    return shift_days(first, span // 2)
