"""Police actions read off incidents, and the set's files."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roznamcha.errors import DataError, SettingsError
from roznamcha.evaluate.police import find_teller, police_actions, read_passages, tell_by_words
from roznamcha.evaluate.policewords import BUCKETS, hash_features, unpack

CASES = json.loads((Path(__file__).parents[1] / "cases/evaluate/police.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_actions_of_incidents(case: dict[str, Any]) -> None:
    assert sorted(police_actions(case["input"])) == case["expect"]


def test_passages_are_repaired_and_marked(tmp_path: Path) -> None:
    path = tmp_path / "sents.dev.tsv"
    path.write_text("police in M\u00c3\u00bcnster held four\t0\t1\t1\t0\t0\n", encoding="utf-8")
    (passage,) = read_passages(path)
    assert passage.text == "police in M\u00fcnster held four"
    assert passage.actions == {"ARREST", "ANY"}


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "sents.dev.tsv"
    path.write_text("a text\t0\t1\n", encoding="utf-8")
    with pytest.raises(DataError, match="line 1 has 3 columns"):
        read_passages(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is missing"):
        read_passages(tmp_path / "sents.dev.tsv")


def test_the_words_profile_tells_plain_cases() -> None:
    told = tell_by_words(
        [
            "two persons were killed when police opened fire on a mob.",
            "police have arrested 12 persons for rioting. the rest of the day was calm.",
            "the minister opened a school in the town.",
        ]
    )
    assert "KILL" in told[0]
    assert "ARREST" in told[1]
    assert told[2] == frozenset()


def test_another_profile_is_refused() -> None:
    with pytest.raises(SettingsError, match="no profile 'magic'"):
        find_teller("magic")


@given(st.text(max_size=80))
def test_features_are_buckets_each_once(sentence: str) -> None:
    found = hash_features(sentence)
    assert found == sorted(set(found))
    assert all(0 <= bucket < BUCKETS for bucket in found)


def test_training_learns_a_word(tmp_path: Path) -> None:
    pytest.importorskip("scipy")
    from roznamcha.train.policewords import train_police

    lines = [f"police arrested {n} men in ward {n}\t0\t1\t1\t0\t0" for n in "abcdefghij"]
    lines += [f"the shop in ward {n} was shut on day {n}\t0\t0\t0\t0\t0" for n in "abcdefghijklmnop"]
    (tmp_path / "sents.train.tsv").write_text("\n".join(lines), encoding="utf-8")
    train_police(tmp_path, tmp_path / "police.npz", say=lambda line: None)
    with np.load(tmp_path / "police.npz") as kept:
        model = unpack(dict(kept))
    weights = model.weights[model.actions.index("ARREST")]
    arrest, shut = (zlib.crc32(word.encode()) % BUCKETS for word in ("arrested", "shut"))
    assert weights[arrest] > 0 >= weights[shut]
