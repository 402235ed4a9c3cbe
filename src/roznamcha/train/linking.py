"""Fit the weights of the pair score on linked reports.

A ridge-penalised logistic regression over the levels of all features, by Newton's method: the weights so fitted add up to log
odds and share the worth of features that repeat each other, which weights counted one feature at a time (Fellegi and Sunter
with independent features) do not. Several sets of reports are fitted together; a level that only one set knows is fitted
by that set alone. Run `python -m roznamcha.train.linking --help`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from roznamcha.evaluate.linkingdata import HALVES, LinkedReport, half_of, read_linked
from roznamcha.link.bars import barred
from roznamcha.link.block import candidate_pairs
from roznamcha.link.features import FEATURES, SCALES, UNKNOWN, Pair
from roznamcha.link.linker import LinkOptions, find_stories
from roznamcha.link.profile import Corpus
from roznamcha.link.score import Weights

RIDGE: Final = 1.0
"""The penalty on each weight: a level seen once must not decide."""
STEPS: Final = 30
SAMPLED: Final = 4
"""One in so many pairs that do not belong together is compared, and counts for all."""
NEGLIGIBLE: Final = 1e-5
SET_WEIGHTS: Final = {"gva": 1.0, "maverick": 1.0, "ucdp": 5.0}
"""How much a pair of each set counts: the headlines are few."""
SMOOTH: Final = 4.0
"""The penalty on the difference between neighbours on a scale."""
BY_HAND: Final = {
    "copy": {"same words": 6.0},
    "kind": {"same": 1.0, "same family": 0.3, "different": -1.2},
    "victims": {"shared": 4.0, "different": -1.5},
}
"""Features that no set of linked reports holds: a copied sentence is taken to be worth 400 to 1, a named victim 50 to 1."""
ROUNDS: Final = 2
THRESHOLD: Final = -0.85
UNMET: Final = -6.0


@dataclass(frozen=True, slots=True)
class Pairs:
    """Compared pairs: the levels found, one row a pair, whether the pair belongs together, and how much it counts."""

    levels: tuple[tuple[tuple[str, str], ...], ...]
    together: NDArray[np.float64]
    weights: NDArray[np.float64]


def compare_all(reports: Sequence[LinkedReport], weight: float = 1.0, stories: Mapping[str, str] | None = None) -> Pairs:
    """Compare the pairs that blocking finds among the reports of one set: all that belong together, a sample of the others."""
    incidents = {report.facts.id: set(report.incidents) for report in reports}
    facts = [report.facts for report in reports if report.incidents]
    features = {name: feature for name, feature in FEATURES.items() if name not in BY_HAND}
    corpus = Corpus(facts, stories)
    levels, together, weights = [], [], []
    for one, other in candidate_pairs(facts, corpus):
        linked = bool(incidents[one.id] & incidents[other.id])
        if not linked and crc32(f"{one.id} {other.id}".encode()) % SAMPLED:
            continue
        pair = Pair(corpus.profile(one), corpus.profile(other), corpus)
        if not barred(pair.first, pair.second):
            found = ((name, feature(pair).level) for name, feature in features.items())
            levels.append(tuple((name, level) for name, level in found if level != UNKNOWN.level))
            together.append(float(linked))
            weights.append(weight if linked else weight * SAMPLED)
    return Pairs(tuple(levels), np.array(together), np.array(weights))


Fitted = tuple[float, dict[str, dict[str, float]]]


def fit(sets: Iterable[Pairs]) -> Fitted:
    """Fit the prior and the weight of each level of each feature."""
    every = list(sets)
    rows = [row for pairs in every for row in pairs.levels]
    together = np.concatenate([pairs.together for pairs in every])
    weights = np.concatenate([pairs.weights for pairs in every])
    vocabulary = {level: number for number, level in enumerate(sorted({level for row in rows for level in row}), start=1)}
    columns = np.full((len(rows), 1 + max(map(len, rows), default=0)), len(vocabulary) + 1)
    columns[:, 0] = 0
    for number, row in enumerate(rows):
        columns[number, 1 : len(row) + 1] = [vocabulary[level] for level in row]
    fitted = _newton(columns, together, weights, _penalty(vocabulary))
    levels: dict[str, dict[str, float]] = {name: {} for name in FEATURES}
    for (name, level), number in vocabulary.items():
        levels[name][level] = round(float(fitted[number]), 3)
    return round(float(fitted[0]), 3), levels | BY_HAND


def fit_by_stories(sets: Sequence[tuple[float, Sequence[LinkedReport]]]) -> Fitted:
    """Fit on words counted by document, find stories, and fit again on words counted by story, `ROUNDS` times."""
    prior, levels = fit(compare_all(reports, weight) for weight, reports in sets)
    for _ in range(ROUNDS):
        options = LinkOptions(Weights(prior, THRESHOLD, UNMET, levels))
        stories = [find_stories([report.facts for report in reports], options) for _, reports in sets]
        prior, levels = fit(compare_all(reports, weight, told) for (weight, reports), told in zip(sets, stories, strict=True))
    return prior, levels


def _penalty(vocabulary: Mapping[tuple[str, str], int]) -> NDArray[np.float64]:
    """Penalise each weight and, on a scale, each step between neighbours; the constant, first, is free.

    The last place stands for "no level here" and is held at nothing.
    """
    size = len(vocabulary) + 2
    penalty = np.diag(np.full(size, RIDGE))
    penalty[0, 0] = NEGLIGIBLE
    penalty[-1, -1] = 1 / NEGLIGIBLE**2
    for name, scales in SCALES.items():
        for scale in scales:
            places = [vocabulary[name, level] for level in scale if (name, level) in vocabulary]
            for one, other in pairwise(places):
                penalty[[one, other], [one, other]] += SMOOTH
                penalty[[one, other], [other, one]] -= SMOOTH
    return penalty


def _newton(
    columns: NDArray[np.int64], together: NDArray[np.float64], weights: NDArray[np.float64], penalty: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Minimise the penalised loss; each row of `columns` lists the levels that hold, the first of them the constant."""
    size = len(penalty)
    beta = np.zeros(size)
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-beta[columns].sum(axis=1)))
        slope = weights * (chance - together)
        curve = weights * chance * (1 - chance)
        gradient = penalty @ beta
        hessian = penalty.copy()
        for column in columns.T:
            gradient += np.bincount(column, slope, size)
            for other in columns.T:
                hessian += np.bincount(column * size + other, curve, size * size).reshape(size, size)
        step = np.linalg.solve(hessian, gradient)
        beta -= step
        if np.abs(step).max() < NEGLIGIBLE:
            break
    return beta


