"""Builders: from a match of the grammar to the meaning of its words. One small function per builder named in `rules.tsv`.

A builder may refuse its match (no pieces), as for "may" the verb; the next longest match is then tried.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from roznamcha.resolve.calendar import month_length
from roznamcha.resolve.dates.grammar import Hit
from roznamcha.resolve.dates.lexer import load_company
from roznamcha.resolve.dates.meaning import Detail, Hour, Length, Meaning, Named, Piece, Relative, Repeat, Vague, Weekly
from roznamcha.resolve.dates.points import Point

Builder = Callable[[Hit], list[Piece]]
BUILDERS: dict[str, Builder] = {}

_MERIDIEM_ZONES: Final = {"gmt": "Z", "utc": "Z"}
_COMPANY: Final = load_company()
TEXT_RELS: Final = frozenset(("same", "previous", "preceding", "following", "ensuing", "that"))
"""Directions that look to the date told before and not to the day of publication."""
PERIODS: Final = frozenset(("week", "month", "year", "quarter", "decade", "century", "weekend"))


def builder(name: str) -> Callable[[Builder], Builder]:
    """Register a builder under the name that the rules use."""

    def register(function: Builder) -> Builder:
        BUILDERS[name] = function
        return function

    return register


def _piece(hit: Hit, meaning: Meaning, first: int | None = None, last: int | None = None) -> list[Piece]:
    return [Piece(hit.first if first is None else first, hit.last if last is None else last, meaning, hit.rule)]


def _skip_in(hit: Hit) -> int:
    """Give the first lexeme of the expression, without a leading preposition."""
    first = hit.first
    while hit.lexemes[first].low in ("in", "on", "just", "only") or (hit.lexemes[first].low == "over" and hit.get("art") is None):
        first += 1
    return first


def _before(hit: Hit) -> str:
    """Give the word before the match."""
    return hit.lexemes[hit.first - 1].low if hit.first else ""


def _after(hit: Hit) -> str:
    """Give the word behind the match."""
    return hit.lexemes[hit.last].low if hit.last < len(hit.lexemes) else ""


def _mod(hit: Hit) -> str | None:
    value = hit.get("qual") or hit.get("edge") or hit.get("approx")
    if value is None and hit.get("early"):
        return "START"
    pre = hit.get("pre")
    return value or {"early": "START", "late": "END", "as": None}.get(pre or "")


def _detail(hit: Hit) -> Detail:
    pre = hit.get("pre")
    part = hit.get("part") or hit.get("dawn") or ("MO" if hit.get("early") else None)
    instant = hit.get("instant")
    clock = _clock(hit)
    if instant and clock is None:
        clock = instant
    return Detail(_mod(hit), part, clock, pre if pre in ("earlier", "later") else None)


def _clock(hit: Hit) -> str | None:
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
    return f"T{hour:02d}:{minute:02d}" if hour <= 24 and minute < 60 else None


def _year(hit: Hit) -> int | None:
    text = hit.get("year") or hit.get("anyyear") or hit.get("spelled")
    if text is None:
        return None
    return 1 - int(text) if hit.get("bc") else int(text)


def _rel(hit: Hit, label: str) -> tuple[int, str] | None:
    """Give the direction behind a label and what it looks to ("now" or "text")."""
    place = hit.at(label)
    if place is None:
        return None
    lexeme = hit.lexemes[place]
    return int(lexeme.classes.get("rel", "0")), "text" if lexeme.low in TEXT_RELS else "now"


def _named(hit: Hit, point: Point) -> Named:
    year_rel, direction = _rel(hit, "yrel"), _rel(hit, "drel")
    return Named(
        point,
        year_rel[0] if year_rel else None,
        year_rel[1] if year_rel else "now",
        direction[0] if direction else None,
        direction[1] if direction else "now",
        _detail(hit),
    )


def _day_point(hit: Hit) -> Point | None:
    month, day = hit.number("mon"), hit.number("day")
    if month is None or day is None or day > month_length(_year(hit), month) or day < 1:
        return None
    return Point("day", _year(hit), month, day)


def _is_month_word(hit: Hit, label: str = "mon") -> bool:
    """Tell whether a word such as "may" or "jan" stands for the month: by a full stop, or by company that settles it."""
    place = hit.at(label)
    if place is None or hit.last - hit.first > 1:
        return True
    lexeme = hit.lexemes[place]
    if lexeme.is_short:
        return False
    if lexeme.low not in ("may", "march"):
        return True
    before = hit.lexemes[place - 1].low if place else ""
    after = hit.lexemes[place + 1].low if place + 1 < len(hit.lexemes) else ""
    if before in _COMPANY["month-leads"] or ("capital" in lexeme.classes and before == "the"):
        return after not in ("be", "have", "not")
    return before in ("and", "to", "-", "–") and _month_near(hit, place)


def _month_near(hit: Hit, place: int) -> bool:
    return any("month" in lexeme.classes for lexeme in hit.lexemes[max(place - 3, 0) : place])


@builder("day")
def build_day(hit: Hit) -> list[Piece]:
    """Build a day of a month, with or without its year."""
    point = _day_point(hit)
    last = hit.last
    while hit.lexemes[last - 1].low == ",":
        last -= 1
    if point is None or not _is_day_use(hit):
        return []
    return _piece(hit, _named(hit, point), _skip_in(hit), last)


def _is_day_use(hit: Hit) -> bool:
    """Refuse "may 12 people", where "may" is the verb."""
    place, day = hit.at("mon"), hit.at("day")
    if place is None or day is None or hit.lexemes[place].low not in ("may", "march") or hit.get("year"):
        return True
    before = hit.lexemes[place - 1].low if place else "on"
    if day < place or "capital" in hit.lexemes[place].classes or before in _COMPANY["month-leads"] or before == "on":
        return True
    return not _after(hit).endswith("s")


@builder("iso")
def build_iso(hit: Hit) -> list[Piece]:
    """Build a date in ISO form, with its clock time where it has one."""
    point, clock = _iso(hit)
    return [] if point is None else _piece(hit, Named(point, detail=Detail(clock=clock)))


def _iso(hit: Hit) -> tuple[Point | None, str | None]:
    text = (hit.get("isodate") or "").upper()
    date, _, clock = text.partition("T")
    year, month, day = (int(part) for part in date.split("-"))
    if not (1 <= month <= 12 and 1 <= day <= month_length(year, month)):
        return None, None
    return Point("day", year, month, day), f"T{clock[:5]}" if clock else None


@builder("numdate")
def build_numdate(hit: Hit) -> list[Piece]:
    """Build a date in figures; day before month unless that is impossible, as the region's press writes it."""
    parts = [int(part) for part in re.split(r"[/.\-]", hit.get("numdate") or "")]
    raw = hit.get("numdate") or ""
    if parts[0] > 31:
        year, first, second = parts
        first, second = second, first
    else:
        first, second, year = parts
        if len(re.split(r"[/.\-]", raw)[2]) == 2:
            if "." in raw:
                return []
            year += 2000 if year < 50 else 1900
    day, month = (first, second) if second <= 12 else (second, first)
    if not (1 <= month <= 12 and 1 <= day <= month_length(year, month)):
        return []
    return _piece(hit, Named(Point("day", year, month, day)))


