"""Time expressions against TempEval-3 and WikiWars files: strict, relaxed and value F1.

The measures are TempEval-3's (UzZaman et al. 2013): a strict match has the same offsets, a relaxed one overlaps, pairs are one
to one; value F1 is the relaxed F1 times the share of relaxed pairs whose value is the same to the letter. Ranges count by
their ends, which is how both corpora mark them. A gold expression without a value is right only when ours has none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from roznamcha.evaluate.bootstrap import f1_interval
from roznamcha.evaluate.breakdown import sum_tallies
from roznamcha.evaluate.compare import Tally
from roznamcha.evaluate.jsonlines import read_lines
from roznamcha.evaluate.tables import Table
from roznamcha.evaluate.timexnotation import plain_value
from roznamcha.model import TimeExpression

Json = dict[str, Any]

FEW: Final = 1000
PEERS: Final = {
    "timebank": (("MS recognizers", 0.625, 0.817, 0.481),),
    "aquaint": (("MS recognizers", 0.695, 0.814, 0.576),),
    "wikiwars": (("HeidelTime, all 22 texts", 0.837, 0.901, 0.808), ("MS recognizers", 0.648, 0.870, 0.472)),
    "platinum": (
        ("HeidelTime", 0.818, 0.907, 0.781),
        ("SUTime, published", 0.796, 0.903, 0.674),
        ("MS recognizers", 0.698, 0.845, 0.612),
    ),
}
"""Strict, relaxed and value F1 of other systems on the same sets; a set is known by its file name."""


@dataclass(frozen=True, slots=True)
class DatesResult:
    """The figures of one file of time expressions."""

    data: str
    documents: int
    gold: int
    found: int
    strict: float
    relaxed: float
    value_accuracy: float
    value: float
    value_alike: float
    """Value F1 where notations of the same value count as equal ("198" and "198X")."""
    strict_interval: tuple[float, float] | None = None
    relaxed_interval: tuple[float, float] | None = None
    """95 % intervals over documents, where the set holds fewer than `FEW` expressions."""

    def as_json(self) -> Json:
        """Give the figures as plain objects, the peers' beside them."""
        return {**asdict(self), "peers": [list(peer) for peer in peers_of(self.data)]}

    def tables(self) -> tuple[Table, ...]:
        """Give the figures as one table, ours first."""
        ours = ("roznamcha", self.strict, self.relaxed, self.value, self.value_alike)
        peers = tuple((*peer, None) for peer in peers_of(self.data))
        columns = ("system", "strict F1", "relaxed F1", "value F1", "value F1, notations alike")
        spread = "".join(
            f"; {name} {low:.3f} to {high:.3f}"
            for name, (low, high) in (("strict", self.strict_interval or (0, 0)), ("relaxed", self.relaxed_interval or (0, 0)))
            if high
        )
        title = f"Time expressions, {self.data}: {self.gold} in {self.documents} texts, {self.found} found{spread}"
        return (Table(title, columns, (ours, *peers)),)


def peers_of(name: str) -> tuple[tuple[str, float, float, float], ...]:
    """List the peers' figures on the set that a file name tells of."""
    return next((rows for key, rows in PEERS.items() if key in name.lower()), ())


def evaluate_dates(path: Path, *, write: Path | None = None) -> DatesResult:
    """Read the texts of a JSON lines file, score the time expressions found in them, and keep them in the form of the data.

    A line has `text`, `dct` (may be null) and `timexes` with `start`, `end` and `value` (`val` in WikiWars).
    """
    documents = list(read_lines(path, "text"))
    predicted = [predict(document) for document in documents]
    if write is not None:
        lines = (json.dumps(document, ensure_ascii=False) + "\n" for document in predicted)
        write.write_text("".join(lines), encoding="utf-8")
    return score(path.stem, documents, predicted)


def predict(document: Json) -> Json:
    """Give the document with our time expressions in place of its own."""
    from roznamcha.resolve.calendar import parse_day
    from roznamcha.resolve.dates import read_dates

    # A creation time that is no ISO date ("03-02-2009") tells nothing: the text is read without one.
    published = document.get("dct") if parse_day(document.get("dct")) else None
    found = read_dates(document["text"], published=published)
    key = "val" if any("val" in timex for timex in document.get("timexes") or ()) else "value"
    timexes = [
        {"start": end.span.start, "end": end.span.end, "text": end.span.text, "type": end.type, key: end.value}
        | ({"mod": end.mod} if end.mod else {})
        for end in list_ends(found)
    ]
    return {**document, "timexes": timexes}


def list_ends(expressions: Sequence[TimeExpression]) -> Iterator[TimeExpression]:
    """Yield expressions with ranges replaced by their ends."""
    for expression in expressions:
        if expression.parts:
            yield from list_ends(expression.parts)
        else:
            yield expression


def score(name: str, gold: Sequence[Json], predicted: Sequence[Json]) -> DatesResult:
    """Compare predicted with gold time expressions, document by document in the same order."""
    strict: list[Tally] = []
    relaxed: list[Tally] = []
    right = alike = 0
    for told, found in zip(gold, predicted, strict=True):
        wanted, ours = told["timexes"], found["timexes"]
        pairs = pair_up(wanted, ours, exact=False)
        strict.append(_tally(len(pair_up(wanted, ours, exact=True)), wanted, ours))
        relaxed.append(_tally(len(pairs), wanted, ours))
        right += sum(value_of(one) == value_of(two) for one, two in pairs)
        alike += sum(plain_value(value_of(one)) == plain_value(value_of(two)) for one, two in pairs)
    whole_strict, whole = sum_tallies(strict), sum_tallies(relaxed)
    accuracy = right / whole.hits if whole.hits else 0.0
    accuracy_alike = alike / whole.hits if whole.hits else 0.0
    few = whole.hits + whole.missed < FEW
    return DatesResult(
        name,
        len(gold),
        whole.hits + whole.missed,
        whole.hits + whole.false,
        whole_strict.f1,
        whole.f1,
        accuracy,
        whole.f1 * accuracy,
        whole.f1 * accuracy_alike,
        f1_interval(strict) if few else None,
        f1_interval(relaxed) if few else None,
    )


def _tally(hits: int, wanted: Sequence[Json], ours: Sequence[Json]) -> Tally:
    return Tally(hits, len(ours) - hits, len(wanted) - hits)


def value_of(timex: Json) -> str:
    """Give the value of a time expression, empty where it has none."""
    return str(timex.get("value") or timex.get("val") or "")


def pair_up(gold: Sequence[Json], found: Sequence[Json], *, exact: bool) -> list[tuple[Json, Json]]:
    """Pair gold with found expressions one to one: the same offsets, or an overlap (same offsets first)."""
    pairs = []
    taken: set[int] = set()
    same = {(timex["start"], timex["end"]): number for number, timex in enumerate(found)}
    rest = []
    for timex in gold:
        number = same.get((timex["start"], timex["end"]))
        if number is not None and number not in taken:
            taken.add(number)
            pairs.append((timex, found[number]))
        else:
            rest.append(timex)
    if exact:
        return pairs
    for timex in rest:
        for number, other in enumerate(found):
            if number not in taken and other["start"] < timex["end"] and timex["start"] < other["end"]:
                taken.add(number)
                pairs.append((timex, other))
                break
    return pairs
