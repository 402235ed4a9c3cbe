"""What decides between groups of reports: the mean, a bar, a decision, or what stood already."""

from __future__ import annotations

import pytest

from roznamcha.link.decisions import LinkDecision, replay
from roznamcha.link.explain import Reckoning, judge_groups, pairs_that_join, say_decided
from roznamcha.link.facts import Facts
from roznamcha.link.profile import Corpus
from roznamcha.link.score import Comparison, Weights, default_weights

WEIGHTS = Weights(prior=-8.0, threshold=0.0, unmet=-6.0, levels={})


def found(score: float, *, linked: bool = True, barred: str | None = None, decided: str | None = None) -> Reckoning:
    return Reckoning(Comparison("a", "b", score, ()), linked, barred, decided, ("one", "other"))


@pytest.mark.parametrize(
    ("reckonings", "words"),
    [
        ([found(3.0)], "the score, +3.0, is over the threshold, +0.0"),
        ([found(5.0), found(4.0), found(-60.0)], "the mean of 3 pairs, +1.0, is over the threshold, +0.0"),
        ([found(-2.0, linked=False)], "the score, -2.0, is not over the threshold, +0.0"),
        ([found(9.0, linked=False, barred="exact places 900 km apart")], "exact places 900 km apart; this bars the pair"),
        ([found(9.0, linked=False), found(9.0, linked=False, barred="far")], "far; this bars 1 of 2 pairs"),
        ([found(9.0, linked=False, decided="they are two (amna)")], "decided: they are two (amna)"),
        ([found(-9.0, decided="they are one (amna)")], "decided: they are one (amna)"),
    ],
)
def test_the_verdict_says_what_decided(reckonings: list[Reckoning], words: str) -> None:
    verdict = judge_groups(reckonings, WEIGHTS)
    assert verdict.because == words
    assert (verdict.pairs, verdict.threshold, verdict.linked) == (len(reckonings), 0.0, reckonings[0].linked)


@pytest.mark.parametrize("linked", [True, False])
def test_what_the_mean_does_not_explain_is_said_to_have_stood_already(linked: bool) -> None:
    assert "link --anew" in judge_groups([found(-3.0 if linked else 3.0, linked=linked)], WEIGHTS).because


def test_a_decision_is_told_with_who_when_and_why() -> None:
    merged = LinkDecision("1", "merge", "amna", "2024-05-01T10:00", "same blast", ("a", "b", "c"))
    parted = LinkDecision("2", "unlink", "zoya", "2024-05-02T10:00", "", ("c",), ("a", "b"))
    log = [merged, parted]
    said = {pair: say_decided(replay(log), log, frozenset(pair)) for pair in ("ab", "bc", "ad")}
    assert said == {"ab": "they are one (amna, 2024-05-01: same blast)", "bc": "they are two (zoya, 2024-05-02)", "ad": None}


def told(name: str, **fields: object) -> Facts:
    return Facts(id=name, document=fields.pop("document", name), earliest="2020-02-01", latest="2020-02-01", **fields)  # type: ignore[arg-type]


def test_each_report_is_shown_beside_the_one_that_it_joined_by() -> None:
    first = told("a", places=("Quetta",), killed=(14, 14), injured=(31, 31))
    bazaar = told("b", places=("Hazarganji", "Quetta"), victims=("Gul Rehman",), killed=(14, 14), injured=(31, 31))
    victim = told("c", places=("Hazarganji",), victims=("Gul Rehman",))
    rows = [first, bazaar, victim]
    pairs = [(one.id, other.id) for one, other in pairs_that_join(rows, Corpus(rows), default_weights())]
    assert pairs == [("a", "b"), ("b", "c")]


def test_a_barred_pair_is_shown_only_where_a_report_has_no_other() -> None:
    twice = [told("a", document="d"), told("b", document="d"), told("c", victims=("Gul Rehman",))]
    pairs = [(one.id, other.id) for one, other in pairs_that_join(twice, Corpus(twice), default_weights())]
    assert pairs == [("a", "c"), ("b", "c")]
    assert len(pairs_that_join(twice[:2], Corpus(twice), default_weights())) == 1
