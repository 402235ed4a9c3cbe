"""The profile `muc4`: findings of the benchmark's own network, written as templates.

Words of one slot that name the same thing become one fill; titles that stand beside a name belong to it. Numbers, dates and the
country are read by rule from the words around, everything else is the network's choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from roznamcha.evaluate.muc4 import labels
from roznamcha.evaluate.muc4.fills import find_day, foreign_nation, guess_country, is_plural, number_before, place_type, write_day
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
    """Words that name one thing: what stands for them, where, and how sure they are."""

    slot: str
    name: str
    words: Words
    score: float


def extract(messages: Sequence[Message], network: Network, cuts: Thresholds) -> list[list[Template]]:
    """Write the templates of messages."""
    return [write_templates(reading, group_acts(reading, network, cuts)) for reading in read_messages(messages, network)]


def write_templates(reading: Reading, acts: Sequence[Act]) -> list[Template]:
    """Write each act that has a target or a perpetrator as a template."""
    found = [write_template(reading.message, act) for act in acts]
    return [template for template in found if any(template.fills(slot) for slot in labels.TAGS[:5])]


def write_template(message: Message, act: Act) -> Template:
    """Write one act."""
    entities = name_entities(message, act)
    country = _country(message, act)
    kind = act.choose("incident_type")
    slots: Slots = {
        "incident_date": _date(message, act),
        "incident_location": [Fill.of(_location(message, act, country))],
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
    """Gather the act's words into entities, surest first within a slot, in the order of the text."""
    found: list[Entity] = []
    for one, chance in sorted(act.words, key=lambda pair: (-pair[0].score * pair[1], pair[0].start)):
        entity = Entity(one.slot, message.text[one.start : one.end], one, one.score * chance)
        if not any(is_same(entity, other) for other in found):
            found.append(entity)
    return sorted(found, key=lambda entity: entity.words.start)


def is_same(one: Entity, other: Entity) -> bool:
    """Tell whether two names of a slot are one thing: the words of one are all in the other, or its initials."""
    if one.slot != other.slot:
        return False
    mine, theirs = string_words(one.name), string_words(other.name)
    if set(mine) <= set(theirs) or set(theirs) <= set(mine):
        return True
    return _initials(mine) == "".join(theirs) or _initials(theirs) == "".join(mine)


def _initials(words: Sequence[str]) -> str:
    return "".join(word[0] for word in words if word not in ("of", "the", "and", "for", "de"))


def _choose(words: Words, block: str) -> str:
    return labels.ATTRIBUTES[block][int(words.attributes[labels.ATTRIBUTE_AT[block]].argmax())]


def _sentences(message: Message, act: Act) -> list[tuple[int, int]]:
    return [message.sentences[number] for number in dict.fromkeys(trigger.sentence for trigger in act.triggers)]


def _date(message: Message, act: Act) -> list[Fill]:
    found = next(filter(None, (find_day(message, *sentence) for sentence in _sentences(message, act))), None)
    said = act.choose("date")
    if found is None and said in DAYS and message.day is not None:
        day = message.day - timedelta(DAYS[said])
        return [Fill.of(write_date(day, day))]
    written = write_day(message, found)
    return [Fill.of(written)] if written else []


def _country(message: Message, act: Act) -> str:
    said = act.choose("country")
    return guess_country(message, act.triggers[0].start, act.triggers[-1].end) if said == "other" else said


def _location(message: Message, act: Act, country: str) -> str:
    places = [(one.score * chance, one) for one, chance in act.words if one.slot == "place"]
    if not places:
        return country
    best = max(places, key=lambda pair: (pair[0], -pair[1].start))[1]
    name = message.text[best.start : best.end]
    return f"{country}: {name} ({place_type(message.text, name)})"


def _instruments(act: Act, entities: Sequence[Entity], kind: str) -> Slots:
    if kind == "ARSON":
        return {}
    slots: Slots = {"instrument_id": [], "instrument_type": []}
    for entity in entities:
        if entity.slot == "instrument_id":
            slots["instrument_id"].append(Fill.of(entity.name))
            value = _choose(entity.words, "instrument_type")
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
        "perp_org_confidence": [Fill.of(_choose(one.words, "perp_org_confidence"), one.name) for one in organisations],
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
        slots[f"{kind}_type"].append(Fill.of(_choose(entity.words, f"{kind}_type"), entity.name))
        slots[f"{kind}_number"].append(Fill.of(_number(message, kind, entity), entity.name))
        effect, nation = _choose(entity.words, f"{kind}_effect"), _nation(message, entity, country)
        slots[f"{kind}_effect"] += [Fill.of(effect, entity.name)] if effect else []
        slots[f"{kind}_foreign_nation"] += [Fill.of(nation, entity.name)] if nation else []
    return slots if kind == "phys_tgt" else {slot: fills for slot, fills in slots.items() if not slot.endswith("_id")}


def _number(message: Message, kind: str, entity: Entity) -> str:
    said = _choose(entity.words, f"{kind}_number")
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
