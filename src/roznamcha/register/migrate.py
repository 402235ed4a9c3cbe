"""Numbered steps from an empty file to today's tables.

Each step is one SQL file and runs in one transaction together with the line that records it: a file is always at a whole
number of steps, whenever the process dies. A file that knows more steps than this version is refused, not guessed at.
"""

from __future__ import annotations

import hashlib
import sqlite3
from functools import cache
from importlib.resources import files

from roznamcha.errors import RegisterError

APPLICATION_ID = 0x526F7A6E
"""Marks the file as a register ("Rozn") for whoever meets it later."""

RECORD = """
CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL) STRICT
"""


@cache
def migrations() -> list[tuple[int, str, str]]:
    """List the steps in order: number, name, SQL; they are read once, since every request of a server opens its register."""
    folder = files("roznamcha.register") / "migrations"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return [(int(name[:4]), name, (folder / name).read_text(encoding="utf-8")) for name in names]


def migrate(db: sqlite3.Connection) -> int:
    """Bring the file to the last step and give the number of steps taken; raise RegisterError for a file from the future."""
    steps = migrations()
    check_steps(db)
    return sum(_apply(db, *step) for step in steps)


def check_steps(db: sqlite3.Connection) -> None:
    """Raise RegisterError when the file took a step that this version does not know, or knows by another content."""
    known = {number: _digest(sql) for number, _, sql in migrations()}
    for number in applied(db):
        (digest,) = db.execute("SELECT digest FROM migrations WHERE number = ?", (number,)).fetchone()
        if number not in known:
            raise RegisterError(f"the register is at step {number}, which this version does not know; use a later roznamcha")
        if digest != known[number]:
            raise RegisterError(f"its tables are those of an unfinished version (step {number}); code its sources anew")


def applied(db: sqlite3.Connection) -> list[int]:
    """List the numbers of the steps that the file has taken."""
    known = db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'migrations'").fetchone()
    return [number for (number,) in db.execute("SELECT number FROM migrations ORDER BY number")] if known else []


def _apply(db: sqlite3.Connection, number: int, name: str, sql: str) -> bool:
    if number in applied(db):
        return False
    db.execute("BEGIN IMMEDIATE")
    try:
        if number in applied(db):  # another process took the step while this one waited
            db.execute("ROLLBACK")
            return False
        db.execute(RECORD)
        for statement in _statements(sql):
            db.execute(statement)
        db.execute("INSERT INTO migrations VALUES (?, ?, ?)", (number, name, _digest(sql)))
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise
    return True


@cache
def _digest(sql: str) -> str:
    return hashlib.sha256(sql.encode()).hexdigest()


def _statements(sql: str) -> list[str]:
    """Cut a script into statements; `executescript` would commit what is open, and a trigger holds semicolons of its own."""
    statements, current = [], ""
    for line in sql.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            statements.append(current)
            current = ""
    return statements