@builder("weekday")
def build_weekday(hit: Hit) -> list[Piece]:
    """Build a day of the week."""
    direction, week = _rel(hit, "drel"), _rel(hit, "wrel")
    first = hit.first
    if hit.lexemes[first].low == "the" and direction is None and hit.get("side") is None:
        first += 1
    meaning = Weekly(
        hit.number("wk") or 1,
        direction[0] if direction else None,
        week[0] if week else None,
        (direction or week or (0, "now"))[1],
        _detail(hit),
    )
    return _piece(hit, meaning, first)


@builder("deictic")
def build_deictic(hit: Hit) -> list[Piece]:
    """Build "today", "yesterday", "tomorrow", "tonight"."""
    if hit.get("tonight"):
        return _piece(hit, Relative("day", 0, "now", Detail(part="NI")))
    return _piece(hit, Relative("day", hit.number("deictic"), "now", _detail(hit)))


@builder("dayish")
def build_dayish(hit: Hit) -> list[Piece]:
    """Build a day of whatever kind with its part of the day, its clock time or "early" and "late"."""
    first, last = _skip_in(hit), hit.last
    while hit.lexemes[last - 1].low == ",":
        last -= 1
    detail = _detail(hit)
    if hit.rule == "early-day" and hit.get("wk"):
        first += 1 + (hit.lexemes[first + 1].low == "on")
    if hit.get("mon"):
        point = _day_point(hit)
        return [] if point is None or not _is_day_use(hit) else _piece(hit, _named(hit, point), first, last)
    if hit.get("isodate"):
        point, _ = _iso(hit)
        return [] if point is None else _piece(hit, Named(point, detail=detail), first, last)
    if hit.get("wk"):
        piece = build_weekday(hit)[0]
        return _piece(hit, piece.meaning, first, last)
    return _piece(hit, Relative("day", hit.number("deictic"), "now", detail), first, last)


