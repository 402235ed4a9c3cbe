"""Messages → findings: which words tell an act, which tell the same act, and which words fill its slots.

The network reads each window once. Words that may tell an act (triggers) are classed; those that tell one are grouped by how
likely two of them tell the same; tagged words join the groups that they belong to. All three decisions are scores of the
network, cut at thresholds that were set on messages held back from training.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Protocol

import numpy as np

from roznamcha.coder.grouping import FloatArray, softmax
from roznamcha.coder.tokens import OTHER, IntArray, Pieces, batches, framed, home_window, pad, read_pieces, window_ranges
from roznamcha.evaluate.muc4 import labels
from roznamcha.evaluate.muc4.message import Message, find_triggers

OUTSIDE, BEGIN = 0, 1
DISTANCES = (-4, -2, -1, 0, 1, 3, 6)
"""Upper ends of the classes of how many sentences lie between two words."""


class Network(Protocol):
    """What runs the weights."""

    def read(self, ids: IntArray, shapes: IntArray) -> dict[str, FloatArray]:
        """Give, for each piece, the scores of each head, by name."""

    def join_triggers(self, left: FloatArray, right: FloatArray, distance: IntArray) -> FloatArray:
        """Score pairs of triggers: do they tell the same act?"""

    def join_words(self, trigger: FloatArray, words: FloatArray, distance: IntArray, tag: IntArray) -> FloatArray:
        """Score pairs of a trigger and tagged words: do the words belong to its act?"""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where the scores are cut."""

    trigger: float = 0.5
    same: float = 0.5
    words: float = 0.4
    belongs: float = 0.5
    act: float = 0.6


@dataclass(frozen=True, slots=True)
class Words:
    """Tagged words: the slot, where they stand, how sure the tag is, and the scores of their attributes."""

    slot: str
    start: int
    end: int
    score: float
    attributes: FloatArray
    vector: FloatArray
    sentence: int


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that may tell an act: where it stands, its class probabilities, the scores of incident blocks."""

    start: int
    end: int
    chances: FloatArray
    incident: FloatArray
    vector: FloatArray
    sentence: int

    @property
    def score(self) -> float:
        """How likely it tells an act at all."""
        return float(1.0 - self.chances[0])


@dataclass(frozen=True, slots=True)
class Act:
    """Triggers that tell one act, and the words that fill its slots."""

    triggers: tuple[Trigger, ...]
    words: tuple[tuple[Words, float], ...] = field(default=())
    """Each with how surely it belongs to the act."""

    def choose(self, block: str) -> str:
        """Choose the likeliest value of an incident block."""
        if block == "incident_type":
            return labels.TYPES[int(np.sum([trigger.chances[1:] for trigger in self.triggers], axis=0).argmax())]
        at = labels.INCIDENT_AT[block]
        return labels.INCIDENT[block][int(np.sum([softmax(trigger.incident[at]) for trigger in self.triggers], axis=0).argmax())]


@dataclass(frozen=True, slots=True)
class _Row:
    message: int
    first: bool
    pieces: Pieces
    ids: IntArray
    shapes: IntArray


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything the network found in one message, before it is grouped."""

    message: Message
    triggers: tuple[Trigger, ...]
    words: tuple[Words, ...]
    relevant: float


def read_messages(messages: Sequence[Message], network: Network, *, least: float = 0.2, batch: int = 4096) -> list[Reading]:
    """Read messages; words whose tag is less sure than `least` are left out."""
    rows = [row for number, message in enumerate(messages) for row in _rows(number, message)]
    triggers: list[list[Trigger]] = [[] for _ in messages]
    words: list[list[Words]] = [[] for _ in messages]
    relevant = [0.0] * len(messages)
    for chosen in batches([len(row.ids) for row in rows], batch):
        part = [rows[k] for k in chosen]
        longest = max(len(row.ids) for row in part)
        scores = network.read(pad([row.ids for row in part], longest), pad([row.shapes for row in part], longest, OTHER))
        for k, row in enumerate(part):
            own = {name: array[k, : len(row.ids)] for name, array in scores.items()}
            message = messages[row.message]
            relevant[row.message] = max(relevant[row.message], float(softmax(own["relevant"][0])[1]))
            triggers[row.message] += _triggers(message, row, own)
            words[row.message] += _words(message, row, own, least)
    return [
        Reading(message, tuple(sorted(some, key=lambda one: one.start)), tuple(_unlike(tagged)), chance)
        for message, some, tagged, chance in zip(messages, triggers, words, relevant, strict=True)
    ]


def _rows(number: int, message: Message) -> list[_Row]:
    pieces = read_pieces(message.text)
    parts = [pieces.cut(first, last) for first, last in window_ranges(pieces, message.text)]
    return [_Row(number, k == 0, part, *framed(part)) for k, part in enumerate(parts) if len(part)]


def _is_home(message: Message, row: _Row, start: int) -> bool:
    """Tell whether a word of a long text is read in this window: where it lies furthest from both edges."""
    pieces = read_pieces(message.text)
    windows = window_ranges(pieces, message.text)
    if len(windows) == 1:
        return True
    spans = [(int(pieces.starts[first]), int(pieces.ends[last - 1])) for first, last in windows]
    return spans[home_window(spans, start)][0] == int(row.pieces.starts[0])


