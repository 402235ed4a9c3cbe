"""The training texts of our own follow the codebook: every quote stands in its text, every value in its list, counts add up."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from roznamcha.model.codebook import COUNTS, FATES, KINDS, SOURCE_KINDS, SUB_EVENT_TYPES, WEAPON_TYPES
from roznamcha.train.gold import GoldDocument, read_gold

KIND_LISTS = {
    "perpetrator": KINDS,
    "target": KINDS,
    "participant": KINDS,
    "person": FATES,
    "weapon": WEAPON_TYPES,
    "source": SOURCE_KINDS,
}


def own_texts() -> tuple[GoldDocument, ...]:
    folder = Path(str(resources.files("roznamcha.data") / "training"))
    return read_gold(folder / "own.texts.jsonl", folder / "own.gold.jsonl")


@pytest.mark.parametrize("document", own_texts(), ids=lambda document: document.id)
def test_a_text_of_ours_follows_the_codebook(document: GoldDocument) -> None:
    for draft in document.drafts:
        assert draft.anchor.holds(document.text)
        assert draft.sub_event_type in SUB_EVENT_TYPES
        for mention in draft.mentions:
            assert mention.span.holds(document.text)
            assert mention.kind in KIND_LISTS.get(mention.label, (mention.kind,))
    for incident in document.record["incidents"]:
        told = [incident[count] for count in COUNTS if incident.get(count)]
        assert all(sum(count["by"].values()) == count["total"][0] for count in told)


def test_there_are_texts_with_and_without_incidents() -> None:
    texts = own_texts()
    assert len(texts) >= 60
    assert sum(not document.drafts for document in texts) >= 15
