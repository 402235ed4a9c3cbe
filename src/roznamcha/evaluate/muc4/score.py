"""ALL TEMPLATES recall, precision and F over every slot, as the official MUC-4 scorer counts them.

A response template may be set against a key template only when their types agree at least in part and one string or type of a
target or a perpetrator does. Of all one-to-one maps the one with most credit is taken. A key template without a response
costs all its fills, a response without a key all of its own; optional templates and fills of the key cost nothing when they
are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from roznamcha.evaluate.assignment import solve_assignment
from roznamcha.evaluate.muc4.matching import match_fill
from roznamcha.evaluate.muc4.templates import SLOTS, Fill, Messages, Template

LINKING_SLOTS: Final = (
    "phys_tgt_id",
    "phys_tgt_type",
    "hum_tgt_name",
    "hum_tgt_description",
    "hum_tgt_type",
    "perp_individual",
    "perp_organization",
)
"""A pair of templates must share something in one of these to be set against each other."""


@dataclass(frozen=True, slots=True)
class Points:
    """Right and partly right fills, fills that the key asks for (`possible`) and fills that the response gives (`actual`)."""

    right: int = 0
    partly: int = 0
    possible: int = 0
    actual: int = 0

    def __add__(self, other: Points) -> Points:
        return Points(
            self.right + other.right,
            self.partly + other.partly,
            self.possible + other.possible,
            self.actual + other.actual,
        )

    @property
    def credit(self) -> float:
        """Right fills count 1, partly right ones one half."""
        return self.right + 0.5 * self.partly

    @property
    def recall(self) -> float:
        """Credit over what the key asks for."""
        return self.credit / self.possible if self.possible else 0.0

    @property
    def precision(self) -> float:
        """Credit over what the response gives."""
        return self.credit / self.actual if self.actual else 0.0

    @property
    def f(self) -> float:
        """The harmonic mean of recall and precision."""
        recall, precision = self.recall, self.precision
        return 2 * recall * precision / (recall + precision) if recall + precision else 0.0

    def as_json(self) -> dict[str, float | int]:
        """Give R, P and F in per cent and the counts."""
        return {
            "R": round(100 * self.recall, 1),
            "P": round(100 * self.precision, 1),
            "F": round(100 * self.f, 2),
            "cor": self.right,
            "par": self.partly,
            "pos": self.possible,
            "act": self.actual,
        }


SlotPoints = dict[str, Points]


@dataclass(frozen=True, slots=True)
class MessageScore:
    """One message's points by slot, and its templates: found, given, and asked for."""

    slots: SlotPoints
    templates: Points


def score_messages(key: Messages, response: Messages) -> dict[str, MessageScore]:
    """Score every message of the key; messages that only the response has are left out."""
    return {docid: score_message(templates, response.get(docid, [])) for docid, templates in key.items()}


def sum_slots(scores: Iterable[MessageScore]) -> SlotPoints:
    """Add up the points of messages, slot by slot."""
    total = dict.fromkeys(SLOTS, Points())
    for score in scores:
        for slot, points in score.slots.items():
            total[slot] += points
    return total


def all_templates(slots: SlotPoints) -> Points:
    """Add up the points of all slots: the figure called ALL TEMPLATES."""
    return sum(slots.values(), Points())


def report(scores: Sequence[MessageScore]) -> dict[str, Any]:
    """Give every slot's figures, ALL TEMPLATES, and how many templates were found, under the names of the official report."""
    slots = sum_slots(scores)
    found = sum((score.templates for score in scores), Points())
    templates = {"R": round(100 * found.recall, 1), "P": round(100 * found.precision, 1)}
    return {
        **{slot: points.as_json() for slot, points in slots.items()},
        "ALL TEMPLATES": all_templates(slots).as_json(),
        "template": templates,
    }


def score_message(key: list[Template], response: list[Template]) -> MessageScore:
    """Map the response's templates onto the key's and count the points of all."""
    mapped = map_templates(key, response)
    missed = [template for number, template in enumerate(key) if number not in mapped.values() and not template.optional]
    spurious = [template for number, template in enumerate(response) if number not in mapped]
    points = (
        [compare(response[mine], key[theirs]) for mine, theirs in mapped.items()]
        + [compare(None, template) for template in missed]
        + [compare(template, None) for template in spurious]
    )
    asked = len(mapped) + len(missed)
    return MessageScore(sum_slots(MessageScore(one, Points()) for one in points), Points(len(mapped), 0, asked, len(response)))


def map_templates(key: list[Template], response: list[Template]) -> dict[int, int]:
    """Choose the map of greatest credit from response templates to key templates."""
    if not key or not response:
        return {}
    worth = np.array([[_worth(mine, theirs) for theirs in key] for mine in response])
    return {mine: theirs for mine, theirs in solve_assignment(worth) if worth[mine, theirs] > 0}


def _worth(response: Template, key: Template) -> float:
    return 1 + all_templates(compare(response, key)).credit if may_map(response, key) else 0.0


def may_map(response: Template, key: Template) -> bool:
    """Tell whether the two may be set against each other."""
    if score_slot("incident_type", response.fills("incident_type"), key.fills("incident_type")).credit == 0:
        return False
    return any(score_slot(slot, response.fills(slot), key.fills(slot)).credit > 0 for slot in LINKING_SLOTS)


def compare(response: Template | None, key: Template | None) -> SlotPoints:
    """Count the points of each slot that either template fills."""
    mine, theirs = response.slots if response else {}, key.slots if key else {}
    return {slot: score_slot(slot, mine.get(slot, ()), theirs.get(slot, ())) for slot in SLOTS if slot in mine or slot in theirs}


def score_slot(slot: str, response: tuple[Fill, ...], key: tuple[Fill, ...]) -> Points:
    """Set the fills of one slot against each other, one to one, for the most credit."""
    worth: list[float] = []
    used: set[int] = set()
    if response and key:
        table = np.array([[match_fill(slot, mine, theirs) for theirs in key] for mine in response])
        for row, column in solve_assignment(table):
            if table[row, column] > 0:
                used.add(column)
                worth.append(float(table[row, column]))
    possible = sum(1 for number, fill in enumerate(key) if number in used or not fill.optional)
    return Points(worth.count(1.0), worth.count(0.5), possible, len(response))
