import copy
import json
from pathlib import Path

import pytest

from roznamcha.errors import DataError
from roznamcha.model import Span
from roznamcha.train.gold import checked_document, gold_document, locate, read_gold

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


def test_quotes_with_offsets_are_taken_where_they_say_that_they_stand():
    record = copy.deepcopy(RECORD)
    incident = record["incidents"][0]
    last = TEXT.rindex("Sibi")
    incident["anchor"] = {"quote": "shot dead two guards", "start": 8, "end": 28}
    incident["place"]["names"] = [{"quote": "Sibi", "start": last, "end": last + 4}]
    incident["killed"]["quotes"] = [{"quote": "two guards", "start": 18, "end": 28}]
    incident["claim"] = {"status": "claimed", "quote": "said police", "by": {"quote": "police", "start": 78, "end": 84}}
    record["figures"] = [
        {"quote": "two guards", "start": 18, "end": 28, "what": "killed", "value": [2, 2], "source": {"quote": "police"}}
    ]
    document = gold_document({"id": "one", "text": TEXT}, record)
    assert document.drafts[0].labelled("place")[0].span.start == last
    assert document.drafts[0].labelled("claimant")[0].span == Span(78, 84, "police")
    assert document.figures[0].source == Span(78, 84, "police")


@pytest.mark.parametrize("start", [3, -4, 900])
def test_words_that_do_not_stand_at_their_offsets_are_taken_where_they_stand_nearest(start: int):
    assert locate(TEXT, {"quote": "Sibi", "start": start, "end": start + 4}, Span.of(TEXT, 0, 1)).start == TEXT.index("Sibi")


def written(path: Path, *lines: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_a_record_without_its_text_is_named_with_its_file(tmp_path: Path):
    texts = written(tmp_path / "texts.jsonl", {"id": "another", "text": TEXT})
    with pytest.raises(DataError, match=r"gold\.jsonl: record one has no text in .*texts\.jsonl"):
        read_gold(texts, written(tmp_path / "gold.jsonl", RECORD))


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("anchor", "shot two guards dead", "quote not in the text: 'shot two guards dead'"),
        ("anchor", "", "quote not in the text: ''"),
        ("date", {"edtf": "XXXX-06-03"}, "lacks 'quote'"),
        ("status", "planned", "status 'planned' is not in the codebook"),
        ("killed", {"total": 2, "quotes": ["two guards"]}, "total"),
        ("actors", [{"quote": "Gunmen", "role": "perpetrator", "kind": "Bandits"}], "kind 'Bandits'"),
    ],
)
def test_a_record_that_cannot_be_learnt_is_named_with_the_reason(key: str, value: object, reason: str):
    record = copy.deepcopy(RECORD)
    record["incidents"][0][key] = value
    with pytest.raises(DataError, match=f"mine.jsonl: record one:? .*{reason}"):
        checked_document({"id": "one", "text": TEXT}, record, "mine.jsonl")


@pytest.mark.parametrize("name", ["satp.train", "long.train", "world.train"])
def test_every_gold_quote_is_located(shared: Path, name: str):
    documents = read_gold(shared / "gold" / f"{name}.texts.jsonl", shared / "gold" / f"{name}.gold.jsonl")
    for document in documents:
        for draft in document.drafts:
            assert draft.anchor.holds(document.text)
            assert all(mention.span.holds(document.text) for mention in draft.mentions)
