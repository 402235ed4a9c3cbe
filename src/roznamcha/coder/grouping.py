"""Scores of pieces → stretches of pieces, and the choice of incidents: all that stands between the network and drafts.

Plain numpy on probabilities, so that training, tests and run time decode alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from roznamcha.coder.drafts import Draft
from roznamcha.coder.heads import BEGIN, OUTSIDE

FloatArray = NDArray[np.float32]


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


def stretches(chances: FloatArray, threshold: float = 0.5) -> list[Stretch]:
    """Read begin/inside/outside probabilities (pieces, 3) as stretches; the score is the highest chance of being inside.

    A stretch runs while a piece is more likely inside than `threshold`; a begin in its midst opens another one.
    """
    inside = 1.0 - chances[:, OUTSIDE]
    begins = chances[:, BEGIN] > 0.5
    found: list[Stretch] = []
    at = 0
    while at < len(inside):
        if inside[at] < threshold:
            at += 1
            continue
        last = at + 1
        while last < len(inside) and inside[last] >= threshold and not begins[last]:
            last += 1
        found.append(Stretch(at, last, float(inside[at:last].max())))
        at = last
    return found


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
