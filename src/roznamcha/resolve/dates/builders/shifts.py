"""Builders of what counts from another day: "last week", "three days ago", "the next day", "the end of the month"."""

from __future__ import annotations

from roznamcha.resolve.dates.builders.common import (
    PERIODS,
    builder,
    one_piece,
    read_count,
    read_detail,
    read_direction,
    read_hedge,
    read_unit,
    without_lead,
    word_after,
    word_at,
)
from roznamcha.resolve.dates.grammar import Hit
from roznamcha.resolve.dates.meaning import Detail, Length, Piece, Relative

_NOT_SHIFTED = frozenset(("second", "minute", "hour", "half", "millennium"))


@builder("unitrel")
def build_unit_relative(hit: Hit) -> list[Piece]:
    """Build "last week", "this year", "the next day", "that month", "earlier this year"; "the past year" is a stretch."""
    unit, word = hit.get("unit") or "day", word_at(hit, "drel")
    count, anchor = read_direction(hit, "drel") or (0, "text")
    if unit in _NOT_SHIFTED or word == "present":
        return []
    article = hit.lexemes[hit.first].low == "the"
    if word == "past" or (word == "last" and article and unit != "weekend" and hit.rule == "unit-rel"):
        return one_piece(hit, Length(unit, 1.0, -1))
    if unit == "day" and (word == "next" or (word == "coming" and article)):
        anchor = "text"
    return one_piece(hit, Relative(unit, count, anchor, read_detail(hit)), without_lead(hit))


@builder("weekend")
def build_weekend(hit: Hit) -> list[Piece]:
    """Build "the weekend"."""
    count, anchor = read_direction(hit, "drel") or (None, "now")
    return one_piece(hit, Relative("weekend", count, anchor, read_detail(hit)))


@builder("unitthe")
def build_unit_anaphor(hit: Hit) -> list[Piece]:
    """Build "the year", "later in the year", "the end of the month": a unit of the date told before."""
    named = hit.get("theunit")
    if named in ("quarter", "period"):
        return one_piece(hit, Relative("quarter", 0, "period"))
    if named is None and hit.get("unit") == "second":
        # "the end of the second day": an ordinal.
        return []
    if named is None:
        return one_piece(hit, Relative(hit.get("unit") or "day", 0, "text", read_detail(hit)), without_lead(hit))
    behind = hit.lexemes[hit.last + 1 : hit.last + 2]
    if named not in PERIODS or (behind and behind[0].low in ("ago", "earlier")):
        return []
    return one_piece(hit, Relative(named, 0, "context", read_detail(hit)))


@builder("unitside")
def build_unit_side(hit: Hit) -> list[Piece]:
    """Build "the year before", where no event follows that it would be before."""
    unit = hit.get("unit") or ""
    if unit not in PERIODS or word_after(hit) not in ("", ".", ",", ";", ")"):
        return []
    return one_piece(hit, Relative(unit, -1 if word_at(hit, "side") == "before" else 1, "text"))


@builder("unitend")
def build_unit_end(hit: Hit) -> list[Piece]:
    """Build "year-end", "month's end"."""
    unit = hit.get("unit") or ""
    return one_piece(hit, Relative(unit, 0, "text", Detail("END"))) if unit in PERIODS - {"weekend"} else []


@builder("unitended")
def build_unit_ended(hit: Hit) -> list[Piece]:
    """Build "the year" of "the year ended June 30": a stretch whose end is told next."""
    unit = hit.get("unit") or ""
    if unit not in PERIODS:
        return []
    meaning = Relative("quarter", 0, "period") if unit == "quarter" else Length(unit, 1.0)
    return one_piece(hit, meaning, last=hit.last - 1)


@builder("beforelast")
def build_before_last(hit: Hit) -> list[Piece]:
    """Build "the week before last"."""
    unit = hit.get("unit") or ""
    return one_piece(hit, Relative(unit, -2)) if unit in PERIODS else []


@builder("shift")
def build_shift(hit: Hit) -> list[Piece]:
    """Build "three days ago", "two weeks later", "a year earlier", "days later"."""
    count, unit = _read_shift_count(hit), read_unit(hit)
    from_now = hit.get("ago") or hit.get("back") or hit.get("hence")
    backward = hit.get("ago") or hit.get("back") or hit.get("earlier")
    if not from_now and not backward and unit in ("second", "minute"):
        return []
    word, after = hit.lexemes[hit.last - 1].low, word_after(hit)
    if word in ("before", "after") and after not in ("", ".", ",", ";", ")"):
        # "two days after the attack": a length, since the day of the attack is not in these words.
        return one_piece(hit, Length(unit, count, None, Detail(read_hedge(hit))), last=hit.last - 1)
    if hit.rule == "units-later" and word in ("before", "after"):
        return []
    shifted = None if count is None else -count if backward else count
    return one_piece(hit, Relative(unit, shifted, "now" if from_now else "text", Detail(read_hedge(hit)), exact=True))


def _read_shift_count(hit: Hit) -> float | None:
    if hit.rule == "half-unit-ago":
        return 0.5
    count = read_count(hit)
    return count + 0.5 if hit.rule in ("half-ago", "half-ago2") and count is not None else count


@builder("shifttwo")
def build_shift_of_two(hit: Hit) -> list[Piece]:
    """Build "two years and three months ago", counted in the smaller unit."""
    two = _read_two_units(hit)
    if two is None:
        return []
    small, count = two
    sign = 1 if hit.get("hence") or hit.get("later") else -1
    anchor = "now" if hit.get("ago") or hit.get("back") or hit.get("hence") else "text"
    return one_piece(hit, Relative(small, sign * count, anchor, Detail(read_hedge(hit)), exact=True))


@builder("lentwo")
def build_length_of_two(hit: Hit) -> list[Piece]:
    """Build "two years and three months" as a length, told in the larger unit."""
    two = _read_two_units(hit)
    return [] if two is None else one_piece(hit, Length(read_unit(hit), two[1] / _PARTS[read_unit(hit), two[0]]))


def _read_two_units(hit: Hit) -> tuple[str, float] | None:
    count, place = read_count(hit), hit.at("unit3")
    classes = {} if place is None else hit.lexemes[place].classes
    small = classes.get("units") or classes.get("unit") or ""
    factor = _PARTS.get((read_unit(hit), small))
    if factor is None or count is None:
        return None
    return small, factor * count + (1.0 if word_at(hit, "num3") in ("a", "an") else float(hit.get("num3") or 1))


_PARTS = {("year", "month"): 12, ("week", "day"): 7, ("decade", "year"): 10, ("century", "year"): 100, ("hour", "minute"): 60}
"""How many of the smaller unit make up the larger."""


@builder("shiftquarter")
def build_shift_of_quarters(hit: Hit) -> list[Piece]:
    """Build "a quarter of a century ago", "three quarters of a century earlier"."""
    unit = hit.get("unit") or ""
    if unit not in ("century", "millennium"):
        return []
    count = float(hit.get("num") or 1) / 4
    sign = 1 if hit.get("later") else -1
    return one_piece(hit, Relative(unit, sign * count, "now" if hit.get("ago") else "text", Detail(read_hedge(hit)), exact=True))


@builder("yearago")
def build_year_ago(hit: Hit) -> list[Piece]:
    """Build "the year-ago quarter", "year-earlier": a year before the period that the text speaks of."""
    return one_piece(hit, Relative("year", -1, "period", exact=True))
