"""Incidents: the reports that tell of the same act, and the values derived from them by a named rule.

Nothing here is typed in by anybody: an `Incident` is computed from reports, decisions and one rule, and can be computed
again with another. Each `Cell` names the reports that carry it, the rule that chose it and the values that it beat, so
that every value of a page or an export can be argued with. A field that nobody filled has no cell: blank is missing.
"""

from __future__ import annotations

from dataclasses import dataclass

from roznamcha.model.claims import Claim
from roznamcha.model.values import Value


@dataclass(frozen=True, slots=True)
class Toll:
    """A count derived from several reports: UCDP's low, best and high, and the best figure's part of each group.

    `high` is None when every figure is open ("at least 20"); `best` is a number that a report gives, never a mean.
    """

    low: int
    best: int
    high: int | None
    by: tuple[tuple[str, int], ...] = ()


DerivedValue = Value | Toll


@dataclass(frozen=True, slots=True)
class Beaten:
    """A value that was told and not taken: which reports tell it and why it lost.

    `status` is "superseded" (an earlier figure of a growing toll), "outvoted", "less precise", "outside the rule", or
    "copy" (a document that only repeats another). `claims` are the claims behind it, where the reports were read from text.
    """

    value: DerivedValue
    reports: tuple[str, ...]
    status: str
    reason: str
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One derived value of one field of one incident.

    `field` is one of `codebook.FIELDS`; fields that hold several values ("actor", "person", "weapon", "source") have one
    cell a value. `reports` are the ids of the reports that carry the value, `claims` their claims in the same order where
    the reports were read from text; copies of another document are left out of both. `rule` is the rule's name and
    `reason` its words. `stance` and `speaker` are those of the chosen claims: an allegation stays one.
    """

    field: str
    value: DerivedValue
    reports: tuple[str, ...]
    rule: str
    reason: str = ""
    beaten: tuple[Beaten, ...] = ()
    stance: str = "stated"
    speaker: str | None = None
    confidence: float = 1.0
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Incident:
    """The reports that tell of one act, and what they say together by `rule`.

    `voices` counts the independent voices among the reports: copies and syndicated texts speak with one. `as_of` is the day
    up to which reports were heard, None for all of them.
    """

    id: str
    report_ids: tuple[str, ...]
    cells: tuple[Cell, ...] = ()
    rule: str = ""
    voices: int = 0
    as_of: str | None = None

    def cells_of(self, field: str) -> tuple[Cell, ...]:
        """List the cells of one field, in their order."""
        return tuple(cell for cell in self.cells if cell.field == field)

    def cell(self, field: str) -> Cell | None:
        """Give the first cell of one field, or None when no report fills it."""
        return next((cell for cell in self.cells if cell.field == field), None)

    def value_of(self, field: str) -> DerivedValue | None:
        """Give the value of the first cell of `field`, or None when no report fills it."""
        cell = self.cell(field)
        return cell.value if cell else None
