"""Numbers: the cases, what must yield nothing, the twenty-five phrases of the benchmark, and what holds for every text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from text_to_num import text2num

from roznamcha.evaluate.numbers import read_phrases
from roznamcha.resolve.numbers import read_numbers
from roznamcha.resolve.numbers.phrases import apply_hedge

CASES = Path(__file__).parents[1] / "cases/numbers"
ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def load_cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{file.stem}: {case['label']}")
        for file in sorted(CASES.glob("*.json"))
        if file.stem != "negative"
        for case in json.loads(file.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("case", load_cases())
def test_case(case: dict[str, Any]) -> None:
    found = read_numbers(case["input"])
    assert [mention.span.text for mention in found] == [wanted["words"] for wanted in case["expect"]]
    for mention, wanted in zip(found, case["expect"], strict=True):
        assert (mention.low, mention.high, mention.kind) == (wanted["low"], wanted["high"], wanted["kind"])
        assert (mention.unit, mention.of) == (wanted.get("unit"), wanted.get("of"))
        assert (mention.noun.text if mention.noun else None) == wanted.get("noun")
        assert [[part.low, part.high] for part in mention.parts] == wanted.get("parts", [])


@pytest.mark.parametrize(
    "case", json.loads((CASES / "negative.json").read_text(encoding="utf-8")), ids=lambda case: case["label"]
)
def test_what_is_no_number_yields_nothing(case: dict[str, Any]) -> None:
    assert [mention.span.text for mention in read_numbers(case["input"])] == []


@pytest.mark.parametrize(("low", "high", "phrase"), [pytest.param(*row, id=row[2]) for row in read_phrases()])
def test_the_twenty_five_phrases(low: float, high: float | None, phrase: str) -> None:
    first = read_numbers(phrase)[0]
    assert (first.low, first.high) == (low, high)


def spell(number: int) -> str:
    """Write a number below a billion in words."""
    if number < 20:
        return ONES[number]
    if number < 100:
        return TENS[number // 10 - 2] + (f"-{ONES[number % 10]}" if number % 10 else "")
    if number < 1000:
        return f"{ONES[number // 100]} hundred" + (f" and {spell(number % 100)}" if number % 100 else "")
    for scale, word in ((1_000_000, "million"), (1000, "thousand")):
        if number >= scale:
            rest = number % scale
            joint = " and " if 0 < rest < 100 else " "
            return f"{spell(number // scale)} {word}" + (joint + spell(rest) if rest else "")
    raise AssertionError(number)


@given(st.integers(0, 999_999_999))
@settings(max_examples=400, deadline=None)
def test_a_spelled_number_reads_back_and_agrees_with_text2num(number: int) -> None:
    words = spell(number)
    (found,) = read_numbers(f"there were {words}, he said")
    assert (found.span.text, found.low, found.high) == (words, number, number)
    assert number == text2num(words, "en")


@given(st.integers(1, 10**9))
def test_digits_with_and_without_commas_read_back(number: int) -> None:
    for words in (f"{number:,}", f"exactly {number:,}"):
        (found,) = read_numbers(f"({words})")
        assert (found.low, found.high) == (number, number)


@given(
    st.integers(1, 99), st.sampled_from([("lakh", 100_000), ("crore", 10_000_000), ("million", 1_000_000), ("thousand", 1000)])
)
def test_scales_multiply(number: int, scale: tuple[str, int]) -> None:
    (found,) = read_numbers(f"about {number} {scale[0]} voters")
    assert found.low == number * scale[1]


@given(st.integers(1, 900), st.integers(1, 80))
def test_ranges_read_back(low: int, more: int) -> None:
    for text in (f"between {low} and {low + more} men", f"from {low} to {low + more} men"):
        (found,) = read_numbers(text)
        assert (found.low, found.high) == (low, low + more)


@given(st.sampled_from(["at least", "more than", "nearly", "less than", "up to", "about", ""]), st.integers(2, 10**6))
def test_a_hedged_range_is_in_order_and_holds_or_borders_the_number(effect: str, number: int) -> None:
    low, high = apply_hedge(effect, number, number)
    assert low <= number + 1
    assert high is None or number - 1 <= high <= number
    assert high is None or low <= high


WORDS = st.sampled_from(
    "one two dozen a an half hundred thousand million lakh crore and point five twenty - , . / 1,500 2.5 10,70 3m Rs $ % per cent"
    " at least over nearly up to as many no one none several few couple of the woman her children year old years km first 5th May"
    " 12 to between or more odd us aged scores tens both all quarter third people 2009".split(" ")
)


@given(st.lists(WORDS, max_size=14).map(" ".join))
@settings(max_examples=500, deadline=None)
def test_every_number_keeps_its_promises(text: str) -> None:
    ends = 0
    for mention in read_numbers(text):
        assert mention.span.holds(text)
        assert mention.high is None or mention.low <= mention.high
        assert mention.noun is None or mention.noun.holds(text)
        assert mention.span.end > ends or mention.kind == "age"
        ends = max(ends, mention.span.end)


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_read(text: str) -> None:
    assert all(mention.span.holds(text) for mention in read_numbers(text))


def test_a_line_of_megabytes_is_read_in_seconds() -> None:
    text = "at least twenty-one men and 1,500,000 others of the five hundred and " * 12_000
    assert len(read_numbers(text)) >= 36_000