def _triggers(message: Message, row: _Row, scores: dict[str, FloatArray]) -> list[Trigger]:
    found = []
    for start, end in find_triggers(message):
        first, last = row.pieces.between(start, end)
        if first < last and row.pieces.starts[first] <= start and _is_home(message, row, start):
            at = slice(first + 1, last + 1)
            means = {name: scores[name][at].mean(0) for name in ("trigger", "incident", "as_trigger")}
            chances = softmax(means["trigger"])
            found.append(Trigger(start, end, chances, means["incident"], means["as_trigger"], message.sentence_of(start)))
    return found


def _words(message: Message, row: _Row, scores: dict[str, FloatArray], least: float) -> list[Words]:
    found = []
    for number, tag in enumerate(labels.TAGS):
        chances = softmax(scores["tags"][:, 3 * number : 3 * number + 3])
        chances[[0, -1]] = (1.0, 0.0, 0.0)
        for first, last in _stretches(chances, least):
            start, end = int(row.pieces.starts[first - 1]), int(row.pieces.ends[last - 2])
            start, end = _whole_words(message.text, start, end)
            if _is_home(message, row, start):
                vector, attributes = scores["as_words"][first:last].mean(0), scores["attributes"][first:last].mean(0)
                sure = float(1.0 - chances[first:last, OUTSIDE].min())
                found.append(Words(tag, start, end, sure, attributes, vector, message.sentence_of(start)))
    return found


def _stretches(chances: FloatArray, least: float) -> Iterator[tuple[int, int]]:
    """Read outside/begin/inside chances as stretches whose pieces are all inside by `least`; a begin opens another."""
    inside, begins = 1.0 - chances[:, OUTSIDE] >= least, chances[:, BEGIN] > 0.5
    first = None
    for at in range(len(chances)):
        if first is not None and (not inside[at] or begins[at]):
            yield first, at
            first = None
        if first is None and inside[at]:
            first = at


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end


def _unlike(words: Sequence[Words]) -> list[Words]:
    """Drop words that overlap surer words of the same slot."""
    kept: list[Words] = []
    for one in sorted(words, key=lambda one: (-one.score, one.start)):
        if all(one.slot != other.slot or one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: (one.start, one.slot))


def distance_class(sentences: int) -> int:
    """Class how many sentences one word stands behind another.

    >>> [distance_class(gap) for gap in (-9, -1, 0, 2, 30)]
    [0, 2, 3, 5, 7]
    """
    return next((k for k, most in enumerate(DISTANCES) if sentences <= most), len(DISTANCES))


def group_acts(reading: Reading, network: Network, cuts: Thresholds) -> list[Act]:
    """Group a message's triggers into acts and give each the words that belong to it."""
    triggers = [trigger for trigger in reading.triggers if trigger.score >= cuts.trigger]
    groups = [group for group in _cluster(triggers, network, cuts.same) if max(one.score for one in group) >= cuts.act]
    words = [one for one in reading.words if one.score >= cuts.words]
    return [Act(tuple(group), tuple(_belonging(group, words, network, cuts.belongs))) for group in groups]


def _cluster(triggers: list[Trigger], network: Network, least: float) -> list[list[Trigger]]:
    """Join the two groups that are likeliest the same, on average over their pairs, until none is likely enough."""
    same = _same_chances(triggers, network)
    groups = [[k] for k in range(len(triggers))]
    while len(groups) > 1:
        worth, left, right = max(
            (float(np.mean([same[a, b] for a in groups[i] for b in groups[j]])), -i, -j)
            for i, j in combinations(range(len(groups)), 2)
        )
        if worth < least:
            break
        groups[-left] += groups.pop(-right)
    return [[triggers[k] for k in sorted(group)] for group in groups]


def _same_chances(triggers: list[Trigger], network: Network) -> FloatArray:
    table = np.eye(len(triggers), dtype=np.float32)
    pairs = list(combinations(range(len(triggers)), 2))
    if pairs:
        vectors = np.stack([trigger.vector for trigger in triggers])
        later, sooner = np.array([b for _, b in pairs]), np.array([a for a, _ in pairs])
        gaps = np.array([distance_class(triggers[b].sentence - triggers[a].sentence) for a, b in pairs])
        chances = 1 / (1 + np.exp(-network.join_triggers(vectors[later], vectors[sooner], gaps)))
        table[later, sooner] = table[sooner, later] = chances
    return table


def _belonging(group: list[Trigger], words: list[Words], network: Network, least: float) -> list[tuple[Words, float]]:
    if not words:
        return []
    pairs = [(trigger, one) for one in words for trigger in group]
    scores = network.join_words(
        np.stack([trigger.vector for trigger, _ in pairs]),
        np.stack([one.vector for _, one in pairs]),
        np.array([distance_class(one.sentence - trigger.sentence) for trigger, one in pairs]),
        np.array([labels.TAGS.index(one.slot) for _, one in pairs]),
    ).reshape(len(words), len(group))
    chances = (1 / (1 + np.exp(-scores))).max(1)
    return [(one, float(chance)) for one, chance in zip(words, chances, strict=True) if chance >= least]
