"""Totals by rule, the incidents that move them, and reported totals beside the register's sums."""

from __future__ import annotations

import pytest

from roznamcha.link.consolidate.coverage import ReportedTotal, compare_totals
from roznamcha.link.consolidate.spread import find_movers, total_by_rule
from roznamcha.model.incident import Cell, Incident, Toll
from roznamcha.model.values import DateValue, Place, PlaceValue

KARACHI = Place("geonames:1174872", "Karachi", ("Karachi", "Sindh", "Pakistan"), "PK", 24.86, 67.01, "PPL")
QUETTA = Place("geonames:1167528", "Quetta", ("Quetta", "Balochistan", "Pakistan"), "PK", 30.18, 67.0, "PPL")


def incident(name: str, best: int, day: str | None = "2013-05-01", place: Place = KARACHI, high: int | None = -1) -> Incident:
    toll = Toll(best, best, best if high == -1 else high)
    cells = [Cell("killed", toll, ("r",), "ucdp"), Cell("place", PlaceValue((place.name,), "PK", place), ("r",), "ucdp")]
    if day:
        cells.append(Cell("date", DateValue(day, day, day), ("r",), "ucdp"))
    return Incident(name, ("r",), tuple(cells), "ucdp")


def total(sentence: str, low: int = 100, high: int | None = 100) -> ReportedTotal:
    return ReportedTotal("killed", low, high, "2013-01-01", "2013-12-31", sentence, "the commission")


def test_totals_and_movers() -> None:
    derived = {"lowest": [incident("a", 8), incident("b", 2, high=None)], "highest": [incident("a", 14), incident("b", 2)]}
    lowest, _, highest, _ = total_by_rule(derived)
    assert (lowest.low, lowest.best, lowest.high, lowest.told, lowest.open) == (10, 10, 10, 2, 1)
    assert highest.best == 16
    (mover,) = find_movers(derived)
    assert (mover.incident, mover.least, mover.most) == ("a", 8, 14)


def test_a_total_is_compared_with_its_place_and_period() -> None:
    incidents = [
        incident("a", 13),
        incident("b", 20, place=QUETTA),
        incident("c", 7, day="2012-12-31"),
        incident("d", 5, day=None),
    ]
    (karachi,) = compare_totals([total("100 people were killed in Karachi in 2013")], incidents)
    assert (karachi.places, karachi.incidents, karachi.summed, karachi.most) == (("Karachi",), 1, 13, 0.13)
    (country,) = compare_totals([total("in Pakistan 100 were killed")], incidents)
    assert (country.places, country.summed) == (("Pakistan",), 33)
    (anywhere,) = compare_totals([total("100 were killed last year")], incidents)
    assert (anywhere.places, anywhere.summed) == ((), 33)


def test_a_range_gives_a_range_of_shares() -> None:
    (found,) = compare_totals([total("almost 200 citizens of Karachi", 180, 200)], [incident("a", 90)])
    assert (found.least, found.most) == (pytest.approx(0.45), pytest.approx(0.5))
    (open_end,) = compare_totals([total("over 100 in Karachi", 101, None)], [incident("a", 90)])
    assert open_end.least is None
