"""Coded records against gold records: record F1, slots F1, quotes, grouping, and where the figures come from.

`record` is the share of incidents whose event type, date, place, killed and injured are all right, as F1; `slots` is micro-F1
over all slot values; `quotes` the share of predicted quotes that stand in the text letter for letter, which must be 1. Figures
are rounded to four digits; intervals are 95 % bootstrap intervals over documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from roznamcha.errors import DataError
from roznamcha.evaluate.alignment import DocumentScore, Pair, score_document
from roznamcha.evaluate.bootstrap import f1_interval
from roznamcha.evaluate.breakdown import break_down, count_hard_negatives, slots_of, sum_tallies
from roznamcha.evaluate.compare import Tally
from roznamcha.evaluate.grouping import Grouping, measure_grouping
from roznamcha.evaluate.recordform import SHOWN, Json, date_of, names_of, range_of, read_by_id
from roznamcha.evaluate.tables import Cell, Table


@dataclass(frozen=True, slots=True)
class RecordScores:
    """The figures of one set of texts; `errors` says how many wrong incidents are listed."""

    documents: tuple[DocumentScore, ...]
    groupings: tuple[Grouping, ...]
    errors: int = 0

    @property
    def incidents(self) -> Tally:
        """Incidents that were paired."""
        return sum_tallies(pair.found for pair in self._pairs())

    @property
    def record(self) -> Tally:
        """Incidents that are right in type, date, place, killed and injured."""
        return sum_tallies(_record_of(document) for document in self.documents)

    @property
    def slots(self) -> Tally:
        """All slot values of all incidents."""
        return sum_tallies(_slots_of(document) for document in self.documents)

    @property
    def fields(self) -> dict[str, Tally]:
        """The figures of each field that any incident fills, in the order in which they are shown."""
        found: dict[str, Tally] = {"figures": sum_tallies(document.figures for document in self.documents)}
        for pair in self._pairs():
            for field, tally in pair.fields.items():
                found[field] = found.get(field, Tally()) + tally
        return {field: found[field] for field in SHOWN if field in found}

    @property
    def quotes(self) -> float | None:
        """The share of predicted quotes that stand in their text; None when nothing was quoted."""
        total = sum(document.quotes for document in self.documents)
        return round(sum(document.quotes_held for document in self.documents) / total, 4) if total else None

    def as_json(self) -> dict[str, Any]:
        """Give every figure; the first seven keys are those of the project's scoring script."""
        negatives = count_hard_negatives(self.documents)
        return {
            "documents": len(self.documents),
            "documents_all_right": _share(document.all_right for document in self.documents),
            "incidents": self.incidents.as_json(),
            "record": self.record.as_json(),
            "slots": self.slots.as_json(),
            "quotes": self.quotes,
            "fields": {field: tally.as_json() for field, tally in self.fields.items()},
            "intervals": {
                "record": f1_interval([_record_of(document) for document in self.documents]),
                "slots": f1_interval([_slots_of(document) for document in self.documents]),
            },
            "grouping": self._grouping(),
            "hard_negatives": {
                "documents": negatives.documents,
                "false_incidents": negatives.false_incidents,
                "per_document": negatives.per_document,
            },
            "parts": {by: {part.name: part.as_json() for part in parts} for by, parts in break_down(self.documents).items()},
            "errors": [
                {"id": name, "gold": gold, "predicted": predicted} for name, gold, predicted in self._wrong()[: self.errors]
            ],
        }

    def tables(self) -> tuple[Table, ...]:
        """Show the main figures, the fields, the parts of the set and the wrong incidents asked for."""
        found = self.as_json()
        main = [_row(name, tally, found["intervals"].get(name)) for name, tally in self._main()]
        shown = [
            Table(f"{len(self.documents)} documents", ("figure", "P", "R", "F1", "95 % interval", "n"), tuple(main)),
            Table("Whole documents", ("figure", "value"), tuple(_whole_rows(found))),
            Table("Fields", ("field", "P", "R", "F1", "n"), tuple(_short(name, tally) for name, tally in self.fields.items())),
        ]
        for by, parts in break_down(self.documents).items():
            rows = tuple((part.name, part.incidents.f1, part.record.f1, part.slots.f1, part.record.gold) for part in parts)
            shown.append(Table(f"By {by}", ("part", "incidents F1", "record F1", "slots F1", "n"), rows))
        if self.errors:
            shown.append(Table("Wrong incidents", ("document", "gold", "predicted"), tuple(self._wrong()[: self.errors])))
        return tuple(shown)

    def _pairs(self) -> Iterable[Pair]:
        return (pair for document in self.documents for pair in document.pairs)

    def _main(self) -> list[tuple[str, Tally]]:
        return [("incidents", self.incidents), ("record", self.record), ("slots", self.slots)]

    def _grouping(self) -> dict[str, Any]:
        return {
            "right_number": _share(grouping.right_number for grouping in self.groupings),
            "anchors": sum_tallies(grouping.anchors for grouping in self.groupings).as_json(),
            "links": sum_tallies(grouping.links for grouping in self.groupings).as_json(),
        }

    def _wrong(self) -> list[tuple[str, str, str]]:
        wrong = ((document.id, pair) for document in self.documents for pair in document.pairs if not pair.right)
        return [(name, _sketch(pair.gold), _sketch(pair.predicted)) for name, pair in wrong]


