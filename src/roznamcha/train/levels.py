"""Fits the levels: how often a claim comes true, from its own chance and its incident's (Platt 1999), one fit a field.

The held-back training texts are coded as a user's would be, rules and all, and each field of each incident is set against gold.
A ridge holds a fit near the plain chance, so that a field of few claims stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from roznamcha.coder.calibrate import Calibration, log_odds
from roznamcha.coder.encoder import EncoderFinder
from roznamcha.coder.network import Network
from roznamcha.train.gold import GoldDocument
from roznamcha.train.reliability import Judged, judge

RIDGE = 3.0
LEAST = 20
"""Claims below which a field is left as it is."""
_PLAIN = np.array([0.0, 1.0, 0.0])

Level = tuple[float, float, float]


def fit_levels(
    network: Network, calibration: Calibration, documents: Sequence[GoldDocument], *, say: Callable[[str], None] = print
) -> Calibration:
    """Give the calibration with levels fitted on documents that the network was not trained on."""
    finder = EncoderFinder(network, replace(calibration, levels={}), version="levels")
    found: dict[str, list[Judged]] = {}
    for one in judge(finder, documents):
        found.setdefault(one.name, []).append(one)
    levels = {name: fit_level(judged) for name, judged in sorted(found.items()) if len(judged) >= LEAST}
    say("levels: " + " ".join(f"{name} {level}" for name, level in levels.items()))
    return replace(calibration, levels=levels)


def fit_level(judged: Sequence[Judged]) -> Level:
    """Fit what is added and the two weights, none of them below nothing, to the shares that are right.

    >>> sure_but_wrong_half_the_time = [Judged("place", 0.98, 0.98, right) for right in (0.0, 1.0) * 100]
    >>> add, own, incident = fit_level(sure_but_wrong_half_the_time)
    >>> 0.45 < Calibration(levels={"place": (add, own, incident)}).level("place", 0.98, 0.98) < 0.6
    True
    """
    given = np.array([[1.0, log_odds(one.confidence), log_odds(one.valid)] for one in judged])
    right = np.array([one.right for one in judged])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = given @ weights
        total = float((np.logaddexp(0, scores) - right * scores).sum() + RIDGE * ((weights - _PLAIN) ** 2).sum())
        return total, given.T @ (1 / (1 + np.exp(-scores)) - right) + 2 * RIDGE * (weights - _PLAIN)

    best = minimize(loss, _PLAIN, jac=True, method="L-BFGS-B", bounds=[(None, None), (0, None), (0, None)]).x
    add, own, incident = (round(float(value), 3) for value in best)
    return add, own, incident
