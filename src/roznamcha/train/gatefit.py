"""Fits the gate: a logistic regression on hashed words of stretches, with a threshold that lets nearly all held-back texts pass.

Stretches that hold an incident's anchor are positive; stretches of texts that tell none are negative; the rest of a text
that tells one is left out, since a second sentence of an attack is no sign of peace.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.sparse import csr_array  # type: ignore[import-untyped]

from roznamcha.coder.gate import BUCKETS, Gate, features, stretches
from roznamcha.train.examples import Example

Row = tuple[list[int], int]
"""The buckets of a stretch and its number of words."""

_LOST, _MARGIN, _LONG, _DECAY = 0.005, 0.1, 900, 1e-4


def gate_rows(examples: Sequence[Example], quiet: Sequence[str]) -> tuple[list[Row], list[int]]:
    """Make rows and answers: what tells an anchor, and what tells nothing."""
    rows: list[Row] = []
    answers: list[int] = []
    for example in examples:
        for start, end, words in stretches(example.text):
            tells = any(start <= draft.anchor.end and draft.anchor.start <= end for draft in example.drafts)
            if tells or not example.drafts:
                rows.append((features(words), len(words)))
                answers.append(int(tells))
    for text in quiet:
        for _, _, words in stretches(text):
            rows.append((features(words), len(words)))
            answers.append(0)
    return rows, answers


def fit_gate(
    examples: Sequence[Example], held: Sequence[Example], quiet: Sequence[str], *, say: Callable[[str], None] = print
) -> Gate:
    """Fit weights on the examples, and set the threshold so that 199 of 200 held-back texts with an incident pass.

    Long texts count three times in the fit, since there are few of them and most of a news stream is long.
    """
    gate = _fit(*gate_rows(_weighed(examples), quiet))
    scores = [gate.score(example.text) for example in held if example.drafts]
    threshold = sorted(scores)[int(len(scores) * _LOST)] - _MARGIN
    say(f"gate: {len(scores)} held-back texts with incidents, threshold {threshold:.2f}")
    return Gate.of(gate.weights, gate.bias, threshold)


def _weighed(examples: Sequence[Example]) -> list[Example]:
    return [example for example in examples for _ in range(3 if len(example.text) > _LONG else 1)]


def _fit(rows: list[Row], answers: list[int]) -> Gate:
    counts = [len(buckets) for buckets, _ in rows]
    columns = np.concatenate([np.array(buckets) for buckets, _ in rows])
    values = np.concatenate([np.full(len(buckets), 1 / np.sqrt(words + 4.0)) for buckets, words in rows])
    table = csr_array((values, columns, np.concatenate(([0], np.cumsum(counts)))), shape=(len(rows), BUCKETS))
    wanted = np.array(answers) * 2.0 - 1.0
    weigh = np.where(wanted > 0, 0.5 / max(1, (wanted > 0).sum()), 0.5 / max(1, (wanted < 0).sum()))

    def loss(point: np.ndarray) -> tuple[float, np.ndarray]:
        margin = wanted * (table @ point[:-1] + point[-1])
        slope = -weigh * wanted / (1 + np.exp(np.clip(margin, -50, 50)))
        value = float((weigh * np.logaddexp(0, -margin)).sum() + _DECAY * point[:-1] @ point[:-1] / 2)
        return value, np.concatenate((table.T @ slope + _DECAY * point[:-1], [slope.sum()]))

    found = minimize(loss, np.zeros(BUCKETS + 1), jac=True, method="L-BFGS-B", options={"maxiter": 60}).x
    return Gate.of(found[:-1], found[-1], 0.0)
