"""Fits the temperatures: how much each head's scores must be damped for its probabilities to come true.

The held-back training texts are read with their true anchors marked, so that each head is asked exactly what gold answers;
the anchor's own validity is fitted on the anchors that the network finds. Temperatures are searched on a grid: one number a head
needs no optimiser, and the search cannot go astray.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from roznamcha.coder import heads
from roznamcha.coder.encoder import NOT_MARKED, OTHER_ANCHOR, THIS
from roznamcha.coder.grouping import FloatArray, softmax, stretches
from roznamcha.coder.network import Network
from roznamcha.coder.tokens import IntArray, continues_word
from roznamcha.train.examples import NOT_ASKED, Asked, Example, Window, windows_of

_GRID = np.geomspace(0.4, 4.0, 47)
_ATTRIBUTE_AT = heads.slices(heads.ATTRIBUTES)
_INCIDENT_AT = heads.slices(heads.INCIDENT)

Answers = dict[str, tuple[list[FloatArray], list[int]]]
"""By head: rows of scores, and the right column of each."""


def fit_temperatures(network: Network, examples: Sequence[Example], *, say: Callable[[str], None] = print) -> dict[str, float]:
    """Fit one temperature a head on examples that the network was not trained on."""
    answers: Answers = {}
    for example in examples:
        for window in windows_of(example):
            _collect(network, window, answers)
    found = {}
    for head, (scores, right) in sorted(answers.items()):
        if len(right) >= 20:
            found[head] = best_temperature(np.stack(scores), np.array(right))
    say("temperatures: " + " ".join(f"{head} {value:.2f}" for head, value in found.items()))
    return found


def best_temperature(scores: FloatArray, right: IntArray) -> float:
    """Give the temperature under which the right answers are likeliest.

    >>> sure_but_wrong_half_the_time = np.array([[4.0, 0.0], [4.0, 0.0]], dtype=np.float32)
    >>> best_temperature(sure_but_wrong_half_the_time, np.array([0, 1])) > 3
    True
    """
    rows = np.arange(len(right))
    losses = [-np.log(softmax(scores / float(t))[rows, right] + 1e-9).mean() for t in _GRID]
    return round(float(_GRID[int(np.argmin(losses))]), 3)


def _collect(network: Network, window: Window, answers: Answers) -> None:
    forked, _ = network.enter(window.ids[None], window.shapes[None])
    anchors = network.find(forked, window.ids[None])
    for asked in window.incidents:
        scores = network.read(forked, window.ids[None], _marks(window, asked.first, asked.last)[None])
        _collect_incident(answers, asked, scores[0][0], scores[1][0], scores[2][0])
    chances = softmax(anchors[0])
    chances[[0, -1]] = (1.0, 0.0, 0.0)
    for stretch in stretches(chances, continues_word(window.ids), 0.3):
        true = bool((window.anchors[stretch.first : stretch.last] != heads.OUTSIDE).any())
        incident = network.read(forked, window.ids[None], _marks(window, stretch.first, stretch.last)[None])[2][0]
        _add(answers, "incident.valid", incident[stretch.first : stretch.last].mean(0)[_INCIDENT_AT["valid"]], int(true))


def _marks(window: Window, first: int, last: int) -> IntArray:
    marks = np.where(window.anchors != heads.OUTSIDE, OTHER_ANCHOR, NOT_MARKED).astype(np.int64)
    marks[first:last] = THIS
    return marks


def _collect_incident(answers: Answers, asked: Asked, tags: FloatArray, attributes: FloatArray, incident: FloatArray) -> None:
    for k, label in enumerate(heads.TAGS):
        for piece in np.flatnonzero(asked.tags[k] != NOT_ASKED):
            if asked.tags[k][piece] or softmax(tags[piece, k])[heads.OUTSIDE] < 0.98:
                _add(answers, f"tag.{label}", tags[piece, k], int(asked.tags[k][piece]))
    for first, last, block, answer in asked.attributes:
        _add(answers, f"mention.{block}", attributes[first:last].mean(0)[_ATTRIBUTE_AT[block]], answer)
    for block, answer in asked.incident:
        if block != "valid":
            _add(answers, f"incident.{block}", incident[asked.first : asked.last].mean(0)[_INCIDENT_AT[block]], answer)


def _add(answers: Answers, head: str, scores: FloatArray, right: int) -> None:
    rows, columns = answers.setdefault(head, ([], []))
    rows.append(scores)
    columns.append(right)
