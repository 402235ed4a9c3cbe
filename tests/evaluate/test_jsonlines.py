"""The reader of JSON lines: what it yields, and the file and line of what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from roznamcha.errors import DataError
from roznamcha.evaluate.dates import evaluate_dates
from roznamcha.evaluate.jsonlines import read_lines
from roznamcha.evaluate.linkingdata import read_linked
from roznamcha.evaluate.places import evaluate_places
from roznamcha.evaluate.recordform import read_by_id
from roznamcha.evaluate.tolls import evaluate_tolls

BAD = json.loads((Path(__file__).parents[1] / "cases/evaluate/bad_lines.json").read_text(encoding="utf-8"))


def test_objects_come_in_order_without_blank_lines_and_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id": 1}\r\n\n  \n{"id": 2, "text": "\xd8\xaf\xda\xbe"}')
    assert list(read_lines(path, "id")) == [{"id": 1}, {"id": 2, "text": "\u062f\u06be"}]


def test_a_text_may_hold_other_ends_of_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": "one\u2028two\x85three"}, ensure_ascii=False) + "\n", encoding="utf-8")
    assert list(read_lines(path)) == [{"text": "one\u2028two\x85three"}]


@pytest.mark.parametrize("case", BAD, ids=lambda case: case["label"])
def test_what_is_refused_is_named_in_one_line(tmp_path: Path, case: dict[str, str]) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "a", "id": "a"}\n\n' + case["input"].encode("latin-1") + b"\n")
    with pytest.raises(DataError) as refused:
        list(read_lines(path, "text", "id"))
    assert str(refused.value).startswith(f"{path}, line 3: ")
    assert case["expect"] in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize("read", [evaluate_dates, evaluate_places, evaluate_tolls, read_by_id, read_linked])
def test_every_reader_of_lines_refuses_alike(tmp_path: Path, read: Callable[[Path], object]) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n{\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"a\.jsonl, line 2: not JSON"):
        read(path)
