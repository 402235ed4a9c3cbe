"""Fit the weights of the place reader: the ranker among namesakes and the judge of what is a place name.

The ranker is a conditional logit over the candidates of each gold toponym (every candidate within 161 km counts as right),
pulled towards the weights in use; since facts on other names depend on how those are read, it is fitted in rounds. The
judge is a logistic regression over the gazetteer's matches in running text. Prints weights, changes no file: what is
shipped was rounded, and a few weights were set by hand for what the sets do not show (docs/places.md).

    python -m roznamcha.train.places ranker LGL.jsonl TRNEWS.jsonl
    python -m roznamcha.train.places judge LGL.jsonl TRNEWS.jsonl
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from roznamcha.evaluate.jsonlines import read_lines
from roznamcha.resolve.gazetteer.index import Gazetteer, open_gazetteer
from roznamcha.resolve.places.find import groups_of, matches_of, words_of
from roznamcha.resolve.places.geometry import distance_km
from roznamcha.resolve.places.judge import facts_of, surnames_of
from roznamcha.resolve.places.rank import FEATURES, ROUNDS, Group, Table, weights

Array = NDArray[np.float64]
NEAR_KM = 161.0
PULL = 0.02
"""How strongly the ranker is held to the weights it starts from."""


def documents(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Read sets of toponyms, one document a line."""
    for path in paths:
        yield from read_lines(path, "text", "toponyms")


def fit_ranker(paths: Sequence[Path], *, passes: int = 4) -> dict[str, float]:
    """Fit the ranker's weights on gold spans."""
    gazetteer = open_gazetteer()
    read = [_toponyms(document, gazetteer) for document in documents(paths)]
    start = weights()
    vector = start
    for _ in range(passes):
        tables, answers = [], []
        for groups, wanted in read:
            if groups:
                facts, bounds = _settled_facts(groups, vector)
                for number, right in wanted:
                    if right.any() and not right.all():
                        first, last = bounds[number]
                        tables.append(facts[first:last])
                        answers.append(right)
        vector = _conditional_logit(tables, answers, vector, start)
    return {name: round(float(weight), 2) for name, weight in zip(FEATURES, vector, strict=True)}


def _toponyms(document: dict[str, Any], gazetteer: Gazetteer) -> tuple[list[Group], list[tuple[int, NDArray[np.bool_]]]]:
    gold = sorted((t for t in document["toponyms"] if t.get("lat") is not None), key=lambda toponym: toponym["start"])
    groups, places, _ = groups_of(document["text"], [(toponym["start"], toponym["end"]) for toponym in gold], gazetteer)
    wanted = [
        (number, np.array([distance_km(t["lat"], t["lon"], entry.lat, entry.lon) <= NEAR_KM for entry in groups[number].entries]))
        for t, number in zip(gold, places, strict=True)
        if number >= 0
    ]
    return groups, wanted


def _settled_facts(groups: Sequence[Group], vector: Array) -> tuple[Array, list[tuple[int, int]]]:
    table = Table(groups, None)
    for _ in range(ROUNDS):
        table.read_others(table.chances(table.facts @ vector))
    return table.facts.copy(), table.bounds


def _conditional_logit(tables: Sequence[Array], answers: Sequence[NDArray[np.bool_]], vector: Array, start: Array) -> Array:
    facts, right = np.vstack(tables), np.concatenate(answers).astype(float)
    sizes = [len(answer) for answer in answers]
    firsts, owner = np.cumsum([0, *sizes[:-1]]), np.repeat(np.arange(len(sizes)), sizes)

    def loss(weight: Array) -> tuple[float, Array]:
        scores = facts @ weight
        raised = np.exp(scores - np.maximum.reduceat(scores, firsts)[owner])
        total, good = np.add.reduceat(raised, firsts), np.add.reduceat(raised * right, firsts) + 1e-12
        slope = facts.T @ (raised * right / good[owner] - raised / total[owner]) / len(sizes)
        away = weight - start
        return float((np.log(total) - np.log(good)).mean() + PULL * (away**2).mean()), -slope + 2 * PULL * away / len(away)

    fitted: Array = minimize(loss, vector, jac=True, method="L-BFGS-B").x
    return fitted


def fit_judge(paths: Sequence[Path], *, ridge: float = 1.0) -> dict[str, float]:
    """Fit the judge's weights: the gazetteer's matches in running text, right where a gold toponym starts."""
    gazetteer = open_gazetteer()
    seen, truth = [], []
    for document in documents(paths):
        text = document["text"]
        words = words_of(text)
        surnames = surnames_of(words, text)
        starts = {toponym["start"] for toponym in document["toponyms"]}
        for one in matches_of(gazetteer, text, words):
            if one.known != "demonym":
                seen.append(facts_of(text, words, one.first, one.last, surnames, one.known))
                truth.append(words[one.first].start in starts)
    return _logistic(seen, np.array(truth, dtype=float), ridge)


def _logistic(seen: Sequence[Sequence[str]], truth: Array, ridge: float) -> dict[str, float]:
    names = sorted({fact for facts in seen for fact in facts})
    column = {name: number for number, name in enumerate(names)}
    table = np.zeros((len(seen), len(names)))
    for row, facts in enumerate(seen):
        table[row, [column[fact] for fact in facts]] = 1.0

    def loss(weight: Array) -> tuple[float, Array]:
        scores = table @ weight
        cost = truth * np.logaddexp(0, -scores) + (1 - truth) * np.logaddexp(0, scores)
        return float(cost.sum() + ridge / 2 * weight @ weight), table.T @ (1 / (1 + np.exp(-scores)) - truth) + ridge * weight

    fitted = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    return {name: round(float(weight), 2) for name, weight in zip(names, fitted, strict=True)}


if __name__ == "__main__":
    task, *files = sys.argv[1:]
    paths = [Path(file) for file in files]
    fitted_weights = fit_ranker(paths) if task == "ranker" else fit_judge(paths)
    sys.stdout.write(json.dumps(fitted_weights, indent=1) + "\n")
