"""A clean SQLite file for publishing: incidents, the values with their evidence, and the documents, ready for Datasette.

It is not the register: no decisions, no source bytes, no article bodies, names masked unless asked otherwise.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from roznamcha.export.entry import Entry
from roznamcha.export.flat import COLUMNS, flat_row
from roznamcha.export.names import Masker
from roznamcha.export.sources import headlines, office

TABLES = (
    f"CREATE TABLE incidents ({', '.join(f'{name} TEXT PRIMARY KEY' if name == 'id' else name for name in COLUMNS)})",
    "CREATE TABLE documents (id TEXT PRIMARY KEY, title, publisher, published, url)",
    "CREATE TABLE reports (incident TEXT REFERENCES incidents(id), document TEXT REFERENCES documents(id), words)",
    "CREATE TABLE evidence (incident TEXT REFERENCES incidents(id), document TEXT REFERENCES documents(id), "
    "field, words, stance, speaker, confidence)",
    "CREATE INDEX evidence_incident ON evidence (incident)",
    "CREATE INDEX reports_incident ON reports (incident)",
)


def write(entries: Iterator[Entry], path: Path, *, names: bool = False) -> int:
    """Write a new SQLite file at `path` and return the number of incidents; an older file there is replaced."""
    path.unlink(missing_ok=True)
    written = 0
    with closing(sqlite3.connect(path)) as db, db:
        for table in TABLES:
            db.execute(table)
        for entry in entries:
            _add(db, entry, Masker(entry, names=names))
            written += 1
        db.execute("PRAGMA user_version = 1")
    return written


def _add(db: sqlite3.Connection, entry: Entry, masker: Masker) -> None:
    row = flat_row(entry, masker)
    db.execute(f"INSERT INTO incidents VALUES ({', '.join('?' * len(row))})", list(row.values()))
    for document, title in zip(entry.documents, headlines(entry), strict=True):
        known = (document.id, masker.text(title), office(document), document.published_day, document.url)
        db.execute("INSERT OR IGNORE INTO documents VALUES (?, ?, ?, ?, ?)", known)
    for report in entry.reports:
        anchor = (entry.incident.id, report.document_id, masker.text(report.anchor.text))
        db.execute("INSERT INTO reports VALUES (?, ?, ?)", anchor)
        for claim in report.claims:
            words = " … ".join(masker.text(span.text) for span in claim.spans)
            speaker = masker.text(claim.speaker.text) if claim.speaker else None
            said = (entry.incident.id, report.document_id, claim.field, words, claim.stance, speaker, claim.confidence)
            db.execute("INSERT INTO evidence VALUES (?, ?, ?, ?, ?, ?, ?)", said)
