"""What commands and pages ask of a register: the list of incidents, and one incident with its evidence.

An incident's reports are those that linking put together; a report that no one has linked yet is an incident of its own, under
the report's id. The lines of linked incidents stand in the table `incidents`; those of single reports are made here, by the
same function.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from roznamcha.errors import RegisterError
from roznamcha.model import Claim, Document, Report
from roznamcha.model.incident import Cell, Incident
from roznamcha.register.incidents import Standing, homes_of, incident_line, list_lines, members_of, unlinked_reports
from roznamcha.register.reading import read_claims, read_document, read_report
from roznamcha.register.store import Register

TABLES = ("documents", "reports", "claims", "figures", "issues", "decisions")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One report with its claims by id, and the document that its spans point into."""

    report_id: str
    report: Report
    claims: tuple[tuple[str, Claim], ...]
    document: Document


def list_incidents(register: Register) -> list[dict[str, Any]]:
    """List the incidents as the lines of table `incidents`, by date, those without one last.

    `number` is the place in this order, by which `find_incident` knows them.
    """
    alone = (_line_of_report(register, report_id) for report_id in unlinked_reports(register))
    lines = sorted([*list_lines(register), *alone], key=_by_date)
    return [{"number": number} | {name: line[name] for name in line if name != "row"} for number, line in enumerate(lines, 1)]


def _by_date(line: dict[str, Any]) -> tuple[bool, bool, str, str]:
    return (line["earliest"] is None, line["date"] is None, line["earliest"] or line["date"] or "", line["id"])


def single_incident(report_id: str, report: Report) -> Incident:
    """Make the incident of which one report alone tells: its values are that report's claims."""
    cells = (
        Cell(claim.field, claim.value, (report_id,), "single report", stance=claim.stance, confidence=claim.confidence)
        for claim in report.claims
    )
    return Incident(report_id, (report_id,), tuple(cells), "single report", voices=1)


def _line_of_report(register: Register, report_id: str) -> dict[str, Any]:
    report = read_report(register, report_id)
    query = "SELECT coalesce(publisher, name) FROM documents WHERE id = ?"
    (publisher,) = register.db.execute(query, (report.document_id,)).fetchone()
    return incident_line(single_incident(report_id, report), Standing(report.anchor.text, (publisher,)))


def find_incident(register: Register, wanted: str) -> str:
    """Find an incident by its number in the list, its id or that of any of its reports, or the beginning of one.

    Raises RegisterError when none fits, or several.
    """
    if wanted.isdecimal() and len(wanted) < 8:
        return _by_number(register, int(wanted))
    alone = (name for name in unlinked_reports(register) if wanted and name.startswith(wanted))
    ids = [*homes_of(register, wanted), *alone]
    if len(ids) != 1:
        raise RegisterError(f"{'several incidents begin' if ids else 'no incident begins'} with {wanted!r}; list them with: show")
    return ids[0]


def _by_number(register: Register, number: int) -> str:
    lines = list_incidents(register)
    if not 1 <= number <= len(lines):
        raise RegisterError(f"there is no incident number {number}: the register holds {len(lines)}")
    return str(lines[number - 1]["id"])


def read_incident(register: Register, incident_id: str) -> Iterator[Evidence]:
    """Read the reports of one incident with their claims and documents, in the order of the reports' ids."""
    for report_id in members_of(register, incident_id) or {incident_id: ""}:
        report = read_report(register, report_id)
        yield Evidence(report_id, report, tuple(read_claims(register, report_id)), read_document(register, report.document_id))


def list_figures(register: Register) -> list[dict[str, Any]]:
    """List the figures that belong to no single incident, by document and place in it."""
    cursor = register.db.execute(
        "SELECT f.id, f.text AS quote, what, low, high, period, f.source, d.id AS document, d.name, d.publisher, d.published"
        " FROM figures f JOIN documents d ON d.id = f.document ORDER BY d.name, d.id, f.n"
    )
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def count_rows(register: Register) -> dict[str, int]:
    """Count what the register holds, by table."""
    return {table: register.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}
