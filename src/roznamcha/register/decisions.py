"""The review log: who decided what, when and why. Lines are appended and never changed.

A decision names its target by a content-derived id (a claim, a report, an incident), so that it outlives a coding anew. To
undo one is a decision of its own, and undoing that brings the first back into force.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from roznamcha.errors import RegisterError
from roznamcha.register.ids import derive_id
from roznamcha.register.store import Register

UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the log."""

    id: str
    kind: str
    target: str
    payload: Mapping[str, Any]
    user: str
    at: str
    reason: str = ""


def decide(register: Register, kind: str, target: str, *, user: str, reason: str = "", **payload: Any) -> Decision:
    """Append one decision, with the time, and give it back.

    >>> from roznamcha.register import open_register
    >>> with open_register(":memory:") as register:
    ...     confirmed = decide(register, "confirm", "a1", user="amna")
    ...     undone = undo(register, confirmed.id, user="amna", reason="wrong line")
    ...     [decision.kind for decision in read_decisions(register)], decisions_in_force(register)
    (['confirm', 'undo'], [])
    """
    at = datetime.now(UTC).isoformat(timespec="microseconds")
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    with register.transaction() as db:
        (number,) = db.execute("SELECT count(*) FROM decisions").fetchone()
        decision = Decision(derive_id("decision", number, kind, target, text, user, at), kind, target, payload, user, at, reason)
        db.execute(
            "INSERT INTO decisions (id, kind, target, payload, user, at, reason) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (decision.id, kind, target, text, user, at, reason),
        )
    return decision


def undo(register: Register, decision_id: str, *, user: str, reason: str = "") -> Decision:
    """Append the decision that takes another out of force; raise RegisterError when there is no such decision."""
    if register.db.execute("SELECT 1 FROM decisions WHERE id = ?", (decision_id,)).fetchone() is None:
        raise RegisterError(f"there is no decision {decision_id}")
    return decide(register, UNDO, decision_id, user=user, reason=reason)


def read_decisions(register: Register, target: str | None = None) -> list[Decision]:
    """Read the log in the order in which it was written, whole or for one target."""
    rows = register.db.execute(
        "SELECT id, kind, target, payload, user, at, reason FROM decisions WHERE ?1 IS NULL OR target = ?1 ORDER BY row",
        (target,),
    )
    return [Decision(row[0], row[1], row[2], json.loads(row[3]), *row[4:]) for row in rows]


def decisions_in_force(register: Register) -> list[Decision]:
    """List the decisions that no decision in force has undone, oldest first, without the undoings themselves."""
    log = read_decisions(register)
    undone: set[str] = set()
    for decision in reversed(log):  # the last word first: an undoing that is itself undone has no effect
        if decision.kind == UNDO and decision.id not in undone:
            undone.add(decision.target)
    return [decision for decision in log if decision.kind != UNDO and decision.id not in undone]
