"""Sort reports into incidents: block, compare, cluster.

1. `block.candidate_pairs` finds the pairs worth comparing.
2. `bars.barred` strikes out those that the reports themselves forbid; `score.score` adds up the evidence on the rest.
3. `cluster.cluster` joins what agrees, under the bars and under what people decided.

With `existing` incidents only the new reports are placed: they join an incident or open one, and nothing else moves. The
result is a function of the reports, the decisions and the weights; the order of the input does not matter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from roznamcha.link.bars import barred
from roznamcha.link.block import candidate_pairs
from roznamcha.link.cluster import Evidence, cluster
from roznamcha.link.decisions import Obligations
from roznamcha.link.facts import Facts, from_reports, report_ids
from roznamcha.link.furniture import common_lines
from roznamcha.link.profile import Corpus
from roznamcha.link.score import Weights, default_weights, score
from roznamcha.model import Document, Report


@dataclass(frozen=True, slots=True)
class LinkOptions:
    """How to link: the table of weights, what people decided, and the incidents that stand already."""

    weights: Weights = field(default_factory=default_weights)
    obligations: Obligations = field(default_factory=Obligations)
    existing: Sequence[Collection[str]] = ()


def link_facts(facts: Iterable[Facts], options: LinkOptions | None = None) -> list[tuple[str, ...]]:
    """Sort facts into clusters of report ids; with `options.existing`, place only the reports that are in none of them."""
    options = options or LinkOptions()
    rows = list(facts)
    return _link(rows, Corpus(rows, find_stories(rows, options)), options)


def find_stories(rows: list[Facts], options: LinkOptions) -> dict[str, str]:
    """Link once with words counted by document, and name for each report the cluster so found.

    The second and last linking counts words by these stories: see `Corpus`.
    """
    return {report: found[0] for found in _link(rows, Corpus(rows), options) for report in found}


def _link(rows: list[Facts], corpus: Corpus, options: LinkOptions) -> list[tuple[str, ...]]:
    settled = {report for group in options.existing for report in group}
    scores: list[tuple[str, str, float]] = []
    bars: list[tuple[str, str]] = [(min(pair), max(pair)) for pair in options.obligations.apart if len(pair) == 2]
    for one, other in candidate_pairs(rows, corpus, settled):
        if barred(corpus.profile(one), corpus.profile(other)):
            bars.append((one.id, other.id))
        elif (total := score(one, other, corpus, options.weights)) > options.weights.unmet:
            scores.append((one.id, other.id, total))
    evidence = Evidence(
        scores=scores,
        barred=bars,
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
