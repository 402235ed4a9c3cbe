"""Builders of days: days of a month and of the week, "yesterday", parts of the day and clock times."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from roznamcha.resolve.calendar import month_length
from roznamcha.resolve.dates.builders.common import (
    COMPANY,
    builder,
    one_piece,
    read_clock,
    read_day,
    read_detail,
    read_direction,
    read_mod,
    read_named,
    read_year,
    without_comma,
    without_lead,
    word_after,
    word_at,
    word_before,
)
from roznamcha.resolve.dates.grammar import Hit
from roznamcha.resolve.dates.meaning import Detail, Feast, Hour, Named, Piece, Relative, Vague, Weekly
from roznamcha.resolve.dates.points import Point

NO_SUCH_DAY: Final = Vague("XXXX-XX-XX")
"""What a day means that the calendar lacks: nothing, whatever its month is."""
_DAY_LABELS: Final = ("day", "day2", "day3", "day4")


@builder("day")
def build_day(hit: Hit) -> list[Piece]:
    """Build a day of a month, with or without its year."""
    return _build_day_of_month(hit, without_lead(hit), without_comma(hit))


def _build_day_of_month(hit: Hit, first: int, last: int) -> list[Piece]:
    """Build a day that the calendar holds; one that it lacks ("31 February") keeps its words and stays open."""
    point = read_day(hit)
    if not _is_day_use(hit) or (point is None and _may_count(hit)):
        return []
    return one_piece(hit, NO_SUCH_DAY if point is None else read_named(hit, point), first, last)


def _may_count(hit: Hit) -> bool:
    """Tell whether the number behind a month may count what follows: "in April 31 people were killed"."""
    day, month = hit.at("day") or 0, hit.at("mon") or 0
    if day < month or hit.get("year") or "daynum" not in hit.lexemes[day].classes:
        return False
    return word_after(hit).endswith("s") or word_after(hit) in COMPANY["counted"]


def _is_day_use(hit: Hit) -> bool:
    """Refuse "may 12 people", where "may" is the verb."""
    place, day = hit.at("mon"), hit.at("day")
    if place is None or day is None or hit.lexemes[place].low not in ("may", "march") or hit.get("year"):
        return True
    before = hit.lexemes[place - 1].low if place else "on"
    if day < place or "capital" in hit.lexemes[place].classes or before in COMPANY["month-leads"] or before == "on":
        return True
    return not word_after(hit).endswith("s")


@builder("iso")
def build_iso(hit: Hit) -> list[Piece]:
    """Build a date in ISO form, with its clock time where it has one."""
    date, _, clock = (hit.get("isodate") or "").upper().partition("T")
    year, month, day = (int(part) for part in date.split("-"))
    point = _figures_point(year, month, day)
    if point is None:
        return one_piece(hit, NO_SUCH_DAY) if 1 <= month <= 12 and 29 <= day <= 31 else []
    return one_piece(hit, Named(point, detail=Detail(clock=f"T{clock[:5]}" if clock else None)))


@builder("dashed")
def build_dashed(hit: Hit) -> list[Piece]:
    """Build "12-Feb-2014", "12-Feb-14", as tables and agencies write a day."""
    year = hit.number("year")
    if year is None:
        short = hit.number("yy") or 0
        year = short + (2000 if short < 50 else 1900)
    point = _figures_point(year, hit.number("mon") or 1, hit.number("day") or 0)
    return one_piece(hit, NO_SUCH_DAY if point is None else Named(point))


@builder("numdate")
def build_numdate(hit: Hit) -> list[Piece]:
    """Build a date in figures; day before month unless that is impossible, as the region's press writes it."""
    text = hit.get("numdate") or ""
    parts = re.split(r"[/.\-]", text)
    one, two, three = (int(part) for part in parts)
    if len(parts[0]) == 4:
        point = _figures_point(one, two, three)
    elif len(parts[2]) == 2 and "." in text:
        return []
    else:
        year = three if len(parts[2]) == 4 else three + (2000 if three < 50 else 1900)
        point = _figures_point(year, two, one) or _figures_point(year, one, two)
    if point is None:
        return one_piece(hit, NO_SUCH_DAY) if len(parts[2]) == 4 and one in (29, 30, 31) and 1 <= two <= 12 else []
    return one_piece(hit, Named(point))


