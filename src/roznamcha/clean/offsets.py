"""A text under repair that never forgets where its characters came from.

A `Draft` is text plus the segments that lead back to the source. Edits are applied to a draft in one pass and give a new
draft with the segments cut and joined accordingly, so that cleaning may go in as many steps as it likes and the map stays
exact. A segment of equal lengths is copied letter by letter; any other is rewritten as a whole (an entity, a run of
spaces, the markup between two paragraphs).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from roznamcha.model import OffsetMap, Repair, Segment

_BROKEN = re.compile("[\ud800-\udfff]")


class Edit(NamedTuple):
    """Replace `start:end` of a text by `new`, because of `action`."""

    start: int
    end: int
    new: str
    action: str


@dataclass(frozen=True, slots=True)
class Draft:
    """Text and its way back: segments in rising order that cover it without gaps."""

    text: str
    segments: tuple[Segment, ...]

    @classmethod
    def of(cls, text: str) -> Draft:
        """Start from the source text itself, every character standing for itself."""
        return cls(text, (Segment(0, len(text), 0, len(text)),) if text else ())

    @property
    def offsets(self) -> OffsetMap:
        """The map to keep with the finished document."""
        return OffsetMap(self.segments)


def edit(draft: Draft, edits: Sequence[Edit]) -> tuple[Draft, tuple[Repair, ...]]:
    """Apply edits (in rising order, not overlapping) and return the new draft with the plan that says what was done.

    >>> after, plan = edit(Draft.of("<p>Gunmen fled"), [Edit(0, 3, "", "stray tag")])
    >>> after.text, plan[0].start, plan[0].old
    ('Gunmen fled', 0, '<p>')
    """
    if not edits:
        return draft, ()
    pieces: list[str] = []
    plan: list[Repair] = []
    building = _Building(draft.segments)
    old_at = new_at = 0
    for change in edits:
        kept = draft.text[old_at : change.start]
        building.copy(old_at, change.start)
        pieces += (kept, change.new)
        new_at += len(kept)
        plan.append(Repair(change.action, new_at, printable(draft.text[change.start : change.end]), change.new))
        building.rewrite(change)
        new_at += len(change.new)
        old_at = change.end
    building.copy(old_at, len(draft.text))
    pieces.append(draft.text[old_at:])
    return Draft("".join(pieces), tuple(building.segments)), tuple(plan)


class _Building:
    """Segments being laid end to end, taken from the old ones in one pass."""

    def __init__(self, old: Sequence[Segment]) -> None:
        self.segments: list[Segment] = []
        self._old = old
        self._next = 0
        self._at = 0
        self._passed = old[0].source_start if old else 0

    def copy(self, start: int, end: int) -> None:
        """Take over the stretch `start:end` of the old text with its segments, cut to fit."""
        for segment in self._take(start, end):
            self._add(segment.clean_end - segment.clean_start, segment.source_start, segment.source_end)

    def rewrite(self, change: Edit) -> None:
        """Let the new words stand for the source of the old ones; for the point between where nothing stood."""
        covered = list(self._take(change.start, change.end))
        if change.new:
            first, last = (covered[0].source_start, covered[-1].source_end) if covered else (self._passed, self._passed)
            self._add(len(change.new), first, last)

    def _take(self, start: int, end: int) -> Iterator[Segment]:
        """Cut out the segments of `start:end`; a rewritten one that is cut keeps its whole source."""
        while start < end:
            segment = self._old[self._next]
            if segment.clean_end <= start:
                self._next += 1
                continue
            last = min(end, segment.clean_end)
            cut = segment
            if _is_copied(segment):
                shift = segment.source_start - segment.clean_start
                cut = Segment(start, last, start + shift, last + shift)
            elif (start, last) != (segment.clean_start, segment.clean_end):
                cut = Segment(start, last, segment.source_start, segment.source_end)
            self._passed = cut.source_end
            yield cut
            start = last

    def _add(self, length: int, source_start: int, source_end: int) -> None:
        previous = self.segments[-1] if self.segments else None
        end = self._at + length
        if previous and _is_copied(previous) and length == source_end - source_start and previous.source_end == source_start:
            self.segments[-1] = Segment(previous.clean_start, end, previous.source_start, source_end)
        else:
            self.segments.append(Segment(self._at, end, source_start, source_end))
        self._at = end


def _is_copied(segment: Segment) -> bool:
    return segment.clean_end - segment.clean_start == segment.source_end - segment.source_start


def apply_repairs(text: str, repairs: Iterable[Repair]) -> str:
    """Replay a repair plan: the source text and its plan give the clean text again.

    Raises ValueError when the plan does not belong to the text.

    >>> apply_repairs("<p>Gunmen fled", [Repair("stray tag", 0, "<p>", "")])
    'Gunmen fled'
    """
    done: list[str] = []
    length = at = 0
    for repair in repairs:
        if repair.start < length:  # the next pass begins: its offsets count from the start again
            text, done, length, at = "".join(done) + text[at:], [], 0, 0
        end = at + repair.start - length
        if printable(text[end : end + len(repair.old)]) != repair.old:
            raise ValueError(f"the plan expects {repair.old!r} at {repair.start} and finds {text[end : end + 20]!r}")
        done += (text[at:end], repair.new)
        length = repair.start + len(repair.new)
        at = end + len(repair.old)
    return "".join(done) + text[at:]


def printable(text: str) -> str:
    """Show each broken byte (a lone surrogate, which no file or database takes) as U+FFFD; the length stays."""
    return text if text.isascii() else _BROKEN.sub("\ufffd", text)
