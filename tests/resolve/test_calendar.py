"""Days and calendar units against Python's own calendar; EDTF strings that are read and refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roznamcha.resolve.calendar import Day, count_days, day_of, shift_days, week_of, week_start, weekday_of
from roznamcha.resolve.dates.feasts import easter, islamic_day, islamic_year_of
from roznamcha.resolve.dates.points import UNITS, shift, unit_at
from roznamcha.resolve.edtf import parse_edtf


@given(st.dates(date(1, 1, 1), date(9000, 12, 31)))
def test_days_agree_with_the_standard_library(day: date) -> None:
    ours = Day(day.year, day.month, day.day)
    assert day_of(count_days(ours)) == ours
    assert count_days(ours) == (day - date(1970, 1, 1)).days
    assert weekday_of(ours) == day.isoweekday()
    assert week_of(ours) == tuple(day.isocalendar())[:2]


@given(st.integers(-1_500_000, 1_500_000))
def test_days_before_the_era_count_on(number: int) -> None:
    assert count_days(day_of(number)) == number
    assert shift_days(day_of(number), 1) == day_of(number + 1)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sampled_from(UNITS))
def test_a_unit_holds_its_day_and_its_edtf_spans_it(day: date, unit: str) -> None:
    ours = Day(day.year, day.month, day.day)
    point = unit_at(ours, unit)
    if unit != "weekend":
        assert point.first <= ours <= point.last
    first, last = parse_edtf(point.edtf or "")
    assert (first, last) == (point.first, point.last)


@given(
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.sampled_from(("year", "month", "quarter", "week", "decade")),
    st.integers(-9, 9),
)
def test_shifting_there_and_back_gives_the_same_unit(day: date, unit: str, count: int) -> None:
    point = unit_at(Day(day.year, day.month, day.day), unit)
    assert shift(shift(point, unit, count), unit, -count) == point


@given(st.integers(1900, 2100), st.integers(1, 52))
def test_weeks_start_on_monday(year: int, week: int) -> None:
    assert weekday_of(week_start(year, week)) == 1
    assert week_of(week_start(year, week)) == (year, week)


def test_easter_of_known_years() -> None:
    known = {2008: "2008-03-23", 2011: "2011-04-24", 2014: "2014-04-20", 2019: "2019-04-21", 2038: "2038-04-25"}
    assert {year: str(easter(year)) for year in known} == known


@given(st.integers(1950, 2050), st.integers(1, 12))
def test_islamic_months_begin_29_or_30_days_apart(year: int, month: int) -> None:
    islamic = islamic_year_of(year, month, 1)
    first = islamic_day(islamic, month, 1)
    after = islamic_day(islamic + month // 12, month % 12 + 1, 1)
    assert first.year == year
    assert count_days(after) - count_days(first) in (29, 30)


def test_islamic_new_year_agrees_with_printed_tables() -> None:
    assert str(islamic_day(1400, 1, 1)) == "1979-11-21"
    assert date.fromisoformat(str(islamic_day(1435, 1, 10))) - date(2013, 11, 14) == timedelta(0)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2014-02-13", "2014-02-13", "2014-02-13"),
        ("2014-02", "2014-02-01", "2014-02-28"),
        ("2014", "2014-01-01", "2014-12-31"),
        ("199X", "1990-01-01", "1999-12-31"),
        ("18XX", "1800-01-01", "1899-12-31"),
        ("2013-24", "2013-12-01", "2014-02-28"),
        ("2014-02-13~", "2014-02-13", "2014-02-13"),
        ("2010/2013", "2010-01-01", "2013-12-31"),
        ("2009/..", "2009-01-01", "None"),
        ("-0498", "-0498-01-01", "-0498-12-31"),
        ("XXXX-10-19", "None", "None"),
    ],
)
def test_edtf_spans_its_days(text: str, first: str, last: str) -> None:
    assert tuple(map(str, parse_edtf(text))) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2014-13", "2014-02-30", "2014-2-3", "2014/2013", "../..", "20X4", "2014-02-13T"]
)
def test_what_is_not_edtf_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_edtf(text)
