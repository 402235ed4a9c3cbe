"""Blocking: which reports meet, and which need not be compared."""

from datetime import date, timedelta

from roznamcha.link.block import WINDOW, candidate_pairs
from roznamcha.link.facts import Facts
from roznamcha.link.profile import Corpus

FILLERS = 700
"""So many other stories make a name that two reports hold a rare one."""


def report(name: str, day: date, *names: str, place: str = "") -> Facts:
    places = (place,) if place else ()
    return Facts(id=name, document=name, published=day.isoformat(), names=names, places=places, lead=" ".join(names))


def met(*told: Facts) -> set[frozenset[str]]:
    """Give which of the reports meet, among a year's other stories."""
    others = [
        report(f"z{number}", date(2015, 1, 1) + timedelta(days=number % 365), f"Filler{number}x") for number in range(FILLERS)
    ]
    rows = [*told, *others]
    names = {row.id for row in told}
    found = (frozenset((one.id, other.id)) for one, other in candidate_pairs(rows, Corpus(rows)))
    return {pair for pair in found if pair <= names}


def test_a_rare_name_brings_reports_together_at_any_time() -> None:
    early, late = report("a", date(2015, 1, 3), "Zarwali"), report("b", date(2015, 9, 3), "Zarwali")
    assert met(early, late) == {frozenset("ab")}


def test_a_name_that_a_place_bears_does_so_within_the_window_only() -> None:
    days = [date(2015, 1, 3), date(2015, 1, 3) + timedelta(days=WINDOW), date(2015, 12, 3)]
    told = [report(name, day, "Zarwali", place="Zarwali") for name, day in zip("abc", days, strict=True)]
    assert met(*told) == {frozenset("ab")}


def test_reports_meet_once_and_the_order_of_the_input_does_not_matter() -> None:
    days = [date(2015, 1, 3) + timedelta(days=number // 3) for number in range(30)]
    rows = [report(f"r{number:02}", day, "Zarwali", f"Gulzar{number % 4}") for number, day in enumerate(days)]
    found = [[(one.id, other.id) for one, other in candidate_pairs(told, Corpus(told))] for told in (rows, rows[::-1])]
    assert found[0] == found[1]
    assert len(found[0]) == len(set(map(frozenset, found[0]))) > 30
