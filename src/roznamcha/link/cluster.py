"""From scored pairs to clusters: join the two clusters that agree best, as long as they agree on average.

Average linkage over log odds: the score between two clusters is the mean over all their pairs, those never compared counting as
`unmet`. So one strong pair cannot chain two incidents together that otherwise have nothing in common, as connected
components would. Two clusters with a barred pair between them are never joined. What people decided comes first: reports
decided together start as one cluster, reports decided apart are barred.

The result depends on the ids, scores and bars alone and not on their order: ties go to the smaller ids. Reports that no chain of
good pairs connects are clustered apart from each other, which keeps a large register as cheap as many small ones.
"""

from __future__ import annotations

import heapq
import math
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

Pair = tuple[str, str]
Edge = tuple[int, int, float]


BARRED: Final = -math.inf
"""The score of a pair that must stay apart."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the cluster step goes by.

    `scores` are scored pairs, read twice; a pair that scores `BARRED` must stay apart, as must those `barred`. `together` are
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
    fixed = {start.find(place[report]) for group in evidence.fixed for report in group if report in place}
    connected = start.copy()
    for name, second, score in evidence.scores:
        if score > threshold and name in place and second in place:
            connected.join([place[name], place[second]])
    clusters: list[tuple[str, ...]] = []
    for members, edges in _components(connected, place, evidence):
        if len(members) == 1:
            clusters.append((ids[members[0]],))
            continue
        state = _Clusters({start.find(member) for member in members}, unmet)
        for member in members:
            state.put(start.find(member), member, evidence.groups.get(ids[member]))
        state.fixed = fixed & state.members.keys()
        for one, other, score in edges:
            state.add(start.find(one), start.find(other), score)
        state.join_all(threshold)
        clusters += [tuple(ids[member] for member in sorted(found)) for found in state.members.values()]
    return sorted(clusters)


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


def _components(connected: Sets, place: Mapping[str, int], evidence: Evidence) -> Iterator[tuple[list[int], list[Edge]]]:
    """Yield the reports that good pairs and starting sets connect, with the pairs among them in order.

    Pairs are kept as columns of numbers until their component's turn comes: a large register has tens of millions.
    """
    ones, others, scores, roots = _inner_pairs(connected, place, evidence)
    order = np.lexsort((scores, others, ones, roots))
    roots = roots[order]
    homes = np.fromiter((connected.find(number) for number in range(len(connected))), dtype=np.int32, count=len(connected))
    members = np.argsort(homes, kind="stable")
    starts = np.flatnonzero(np.diff(homes[members], prepend=-1))
    for start, end in pairwise([*starts.tolist(), len(members)]):
        low, high = np.searchsorted(roots, (homes[members[start]], homes[members[start]] + 1))
        chosen = order[low:high]
        edges = list(zip(ones[chosen].tolist(), others[chosen].tolist(), scores[chosen].tolist(), strict=True))
        yield members[start:end].tolist(), edges


def _inner_pairs(
    connected: Sets, place: Mapping[str, int], evidence: Evidence
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64], NDArray[np.int32]]:
    """Give the pairs that lie within one component, as columns: first and second report, score, component."""
    ones, others, scores, roots = array("i"), array("i"), array("d"), array("i")
    barred = ((one, other, BARRED) for one, other in evidence.barred)
    for one, other, score in chain(evidence.scores, barred):
        first, second = place.get(one), place.get(other)
        if first is not None and second is not None and (root := connected.find(first)) == connected.find(second):
            ones.append(min(first, second))
            others.append(max(first, second))
            scores.append(score)
            roots.append(root)
    first_column, second_column, root_column = (np.frombuffer(column, dtype=np.int32) for column in (ones, others, roots))
    return first_column, second_column, np.frombuffer(scores, dtype=np.float64), root_column


class _Clusters:
    """The clusters of one component while they grow, each named by one of its members."""

    def __init__(self, names: Iterable[int], unmet: float) -> None:
        self.unmet = unmet
        self.members: dict[int, list[int]] = {name: [] for name in names}
        self.fixed: set[int] = set()
        self._sums: dict[int, dict[int, tuple[float, int]]] = {name: {} for name in self.members}
        self._bars: dict[int, set[int]] = {name: set() for name in self.members}
        self._groups: dict[int, set[str]] = {name: set() for name in self.members}

    def put(self, name: int, member: int, group: str | None) -> None:
        """Start a cluster with one more member."""
        self.members[name].append(member)
        if group is not None:
            self._groups[name].add(group)

    def add(self, one: int, other: int, score: float) -> None:
        """Count one pair between two clusters, or let it bar them; one that scores no more than `unmet` adds nothing to that."""
        if score == BARRED:
            self.bar(one, other)
        elif one != other and score > self.unmet:
            total, count = self._sums[one].get(other, (0.0, 0))
            self._sums[one][other] = self._sums[other][one] = (total + score, count + 1)

    def bar(self, one: int, other: int) -> None:
        """Keep two clusters apart for good."""
        if one != other:
            self._bars[one].add(other)
            self._bars[other].add(one)

    def join_all(self, threshold: float) -> None:
        """Join the best pair of clusters again and again, until none agrees better than the threshold."""
        entries = (self._entry(one, other) for one, sums in self._sums.items() for other in sums if one < other)
        heap = [entry for entry in entries if -entry[0] > threshold]
        heapq.heapify(heap)
        while heap:
            _, one, other, sizes = heapq.heappop(heap)
            if sizes != self._sizes(one, other) or self._apart(one, other):
                continue
            self._join(one, other)
            for neighbour in self._sums[one]:
                entry = self._entry(min(one, neighbour), max(one, neighbour))
                if -entry[0] > threshold:
                    heapq.heappush(heap, entry)

    def _entry(self, one: int, other: int) -> tuple[float, int, int, tuple[int, int]]:
        total, count = self._sums[one][other]
        pairs = len(self.members[one]) * len(self.members[other])
        return -(total + self.unmet * (pairs - count)) / pairs, one, other, self._sizes(one, other)

    def _sizes(self, one: int, other: int) -> tuple[int, int]:
        return len(self.members.get(one, ())), len(self.members.get(other, ()))

    def _apart(self, one: int, other: int) -> bool:
        if other in self._bars[one] or (one in self.fixed and other in self.fixed):
            return True
        return not self._groups[one].isdisjoint(self._groups[other])

    def _join(self, one: int, other: int) -> None:
        """Move everything of the second cluster into the first."""
        self.members[one] += self.members.pop(other)
        self._groups[one] |= self._groups.pop(other)
        if other in self.fixed:
            self.fixed.add(one)
        for barred in self._bars.pop(other):
            self._bars[barred].discard(other)
            self.bar(one, barred)
        for neighbour, (total, count) in self._sums.pop(other).items():
            del self._sums[neighbour][other]
            if neighbour != one:
                before, known = self._sums[one].get(neighbour, (0.0, 0))
                self._sums[one][neighbour] = self._sums[neighbour][one] = (before + total, known + count)
