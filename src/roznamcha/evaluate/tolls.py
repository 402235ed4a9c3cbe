"""Tolls of incidents measured on GVA: killed and injured, exact, derived by a rule from the reports of each incident.

Every article is read by `coder.harm`, its counts become claims, and the incident's figure is consolidated from them, with the
gold links and with our own. A toll that nobody tells is 0, as the set has it. Beside exactness stand the share of gold figures
inside [low, high] and the width of that range, and the naive reading: the largest number in any report. The range spans all
figures that the reports tell, superseded ones included, and the doubt that reading itself leaves (`DOUBT`).

The rule is "most-informative" unless another is asked for: in short crime news the hurt die later, and first texts know least.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from roznamcha.coder.harm import Reading, read_harm
from roznamcha.evaluate.bootstrap import share_interval
from roznamcha.evaluate.jsonlines import read_lines
from roznamcha.evaluate.linking import link_reports
from roznamcha.evaluate.linkingdata import find_set, read_linked
from roznamcha.evaluate.tables import Cell, Table
from roznamcha.link.consolidate import Told, consolidate
from roznamcha.link.words import split_title
from roznamcha.model import Claim, Origin, Report, Span
from roznamcha.model.incident import Toll

COUNTS: Final = ("killed", "injured")
DEFAULT_RULE: Final = "most-informative"
DOUBT: Final = {"killed": (1, 1, 0), "injured": (2, 1, 3)}
"""How far below and above the best figure the range reaches at least, and up to what when no number is told at all: what 95 % of
the tuning incidents needed. The dead are missed more often than invented; of the hurt the dead are not always taken off."""
ODD: Final = 20
"""A figure above this and above three times the best one is that of other acts."""
HIT: Final = {"killed": ("killed",), "injured": ("injured", "hit")}
ORIGIN: Final = Origin("rule", "coder.harm", "1")


@dataclass(frozen=True, slots=True)
class Derived:
    """What our reading makes of one incident: for each count the best figure and the range of figures told."""

    best: Mapping[str, int]
    low: Mapping[str, int]
    high: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class TollScores:
    """The figures of one way: shares of exact tolls, of gold figures inside the range, and the mean width of the range."""

    way: str
    exact: Mapping[str, tuple[bool, ...]]
    inside: Mapping[str, tuple[bool, ...]]
    width: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class TollResult:
    """All ways on one set, and what was derived for each incident with the gold links and with our own."""

    incidents: int
    ways: tuple[TollScores, ...]
    derived: Mapping[str, Mapping[str, Derived]]

    def as_json(self) -> dict[str, Any]:
        """Give the shares with their 95 % intervals."""
        return {
            "incidents": self.incidents,
            "ways": {
                scores.way: {
                    count: {
                        "exact": _share(scores.exact[count]),
                        "interval": share_interval(scores.exact[count]),
                        "inside": _share(scores.inside[count]),
                        "width": round(scores.width[count], 2),
                    }
                    for count in COUNTS
                }
                for scores in self.ways
            },
        }

    def tables(self) -> tuple[Table, ...]:
        """Give one row a way."""
        columns = ("way", *(f"{count} {name}" for count in COUNTS for name in ("exact", "in range", "width")))
        rows: list[tuple[Cell, ...]] = []
        for scores in self.ways:
            cells: list[Cell] = [scores.way]
            for count in COUNTS:
                cells += [_share(scores.exact[count]), _share(scores.inside[count]), round(scores.width[count], 2)]
            rows.append(tuple(cells))
        return (Table(f"{self.incidents} incidents of GVA", columns, tuple(rows)),)


def evaluate_tolls(articles: Path, incidents: Path | None = None, *, rule: str = DEFAULT_RULE) -> TollResult:
    """Derive the tolls of GVA's incidents; `incidents` holds the gold figures, beside the articles otherwise.

    Without gold figures only our own clusters' tolls are derived. `articles` may be the folder that holds the file.
    """
    articles = find_set(articles, "articles*.jsonl")
    gold_file = incidents or articles.with_name(articles.name.replace("articles", "incidents"))
    gold = {row["incident_id"]: row for row in read_lines(gold_file, "incident_id")} if gold_file.is_file() else {}
    rows = {row["id"]: row for row in read_lines(articles, "id", "title", "text")}
    readings = {name: read_harm(row["text"], split_title(row["title"])[0]) for name, row in rows.items()}
    by_incident: defaultdict[str, list[str]] = defaultdict(list)
    for name, row in rows.items():
        if row.get("incident") in gold:
            by_incident[row["incident"]].append(name)
    clusters = _own_clusters(articles)
    linked = _best_clusters(clusters, by_incident)
    derived = {
        "gold links": {incident: derive_toll(names, rows, readings, rule) for incident, names in by_incident.items()},
        "own links": {incident: derive_toll(names, rows, readings, rule) for incident, names in linked.items()},
    }
    naive = {incident: _largest(names, readings) for incident, names in by_incident.items()}
    ways = [*derived.items(), ("largest number in any report", naive)]
    every = {"own clusters": {name: derive_toll(members, rows, readings, rule) for name, members in clusters.items()}}
    return TollResult(len(by_incident), tuple(_score(way, found, gold) for way, found in ways), derived | every)


def derive_toll(
    names: Iterable[str], rows: Mapping[str, Mapping[str, Any]], readings: Mapping[str, Reading], rule: str = DEFAULT_RULE
) -> Derived:
    """Consolidate the counts that the articles `names` tell."""
    listed = sorted(names)
    incident = consolidate([_told(name, rows[name], readings[name]) for name in listed], rule)
    best, low, high = {}, {}, {}
    for count in COUNTS:
        toll = incident.value_of(count)
        best[count] = toll.best if isinstance(toll, Toll) else 0
        told = {number for name in listed for number in readings[name].numbers(*HIT[count])}
        low[count], high[count] = _range(count, best[count], told)
    return Derived(best, low, high)


def _range(count: str, best: int, told: set[int]) -> tuple[int, int]:
    below, above, untold = DOUBT[count]
    figures = {best, *(number for number in told if number <= max(ODD, 3 * best))}
    return max(0, min(*figures, best - below)), max(*figures, best + above, 0 if told else untold)


def write_tolls(result: TollResult, path: Path) -> None:
    """Write one line an incident and way (gold links, own links, own clusters): low, best and high of each count."""
    with path.open("w", encoding="utf-8") as file:
        for way, incidents in result.derived.items():
            for incident, found in sorted(incidents.items()):
                counts = {count: [found.low[count], found.best[count], found.high[count]] for count in COUNTS}
                file.write(json.dumps({"incident": incident, "links": way, **counts}) + "\n")


def _told(name: str, row: Mapping[str, Any], reading: Reading) -> Told:
    claims = []
    for count in COUNTS:
        found = _count(reading, count)
        if found:
            claims.append(Claim(count, found[0], found[1], ORIGIN))
    anchor = Span.of(row["title"] or row["text"] or name, 0, 1)
    return Told(name, Report(name, anchor, tuple(claims)), name, None, (row.get("published") or "")[:10] or None)


def _count(reading: Reading, count: str) -> Any:
    return reading.killed if count == "killed" else reading.injured


def _own_clusters(articles: Path) -> dict[str, list[str]]:
    _, reports = read_linked(articles)
    members: defaultdict[str, list[str]] = defaultdict(list)
    for name, cluster in link_reports(reports).items():
        members[cluster].append(name)
    return dict(members)


def _best_clusters(clusters: Mapping[str, Sequence[str]], by_incident: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Give for each gold incident the reports of the cluster that holds most of its reports."""
    home = {name: cluster for cluster, members in clusters.items() for name in members}
    best = {
        incident: Counter(sorted(home[name] for name in names)).most_common(1)[0][0] for incident, names in by_incident.items()
    }
    return {incident: list(clusters[cluster]) for incident, cluster in best.items()}


def _largest(names: Sequence[str], readings: Mapping[str, Reading]) -> Derived:
    most = {
        count: max((harm.number for name in names for harm in readings[name].harms if harm.what == count), default=0)
        for count in COUNTS
    }
    return Derived(most, most, most)


def _score(way: str, found: Mapping[str, Derived], gold: Mapping[str, Mapping[str, Any]]) -> TollScores:
    exact, inside, width = {}, {}, {}
    for count in COUNTS:
        pairs = [(derived, gold[incident][count]) for incident, derived in sorted(found.items())]
        exact[count] = tuple(derived.best[count] == figure for derived, figure in pairs)
        inside[count] = tuple(derived.low[count] <= figure <= derived.high[count] for derived, figure in pairs)
        width[count] = sum(derived.high[count] - derived.low[count] for derived, _ in pairs) / (len(pairs) or 1)
    return TollScores(way, exact, inside, width)


def _share(flags: Sequence[bool]) -> float:
    return round(sum(flags) / (len(flags) or 1), 4)
