"""`roznamcha evaluate muc4`: code the messages, write their templates, and score them in the three ways of the field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from roznamcha.errors import DataError, SettingsError
from roznamcha.evaluate.bootstrap import DRAWS, SEED
from roznamcha.evaluate.jsonlines import read_lines
from roznamcha.evaluate.muc4 import ree, score
from roznamcha.evaluate.muc4.keyformat import write_messages
from roznamcha.evaluate.muc4.mapping import map_record
from roznamcha.evaluate.muc4.message import Message
from roznamcha.evaluate.muc4.templates import Messages, Template, read_parsed
from roznamcha.evaluate.tables import Cell, Table

Extractor = Callable[[Sequence[Message]], list[list[Template]]]


@dataclass(frozen=True, slots=True)
class MucScores:
    """The points of every message: all slots, and the papers' two figures where their keys are there."""

    slots: tuple[score.MessageScore, ...]
    entities: tuple[ree.RoleCounts, ...] = ()
    events: tuple[ree.RoleCounts, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give the report of all slots, and precision, recall, F1 of the papers' figures by role."""
        return {
            "messages": len(self.slots),
            "slots": score.report(self.slots),
            "CEAF-REE": _percent(self.entities),
            "GTT": _percent(self.events),
            "intervals": self.intervals(),
        }

    def intervals(self) -> dict[str, tuple[float, float]]:
        """Give the 95 % bootstrap interval over messages of the three figures."""
        points = [score.all_templates(one.slots) for one in self.slots]
        told = {"ALL TEMPLATES": [ree.Counts(one.credit, one.actual, one.credit, one.possible) for one in points]}
        told |= {"CEAF-REE": _wholes(self.entities), "GTT": _wholes(self.events)}
        return {name: _interval(counts) for name, counts in told.items() if counts}

    def tables(self) -> tuple[Table, ...]:
        """Show one table for each way of scoring."""
        slots = score.report(self.slots)
        templates = slots.pop("template")
        rows: list[tuple[Cell, ...]] = [
            (name, row["R"], row["P"], row["F"], row["pos"], row["act"]) for name, row in slots.items()
        ]
        rows.append(("templates found", templates["R"], templates["P"], None, None, None))
        shown = [Table(f"All slots, {len(self.slots)} messages", ("slot", "R", "P", "F", "possible", "actual"), tuple(rows))]
        for name, found in (("CEAF-REE", self.entities), ("GTT micro-F1", self.events)):
            if found:
                rows = [(role, *figures) for role, figures in _percent(found).items()]
                shown.append(Table(name, ("role", "P", "R", "F1"), tuple(rows)))
        intervals = tuple((name, *ends) for name, ends in self.intervals().items())
        shown.append(Table("95 % intervals over messages", ("figure", "from", "to"), intervals))
        return tuple(shown)


def evaluate_muc4(data: Path, split: str = "dev", *, profile: str = "register", write: Path | None = None) -> MucScores:
    """Read the messages of one split in `data`, extract their templates and score them; `write` keeps the templates.

    `profile` is "register" (the general coder's records, mapped) or "muc4" (the model trained for this benchmark).
    Raises DataError when the folder does not hold the split, SettingsError for another profile.
    """
    records = _read_lines(data / "parsed" / f"{split}.jsonl")
    messages = [Message.of(record["docid"], record["text"]) for record in records]
    extracted = find_extractor(profile)(messages)
    response = {message.id: templates for message, templates in zip(messages, extracted, strict=True)}
    if write is not None:
        write.write_text(write_messages(response), encoding="utf-8")
    return score_response(data, split, read_parsed(records), response)


def score_response(data: Path, split: str, key: Messages, response: Messages) -> MucScores:
    """Score extracted templates against the key, and against the papers' keys where `data` holds them."""
    slots = tuple(score.score_messages(key, response).values())
    grit, gtt = (data / f"{name}_processed" / f"{split}.json" for name in ("grit", "gtt"))
    if not (grit.is_file() and gtt.is_file()):
        return MucScores(slots)
    events = ree.events_of(response)
    entities = {docid: ree.entities_of(some) for docid, some in events.items()}
    return MucScores(
        slots,
        tuple(ree.score_entities(ree.read_entities(grit), entities).values()),
        tuple(ree.score_events(ree.read_events(gtt), events).values()),
    )


def find_extractor(profile: str) -> Extractor:
    """Give the function that turns messages into templates under a profile."""
    if profile == "register":
        return extract_by_register
    if profile == "muc4":
        return extract_by_profile
    raise SettingsError(f"there is no profile {profile!r}; choose register or muc4")


def extract_by_register(messages: Sequence[Message]) -> list[list[Template]]:
    """Code the messages as news of their dateline's day and map the records."""
    from roznamcha.evaluate.coding import code_lines

    lines = [
        {"id": message.id, "text": message.text} | ({"published": message.day.isoformat()} if message.day else {})
        for message in messages
    ]
    records = code_lines(lines)
    return [map_record(message, records.get(message.id, {}).get("incidents") or []) for message in messages]


def extract_by_profile(messages: Sequence[Message]) -> list[list[Template]]:
    """Read the messages with the benchmark's own network."""
    from roznamcha.evaluate.muc4.network import PackagedNetwork, read_thresholds
    from roznamcha.evaluate.muc4.profile import extract

    return extract(messages, PackagedNetwork(), read_thresholds())


def _read_lines(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        raise DataError(f"{path} is missing; --data takes the folder that holds parsed/ and gtt_processed/")
    return list(read_lines(path, "docid", "text", "templates"))


def _percent(documents: Sequence[ree.RoleCounts]) -> dict[str, tuple[float, float, float]]:
    return {role: counts.percent for role, counts in ree.sum_roles(documents).items()} if documents else {}


def _wholes(documents: Sequence[ree.RoleCounts]) -> list[ree.Counts]:
    return [sum(roles.values(), ree.Counts()) for roles in documents]


def _interval(documents: Sequence[ree.Counts]) -> tuple[float, float]:
    """Draw messages with replacement and give the middle 95 % of the F that they sum to."""
    counts = np.array([(one.precise, one.predicted, one.recalled, one.wanted) for one in documents])
    drawn = np.random.default_rng(SEED).integers(0, len(counts), size=(DRAWS, len(counts)))
    precise, predicted, recalled, wanted = (counts[:, column][drawn].sum(1) for column in range(4))
    precision, recall = precise / np.maximum(predicted, 1), recalled / np.maximum(wanted, 1)
    figures = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    low, high = np.quantile(figures, [0.025, 0.975])
    return round(100 * float(low), 1), round(100 * float(high), 1)
