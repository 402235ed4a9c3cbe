"""A network small enough to learn within a test, and a coded text for it."""

from __future__ import annotations

from roznamcha.coder.drafts import Draft, Mention
from roznamcha.model import Origin, Span
from roznamcha.train.examples import Example
from roznamcha.train.net import Shape

TINY = Shape(hidden=24, heads=2, inner=32, layers=2, fork=1)
TEXT = "Militants killed two guards in Quetta on Monday. The attack in Quetta drew condemnation."
ORIGIN = Origin("person", "gold", "1")


def span(words: str) -> Span:
    at = TEXT.index(words)
    return Span.of(TEXT, at, at + len(words))


def example() -> Example:
    mentions = (
        Mention(span("Quetta"), "place"),
        Mention(span("two guards"), "target", "State forces"),
        Mention(span("Militants"), "perpetrator", "Rebel group", "stated"),
        Mention(span("killed two guards"), "killed", "state"),
    )
    return Example(
        TEXT, (Draft(span("killed two guards"), "Attack", ORIGIN, mentions=mentions),), ({"killed": (2, 2), "injured": None},)
    )
