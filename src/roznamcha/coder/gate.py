"""The gate: drops texts that tell no incident before the encoder reads them.

A mixed stream of news holds one text in twenty that is of use, and the encoder is a thousand times dearer than this: a
linear model on hashed words and word pairs scores each sentence, and a text goes through when its best sentence does.
It is tuned to let nearly everything pass that matters (recall first), so it settles nothing. Of a long text that goes
through, the encoder first skims the few stretches that scored best (`coder.encoder`), and reads on only where one of them may
open an incident: single words in a long text are enough for the linear model, seldom for the encoder.
Hashing is CRC-32, the same on every machine and in every run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources.abc import Traversable
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 16
_WORD = re.compile(r"[^\W\d_]+|\d+")
_CUT = re.compile(r"[.!?;]\s+|\n+")
_SIGNS = re.compile(r"(?:[^\w\s]\s*){6,}")
"""A run of signs: rulers and rows of dots would crowd out words."""
_LONGEST = 60
"""Words of one stretch: texts without full stops are cut after so many, with half an overlap."""


@lru_cache(maxsize=200_000)
def _bucket(word: str) -> int:
    return crc32(word.encode()) % BUCKETS


@lru_cache(maxsize=400_000)
def _pair(one: str, two: str) -> int:
    return crc32(f"{one} {two}".encode()) % BUCKETS


def stretches(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """Cut a text into stretches of words in lower case, each with the offsets at which it opens and ends.

    >>> list(stretches("Two were killed. Rain fell."))
    [(0, 15, ['two', 'were', 'killed']), (17, 26, ['rain', 'fell'])]
    """
    at = 0
    for sentence in _CUT.split(text):
        start = text.index(sentence, at)
        at = start + len(sentence)
        found = list(_WORD.finditer(sentence))
        for first in range(0, max(1, len(found) - _LONGEST // 2), _LONGEST // 2):
            part = found[first : first + _LONGEST]
            if part:
                words = ["0" if m.group().isdigit() else m.group().lower() for m in part]
                yield start + part[0].start(), start + part[-1].end(), words


def features(words: list[str]) -> list[int]:
    """Give the buckets of a stretch's words and word pairs, each once, in rising order.

    >>> len(features(["two", "were", "killed"]))
    5
    """
    found = {_bucket(word) for word in words}
    found.update(map(_pair, words, words[1:]))
    return sorted(found)


@dataclass(frozen=True, eq=False, slots=True)
class Gate:
    """A linear model on hashed words; texts whose best stretch scores below `threshold` are dropped."""

    weights: NDArray[np.float32]
    bias: float
    threshold: float

    def score(self, text: str) -> float:
        """Give the score of the best stretch of a text (higher: likelier to tell an incident)."""
        return max((score for score, *_ in self._scored(text)), default=-np.inf)

    def passes(self, text: str) -> bool:
        """Tell whether a text is worth the encoder's time."""
        return bool(self.score(text) >= self.threshold)

    def best_of(self, text: str, words: int) -> tuple[float, str]:
        """Give the score of a text, and the stretches that score best, in the order of the text, of about so many words together;
        none of a text that does not pass.

        >>> Gate.of(np.zeros(BUCKETS), 0.0, 0.0).best_of("Two were killed. Rain fell.", 3)
        (0.0, 'Two were killed')
        """
        chosen: list[tuple[int, int]] = []
        ordered = sorted(self._scored(text), key=lambda scored: (-scored[0], scored[1]))
        for score, start, end, held in ordered:
            if words > 0 and (chosen or score >= self.threshold):
                chosen.append((start, end))
                words -= len(held)
        best = " ".join(_SIGNS.sub(" ", text[start:end]) for start, end in _apart(sorted(chosen)))
        return ordered[0][0] if ordered else -np.inf, best

    def _scored(self, text: str) -> Iterator[tuple[float, int, int, list[str]]]:
        for start, end, words in stretches(text):
            yield float(self.weights[features(words)].sum() / np.sqrt(len(words) + 4.0)) + self.bias, start, end, words

    def save(self, path: str) -> None:
        """Write the weights, as half-precision numbers, to an `.npz` file."""
        np.savez_compressed(path, weights=self.weights.astype(np.float16), told=np.array([self.bias, self.threshold]))

    @classmethod
    def of(cls, weights: Iterable[float], bias: float, threshold: float) -> Gate:
        """Make a gate; weights are rounded as `save` rounds them, so that a saved gate scores alike."""
        return cls(np.asarray(weights, dtype=np.float16).astype(np.float32), float(bias), float(threshold))


def _apart(ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Cut from each range what the one before it holds."""
    return [(max(start, end), last) for (_, end), (start, last) in zip([(0, 0), *ranges], ranges, strict=False)]


def load_gate(folder: Traversable) -> Gate:
    """Load the gate that lies beside the encoder's weights."""
    with (folder / "gate.npz").open("rb") as file:
        held = np.load(file)
        bias, threshold = held["told"]
        return Gate.of(held["weights"], bias, threshold)
