"""What a step of the second and third stage is shown: the windows of an epoch, batches of them, and the incidents to be read.

Beside the true anchors the reader is shown false ones (what the anchor head wrongly likes, and random words), to learn which
anchors are none; and true incidents with the anchor as the head found it, since that is what it will be shown at run time.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from roznamcha.coder import heads
from roznamcha.coder.grouping import FloatArray
from roznamcha.coder.tokens import CLS, MASK, SEP, IntArray, word_numbers
from roznamcha.train.augment import Pools, joined, varied
from roznamcha.train.examples import Asked, Example, Window, windows_of
from roznamcha.train.net import NOT_MARKED, OTHER_ANCHOR, THIS


@dataclass(frozen=True)
class Plan:
    """How long and how to train."""

    epochs: int = 8
    pieces: int = 2400
    rate: float = 1.5e-4
    head_rate: float = 1e-3
    seed: int = 1
    readings: int = 2
    join: float = 0.25
    average: float = 0.99
    anchor_weight: float = 1.0
    early_weight: float = 0.3
    unconditioned_weight: float = 0.3
    tag_weight: float = 2.0
    attribute_weight: float = 0.5
    hide: float = 0.06
    """The share of words that are hidden from the network while it learns: names must not be learnt by heart."""
    soft_weight: float = 1.0
    like_weight: float = 0.5
    """How much a teacher's chances and vectors count, beside gold."""
    untold: int = 4600
    """At most so many texts that nobody coded are shown in an epoch, where a teacher tells what is in them."""
    roles: int = 0
    """At most so many windows of MUC-4's messages are shown in an epoch (`train.roles`)."""
    words: bool = False
    """Whether the vectors of the word pieces are learnt: a few thousand texts teach rare words nothing but themselves."""
    dropout: float = 0.1


@dataclass(frozen=True)
class Reading:
    """One incident to be read in one row of the batch: the marks, and what is asked.

    With nothing to be asked the anchor is none; or, where nobody coded the text, only the teacher knows.
    """

    row: int
    first: int
    last: int
    asked: Asked | None


Sets = Sequence[tuple[Sequence[Example], float]]
"""Sets of examples, and how often an epoch shows each."""


def epoch_windows(sets: Sets, pools: Pools, plan: Plan, chance: random.Random) -> list[Window]:
    """Make the windows of one epoch: each set so many times over, changed by chance, short texts joined by chance.

    Of a broken number of times the rest is a sample, drawn anew for each epoch.
    """
    texts: list[Example] = []
    for examples, times in sets:
        texts += [*examples] * int(times) + chance.sample(examples, round(times % 1 * len(examples)))
    chance.shuffle(texts)
    found: list[Example] = []
    while texts:
        example = varied(texts.pop(), pools, chance)
        if len(example.text) < 900 and texts and chance.random() < plan.join:
            parts = [example]
            while texts and len(parts) < chance.choice((2, 2, 3, 4)) and sum(len(p.text) for p in parts) < 1500:
                parts.append(varied(texts.pop(), pools, chance))
            if pools.quiet and chance.random() < 0.4:
                parts.insert(chance.randrange(len(parts) + 1), Example(chance.choice(pools.quiet), (), ()))
            example = joined(parts, chance)
        elif pools.quiet and chance.random() < 0.06:
            quiet = [Example(text, (), ()) for text in chance.sample(pools.quiet, min(2, len(pools.quiet)))]
            found.append(joined(quiet, chance))
        found.append(example)
    return [window for example in found for window in windows_of(example)]


def untold_windows(texts: Sequence[str], plan: Plan, chance: random.Random) -> list[Window]:
    """Make the windows of an epoch's sample of texts that nobody coded."""
    sample = chance.sample(texts, min(len(texts), plan.untold))
    return [replace(window, told=False) for text in sample for window in windows_of(Example(text, (), ()))]


def role_sample(windows: Sequence[Window], plan: Plan, chance: random.Random) -> list[Window]:
    """Give an epoch's sample of the windows that ask for roles."""
    return chance.sample(windows, min(len(windows), plan.roles))


def batches_of(windows: list[Window], plan: Plan, chance: random.Random) -> Iterator[list[Window]]:
    """Group windows of like length, each lesson apart."""
    order = sorted(windows, key=lambda window: (*window.lesson, len(window.ids) + chance.random() * 30))
    groups: list[list[Window]] = [[]]
    for window in order:
        group = groups[-1]
        if group and (len(window.ids) * (len(group) + 1) > plan.pieces or window.lesson != group[0].lesson):
            groups.append([])
        groups[-1].append(window)
    chance.shuffle(groups)
    yield from groups


def readings_of(batch: list[Window], inside: FloatArray, plan: Plan, chance: random.Random) -> list[Reading]:
    """Choose what the reader is shown: true anchors (sometimes as found, by each piece's chance), and false ones."""
    readings = []
    for row, window in enumerate(batch):
        scores = inside[row, : len(window.ids)]
        asked = list(window.incidents)
        for one in chance.sample(asked, min(len(asked), plan.readings)):
            first, last = _jittered(one, scores, chance)
            readings.append(Reading(row, first, last, one))
        readings += false_readings(row, window, scores, chance)
    return readings


def _jittered(one: Asked, scores: np.ndarray, chance: random.Random) -> tuple[int, int]:
    roll = chance.random()
    if roll < 0.5:
        return one.first, one.last
    if roll < 0.8:
        hot = [k for k in range(one.first, one.last) if scores[k] > 0.5]
        return (hot[0], hot[-1] + 1) if hot else (one.first, one.last)
    length = one.last - one.first
    first = one.first + chance.randrange(max(1, length // 2))
    return first, max(first + 1, one.last - chance.randrange(max(1, length // 3)))


def false_readings(row: int, window: Window, scores: FloatArray, chance: random.Random) -> list[Reading]:
    """Choose at times what is no anchor but looks like one, or anything, to be read."""
    free = (window.anchors == heads.OUTSIDE) & (scores > 0.2)
    free[0] = free[-1] = False
    at = np.flatnonzero(free)
    if len(at) and chance.random() < 0.8:
        best = int(at[np.argmax(scores[at])])
    elif chance.random() < 0.12 and len(window.ids) > 12:
        best = chance.randrange(1, len(window.ids) - 1)
        if window.anchors[best] != heads.OUTSIDE:
            return []
    else:
        return []
    first, last = best, best + 1
    longest = chance.randint(3, 14)
    while first > 1 and window.anchors[first - 1] == heads.OUTSIDE and scores[first - 1] > 0.2 and last - first < longest:
        first -= 1
    while last < len(window.ids) - 1 and window.anchors[last] == heads.OUTSIDE and last - first < longest:
        last += 1
    return [Reading(row, first, last, None)]


def hiding(ids: IntArray, share: float, chance: random.Random) -> IntArray:
    """Hide a share of the words, whole."""
    words = word_numbers(ids)
    hidden = np.array([chance.random() < share for _ in range(int(words[-1]) + 1)])[words]
    return np.where(hidden & (ids != CLS) & (ids != SEP), MASK, ids)


def marks_of(window: Window, reading: Reading, length: int, chance: random.Random) -> IntArray:
    """Mark what is read, and mostly the other anchors too, in a row of so many pieces."""
    marks = np.full(length, NOT_MARKED, dtype=np.int64)
    if chance.random() < 0.75:
        marks[: len(window.ids)][window.anchors != heads.OUTSIDE] = OTHER_ANCHOR
    if reading.asked is not None:
        marks[reading.asked.first : reading.asked.last] = NOT_MARKED
    marks[reading.first : reading.last] = THIS
    return marks
