"""When a response's fill is right, partly right or wrong, without a person to ask.

The scoring of 1992 was interactive for strings, dates and places. Here fixed rules decide, the same for every system: 1 for
right, 0.5 for partly right, 0 for wrong. A reference that points to another string than the key's makes a right fill partly
right.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final

from roznamcha.evaluate.muc4.templates import NUMBER_SLOTS, REFERRING_SLOTS, STRING_SLOTS, Fill

LEADING_WORDS: Final = frozenset(
    re.findall(
        r"\w+",
        "a the an this that these those one two three four five six seven eight nine ten 1 2 3 4 5 6 7 8 9 10 more most many"
        " several some all few any another other certain of",
    )
)
"""Words at the head of a string that do not count."""

EXTRA_WORDS: Final = 3
"""A response may say so many words more than the key and still be right."""

MORE_GENERAL: Final[dict[str, frozenset[str]]] = {
    "GUN": frozenset({"MACHINE GUN", "MORTAR", "HANDGUN", "RIFLE"}),
    "EXPLOSIVE": frozenset({"BOMB", "VEHICLE BOMB", "DYNAMITE", "MINE", "AERIAL BOMB", "GRENADE", "MOLOTOV COCKTAIL"}),
    "BOMB": frozenset({"VEHICLE BOMB", "DYNAMITE", "MINE", "AERIAL BOMB"}),
    "PROJECTILE": frozenset({"MISSILE", "ROCKET"}),
    "SUSPECTED OR ACCUSED": frozenset({"SUSPECTED OR ACCUSED BY AUTHORITIES"}),
    "POLITICAL FIGURE OFFICE OR RESIDENCE": frozenset({"GOVERNMENT OFFICE OR RESIDENCE"}),
    "GOVERNMENT OFFICIAL": frozenset({"FORMER GOVERNMENT OFFICIAL"}),
    "ACTIVE MILITARY": frozenset({"FORMER ACTIVE MILITARY"}),
    "POLITICAL FIGURE": frozenset({"GOVERNMENT OFFICIAL"}),
    "DESTROYED": frozenset({"SOME DAMAGE"}),
    "NO INJURY": frozenset({"NO INJURY OR DEATH"}),
    "NO DEATH": frozenset({"NO INJURY OR DEATH"}),
}
"""A response's set fill that is partly right when the key has one of these."""

MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
Day = tuple[int, int, int]
Dates = tuple[str, Day | None, Day]


def match_fill(slot: str, response: Fill, key: Fill) -> float:
    """Score one fill against the best of the key's alternatives; of a response only the first alternative counts."""
    if not response.alternatives:
        return 0.0
    said = response.alternatives[0]
    best = 0.0
    for wanted in key.alternatives:
        worth = match_value(slot, said.value, wanted.value)
        astray = slot in REFERRING_SLOTS and wanted.refs and wanted.refs != ("-",)
        if worth == 1.0 and astray and not any(match_string(mine, theirs) > 0 for mine in said.refs for theirs in wanted.refs):
            worth = 0.5
        best = max(best, worth)
    return best


def match_value(slot: str, response: str, key: str) -> float:
    """Score one value of a slot."""
    if slot in STRING_SLOTS:
        return match_string(response, key)
    if slot == "incident_date":
        return match_date(response, key)
    if slot == "incident_location":
        return match_location(response, key)
    if slot in NUMBER_SLOTS:
        return match_number(response, key)
    return match_set_fill(slot, response.upper(), key.upper())


def match_string(response: str, key: str) -> float:
    """Score words of the text: right with up to three words more, partly right when shorter or with the same head noun.

    >>> match_string("THE URBAN GUERRILLAS", "GUERRILLAS"), match_string("GUERRILLAS", "URBAN GUERRILLAS")
    (1.0, 0.5)
    """
    said, wanted = string_words(response), string_words(key)
    if said == wanted:
        return 1.0
    if not said or not wanted:
        return 0.0
    if set(wanted) <= set(said):
        return 1.0 if len(said) - len(wanted) <= EXTRA_WORDS else 0.5
    same_head = said[-1] == wanted[-1] and len(said[-1]) > 3
    return 0.5 if set(said) <= set(wanted) or same_head else 0.0


