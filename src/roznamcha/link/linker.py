"""Sort reports into incidents: block, compare, cluster.

1. `block.candidate_pairs` finds the pairs worth comparing.
2. `bars.barred` strikes out those that the reports themselves forbid; `score.score` adds up the evidence on the rest.
3. `cluster.cluster` joins what agrees, under the bars and under what people decided.
4. The pairs are scored again with words counted by the stories so found, and clustered for good.

With `existing` incidents only the new reports are placed: they join an incident or open one, and nothing else moves. The
result is a function of the reports, the decisions and the weights; the order of the input does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from roznamcha.link.bars import barred
from roznamcha.link.block import candidate_pairs
from roznamcha.link.cluster import Evidence, Sets, cluster
from roznamcha.link.decisions import Obligations
from roznamcha.link.facts import Facts, from_reports, report_ids
from roznamcha.link.furniture import common_lines
from roznamcha.link.profile import Corpus
from roznamcha.link.score import Weights, default_weights, score
from roznamcha.model import Document, Report

COMPARED_IN_FULL: Final = 60
"""Up to how many reports that good pairs connect are compared all with all."""
HOPE: Final = 3.0
"""How far below `unmet` a pair may score at first and be scored again: counted by story, common names can become rare ones."""


@dataclass(frozen=True, slots=True)
class LinkOptions:
    """How to link: the table of weights, what people decided, and the incidents that stand already."""

    weights: Weights = field(default_factory=default_weights)
    obligations: Obligations = field(default_factory=Obligations)
    existing: Sequence[Collection[str]] = ()


def link_facts(facts: Iterable[Facts], options: LinkOptions | None = None) -> list[tuple[str, ...]]:
    """Sort facts into clusters of report ids; with `options.existing`, place only the reports that are in none of them."""
    return link_and_count(list(facts), options or LinkOptions())[0]


def link_and_count(rows: list[Facts], options: LinkOptions) -> tuple[list[tuple[str, ...]], Corpus]:
    """Link as `link_facts` does, and give also the corpus by which the pairs were scored last."""
    met = meet(rows, options)
    stories = _stories(rows, met, options)
    if len(stories) == len(set(stories.values())):
        return _cluster(rows, met, options), Corpus(rows)
    corpus = Corpus(rows, stories)
    return _cluster(rows, _score_again(rows, met, corpus, options), options), corpus


def find_stories(rows: list[Facts], options: LinkOptions) -> dict[str, str]:
    """Link once with words counted by document, and name for each report the cluster so found.

    The second and last linking counts words by these stories: see `Corpus`.
    """
    return _stories(rows, meet(rows, options), options)


@dataclass(frozen=True, slots=True)
class Met:
    """Pairs of reports that blocking brought together: those scored, with their scores, and those barred."""

    scored: list[tuple[Facts, Facts, float]]
    barred: list[tuple[str, str]]


def meet(rows: list[Facts], options: LinkOptions) -> Met:
    """Block and compare with words counted by document; pairs that no second count could save are dropped."""
    corpus = Corpus(rows)
    met = Met([], [])
    for one, other in candidate_pairs(rows, corpus, _settled(options)):
        if barred(corpus.profile(one), corpus.profile(other)):
            met.barred.append((one.id, other.id))
        elif (total := score(one, other, corpus, options.weights)) > options.weights.unmet - HOPE:
            met.scored.append((one, other, total))
    return met


def _score_again(rows: list[Facts], met: Met, corpus: Corpus, options: LinkOptions) -> Met:
    """Score the pairs with words counted by story, and beside them every pair within a group that good pairs connect.

    Blocking misses pairs within a large story, and each missing pair would count against it.
    """
    scored = [(one, other, score(one, other, corpus, options.weights)) for one, other, _ in met.scored]
    known = {(one.id, other.id) for one, other, _ in met.scored} | set(met.barred)
    settled = _settled(options)
    again = Met(scored, list(met.barred))
    for group in _connected(rows, met, options):
        for one, other in combinations(group, 2):
            old = one.id in settled and other.id in settled
            if old or (one.id, other.id) in known or (other.id, one.id) in known:
                continue
            if barred(corpus.profile(one), corpus.profile(other)):
                again.barred.append((one.id, other.id))
            else:
                again.scored.append((one, other, score(one, other, corpus, options.weights)))
    return again


def _connected(rows: list[Facts], met: Met, options: LinkOptions) -> list[list[Facts]]:
    """List the groups of reports that good pairs and standing incidents connect, if they are small enough to compare in full."""
    number = {facts.id: place for place, facts in enumerate(rows)}
    sets = Sets(len(rows))
    for incident in options.existing:
        sets.join([number[report] for report in incident if report in number])
    for one, other, total in met.scored:
        if total > options.weights.threshold:
            sets.join([number[one.id], number[other.id]])
    settled = _settled(options)
    groups: defaultdict[int, list[Facts]] = defaultdict(list)
    for place, facts in enumerate(rows):
        groups[sets.find(place)].append(facts)
    small = (group for group in groups.values() if 2 < len(group) <= COMPARED_IN_FULL)
    return [group for group in small if any(facts.id not in settled for facts in group)]


def _settled(options: LinkOptions) -> set[str]:
    return {report for group in options.existing for report in group}


def _stories(rows: list[Facts], met: Met, options: LinkOptions) -> dict[str, str]:
    return {report: found[0] for found in _cluster(rows, met, options) for report in found}


def _cluster(rows: list[Facts], met: Met, options: LinkOptions) -> list[tuple[str, ...]]:
    apart = [(min(pair), max(pair)) for pair in options.obligations.apart if len(pair) == 2]
    evidence = Evidence(
        scores=((one.id, other.id, total) for one, other, total in met.scored if total > options.weights.unmet),
        barred=[*met.barred, *apart],
        together=options.obligations.together,
        fixed=options.existing,
        groups={row.id: row.document for row in rows},
    )
    ids = [row.id for row in rows]
    return cluster(ids, evidence, threshold=options.weights.threshold, unmet=options.weights.unmet)


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
