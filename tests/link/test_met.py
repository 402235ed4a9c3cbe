"""Pairs that met: what is noted comes back, in few bytes."""

from hypothesis import given
from hypothesis import strategies as st

from roznamcha.link.met import BARRED, UNITS, Met


@given(st.floats(-2000, 2000, allow_nan=False))
def test_a_score_comes_back_to_the_millionth(score: float) -> None:
    ((_, _, kept),) = Met.of("ab", [("a", "b", score)])
    assert abs(kept - score) <= 0.5000001 / UNITS


@given(st.integers(-(10**6), 10**6))
def test_a_score_of_three_decimals_comes_back_as_it_was(thousandths: int) -> None:
    ((_, _, kept),) = Met.of("ab", [("a", "b", thousandths / 1000)])
    assert kept == thousandths / 1000


def test_the_smaller_report_stands_first_whatever_the_order_of_ids_and_pairs() -> None:
    met = Met.of("cab", [("c", "a", 1.5), ("b", "c", BARRED)])
    assert list(met) == [("a", "c", 1.5), ("b", "c", BARRED)]
    assert list(met.pairs()) == [(0, 2, 1.5), (1, 2, BARRED)]


def test_a_corrected_score_takes_the_place_of_the_first() -> None:
    met = Met.of("abc", [("a", "b", 1.0), ("b", "c", BARRED)])
    for number, (_, _, score) in enumerate(met.pairs()):
        if score != BARRED:
            met.correct(number, -2.25)
    assert list(met) == [("a", "b", -2.25), ("b", "c", BARRED)]