@builder("clock")
def build_clock(hit: Hit) -> list[Piece]:
    """Build a clock time whose day is told elsewhere."""
    clock = _clock(hit)
    last = hit.last
    while hit.lexemes[last - 1].low == ",":
        last -= 1
    if clock is None or _is_score(hit):
        return []
    first = hit.first
    while hit.lexemes[first].low in ("approximately",):
        first += 1
    return _piece(hit, Hour(Detail(None, hit.get("part"), clock)), first, last)


def _is_score(hit: Hit) -> bool:
    """Refuse a ratio or verse "3:16" that no word of time stands near: only two digits behind the colon are a clock."""
    return hit.get("clock") is not None and int(re.split(r"[:.]", hit.get("clock") or "0")[0]) > 24


@builder("partrel")
def build_part_relative(hit: Hit) -> list[Piece]:
    """Build "last night", "this morning", "the next evening", "that afternoon"."""
    found = _rel(hit, "prel")
    count, anchor = found or (0, "text")
    if hit.lexemes[hit.at("prel") or 0].low == "next":
        anchor = "text"
    return _piece(hit, Relative("day", count, anchor, Detail(_mod(hit), hit.get("part"))))


@builder("partonly")
def build_part_alone(hit: Hit) -> list[Piece]:
    """Build a part of the day whose day is told elsewhere: "in the morning", "in the early hours"."""
    if _after(hit) == "of":
        return []
    first = hit.first + (hit.lexemes[hit.first].low in ("in", "at"))
    return _piece(hit, Hour(Detail(_mod(hit), hit.get("part") or "MO")), first)


@builder("overnight")
def build_overnight(hit: Hit) -> list[Piece]:
    """Build "overnight"."""
    return _piece(hit, Hour(Detail(part="NI"), shift=-1))


@builder("month")
def build_month(hit: Hit) -> list[Piece]:
    """Build a month, with or without its year or direction."""
    if not _is_month_word(hit):
        return []
    month = hit.number("mon") or 1
    last = hit.last
    if hit.lexemes[last - 1].low == "." and hit.lexemes[last - 2].low == hit.lexemes[hit.at("mon") or 0].low:
        last -= len(hit.lexemes[last - 2].low) > 4
    return _piece(hit, _named(hit, Point("month", _year(hit), month)), _skip_in(hit), last)


@builder("months2")
def build_two_months(hit: Hit) -> list[Piece]:
    """Build "June and July 2013" as two months."""
    if not _is_month_word(hit):
        return []
    first, second = hit.at("mon") or 0, hit.at("mon2") or 0
    one = Named(Point("month", _year(hit), hit.number("mon") or 1))
    two = _named(hit, Point("month", _year(hit), hit.number("mon2") or 1))
    return [Piece(first, first + 1, one, hit.rule), Piece(second, hit.last, two, hit.rule)]


@builder("days2")
def build_two_days(hit: Hit) -> list[Piece]:
    """Build "May 12 and 13", "12-13 May": two days, each with its own words."""
    return _days_of(hit, None)


@builder("nights2")
def build_two_nights(hit: Hit) -> list[Piece]:
    """Build "the night of 12-13 May": from the one day to the other, at night."""
    return _days_of(hit, hit.get("part"))


