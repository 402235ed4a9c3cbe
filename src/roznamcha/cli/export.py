"""`roznamcha export`: write the register's incidents in a layout of the field."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from roznamcha.cli.days import AsOf
from roznamcha.errors import SettingsError

NAMES = ("ged", "acled", "gtd", "plover", "csv", "ftm", "geojson", "parquet", "sqlite", "capture-matrix", "records")
"""The formats, named here so that `--help` need not import the exporters; a test keeps them equal."""


def export(
    register: Annotated[Path, typer.Argument(metavar="REGISTER", help="The register to read.")],
    format: Annotated[str, typer.Option("--format", "-f", help=f"One of {', '.join(NAMES)}.")],
    out: Annotated[str, typer.Option("--out", "-o", help="The file to write; - is standard output.")] = "-",
    rule: Annotated[
        str | None, typer.Option(help="The rule that settles figures that disagree; each layout has its own.")
    ] = None,
    as_of: AsOf = None,
    names: Annotated[
        bool, typer.Option("--names", help="Give private persons' names, which are withheld otherwise; records always give them.")
    ] = False,
) -> None:
    """Write the register's incidents in a layout of the field.

    \b
    Example:
      roznamcha export attacks.register --format ged --out ged.csv
    """
    from roznamcha.derive import entries
    from roznamcha.export import RULE_OF
    from roznamcha.export import export as write
    from roznamcha.link.consolidate import DEFAULT_RULE
    from roznamcha.register import open_register

    if format == "records":
        if rule is not None or as_of is not None:
            raise SettingsError("records are single reports: --rule and --as-of are about incidents and have no meaning for them")
        return _export_records(register, out)
    if format not in NAMES:
        raise SettingsError(f"there is no format {format!r}; choose one of {', '.join(NAMES)}")
    with open_register(register, read_only=True) as opened:
        told = entries(opened, rule or RULE_OF.get(format, DEFAULT_RULE), as_of=as_of)
        exported, text = write(told, format, None if out == "-" else Path(out), names=names)
    typer.echo(text, nl=False)
    reasons = Counter(left.reason for left in exported.left_out)
    typer.echo(f"{exported.written} written to {'standard output' if out == '-' else out}", err=True)
    for reason, number in sorted(reasons.items()):
        typer.echo(f"{number} left out: {reason}", err=True)
    return None


def _export_records(register: Path, out: str) -> None:
    """Write what stands after review in the form of the codebook, one object a document: training data from corrections."""
    from roznamcha.derive import standing_records
    from roznamcha.export.records import record_line
    from roznamcha.register import open_register

    with open_register(register, read_only=True) as opened:
        lines = [record_line(record, source) for record, source in standing_records(opened)]
    text = "".join(line + "\n" for line in lines)
    if out == "-":
        typer.echo(text, nl=False)
    else:
        Path(out).write_text(text, encoding="utf-8")
    typer.echo(f"{len(lines)} records written to {'standard output' if out == '-' else out}", err=True)
