"""Take records out of the register as the model's types, equal to what was put in."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from roznamcha.errors import RegisterError
from roznamcha.issues import Issue
from roznamcha.model import (
    Block,
    Claim,
    Document,
    Dropped,
    Figure,
    Meta,
    OffsetMap,
    Origin,
    Record,
    Repair,
    Report,
    Segment,
    Source,
    Span,
)
from roznamcha.register.codec import read_json, read_value
from roznamcha.register.store import Register


def document_ids(register: Register) -> list[str]:
    """List the documents' ids in rising order, which is the same whatever order they came in."""
    return [row[0] for row in register.db.execute("SELECT id FROM documents ORDER BY id")]


def read_source(register: Register, document_id: str) -> Source:
    """Read the source of one document, its bytes included."""
    row = register.db.execute(
        "SELECT digest, s.name, uri, media, encoding, errors, stated, data"
        " FROM sources s JOIN documents d ON d.source = s.row WHERE d.id = ?",
        (document_id,),
    ).fetchone()
    if row is None:
        raise RegisterError(f"the register holds no document {document_id}")
    digest, name, uri, media, encoding, errors, stated, packed = row
    data = zlib.decompress(packed)
    text = data.decode(encoding, errors)
    return Source(digest, name, uri, media, data, text, encoding, read_json(stated, tuple[tuple[str, str], ...]), errors)


def read_document(register: Register, document_id: str) -> Document:
    """Read one document with its blocks, its facts and its way back to the source."""
    row = register.db.execute(
        "SELECT digest, d.name, text, offsets, blocks, meta, url, dropped, repairs"
        " FROM documents d JOIN sources s ON s.row = d.source WHERE d.id = ?",
        (document_id,),
    ).fetchone()
    if row is None:
        raise RegisterError(f"the register holds no document {document_id}")
    digest, name, text, offsets, blocks, meta, url, dropped, repairs = row
    return Document(
        id=document_id,
        source=digest,
        name=name,
        text=text,
        offsets=OffsetMap(read_json(offsets, tuple[Segment, ...])),
        blocks=read_json(blocks, tuple[Block, ...]),
        url=url,
        dropped=read_json(dropped, tuple[Dropped, ...]),
        repairs=read_json(repairs, tuple[Repair, ...]),
        **read_json(meta, dict[str, Meta]),
    )


def printed_on(register: Register, document_ids: Iterable[str]) -> dict[str, str | None]:
    """Read the days on which documents were published, None where that is not known."""
    query = "SELECT id, substr(published, 1, 10) FROM documents WHERE id IN (SELECT value FROM json_each(?))"
    return dict(register.db.execute(query, (json.dumps(sorted(document_ids)),)).fetchall())


def read_record(register: Register, document_id: str) -> Record:
    """Read one document with its reports and its figures."""
    reports = [report for _, report in read_reports(register, document_id)]
    return Record(read_document(register, document_id), tuple(reports), tuple(read_figures(register, document_id)))


def read_records(register: Register) -> Iterator[Record]:
    """Read every document with what it says, one at a time, in the order of their ids."""
    for document_id in document_ids(register):
        yield read_record(register, document_id)


def read_reports(register: Register, document_id: str) -> list[tuple[str, Report]]:
    """Read the reports of one document with their ids, in their order."""
    return [(report_id, read_report(register, report_id)) for report_id in ids_of_reports(register, document_id)]


def ids_of_reports(register: Register, document_id: str) -> list[str]:
    """List the ids of one document's reports, in their order."""
    return [row[0] for row in register.db.execute("SELECT id FROM reports WHERE document = ? ORDER BY n", (document_id,))]


def read_report(register: Register, report_id: str) -> Report:
    """Read one report with its claims."""
    claims = tuple(claim for _, claim in read_claims(register, report_id))
    return replace(read_bare_report(register, report_id), claims=claims)


def read_bare_report(register: Register, report_id: str) -> Report:
    """Read one report without its claims."""
    row = register.db.execute(
        "SELECT document, anchor_start, anchor_end, anchor FROM reports WHERE id = ?", (report_id,)
    ).fetchone()
    if row is None:
        raise RegisterError(f"the register holds no report {report_id}")
    document_id, start, end, text = row
    return Report(document_id, Span(start, end, text), ())


def read_claims(register: Register, report_id: str) -> list[tuple[str, Claim]]:
    """Read the claims of one report with their ids, in their order."""
    return [(claim_id, read()) for claim_id, read in stored_claims(register, report_id)]


def stored_claims(register: Register, report_id: str) -> list[tuple[str, Callable[[], Claim]]]:
    """List the claims of one report by id with what reads each, so that one which is damaged costs a checker no other."""
    places: dict[str, list[Sequence[Any]]] = {}
    for claim_id, *place in register.db.execute(
        'SELECT claim, s."start", s."end", s.text FROM claim_spans s JOIN claims c ON c.id = s.claim'
        " WHERE c.report = ? ORDER BY s.claim, s.n",
        (report_id,),
    ):
        places.setdefault(claim_id, []).append(place)
    rows = register.db.execute(
        "SELECT id, field, value, stance, confidence, speaker_start, speaker_end, speaker,"
        " origin_kind, origin_name, origin_version FROM claims WHERE report = ? ORDER BY n",
        (report_id,),
    )
    return [(row[0], partial(_claim, row, places.get(row[0], []))) for row in rows]


def _claim(row: tuple[Any, ...], places: Sequence[Sequence[Any]]) -> Claim:
    _, field, value, stance, confidence, *rest = row
    return Claim(
        field=field,
        value=read_value(field, value),
        spans=tuple(Span(*place) for place in places),
        origin=Origin(*rest[3:]),
        confidence=confidence,
        speaker=_span(*rest[:3]),
        stance=stance,
    )


def read_figures(register: Register, document_id: str) -> list[Figure]:
    """Read the figures of one document, in their order."""
    return [read() for _, read in stored_figures(register, document_id)]


def stored_figures(register: Register, document_id: str) -> list[tuple[str, Callable[[], Figure]]]:
    """List the figures of one document by id with what reads each."""
    rows = register.db.execute(
        'SELECT "start", "end", text, what, low, high, period, source_start, source_end, source, confidence,'
        " origin_kind, origin_name, origin_version, id FROM figures WHERE document = ? ORDER BY n",
        (document_id,),
    )
    return [(row[-1], partial(_figure, row)) for row in rows]


def _figure(row: tuple[Any, ...]) -> Figure:
    what, low, high, period = row[3:7]
    return Figure(Span(*row[:3]), what, low, high, Origin(*row[11:14]), period, _span(*row[7:10]), row[10])


def _span(start: int | None, end: int | None, text: str | None) -> Span | None:
    return None if start is None or end is None or text is None else Span(start, end, text)


def read_issues(register: Register, document_id: str | None = None) -> list[Issue]:
    """Read the issues of one document, or all of them, in the order of where they arose."""
    rows: sqlite3.Cursor = register.db.execute(
        'SELECT code, "where", what, "do", level FROM issues WHERE ?1 IS NULL OR document = ?1 ORDER BY "where", code, id',
        (document_id,),
    )
    return [Issue(*row) for row in rows]
