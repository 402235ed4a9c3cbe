"""Check anyone's file of a known layout: every fault with its row, its column and the rule that it breaks.

Two levels: an "error" breaks the layout; a "warning" is a rule that the publisher's own rows break now and then (UCDP's
`low <= best <= high` fails on about one row in a hundred), so a file may be right all the same. Tabular layouts are checked
against `data/schemas` and then against the rules between columns in `rules.py`; JSON layouts line by line.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from roznamcha.errors import DataError
from roznamcha.export.layout import LAYOUTS, Column, layout
from roznamcha.export.rules import JSON_RULES, ROW_RULES
from roznamcha.model.codebook import SUB_EVENT_TYPES

FORMATS = (*LAYOUTS, "plover", "ftm", "geojson")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: `row` counts data rows from 1 (0 is the header), `level` is "error" or "warning"."""

    row: int
    column: str
    rule: str
    value: str = ""
    level: str = "error"


def validate(path: Path, format: str) -> Iterator[Fault]:
    """Check a file of one of `FORMATS` and yield its faults in the order of the rows.

    Raises DataError when the file cannot be read as that kind of file at all.
    """
    if format in LAYOUTS:
        yield from _table(path, format)
    elif format == "geojson":
        yield from _features(path)
    elif format in JSON_RULES:
        yield from _json_lines(path, format)
    else:
        raise DataError(f"{format} has no validator; choose one of {', '.join(FORMATS)}")


def _table(path: Path, name: str) -> Iterator[Fault]:
    columns = layout(name)
    csv.field_size_limit(sys.maxsize)
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            header = reader.fieldnames or []
            yield from _header([column.name for column in columns], list(header))
            known = [column for column in columns if column.name in header]
            for number, row in enumerate(reader, 1):
                yield from _row(number, row, known, name)
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path} is no CSV file in UTF-8: {error}") from error


def _header(wanted: list[str], found: list[str]) -> Iterator[Fault]:
    missing = [name for name in wanted if name not in found]
    yield from (Fault(0, name, "the column is missing") for name in missing)
    yield from (Fault(0, name or "(no name)", "the layout has no such column") for name in found if name not in wanted)
    if not missing and [name for name in found if name in wanted] != wanted:
        yield Fault(0, "", "the columns stand in another order than the layout's", level="warning")


def _row(number: int, row: dict[str, Any], columns: list[Column], name: str) -> Iterator[Fault]:
    if row.get(None):  # type: ignore[call-overload]
        yield Fault(number, "", "the row has more cells than the header")
    broken = False
    for column in columns:
        value = row.get(column.name)
        rule = "the row has fewer cells than the header" if value is None else check(column, value)
        if rule:
            broken = True
            yield Fault(number, column.name, rule, str(value or "")[:80])
    if not broken and len(columns) == len(layout(name)):
        for column_name, rule, level in ROW_RULES[name](row):
            yield Fault(number, column_name, rule, str(row.get(column_name, ""))[:80], level)


def check(column: Column, value: str) -> str:
    """Name the rule that a cell breaks, or give an empty string.

    >>> where_prec = next(column for column in layout("ged") if column.name == "where_prec")
    >>> check(where_prec, "9"), check(where_prec, "2")
    ('must lie in 1 to 7', '')
    """
    if value == "":
        return "" if column.blank else "must not be blank"
    return _CHECKS[column.type](column, value)


def _check_int(column: Column, value: str) -> str:
    return _in_range(column, float(value)) if re.fullmatch(r"-?\d+(\.0+)?", value) else "must be a whole number"


def _check_float(column: Column, value: str) -> str:
    try:
        return _in_range(column, float(value))
    except ValueError:
        return "must be a number"


def _in_range(column: Column, value: float) -> str:
    if not column.domain:
        return ""
    low, _, high = column.domain.partition(":")
    inside = (not low or value >= float(low)) and (not high or value <= float(high))
    return "" if inside else f"must lie in {low} to {high}" if high else f"must be {low} or more"


def _check_flag(column: Column, value: str) -> str:
    return "" if value in ("0", "1", "0.0", "1.0", "-9", "-9.0") else "must be 0 or 1"


def _check_text(column: Column, value: str) -> str:
    return "" if not column.domain or re.search(column.domain, value) else f"must have the form {column.domain}"


def _check_choice(column: Column, value: str) -> str:
    choices = SUB_EVENT_TYPES if column.domain == "@sub_event_types" else tuple(column.domain.split("|"))
    numeric = value.removesuffix(".0")
    return (
        ""
        if value in choices or numeric in choices
        else f"must be one of {', '.join(choices[:6])}{' …' if len(choices) > 6 else ''}"
    )


def _check_date(column: Column, value: str) -> str:
    try:
        date.fromisoformat(value)
    except ValueError:
        return "must be a day, YYYY-MM-DD"
    return ""


def _check_datetime(column: Column, value: str) -> str:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return "must be a day with time, YYYY-MM-DD 00:00:00.000"
    return ""


_CHECKS = {
    "int": _check_int,
    "float": _check_float,
    "flag": _check_flag,
    "text": _check_text,
    "choice": _check_choice,
    "date": _check_date,
    "datetime": _check_datetime,
}


def _json_lines(path: Path, format: str) -> Iterator[Fault]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except json.JSONDecodeError as error:
                yield Fault(number, "", f"is not JSON: {error.msg}", line[:80].strip())
                continue
            yield from (Fault(number, column, rule, level=level) for column, rule, level in JSON_RULES[format](record))


def _features(path: Path) -> Iterator[Fault]:
    try:
        collection = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path} is not JSON: {error}") from error
    if not isinstance(collection, dict) or collection.get("type") != "FeatureCollection":
        yield Fault(0, "type", "must be FeatureCollection")
        return
    for number, feature in enumerate(collection.get("features") or [], 1):
        yield from (Fault(number, column, rule, level=level) for column, rule, level in JSON_RULES["geojson"](feature))
