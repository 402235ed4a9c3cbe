"""What the resolver knows while it walks through a text: the text itself, from where it speaks, and the date told last.

Every expression is built here, so that EDTF, interval, TIMEX3 value and anchor always come from the same point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from roznamcha.model import Span, TimeExpression
from roznamcha.resolve.calendar import Day, shift_days
from roznamcha.resolve.dates.context import Situation, find_sense, opens_sentence
from roznamcha.resolve.dates.lexer import Lexeme
from roznamcha.resolve.dates.meaning import Detail, Named, Piece
from roznamcha.resolve.dates.points import Point, thirds

PARTS: Final = {"MO": "morning", "AF": "afternoon", "EV": "evening", "NI": "night", "DT": "daytime"}
DAY_REACH: Final = 400
"""Characters over which "10 pm" and "the next day" look back to the day told last where several were told: on the tuning sets
those within 363 do, and none beyond 450."""
Base = tuple[Day | None, str | None]
"""A day to count from and what tells it, as `TimeExpression.anchor` has it."""


@dataclass(slots=True)
class Memory:
    """The state of one text: the point told last (`reference`), the day told last and all `days`, the quarter it is about."""

    text: str
    lexemes: Sequence[Lexeme]
    situation: Situation
    reference: Point | None = None
    reference_anchor: str | None = None
    story: Point | None = None
    story_anchor: str | None = None
    day: Point | None = None
    day_anchor: str | None = None
    days: set[Point] = field(default_factory=set)
    period: Point | None = None

    def span(self, piece: Piece) -> Span:
        """Cut the words of a piece out of the text."""
        return Span.of(self.text, self.lexemes[piece.first].start, self.lexemes[piece.last - 1].end)

    def sense(self, piece: Piece) -> str | None:
        """Tell whether the words around a piece look to the "past" or to the "future"."""
        return find_sense(self.text, self.lexemes, piece.first, piece.last)

    def base(self, anchor: str) -> Base:
        """Give the day that an anchor stands for: "now", or "text", the date told last; in a history the two are one."""
        told = self.reference is not None and self.reference.year is not None
        if told and self.reference is not None and (anchor == "text" or self.situation.narrative):
            return self.reference.first, self.reference_anchor
        return self.now

    def day_in_reach(self, piece: Piece) -> Point | None:
        """Give the day told last where it is the only one so far, or stands near enough before a piece to be meant by it."""
        if self.day is None or len(self.days) == 1:
            return self.day
        day_end = int((self.day_anchor or "::0").rpartition(":")[2])
        return self.day if self.lexemes[piece.first].start - day_end <= DAY_REACH else None

    @property
    def now(self) -> Base:
        """The day from which the text speaks."""
        return self.situation.now, self.situation.anchor

    def leave_open(self, piece: Piece, value: str, detail: Detail) -> TimeExpression:
        """Build an expression that stays unresolved, with its words."""
        suffix, kind = _suffix(detail)
        return TimeExpression(self.span(piece), kind, value + suffix, part=PARTS.get(detail.part or ""), mod=detail.mod)

    def tell(self, piece: Piece, point: Point, anchor: str | None, detail: Detail, *, remember: bool = True) -> TimeExpression:
        """Build the expression of a point and, unless it is only mentioned in passing, remember it as told last."""
        suffix, kind = _suffix(detail) if point.unit == "day" else ("", "DATE")
        edtf, told = point.edtf, self.reference
        if detail.mod == "APPROX" and not detail.clock and edtf and "/" not in edtf:  # "about 3 p.m. on Friday" is Friday
            edtf += "~"
        if remember:
            self.remember(piece, point)
        expression = TimeExpression(
            self.span(piece), kind, point.timex + suffix, edtf, None, None, anchor, PARTS.get(detail.part or ""), detail.mod
        )
        return expression if point.year is None else self._bound(expression, point, detail, told)

    def _bound(self, expression: TimeExpression, point: Point, detail: Detail, told: Point | None) -> TimeExpression:
        """Give an expression the first and last day that it may mean; "later that month" begins with the day `told` before."""
        first, last = narrow(point.first, point.last, detail.mod)
        now = self.situation.now
        if told is not None and told.unit == "day" and told.year is not None and (expression.anchor or "").startswith("text"):
            now = told.first
        if detail.since and point.unit != "day" and now is not None and point.first <= now <= point.last:
            first, last = (point.first, now) if detail.since == "earlier" else (now, point.last)
            expression = replace(expression, edtf=f"{first}/{last}", granule=expression.edtf)
        return replace(expression, earliest=str(first), latest=str(last))

    def remember(self, piece: Piece, point: Point) -> None:
        """Make a point the date told last; what is as wide as a decade only paints the background."""
        if point.unit in ("decade", "century"):
            return
        span = self.span(piece)
        self.reference, self.reference_anchor = point, f"text:{span.start}:{span.end}"
        if not self._is_aside(piece, point):
            self.story, self.story_anchor = self.reference, self.reference_anchor
        if point.unit == "day":
            self.day, self.day_anchor = self.reference, self.reference_anchor
            self.days.add(point)
        named = isinstance(piece.meaning, Named)
        if named and point.unit in ("quarter", "half") and not self._is_comparison(point) and self._is_over(piece, point):
            self.period = point

    def _is_aside(self, piece: Piece, point: Point) -> bool:
        """Tell whether a bare year is told in passing, from where a history goes on as if nothing had been said."""
        story = self.story
        if point.unit != "year" or point.year is None or story is None or story.year is None or story.unit == "year":
            return False
        if opens_sentence(self.text, self.lexemes, piece.first):
            return False
        return point.year not in (story.year, story.year + 1) or (point.year > story.year and self.sense(piece) == "future")

    def _is_comparison(self, point: Point) -> bool:
        """Tell whether a quarter is only named to compare it with the one that the text is about: it lies before that."""
        told = self.period
        return told is not None and told.year is not None and point.year is not None and point.last < told.last

    def _is_over(self, piece: Piece, point: Point) -> bool:
        """Tell whether a quarter may be the one whose figures a text tells: it is over, or said to have "ended"."""
        now = self.situation.now
        ended = piece.last < len(self.lexemes) and self.lexemes[piece.last].low == "ended"
        return ended or now is None or point.year is None or point.last <= now


def _suffix(detail: Detail) -> tuple[str, str]:
    """Give what clock or part of the day adds to a TIMEX3 value, and the type that it makes."""
    if detail.clock:
        return detail.clock, "TIME"
    return (f"T{detail.part}", "TIME") if detail.part else ("", "DATE")


def narrow(first: Day, last: Day, mod: str | None) -> tuple[Day, Day]:
    """Take the first, middle or last third of a unit of many days: "early", "mid", "late"."""
    if mod not in ("START", "MID", "END") or first == last:
        return first, last
    one, two = thirds(first, last)
    if mod == "START":
        return first, one
    return (shift_days(one, 1), two) if mod == "MID" else (shift_days(two, 1), last)
