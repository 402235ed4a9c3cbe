"""PLOVER (manual of 2024): one JSON object an incident, with the ASSAULT, PROTEST, COERCE and RETREAT categories it knows.

Two-sided violence puts every party under `actor`, one-sided violence the attacker under `actor` and the attacked under
`recipient`. `event_scale` is the manual's score of the mode. What PLOVER has no place for (allegations, ranges) stands in
`comment`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

from roznamcha.export.entry import Entry, LeftOut, actor_of, country, everyone, sides, text_of, when, where
from roznamcha.export.names import Masker
from roznamcha.export.sources import headlines, office
from roznamcha.export.words import describe
from roznamcha.model.incident import Cell
from roznamcha.version import __version__

MODES: dict[str, tuple[str, tuple[str, ...], float]] = {
    "Government regains territory": ("ASSAULT", ("heavy-weapons",), -9.5),
    "Non-state actor overtakes territory": ("ASSAULT", ("heavy-weapons",), -9.5),
    "Armed clash": ("ASSAULT", ("firearms",), -9.0),
    "Excessive force against protesters": ("ASSAULT", ("crowd-control",), -7.5),
    "Protest with intervention": ("PROTEST", ("demo",), -5.0),
    "Peaceful protest": ("PROTEST", ("demo",), -5.0),
    "Violent demonstration": ("PROTEST", ("riot",), -7.0),
    "Mob violence": ("ASSAULT", ("beat",), -7.5),
    "Chemical weapon": ("ASSAULT", ("unconventional",), -10.0),
    "Air/drone strike": ("ASSAULT", ("aerial",), -9.5),
    "Suicide bomb": ("ASSAULT", ("suicide-attack",), -9.5),
    "Shelling/artillery/missile attack": ("ASSAULT", ("heavy-weapons",), -9.5),
    "Remote explosive/landmine/IED": ("ASSAULT", ("explosives",), -9.0),
    "Grenade": ("ASSAULT", ("explosives",), -9.0),
    "Sexual violence": ("ASSAULT", ("sexual",), -8.5),
    "Attack": ("ASSAULT", ("firearms",), -9.0),
    "Abduction/forced disappearance": ("ASSAULT", ("abduct",), -8.5),
    "Agreement": ("AGREE", (), 2.5),
    "Arrests": ("COERCE", ("arrest",), -7.0),
    "Disrupted weapons use": ("COERCE", ("seize",), -7.0),
    "Looting/property destruction": ("ASSAULT", ("destroy",), -8.5),
    "Non-violent transfer of territory": ("RETREAT", ("withdraw",), 8.0),
}
"""Category, modes and scale by sub-event type; the sub-event types that are not here have no PLOVER category."""

QUADS = {"AGREE": 1, "RETREAT": 2, "PROTEST": 4, "COERCE": 4, "ASSAULT": 4}
SECTORS = {
    "State forces": "MIL",
    "Rebel group": "REB",
    "Political militia": "PRM",
    "Identity militia": "PRM",
    "Rioters": "CVL",
    "Protesters": "CVL",
    "Civilians": "CVL",
    "External/Other forces": "MIL",
    "Property": "UNK",
}


def records(entries: Iterator[Entry], *, names: bool = False) -> Iterator[dict[str, Any] | LeftOut]:
    """Turn incidents into PLOVER records, or say why an incident is none."""
    for entry in entries:
        if text_of(entry, "sub_event_type") not in MODES:
            yield LeftOut(entry.incident.id, "no PLOVER category fits its kind")
        elif when(entry) is None:
            yield LeftOut(entry.incident.id, "no day is known")
        else:
            yield _record(entry, Masker(entry, names=names))


def write(entries: Iterator[Entry], out: TextIO, *, names: bool = False) -> tuple[int, list[LeftOut]]:
    """Write one JSON object a line; return how many, and what was left out."""
    written, left = 0, []
    for record in records(entries, names=names):
        if isinstance(record, LeftOut):
            left.append(record)
            continue
        out.write(json.dumps(record, ensure_ascii=False, sort_keys=True) + "\n")
        written += 1
    return written, left


def _record(entry: Entry, masker: Masker) -> dict[str, Any]:
    days, both = when(entry), sides(entry)
    assert days is not None
    category, modes, scale = MODES[text_of(entry, "sub_event_type")]
    two_sided = any(actor_of(cell).role == "participant" for cell in both.attackers)
    first = both.attackers + both.attacked if two_sided else both.attackers
    return {
        "id": entry.incident.id,
        "has_event": True,
        "date": str(days.first),
        "enddate": str(days.last),
        "actor": _parties(entry, first, masker) or [{"code": "", "sector": "UNK", "entity_text": ""}],
        "recipient": [] if two_sided else _parties(entry, both.attacked, masker),
        "event": [category],
        "mode": list(modes),
        "quad_code": QUADS[category],
        "event_scale": scale,
        "event_loc": _place(entry, masker),
        "event_text": [masker.text(report.anchor.text) for report in entry.reports],
        "size": {key: value.best for key, field in _SIZES.items() if (value := everyone(entry, field))},
        "cite_info": _citations(entry, masker),
        "coder": f"Roznamcha {__version__}",
        "comment": describe(entry, masker),
    }


_SIZES = {"dead": "killed", "injured": "injured", "arrested": "arrested"}


def _parties(entry: Entry, cells: tuple[Cell, ...], masker: Masker) -> list[dict[str, str]]:
    land = country(entry)
    code = land.iso3 if land else ""
    parties = [actor_of(cell) for cell in cells]
    return [{"code": code, "sector": SECTORS[a.kind], "entity_text": masker.actor(a.name, a.kind)} for a in parties]


def _place(entry: Entry, masker: Masker) -> dict[str, Any]:
    place, land = where(entry), country(entry)
    printed: dict[str, Any] = {"search_name": ", ".join(masker.places(entry)), "country_code3": land.iso3 if land else ""}
    if place is None:
        return printed
    return printed | {
        "name": place.name,
        "lat": place.lat,
        "lon": place.lon,
        "geonameid": place.id,
        "admin1_name": place.adm1 or "",
    }


def _citations(entry: Entry, masker: Masker) -> list[dict[str, str]]:
    return [
        {"publication": office(doc), "title": masker.text(title), "date": doc.published_day or "", "url": doc.url or ""}
        for doc, title in zip(entry.documents, headlines(entry), strict=True)
    ]
