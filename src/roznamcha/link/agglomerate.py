"""Average linkage on columns of numbers: in each round every two clusters that are each other's best neighbour join.

What is left when no pair of clusters scores over the threshold is what joining the best pair of all, one after the other, would
leave: a pair with a joined cluster scores between what its two halves scored, and is barred when either was, so that no later
join can outbid two that suit each other best (the linkage is "reducible": Bruynooghe 1978; in rounds and for large data:
Sumengen et al. 2021). Rounds work on whole columns, so that tens of millions of pairs take some hundred bytes each and not
thousands. For the same reason a cluster that has no pair over the threshold never gets one, and leaves the work with its pairs.

Sums are whole numbers, in the units of `met`: they do not depend on the order in which scores are added.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs of clusters as columns, the smaller number first.

    `surplus` adds up, over the pairs of their members that met, how much more each scores than a pair that never met; `apart`
    marks clusters that must not join.
    """

    ones: NDArray[np.int32]
    others: NDArray[np.int32]
    surplus: NDArray[np.int64]
    apart: NDArray[np.bool_]

    def take(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> Edges:
        """Give some of the pairs, or all in another order."""
        return Edges(self.ones[chosen], self.others[chosen], self.surplus[chosen], self.apart[chosen])

    def beside(self, more: Edges) -> Edges:
        """Put other pairs below these."""
        return Edges(
            np.concatenate((self.ones, more.ones)),
            np.concatenate((self.others, more.others)),
            np.concatenate((self.surplus, more.surplus)),
            np.concatenate((self.apart, more.apart)),
        )

    def renamed(self, homes: NDArray[np.int32]) -> Edges:
        """Give the pairs of the clusters that these have become, without those that are within one now."""
        ones, others = homes[self.ones], homes[self.others]
        named = Edges(np.minimum(ones, others), np.maximum(ones, others), self.surplus, self.apart)
        return named.take(ones != others)

    def added_up(self, grown: NDArray[np.bool_]) -> Edges:
        """Make one of all pairs of the same two clusters, where one of them is marked as `grown`; others have one at most."""
        many = grown[self.ones] | grown[self.others]
        if not many.any():
            return self
        parts = self.take(many)
        parts = parts.take(np.lexsort((parts.others, parts.ones)))
        fresh = (np.diff(parts.ones, prepend=-1) != 0) | (np.diff(parts.others, prepend=-1) != 0)
        starts = np.flatnonzero(fresh)
        surplus, apart = np.add.reduceat(parts.surplus, starts), np.logical_or.reduceat(parts.apart, starts)
        return self.take(~many).beside(Edges(parts.ones[starts], parts.others[starts], surplus, apart))


@dataclass(frozen=True, slots=True)
class Clusters:
    """The clusters while they grow: how many members each has, and whether it is an incident that stands; two such never join."""

    sizes: NDArray[np.int64]
    standing: NDArray[np.bool_]

    def join(self, ones: NDArray[np.int32], others: NDArray[np.int32]) -> None:
        """Count the second of each two clusters in with the first."""
        self.sizes[ones] += self.sizes[others]
        self.standing[ones] |= self.standing[others]


def join_all(edges: Edges, clusters: Clusters, needed: int) -> NDArray[np.int32]:
    """Join clusters until none agree well enough, and name for each the one in which it ends, its smallest.

    `edges` holds at most one pair of the same two clusters; `needed` is how much more than unmet pairs the pairs of two clusters
    must score on average, in units.
    """
    ends = np.arange(len(clusters.sizes), dtype=np.int32)
    while len((ranked := _best_first(edges, clusters, needed)).ones):
        ones, others = _mutual(ranked, len(ends))
        clusters.join(ones, others)
        homes = np.arange(len(ends), dtype=np.int32)
        homes[others] = ones
        ends = homes[ends]
        edges = _follow(edges, ranked, homes)
    return ends


def _best_first(edges: Edges, clusters: Clusters, needed: int) -> Edges:
    """Give the pairs of clusters that may join, the best mean first, ties by the smaller numbers."""
    found = edges.take(np.flatnonzero((edges.surplus > needed) & ~edges.apart))
    pairs = clusters.sizes[found.ones] * clusters.sizes[found.others]
    good = (found.surplus > needed * pairs) & ~(clusters.standing[found.ones] & clusters.standing[found.others])
    found, means = found.take(good), found.surplus[good] / pairs[good]
    return found.take(np.lexsort((found.others, found.ones, -means)))


def _mutual(ranked: Edges, size: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Give the two columns of pairs that are the best of both their clusters."""
    ranks = np.arange(len(ranked.ones))
    best = np.full(size, len(ranks))
    np.minimum.at(best, ranked.ones, ranks)
    np.minimum.at(best, ranked.others, ranks)
    mutual = (best[ranked.ones] == ranks) & (best[ranked.others] == ranks)
    return ranked.ones[mutual], ranked.others[mutual]


def _follow(edges: Edges, ranked: Edges, homes: NDArray[np.int32]) -> Edges:
    """Give the pairs that can still matter after a round: both clusters could join something before it."""
    active, grown = np.zeros(len(homes), dtype=bool), np.zeros(len(homes), dtype=bool)
    active[ranked.ones] = active[ranked.others] = True
    grown[homes[homes != np.arange(len(homes))]] = True
    return edges.take(active[edges.ones] & active[edges.others]).renamed(homes).added_up(grown)
