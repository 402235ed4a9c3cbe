"""A point on the calendar as coarse as the words that name it: a day, a month, a season, a quarter, a century.

One type for all of them, so that the grammar may say "spring 1943" and "the night of 12 May" in the same way and the resolver
may fill in what the words leave out (the year, most of all). Gives the three notations in use: EDTF, TIMEX3 and the interval.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from roznamcha.resolve.calendar import Day, count_days, day_of, month_length, shift_days, shift_months, week_of, week_start

UNITS: Final = ("century", "decade", "year", "half", "quarter", "season", "month", "week", "weekend", "day")
"""The units from coarse to fine."""
SEASONS: Final = ("SP", "SU", "FA", "WI")
_SEASON_MONTHS: Final = (3, 6, 9, 12)


@dataclass(frozen=True, slots=True)
class Point:
    """A calendar unit. `year` is None when it is not told; `number` is the month, season (0 to 3), quarter, half or ISO week.

    The year of a decade or century is its first; BC years count down from 0, which is 1 BC.
    """

    unit: str
    year: int | None
    number: int = 0
    day: int = 0

    def with_year(self, year: int | None) -> Point:
        """Give the same point in another year."""
        return replace(self, year=year)

    @property
    def first(self) -> Day:
        """The first day; raises ValueError when the year is unknown."""
        return self._bounds()[0]

    @property
    def last(self) -> Day:
        """The last day; raises ValueError when the year is unknown."""
        return self._bounds()[1]

    def _bounds(self) -> tuple[Day, Day]:
        if self.year is None:
            raise ValueError(f"{self} has no year")
        return _BOUNDS[self.unit](self, self.year)

    @property
    def edtf(self) -> str | None:
        """EDTF; None for what it cannot say without a year."""
        return _edtf(self)

    @property
    def timex(self) -> str:
        """The value of a TIMEX3."""
        return _timex(self)


def day_point(day: Day) -> Point:
    """Make the point of one day."""
    return Point("day", day.year, day.month, day.day)


def unit_at(day: Day, unit: str) -> Point:
    """Give the unit that holds a day.

    >>> unit_at(Day(1989, 11, 2), "quarter").timex
    '1989-Q4'
    """
    if unit == "day":
        return day_point(day)
    if unit in ("week", "weekend"):
        year, week = week_of(day)
        return Point(unit, year, week)
    if unit == "season":
        return Point("season", day.year - (day.month < 3), (day.month // 3 + 3) % 4)
    number = {"month": day.month, "quarter": (day.month + 2) // 3, "half": 1 if day.month < 7 else 2}.get(unit, 0)
    step = {"decade": 10, "century": 100}.get(unit, 1)
    return Point(unit, day.year // step * step, number)


def shift(point: Point, unit: str, count: float) -> Point:
    """Go `count` units from a point; the result is as coarse as `unit`, or as the point where that is coarser.

    >>> shift(Point("month", 2014, 2), "year", -1).timex
    '2013-02'
    """
    whole = int(count)
    if unit in ("day", "night", "hour", "minute"):
        return day_point(shift_days(point.first, round(count)))
    if unit in ("week", "weekend", "fortnight"):
        days = round(7 * count) * (2 if unit == "fortnight" else 1)
        moved = shift_days(point.first, days)
        return day_point(moved) if point.unit == "day" else unit_at(moved, "week")
    months = {"month": 1, "quarter": 3, "half": 6, "season": 3, "year": 12, "decade": 120, "century": 1200}[unit]
    moved = shift_months(point.first, round(months * count) if count != whole else months * whole)
    return unit_at(moved, point.unit)


def _month_bounds(point: Point, year: int) -> tuple[Day, Day]:
    return Day(year, point.number, 1), Day(year, point.number, month_length(year, point.number))


def _day_bounds(point: Point, year: int) -> tuple[Day, Day]:
    day = Day(year, point.number, min(point.day, month_length(year, point.number)))
    return day, day


def _season_bounds(point: Point, year: int) -> tuple[Day, Day]:
    start = Day(year, _SEASON_MONTHS[point.number], 1)
    return start, shift_days(shift_months(start, 3), -1)


def _part_bounds(point: Point, year: int) -> tuple[Day, Day]:
    length = 3 if point.unit == "quarter" else 6
    start = Day(year, (point.number - 1) * length + 1, 1)
    return start, shift_days(shift_months(start, length), -1)


def _week_bounds(point: Point, year: int) -> tuple[Day, Day]:
    monday = week_start(year, point.number)
    return (shift_days(monday, 5) if point.unit == "weekend" else monday), shift_days(monday, 6)


def _year_bounds(point: Point, year: int) -> tuple[Day, Day]:
    length = {"decade": 10, "century": 100}.get(point.unit, 1)
    return Day(year, 1, 1), Day(year + length - 1, 12, 31)


_BOUNDS: Final = {
    "day": _day_bounds,
    "month": _month_bounds,
    "season": _season_bounds,
    "quarter": _part_bounds,
    "half": _part_bounds,
    "week": _week_bounds,
    "weekend": _week_bounds,
    "year": _year_bounds,
    "decade": _year_bounds,
    "century": _year_bounds,
}


def year_text(year: int | None) -> str:
    """Write a year as EDTF does: four digits, a minus before year 0, "XXXX" when it is not known."""
    if year is None:
        return "XXXX"
    return f"{year:04d}" if year >= 0 else f"-{-year:04d}"


def _edtf(point: Point) -> str | None:
    year = year_text(point.year)
    if point.unit == "day":
        return f"{year}-{point.number:02d}-{point.day:02d}"
    if point.unit == "month":
        return f"{year}-{point.number:02d}"
    if point.year is None:
        return None
    if point.unit == "year":
        return year
    if point.unit == "decade" and point.year >= 0:
        return f"{point.year // 10:03d}X"
    if point.unit == "century" and point.year >= 0:
        return f"{point.year // 100:02d}XX"
    if point.unit == "season":
        return f"{year}-{21 + point.number}"
    first, last = point.first, point.last
    if point.unit in ("quarter", "half"):
        return f"{year}-{first.month:02d}/{year}-{last.month:02d}"
    return f"{first}/{last}" if point.unit in ("week", "weekend") else f"{year_text(first.year)}/{year_text(last.year)}"


def _timex(point: Point) -> str:
    year = "XXXX" if point.year is None else _timex_year(point.year)
    number = point.number
    if point.unit in ("decade", "century"):
        # BC years count down, so a decade or century BC is known by its last year: the 480s BC are BC048.
        last = year if point.year is None else _timex_year(max(point.year, point.last.year if point.year < 1 else 0))
        return last[:-1] if point.unit == "decade" else last[:-2]
    suffix = {
        "day": f"-{number:02d}-{point.day:02d}",
        "month": f"-{number:02d}",
        "quarter": f"-Q{number}",
        "half": f"-H{number}",
        "week": f"-W{number:02d}",
        "weekend": f"-W{number:02d}-WE",
        "season": f"-{SEASONS[number % 4]}" if point.unit == "season" else "",
    }
    return year + suffix.get(point.unit, "")


def _timex_year(year: int) -> str:
    return f"{year:04d}" if year > 0 else f"BC{1 - year:04d}"


def thirds(first: Day, last: Day) -> tuple[Day, Day]:
    """Give the last day of the first third and of the second third of a stretch of days."""
    start, length = count_days(first), count_days(last) - count_days(first) + 1
    return day_of(start + max(length // 3, 1) - 1), day_of(start + max(2 * length // 3, 1) - 1)
