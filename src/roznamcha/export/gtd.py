"""GTD's layout of 135 columns; what the codebook leaves to a coder's judgement stays blank.

`nkill` and `nwound` hold attackers too, as GTD counts, and their parts stay blank where no report tells them; figures that
disagree are spelled out in `addnotes`. Protests, arrests and other developments are no attacks and are left out with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from roznamcha.export.entry import (
    GOVERNMENTS,
    Entry,
    LeftOut,
    Numberer,
    Sides,
    When,
    actor_of,
    country,
    everyone,
    part,
    sides,
    text_of,
    toll,
    when,
    where,
)
from roznamcha.export.names import Masker
from roznamcha.export.parties import POLICE_WORDS, group_name
from roznamcha.export.sources import citations
from roznamcha.export.words import describe, range_words
from roznamcha.model import Place
from roznamcha.model.incident import Cell, Toll
from roznamcha.model.values import Claimed, Count, DateValue, Weapon
from roznamcha.version import __version__

Row = dict[str, object]
ATTACK_TYPES = {
    "Armed clash": (2, "Armed Assault"),
    "Government regains territory": (2, "Armed Assault"),
    "Non-state actor overtakes territory": (2, "Armed Assault"),
    "Attack": (2, "Armed Assault"),
    "Mob violence": (8, "Unarmed Assault"),
    "Violent demonstration": (8, "Unarmed Assault"),
    "Sexual violence": (8, "Unarmed Assault"),
    "Abduction/forced disappearance": (6, "Hostage Taking (Kidnapping)"),
    "Looting/property destruction": (7, "Facility/Infrastructure Attack"),
    "Chemical weapon": (8, "Unarmed Assault"),
    "Air/drone strike": (3, "Bombing/Explosion"),
    "Suicide bomb": (3, "Bombing/Explosion"),
    "Shelling/artillery/missile attack": (3, "Bombing/Explosion"),
    "Remote explosive/landmine/IED": (3, "Bombing/Explosion"),
    "Grenade": (3, "Bombing/Explosion"),
    "Disrupted weapons use": (3, "Bombing/Explosion"),
}
WEAPON_TYPES = {
    "Chemical": (2, "Chemical"),
    "Firearms": (5, "Firearms"),
    "Explosives": (6, "Explosives"),
    "Incendiary": (8, "Incendiary"),
    "Melee": (9, "Melee"),
    "Vehicle": (10, "Vehicle (not to include vehicle-borne explosives, i.e., car or truck bombs)"),
    "Sabotage equipment": (11, "Sabotage Equipment"),
    "Other": (12, "Other"),
    "Unknown": (13, "Unknown"),
}
WEAPON_SUBTYPES = {
    "Suicide bomb": (13, "Suicide (carried bodily by human being)"),
    "Grenade": (7, "Grenade"),
    "Shelling/artillery/missile attack": (11, "Projectile (rockets, mortars, RPGs, etc.)"),
}
TARGET_NAMES = {
    1: "Business",
    2: "Government (General)",
    3: "Police",
    4: "Military",
    5: "Abortion Related",
    6: "Airports & Aircraft",
    7: "Government (Diplomatic)",
    8: "Educational Institution",
    9: "Food or Water Supply",
    10: "Journalists & Media",
    11: "Maritime",
    12: "NGO",
    13: "Other",
    14: "Private Citizens & Property",
    15: "Religious Figures/Institutions",
    16: "Telecommunication",
    17: "Terrorists/Non-State Militia",
    18: "Tourists",
    19: "Transportation",
    20: "Unknown",
    21: "Utilities",
    22: "Violent Political Party",
}
TARGET_TYPES = {
    **dict.fromkeys(("Rebel group", "Political militia", "Identity militia"), 17),
    **dict.fromkeys(("Civilians", "Protesters", "Rioters", "Property"), 14),
    "External/Other forces": 4,
}
VEHICLE_BOMB = (15, "Vehicle")
VEHICLE_WORDS = re.compile(
    r"\b(?:s?vbieds?|(?:car|truck|van|lorry|bus|vehicle|motorcycle|motorbike|bike|bicycle|rickshaw|tanker|tractor|jeep|pickup)s?)\b",
    re.IGNORECASE,
)


def rows(entries: Iterator[Entry], *, names: bool = False) -> Iterator[Row | LeftOut]:
    """Turn incidents into GTD rows, or say why an incident is none."""
    numbers = Numberer(4)
    for entry in entries:
        if text_of(entry, "sub_event_type") not in ATTACK_TYPES:
            yield LeftOut(entry.incident.id, "not an attack")
        elif when(entry) is None:
            yield LeftOut(entry.incident.id, "no day is known")
        elif country(entry) is None or not country(entry).gtd_code:  # type: ignore[union-attr]
            yield LeftOut(entry.incident.id, "no country is known")
        else:
            yield _row(entry, numbers, Masker(entry, names=names))


def _row(entry: Entry, numbers: Numberer, masker: Masker) -> Row:
    both, sub_type = sides(entry), text_of(entry, "sub_event_type")
    code, words = ATTACK_TYPES[sub_type]
    return {
        **_when(entry, numbers),
        **_where(entry, masker),
        "summary": describe(entry, masker),
        "crit1": 1 if text_of(entry, "scope") == "political" else "",
        **_doubt(both),
        "multiple": 0,
        "success": 0 if text_of(entry, "status") == "thwarted" else 1,
        "suicide": 1 if sub_type == "Suicide bomb" else 0,
        "attacktype1": code,
        "attacktype1_txt": words,
        **_targets(both.attacked, masker),
        **_groups(both.attackers, masker),
        **_claim(entry),
        **_weapons(entry, masker),
        **_casualties(entry, both),
        "addnotes": _notes(entry),
        **{f"scite{number}": masker.text(cited) for number, cited in enumerate(citations(entry)[:3], 1)},
        "dbsource": f"Roznamcha {__version__}" + ("" if entry.reviewed else ", unreviewed"),
    }


def _when(entry: Entry, numbers: Numberer) -> Row:
    days = when(entry)
    assert days is not None
    day = days.middle
    return {
        "eventid": f"{day:%Y%m%d}{numbers.number(entry, str(day)):04d}",
        "iyear": day.year,
        "imonth": day.month,
        "iday": day.day,
        "approxdate": _range(days),
        "extended": 1 if days.days and is_range(entry) else 0,
    }


def is_range(entry: Entry) -> bool:
    """Tell whether the reports give a first and a last day, and not one day less precisely."""
    value = entry.incident.value_of("date")
    return isinstance(value, DateValue) and "/" in (value.edtf or "")


def _range(days: When) -> str:
    return f"{days.first} to {days.last}" if days.days else ""


def _where(entry: Entry, masker: Masker) -> Row:
    land, place = country(entry), where(entry)
    assert land is not None
    named = {
        "country": land.gtd_code,
        "country_txt": land.gtd_name,
        "region": land.gtd_region,
        "region_txt": land.gtd_region_name,
        "location": ", ".join(masker.places(entry)),
    }
    return named | (_point(place) if place else {"city": "Unknown", "specificity": 5, "vicinity": 0})


def _point(place: Place) -> Row:
    known = place.specificity < 5
    return {
        "provstate": place.adm1,
        "city": place.name if place.specificity <= 2 else "Unknown",
        "latitude": round(place.lat, 6) if known else "",
        "longitude": round(place.lon, 6) if known else "",
        "specificity": place.specificity,
        "vicinity": 1 if place.where_prec == 2 else 0,
    }


def _doubt(both: Sides) -> Row:
    if any(actor_of(cell).kind == "State forces" for cell in both.attackers):
        return {"doubtterr": 1, "alternative": 5, "alternative_txt": "State Actors"}
    armed = any(actor_of(cell).role == "participant" for cell in both.attackers)
    return {"doubtterr": 1, "alternative": 1, "alternative_txt": "Insurgency/Guerilla Action"} if armed else {"doubtterr": 0}


def target_type(name: str, kind: str) -> tuple[int, str]:
    """Choose GTD's target type; state forces are police or military by their words.

    >>> target_type("police commandos", "State forces"), target_type("an army convoy", "State forces")
    ((3, 'Police'), (4, 'Military'))
    """
    police = any(word in name.lower() for word in POLICE_WORDS)
    code = TARGET_TYPES.get(kind) or (3 if police else 4)
    return code, TARGET_NAMES[code]


def _targets(cells: tuple[Cell, ...], masker: Masker) -> Row:
    row: Row = {}
    for number, cell in enumerate(cells[:3], 1):
        actor = actor_of(cell)
        code, words = target_type(actor.name, actor.kind)
        row |= {
            f"targtype{number}": code,
            f"targtype{number}_txt": words,
            f"target{number}": masker.actor(actor.name, actor.kind),
        }
    return row


def _groups(cells: tuple[Cell, ...], masker: Masker) -> Row:
    row: Row = {"gname": "Unknown"}
    cells = tuple(cell for cell in cells if group_name(cell, masker)) or cells
    for number, cell in enumerate(cells[:3], 1):
        column = "gname" if number == 1 else f"gname{number}"
        row[column] = group_name(cell, masker) or masker.actor(actor_of(cell).name, actor_of(cell).kind)
        row[f"guncertain{number}"] = 0 if cell.stance in ("stated", "claimed") else 1
    return row


def _claim(entry: Entry) -> Row:
    claims = [cell.value for cell in entry.incident.cells_of("claim") if isinstance(cell.value, Claimed)]
    if not claims:
        return {}
    by = {claim.by.text for claim in claims if claim.status == "claimed" and claim.by}
    return {"claimed": int(any(claim.status == "claimed" for claim in claims)), "compclaim": 1 if len(by) > 1 else 0}


def _weapons(entry: Entry, masker: Masker) -> Row:
    used = [cell.value for cell in entry.incident.cells_of("weapon") if isinstance(cell.value, Weapon)]
    vehicle_bomb = is_vehicle_bomb(used)
    types = list(dict.fromkeys(weapon.type for weapon in used if not (vehicle_bomb and weapon.type == "Vehicle"))) or ["Unknown"]
    row: Row = {"weapdetail": "; ".join(masker.text(weapon.name) for weapon in used)}
    for number, kind in enumerate(types[:4], 1):
        row[f"weaptype{number}"], row[f"weaptype{number}_txt"] = WEAPON_TYPES[kind]
        subtype = VEHICLE_BOMB if vehicle_bomb else WEAPON_SUBTYPES.get(text_of(entry, "sub_event_type"))
        if subtype and kind == "Explosives":
            row[f"weapsubtype{number}"], row[f"weapsubtype{number}_txt"] = subtype
    return row


def is_vehicle_bomb(used: Iterable[Weapon]) -> bool:
    """Tell whether a vehicle carried the bomb: GTD's type 10 is a vehicle without one, and its subtype 13 a bomb on the body.

    >>> is_vehicle_bomb([Weapon("car bomb", "Explosives")]), is_vehicle_bomb([Weapon("suicide vest", "Explosives")])
    (True, False)
    """
    types = {weapon.type for weapon in used}
    return {"Explosives", "Vehicle"} <= types or any(VEHICLE_WORDS.search(w.name) for w in used if w.type == "Explosives")


def _casualties(entry: Entry, both: Sides) -> Row:
    killed, injured = everyone(entry, "killed"), everyone(entry, "injured")
    own = "state" if any(actor_of(cell).kind in GOVERNMENTS for cell in both.attackers) else "militants"
    taken, arrested = toll(entry, "abducted"), toll(entry, "arrested")
    things = any(actor_of(cell).kind == "Property" for cell in both.attacked)
    return {
        "nkill": killed.best if killed else "",
        "nkillter": part(entry, "killed", own),
        "nwound": injured.best if injured else "",
        "nwoundte": part(entry, "injured", own),
        "nperpcap": arrested.best if arrested else "",
        "property": 1 if things else "",
        "ishostkid": 1 if taken else 0,
        "nhostkid": taken.best if taken else "",
    }


def _notes(entry: Entry) -> str:
    notes = []
    for field in ("killed", "injured", "abducted"):
        cell = entry.incident.cell(field)
        beaten = [lost.value for lost in cell.beaten if isinstance(lost.value, (Toll, Count))] if cell else []
        if beaten:
            told = [range_words(value if isinstance(value, Toll) else Toll(value.low, value.low, value.high)) for value in beaten]
            notes.append(f"Other figures for {field}: {'; '.join(dict.fromkeys(told))}.")
    return " ".join(notes)
