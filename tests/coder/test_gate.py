"""The gate lets what tells an incident pass, and drops most of the rest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from roznamcha.coder.gate import BUCKETS, Gate, features, load_gate, stretches, whole_features
from roznamcha.coder.network import weights_folder

TELLS = (
    "Three constables were killed when a roadside bomb hit their van near Mastung on Monday.",
    "Militants blew up a girls' school in the Mamond area on the night of May 3; nobody was hurt.",
    "Hundreds marched through Valletta on Saturday to demand that the minister resign; 12 were arrested.",
    "The rebels seized the border crossing on Friday after the garrison had withdrawn, activists said.",
    "gunmen kidnapped two doctors from their clinic in zhob on tuesday and police said that a search had begun",
)
TELLS_NOTHING = (
    "The central bank left interest rates unchanged on Tuesday, as most analysts had expected.",
    "The museum will reopen in spring with a show of early maps. Admission is free on Sundays.",
    "Rovers have signed a goalkeeper from the second division for two seasons.",
)

ZEROS = np.zeros(BUCKETS)

needs_weights = pytest.mark.skipif(not (weights_folder() / "gate.npz").is_file(), reason="the package has no trained weights yet")


def test_stretches_of_a_text_without_full_stops_are_bounded() -> None:
    found = list(stretches("word " * 500))
    assert len(found) > 10
    assert all(len(words) <= 60 for *_, words in found)


def test_features_are_buckets_in_rising_order() -> None:
    found = features(["two", "men", "two", "men"])
    assert found == sorted(set(found))
    assert all(0 <= bucket < BUCKETS for bucket in found)


def test_a_gate_scores_alike_after_it_was_saved(tmp_path: Path) -> None:
    gate = Gate.of(np.linspace(-1, 1, BUCKETS), 0.1, np.linspace(1, -2, BUCKETS), 0.0, 0.0)
    gate.save(str(tmp_path / "gate.npz"))
    assert load_gate(tmp_path).score(TELLS[0]) == pytest.approx(gate.score(TELLS[0]))


def test_an_empty_text_does_not_pass() -> None:
    assert not Gate.of(ZEROS, 0.0, ZEROS, 0.0, 0.0).passes("")


def test_stretches_stand_in_the_text() -> None:
    text = "Two were  killed. " + "rain fell and " * 60
    assert all(text[start:end].lower().split() == words for start, end, words in stretches(text))


def test_the_best_stretches_come_in_the_order_of_the_text_and_none_twice() -> None:
    weights = np.zeros(BUCKETS)
    weights[features(["killed"])] = 1.0
    gate = Gate.of(weights, 0.0, ZEROS, 0.0, 0.0)
    text = "Rain fell. Two killed. Sun shone. Ten killed."
    assert gate.best_of(text, 4)[0] == gate.score(text)
    assert gate.best_of(text, 4)[1] == "Two killed Ten killed"
    assert gate.best_of("killed " * 90, 500)[1].split() == ["killed"] * 90


def test_of_a_long_text_what_the_rest_is_about_may_outweigh_the_best_sentence() -> None:
    weights, whole = np.zeros(BUCKETS), np.zeros(BUCKETS)
    weights[features(["killed"])] = 3.0
    whole[features(["cricket"])] = -9.0
    gate = Gate.of(weights, 0.0, whole, 1.0, 1.0)
    short = "Two killed. " + "Cricket is back. " * 3
    long = "Two killed. " + "Cricket is back. " * 90
    assert gate.passes(short) and gate.best_of(short, 2)[1] == "Two killed"
    assert not gate.passes(long) and gate.best_of(long, 2)[1] == ""
    assert gate.passes(long.replace("Cricket", "Tea"))
    assert replace(gate, weights=gate.weights * 3).passes(long), "a sure sentence lets any text through"


def test_a_whole_text_has_one_value_a_bucket_and_length_one() -> None:
    buckets, values = whole_features([[3, 7], [3], [9]])
    assert buckets.tolist() == [3, 7, 9]
    assert float(values @ values) == pytest.approx(1.0)
    assert values[0] > values[1] == values[2]


def test_of_a_text_that_does_not_pass_nothing_is_best() -> None:
    assert Gate.of(ZEROS, 0.0, ZEROS, 1.0, 1.0).best_of("Rain fell. Sun shone.", 9)[1] == ""


def test_rows_of_signs_do_not_crowd_out_words() -> None:
    gate = Gate.of(ZEROS, 0.0, ZEROS, 0.0, 0.0)
    assert gate.best_of("Page " + "- * " * 900 + "Ten killed", 9)[1] == "Page  Ten killed"


@needs_weights
@pytest.mark.parametrize("text", TELLS)
def test_what_tells_an_incident_passes(text: str) -> None:
    assert load_gate(weights_folder()).passes(text)


@needs_weights
@pytest.mark.parametrize("text", TELLS_NOTHING)
def test_what_tells_nothing_is_dropped(text: str) -> None:
    assert not load_gate(weights_folder()).passes(text)
