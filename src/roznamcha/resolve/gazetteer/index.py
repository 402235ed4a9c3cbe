"""Read the gazetteer index: places by printed name, by sound, and the names of the units around them.

The file is opened read-only with a small page cache and without memory mapping, so it costs under 1 MB of memory
whatever its size; one connection a thread. Look-ups are batched: one query for all the names of a text.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from roznamcha.errors import DataError
from roznamcha.resolve.gazetteer.names import DATA, sound

SHIPPED = DATA.parent / "gazetteer.sqlite"
CACHE_KB = 400
UNITS_KEPT = 1000
"""Names of units that are kept in memory once asked for; then all are dropped."""
SOUNDS_ALIKE = 0.7
"""Two names with the same key by sound are taken for one from this similarity (of letters) on."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the index under one name: `grade` tells how sure the name is (0 own, 1 other, 2 weak, 3 by sound).

    `likeness` is that of the printed name to the name known by sound; `bare` marks a place found only once the type words of
    the printed name were taken off.
    """

    key: str
    name: str
    country: str
    adm1: str
    adm2: str
    lat: float
    lon: float
    feature: str
    radius: float
    population: int
    since: str
    until: str
    grade: int
    likeness: float = 1.0
    bare: bool = False


_COLUMNS = "p.key, p.name, p.country, p.adm1, p.adm2, p.lat, p.lon, p.feature, p.radius, p.population, p.since, p.until"


FAME = ("demonym", "country", "unit", "district", "big", "town", "hamlet", "weak", "other")


class Gazetteer:
    """An open index. Make it with `open_gazetteer`."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise DataError(f"the gazetteer index {path} does not exist; do: roznamcha gazetteer build")
        self.path = path
        self._local = threading.local()
        try:
            self._connection.execute(f"SELECT {_COLUMNS} FROM place p LIMIT 1")
        except sqlite3.Error:
            raise DataError(f"{path} is no gazetteer index; do: roznamcha gazetteer build --out ANOTHER.sqlite") from None
        self._units: dict[tuple[str, str, str], str | None] = {}

    @property
    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(f"file:{self.path}?mode=ro&immutable=1", uri=True)
            connection.execute(f"PRAGMA cache_size = -{CACHE_KB}")
            connection.execute("PRAGMA mmap_size = 0")
            self._local.connection = connection
        return connection

    def known(self, keys: Iterable[str]) -> dict[str, str]:
        """Tell which folded names the index holds, and how well known what they name is.

        The answers: "demonym", "country", "unit" (a province), "district", "big" (a town from 100,000 people), "town" (from
        5,000), "hamlet", "weak" (a code or a rare name only), "other" (a region, a sea, a part of a town).
        """
        wanted = list(dict.fromkeys(keys))
        rows = self._connection.execute(f"SELECT key, known FROM fame WHERE key IN ({_marks(wanted)})", wanted)
        return {key: FAME[number] for key, number in rows}

    def longest_known(self, stretches: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str, str]]:
        """Keep the stretches of words (first, last, folded name) that the index knows, the first listed of those that overlap.

        Each comes with how well known it is (`known`). A key of one letter is none.
        """
        known = self.known(key for _, _, key in stretches if len(key) > 1)
        kept: list[tuple[int, int, str, str]] = []
        for first, last, key in stretches:
            if key in known and (not kept or first >= kept[-1][1]):
                kept.append((first, last, key, known[key]))
        return kept

    def find(self, keys: Iterable[str]) -> dict[str, list[Entry]]:
        """Give the places behind each folded name; names that the index does not hold are left out."""
        wanted = list(dict.fromkeys(keys))
        query = f"SELECT n.key, {_COLUMNS}, n.grade FROM name n JOIN place p ON p.id = n.place WHERE n.key IN ({_marks(wanted)})"
        found: dict[str, list[Entry]] = {}
        for key, *cells in self._connection.execute(query, wanted):
            found.setdefault(key, []).append(Entry(*cells))
        return found

    def find_by_sound(self, key: str) -> list[Entry]:
        """Give the places whose name sounds like the folded name, with their likeness; the second look-up."""
        rows = self._connection.execute("SELECT key FROM sound WHERE sound = ?", (sound(key),))
        alike = {other: score for (other,) in rows if (score := Levenshtein.normalized_similarity(key, other)) >= SOUNDS_ALIKE}
        entries = self.find(alike)
        return [replace(entry, grade=3, likeness=alike[other]) for other in sorted(entries) for entry in entries[other]]

    def unit(self, country: str, adm1: str = "", adm2: str = "") -> str | None:
        """Give the name of a country, a first- or a second-order unit by its codes."""
        codes = (country, adm1, adm2)
        if codes not in self._units:
            query = "SELECT name FROM unit WHERE country = ? AND adm1 = ? AND adm2 = ?"
            row = self._connection.execute(query, codes).fetchone()
            if len(self._units) >= UNITS_KEPT:
                self._units.clear()
            self._units[codes] = str(row[0]) if row else None
        return self._units[codes]


def _marks(wanted: list[str]) -> str:
    return ",".join("?" * len(wanted))


@lru_cache(maxsize=4)
def _opened(path: Path) -> Gazetteer:
    return Gazetteer(path)


def index_file(path: Path | None = None) -> Path:
    """Give the index: `path`, else the one that ROZNAMCHA_GAZETTEER names, else the one shipped with the package."""
    return path or Path(os.environ.get("ROZNAMCHA_GAZETTEER") or SHIPPED)


def open_gazetteer(path: Path | None = None) -> Gazetteer:
    """Open the index that `index_file` finds; raise DataError, with what to do, when there is no such file."""
    return _opened(index_file(path))
