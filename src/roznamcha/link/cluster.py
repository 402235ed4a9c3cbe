"""From scored pairs to clusters: join the two clusters that agree best, as long as they agree on average.

Average linkage over log odds: the score between two clusters is the mean over all their pairs, those never compared counting as
`unmet`. So one strong pair cannot chain two incidents together that otherwise have nothing in common, as connected
components would. Two clusters with a barred pair between them are never joined. What people decided comes first: reports
decided together start as one cluster, reports decided apart are barred.

The result depends on the ids, scores and bars alone and not on their order: ties go to the smaller ids. The joining itself is
`agglomerate.join_all`; this module turns ids into numbers and back.
"""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from roznamcha.link.agglomerate import UNITS, Clusters, Edges, join_all

Pair = tuple[str, str]


BARRED: Final = -math.inf
"""The score of a pair that must stay apart."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the cluster step goes by.

    `scores` are scored pairs; a pair that scores `BARRED` must stay apart, as must those `barred`. `together` are
    sets that a person joined. `fixed` sets are incidents that exist already: new reports may join them, but they are not joined
    with one another. `groups` names for a report the group (its document) of which a cluster may hold only one.
    """

    scores: Iterable[tuple[str, str, float]]
    barred: Iterable[Pair] = ()
    together: Sequence[Collection[str]] = ()
    fixed: Sequence[Collection[str]] = ()
    groups: Mapping[str, str] = field(default_factory=dict)


def cluster(reports: Iterable[str], evidence: Evidence, *, threshold: float, unmet: float) -> list[tuple[str, ...]]:
    """Sort reports into clusters, each and all of them in the order of their ids.

    >>> cluster("abc", Evidence([("a", "b", 3.0), ("b", "c", 2.0), ("a", "c", -9.0)]), threshold=0.0, unmet=-6.0)
    [('a', 'b'), ('c',)]
    """
    ids = sorted(set(reports))
    place = {report: number for number, report in enumerate(ids)}
    start = Sets(len(ids))
    for group in (*evidence.together, *evidence.fixed):
        start.join([place[report] for report in group if report in place])
    starts = np.fromiter((start.find(number) for number in range(len(ids))), dtype=np.int32, count=len(ids))
    standing = np.zeros(len(ids), dtype=bool)
    standing[[start.find(place[report]) for group in evidence.fixed for report in group if report in place]] = True
    clusters = Clusters(np.bincount(starts, minlength=len(ids)), standing)
    edges = _edges(starts, place, evidence, unmet)
    ends = join_all(edges, clusters, _units(threshold) - _units(unmet))[starts]
    found: defaultdict[int, list[str]] = defaultdict(list)
    for report, end in zip(ids, ends.tolist(), strict=True):
        found[end].append(report)
    return [tuple(group) for group in found.values()]


class Sets:
    """Disjoint sets of numbers, each named by its smallest member."""

    def __init__(self, size: int) -> None:
        self._parents = list(range(size))

    def __len__(self) -> int:
        return len(self._parents)

    def copy(self) -> Sets:
        """Give sets of their own that start from these."""
        sets = Sets(0)
        sets._parents = list(self._parents)
        return sets

    def find(self, number: int) -> int:
        """Give the smallest member of a number's set."""
        while self._parents[number] != number:
            self._parents[number] = self._parents[self._parents[number]]
            number = self._parents[number]
        return number

    def join(self, numbers: Sequence[int]) -> None:
        """Make one set of the sets of all these numbers."""
        roots = {self.find(number) for number in numbers}
        for root in roots:
            self._parents[root] = min(roots)


def _edges(starts: NDArray[np.int32], place: Mapping[str, int], evidence: Evidence, unmet: float) -> Edges:
    """Give the pairs of starting clusters that score more than `unmet` or are barred, as columns."""
    ones, others, surplus = array("i"), array("i"), array("q")
    bars = ((one, other, BARRED) for one, other in chain(evidence.barred, _of_one_group(evidence.groups)))
    least = _units(unmet)
    for one, other, score in chain(evidence.scores, bars):
        more = 0 if score == BARRED else _units(score) - least
        if (more > 0 or score == BARRED) and one in place and other in place:
            ones.append(place[one])
            others.append(place[other])
            surplus.append(more)
    first, second = np.frombuffer(ones, dtype=np.int32), np.frombuffer(others, dtype=np.int32)
    more_than_unmet = np.frombuffer(surplus, dtype=np.int64)
    return Edges(first, second, more_than_unmet, more_than_unmet == 0).renamed(starts)


def _of_one_group(groups: Mapping[str, str]) -> Iterator[Pair]:
    """Yield each two reports of the same group."""
    held: defaultdict[str, list[str]] = defaultdict(list)
    for report, group in groups.items():
        held[group].append(report)
    for reports in held.values():
        yield from combinations(reports, 2)


def _units(score: float) -> int:
    return round(score * UNITS)
