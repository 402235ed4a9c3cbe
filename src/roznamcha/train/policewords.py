"""IndiaPoliceEvents train → the weights of the profile `police`.

Logistic regression with L2 on hashed words, one action at a time, by L-BFGS. Sentences that tell of an action weigh four
times, since they are few; the score from which one is told is chosen on scores given by four models that had not read the
sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped]
from scipy.optimize import minimize  # type: ignore[import-untyped]

from roznamcha.evaluate.police import ACTIONS, Passage, read_passages
from roznamcha.evaluate.policewords import BUCKETS, WordModel, hash_features, pack, scale

SPREAD = 60.0
POSITIVE = 4.0
FOLDS = 4
Floats = NDArray[np.float64]


def train_police(data: Path, out: Path, *, say: Callable[[str], None] = print) -> None:
    """Train on `sents.train.tsv` in `data` and write the weights to `out`."""
    passages = read_passages(data / "sents.train.tsv")
    table = to_table(passages)
    fold = np.random.default_rng(0).integers(0, FOLDS, len(passages))
    weights, bias, least = [], [], []
    for action in ACTIONS:
        told = np.array([action in passage.actions for passage in passages])
        scores = np.zeros(len(passages))
        for number in range(FOLDS):
            part = fold == number
            fitted = fit(table[~part], told[~part])
            scores[part] = table[part] @ fitted[:-1] + fitted[-1]
        cut, f1 = choose_cut(scores, told)
        whole = fit(table, told)
        say(f"{action}: F1 {f1:.3f} on sentences not read, {int(told.sum())} of {len(told)}")
        weights.append(whole[:-1])
        bias.append(whole[-1])
        least.append(cut)
    model = WordModel(ACTIONS, np.array(weights), np.array(bias), np.array(least))
    np.savez_compressed(out, **pack(model))


def to_table(passages: list[Passage]) -> sparse.csr_matrix:
    """Turn sentences into rows of hashed features."""
    rows = [hash_features(passage.text) for passage in passages]
    ends = np.cumsum([0, *map(len, rows)])
    values = np.concatenate([np.full(len(row), scale(len(row))) for row in rows])
    return sparse.csr_matrix((values, np.concatenate(rows), ends), shape=(len(rows), BUCKETS))


def fit(table: sparse.csr_matrix, told: NDArray[np.bool_]) -> Floats:
    """Fit one action; give the weights and, last, the bias."""
    side, weight = np.where(told, 1.0, -1.0), np.where(told, POSITIVE, 1.0)

    def loss(values: Floats) -> tuple[float, Floats]:
        margin = side * (table @ values[:-1] + values[-1])
        slope = -weight * side / (1 + np.exp(margin))
        total = float((weight * np.logaddexp(0, -margin)).sum() + values[:-1] @ values[:-1] / (2 * SPREAD))
        return total, np.append(table.T @ slope + values[:-1] / SPREAD, slope.sum())

    found = minimize(loss, np.zeros(table.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 120})
    return np.asarray(found.x)


def choose_cut(scores: Floats, told: NDArray[np.bool_]) -> tuple[float, float]:
    """Choose the score of greatest F1, and give both."""
    tried = np.quantile(scores, np.linspace(0.8, 0.999, 200))
    figures = [2 * (told & (scores >= cut)).sum() / max(1, told.sum() + (scores >= cut).sum()) for cut in tried]
    best = int(np.argmax(figures))
    return float(tried[best]), float(figures[best])
