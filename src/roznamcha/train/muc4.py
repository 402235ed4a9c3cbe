"""MUC-4 messages and their keys → what the MUC-4 network is asked.

The key tells strings, not where they stand or which words tell the act. Words are looked up in the text; those near the act
are asked for, the same words further off are neither right nor wrong. An act is told by the triggers in the sentences of its
targets; a sentence that tells two acts gives each trigger to the nearer target.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np

from roznamcha.coder.tokens import IntArray, Pieces
from roznamcha.evaluate.jsonlines import read_lines
from roznamcha.evaluate.muc4 import labels
from roznamcha.evaluate.muc4.matching import write_date
from roznamcha.evaluate.muc4.message import Message, find_triggers, find_words
from roznamcha.evaluate.muc4.pages import Page
from roznamcha.evaluate.muc4.templates import Fill, Template, read_parsed

NOT_ASKED = -100
OUTSIDE, BEGIN, INSIDE = range(3)
TARGET_SLOTS = ("phys_tgt_id", "hum_tgt_name", "hum_tgt_description")
OTHER_SLOTS = ("perp_individual", "perp_organization", "instrument_id")


@dataclass(frozen=True, slots=True)
class Mention:
    """An occurrence of a fill's words: the slot, the number of the fill, and where it stands."""

    slot: str
    fill: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lesson:
    """One template of one message: which triggers tell it, where its words stand, and its closed values."""

    triggers: tuple[int, ...]
    mentions: tuple[Mention, ...]
    unasked: tuple[Mention, ...]
    attributes: dict[tuple[str, int], dict[str, str]]
    incident: dict[str, str]


@dataclass(frozen=True, slots=True)
class Example:
    """A message to learn from: its candidate triggers and the lessons of its templates."""

    message: Message
    triggers: tuple[tuple[int, int], ...]
    lessons: tuple[Lesson, ...]


def read_examples(path: Path) -> list[Example]:
    """Read messages and keys from one of the set's `parsed` files."""
    records = list(read_lines(path, "docid", "text", "templates"))
    keys = read_parsed(records)
    return [make_example(Message.of(record["docid"], record["text"]), keys[record["docid"]]) for record in records]


def make_example(message: Message, templates: list[Template]) -> Example:
    """Find the words of each template's fills and the triggers that tell it."""
    triggers = find_triggers(message)
    found = [list(_mentions(message, template)) for template in templates]
    owners = _own_triggers(message, triggers, templates, found)
    lessons = [
        _lesson(message, template, mentions, [triggers[k] for k in owned], owned)
        for template, mentions, owned in zip(templates, found, owners, strict=True)
        if owned
    ]
    return Example(message, tuple(triggers), tuple(lessons))


def _mentions(message: Message, template: Template) -> Iterator[Mention]:
    for slot in (*TARGET_SLOTS, *OTHER_SLOTS):
        for number, fill in enumerate(template.fills(slot)):
            yield from _longest(message.text, slot, number, [one.value for one in fill.alternatives])
    places = {place for fill in template.fills("incident_location") for place in _smallest_places(fill)}
    for number, place in enumerate(sorted(places)):
        yield from _longest(message.text, "place", number, [place])


def _smallest_places(fill: Fill) -> Iterator[str]:
    parts = re.sub(r"\([^)]*\)", "", fill.alternatives[0].value).split(":")
    if len(parts) > 1:
        yield from (name.strip() for name in parts[-1].split(" - "))


def _longest(text: str, slot: str, number: int, names: list[str]) -> Iterator[Mention]:
    spans = sorted(
        {(start, start + len(" ".join(name.split()))) for name in names for start in find_words(text, name)},
        key=lambda span: (span[0] - span[1], span[0]),
    )
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if all(end <= first or last <= start for first, last in kept):
            kept.append((start, end))
    yield from (Mention(slot, number, start, end) for start, end in sorted(kept))


def _own_triggers(
    message: Message, triggers: list[tuple[int, int]], templates: list[Template], found: list[list[Mention]]
) -> list[list[int]]:
    """Give each trigger to the template whose target stands nearest in its sentence, or else to one whose other words do."""
    owners: list[list[int]] = [[] for _ in templates]
    for slots in (TARGET_SLOTS, OTHER_SLOTS):
        wanting = {k: [one for one in found[k] if one.slot in slots] for k, owned in enumerate(owners) if not owned}
        taken = {number for owned in owners for number in owned}
        for number, span in enumerate(triggers):
            nearest = _nearest(message, span, wanting)
            if nearest is not None and number not in taken:
                owners[nearest].append(number)
    return owners


def _nearest(message: Message, trigger: tuple[int, int], words: dict[int, list[Mention]]) -> int | None:
    """Choose the template one of whose words stands nearest to a trigger in the same sentence."""
    sentence = message.sentence_of(trigger[0])
    gaps = [
        (max(mention.start - trigger[1], trigger[0] - mention.end, 0), k)
        for k, mentions in words.items()
        for mention in mentions
        if message.sentence_of(mention.start) == sentence
    ]
    return min(gaps)[1] if gaps else None


