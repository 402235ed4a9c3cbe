"""Put records into the register: one transaction a document, so that a document is there whole or not at all.

Saving a document that is already there with the same question and the same coder changes nothing. A later coder, or another
publication date, replaces what machines said about it; decisions are not touched, since they name claims by content.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from roznamcha.issues import Issue
from roznamcha.model import Block, Claim, Document, Dropped, Figure, Meta, PlaceValue, Record, Repair, Segment, Source, Span
from roznamcha.register.codec import write_json, write_value
from roznamcha.register.ids import claim_ids, figure_ids, issue_id, report_ids
from roznamcha.register.store import Register

META_FIELDS = ("title", "publisher", "author", "published", "language")
Saved = Literal["added", "replaced", "kept"]


@dataclass(frozen=True, slots=True)
class Coding:
    """What a document was coded by: the question put (`ids.asked_id`), the coder's version, and the run's row."""

    asked: str
    coder: str
    run: int


def is_coded(register: Register, asked: str, coder: str) -> str | None:
    """Give the id of the document that already answers this question by this coder, or None."""
    row = register.db.execute("SELECT id FROM documents WHERE asked = ? AND coder = ?", (asked, coder)).fetchone()
    return row[0] if row else None


def note_place(register: Register, source: Source) -> None:
    """Note where a source that is saved already was met again: the first place by name is kept, whichever came first."""
    key = (source.digest, source.name)
    there = register.db.execute("SELECT uri FROM sources WHERE digest = ? AND name = ?", key).fetchone()
    if there and source.uri < there[0]:
        with register.transaction() as db:
            db.execute("UPDATE sources SET uri = ? WHERE digest = ? AND name = ? AND uri > ?", (source.uri, *key, source.uri))


def save_record(register: Register, source: Source, record: Record, issues: Sequence[Issue], coding: Coding) -> Saved:
    """Save one document with everything it says, in one transaction, and tell what came of it."""
    with register.transaction() as db:
        there = db.execute("SELECT asked, coder, run FROM documents WHERE id = ?", (record.document.id,)).fetchone()
        if there and _stays(there, coding):
            return "kept"
        if there:
            _remove(db, record.document.id)
        _save_document(db, record.document, _save_source(db, source), coding)
        for n, (report_id, report) in enumerate(zip(report_ids(record.document.id, record.reports), record.reports, strict=True)):
            anchor = report.anchor
            row = (report_id, record.document.id, n, anchor.start, anchor.end, anchor.text)
            _insert(db, "reports (id, document, n, anchor_start, anchor_end, anchor)", row)
            _save_claims(db, report_id, report.claims)
        _save_figures(db, record.document.id, record.figures)
        for issue in issues:
            _save_issue(db, issue, record.document.id)
    return "replaced" if there else "added"


def save_issues(register: Register, issues: Sequence[Issue]) -> None:
    """Save what went wrong with input of which no document came; an issue that is there already stays one row."""
    if issues:
        with register.transaction() as db:
            for issue in issues:
                _save_issue(db, issue, None)


def _stays(there: tuple[str, str, int], coding: Coding) -> bool:
    """Tell whether the saved document stays: it is the same, or it is the first of two that one run gives one id.

    Two inputs with one id, one text and different dates stated: which of them comes first depends on the workers, so that
    the smaller question, not the first comer, is kept.
    """
    asked, coder, run = there
    if (asked, coder) == (coding.asked, coding.coder):
        return True
    return run == coding.run and coder == coding.coder and asked < coding.asked


def _remove(db: sqlite3.Connection, document_id: str) -> None:
    """Remove a document with all that it says, and the lines of the incidents it tells of, which are derived anew."""
    db.execute(
        "DELETE FROM incidents WHERE id IN"
        " (SELECT incident FROM incident_reports JOIN reports ON id = report WHERE document = ?)",
        (document_id,),
    )
    db.execute("DELETE FROM documents WHERE id = ?", (document_id,))


def _insert(db: sqlite3.Connection, table: str, row: Sequence[object]) -> int:
    cursor = db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
    return int(cursor.lastrowid or 0)


def _save_source(db: sqlite3.Connection, source: Source) -> int:
    """Save the bytes once, with where they were met last and what their container says."""
    key = (source.digest, source.name)
    stated = write_json(source.stated, tuple[tuple[str, str], ...])
    described = (source.uri, source.media, source.encoding, source.errors, stated)
    there = db.execute("SELECT row FROM sources WHERE digest = ? AND name = ?", key).fetchone()
    if there is None:
        table = "sources (digest, name, uri, media, encoding, errors, stated, size, data)"
        return _insert(db, table, (*key, *described, len(source.data), zlib.compress(source.data, 6)))
    update = "UPDATE sources SET uri = ?, media = ?, encoding = ?, errors = ?, stated = ? WHERE row = ?"
    db.execute(update, (*described, there[0]))
    return int(there[0])


def _save_document(db: sqlite3.Connection, document: Document, source: int, coding: Coding) -> None:
    facts = {name: getattr(document, name) for name in META_FIELDS}
    meta = {name: fact for name, fact in facts.items() if fact is not None}
    _insert(
        db,
        "documents (id, source, name, title, publisher, author, published, language, url, text,"
        " meta, blocks, offsets, dropped, repairs, asked, coder, run)",
        (
            document.id,
            source,
            document.name,
            *(fact.value if fact else None for fact in facts.values()),
            document.url,
            document.text,
            write_json(meta, dict[str, Meta]),
            write_json(document.blocks, tuple[Block, ...]),
            write_json(document.offsets.segments, tuple[Segment, ...]),
            write_json(document.dropped, tuple[Dropped, ...]),
            write_json(document.repairs, tuple[Repair, ...]),
            coding.asked,
            coding.coder,
            coding.run,
        ),
    )


def _parts(span: Span | None) -> tuple[int | None, int | None, str | None]:
    return (span.start, span.end, span.text) if span else (None, None, None)


def _save_claims(db: sqlite3.Connection, report_id: str, claims: Sequence[Claim]) -> None:
    table = (
        "claims (id, report, n, field, value, stance, confidence, speaker_start, speaker_end, speaker,"
        " origin_kind, origin_name, origin_version)"
    )
    for n, (claim_id, claim) in enumerate(zip(claim_ids(report_id, claims), claims, strict=True)):
        value = write_value(claim.field, claim.value)
        origin = (claim.origin.kind, claim.origin.name, claim.origin.version)
        head = (claim_id, report_id, n, claim.field, value, claim.stance, float(claim.confidence))
        row = _insert(db, table, (*head, *_parts(claim.speaker), *origin))
        spans = [(claim_id, k, span.start, span.end, span.text) for k, span in enumerate(claim.spans)]
        db.executemany("INSERT INTO claim_spans VALUES (?, ?, ?, ?, ?)", spans)
        if isinstance(claim.value, PlaceValue) and claim.value.place:
            place = claim.value.place
            _insert(db, "points", (row, place.lat, place.lat, place.lon, place.lon))


def _save_figures(db: sqlite3.Connection, document_id: str, figures: Sequence[Figure]) -> None:
    table = (
        'figures (id, document, n, "start", "end", text, what, low, high, period, source_start, source_end, source,'
        " confidence, origin_kind, origin_name, origin_version)"
    )
    for n, (figure_id, figure) in enumerate(zip(figure_ids(document_id, figures), figures, strict=True)):
        said = (figure.what, figure.low, figure.high, figure.period, *_parts(figure.source), float(figure.confidence))
        origin = (figure.origin.kind, figure.origin.name, figure.origin.version)
        _insert(db, table, (figure_id, document_id, n, *_parts(figure.quote), *said, *origin))


def _save_issue(db: sqlite3.Connection, issue: Issue, document_id: str | None) -> None:
    """Save one issue once; half a character in a file's name or in an error's words is written as an escape."""
    told = [text.encode("utf-8", "backslashreplace").decode() for text in (issue.where, issue.what, issue.do)]
    row = (issue_id(issue, document_id), document_id, issue.code, issue.level, *told)
    db.execute(
        'INSERT INTO issues (id, document, code, level, "where", what, "do") VALUES (?, ?, ?, ?, ?, ?, ?)'
        " ON CONFLICT (id) DO NOTHING",
        row,
    )
