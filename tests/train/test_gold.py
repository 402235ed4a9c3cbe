from pathlib import Path

import pytest

from roznamcha.model import Span
from roznamcha.train.gold import gold_document, locate, read_gold

TEXT = "Gunmen shot dead two guards in Sibi. The guards had left Sibi on June 3, said police."
RECORD = {
    "id": "one",
    "incidents": [
        {
            "sub_event_type": "Attack",
            "anchor": "shot dead two guards",
            "date": {"edtf": "XXXX-06-03", "quote": "on June 3"},
            "place": {"names": ["Sibi"], "country": "PK"},
            "actors": [{"quote": "Gunmen", "role": "perpetrator", "kind": "Political militia", "stance": "stated"}],
            "killed": {"total": [2, 2], "by": {"civilians": 2}, "quotes": ["two guards"]},
        }
    ],
    "figures": [],
}


def test_a_record_becomes_drafts_with_the_words_that_a_finder_would_mark():
    draft = gold_document({"id": "one", "text": TEXT}, RECORD).drafts[0]
    assert [(mention.label, mention.span.text, mention.kind) for mention in draft.mentions] == [
        ("date", "on June 3", None),
        ("place", "Sibi", None),
        ("perpetrator", "Gunmen", "Political militia"),
        ("killed", "two guards", "civilians"),
    ]
    assert draft.labelled("place")[0].span.start == TEXT.index("Sibi")


def test_whole_words_win_over_parts_of_words():
    assert locate("humans and man", "man", Span.of("humans", 0, 6)).start == 11


def test_a_quote_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="quote not in the text"):
        locate("nothing", "something", Span.of("nothing", 0, 1))


@pytest.mark.parametrize("name", ["satp.train", "long.train", "world.train"])
def test_every_gold_quote_is_located(shared: Path, name: str):
    documents = read_gold(shared / "gold" / f"{name}.texts.jsonl", shared / "gold" / f"{name}.gold.jsonl")
    for document in documents:
        for draft in document.drafts:
            assert draft.anchor.holds(document.text)
            assert all(mention.span.holds(document.text) for mention in draft.mentions)
