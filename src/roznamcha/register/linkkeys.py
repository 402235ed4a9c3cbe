"""Finding the reports that a new one may belong with, by keys that each report left when it was linked.

A key is kept as a digest of 63 bits: two keys that share one by chance let two reports be compared in vain, no more. Beside them
stand the lines of texts with the titles over which they were printed, by which furniture is told.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable

from roznamcha.register.store import Register

FOUND = """
SELECT report FROM (SELECT report FROM link_keys WHERE key = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY day DESC LIMIT ?5)
UNION SELECT report FROM (SELECT report FROM link_keys WHERE key = ?1 AND day = ?4 LIMIT ?5)
"""
TITLES_KEPT = 3
"""Over how many titles a line is kept: `furniture.COMMON` is not more."""


def digest_of(words: str) -> int:
    """Give 63 bits that stand for some words, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(words.encode("utf-8", "backslashreplace"), digest_size=8).digest(), "big") >> 1


class LinkKeys:
    """The keys of linked reports. `undated` is the day under which reports without a day stand."""

    def __init__(self, register: Register, undated: int, most: int) -> None:
        self._db = register.db
        self._undated = undated
        self._most = most

    def find(self, key: tuple[str | int, ...], first: int, last: int) -> list[int]:
        """List the rows of the latest reports that left a key from one day to another, and of undated ones, `most` of each."""
        values = (digest_of(repr(key)), first, last, self._undated, self._most)
        return [row for (row,) in self._db.execute(FOUND, values)]


def write_keys(db: sqlite3.Connection, report_id: str, day: int, keys: Iterable[tuple[str | int, ...]]) -> None:
    """Write the keys under which a report is found; call it inside `Register.transaction`."""
    (row,) = db.execute("SELECT row FROM reports WHERE id = ?", (report_id,)).fetchone()
    left = ((digest_of(repr(key)), day, row) for key in keys)
    db.executemany("INSERT OR IGNORE INTO link_keys (key, day, report) VALUES (?, ?, ?)", left)


def forget_keys(db: sqlite3.Connection) -> None:
    """Forget all keys and lines, which linking everything anew writes again; call it inside `Register.transaction`."""
    db.execute("DELETE FROM link_keys")
    db.execute("DELETE FROM common_lines")


class CommonLines:
    """The lines that stand in the texts of several differently titled documents: `line in lines` looks one up."""

    def __init__(self, register: Register, common: int) -> None:
        self._db = register.db
        self._common = common
        self._known: dict[str, bool] = {}

    def __contains__(self, line: object) -> bool:
        """Tell whether a line is common."""
        if line not in self._known:
            titles = self._db.execute("SELECT count(*) FROM common_lines WHERE line = ?", (digest_of(str(line)),)).fetchone()[0]
            self._known[str(line)] = titles >= self._common
        return self._known[str(line)]


def write_lines(db: sqlite3.Connection, title: str, text: str) -> None:
    """Note the lines of a text under its title, those apart that stand under enough; call it inside `Register.transaction`."""
    lines = {line.strip() for line in text.splitlines()} - {""}
    rows = [(digest_of(line), digest_of(title.lower())) for line in sorted(lines)]
    insert = (
        "INSERT OR IGNORE INTO common_lines (line, title) SELECT ?1, ?2"
        f" WHERE (SELECT count(*) FROM common_lines WHERE line = ?1) < {TITLES_KEPT}"
    )
    db.executemany(insert, rows)
