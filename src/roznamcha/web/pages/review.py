"""The review queue: incident by incident, the least certain and most consequential first; and merging with a preview."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request

from roznamcha.derive import derive_incident, preview_merge
from roznamcha.export.entry import Entry
from roznamcha.export.flat import flat_row
from roznamcha.export.names import Masker
from roznamcha.register import Register
from roznamcha.register.agreement import agreement
from roznamcha.web.pages.incident import incident
from roznamcha.web.render import Page

WAITING = "state IN ('unreviewed', 'disputed')"
PRIORITY = "(state = 'disputed') DESC, (1 - coalesce(confidence, 0)) * (1 + min(coalesce(killed_best, 0), 50) / 10.0) DESC, id"
"""Disputes first; then what is unsure, weighed up to sixfold by the number of dead that hang on it."""


def review(register: Register, request: Request) -> Page:
    """Show the incident at one place of the queue, ready for the keyboard; an empty queue says so."""
    (total,) = register.db.execute(f"SELECT count(*) FROM incidents WHERE {WAITING}").fetchone()
    wanted = request.query_params.get("at", "0")
    at = min(int(wanted) if wanted.isdecimal() and len(wanted) < 9 else 0, max(total - 1, 0))
    row = register.db.execute(f"SELECT id FROM incidents WHERE {WAITING} ORDER BY {PRIORITY} LIMIT 1 OFFSET ?", (at,)).fetchone()
    if row is None:
        (done,) = register.db.execute("SELECT count(*) FROM incidents").fetchone()
        return Page("done.html", "Review", {"reviewed": done, "agreement": agreement(register)})
    request.path_params["id"] = row[0]
    page = incident(register, request)
    return Page(page.template, f"Review: {page.title}", {**page.data, "queue": {"at": at, "total": total}}, page.extra)


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


def _row(register: Register, name: str) -> dict[str, Any]:
    derived, told = derive_incident(register, name)
    standing = [(item.standing, item.document) for item in told]
    kept = [(report, document) for report, document in standing if report]
    return _plain(Entry(derived, tuple(report for report, _ in kept), tuple(document for _, document in kept)))


def _plain(entry: Entry) -> dict[str, Any]:
    return dict(flat_row(entry, Masker(entry, names=True)))


def agreement_page(register: Register, request: Request) -> Page:
    """Show how far reviewers agree, field by field (Krippendorff's alpha)."""
    return Page("agreement.html", "Agreement of reviewers", {"fields": [asdict(line) for line in agreement(register)]})
