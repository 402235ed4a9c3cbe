"""Sentences, kinds of actors, number phrases and counts: the cases, and what holds for every text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roznamcha.coder.counts import read_count
from roznamcha.coder.kinds import sort_of
from roznamcha.coder.sentences import split_sentences
from roznamcha.coder.tallies import read_tallies
from roznamcha.model import Count, Span

CASES = Path(__file__).parents[1] / "cases/coder"
WORDS = st.sampled_from(
    "killed and two others , including a soldier three militants were injured no at least dozens Khan (34) villagers ; of".split()
)


def load_cases(name: str) -> list[Any]:
    cases = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["label"]) for case in cases]


@pytest.mark.parametrize("case", load_cases("sentences"))
def test_sentences_are_cut(case: dict[str, Any]) -> None:
    assert [sentence.text for sentence in split_sentences(case["input"])] == case["expect"]


@given(st.text(alphabet=' .!?\nAbCd1"’“—()', max_size=200))
def test_sentences_lose_nothing_but_white_space(text: str) -> None:
    sentences = split_sentences(text)
    assert all(sentence.holds(text) for sentence in sentences)
    assert "".join(text.split()) == "".join("".join(sentence.text for sentence in sentences).split())


@pytest.mark.parametrize("case", load_cases("kinds"))
def test_kinds_are_told(case: dict[str, Any]) -> None:
    sort = sort_of(case["input"])
    assert (None if sort is None else [sort.kind, sort.group]) == case["expect"]


@pytest.mark.parametrize("case", load_cases("tallies"))
def test_tallies_are_read(case: dict[str, Any]) -> None:
    found = [[tally.low, tally.high, tally.group, tally.relation] for tally in read_tallies(case["input"])]
    assert found == case["expect"]


@pytest.mark.parametrize("case", load_cases("counts"))
def test_phrases_join_to_a_count(case: dict[str, Any]) -> None:
    text, spans = "", []
    for phrase in case["phrases"]:
        text += case["between"] if text else ""
        spans.append(Span(len(text), len(text) + len(phrase), phrase))
        text += phrase
    count = read_count(text, tuple(spans), about=case.get("about"))
    assert count is not None
    assert [count.low, count.high, dict(count.by)] == case["expect"]


@given(st.lists(st.lists(WORDS, min_size=1, max_size=14).map(" ".join), min_size=1, max_size=3))
def test_the_parts_of_a_count_sum_to_its_low(phrases: list[str]) -> None:
    text = ". ".join(phrases)
    starts = [sum(len(phrase) + 2 for phrase in phrases[:k]) for k in range(len(phrases))]
    spans = tuple(Span(start, start + len(phrase), phrase) for start, phrase in zip(starts, phrases, strict=True))
    count = read_count(text, spans)
    assert count is not None
    assert sum(number for _, number in count.by) == count.low
    assert count.high is None or count.high >= count.low


def test_no_phrase_gives_no_count() -> None:
    assert read_count("Nothing was counted.", ()) is None


def test_a_number_of_those_hit_that_holds_the_dead_is_not_the_number_of_the_injured() -> None:
    text = "Three were injured. Five men were hit and two of them died."
    spans = (Span.of(text, 0, 18), Span.of(text, 20, 37))
    count = read_count(text, spans, about="injured", dead=Count(2, 2, (("civilians", 2),)))
    assert count is not None and (count.low, count.high) == (3, 3)
    assert read_count(text, spans, about="injured").high == 5  # type: ignore[union-attr]


@pytest.mark.parametrize(("dead", "low"), [((("civilians", 1),), 4), ((("militants", 1),), 5), ((), 5)])
def test_of_those_who_were_shot_the_dead_victims_are_taken_off(dead: tuple[tuple[str, int], ...], low: int) -> None:
    text = "Five people were shot at a picnic in the park."
    killed = Count(sum(n for _, n in dead), None, dead)
    count = read_count(text, (Span.of(text, 0, 21),), about="injured", dead=killed)
    assert count is not None and (count.low, count.high, sum(n for _, n in count.by)) == (low, low, low)


def test_numbers_of_two_sentences_that_say_others_are_one_number_of_the_injured() -> None:
    text = "A blast wounded 60 people. Two died, and 60 others were wounded, the mayor said."
    spans = (Span.of(text, 8, 25), Span.of(text, 41, 63))
    assert read_count(text, spans, about="injured").low == 60  # type: ignore[union-attr]
    assert read_count(text, spans, about="killed").low == 120  # type: ignore[union-attr]


def test_a_phrase_beside_words_of_death_counts_dead_and_injured_together() -> None:
    text = "Shells fell on the market, killing and wounding dozens of shoppers."
    assert read_count(text, (Span.of(text, 39, 66),), about="injured").low == 2  # type: ignore[union-attr]


def test_a_finders_group_holds_for_people_untold() -> None:
    text = "two others were hurt"
    span = Span.of(text, 0, len(text))
    assert read_count(text, (span,), hints={span: "militants"}).by == (("militants", 2),)  # type: ignore[union-attr]
