"""The date of an incident: what its words tell, and from which day the text speaks."""

from __future__ import annotations

import pytest

from roznamcha.coder.dates import date_line, read_date
from roznamcha.model import Span
from roznamcha.resolve.dates import read_dates


def dated(text: str, words: str, told_on: str = "2016-10-03") -> str | None:
    at = text.index(words)
    times = read_dates(text, published=told_on)
    return read_date(text, [Span.of(text, at, at + len(words))], times, date_line(text), told_on).edtf


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


def test_the_day_after_the_report_is_no_weekday_read_forward() -> None:
    text = "Gunmen stormed a bus on June 3, 2014. The next day two more soldiers were shot."
    assert dated(text, "The next day", told_on="2014-06-03") == "2014-06-04"


@pytest.mark.parametrize("text", ["This story is from March 21, 2002 Four died.", "Updated: March 21, 2002 Four died."])
def test_a_stamp_before_the_text_is_its_date_line(text: str) -> None:
    line = date_line(text)
    assert line is not None and line.edtf == "2002-03-21"


def test_a_day_inside_a_sentence_is_no_date_line() -> None:
    assert date_line("Four have died since from March 21, 2002 to May.") is None
