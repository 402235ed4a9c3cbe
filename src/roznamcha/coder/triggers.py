"""Finds the words that tell an act of violence, and says which of the codebook's types they tell.

The words are data (`data/lexicon/triggers.tsv`), in the codebook's order of seriousness, each with a strength: a word that
tells the act itself ("encounter", "blew himself up"), one that tells it where nothing stronger stands ("attacked"), one
that only colours it. Sentences that threaten, condemn, remember, try in court or tell an accident are taken out by
`data/lexicon/not_incidents.tsv`.
"""

from __future__ import annotations

from dataclasses import dataclass

from roznamcha.coder.lexicon import patterns
from roznamcha.model import Span


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that tell an act: the sub-event type, and the strength from 3 (tells it) to 1 (colours it)."""

    span: Span
    type: str
    strength: int
    rank: int


def find_triggers(text: str, sentence: Span) -> tuple[Trigger, ...]:
    """Find the triggers of a sentence, in the order of the text; of overlapping ones the longer, then the more serious."""
    found = [
        Trigger(Span.of(text, match.start(), match.end()), columns[0], int(columns[1]), rank)
        for rank, (pattern, columns) in enumerate(patterns("triggers.tsv"))
        for match in pattern.finditer(text, sentence.start, sentence.end)
    ]
    kept: list[Trigger] = []
    for trigger in sorted(found, key=lambda t: (-t.strength, t.span.start - t.span.end, t.rank)):
        if not any(trigger.span.overlaps(other.span) for other in kept):
            kept.append(trigger)
    return tuple(sorted(kept, key=lambda t: t.span.start))


def reason_against(text: str, sentence: Span) -> str | None:
    """Say why a sentence tells no incident of its own ("trial", "statement", …), or None."""
    for pattern, columns in patterns("not_incidents.tsv"):
        if pattern.search(text, sentence.start, sentence.end):
            return columns[0]
    return None
