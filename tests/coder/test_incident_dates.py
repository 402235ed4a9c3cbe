"""The date of an incident: what its words tell, and from which day the text speaks."""

from __future__ import annotations

import pytest

from roznamcha.coder.dates import date_line, read_date
from roznamcha.model import Span
from roznamcha.resolve.dates import read_dates


def dated(text: str, words: str, told_on: str = "2016-10-03", about: bool | None = None) -> str | None:
    at = text.index(words)
    times = read_dates(text, published=told_on)
    return read_date(text, [Span.of(text, at, at + len(words))], times, date_line(text), told_on, about=about).edtf


@pytest.mark.parametrize(
    ("text", "words", "expect"),
    [
        ("Shots rang out around 11:45 p.m. Saturday on Alder Street.", "around 11:45 p.m. Saturday", "2016-10-01"),
        ("The bridge fell in the summer of 2012.", "in the summer of 2012", "2012"),
        ("The bridge fell in early 2012.", "in early 2012", "2012~"),
        ("The army reported on Sunday that a post was shelled.", "on Sunday", "2016-10-02~"),
    ],
)
def test_words_of_an_incident_give_its_date(text: str, words: str, expect: str) -> None:
    assert dated(text, words) == expect


def test_what_has_happened_did_not_happen_after_the_text_was_told() -> None:
    assert dated("Aid will arrive on Friday 7 October. The post was shelled on Saturday.", "on Saturday") == "2016-10-01"


@pytest.mark.parametrize(("about", "expect"), [(True, "2016-10-02~"), (False, "2016-10-02"), (None, "2016-10-02")])
def test_a_finder_may_know_that_a_day_is_only_about_right(about: bool | None, expect: str) -> None:
    assert dated("Rockets hit the mill on Sunday.", "on Sunday", about=about) == expect


def test_a_finder_that_knows_a_day_to_be_exact_is_believed() -> None:
    text = "The army said on Sunday that it had shelled a post."
    assert dated(text, "on Sunday") == "2016-10-02~"
    assert dated(text, "on Sunday", about=False) == "2016-10-02"


def test_only_days_are_about_right_by_the_finders_word() -> None:
    assert dated("Rockets hit the mill in May 2015.", "in May 2015", about=True) == "2015-05"


@pytest.mark.parametrize("text", ["This story is from March 21, 2002 Four died.", "Updated: March 21, 2002 Four died."])
def test_a_stamp_before_the_text_is_its_date_line(text: str) -> None:
    line = date_line(text)
    assert line is not None and line.edtf == "2002-03-21"


def test_a_day_inside_a_sentence_is_no_date_line() -> None:
    assert date_line("Four have died since from March 21, 2002 to May.") is None