def _lesson(
    message: Message, template: Template, mentions: list[Mention], triggers: list[tuple[int, int]], owned: list[int]
) -> Lesson:
    told = {message.sentence_of(start) for start, _ in triggers}
    asked: list[Mention] = []
    unasked: list[Mention] = []
    for key in dict.fromkeys((mention.slot, mention.fill) for mention in mentions):
        same = [mention for mention in mentions if (mention.slot, mention.fill) == key]
        gaps = [min(abs(message.sentence_of(mention.start) - sentence) for sentence in told) for mention in same]
        least = max(min(gaps), 1)
        asked += [mention for mention, gap in zip(same, gaps, strict=True) if gap <= least]
        unasked += [mention for mention, gap in zip(same, gaps, strict=True) if gap > least]
    attributes = {
        (slot, number): _attributes(template, slot, fill)
        for slot in labels.ATTRIBUTES_OF
        for number, fill in enumerate(template.fills(slot))
    }
    return Lesson(tuple(owned), tuple(asked), tuple(unasked), attributes, _incident(message, template))


def _attributes(template: Template, slot: str, fill: Fill) -> dict[str, str]:
    names = {one.value for one in fill.alternatives} | {ref for one in fill.alternatives for ref in one.refs}
    found = {}
    for block in labels.ATTRIBUTES_OF[slot]:
        value = next((one.alternatives[0].value for one in template.fills(block) if names & set(one.alternatives[0].refs)), "")
        if block.endswith("number"):
            value = value if value in ("1", "PLURAL") else "stated" if value else ""
        found[block] = value
    return found


def _incident(message: Message, template: Template) -> dict[str, str]:
    first = {slot: (template.values(slot) or [""])[0] for slot in ("incident_type", "incident_stage", "perp_category")}
    country = (template.values("incident_location") or ["other"])[0].split(":")[0].split(" - ")[0].strip()
    bare = {
        block: next((f.alternatives[0].value for f in template.fills(slot) if not set(f.alternatives[0].refs) - {"-"}), "")
        for block, slot in (("bare_instrument", "instrument_type"), ("bare_effect", "hum_tgt_effect"))
    }
    date = _date_class(message, template)
    return {**first, **bare, "country": country if country in labels.INCIDENT["country"] else "other", "valid": "yes"} | (
        {"date": date} if date else {}
    )


def _date_class(message: Message, template: Template) -> str | None:
    told = [one.value for fill in template.fills("incident_date") for one in fill.alternatives]
    if message.day is None or not told:
        return None
    if write_date(None, message.day) in told:
        return "until"
    for days, name in enumerate(("today", "yesterday", "two days ago")):
        day = message.day - timedelta(days)
        if write_date(day, day) in told:
            return name
    return "other"


Answers = tuple[tuple[int, int, str, int], ...]
"""First and last piece, attribute block and answer."""


@dataclass(frozen=True, slots=True)
class Row:
    """One message as the network learns it.

    `triggers` hold first and last piece, class and number of the lesson (-1: none), `sentences` their sentences; `lessons` the
    number of each lesson, its tags, its words' attributes and closed values.
    """

    page: Page
    triggers: tuple[tuple[int, int, int, int], ...]
    sentences: tuple[int, ...]
    lessons: tuple[tuple[int, IntArray, Answers, dict[str, int]], ...]


def row_of(example: Example, page: Page) -> Row:
    """Lay what is asked of a message over its pieces."""
    owner = {number: k for k, lesson in enumerate(example.lessons) for number in lesson.triggers}
    triggers = []
    for number, at in enumerate(page.triggers):
        k = owner.get(number, -1)
        kind = labels.TRIGGER_CLASSES.index(example.lessons[k].incident["incident_type"]) if k >= 0 else 0
        triggers.append((*at, kind, k))
    sentences = tuple(example.message.sentence_of(start) for start, _ in example.triggers)
    lessons = tuple((k, *_lesson_row(lesson, page.pieces)) for k, lesson in enumerate(example.lessons))
    return Row(page, tuple(triggers), sentences, lessons)


def _lesson_row(lesson: Lesson, pieces: Pieces) -> tuple[IntArray, Answers, dict[str, int]]:
    tags = np.zeros((len(labels.TAGS), len(pieces)), dtype=np.int64)
    for mention in lesson.unasked:
        first, last = pieces.between(mention.start, mention.end)
        tags[labels.TAGS.index(mention.slot), first:last] = NOT_ASKED
    answers: list[tuple[int, int, str, int]] = []
    for mention in lesson.mentions:
        first, last = pieces.between(mention.start, mention.end)
        tags[labels.TAGS.index(mention.slot), first:last] = [BEGIN] + [INSIDE] * (last - first - 1)
        told = lesson.attributes.get((mention.slot, mention.fill), {})
        answers += [(first, last, b, labels.ATTRIBUTES[b].index(v)) for b, v in told.items() if v in labels.ATTRIBUTES[b]]
    incident = {b: labels.INCIDENT[b].index(v) for b, v in lesson.incident.items() if v in labels.INCIDENT[b]}
    return tags, tuple(answers), incident