def _days_of(hit: Hit, part: str | None) -> list[Piece]:
    month, year = hit.number("mon") or 1, _year(hit)
    numbers = [(hit.number(label), hit.at(label)) for label in ("day", "day2", "day3")]
    days = [(day, place) for day, place in numbers if day is not None and place is not None]
    second_month = hit.number("mon2") or month
    if not all(1 <= day <= month_length(year, second_month if k else month) for k, (day, _) in enumerate(days)):
        return []
    if not _is_day_use(hit) or (hit.get("dash") and not days[0][0] < days[1][0] and second_month == month):
        return []
    pieces = []
    for index, (day, place) in enumerate(days):
        first, last = place, place + 1
        if index == 0:
            first = hit.first
        elif hit.lexemes[place - 1].low == "the":
            first = place - 1
        elif hit.get("mon2"):
            first = hit.at("mon2") or place
        if index == len(days) - 1:
            last = hit.last
        number = second_month if index else month
        pieces.append(Piece(first, last, Named(Point("day", year, number, day), detail=Detail(part=part)), hit.rule))
    return pieces


@builder("nthday")
def build_nth_day(hit: Hit) -> list[Piece]:
    """Build "the 20th" of the month that the text speaks of."""
    day = hit.number("day") or 0
    text = hit.lexemes[hit.at("day") or 0].low
    if not 1 <= day <= 31 or not text[0].isdigit():
        return []
    after = hit.lexemes[hit.last].low if hit.last < len(hit.lexemes) else "."
    if (
        hit.rule == "on-nth"
        and after.isalpha()
        and after not in ("and", "at", "but", "the", "when", "in", "while", "after", "he")
    ):
        return []
    return _piece(hit, Named(Point("day", None, 0, day), anchor="text"), _skip_in(hit))


@builder("weekof")
def build_week_of(hit: Hit) -> list[Piece]:
    """Build "the week of March 6"."""
    point = _day_point(hit)
    if point is None:
        return []
    return _piece(hit, Named(Point("week", point.year, point.number, point.day)))


@builder("weekofmonth")
def build_week_of_month(hit: Hit) -> list[Piece]:
    """Build "the last week of May"."""
    nth = int(hit.get("nth") or 0) if (hit.get("nth") or "").isdigit() else -1
    return _piece(hit, Length("week", 1.0, month=Point("month", _year(hit), hit.number("mon") or 1), nth=nth))


@builder("beforelast")
def build_before_last(hit: Hit) -> list[Piece]:
    """Build "the week before last"."""
    unit = hit.get("unit") or "week"
    return _piece(hit, Relative(unit, -2)) if unit in PERIODS else []


@builder("lengthof")
def build_length_of(hit: Hit) -> list[Piece]:
    """Build "the first two months of 1939"."""
    unit = next(
        hit.lexemes[place].low for place in range(hit.first, hit.last) if hit.lexemes[place].low.rstrip("s") in _PLAIN_UNITS
    )
    return _piece(hit, _length(unit.rstrip("s"), float(hit.get("num") or 1), None, hit))


_PLAIN_UNITS: Final = frozenset(("second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade"))


@builder("year")
def build_year(hit: Hit) -> list[Piece]:
    """Build a year; refuse a number of four digits that counts something."""
    year = _year(hit)
    if hit.get("yy"):
        text = hit.get("yy") or "0"
        year = (2000 if int(text) < 50 else 1900) + int(text)
    if year is None or not _is_year_use(hit):
        return []
    return _piece(hit, Named(Point("year", year), detail=_detail(hit)), _skip_in(hit))


def _is_year_use(hit: Hit) -> bool:
    """Tell a year from a count of four digits by the words beside it."""
    place = hit.at("year")
    if place is None or hit.last - hit.first > 1 or hit.get("spelled"):
        return True
    year = int(hit.get("year") or 0)
    before, after = _before(hit), _after(hit)
    behind = hit.lexemes[hit.last].classes if hit.last < len(hit.lexemes) else {}
    if before in _COMPANY["not-year-leads"] or after in _COMPANY["counted"] or "unit" in behind or "units" in behind:
        return False
    plural = after.endswith("s") and len(after) > 3 and after not in ("was", "has", "'s")
    if before == "the" or (before in _COMPANY["year-leads"] and not plural):
        return 1200 <= year <= 2150
    return 1500 <= year <= 2050 and (not plural or 1900 <= year <= 2035)


@builder("years2")
def build_two_years(hit: Hit) -> list[Piece]:
    """Build "1990-91" as two years."""
    year, short = int(hit.get("year") or 0), int(hit.get("yy") or 0)
    place = hit.at("yy") or 0
    if not 0 < short - year % 100 < 20:
        return []
    second = year // 100 * 100 + short
    return [
        Piece(hit.first, hit.first + 1, Named(Point("year", year)), hit.rule),
        Piece(place, place + 1, Named(Point("year", second)), hit.rule),
    ]


