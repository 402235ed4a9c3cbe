"""Messages → findings: which words tell an act, which tell the same act, and which words fill its slots.

The network reads each window once. Words that may tell an act (triggers) are classed; those that tell one are grouped by how
likely two of them tell the same; tagged words join the groups that they belong to. All three decisions are scores of the
network, cut at thresholds that were set on messages held back from training.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final, Protocol

import numpy as np

from roznamcha.coder.grouping import FloatArray, softmax
from roznamcha.coder.tokens import IntArray
from roznamcha.evaluate.muc4 import labels
from roznamcha.evaluate.muc4.message import Message
from roznamcha.evaluate.muc4.pages import Page, read_pages

OUTSIDE, BEGIN = 0, 1
DISTANCES = (-4, -2, -1, 0, 1, 3, 6)
"""Upper ends of the classes of how many sentences lie between two words."""


class Layers(Protocol):
    """What runs the profile's own weights."""

    def read(self, vectors: FloatArray, marks: IntArray) -> dict[str, FloatArray]:
        """Give, for each piece of a message, the scores of each head, by name."""

    def join_triggers(self, left: FloatArray, right: FloatArray, distance: IntArray) -> FloatArray:
        """Score pairs of triggers: do they tell the same act?"""

    def join_words(self, trigger: FloatArray, words: FloatArray, distance: IntArray, tag: IntArray) -> FloatArray:
        """Score pairs of a trigger and tagged words: do the words belong to its act?"""


class Network(Layers, Protocol):
    """The profile's own weights and the coder's encoder under them."""

    def encode(self, ids: IntArray, shapes: IntArray) -> FloatArray:
        """Give each piece's vectors in one window."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where the scores are cut: a trigger, two triggers of one act, an act, a message, and a fill of any slot.

    One cut for the fills of all slots: a cut of its own for each, chosen on a hundred messages, loses on the next hundred.
    """

    trigger: float = 0.5
    same: float = 0.5
    act: float = 0.6
    relevant: float = 0.2
    fill: float = 0.5


LEAST: Final = 0.15
"""Tagged words less sure than this are not read."""
CORE: Final = 0.5
"""A stretch keeps the pieces whose chance is at least this share of its greatest."""
BELONGS: Final = 0.1
"""Words less sure to be an act's fill than this are no evidence of it."""


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
class Reading:
    """Everything the network found in one message, before it is grouped."""

    message: Message
    triggers: tuple[Trigger, ...]
    words: tuple[Words, ...]
    relevant: float


def read_messages(messages: Sequence[Message], network: Network) -> list[Reading]:
    """Read messages one after the other."""
    read = {page.message.id: read_page(page, network) for page in read_pages(messages, network.encode)}
    return [read.get(message.id) or Reading(message, (), (), 0.0) for message in messages]


def read_page(page: Page, network: Layers) -> Reading:
    """Read one message whose vectors are known."""
    scores = network.read(page.vectors, page.marks)
    relevant = float(softmax(scores["relevant"].mean(0))[1])
    return Reading(page.message, tuple(_triggers(page, scores)), tuple(_unlike(_words(page, scores))), relevant)


def _triggers(page: Page, scores: dict[str, FloatArray]) -> Iterator[Trigger]:
    for first, last in page.triggers:
        start, end = int(page.pieces.starts[first]), int(page.pieces.ends[last - 1])
        means = {name: scores[name][first:last].mean(0) for name in ("trigger", "incident", "as_trigger")}
        chances, sentence = softmax(means["trigger"]), int(page.sentences[first])
        yield Trigger(start, end, chances, means["incident"], means["as_trigger"], sentence)


def _words(page: Page, scores: dict[str, FloatArray]) -> Iterator[Words]:
    for number, tag in enumerate(labels.TAGS):
        chances = softmax(scores["tags"][:, 3 * number : 3 * number + 3])
        for first, last in _stretches(chances):
            start, end = _whole_words(page.message.text, int(page.pieces.starts[first]), int(page.pieces.ends[last - 1]))
            vector, attributes = scores["as_words"][first:last].mean(0), scores["attributes"][first:last].mean(0)
            sure = float(1.0 - chances[first:last, OUTSIDE].min())
            yield Words(tag, start, end, sure, attributes, vector, page.message.sentence_of(start))


def _stretches(chances: FloatArray) -> Iterator[tuple[int, int]]:
    """Read outside/begin/inside chances as stretches: runs that no begin cuts, without the ends that are far less sure."""
    inside, begins = 1.0 - chances[:, OUTSIDE], chances[:, BEGIN] > 0.5
    first = None
    for at in range(len(chances) + 1):
        open_at = at < len(chances) and inside[at] >= LEAST
        if first is not None and (not open_at or begins[at]):
            yield _core(inside, first, at)
            first = None
        if first is None and open_at:
            first = at


def _core(inside: FloatArray, first: int, last: int) -> tuple[int, int]:
    """Cut off the pieces at both ends of a stretch whose chance is under a share of its greatest."""
    sure = first + np.flatnonzero(inside[first:last] >= CORE * inside[first:last].max())
    return int(sure[0]), int(sure[-1]) + 1


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end


def _unlike(words: Iterable[Words]) -> list[Words]:
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


def group_acts(reading: Reading, network: Layers, cuts: Thresholds) -> list[Act]:
    """Group a message's triggers into acts and give each the words that may belong to it."""
    if reading.relevant < cuts.relevant:
        return []
    triggers = [trigger for trigger in reading.triggers if trigger.score >= cuts.trigger]
    groups = [group for group in _cluster(triggers, network, cuts.same) if max(one.score for one in group) >= cuts.act]
    return [Act(tuple(group), tuple(_belonging(group, reading.words, network))) for group in groups]


def _cluster(triggers: list[Trigger], network: Layers, least: float) -> list[list[Trigger]]:
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


def _same_chances(triggers: list[Trigger], network: Layers) -> FloatArray:
    table = np.eye(len(triggers), dtype=np.float32)
    pairs = list(combinations(range(len(triggers)), 2))
    if pairs:
        vectors = np.stack([trigger.vector for trigger in triggers])
        later, sooner = np.array([b for _, b in pairs]), np.array([a for a, _ in pairs])
        gaps = np.array([distance_class(triggers[b].sentence - triggers[a].sentence) for a, b in pairs])
        chances = 1 / (1 + np.exp(-network.join_triggers(vectors[later], vectors[sooner], gaps)))
        table[later, sooner] = table[sooner, later] = chances
    return table


def _belonging(group: list[Trigger], words: Sequence[Words], network: Layers) -> list[tuple[Words, float]]:
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
    return [(one, float(chance)) for one, chance in zip(words, chances, strict=True) if one.score * chance >= BELONGS]
