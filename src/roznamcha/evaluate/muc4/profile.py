"""The profile `muc4`: findings of the benchmark's own network, written as templates.

Words of one slot that name the same thing become one fill; titles that stand beside a name belong to it. Numbers, dates and the
country are read by rule from the words around, everything else is the network's choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np

from roznamcha.coder.grouping import FloatArray
from roznamcha.evaluate.muc4 import labels
from roznamcha.evaluate.muc4.fills import (
    find_day,
    foreign_nation,
    guess_country,
    is_country,
    is_plural,
    number_before,
    place_type,
    write_day,
)
from roznamcha.evaluate.muc4.find import Act, Network, Reading, Thresholds, Words, group_acts, read_messages
from roznamcha.evaluate.muc4.matching import string_words, write_date
from roznamcha.evaluate.muc4.message import Message, find_words
from roznamcha.evaluate.muc4.templates import Fill, Template

Slots = dict[str, list[Fill]]
DAYS: Final = {"today": 0, "yesterday": 1, "two days ago": 2}
TITLE_GAP: Final = 3
"""A description so many characters from a name, or nearer, is that person's title."""


@dataclass(frozen=True, slots=True)
class Entity:
    """Words that name one thing: what stands for them, where, how sure they are, and the scores of their closed values."""

    slot: str
    name: str
    words: Words
    score: float
    attributes: FloatArray

    def choose(self, block: str) -> str:
        """Choose the likeliest of a block's closed values."""
        return labels.ATTRIBUTES[block][int(self.attributes[labels.ATTRIBUTE_AT[block]].argmax())]


def extract(messages: Sequence[Message], network: Network, cuts: Thresholds) -> list[list[Template]]:
    """Write the templates of messages."""
    readings = read_messages(messages, network)
    return [write_templates(reading, group_acts(reading, network, cuts), cuts.fill) for reading in readings]


def write_templates(reading: Reading, acts: Sequence[Act], least: float = 0.0) -> list[Template]:
    """Write each act that has a target or a perpetrator as a template; `least` is how sure their fills must be."""
    found = [write_template(reading.message, act, least) for act in acts]
    return [template for template in found if any(template.fills(slot) for slot in labels.TAGS[:5])]


def write_template(message: Message, act: Act, least: float = 0.0) -> Template:
    """Write one act."""
    entities = [one for one in name_entities(message, act) if one.score >= least]
    country = _country(message, act)
    kind = act.choose("incident_type")
    slots: Slots = {
        "incident_date": _date(message, act),
        "incident_location": [Fill.of(_location(message, entities, country))],
        "incident_type": [Fill.of(kind)],
        "incident_stage": [Fill.of(act.choose("incident_stage"))],
        "perp_category": [Fill.of(value) for value in [act.choose("perp_category")] if value],
        **_instruments(act, entities, kind),
        **_perpetrators(entities),
        **_targets("phys_tgt", message, [one for one in entities if one.slot == "phys_tgt_id"], country),
        **_persons(message, act, entities, country),
    }
    if kind == "KIDNAPPING":
        slots = {slot: fills for slot, fills in slots.items() if not slot.startswith(("phys_tgt", "instrument"))}
    return Template(message.id, {slot: tuple(fills) for slot, fills in slots.items() if fills})


def name_entities(message: Message, act: Act) -> list[Entity]:
    """Gather the act's words into entities, in the order of the text.

    Every mention is evidence of its entity: the chance that it is none is the product of theirs, and closed values are their
    mean. The surest mention stands for the entity, words that come several times counting together.
    """
    found: list[list[tuple[Words, float]]] = []
    for one, chance in sorted(act.words, key=lambda pair: (-pair[0].score * pair[1], pair[0].start)):
        group = next((group for group in found if is_same(_named(message, one), _named(message, group[0][0]))), None)
        if group is None:
            found.append(group := [])
        group.append((one, one.score * chance))
    return sorted((_entity(message, group) for group in found), key=lambda entity: entity.words.start)


def _named(message: Message, one: Words) -> tuple[str, str]:
    return one.slot, message.text[one.start : one.end]


def _entity(message: Message, mentions: Sequence[tuple[Words, float]]) -> Entity:
    sums: dict[str, float] = {}
    for one, sure in mentions:
        name = message.text[one.start : one.end]
        sums[name] = sums.get(name, 0.0) + sure
    best = max(sums, key=lambda name: sums[name])
    words = next(one for one, _ in mentions if message.text[one.start : one.end] == best)
    weights = np.array([sure for _, sure in mentions])
    attributes = np.average([one.attributes for one, _ in mentions], axis=0, weights=weights)
    return Entity(words.slot, best, words, float(1.0 - np.prod(1.0 - weights)), attributes)


