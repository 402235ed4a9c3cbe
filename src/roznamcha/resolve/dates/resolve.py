"""From meanings to dates: fills in what the words leave out, in the order of the text.

The reference moves with every date that is resolved; "the next day" and its like point to it, and say so in their anchor. A day
that the text does not settle stays open: without a date of publication, no weekday.
"""

from __future__ import annotations

from dataclasses import replace

from roznamcha.model import TimeExpression
from roznamcha.resolve.calendar import Day, shift_days, weekday_of
from roznamcha.resolve.dates.durations import duration_value, leaves_calendar
from roznamcha.resolve.dates.feasts import resolve_feast
from roznamcha.resolve.dates.meaning import Detail, Feast, Hour, Length, Named, Piece, Relative, Repeat, Weekly
from roznamcha.resolve.dates.memory import PARTS, Memory
from roznamcha.resolve.dates.points import Point, day_point, shift, unit_at
from roznamcha.resolve.dates.relative import resolve_relative, resolve_weekly
from roznamcha.resolve.dates.years import choose_year


def resolve(memory: Memory, piece: Piece) -> TimeExpression:
    """Say what one piece means, and let the memory keep it."""
    meaning = piece.meaning
    if isinstance(meaning, Named):
        return _resolve_named(memory, piece, meaning)
    if isinstance(meaning, Weekly):
        return resolve_weekly(memory, piece, meaning)
    if isinstance(meaning, Relative):
        return resolve_relative(memory, piece, meaning)
    if isinstance(meaning, Length):
        return _resolve_length(memory, piece, meaning)
    if isinstance(meaning, Hour):
        return _resolve_hour(memory, piece, meaning)
    if isinstance(meaning, Feast):
        return _resolve_feast(memory, piece, meaning)
    return TimeExpression(memory.span(piece), "SET" if isinstance(meaning, Repeat) else "DATE", meaning.value)


def _resolve_named(memory: Memory, piece: Piece, meaning: Named) -> TimeExpression:
    point = meaning.point
    if point.unit == "day" and point.number == 0:
        return _resolve_day_of_month(memory, piece, point, meaning.detail)
    anchor: str | None = "absolute"
    if point.year is None:
        year, anchor = choose_year(memory, piece, _as_day(meaning))
        point = point.with_year(year)
    if point.unit == "week" and point.day:
        if point.year is None:
            return memory.leave_open(piece, "XXXX-WXX", meaning.detail)
        point = unit_at(replace(point, unit="day").first, "week")
    line = memory.situation.line
    if line is not None and piece.first == line.first:
        # The day of the report dates nothing that it tells; what tells the year of a line without it is publication.
        if piece.last < line.last:
            return memory.tell(replace(piece, last=line.last), line.point, "absolute", meaning.detail, remember=False)
        told = "published" if memory.situation.now is not None and meaning.point.year is None else anchor
        return memory.tell(piece, line.point, told, meaning.detail, remember=False)
    return memory.tell(piece, point, anchor, meaning.detail)


def _as_day(meaning: Named) -> Named:
    """Take "the week of March 6" by its day while its year is looked for."""
    return replace(meaning, point=replace(meaning.point, unit="day")) if meaning.point.unit == "week" else meaning


def _resolve_day_of_month(memory: Memory, piece: Piece, point: Point, detail: Detail) -> TimeExpression:
    """Resolve "the 20th" in the month told last, else in the month of publication."""
    reference = memory.reference
    if reference is not None and reference.unit in ("day", "month"):
        return memory.tell(piece, Point("day", reference.year, reference.number, point.day), memory.reference_anchor, detail)
    now, anchor = memory.now
    if now is None:
        return memory.leave_open(piece, f"XXXX-XX-{point.day:02d}", detail)
    return memory.tell(piece, Point("day", now.year, now.month, point.day), anchor, detail)


