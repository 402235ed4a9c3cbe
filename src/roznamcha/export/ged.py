"""UCDP GED: one row an incident with at least one possible death, a day (or range of days) and a country.

The layout's numbers of conflicts, dyads and actors are UCDP's to give and stay blank. `low`, `best` and `high` come from the
incident's toll; the parts by group are those of the best figure, and what they leave open goes to `deaths_unknown`.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import floor

from roznamcha.export.entry import (
    ARMED,
    Entry,
    LeftOut,
    Sides,
    actor_of,
    country,
    number_of,
    sides,
    toll,
    when,
    where,
)
from roznamcha.export.names import Masker
from roznamcha.export.sources import headlines, offices, publication_days, speakers
from roznamcha.model.incident import Toll

Row = dict[str, object]
DATE_PREC = (1, 2, 3, 4, 5)


def rows(entries: Iterator[Entry], *, names: bool = False) -> Iterator[Row | LeftOut]:
    """Turn incidents into GED rows, or say why an incident is none."""
    for entry in entries:
        reason = _left_out(entry)
        yield LeftOut(entry.incident.id, reason) if reason else _row(entry, Masker(entry, names=names))


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
    """Classify by UCDP: 1 with a state on one of two armed sides, 2 between armed groups, 3 against civilians."""
    first = [actor_of(cell).kind for cell in both.attackers if actor_of(cell).kind in ARMED]
    second = [actor_of(cell).kind for cell in both.attacked if actor_of(cell).kind in ARMED]
    if not second or (not first and "State forces" not in second):
        return 3
    return 1 if "State forces" in first + second else 2


def _row(entry: Entry, masker: Masker) -> Row:
    days, land, both = when(entry), country(entry), sides(entry)
    assert days is not None and land is not None
    kind = violence_type(both)
    side_a, side_b = _names(kind, both, land.name, masker)
    number = number_of(entry)
    return {
        "id": number,
        "relid": f"{land.iso3}-{days.first.year}-{kind}-{number}-1",
        "year": days.first.year,
        "code_status": "Clear" if entry.reviewed else "Unreviewed",
        "type_of_violence": kind,
        "conflict_name": f"{side_a} - {side_b}" if kind == 3 else f"{land.name}: {side_b}",
        "dyad_name": f"{side_a} - {side_b}",
        "side_a": side_a,
        "side_b": side_b,
        **_sources(entry, masker),
        **_place(entry, masker),
        "country": land.ucdp_name,
        "country_id": land.gw_number,
        "region": land.ucdp_region,
        "event_clarity": 1 if days.days == 0 else 2,
        "date_prec": days.code(DATE_PREC),
        "date_start": f"{days.first} 00:00:00.000",
        "date_end": f"{days.last} 00:00:00.000",
        **_deaths(entry, kind),
        "gwnoa": land.gw_number if side_a.startswith("Government of ") else "",
    }


def _names(kind: int, both: Sides, land: str, masker: Masker) -> tuple[str, str]:
    attackers = [masker.actor(actor_of(cell).name, actor_of(cell).kind) for cell in both.attackers]
    armed = [cell for cell in both.attackers + both.attacked if actor_of(cell).kind in ARMED]
    others = [masker.actor(actor_of(cell).name, actor_of(cell).kind) for cell in armed if actor_of(cell).kind != "State forces"]
    if kind == 1:
        return f"Government of {land}", ", ".join(others) or "Unidentified group"
    if kind == 2:
        attacked = [masker.actor(actor_of(cell).name, actor_of(cell).kind) for cell in both.attacked]
        return ", ".join(attackers) or "Unidentified group", ", ".join(attacked) or "Unidentified group"
    if any(actor_of(cell).kind == "State forces" for cell in both.attackers):
        return f"Government of {land}", "Civilians"
    return ", ".join(attackers) or "Unidentified group", "Civilians"


def _sources(entry: Entry, masker: Masker) -> Row:
    titles = [masker.text(title) for title in headlines(entry)]
    quoted = [f'"{",".join(cells)}"' for cells in zip(offices(entry), publication_days(entry), titles, strict=True)]
    return {
        "number_of_sources": entry.incident.voices or len(entry.documents),
        "source_article": ";".join(quoted),
        "source_office": ";".join(offices(entry)),
        "source_date": ";".join(publication_days(entry)),
        "source_headline": ";".join(titles),
        "source_original": "; ".join(masker.text(speaker) for speaker in speakers(entry)),
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


def _deaths(entry: Entry, kind: int) -> Row:
    counted = toll(entry, "killed") or Toll(0, 0, 0)
    by = dict(counted.by)
    state, militants, civilians = (by.get(group, 0) for group in ("state", "militants", "civilians"))
    first, second = (state, militants) if kind == 1 else (militants, 0)
    told = first + second + civilians
    # The dead attackers that some reports leave out stand among the parts (consolidation adds them): UCDP counts everyone.
    best = max(counted.best, told)
    high = best if counted.high is None else max(counted.high, best)
    return {
        "deaths_a": first,
        "deaths_b": second,
        "deaths_civilians": civilians,
        "deaths_unknown": best - told,
        "best": best,
        "high": high,
        "low": min(counted.low, best),
    }