def is_same(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Tell whether two names, each with its slot, are one thing: the words of one are all in the other, or its initials."""
    if one[0] != other[0]:
        return False
    mine, theirs = string_words(one[1]), string_words(other[1])
    if set(mine) <= set(theirs) or set(theirs) <= set(mine):
        return True
    return _initials(mine) == "".join(theirs) or _initials(theirs) == "".join(mine)


def _initials(words: Sequence[str]) -> str:
    return "".join(word[0] for word in words if word not in ("of", "the", "and", "for", "de"))


def _date(message: Message, act: Act) -> list[Fill]:
    days = (find_day(message, *message.sentences[trigger.sentence], trigger.start) for trigger in act.triggers)
    found = next(filter(None, days), None)
    said = act.choose("date")
    if found is None and said in DAYS and message.day is not None:
        day = message.day - timedelta(DAYS[said])
        return [Fill.of(write_date(day, day))]
    written = write_day(message, found)
    return [Fill.of(written)] if written else []


def _country(message: Message, act: Act) -> str:
    return guess_country(message, act.triggers[0].start, act.triggers[-1].end, act.choose("country"))


def _location(message: Message, entities: Sequence[Entity], country: str) -> str:
    places = [one for one in entities if one.slot == "place" and not is_country(one.name)]
    if not places:
        return country
    name = max(places, key=lambda one: (one.score, -one.words.start)).name
    return f"{country}: {name} ({place_type(message.text, name)})"


def _instruments(act: Act, entities: Sequence[Entity], kind: str) -> Slots:
    if kind == "ARSON":
        return {}
    slots: Slots = {"instrument_id": [], "instrument_type": []}
    for entity in entities:
        if entity.slot == "instrument_id":
            slots["instrument_id"].append(Fill.of(entity.name))
            value = entity.choose("instrument_type")
            slots["instrument_type"] += [Fill.of(value, entity.name)] if value else []
    bare = act.choose("bare_instrument")
    if bare and not slots["instrument_type"]:
        slots["instrument_type"].append(Fill.of(bare))
    return slots


def _perpetrators(entities: Sequence[Entity]) -> Slots:
    organisations = [one for one in entities if one.slot == "perp_organization"]
    return {
        "perp_individual": [Fill.of(one.name) for one in entities if one.slot == "perp_individual"],
        "perp_organization": [Fill.of(one.name) for one in organisations],
        "perp_org_confidence": [Fill.of(one.choose("perp_org_confidence"), one.name) for one in organisations],
    }


def _persons(message: Message, act: Act, entities: Sequence[Entity], country: str) -> Slots:
    names = [one for one in entities if one.slot == "hum_tgt_name"]
    descriptions = [one for one in entities if one.slot == "hum_tgt_description"]
    titles = {one.words.start: name for one in descriptions for name in names if _is_beside(one.words, name.words)}
    alone = [one for one in descriptions if one.words.start not in titles]
    slots = _targets("hum_tgt", message, [*names, *alone], country)
    slots["hum_tgt_name"] = [Fill.of(one.name) for one in names]
    slots["hum_tgt_description"] = [
        Fill.of(one.name, titles[one.words.start].name) if one.words.start in titles else Fill.of(one.name)
        for one in descriptions
    ]
    bare = act.choose("bare_effect")
    if bare and not slots["hum_tgt_effect"]:
        slots["hum_tgt_effect"].append(Fill.of(bare, "-"))
    return slots


def _is_beside(one: Words, other: Words) -> bool:
    return max(other.start - one.end, one.start - other.end) <= TITLE_GAP


def _targets(kind: str, message: Message, entities: Sequence[Entity], country: str) -> Slots:
    slots: Slots = {f"{kind}_{part}": [] for part in ("id", "type", "number", "foreign_nation", "effect")}
    for entity in entities:
        slots[f"{kind}_id"].append(Fill.of(entity.name))
        slots[f"{kind}_type"].append(Fill.of(entity.choose(f"{kind}_type"), entity.name))
        slots[f"{kind}_number"].append(Fill.of(_number(message, kind, entity), entity.name))
        effect, nation = entity.choose(f"{kind}_effect"), _nation(message, entity, country)
        slots[f"{kind}_effect"] += [Fill.of(effect, entity.name)] if effect else []
        slots[f"{kind}_foreign_nation"] += [Fill.of(nation, entity.name)] if nation else []
    return slots if kind == "phys_tgt" else {slot: fills for slot, fills in slots.items() if not slot.endswith("_id")}


def _number(message: Message, kind: str, entity: Entity) -> str:
    said = entity.choose(f"{kind}_number")
    if entity.slot == "hum_tgt_name" or said == "1":
        return "1"
    elsewhere = [(start, start + len(entity.name)) for start in find_words(message.text, entity.name)] if said == "stated" else []
    places = [(entity.words.start, entity.words.end), *elsewhere]
    stated = next(filter(None, (number_before(message.text, *place) for place in places)), None)
    return stated or ("PLURAL" if said == "PLURAL" or is_plural(entity.name) else "1")


def _nation(message: Message, entity: Entity, country: str) -> str | None:
    """Read a target's nation off its words and the two words before them."""
    before = message.text[max(0, entity.words.start - 40) : entity.words.start].split()[-2:]
    return foreign_nation(" ".join([*before, entity.name]), country)
