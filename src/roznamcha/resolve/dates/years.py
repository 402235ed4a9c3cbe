"""The year of a date that does not tell it.

In news it is the year that brings the date nearest to publication, the past before the future unless the tense looks ahead; in a
history the year of the date told before; without either, the year of a full date of the same text that lies within a month.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from roznamcha.resolve.calendar import Day, count_days, month_length
from roznamcha.resolve.dates.lexer import Lexeme
from roznamcha.resolve.dates.meaning import Named, Piece
from roznamcha.resolve.dates.memory import Memory
from roznamcha.resolve.dates.points import Point

Told = tuple[int | None, str | None]
"""A year and what tells it."""
_LINKS: Final = [["to"], ["until"], ["till"], ["through"], ["up", "to"], ["-"], ["–"], ["—"]]
"""Words between the two ends of a range."""
_FAR_BACK: Final = 300
"""Days: a date of a history that would lie further back than this before the date told last lies in the next year."""
_NEARBY: Final = 31
"""Days: a full date of the text lends its year to a date that lies so near."""
_AHEAD: Final = {"told": 330, "past": 150, None: 150, "future": -330}
"""Days that a date without year is moved away when it lies ahead of publication (behind it, when negative), by the tense
around it; 60 to 200 measure the same on TimeBank and AQUAINT."""


def choose_year(memory: Memory, piece: Piece, meaning: Named) -> Told:
    """Give the year of a named unit and what tells it; None when nothing does, or when that year has no such day."""
    year, told = _choose_year(memory, piece, meaning)
    return (year, told) if year is not None and _exists(meaning.point, year) else (None, None)


def _exists(point: Point, year: int) -> bool:
    """Tell whether a year has a day: only leap years have 29 February."""
    return point.unit != "day" or point.number == 0 or point.day <= month_length(year, point.number)


def _choose_year(memory: Memory, piece: Piece, meaning: Named) -> Told:
    situation, reference = memory.situation, memory.reference
    now, told = memory.now
    if meaning.year_shift is not None:
        if meaning.year_anchor == "text" and reference is not None and reference.year is not None:
            return reference.year + meaning.year_shift, memory.reference_anchor
        return (now.year + meaning.year_shift, told) if now else (None, None)
    if situation.narrative:
        story, anchor = memory.story, memory.story_anchor
        if meaning.anchor == "text":
            story, anchor = reference, memory.reference_anchor
        if story is None or story.year is None:
            return None, None
        return _year_after(meaning.point, story, meaning.direction), anchor
    if now is None:
        return _year_nearby(memory, meaning.point)
    if meaning.direction is not None and meaning.anchor == "now":
        return _year_in_direction(meaning.point, meaning.direction, now), told
    return _year_of_news(memory, piece, meaning.point, now), told


def share_years(memory: Memory, pieces: Sequence[Piece]) -> list[Piece]:
    """Put the two ends of a range into one year, or into the turn of two, where the first tells none: "from May 12 to June 3"."""
    shared = list(pieces)
    for at in range(len(shared) - 1):
        first, second = shared[at : at + 2]
        one, two = first.meaning, second.meaning
        if isinstance(one, Named) and isinstance(two, Named) and _is_range(memory.lexemes, first, second, one.point.unit):
            one, two = _in_one_year(memory, second, one, two)
            shared[at : at + 2] = [replace(first, meaning=one), replace(second, meaning=two)]
    return shared


def _is_range(lexemes: Sequence[Lexeme], first: Piece, second: Piece, unit: str) -> bool:
    words = [lexeme.low for lexeme in lexemes[first.last : second.first]]
    between = first.first > 0 and lexemes[first.first - 1].low == "between"
    return unit in ("day", "month") and (words in _LINKS or (between and words == ["and"]))


def _in_one_year(memory: Memory, second: Piece, one: Named, two: Named) -> tuple[Named, Named]:
    untold = one.point.year is None and one.year_shift is None and one.direction is None and one.point.number > 0
    if not untold or two.point.unit != one.point.unit or two.direction is not None or two.point.number == 0:
        return one, two
    turns = (two.point.number, two.point.day) < (one.point.number, one.point.day)
    if two.point.year is not None:
        return replace(one, point=one.point.with_year(two.point.year - turns)), two
    now = memory.situation.now
    if now is None or memory.situation.narrative or two.year_anchor == "text":
        return one, two
    year = choose_year(memory, second, two)[0] or now.year
    return replace(one, year_shift=year - turns - now.year), replace(two, year_shift=year - now.year)


def _year_in_direction(point: Point, direction: int, now: Day) -> int:
    """Choose the year of "last September", "this May", "next spring"."""
    if direction == 0:
        return now.year
    this = point.with_year(now.year)
    if direction < 0:
        return now.year if count_days(this.last) < count_days(now) else now.year - 1
    return now.year if count_days(this.first) > count_days(now) else now.year + 1


def _year_after(point: Point, reference: Point, direction: int | None) -> int:
    """Choose the year of a history: that of the reference, or the next when the date would jump far back."""
    year = reference.year or 0
    this, start = point.with_year(year), count_days(reference.first)
    if direction is not None and direction < 0:
        return year if count_days(this.last) < start else year - 1
    if direction is not None and direction > 0:
        return year if count_days(this.first) > start else year + 1
    jumps_back = reference.unit in ("day", "month") and start - count_days(this.last) > _FAR_BACK
    return year + jumps_back


def _year_of_news(memory: Memory, piece: Piece, point: Point, now: Day) -> int:
    """Choose the year of a date in news: the nearest, where the tense around it makes the other side dearer."""
    sense = memory.sense(piece)
    if point.unit in ("quarter", "half") and sense != "told":
        weight = _AHEAD["told"] if sense != "future" and _is_reported(memory, piece) else 0
    else:
        weight = _AHEAD[sense]
    near = [year for year in (now.year - 1, now.year, now.year + 1) if _exists(point, year)] or [now.year - now.year % 4]
    return min(near, key=lambda year: _distance(point.with_year(year), now, weight))


def _is_reported(memory: Memory, piece: Piece) -> bool:
    """Tell whether a quarter is one of a firm's own year, or said to have "ended": its figures are told, so it is over."""
    words = [lexeme.low for lexeme in memory.lexemes[piece.first : piece.last + 1]]
    return "fiscal" in words or words[-1] == "ended"


def _distance(point: Point, now: Day, ahead: int) -> int:
    """Measure how far a point lies from a day; `ahead` days are added for lying ahead, or for lying behind when negative."""
    today = count_days(now)
    if count_days(point.first) > today:
        return count_days(point.first) - today + max(ahead, 0)
    return max(today - count_days(point.last), 0) + max(-ahead, 0)


def _year_nearby(memory: Memory, point: Point) -> Told:
    """Take the year from a full date of the text that lies within a month: "rescued on June 2 … taken on May 30, 2016"."""
    for full, anchor in memory.situation.full_days:
        for year in (full.year - 1, full.year, full.year + 1):
            if abs(count_days(point.with_year(year).first) - count_days(full)) <= _NEARBY:
                return year, anchor
    return None, None