def _resolve_length(memory: Memory, piece: Piece, meaning: Length) -> TimeExpression:
    """Give a length its value, and its days where it runs up to now or starts from it."""
    value = duration_value(meaning.unit, meaning.count)
    expression = TimeExpression(memory.span(piece), "DURATION", value, mod=meaning.detail.mod)
    if meaning.month is not None:
        return _resolve_week_of_month(memory, piece, meaning.month, meaning.nth, expression)
    base, told = memory.base("now")
    if meaning.side is None or meaning.count is None or base is None or meaning.unit in ("second", "minute"):
        return expression
    if leaves_calendar(meaning.unit, meaning.count):
        return expression
    if meaning.unit in ("day", "night", "hour"):
        days = meaning.count / 24 if meaning.unit == "hour" else meaning.count
        other = shift_days(base, round(meaning.side * days))
    else:
        other = shift(day_point(base), meaning.unit, meaning.side * meaning.count).first
    first, last = sorted((base, other))
    return replace(expression, edtf=f"{first}/{last}", earliest=str(first), latest=str(last), anchor=told)


def _resolve_week_of_month(memory: Memory, piece: Piece, month: Point, nth: int, expression: TimeExpression) -> TimeExpression:
    """Give "the second week of May" its seven days, counted from the first of the month or, for the last, from its end."""
    anchor: str | None = "absolute"
    if month.year is None:
        year, anchor = choose_year(memory, piece, Named(month))
        month = month.with_year(year)
    if month.year is None or not (nth == -1 or 1 <= nth <= 4):
        return expression
    first = shift_days(month.last, -6) if nth < 0 else shift_days(month.first, 7 * nth - 7)
    last = shift_days(first, 6)
    memory.remember(piece, month)
    return replace(expression, edtf=f"{first}/{last}", earliest=str(first), latest=str(last), anchor=anchor)


def _resolve_hour(memory: Memory, piece: Piece, meaning: Hour) -> TimeExpression:
    """Resolve a clock time or part of a day to the day told last, where that stands near enough to be meant.

    The day of publication is not lent to `edtf`; the value is that of TimeML, whose annotators take the day of writing.
    """
    day = memory.day_in_reach(piece)
    if day is not None:
        return memory.tell(piece, day, memory.day_anchor, meaning.detail, remember=False)
    now = memory.situation.now
    if meaning.shift and now is not None and not memory.situation.narrative:
        return _resolve_last_night(memory, piece, meaning, now)
    spoken = "XXXX-XX-XX" if now is None or memory.situation.narrative else str(now)
    return memory.leave_open(piece, spoken, meaning.detail)


def _resolve_last_night(memory: Memory, piece: Piece, meaning: Hour, now: Day) -> TimeExpression:
    """Resolve "overnight" in news that tells no day: the night before publication."""
    eve = day_point(shift_days(now, meaning.shift))
    expression = memory.tell(piece, eve, memory.situation.anchor, meaning.detail, remember=False)
    return replace(expression, edtf=f"{eve.first}/{now}", latest=str(now))


def _resolve_feast(memory: Memory, piece: Piece, meaning: Feast) -> TimeExpression:
    """Resolve a holiday; one that follows the moon may fall a day before or after, and says so."""
    base, told = memory.base("now")
    resolved = resolve_feast(meaning, base, memory.text, memory.lexemes[piece.first].start)
    if resolved is None:
        return TimeExpression(memory.span(piece), "DATE", "XXXX-XX-XX", part=PARTS.get(meaning.detail.part or ""))
    point, days = resolved
    anchor = None if point.year is None else "absolute" if meaning.year is not None else told
    if meaning.unit != "day" and point.year is not None:
        # The weekend of a Monday is the one before it.
        monday = meaning.unit == "weekend" and weekday_of(point.first) == 1
        return memory.tell(piece, unit_at(shift_days(point.first, -monday), meaning.unit), anchor, meaning.detail)
    expression = memory.tell(piece, point, anchor, meaning.detail)
    if days is None or point.year is None:
        return expression
    end = shift_days(point.first, days - 1)
    if days > 1:
        expression = replace(expression, value=f"{point.first}/{end}", edtf=f"{point.first}~/{end}")
    low, high = shift_days(point.first, -1), shift_days(end, 1)
    return replace(expression, edtf=f"{expression.edtf}~", earliest=str(low), latest=str(high))
