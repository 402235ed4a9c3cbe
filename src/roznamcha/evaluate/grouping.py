"""Grouping words into incidents, measured apart from the slots.

A coder may find every word and still sort them into the wrong incidents. Three measures that no slot value enters: how many
documents have the right number of incidents; how many incidents meet by their anchors alone; and whether any two words that both
sides cite belong together. The last is pairwise F1 over words, counted only in documents where either side sees more than one
incident, since a single incident groups itself. It leaves out words that one side does not cite: those are the slots' affair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from roznamcha.evaluate.assignment import assign
from roznamcha.evaluate.compare import Tally
from roznamcha.evaluate.recordform import Json, find_quotes

LEAST_OVERLAP = 0.2
"""Share of words (intersection over union) from which two anchors tell the same act."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """What one document adds to the grouping figures; `links` is empty where neither side sees several incidents."""

    right_number: bool
    anchors: Tally
    links: Tally


def measure_grouping(text: str, gold: list[Json], predicted: list[Json]) -> Grouping:
    """Compare how two coders sorted the words of one text into incidents."""
    words = [(match.start(), match.end()) for match in re.finditer(r"\w+", text)]
    several = max(len(gold), len(predicted)) > 1
    links = _tally_links(_cited_words(text, words, gold), _cited_words(text, words, predicted)) if several else Tally()
    left, right = [list(_anchor_words(text, words, side)) for side in (gold, predicted)]
    met = len(assign(left, right, _overlap, LEAST_OVERLAP))
    return Grouping(len(gold) == len(predicted), Tally(met, len(predicted) - met, len(gold) - met), links)


def _tally_links(gold: NDArray[np.int32], predicted: NDArray[np.int32]) -> Tally:
    shared = gold.any(axis=0) & predicted.any(axis=0)
    together = [np.triu(side[:, shared].T @ side[:, shared] > 0, k=1) for side in (gold, predicted)]
    hits = int((together[0] & together[1]).sum())
    return Tally(hits, int(together[1].sum()) - hits, int(together[0].sum()) - hits)


def _cited_words(text: str, words: list[tuple[int, int]], incidents: list[Json]) -> NDArray[np.int32]:
    cited = np.zeros((len(incidents), len(words)), dtype=np.int32)
    for row, incident in enumerate(incidents):
        anchor = max(0, text.find(incident.get("anchor") or ""))
        for quote in find_quotes(incident):
            for word in _words_inside(words, *_nearest(text, quote, anchor)):
                cited[row, word] = 1
    return cited


def _anchor_words(text: str, words: list[tuple[int, int]], incidents: list[Json]) -> Iterator[set[int]]:
    for incident in incidents:
        yield set(_words_inside(words, *_nearest(text, incident.get("anchor") or "", 0)))


def _overlap(left: set[int], right: set[int]) -> float:
    return len(left & right) / len(left | right) if left | right else 0.0


def _words_inside(words: list[tuple[int, int]], start: int, end: int) -> Iterator[int]:
    return (number for number, (first, last) in enumerate(words) if first >= start and last <= end)


def _nearest(text: str, quote: str, anchor: int) -> tuple[int, int]:
    """Find the occurrence of `quote` nearest to `anchor`; an empty stretch when the text does not hold it."""
    starts = [match.start() for match in re.finditer(re.escape(quote), text)] if quote else []
    if not starts:
        return 0, 0
    start = min(starts, key=lambda at: (abs(at - anchor), at))
    return start, start + len(quote)
