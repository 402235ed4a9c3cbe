"""How well clusters of reports meet the gold incidents: B-cubed and pairwise precision, recall and F1.

Always both: every report alone already reaches a B-cubed F1 near 80 where incidents are small, and a pairwise F1 of zero.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True, slots=True)
class Agreement:
    """Precision, recall and F1 of one measure, in per cent."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def b_cubed(clusters: Mapping[str, str], gold: Mapping[str, str]) -> Agreement:
    """Score clusters by B-cubed (Bagga and Baldwin 1998), every report weighing the same.

    >>> round(b_cubed({"a": "1", "b": "1", "c": "2"}, {"a": "x", "b": "x", "c": "x"}).f1, 1)
    71.4
    """
    found, wanted = Counter(clusters[report] for report in gold), Counter(gold.values())
    both = Counter((clusters[report], gold[report]) for report in gold)
    shares = [(both[clusters[report], gold[report]], clusters[report], gold[report]) for report in gold]
    precision = sum(count / found[cluster] for count, cluster, _ in shares)
    recall = sum(count / wanted[incident] for count, _, incident in shares)
    total = len(gold) or 1
    return Agreement(100 * precision / total, 100 * recall / total)


def pairwise(clusters: Mapping[str, str], gold: Mapping[str, tuple[str, ...]]) -> Agreement:
    """Score clusters by their pairs; two reports belong together when they share a gold incident.

    >>> pairwise({"a": "1", "b": "1", "c": "2"}, {"a": ("x",), "b": ("x",), "c": ("y",)}).recall
    100.0
    """
    wanted = _pairs(gold)
    found = _pairs({report: (clusters[report],) for report in gold})
    hits = len(wanted & found)
    return Agreement(100 * hits / (len(found) or 1), 100 * hits / (len(wanted) or 1))


def _pairs(labels: Mapping[str, tuple[str, ...]]) -> set[tuple[str, str]]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for report, names in sorted(labels.items()):
        for name in names:
            groups[name].append(report)
    return {pair for group in groups.values() for pair in combinations(group, 2)}
