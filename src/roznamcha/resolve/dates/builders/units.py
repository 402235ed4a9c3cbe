"""Builders of named units from the week to the century: months, seasons, quarters, years, decades."""

from __future__ import annotations

import re

from roznamcha.resolve.dates.builders.common import (
    COMPANY,
    builder,
    one_piece,
    read_day,
    read_detail,
    read_named,
    read_year,
    without_lead,
    word_after,
    word_at,
    word_before,
)
from roznamcha.resolve.dates.grammar import Hit
from roznamcha.resolve.dates.meaning import Length, Named, Piece, Relative
from roznamcha.resolve.dates.points import Point


@builder("month")
def build_month(hit: Hit) -> list[Piece]:
    """Build a month, with or without its year or direction."""
    if not _is_month_use(hit):
        return []
    return one_piece(hit, read_named(hit, Point("month", read_year(hit), hit.number("mon") or 1)), without_lead(hit))


def _is_month_use(hit: Hit) -> bool:
    """Tell whether a word such as "may" or "jan" stands for the month: by a full stop, or by company that settles it."""
    place = hit.at("mon")
    if place is None:
        return True
    lexeme = hit.lexemes[place]
    if word_at(hit, "drel") in ("that", "this") and lexeme.low in ("may", "march"):
        return "capital" in lexeme.classes
    if hit.last - hit.first > 1:
        return True
    if lexeme.is_short or lexeme.low not in ("may", "march"):
        return not lexeme.is_short
    before = word_before(hit)
    if before in COMPANY["month-leads"] or ("capital" in lexeme.classes and before == "the"):
        return word_after(hit) not in ("be", "have", "not")
    near = hit.lexemes[max(place - 3, 0) : place]
    return before in ("and", "to", "-", "–") and any("month" in other.classes for other in near)


@builder("months2")
def build_months(hit: Hit) -> list[Piece]:
    """Build "June and July 2013" as two months."""
    first, second = hit.at("mon") or 0, hit.at("mon2") or 0
    one = Named(Point("month", read_year(hit), hit.number("mon") or 1))
    two = read_named(hit, Point("month", read_year(hit), hit.number("mon2") or 1))
    return [Piece(first, first + 1, one, hit.rule), Piece(second, hit.last, two, hit.rule)]


@builder("weekof")
def build_week_of(hit: Hit) -> list[Piece]:
    """Build "the week of March 6"."""
    point = read_day(hit)
    return [] if point is None else one_piece(hit, Named(Point("week", point.year, point.number, point.day)))


@builder("weekofmonth")
def build_week_of_month(hit: Hit) -> list[Piece]:
    """Build "the last week of May"."""
    told = hit.get("nth") or ""
    month = Point("month", read_year(hit), hit.number("mon") or 1)
    return one_piece(hit, Length("week", 1.0, month=month, nth=int(told) if told.isdigit() else -1))


@builder("year")
def build_year(hit: Hit) -> list[Piece]:
    """Build a year; refuse a number of four digits that counts something."""
    year = read_year(hit)
    if hit.get("yy"):
        short = int(hit.get("yy") or 0)
        year = short + (2000 if short < 50 else 1900)
    if year is None or not _is_year_use(hit):
        return []
    return one_piece(hit, Named(Point("year", year), detail=read_detail(hit)), without_lead(hit))


def _is_year_use(hit: Hit) -> bool:
    """Tell a year from a count of four digits by the words beside it."""
    if hit.last - hit.first > 1 or hit.get("spelled"):
        return True
    year, before, after = int(hit.get("year") or 0), word_before(hit), word_after(hit)
    behind = hit.lexemes[hit.last].classes if hit.last < len(hit.lexemes) else {}
    if before in COMPANY["not-year-leads"] or after in COMPANY["counted"] or "unit" in behind or "units" in behind:
        return False
    if after in COMPANY["vehicles"] and before not in COMPANY["year-leads"]:
        # "a 1998 Toyota Corolla packed with explosives": the year of the model.
        return False
    plural = after.endswith("s") and len(after) > 3 and after not in ("was", "has", "'s")
    if before == "the" or (before in COMPANY["year-leads"] and not plural):
        return 1200 <= year <= 2150
    return 1500 <= year <= 2050 and (not plural or 1900 <= year <= 2035)


