"""Days and calendar units as plain numbers: counting, shifting, and the first and last day that a unit spans.

Own arithmetic and not `datetime`, since histories speak of years before 1 AD (year 0 is 1 BC, as in ISO 8601) and dates in
reports may lack the year. Days are counted from 1970-01-01 by the algorithms of Howard Hinnant ("chrono-compatible low-level
date algorithms"); weeks are those of ISO 8601, Monday first.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple


class Day(NamedTuple):
    """A day of the proleptic Gregorian calendar."""

    year: int
    month: int
    day: int

    def __str__(self) -> str:
        year = f"{self.year:04d}" if self.year >= 0 else f"-{-self.year:04d}"
        return f"{year}-{self.month:02d}-{self.day:02d}"


MONTH_LENGTHS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_ISO_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def parse_day(text: str | None) -> Day | None:
    """Read the day of an ISO date or date-time; None when there is none.

    >>> parse_day("2014-02-15T09:00")
    Day(year=2014, month=2, day=15)
    """
    match = _ISO_DAY.match(text or "")
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups())
    return Day(year, month, day) if 1 <= month <= 12 and 1 <= day <= month_length(year, month) else None


def is_leap(year: int) -> bool:
    """Tell whether February has 29 days."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int | None, month: int) -> int:
    """Count the days of a month; February has 29 when the year is not known."""
    return 28 if month == 2 and year is not None and not is_leap(year) else MONTH_LENGTHS[month - 1]


def count_days(day: Day) -> int:
    """Number a day from 1970-01-01, which is 0."""
    year = day.year - (day.month <= 2)
    era = year // 400
    of_era = year - era * 400
    of_year = (153 * (day.month + (-3 if day.month > 2 else 9)) + 2) // 5 + day.day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468


def day_of(number: int) -> Day:
    """Give the day with that number.

    >>> str(day_of(count_days(Day(-489, 8, 12)) + 20))
    '-0489-09-01'
    """
    shifted = number + 719468
    era, of_era = divmod(shifted, 146097)
    year_of_era = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted_month = (5 * of_year + 2) // 153
    month = shifted_month + (3 if shifted_month < 10 else -9)
    return Day(year_of_era + era * 400 + (month <= 2), month, of_year - (153 * shifted_month + 2) // 5 + 1)


def shift_days(day: Day, days: int) -> Day:
    """Go `days` forward, or back when negative."""
    return day_of(count_days(day) + days)


def shift_months(day: Day, months: int) -> Day:
    """Go whole months forward or back, to the same day of the month or its last."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return Day(year, month, min(day.day, month_length(year, month)))


def weekday_of(day: Day) -> int:
    """Give the weekday, Monday 1 to Sunday 7."""
    return (count_days(day) + 3) % 7 + 1


def week_of(day: Day) -> tuple[int, int]:
    """Give ISO year and week.

    >>> week_of(Day(1989, 11, 2))
    (1989, 44)
    """
    thursday = shift_days(day, 4 - weekday_of(day))
    return thursday.year, (count_days(thursday) - count_days(Day(thursday.year, 1, 1))) // 7 + 1


def week_start(year: int, week: int) -> Day:
    """Give the Monday of an ISO week."""
    fourth = Day(year, 1, 4)
    return shift_days(fourth, 1 - weekday_of(fourth) + 7 * (week - 1))
