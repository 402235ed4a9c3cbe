"""ACLED's layout: one row an incident and day, with the lowest credible number of dead.

This writes ACLED's columns, never ACLED's data. A battle told to have lasted from one day to another becomes one row a day,
the dead divided evenly and the remainder on the first day, as the codebook asks; a date less precise than a month and a place
known only by its country are not coded there and are left out with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from roznamcha.export.entry import (
    ARMED,
    GOVERNMENTS,
    Entry,
    LeftOut,
    Numberer,
    When,
    actor_of,
    country,
    everyone,
    sides,
    text_of,
    undenied,
    when,
    where,
)
from roznamcha.export.names import Masker
from roznamcha.export.parties import POLICE_WORDS, group_name
from roznamcha.export.sources import offices
from roznamcha.export.words import describe
from roznamcha.model.codebook import EVENT_TYPE_OF, EVENT_TYPES, KINDS
from roznamcha.model.incident import Cell
from roznamcha.model.values import Claimed

Row = dict[str, object]
TIME_PRECISION = (1, 2, 2, 3, 0)
LASTING = EVENT_TYPES["Battles"]
FROM_TO = re.compile(r"\bfrom\b.+\b(?:to|until|till|through)\b", re.IGNORECASE | re.DOTALL)
MAX_SPLIT_DAYS = 6
"""Ranges from one day to another up to this long are several days of one operation; longer ones are an uncertain day."""

UNIDENTIFIED = "Unidentified Armed Group ({})"
INTER = {kind: code for code, kind in enumerate(KINDS[:8], 1)}
_EXCEPTIONS = {(7, 8): "External/Other forces-Civilians"}


@dataclass(frozen=True, slots=True)
class Party:
    """One side as ACLED names it: the actor, the associated actors and the kind."""

    actor: str = ""
    others: str = ""
    kind: str = ""


def rows(entries: Iterator[Entry], *, names: bool = False) -> Iterator[Row | LeftOut]:
    """Turn incidents into rows, one a day, or say why an incident is none."""
    numbers = Numberer()
    for entry in entries:
        reason = _left_out(entry)
        if reason:
            yield LeftOut(entry.incident.id, reason)
        else:
            yield from _days(entry, numbers.number(entry), Masker(entry, names=names))


def _left_out(entry: Entry) -> str:
    days, place = when(entry), where(entry)
    if days is None:
        return "no day is known"
    if days.code(TIME_PRECISION) == 0:
        return "the date is less precise than a month"
    if place is None or country(entry) is None:
        return "no place is known"
    return "only the country is known" if place.where_prec == 6 else ""


def _days(entry: Entry, number: int, masker: Masker) -> Iterator[Row]:
    days = when(entry)
    assert days is not None
    row = _row(entry, masker)
    dead = everyone(entry, "killed")
    fatalities = dead.low if dead else 0
    if not _lasted(entry, days):
        yield row | _dated(entry, days.middle, days.code(TIME_PRECISION), f"{number}", fatalities)
        return
    share, rest = divmod(fatalities, days.days + 1)
    row["notes"] = f"{row['notes']} Fatalities: total of {fatalities} split over {days.days + 1} days."
    for passed in range(days.days + 1):
        day, mark = days.first + timedelta(days=passed), f"{number}x{passed + 1}" if passed else f"{number}"
        yield row | _dated(entry, day, 1, mark, share + (rest if passed == 0 else 0))


def _lasted(entry: Entry, days: When) -> bool:
    """Tell whether it went on from one day to another, and did not happen on one uncertain day between them."""
    cell = entry.incident.cell("date")
    if cell is None or text_of(entry, "sub_event_type") not in LASTING or not 0 < days.days <= MAX_SPLIT_DAYS:
        return False
    return any(FROM_TO.search(span.text) for claim in cell.claims for span in claim.spans)


def _dated(entry: Entry, day: date, precision: int, number: str, fatalities: int) -> Row:
    land = country(entry)
    assert land is not None
    return {
        "event_id_cnty": f"{land.iso3}{number}",
        "event_date": str(day),
        "year": day.year,
        "time_precision": precision,
        "fatalities": fatalities,
    }


def disorder_type(sub_event_type: str) -> str:
    """Name ACLED's disorder type of a sub-event type.

    >>> disorder_type("Excessive force against protesters"), disorder_type("Mob violence")
    ('Political violence; Demonstrations', 'Political violence')
    """
    special = {
        "Excessive force against protesters": "Political violence; Demonstrations",
        "Violent demonstration": "Demonstrations",
    }
    by_type = {"Protests": "Demonstrations", "Strategic developments": "Strategic developments"}
    return special.get(sub_event_type) or by_type.get(EVENT_TYPE_OF[sub_event_type], "Political violence")


def interaction(first: str, second: str) -> str:
    """Join two kinds in ACLED's order, the lower code first.

    >>> interaction("Civilians", "Rebel group"), interaction("Rebel group", "")
    ('Rebel group-Civilians', 'Rebel group only')
    """
    if not second:
        return f"{first} only"
    low, high = sorted((INTER[first], INTER[second]))
    return _EXCEPTIONS.get((low, high)) or f"{KINDS[low - 1]}-{KINDS[high - 1]}"


def _row(entry: Entry, masker: Masker) -> Row:
    land, place, sub_type = country(entry), where(entry), text_of(entry, "sub_event_type")
    assert land is not None and place is not None
    one, two = _parties(entry, land.name, masker)
    against_civilians = two.kind == "Civilians" and EVENT_TYPE_OF[sub_type] != "Strategic developments"
    return {
        "disorder_type": disorder_type(sub_type),
        "event_type": EVENT_TYPE_OF[sub_type],
        "sub_event_type": sub_type,
        "actor1": one.actor,
        "assoc_actor_1": one.others,
        "inter1": one.kind,
        "actor2": two.actor,
        "assoc_actor_2": two.others,
        "inter2": two.kind,
        "interaction": interaction(one.kind, two.kind),
        "civilian_targeting": "Civilian targeting" if against_civilians else "",
        "iso": int(land.iso_number),
        "region": land.acled_region,
        "country": land.name,
        "admin1": place.adm1,
        "admin2": place.adm2,
        "location": place.name,
        "latitude": f"{place.lat:.4f}",
        "longitude": f"{place.lon:.4f}",
        "geo_precision": place.geo_precision,
        "source": "; ".join(dict.fromkeys(offices(entry))),
        "notes": describe(entry, masker),
        "tags": _tags(entry),
        "timestamp": entry.changed,
    }


def _parties(entry: Entry, land: str, masker: Masker) -> tuple[Party, Party]:
    """Name the two sides: the attackers first, but in protests those who protest."""
    both = sides(entry)
    attackers, attacked = undenied(both.attackers), both.attacked
    if EVENT_TYPE_OF[text_of(entry, "sub_event_type")] == "Protests":
        everybody = attackers + attacked
        attackers = tuple(cell for cell in everybody if actor_of(cell).kind == "Protesters")
        attacked = tuple(cell for cell in everybody if cell not in attackers)
        nobody = Party(f"Protesters ({land})", "", "Protesters")
    else:
        nobody = Party(UNIDENTIFIED.format(land), "", "Political militia")
    one = _party(attackers, land, masker)
    if EVENT_TYPE_OF[text_of(entry, "sub_event_type")] != "Violence against civilians":
        attacked = tuple(sorted(attacked, key=lambda cell: actor_of(cell).kind not in ARMED))
    return (one if one.actor else nobody), _party(attacked, land, masker)


def _party(cells: tuple[Cell, ...], land: str, masker: Masker) -> Party:
    people = [cell for cell in cells if actor_of(cell).kind in INTER]
    if not people:
        return Party()
    kind = actor_of(people[0]).kind
    if kind in ("Civilians", "Protesters", "Rioters"):
        return Party(f"{kind} ({land})", "; ".join(masker.actor(actor_of(cell).name, kind) for cell in people), kind)
    named = {name: actor_of(cell).kind for cell in people if (name := _name(cell, land, masker))}
    if named:
        first, *others = named
        return Party(first, "; ".join(others), named[first])
    return _unnamed(kind, actor_of(people[0]).name, land)


def _name(cell: Cell, land: str, masker: Masker) -> str:
    """Name one of a side; unnamed armed men are nothing beside the group whose men they are."""
    actor = actor_of(cell)
    if actor.kind not in ARMED:
        return f"{actor.kind} ({land})"
    name = group_name(cell, masker)
    return name or (_unnamed(actor.kind, actor.name, land).actor if actor.kind in GOVERNMENTS else "")


def _unnamed(kind: str, words: str, land: str) -> Party:
    """Name a side of which the reports give no name, as ACLED does."""
    if kind == "State forces":
        police = any(word in words.lower() for word in POLICE_WORDS)
        return Party(f"{'Police' if police else 'Military'} Forces of {land}", "", kind)
    if kind == "External/Other forces":
        return Party("Unidentified Military Forces", "", kind)
    if kind == "Identity militia":
        return Party(f"Unidentified Communal Militia ({land})", "", kind)
    return Party(UNIDENTIFIED.format(land), "", "Political militia")


def _tags(entry: Entry) -> str:
    value = entry.incident.value_of("claim")
    claimed = [f"responsibility {value.status}"] if isinstance(value, Claimed) and value.status != "none" else []
    alleged = ["alleged perpetrator"] if any(cell.stance == "suspected" for cell in sides(entry).attackers) else []
    return "; ".join(claimed + alleged + ([] if entry.reviewed else ["unreviewed"]))
