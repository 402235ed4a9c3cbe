"""The profile `police`: which police actions a sentence tells of, by a small network over the coder's encoder.

IndiaPoliceEvents marks any mention of an action: a total of arrests, a firing recalled in court, a promise. Most of those are
no incident of the codebook, so the register cannot answer the set's question, and is not bent to it. This profile can: each
word piece's vectors go through one layer, a sentence is what its pieces say loudest, and one more layer tells the actions.
Neighbouring sentences are read in one window, since a sentence alone seldom says who did it. Trained on the set's own training
part (`roznamcha.train.policenet`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from roznamcha.coder.grouping import FloatArray
from roznamcha.coder.network import weights_folder
from roznamcha.coder.tokens import CLS, OTHER, SEP, Pieces, frame, read_pieces
from roznamcha.evaluate.vectors import Encode, gelu

WEIGHTS: Final = "police.npz"
WINDOW: Final = 300
"""Sentences are read together up to so many pieces."""
LONGEST: Final = 200
"""Pieces of one sentence: what comes after is not read."""


@dataclass(frozen=True, slots=True)
class PoliceNet:
    """Two layers (`inner` vectors × units, `outer` units × actions), and the score from which a sentence tells of each action."""

    actions: tuple[str, ...]
    inner: NDArray[np.float32]
    inner_bias: NDArray[np.float32]
    outer: NDArray[np.float32]
    outer_bias: NDArray[np.float32]
    least: NDArray[np.float32]

    def score(self, vectors: FloatArray) -> FloatArray:
        """Score a sentence for each action by its pieces' vectors (pieces, size)."""
        if not len(vectors):
            return np.full(len(self.actions), -np.inf, dtype=np.float32)
        loudest = gelu(vectors.astype(np.float32) @ self.inner + self.inner_bias).max(0)
        return np.asarray(loudest @ self.outer + self.outer_bias, dtype=np.float32)

    def tell(self, sentences: Sequence[str], encode: Encode) -> list[frozenset[str]]:
        """Name the actions that each of some neighbouring sentences tells of."""
        rows = [self.score(vectors) >= self.least for vectors in read_sentences(sentences, encode)]
        return [frozenset(action for action, told in zip(self.actions, row, strict=True) if told) for row in rows]


def read_sentences(sentences: Sequence[str], encode: Encode) -> Iterator[FloatArray]:
    """Give the vectors of each sentence's pieces (pieces, size); neighbours are read in one window."""
    for window in _windows([read_pieces(sentence).cut(0, LONGEST) for sentence in sentences]):
        ids = frame(np.concatenate([pieces.ids for pieces in window]), CLS, SEP)
        vectors = encode(ids, frame(np.concatenate([pieces.shapes for pieces in window]), OTHER, OTHER))[1:-1]
        yield from np.split(vectors, np.cumsum([len(pieces) for pieces in window])[:-1])


def _windows(sentences: Sequence[Pieces]) -> Iterator[list[Pieces]]:
    window: list[Pieces] = []
    for pieces in sentences:
        if window and sum(map(len, window)) + len(pieces) > WINDOW:
            yield window
            window = []
        window.append(pieces)
    if window:
        yield window


def load_net() -> PoliceNet:
    """Load the package's weights."""
    with (weights_folder() / WEIGHTS).open("rb") as file, np.load(file) as kept:
        return unpack(dict(kept))


def pack(net: PoliceNet) -> dict[str, Any]:
    """Turn a network into what is kept of it: numbers in half precision."""
    layers = {name: getattr(net, name).astype(np.float16) for name in ("inner", "inner_bias", "outer", "outer_bias")}
    return {"actions": np.array(net.actions), **layers, "least": net.least.astype(np.float32)}


def unpack(kept: Mapping[str, NDArray[Any]]) -> PoliceNet:
    """Undo `pack`."""
    numbers = (kept[name].astype(np.float32) for name in ("inner", "inner_bias", "outer", "outer_bias", "least"))
    return PoliceNet(tuple(map(str, kept["actions"])), *numbers)
