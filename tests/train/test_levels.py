"""Levels: confidences come true as often as they say, and fields of few claims stay as they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roznamcha.coder.calibrate import Calibration
from roznamcha.train.levels import fit_level
from roznamcha.train.reliability import Judged, table

CHANCE = st.floats(0.0, 1.0)


def levelled(judged: list[Judged], confidence: float, valid: float) -> float:
    return Calibration(levels={"date": fit_level(judged)}).level("date", confidence, valid)


def test_claims_that_come_true_half_the_time_are_told_so() -> None:
    judged = [Judged("date", 0.99, 0.9, float(k % 2)) for k in range(400)]
    assert levelled(judged, 0.99, 0.9) == pytest.approx(0.5, abs=0.04)


def test_claims_of_doubtful_incidents_come_true_more_seldom() -> None:
    judged = [Judged("date", 0.9, valid, right) for valid, right in ((0.99, 1.0), (0.99, 1.0), (0.6, 0.0), (0.6, 1.0)) * 80]
    assert levelled(judged, 0.9, 0.99) > levelled(judged, 0.9, 0.6)


def test_few_claims_hardly_move_a_level() -> None:
    assert levelled([Judged("date", 0.9, 0.9, 0.0)], 0.9, 0.9) > 0.75


@given(CHANCE, CHANCE, CHANCE)
def test_a_surer_claim_is_never_levelled_below_a_doubtful_one(one: float, two: float, valid: float) -> None:
    calibration = Calibration(levels={"place": (-0.5, 0.4, 0.2)})
    low, high = sorted((one, two))
    assert 0 <= calibration.level("place", low, valid) <= calibration.level("place", high, valid) <= 1


def test_levels_come_back_from_the_weights_metadata() -> None:
    calibration = Calibration({"tag.date": 1.5}, {"tag.date": 0.4}, {"date": (0.1, 0.9, 0.2)})
    assert Calibration.from_record(calibration.to_record()) == calibration


def test_the_table_gives_means_by_range_of_confidence() -> None:
    assert table([Judged("date", 0.96, 1.0, 1.0), Judged("place", 0.98, 1.0, 0.0)]) == [("0.95 to 1.00", 2, 0.97, 0.5)]
