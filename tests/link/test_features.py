"""Each feature on pairs of reports: the level that it finds, and that it finds the same whichever report comes first."""

import json
from pathlib import Path
from typing import Any

import pytest

from roznamcha.link.bars import barred
from roznamcha.link.facts import Facts
from roznamcha.link.features import FEATURES, Pair
from roznamcha.link.linker import link_facts
from roznamcha.link.profile import Corpus
from roznamcha.link.score import compare, default_weights, score

CASES = json.loads((Path(__file__).parents[1] / "cases" / "link" / "pairs.json").read_text("utf-8"))


def facts(name: str, fields: dict[str, Any]) -> Facts:
    listed = {key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()}
    return Facts(id=name, document=name, voice=name, **listed)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_levels(case: dict[str, Any]) -> None:
    first, second = facts("a", case["first"]), facts("b", case["second"])
    corpus = Corpus([first, second])
    pair = Pair(corpus.profile(first), corpus.profile(second), corpus)
    found = {name: FEATURES[name](pair).level for name in case["expect"]}
    assert found == case["expect"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_links(case: dict[str, Any]) -> None:
    rows = [facts("a", case["first"]), facts("b", case["second"])]
    assert (link_facts(rows) == [("a", "b")]) is case["linked"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_a_comparison_is_the_same_from_both_sides(case: dict[str, Any]) -> None:
    first, second = facts("a", case["first"]), facts("b", case["second"])
    corpus, weights = Corpus([first, second]), default_weights()
    forth, back = compare(first, second, corpus, weights), compare(second, first, corpus, weights)
    assert [part.finding.level for part in forth.parts] == [part.finding.level for part in back.parts]
    assert forth.total == pytest.approx(back.total)
    assert forth.total == score(first, second, corpus, weights)
    assert (barred(corpus.profile(first), corpus.profile(second)) is None) == (
        barred(corpus.profile(second), corpus.profile(first)) is None
    )


def test_every_feature_explains_itself() -> None:
    assert all((feature.__doc__ or "").strip().endswith(".") for feature in FEATURES.values())
    assert set(default_weights().levels) == set(FEATURES)


def test_bars() -> None:
    day = {"earliest": "2020-02-01", "latest": "2020-02-01"}
    pairs = {
        "exact places": ({"lat": 30.2, "lon": 67.0, "where_prec": 1}, {"lat": 24.9, "lon": 67.0, "where_prec": 1}),
        "days apart": (day, {"earliest": "2020-04-01", "latest": "2020-04-01"}),
        "names all of its dead": ({"victims": ["Gul Rehman"], "killed": [1, 1]}, {"victims": ["Adil Shah"], "killed": [1, 1]}),
    }
    for reason, (one, other) in pairs.items():
        rows = [facts("a", one), facts("b", other)]
        corpus = Corpus(rows)
        assert reason in (barred(*map(corpus.profile, rows)) or "")


def test_what_is_no_bar() -> None:
    pairs = [
        ({"lat": 30.2, "lon": 67.0, "where_prec": 6}, {"lat": 24.9, "lon": 67.0, "where_prec": 1}),
        ({"earliest": "2020-02-01", "latest": "2020-02-28"}, {"earliest": "2020-04-01", "latest": "2020-04-01"}),
        ({"victims": ["Gul Rehman"], "killed": [3, 3]}, {"victims": ["Adil Shah"], "killed": [3, 3]}),
        ({"victims": ["Shahid Hussain"], "killed": [1, 1]}, {"victims": ["Shahid Husain"], "killed": [1, 1]}),
    ]
    for one, other in pairs:
        rows = [facts("a", one), facts("b", other)]
        corpus = Corpus(rows)
        assert barred(*map(corpus.profile, rows)) is None
