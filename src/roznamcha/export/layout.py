"""The tabular layouts of the field as data, and the one writer of their rows.

A layout is a list of `Column`s read from `data/schemas/NAME.tsv`: order, type, whether a blank is allowed, domain and how we
fill it. Exporters, the validator and the docs read the same table, so a column cannot be written, checked and described
in three different ways.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TextIO

LAYOUTS = ("ged", "acled", "gtd")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `type` is int, float, flag, text, date, datetime or choice; `domain` a range, a list or a pattern."""

    name: str
    type: str
    blank: bool
    domain: str
    meaning: str


@cache
def layout(name: str) -> tuple[Column, ...]:
    """Read the columns of one layout, in the publisher's order.

    >>> [column.name for column in layout("ged")][:3], len(layout("gtd"))
    (['id', 'relid', 'year'], 135)
    """
    table = files("roznamcha.data") / "schemas" / f"{name}.tsv"
    with table.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(Column(r["column"], r["type"], r["blank"] == "yes", r["domain"], r["meaning"]) for r in rows)


def write_rows(name: str, rows: Iterable[Mapping[str, object]], out: TextIO) -> int:
    """Write rows as CSV in the layout's column order, blanks for what a row lacks, and return how many were written.

    Raises ValueError for a key that the layout does not know, so that no exporter can invent a column.
    """
    columns = [column.name for column in layout(name)]
    writer = csv.DictWriter(out, columns, restval="", extrasaction="raise", lineterminator="\n")
    writer.writeheader()
    written = 0
    for row in rows:
        writer.writerow({key: "" if value is None else value for key, value in row.items()})
        written += 1
    return written
