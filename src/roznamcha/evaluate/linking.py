"""Linking measured: B-cubed and pairwise F1 against the gold incidents, beside every report alone and a plain rule.

The plain rules are those of reference/benchmarks.md: for coded rows the same day and the same point, never two reports of one
source; for headlines the same day of publication. Articles have no rule as plain; TF-IDF with a window of 21 days is what
was measured for them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from roznamcha.evaluate.clusters import Agreement, b_cubed, pairwise
from roznamcha.evaluate.linkingdata import LinkedReport, half_of, read_linked
from roznamcha.evaluate.tables import Table
from roznamcha.link.facts import Facts
from roznamcha.link.linker import LinkOptions, link_facts
from roznamcha.link.score import Weights, default_weights

RULES: Final = {
    "maverick": "same day and point, never one source twice",
    "ucdp": "same day of publication",
}


@dataclass(frozen=True, slots=True)
class LinkScores:
    """B-cubed and pairwise agreement of one way of linking."""

    way: str
    clusters: int
    b_cubed: Agreement
    pairwise: Agreement


@dataclass(frozen=True, slots=True)
class LinkResult:
    """The figures of one set: ours first, then the plain ways."""

    data: str
    reports: int
    incidents: int
    ways: tuple[LinkScores, ...]
    clusters: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        """Give the figures in per cent, by way of linking."""
        return {
            "data": self.data,
            "reports": self.reports,
            "incidents": self.incidents,
            "ways": {
                scores.way: {
                    "clusters": scores.clusters,
                    "b_cubed": round(scores.b_cubed.f1, 2),
                    "pairwise": round(scores.pairwise.f1, 2),
                    "pairwise_precision": round(scores.pairwise.precision, 2),
                    "pairwise_recall": round(scores.pairwise.recall, 2),
                }
                for scores in self.ways
            },
        }

    def tables(self) -> tuple[Table, ...]:
        """Give one row a way of linking."""
        columns = ("way", "clusters", "B-cubed P", "R", "F1", "pairwise P", "R", "F1")
        rows = tuple((scores.way, scores.clusters, *_three(scores.b_cubed), *_three(scores.pairwise)) for scores in self.ways)
        return (Table(f"{self.data}: {self.reports} reports, {self.incidents} incidents", columns, rows),)


def evaluate_linking(
    path: Path, *, weights: Weights | None = None, since: str | None = None, half: str | None = None
) -> LinkResult:
    """Link a set of reports and score the clusters.

    `since` keeps only the incidents whose first report is of that day or later, `half` those of one of `linkingdata.HALVES`.

    Reports without a gold incident are linked with the others and left out of the scores. Headlines that tell of several events
    count in the pairs (two belong together when they share an event) and not in B-cubed.
    """
    data, reports = read_linked(path)
    if since:
        reports = later_part(reports, since)
    if half:
        reports = half_of(reports, half)
    clusters = link_reports(reports, weights)
    gold = {report.facts.id: report.incidents for report in reports if report.incidents}
    ways = [_score("roznamcha", clusters, gold)]
    if data in RULES:
        ways.append(_score(RULES[data], _by_rule(data, reports), gold))
    ways.append(_score("every report alone", {report.facts.id: report.facts.id for report in reports}, gold))
    incidents = {incident for names in gold.values() for incident in names}
    return LinkResult(data, len(reports), len(incidents), tuple(ways), clusters)


def link_reports(reports: Sequence[LinkedReport], weights: Weights | None = None) -> dict[str, str]:
    """Link the reports of a set and name for each its cluster."""
    return _label(link_facts((report.facts for report in reports), LinkOptions(weights or default_weights())))


def later_part(reports: Sequence[LinkedReport], since: str) -> list[LinkedReport]:
    """Keep the reports of the incidents that begin on a day or later, by the first day told or published."""
    start: dict[str, str] = {}
    for report in reports:
        day = report.facts.earliest or report.facts.published or ""
        for incident in report.incidents:
            start[incident] = min(start.get(incident, day), day)
    return [report for report in reports if report.incidents and min(start[name] for name in report.incidents) >= since]


def write_clusters(result: LinkResult, path: Path) -> None:
    """Write one line a report: `{"id": …, "cluster": …}`, in the order of the ids."""
    lines = (json.dumps({"id": report, "cluster": cluster}) for report, cluster in sorted(result.clusters.items()))
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def _score(way: str, clusters: Mapping[str, str], gold: Mapping[str, tuple[str, ...]]) -> LinkScores:
    single = {report: names[0] for report, names in gold.items() if len(names) == 1}
    return LinkScores(way, len(set(clusters.values())), b_cubed(clusters, single), pairwise(clusters, gold))


def _label(clusters: Sequence[tuple[str, ...]]) -> dict[str, str]:
    return {report: found[0] for found in clusters for report in found}


def _by_rule(data: str, reports: Sequence[LinkedReport]) -> dict[str, str]:
    """Put reports with the same key into one cluster; for coded rows a source's second report opens a new one."""
    taken: dict[tuple[str, ...], list[set[str]]] = {}
    labels = {}
    for facts in sorted((report.facts for report in reports), key=lambda facts: facts.id):
        key = _key(data, facts)
        speakers = taken.setdefault(key, [])
        source = facts.document if data == "maverick" else facts.id
        number = next((n for n, sources in enumerate(speakers) if source not in sources), len(speakers))
        if number == len(speakers):
            speakers.append(set())
        speakers[number].add(source)
        labels[facts.id] = "|".join((*key, str(number)))
    return labels


def _key(data: str, facts: Facts) -> tuple[str, ...]:
    if data == "maverick":
        return facts.earliest or facts.id, str(facts.lat), str(facts.lon)
    return (facts.published or facts.id,)


def _three(agreement: Agreement) -> tuple[str, str, str]:
    return f"{agreement.precision:.1f}", f"{agreement.recall:.1f}", f"{agreement.f1:.1f}"
