"""Totals that sources report ("10,700 killed from 2010 to 2013") beside the register's own sum for that place and period.

The ratio is a measure of the register's coverage and of nothing else: a total may count other acts than the register does, and
the place of a total is only read from the place names in its sentence. Both are shown, so that the reader can judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from roznamcha.model.incident import Incident, Toll
from roznamcha.model.values import DateValue, PlaceValue


@dataclass(frozen=True, slots=True)
class ReportedTotal:
    """A total that a document tells: how many of `what` from `first` to `last` (ISO days, None when open or not told).

    `sentence` is the sentence that tells it, in which alone place names are looked for; `source` says whose total it is.
    """

    what: str
    low: int
    high: int | None
    first: str | None
    last: str | None
    sentence: str
    source: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """A reported total beside the register's sum of best figures over the incidents that fall under it.

    `places` are the names by which incidents were chosen; none means that the total is compared with every place. `least` and
    `most` are the share of the total that the register holds, by the total's high and its low figure.
    """

    total: ReportedTotal
    places: tuple[str, ...]
    incidents: int
    summed: int
    least: float | None
    most: float | None


def compare_totals(totals: Iterable[ReportedTotal], incidents: Sequence[Incident]) -> list[Coverage]:
    """Compare reported totals of killed, injured, abducted or arrested with the incidents' own sums."""
    known = {name for incident in incidents for name in _names(incident)}
    return [_compare(total, incidents, known) for total in totals]


def _compare(total: ReportedTotal, incidents: Sequence[Incident], known: set[str]) -> Coverage:
    named = tuple(sorted(name for name in known if re.search(rf"\b{re.escape(name)}\b", total.sentence)))
    found = [incident for incident in incidents if _falls_in(incident, total) and _lies_in(incident, named)]
    tolls = [toll for incident in found if isinstance(toll := incident.value_of(total.what), Toll)]
    summed = sum(toll.best for toll in tolls)
    return Coverage(
        total=total,
        places=named,
        incidents=len(tolls),
        summed=summed,
        least=summed / total.high if total.high else None,
        most=summed / total.low if total.low else None,
    )


def _falls_in(incident: Incident, total: ReportedTotal) -> bool:
    """An incident counts when all the days on which it may have happened lie in the period; one without a day never does."""
    date = incident.value_of("date")
    if not isinstance(date, DateValue) or not date.earliest or not date.latest:
        return False
    return (total.first or "") <= date.earliest and date.latest <= (total.last or "9999")


def _lies_in(incident: Incident, named: tuple[str, ...]) -> bool:
    return not named or any(name in named for name in _names(incident))


def _names(incident: Incident) -> set[str]:
    place = incident.value_of("place")
    if not isinstance(place, PlaceValue):
        return set()
    return {*place.names, *(place.place.chain if place.place else ())}