def evaluate_records(texts: Path, gold: Path, predicted: Path | None = None, *, errors: int = 0) -> RecordScores:
    """Score the records in `predicted`, or roznamcha's own records of `texts`, against the records in `gold`.

    Raises DataError when a file is not in the codebook's form or a gold record has no text.
    """
    text_lines, gold_records = read_by_id(texts), read_by_id(gold)
    if predicted is None:
        from roznamcha.evaluate.coding import code_lines

        records = code_lines(text_lines.values())
    else:
        records = read_by_id(predicted)
    return score_records(text_lines, gold_records, records, errors=errors)


def score_records(texts: dict[str, Json], gold: dict[str, Json], predicted: dict[str, Json], *, errors: int = 0) -> RecordScores:
    """Score predicted records against gold records; a document without a predicted record counts as coded empty."""
    documents, groupings = [], []
    for name, record in gold.items():
        if name not in texts:
            raise DataError(f"the gold record {name!r} has no text; the texts and the gold must be of one set")
        text, coded = texts[name]["text"], predicted.get(name) or {}
        documents.append(score_document(name, text, record, coded))
        groupings.append(measure_grouping(text, record.get("incidents") or [], coded.get("incidents") or []))
    return RecordScores(tuple(documents), tuple(groupings), errors)


def _record_of(document: DocumentScore) -> Tally:
    return sum_tallies(pair.record for pair in document.pairs)


def _slots_of(document: DocumentScore) -> Tally:
    return sum_tallies(slots_of(pair) for pair in document.pairs)


def _share(flags: Iterable[bool]) -> float:
    marks = list(flags)
    return round(sum(marks) / max(1, len(marks)), 4)


def _row(name: str, tally: Tally, interval: Sequence[float] | None) -> tuple[Cell, ...]:
    spread = f"{interval[0]:.3f} to {interval[1]:.3f}" if interval else None
    return name, tally.precision, tally.recall, tally.f1, spread, tally.gold


def _short(name: str, tally: Tally) -> tuple[Cell, ...]:
    return name, tally.precision, tally.recall, tally.f1, tally.gold


def _whole_rows(found: dict[str, Any]) -> Iterable[tuple[Cell, ...]]:
    yield "documents all right", found["documents_all_right"]
    yield "quotes that stand in the text", found["quotes"]
    yield "right number of incidents", found["grouping"]["right_number"]
    yield "incidents met by anchors, F1", found["grouping"]["anchors"]["f1"]
    yield "words grouped alike, F1", found["grouping"]["links"]["f1"]
    yield "false incidents per document without incidents", found["hard_negatives"]["per_document"]


def _sketch(incident: Json | None) -> str:
    """Put what the record figure looks at on one line."""
    if incident is None:
        return "–"
    place = (names_of(incident) or ["–"])[0]
    counts = [f"{count} {range_of(incident, count)}" for count in ("killed", "injured") if range_of(incident, count)]
    return " · ".join([str(incident.get("sub_event_type")), date_of(incident) or "–", place, *counts])
