"""Check anyone's file of a known layout: every fault with its row, its column and the rule that it breaks.

Two levels: an "error" breaks the layout; a "warning" is a rule that the publisher's own rows break now and then (UCDP's
`low <= best <= high` fails on about one row in a hundred), so a file may be right all the same. Tabular layouts are checked
against `data/schemas` and then against the rules between columns in `rules.py`, JSON layouts record by record (`jsonrules.py`),
and the four formats that are Roznamcha's own (csv, parquet, sqlite, capture-matrix) by their header, types and ids (`own.py`).
Whatever a file holds is a fault of the file; only what cannot be read as that kind of file at all is refused.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from roznamcha.errors import DataError
from roznamcha.export import own
from roznamcha.export.check import check
from roznamcha.export.fault import Fault, repeated_id
from roznamcha.export.jsonrules import JSON_RULES
from roznamcha.export.layout import LAYOUTS, Column, layout
from roznamcha.export.rules import ROW_RULES

__all__ = ["FORMATS", "Fault", "validate"]

FORMATS = (*LAYOUTS, "plover", "ftm", "geojson", "csv", "parquet", "sqlite", "capture-matrix")
_IDS = {"ged": "id", "acled": "event_id_cnty", "gtd": "eventid", "csv": "id"}


def validate(path: Path, format: str) -> Iterator[Fault]:
    """Check a file of one of `FORMATS` and yield its faults in the order of the rows.

    Raises DataError when the file cannot be read as that kind of file at all.
    """
    if format not in FORMATS:
        raise DataError(f"{format} has no validator; choose one of {', '.join(FORMATS)}")
    if format in own.CHECKS:
        yield from own.CHECKS[format](path)
        return
    try:
        yield from _FORM.get(format, _table)(path, format)
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is no {'CSV' if format in _IDS else 'JSON'} file in UTF-8: {error}") from error
    except csv.Error as error:
        raise DataError(f"{path} is no CSV file in UTF-8: {error}") from error


def _table(path: Path, name: str) -> Iterator[Fault]:
    columns = own.FLAT if name == "csv" else layout(name)
    csv.field_size_limit(sys.maxsize)
    ids: set[str] = set()
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        header = reader.fieldnames or []
        yield from _header([column.name for column in columns], list(header))
        for number, row in enumerate(reader, 1):
            yield from _row(number, row, [column for column in columns if column.name in header], name)
            yield from repeated_id(number, _IDS[name], row.get(_IDS[name]), ids)


def _header(wanted: list[str], found: list[str]) -> Iterator[Fault]:
    missing = [name for name in wanted if name not in found]
    yield from (Fault(0, name, "the column is missing") for name in missing)
    yield from (Fault(0, name or "(no name)", "the layout has no such column") for name in found if name not in wanted)
    yield from (Fault(0, name, "the column stands there twice") for name in wanted if found.count(name) > 1)
    if not missing and [name for name in found if name in wanted] != wanted:
        yield Fault(0, "", "the columns stand in another order than the layout's", level="warning")


def _row(number: int, row: dict[str, Any], columns: Sequence[Column], name: str) -> Iterator[Fault]:
    if row.get(None):  # type: ignore[call-overload]
        yield Fault(number, "", "the row has more cells than the header")
    broken = False
    for column in columns:
        value = row.get(column.name)
        rule = "the row has fewer cells than the header" if value is None else check(column, value)
        if rule:
            broken = True
            yield Fault(number, column.name, rule, str(value or "")[:80])
    if not broken and len(columns) == len(own.FLAT if name == "csv" else layout(name)):
        for column_name, rule, level in ROW_RULES[name](row):
            yield Fault(number, column_name, rule, str(row.get(column_name, ""))[:80], level)


def _json_lines(path: Path, format: str) -> Iterator[Fault]:
    ids: set[str] = set()
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield Fault(number, "", f"is not JSON: {_why(error)}", line[:80].strip())
                continue
            yield from _record(number, record, format, ids)


def _features(path: Path, format: str) -> Iterator[Fault]:
    try:
        collection = json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        raise DataError(f"{path} is not JSON: {error}") from error
    except RecursionError as error:
        raise DataError(f"{path} is not JSON: {_why(error)}") from error
    if not isinstance(collection, dict) or collection.get("type") != "FeatureCollection":
        yield Fault(0, "type", "must be FeatureCollection")
        return
    features = collection.get("features")
    if not isinstance(features, list):
        yield Fault(0, "features", "must be a list of features")
        return
    ids: set[str] = set()
    for number, feature in enumerate(features, 1):
        yield from _record(number, feature, format, ids)


def _record(number: int, record: Any, format: str, ids: set[str]) -> Iterator[Fault]:
    yield from (Fault(number, column, rule, level=level) for column, rule, level in JSON_RULES[format](record))
    if format != "ftm" and isinstance(record, dict):  # statements about one entity may stand in several lines
        yield from repeated_id(number, "id", record.get("id"), ids)


def _why(error: Exception) -> str:
    return error.msg if isinstance(error, json.JSONDecodeError) else "it is nested too deep"


_FORM = {"plover": _json_lines, "ftm": _json_lines, "geojson": _features}
