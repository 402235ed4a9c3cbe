"""The register's own records as MUC-4 templates: what the general coder says, in the words of 1992.

The task asks for acts of terror only: a clash in which nobody but soldiers or police is hit is left out, and so is an act
told as past or older than two months. Types, effects and weapons are translated by tables; what the codebook does not hold
(an instrument's exact kind, a target's rank) is looked up in the words quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from roznamcha.evaluate.muc4.fills import (
    country_name,
    find_day,
    foreign_nation,
    guess_country,
    is_plural,
    look_up,
    number_before,
    place_type,
    read_table,
    write_day,
)
from roznamcha.evaluate.muc4.matching import write_date
from roznamcha.evaluate.muc4.message import Message
from roznamcha.evaluate.muc4.templates import Fill, Template
from roznamcha.evaluate.recordform import Json, actors_of, date_of, names_of, range_of

RECENT: Final = timedelta(62)
CONFIDENCE: Final = {
    "stated": "REPORTED AS FACT",
    "suspected": "SUSPECTED OR ACCUSED",
    "claimed": "CLAIMED OR ADMITTED",
    "denied": "POSSIBLE",
}
EFFECT_OF_FATE: Final = {
    "killed": "DEATH",
    "injured": "INJURY",
    "unharmed": "NO INJURY",
    "released": "REGAINED FREEDOM",
}
BARE_WEAPON: Final = {"Firearms": "GUN", "Explosives": "EXPLOSIVE", "Melee": "CUTTING DEVICE"}
ORGANISATION = re.compile(
    r"\b(?:FRONT|ARMY|FORCES|MOVEMENT|CARTEL|PARTY|COMMAND|PATH|ORGANIZATION|UNION|GROUP|BATTALION|BRIGADE|POLICE|FMLN|ELN|FARC|URNG"
    r"|EPL|MRTA)\b"
)
"""Words that make a perpetrator an organisation and not individuals."""

Slots = dict[str, list[Fill]]


def map_record(message: Message, incidents: Iterable[Json]) -> list[Template]:
    """Write the templates of one message from the incidents that the general coder found in it."""
    found = (map_incident(message, incident) for incident in incidents if is_relevant(message, incident))
    return [template for template in found if template is not None]


def is_relevant(message: Message, incident: Json) -> bool:
    """Tell whether the task wants the incident: recent, not background, and not only soldiers or police hit."""
    day = _whole_day(date_of(incident))
    if incident.get("background") or (day and message.day and message.day - day > RECENT):
        return False
    hit = {actor.get("kind") for actor in actors_of(incident, "target", "participant")}
    return not hit or not hit <= {"State forces", "Rebel group"}


def map_incident(message: Message, incident: Json) -> Template | None:
    """Write one incident as a template; None when its type is not one of the task's."""
    kind = read_table("types.tsv").get(incident.get("sub_event_type") or "")
    if kind is None:
        return None
    start = max(0, message.text.find(incident.get("anchor") or ""))
    end = start + len(incident.get("anchor") or "")
    country = country_name((incident.get("place") or {}).get("country")) or guess_country(message, start, end)
    thwarted = incident.get("status") == "thwarted"
    slots: Slots = {
        "incident_date": _date(message, incident, start, end),
        "incident_location": [Fill.of(_location(message, incident, country))],
        "incident_type": [Fill.of(kind)],
        "incident_stage": [Fill.of("ATTEMPTED" if thwarted else "ACCOMPLISHED")],
        **_instruments(incident),
        **_perpetrators(incident),
        **_things(message, incident, country),
        **_persons(message, incident, country),
    }
    return Template(message.id, {slot: tuple(fills) for slot, fills in slots.items() if fills})


def _date(message: Message, incident: Json, start: int, end: int) -> list[Fill]:
    day = _whole_day(date_of(incident))
    if day is not None and (message.day is None or day != message.day):
        return [Fill.of(write_date(day, day))]
    written = write_day(message, find_day(message, start, end))
    return [Fill.of(written)] if written else []


def _whole_day(edtf: str | None) -> date | None:
    try:
        return date.fromisoformat((edtf or "").rstrip("~"))
    except ValueError:
        return None


