"""Re-read the evidence: does every span still stand in its text, and does every span lead back to the bytes?

Four questions for each span: its words stand at its offsets in the stored text; the offset map leads from there to a stretch
of the source; that stretch is made of bytes that decode to it; and where the map says "copied", the characters are the
same (white space aside, which HTML lets a reader fold). The digest is taken again over the bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from roznamcha.model import Claimed, Document, Record, Source, Span
from roznamcha.register.reading import document_ids, read_record, read_source
from roznamcha.register.store import Register


@dataclass(frozen=True, slots=True)
class Fault:
    """Evidence that does not hold: in which document, what it is evidence for, and what is wrong."""

    document_id: str
    of: str
    what: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What one document's check found: how many spans were read, and the faults."""

    document_id: str
    spans: int
    faults: tuple[Fault, ...]


def verify_register(register: Register) -> Iterator[Checked]:
    """Check every document, in the order of their ids."""
    for document_id in document_ids(register):
        yield verify_record(read_record(register, document_id), read_source(register, document_id))


def verify_record(record: Record, source: Source) -> Checked:
    """Check every span of one record against the text and the source's bytes."""
    document = record.document
    faults = (
        [] if hashlib.sha256(source.data).hexdigest() == source.digest else ["the bytes do not have the digest they came with"]
    )
    found = [Fault(document.id, "source", what) for what in faults]
    spans = list(spans_of(record))
    for of, span in spans:
        fault = check_span(span, document, source)
        if fault:
            found.append(Fault(document.id, of, f"{fault}: {span.start}:{span.end} {span.text!r}"))
    return Checked(document.id, len(spans), tuple(found))


def spans_of(record: Record) -> Iterator[tuple[str, Span]]:
    """List every span of a record with what it is evidence for."""
    for n, report in enumerate(record.reports):
        yield f"report {n} anchor", report.anchor
        for claim in report.claims:
            of = f"report {n} {claim.field}"
            yield from ((of, span) for span in claim.spans)
            if claim.speaker:
                yield f"{of} speaker", claim.speaker
            if isinstance(claim.value, Claimed) and claim.value.by:
                yield f"{of} by", claim.value.by
    for n, figure in enumerate(record.figures):
        yield f"figure {n}", figure.quote
        if figure.source:
            yield f"figure {n} source", figure.source


def check_span(span: Span, document: Document, source: Source) -> str | None:
    """Tell what is wrong with one span, or None."""
    if not span.holds(document.text):
        return "the words do not stand there in the text"
    start, end = document.offsets.to_source(span.start, span.end)
    if not 0 <= start < end <= len(source.text):
        return "it does not lead back to the source"
    first, last = source.byte_range(start, end)
    if source.data[first:last].decode(source.encoding, source.errors) != source.text[start:end]:
        return "the source's bytes do not hold it"
    return None if _copied_rightly(span, document, source) else "the source says it in other words"


def _copied_rightly(span: Span, document: Document, source: Source) -> bool:
    """Compare the span's characters with the source's, in the segments that the map calls copied.

    A segment of one character is left out: a character that was exchanged for another looks like a copied one.
    """
    for segment in document.offsets.segments:
        first, last = max(segment.clean_start, span.start), min(segment.clean_end, span.end)
        length = segment.clean_end - segment.clean_start
        if first < last and length == segment.source_end - segment.source_start > 1:
            shift = segment.source_start - segment.clean_start
            if not _alike(document.text[first:last], source.text[first + shift : last + shift]):
                return False
    return True


def _alike(clean: str, given: str) -> bool:
    return clean == given or all(a == b or (a.isspace() and b.isspace()) for a, b in zip(clean, given, strict=True))
