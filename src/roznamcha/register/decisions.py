"""The review log: who decided what, when and why. Lines are appended and never changed.

A decision names its target by a content-derived id (a claim, a report, an incident), so that it outlives a coding anew. To
undo one is a decision of its own, and undoing that brings the first back into force.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from roznamcha.errors import RegisterError
from roznamcha.register.ids import derive_id
from roznamcha.register.store import Register

UNDO = "undo"
LINK_KINDS = ("merge", "split", "unlink")
"""What is decided about reports that tell of one act or of several."""
BATCH = "batch"
"""Name in the payload of what one action decided about several targets; undoing takes all of a batch back."""
COLUMNS = "id, kind, target, payload, user, at, reason"


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
    (decision,) = decide_all(register, kind, [target], user=user, reason=reason, **payload)
    return decision


def decide_all(
    register: Register, kind: str, targets: Sequence[str], *, user: str, reason: str = "", **payload: Any
) -> list[Decision]:
    """Append one action's decisions about all its targets, or none of them; several bear the same batch in their payload."""
    at = datetime.now(UTC).isoformat(timespec="microseconds")
    if len(targets) > 1:
        payload[BATCH] = derive_id("batch", kind, *targets, user, at)
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    with register.transaction() as db:
        (number,) = db.execute("SELECT count(*) FROM decisions").fetchone()
        decisions = [
            Decision(derive_id("decision", number + n, kind, target, text, user, at), kind, target, payload, user, at, reason)
            for n, target in enumerate(targets)
        ]
        db.executemany(
            f"INSERT INTO decisions ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(decision.id, kind, decision.target, text, user, at, reason) for decision in decisions],
        )
    return decisions


def undo(register: Register, decision_id: str, *, user: str, reason: str = "") -> Decision:
    """Append the decision that takes another out of force; raise RegisterError when there is no such decision."""
    if register.db.execute("SELECT 1 FROM decisions WHERE id = ?", (decision_id,)).fetchone() is None:
        raise RegisterError(f"there is no decision {decision_id}")
    return decide(register, UNDO, decision_id, user=user, reason=reason)


def read_decisions(register: Register, target: str | None = None, *, kinds: Sequence[str] = ()) -> list[Decision]:
    """Read the log in the order in which it was written, whole, for one target, or some kinds of decisions alone.

    Raises RegisterError when a line of it is damaged.
    """
    conditions = ["target = ?"] * (target is not None) + [f"kind IN ({', '.join('?' * len(kinds))})"] * bool(kinds)
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    return _read(register, where, (*([] if target is None else [target]), *kinds))


def latest_decisions(register: Register, most: int, offset: int = 0) -> list[Decision]:
    """Read some decisions, the latest first."""
    where = "WHERE row IN (SELECT row FROM decisions ORDER BY row DESC LIMIT ? OFFSET ?)"
    return _read(register, where, (most, offset))[::-1]


def read_decision(register: Register, decision_id: str) -> Decision | None:
    """Read one decision, or None when there is none of that id."""
    return next(iter(_read(register, "WHERE id = ?", (decision_id,))), None)


def decisions_about(register: Register, targets: Iterable[str]) -> list[Decision]:
    """Read what was decided about some targets, and about those decisions in turn, without reading the rest of the log."""
    named = json.dumps(list(targets))
    return _read(register, "WHERE id IN (SELECT id FROM about)", (named,), _ABOUT)


def batch_of(register: Register, decision: Decision) -> list[Decision]:
    """List the decisions that were taken in one action with another, that one among them."""
    batch = decision.payload.get(BATCH)
    if not batch:
        return [decision]
    return _read(register, f"WHERE user = ? AND at = ? AND payload ->> '{BATCH}' = ?", (decision.user, decision.at, batch))


def last_of(register: Register, user: str) -> Decision | None:
    """Find the last decision of a user that stands, undoings left out."""
    query = "SELECT id FROM decisions WHERE user = ? AND kind <> 'undo' ORDER BY row DESC"
    wanted = next((name for (name,) in register.db.execute(query, (user,)) if not is_undone(register, name)), None)
    return read_decision(register, wanted) if wanted else None


def is_undone(register: Register, decision_id: str) -> bool:
    """Tell whether a decision was undone by one that stands."""
    undoings = register.db.execute("SELECT id FROM decisions WHERE target = ? AND kind = 'undo'", (decision_id,)).fetchall()
    return any(not is_undone(register, undoing) for (undoing,) in undoings)


def decisions_in_force(register: Register, targets: Iterable[str] | None = None) -> list[Decision]:
    """List the decisions that no decision in force has undone, oldest first, without the undoings themselves.

    With `targets` only what was decided about them, and about values that were added to them, is read.
    """
    return in_force(read_decisions(register) if targets is None else decisions_about(register, targets))


def in_force(log: Sequence[Decision]) -> list[Decision]:
    """Choose from a log that holds all undoings of its lines those that none in force has undone, and no undoings."""
    undone = undone_in(log)
    return [decision for decision in log if decision.kind != UNDO and decision.id not in undone]


def undone_in(log: Sequence[Decision]) -> set[str]:
    """Name the decisions of a log that an undoing in force has undone, undoings among them."""
    undone: set[str] = set()
    for decision in reversed(log):  # the last word first: an undoing that is itself undone has no effect
        if decision.kind == UNDO and decision.id not in undone:
            undone.add(decision.target)
    return undone


_ABOUT = """
WITH RECURSIVE about (id) AS (
  SELECT d.id FROM json_each(?) t CROSS JOIN decisions d ON d.target = t.value
  UNION
  SELECT d.id FROM about a CROSS JOIN decisions d ON d.target = a.id
)
"""


def _read(register: Register, where: str, values: Sequence[str | int], before: str = "") -> list[Decision]:
    rows = register.db.execute(f"{before}SELECT {COLUMNS} FROM decisions {where} ORDER BY row", tuple(values))
    return [_decision(row) for row in rows]


def _decision(row: Sequence[Any]) -> Decision:
    try:
        return Decision(row[0], row[1], row[2], json.loads(row[3]), *row[4:])
    except ValueError as error:
        raise RegisterError(f"the decision {row[0]} is damaged: {row[3][:80]!r} is no JSON") from error