def _location(message: Message, incident: Json, country: str) -> str:
    names = names_of(incident)
    return f"{country}: {names[0].upper()} ({place_type(message.text, names[0].upper())})" if names else country


def _instruments(incident: Json) -> Slots:
    slots: Slots = {"instrument_id": [], "instrument_type": []}
    for weapon in incident.get("weapons") or []:
        kind = look_up("weapons.tsv", weapon["quote"])
        if kind and not weapon["quote"].upper().endswith(("ED", "ING")):
            slots["instrument_id"].append(Fill.of(weapon["quote"]))
            slots["instrument_type"].append(Fill.of(kind, weapon["quote"]))
        elif BARE_WEAPON.get(weapon.get("type") or ""):
            slots["instrument_type"].append(Fill.of(BARE_WEAPON[weapon["type"]]))
    return slots


def _perpetrators(incident: Json) -> Slots:
    slots: Slots = {"perp_category": [], "perp_individual": [], "perp_organization": [], "perp_org_confidence": []}
    for actor in actors_of(incident, "perpetrator"):
        category = "STATE-SPONSORED VIOLENCE" if actor.get("kind") == "State forces" else "TERRORIST ACT"
        slots["perp_category"] = slots["perp_category"] or [Fill.of(category)]
        quote = actor["quote"]
        if ORGANISATION.search(quote.upper()):
            slots["perp_organization"].append(Fill.of(quote))
            slots["perp_org_confidence"].append(Fill.of(CONFIDENCE[actor.get("stance") or "stated"], quote))
        else:
            slots["perp_individual"].append(Fill.of(quote))
    return slots


def _things(message: Message, incident: Json, country: str) -> Slots:
    slots: Slots = {f"phys_tgt_{part}": [] for part in ("id", "type", "number", "foreign_nation", "effect")}
    for actor in actors_of(incident, "target"):
        if actor.get("kind") != "Property":
            continue
        quote = actor["quote"]
        slots["phys_tgt_id"].append(Fill.of(quote))
        slots["phys_tgt_type"].append(Fill.of(look_up("things.tsv", quote) or "OTHER", quote))
        slots["phys_tgt_number"].append(Fill.of(_number(message, quote), quote))
        slots["phys_tgt_effect"].append(Fill.of("SOME DAMAGE", quote))
        nation = foreign_nation(quote, country)
        slots["phys_tgt_foreign_nation"] += [Fill.of(nation, quote)] if nation else []
    return slots


def _persons(message: Message, incident: Json, country: str) -> Slots:
    slots: Slots = {f"hum_tgt_{part}": [] for part in ("name", "description", "type", "number", "foreign_nation", "effect")}
    for slot, quote, effect in _human_targets(incident):
        slots[slot].append(Fill.of(quote))
        slots["hum_tgt_type"].append(Fill.of(look_up("persons.tsv", quote) or "CIVILIAN", quote))
        slots["hum_tgt_number"].append(Fill.of("1" if slot == "hum_tgt_name" else _number(message, quote), quote))
        slots["hum_tgt_effect"] += [Fill.of(effect, quote)] if effect else []
        nation = foreign_nation(quote, country)
        slots["hum_tgt_foreign_nation"] += [Fill.of(nation, quote)] if nation else []
    return slots


def _human_targets(incident: Json) -> Iterator[tuple[str, str, str | None]]:
    for person in incident.get("people") or []:
        yield "hum_tgt_name", person["quote"], EFFECT_OF_FATE.get(person.get("fate") or "")
    for actor in actors_of(incident, "target"):
        if actor.get("kind") != "Property":
            yield "hum_tgt_description", actor["quote"], _effect(incident)


def _effect(incident: Json) -> str | None:
    for count, effect in (("killed", "DEATH"), ("injured", "INJURY")):
        total = range_of(incident, count)
        if total is not None:
            return effect if total != (0, 0) else "NO INJURY OR DEATH"
    return None


def _number(message: Message, quote: str) -> str:
    at = message.text.find(quote)
    stated = number_before(message.text, at, at + len(quote)) if at >= 0 else None
    return stated or ("PLURAL" if is_plural(quote) else "1")
