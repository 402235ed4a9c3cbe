"""Dates: the cases, what must yield nothing, the twelve expressions of the benchmark, and what holds for every text."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roznamcha.model import TimeExpression
from roznamcha.resolve.calendar import Day, count_days, day_of, month_length, shift_days, weekday_of
from roznamcha.resolve.dates import precision_of, read_dates
from roznamcha.resolve.edtf import parse_edtf

CASES = Path(__file__).parents[1] / "cases/dates"
MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
FIELDS = ("type", "value", "edtf", "earliest", "latest", "anchor", "part", "mod", "granule")

TWELVE = {
    "on Thursday": "2014-02-13",
    "on Saturday": "2014-02-15",
    "last September": "2013-09",
    "from 2010 until last year": "2010/2013",
    "three days ago": "2014-02-12",
    "earlier this month": "2014-02-01/2014-02-15",
    "on Friday night": "2014-02-14",
    "in January": "2014-01",
    "over the past two years": "2012-02-15/2014-02-15",
    "since 2009": "2009/..",
    "between 1 and 5 February": "2014-02-01/2014-02-05",
    "in the first half of 2013": "2013-01/2013-06",
}


def load_cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{file.stem}: {case['label']}")
        for file in sorted(CASES.glob("*.json"))
        if file.stem != "negative"
        for case in json.loads(file.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("case", load_cases())
def test_case(case: dict[str, Any]) -> None:
    found = read_dates(case["input"], published=case["published"])
    assert [expression.span.text for expression in found] == [wanted["words"] for wanted in case["expect"]]
    for expression, wanted in zip(found, case["expect"], strict=True):
        told = {name: getattr(expression, name) for name in FIELDS if name in wanted}
        assert told == {name: wanted[name] for name in FIELDS if name in wanted}
        assert [part.edtf for part in expression.parts] == wanted.get("parts", [])


@pytest.mark.parametrize(
    "case", json.loads((CASES / "negative.json").read_text(encoding="utf-8")), ids=lambda case: case["label"]
)
def test_what_is_no_date_yields_nothing(case: dict[str, Any]) -> None:
    found = read_dates(case["input"], published="2014-02-15")
    assert [expression.span.text for expression in found if expression.type == "DATE"] == []


@pytest.mark.parametrize("words", TWELVE)
def test_the_twelve_expressions(words: str) -> None:
    (found,) = read_dates(words, published="2014-02-15")
    assert found.edtf == TWELVE[words]


def test_friday_night_names_the_part_of_the_day() -> None:
    (found,) = read_dates("on Friday night", published="2014-02-15")
    assert (found.part, found.type, found.value) == ("night", "TIME", "2014-02-14TNI")


def test_a_publication_date_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="published is 'yesterday'"):
        read_dates("on Friday", published="yesterday")


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("on March 2, 2013", (1, 1, 2)),
        ("between March 2 and 5, 2013", (2, 2, 0)),
        ("in March 2013", (4, 3, 0)),
        ("in 2013", (5, None, 0)),
    ],
)
def test_precision_in_the_codes_of_the_data_sets(words: str, codes: tuple[int, int | None, int]) -> None:
    precision = precision_of(read_dates(words)[0])
    assert precision is not None
    assert (precision.date_prec, precision.time_precision, precision.iday) == codes


def test_an_open_date_has_no_precision() -> None:
    assert precision_of(read_dates("on Thursday")[0]) is None


def check_expression(text: str, expression: TimeExpression) -> None:
    """What holds for every expression: its words stand in the text, its EDTF parses, its interval is in order."""
    assert expression.span.holds(text)
    for part in expression.parts:
        check_expression(text, part)
    if expression.edtf is not None:
        first, last = parse_edtf(expression.edtf)
        assert first is None or last is None or first <= last
    if expression.earliest and expression.latest and not expression.earliest.startswith("-"):
        assert expression.earliest <= expression.latest
    assert expression.anchor is None or re.fullmatch(r"published|absolute|text:\d+:\d+", expression.anchor)


WORDS = st.sampled_from(
    "on in the last next this May march Friday night 12 13 2013 '90s third quarter of year ago later two days and from until to"
    " between - , . early late mid fall spring summer 10:30 pm at noon week month weekend Ashura Christmas Eid al-Fitr now daily"
    " every half past 1990s BC 499 century earlier since Jan. 5th the\n\n a few hundred dozen killed said will 262016".split(" ")
)


@given(st.lists(WORDS, max_size=14).map(" ".join), st.sampled_from([None, "2014-02-15", "2000-02-29", "1999-12-31"]))
@settings(max_examples=400, deadline=None)
def test_every_expression_keeps_its_promises(text: str, published: str | None) -> None:
    for expression in read_dates(text, published=published):
        check_expression(text, expression)


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_read(text: str) -> None:
    for expression in read_dates(text, published="2014-02-15"):
        check_expression(text, expression)


DAYS = st.builds(day_of, st.integers(count_days(Day(1900, 1, 1)), count_days(Day(2049, 12, 31))))
STYLES = (
    "{month} {day}, {year}",
    "{day} {month} {year}",
    "{month} {day} {year}",
    "the {day}th of {month} {year}",
    "{weekday}, {month} {day}, {year}",
    "{weekday} {day} {month}, {year}",
    "{short}. {day}, {year}",
    "{day} {short} {year}",
    "{year}-{month_number:02d}-{day:02d}",
    "{day:02d}-{month_number:02d}-{year}",
    "{day:02d}.{month_number:02d}.{year}",
)


@given(DAYS, st.sampled_from(STYLES), st.booleans())
@settings(max_examples=300, deadline=None)
def test_a_whole_date_reads_back_in_every_style(day: Day, style: str, lower: bool) -> None:
    month = MONTHS[day.month - 1]
    style = style.replace("{short}.", "{short}") if month == "May" else style
    words = style.format(
        day=day.day, month=month, short=month[:3], year=day.year, month_number=day.month, weekday=WEEKDAYS[weekday_of(day) - 1]
    )
    text = f"The post was attacked on {words} and burned."
    (found,) = read_dates(text.lower() if lower else text, published="2014-02-15")
    assert (found.edtf, found.earliest, found.latest, found.anchor) == (str(day), str(day), str(day), "absolute")


@given(DAYS, st.integers(1, 7))
@settings(max_examples=200, deadline=None)
def test_a_weekday_is_the_last_one_before_publication(published: Day, weekday: int) -> None:
    (found,) = read_dates(f"He was shot on {WEEKDAYS[weekday - 1]}.", published=str(published))
    back = (weekday_of(published) - weekday) % 7
    assert found.edtf == str(shift_days(published, -back))


@given(DAYS)
@settings(max_examples=200, deadline=None)
def test_publication_never_dates_what_the_text_leaves_open(published: Day) -> None:
    for text in ("Two men were shot.", "The bomb went off at 10 am.", "Two days later he died.", "The next day he was freed."):
        assert all(expression.edtf is None for expression in read_dates(text, published=str(published)))


@given(st.integers(1, 12), st.integers(1, 31))
def test_a_day_without_year_stays_open(month: int, day: int) -> None:
    found = read_dates(f"He was shot on {MONTHS[month - 1]} {day}.")
    if day <= month_length(None, month):
        assert [expression.edtf for expression in found] == [f"XXXX-{month:02d}-{day:02d}"]


def test_one_weekday_makes_no_news_of_a_history() -> None:
    told = (
        "The war began on March 3, 1981. On June 7, 1982 a front opened; in August the capital fell. On May 5, 1983 peace came."
    )
    found = read_dates(told + " The general died on a Tuesday.")
    assert [time.edtf for time in found][:4] == ["1981-03-03", "1982-06-07", "1982-08", "1983-05-05"]


def test_news_without_its_day_leaves_last_month_open_though_it_tells_old_dates_in_full() -> None:
    old = "The first bomb went off on March 3, 2011. A second followed on June 7, 2012, and a third on May 5, 2013."
    found = read_dates(old + " A man was arrested last month, police said on Tuesday, and his brother yesterday.")
    assert [time.edtf for time in found] == ["2011-03-03", "2012-06-07", "2013-05-05", None, None, None]


def test_a_line_of_megabytes_is_read_in_seconds() -> None:
    text = "on the night of May 12 and 13 between the 1990s and " * 8000
    assert len(read_dates(text + "   \n" * 100_000, published="2014-02-15")) >= 8000
