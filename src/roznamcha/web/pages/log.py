"""The review log: every decision, who took it, when and why, with the means to undo it."""

from __future__ import annotations

from dataclasses import asdict

from starlette.requests import Request

from roznamcha.register import Register
from roznamcha.register.decisions import decisions_in_force, read_decisions
from roznamcha.web.render import Page

SHOWN = 500


def log(register: Register, request: Request) -> Page:
    """List the decisions, the latest first."""
    force = {decision.id for decision in decisions_in_force(register)}
    lines = [asdict(decision) | {"in_force": decision.id in force} for decision in reversed(read_decisions(register)[-SHOWN:])]
    return Page("log.html", "Review log", {"decisions": lines})
