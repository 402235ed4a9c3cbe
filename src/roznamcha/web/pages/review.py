"""The review queue: incident by incident, the least certain and most consequential first; merging and splitting, previewed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request

from roznamcha.derive import derive_incident, preview_merge, preview_part
from roznamcha.export.entry import Entry
from roznamcha.export.flat import flat_row
from roznamcha.export.names import Masker
from roznamcha.register import Register
from roznamcha.register.agreement import agreement
from roznamcha.register.incidents import members_of
from roznamcha.web.pages.incident import incident
from roznamcha.web.render import Page

WAITING = "state IN ('unreviewed', 'disputed')"
SECOND = """state IN ('confirmed', 'corrected', 'rejected') AND id NOT IN (
  SELECT m.incident FROM decisions d JOIN incident_reports m ON m.report = d.target WHERE d.user = ?
  UNION ALL
  SELECT m.incident FROM decisions d JOIN claims c ON c.id = d.target JOIN incident_reports m ON m.report = c.report
  WHERE d.user = ?)"""
"""What others have decided about and the user has not: read a second time, it tells how far reviewers agree."""
PRIORITY = "(state = 'disputed') DESC, ((1 - coalesce(confidence, 0)) * (1 + min(coalesce(killed_best, 0), 50) / 10.0)) DESC, id"
"""Disputes first; then what is unsure, weighed up to sixfold by the number of dead that hang on it. An index holds this order."""


def review(register: Register, request: Request) -> Page:
    """Show the incident at one place of the queue, ready for the keyboard; an empty queue says so.

    `id` keeps an incident in view while its values are decided one by one, though the first decision takes it off the queue.
    With `second=yes` the queue is that of incidents which others decided about and this user did not.
    """
    second = request.query_params.get("second") == "yes"
    where, values = (SECOND, (request.state.user.name,) * 2) if second else (WAITING, ())
    (total,) = register.db.execute(f"SELECT count(*) FROM incidents WHERE {where}", values).fetchone()
    at = min(_place_in_queue(request), max(total - 1, 0))
    head = _waiting(register, where, values, at)
    name = request.query_params.get("id") or head
    if name is None:
        (done,) = register.db.execute("SELECT count(*) FROM incidents").fetchone()
        return Page("done.html", "Review", {"reviewed": done, "second": second, "agreement": _agreement(register)})
    request.path_params["id"] = name
    page = incident(register, request)
    queue = {"at": at, "total": total, "next": at + (head == name), "second": second}
    return Page(page.template, f"Review: {page.title}", {**page.data, "queue": queue}, page.extra)


def _place_in_queue(request: Request) -> int:
    wanted = request.query_params.get("at", "0")
    return int(wanted) if wanted.isdecimal() and len(wanted) < 9 else 0


def _waiting(register: Register, where: str, values: tuple[str, ...], at: int) -> str | None:
    index = "INDEXED BY incidents_waiting" if where == WAITING else ""  # SQLite does not see by itself that it fits
    query = f"SELECT id FROM incidents {index} WHERE {where} ORDER BY {PRIORITY} LIMIT 1 OFFSET ?"
    row = register.db.execute(query, (*values, at)).fetchone()
    return str(row[0]) if row else None


def merge(register: Register, request: Request) -> Page:
    """Show two incidents side by side and what an export would say of them as one, before anybody decides."""
    names = [request.query_params.get("one", ""), request.query_params.get("other", "")]
    if len(set(names)) != 2 or not all(names):
        raise HTTPException(400, "name two different incidents to merge")
    apart = [_row(register, name) for name in names]
    together = _plain(preview_merge(register, names))
    changed = [column for column in together if len({str(row.get(column)) for row in [*apart, together]}) > 1]
    data = {"incidents": names, "apart": apart, "together": together, "changed": changed}
    return Page("merge.html", "Merge two incidents", data)


def split(register: Register, request: Request) -> Page:
    """Show what an export would say of an incident and of the reports split off it, before anybody decides."""
    name, chosen = request.query_params.get("incident", ""), request.query_params.getlist("reports")
    kept = [report for report in members_of(register, name) if report not in chosen]
    if not chosen or not kept or not set(chosen) <= set(members_of(register, name)):
        raise HTTPException(400, "choose some, not all, of the incident's reports")
    today = _row(register, name)
    parts = [_plain(preview_part(register, name, reports)) for reports in (kept, chosen)]
    changed = [column for column in today if len({str(row.get(column)) for row in (today, *parts)}) > 1]
    data = {"incident": name, "reports": chosen, "today": today, "rest": parts[0], "apart": parts[1], "changed": changed}
    return Page("split.html", "Split an incident", data)


def _row(register: Register, name: str) -> dict[str, Any]:
    derived, told = derive_incident(register, name)
    standing = [(item.standing, item.document) for item in told]
    kept = [(report, document) for report, document in standing if report]
    return _plain(Entry(derived, tuple(report for report, _ in kept), tuple(document for _, document in kept)))


def _plain(entry: Entry) -> dict[str, Any]:
    return dict(flat_row(entry, Masker(entry, names=True)))


def agreement_page(register: Register, request: Request) -> Page:
    """Show how far reviewers agree, field by field (Krippendorff's alpha)."""
    return Page("agreement.html", "Agreement of reviewers", {"fields": _agreement(register)})


def _agreement(register: Register) -> list[dict[str, Any]]:
    return [asdict(line) for line in agreement(register)]