@builder("decade")
def build_decade(hit: Hit) -> list[Piece]:
    """Build "the 1970s", "the late '80s", "the nineties"."""
    digits = re.sub(r"\D", "", hit.get("decade") or "")
    start = int(hit.get("decword") or digits or 0)
    if not digits and hit.first == hit.at("decword"):
        return []
    if len(digits) == 2 and hit.at("quote") is None and hit.lexemes[hit.first].low != "the" and not hit.get("qual"):
        return []
    if start < 100:
        start += 1900
    if start % 10:
        return []
    if hit.get("bc"):
        start = 1 - start
    return _piece(hit, Named(Point("decade", start), detail=_detail(hit)))


@builder("century")
def build_century(hit: Hit) -> list[Piece]:
    """Build "the 20th century"."""
    number = hit.number("ord") or 1
    start = -100 * number + 1 if hit.get("bc") else 100 * (number - 1)
    return _piece(hit, Named(Point("century", start), detail=_detail(hit)))


@builder("season")
def build_season(hit: Hit) -> list[Piece]:
    """Build a season; a bare "fall" or "spring" only behind an article, a direction or a year."""
    place = hit.at("season") or hit.first
    word = hit.lexemes[place].low
    alone = hit.last - hit.first == 1
    before = hit.lexemes[hit.first - 1].low if hit.first else ""
    after = hit.lexemes[hit.last].low if hit.last < len(hit.lexemes) else ""
    if alone and word in ("fall", "spring") and before not in ("in", "by", "during", "since", "until", "of", "this"):
        return []
    if word == "fall" and (
        after == "of" or (hit.lexemes[hit.first].low == "the" and before in ("after", "before", "since", "with"))
    ):
        return []
    last = hit.last
    while hit.lexemes[last - 1].low == "of":
        last -= 1
    return _piece(hit, _named(hit, Point("season", _year(hit), hit.number("season") or 0)), _skip_in(hit), last)


@builder("quarter")
def build_quarter(hit: Hit) -> list[Piece]:
    """Build a quarter of a year."""
    number = hit.number("ord") or hit.number("daynum") or 0
    if not 1 <= number <= 4 or (hit.rule == "quarter-q" and hit.lexemes[hit.first].end != hit.lexemes[hit.first + 1].start):
        return []
    meaning = _named(hit, Point("quarter", _year(hit), number))
    if hit.get("cmp"):
        meaning = Named(meaning.point, -1, "now")
    adjective = hit.get("dash") and hit.get("cmp") is None and hit.last - (hit.at("'quarter") or 0) == 1
    article = hit.lexemes[hit.first].low == "the"
    return _piece(hit, meaning, hit.first + bool(adjective and article and "'fiscal" not in hit.labels))


@builder("half")
def build_half(hit: Hit) -> list[Piece]:
    """Build a half of a year."""
    word = hit.lexemes[hit.at("half") or hit.first].low
    number = {"first": 1, "early": 1, "second": 2, "latter": 2, "last": 2}.get(word)
    if number is None:
        return []
    return _piece(hit, _named(hit, Point("half", _year(hit), number)))


def _relative(unit: str, count: float | None, anchor: str, detail: Detail, *, exact: bool = False) -> Relative:
    return Relative(unit, count, anchor, detail, exact)


@builder("unitrel")
def build_unit_relative(hit: Hit) -> list[Piece]:
    """Build "last week", "this year", "the next day", "that month", "earlier this year"."""
    found = _rel(hit, "drel")
    unit = hit.get("unit") or "day"
    if found is None:
        return []
    count, anchor = found
    word = hit.lexemes[hit.at("drel") or 0].low
    article = hit.lexemes[hit.first].low == "the"
    if unit in ("second", "minute", "hour", "half", "millennium"):
        return []
    if word in ("next", "coming") and article and unit == "day":
        anchor = "text"
    if word in ("next",) and unit == "day":
        anchor = "text"
    if word == "past" or (word == "last" and article and unit != "weekend" and hit.rule == "unit-rel"):
        return _piece(hit, _length(unit, 1.0, -1, hit))
    if word == "present":
        return []
    return _piece(hit, _relative(unit, count, anchor, _detail(hit)), _skip_in(hit))


