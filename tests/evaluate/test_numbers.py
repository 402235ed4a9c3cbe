"""The scoring of numbers on a small CAT file of our own, and MEANTIME where it is at hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roznamcha.errors import DataError
from roznamcha.evaluate.numbers import evaluate_numbers, read_meantime, read_value

CAT = """<?xml version="1.0"?><Document>
<token t_id="1">Over</token><token t_id="2">three</token><token t_id="3">thousand</token><token t_id="4">men</token>
<token t_id="5">paid</token><token t_id="6">$</token><token t_id="7">5</token><token t_id="8">million</token>
<token t_id="9">and</token><token t_id="10">many</token><token t_id="11">left</token>
<Markables>
<VALUE m_id="1" type="QUANTITY"><token_anchor t_id="2"/><token_anchor t_id="3"/></VALUE>
<VALUE m_id="2" type="MONEY"><token_anchor t_id="6"/><token_anchor t_id="7"/><token_anchor t_id="8"/></VALUE>
<VALUE m_id="3" type="QUANTITY"><token_anchor t_id="10"/></VALUE>
</Markables></Document>"""


def test_marks_are_read_by_another_reader_and_scored(tmp_path: Path):
    (tmp_path / "a.xml").write_text(CAT)
    out = tmp_path / "out.jsonl"
    result = evaluate_numbers(tmp_path, write=out)
    assert result.marks == {"QUANTITY": (1, 1, 1), "MONEY": (1, 1, 0), "PERCENT": (0, 0, 0)}
    written = json.loads(out.read_text())
    assert [number["text"] for number in written["numbers"]] == ["Over three thousand", "$ 5 million", "many"]


def test_a_folder_without_cat_files_is_refused(tmp_path: Path):
    with pytest.raises(DataError, match="no CAT file"):
        list(read_meantime(tmp_path))


@pytest.mark.parametrize(
    ("words", "value"), [("1,100", 1100), ("two", 2), ("almost fifteen percent", 15), ("thousands of", None)]
)
def test_what_a_mark_says(words: str, value: float | None):
    assert read_value(words) == value


def test_all_phrases_are_right():
    result = evaluate_numbers()
    assert (result.phrases_right, result.wrong_phrases) == (25, ())
    assert result.tables()[0].rows[0] == ("25 phrases", 1.0, 25, 0)


def test_meantime_quantities(shared: Path):
    result = evaluate_numbers(shared / "data/meantime/english/intra-doc_annotation")
    right, told, _ = result.marks["QUANTITY"]
    assert right / told >= 0.97
