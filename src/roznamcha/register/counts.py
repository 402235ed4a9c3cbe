"""In how many stories the words, names and places of the reports stand, as linking counted them.

Terms are looked up one by one, so that a pair of reports is reckoned on a page without reading the whole register.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from roznamcha.register.store import Register


class StoryCounts:
    """The counts of one kind of term, looked up when they are asked for; the term "" is the number of all stories."""

    def __init__(self, register: Register, kind: str) -> None:
        self._register = register
        self._kind = kind

    def __getitem__(self, term: str) -> int:
        """Give the number of stories, 0 for a term that was never counted."""
        row = self._register.db.execute(
            "SELECT stories FROM story_counts WHERE kind = ? AND term = ?", (self._kind, term)
        ).fetchone()
        return int(row[0]) if row else 0


def add_story_counts(db: sqlite3.Connection, rows: Iterable[tuple[str, str, int]]) -> None:
    """Add what was counted of each kind and term to what stands; call it inside `Register.transaction`."""
    add = (
        "INSERT INTO story_counts (kind, term, stories) VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET stories = stories + excluded.stories"
    )
    db.executemany(add, rows)


def forget_story_counts(db: sqlite3.Connection) -> None:
    """Forget all counts, before everything is counted anew; call it inside `Register.transaction`."""
    db.execute("DELETE FROM story_counts")
