"""Tokens become the text that was printed, the same way each time."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roznamcha.train.standoff import _text_lines
from roznamcha.train.untokenized import read_worldwide, untokenized

WRITTEN = (
    "Rebels of Col. Idriss's group shot 1,200 rounds at 7:30 a.m., the U.N. said.",
    'The minister ("a coward", they shout) won\'t resign; 3.5% of voters say: go!',
    "A so-called self-defence unit took the on-site depot at km 12/13 in the soldiers' absence.",
    "It cost $5 and £20, he said.",
)
BIO = """# doc = af_x_1.txt.tsv
https://x.org/2022/6/30/riot\tO

Police\tO
fired\tO
.\tO

Two\tO
died\tO
.\tO

# doc = af_x_2.txt.tsv
Nothing\tO
"""


def tokenised(text: str) -> list[str]:
    """Cut at every change between letters, digits and marks, as the worst of the corpora does."""
    return re.findall(r"[^\W_]+|[^\w\s]", text)


@pytest.mark.parametrize("text", WRITTEN)
def test_a_sentence_cut_into_tokens_comes_back_as_it_was_printed(text: str) -> None:
    assert untokenized(tokenised(text)) == text


@given(st.lists(st.text(min_size=1, max_size=8).filter(lambda token: not any(map(str.isspace, token))), max_size=30))
def test_nothing_but_spaces_is_added_or_lost(tokens: list[str]) -> None:
    assert "".join(untokenized(tokens).split()) == "".join("".join(tokens).split())


def test_documents_of_a_file_have_their_paragraphs_and_the_day_of_their_address(tmp_path: Path) -> None:
    (tmp_path / "w.bio").write_text(BIO, encoding="utf-8")
    assert list(read_worldwide(tmp_path / "w.bio")) == [
        {"id": "af_x_1", "text": "Police fired.\nTwo died.", "published": "2022-06-30"},
        {"id": "af_x_2", "text": "Nothing", "published": None},
    ]


def test_lines_with_tokens_are_texts_too(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text(json.dumps({"docid": "d", "tokens": ["Two", "died", "."]}) + "\n", encoding="utf-8")
    (line,) = _text_lines(tmp_path / "t.jsonl")
    assert (line["id"], line["text"]) == ("d", "Two died.")
