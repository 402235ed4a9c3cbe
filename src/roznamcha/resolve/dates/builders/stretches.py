"""Builders of what has no place on the calendar by itself: lengths, what recurs, and past, present and future at large."""

from __future__ import annotations

from typing import Final

from roznamcha.resolve.dates.builders.common import (
    COMPANY,
    builder,
    has_word,
    one_piece,
    read_count,
    read_hedge,
    read_unit,
    without_lead,
    word_after,
    word_at,
    word_before,
)
from roznamcha.resolve.dates.durations import duration_value
from roznamcha.resolve.dates.grammar import Hit
from roznamcha.resolve.dates.meaning import Detail, Length, Piece, Repeat, Vague, Weekly

_SIDES: Final = {
    "last": -1,
    "past": -1,
    "previous": -1,
    "preceding": -1,
    "recent": -1,
    "next": 1,
    "coming": 1,
    "following": 1,
}


@builder("length")
def build_length(hit: Hit) -> list[Piece]:
    """Build a stretch of time."""
    count, unit = _read_length_count(hit), read_unit(hit)
    if unit == "half" or (unit == "second" and hit.get("units") is None) or not _is_length_use(hit, unit) or _is_verb_last(hit):
        return []
    if hit.rule == "len" and unit == "day" and hit.lexemes[hit.first].low == "one" and word_before(hit) in COMPANY["modals"]:
        # "It will one day be the largest": no length but some day to come.
        return one_piece(hit, Vague("FUTURE_REF"))
    first = without_lead(hit)
    if hit.lexemes[first].low == "the" and hit.at("lrel") is None and hit.get("unit") and (count or 1) > 1:
        # "the two day rally": the article is the rally's.
        first += 1
    hedge = read_hedge(hit) if first <= hit.labels.get("hedge", (first, ""))[0] else None
    return one_piece(hit, Length(unit, count, _SIDES.get(word_at(hit, "lrel")), Detail(hedge)), first)


def _is_verb_last(hit: Hit) -> bool:
    """Tell "it may last three days", "the sieges last a week" from the last three days; the length is then read without it."""
    if hit.lexemes[hit.first].low != "last":
        return False
    return hit.get("art") is not None or word_before(hit) in COMPANY["modals"] or word_before(hit) in ("to", "not")


def _read_length_count(hit: Hit) -> float | None:
    if hit.rule == "half-unit":
        return 0.5
    if hit.rule == "len-unit-long":
        return 1.0 if hit.get("unit") else None
    count = read_count(hit)
    return count + 0.5 if "half" in hit.rule and count is not None else count


def _is_length_use(hit: Hit, unit: str) -> bool:
    """Refuse "a second", "a year" of "a year-long", and the fraction "three-quarters"."""
    if hit.rule == "len" and hit.get("art"):
        behind = [lexeme.low for lexeme in hit.lexemes[hit.last : hit.last + 2]]
        rare = unit in ("second", "minute", "quarter", "night") or bool(hit.get("units"))
        return not rare and word_before(hit) not in COMPANY["not-length-leads"] and behind[1:] not in _LONG
    return not (unit == "quarter" and hit.get("num") == "3" and hit.get("dash"))


_LONG: Final = (["long"], ["earlier"], ["ago"])


@builder("lengthof")
def build_length_of(hit: Hit) -> list[Piece]:
    """Build "the first two months of 1939"."""
    words = (lexeme.low.rstrip("s") for lexeme in hit.lexemes[hit.first : hit.last])
    unit = next(word for word in words if word in ("hour", "day", "week", "month", "quarter", "year"))
    return one_piece(hit, Length(unit, float(hit.get("num") or 1)))


@builder("lengthrel")
def build_length_relative(hit: Hit) -> list[Piece]:
    """Build "recent years", "the next months"."""
    return one_piece(hit, Length(read_unit(hit), None, _SIDES.get(word_at(hit, "lrel"))))


@builder("recentunits")
def build_recent_units(hit: Hit) -> list[Piece]:
    """Build "recent weeks and months"."""
    return one_piece(hit, Length(read_unit(hit), None, -1))


@builder("lengthvague")
def build_vague_length(hit: Hit) -> list[Piece]:
    """Build "a year or two" by its lower end, as "two or three years" is, and "a day or so" as about one."""
    last = hit.lexemes[hit.last - 1].low
    if last not in ("two", "so"):
        return []
    return one_piece(hit, Length(read_unit(hit), 1.0, None, Detail("APPROX" if last == "so" else "EQUAL_OR_MORE")))


