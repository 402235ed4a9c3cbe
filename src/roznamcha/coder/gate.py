"""The gate: drops texts that tell no incident before the encoder reads them.

A mixed stream of news holds one text in twenty that is of use, and the encoder is a thousand times dearer than this: a
linear model on hashed words and word pairs scores each sentence, and a text goes through when its best sentence does. One
sentence that could be the head of an attack stands in nearly every long text, so of a long one another model scores the whole,
and best sentence and whole must be likely enough together: what the rest is about tells the two kinds apart. A sentence that is
sure by itself lets any text through, as in a digest of many things.
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
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 16
LONG = 900
"""Longer texts (in characters) are scored as a whole too; a shorter one is read as fast as it is judged twice."""
SURE = 2.0
"""A stretch that scores so much tells an incident, nearly always."""
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


def whole_features(stretched: Iterable[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Give the buckets of a whole text, from those of its stretches, and the value of each: more for what is said more often,
    together of length one.

    >>> whole_features([[3, 7], [3]])
    (array([3, 7]), array([0.8610..., 0.5085...], dtype=float32))
    """
    buckets, counts = np.unique(np.concatenate([np.empty(0, dtype=np.int64), *map(np.asarray, stretched)]), return_counts=True)
    values = 1 + np.log(counts)
    return buckets, (values / max(1.0, float(np.linalg.norm(values)))).astype(np.float32)


class _Scored(NamedTuple):
    """A stretch of a text: its score, its offsets, how many words it has, and their buckets."""

    score: float
    start: int
    end: int
    words: int
    buckets: list[int]


@dataclass(frozen=True, eq=False, slots=True)
class Gate:
    """Two linear models on hashed words, of stretches and of whole long texts, and the scores below which texts are dropped."""

    weights: NDArray[np.float32]
    bias: float
    whole: NDArray[np.float32]
    threshold: float
    long_threshold: float

    def score(self, text: str) -> float:
        """Give the score of a text (higher: likelier to tell an incident): of its best stretch, and of a long one as a whole."""
        return self._score(text, list(self._scored(text)))

    def passes(self, text: str) -> bool:
        """Tell whether a text is worth the encoder's time."""
        return self._passes(text, list(self._scored(text)))

    def is_sure(self, text: str) -> bool:
        """Tell whether one stretch of a text tells an incident by itself, nearly surely."""
        return _best(self._scored(text)) >= SURE

    def best_of(self, text: str, words: int) -> tuple[float, str]:
        """Give the score of a text's best stretch, and the stretches that score best, in the order of the text, of about so many
        words together; none of a text that does not pass.

        >>> Gate.of(np.zeros(BUCKETS), 0.0, np.zeros(BUCKETS), 0.0, 0.0).best_of("Two were killed. Rain fell.", 3)
        (0.0, 'Two were killed')
        """
        scored = sorted(self._scored(text), key=lambda scored: (-scored.score, scored.start))
        if not self._passes(text, scored):
            return -np.inf, ""
        chosen: list[tuple[int, int]] = []
        for _, start, end, held, _ in scored:
            if words > 0:
                chosen.append((start, end))
                words -= held
        return scored[0].score, " ".join(_SIGNS.sub(" ", text[start:end]) for start, end in _apart(sorted(chosen)))

    def _scored(self, text: str) -> Iterator[_Scored]:
        for start, end, words in stretches(text):
            buckets = features(words)
            score = float(self.weights[buckets].sum() / np.sqrt(len(words) + 4.0)) + self.bias
            yield _Scored(score, start, end, len(words), buckets)

    def _score(self, text: str, scored: Sequence[_Scored]) -> float:
        if len(text) <= LONG:
            return _best(scored)
        buckets, values = whole_features([one.buckets for one in scored])
        return _best(scored) + float(self.whole[buckets] @ values)

    def _passes(self, text: str, scored: Sequence[_Scored]) -> bool:
        least = self.threshold if len(text) <= LONG else self.long_threshold
        return _best(scored) >= SURE or self._score(text, scored) >= least

    def save(self, path: str) -> None:
        """Write the weights, as half-precision numbers, to an `.npz` file."""
        weights, whole = (told.astype(np.float16) for told in (self.weights, self.whole))
        np.savez_compressed(path, weights=weights, whole=whole, told=np.array([self.bias, self.threshold, self.long_threshold]))

    @classmethod
    def of(cls, weights: Iterable[float], bias: float, whole: Iterable[float], threshold: float, long_threshold: float) -> Gate:
        """Make a gate; weights are rounded as `save` rounds them, so that a saved gate scores alike."""
        return cls(_rounded(weights), float(bias), _rounded(whole), float(threshold), float(long_threshold))


def _best(scored: Iterable[_Scored]) -> float:
    return max((one.score for one in scored), default=-np.inf)


def _rounded(weights: Iterable[float]) -> NDArray[np.float32]:
    return np.asarray(weights, dtype=np.float16).astype(np.float32)


def _apart(ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Cut from each range what the one before it holds."""
    return [(max(start, end), last) for (_, end), (start, last) in zip([(0, 0), *ranges], ranges, strict=False)]


def load_gate(folder: Traversable) -> Gate:
    """Load the gate that lies beside the encoder's weights."""
    with (folder / "gate.npz").open("rb") as file:
        held = np.load(file)
        bias, threshold, long_threshold = held["told"]
        return Gate.of(held["weights"], bias, held["whole"], threshold, long_threshold)
