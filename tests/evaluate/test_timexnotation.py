"""Notations of one value are read alike, and what differs in meaning stays different."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roznamcha.evaluate.dates import score
from roznamcha.evaluate.timexnotation import plain_value

ALIKE = [
    ("198", "198X"),
    ("19", "19XX"),
    ("BC048", "BC048X"),
    ("2000-W2", "2000-W02"),
    ("2000-W2-WE", "2000-W02-WE"),
    ("1949", "1949-XX"),
    ("1998", "1998-XX-XX"),
    ("1998-10", "1998-10-XX"),
    ("1989-11-06T17", "1989-11-06T17:00"),
    ("P20Y", "P2DE"),
    ("P200Y", "P2CE"),
    ("P6M", "P2Q"),
]
DIFFERENT = [
    ("1998", "199"),
    ("1998", "1998-10"),
    ("1998-10", "1998-10-01"),
    ("1998-W43", "1998-WXX"),
    ("1998-W43", "1998-10-XX"),
    ("2014-02-14", "2014-02-14TNI"),
    ("2014-02-14TEV", "2014-02-14TNI"),
    ("P1W", "P7D"),
    ("P1D", "PT24H"),
    ("P1Y", "PXY"),
    ("PAST_REF", "PXY"),
    ("XXXX-XX-XX", "XXXX"),
    ("", "PRESENT_REF"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_notations_of_one_value_are_alike(one: str, other: str) -> None:
    assert plain_value(one) == plain_value(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_values_that_differ_stay_different(one: str, other: str) -> None:
    assert plain_value(one) != plain_value(other)


@given(st.text("0123456789XTWPDECMLQY:-", max_size=16))
def test_the_plain_form_is_its_own_plain_form(value: str) -> None:
    assert plain_value(plain_value(value)) == plain_value(value)


def test_the_plain_figure_stands_beside_the_one_read_alike() -> None:
    gold = [{"timexes": [{"start": 0, "end": 5, "value": "198X"}, {"start": 9, "end": 12, "value": "1998"}]}]
    found = [{"timexes": [{"start": 0, "end": 5, "value": "198"}, {"start": 9, "end": 12, "value": "1997"}]}]
    result = score("x", gold, found)
    assert (result.value, result.value_alike) == (0.0, 0.5)
    (table,) = result.tables()
    assert table.columns[-2:] == ("value F1", "value F1, notations alike")
    assert all(len(row) == len(table.columns) for row in table.rows)
