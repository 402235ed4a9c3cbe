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
from roznamcha.model import Actor, Record, Report
from roznamcha.train.gold import GoldDocument
from roznamcha.train.oracle import as_document

_SCORED_AS = {"sub_event_type": "type", "person": "people", "participant": "perpetrator"}
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)


@dataclass(frozen=True, slots=True)
class Judged:
    """The claims of one field of an incident: their mean confidence, the incident's own, and the share that is right.

    `name` is the label of the claims' words, or the name of a closed value.
    """

    name: str
    confidence: float
    valid: float
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
                k = number[id(pair.predicted)]
                yield from _judged(reports[k], dict(drafts[k].scores).get("valid", 1.0), right)


def _judged(report: Report, valid: float, right: dict[str, float]) -> Iterator[Judged]:
    found: dict[str, list[float]] = {}
    for claim in report.claims:
        found.setdefault(claim.value.role if isinstance(claim.value, Actor) else claim.field, []).append(claim.confidence)
    for name, confidences in found.items():
        yield Judged(name, sum(confidences) / len(confidences), valid, right.get(_SCORED_AS.get(name, name), 0.0))


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