@builder("years2")
def build_years(hit: Hit) -> list[Piece]:
    """Build "1990-91" as two years."""
    year, short, place = int(hit.get("year") or 0), int(hit.get("yy") or 0), hit.at("yy") or 0
    if not 0 < short - year % 100 < 20:
        return []
    second = Named(Point("year", year // 100 * 100 + short))
    return [Piece(hit.first, hit.first + 1, Named(Point("year", year)), hit.rule), Piece(place, place + 1, second, hit.rule)]


@builder("bcyears")
def build_years_bc(hit: Hit) -> list[Piece]:
    """Build "499-493 BC" as two years; both count down."""
    one, two, place = hit.number("anyyear") or 0, hit.number("year2") or 0, hit.at("year2") or 0
    if one <= two:
        return []
    first, second = Named(Point("year", 1 - one)), Named(Point("year", 1 - two))
    return [Piece(hit.first, hit.first + 1, first, hit.rule), Piece(place, hit.last, second, hit.rule)]


@builder("decade")
def build_decade(hit: Hit) -> list[Piece]:
    """Build "the 1970s", "the late '80s", "the nineties"; refuse "50s" that stands alone, and ages ("his early 30s")."""
    digits = re.sub(r"\D", "", hit.get("decade") or "")
    start = int(hit.get("decword") or digits or 0)
    alone = hit.lexemes[hit.first].low != "the" and hit.at("quote") is None and not (hit.get("decword") and hit.get("qual"))
    if (len(digits) < 3 and (alone or word_before(hit) in COMPANY["owners"])) or start % 10:
        return []
    if start < 100:
        start += 1900
    # The 470s BC begin with 479 BC.
    return one_piece(hit, Named(Point("decade", -8 - start if hit.get("bc") else start), detail=read_detail(hit)))


@builder("century")
def build_century(hit: Hit) -> list[Piece]:
    """Build "the 20th century"."""
    number = hit.number("ord") or 1
    start = -100 * number + 1 if hit.get("bc") else 100 * (number - 1)
    return one_piece(hit, Named(Point("century", start), detail=read_detail(hit)))


@builder("season")
def build_season(hit: Hit) -> list[Piece]:
    """Build a season; "fall" only where no city falls, "spring" alone only behind a preposition."""
    word, before = word_at(hit, "season"), word_before(hit)
    told = hit.get("year") or hit.get("yrel") or hit.get("anyyear")
    last = hit.last
    while hit.lexemes[last - 1].low == "of":
        last -= 1
    if last - hit.first == 1 and word in ("fall", "spring") and before not in COMPANY["season-leads"]:
        return []
    falls = last < hit.last or word_after(hit) == "of" or before in COMPANY["after-fall"]
    if word == "fall" and not told and falls:
        return []
    point = Point("season", read_year(hit), hit.number("season") or 0)
    return one_piece(hit, read_named(hit, point), without_lead(hit), last)


@builder("historyseason")
def build_season_of_campaign(hit: Hit) -> list[Piece]:
    """Build the season of a "Spring Offensive"; the other uses of a season have their own rule."""
    if word_after(hit) not in COMPANY["season-heads"] or word_before(hit) in COMPANY["season-leads"]:
        return []
    return one_piece(hit, Named(Point("season", None, hit.number("season") or 0)))


@builder("quarter")
def build_quarter(hit: Hit) -> list[Piece]:
    """Build a quarter of a year; the article stays outside "the third-quarter loss"."""
    number = hit.number("ord") or hit.number("daynum") or 0
    if not 1 <= number <= 4 or (hit.rule == "quarter-q" and hit.lexemes[hit.first].end != hit.lexemes[hit.first + 1].start):
        return []
    meaning = read_named(hit, Point("quarter", read_year(hit), number))
    if hit.get("cmp"):
        return one_piece(hit, Named(meaning.point, -1, "now"))
    adjective = bool(hit.get("dash")) and "'fiscal" not in hit.labels and hit.last - 1 == hit.at("'quarter")
    return one_piece(hit, meaning, hit.first + (adjective and hit.lexemes[hit.first].low == "the"))


@builder("half")
def build_half(hit: Hit) -> list[Piece]:
    """Build a half of a year."""
    number = {"first": 1, "early": 1, "second": 2, "latter": 2, "last": 2}.get(word_at(hit, "half"))
    return [] if number is None else one_piece(hit, read_named(hit, Point("half", read_year(hit), number)))


@builder("yearperiod")
def build_year_period(hit: Hit) -> list[Piece]:
    """Build "the 1988 period", "the 1988 quarter": the period that the text speaks of, in that year."""
    return one_piece(hit, Relative("year", float(read_year(hit) or 0), "periodyear"))
