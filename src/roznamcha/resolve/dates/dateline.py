"""The line that dates a text: "Date of publication 20 November 2017", "AFP Monday 18 Aug 2014", "QUETTA, Feb 12 (AFP):".

From that day a text speaks, whatever day the archive gives: archives often give the day on which they were crawled, and what an
agency tells "today" is printed tomorrow. The line dates the text, not what it tells. A line without its year takes the one that
brings it nearest before publication; without a date of publication it keeps its month and day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from roznamcha.resolve.calendar import Day, count_days, month_length
from roznamcha.resolve.dates.lexer import Lexeme
from roznamcha.resolve.dates.lexicon import load_company
from roznamcha.resolve.dates.meaning import Named, Piece
from roznamcha.resolve.dates.points import Point

HEAD: Final = 150
FOOT: Final = 120
"""Characters of the head and the foot of a text in which its date line may stand."""
OLD_LINE: Final = 60
"""Days: a line that lies further before publication is no date line."""
_CENTURY: Final = 69
"""Years of two digits from here on are of the twentieth century (POSIX)."""
_IN_SENTENCE: Final = load_company()["in-sentence"]
_LINE_LEADS: Final = load_company()["line-leads"]
_AGENCIES: Final = load_company()["agencies"]
_CLOSERS: Final = frozenset(("(", ":", "-", "–", "—", "_"))
_BEHIND_YEAR: Final = re.compile(r"\s*(?:\([A-Z]|[:–—_-]+(?!\s?\d))")
"""What stands behind the year of an agency's line: its name in brackets or a sign; else the digits count something."""
_PLACES: Final = re.compile(r"\s*[A-Z][\w'’-]*\.?(?:[ /,]{1,2}[A-Z][\w'’.-]*){0,5}(?: \([A-Z][\w .]*\))?,\s*")
"""What stands before the day in the line of an agency: a place, perhaps with its province or country."""


@dataclass(frozen=True, slots=True)
class DateLine:
    """The day of a date line, the lexemes `first:last` that tell it, and how `TimeExpression.anchor` names them."""

    point: Point
    first: int
    last: int
    anchor: str


def find_date_line(text: str, published: Day | None, pieces: Sequence[Piece], lexemes: Sequence[Lexeme]) -> DateLine | None:
    """Find a day in the head or foot of the text that no sentence holds; in the head also an agency's line without the year."""
    end = lexemes[-1].end if lexemes else 0
    for piece in pieces:
        if not isinstance(piece.meaning, Named) or piece.meaning.point.unit != "day" or piece.meaning.point.number == 0:
            continue
        at = lexemes[piece.first].start
        named = piece.meaning.point
        point: Point | None = named
        if named.year is None:
            if at <= HEAD and (short := _with_short_year(text, lexemes, piece, named, published)):
                return DateLine(short, piece.first, piece.last + 1, f"text:{at}:{lexemes[piece.last].end}")
            agency = at <= HEAD and _is_agency_line(text, lexemes, piece.first, piece.last)
            point = _with_year(named, published) if agency else None
        elif HEAD < at < end - FOOT or not _stands_apart(text, lexemes, piece.first, published is not None):
            point = None
        if point is not None and not _is_old(point, published):
            return DateLine(point, piece.first, piece.last, f"text:{at}:{lexemes[piece.last - 1].end}")
    return None


def _with_short_year(text: str, lexemes: Sequence[Lexeme], piece: Piece, point: Point, published: Day | None) -> Point | None:
    """Read the year of two digits that an agency writes behind the day ("BOGOTA, 11 JAN 90 (EFE)"), however old it is."""
    last = piece.last + 1
    written = text[lexemes[last - 1].start : lexemes[last - 1].end] if last <= len(lexemes) else ""
    if not (len(written) == 2 and written.isdecimal() and _is_agency_line(text, lexemes, piece.first, last)):
        return None
    year = int(written) + (1900 if int(written) >= _CENTURY else 2000)
    is_count = not _BEHIND_YEAR.match(text, lexemes[last - 1].end)
    return None if is_count else _told_in(point, year, published)


def _is_old(point: Point, published: Day | None) -> bool:
    return published is not None and count_days(published) - count_days(point.first) > OLD_LINE


def _with_year(point: Point, published: Day | None) -> Point | None:
    """Put a month and day into the year that brings it nearest before publication."""
    if published is None:
        return point
    years = (published.year + 1, published.year, published.year - 1)
    return next((dated for year in years if (dated := _told_in(point, year, published))), None)


def _told_in(point: Point, year: int, published: Day | None) -> Point | None:
    """Put a month and day into a year that has them and does not lie ahead of publication (a day ahead: another time zone)."""
    if point.day > month_length(year, point.number):
        return None
    dated = point.with_year(year)
    return None if published and count_days(dated.first) > count_days(published) + 1 else dated


def _is_agency_line(text: str, lexemes: Sequence[Lexeme], first: int, last: int) -> bool:
    """Tell the line of an agency: a place before the day and a sign behind it, or the day alone before the agency's name."""
    behind = lexemes[last : last + 3]
    if not behind or behind[0].low not in _CLOSERS:
        return False
    start = lexemes[first].start
    before = text[text.rfind("\n", 0, start) + 1 : start]
    named = behind[0].low == "(" and len(behind) > 1 and behind[1].low in _AGENCIES
    return (named and not before.strip()) or _PLACES.fullmatch(before) is not None


def _stands_apart(text: str, lexemes: Sequence[Lexeme], first: int, known: bool) -> bool:
    """Tell whether no sentence leads up to a date: nothing, a break, a sign or "published" stands before it.

    Where publication is known, a name may ("AFP Monday 18 Aug 2014").
    """
    if first == 0:
        return True
    before = lexemes[first - 1]
    apart = "break" in before.classes or before.low in _LINE_LEADS
    return apart or (known and text[before.start].isupper() and before.low not in _IN_SENTENCE)
