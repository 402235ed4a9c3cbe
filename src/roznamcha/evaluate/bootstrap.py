"""How far a figure may stray by the luck of the sample: percentile bootstrap over documents.

Documents and not incidents are drawn, since the incidents of one text stand or fall together (Efron and Tibshirani
1993, chapter 13). The draws are seeded, so that the same scores give the same interval.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from roznamcha.evaluate.compare import Tally

DRAWS = 2000
SEED = 2014


def f1_interval(tallies: Sequence[Tally], *, draws: int = DRAWS) -> tuple[float, float]:
    """Give the 95 % interval of the F1 that the documents' tallies sum to.

    >>> f1_interval([Tally(1, 0, 0), Tally(1, 0, 0)])
    (1.0, 1.0)
    """
    if not tallies:
        return 0.0, 0.0
    counts = np.array([[tally.hits, tally.false, tally.missed] for tally in tallies], dtype=np.float64)
    drawn = np.random.default_rng(SEED).integers(0, len(counts), size=(draws, len(counts)))
    hits, false, missed = (counts[:, column][drawn].sum(axis=1) for column in range(3))
    whole = 2 * hits + false + missed
    figures = np.divide(2 * hits, whole, out=np.zeros(draws), where=whole > 0)
    return _middle(figures)


def share_interval(flags: Sequence[bool], *, draws: int = DRAWS) -> tuple[float, float]:
    """Give the 95 % interval of the share of true flags.

    >>> share_interval([True, True, True])
    (1.0, 1.0)
    """
    if not flags:
        return 0.0, 0.0
    marks = np.array(flags, dtype=np.float64)
    drawn = np.random.default_rng(SEED).integers(0, len(marks), size=(draws, len(marks)))
    return _middle(marks[drawn].mean(axis=1))


def _middle(figures: NDArray[np.float64]) -> tuple[float, float]:
    low, high = np.quantile(figures, [0.025, 0.975])
    return round(float(low), 4), round(float(high), 4)
