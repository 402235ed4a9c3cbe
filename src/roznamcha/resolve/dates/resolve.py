"""From meanings to dates: fills in what the words leave out, in the order of the text, from publication or from what was told before.

In news a date without a year lies in the nearest past, unless the words around it look ahead; in a history it follows the date
told before. A day that the text does not settle stays open: no publication date, no weekday. The reference moves with every
date that is resolved; "the next day" and its like point to it, and say so in their anchor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from roznamcha.model import Span, TimeExpression
from roznamcha.resolve.calendar import Day, count_days, month_length, shift_days, weekday_of
from roznamcha.resolve.dates.durations import duration_value
from roznamcha.resolve.dates.context import Situation, find_sense
from roznamcha.resolve.dates.feasts import resolve_feast
from roznamcha.resolve.dates.lexer import Lexeme
from roznamcha.resolve.dates.meaning import Detail, Feast, Hour, Length, Named, Piece, Relative, Repeat, Weekly
from roznamcha.resolve.dates.points import Point, day_point, shift, thirds, unit_at

PARTS: Final = {"MO": "morning", "AF": "afternoon", "EV": "evening", "NI": "night", "DT": "daytime"}
_FAR_BACK: Final = 300
"""Days: a date of a history that would lie further back than this before the date told last lies in the next year."""
_NEARBY: Final = 31
"""Days: a full date of the text lends its year to a date that lies so near."""
_AHEAD: Final = {"past": 150, None: 150, "future": -150}
"""Days that a date without year is moved away when it lies ahead of publication (behind it, when negative), by the tense
around it; 60 to 200 measure the same on TimeBank and AQUAINT."""


@dataclass(slots=True)
class Resolver:
    """Resolves the pieces of one text in order; remembers the date told last."""

    text: str
    lexemes: Sequence[Lexeme]
    situation: Situation
    reference: Point | None = None
    reference_anchor: str | None = None
    period: Point | None = None
    found: list[tuple[Piece, TimeExpression]] = field(default_factory=list)

    def resolve(self, piece: Piece) -> TimeExpression:
        """Resolve one piece and remember it."""
        meaning = piece.meaning
        if isinstance(meaning, Named):
            expression = self._named(piece, meaning)
        elif isinstance(meaning, Weekly):
            expression = self._weekly(piece, meaning)
        elif isinstance(meaning, Relative):
            expression = self._relative(piece, meaning)
        elif isinstance(meaning, Length):
            expression = self._length(piece, meaning)
        elif isinstance(meaning, Hour):
            expression = self._hour(piece, meaning)
        elif isinstance(meaning, Feast):
            expression = self._feast(piece, meaning)
        elif isinstance(meaning, Repeat):
            expression = TimeExpression(self._span(piece), "SET", meaning.value)
        else:
            expression = TimeExpression(self._span(piece), "DATE", meaning.value)
        self.found.append((piece, expression))
        return expression

    def _span(self, piece: Piece) -> Span:
        return Span.of(self.text, self.lexemes[piece.first].start, self.lexemes[piece.last - 1].end)

    def _sense(self, piece: Piece) -> str | None:
        return find_sense(self.text, self.lexemes, piece.first, piece.last)

    # Named units

    def _named(self, piece: Piece, meaning: Named) -> TimeExpression:
        point, anchor = meaning.point, "absolute"
        if point.unit == "week" and point.day:
            return self._week_of(piece, point)
        if point.unit == "day" and point.number == 0:
            return self._day_of_month(piece, point, meaning.detail)
        if point.year is None:
            year, anchor = self._choose_year(piece, meaning)
            point = point.with_year(year)
        return self._point(piece, point, anchor if point.year is not None else None, meaning.detail)

    def _choose_year(self, piece: Piece, meaning: Named) -> tuple[int | None, str | None]:
        now, reference = self.situation.now, self.reference
        point = meaning.point
        if meaning.year_shift is not None:
            if meaning.year_anchor == "text" and reference and reference.year is not None:
                return reference.year + meaning.year_shift, self.reference_anchor
            return (now.year + meaning.year_shift, self.situation.anchor) if now else (None, None)
        if meaning.direction is not None and meaning.anchor == "now" and now and not self.situation.narrative:
            return self._year_in_direction(point, meaning.direction, now), self.situation.anchor
        if self.situation.narrative:
            if reference is None or reference.year is None:
                return None, None
            return self._year_after(point, reference, meaning.direction), self.reference_anchor
        if now is None:
            return self._year_nearby(point)
        return self._year_of_news(piece, point, now), self.situation.anchor

    def _year_nearby(self, point: Point) -> tuple[int | None, str | None]:
        """Take the year from a full date of the text that lies within a month: "rescued on June 2 … taken on May 30, 2016"."""
        for full, anchor in self.situation.full_days:
            for year in (full.year - 1, full.year, full.year + 1):
                if abs(count_days(point.with_year(year).first) - count_days(full)) <= _NEARBY:
                    return year, anchor
        return None, None

    def _year_in_direction(self, point: Point, direction: int, now: Day) -> int:
        if direction == 0:
            return now.year
        inside = count_days(point.with_year(now.year).first)
        if direction < 0:
            passed = count_days(point.with_year(now.year).last) < count_days(now)
            return now.year if passed else now.year - 1
        return now.year if inside > count_days(now) else now.year + 1

    def _year_after(self, point: Point, reference: Point, direction: int | None) -> int:
        """Choose the year of a history: that of the reference, or the next when the date would jump far back."""
        year = reference.year or 0
        if direction is not None and direction < 0:
            return year if count_days(point.with_year(year).last) < count_days(reference.first) else year - 1
        if direction is not None and direction > 0:
            return year if count_days(point.with_year(year).first) > count_days(reference.first) else year + 1
        if (
            reference.unit in ("day", "month")
            and count_days(reference.first) - count_days(point.with_year(year).last) > _FAR_BACK
        ):
            return year + 1
        return year

    def _year_of_news(self, piece: Piece, point: Point, now: Day) -> int:
        """Choose the year of a date in news: the nearest, where the tense around it makes the other side dearer."""
        weight = 0 if point.unit in ("quarter", "half") else _AHEAD[self._sense(piece)]
        return min((now.year - 1, now.year, now.year + 1), key=lambda year: _distance(point.with_year(year), now, weight))

    def _week_of(self, piece: Piece, point: Point) -> TimeExpression:
        day = Point("day", point.year, point.number, point.day)
        year = point.year
        anchor: str | None = "absolute"
        if year is None:
            year, anchor = self._choose_year(piece, Named(day))
        if year is None:
            return self._open(piece, "XXXX-WXX", Detail())
        return self._point(piece, unit_at(day.with_year(year).first, "week"), anchor, Detail())

    def _day_of_month(self, piece: Piece, point: Point, detail: Detail) -> TimeExpression:
        """Resolve "the 20th" in the month told last, else in the month of publication."""
        reference = self.reference
        if reference is not None and reference.unit in ("day", "month"):
            named = Point("day", reference.year, reference.number, point.day)
            return self._point(piece, named, self.reference_anchor, detail)
        now = self.situation.now
        if now is None:
            return self._open(piece, f"XXXX-XX-{point.day:02d}", detail)
        return self._point(piece, Point("day", now.year, now.month, point.day), self.situation.anchor, detail)

    # Days of the week

    def _weekly(self, piece: Piece, meaning: Weekly) -> TimeExpression:
        base, anchor = self._base(meaning.anchor)
        if self.situation.narrative and meaning.anchor == "now" and self.reference is not None and self.reference.unit == "day":
            base, anchor = self._base("text")
        if base is None:
            return self._open(piece, f"XXXX-WXX-{meaning.weekday}", meaning.detail)
        today = weekday_of(base)
        if meaning.week_shift is not None:
            offset = meaning.weekday - today + 7 * meaning.week_shift
        else:
            offset = self._weekday_offset(piece, meaning, today)
        return self._point(piece, day_point(shift_days(base, offset + meaning.shift)), anchor, meaning.detail)

    def _weekday_offset(self, piece: Piece, meaning: Weekly, today: int) -> int:
        back = -((today - meaning.weekday) % 7)
        if meaning.direction == 0:
            return back if meaning.anchor == "text" else meaning.weekday - today
        if meaning.direction is not None:
            return (back or -7) if meaning.direction < 0 else (back + 7)
        if self._sense(piece) == "future":
            return back + 7 if back else 0
        return back

    # Relative units

    def _base(self, anchor: str) -> tuple[Day | None, str | None]:
        """Give the day that an anchor stands for: "now", or "text", the date told last."""
        if anchor == "text" and self.reference is not None and self.reference.year is not None:
            return self.reference.first, self.reference_anchor
        if anchor == "now" and self.situation.narrative and self.reference is not None and self.reference.year is not None:
            return self.reference.first, self.reference_anchor
        return self.situation.now, self.situation.anchor

    def _relative(self, piece: Piece, meaning: Relative) -> TimeExpression:
        if meaning.anchor in ("period", "periodyear"):
            return self._of_period(piece, meaning)
        anchor = "text" if meaning.anchor == "context" else meaning.anchor
        base, told = self._base(anchor)
        if anchor == "context" and not self.situation.narrative:
            base, told = self.situation.now, self.situation.anchor
        if meaning.count is None and meaning.unit != "weekend":
            return self._some_units(piece, meaning)
        if anchor == "text" and self.reference is None and meaning.unit in ("day", "night", "hour", "minute", "second"):
            return self._open(piece, _open_value(meaning), meaning.detail)
        if anchor == "text" and self.reference is not None and self.reference.year is None:
            return self._from_open_day(piece, meaning, self.reference, self.reference_anchor)
        if base is None:
            open_day = self.situation.open_day if anchor == "now" else None
            return self._from_open_day(piece, meaning, *(open_day or (None, None)))
        if meaning.unit == "weekend" and meaning.count is None:
            return self._point(piece, _last_weekend(base, self._sense(piece)), told, meaning.detail)
        return self._shifted(piece, meaning, base, told)

    def _shifted(self, piece: Piece, meaning: Relative, base: Day, told: str | None) -> TimeExpression:
        count = meaning.count or 0.0
        if meaning.unit in ("hour", "minute", "second"):
            return self._hours_later(piece, meaning, base, told)
        if meaning.exact and meaning.unit == "year" and abs(count) == 1 and self.period and not self.situation.narrative:
            return self._of_period(piece, replace(meaning, anchor="period"))
        start = (
            self.reference if told == self.reference_anchor and meaning.anchor != "now" and self.reference else day_point(base)
        )
        if (
            meaning.exact
            and start.unit != "day"
            and meaning.unit in ("year", "decade")
            and start.unit in ("month", "quarter", "season")
        ):
            return self._point(piece, shift(start, "year", count * (10 if meaning.unit == "decade" else 1)), told, meaning.detail)
        if meaning.unit == "day":
            return self._point(piece, day_point(shift_days(base, round(count))), told, meaning.detail)
        if meaning.unit == "night":
            detail = replace(meaning.detail, part="NI")
            return self._point(piece, day_point(shift_days(base, round(count))), told, detail)
        return self._point(piece, _unit_shift(base, meaning.unit, count), told, meaning.detail)

    def _hours_later(self, piece: Piece, meaning: Relative, base: Day, told: str | None) -> TimeExpression:
        days = (meaning.count or 0) / 24 if meaning.unit == "hour" else 0
        if days and days == int(days):
            return self._point(piece, day_point(shift_days(base, int(days))), told, meaning.detail)
        expression = self._point(piece, day_point(base), told, meaning.detail, remember=False)
        return replace(expression, type="TIME", value=f"{expression.value[:10]}TXX", edtf=f"{expression.edtf}~")

    def _of_period(self, piece: Piece, meaning: Relative) -> TimeExpression:
        """Resolve what compares with the quarter or half told last: "the year-ago quarter", "the 1988 period"."""
        period = self.period
        base, told = self._base("now")
        if meaning.anchor == "periodyear":
            year = int(meaning.count or 0)
            point = Point("year", year) if period is None else period.with_year(year)
            return self._point(piece, point, "absolute", meaning.detail, remember=False)
        if period is not None and period.year is not None:
            point = period.with_year(period.year + int(meaning.count or 0))
            return self._point(piece, point, self.reference_anchor, meaning.detail, remember=False)
        if base is None:
            return self._open(piece, "XXXX", meaning.detail)
        moved = unit_at(base, meaning.unit)
        return self._point(piece, moved.with_year(base.year + int(meaning.count or 0)), told, meaning.detail, remember=False)

    def _some_units(self, piece: Piece, meaning: Relative) -> TimeExpression:
        """Resolve "days later", "several years ago": before or after at large."""
        backward = self.lexemes[piece.last - 1].low in ("ago", "earlier", "before", "back", "previously", "prior")
        return TimeExpression(self._span(piece), "DATE", "PAST_REF" if backward else "FUTURE_REF", mod=meaning.detail.mod)

    def _from_open_day(self, piece: Piece, meaning: Relative, day: Point | None, anchor: str | None) -> TimeExpression:
        """Shift by days from a day whose year is not told: "XXXX-12-06" and "the next day"."""
        if day is None or day.unit != "day" or meaning.count is None:
            return self._open(piece, _open_value(meaning), meaning.detail)
        if meaning.unit == "month" and meaning.count == 0:
            return self._point(piece, Point("month", None, day.number), anchor, meaning.detail)
        if meaning.unit not in ("day", "night"):
            return self._open(piece, _open_value(meaning), meaning.detail)
        # 2001 stands for any common year: only the last days of February depend on it.
        moved = shift_days(Day(2001, day.number, min(day.day, month_length(2001, day.number))), round(meaning.count))
        return self._point(piece, Point("day", None, moved.month, moved.day), anchor, meaning.detail)

    # Lengths, hours, feasts

    def _length(self, piece: Piece, meaning: Length) -> TimeExpression:
        value = duration_value(meaning.unit, meaning.count)
        expression = TimeExpression(self._span(piece), "DURATION", value, mod=meaning.detail.mod)
        if meaning.month is not None:
            return self._week_of_month(piece, meaning, expression)
        base, told = self._base("now" if not self.situation.narrative else "text")
        if meaning.side is None or meaning.count is None or base is None or meaning.unit in ("second", "minute"):
            return expression
        days_off = {"hour": meaning.count / 24, "night": meaning.count, "day": meaning.count}.get(meaning.unit)
        if days_off is not None:
            other = shift_days(base, round(meaning.side * max(days_off, 1 if meaning.unit != "hour" else 0)))
        else:
            other = shift(day_point(base), meaning.unit, meaning.side * meaning.count).first
        first, last = sorted((base, other))
        return replace(expression, edtf=f"{first}/{last}", earliest=str(first), latest=str(last), anchor=told)

    def _week_of_month(self, piece: Piece, meaning: Length, expression: TimeExpression) -> TimeExpression:
        """Give "the second week of May" its seven days, counted from the first of the month or, for the last, from its end."""
        month, anchor = meaning.month, "absolute"
        if month is None or not -1 <= meaning.nth <= 4 or meaning.nth == 0:
            return expression
        if month.year is None:
            year, told = self._choose_year(piece, Named(month))
            month, anchor = month.with_year(year), told or ""
        if month.year is None:
            return expression
        first = shift_days(month.last, -6) if meaning.nth < 0 else shift_days(month.first, 7 * meaning.nth - 7)
        last = shift_days(first, 6)
        self._remember(month, expression.span, anchor)
        return replace(expression, edtf=f"{first}/{last}", earliest=str(first), latest=str(last), anchor=anchor)

    def _hour(self, piece: Piece, meaning: Hour) -> TimeExpression:
        """Resolve a clock time or part of a day to the day told last; the day of publication never lends itself."""
        reference = self.reference
        if reference is not None and reference.unit == "day":
            return self._point(piece, reference, self.reference_anchor, meaning.detail, remember=False)
        now = self.situation.now
        if meaning.shift and now is not None and not self.situation.narrative:
            return self._last_night(piece, meaning, now)
        return self._open(piece, "XXXX-XX-XX", meaning.detail)

    def _last_night(self, piece: Piece, meaning: Hour, now: Day) -> TimeExpression:
        """Resolve "overnight" in news that tells no day: the night before publication."""
        eve = day_point(shift_days(now, meaning.shift))
        expression = self._point(piece, eve, self.situation.anchor, meaning.detail, remember=False)
        return replace(expression, edtf=f"{eve.first}/{now}", latest=str(now))

    def _feast(self, piece: Piece, meaning: Feast) -> TimeExpression:
        base, told = self._base("now")
        resolved = resolve_feast(meaning, base, self.text)
        if resolved is None:
            return TimeExpression(self._span(piece), "DATE", "XXXX-XX-XX", part=PARTS.get(meaning.detail.part or ""))
        point, computed = resolved
        anchor = None if point.year is None else "absolute" if meaning.year is not None else told
        expression = self._point(piece, point, anchor, meaning.detail)
        return _loosen(expression, point) if computed and point.unit == "day" and point.year is not None else expression

    # Building the expression

    def _open(self, piece: Piece, value: str, detail: Detail) -> TimeExpression:
        """Build an expression that stays unresolved, with its words."""
        suffix, kind = _suffix(value, detail)
        return TimeExpression(self._span(piece), kind, value + suffix, part=PARTS.get(detail.part or ""), mod=detail.mod)

    def _point(self, piece: Piece, point: Point, anchor: str | None, detail: Detail, *, remember: bool = True) -> TimeExpression:
        span = self._span(piece)
        suffix, kind = _suffix(point.timex, detail) if point.unit == "day" else ("", "DATE")
        edtf, granule, earliest, latest = point.edtf, None, None, None
        if point.year is not None:
            first, last = _narrow(point.first, point.last, detail.mod)
            if detail.since and point.unit != "day" and self.situation.now and point.first <= self.situation.now <= point.last:
                now = self.situation.now
                first, last = (point.first, now) if detail.since == "earlier" else (now, point.last)
                edtf, granule = f"{first}/{last}", edtf
            earliest, latest = str(first), str(last)
        if detail.mod == "APPROX" and edtf and "/" not in edtf:
            edtf += "~"
        if remember:
            self._remember(point, span, anchor)
        part = PARTS.get(detail.part or "")
        return TimeExpression(span, kind, point.timex + suffix, edtf, earliest, latest, anchor, part, detail.mod, granule)

    def _is_comparison(self, point: Point) -> bool:
        """Tell whether a quarter is only named to compare it with the one that the text is about: the same, a year before."""
        told = self.period
        return told is not None and told.year is not None and point.year is not None and point.year < told.year

    def _remember(self, point: Point, span: Span, anchor: str | None) -> None:
        if point.unit in ("decade", "century"):
            return
        self.reference, self.reference_anchor = point, f"text:{span.start}:{span.end}"
        if point.unit in ("quarter", "half") and not self._is_comparison(point):
            self.period = point


def _suffix(value: str, detail: Detail) -> tuple[str, str]:
    if detail.clock:
        return detail.clock, "TIME"
    if detail.part:
        return f"T{detail.part}", "TIME"
    return "", "DATE"


def _narrow(first: Day, last: Day, mod: str | None) -> tuple[Day, Day]:
    """Take the first, middle or last third of a unit of many days."""
    if mod not in ("START", "MID", "END") or first == last:
        return first, last
    one, two = thirds(first, last)
    if mod == "START":
        return first, one
    return (shift_days(one, 1), two) if mod == "MID" else (shift_days(two, 1), last)


def _loosen(expression: TimeExpression, point: Point) -> TimeExpression:
    """Mark a day that was computed from a calendar of moons: it may fall a day before or after."""
    first, last = shift_days(point.first, -1), shift_days(point.first, 1)
    return replace(expression, edtf=f"{expression.edtf}~", earliest=str(first), latest=str(last))


def _unit_shift(base: Day, unit: str, count: float) -> Point:
    whole = int(count)
    if unit == "season":
        return unit_at(base, "season")
    if unit in ("week", "weekend", "fortnight"):
        moved = shift_days(base, round(7 * count) * (2 if unit == "fortnight" else 1))
        return unit_at(moved, "weekend" if unit == "weekend" else "week")
    if count != whole:
        months = {"year": 12, "month": 1, "decade": 120, "quarter": 3}.get(unit, 12) * count
        return unit_at(shift(day_point(base), "month", round(months)).first, "month")
    moved_point = shift(
        unit_at(base, unit if unit != "millennium" else "century"), unit if unit != "millennium" else "century", whole
    )
    return moved_point


def _last_weekend(now: Day, sense: str | None) -> Point:
    today = weekday_of(now)
    if sense == "future" or today >= 6:
        return unit_at(now, "weekend")
    return unit_at(shift_days(now, -7), "weekend")


def _open_value(meaning: Relative) -> str:
    return {"day": "XXXX-XX-XX", "night": "XXXX-XX-XX", "week": "XXXX-WXX", "month": "XXXX-XX", "weekend": "XXXX-WXX-WE"}.get(
        meaning.unit, "XXXX"
    )


def _distance(point: Point, now: Day, ahead: int) -> int:
    """Measure how far a point lies from a day; `ahead` days are added for lying ahead, or for lying behind when negative."""
    today = count_days(now)
    if count_days(point.first) > today:
        return count_days(point.first) - today + max(ahead, 0)
    return max(today - count_days(point.last), 0) + max(-ahead, 0)
