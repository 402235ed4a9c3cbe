"""Score places on toponym sets (LGL, TR-News and sets of the same form) and on UCDP's coordinates.

For a toponym set two figures: with the gold spans given, the share of toponyms with coordinates that we put within 161 km
(the field's accuracy@161); with our own spans, the F1 of mentions that are both found and right within 161 km. For a UCDP
GED file in CSV: of the rows whose place is exact (`where_prec` 1), the share put within 5 and within 25 km from the names
alone (`where_coordinates`, `adm_2`, `adm_1`).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from roznamcha.errors import DataError
from roznamcha.evaluate.jsonlines import read_lines
from roznamcha.evaluate.tables import Cell, Table
from roznamcha.model import Place
from roznamcha.resolve.gazetteer.index import Gazetteer, open_gazetteer
from roznamcha.resolve.gazetteer.names import DATA
from roznamcha.resolve.places import find_places, read_spans, resolve_place
from roznamcha.resolve.places.geometry import distance_km

NEAR_KM = 161.0


def _peers(name: str) -> tuple[tuple[Cell, ...], ...]:
    """Read the figures of other systems on a set: accuracy@161, and accuracy × recall end to end."""
    with (DATA / "peers.tsv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t") if row["set"] == name]
    return tuple(
        (row["system"], *(float(row[figure]) if row[figure] else None for figure in ("accuracy", "end_to_end"))) for row in rows
    )


@dataclass(frozen=True, slots=True)
class ToponymScores:
    """The figures of a toponym set."""

    data: str
    toponyms: int
    right: int
    found: int
    found_gold: int
    found_right: int
    mentions: int

    @property
    def accuracy(self) -> float:
        """Share of the gold toponyms with coordinates that lie within 161 km of where we put them, spans given."""
        return self.right / self.toponyms if self.toponyms else 0.0

    @property
    def precision(self) -> float:
        """Share of our own mentions that are toponyms put within 161 km."""
        return self.found_right / self.mentions if self.mentions else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold toponyms with coordinates that we found ourselves and put within 161 km."""
        return self.found_right / self.toponyms if self.toponyms else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of `precision` and `recall`."""
        return 2 * self.found_right / (self.mentions + self.toponyms) if self.mentions + self.toponyms else 0.0

    def as_json(self) -> dict[str, Any]:
        """Give the counts and figures."""
        figures = {name: round(getattr(self, name), 4) for name in ("accuracy", "precision", "recall", "f1")}
        found = round(self.found_gold / self.toponyms, 4) if self.toponyms else 0.0
        return {**asdict(self), **figures, "found_recall": found, "peers": [list(peer) for peer in _peers(self.data)]}

    def tables(self) -> tuple[Table, ...]:
        """Show ours beside the peers' figures."""
        ours: tuple[Cell, ...] = ("roznamcha", self.accuracy, self.recall)
        peers = _peers(self.data)
        title = f"{self.data}: {self.toponyms:,} toponyms with coordinates, within {NEAR_KM:.0f} km"
        return (
            Table(title, ("system", "accuracy, spans given", "accuracy × recall, own spans"), (ours, *peers)),
            Table(
                "our own spans",
                ("precision", "recall", "F1", "found"),
                ((self.precision, self.recall, self.f1, self.found_gold / max(self.toponyms, 1)),),
            ),
        )


@dataclass(frozen=True, slots=True)
class PointScores:
    """The figures of a UCDP file."""

    data: str
    rows: int
    within_5: int
    within_25: int
    unknown: int
    names: int
    names_within_5: int
    names_within_25: int

    def as_json(self) -> dict[str, Any]:
        """Give the counts and shares."""
        return {
            **asdict(self),
            "top1_5km": round(self.within_5 / max(self.rows, 1), 4),
            "top1_25km": round(self.within_25 / max(self.rows, 1), 4),
        }

    def tables(self) -> tuple[Table, ...]:
        """Show the shares over events and over distinct names."""
        rows: tuple[tuple[Cell, ...], ...] = (
            ("events", self.rows, self.within_5 / max(self.rows, 1), self.within_25 / max(self.rows, 1)),
            ("distinct places", self.names, self.names_within_5 / max(self.names, 1), self.names_within_25 / max(self.names, 1)),
        )
        return (Table(f"{self.data}: exact places, first answer", ("over", "number", "within 5 km", "within 25 km"), rows),)


def evaluate_places(data: Path, *, gazetteer: Path | None = None, write: Path | None = None) -> ToponymScores | PointScores:
    """Score places on a JSONL file of toponyms or a UCDP CSV file; `write` keeps the predictions in the form of the data.

    Raises DataError when the file is in neither form.
    """
    index = open_gazetteer(gazetteer)
    if data.suffix == ".csv":
        return _score_points(data, index, write)
    return _score_toponyms(data, index, write)


