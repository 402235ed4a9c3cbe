"""The trained finder: drafts of the text, the same in any batch, right on plain reports written for this test."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roznamcha.coder.drafts import MENTION_LABELS, Draft
from roznamcha.coder.encoder import EncoderFinder, load_finder
from roznamcha.coder.grouping import FloatArray
from roznamcha.coder.network import weights_folder
from roznamcha.coder.reading import Text
from roznamcha.coder.tokens import IntArray
from roznamcha.model import Block, Document, OffsetMap, Segment
from roznamcha.model.codebook import KINDS, SUB_EVENT_TYPES

BLAST = (
    "At least four soldiers were killed and six others injured when a roadside bomb hit their convoy in the Shahrag area of "
    "Harnai District in Balochistan on October 12, reports Dawn. The Baloch Liberation Army (BLA) claimed responsibility."
)
SHOT = (
    "Unidentified gunmen shot dead a schoolteacher, identified as Karim Jan, near Liaquat Chowk in Turbat on March 4, "
    "Daily Times reported. The assailants fled on a motorcycle."
)
QUIET = (
    "The provincial government has set aside money for forty new schools. Work is to begin in spring, the minister for "
    "education said on Tuesday, and the first classes will open a year later. Teachers welcomed the plan."
)


if not (weights_folder() / "meta.json").is_file():
    pytest.skip("the package has no trained weights yet", allow_module_level=True)


@pytest.fixture(scope="module")
def finder() -> EncoderFinder:
    return load_finder(threads=1)


def words(draft: Draft, label: str) -> list[str]:
    return [mention.span.text for mention in draft.labelled(label)]


def test_a_report_of_one_blast_is_one_incident_with_its_words(finder: EncoderFinder) -> None:
    ((draft,),) = finder.find_in([BLAST])
    assert draft.sub_event_type == "Remote explosive/landmine/IED"
    assert any("October 12" in date for date in words(draft, "date"))
    assert any("Shahrag" in place for place in words(draft, "place"))
    assert any("Dawn" in source for source in words(draft, "source"))


def test_what_the_network_leaves_open_of_the_harm_the_rules_read_in_the_same_sentence(finder: EncoderFinder) -> None:
    whole = OffsetMap((Segment(0, len(BLAST), 0, len(BLAST)),))
    document = Document("doc", "source", "doc", BLAST, whole, (Block(0, len(BLAST), "body"),))
    ((draft,),) = finder.find([Text(document)])
    assert any("four soldiers" in killed for killed in words(draft, "killed"))
    assert any("six others" in injured for injured in words(draft, "injured"))


def test_two_reports_in_one_text_are_two_incidents(finder: EncoderFinder) -> None:
    (drafts,) = finder.find_in([f"{BLAST}\n\n{SHOT}"])
    assert [draft.sub_event_type for draft in drafts] == ["Remote explosive/landmine/IED", "Attack"]
    assert any("Turbat" in place for place in words(drafts[1], "place"))
    assert not any("Shahrag" in place for place in words(drafts[1], "place"))


def test_a_text_that_tells_no_incident_gives_none(finder: EncoderFinder) -> None:
    assert finder.find_in([QUIET, ""]) == [(), ()]


def test_a_long_text_is_skimmed_first_and_read_only_where_it_may_tell_an_incident(finder: EncoderFinder) -> None:
    entered: list[int] = []
    found: list[int] = []
    network = finder.network

    class Counted:
        def enter(self, ids: IntArray, shapes: IntArray) -> tuple[FloatArray, FloatArray]:
            entered.append(ids.shape[1])
            return network.enter(ids, shapes)

        def find(self, forked: FloatArray, ids: IntArray) -> FloatArray:
            found.append(ids.shape[1])
            return network.find(forked, ids)

        def read(self, forked: FloatArray, ids: IntArray, marks: IntArray) -> tuple[FloatArray, FloatArray, FloatArray]:
            return network.read(forked, ids, marks)

    assert finder.gate
    doubtful, sure = (replace(finder.gate, long_threshold=-100.0, bias=finder.gate.bias + change) for change in (-10, 10))
    skimming = EncoderFinder(Counted(), finder.calibration, doubtful, version="test")
    (quiet,) = skimming.find_in([QUIET * 12])
    assert not quiet
    assert sum(entered) < 250
    assert not found
    (told,) = skimming.find_in([QUIET * 6 + SHOT + QUIET * 6])
    assert len(told) == 1
    assert sum(entered) > 500
    assert sum(found) > 400
    entered.clear()
    EncoderFinder(Counted(), finder.calibration, sure, version="test").find_in([QUIET * 12])
    assert min(entered) > 250, "what the gate is sure of is read without skimming"


def test_a_text_that_must_tell_an_incident_and_gave_none_is_read_again_with_less_asked(finder: EncoderFinder) -> None:
    assert finder.gate and finder.gate.is_sure(SHOT) and not finder.gate.is_sure(QUIET)
    strict = replace(finder.calibration, thresholds={**finder.calibration.thresholds, "incident.valid": 1.1})
    told, quiet = EncoderFinder(finder.network, strict, finder.gate, version="test").find_in([SHOT, QUIET])
    assert len(told) == 1 and not quiet
    (ungated,) = EncoderFinder(finder.network, strict, None, version="test").find_in([SHOT])
    assert not ungated


def test_every_span_stands_in_its_text_and_every_value_in_its_list(finder: EncoderFinder) -> None:
    texts = [BLAST, SHOT, f"{QUIET}\n\n{SHOT}" * 6]
    for text, drafts in zip(texts, finder.find_in(texts), strict=True):
        assert drafts
        for draft in drafts:
            assert draft.anchor.holds(text)
            assert draft.sub_event_type in SUB_EVENT_TYPES
            assert all(0 <= score <= 1 for _, score in draft.scores)
            for mention in draft.mentions:
                assert mention.span.holds(text)
                assert mention.label in MENTION_LABELS
                assert mention.kind in KINDS or mention.label not in ("perpetrator", "target", "participant")


@pytest.mark.parametrize("text", [SHOT, f"{QUIET}\n\n{SHOT}" * 4])
def test_a_text_is_read_alike_alone_and_among_others(finder: EncoderFinder, text: str) -> None:
    alone = finder.find_in([text])[0]
    among = finder.find_in([BLAST, text, QUIET])[1]
    assert [(d.anchor, d.sub_event_type, [(m.span, m.label, m.kind) for m in d.mentions]) for d in alone] == [
        (d.anchor, d.sub_event_type, [(m.span, m.label, m.kind) for m in d.mentions]) for d in among
    ]


@pytest.mark.parametrize("name", ["lower.onnx", "upper.onnx", "reader.onnx"])
def test_weights_tell_nothing_of_the_machine_that_made_them(name: str) -> None:
    held = (weights_folder() / name).read_bytes()
    assert b"site-packages" not in held and b".py" not in held
