"""The rules of cleaning, each against its table of cases (`tests/cases/clean`)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from roznamcha.clean.blocks import author_of, classify, dateline_end, to_blocks
from roznamcha.clean.furniture import furniture_reason
from roznamcha.clean.layout import Paragraph, paragraphs
from roznamcha.clean.offsets import Draft, apply_repairs
from roznamcha.clean.published import read_date_line, read_published
from roznamcha.clean.repair import repair
from roznamcha.clean.repeats import repeats

CASES = Path(__file__).parents[1] / "cases" / "clean"


def cases(name: str) -> Any:
    rows = json.loads((CASES / name).read_text(encoding="utf-8"))
    return pytest.mark.parametrize("case", rows, ids=[row["label"] for row in rows])


def judge(text: str) -> tuple[str, str | None]:
    [judged] = classify([Paragraph(0, len(text), text)])
    credit = [text[block.start : block.end] for block in to_blocks([judged]) if block.kind == "credit"]
    return judged.kind, credit[0] if judged.kind == "caption" and credit else None


@cases("furniture.json")
def test_furniture_is_known_by_its_words(case: dict[str, str]) -> None:
    assert furniture_reason(case["input"]) == case["expect"]


@cases("furniture_negative.json")
def test_a_sentence_of_a_report_is_no_furniture(case: dict[str, str]) -> None:
    assert furniture_reason(case["input"]) is None


@cases("captions.json")
def test_captions_are_told_and_their_credit_is_split_off(case: dict[str, Any]) -> None:
    assert list(judge(case["input"])) == case["expect"]


@cases("captions_negative.json")
def test_the_report_is_no_caption(case: dict[str, str]) -> None:
    assert judge(case["input"])[0] == "body"


@cases("datelines.json")
def test_datelines_are_cut_off_the_body(case: dict[str, Any]) -> None:
    end = dateline_end(case["input"])
    assert (case["input"][:end].rstrip() if end else None) == case["expect"]


@cases("published.json")
def test_publication_dates_are_whole_days_or_unknown(case: dict[str, Any]) -> None:
    assert read_published(case["input"]) == case["expect"]


@cases("repairs.json")
def test_repairs_undo_damage_and_nothing_else_and_replay(case: dict[str, str]) -> None:
    draft, plan = repair(Draft.of(case["input"]))
    assert draft.text == case["expect"]
    assert apply_repairs(case["input"], plan) == case["expect"]


def test_a_date_line_holds_nothing_but_a_date() -> None:
    assert read_date_line("Sunday, November 10, 2019") == ("2019-11-10", False)
    assert read_date_line("Updated: 3 May 2015 at 10:20") == ("2015-05-03T10:20:00", True)
    assert read_date_line("On 3 May 2015 the town fell") is None
    assert read_date_line("5 May attacks") is None


def test_a_byline_is_read_only_when_it_stands_alone() -> None:
    assert author_of("By Amina Noor and Bilal Shah") == "Amina Noor and Bilal Shah"
    assert author_of("By Amina Noor, The Valley Post") == "Amina Noor, The Valley Post"
    assert author_of("By night the town was quiet") is None


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "Gunmen on two motorcycles opened fire on a police patrol in the\n"
        "old city of Quetta on Friday, killing two officers and injuring\n"
        "a passer-by who had come out of a shop, a police official said.\n"
        "\n"
        "No group claimed the attack. The district has seen a number of\n"
        "killings of policemen since the spring, most of them at night.\n"
    )
    assert [len(paragraph.text.split("\n")) for paragraph in paragraphs(text)] == [3, 2]
    assert all(text[p.start : p.end] == p.text for p in paragraphs(text))


def test_of_two_equal_paragraphs_the_later_is_the_body() -> None:
    twice = "We ran for our lives and left everything behind."
    assert repeats([twice, "Something else entirely was said by the others.", twice]) == {0}


def test_a_new_fact_is_no_repeat() -> None:
    assert (
        repeats(["Nine people died in the blast in the old market.", "Two people died in a fire in the new port on Monday."])
        == set()
    )


def test_a_line_many_times_over_is_one_body_and_the_rest_repeats() -> None:
    assert len(repeats(["Police said the road was closed to traffic."] * 500)) == 499
