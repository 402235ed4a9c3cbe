"""What the gate measures: one row a task. To pin another benchmark, add a row and run `roznamcha evaluate gate --update`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from roznamcha.evaluate.gate import Figures, GateTask


def measure_records(paths: Sequence[Path]) -> Figures:
    """Code the texts and give record F1, slots F1 and the share of quotes that hold."""
    from roznamcha.evaluate.records import evaluate_records

    scores = evaluate_records(*paths)
    quotes = scores.quotes
    figures = {"record": round(scores.record.f1, 4), "slots": round(scores.slots.f1, 4)}
    return figures if quotes is None else figures | {"quotes": quotes}


def measure_counts(paths: Sequence[Path]) -> Figures:
    """Code the articles and give the shares of exact counts."""
    from roznamcha.evaluate.counts import evaluate_counts

    found = evaluate_counts(paths[0]).as_json()
    return {count: found[count]["exact"] for count in ("killed", "injured")}


def measure_dates(paths: Sequence[Path]) -> Figures:
    """Read the time expressions and give strict, relaxed and value F1."""
    from roznamcha.evaluate.dates import evaluate_dates

    found = evaluate_dates(paths[0])
    return {"strict": round(found.strict, 4), "relaxed": round(found.relaxed, 4), "value": round(found.value, 4)}


def measure_places(paths: Sequence[Path]) -> Figures:
    """Resolve the toponyms and give accuracy on given spans, and recall on our own."""
    from roznamcha.evaluate.places import evaluate_places

    found = evaluate_places(paths[0]).as_json()
    return {"accuracy": found["accuracy"], "recall": found["recall"]}


def _record_set(name: str) -> GateTask:
    return GateTask(f"records {name}", (f"gold/{name}.texts.jsonl", f"gold/{name}.gold.jsonl"), measure_records)


TASKS: tuple[GateTask, ...] = (
    _record_set("satp.dev"),
    _record_set("long.dev"),
    _record_set("world.dev"),
    GateTask("counts", ("data/gvdb/dev.tsv",), measure_counts),
    GateTask("dates timebank", ("data/temporal/te3-timebank-train.jsonl",), measure_dates),
    GateTask("dates aquaint", ("data/temporal/te3-aquaint-train.jsonl",), measure_dates),
    GateTask("places trnews", ("data/geoparsing/trnews.jsonl",), measure_places),
)
"""What CI measures: the coder, dates and places. Slower sets are measured by their own commands."""
