"""Aggregation measured: the three models of eventreport on MAVERICK, and how far totals move between plain rules.

`--write` keeps the aggregated table, one row an event, with the package's columns, so that it can be laid beside the package's
own cell by cell. The spread is the diagnostic of reference/benchmarks.md: total deaths by minimum, mode, median and maximum.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

from roznamcha.errors import DataError
from roznamcha.evaluate.linkingdata import find_set
from roznamcha.evaluate.tables import Cell, Table
from roznamcha.link.consolidate.eventreport import MODELS, Chosen, Field, Row, aggregate, read_rows

NAMES: Final = {"most-conservative": "Most-conservative", "most-informative": "Most-informative"}
REPEATED: Final = ("id", "source_author", "source_type", "source_classification", "sampling", "number_of_sources")
"""Columns of single reports, which an event does not have."""


def _mode(values: Sequence[float], choose: Callable[[list[float]], float]) -> float:
    counts = Counter(values)
    return choose([value for value, count in counts.items() if count == max(counts.values())])


RULES: Final[dict[str, Callable[[Sequence[float]], float]]] = {
    "minimum": min,
    "mode, ties low": lambda values: _mode(values, min),
    "median": median,
    "mode, ties high": lambda values: _mode(values, max),
    "maximum": max,
}


@dataclass(frozen=True, slots=True)
class AggregateResult:
    """Events, those with several reports, total deaths and injuries by rule, and how often reports disagree."""

    events: int
    several: int
    totals: Mapping[str, Mapping[str, float]]
    disagree: Mapping[str, float]

    def as_json(self) -> dict[str, Any]:
        """Give the figures as plain objects."""
        return {
            "events": self.events,
            "events_with_several_reports": self.several,
            "totals": {rule: dict(row) for rule, row in self.totals.items()},
            "disagree": {name: round(share, 4) for name, share in self.disagree.items()},
        }

    def tables(self) -> tuple[Table, ...]:
        """Give the totals by rule and the shares of disagreement."""
        columns = tuple(next(iter(self.totals.values())))
        totals: tuple[tuple[Cell, ...], ...] = tuple(
            (rule, *(round(row[name]) for name in columns)) for rule, row in self.totals.items()
        )
        disagree = tuple((name, f"{100 * share:.0f} %") for name, share in self.disagree.items())
        return (
            Table(f"{self.events} events: totals by rule", ("rule", *columns), totals),
            Table(f"{self.several} events with several reports: where they disagree", ("field", "events"), disagree),
        )


def evaluate_aggregate(path: Path, *, model: str = "most-representative", write: Path | None = None) -> AggregateResult:
    """Aggregate a MAVERICK table by a model, keep the cells when asked, and measure the spread between plain rules."""
    events = _events(find_set(path, "maverick*.csv"))
    if write:
        _write(write, events, model)
    several = [rows for rows in events.values() if len(rows) > 1]
    return AggregateResult(
        events=len(events),
        several=len(several),
        totals={**{name: _totals(events, rule) for name, rule in RULES.items()}, **_model_totals(events)},
        disagree={name: _disagreement(several, name) for name in ("date_start", "location", "city", "actor1", "deaths_best")},
    )


def aggregate_events(events: Mapping[str, Sequence[Row]], model: str) -> Iterator[tuple[str, dict[str, Chosen]]]:
    """Yield each event with its cells by a model, in the order of the events' ids."""
    for event in sorted(events):
        yield event, aggregate(events[event], model)


def _events(path: Path) -> dict[str, list[Row]]:
    with path.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file)
        rows = read_rows(table) if "event_id" in (table.fieldnames or ()) else []
    if not rows:
        raise DataError(f"{path} has no column event_id: give MAVERICK's table of reports")
    events: dict[str, list[Row]] = {}
    for row in rows:
        events.setdefault(str(row["event_id"]), []).append(row)
    return events


def _write(path: Path, events: Mapping[str, Sequence[Row]], model: str) -> None:
    first = next(iter(events.values()))[0]
    fields = [name for name in first if name not in REPEATED and name not in ("unit_of_analysis", "aggregation")]
    columns = [*(name for name in fields if "_precision" not in name or name == "geo_precision"), "number_of_sources"]
    columns += ["unit_of_analysis", "aggregation"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore")
        writer.writeheader()
        for event, cells in aggregate_events(events, model):
            row = {name: _show(cell.value) for name, cell in cells.items()}
            fixed = {"unit_of_analysis": "Event", "aggregation": NAMES.get(model, "Most-representative")}
            writer.writerow({"event_id": event, **row, "number_of_sources": len(events[event]), **fixed})


def _show(value: Field) -> str:
    if isinstance(value, float):
        return f"{value:.15g}"
    return value or ""


def _totals(events: Mapping[str, Sequence[Row]], rule: Callable[[Sequence[float]], float]) -> dict[str, float]:
    return {
        name: sum(rule([_float(row[name]) for row in rows]) for rows in events.values())
        for name in ("deaths_best", "injuries_best")
    }


def _model_totals(events: Mapping[str, Sequence[Row]]) -> dict[str, dict[str, float]]:
    totals = {}
    for model in MODELS:
        cells = [found for _, found in aggregate_events(events, model)]
        totals[model] = {name: sum(_float(cell[name].value) for cell in cells) for name in ("deaths_best", "injuries_best")}
    return totals


def _disagreement(several: Sequence[Sequence[Row]], name: str) -> float:
    told = [{row[name] for row in rows if row[name] not in ("", None)} for rows in several]
    return sum(len(values) > 1 for values in told) / (len(several) or 1)


def _float(value: Field) -> float:
    return value if isinstance(value, float) else 0.0
