"""Police actions read off incidents, and the set's files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from roznamcha.errors import DataError
from roznamcha.evaluate.police import police_actions, read_passages

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
