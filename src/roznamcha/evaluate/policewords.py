"""The profile `police`: which police actions a sentence tells of, by its words alone.

IndiaPoliceEvents marks any mention of an action: a total of arrests, a firing recalled in court, a promise. Most of those are
no incident of the codebook, so the register cannot answer the set's question, and is not bent to it. This profile can: a
linear model over hashed words, pairs of words and word beginnings, trained on the set's own training part
(`roznamcha.train.policewords`).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

BUCKETS: Final = 1 << 17
STEM: Final = 5
"""Word beginnings of so many letters stand for words in all their forms."""

REACH: Final = 5
"""Two words are a pair when at most so many words apart."""

WEIGHTS: Final = "weights/police.npz"
STEPS: Final = 511
"""An action's greatest weight in the steps that weights are kept in."""


@dataclass(frozen=True, slots=True)
class WordModel:
    """For each action a weight for each bucket, a bias, and the score from which a sentence tells of it."""

    actions: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    least: NDArray[np.float32]

    def tell(self, sentence: str) -> frozenset[str]:
        """Name the actions that a sentence tells of."""
        buckets = hash_features(sentence)
        scores = self.weights[:, buckets].sum(1) * scale(len(buckets)) + self.bias
        return frozenset(action for action, told in zip(self.actions, scores >= self.least, strict=True) if told)


def hash_features(sentence: str) -> list[int]:
    """Give the buckets of a sentence's features, each once, in rising order.

    >>> hash_features("Police held four.") == hash_features("police held 4!")
    False
    >>> hash_features("Police held 4.") == hash_features("police held 17")
    True
    """
    words = ["#" if word.isdigit() else word for word in re.findall(r"[a-z]+|\d+", sentence.lower())]
    stems = [word[:STEM] for word in words]
    found = {*words, *(f"s:{stem}" for stem in stems)}
    found |= {f"{left}_{right}" for left, right in pairwise(words)}
    found |= {f"s:{left}_{right}" for left, right in pairwise(stems)}
    found |= {f"{word}__{far}" for at, word in enumerate(words) for far in words[at + 2 : at + 1 + REACH]}
    return sorted({zlib.crc32(feature.encode()) % BUCKETS for feature in found})


def scale(features: int) -> float:
    """Give the value of each of so many features: long sentences do not shout."""
    return float(1 / np.sqrt(features + 5))


def load_model() -> WordModel:
    """Load the package's weights."""
    with (resources.files("roznamcha.data") / WEIGHTS).open("rb") as file, np.load(file) as kept:
        return unpack(dict(kept))


def pack(model: WordModel) -> dict[str, Any]:
    """Turn a model into what is kept of it: weights as whole steps, one size of step an action, of the buckets that have any.

    Steps as fine as a 511th of an action's greatest weight change the answer to one sentence in 3,000 and take a third of the
    room of half precision.
    """
    size = np.abs(model.weights).max(1, keepdims=True) / STEPS
    steps = np.round(model.weights / size).astype(np.int16)
    kept = np.flatnonzero(steps.any(0))
    return {
        "actions": np.array(model.actions),
        "gaps": np.diff(kept, prepend=0).astype(np.uint32),
        "steps": steps[:, kept],
        "size": size.astype(np.float32),
        "bias": model.bias.astype(np.float32),
        "least": model.least.astype(np.float32),
    }


def unpack(kept: Mapping[str, NDArray[Any]]) -> WordModel:
    """Undo `pack`."""
    weights = np.zeros((len(kept["actions"]), BUCKETS), dtype=np.float32)
    weights[:, np.cumsum(kept["gaps"])] = kept["steps"] * kept["size"]
    return WordModel(tuple(map(str, kept["actions"])), weights, kept["bias"], kept["least"])
