"""The figures of modern papers on MUC-4, over five string slots: CEAF-REE (GRIT) and GTT's micro-F1, both of Du and others 2021.

CEAF-REE asks for the entities of each role in a document, whatever their incident: a predicted entity is right when all its
mentions are mentions of the key's entity. GTT's figure sets whole templates against each other and adds the incident type.
Both compare strings in lower case without punctuation and articles.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np

from roznamcha.evaluate.assignment import solve_assignment
from roznamcha.evaluate.jsonlines import read_lines
from roznamcha.evaluate.muc4.templates import Messages, Template

ROLES: Final[dict[str, str]] = {
    "PerpInd": "perp_individual",
    "PerpOrg": "perp_organization",
    "Target": "phys_tgt_id",
    "Victim": "hum_tgt_name",
    "Weapon": "instrument_id",
}
"""The papers' roles and the slots they are taken from; victims without a name have no role there."""

Entity = tuple[str, ...]
Entities = dict[str, list[Entity]]


@dataclass(frozen=True, slots=True)
class Event:
    """A template as the papers see it: a type and, for each role, entities as their mentions."""

    incident_type: str
    roles: Entities = field(default_factory=dict)

    def entities(self, role: str) -> list[Entity]:
        """List the entities of one role."""
        return self.roles.get(role, [])

    @property
    def size(self) -> int:
        """How many values the event holds, its type among them."""
        return 1 + sum(len(entities) for entities in self.roles.values())


@dataclass(frozen=True, slots=True)
class Counts:
    """Credit and size on the predicted side, credit and size on the key's side."""

    precise: float = 0
    predicted: float = 0
    recalled: float = 0
    wanted: float = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.precise + other.precise,
            self.predicted + other.predicted,
            self.recalled + other.recalled,
            self.wanted + other.wanted,
        )

    @property
    def percent(self) -> tuple[float, float, float]:
        """Precision, recall and F1 in per cent, to two digits."""
        precision = self.precise / self.predicted if self.predicted else 0.0
        recall = self.recalled / self.wanted if self.wanted else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return round(100 * precision, 2), round(100 * recall, 2), round(100 * f1, 2)


RoleCounts = dict[str, Counts]


def normalise(mention: str) -> str:
    """Write a mention in lower case without punctuation, articles and extra spaces.

    >>> normalise('THE "SANTO TOMAS" FARM')
    'santo tomas farm'
    """
    bare = "".join(letter for letter in mention.lower() if letter not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", bare).split())


def read_entities(path: Path) -> dict[str, Entities]:
    """Read the key of CEAF-REE (GRIT's form): the entities of each role of each document."""
    return {record["docid"]: _read_roles(record["extracts"]) for record in read_lines(path, "docid", "extracts")}


def read_events(path: Path) -> dict[str, list[Event]]:
    """Read the key of GTT's figure: the events of each document, doubles left out."""
    found: dict[str, list[Event]] = {}
    for record in read_lines(path, "docid", "templates"):
        events = [Event(one["incident_type"], _read_roles(one)) for one in record["templates"]]
        found[record["docid"]] = [event for number, event in enumerate(events) if event not in events[:number]]
    return found


def _read_roles(roles: dict[str, Any]) -> Entities:
    return {role: [_entity(mention[0] for mention in one) for one in roles.get(role, []) if one] for role in ROLES}


def _entity(mentions: Iterable[str]) -> Entity:
    return tuple(normalise(mention) for mention in mentions)


def events_of(messages: Messages) -> dict[str, list[Event]]:
    """Take the papers' events out of full templates, one mention an entity."""
    return {docid: [_event_of(template) for template in templates] for docid, templates in messages.items()}


def _event_of(template: Template) -> Event:
    roles = {role: [_entity([value]) for value in template.values(slot)] for role, slot in ROLES.items()}
    return Event((template.values("incident_type") or [""])[0].lower(), roles)


def entities_of(events: Sequence[Event]) -> Entities:
    """Gather the entities of all events of a document, doubles left out."""
    return {role: list(dict.fromkeys(entity for event in events for entity in event.entities(role))) for role in ROLES}


def score_entities(key: dict[str, Entities], predicted: dict[str, Entities]) -> dict[str, RoleCounts]:
    """Count CEAF-REE for every document of the key, by role."""
    return {docid: _score_entities(wanted, predicted.get(docid, {})) for docid, wanted in key.items()}


def _score_entities(wanted: Entities, predicted: Entities) -> RoleCounts:
    return {role: _score_role(predicted.get(role, []), wanted.get(role, [])) for role in ROLES}


def _is_inside(predicted: Entity, wanted: Entity) -> bool:
    return set(predicted) <= set(wanted)


def _score_role(predicted: list[Entity], wanted: list[Entity]) -> Counts:
    hits = 0.0
    if predicted and wanted:
        inside = np.array([[float(_is_inside(mine, theirs)) for mine in predicted] for theirs in wanted])
        hits = float(sum(inside[pair] for pair in solve_assignment(inside)))
    return Counts(hits, len(predicted), hits, len(wanted))


def score_events(key: dict[str, list[Event]], predicted: dict[str, list[Event]]) -> dict[str, RoleCounts]:
    """Count GTT's figure for every document of the key, by role, the incident type among them."""
    return {docid: _score_document(predicted.get(docid, []), events) for docid, events in key.items()}


def _score_document(predicted: list[Event], wanted: list[Event]) -> RoleCounts:
    total = {"incident_type": Counts(0, len(predicted), 0, len(wanted))}
    for role in ROLES:
        sizes = [sum(len(event.entities(role)) for event in side) for side in (predicted, wanted)]
        total[role] = Counts(0, sizes[0], 0, sizes[1])
    if not (predicted and wanted):
        return total
    cells = [[_compare(mine, theirs) for theirs in wanted] for mine in predicted]
    given, asked = (sum(event.size for event in side) for side in (predicted, wanted))
    worth = np.array([[_cell_worth(cell, given, asked) for cell in row] for row in cells])
    for row, column in solve_assignment(worth):
        for role, counts in (cells[row][column] or {}).items():
            total[role] += counts
    return total


def _cell_worth(cell: RoleCounts | None, given: int, asked: int) -> float:
    if cell is None:
        return 0.0
    return sum(one.precise for one in cell.values()) / given + sum(one.recalled for one in cell.values()) / asked


def _compare(predicted: Event, wanted: Event) -> RoleCounts | None:
    """Compare two events whose types agree; None when they do not. The key's type may name several ("bombing / attack")."""
    if not predicted.incident_type or predicted.incident_type not in wanted.incident_type:
        return None
    found = {"incident_type": Counts(1, 0, 1, 0)}
    for role in ROLES:
        mine, theirs = predicted.entities(role), wanted.entities(role)
        precise = sum(any(_is_inside(one, other) for other in theirs) for one in mine)
        recalled = sum(any(_is_inside(one, other) for one in mine) for other in theirs)
        found[role] = Counts(precise, 0, recalled, 0)
    return found


def sum_roles(documents: Iterable[RoleCounts]) -> RoleCounts:
    """Add up documents, role by role, and all roles as "micro"."""
    total: RoleCounts = {}
    for document in documents:
        for role, counts in document.items():
            total[role] = total.get(role, Counts()) + counts
    return total | {"micro": sum(total.values(), Counts())}
