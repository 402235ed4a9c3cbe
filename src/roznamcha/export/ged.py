"""UCDP GED: one row an incident with at least one possible death, a day (or range of days) and a country.

The layout's numbers of conflicts, dyads and actors are UCDP's to give and stay blank. `low`, `best` and `high` come from the
incident's toll; the parts by group are those of the best figure, and what they leave open goes to `deaths_unknown`: also whose
men died where both sides are of one kind. Who is accused and denies it stands in `source_original` alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import floor

from roznamcha.export.countries import Country
from roznamcha.export.entry import (
    ARMED,
    GOVERNMENTS,
    Entry,
    LeftOut,
    Numberer,
    Sides,
    actor_of,
    actors,
    country,
    everyone,
    on_top,
    sides,
    text_of,
    toll,
    undenied,
    when,
    where,
)
from roznamcha.export.names import Masker
from roznamcha.export.parties import home_of, side_name
from roznamcha.export.sources import headlines, offices, publication_days, speakers
from roznamcha.export.words import allegation
from roznamcha.model.codebook import EVENT_TYPE_OF
from roznamcha.model.incident import Cell, Toll

Row = dict[str, object]
DATE_PREC = (1, 2, 3, 4, 5)


def rows(entries: Iterator[Entry], *, names: bool = False) -> Iterator[Row | LeftOut]:
    """Turn incidents into GED rows, or say why an incident is none."""
    numbers = Numberer()
    for entry in entries:
        reason = _left_out(entry)
        masker = Masker(entry, names=names)
        yield LeftOut(entry.incident.id, reason) if reason else _row(entry, numbers.number(entry), masker)


def _left_out(entry: Entry) -> str:
    dead = toll(entry, "killed")
    if dead is None or (dead.best == 0 and not dead.high):
        return "no death is told"
    if when(entry) is None:
        return "no day is known"
    if where(entry) is None or country(entry) is None:
        return "no place is known"
    return ""


def priogrid(lat: float, lon: float) -> int:
    """Number the PRIO-GRID cell (half a degree) of a point; the formula holds on every GED row.

    >>> priogrid(34.57173, 73.89724)
    179788
    """
    return floor((lat + 90) * 2) * 720 + floor((lon + 180) * 2) + 1


def violence_type(both: Sides) -> int:
    """Classify by UCDP: 1 with a government's forces on one of two armed sides, 2 between armed groups, 3 against civilians."""
    first, second = _armed(both.attackers), _armed(both.attacked)
    if not second:
        return 3
    return 1 if _has_government(first + second) else 2


def _row(entry: Entry, number: int, masker: Masker) -> Row:
    days, land, told = when(entry), country(entry), sides(entry)
    assert days is not None and land is not None
    both = Sides(undenied(told.attackers), told.attacked)
    kind = violence_type(both)
    first, second, attackers = _ged_sides(kind, both)
    side_a, state_a = _name(kind, first, land, masker, first_side=True)
    side_b, state_b = _name(kind, second, land, masker, first_side=False)
    return {
        "id": number,
        "relid": f"{land.iso3}-{days.first.year}-{kind}-{number}-1",
        "year": days.first.year,
        "code_status": "Clear" if entry.reviewed else "Unreviewed",
        "type_of_violence": kind,
        "conflict_name": f"{land.ucdp_name}: {side_b}" if kind == 1 else f"{side_a} - {side_b}",
        "dyad_name": f"{side_a} - {side_b}",
        "side_a": side_a,
        "side_b": side_b,
        **_sources(entry, told, masker),
        **_place(entry, masker),
        "country": land.ucdp_name,
        "country_id": land.gw_number,
        "region": land.ucdp_region,
        "event_clarity": 1 if days.days == 0 else 2,
        "date_prec": days.code(DATE_PREC),
        "date_start": f"{days.first} 00:00:00.000",
        "date_end": f"{days.last} 00:00:00.000",
        **_deaths(entry, kind, (first, second), attackers),
        "gwnoa": state_a.gw_number if state_a else "",
        "gwnob": state_b.gw_number if state_b else "",
    }


