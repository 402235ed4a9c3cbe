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


def measure_police(paths: Sequence[Path]) -> Figures:
    """Code the sentences and give F1 of killings and arrests."""
    from roznamcha.evaluate.breakdown import sum_tallies
    from roznamcha.evaluate.police import read_passages, score_passages

    scored = score_passages(read_passages(paths[0]))
    return {action: round(sum_tallies(scored[action]).f1, 4) for action in ("KILL", "ARREST")}


def measure_counts(paths: Sequence[Path]) -> Figures:
    """Code the articles and give the shares of exact counts."""
    from roznamcha.evaluate.counts import evaluate_counts

    found = evaluate_counts(paths[0]).as_json()
    return {count: found[count]["exact"] for count in ("killed", "injured")}


def _record_set(name: str) -> GateTask:
    return GateTask(f"records {name}", (f"gold/{name}.texts.jsonl", f"gold/{name}.gold.jsonl"), measure_records)


TASKS: tuple[GateTask, ...] = (
    _record_set("satp.dev"),
    _record_set("long.dev"),
    _record_set("world.dev"),
    GateTask("police sentences", ("data/india_police_events/sents.dev.tsv",), measure_police),
    GateTask("counts", ("data/gvdb/dev.tsv",), measure_counts),
)
