"""What every exporter is given: one incident with its reports and documents, and the plain questions they all ask of it.

The questions (when, where, which sides, how many dead) are answered here once, so that all layouts tell the same story.
An incident that a layout cannot hold (no day, no place) is left out by name and reason, never filled with a guess.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from roznamcha.export.countries import Country, country_of
from roznamcha.model import Document, Place, Report
from roznamcha.model.incident import Cell, Incident, Toll
from roznamcha.model.values import Actor, Count, DateValue, PlaceValue

GOVERNMENTS = ("State forces", "External/Other forces")
ARMED = ("State forces", "Rebel group", "Political militia", "Identity militia", "External/Other forces")


@dataclass(frozen=True, slots=True)
class Entry:
    """One incident as exporters see it.

    `reports` and `documents` run in parallel, oldest first. `reviewed` tells whether a person confirmed it; `changed` is the
    Unix second of the last change; `private` are the names of private persons that anything in its documents tells, also what
    they tell of other incidents.
    """

    incident: Incident
    reports: tuple[Report, ...]
    documents: tuple[Document, ...]
    reviewed: bool = False
    changed: int = 0
    private: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An incident that a layout cannot hold, with the reason in words."""

    incident_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class When:
    """The days between which an incident happened."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """Count the days from the first to the last, 0 for a single day."""
        return (self.last - self.first).days

    @property
    def middle(self) -> date:
        """Give the middle day, which ACLED and GTD put where a day is not known."""
        return self.first + timedelta(days=self.days // 2)

    def code(self, table: tuple[int, ...]) -> int:
        """Choose a precision code from `table` = codes for a day, 2 to 6 days, a week, a month, longer."""
        limits = (0, 5, 6, 30)
        return next((code for code, limit in zip(table, limits, strict=False) if self.days <= limit), table[-1])


@dataclass(frozen=True, slots=True)
class Sides:
    """Who stood against whom: cells of the attackers (or first side) and of the attacked (or second side)."""

    attackers: tuple[Cell, ...]
    attacked: tuple[Cell, ...]


class Numberer:
    """Gives each incident of one export a stable number of at most `digits` digits, derived from its id.

    Where two incidents of the same `group` (a day, a country) would get one number, the later in the order of ids takes the
    next that is free; `derive.entries` gives them in that order.
    """

    def __init__(self, digits: int = 9) -> None:
        self._all = 10**digits
        self._taken: set[tuple[str, int]] = set()

    def number(self, entry: Entry, group: str = "") -> int:
        """Give the incident's number within its group."""
        number = int(hashlib.sha256(entry.incident.id.encode()).hexdigest()[:16], 16) % self._all or 1
        while (group, number) in self._taken:
            number = number % (self._all - 1) + 1
        self._taken.add((group, number))
        return number


def text_of(entry: Entry, field: str) -> str:
    """Give a text field's value, or an empty string when no report fills it."""
    value = entry.incident.value_of(field)
    return value if isinstance(value, str) else ""


def when(entry: Entry) -> When | None:
    """Tell between which days the incident happened, or None when no whole date is known."""
    value = entry.incident.value_of("date")
    if not isinstance(value, DateValue) or not value.earliest:
        return None
    first = date.fromisoformat(value.earliest[:10])
    return When(first, date.fromisoformat((value.latest or value.earliest)[:10]))


def where(entry: Entry) -> Place | None:
    """Give the place that the names were resolved to, or None when they were not."""
    value = entry.incident.value_of("place")
    return value.place if isinstance(value, PlaceValue) else None


def place_names(entry: Entry) -> tuple[str, ...]:
    """List the place names as the reports print them, smallest first."""
    value = entry.incident.value_of("place")
    return value.names if isinstance(value, PlaceValue) else ()


def country(entry: Entry) -> Country | None:
    """Find the country of the place, or the one that the names imply."""
    value = entry.incident.value_of("place")
    if not isinstance(value, PlaceValue):
        return None
    return country_of((value.place.country if value.place else None) or value.country)


def toll(entry: Entry, field: str) -> Toll | None:
    """Give a count as low, best and high, or None when every report is silent."""
    value = entry.incident.value_of(field)
    if isinstance(value, Count):
        return Toll(value.low, value.low, value.high, value.by)
    return value if isinstance(value, Toll) else None


def on_top(counted: Toll) -> int:
    """Count the dead attackers that stand among a toll's parts on top of its figures, which are then the victims' alone.

    >>> on_top(Toll(13, 13, 14, (("state", 13), ("militants", 1)))), on_top(Toll(14, 14, 14, (("militants", 1),)))
    (1, 0)
    """
    return max(0, sum(dict(counted.by).values()) - counted.best)


def everyone(entry: Entry, field: str) -> Toll | None:
    """Give a count with the attackers in it, as UCDP, ACLED, GTD and PLOVER all count, or None when every report is silent."""
    counted = toll(entry, field)
    if counted is None:
        return None
    more = on_top(counted)
    best = counted.best + more
    high = None if counted.high is None else max(counted.high, best)  # the high figure has them in it already
    return Toll(min(counted.low + more, best), best, high, counted.by)


def part(entry: Entry, field: str, group: str) -> int | None:
    """Give the part of a count that belongs to one group, or None when the reports leave it open."""
    counted = toll(entry, field)
    if counted is None:
        return None
    parts = dict(counted.by)
    told = sum(number for name, number in parts.items() if name != "unknown")
    return parts.get(group, 0 if told and told >= counted.best else None)


def actors(entry: Entry, *roles: str) -> tuple[Cell, ...]:
    """List the actor cells in one of `roles`, in their order."""
    return _actor_cells(entry, lambda actor: actor.role in roles)


def sides(entry: Entry) -> Sides:
    """Split the actors into two sides; participants whose order is not told are divided governments' forces first."""
    attacked = actors(entry, "target")
    attackers = _not_attacked(actors(entry, "perpetrator"), attacked)
    others = actors(entry, "participant")
    if not others:
        return Sides(attackers, attacked)
    if attackers:
        return Sides(attackers, attacked + others)
    state = _of_kinds(others, GOVERNMENTS)
    if len(state) == len(others):  # two governments against each other
        state = _of_kinds(others, ("State forces",))
    state = state or others[:1]
    rest = tuple(cell for cell in others if cell not in state)
    return Sides(state, attacked + rest)


def actor_of(cell: Cell) -> Actor:
    """Read the actor of an actor cell; raise TypeError for a cell of another field."""
    if not isinstance(cell.value, Actor):
        raise TypeError(f"a cell of {cell.field} holds no actor")
    return cell.value


def _not_attacked(attackers: tuple[Cell, ...], attacked: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Leave out attackers that are the organisation attacked, where others remain: one report has the sides confused."""
    victims = {actor_of(cell).actor_id for cell in attacked} - {None}
    return tuple(cell for cell in attackers if actor_of(cell).actor_id not in victims) or attackers


def undenied(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Leave out those who are accused and deny it: no layout names them as the ones who did it."""
    return tuple(cell for cell in cells if cell.stance != "denied")


def _of_kinds(cells: tuple[Cell, ...], kinds: tuple[str, ...]) -> tuple[Cell, ...]:
    return tuple(cell for cell in cells if actor_of(cell).kind in kinds)


def _actor_cells(entry: Entry, wanted: Callable[[Actor], bool]) -> tuple[Cell, ...]:
    return tuple(cell for cell in entry.incident.cells_of("actor") if wanted(actor_of(cell)))
