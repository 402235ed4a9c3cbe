"""Scores of pieces → stretches of pieces, and the choice of incidents: all that stands between the network and drafts.

Plain numpy on probabilities, so that training, tests and run time decode alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from roznamcha.coder.drafts import Draft
from roznamcha.coder.heads import BEGIN, INSIDE, OUTSIDE

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
_NEVER = -1e9


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of pieces `first:last` and how sure the network is of it."""

    first: int
    last: int
    score: float


def softmax(scores: FloatArray) -> FloatArray:
    """Turn scores into probabilities along the last axis."""
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True), dtype=np.float32)


def stretches(chances: FloatArray, inner: BoolArray, threshold: float = 0.5) -> list[Stretch]:
    """Read the begin/inside/outside probabilities (pieces, 3) of one label; see `read_stretches`."""
    return read_stretches(chances[:, None, :], inner, np.array([threshold]))[0]


def read_stretches(chances: FloatArray, inner: BoolArray, thresholds: NDArray[np.float64]) -> list[list[Stretch]]:
    """Read begin/inside/outside probabilities (pieces, labels, 3) as stretches, for each label.

    The likeliest lawful path (Viterbi): a stretch begins with a begin, and no word is cut in two (`inner` marks pieces that
    continue a word). Taking each piece by itself would break a long phrase wherever one piece of it is doubtful. The score
    of a stretch is the mean chance of its pieces to be inside; one below the label's threshold is dropped.
    """
    path = _likeliest(np.log(np.maximum(chances, 1e-6)), inner)
    within = 1.0 - chances[:, :, OUTSIDE]
    found: list[list[Stretch]] = [[] for _ in thresholds]
    for label in np.flatnonzero((path != OUTSIDE).any(0)):
        opens = np.flatnonzero(path[:, label] == BEGIN)
        for first in opens:
            last = first + 1
            while last < len(path) and path[last, label] == INSIDE:
                last += 1
            score = float(within[first:last, label].mean())
            if score >= thresholds[label]:
                found[label].append(Stretch(int(first), int(last), score))
    return found


def _likeliest(scores: FloatArray, inner: BoolArray) -> IntArray:
    """Find each label's likeliest path through the tags, by log-probabilities (pieces, labels, 3)."""
    pieces, labels, _ = scores.shape
    back = np.zeros((pieces, labels, 3), dtype=np.int64)
    best = np.where(np.arange(3) == INSIDE, _NEVER, scores[0])
    for k in range(1, pieces):
        any_before = best.argmax(1)
        inside_before = np.where(best[:, BEGIN] >= best[:, INSIDE], BEGIN, INSIDE)
        from_inside = np.take_along_axis(best, inside_before[:, None], 1)[:, 0]
        if inner[k]:
            back[k, :, INSIDE] = inside_before
            best = np.stack([best[:, OUTSIDE], np.full(labels, _NEVER), from_inside], 1) + scores[k]
        else:
            top = best.max(1)
            back[k, :, OUTSIDE], back[k, :, BEGIN], back[k, :, INSIDE] = any_before, any_before, inside_before
            best = np.stack([top, top, from_inside], 1) + scores[k]
    path = np.zeros((pieces, labels), dtype=np.int64)
    path[-1] = best.argmax(1)
    for k in range(pieces - 1, 0, -1):
        path[k - 1] = np.take_along_axis(back[k], path[k][:, None], 1)[:, 0]
    return path


def choose(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Drop drafts that tell what a surer draft tells already, and give the rest in the order of the text."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda draft: (-_valid(draft), draft.anchor.start)):
        if not any(twins(draft, other) for other in kept):
            kept.append(draft)
    return tuple(sorted(kept, key=lambda draft: (draft.anchor.start, draft.anchor.end)))


def twins(one: Draft, other: Draft) -> bool:
    """Tell whether two drafts are readings of the same incident: one anchor, or nearly all the same words in the same slots."""
    if one.anchor.overlaps(other.anchor):
        return True
    if one.sub_event_type != other.sub_event_type or one.background != other.background:
        return False
    mine, theirs = _slots(one), _slots(other)
    return bool(mine and theirs) and len(mine & theirs) / len(mine | theirs) >= 0.7


def _slots(draft: Draft) -> set[tuple[str, int]]:
    return {(mention.label, mention.span.start) for mention in draft.mentions if mention.label != "source"}


def _valid(draft: Draft) -> float:
    return dict(draft.scores).get("valid", 1.0)
