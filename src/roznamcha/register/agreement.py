"""How far two or more reviewers agree, field by field: Krippendorff's alpha for nominal values.

The units are the claims that at least two users decided about, one by one or with their whole report; the values are what
each user said of the claim first (confirmed, the corrected value, rejected, unknown), before seeing what others had said: words
that were given or changed with the others' in sight would agree by persuasion. Alpha is 1 for full agreement, 0 for what chance
would give (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability").
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from roznamcha.register.decisions import decisions_in_force
from roznamcha.register.review import CLAIM_KINDS, SEEN
from roznamcha.register.store import Register


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement on one field: how many claims several users judged, on how many they agree, and alpha (None below 2)."""

    field: str
    units: int
    agreed: int
    alpha: float | None


def agreement(register: Register) -> list[Agreement]:
    """Reckon the agreement on every field that two or more users have judged, in the order of the field's name."""
    fields, of_report = _decided_claims(register)
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for decision in decisions_in_force(register):
        if decision.kind in CLAIM_KINDS and not decision.payload.get(SEEN):
            value = json.dumps(decision.payload.get("value"), sort_keys=True) if decision.kind == "correct" else decision.kind
            for claim in of_report.get(decision.target, [decision.target] if decision.target in fields else []):
                said[claim].setdefault(decision.user, value)
    by_field: dict[str, list[list[str]]] = defaultdict(list)
    for claim, values in said.items():
        if len(values) > 1:
            by_field[fields[claim]].append(list(values.values()))
    return [_line(field, by_field[field]) for field in sorted(by_field)]


def _decided_claims(register: Register) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Read the claims that decisions are about: claim → field, and report → claims where whole reports were decided."""
    rows = register.db.execute(
        "SELECT id, field, report, report IN (SELECT target FROM decisions) FROM claims"
        " WHERE id IN (SELECT target FROM decisions) OR report IN (SELECT target FROM decisions) ORDER BY report, n"
    ).fetchall()
    of_report: dict[str, list[str]] = defaultdict(list)
    for claim, _, report, whole in rows:
        if whole:
            of_report[report].append(claim)
    return {claim: field for claim, field, _, _ in rows}, dict(of_report)


def _line(field: str, units: list[list[str]]) -> Agreement:
    return Agreement(field, len(units), sum(len(set(unit)) == 1 for unit in units), alpha(units))


def alpha(units: Iterable[Sequence[str]]) -> float | None:
    """Reckon Krippendorff's alpha for nominal values; None where nothing can be compared.

    >>> alpha([["a", "a"], ["b", "b"], ["a", "a"]])
    1.0
    >>> round(alpha([["a", "a"], ["a", "b"], ["b", "b"], ["b", "a"]]), 3)
    0.125
    """
    pairable = [unit for unit in units if len(unit) > 1]
    totals = Counter(value for unit in pairable for value in unit)
    n = sum(totals.values())
    if n < 2:
        return None
    observed = sum(_disagreeing(Counter(unit)) / (len(unit) - 1) for unit in pairable) / n
    expected = _disagreeing(totals) / (n * (n - 1))
    return 1.0 if expected == 0 else 1 - observed / expected


def _disagreeing(counts: Counter[str]) -> int:
    n = sum(counts.values())
    return n * n - sum(count * count for count in counts.values())
