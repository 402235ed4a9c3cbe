"""Re-read the evidence: does every span still stand in its text, and does every span lead back to the bytes?

Four questions for each span: its words stand at its offsets in the stored text; the offset map leads from there to a stretch
of the source; that stretch is made of bytes that decode to it; and where the map says "copied", the characters are the
same (white space aside, which HTML lets a reader fold). The digest is taken again over the bytes, and the ids, which are
derived from what reports, claims and figures say, are derived again. What cannot be read at all is a fault like any other, and
the rest is still checked. It cannot tell when whole rows at the end of a list are gone and nothing else refers to them.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from roznamcha.errors import RegisterError
from roznamcha.model import Claimed, Document, Figure, Record, Report, Source, Span
from roznamcha.register.decisions import read_decisions
from roznamcha.register.ids import claim_ids, figure_ids, report_ids
from roznamcha.register.reading import (
    document_ids,
    ids_of_reports,
    read_bare_report,
    read_document,
    read_source,
    stored_claims,
    stored_figures,
)
from roznamcha.register.store import Register

Read = TypeVar("Read")
DAMAGE = (RegisterError, ValueError, LookupError, TypeError, zlib.error, sqlite3.Error)
"""What reading a damaged register raises."""
MISNAMED = "it is not what its id was made of"


@dataclass(frozen=True, slots=True)
class Fault:
    """Evidence that does not hold: in which document ("": in none), what it is evidence for, and what is wrong."""

    document_id: str
    of: str
    what: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What one check found: how many spans were read, how many of them hold, and the faults."""

    document_id: str
    spans: int
    faults: tuple[Fault, ...]
    held: int = 0


def verify_register(register: Register) -> Iterator[Checked]:
    """Check the file as a whole, where that finds anything, and every document, in the order of their ids."""
    faults: list[Fault] = []
    for of, check in (("file", _check_pages), ("rows", _check_owners)):
        faults += _attempt(of, partial(check, register), "", faults) or ()
    _attempt("decisions", partial(read_decisions, register), "", faults)
    ids = _attempt("documents", partial(document_ids, register), "", faults) or ()
    if faults:
        yield Checked("", 0, tuple(faults))
    for document_id in ids:
        lost: list[Fault] = []
        checked = _attempt("document", partial(_verify_document, register, document_id), document_id, lost)
        yield checked or Checked(document_id, 0, tuple(lost))


def _attempt(of: str, read: Callable[[], Read], document_id: str, faults: list[Fault]) -> Read | None:
    """Read something; when it is damaged, note the fault and give None."""
    try:
        return read()
    except DAMAGE as error:
        faults.append(Fault(document_id, of, f"it cannot be read: {error}"[:300]))
        return None


def _check_pages(register: Register) -> list[Fault]:
    said = [row[0] for row in register.db.execute("PRAGMA quick_check(20)")]
    return [Fault("", "file", what) for what in said if what != "ok"]


def _check_owners(register: Register) -> list[Fault]:
    """Find rows whose owner is gone: a claim without its report, an incident's report that there is not."""
    gone = Counter((table, owner) for table, _, owner, _ in register.db.execute("PRAGMA foreign_key_check"))
    return [
        Fault("", table, f"{rows} of its rows belong to rows of {owner} that are gone")
        for (table, owner), rows in sorted(gone.items())
    ]


def _verify_document(register: Register, document_id: str) -> Checked:
    """Check one document as far as it can be read."""
    faults: list[Fault] = []
    source = _attempt("source", partial(read_source, register, document_id), document_id, faults)
    document = _attempt("document", partial(read_document, register, document_id), document_id, faults)
    reports = _read_reports(register, document_id, faults)
    figures = _read_figures(register, document_id, faults)
    if document is None:
        return Checked(document_id, 0, tuple(faults))
    checked = verify_record(Record(document, tuple(reports), tuple(figures)), source)
    return replace(checked, faults=(*faults, *checked.faults))


def _read_reports(register: Register, document_id: str, faults: list[Fault]) -> list[Report]:
    reports: dict[str, Report] = {}
    for n, report_id in enumerate(ids_of_reports(register, document_id)):
        of = f"report {n}"
        report = _attempt(of, partial(read_bare_report, register, report_id), document_id, faults)
        if report is not None:
            claims = _read_parts(f"{of} claim", stored_claims(register, report_id), document_id, faults)
            _check_ids(f"{of} claim", claims, claim_ids(report_id, list(claims.values())), document_id, faults)
            reports[report_id] = replace(report, claims=tuple(claims.values()))
    _check_ids("report", reports, report_ids(document_id, list(reports.values())), document_id, faults)
    return list(reports.values())


def _read_figures(register: Register, document_id: str, faults: list[Fault]) -> list[Figure]:
    figures = _read_parts("figure", stored_figures(register, document_id), document_id, faults)
    _check_ids("figure", figures, figure_ids(document_id, list(figures.values())), document_id, faults)
    return list(figures.values())


def _read_parts(
    of: str, stored: Iterable[tuple[str, Callable[[], Read]]], document_id: str, faults: list[Fault]
) -> dict[str, Read]:
    found = {name: _attempt(f"{of} {name}", read, document_id, faults) for name, read in stored}
    return {name: part for name, part in found.items() if part is not None}


def _check_ids(of: str, found: Iterable[str], derived: Iterable[str], document_id: str, faults: list[Fault]) -> None:
    faults += [Fault(document_id, f"{of} {name}", MISNAMED) for name, made in zip(found, derived, strict=True) if name != made]


def verify_record(record: Record, source: Source | None) -> Checked:
    """Check every span of one record against the text and, where there is a source, against its bytes."""
    document = record.document
    found = []
    if source is not None and hashlib.sha256(source.data).hexdigest() != source.digest:
        found.append(Fault(document.id, "source", "the bytes do not have the digest they came with"))
    spans = list(spans_of(record))
    wrong = [(of, span, fault) for of, span in spans if (fault := _check(span, document, source))]
    found += [Fault(document.id, of, f"{fault}: {span.start}:{span.end} {span.text!r}") for of, span, fault in wrong]
    return Checked(document.id, len(spans), tuple(found), len(spans) - len(wrong) if source else 0)


def _check(span: Span, document: Document, source: Source | None) -> str | None:
    if source is None:
        return None if span.holds(document.text) else "the words do not stand there in the text"
    try:
        return check_span(span, document, source)
    except DAMAGE:  # a map or a codec that leads nowhere
        return "it does not lead back to the source"


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
