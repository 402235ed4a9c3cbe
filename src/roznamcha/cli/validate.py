"""`roznamcha validate`: check anyone's file of a known layout."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from roznamcha.cli.output import console, count, is_terminal, print_json

NAMES = ("ged", "acled", "gtd", "plover", "ftm", "geojson", "csv", "parquet", "sqlite", "capture-matrix")
"""The formats, named here so that `--help` need not import the validators; a test keeps them equal."""
SHOWN = 200
"""Faults printed on a terminal; piped, all of them are."""


def validate(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to check.", exists=True, dir_okay=False)],
    format: Annotated[
        str,
        typer.Option(
            "--format", "-f", help="One of ged, acled, gtd, plover, ftm, geojson, csv, parquet, sqlite, capture-matrix."
        ),
    ],
) -> None:
    """Check a file of a known layout and say row, column and rule of every fault.

    Errors break the layout (exit 1); warnings are rules that the publishers' own rows break now and then. Of the formats that
    are Roznamcha's own (csv, parquet, sqlite, capture-matrix), the header, the types and the ids are checked.

    \b
    Example:
      roznamcha validate --format ged ged.csv
    """
    from collections import Counter
    from dataclasses import asdict

    from rich.table import Table

    from roznamcha.export.validate import validate as check

    levels: Counter[str] = Counter()
    table = Table("row", "column", "rule", "value", "level", show_edge=False, pad_edge=False)
    for fault in check(file, format):
        levels[fault.level] += 1
        if not is_terminal():
            print_json(asdict(fault))
        elif sum(levels.values()) <= SHOWN:
            table.add_row(str(fault.row), fault.column, fault.rule, fault.value, fault.level)
    if table.row_count:
        console().print(table)
    typer.echo(f"{file}: {count(levels['error'], 'error')}, {count(levels['warning'], 'warning')}", err=True)
    if levels["error"]:
        raise typer.Exit(1)
