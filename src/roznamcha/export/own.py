"""Checks of the formats that are Roznamcha's own: the plain table (csv, parquet), the SQLite file and the capture matrix.

No publisher stands behind them, so header, types and ids are what can be wrong.
"""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from roznamcha.errors import DataError
from roznamcha.export.check import is_day
from roznamcha.export.datasette import TABLES
from roznamcha.export.fault import Fault, repeated_id
from roznamcha.export.flat import COLUMNS, PARQUET_TYPES
from roznamcha.export.layout import Column
from roznamcha.model.codebook import EVENT_TYPES

_TYPES = {"DATE": "date", "DOUBLE": "float", "INTEGER": "int", "BOOLEAN": "choice"}
_DOMAINS = {
    "reviewed": "True|False",
    "event_type": "|".join(EVENT_TYPES),
    "sub_event_type": "@sub_event_types",
    "status": "occurred|thwarted",
    "scope": "political|criminal|unclear",
    "date_prec": "1:5",
    "where_prec": "1:7",
    "latitude": "-90:90",
    "longitude": "-180:180",
    "country": "^[A-Z]{2}$",
}
_CHOICES = ("event_type", "sub_event_type", "status", "scope")


def _column(name: str) -> Column:
    kind = "choice" if name in _CHOICES else _TYPES.get(PARQUET_TYPES.get(name, ""), "text")
    domain = _DOMAINS.get(name, "0:" if kind in ("int", "float") else "")
    return Column(name, kind, name not in ("id", "n_reports", "reviewed"), domain, COLUMNS[name])


FLAT = tuple(_column(name) for name in COLUMNS)
"""The plain table as columns that the checks of cells read."""


def _parquet(path: Path) -> Iterator[Fault]:
    try:
        import duckdb
    except ImportError as error:
        raise DataError("parquet needs DuckDB: pip install 'roznamcha[analysis]'") from error
    with duckdb.connect() as db:
        try:
            table = db.read_parquet(str(path))
        except duckdb.Error as error:
            raise DataError(f"{path} is no Parquet file: {str(error).splitlines()[0]}") from error
        found = dict(zip(table.columns, map(str, table.types), strict=True))
        wanted = {name: PARQUET_TYPES.get(name, "VARCHAR") for name in COLUMNS}
        yield from _columns(wanted, found, {"geometry"})
        for name, kind in wanted.items():
            if found.get(name, kind) != kind:
                yield Fault(0, name, f"must be {kind}", found[name])
        if "id" in found:
            yield from _repeated(table.project("id").fetchall())


def _sqlite(path: Path) -> Iterator[Fault]:
    with (
        closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db,
        closing(sqlite3.connect(":memory:")) as new,
    ):
        for statement in TABLES:
            new.execute(statement)
        try:
            for table in ("incidents", "documents", "reports", "evidence"):
                yield from _columns(_shape(new, table), _shape(db, table), set(), f"{table}.")
            if "id" in _shape(db, "incidents"):
                yield from _repeated(db.execute("SELECT id FROM incidents ORDER BY rowid").fetchall())
            for table, row, parent, _ in db.execute("PRAGMA foreign_key_check"):
                yield Fault(int(row or 0), table, f"names a row that {parent} does not have")
        except sqlite3.DatabaseError as error:
            raise DataError(f"{path} is no SQLite file: {error}") from error


def _shape(db: sqlite3.Connection, table: str) -> dict[str, str]:
    return {name: kind for _, name, kind, *_ in db.execute(f"PRAGMA table_info({table})")}


def _columns(wanted: dict[str, str], found: dict[str, str], more: set[str], table: str = "") -> Iterator[Fault]:
    yield from (Fault(0, table + name, "the column is missing") for name in wanted if name not in found)
    yield from (Fault(0, table + name, "the layout has no such column") for name in found if name not in {*wanted, *more})


def _repeated(rows: list[tuple[object, ...]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, (name,) in enumerate(rows, 1):
        yield from _id_faults(number, "id", name, seen)


def _id_faults(number: int, column: str, name: object, seen: set[str]) -> Iterator[Fault]:
    if not name:
        yield Fault(number, column, "must not be blank")
    yield from repeated_id(number, column, name, seen)


def _matrix(path: Path) -> Iterator[Fault]:
    seen: set[str] = set()
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.reader(lines)
            header = next(rows, [])
            if header[:2] != ["incident", "date_start"]:
                yield Fault(0, "", "must begin with incident and date_start")
                return
            yield from (Fault(0, name, "the column stands there twice") for name in sorted(set(header)) if header.count(name) > 1)
            for number, row in enumerate(rows, 1):
                yield from _matrix_row(number, row, header, seen)
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path} is no CSV file in UTF-8: {error}") from error


def _matrix_row(number: int, row: list[str], header: list[str], seen: set[str]) -> Iterator[Fault]:
    if len(row) != len(header):
        yield Fault(number, "", f"has {len(row)} cells, the header {len(header)}")
        return
    yield from _id_faults(number, "incident", row[0], seen)
    if row[1] and not is_day(row[1]):
        yield Fault(number, "date_start", "must be a day, YYYY-MM-DD", row[1])
    for name, cell in zip(header[2:], row[2:], strict=True):
        if cell not in ("0", "1"):
            yield Fault(number, name, "must be 0 or 1", cell[:80])


CHECKS: dict[str, Callable[[Path], Iterator[Fault]]] = {"parquet": _parquet, "sqlite": _sqlite, "capture-matrix": _matrix}
