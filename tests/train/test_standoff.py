"""Records without words: offsets lead back to the words, and a changed text is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roznamcha.errors import DataError
from roznamcha.train.gold import gold_document
from roznamcha.train.standoff import read_standoff, write_standoff

TEXT = "Gunmen shot dead two traders in Turbat on Monday, police said. The BLA claimed it. So far 40 people died this year."
RECORD = {
    "id": "t-1",
    "incidents": [
        {
            "sub_event_type": "Attack",
            "anchor": "shot dead two traders",
            "date": {"edtf": None, "quote": "on Monday"},
            "place": {"names": ["Turbat"], "country": "PK"},
            "actors": [{"quote": "two traders", "role": "target", "kind": "Civilians"}],
            "killed": {"total": [2, 2], "by": {"civilians": 2}, "quotes": ["two traders"]},
            "claim": {"status": "claimed", "quote": "The BLA claimed it", "by": "The BLA"},
            "sources": [{"quote": "police", "kind": "official"}],
        }
    ],
    "figures": [{"quote": "40 people died", "what": "killed", "value": [40, 40], "period": None, "source": None}],
}


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    (tmp_path / "texts.jsonl").write_text(json.dumps({"id": "t-1", "text": TEXT}) + "\n", encoding="utf-8")
    write_standoff([gold_document({"text": TEXT}, RECORD)], "texts.jsonl", tmp_path / "coded.jsonl")
    return tmp_path


def test_records_come_back_as_they_were(kept: Path) -> None:
    (back,) = read_standoff(kept / "coded.jsonl", kept)
    assert back.record == RECORD
    assert back == gold_document({"text": TEXT}, RECORD)


def test_no_word_of_the_text_is_stored(kept: Path) -> None:
    stored = (kept / "coded.jsonl").read_text("utf-8")
    assert not any(word in stored for word in ("Turbat", "traders", "Monday", "BLA", "died"))


@pytest.mark.parametrize("text", [TEXT.replace("two", "six"), None])
def test_a_text_that_changed_or_went_away_is_refused(kept: Path, text: str | None) -> None:
    (kept / "texts.jsonl").write_text(json.dumps({"id": "t-1" if text else "t-2", "text": text or TEXT}) + "\n", encoding="utf-8")
    with pytest.raises(DataError, match="t-1"):
        list(read_standoff(kept / "coded.jsonl", kept))


@pytest.mark.parametrize(
    ("name", "number", "line"),
    [
        ("docs.tsv", "docs-1", f"Rain.\t0\t1\n{TEXT}\t1\t0\n"),
        ("muc.jsonl", "D-7", json.dumps({"docid": "D-7", "text": TEXT}) + "\n"),
    ],
)
def test_texts_of_other_forms_are_found_by_their_line_or_their_own_key(tmp_path: Path, name: str, number: str, line: str) -> None:
    (tmp_path / name).write_text(line, encoding="utf-8")
    write_standoff([gold_document({"text": TEXT}, RECORD | {"id": number})], name, tmp_path / "coded.jsonl")
    assert [back.text for back in read_standoff(tmp_path / "coded.jsonl", tmp_path)] == [TEXT]