@builder("weekend")
def build_weekend(hit: Hit) -> list[Piece]:
    """Build "the weekend"."""
    found = _rel(hit, "drel")
    return _piece(hit, _relative("weekend", found[0] if found else None, found[1] if found else "now", _detail(hit)))


@builder("unitthe")
def build_unit_anaphor(hit: Hit) -> list[Piece]:
    """Build "the year", "later in the year", "the end of the month": a unit of the date told before."""
    unit = hit.get("unit") or hit.get("theunit") or hit.get("year") or "day"
    unit = next((hit.lexemes[place].low for place in range(hit.first, hit.last) if hit.lexemes[place].low in PERIODS), unit)
    if hit.get("theunit") in ("quarter", "period"):
        return _piece(hit, Relative("quarter", 0, "period"))
    if hit.get("theunit") is None and unit == "day" and not hit.get("unit"):
        return []
    detail = _detail(hit)
    plain = hit.rule == "the-unit"
    if plain and [lexeme.low for lexeme in hit.lexemes[hit.last + 1 : hit.last + 2]] in (["ago"], ["earlier"]):
        return []
    if plain and unit not in PERIODS:
        return []
    return _piece(hit, _relative(unit, 0, "text" if not plain else "context", detail), _skip_in(hit))


@builder("unitend")
def build_unit_end(hit: Hit) -> list[Piece]:
    """Build "year-end", "month's end"."""
    unit = hit.get("unit") or "year"
    if unit not in ("year", "month", "week", "quarter", "decade", "century"):
        return []
    return _piece(hit, _relative(unit, 0, "text", Detail("END")))


def _count(hit: Hit) -> float | None:
    """Give the number of units; None for "a few", "several", or a bare plural."""
    if hit.get("num"):
        return float(hit.get("num") or 0)
    if any(hit.lexemes[place].low == "couple" for place in range(hit.first, hit.last)):
        return 2.0
    return 1.0 if hit.get("art") else None


def _unit(hit: Hit) -> str:
    return hit.get("units") or hit.get("unit") or "day"


_HEDGES: Final = {
    "at": "EQUAL_OR_MORE",
    "more": "MORE_THAN",
    "less": "LESS_THAN",
    "fewer": "LESS_THAN",
    "up": "EQUAL_OR_LESS",
    "as": "EQUAL_OR_LESS",
}


def _hedge(hit: Hit) -> str | None:
    place = hit.at("hedge")
    if place is None:
        return None
    lexeme = hit.lexemes[place]
    return lexeme.classes.get("approx") or lexeme.classes.get("more") or lexeme.classes.get("less") or _HEDGES.get(lexeme.low)


@builder("shift")
def build_shift(hit: Hit) -> list[Piece]:
    """Build "three days ago", "two weeks later", "a year earlier", "days later"."""
    count, unit = _count(hit), _unit(hit)
    if hit.rule == "half-unit-ago":
        count = 0.5
    if hit.rule == "half-ago" and count is not None:
        count += 0.5
    backward = hit.get("ago") or hit.get("back") or hit.get("earlier")
    anchor = "now" if hit.get("ago") or hit.get("back") or hit.get("hence") else "text"
    if hit.get("ago") is None and unit in ("second", "minute") and not hit.get("earlier"):
        return []
    sign = -1 if backward else 1
    last = hit.last
    word = hit.lexemes[last - 1].low
    after = hit.lexemes[last].low if last < len(hit.lexemes) else ""
    if word in ("before", "after") and after and after not in (".", ",", ";", ")"):
        return _before_event(hit, unit, count)
    if hit.rule == "units-later" and word in ("before", "after"):
        return []
    return _piece(hit, Relative(unit, None if count is None else sign * count, anchor, Detail(_hedge(hit)), exact=True))


def _before_event(hit: Hit, unit: str, count: float | None) -> list[Piece]:
    """Build "two days" of "two days after the attack": a length, since the event's date is not in these words."""
    return _piece(hit, Length(unit, count, None, Detail(_hedge(hit))), last=hit.last - 1)


