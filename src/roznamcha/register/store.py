"""Open a register, and the one object through which everything else reaches it.

Readers never wait. Writers wait for one another: every write runs inside `Register.transaction`, which takes SQLite's
write lock at once (BEGIN IMMEDIATE) and waits up to a minute for it, so that a web server and `code` can write beside each
other. `synchronous=NORMAL` with WAL loses nothing when the process is killed; only a power cut may take the last commits,
and never half of one.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from types import TracebackType

from roznamcha.errors import RegisterError
from roznamcha.register.migrate import APPLICATION_ID, applied, check_steps, migrate, migrations

BUSY_SECONDS = 60


class Register:
    """One open register file. Use it as a context manager, or call `close`."""

    def __init__(self, db: sqlite3.Connection, path: Path | None) -> None:
        self.db = db
        self.path = path
        self._lock = RLock()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Run one write: all of it is kept, or none of it when an exception leaves the block."""
        with self._lock:
            try:
                self.db.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                raise RegisterError(f"{self.path}: cannot be written now: {error}") from error
            try:
                yield self.db
            except BaseException:
                self.db.execute("ROLLBACK")
                raise
            self.db.execute("COMMIT")

    def close(self) -> None:
        """Close the file; opening it again gives the same content."""
        self.db.close()

    def __enter__(self) -> Register:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def open_register(path: str | Path, *, create: bool = True, read_only: bool = False) -> Register:
    """Open a register, making it when it is not there yet.

    ":memory:" makes one that lives with the process. With `read_only`, or without `create`, the file must exist. Raises
    RegisterError when the file is no register, is from a later version, or cannot be opened.

    >>> with open_register(":memory:") as register:
    ...     register.db.execute("SELECT count(*) FROM documents").fetchone()
    (0,)
    """
    file = None if str(path) == ":memory:" else Path(path)
    if file is not None:
        _check_file(file, must_exist=read_only or not create)
    target = ":memory:" if file is None else file.resolve().as_uri() + ("?mode=ro" if read_only else "")
    try:
        db = sqlite3.connect(target, uri=file is not None, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS)
    except sqlite3.Error as error:
        raise RegisterError(f"{path}: cannot be opened: {error}") from error
    try:
        _prepare(db, read_only=read_only)
    except sqlite3.Error as error:
        db.close()
        raise RegisterError(f"{path}: is no register, or is damaged: {error}") from error
    except RegisterError as error:
        db.close()
        raise RegisterError(f"{path}: {error}") from error
    return Register(db, file)


def _check_file(file: Path, *, must_exist: bool) -> None:
    if file.is_dir():
        raise RegisterError(f"{file}: is a folder; name a file for the register")
    if not file.exists():
        if must_exist:
            raise RegisterError(f"{file}: there is no such register; make one with: roznamcha code SOURCE --register {file}")
        if not file.resolve().parent.is_dir():
            raise RegisterError(f"{file}: the folder {file.resolve().parent} does not exist; make it first")


def _prepare(db: sqlite3.Connection, *, read_only: bool) -> None:
    """Set the connection up and bring the tables to this version."""
    # In this order: another process may be making the tables, and marks the file in the same transaction.
    tables = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    (mark,) = db.execute("PRAGMA application_id").fetchone()
    if tables and mark != APPLICATION_ID:
        raise RegisterError("is a database of something else, not a register")
    if read_only:
        check_steps(db)
        if applied(db) != [number for number, _, _ in migrations()]:
            raise RegisterError("was written by another version; open it once for writing, or use a later roznamcha")
        db.execute("PRAGMA query_only = ON")
    else:
        _turn_to_wal(db)
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA foreign_keys = ON")
        migrate(db)
    db.execute("PRAGMA cache_size = -32768")


def _turn_to_wal(db: sqlite3.Connection) -> None:
    """Turn a new file to WAL; SQLite does not wait here by itself when another process is doing the same."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
