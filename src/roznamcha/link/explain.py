"""Why reports stand together or apart: each pair's reckoning, and what decides between groups of reports.

A pair's score does not decide by itself: groups join by the mean over all their pairs, a bar or a decision keeps two whole groups
apart, and what stood already is not joined by later linking. So a pair is never shown without the verdict on its groups.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from roznamcha.link.bars import barred
from roznamcha.link.decisions import LinkDecision, Obligations
from roznamcha.link.facts import Facts
from roznamcha.link.profile import Corpus
from roznamcha.link.score import Comparison, Weights, compare, score

ONE, TWO = "they are one", "they are two"
"""What people decide about two reports."""
LOOKED_BACK = 30
"""With how many of those before it a report is compared to find the one that it joined by."""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """One pair of reports: the comparison, what bars it or was decided about it, and whether they stand in one incident.

    `words` are the words that tell the act in each report, with where and when they were printed.
    """

    comparison: Comparison
    linked: bool
    barred: str | None
    decided: str | None
    words: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What decides whether groups are one incident: the mean over their pairs, the threshold, and the reason in words."""

    linked: bool
    mean: float
    pairs: int
    threshold: float
    because: str


def reckon(pair: tuple[Facts, Facts], corpus: Corpus, weights: Weights, *, linked: bool, decided: str | None = None) -> Reckoning:
    """Compare two reports as linking compares them; `decided` is what people decided about them, in words."""
    one, other = pair
    return Reckoning(
        comparison=compare(one, other, corpus, weights),
        linked=linked,
        barred=barred(corpus.profile(one), corpus.profile(other)),
        decided=decided,
        words=(_words(one), _words(other)),
    )


def say_decided(obligations: Obligations, log: Sequence[LinkDecision], pair: frozenset[str]) -> str | None:
    """Say what people decided about two reports, and who named them last; `log` holds the decisions in force."""
    together = any(pair <= group for group in obligations.together)
    if not together and pair not in obligations.apart:
        return None
    last = max(enumerate(log), key=lambda item: (_bears_on(item[1], pair, together=together), item[0]))[1]
    reason = f": {last.reason}" if last.reason else ""
    return f"{ONE if together else TWO} ({last.user}, {last.at[:10]}{reason})"


def _bears_on(decision: LinkDecision, pair: frozenset[str], *, together: bool) -> int:
    """Count the reports of a pair that a decision joins, or parts: both, one that others joined to the second, or none."""
    named, others = pair.intersection(decision.reports), pair.intersection(decision.others)
    if together:
        return len(named) if decision.kind in ("merge", "split") else 0
    return len(named) + len(others) if named and others else 0


def pairs_that_join(rows: Sequence[Facts], corpus: Corpus, weights: Weights) -> list[tuple[Facts, Facts]]:
    """Pick for each report but the first the pair by which it joins the others, in the order in which they join.

    From the first report on, the next is always the one that agrees best with one of those already joined; a barred pair comes
    last. So every report is shown beside the one that it stands with most, whichever that is (Prim 1957). Of many reports each
    is compared with the `LOOKED_BACK` before it.
    """
    beside: defaultdict[int, list[tuple[float, int, int]]] = defaultdict(list)
    for place, row in enumerate(rows):
        for back in range(max(0, place - LOOKED_BACK), place):
            bar = barred(corpus.profile(rows[back]), corpus.profile(row))
            cost = math.inf if bar else -score(rows[back], row, corpus, weights)
            beside[back].append((cost, place, back))
            beside[place].append((cost, back, place))
    joined, pairs, ahead = {0}, [], list(beside[0])
    heapq.heapify(ahead)
    while ahead:
        _, place, other = heapq.heappop(ahead)
        if place not in joined:
            joined.add(place)
            pairs.append((rows[min(place, other)], rows[max(place, other)]))
            for pair in beside[place]:
                heapq.heappush(ahead, pair)
    return pairs


def judge_groups(reckonings: Sequence[Reckoning], weights: Weights) -> Verdict:
    """Say what decides between the groups whose pairs were reckoned: all those within one incident, or between two."""
    scores = [max(found.comparison.total, weights.unmet) for found in reckonings]
    mean = math.fsum(scores) / len(scores)
    linked = reckonings[0].linked
    because = _because(reckonings, linked, _mean_words(mean, len(scores), weights.threshold), over=mean > weights.threshold)
    return Verdict(linked, mean, len(scores), weights.threshold, because)


def _because(reckonings: Sequence[Reckoning], linked: bool, mean: str, *, over: bool) -> str:
    wanted = ONE if linked else TWO
    decided = next((found.decided for found in reckonings if found.decided and found.decided.startswith(wanted)), None)
    bars = [found.barred for found in reckonings if found.barred]
    if decided:
        return f"decided: {decided}"
    if bars and not linked:
        return f"{bars[0]}; this bars {'the pair' if len(reckonings) == 1 else f'{len(bars)} of {len(reckonings)} pairs'}"
    if over == linked:
        return mean
    return f"{mean}, but they were {'joined' if linked else 'apart'} already when reports came that changed it; see: link --anew"


def _mean_words(mean: float, pairs: int, threshold: float) -> str:
    of = "the score" if pairs == 1 else f"the mean of {pairs} pairs"
    return f"{of}, {mean:+.1f}, is {'over' if mean > threshold else 'not over'} the threshold, {threshold:+.1f}"


def _words(facts: Facts) -> str:
    return f"{facts.publisher or facts.document}, {facts.published or 'no date'}: {facts.anchor}"
