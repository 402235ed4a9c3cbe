"""Temperatures and thresholds survive being written down."""

from __future__ import annotations

from roznamcha.coder.calibrate import Calibration


def test_heads_that_are_not_named_are_taken_as_they_are() -> None:
    assert Calibration().temperature("date") == 1.0
    assert Calibration().threshold("date") == 0.5


def test_a_calibration_reads_what_it_wrote() -> None:
    one = Calibration({"date": 1.7}, {"valid": 0.4})
    again = Calibration.from_record(one.to_record())
    assert (again.temperature("date"), again.threshold("valid")) == (1.7, 0.4)
