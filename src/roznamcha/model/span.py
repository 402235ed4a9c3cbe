"""The smallest piece of evidence: a stretch of a text, with its words.

A span keeps the words beside the offsets, so that a reader can check the one against the other at any time
(law 1: `text[span.start:span.end] == span.text`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Mark the half-open stretch `start:end` (code points) of a text and the words that stand there.

    >>> Span.of("13 police commandos", 3, 9)
    Span(start=3, end=9, text='police')
    """

    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or len(self.text) != self.end - self.start:
            raise ValueError(f"span {self.start}:{self.end} does not fit its {len(self.text)} characters {self.text!r}")

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """Cut a span out of `text`; raise ValueError when the offsets lie outside it or hold nothing."""
        return cls(start, end, text[start:end])

    def holds(self, text: str) -> bool:
        """Tell whether the words still stand at these offsets of `text`."""
        return text[self.start : self.end] == self.text

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share a character."""
        return self.start < other.end and other.start < self.end

    def lies_in(self, other: Span) -> bool:
        """Tell whether all of this span stands in another one, or is it."""
        return other.start <= self.start and self.end <= other.end
