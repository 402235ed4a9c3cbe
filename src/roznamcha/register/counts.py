"""In how many stories the words, names and places of the reports stand, as the last linking counted them.

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
        """Give the number of stories; a term that is not kept stands in one alone, that of the report which holds it."""
        return self._find(term) or int(bool(term))

    def __contains__(self, term: object) -> bool:
        """Tell whether the term is kept."""
        return self._find(term) is not None

    def _find(self, term: object) -> int | None:
        query = "SELECT stories FROM story_counts WHERE kind = ? AND term = ?"
        row = self._register.db.execute(query, (self._kind, term)).fetchone()
        return int(row[0]) if row else None


def write_story_counts(db: sqlite3.Connection, rows: Iterable[tuple[str, str, int]]) -> None:
    """Write kind, term and number in place of all that stood; call it inside `Register.transaction`."""
    db.execute("DELETE FROM story_counts")
    db.executemany("INSERT INTO story_counts (kind, term, stories) VALUES (?, ?, ?)", rows)
