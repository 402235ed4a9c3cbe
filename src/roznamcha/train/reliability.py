"""How often claims come true, by the confidence they carry: the reliability table of docs/training.md.

A claim is right when the field it fills is right in the aligned gold incident, as the scorer counts it; claims of incidents
that gold does not know are wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from roznamcha.coder.assemble import assemble
from roznamcha.coder.encoder import EncoderFinder
from roznamcha.coder.reading import Text
from roznamcha.evaluate.alignment import align_incidents
from roznamcha.evaluate.recordform import strip_offsets
from roznamcha.export.records import write_record
from roznamcha.model import Record, Report
from roznamcha.train.gold import GoldDocument
from roznamcha.train.oracle import as_document

FIELDS = ("sub_event_type", "date", "place", "killed", "injured", "person", "weapon")
_SCORED_AS = {"sub_event_type": "type", "person": "people"}
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)


@dataclass(frozen=True, slots=True)
class Judged:
    """One claim's confidence, and the share of its field that is right."""

    field: str
    confidence: float
    right: float


def judge(finder: EncoderFinder, documents: Sequence[GoldDocument]) -> Iterator[Judged]:
    """Judge the claims of the documents' records against gold."""
    texts = [Text(as_document(document)) for document in documents]
    for document, text, drafts in zip(documents, texts, finder.find(texts), strict=True):
        reports = assemble(drafts, text)
        coded = strip_offsets(write_record(Record(text.document, reports, ())))["incidents"]
        number = {id(incident): k for k, incident in enumerate(coded)}
        for pair in align_incidents(document.record.get("incidents") or [], coded):
            if pair.predicted is not None:
                right = {field: tally.precision for field, tally in pair.fields.items()} if pair.gold is not None else {}
                yield from _judged(reports[number[id(pair.predicted)]], right)


def _judged(report: Report, right: dict[str, float]) -> Iterator[Judged]:
    for field in FIELDS:
        claims = report.claims_of(field)
        if claims:
            mean = sum(claim.confidence for claim in claims) / len(claims)
            yield Judged(field, mean, right.get(_SCORED_AS.get(field, field), 0.0))


def table(judged: Sequence[Judged]) -> list[tuple[str, int, float, float]]:
    """Give, for each range of confidence, its name, the number of claims, their mean confidence and the share that is right."""
    rows = []
    for low, high in pairwise(BINS):
        chosen = [one for one in judged if low <= one.confidence < high]
        if chosen:
            size = len(chosen)
            name = f"{low:.2f} to {min(high, 1):.2f}"
            rows.append((name, size, sum(c.confidence for c in chosen) / size, sum(c.right for c in chosen) / size))
    return rows
