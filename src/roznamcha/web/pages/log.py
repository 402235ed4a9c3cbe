"""The review log: every decision, who took it, when and why, with the means to undo it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from starlette.requests import Request

from roznamcha.register import Register
from roznamcha.register.decisions import BATCH, is_undone, latest_decisions
from roznamcha.web.paging import read_paging
from roznamcha.web.render import Page

PAGE_SIZE = 100
ABOUT = """
WITH shown AS (SELECT target FROM decisions ORDER BY row DESC LIMIT ? OFFSET ?)
SELECT c.id, c.field, m.incident FROM claims c LEFT JOIN incident_reports m ON m.report = c.report WHERE c.id IN shown
UNION ALL
SELECT report, NULL, incident FROM incident_reports WHERE report IN shown
"""
"""What the shown decisions are about: the field of a claim, and the incident, which bears the id of one of its reports."""


def log(register: Register, request: Request) -> Page:
    """List the decisions a page at a time, the latest first."""
    (total,) = register.db.execute("SELECT count(*) FROM decisions").fetchone()
    paging = read_paging(request, total, PAGE_SIZE)
    shown = latest_decisions(register, paging.size, paging.offset)
    rows = register.db.execute(ABOUT, (paging.size, paging.offset))
    about = {target: {"field": field, "incident": incident} for target, field, incident in rows}
    lines: list[dict[str, Any]] = []
    for decision in shown:
        force = {"in_force": decision.kind != "undo" and not is_undone(register, decision.id)}
        line = asdict(decision) | force | about.get(decision.target, {"field": None, "incident": None})
        lines.append(line | {"batch": decision.payload.get(BATCH)})
    return Page("log.html", "Review log", {**paging.facts(), "decisions": lines})
