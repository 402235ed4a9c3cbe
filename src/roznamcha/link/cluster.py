"""From scored pairs to clusters: join the two clusters that agree best, as long as they agree on average.

Average linkage over log odds: the score between two clusters is the mean over all their pairs, those never compared counting as
`unmet`. So one strong pair cannot chain two incidents together that otherwise have nothing in common, as connected
components would. Two clusters with a barred pair between them are never joined. What people decided comes first: reports
decided together start as one cluster, reports decided apart are barred.

The result depends on the ids, scores and bars alone and not on their order: ties go to the smaller ids. The joining itself is
`agglomerate.join_all`; this module turns ids into numbers and back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

from roznamcha.link.agglomerate import Clusters, Edges, join_all
from roznamcha.link.met import BARRED_UNITS, Met, in_units

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the cluster step goes by beside the scores.

    Reports that are `barred` must stay apart. `together` are sets that a person joined. `fixed` sets are incidents that exist
    already: new reports may join them, but they are not joined with one another. `groups` are sets (the reports of a document) of
    which a cluster may hold only one.
    """

    barred: Iterable[Pair] = ()
    together: Sequence[Collection[str]] = ()
    fixed: Sequence[Collection[str]] = ()
    groups: Iterable[Collection[str]] = ()


def cluster(met: Met, evidence: Evidence, *, threshold: float, unmet: float) -> list[tuple[str, ...]]:
    """Sort reports into clusters by the pairs that met, each and all of them in the order of their ids.

    >>> met = Met.of("abc", [("a", "b", 3.0), ("b", "c", 2.0), ("a", "c", -9.0)])
    >>> cluster(met, Evidence(), threshold=0.0, unmet=-6.0)
    [('a', 'b'), ('c',)]
    """
    start = Sets(len(met.ids))
    for group in (*evidence.together, *evidence.fixed):
        start.join([met.places[report] for report in group if report in met.places])
    starts = np.fromiter((start.find(place) for place in range(len(start))), dtype=np.int32, count=len(start))
    standing = np.zeros(len(start), dtype=bool)
    standing[[start.find(met.places[report]) for group in evidence.fixed for report in group if report in met.places]] = True
    clusters = Clusters(np.bincount(starts, minlength=len(start)), standing)
    bars = _barred_edges(met, evidence)
    edges = _met_edges(met, starts, threshold, unmet).beside(bars).renamed(starts)
    doubled = clusters.sizes > 1
    doubled[starts[bars.ones]] = doubled[starts[bars.others]] = True
    ends = join_all(edges.added_up(doubled), clusters, in_units(threshold) - in_units(unmet))[starts]
    found: defaultdict[int, list[str]] = defaultdict(list)
    for report, end in zip(met.ids, ends.tolist(), strict=True):
        found[end].append(report)
    return [tuple(group) for group in found.values()]


class Sets:
    """Disjoint sets of numbers, each named by its smallest member."""

    def __init__(self, size: int) -> None:
        self._parents = list(range(size))

    def __len__(self) -> int:
        return len(self._parents)

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


def _met_edges(met: Met, starts: NDArray[np.int32], threshold: float, unmet: float) -> Edges:
    """Give the pairs that score more than `unmet` or are barred, of clusters that have a pair over the threshold."""
    ones, others, units = met.columns()
    over, active = units > in_units(threshold), np.zeros(len(starts), dtype=bool)
    active[starts[ones[over]]] = active[starts[others[over]]] = True
    active = active[starts]
    told = ((units == BARRED_UNITS) | (units > in_units(unmet))) & active[ones] & active[others]
    ones, others, units = ones[told], others[told], units[told]
    apart = units == BARRED_UNITS
    return Edges(ones, others, np.where(apart, 0, units.astype(np.int64) - in_units(unmet)), apart)


def _barred_edges(met: Met, evidence: Evidence) -> Edges:
    """Give the pairs that were decided apart or belong to one group."""
    bars = chain(evidence.barred, *(combinations(group, 2) for group in evidence.groups))
    places = np.array([(met.places[one], met.places[other]) for one, other in bars if one in met.places and other in met.places])
    ones, others = places.astype(np.int32).reshape(-1, 2).T
    return Edges(ones, others, np.zeros(len(ones), dtype=np.int64), np.ones(len(ones), dtype=bool))
