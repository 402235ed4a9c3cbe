"""The run log: which version read what, with which options, and when.

A run that added nothing leaves no line, so that running again changes nothing. A run that was killed leaves an unfinished
line, and the next run with the same version and options goes on with it.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from roznamcha.register.store import Register


class InputDigest:
    """A digest over the sources read that does not depend on their order.

    >>> one, other = InputDigest(), InputDigest()
    >>> for name in ("a", "b"): one.add(name)
    >>> for name in ("b", "a"): other.add(name)
    >>> one.hexdigest() == other.hexdigest()
    True
    """

    def __init__(self) -> None:
        self._sum = 0

    def add(self, asked: str) -> None:
        """Add one source by its `ids.asked_id`. Addition, unlike exclusive or, tells two of a kind from none."""
        self._sum += int.from_bytes(hashlib.sha256(asked.encode()).digest())

    def hexdigest(self) -> str:
        """Give the digest so far."""
        return f"{self._sum % 2**256:064x}"


def begin_run(register: Register, version: str, options: str) -> int:
    """Open a run, or go on with the one that was cut off, and give its row."""
    with register.transaction() as db:
        unfinished = unfinished_run(register, version, options)
        if unfinished is not None:
            return unfinished
        row = (version, options, _now())
        cursor = db.execute("INSERT INTO runs (version, options, started) VALUES (?, ?, ?)", row)
        return int(cursor.lastrowid or 0)


def unfinished_run(register: Register, version: str, options: str) -> int | None:
    """Give the row of a run by this version, with these options, that was cut off."""
    query = "SELECT row FROM runs WHERE version = ? AND options = ? AND finished IS NULL"
    row = register.db.execute(query, (version, options)).fetchone()
    return int(row[0]) if row else None


def finish_run(register: Register, run: int, inputs: str) -> None:
    """Close a run with the digest of what it read."""
    with register.transaction() as db:
        db.execute("UPDATE runs SET inputs = ?, finished = ? WHERE row = ?", (inputs, _now(), run))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
