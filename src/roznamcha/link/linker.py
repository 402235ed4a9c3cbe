"""Sort reports into incidents: block, compare, cluster.

1. `block.candidate_pairs` finds the pairs worth comparing.
2. `bars.barred` strikes out those that the reports themselves forbid; `score.score` adds up the evidence on the rest.
3. `cluster.cluster` joins what agrees, under the bars and under what people decided.
4. The pairs are scored again with words counted by the stories so found, and clustered for good.

With `existing` incidents only the new reports are placed: they join an incident or open one, and nothing else moves. The
result is a function of the reports, the decisions and the weights; the order of the input does not matter.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Final

from roznamcha.link.bars import barred
from roznamcha.link.block import candidate_pairs
from roznamcha.link.cluster import Evidence, Sets, cluster
from roznamcha.link.decisions import Obligations
from roznamcha.link.facts import Facts, from_reports, report_ids
from roznamcha.link.furniture import common_lines
from roznamcha.link.met import BARRED, Met
from roznamcha.link.profile import Corpus
from roznamcha.link.rarity import Counts
from roznamcha.link.score import Weights, default_weights, score
from roznamcha.model import Document, Report

COMPARED_IN_FULL: Final = 200
"""Up to how many reports that good pairs connect are compared all with all."""
HOPE: Final = 3.0
"""How far below `unmet` a pair may score at first and be scored again: counted by story, common names can become rare ones."""


@dataclass(frozen=True)
class LinkOptions:
    """How to link: the table of weights, what people decided, and the incidents that stand already.

    `counted` gives by kind in how many stories terms stood when the reports of those incidents were counted; without it, all
    reports are counted anew.
    """

    weights: Weights = field(default_factory=default_weights)
    obligations: Obligations = field(default_factory=Obligations)
    existing: Sequence[Collection[str]] = ()
    counted: Callable[[str], Counts] | None = None

    @cached_property
    def settled(self) -> Mapping[str, str]:
        """The reports of the incidents that stand, each with the first of its incident."""
        return {report: first for group in self.existing for first in [min(group)] for report in group}


def link_facts(facts: Iterable[Facts], options: LinkOptions | None = None) -> list[tuple[str, ...]]:
    """Sort facts into clusters of report ids; with `options.existing`, place only the reports that are in none of them."""
    return link_and_count(list(facts), options or LinkOptions())[0]


def link_and_count(rows: list[Facts], options: LinkOptions) -> tuple[list[tuple[str, ...]], Corpus]:
    """Link as `link_facts` does, and give also the corpus by which the pairs were scored last."""
    met = meet(rows, count(rows, options), options)
    corpus = count(rows, options, _stories(_cluster(rows, met, options)))
    _score_again(rows, met, corpus, options)
    return _cluster(rows, met, options), corpus


def count(rows: Iterable[Facts], options: LinkOptions, stories: Mapping[str, str] | None = None) -> Corpus:
    """Count words by the stories that are known: those given, or else the incidents that stand and the documents."""
    return Corpus(rows, stories or options.settled, options.counted, options.settled if options.counted else ())


def find_stories(rows: list[Facts], options: LinkOptions) -> dict[str, str]:
    """Link once with words counted by document, and name for each report the cluster so found.

    The second and last linking counts words by these stories: see `Corpus`.
    """
    return _stories(_cluster(rows, meet(rows, count(rows, options), options), options))


def _stories(clusters: Iterable[tuple[str, ...]]) -> dict[str, str]:
    return {report: found[0] for found in clusters for report in found}


def meet(rows: Iterable[Facts], corpus: Corpus, options: LinkOptions) -> Met:
    """Block and compare; pairs that no second count could save are dropped."""
    rows = list(rows)
    met = Met(facts.id for facts in rows)
    for one, other in candidate_pairs(rows, corpus, options.settled):
        total = _weigh(one, other, corpus, options.weights)
        if total == BARRED or total > options.weights.unmet - HOPE:
            met.add(met.places[one.id], met.places[other.id], total)
    return met


def _weigh(one: Facts, other: Facts, corpus: Corpus, weights: Weights) -> float:
    return BARRED if barred(corpus.profile(one), corpus.profile(other)) else score(one, other, corpus, weights)


def _score_again(rows: Iterable[Facts], met: Met, corpus: Corpus, options: LinkOptions) -> None:
    """Score the pairs with words counted by story, and beside them every pair within a group that good pairs connect.

    Blocking misses pairs within a large story, and each missing pair would count against it.
    """
    groups, size = _connected(met, options), len(met.ids)
    facts = {row.id: row for row in rows}
    placed = [facts[report] for report in met.ids]
    home = {place: number for number, group in enumerate(groups) for place in group}
    known = set()
    for number, (one, other, total) in enumerate(met.pairs()):
        if total != BARRED:
            met.correct(number, score(placed[one], placed[other], corpus, options.weights))
        if one in home and home[one] == home.get(other):
            known.add(one * size + other)
    for one, other in (pair for group in groups for pair in combinations(group, 2)):
        if one * size + other not in known and not (met.ids[one] in options.settled and met.ids[other] in options.settled):
            met.add(one, other, _weigh(placed[one], placed[other], corpus, options.weights))


def _connected(met: Met, options: LinkOptions) -> list[list[int]]:
    """List the groups of reports that good pairs and standing incidents connect, if they are small enough to compare in full."""
    sets = Sets(len(met.ids))
    for incident in options.existing:
        sets.join([met.places[report] for report in incident if report in met.places])
    for one, other, total in met.pairs():
        if total > options.weights.threshold:
            sets.join([one, other])
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for place in range(len(sets)):
        groups[sets.find(place)].append(place)
    small = (group for group in groups.values() if 2 < len(group) <= COMPARED_IN_FULL)
    return [group for group in small if any(met.ids[place] not in options.settled for place in group)]


def _cluster(rows: Collection[Facts], met: Met, options: LinkOptions) -> list[tuple[str, ...]]:
    told: defaultdict[str, list[str]] = defaultdict(list)
    several = Counter(row.document for row in rows)
    for row in rows:
        if several[row.document] > 1:
            told[row.document].append(row.id)
    evidence = Evidence(
        barred=[(min(pair), max(pair)) for pair in options.obligations.apart if len(pair) == 2],
        together=options.obligations.together,
        fixed=options.existing,
        groups=told.values(),
    )
    return cluster(met, evidence, threshold=options.weights.threshold, unmet=options.weights.unmet)


def link(
    reports: Iterable[Report], documents: Iterable[Document] = (), *, voices: Mapping[str, str] | None = None
) -> list[tuple[Report, ...]]:
    """Sort reports into incidents, each a tuple of its reports, in the order of their ids.

    `documents` are those that the reports were read from: they add titles, publishers and publication days, without which less
    can be linked. `voices` names for each document the group of documents that print the same text.
    """
    groups: dict[str, list[Report]] = {}
    for report in reports:
        groups.setdefault(report.document_id, []).append(report)
    known = {document.id: document for document in documents}
    furniture = common_lines((_title(document), document.text) for document in known.values())
    facts: list[Facts] = []
    by_id: dict[str, Report] = {}
    for name, group in sorted(groups.items()):
        by_id.update(zip(report_ids(group), group, strict=True))
        facts += from_reports(group, known.get(name), (voices or {}).get(name), furniture)
    return [tuple(by_id[report] for report in found) for found in link_facts(facts)]


def _title(document: Document) -> str:
    return document.title.value if document.title else document.id
