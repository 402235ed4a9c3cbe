"""MUC-4 keys as lessons, on a message and a key of our own."""

from __future__ import annotations

import random

import numpy as np
import pytest

from roznamcha.coder.tokens import read_pieces
from roznamcha.evaluate.muc4 import labels
from roznamcha.evaluate.muc4.find import Reading, Thresholds, group_acts, read_page
from roznamcha.evaluate.muc4.message import Message
from roznamcha.evaluate.muc4.network import OwnLayers, pack, unpack
from roznamcha.evaluate.muc4.pages import make_page
from roznamcha.evaluate.muc4.templates import Alternative, Fill, Template
from roznamcha.train.muc4 import BEGIN, INSIDE, NOT_ASKED, Example, Row, make_example, row_of

WIRE = """   LIMA, 9 MAY 90 (OWN) -- [TEXT] RED HAND REBELS KILLED MAYOR JUAN SOTO
YESTERDAY.  A BOMB DESTROYED A BANK IN HUANTA.

   NOTHING ELSE WAS KNOWN.

   THE REBELS HAD NOT BEEN SEEN FOR MONTHS.
"""
KEY = [
    Template(
        "OWN",
        {
            "incident_type": (Fill.of("ATTACK"),),
            "incident_date": (Fill.of("08 MAY 90"),),
            "incident_location": (Fill.of("PERU"),),
            "perp_individual": (Fill((Alternative("REBELS"), Alternative("RED HAND REBELS"))),),
            "hum_tgt_name": (Fill.of("JUAN SOTO"),),
            "hum_tgt_description": (Fill.of("MAYOR", "JUAN SOTO"),),
            "hum_tgt_type": (Fill.of("GOVERNMENT OFFICIAL", "JUAN SOTO"),),
            "hum_tgt_number": (Fill.of("1", "JUAN SOTO"),),
            "hum_tgt_effect": (Fill.of("DEATH", "JUAN SOTO"),),
        },
    ),
    Template(
        "OWN",
        {
            "incident_type": (Fill.of("BOMBING"),),
            "incident_location": (Fill.of("PERU: HUANTA (CITY)"),),
            "phys_tgt_id": (Fill.of("BANK"),),
            "instrument_id": (Fill.of("BOMB"),),
            "instrument_type": (Fill.of("BOMB", "BOMB"),),
        },
    ),
]


WIDTH = 32


class NoNetwork(OwnLayers):
    """Layers that are never asked."""

    def __init__(self) -> None:
        super().__init__({})


@pytest.fixture
def example() -> Example:
    return make_example(Message.of("OWN", WIRE), KEY)


@pytest.fixture
def row(example: Example) -> Row:
    def encode(ids: np.ndarray, shapes: np.ndarray) -> np.ndarray:
        return np.stack([np.random.default_rng(int(piece)).standard_normal(WIDTH) for piece in ids]).astype(np.float16)

    return row_of(example, make_page(example.message, read_pieces(example.message.text), encode))


def words(example: Example, number: int) -> list[str]:
    spans = [example.triggers[k] for k in example.lessons[number].triggers]
    return [example.message.text[start:end] for start, end in spans]


def test_a_trigger_goes_to_the_template_whose_target_is_in_its_sentence(example: Example) -> None:
    assert words(example, 0) == ["KILLED"]
    assert words(example, 1) == ["BOMB", "DESTROYED"]


def test_the_longest_name_near_the_act_is_asked_and_others_are_not(example: Example) -> None:
    text, lesson = example.message.text, example.lessons[0]
    asked = {text[one.start : one.end] for one in lesson.mentions if one.slot == "perp_individual"}
    unasked = {text[one.start : one.end] for one in lesson.unasked}
    assert (asked, unasked) == ({"RED HAND REBELS"}, {"REBELS"})


def test_titles_take_the_attributes_of_their_name(example: Example) -> None:
    told = example.lessons[0].attributes
    assert told["hum_tgt_description", 0] == told["hum_tgt_name", 0]
    assert told["hum_tgt_name", 0]["hum_tgt_type"] == "GOVERNMENT OFFICIAL"


def test_the_day_is_told_by_its_distance_from_the_dateline(example: Example) -> None:
    assert example.lessons[0].incident["date"] == "yesterday"
    assert "date" not in example.lessons[1].incident


def test_a_row_holds_tags_answers_and_classes(row: Row) -> None:
    kinds = [labels.TRIGGER_CLASSES[kind] for _, _, kind, _ in row.triggers]
    assert kinds == ["ATTACK", "BOMBING", "BOMBING"]
    number, tags, answers, told = row.lessons[1]
    assert number == 1
    assert (tags[labels.TAGS.index("phys_tgt_id")] == BEGIN).sum() == 1
    assert labels.INCIDENT["country"][told["country"]] == "PERU"
    assert ("instrument_type", "BOMB") in {(block, labels.ATTRIBUTES[block][value]) for _, _, block, value in answers}
    assert tags.shape == (len(labels.TAGS), len(row.page.pieces))


def test_the_network_learns_one_message_by_heart_and_is_packed(row: Row) -> None:
    torch = pytest.importorskip("torch")
    from roznamcha.train.muc4learn import Learner, Plan, gold_words, joined_tags, train
    from roznamcha.train.muc4net import MucNet, Size

    assert {labels.TAGS[one.tag] for one in gold_words(row)} >= {"hum_tgt_name", "phys_tgt_id", "place", "instrument_id"}
    assert set(np.unique(joined_tags(row))) == {NOT_ASKED, 0, BEGIN, INSIDE}
    torch.manual_seed(0)
    net = MucNet(Size(given=WIDTH, hidden=64, inner=64, layers=1, dropout=0.0, lost=0.0))
    before = float(Learner(net).loss([row], random.Random(0)).detach())
    trained = train(net, [row], Plan(steps=60, rate=3e-3, average=0.5), say=lambda line: None)
    after = float(Learner(trained).loss([row], random.Random(0)).detach())
    assert after < before / 3
    own = OwnLayers(unpack(pack({name: value.detach().numpy() for name, value in trained.state_dict().items()})))
    reading = read_page(row.page, own)
    told = {row.page.message.text[one.start : one.end] for one in reading.triggers if one.score > 0.5}
    assert told == {"KILLED", "BOMB", "DESTROYED"}
    acts = group_acts(reading, own, Thresholds(same=0.5, act=0.5, relevant=0.0))
    assert [act.choose("incident_type") for act in acts] == ["ATTACK", "BOMBING"]


def test_neighbours_come_into_one_half_of_dev() -> None:
    pytest.importorskip("torch")
    from roznamcha.train.muc4run import half_of

    first = [number for number in range(1, 101) if half_of(f"TST1-MUC3-{number:04d}") == 0]
    assert len(first) == 50
    assert first[:11] == [*range(1, 11), 21]


def test_thresholds_are_chosen_where_they_pay(row: Row) -> None:
    pytest.importorskip("torch")
    from roznamcha.train.muc4run import Key, choose_thresholds

    none = Thresholds(act=0.99, relevant=0.0)
    sure = Reading(row.page.message, (), (), 1.0)
    key = Key({"OWN": KEY}, {"OWN": []}, {"OWN": {}})
    assert choose_thresholds([sure], key, NoNetwork(), say=lambda line: None) == Thresholds()
    assert group_acts(sure, NoNetwork(), none) == []
