"""Fills from closed lists and formats, read off words: types of weapons and targets, numbers, nations, dates, places.

Word tables stand in `data/muc4`; the first word of a table that stands in the string decides. Dates follow the task's forms:
a day when the text gives one or counts from today, "on or before the dateline" when it gives a weekday or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Final

from roznamcha.evaluate.muc4.matching import write_date
from roznamcha.evaluate.muc4.message import MONTHS, Message
from roznamcha.resolve.numbers import read_numbers

TASK_COUNTRIES: Final = ("SV", "CO", "PE", "GT", "CL", "HN", "AR", "BO", "EC")
"""The nine countries that the task is about."""

DAY_AND_MONTH = re.compile(rf"\b(\d{{1,2}})(?:ST|ND|RD|TH)? (?:OF )?({'|'.join(MONTHS)})[A-Z]*\b(?:,? (?:19)?(\d{{2}})\b)?")
TODAY = re.compile(r"\b(?:TODAY|TONIGHT|THIS (?:MORNING|AFTERNOON|EVENING)|EARLY THIS MORNING)\b")
YESTERDAY = re.compile(r"\b(?:YESTERDAY|LAST NIGHT)\b")
DAYS_AGO = re.compile(r"\b(\d{1,2}|TWO|THREE|FOUR|FIVE) DAYS AGO\b")
NEAR: Final = 250
"""So many characters on both sides of an act are around it."""
WHOLE, HOME, SAID = 3.0, 1.5, 1.0
"""What the whole message, the dateline's country and another reader's guess weigh, where a word around the act weighs 1."""
WEEKDAYS: Final = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b")
SAYING: Final = (
    r"(?:SAID|SAYS|STATED|REPORTED|REPORTS|ANNOUNCED|DECLARED|DENOUNCED|REVEALED|CONDEMNED|ADMITTED|CLAIMED|CONFIRMED|ADDED|TOLD"
    r"|DENIED|INFORMED|DISCLOSED|EXPLAINED|NOTED|ASKED|URGED|CALLED|REFERRED|STRESSED|TRANSMITTED|ISSUED|SENT)"
)
SAID_BEFORE = re.compile(rf"\b{SAYING}(?: [A-Z]+){{0,2}} $")
SAID_AFTER = re.compile(rf" (?:[A-Z]+ )?{SAYING}\b")
"""A verb of saying so near before or behind a day: that day is when it was said."""
HEAD: Final = 25
"""A number further inside a string than this counts something else."""

PART_OF = re.compile(r"OF (?:THE|HIS|HER|THEIR|THESE|THOSE)")
SMALL_NUMBERS: Final = {"TWO": 2, "THREE": 3, "FOUR": 4, "FIVE": 5}


@cache
def read_table(name: str) -> dict[str, str]:
    """Read a table of two columns from `data/muc4`; the order of its lines is kept."""
    lines = (resources.files("roznamcha.data") / "muc4" / name).read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t")[:2] for line in lines if line and not line.startswith("#"))


@cache
def _countries() -> list[tuple[str, str, tuple[str, ...]]]:
    lines = (resources.files("roznamcha.data") / "muc4" / "countries.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(iso, name, tuple(words.split())) for iso, name, words in rows]


def look_up(table: str, words: str) -> str | None:
    """Give the value of the first entry of a table that stands in `words`.

    >>> look_up("weapons.tsv", "A POWERFUL CAR BOMB"), look_up("things.tsv", "THE TREES")
    ('VEHICLE BOMB', None)
    """
    padded = f" {words.upper()} "
    return next((value for word, value in read_table(table).items() if f" {word} " in padded), None)


def country_name(iso: str | None) -> str | None:
    """Give the task's name of a country.

    >>> country_name("SV")
    'EL SALVADOR'
    """
    return next((name for code, name, _ in _countries() if code == iso), None)


def is_country(words: str) -> bool:
    """Tell whether words are the name of a country and not of a place in one."""
    return any(name == words for _, name, _ in _countries())


def count_countries(text: str) -> dict[str, int]:
    """Count, by ISO code, how often a text names each country or its people."""
    counts = {iso: 0 for iso, _, _ in _countries()}
    for iso, name, words in _countries():
        counts[iso] = len(re.findall(rf"(?<![A-Z])(?:{'|'.join(map(re.escape, (name, *words)))})(?![A-Z])", text))
    return counts


@cache
def _regions() -> dict[str, re.Pattern[str]]:
    """Give, by ISO code, a pattern of the regions, towns and names that tell a country."""
    table = read_table("regions.tsv")
    return {
        iso: re.compile(rf"(?<![A-Z])(?:{'|'.join(map(re.escape, names.split('|')))})(?![A-Z])") for iso, names in table.items()
    }


def weigh_countries(text: str) -> dict[str, int]:
    """Weigh, by ISO code, how much of a text is about each of the nine countries: its names, its people, its regions."""
    named = count_countries(text)
    return {iso: named[iso] + len(_regions()[iso].findall(text)) for iso in TASK_COUNTRIES}


def guess_country(message: Message, start: int, end: int, said: str | None = None) -> str:
    """Guess the country of an act told at `start:end`: what is named around it counts most, then the rest and the dateline.

    `said` is another reader's guess, which counts as much as a word around the act.
    """
    near = weigh_countries(message.text[max(message.body, start - NEAR) : end + NEAR])
    whole = weigh_countries(message.text[message.body :])
    home = next((iso for iso, names in _regions().items() if message.city and names.fullmatch(message.city)), None)
    home = read_table("cities.tsv").get(message.city or "", home)
    most = max(1, *whole.values())
    weight = {
        iso: near[iso] + WHOLE * whole[iso] / most + (HOME if iso == home else 0.0) + (SAID if country_name(iso) == said else 0.0)
        for iso in TASK_COUNTRIES
    }
    best = max(TASK_COUNTRIES, key=lambda iso: weight[iso])
    return country_name(best if weight[best] else home) or said or "EL SALVADOR"


def foreign_nation(words: str, country: str) -> str | None:
    """Name the nation that a target's words give when it is not the country of the act."""
    for _, name, nouns in _countries():
        if name != country and re.search(rf"(?<![A-Z])(?:{'|'.join(map(re.escape, (name, *nouns)))})(?![A-Z])", words):
            return name
    return None