def _right(gold: dict[str, Any], place: Place | None) -> bool:
    return place is not None and distance_km(gold["lat"], gold["lon"], place.lat, place.lon) <= NEAR_KM


def _score_toponyms(data: Path, index: Gazetteer, write: Path | None) -> ToponymScores:
    counts = dict.fromkeys(("toponyms", "right", "found", "found_gold", "found_right", "mentions"), 0)
    predicted = []
    name = data.stem
    for document in read_lines(data, "text", "toponyms"):
        name = document.get("corpus") or name
        gold = sorted(document["toponyms"], key=lambda toponym: toponym["start"])
        given = read_spans(document["text"], [(toponym["start"], toponym["end"]) for toponym in gold], gazetteer=index)
        own = find_places(document["text"], gazetteer=index)
        counts["right"] += sum(
            _right(toponym, mention.place) for toponym, mention in zip(gold, given, strict=True) if _placed(toponym)
        )
        _count_own(counts, gold, own)
        predicted.append(
            {
                **{key: document[key] for key in document if key != "toponyms"},
                "toponyms": [_as_toponym(mention) for mention in own],
            }
        )
    if write:
        write.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in predicted), encoding="utf-8")
    return ToponymScores(name, **counts)


def _placed(toponym: dict[str, Any]) -> bool:
    return toponym.get("lat") is not None


def _count_own(counts: dict[str, int], gold: Sequence[dict[str, Any]], own: Sequence[Any]) -> None:
    """Count own mentions against the gold toponyms they overlap; those over toponyms without a point do not count."""
    counts["toponyms"] += sum(map(_placed, gold))
    taken: set[int] = set()
    for mention in own:
        over = [
            n for n, toponym in enumerate(gold) if toponym["start"] < mention.span.end and mention.span.start < toponym["end"]
        ]
        if any(not _placed(gold[n]) for n in over):
            continue
        counts["mentions"] += 1
        counts["found"] += bool(over)
        fresh = [n for n in over if n not in taken]
        if fresh:
            taken.add(fresh[0])
            counts["found_gold"] += 1
            counts["found_right"] += _right(gold[fresh[0]], mention.place)


def _as_toponym(mention: Any) -> dict[str, Any]:
    place = mention.place
    found = {"start": mention.span.start, "end": mention.span.end, "text": mention.span.text}
    if place is None:
        return found
    digits = place.id.removeprefix("geonames:")
    return {
        **found,
        "geonameid": int(digits) if digits.isdigit() else None,
        "lat": place.lat,
        "lon": place.lon,
        "fcode": place.feature,
        "country": place.country,
    }


def _score_points(data: Path, index: Gazetteer, write: Path | None) -> PointScores:
    with data.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row.get("where_prec") == "1"]
    if not rows:
        raise DataError(f"{data}: no row has where_prec 1; a UCDP GED file in CSV is needed")
    answers = [(row, _resolve_row(row, index)) for row in rows]
    far = [
        distance_km(float(row["latitude"]), float(row["longitude"]), place.lat, place.lon) if place else float("inf")
        for row, place in answers
    ]
    first = {tuple(_names(row)): number for number, row in reversed(list(enumerate(rows)))}
    once = [far[number] for number in first.values()]
    if write:
        _write_points(write, answers)
    return PointScores(
        data.stem,
        len(rows),
        _within(far, 5),
        _within(far, 25),
        sum(place is None for _, place in answers),
        len(once),
        _within(once, 5),
        _within(once, 25),
    )


def _within(distances: Sequence[float], km: float) -> int:
    return sum(distance <= km for distance in distances)


def _names(row: dict[str, str]) -> list[str]:
    return [name for name in (row["where_coordinates"], row["adm_2"], row["adm_1"]) if name]


def _resolve_row(row: dict[str, str], index: Gazetteer) -> Place | None:
    return resolve_place(
        _names(row), country="PK" if row["country"] == "Pakistan" else None, day=row["date_start"][:10], gazetteer=index
    )


def _write_points(write: Path, answers: Sequence[tuple[dict[str, str], Place | None]]) -> None:
    with write.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(answers[0][0]))
        writer.writeheader()
        for row, place in answers:
            point = (
                {"latitude": place.lat, "longitude": place.lon, "where_prec": place.where_prec}
                if place
                else {"latitude": "", "longitude": "", "where_prec": ""}
            )
            writer.writerow({**row, **point})
