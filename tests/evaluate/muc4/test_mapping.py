"""The register's records as MUC-4 templates, on messages of our own."""

from __future__ import annotations

from datetime import date

import pytest

from roznamcha.evaluate.muc4.fills import find_day, foreign_nation, guess_country, number_before, write_day
from roznamcha.evaluate.muc4.mapping import map_record
from roznamcha.evaluate.muc4.message import Message, find_triggers

WIRE = """   TARIJA, 9 MAY 90 (OWN) -- [TEXT] TWO BOMBS DESTROYED THE POST OFFICE
OF TARIJA LAST NIGHT.  A GUARD, PEDRO RUIZ, WAS KILLED.

   THE BOLIVIAN RED HAND GROUP CLAIMED IT.  ON 3 MAY, U.S. CITIZENS HAD
BEEN WARNED.
"""


@pytest.fixture
def message() -> Message:
    return Message.of("OWN-0001", WIRE)


def test_a_message_is_unwrapped_and_cut_at_the_wires_full_stops(message: Message) -> None:
    assert (message.city, message.day) == ("TARIJA", date(1990, 5, 9))
    parts = [message.text[start:end] for start, end in message.sentences]
    assert parts[1:] == [
        "A GUARD, PEDRO RUIZ, WAS KILLED.",
        "THE BOLIVIAN RED HAND GROUP CLAIMED IT.",
        "ON 3 MAY, U.S. CITIZENS HAD BEEN WARNED.",
    ]
    assert message.sentence_of(message.text.index("KILLED")) == 1
    assert message.sentence_of(10_000) == 3


@pytest.mark.parametrize("opening", ["NO DATELINE HERE.", "LIMA, 31 FEB 90 -- [TEXT] X.", ""])
def test_a_message_without_a_day_has_none(opening: str) -> None:
    assert Message.of("OWN-2", opening).day is None


def test_triggers_are_words_that_may_tell_an_act(message: Message) -> None:
    assert [message.text[start:end] for start, end in find_triggers(message)] == ["BOMBS", "DESTROYED", "KILLED", "WARNED"]


def test_days_follow_the_tasks_forms(message: Message) -> None:
    for words, written in [("LAST NIGHT", "08 MAY 90"), ("KILLED", "- 09 MAY 90"), ("ON 3 MAY", "03 MAY 90")]:
        start, end = message.sentences[message.sentence_of(message.text.index(words))]
        assert write_day(message, find_day(message, start, end)) == written


@pytest.mark.parametrize(
    ("sentence", "word", "written"),
    [
        ("THE MAYOR SAID TODAY THAT A GUARD WAS KILLED ON 4 MAY.", "KILLED", "04 MAY 90"),
        ("THE MAYOR TODAY REPORTED THAT A GUARD WAS KILLED.", "KILLED", "- 09 MAY 90"),
        ("A BOMB WENT OFF YESTERDAY AND ONE THREE DAYS AGO.", "BOMB", "08 MAY 90"),
        ("A BOMB WENT OFF YESTERDAY AND ONE THREE DAYS AGO.", "ONE", "06 MAY 90"),
        ("A BOMB WENT OFF ON MONDAY.", "BOMB", "07 MAY 90"),
        ("A BOMB WENT OFF BEFORE THE POLLS OF 20 MAY.", "BOMB", "- 09 MAY 90"),
    ],
)
def test_a_day_of_saying_or_ahead_is_not_the_acts_and_the_nearest_is(sentence: str, word: str, written: str) -> None:
    told = Message.of("OWN-4", f"   LIMA, 9 MAY 90 (OWN) -- [TEXT] {sentence}")
    assert write_day(told, find_day(told, *told.sentences[0], told.text.index(word))) == written


def test_the_country_is_that_of_the_words_around_and_the_dateline() -> None:
    told = Message.of("OWN-5", "   BOGOTA, 9 MAY 90 (OWN) -- [TEXT] A BOMB WENT OFF IN QUITO.  MORE LATER.")
    assert guess_country(told, told.text.index("BOMB"), told.text.index("BOMB") + 4) == "ECUADOR"
    bare = Message.of("OWN-6", "   BOGOTA, 9 MAY 90 (OWN) -- [TEXT] A BOMB WENT OFF.")
    assert guess_country(bare, 40, 44) == "COLOMBIA"
    assert guess_country(Message.of("OWN-7", "A BOMB WENT OFF."), 2, 6, "PERU") == "PERU"


def test_nations_and_numbers_are_read_off_words(message: Message) -> None:
    assert guess_country(message, 0, 80) == "BOLIVIA"
    assert foreign_nation("U.S. CITIZENS", "BOLIVIA") == "UNITED STATES"
    assert foreign_nation("BOLIVIAN CITIZENS", "BOLIVIA") is None
    at = message.text.index("BOMBS")
    assert number_before(message.text, at, at + 5) == "2"
    assert number_before("AT LEAST 20 PEASANTS", 12, 20) == "20-"
    assert number_before("ON 3 MAY PEASANTS", 9, 17) is None


def test_an_incident_becomes_a_template(message: Message) -> None:
    incident = {
        "sub_event_type": "Remote explosive/landmine/IED",
        "anchor": "TWO BOMBS DESTROYED THE POST OFFICE OF TARIJA LAST NIGHT",
        "place": {"names": ["TARIJA"], "country": "BO"},
        "actors": [
            {"quote": "RED HAND GROUP", "role": "perpetrator", "kind": "Rebel group", "stance": "claimed"},
            {"quote": "THE POST OFFICE", "role": "target", "kind": "Property"},
            {"quote": "A GUARD", "role": "target", "kind": "Civilians"},
        ],
        "people": [{"quote": "PEDRO RUIZ", "fate": "killed"}],
        "killed": {"total": [1, 1]},
        "weapons": [{"quote": "BOMBS", "type": "Explosives"}],
    }
    (template,) = map_record(message, [incident])
    said = {slot: template.values(slot) for slot in template.slots}
    assert said == {
        "incident_date": ["08 MAY 90"],
        "incident_location": ["BOLIVIA: TARIJA (CITY)"],
        "incident_type": ["BOMBING"],
        "incident_stage": ["ACCOMPLISHED"],
        "instrument_id": ["BOMBS"],
        "instrument_type": ["BOMB"],
        "perp_category": ["TERRORIST ACT"],
        "perp_organization": ["RED HAND GROUP"],
        "perp_org_confidence": ["CLAIMED OR ADMITTED"],
        "phys_tgt_id": ["THE POST OFFICE"],
        "phys_tgt_type": ["OTHER"],
        "phys_tgt_number": ["1"],
        "phys_tgt_effect": ["SOME DAMAGE"],
        "hum_tgt_name": ["PEDRO RUIZ"],
        "hum_tgt_description": ["A GUARD"],
        "hum_tgt_type": ["CIVILIAN", "SECURITY GUARD"],
        "hum_tgt_number": ["1", "1"],
        "hum_tgt_effect": ["DEATH", "DEATH"],
    }


@pytest.mark.parametrize(
    "incident",
    [
        {"sub_event_type": "Arrests"},
        {"sub_event_type": "Attack", "background": True},
        {"sub_event_type": "Attack", "date": {"edtf": "1990-01-01"}},
        {"sub_event_type": "Armed clash", "actors": [{"quote": "THE ARMY", "role": "target", "kind": "State forces"}]},
    ],
)
def test_what_the_task_leaves_out_is_left_out(message: Message, incident: dict[str, object]) -> None:
    assert map_record(message, [{"anchor": "KILLED", **incident}]) == []
