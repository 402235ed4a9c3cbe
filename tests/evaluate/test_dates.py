"""The measures of time expressions on small sets of our own, and that predictions keep the form of the data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roznamcha.evaluate.dates import evaluate_dates, pair_up, peers_of, predict, score

TEXT = "Gunmen killed two men on Friday night; the post had been attacked from Monday to Wednesday."


def timex(start: int, end: int, value: str) -> dict[str, object]:
    return {"start": start, "end": end, "text": TEXT[start:end], "type": "DATE", "value": value}


def at(words: str, value: str) -> dict[str, object]:
    start = TEXT.index(words)
    return timex(start, start + len(words), value)


def test_a_pair_needs_the_same_offsets_or_an_overlap_and_is_one_to_one():
    gold = [at("Friday", "2014-02-14")]
    found = [at("Friday night", "2014-02-14"), at("night", "2014-02-14TNI")]
    assert pair_up(gold, found, exact=True) == []
    assert pair_up(gold, found, exact=False) == [(gold[0], found[0])]


def test_value_f1_is_relaxed_f1_times_the_share_of_equal_values():
    gold = [{"timexes": [at("Friday", "2014-02-14"), at("Monday", "2014-02-10")]}]
    found = [{"timexes": [at("Friday night", "2014-02-14TNI"), at("Monday", "2014-02-10")]}]
    result = score("x", gold, found)
    assert (result.strict, result.relaxed, result.value_accuracy, result.value) == (0.5, 1.0, 0.5, 0.5)
    assert result.relaxed_interval == (1.0, 1.0)


def test_ranges_are_written_by_their_ends():
    document = {"id": "a", "dct": "2014-02-15", "text": TEXT, "timexes": []}
    assert [(t["text"], t["value"]) for t in predict(document)["timexes"]] == [
        ("Friday night", "2014-02-14TNI"),
        ("Monday", "2014-02-10"),
        ("Wednesday", "2014-02-12"),
    ]


@pytest.mark.parametrize("key", ["value", "val"])
def test_predictions_keep_the_form_of_the_data(tmp_path: Path, key: str):
    data, out = tmp_path / "wikiwars.jsonl", tmp_path / "out.jsonl"
    gold = {
        "id": "a",
        "dct": "2014-02-15",
        "text": TEXT,
        "timexes": [{"start": 25, "end": 37, "text": "x", key: "2014-02-14TNI"}],
    }
    data.write_text(json.dumps(gold) + "\n")
    result = evaluate_dates(data, write=out)
    written = json.loads(out.read_text())
    assert {name: written[name] for name in ("id", "dct", "text")} == {name: gold[name] for name in ("id", "dct", "text")}
    assert all(TEXT[t["start"] : t["end"]] == t["text"] and key in t for t in written["timexes"])
    assert (result.gold, result.found) == (1, 3)


def test_peers_stand_beside_our_figures():
    assert peers_of("te3-platinum") and peers_of("te3-timebank-train")
    result = score("te3-platinum", [], [])
    (table,) = result.tables()
    assert [row[0] for row in table.rows] == ["roznamcha", "HeidelTime", "SUTime, published", "MS recognizers"]
    assert json.dumps(result.as_json())


FLOORS = {
    "te3-timebank-train": (0.88, 0.92, 0.79),
    "te3-aquaint-train": (0.82, 0.92, 0.75),
    "wikiwars-01-16": (0.87, 0.92, 0.84),
}


@pytest.mark.parametrize("name", FLOORS)
def test_tuning_sets_stay_above_their_floors(shared: Path, name: str):
    result = evaluate_dates(shared / "data/temporal" / f"{name}.jsonl")
    strict, relaxed, value = FLOORS[name]
    assert result.strict >= strict
    assert result.relaxed >= relaxed
    assert result.value >= value
