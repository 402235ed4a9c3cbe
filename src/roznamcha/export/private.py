"""Which private persons a register's documents name, so that an export can withhold them wherever they are printed.

A headline may name the victim of another act than the one exported, and one outlet's headline may name whom only another's
text calls a victim. So every person of every report counts, whatever was decided about the claim, and the documents of one
incident share their names.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence

from roznamcha.export.names import private_names
from roznamcha.model.values import Value
from roznamcha.register import Register
from roznamcha.register.codec import read_value
from roznamcha.register.decisions import Decision

FIELDS = ("person", "actor")
_READ = "SELECT r.document, c.field, c.value FROM claims c JOIN reports r ON r.id = c.report WHERE c.field IN (?, ?)"
_DECIDED = (
    "SELECT document, (SELECT field FROM claims WHERE id = ?1) FROM reports"
    " WHERE id = coalesce((SELECT report FROM claims WHERE id = ?1), ?1)"
)
_TOGETHER = "SELECT DISTINCT m.incident, r.document FROM incident_reports m JOIN reports r ON r.id = m.report"


def private_names_by_document(register: Register, decisions: Sequence[Decision]) -> dict[str, frozenset[str]]:
    """Gather for each document of an incident the private persons whom it, or a document that tells of the same act, names."""
    named: dict[str, set[str]] = defaultdict(set)
    for document, value in (*_read(register), *_decided(register, decisions)):
        named[document].update(private_names(value))
    together: dict[str, set[str]] = defaultdict(set)
    for incident, document in register.db.execute(_TOGETHER):
        together[incident].add(document)
    shared: dict[str, set[str]] = defaultdict(set)
    for documents in together.values():
        names = {name for document in documents for name in named[document]}
        for document in documents:
            shared[document] |= names
    return {document: frozenset(names) for document, names in shared.items()}


def _read(register: Register) -> Iterator[tuple[str, Value]]:
    for document, field, value in register.db.execute(_READ, FIELDS):
        yield document, read_value(field, value)


def _decided(register: Register, decisions: Sequence[Decision]) -> Iterator[tuple[str, Value]]:
    """Give the persons and actors that reviewers wrote; a correction may be about a claim that another decision added."""
    known = {decision.id: decision for decision in decisions}
    for decision in decisions:
        if decision.kind not in ("correct", "add"):
            continue
        first = known.get(decision.target, decision)
        row = register.db.execute(_DECIDED, (first.target,)).fetchone()
        field = first.payload.get("field") or (row and row[1])
        if row and field in FIELDS:
            yield row[0], read_value(field, json.dumps(decision.payload["value"], ensure_ascii=False))