def first_part(reports: Sequence[LinkedReport], share: float) -> tuple[list[LinkedReport], list[LinkedReport]]:
    """Cut a set in two by the first day of its incidents, so that no incident stands on both sides."""
    start: dict[str, str] = {}
    for report in reports:
        day = report.facts.earliest or report.facts.published or ""
        for incident in report.incidents:
            start[incident] = min(start.get(incident, day), day)
    days = sorted(start.values())
    cut = days[min(len(days) - 1, int(len(days) * share))]
    early = [report for report in reports if report.incidents and min(start[name] for name in report.incidents) < cut]
    late = [report for report in reports if report.incidents and min(start[name] for name in report.incidents) >= cut]
    return early, late


def write_weights(path: Path, prior: float, levels: dict[str, dict[str, float]]) -> None:
    """Write the table of weights as the linker reads it."""
    table = {"prior": prior, "threshold": THRESHOLD, "unmet": UNMET, "levels": levels}
    path.write_text(json.dumps(table, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit the weights on sets of linked reports and write them."""
    parser = argparse.ArgumentParser(description="Fit the weights of the pair score.")
    parser.add_argument("data", nargs="+", type=Path, help="GVA articles, MAVERICK table, UCDP headlines")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--share", type=float, default=1.0, help="fit on this first share of each set's incidents, by time")
    parser.add_argument("--half", choices=HALVES, help="fit on this half of each set's incidents, by a digest of their ids")
    options = parser.parse_args(arguments)
    sets = []
    for path in options.data:
        name, reports = read_linked(path)
        linked = half_of(reports, options.half) if options.half else [report for report in reports if report.incidents]
        sets.append((SET_WEIGHTS[name], first_part(linked, options.share)[0] if options.share < 1 else linked))
    write_weights(options.out, *fit_by_stories(sets))


if __name__ == "__main__":
    main()
