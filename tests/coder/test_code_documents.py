"""Whole documents: what the rules find, what they must not find, figures, and the laws of claims."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roznamcha.coder import code_document
from roznamcha.coder.assemble import assemble
from roznamcha.coder.drafts import Draft, Mention
from roznamcha.coder.lexicon import patterns, rows
from roznamcha.coder.reading import Text
from roznamcha.coder.rules import ORIGIN, RuleFinder
from roznamcha.model import (
    Block,
    Claimed,
    Count,
    DateValue,
    Document,
    Meta,
    OffsetMap,
    PlaceValue,
    Record,
    Segment,
    Span,
)

CASES = Path(__file__).parents[1] / "cases/coder"


def make_document(text: str, *, published: str | None = None, blocks: tuple[Block, ...] = ()) -> Document:
    whole = OffsetMap((Segment(0, len(text), 0, len(text)),))
    day = Meta(published, "test") if published else None
    return Document("doc", "source", "doc", text, whole, blocks or (Block(0, len(text), "body"),), published=day)


def code(text: str, **options: Any) -> Record:
    return code_document(make_document(text, **options), finder=RuleFinder())


def load_cases(name: str) -> list[Any]:
    cases = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["label"]) for case in cases]


def told(record: Record, names: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Say of each report what the case asks for."""
    found = []
    for report, wanted in zip(record.reports, names, strict=False):
        values: dict[str, Any] = {"type": report.value_of("sub_event_type")}
        date, place = report.value_of("date"), report.value_of("place")
        values["date"] = date.edtf if isinstance(date, DateValue) else None
        values["place"] = place.names[0] if isinstance(place, PlaceValue) and place.names else None
        for name in ("killed", "injured", "abducted", "arrested"):
            count = report.value_of(name)
            values[name] = [count.low, count.high] if isinstance(count, Count) else None
        found.append({key: values[key] for key in wanted})
    return found


@pytest.mark.parametrize("case", load_cases("rules"))
def test_incidents_are_found(case: dict[str, Any]) -> None:
    record = code(case["input"])
    assert len(record.reports) == len(case["expect"])
    assert told(record, case["expect"]) == case["expect"]


@pytest.mark.parametrize("case", load_cases("negative"))
def test_no_incident_is_found(case: dict[str, Any]) -> None:
    assert code(case["input"]).reports == ()


@pytest.mark.parametrize("case", load_cases("figures"))
def test_figures_are_found(case: dict[str, Any]) -> None:
    assert [[figure.what, figure.low, figure.high] for figure in code(case["input"]).figures] == case["expect"]


def test_a_weekday_needs_the_publication_date() -> None:
    text = "On Thursday, a suicide bomber killed nine soldiers at a checkpoint in Sibi."
    dated, undated = code(text, published="2014-02-15"), code(text)
    assert dated.reports[0].value_of("date").edtf == "2014-02-13"  # type: ignore[union-attr]
    (claim,) = undated.reports[0].claims_of("date")
    assert claim.value == DateValue(None)
    assert claim.spans[0].text == "Thursday"


def test_the_texts_own_date_line_wins_over_the_publication_date() -> None:
    text = "Wednesday 22 July 2015 Gunmen shot dead a judge in Sibi on Tuesday."
    assert code(text, published="2015-02-07").reports[0].value_of("date").edtf == "2015-07-21"  # type: ignore[union-attr]


def test_captions_and_repeats_tell_nothing() -> None:
    body, caption = "Gunmen shot dead a judge in Sibi on June 3.", "Police stand where a bomb killed five people in Quetta."
    blocks = (Block(0, len(body), "body"), Block(len(body) + 1, len(body) + 1 + len(caption), "caption"))
    record = code(f"{body}\n{caption}", blocks=blocks)
    assert [report.value_of("killed") for report in record.reports] == [Count(1, 1, (("civilians", 1),))]


def test_a_title_that_repeats_the_body_is_not_told_twice() -> None:
    title, body = "Four traders killed in Sibi blast", "Four traders were killed when a bomb exploded in Sibi on June 3."
    blocks = (Block(0, len(title), "title"), Block(len(title) + 2, len(title) + 2 + len(body), "body"))
    record = code(f"{title}\n\n{body}", blocks=blocks)
    assert len(record.reports) == 1
    assert record.figures == ()


def test_a_claim_of_responsibility_names_the_claimant_as_perpetrator() -> None:
    text = (
        "A bomb killed two traders in Sibi on June 3. The Pakistani Taliban, which is based in the hills, claimed responsibility."
    )
    (report,) = code(text).reports
    claimed = report.value_of("claim")
    assert isinstance(claimed, Claimed)
    assert claimed.status == "claimed"
    assert claimed.by is not None
    assert claimed.by.text == "The Pakistani Taliban"
    assert [claim.stance for claim in report.claims_of("actor") if claim.value.role == "perpetrator"] == ["claimed"]  # type: ignore[union-attr]


def test_the_speaker_of_a_sentence_travels_on_its_claims() -> None:
    text = "Gunmen shot dead a judge in Sibi on June 3, said a Police officer."
    (report,) = code(text).reports
    assert {claim.speaker.text for claim in report.claims_of("killed") if claim.speaker} == {"a Police officer"}


def test_the_assembler_reads_whatever_a_finder_marks() -> None:
    text = "Nearly 40 villagers were hurt at Kolpur in Jalgarh District."
    hurt, place = "Nearly 40 villagers", "Jalgarh District"
    mentions = (
        Mention(Span.of(text, 0, len(hurt)), "injured", score=0.8),
        Mention(Span.of(text, text.index(place), text.index(place) + len(place)), "place"),
    )
    draft = Draft(Span.of(text, 0, 29), "Attack", ORIGIN, mentions=mentions)
    (report,) = assemble([draft], Text(make_document(text)))
    (claim,) = report.claims_of("injured")
    assert claim.value == Count(36, 40, (("civilians", 36),))
    assert claim.confidence == 0.8
    assert report.value_of("place").names == ("Jalgarh District",)  # type: ignore[union-attr]


@settings(max_examples=40)
@given(
    st.lists(
        st.sampled_from(
            json.loads((CASES / "rules.json").read_text("utf-8")) + json.loads((CASES / "negative.json").read_text("utf-8"))
        ),
        max_size=4,
    ),
    st.text(max_size=60),
)
def test_every_span_of_every_claim_stands_in_the_text(cases: list[dict[str, Any]], noise: str) -> None:
    text = " ".join(case["input"] for case in cases) + noise + " Gunmen shot dead a man."
    record = code(text)
    for report in record.reports:
        assert report.anchor.holds(text)
        for claim in report.claims:
            assert all(span.holds(text) for span in claim.spans)
            assert claim.speaker is None or claim.speaker.holds(text)
    assert all(figure.quote.holds(text) for figure in record.figures)


def test_coding_twice_gives_the_same_record() -> None:
    text = " ".join(case["input"] for case in json.loads((CASES / "rules.json").read_text("utf-8")))
    assert code(text) == code(text)


@pytest.mark.parametrize(
    ("name", "columns"),
    [(name, 3) for name in ("kinds.tsv", "triggers.tsv", "harms.tsv")]
    + [(name, 2) for name in ("weapons.tsv", "sources.tsv", "figures.tsv", "denials.tsv", "not_incidents.tsv", "stances.tsv")]
    + [("place_ranks.tsv", 2), ("totals.tsv", 1), ("openers.tsv", 1)],
)
def test_every_lexicon_compiles(name: str, columns: int) -> None:
    assert all(len(row) == columns for row in rows(name))
    assert len(patterns(name)) == len(rows(name))
