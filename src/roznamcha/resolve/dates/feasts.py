"""Holidays and days of mourning: fixed days, nth weekdays, Easter and its neighbours, and the months of the moon.

Islamic dates follow the tabular calendar (civil epoch 16 July 622, leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26 and 29 of
thirty; Reingold and Dershowitz, "Calendrical Calculations", chapter 7). The moon is sighted a day earlier or later in places,
so such a day carries "~". A day that several countries keep on different dates ("Independence Day") is resolved only when the
text names one of those countries more than the others, near it or, failing that, anywhere.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from roznamcha.resolve.calendar import Day, count_days, day_of, shift_days, weekday_of
from roznamcha.resolve.dates.lexer import Lexeme
from roznamcha.resolve.dates.lexicon import load_table
from roznamcha.resolve.dates.meaning import Feast
from roznamcha.resolve.dates.points import Point, day_point
from roznamcha.resolve.numbers.tokens import tokenize

Row = tuple[str, str, str]
"""Calendar, rule and country."""
_COUNTRIES: Final = {row[0]: row[1] for row in load_table("countries.tsv")}
NEAR: Final = 120
"""Characters on either side of a holiday in which a country is named near it."""
_HIJRI: Final = range(1300, 1600)
"""Years that a date of the moon tells in its own era."""
_LONG_MONTH: Final = 30
"""Days of the odd months of the tabular calendar, Muharram and Ramadan among them: no other is read without its day."""
_EPOCH: Final = -492148
"""1 Muharram 1, in days from 1970-01-01 (Julian day 1948440 as a civil day)."""


@cache
def load_feasts() -> dict[str, dict[tuple[str, ...], str]]:
    """Give, by their first word, the phrases that name holidays, longest first, each with its name in the table."""
    table: dict[str, dict[tuple[str, ...], str]] = {}
    for row in load_table("holidays.tsv"):
        for name in row[3].split("|"):
            words = tuple(token.low for token in tokenize(name))
            table.setdefault(words[0], {})[words] = name
    return {first: dict(sorted(names.items(), key=lambda item: -len(item[0]))) for first, names in table.items()}


@cache
def _rows_of(name: str) -> tuple[Row, ...]:
    return tuple((row[0], row[1], row[2]) for row in load_table("holidays.tsv") if name in row[3].split("|"))


def find_feast(lexemes: list[Lexeme], at: int) -> tuple[str, int] | None:
    """Find the holiday named at lexeme `at`: its name in the table and the index behind it."""
    for words, name in load_feasts().get(lexemes[at].low, {}).items():
        found = lexemes[at : at + len(words)]
        if tuple(lexeme.low for lexeme in found) == words:
            return name, at + len(words)
    return None


def resolve_feast(feast: Feast, now: Day | None, text: str, at: int) -> tuple[Point, int | None] | None:
    """Give the day of a holiday named at an offset, or the first of a month of the moon, with the days that it lasts.

    The length is None for what the moon does not settle. None when the country is open.
    """
    row = (feast.calendar, feast.names) if feast.calendar else _choose_row(feast.names, text, at)
    if row is None:
        return None
    calendar, rule = row
    if feast.year is not None:
        point = _in_year(calendar, rule, feast.year)
    elif now is None:
        return (Point("day", None, int(rule[:2]), int(rule[3:])), None) if calendar == "fixed" else None
    else:
        point = _choose([_in_year(calendar, rule, now.year + step) for step in (-1, 0, 1)], now, feast.direction)
    return point, (_LONG_MONTH if rule.endswith("-00") else 1) if calendar == "islamic" else None


def _choose_row(name: str, text: str, at: int) -> tuple[str, str] | None:
    """Choose among the countries that keep a day of one name: the one named near it, else the one named most."""
    rows = _rows_of(name)
    if len(rows) > 1:
        countries = tuple(row[2] for row in rows)
        chosen = _country_of(text[max(at - NEAR, 0) : at + NEAR], countries) or _country_of(text, countries)
        rows = tuple(row for row in rows if row[2] == chosen)
    return rows[0][:2] if rows else None


def _choose(candidates: list[Point], now: Day, direction: int | None) -> Point:
    today = count_days(now)
    if direction is not None and direction > 0:
        return next(point for point in candidates if count_days(point.first) > today)
    past = [
        point for point in candidates if count_days(point.first) <= today and (direction != -1 or count_days(point.last) < today)
    ]
    ahead = [point for point in candidates if count_days(point.first) > today]
    soon = ahead and count_days(ahead[0].first) - today <= 30 < today - count_days(past[-1].first)
    return ahead[0] if soon and direction is None else past[-1]


def _in_year(calendar: str, rule: str, year: int) -> Point:
    if calendar == "fixed":
        return Point("day", year, int(rule[:2]), int(rule[3:]))
    if calendar == "weekday":
        month, nth, weekday = (int(part) for part in rule.split("-"))
        return day_point(_nth_weekday(year, month, nth, weekday))
    if calendar == "easter":
        return day_point(shift_days(easter(year), int(rule)))
    month, day = int(rule[:2]), int(rule[3:]) or 1
    return day_point(islamic_day(year if year in _HIJRI else islamic_year_of(year, month, day), month, day))


def _nth_weekday(year: int, month: int, nth: int, weekday: int) -> Day:
    first = Day(year, month, 1)
    day = shift_days(first, (weekday - weekday_of(first)) % 7 + 7 * (nth - 1))
    return day if day.month == month else shift_days(day, -7)


def easter(year: int) -> Day:
    """Give Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876, "Meeus/Jones/Butcher").

    >>> str(easter(2014))
    '2014-04-20'
    """
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return Day(year, month, day + 1)


def islamic_day(year: int, month: int, day: int) -> Day:
    """Give the day of a date in the tabular Islamic calendar.

    >>> str(islamic_day(1435, 10, 1))
    '2014-07-29'
    """
    leaps = (3 + 11 * year) // 30
    return day_of(_EPOCH + day - 1 + 29 * (month - 1) + month // 2 + 354 * (year - 1) + leaps)


def islamic_year_of(year: int, month: int, day: int) -> int:
    """Give the Islamic year whose `month`, `day` falls in a Gregorian year (the later one where two do)."""
    guess = int((year - 622) * 33 / 32) + 2
    while islamic_day(guess, month, day).year > year:
        guess -= 1
    return guess


def _country_of(text: str, countries: tuple[str, ...]) -> str | None:
    counts = sorted(((_mentions(text, country), country) for country in countries), reverse=True)
    clear = counts[0][0] > 0 and (len(counts) == 1 or counts[0][0] > counts[1][0])
    return counts[0][1] if clear else None


def _mentions(text: str, country: str) -> int:
    return len(re.findall(rf"\b(?:{_COUNTRIES[country]})\b", text, re.IGNORECASE)) if country in _COUNTRIES else 0