@builder("longword")
def build_long_word(hit: Hit) -> list[Piece]:
    """Build "daylong", "weeklong"."""
    return one_piece(hit, Length(hit.lexemes[hit.first].low.removesuffix("long"), 1.0))


@builder("units")
def build_bare_units(hit: Hit) -> list[Piece]:
    """Build a bare plural as a stretch of unknown length, where a preposition of time stands before it: "for weeks"."""
    before = word_before(hit)
    beside = before == "the" and word_after(hit) in ("before", "after", "that", "following", "leading")
    if before == "the" and hit.first > 1 and hit.lexemes[hit.first - 2].low == "over":
        return one_piece(hit, Length(read_unit(hit), None), hit.first - 1)
    return one_piece(hit, Length(read_unit(hit), None)) if before in COMPANY["length-leads"] or beside else []


@builder("set")
def build_set(hit: Hit) -> list[Piece]:
    """Build what recurs: "every Friday", "each July", "daily", "twice a week", "three times a day"."""
    if hit.get("freq"):
        return one_piece(hit, Repeat(hit.get("freq") or ""))
    part = f"T{hit.get('part')}" if hit.get("part") else ""
    if hit.get("wk"):
        return one_piece(hit, Repeat(f"XXXX-WXX-{hit.get('wk')}{part}"))
    if hit.get("mon"):
        return one_piece(hit, Repeat(f"XXXX-{hit.number('mon'):02d}"))
    if part:
        return one_piece(hit, Repeat(f"XXXX-XX-XX{part}"))
    told = None if hit.rule == "set-times" else hit.get("num")
    count = 2.0 if has_word(hit, "other") else float(told or 1)
    return one_piece(hit, Repeat(duration_value(read_unit(hit), count)))


@builder("setnights")
def build_weekday_nights(hit: Hit) -> list[Piece]:
    """Build "Friday nights"; the singular is the night of a day."""
    return one_piece(hit, Repeat(f"XXXX-WXX-{hit.get('wk')}T{hit.get('part')}")) if word_at(hit, "part").endswith("s") else []


@builder("weekdays")
def build_weekdays(hit: Hit) -> list[Piece]:
    """Build "on Fridays" as what recurs, and "Tuesdays strike" as the day that lost its apostrophe."""
    weekday = hit.number("weekdays") or 1
    if word_before(hit) in COMPANY["plural-leads"]:
        return one_piece(hit, Repeat(f"XXXX-WXX-{weekday}"))
    return one_piece(hit, Weekly(weekday)) if word_after(hit).isalpha() else []


@builder("vague")
def build_vague(hit: Hit) -> list[Piece]:
    """Build a reference to past, present or future."""
    told = hit.get("ref") or hit.get("adj") or ("PAST_REF" if hit.rule == "history-former" else None)
    word = word_at(hit, "which")
    return one_piece(hit, Vague(told or _LARGE.get(word, "PRESENT_REF")))


_LARGE: Final = {"past": "PAST_REF", "future": "FUTURE_REF", "near": "FUTURE_REF"}


@builder("historytime")
def build_time_told(hit: Hit) -> list[Piece]:
    """Build "this period", "at that time": a stretch of a history that no word of it measures."""
    before, first = word_before(hit), hit.lexemes[hit.first].low
    if first == "the" and hit.rule == "history-time" and (before != "at" or word_after(hit).isalpha()):
        return []
    if word_at(hit, "which") == "time" and before not in COMPANY["spans-leads"]:
        return []
    return one_piece(hit, Vague("PRESENT_REF" if first == "this" and before in ("at", "by", "around") else ""))


@builder("momentnow")
def build_moment(hit: Hit) -> list[Piece]:
    """Build "the moment"; left out unless "at" or "for the time being" makes it the present."""
    at_present = hit.lexemes[hit.first + 1].low == "moment" and word_before(hit) in ("at", "for")
    return one_piece(hit, Vague("PRESENT_REF")) if at_present or has_word(hit, "being") else []


@builder("age")
def build_age(hit: Hit) -> list[Piece]:
    """Build "the two-week-old truce", "a six-year-old war" as a stretch; the age of a person is none, and swallowed."""
    unit, after = read_unit(hit), word_after(hit)
    thing = after in COMPANY["lasting"] if unit == "year" else after.isalpha() and after not in COMPANY["young"]
    return one_piece(hit, Length(unit, read_count(hit))) if thing else build_nothing(hit)


@builder("none")
def build_nothing(hit: Hit) -> list[Piece]:
    """Swallow words that look like time and are not: an age."""
    return [Piece(hit.first, hit.last, Vague(""), "none")]
