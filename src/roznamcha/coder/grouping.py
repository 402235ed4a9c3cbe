"""Scores of pieces → stretches of pieces, and the choice of incidents: all that stands between the network and drafts.

Plain numpy on probabilities, so that training, tests and run time decode alike.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from roznamcha.coder.drafts import Draft, Mention
from roznamcha.coder.heads import BEGIN, INSIDE, OUTSIDE
from roznamcha.coder.lexicon import words
from roznamcha.model import Span
from roznamcha.model.codebook import EVENT_TYPE_OF

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
_NEVER = -1e9
_SURE = 0.75
_NO_NAMES = frozenset({"capital", "country", "here", "there"})
_NOBODY = re.compile(r"(?<!\w)(?:no|not|nobody|none|without|unhurt|unharmed)(?!\w)", re.IGNORECASE)
_NUMBER = re.compile(
    r"\d+|(?<!\w)(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|scores|several|hundreds)(?!\w)"
)


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
    return read_stretches([chances[:, None, :]], [inner], np.array([threshold]))[0][0]


def read_stretches(
    rows: Sequence[FloatArray], inner: Sequence[BoolArray], thresholds: NDArray[np.float64]
) -> list[list[list[Stretch]]]:
    """Read begin/inside/outside probabilities (pieces, labels, 3) of rows as stretches, for each row and label.

    The likeliest lawful path (Viterbi): a stretch begins with a begin, and no word is cut in two (`inner` marks pieces that
    continue a word). Taking each piece by itself would break a long phrase wherever one piece of it is doubtful. A label's
    threshold is the chance at which a piece counts as inside: below one half, doubtful phrases are taken too. The score of
    a stretch is the highest chance of one of its pieces to be inside, since where a phrase ends is a matter of taste.
    Rows go through together, one piece of all at a time, and do not see each other.
    """
    if not rows:
        return []
    scores = np.full((len(rows), max(map(len, rows)), len(thresholds), 3), _NEVER, dtype=np.float32)
    scores[..., OUTSIDE] = 0.0
    joined = np.zeros(scores.shape[:2], dtype=np.bool_)
    for k, (chances, marks) in enumerate(zip(rows, inner, strict=True)):
        scores[k, : len(chances)] = np.log(np.maximum(chances, 1e-6))
        joined[k, : len(marks)] = marks
    scores[..., OUTSIDE] += np.log(thresholds / (1 - thresholds)).astype(np.float32)
    paths = _likeliest(scores, joined)
    return [_stretches_of(path[: len(chances)], chances) for path, chances in zip(paths, rows, strict=True)]


def _stretches_of(path: IntArray, chances: FloatArray) -> list[list[Stretch]]:
    """Cut one row's path (pieces, labels) into the stretches of each label."""
    within = 1.0 - chances[:, :, OUTSIDE]
    found: list[list[Stretch]] = [[] for _ in range(path.shape[1])]
    for label in np.flatnonzero((path != OUTSIDE).any(0)):
        for first in np.flatnonzero(path[:, label] == BEGIN):
            last = first + 1
            while last < len(path) and path[last, label] == INSIDE:
                last += 1
            found[label].append(Stretch(int(first), int(last), float(within[first:last, label].max())))
    return found


def _likeliest(scores: FloatArray, inner: BoolArray) -> IntArray:
    """Find each label's likeliest path through the tags, by log-probabilities (rows, pieces, labels, 3)."""
    rows, pieces, labels, _ = scores.shape
    back = np.zeros((pieces, rows, labels, 3), dtype=np.int8)
    best = scores[:, 0].copy()
    best[..., INSIDE] = _NEVER
    for k in range(1, pieces):
        outside, begin, inside = best[..., OUTSIDE], best[..., BEGIN], best[..., INSIDE]
        within = np.maximum(begin, inside)
        opened = np.where(begin >= inside, BEGIN, INSIDE)
        top = np.maximum(outside, within)
        before = np.where(outside >= within, OUTSIDE, opened)
        cut = inner[:, k, None]
        back[k, ..., OUTSIDE] = np.where(cut, OUTSIDE, before)
        back[k, ..., BEGIN] = before
        back[k, ..., INSIDE] = opened
        best = np.stack([np.where(cut, outside, top), np.where(cut, _NEVER, top), within], -1) + scores[:, k]
    path = np.zeros((rows, pieces, labels), dtype=np.int64)
    path[:, -1] = best.argmax(-1)
    for k in range(pieces - 1, 0, -1):
        path[:, k - 1] = np.take_along_axis(back[k], path[:, k, :, None], -1)[..., 0]
    return path