@lru_cache(maxsize=100_000)
def string_words(words: str) -> tuple[str, ...]:
    """Split a string into lower-case words without those at its head that do not count."""
    found = re.findall(r"[A-Z0-9]+", words.upper())
    while found and found[0].lower() in LEADING_WORDS:
        found = found[1:]
    return tuple(word.lower() for word in found)


def match_date(response: str, key: str) -> float:
    """Score a date: a day, a span of days, or "on or before"; a day inside the key's span is partly right.

    >>> match_date("16 NOV 89", "16 NOV 89"), match_date("15 NOV 89", "- 16 NOV 89"), match_date("17 NOV 89", "- 16 NOV 89")
    (1.0, 0.5, 0.0)
    """
    if re.sub(r"\s+", "", response.upper()) == re.sub(r"\s+", "", key.upper()):
        return 1.0
    said, wanted = read_dates(response), read_dates(key)
    if said is None or wanted is None:
        return 0.0
    return 1.0 if said == wanted else 0.5 * _is_near(said, wanted)


def _is_near(said: Dates, wanted: Dates) -> bool:
    form, first, last = said
    if form == "day" and wanted[1] is not None:
        return wanted[0] == "span" and wanted[1] <= last <= wanted[2]
    if form == "day":
        return last <= wanted[2]
    if form == "until":
        return last == wanted[2]
    return last == wanted[2] or first == wanted[1]


def read_dates(value: str) -> Dates | None:
    """Read "DD MON YY", "DD MON YY - DD MON YY" or "- DD MON YY" as its form, first and last day; None when there is no day."""
    value = value.upper().strip("() ")
    found = re.findall(r"(\d{1,2})\s+([A-Z]{3})[A-Z]*\s+(\d{2})", value)
    days = [(int(year), MONTHS.index(month) + 1 if month in MONTHS else 0, int(day)) for day, month, year in found]
    if not days:
        return None
    if value.startswith("-"):
        return "until", None, days[0]
    return ("span", days[0], days[1]) if len(days) > 1 else ("day", days[0], days[0])


def write_date(first: date | None, last: date) -> str:
    """Write a day, a span, or (with no first day) "on or before".

    >>> write_date(None, date(1989, 3, 21))
    '- 21 MAR 89'
    """
    if first is None:
        return f"- {_write_day(last)}"
    return _write_day(last) if first == last else f"{_write_day(first)} - {_write_day(last)}"


def _write_day(day: date) -> str:
    return f"{day.day:02d} {MONTHS[day.month - 1]} {day.year % 100:02d}"


def match_location(response: str, key: str) -> float:
    """Score a place: country and smallest place right is right; the country alone, or the places without it, is partly right.

    >>> match_location("PERU: LIMA (CITY)", "PERU: LIMA (DEPARTMENT): LIMA (CITY)"), match_location("PERU", "PERU: LIMA (CITY)")
    (1.0, 0.5)
    """
    said, wanted = read_places(response), read_places(key)
    if said == wanted:
        return 1.0
    inside_said, inside_wanted = ({name for part in places[1:] for name in part} for places in (said, wanted))
    if said[0] == wanted[0]:
        return 1.0 if inside_said and inside_wanted and said[-1] == wanted[-1] else 0.5
    return 0.5 if inside_said and inside_said == inside_wanted else 0.0


def read_places(value: str) -> list[list[str]]:
    """Split a location into its parts from the country inwards, each a place or the two places between which it lies."""
    named = re.sub(r"\([^)]*\)", "", value.upper())
    return [[" ".join(name.split()) for name in part.split(" - ")] for part in named.split(":")]


def match_number(response: str, key: str) -> float:
    """Score a number: equal, or partly right when it is an end of the key's range or the number that the key calls rough."""
    said, wanted = response.replace(" ", ""), key.replace(" ", "")
    if said == wanted:
        return 1.0
    return 0.5 if re.fullmatch(r"\d+", said) and said in re.split(r"[-~]", wanted) else 0.0


def match_set_fill(slot: str, response: str, key: str) -> float:
    """Score a value from a closed list: equal, or partly right when it is the more general one."""
    if response == key:
        return 1.0
    vague = slot == "incident_type" and response == "ATTACK"
    return 0.5 if vague or key in MORE_GENERAL.get(response, frozenset()) else 0.0
