"""The review log: every decision, who took it, when and why, with the means to undo it."""

from __future__ import annotations

from dataclasses import asdict

from starlette.requests import Request

from roznamcha.register import Register
from roznamcha.register.decisions import decisions_in_force, read_decisions
from roznamcha.web.render import Page

SHOWN = 500
ABOUT = f"""
WITH shown AS (SELECT target FROM decisions ORDER BY row DESC LIMIT {SHOWN})
SELECT c.id, c.field, m.incident FROM claims c LEFT JOIN incident_reports m ON m.report = c.report WHERE c.id IN shown
UNION ALL
SELECT report, NULL, incident FROM incident_reports WHERE report IN shown
"""
"""What the shown decisions are about: the field of a claim, and the incident, which bears the id of one of its reports."""


def log(register: Register, request: Request) -> Page:
    """List the decisions, the latest first."""
    force = {decision.id for decision in decisions_in_force(register)}
    shown = read_decisions(register)[-SHOWN:]
    about = {target: {"field": field, "incident": incident} for target, field, incident in register.db.execute(ABOUT)}
    nothing = {"field": None, "incident": None}
    lines = [
        asdict(decision) | {"in_force": decision.id in force} | about.get(decision.target, nothing)
        for decision in reversed(shown)
    ]
    return Page("log.html", "Review log", {"decisions": lines})
