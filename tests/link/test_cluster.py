"""Clusters: what must hold for all scores, bars and decisions, whatever order they come in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from random import Random

from hypothesis import example, given
from hypothesis import strategies as st

from roznamcha.link.cluster import Evidence, cluster
from roznamcha.link.met import BARRED, Met

IDS = [f"r{number}" for number in range(9)]
PAIRS = list(combinations(IDS, 2))
STANDING = [("r0", "r1"), ("r2",), ("r3", "r4")]
UNMET = -6.0

Clusters = list[tuple[str, ...]]


@dataclass(frozen=True)
class Case:
    """Scored pairs with the rest of the evidence, all by the ids of reports."""

    scores: Sequence[tuple[str, str, float]]
    barred: Sequence[tuple[str, str]] = ()
    together: Sequence[tuple[str, ...]] = ()
    fixed: Sequence[tuple[str, ...]] = ()
    groups: Sequence[tuple[str, ...]] = ()

    def settle(self, ids: Sequence[str] = IDS) -> Clusters:
        evidence = Evidence(self.barred, self.together, self.fixed, self.groups)
        return cluster(Met.of(ids, self.scores), evidence, threshold=0.0, unmet=UNMET)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    scores = [
        (one, other, draw(st.floats(-9, 9, allow_nan=False)))
        for one, other in draw(st.lists(st.sampled_from(PAIRS), unique=True, max_size=20))
    ]
    barred = draw(st.lists(st.sampled_from(PAIRS), unique=True, max_size=6))
    together = draw(st.lists(st.sets(st.sampled_from(IDS), min_size=2, max_size=3), max_size=2))
    groups = draw(st.lists(st.sets(st.sampled_from(IDS), min_size=2, max_size=4), max_size=2))
    return Case(scores, barred, [tuple(group) for group in together], groups=[tuple(group) for group in groups])


def join_one_by_one(case: Case) -> Clusters:
    """Reckon all pairs of clusters anew after each join of the best: slow, and plainly what is meant."""
    met = {frozenset((one, other)): score for one, other, score in case.scores}
    apart = {frozenset(pair) for pair in (*case.barred, *(pair for group in case.groups for pair in combinations(group, 2)))}
    standing = {report for group in case.fixed for report in group}
    clusters = [*map(tuple, case.fixed), *((name,) for name in IDS if name not in standing)]

    def mean(one: tuple[str, ...], other: tuple[str, ...]) -> float:
        pairs = [frozenset(pair) for pair in product(one, other)]
        if not apart.isdisjoint(pairs) or (standing.intersection(one) and standing.intersection(other)):
            return BARRED
        scores = [met.get(pair, UNMET) for pair in pairs]
        return BARRED if BARRED in scores else sum(max(score, UNMET) for score in scores) / len(pairs)

    while len(clusters) > 1:
        scored = [(-mean(one, other), one, other) for one, other in combinations(sorted(clusters), 2)]
        least, first, second = min(scored)
        if least >= 0:
            break
        clusters = [group for group in clusters if group not in (first, second)] + [tuple(sorted((*first, *second)))]
    return sorted(clusters)


@given(cases())
def test_every_report_is_in_one_cluster(case: Case) -> None:
    assert sorted(report for group in case.settle() for report in group) == IDS


@given(cases(), st.integers())
def test_the_order_of_the_input_does_not_matter(case: Case, seed: int) -> None:
    shuffled = Random(seed)
    scores = [pair if shuffled.random() < 0.5 else (pair[1], pair[0], pair[2]) for pair in case.scores]
    barred, ids = list(case.barred), list(IDS)
    for column in (scores, barred, ids):
        shuffled.shuffle(column)
    again = Case(scores, barred, case.together[::-1], groups=case.groups[::-1])
    assert again.settle(ids) == case.settle()


@given(cases())
def test_what_people_joined_stays_together(case: Case) -> None:
    owner = {report: group for group in case.settle() for report in group}
    assert all(len({owner[report] for report in group}) == 1 for group in case.together)


@given(cases())
def test_barred_pairs_and_reports_of_one_document_stay_apart(case: Case) -> None:
    for group in replace(case, together=()).settle():
        assert not any(one in group and other in group for one, other in case.barred)
        assert all(len(set(told).intersection(group)) <= 1 for told in case.groups)


@given(cases())
def test_new_reports_never_join_two_incidents_that_stand(case: Case) -> None:
    after = Case(case.scores, fixed=STANDING).settle()
    owner = {report: group for group in after for report in group}
    assert owner["r0"] == owner["r1"]
    assert owner["r3"] == owner["r4"]
    assert len({owner["r0"], owner["r2"], owner["r3"]}) == 3


@given(cases(), st.booleans())
def test_joining_in_rounds_gives_what_joining_the_best_pair_one_by_one_gives(case: Case, standing: bool) -> None:
    scores = [(one, other, round(4 * score) / 4) for one, other, score in case.scores]
    case = Case(scores, case.barred, fixed=STANDING if standing else (), groups=case.groups)
    assert case.settle() == join_one_by_one(case)


@given(st.integers(0, 2**32))
@example(63393508)  # all become one cluster
def test_rounds_and_one_by_one_agree_where_most_pairs_met(seed: int) -> None:
    source = Random(seed)
    scores = [(one, other, source.gauss(1.0, 3.0)) for one, other in PAIRS if source.random() < 0.8]
    case = Case(scores, [pair for pair in PAIRS if source.random() < 0.05])
    assert case.settle() == join_one_by_one(case)


def test_one_strong_pair_does_not_chain_two_incidents() -> None:
    scores = [("a", "b", 5.0), ("c", "d", 5.0), ("b", "c", 3.0)]
    assert Case(scores).settle("abcd") == [("a", "b"), ("c", "d")]


def test_a_bar_holds_against_any_likeness() -> None:
    scores = [("a", "b", 9.0), ("b", "c", 9.0), ("a", "c", 9.0)]
    assert Case(scores, barred=[("a", "c")]).settle("abc") == [("a", "b"), ("c",)]


def test_a_pair_that_scores_as_barred_stays_apart_whatever_a_third_says() -> None:
    scores = [("a", "b", 9.0), ("b", "c", 9.0), ("a", "c", BARRED)]
    assert Case(scores).settle("abc") == [("a", "b"), ("c",)]
