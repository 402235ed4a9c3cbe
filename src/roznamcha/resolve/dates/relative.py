"""Units counted from another day: "yesterday", "two weeks ago", "the next day", "the year-ago quarter", "Friday"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from roznamcha.model import TimeExpression
from roznamcha.resolve.calendar import Day, month_length, shift_days, weekday_of
from roznamcha.resolve.dates.durations import leaves_calendar
from roznamcha.resolve.dates.meaning import Piece, Relative, Weekly
from roznamcha.resolve.dates.memory import Memory
from roznamcha.resolve.dates.points import Point, day_point, shift, unit_at

_YEARS: Final = {"decade": 10, "century": 100, "millennium": 1000}
"""Years of the units whose number, told exactly, counts years: "a quarter of a century ago"."""
_WITHIN_A_DAY: Final = ("hour", "minute", "second")
_BACKWARD: Final = frozenset(("ago", "earlier", "before", "back", "previously", "prior"))
_OPEN_VALUES: Final = {
    "day": "XXXX-XX-XX",
    "night": "XXXX-XX-XX",
    "week": "XXXX-WXX",
    "month": "XXXX-XX",
    "weekend": "XXXX-WXX-WE",
    **dict.fromkeys(_WITHIN_A_DAY, "XXXX-XX-XXTXX"),
}
"""TIMEX3 values of a unit whose place is not known; a year, "XXXX", otherwise."""


def resolve_weekly(memory: Memory, piece: Piece, meaning: Weekly) -> TimeExpression:
    """Resolve a day of the week: the last one, unless its direction or the tense looks ahead."""
    base, anchor = memory.base("text" if meaning.anchor == "text" else "now")
    if base is None:
        return memory.leave_open(piece, f"XXXX-WXX-{meaning.weekday}", meaning.detail)
    if meaning.week_shift is not None:
        offset = meaning.weekday - weekday_of(base) + 7 * meaning.week_shift
    else:
        offset = _weekday_offset(memory, piece, meaning, weekday_of(base))
    return memory.tell(piece, day_point(shift_days(base, offset + meaning.shift)), anchor, meaning.detail)


def _weekday_offset(memory: Memory, piece: Piece, meaning: Weekly, today: int) -> int:
    back = -((today - meaning.weekday) % 7)
    if meaning.direction == 0:
        return back if meaning.anchor == "text" else meaning.weekday - today
    if meaning.direction is not None:
        return (back or -7) if meaning.direction < 0 else (back + 7)
    ahead = back and memory.sense(piece) == "future"
    return back + 7 if ahead else back


def resolve_relative(memory: Memory, piece: Piece, meaning: Relative) -> TimeExpression:
    """Resolve a number of units from an anchor; what hangs on a day that is not told stays open."""
    if meaning.anchor in ("period", "periodyear"):
        return _of_period(memory, piece, meaning)
    if meaning.count is None and meaning.unit != "weekend":
        backward = memory.lexemes[piece.last - 1].low in _BACKWARD
        return TimeExpression(memory.span(piece), "DATE", "PAST_REF" if backward else "FUTURE_REF", mod=meaning.detail.mod)
    if leaves_calendar(meaning.unit, meaning.count or 0):
        return _leave_open(memory, piece, meaning)
    anchor = "text" if meaning.anchor in ("context", "text") else "now"
    if anchor == "text" and meaning.unit in ("day", "night", *_WITHIN_A_DAY):
        return _from_day_told(memory, piece, meaning)
    if anchor == "text" and memory.reference is not None and memory.reference.year is None:
        return _from_open_day(memory, piece, meaning, memory.reference, memory.reference_anchor)
    base, told = memory.base(anchor)
    if base is None:
        day, said = (memory.situation.open_day if anchor == "now" else None) or (None, None)
        return _from_open_day(memory, piece, meaning, day, said)
    if meaning.count is None:
        return memory.tell(piece, _last_weekend(base, memory.sense(piece)), told, meaning.detail)
    return _shifted(memory, piece, meaning, base, told)


def _from_day_told(memory: Memory, piece: Piece, meaning: Relative) -> TimeExpression:
    """Count days from the day told last, whatever month or year has been named since; without one near by they stay open."""
    day = memory.day_in_reach(piece)
    if day is None:
        return _leave_open(memory, piece, meaning)
    if day.year is None:
        return _from_open_day(memory, piece, meaning, day, memory.day_anchor)
    return _shifted(memory, piece, meaning, day.first, memory.day_anchor)


def _leave_open(memory: Memory, piece: Piece, meaning: Relative) -> TimeExpression:
    return memory.leave_open(piece, _OPEN_VALUES.get(meaning.unit, "XXXX"), meaning.detail)


def _shifted(memory: Memory, piece: Piece, meaning: Relative, base: Day, told: str | None) -> TimeExpression:
    count, unit = meaning.count or 0.0, meaning.unit
    if unit in _WITHIN_A_DAY:
        return _hours_later(memory, piece, meaning, base, told)
    if meaning.exact and unit == "year" and abs(count) == 1 and memory.period and not memory.situation.narrative:
        return _of_period(memory, piece, meaning)
    if unit in ("day", "night"):
        detail = meaning.detail if unit == "day" else replace(meaning.detail, part="NI")
        return memory.tell(piece, day_point(shift_days(base, round(count))), told, detail)
    start = memory.reference
    from_text = start is not None and told == memory.reference_anchor and meaning.anchor != "now"
    if meaning.exact and unit in ("year", "decade") and from_text and start and start.unit in ("quarter", "season"):
        return memory.tell(piece, shift(start, unit, count), told, meaning.detail)
    years = _YEARS.get(unit) if meaning.exact else None
    if years:
        # As a decade does, such a year only paints the background: it is too rough to count on from.
        point = shift(unit_at(base, "year"), "year", round(years * count))
        return memory.tell(piece, point, told, meaning.detail, remember=False)
    return memory.tell(piece, _unit_shift(base, unit, count), told, meaning.detail)


def _hours_later(memory: Memory, piece: Piece, meaning: Relative, base: Day, told: str | None) -> TimeExpression:
    """Resolve "hours later": about the same day; whole days are counted ("24 hours ago")."""
    days = (meaning.count or 0) / 24 if meaning.unit == "hour" else 0
    if days and days == int(days):
        return memory.tell(piece, day_point(shift_days(base, int(days))), told, meaning.detail)
    expression = memory.tell(piece, day_point(base), told, meaning.detail, remember=False)
    return replace(expression, type="TIME", value=f"{expression.value[:10]}TXX", edtf=f"{base}~")


def _of_period(memory: Memory, piece: Piece, meaning: Relative) -> TimeExpression:
    """Resolve what compares with the quarter or half told last: "the year-ago quarter", "the 1988 period", "a year earlier"."""
    period, count = memory.period, int(meaning.count or 0)
    base, told = memory.base("now")
    if meaning.anchor == "periodyear":
        point = Point("year", count) if period is None else period.with_year(count)
        told = "absolute"
    elif period is not None and period.year is not None:
        point, told = period.with_year(period.year + count), memory.reference_anchor
    elif base is None:
        return _leave_open(memory, piece, meaning)
    elif any(lexeme.low == "latest" for lexeme in memory.lexemes[piece.first : piece.last]):
        # The latest quarter is the last one that is over: its figures are what is told.
        point = unit_at(shift(day_point(base), "quarter", -1).first, "quarter")
    else:
        point = unit_at(base, meaning.unit).with_year(base.year + count)
    return memory.tell(piece, point, told, meaning.detail, remember=False)


def _from_open_day(memory: Memory, piece: Piece, meaning: Relative, day: Point | None, anchor: str | None) -> TimeExpression:
    """Shift by days from a day whose year is not told: "XXXX-12-06" and "the next day"."""
    if day is None or day.unit != "day" or meaning.count is None:
        return _leave_open(memory, piece, meaning)
    if meaning.unit == "month" and meaning.count == 0:
        return memory.tell(piece, Point("month", None, day.number), anchor, meaning.detail)
    if meaning.unit not in ("day", "night"):
        return _leave_open(memory, piece, meaning)
    # 2001 stands for any common year: only the last days of February depend on it.
    moved = shift_days(Day(2001, day.number, min(day.day, month_length(2001, day.number))), round(meaning.count))
    return memory.tell(piece, Point("day", None, moved.month, moved.day), anchor, meaning.detail)


def _unit_shift(base: Day, unit: str, count: float) -> Point:
    """Give the unit that lies `count` units from the one that holds a day."""
    if unit in ("week", "weekend", "fortnight"):
        moved = shift_days(base, round(7 * count) * (2 if unit == "fortnight" else 1))
        return unit_at(moved, "weekend" if unit == "weekend" else "week")
    if count != int(count):
        months = {"year": 12, "decade": 120, "quarter": 3}.get(unit, 1) * count
        return unit_at(shift(day_point(base), "month", round(months)).first, "month")
    coarse = "century" if unit == "millennium" else unit
    return shift(unit_at(base, coarse), coarse, count * (10 if unit == "millennium" else 1))


def _last_weekend(now: Day, sense: str | None) -> Point:
    running = sense == "future" or weekday_of(now) >= 6
    return unit_at(now if running else shift_days(now, -7), "weekend")