def _armed(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return tuple(cell for cell in cells if actor_of(cell).kind in ARMED)


def _has_government(cells: tuple[Cell, ...]) -> bool:
    return any(actor_of(cell).kind in GOVERNMENTS for cell in cells)


def _ged_sides(kind: int, both: Sides) -> tuple[tuple[Cell, ...], tuple[Cell, ...], int]:
    """Put the government's side first in state-based violence, the attackers elsewhere, and tell which side attacked."""
    attackers, attacked = _armed(both.attackers), _armed(both.attacked)
    own = [any(actor_of(cell).kind == "State forces" for cell in side) for side in (attackers, attacked)]
    if kind == 1 and (own == [False, True] or not _has_government(attackers)):
        return attacked, attackers, 1
    return attackers, attacked, 0


def _name(kind: int, side: tuple[Cell, ...], land: Country, masker: Masker, *, first_side: bool) -> tuple[str, Country | None]:
    """Name a side, with its country where it is a government."""
    if kind == 3 and not first_side:
        return "Civilians", None
    if kind != 2 and any(actor_of(cell).kind == "State forces" for cell in side):
        return f"Government of {land.ucdp_name}", land
    if kind == 1 and first_side:
        home = home_of(side)
        return f"Government of {home.ucdp_name if home else 'an unidentified country'}", home
    return side_name(side, masker), None


def _sources(entry: Entry, told: Sides, masker: Masker) -> Row:
    denied = [allegation(cell, masker) for cell in told.attackers if cell.stance == "denied"]
    titles = [masker.text(title) for title in headlines(entry)]
    quoted = [f'"{",".join(cells)}"' for cells in zip(offices(entry), publication_days(entry), titles, strict=True)]
    return {
        "number_of_sources": entry.incident.voices or len(entry.documents),
        "source_article": ";".join(quoted),
        "source_office": ";".join(offices(entry)),
        "source_date": ";".join(publication_days(entry)),
        "source_headline": ";".join(titles),
        "source_original": "; ".join([*(masker.text(speaker) for speaker in speakers(entry)), *denied]),
    }


def _place(entry: Entry, masker: Masker) -> Row:
    place = where(entry)
    assert place is not None
    return {
        "where_prec": place.where_prec,
        "where_coordinates": place.name,
        "where_description": ", ".join(masker.places(entry)),
        "adm_1": place.adm1 if place.where_prec != 6 else "",
        "adm_2": place.adm2 if place.where_prec <= 3 else "",
        "latitude": round(place.lat, 6),
        "longitude": round(place.lon, 6),
        "geom_wkt": f"POINT ({place.lon:.6f} {place.lat:.6f})",
        "priogrid_gid": priogrid(place.lat, place.lon),
    }


def _deaths(entry: Entry, kind: int, both: tuple[tuple[Cell, ...], tuple[Cell, ...]], attackers: int) -> Row:
    counted = everyone(entry, "killed") or Toll(0, 0, 0)
    lost = [0, 0]
    for group in ("state", "militants"):
        for side, dead in _shares(entry, group, [_groups(kind, number, cells) for number, cells in enumerate(both)], attackers):
            lost[side] += dead
    civilians = dict(counted.by).get("civilians", 0)
    return {
        "deaths_a": lost[0],
        "deaths_b": lost[1],
        "deaths_civilians": civilians,
        "deaths_unknown": counted.best - sum(lost) - civilians,
        "best": counted.best,
        "high": counted.best if counted.high is None else counted.high,
        "low": counted.low,
    }


def _shares(entry: Entry, group: str, groups: list[set[str]], attackers: int) -> Iterator[tuple[int, int]]:
    """Divide the dead of one group between the sides, as pairs of side and number; whose men they were may stay open.

    Where both sides are of the group, an attack tells more than a clash: the attackers counted on top of the victims are the
    attackers', and the victims the other side's.
    """
    counted = toll(entry, "killed")
    dead = dict(counted.by).get(group, 0) if counted else 0
    holders = [side for side, found in enumerate(groups) if group in found]
    if len(holders) == 1:
        yield holders[0], dead
    elif holders and counted and actors(entry, "perpetrator"):
        own = min(dead, on_top(counted)) if group == "militants" else 0
        yield attackers, own
        if EVENT_TYPE_OF[text_of(entry, "sub_event_type")] != "Battles":
            yield 1 - attackers, dead - own


def _groups(kind: int, side: int, cells: tuple[Cell, ...]) -> set[str]:
    """Tell which groups of a count a side's dead belong to; those of an unidentified armed side are militants."""
    if kind == 3 and side == 1:
        return set()
    return {"state" if actor_of(cell).kind in GOVERNMENTS else "militants" for cell in _armed(cells)} or {"militants"}
