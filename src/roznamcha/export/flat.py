"""The plain table of incidents: one row each, with everything that fits a cell. CSV, Parquet, GeoJSON and SQLite share it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from roznamcha.errors import SettingsError
from roznamcha.export.entry import Entry, actor_of, actors, country, text_of, toll, when, where
from roznamcha.export.names import Masker
from roznamcha.export.sources import citations
from roznamcha.export.words import allegation, describe
from roznamcha.model.codebook import COUNTS, EVENT_TYPE_OF
from roznamcha.model.values import Claimed, DateValue, Weapon

Cell = str | int | float | bool | None
COLUMNS: dict[str, str] = {
    "id": "The incident's id",
    "date": "When it happened, EDTF",
    "date_start": "Earliest day",
    "date_end": "Latest day",
    "date_prec": "UCDP's 1 to 5; empty when unknown",
    "event_type": "ACLED event type",
    "sub_event_type": "ACLED sub-event type",
    "status": "occurred or thwarted",
    "scope": "political, criminal or unclear",
    "place": "Place names as printed, smallest first",
    "place_id": "Gazetteer id of the place",
    "adm1": "Province",
    "adm2": "District",
    "country": "ISO 3166, two letters",
    "latitude": "WGS84; empty when the place is unknown",
    "longitude": "WGS84; empty when the place is unknown",
    "radius_km": "How far the act may lie from the point",
    "where_prec": "UCDP's 1 to 7",
    "perpetrators": "Attackers with stance and speaker",
    "participants": "Sides of a clash whose order is not told",
    "targets": "Who or what was attacked",
    **{f"{field}_{part}": f"{field.capitalize()}: {part} figure" for field in COUNTS for part in ("low", "best", "high")},
    "weapons": "Weapon types",
    "claim": "Who claimed or denied it",
    "description": "The incident in words, with the quoted act",
    "n_reports": "Reports linked",
    "n_voices": "Independent voices among them",
    "rule": "The rule that derived the values",
    "reviewed": "Whether a person confirmed it",
    "sources": "The reports, cited",
}
"""Every column of the flat table and what it holds."""


def flat_row(entry: Entry, masker: Masker) -> dict[str, Cell]:
    """Lay one incident out in `COLUMNS`; what no report fills is None or empty."""
    cells = {**_head(entry), **_place(entry, masker), **_parties(entry, masker), **_counts(entry), **_tail(entry, masker)}
    return {column: cells[column] for column in COLUMNS}


def _head(entry: Entry) -> dict[str, Cell]:
    value, days = entry.incident.value_of("date"), when(entry)
    return {
        "id": entry.incident.id,
        "date": value.edtf if isinstance(value, DateValue) else None,
        "date_start": str(days.first) if days else None,
        "date_end": str(days.last) if days else None,
        "date_prec": days.code((1, 2, 3, 4, 5)) if days else None,
        "event_type": EVENT_TYPE_OF.get(text_of(entry, "sub_event_type")),
        **{field: text_of(entry, field) for field in ("sub_event_type", "status", "scope")},
    }


def _place(entry: Entry, masker: Masker) -> dict[str, Cell]:
    place, land = where(entry), country(entry)
    named: dict[str, Cell] = {"place": "; ".join(masker.places(entry)), "country": land.iso2 if land else None}
    if place is None:
        return named | dict.fromkeys(("place_id", "adm1", "adm2", "latitude", "longitude", "radius_km", "where_prec"))
    return named | {
        "place_id": place.id,
        "adm1": place.adm1,
        "adm2": place.adm2,
        "latitude": round(place.lat, 5),
        "longitude": round(place.lon, 5),
        "radius_km": place.radius_km,
        "where_prec": place.where_prec,
    }


def _parties(entry: Entry, masker: Masker) -> dict[str, Cell]:
    return {
        "perpetrators": "; ".join(allegation(cell, masker) for cell in actors(entry, "perpetrator")),
        "participants": "; ".join(allegation(cell, masker) for cell in actors(entry, "participant")),
        "targets": "; ".join(masker.actor(actor_of(cell).name, actor_of(cell).kind) for cell in actors(entry, "target")),
    }


def _counts(entry: Entry) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for field in COUNTS:
        counted = toll(entry, field)
        cells |= {f"{field}_{part}": getattr(counted, part) if counted else None for part in ("low", "best", "high")}
    return cells


def _tail(entry: Entry, masker: Masker) -> dict[str, Cell]:
    used = [cell.value.type for cell in entry.incident.cells_of("weapon") if isinstance(cell.value, Weapon)]
    claim = entry.incident.value_of("claim")
    by = f" by {masker.text(claim.by.text)}" if isinstance(claim, Claimed) and claim.by else ""
    return {
        "weapons": "; ".join(dict.fromkeys(used)),
        "claim": f"{claim.status}{by}" if isinstance(claim, Claimed) else None,
        "description": describe(entry, masker),
        "n_reports": len(entry.reports),
        "n_voices": entry.incident.voices,
        "rule": entry.incident.rule,
        "reviewed": entry.reviewed,
        "sources": "; ".join(masker.text(cited) for cited in citations(entry)),
    }


def write_csv(entries: Iterator[Entry], out: TextIO, *, names: bool = False) -> int:
    """Write the flat table as CSV and return the number of rows."""
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    written = 0
    for entry in entries:
        row = flat_row(entry, Masker(entry, names=names))
        writer.writerow({key: "" if value is None else value for key, value in row.items()})
        written += 1
    return written


PARQUET_TYPES = {
    "date_start": "DATE",
    "date_end": "DATE",
    **dict.fromkeys(("latitude", "longitude", "radius_km"), "DOUBLE"),
    **dict.fromkeys(("date_prec", "where_prec", "n_reports", "n_voices"), "INTEGER"),
    **{f"{field}_{part}": "INTEGER" for field in COUNTS for part in ("low", "best", "high")},
    "reviewed": "BOOLEAN",
}


def write_parquet(entries: Iterator[Entry], path: Path, *, names: bool = False) -> int:
    """Write the flat table as GeoParquet (needs the extra `analysis`) and return the number of rows.

    The point stands in `geometry`, null where the place is unknown. Raises SettingsError when DuckDB is not installed.
    """
    try:
        import duckdb
    except ImportError as error:
        raise SettingsError("parquet needs DuckDB: pip install 'roznamcha[analysis]'") from error
    with duckdb.connect() as db:
        columns = ", ".join(f'"{name}" {PARQUET_TYPES.get(name, "VARCHAR")}' for name in COLUMNS)
        db.execute(f"CREATE TABLE incidents ({columns})")
        rows = [
            [None if cell == "" else cell for cell in flat_row(entry, Masker(entry, names=names)).values()] for entry in entries
        ]
        if rows:
            db.executemany(f"INSERT INTO incidents VALUES ({', '.join('?' * len(COLUMNS))})", rows)
        point = "CASE WHEN latitude IS NOT NULL THEN concat('POINT (', longitude, ' ', latitude, ')')::GEOMETRY END AS geometry"
        target = str(path).replace("'", "''")
        db.execute(f"COPY (SELECT *, {point} FROM incidents ORDER BY id) TO '{target}' (FORMAT parquet)")
    return len(rows)
