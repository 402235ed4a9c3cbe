"""How far the totals of a register move between rules, and which incidents move them.

One register gives many totals: van Baalen and Höglund (2026) count 3,105 to 5,010 deaths in the same reports, by the rule. The
spread shows the user how much of a total is the rule's doing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from roznamcha.model.incident import Incident, Toll

TOLLS: Final = ("killed", "injured")


@dataclass(frozen=True, slots=True)
class RuleTotal:
    """What one rule makes of one count over all incidents; `told` counts the incidents of which any report tells it.

    `open` counts the incidents whose high figure is open; they add their best to `high`.
    """

    rule: str
    field: str
    low: int
    best: int
    high: int
    told: int
    open: int


@dataclass(frozen=True, slots=True)
class Mover:
    """One incident whose best figure depends on the rule: the smallest and the largest, with the rules that give them."""

    incident: str
    field: str
    least: int
    most: int
    by_rule: tuple[tuple[str, int], ...]


def total_by_rule(incidents: Mapping[str, Iterable[Incident]]) -> list[RuleTotal]:
    """Add up the counts of all incidents under each rule."""
    totals = []
    for rule, derived in incidents.items():
        listed = list(derived)
        totals += [_total(rule, field, listed) for field in TOLLS]
    return totals


def find_movers(incidents: Mapping[str, Iterable[Incident]], field: str = "killed", most: int = 10) -> list[Mover]:
    """List the incidents whose best figure moves most between the rules."""
    by_incident: dict[str, dict[str, int]] = {}
    for rule, derived in incidents.items():
        for incident in derived:
            toll = incident.value_of(field)
            if isinstance(toll, Toll):
                by_incident.setdefault(incident.id, {})[rule] = toll.best
    movers = [
        Mover(name, field, min(rules.values()), max(rules.values()), tuple(rules.items())) for name, rules in by_incident.items()
    ]
    moved = [mover for mover in movers if mover.least != mover.most]
    return sorted(moved, key=lambda mover: (mover.least - mover.most, mover.incident))[:most]


def _total(rule: str, field: str, incidents: Iterable[Incident]) -> RuleTotal:
    tolls = [toll for incident in incidents if isinstance(toll := incident.value_of(field), Toll)]
    return RuleTotal(
        rule=rule,
        field=field,
        low=sum(toll.low for toll in tolls),
        best=sum(toll.best for toll in tolls),
        high=sum(toll.best if toll.high is None else toll.high for toll in tolls),
        told=len(tolls),
        open=sum(toll.high is None for toll in tolls),
    )
