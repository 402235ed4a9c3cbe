"""Measures weights on the dev sets: the finder, the assembler and the scorer as users have them, on texts as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from roznamcha.coder.assemble import assemble
from roznamcha.coder.encoder import EncoderFinder, load_finder
from roznamcha.coder.reading import Text
from roznamcha.evaluate.recordform import strip_offsets
from roznamcha.evaluate.records import score_records
from roznamcha.export.records import write_record
from roznamcha.model import Record
from roznamcha.train.gold import GoldDocument, read_gold
from roznamcha.train.oracle import as_document
from roznamcha.train.recipe import sets_of

SHOWN = ("incidents", "record", "slots")


def dev_scores(shared: Path, folder: Path) -> Iterator[dict[str, Any]]:
    """Give, for each dev set, the F1 of incidents, records and slots, and false incidents per text that tells none."""
    finder = load_finder(folder)
    for name, texts, gold in sets_of(shared, "dev"):
        documents = read_gold(texts, gold)
        records = coded(finder, documents)
        scores = score_records(
            {d.id: {"id": d.id, "text": d.text} for d in documents}, {d.id: d.record for d in documents}, records
        ).as_json()
        quiet = [document for document in documents if not document.drafts]
        false = sum(len(records[document.id]["incidents"]) for document in quiet)
        figures = {part: scores[part]["f1"] for part in SHOWN}
        yield {
            "set": name,
            "documents": len(documents),
            **figures,
            "false_incidents_per_quiet_text": round(false / max(1, len(quiet)), 3),
        }


def coded(finder: EncoderFinder, documents: Sequence[GoldDocument]) -> dict[str, dict[str, Any]]:
    """Code gold texts with a finder; give the records by id."""
    texts = [Text(as_document(document)) for document in documents]
    found = finder.find(texts)
    records = (Record(text.document, assemble(drafts, text), ()) for text, drafts in zip(texts, found, strict=True))
    return {record.document.name: strip_offsets(write_record(record)) for record in records}
