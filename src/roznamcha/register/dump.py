"""The register's content as canonical lines, to compare two registers with: equal content gives equal lines.

Left out are SQLite's row numbers, the times of runs, and the line of a file on which an input stood, which say when and in what
order something was done, not what the register holds. Bytes are named by their digest, taken anew.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Iterator

from roznamcha.register.store import Register

LINE = re.compile(r':\d+"')
PLACED = ("sources", "issues")
"""The tables that say where an input stood: "reports.jsonl:12"."""
TABLES = (
    ("runs", "version, options, inputs", "version, options, inputs"),
    ("sources", "digest, name, uri, media, encoding, errors, stated, size, data", "digest, name"),
    (
        "documents",
        "id, (SELECT digest FROM sources s WHERE s.row = source), name, title, publisher, author, published, language, url,"
        " text, meta, blocks, offsets, dropped, repairs, asked, coder",
        "id",
    ),
    ("reports", "id, document, n, anchor_start, anchor_end, anchor", "id"),
    (
        "claims",
        "id, report, n, field, value, stance, confidence, speaker_start, speaker_end, speaker,"
        " origin_kind, origin_name, origin_version",
        "id",
    ),
    ("claim_spans", 'claim, n, "start", "end", text', "claim, n"),
    (
        "figures",
        'id, document, n, "start", "end", text, what, low, high, period, source_start, source_end, source, confidence,'
        " origin_kind, origin_name, origin_version",
        "id",
    ),
    ("issues", 'document, code, level, CASE WHEN document IS NULL THEN "where" END, what, "do"', "id"),
    ("incident_reports", "report, incident, voice", "report"),
    (
        "incidents",
        'id, rule, sub_event_type, event_type, status, scope, background, "date", earliest, latest, place, country, adm1,'
        " latitude, longitude, radius_km, where_prec, perpetrators, perpetrator_kinds, targets, killed_low, killed_best,"
        " killed_high, injured_low, injured_best, injured_high, weapons, claimed_by, publishers, anchor, n_reports, n_voices,"
        " confidence, state",
        "id",
    ),
    ("decisions", "id, kind, target, payload, user, at, reason", "row"),
)
"""Each table's name, the columns that are content, and the order."""


def dump_lines(register: Register) -> Iterator[str]:
    """Give the content of the register as JSON lines in one fixed order."""
    for table, columns, order in TABLES:
        rows = register.db.execute(f"SELECT {columns} FROM {table} ORDER BY {order}")
        lines = (json.dumps([table, *map(_plain, row)], ensure_ascii=False, separators=(",", ":")) for row in rows)
        yield from sorted(LINE.sub('"', line) for line in lines) if table in PLACED else lines


def dump_digest(register: Register) -> str:
    """Give the SHA-256 of `dump_lines`: two registers with the same digest hold the same."""
    digest = hashlib.sha256()
    for line in dump_lines(register):
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()


def _plain(cell: object) -> object:
    return hashlib.sha256(zlib.decompress(cell)).hexdigest() if isinstance(cell, bytes) else cell
