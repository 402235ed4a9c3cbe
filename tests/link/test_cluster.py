"""Clusters: what must hold for all scores, bars and decisions, whatever order they come in."""

from itertools import combinations, product
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from roznamcha.link.cluster import BARRED, Evidence, cluster

IDS = [f"r{number}" for number in range(9)]
PAIRS = list(combinations(IDS, 2))


@st.composite
def evidence(draw: st.DrawFn) -> Evidence:
    scores = [
        (one, other, draw(st.floats(-9, 9, allow_nan=False)))
        for one, other in draw(st.lists(st.sampled_from(PAIRS), unique=True, max_size=20))
    ]
    barred = draw(st.lists(st.sampled_from(PAIRS), unique=True, max_size=6))
    together = draw(st.lists(st.sets(st.sampled_from(IDS), min_size=2, max_size=3), max_size=2))
    groups = {name: draw(st.sampled_from("xyz")) for name in draw(st.sets(st.sampled_from(IDS), max_size=5))}
    return Evidence(scores, barred, [tuple(group) for group in together], groups=groups)


def settle(found: Evidence) -> list[tuple[str, ...]]:
    return cluster(IDS, found, threshold=0.0, unmet=-6.0)


@given(evidence())
def test_every_report_is_in_one_cluster(found: Evidence) -> None:
    assert sorted(report for group in settle(found) for report in group) == IDS


@given(evidence(), st.integers())
def test_the_order_of_the_input_does_not_matter(found: Evidence, seed: int) -> None:
    shuffled = Random(seed)
    scores = [pair if shuffled.random() < 0.5 else (pair[1], pair[0], pair[2]) for pair in found.scores]
    shuffled.shuffle(scores)
    barred = list(found.barred)
    shuffled.shuffle(barred)
    ids = list(IDS)
    shuffled.shuffle(ids)
    again = Evidence(scores, barred, list(reversed(found.together)), groups=dict(reversed(found.groups.items())))
    assert cluster(ids, again, threshold=0.0, unmet=-6.0) == settle(found)


@given(evidence())
def test_what_people_joined_stays_together(found: Evidence) -> None:
    owner = {report: group for group in settle(found) for report in group}
    assert all(len({owner[report] for report in group}) == 1 for group in found.together)


@given(evidence())
def test_barred_pairs_and_reports_of_one_document_stay_apart(found: Evidence) -> None:
    alone = Evidence(found.scores, found.barred, groups=found.groups)
    for group in settle(alone):
        assert not any(one in group and other in group for one, other in found.barred)
        documents = [found.groups[report] for report in group if report in found.groups]
        assert len(documents) == len(set(documents))


@given(evidence())
def test_new_reports_never_join_two_incidents_that_stand(found: Evidence) -> None:
    standing = [("r0", "r1"), ("r2",), ("r3", "r4")]
    after = cluster(IDS, Evidence(found.scores, fixed=standing), threshold=0.0, unmet=-6.0)
    owner = {report: group for group in after for report in group}
    assert owner["r0"] == owner["r1"]
    assert owner["r3"] == owner["r4"]
    assert len({owner["r0"], owner["r2"], owner["r3"]}) == 3


def join_one_by_one(found: Evidence, *, threshold: float, unmet: float) -> list[tuple[str, ...]]:
    """Reckon all pairs of clusters anew after each join of the best: slow, and plainly what is meant."""
    met: dict[frozenset[str], list[float]] = {}
    for one, other, score in found.scores:
        met.setdefault(frozenset((one, other)), []).append(score)
    apart = {frozenset(pair) for pair in found.barred}
    apart |= {frozenset(pair) for pair in combinations(found.groups, 2) if found.groups[pair[0]] == found.groups[pair[1]]}
    standing = {report for group in found.fixed for report in group}
    clusters = [*map(tuple, found.fixed), *((name,) for name in IDS if name not in standing)]

    def mean(one: tuple[str, ...], other: tuple[str, ...]) -> float:
        pairs = [frozenset(pair) for pair in product(one, other)]
        if any(pair in apart or BARRED in met.get(pair, ()) for pair in pairs):
            return BARRED
        if standing.intersection(one) and standing.intersection(other):
            return BARRED
        return sum(max(met[pair][0], unmet) if pair in met else unmet for pair in pairs) / len(pairs)

    while clusters:
        scored = [(-mean(one, other), *sorted((one, other))) for one, other in combinations(sorted(clusters), 2)]
        least, one, other = min(scored, default=(0.0, (), ()))
        if -least <= threshold:
            break
        clusters = [group for group in clusters if group not in (one, other)] + [tuple(sorted((*one, *other)))]
    return sorted(clusters)


@given(evidence(), st.booleans())
def test_joining_in_rounds_gives_what_joining_the_best_pair_one_by_one_gives(found: Evidence, standing: bool) -> None:
    fixed = [("r0", "r1"), ("r2",), ("r3", "r4")] if standing else []
    alone = Evidence(found.scores, found.barred, fixed=fixed, groups=found.groups)
    whole = Evidence([(one, other, round(score, 2)) for one, other, score in alone.scores], alone.barred, (), fixed, alone.groups)
    assert cluster(IDS, whole, threshold=0.0, unmet=-6.0) == join_one_by_one(whole, threshold=0.0, unmet=-6.0)


@given(st.integers(0, 2**32))
def test_rounds_and_one_by_one_agree_on_crowded_reports(seed: int) -> None:
    """Scores that all differ, most pairs met, so that many clusters of several reports grow."""
    source = Random(seed)
    scores = [(one, other, source.gauss(1.0, 3.0)) for one, other in PAIRS if source.random() < 0.8]
    barred = [pair for pair in PAIRS if source.random() < 0.05]
    found = Evidence(scores, barred)
    assert cluster(IDS, found, threshold=0.0, unmet=-6.0) == join_one_by_one(found, threshold=0.0, unmet=-6.0)


def test_one_strong_pair_does_not_chain_two_incidents() -> None:
    scores = [("a", "b", 5.0), ("c", "d", 5.0), ("b", "c", 3.0)]
    assert cluster("abcd", Evidence(scores), threshold=0.0, unmet=-6.0) == [("a", "b"), ("c", "d")]


def test_a_bar_holds_against_any_likeness() -> None:
    scores = [("a", "b", 9.0), ("b", "c", 9.0), ("a", "c", 9.0)]
    assert cluster("abc", Evidence(scores, barred=[("a", "c")]), threshold=0.0, unmet=-6.0) == [("a", "b"), ("c",)]


def test_a_pair_that_scores_as_barred_stays_apart_whatever_a_third_says() -> None:
    scores = [("a", "b", 9.0), ("b", "c", 9.0), ("a", "c", BARRED)]
    assert cluster("abc", Evidence(scores), threshold=0.0, unmet=-6.0) == [("a", "b"), ("c",)]
