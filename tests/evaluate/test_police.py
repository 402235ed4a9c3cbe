"""Police actions read off incidents, and the set's files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from roznamcha.coder.grouping import FloatArray
from roznamcha.coder.tokens import IntArray, read_pieces
from roznamcha.errors import DataError, SettingsError
from roznamcha.evaluate.police import find_teller, police_actions, read_passages, tell_by_profile
from roznamcha.evaluate.policenet import WINDOW, read_sentences

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


def test_the_profile_tells_plain_cases() -> None:
    told = tell_by_profile(
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


def test_sentences_are_read_whole_whatever_window_they_fall_into() -> None:
    def numbered(ids: IntArray, shapes: IntArray) -> FloatArray:
        assert len(ids) == len(shapes) <= WINDOW + 2
        return np.repeat(ids[:, None], 2, 1).astype(np.float32)

    sentences = ["police held four", "", *(f"the shop in ward {n} was shut" for n in range(80))]
    found = list(read_sentences(sentences, numbered))
    assert [one[:, 0].tolist() for one in found] == [read_pieces(sentence).ids.tolist() for sentence in sentences]


def test_a_document_is_read_by_itself() -> None:
    one = "Two persons were killed when police opened fire. The town was calm on Friday."
    other = "Police arrested nine men for arson. The market opened again."
    assert tell_by_profile([other, one]) == [*tell_by_profile([other]), *tell_by_profile([one])]


def test_a_sentence_without_a_word_tells_nothing() -> None:
    (told,) = tell_by_profile([""])
    assert told == frozenset()
