"""Findings written as templates, on messages of our own, and the profile's own network on one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from roznamcha.evaluate.muc4 import labels
from roznamcha.evaluate.muc4.find import Act, Reading, Trigger, Words
from roznamcha.evaluate.muc4.message import Message, find_words
from roznamcha.evaluate.muc4.profile import is_same, name_entities, write_templates

WIRE = """   LIMA, 9 MAY 90 (OWN) -- [TEXT] MEMBERS OF THE RED HAND FRONT (RHF)
YESTERDAY KILLED MAYOR JUAN SOTO AND TWO OF HIS GUARDS IN HUANTA.  THE
RHF ALSO BURNED A BUS.
"""
NONE = np.zeros(2, dtype=np.float32)


@pytest.fixture
def message() -> Message:
    return Message.of("OWN-0002", WIRE)


def said(blocks: dict[str, str], width: int, at: dict[str, slice], values: dict[str, tuple[str, ...]]) -> np.ndarray:
    scores = np.zeros(width, dtype=np.float32)
    for block, value in blocks.items():
        scores[at[block]][values[block].index(value)] = 9.0
    return scores


def words(message: Message, slot: str, name: str, score: float = 0.9, **attributes: str) -> Words:
    start = find_words(message.text, name)[0]
    scores = said(attributes, sum(map(len, labels.ATTRIBUTES.values())), labels.ATTRIBUTE_AT, dict(labels.ATTRIBUTES))
    return Words(slot, start, start + len(name), score, scores, NONE, message.sentence_of(start))


def act(message: Message, trigger: str, found: list[Words], **incident: str) -> Act:
    start = find_words(message.text, trigger)[0]
    chances = np.zeros(len(labels.TRIGGER_CLASSES), dtype=np.float32)
    chances[labels.TRIGGER_CLASSES.index(incident["incident_type"])] = 1.0
    scores = said(incident, sum(map(len, labels.INCIDENT.values())), labels.INCIDENT_AT, dict(labels.INCIDENT))
    told = Trigger(start, start + len(trigger), chances, scores, NONE, message.sentence_of(start))
    return Act((told,), tuple((one, 1.0) for one in found))


def killing(message: Message) -> Act:
    return act(
        message,
        "KILLED",
        [
            words(message, "perp_individual", "MEMBERS OF THE RED HAND FRONT"),
            words(message, "perp_organization", "RED HAND FRONT", perp_org_confidence="REPORTED AS FACT"),
            words(message, "perp_organization", "RHF", 0.5, perp_org_confidence="POSSIBLE"),
            words(message, "hum_tgt_description", "MAYOR"),
            words(message, "hum_tgt_name", "JUAN SOTO", hum_tgt_type="GOVERNMENT OFFICIAL", hum_tgt_effect="DEATH"),
            words(
                message,
                "hum_tgt_description",
                "GUARDS",
                hum_tgt_type="SECURITY GUARD",
                hum_tgt_effect="DEATH",
                hum_tgt_number="stated",
            ),
            words(message, "place", "HUANTA"),
        ],
        incident_type="ATTACK",
        country="PERU",
        perp_category="TERRORIST ACT",
        date="until",
    )


def test_an_act_is_written_slot_by_slot(message: Message) -> None:
    (template,) = write_templates(Reading(message, (), (), 1.0), [killing(message)])
    assert {slot: template.values(slot) for slot in template.slots} == {
        "incident_date": ["08 MAY 90"],
        "incident_location": ["PERU: HUANTA (CITY)"],
        "incident_type": ["ATTACK"],
        "incident_stage": ["ACCOMPLISHED"],
        "perp_category": ["TERRORIST ACT"],
        "perp_individual": ["MEMBERS OF THE RED HAND FRONT"],
        "perp_organization": ["RED HAND FRONT"],
        "perp_org_confidence": ["REPORTED AS FACT"],
        "hum_tgt_name": ["JUAN SOTO"],
        "hum_tgt_description": ["MAYOR", "GUARDS"],
        "hum_tgt_type": ["GOVERNMENT OFFICIAL", "SECURITY GUARD"],
        "hum_tgt_number": ["1", "2"],
        "hum_tgt_effect": ["DEATH", "DEATH"],
    }


def test_a_title_refers_to_the_name_beside_it(message: Message) -> None:
    (template,) = write_templates(Reading(message, (), (), 1.0), [killing(message)])
    mayor, guards = template.fills("hum_tgt_description")
    assert mayor.alternatives[0].refs == ("JUAN SOTO",)
    assert guards.alternatives[0].refs == ()


def test_initials_and_shorter_names_are_the_same_thing(message: Message) -> None:
    names = {entity.name: entity for entity in name_entities(message, killing(message))}
    assert "RHF" not in names
    assert names["RED HAND FRONT"].score == pytest.approx(1 - 0.1 * 0.5)
    assert is_same(("perp_organization", "RED HAND FRONT"), ("perp_organization", "RHF"))
    assert not is_same(("hum_tgt_name", "JUAN SOTO"), ("hum_tgt_description", "JUAN SOTO"))


def test_fills_that_are_not_sure_enough_are_left_out(message: Message) -> None:
    told = killing(message)
    sure = [(replace(one, score=0.99) if one.slot == "perp_individual" else one, chance) for one, chance in told.words]
    (template,) = write_templates(Reading(message, (), (), 1.0), [replace(told, words=tuple(sure))], 0.96)
    assert template.values("incident_location") == ["PERU"]
    assert not template.fills("perp_organization")
    assert template.values("perp_individual") == ["MEMBERS OF THE RED HAND FRONT"]


def test_the_name_of_a_country_is_no_place_in_it(message: Message) -> None:
    told = Message.of("OWN-3", WIRE.replace("IN HUANTA", "IN PERU"))
    (template,) = write_templates(
        Reading(told, (), (), 1.0),
        [act(told, "BURNED", [words(told, "place", "PERU"), words(told, "phys_tgt_id", "BUS")], incident_type="ARSON")],
    )
    assert template.values("incident_location") == ["PERU"]


def test_arson_has_no_instrument_and_kidnapping_no_thing(message: Message) -> None:
    bus = words(message, "phys_tgt_id", "BUS", phys_tgt_type="TRANSPORT VEHICLE", phys_tgt_effect="DESTROYED")
    fire = act(message, "BURNED", [bus], incident_type="ARSON", bare_instrument="BOMB")
    taken = act(message, "BURNED", [bus, words(message, "hum_tgt_name", "JUAN SOTO")], incident_type="KIDNAPPING")
    first, second = write_templates(Reading(message, (), (), 1.0), [fire, taken])
    assert first.values("phys_tgt_effect") == ["DESTROYED"]
    assert not first.fills("instrument_type")
    assert not second.fills("phys_tgt_id")


def test_an_act_of_nobody_on_nothing_is_left_out(message: Message) -> None:
    place = act(message, "KILLED", [words(message, "place", "HUANTA")], incident_type="ATTACK")
    assert write_templates(Reading(message, (), (), 1.0), [place]) == []