def _figures_point(year: int, month: int, day: int) -> Point | None:
    return Point("day", year, month, day) if 1 <= month <= 12 and 1 <= day <= month_length(year, month) else None


@builder("weekday")
def build_weekday(hit: Hit) -> list[Piece]:
    """Build a day of the week."""
    article = hit.lexemes[hit.first].low == "the" and hit.at("drel") is None and hit.at("side") is None
    return one_piece(hit, _read_weekday(hit), hit.first + article)


def _read_weekday(hit: Hit) -> Weekly:
    direction, week = read_direction(hit, "drel"), read_direction(hit, "wrel")
    anchor = (direction or week or (0, "now"))[1]
    return Weekly(hit.number("wk") or 1, direction[0] if direction else None, week[0] if week else None, anchor, read_detail(hit))


@builder("weekdaybefore")
def build_weekday_before_last(hit: Hit) -> list[Piece]:
    """Build "Friday before last"."""
    return one_piece(hit, Weekly(hit.number("wk") or 1, -1, shift=-7))


@builder("running")
def build_running(hit: Hit) -> list[Piece]:
    """Build "the second day running", "the sixth consecutive day": about the day from which the text speaks."""
    return one_piece(hit, Relative(hit.get("unit") or "day", 0, "now", Detail("APPROX")))


@builder("edgenthday")
def build_edge_of_nth_day(hit: Hit) -> list[Piece]:
    """Build "the end of the second day": a day, of what is not in these words."""
    return one_piece(hit, Vague("XXXX-XX-XX"))


@builder("lunar")
def build_lunar(hit: Hit) -> list[Piece]:
    """Build a month of the moon or a day of it; only Muharram and Ramadan stand without a day, the others are men's names too."""
    month, day = hit.number("lunar") or 1, hit.number("day") or 0
    if (not day and month not in (1, 9)) or day > 30:
        return []
    lead = hit.lexemes[hit.first - 1].classes if hit.first else {}
    direction = int(lead["rel"]) if "rel" in lead else None
    return one_piece(hit, Feast(f"{month:02d}-{day:02d}", read_year(hit), direction, calendar="islamic"))


@builder("deictic")
def build_deictic(hit: Hit) -> list[Piece]:
    """Build "today", "yesterday", "tomorrow", "tonight"."""
    if hit.get("tonight"):
        return one_piece(hit, Relative("day", 0, "now", Detail(part="NI")))
    return one_piece(hit, Relative("day", hit.number("deictic"), "now", read_detail(hit)))


@builder("dayish")
def build_dayish(hit: Hit) -> list[Piece]:
    """Build a day of whatever kind with its part of the day, its clock time or "early" and "late"."""
    if _is_namesake(hit):
        return []
    first, last = without_lead(hit), without_comma(hit)
    if hit.rule == "early-day" and hit.get("wk"):
        # "Earlier Friday" is "earlier, on Friday": the adverb belongs to the verb.
        first += 1 + (hit.lexemes[first + 1].low == "on")
    if hit.get("mon"):
        return _build_day_of_month(hit, first, last)
    if hit.get("isodate"):
        return [replace(piece, first=first, last=last) for piece in build_iso(hit)]
    if hit.get("wk"):
        return one_piece(hit, _read_weekday(hit), first, last)
    return one_piece(hit, Relative("day", hit.number("deictic"), "now", read_detail(hit)), first, last)


def _is_namesake(hit: Hit) -> bool:
    """Tell a name from the time of the day that it is called after: "told Dawn on Friday", "Golden Dawn", "Operation Midnight".

    A capital behind another word makes a name, unless that word leads up to a time ("Shot at Dawn", a headline). The newspaper
    Dawn opens sentences as well.
    """
    place = hit.at("dawn") if hit.at("instant") is None else hit.at("instant")
    if place is None or "capital" not in hit.lexemes[place].classes:
        return False
    before = hit.lexemes[place - 1].low if place else ""
    if before in COMPANY["hour-leads"]:
        return False
    return before.isalpha() or hit.lexemes[place].low == "dawn"


@builder("clock")
def build_clock(hit: Hit) -> list[Piece]:
    """Build a clock time whose day is told elsewhere."""
    clock = None if _is_namesake(hit) else read_clock(hit)
    return [] if clock is None else one_piece(hit, Hour(Detail(None, hit.get("part"), clock)), last=without_comma(hit))