@builder("dayside")
def build_day_side(hit: Hit) -> list[Piece]:
    """Build "the day before", "the day after tomorrow"."""
    sign = -1 if hit.lexemes[hit.at("side") or 0].low == "before" else 1
    if hit.get("deictic"):
        return _piece(hit, Relative("day", sign + (hit.number("deictic") or 0), "now"))
    if hit.get("wk"):
        weekly = build_weekday(hit)[0].meaning
        return _piece(hit, replace(weekly, shift=sign)) if isinstance(weekly, Weekly) else []
    return _piece(hit, Relative("day", sign, "text", exact=True))


@builder("yearago")
def build_year_ago(hit: Hit) -> list[Piece]:
    """Build "the year-ago quarter", "year-earlier": a year before the period that the text speaks of."""
    return _piece(hit, Relative("year", -1, "period", exact=True))


def _length(unit: str, count: float | None, side: int | None, hit: Hit) -> Length:
    return Length(unit, count, side, Detail(_hedge(hit)))


@builder("length")
def build_length(hit: Hit) -> list[Piece]:
    """Build a stretch of time."""
    count, unit = _count(hit), _unit(hit)
    if hit.rule == "len-unit-long" and hit.get("unit"):
        count = 1.0
    if hit.rule == "half-unit":
        count = 0.5
    elif "half" in hit.rule and count is not None:
        count += 0.5
    if unit == "half" or (unit == "second" and hit.get("units") is None) or not _is_length_use(hit, count, unit):
        return []
    place = hit.at("lrel")
    word = hit.lexemes[place].low if place is not None else ""
    side = {"last": -1, "past": -1, "previous": -1, "preceding": -1, "next": 1, "coming": 1, "following": 1}.get(word)
    first = _skip_in(hit)
    if hit.lexemes[first].low == "the" and place is None and hit.get("unit") and (count or 1) > 1:
        first += 1
    return _piece(hit, _length(unit, count, side, hit), first)


def _is_length_use(hit: Hit, count: float | None, unit: str) -> bool:
    """Refuse "a second", "a day" after a rate, "the few hours"' like that carry no time of their own."""
    if hit.get("art") and hit.rule == "len":
        before = hit.lexemes[hit.first - 1].low if hit.first else ""
        if unit in ("second", "minute", "quarter", "night", "half") or hit.get("units"):
            return False
        following = [lexeme.low for lexeme in hit.lexemes[hit.last : hit.last + 2]]
        return before not in ("such", "quite", "not") and following[1:] not in (["long"], ["earlier"], ["ago"])
    return not (unit == "quarter" and hit.get("num") == "3" and hit.get("dash"))


@builder("lengthrel")
def build_length_relative(hit: Hit) -> list[Piece]:
    """Build "recent years", "the next months"."""
    place = hit.at("lrel")
    word = hit.lexemes[place].low if place is not None else ""
    side = {"last": -1, "past": -1, "recent": -1, "next": 1, "coming": 1, "following": 1}.get(word)
    return _piece(hit, Length(_unit(hit), None, side))


@builder("recentunits")
def build_recent_units(hit: Hit) -> list[Piece]:
    """Build "recent weeks and months"."""
    return _piece(hit, Length(_unit(hit), None, -1))


@builder("longword")
def build_long_word(hit: Hit) -> list[Piece]:
    """Build "daylong", "weeklong"."""
    return _piece(hit, Length(hit.lexemes[hit.first].low.removesuffix("long"), 1.0))


@builder("set")
def build_set(hit: Hit) -> list[Piece]:
    """Build what recurs."""
    if hit.get("freq"):
        return _piece(hit, Repeat(hit.get("freq") or "P1D"))
    weekday = hit.number("wk") or hit.number("weekdays")
    if hit.get("weekdays") and _before(hit) not in ("on", "and", "or", ",", "of"):
        return _piece(hit, Weekly(weekday or 1), last=hit.last) if _after(hit).isalpha() else []
    if weekday:
        part = f"T{hit.get('part')}" if hit.get("part") else ""
        return _piece(hit, Repeat(f"XXXX-WXX-{weekday}{part}"))
    if hit.get("part"):
        return _piece(hit, Repeat(f"XXXX-XX-XXT{hit.get('part')}"))
    unit, count = _unit(hit), float(hit.get("num") or 1)
    if "'other" in hit.labels:
        count = 2
    return _piece(hit, Repeat(duration_value(unit, count)))


