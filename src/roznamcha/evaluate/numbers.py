"""Numbers: the twenty-five phrases on which readers are compared, and the quantities of MEANTIME.

A phrase is right when the first number read has its range. MEANTIME (CAT XML) marks quantities, sums of money and shares without
their values: what a mark says is read by an independent reader, `text2num`, and a mark is right when a number of ours
overlaps it and has that value at either end. Marks that say no figure ("many", "the amount") are left out and counted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from roznamcha.errors import DataError
from roznamcha.evaluate.tables import Cell, Table
from roznamcha.model import NumberMention

Json = dict[str, Any]
KINDS: Final = ("QUANTITY", "MONEY", "PERCENT")
_FIGURE: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_VAGUE: Final = re.compile(r"\b(?:hundreds|thousands|millions|billions)\b")
_SCALES: Final = {"bn": 1e9}
"""Scales that `text2num` does not know; those that it knows come back as "1000000"."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A value marked in MEANTIME: its kind, its place in the text, its words, and what they say (None: no figure)."""

    kind: str
    start: int
    end: int
    words: str
    value: float | None


@dataclass(frozen=True, slots=True)
class NumbersResult:
    """Phrases right of all, and for each kind of mark: right, marks with a figure, marks without."""

    phrases_right: int
    phrases: int
    wrong_phrases: tuple[str, ...]
    marks: dict[str, tuple[int, int, int]]

    def as_json(self) -> Json:
        """Give the figures as plain objects."""
        return asdict(self) | {"shares": {kind: right / told for kind, (right, told, _) in self.marks.items() if told}}

    def tables(self) -> tuple[Table, ...]:
        """Give the figures as one table."""
        rows: list[tuple[Cell, ...]] = [("25 phrases", self.phrases_right / self.phrases, self.phrases, 0)]
        rows += [
            (f"MEANTIME {kind.lower()}", right / told if told else None, told, silent)
            for kind, (right, told, silent) in self.marks.items()
        ]
        return (
            Table(
                "Numbers read right (every other library fails some phrases)", ("set", "right", "items", "no figure"), tuple(rows)
            ),
        )


def evaluate_numbers(path: Path | None = None, *, write: Path | None = None) -> NumbersResult:
    """Score the phrases and, where a folder of CAT files is given, its marks; keep what was read as JSON lines."""
    from roznamcha.resolve.numbers import read_numbers

    phrases = read_phrases()
    wrong = [phrase for low, high, phrase in phrases if not _is_right(read_numbers(phrase), low, high)]
    marks = dict.fromkeys(KINDS, (0, 0, 0)) if path else {}
    lines = []
    for name, text, told in read_meantime(path) if path else ():
        found = read_numbers(text)
        lines.append({"id": name, "text": text, "numbers": [_as_json(mention) for mention in found]})
        for mark in told:
            right, figures, silent = marks[mark.kind]
            hit = mark.value is not None and is_read(mark, found)
            marks[mark.kind] = (right + hit, figures + (mark.value is not None), silent + (mark.value is None))
    if write is not None:
        write.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return NumbersResult(len(phrases) - len(wrong), len(phrases), tuple(wrong), marks)


def read_phrases() -> list[tuple[float, float | None, str]]:
    """List the phrases with the range that each should give."""
    text = (files("roznamcha") / "data/numbers/benchmark.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return [(float(low), None if high == "-" else float(high), phrase) for low, high, phrase in rows]


def _is_right(found: Sequence[NumberMention], low: float, high: float | None) -> bool:
    return bool(found) and found[0].low == low and found[0].high == high


def _as_json(mention: NumberMention) -> Json:
    span = mention.span
    return {
        "start": span.start,
        "end": span.end,
        "text": span.text,
        "low": mention.low,
        "high": mention.high,
        "kind": mention.kind,
        "unit": mention.unit,
    }


def is_read(mark: Mark, found: Sequence[NumberMention]) -> bool:
    """Tell whether one of our numbers overlaps a mark and has its value at either end of its range."""
    near = (mention for mention in found if mention.span.start < mark.end and mark.start < mention.span.end)
    return any(mark.value in (mention.low, mention.high, mention.low - 1, (mention.high or 0) + 1) for mention in near)


def read_meantime(path: Path) -> Iterator[tuple[str, str, list[Mark]]]:
    """Read CAT files: the name, the tokens joined by blanks, and the marks; raise DataError when there is none."""
    names = sorted(path.rglob("*.xml")) if path.is_dir() else [path]
    if not names:
        raise DataError(f"no CAT file (*.xml) under {path}; give the folder intra-doc_annotation of MEANTIME")
    for name in names:
        root = ElementTree.parse(name).getroot()
        text, places = _join_tokens(root)
        values = [mark for mark in root.iter("VALUE") if mark.get("type") in KINDS]
        yield name.stem, text, [_read_mark(mark, text, places) for mark in values]


def _join_tokens(root: ElementTree.Element) -> tuple[str, dict[str, tuple[int, int]]]:
    parts: list[str] = []
    places: dict[str, tuple[int, int]] = {}
    at = 0
    for token in root.iter("token"):
        words = token.text or ""
        places[token.get("t_id") or ""] = (at, at + len(words))
        parts.append(words)
        at += len(words) + 1
    return " ".join(parts), places


def _read_mark(mark: ElementTree.Element, text: str, places: dict[str, tuple[int, int]]) -> Mark:
    spans = [places[anchor.get("t_id") or ""] for anchor in mark.iter("token_anchor")]
    start, end = min(start for start, _ in spans), max(end for _, end in spans)
    return Mark(mark.get("type") or "", start, end, text[start:end], read_value(text[start:end]))


def read_value(words: str) -> float | None:
    """Read the first figure of a few words by `text2num`, which knows nothing of our reader.

    >>> read_value("over three thousand"), read_value("US$ 7.2 bn"), read_value("many")
    (3000.0, 7200000000.0, None)
    """
    from text_to_num import alpha2digit  # type: ignore[import-untyped]

    spelled = alpha2digit(words.lower(), "en") if words.lower() not in _SMALL else _SMALL[words.lower()]
    match = _FIGURE.search(spelled)
    if match is None or _VAGUE.search(words.lower()):
        return None
    after = (spelled[match.end() :].split() or [""])[0]
    scale = float(after) if after.startswith("1000") else _SCALES.get(after, 1.0)
    return round(float(match.group().replace(",", "")) * scale, 6)


_SMALL: Final = {"one": "1", "two": "2", "three": "3", "zero": "0"}
"""Number words that `text2num` leaves as they are."""
