"""Pairs of reports that met, with their scores, kept as columns of numbers: a large register has tens of millions of them.

Scores are kept in whole millionths. That is finer than any table of weights, takes four bytes, and makes sums of scores
independent of the order in which they are added.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

BARRED: Final = -math.inf
"""The score of a pair that must stay apart."""
BARRED_UNITS: Final = -(2**31)
"""What stands for it in the column of scores."""
UNITS: Final = 1_000_000


def in_units(score: float) -> int:
    """Give a score in millionths.

    >>> in_units(-0.85), in_units(BARRED) == BARRED_UNITS
    (-850000, True)
    """
    return BARRED_UNITS if score == BARRED else round(score * UNITS)


class Met:
    """Pairs of reports, each pair once, with their scores, `BARRED` for those that must stay apart.

    Reports are named by their place among the sorted ids.
    """

    def __init__(self, ids: Iterable[str]) -> None:
        self.ids = sorted(set(ids))
        self.places = {report: place for place, report in enumerate(self.ids)}
        self._ones, self._others, self._units = array("i"), array("i"), array("i")

    @classmethod
    def of(cls, ids: Iterable[str], pairs: Iterable[tuple[str, str, float]]) -> Met:
        """Note pairs given by the ids of their reports."""
        met = cls(ids)
        for one, other, score in pairs:
            met.add(met.places[one], met.places[other], score)
        return met

    def __len__(self) -> int:
        return len(self._ones)

    def add(self, one: int, other: int, score: float) -> None:
        """Note what a pair scores, by the places of its reports."""
        self._ones.append(min(one, other))
        self._others.append(max(one, other))
        self._units.append(in_units(score))

    def correct(self, number: int, score: float) -> None:
        """Change what the pair scores that was noted as this."""
        self._units[number] = in_units(score)

    def pairs(self) -> Iterator[tuple[int, int, float]]:
        """Give each pair by the places of its reports, the smaller first, with its score."""
        for one, other, units in zip(self._ones, self._others, self._units, strict=True):
            yield one, other, BARRED if units == BARRED_UNITS else units / UNITS

    def __iter__(self) -> Iterator[tuple[str, str, float]]:
        """Give each pair by the ids of its reports, with its score."""
        return ((self.ids[one], self.ids[other], score) for one, other, score in self.pairs())

    def columns(self) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
        """Give the places of the reports and the scores in units; no pair can be added while they are in use."""
        ones, others, units = (np.frombuffer(column, dtype=np.int32) for column in (self._ones, self._others, self._units))
        return ones, others, units
