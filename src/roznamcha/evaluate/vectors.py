"""The coder's encoder as benchmark profiles use it: word pieces → the vectors at its fork and at its top.

A profile answers the question of one benchmark set with layers of its own over these vectors, so that it costs the package
little and the register's reading does not bend to it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from roznamcha.coder.grouping import FloatArray
from roznamcha.coder.network import GRAPHS, load_graph, weights_folder
from roznamcha.coder.tokens import IntArray

Encode = Callable[[IntArray, IntArray], FloatArray]
"""Ids and case shapes of one window → a vector for each piece, [CLS] and [SEP] among them."""


class PieceEncoder:
    """The package's encoder, asked for vectors."""

    def __init__(self) -> None:
        self._lower, self._upper = (load_graph(weights_folder() / name) for name in GRAPHS[:2])

    def __call__(self, ids: IntArray, shapes: IntArray) -> FloatArray:
        """Give each piece's two vectors, side by side, in half precision."""
        (forked,) = self._lower.run(["forked"], {"ids": ids[None], "shapes": shapes[None]})
        (top,) = self._upper.run(["top"], {"forked": forked})
        return np.concatenate([forked[0], top[0]], -1).astype(np.float16)


def gelu(x: FloatArray) -> FloatArray:
    """Give GELU by its tanh form, which differs from the exact one in the fourth digit."""
    return np.asarray(0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))), dtype=np.float32)
