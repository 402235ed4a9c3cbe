"""What the builders share: their register, the words beside a match, and the details that may stand in any expression."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from roznamcha.resolve.calendar import month_length
from roznamcha.resolve.dates.grammar import Hit
from roznamcha.resolve.dates.lexicon import load_company
from roznamcha.resolve.dates.meaning import Detail, Meaning, Named, Piece
from roznamcha.resolve.dates.points import Point

Builder = Callable[[Hit], list[Piece]]
BUILDERS: dict[str, Builder] = {}
COMPANY: Final = load_company()
PERIODS: Final = frozenset(("week", "month", "year", "quarter", "decade", "century", "weekend"))
_EDGES: Final = {"early": "START", "late": "END"}
_HEDGES: Final = {
    "at": "EQUAL_OR_MORE",
    "more": "MORE_THAN",
    "less": "LESS_THAN",
    "fewer": "LESS_THAN",
    "up": "EQUAL_OR_LESS",
    "as": "EQUAL_OR_LESS",
}


def builder(name: str) -> Callable[[Builder], Builder]:
    """Register a builder under the name that the rules use."""

    def register(function: Builder) -> Builder:
        BUILDERS[name] = function
        return function

    return register


def one_piece(hit: Hit, meaning: Meaning, first: int | None = None, last: int | None = None) -> list[Piece]:
    """Give the meaning to the whole match, or to the lexemes `first:last` of it."""
    return [Piece(hit.first if first is None else first, hit.last if last is None else last, meaning, hit.rule)]


def without_lead(hit: Hit) -> int:
    """Give the first lexeme of an expression, past the prepositions and "just" that a rule may begin with."""
    first = hit.first
    while hit.lexemes[first].low in ("in", "on", "just", "only") or _is_preposition_over(hit, first):
        first += 1
    return first


def _is_preposition_over(hit: Hit, place: int) -> bool:
    """Tell "sold over three years" from "for over three years", where it hedges the number."""
    hedges = hit.get("art") is not None or (place > 0 and hit.lexemes[place - 1].low in ("for", "after", "lasted", "took"))
    return hit.lexemes[place].low == "over" and not hedges


def without_comma(hit: Hit) -> int:
    """Give the end of an expression, before the commas that a rule may end with."""
    last = hit.last
    while hit.lexemes[last - 1].low == ",":
        last -= 1
    return last


def word_at(hit: Hit, label: str) -> str:
    """Give the word behind a label, empty when the label matched nothing."""
    place = hit.at(label)
    return "" if place is None else hit.lexemes[place].low


def word_before(hit: Hit) -> str:
    """Give the word before the match."""
    return hit.lexemes[hit.first - 1].low if hit.first else ""


def word_after(hit: Hit) -> str:
    """Give the word behind the match."""
    return hit.lexemes[hit.last].low if hit.last < len(hit.lexemes) else ""


def has_word(hit: Hit, word: str) -> bool:
    """Tell whether a word stands inside the match."""
    return any(lexeme.low == word for lexeme in hit.lexemes[hit.first : hit.last])


def read_mod(hit: Hit) -> str | None:
    """Read TIMEX3's mod from "early", "mid", "the end of", "about"."""
    value = hit.get("qual") or hit.get("edge") or hit.get("approx") or _EDGES.get(hit.get("pre") or "")
    return value or ("START" if hit.get("early") else None)


def read_hedge(hit: Hit) -> str | None:
    """Read TIMEX3's mod from the hedge of a number: "more than", "nearly", "about"."""
    place = hit.at("hedge")
    if place is None:
        return None
    classes = hit.lexemes[place].classes
    return classes.get("approx") or classes.get("more") or classes.get("less") or _HEDGES.get(hit.lexemes[place].low)


def read_detail(hit: Hit) -> Detail:
    """Read everything that narrows an expression: mod, part of the day, clock time, "earlier" or "later"."""
    pre = hit.get("pre")
    part = hit.get("part") or hit.get("dawn") or ("MO" if hit.get("early") else None)
    return Detail(read_mod(hit), part, read_clock(hit), pre if pre in ("earlier", "later") else None)


def read_clock(hit: Hit) -> str | None:
    """Read the clock time of a match as TIMEX3 has it ("T22:30"), None when there is none or it is impossible."""
    text = hit.get("clock") or hit.get("hournum") or hit.get("military")
    if text is None:
        return hit.get("instant")
    digits = [int(part) for part in re.split(r"[:.]", text)]
    if hit.get("military"):
        digits = [digits[0] // 100, digits[0] % 100]
    hour, minute = digits[0], digits[1] if len(digits) > 1 else 0
    meridiem = (hit.get("meridiem") or "").replace(".", "")
    if meridiem == "pm" and hour < 12:
        hour += 12
    if meridiem == "am" and hour == 12:
        hour = 0
    zone = "Z" if word_at(hit, "zone") in ("gmt", "utc") else ""
    return f"T{hour:02d}:{minute:02d}{zone}" if hour <= 24 and minute < 60 else None


def read_year(hit: Hit) -> int | None:
    """Read the year of a match; BC years count down from 0, which is 1 BC."""
    text = hit.get("year") or hit.get("anyyear") or hit.get("spelled")
    if text is None:
        return None
    return 1 - int(text) if hit.get("bc") else int(text)


def read_direction(hit: Hit, label: str) -> tuple[int, str] | None:
    """Read "last", "this", "next" behind a label: -1, 0 or 1, and what it looks to ("now" or "text")."""
    place = hit.at(label)
    if place is None:
        return None
    lexeme = hit.lexemes[place]
    return int(lexeme.classes.get("rel", "0")), "text" if lexeme.low in COMPANY["text-directions"] else "now"


def read_day(hit: Hit) -> Point | None:
    """Read the day of a month, None when the month has no such day."""
    month, day = hit.number("mon"), hit.number("day")
    if month is None or day is None or not 1 <= day <= month_length(read_year(hit), month):
        return None
    return Point("day", read_year(hit), month, day)


def read_named(hit: Hit, point: Point) -> Named:
    """Join a named unit with the direction of its year, its own direction and its details."""
    year_shift, year_anchor = read_direction(hit, "yrel") or (None, "now")
    direction, anchor = read_direction(hit, "drel") or (None, "now")
    return Named(point, year_shift, year_anchor, direction, anchor, read_detail(hit))


def read_count(hit: Hit) -> float | None:
    """Read the number of units; None for "a few", "several", or a bare plural."""
    if hit.get("num"):
        return float(hit.get("num") or 0)
    if has_word(hit, "couple"):
        return 2.0
    return 1.0 if hit.get("art") else None


def read_unit(hit: Hit) -> str:
    """Read the unit of time."""
    return hit.get("units") or hit.get("unit") or "day"
