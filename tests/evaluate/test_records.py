"""The record scorer against the project's scoring script and on small cases of our own."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from roznamcha.errors import DataError
from roznamcha.evaluate.recordform import read_by_id, strip_offsets
from roznamcha.evaluate.records import evaluate_records, score_records
from roznamcha.model.codebook import KINDS, SUB_EVENT_TYPES

CASES = json.loads((Path(__file__).parents[1] / "cases/evaluate/records.json").read_text(encoding="utf-8"))
SETS = ("satp.dev", "long.dev", "world.dev")


def perturb(record: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """Make the mistakes that coders make: lose, double, split and mislabel incidents, and change single values."""
    record = copy.deepcopy(record)
    incidents = [incident for incident in record.get("incidents", []) if rng.random() > 0.1]
    if incidents and rng.random() < 0.15:
        incidents.append(copy.deepcopy(rng.choice(incidents)))
    rng.shuffle(incidents)
    for incident in incidents:
        spoil(incident, rng)
    record["incidents"] = incidents
    record["figures"] = [figure for figure in record.get("figures") or [] if rng.random() > 0.2]
    return record


def spoil(incident: dict[str, Any], rng: random.Random) -> None:
    words = incident["anchor"].split()
    if rng.random() < 0.3:
        incident["anchor"] = " ".join(words[: max(1, len(words) // 2)])
    if rng.random() < 0.2:
        incident["sub_event_type"] = rng.choice([*SUB_EVENT_TYPES, "No such type"])
    for field in ("date", "place", "actors", "people", "killed", "injured", "weapons", "claim", "sources", "status"):
        if rng.random() < 0.12:
            incident.pop(field, None)
    for actor in incident.get("actors") or []:
        if rng.random() < 0.2:
            actor["kind"] = rng.choice(KINDS)
        if rng.random() < 0.2:
            actor["quote"] = actor["quote"].split()[-1]
    for count in ("killed", "injured"):
        value = incident.get(count)
        if value and rng.random() < 0.2:
            value["total"] = [value["total"][0] + 1, None]
    if incident.get("date") and rng.random() < 0.1:
        incident["date"]["edtf"] = "XXXX-01-01"
    if rng.random() < 0.1:
        incident["anchor"] = {"quote": "words that no text holds", "start": 0, "end": 24}


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("seed", range(2))
def test_scores_equal_the_scoring_script_on_spoilt_gold(
    shared: Path, tmp_path: Path, run_tool: Callable[..., str], name: str, seed: int
) -> None:
    texts, gold = (shared / "gold" / f"{name}.{part}.jsonl" for part in ("texts", "gold"))
    rng = random.Random(f"{name} {seed}")
    predicted = tmp_path / "predicted.jsonl"
    records = [perturb(json.loads(line), rng) for line in gold.read_text(encoding="utf-8").splitlines()]
    kept = [record for record in records if rng.random() > 0.02]
    predicted.write_text("\n".join(json.dumps(record) for record in kept), encoding="utf-8")
    expected = json.loads(run_tool("score_records.py", texts, gold, predicted, "--json"))
    found = evaluate_records(texts, gold, predicted).as_json()
    assert {key: found[key] for key in expected} == expected


@pytest.mark.parametrize("name", SETS)
def test_gold_against_itself_is_perfect(shared: Path, name: str) -> None:
    texts, gold = (shared / "gold" / f"{name}.{part}.jsonl" for part in ("texts", "gold"))
    found = evaluate_records(texts, gold, gold).as_json()
    assert found["record"]["f1"] == found["slots"]["f1"] == found["documents_all_right"] == found["quotes"] == 1.0
    assert found["grouping"]["right_number"] == found["grouping"]["anchors"]["f1"] == found["grouping"]["links"]["f1"] == 1.0
    assert found["hard_negatives"]["false_incidents"] == 0


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_small_cases(case: dict[str, Any]) -> None:
    given = case["input"]
    scores = score_records(
        {"d": {"id": "d", "text": given["text"]}},
        {"d": {"id": "d", **strip_offsets(given["gold"])}},
        {"d": {"id": "d", **strip_offsets(given["predicted"])}},
    ).as_json()
    for path, wanted in case["expect"].items():
        value: Any = scores
        for key in path.split("."):
            value = value[key]
        assert value == wanted, path


def test_a_document_without_prediction_counts_as_empty() -> None:
    gold = {"d": {"incidents": [{"sub_event_type": "Attack", "anchor": "shot"}]}}
    scores = score_records({"d": {"text": "He was shot."}}, gold, {})
    assert (scores.record.hits, scores.record.missed) == (0, 1)


def test_a_gold_record_without_text_is_refused() -> None:
    with pytest.raises(DataError, match="has no text"):
        score_records({}, {"d": {"incidents": []}}, {})


@pytest.mark.parametrize("line", ["not json", "[]", '{"text": "no id"}'])
def test_bad_lines_are_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text('{"id": "a"}\n\n' + line, encoding="utf-8")
    with pytest.raises(DataError, match="line 3"):
        read_by_id(path)