def choose(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Drop drafts that tell what a surer draft tells already, and give the rest in the order of the text."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda draft: (-_valid(draft), draft.anchor.start)):
        if not any(twins(draft, other) for other in kept):
            kept.append(draft)
    return tuple(sorted(kept, key=lambda draft: (draft.anchor.start, draft.anchor.end)))


def twins(one: Draft, other: Draft) -> bool:
    """Tell whether two drafts are readings of the same incident.

    They are when their anchors meet; when they tell the same kind of event and count the same victims in the same words; or
    when they tell the same kind of event, share a date or a place in words, and contradict each other in neither date, place
    nor the numbers of killed and injured. Two towns of one province contradict each other: the first place of a draft is the one
    that the network takes for the smallest, and neither draft's stands among the other's.
    """
    if one.anchor.overlaps(other.anchor):
        return True
    if EVENT_TYPE_OF[one.sub_event_type] != EVENT_TYPE_OF[other.sub_event_type]:
        return False
    if _victims(one, other):
        return True
    mine, theirs = _places(one), _places(other)
    verdicts = [_agree(_phrases(one, "date"), _phrases(other, "date")), _agree(mine, theirs)]
    numbers = [_agree(_numbers(one, label), _numbers(other, label)) for label in ("killed", "injured")]
    return True in verdicts and False not in verdicts and False not in numbers and not _are_apart(mine, theirs)


def _are_apart(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether two lists of places, the smallest first, both begin with a place that the other does not name."""
    return _agree(one[:1], other) is False and _agree(one, other[:1]) is False


def _agree(one: Collection[str], other: Collection[str]) -> bool | None:
    """Tell whether two collections of words share one, or hold one inside another; None when one of them is silent."""
    if not one or not other:
        return None
    return any(f" {a} " in f" {b} " or f" {b} " in f" {a} " for a in one for b in other)


def _victims(one: Draft, other: Draft) -> bool:
    """Tell whether both count the same people in the same words; "no casualties" may be said of several incidents."""
    counted = [[m.span for m in draft.labelled("killed", "injured") if not _NOBODY.search(m.span.text)] for draft in (one, other)]
    return any(a.overlaps(b) for a in counted[0] for b in counted[1])


def _phrases(draft: Draft, label: str) -> list[str]:
    return [phrase for mention in draft.labelled(label) if (phrase := " ".join(told_words(mention.span.text)))]


def _places(draft: Draft) -> list[str]:
    """List the places that a draft names; "the city", "the police station" and "here" are no names."""
    common = _common_places()
    return [phrase for phrase in _phrases(draft, "place") if phrase not in common and not common.issuperset(phrase.split())]


@cache
def _common_places() -> frozenset[str]:
    return _NO_NAMES | words("place_words.txt")


def _numbers(draft: Draft, label: str) -> set[str]:
    return {number for mention in draft.labelled(label) for number in _NUMBER.findall(mention.span.text.lower())}


def told_words(phrase: str) -> list[str]:
    """Give the words of a phrase that tell something, in lower case.

    >>> told_words("on the night of March 3")
    ['night', 'march', '3']
    """
    return [word for word in re.findall(r"\w+", phrase.lower()) if word not in words("function_words.txt")]


def one_date(mentions: Sequence[Mention], text: str) -> list[Mention]:
    """Join date words that touch ("on", "Thursday") and keep the surest phrase: an incident has one date."""
    found: list[Mention] = []
    for mention in mentions:
        if found and not text[found[-1].span.end : mention.span.start].strip(" ,"):
            before = found.pop()
            span = Span.of(text, before.span.start, mention.span.end)
            mention = replace(max(before, mention, key=lambda one: one.score), span=span)
        found.append(mention)
    told = [mention for mention in found if told_words(mention.span.text)]
    return [max(told, key=lambda mention: mention.score)] if told else []


def sure_counts(mentions: Sequence[Mention]) -> list[Mention]:
    """Keep the surest phrase of a count and others as good as sure; phrases that name nobody and no number are none.

    A second phrase adds people to the first, so that a doubtful one makes a wrong sum.
    """
    told = [mention for mention in mentions if set(told_words(mention.span.text)) - words("harm_words.txt")]
    surest = max(told, key=lambda mention: mention.score, default=None)
    return [mention for mention in told if mention is surest or mention.score >= _SURE]


def _valid(draft: Draft) -> float:
    return dict(draft.scores).get("valid", 1.0)
