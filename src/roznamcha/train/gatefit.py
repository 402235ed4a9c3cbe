"""Fits the gate: logistic regressions on hashed words of stretches and of whole texts, with a threshold that lets nearly all
held-back texts pass.

Stretches that hold an incident's anchor are positive; stretches of texts that tell none are negative; the rest of a text
that tells one is left out, since a second sentence of an attack is no sign of peace. Whole texts are positive when they tell an
incident.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.sparse import csr_array  # type: ignore[import-untyped]

from roznamcha.coder.gate import BUCKETS, LONG, Gate, features, stretches, whole_features
from roznamcha.train.examples import Example

Row = tuple[Sequence[int], Sequence[float]]
"""The buckets of a stretch or a text, and the value of each."""
Point = tuple[NDArray[np.float64], float]
"""Weights and bias."""

_LOST, _MARGIN = 0.005, 0.1
_DECAY, _WHOLE_DECAY = 1e-4, 1e-6


def gate_rows(examples: Sequence[Example], quiet: Sequence[str]) -> tuple[list[Row], list[int]]:
    """Make rows and answers: what tells an anchor, and what tells nothing."""
    rows: list[Row] = []
    answers: list[int] = []
    for example in examples:
        for start, end, words in stretches(example.text):
            tells = any(start <= draft.anchor.end and draft.anchor.start <= end for draft in example.drafts)
            if tells or not example.drafts:
                rows.append(_row(words))
                answers.append(int(tells))
    for text in quiet:
        rows += [_row(words) for _, _, words in stretches(text)]
    return rows, answers + [0] * (len(rows) - len(answers))


def _row(words: list[str]) -> Row:
    buckets = features(words)
    return buckets, [1 / math.sqrt(len(words) + 4.0)] * len(buckets)


def whole_rows(examples: Sequence[Example], quiet: Sequence[str]) -> tuple[list[Row], list[int]]:
    """Make rows and answers of whole long texts: those that tell an incident, and those that tell none."""
    told = [(example.text, int(bool(example.drafts))) for example in examples] + [(text, 0) for text in quiet]
    told = [(text, tells) for text, tells in told if len(text) > LONG]
    return [_whole_row(text) for text, _ in told], [tells for _, tells in told]


def _whole_row(text: str) -> Row:
    buckets, values = whole_features([features(words) for *_, words in stretches(text)])
    return buckets.tolist(), values.tolist()


def fit_gate(
    examples: Sequence[Example], held: Sequence[Example], quiet: Sequence[str], *, say: Callable[[str], None] = print
) -> Gate:
    """Fit weights on the examples, and set the thresholds so that 199 of 200 held-back texts with an incident pass.

    Long texts count three times in the fit of stretches, since there are few of them and most of a news stream is long.
    """
    weights, bias = _fit(*gate_rows(_weighed(examples), quiet), _DECAY)
    whole, _ = _fit(*whole_rows(examples, quiet), _WHOLE_DECAY)
    gate = Gate.of(weights, bias, whole, 0.0, 0.0)
    short, long = ([example for example in held if (len(example.text) > LONG) is is_long] for is_long in (False, True))
    gate = replace(gate, threshold=_threshold(gate, short), long_threshold=_threshold(gate, long))
    for name, texts in (("short", short), ("long", long)):
        for tells in (True, False):
            passed = [gate.passes(one.text) for one in texts if bool(one.drafts) is tells]
            say(f"gate: {sum(passed)} of {len(passed)} held-back {name} texts {'with' if tells else 'without'} incidents pass")
    return gate


def _threshold(gate: Gate, held: Sequence[Example]) -> float:
    scores = sorted(gate.score(example.text) for example in held if example.drafts)
    return scores[int(len(scores) * _LOST)] - _MARGIN if scores else 0.0


def _weighed(examples: Sequence[Example]) -> list[Example]:
    return [example for example in examples for _ in range(3 if len(example.text) > LONG else 1)]


def _fit(rows: list[Row], answers: list[int], decay: float) -> Point:
    counts = [len(buckets) for buckets, _ in rows]
    columns, values = (np.concatenate([np.array(row[k]) for row in rows]) for k in (0, 1))
    table = csr_array((values, columns, np.concatenate(([0], np.cumsum(counts)))), shape=(len(rows), BUCKETS))
    wanted = np.array(answers) * 2.0 - 1.0
    weigh = np.where(wanted > 0, 0.5 / max(1, (wanted > 0).sum()), 0.5 / max(1, (wanted < 0).sum()))

    def loss(point: np.ndarray) -> tuple[float, np.ndarray]:
        margin = wanted * (table @ point[:-1] + point[-1])
        slope = -weigh * wanted / (1 + np.exp(np.clip(margin, -50, 50)))
        value = float((weigh * np.logaddexp(0, -margin)).sum() + decay * point[:-1] @ point[:-1] / 2)
        return value, np.concatenate((table.T @ slope + decay * point[:-1], [slope.sum()]))

    found = minimize(loss, np.zeros(BUCKETS + 1), jac=True, method="L-BFGS-B", options={"maxiter": 80}).x
    return found[:-1], float(found[-1])