@builder("vague")
def build_vague(hit: Hit) -> list[Piece]:
    """Build a reference to past, present or future."""
    value = hit.get("ref") or hit.get("adj")
    if value is None:
        word = hit.lexemes[hit.at("which") or hit.at("now") or hit.first].low
        value = {"past": "PAST_REF", "future": "FUTURE_REF", "near": "FUTURE_REF"}.get(word, "PRESENT_REF")
    return _piece(hit, Vague(value))


@builder("present")
def build_present(hit: Hit) -> list[Piece]:
    """Build "these days"."""
    return _piece(hit, Vague("PRESENT_REF"))


@builder("momentnow")
def build_moment(hit: Hit) -> list[Piece]:
    """Build "the moment"; left out unless "being" or "at" makes it the present."""
    before = hit.lexemes[hit.first - 1].low if hit.first else ""
    word = hit.lexemes[hit.first + 1].low
    if (word == "moment" and before in ("at", "for")) or hit.lexemes[hit.last - 1].low == "being":
        return _piece(hit, Vague("PRESENT_REF"))
    return []


@builder("none")
def build_nothing(hit: Hit) -> list[Piece]:
    """Swallow words that look like time and are not: an age."""
    return [Piece(hit.first, hit.last, Vague(""), "none")]


_UNIT_CODES: Final = {
    "second": ("T", "S"), "minute": ("T", "M"), "hour": ("T", "H"), "day": ("", "D"), "night": ("", "D"), "week": ("", "W"),
    "fortnight": ("", "W"), "month": ("", "M"), "quarter": ("", "M"), "year": ("", "Y"), "decade": ("", "Y"),
    "century": ("", "Y"), "millennium": ("", "Y"), "weekend": ("", "D"), "half": ("", "M"),
}  # fmt: skip
_UNIT_FACTORS: Final = {"fortnight": 2, "quarter": 3, "decade": 10, "century": 100, "millennium": 1000, "weekend": 2, "half": 6}


_SMALLER: Final = {"Y": (12, "M"), "H": (60, "M"), "M": (60, "S")}
"""The unit that takes up a fraction, and how many of it make one: ISO 8601 lets only the last unit be broken."""


def duration_value(unit: str, count: float | None) -> str:
    """Write a length as TIMEX3 does.

    >>> duration_value("decade", 2), duration_value("hour", None), duration_value("hour", 5.5)
    ('P20Y', 'PTXH', 'PT5H30M')
    """
    time, code = _UNIT_CODES[unit]
    if count is None:
        return f"P{time}X{code}"
    whole = count * _UNIT_FACTORS.get(unit, 1)
    if whole % 1 and code in _SMALLER and (code != "M" or time):
        factor, smaller = _SMALLER[code]
        return f"P{time}{int(whole)}{code}{round(whole % 1 * factor):g}{smaller}"
    return f"P{time}{whole:g}{code}"


@builder("units")
def build_bare_units(hit: Hit) -> list[Piece]:
    """Build a bare plural as a stretch of unknown length, where a preposition of time stands before it: "for weeks"."""
    before = hit.lexemes[hit.first - 1].low if hit.first else ""
    beside = before == "the" and _after(hit) in ("before", "after", "that", "following", "leading")
    if before not in _COMPANY["length-leads"] and not beside:
        return []
    return _piece(hit, Length(_unit(hit), None))


@builder("unitended")
def build_unit_ended(hit: Hit) -> list[Piece]:
    """Build "the year" of "the year ended June 30": a stretch whose end is told next."""
    unit = hit.get("unit") or "year"
    if unit not in PERIODS:
        return []
    meaning: Meaning = Length(unit, 1.0) if unit != "quarter" else Relative("quarter", 0, "period")
    return _piece(hit, meaning, last=hit.last - 1)


@builder("yearperiod")
def build_year_period(hit: Hit) -> list[Piece]:
    """Build "the 1988 period", "the 1988 quarter": the period that the text speaks of, in that year."""
    return _piece(hit, Relative("year", float(_year(hit) or 0), "periodyear"))


@builder("lengthvague")
def build_vague_length(hit: Hit) -> list[Piece]:
    """Build "a year or two"."""
    return _piece(hit, Length(_unit(hit), None))