def number_before(text: str, start: int, end: int) -> str | None:
    """Write the number that stands in or right before the words at `start:end`, in the task's form.

    >>> number_before("SIX JESUIT PRIESTS WERE KILLED", 4, 18), number_before("ABOUT 50 PEASANTS", 9, 17)
    ('6', '~50')
    """
    window = max(0, start - 40)
    for mention in reversed(read_numbers(text[window : min(end, start + HEAD)].lower())):
        gap = text[window + mention.span.end : start].strip()
        near = window + mention.span.end >= start or len(gap.split()) < 2 or PART_OF.fullmatch(gap)
        if mention.kind == "count" and near and "." not in gap:
            return _write_number(mention.span.text, mention.low, mention.high)
    return None


def _write_number(words: str, low: float, high: float | None) -> str:
    if high is None:
        exact = re.search(r"\d+", words.replace(",", ""))
        return f"{int(exact[0]) if exact else int(low)}-"
    rough = "~" if re.search(r"\b(?:about|around|some|approximately|nearly|almost)\b", words) else ""
    return f"{rough}{int(high)}" if low == high or rough else f"{int(low)}-{int(high)}"


def is_plural(words: str) -> bool:
    """Tell whether a string names several: by its last word before a preposition.

    >>> [is_plural(words) for words in ("MEMBERS OF THE PARTY", "PRIEST", "PEOPLE", "WOMEN", "BUS")]
    [True, False, True, True, False]
    """
    head = re.split(r" (?:OF|FROM|IN|AT|FOR|WITH|ON|WHO) ", words.upper())[0].split()
    last = head[-1].strip("\"'),.") if head else ""
    irregular = last in ("PEOPLE", "CHILDREN", "POLICE", "PERSONNEL") or last.endswith("MEN")
    return irregular or (last.endswith("S") and not last.endswith(("SS", "US", "IS")))


def find_day(message: Message, start: int, end: int, near: int | None = None) -> tuple[date | None, date] | None:
    """Find when the act told at `start:end` happened: first and last day; a first day of None means "on or before".

    Of several days the nearest to `near` is taken (left out: the first). A day on which somebody spoke is not the act's, and
    none lies ahead of the dateline.
    """
    if message.day is None:
        return None
    start = max(start, message.body)
    words = message.text[start:end]
    told = [(abs(at + start - (near or start)), at, day) for at, day in _told_days(words, message.day) if day <= message.day]
    if not told:
        return None
    day = min(told)[2]
    return day, day


def _told_days(words: str, published: date) -> Iterator[tuple[int, date]]:
    """Yield every day told and where it stands, those of sayings left out."""
    for pattern, read in (
        (DAY_AND_MONTH, _stated_day),
        (YESTERDAY, lambda found, day: day - timedelta(1)),
        (TODAY, lambda found, day: day),
        (DAYS_AGO, lambda found, day: day - timedelta(SMALL_NUMBERS.get(found[1], 0) or int(found[1]))),
        (WEEKDAY, lambda found, day: day - timedelta((day.weekday() - WEEKDAYS.index(found[1])) % 7)),
    ):
        for found in pattern.finditer(words):
            said = SAID_BEFORE.search(words[: found.start()]) or SAID_AFTER.match(words[found.end() :])
            day = None if said else read(found, published)
            if day is not None:
                yield found.start(), day


def _stated_day(found: re.Match[str], published: date) -> date | None:
    day, month, year = found.groups()
    try:
        stated = date(1900 + int(year) if year else published.year, MONTHS.index(month) + 1, int(day))
    except ValueError:
        return None
    return stated.replace(year=stated.year - 1) if not year and stated > published + timedelta(31) else stated


def write_day(message: Message, found: tuple[date | None, date] | None) -> str | None:
    """Write a day for the slot; without one, "on or before the dateline", and nothing when there is no dateline."""
    if found is not None:
        return write_date(*found)
    return write_date(None, message.day) if message.day else None


def place_type(text: str, name: str) -> str:
    """Name the type of a place by the words around it: CITY where nothing tells.

    >>> place_type("IN THE DEPARTMENT OF ANTIOQUIA", "ANTIOQUIA"), place_type("IN LIMA", "LIMA")
    ('DEPARTMENT', 'CITY')
    """
    kinds = "DEPARTMENT|PROVINCE|NEIGHBORHOOD|TOWN|VILLAGE|MUNICIPALITY|REGION|AREA|DISTRICT|CANTON|HAMLET|FARM|RIVER"
    after = re.search(rf"{re.escape(name)} ({kinds})\b", text)
    before = re.search(rf"\b({kinds}) OF {re.escape(name)}\b", text)
    found = after or before
    return found[1] if found else "CITY"
