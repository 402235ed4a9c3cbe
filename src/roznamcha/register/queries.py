"""What commands and pages ask of a register: the list of incidents, and one incident with its evidence.

An incident's reports are those that linking put together; a report that no one has linked is an incident of its own. The list
reads the few fields that it shows in one pass over the claims.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from roznamcha.errors import RegisterError
from roznamcha.model import Claim, Document, Report, Value
from roznamcha.register.codec import read_value
from roznamcha.register.reading import read_claims, read_document, read_report
from roznamcha.register.store import Register

LISTED = ("sub_event_type", "status", "background", "date", "place", "actor", "killed", "injured")
"""The fields of the list."""


@dataclass(frozen=True, slots=True)
class Line:
    """One incident of the list: its values in short, each with its stance, and the document that tells of it."""

    id: str
    document_id: str
    name: str
    publisher: str | None
    published: str | None
    anchor: str
    values: dict[str, list[tuple[Value, str]]] = field(default_factory=dict)

    def first(self, name: str) -> Value | None:
        """Give the first value of a field, or None."""
        return next((value for value, _ in self.values.get(name, ())), None)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One report with its claims by id and the document that its spans point into."""

    report_id: str
    report: Report
    claims: tuple[tuple[str, Claim], ...]
    document: Document


def list_incidents(register: Register) -> list[Line]:
    """List the incidents, by date, those without one last; equal dates by document and place in it."""
    rows = register.db.execute(
        "SELECT r.id, d.id, d.name, d.publisher, d.published, r.anchor FROM reports r JOIN documents d ON d.id = r.document"
        " ORDER BY d.name, d.id, r.n"
    )
    lines = {row[0]: Line(*row) for row in rows}
    marks = ", ".join("?" * len(LISTED))
    for report_id, name, value, stance in register.db.execute(
        f"SELECT report, field, value, stance FROM claims WHERE field IN ({marks}) ORDER BY report, n", LISTED
    ):
        lines[report_id].values.setdefault(name, []).append((read_value(name, value), stance))
    return sorted(lines.values(), key=_by_date)


def _by_date(line: Line) -> tuple[bool, str]:
    value = line.first("date")
    earliest = getattr(value, "earliest", None) or getattr(value, "edtf", None) or ""
    return (not earliest, earliest)


def find_incident(register: Register, wanted: str) -> str:
    """Find an incident by its id, the beginning of its id, or its number in the list.

    Raises RegisterError when none fits, or several.
    """
    if wanted.isdecimal() and len(wanted) < 8:
        return _by_number(register, int(wanted))
    pattern = wanted.replace("%", "").replace("_", "") + "%"
    ids = [row[0] for row in register.db.execute("SELECT id FROM reports WHERE id LIKE ? ORDER BY id LIMIT 3", (pattern,))]
    if len(ids) != 1:
        raise RegisterError(f"{'several incidents begin' if ids else 'no incident begins'} with {wanted!r}; list them with: show")
    return str(ids[0])


def _by_number(register: Register, number: int) -> str:
    lines = list_incidents(register)
    if not 1 <= number <= len(lines):
        raise RegisterError(f"there is no incident number {number}: the register holds {len(lines)}")
    return lines[number - 1].id


def read_incident(register: Register, incident_id: str) -> Iterator[Evidence]:
    """Read the reports of one incident with their claims and documents."""
    report = read_report(register, incident_id)
    claims = tuple(read_claims(register, incident_id))
    yield Evidence(incident_id, report, claims, read_document(register, report.document_id))


def count_rows(register: Register) -> dict[str, int]:
    """Count what the register holds, by table."""
    tables = ("documents", "reports", "claims", "figures", "issues", "decisions")
    return {table: register.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}
