"""Drafts → what the network is asked: tags, marks and classes on word pieces.

A name that a text says five times is quoted once by gold. The nearest occurrence is the answer; the others are neither
right nor wrong, so they are left out of the loss instead of being taught as wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from roznamcha.coder import heads
from roznamcha.coder.drafts import Draft, Mention
from roznamcha.coder.tokens import IntArray, Pieces, framed, home_window, read_pieces, window_ranges
from roznamcha.model import Span
from roznamcha.model.codebook import COUNTS
from roznamcha.train.gold import GoldDocument

NOT_ASKED = -100
_EVERYWHERE = ("date", "place", "perpetrator", "target", "participant", "person", "source", "weapon")
"""Labels whose words may stand several times in a text without the other times being wrong."""

Totals = dict[str, tuple[int, int | None] | None]


@dataclass(frozen=True, slots=True)
class Example:
    """A text to learn from: its drafts, each incident's count totals beside them, and the words of its figures."""

    text: str
    drafts: tuple[Draft, ...]
    totals: tuple[Totals, ...]
    figures: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """One incident in one window: its marked pieces, tags by label, attribute answers and incident answers.

    Piece numbers count [CLS] as 0. `attributes` holds (first, last, block, answer) of mentions.
    """

    first: int
    last: int
    tags: IntArray
    attributes: tuple[tuple[int, int, str, int], ...]
    incident: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Window:
    """One window as the network reads it: ids and shapes with [CLS] and [SEP], anchor tags, tags of all incidents together."""

    ids: IntArray
    shapes: IntArray
    anchors: IntArray
    any_tag: IntArray
    incidents: tuple[Asked, ...] = field(default=())
    told: bool = True
    """Whether the text was coded; where not, nothing is known of its incidents."""
    roles: IntArray | None = None
    """Where the text is a message of MUC-4 (`train.roles`): for each of its slots the tags of the pieces."""

    @property
    def lesson(self) -> tuple[bool, bool]:
        """Tell what the window is for: windows of one batch are for one lesson."""
        return self.told, self.roles is not None


def example_of(document: GoldDocument) -> Example:
    """Make an example of a gold document."""
    totals = tuple(_totals(incident) for incident in document.record.get("incidents") or [])
    return Example(document.text, document.drafts, totals, tuple(figure.quote for figure in document.figures))


def _totals(incident: dict[str, Any]) -> Totals:
    found: Totals = {}
    for count in COUNTS:
        told = incident.get(count)
        found[count] = (told["total"][0], told["total"][1]) if told and told.get("total") else None
    return found


def windows_of(example: Example) -> list[Window]:
    """Cut an example into windows; each incident is asked in the window where its anchor lies best."""
    pieces = read_pieces(example.text)
    ranges = window_ranges(pieces, example.text)
    homes = [home_window(ranges, pieces.between(draft.anchor.start, draft.anchor.end)[0]) for draft in example.drafts]
    return [
        _window(example, pieces, first, last, [k for k, at in enumerate(homes) if at == n])
        for n, (first, last) in enumerate(ranges)
    ]


def _window(example: Example, pieces: Pieces, first: int, last: int, asked: list[int]) -> Window:
    part = pieces.cut(first, last)
    ids, shapes = framed(part)
    anchors = np.zeros(len(ids), dtype=np.int64)
    any_tag = np.zeros((len(heads.TAGS) + 1, len(ids)), dtype=np.int64)
    for draft in example.drafts:
        _mark(anchors, part, draft.anchor)
        for label, span in _spans(draft):
            low, high = _range(part, span)
            any_tag[heads.TAGS.index(label), low:high] = 1
    for figure in example.figures:
        low, high = _range(part, figure)
        any_tag[-1, low:high] = 1
    found = (_asked(example, k, part, len(ids)) for k in asked)
    return Window(ids, shapes, anchors, any_tag, tuple(one for one in found if one is not None))


def _spans(draft: Draft) -> Iterable[tuple[str, Span]]:
    yield "anchor", draft.anchor
    for mention in draft.mentions:
        yield mention.label, mention.span


def _range(part: Pieces, span: Span) -> tuple[int, int]:
    """Give the pieces of a span, counted with [CLS]; an empty range when it lies outside the window."""
    low, high = part.between(span.start, span.end)
    return low + 1, high + 1


def _mark(tags: IntArray, part: Pieces, span: Span) -> None:
    low, high = _range(part, span)
    if high > low:
        tags[low:high] = heads.INSIDE
        tags[low] = heads.BEGIN


def _asked(example: Example, k: int, part: Pieces, length: int) -> Asked | None:
    draft = example.drafts[k]
    first, last = _range(part, draft.anchor)
    if first >= last:
        return None
    tags = np.zeros((len(heads.TAGS), length), dtype=np.int64)
    for mention in draft.mentions:
        if mention.label in _EVERYWHERE:
            for other in _occurrences(example.text, mention.span):
                low, high = _range(part, other)
                tags[heads.TAGS.index(mention.label), low:high] = NOT_ASKED
    for label, span in sorted(_spans(draft), key=lambda pair: pair[1].start - pair[1].end):
        _mark(tags[heads.TAGS.index(label)], part, span)
    attributes = tuple(answer for mention in draft.mentions for answer in _attributes(draft, mention, part))
    return Asked(first, last, tags, attributes, _incident(draft, example.totals[k]))


def _occurrences(text: str, span: Span) -> Iterable[Span]:
    at = text.find(span.text)
    while at >= 0:
        if at != span.start:
            yield Span(at, at + len(span.text), span.text)
        at = text.find(span.text, at + 1)


def _attributes(draft: Draft, mention: Mention, part: Pieces) -> Iterable[tuple[int, int, str, int]]:
    low, high = _range(part, mention.span)
    if low >= high:
        return
    block = heads.ATTRIBUTE_OF.get(mention.label)
    if block == "smallest":
        yield low, high, block, int(mention is draft.labelled("place")[0])
    elif block is not None and mention.kind is not None:
        yield low, high, block, heads.ATTRIBUTES[block].index(mention.kind)
    if mention.label == "perpetrator" and mention.stance is not None:
        yield low, high, "stance", heads.ATTRIBUTES["stance"].index(mention.stance)


def _incident(draft: Draft, totals: Totals) -> tuple[tuple[str, int], ...]:
    values = {"valid": "yes", "sub_event_type": draft.sub_event_type, "status": draft.status, "scope": draft.scope}
    values["background"] = "yes" if draft.background else "no"
    for count, told in totals.items():
        values[count] = "silent" if told is None else str(told[0]) if told[0] <= 12 else "more"
        if told is not None:
            values[f"{count}_open"] = "open" if told[1] is None else "closed"
    return tuple((name, heads.INCIDENT[name].index(value)) for name, value in values.items())