@builder("hourpart")
def build_hour_of_part(hit: Hit) -> list[Piece]:
    """Build "4 in the morning", where a word that leads up to a time stands before it."""
    hour, part = hit.number("hournum") or 0, hit.get("part") or "MO"
    if not 1 <= hour <= 12 or word_before(hit) not in COMPANY["hour-leads"]:
        return []
    late = part in ("AF", "EV") or (part == "NI" and hour >= 6)
    return one_piece(hit, Hour(Detail(None, part, f"T{hour % 12 + 12 * late:02d}:00")))


@builder("partrel")
def build_part_relative(hit: Hit) -> list[Piece]:
    """Build "last night", "this morning", "the next evening", "that afternoon", "the night before"."""
    count, anchor = read_direction(hit, "prel") or ({"before": -1, "after": 1}.get(word_at(hit, "side"), 0), "text")
    if word_at(hit, "prel") == "next":
        anchor = "text"
    return one_piece(hit, Relative("day", count, anchor, Detail(read_mod(hit), hit.get("part"))))


@builder("partonly")
def build_part_alone(hit: Hit) -> list[Piece]:
    """Build a part of the day whose day is told elsewhere: "in the morning", "in the early hours"."""
    if word_after(hit) == "of":
        return []
    lead = hit.lexemes[hit.first].low in ("in", "at")
    return one_piece(hit, Hour(Detail(read_mod(hit), hit.get("part") or "MO")), hit.first + lead)


@builder("overnight")
def build_overnight(hit: Hit) -> list[Piece]:
    """Build "overnight"."""
    return one_piece(hit, Hour(Detail(part="NI"), shift=-1))


@builder("days2")
def build_days(hit: Hit) -> list[Piece]:
    """Build "May 12 and 13", "12-13 May": days that share a month, each with its own words."""
    return _read_days(hit, None)


@builder("nights2")
def build_nights(hit: Hit) -> list[Piece]:
    """Build "the night of 12-13 May": from the one day to the other, at night."""
    return _read_days(hit, hit.get("part"))


def _read_days(hit: Hit, part: str | None) -> list[Piece]:
    year, first_month = read_year(hit), hit.number("mon") or 1
    other_month = hit.number("mon2") or first_month
    places = [place for label in _DAY_LABELS if (place := hit.at(label)) is not None]
    days = [day for label in _DAY_LABELS if (day := hit.number(label)) is not None]
    months = [first_month, *([other_month] * (len(days) - 1))]
    if not all(1 <= day <= month_length(year, month) for day, month in zip(days, months, strict=True)):
        return one_piece(hit, NO_SUCH_DAY) if max(days) > 28 and (year or hit.get("comma") is None) else []
    backward = hit.get("dash") and other_month == first_month and days[1] <= days[0]
    if backward or not _is_day_use(hit):
        return []
    pieces = []
    for place, day, month in zip(places, days, months, strict=True):
        first = hit.first if place == places[0] else _start_of_day(hit, place)
        last = hit.last if place == places[-1] else place + 1
        pieces.append(Piece(first, last, Named(Point("day", year, month, day), detail=Detail(part=part)), hit.rule))
    return pieces


def _start_of_day(hit: Hit, place: int) -> int:
    """Give the first lexeme of a later day of a pair: its article or its own month."""
    if hit.lexemes[place - 1].low == "the":
        return place - 1
    return hit.at("mon2") or place


@builder("nthday")
def build_nth_day(hit: Hit) -> list[Piece]:
    """Build "the 20th" of the month that the text speaks of."""
    day, after = hit.number("day") or 0, word_after(hit)
    if not 1 <= day <= 31 or not word_at(hit, "day")[0].isdigit():
        return []
    if hit.rule == "on-nth" and after.isalpha() and after not in COMPANY["after-nth"]:
        return []
    return one_piece(hit, Named(Point("day", None, 0, day), anchor="text"), without_lead(hit))


@builder("dayside")
def build_day_side(hit: Hit) -> list[Piece]:
    """Build "the day before", "the day after tomorrow", "the day before last Tuesday"."""
    sign = -1 if word_at(hit, "side") == "before" else 1
    if hit.get("deictic"):
        return one_piece(hit, Relative("day", sign + (hit.number("deictic") or 0), "now"))
    if hit.get("wk"):
        return one_piece(hit, replace(_read_weekday(hit), shift=sign))
    return one_piece(hit, Relative("day", sign, "text", exact=True))
