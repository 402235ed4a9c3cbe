"""What a reviewer may do: each action appends one decision to the review log and derives the touched incidents anew.

An action answers with a redirect back to where the reviewer was (`next`), so that the pages work without JavaScript; a
script that asks for JSON gets the decision. Refusals say in one line what was wrong and nothing is written.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from roznamcha.derive import LINK_KINDS, groups_of, refresh_reports, relink_reports
from roznamcha.errors import RegisterError
from roznamcha.model import Document, Report, Span
from roznamcha.register import Register
from roznamcha.register.codec import write_value
from roznamcha.register.decisions import Decision, decide, read_decisions, undo
from roznamcha.register.reading import read_document, read_report
from roznamcha.web.typed import UnreadableError, read_typed

Form = dict[str, str]
Action = Callable[[Register, Request, Form], Response]


def claim_action(register: Register, request: Request, form: Form) -> Response:
    """Confirm, correct, reject or set to unknown one claim.

    The form names `claim` and `kind`; a correction also `value` and, for new evidence, `start` and `end`.
    """
    claim_id, kind = form.get("claim", ""), form.get("kind", "")
    if kind not in ("confirm", "correct", "reject", "unknown"):
        raise HTTPException(400, f"there is no decision {kind!r} about a claim")
    field, report_id = _claim_place(register, claim_id)
    payload = _stated(register, report_id, field, form) if kind == "correct" else {}
    return _decided(register, request, form, kind, claim_id, [report_id], **payload)


def add_action(register: Register, request: Request, form: Form) -> Response:
    """Add a value that the machine missed to a report (`report`, `field`, `value`, `start`, `end`); it needs evidence.

    With `claim` the words are new evidence for a value that was read: a correction.
    """
    if form.get("claim"):
        return claim_action(register, request, form | {"kind": "correct"})
    report_id, field = form.get("report", ""), form.get("field", "")
    payload = _stated(register, report_id, field, form)
    if not payload["spans"]:
        raise HTTPException(400, "a value needs evidence: select the words that say it")
    return _decided(register, request, form, "add", report_id, [report_id], field=field, **payload)


def report_action(register: Register, request: Request, form: Form) -> Response:
    """Confirm or reject everything that one report, or every report of an incident, says (`report` or `incident`, `kind`)."""
    kind = form.get("kind", "")
    if kind not in ("confirm", "reject"):
        raise HTTPException(400, f"there is no decision {kind!r} about a report")
    reports = [form["report"]] if form.get("report") else _members(register, form.get("incident", ""))
    for report_id in reports[:-1]:
        decide(register, kind, report_id, user=_user(request), reason=form.get("reason", ""))
    return _decided(register, request, form, kind, reports[-1], reports)


def merge_action(register: Register, request: Request, form: Form) -> Response:
    """Say that two or more incidents are one (`incidents`, ids joined by spaces)."""
    incidents = form.get("incidents", "").split()
    reports = [report for incident in incidents for report in _members(register, incident)]
    if len(incidents) < 2:
        raise HTTPException(400, "choose the incidents to merge: at least two")
    return _decided(register, request, form, "merge", incidents[0], reports, reports=reports)


def split_action(register: Register, request: Request, form: Form) -> Response:
    """Say that some reports of an incident tell of another (`incident`, `reports`, ids joined by spaces)."""
    members, chosen = _members(register, form.get("incident", "")), form.get("reports", "").split()
    others = [report for report in members if report not in chosen]
    if not chosen or not others or not set(chosen) <= set(members):
        raise HTTPException(400, "choose some, not all, of the incident's reports")
    return _decided(register, request, form, "split", form["incident"], members, reports=chosen, others=others)


def undo_action(register: Register, request: Request, form: Form) -> Response:
    """Take a decision out of force (`decision`, or the user's own last one when none is named)."""
    own = [decision for decision in read_decisions(register) if decision.user == _user(request) and decision.kind != "undo"]
    undone = {decision.target for decision in read_decisions(register) if decision.kind == "undo"}
    wanted = form.get("decision") or next((decision.id for decision in reversed(own) if decision.id not in undone), "")
    if not wanted:
        raise HTTPException(400, "there is nothing of yours to undo")
    decision = next((decision for decision in read_decisions(register) if decision.id == wanted), None)
    undone_now = undo(register, wanted, user=_user(request), reason=form.get("reason", ""))
    if decision:
        touched = _touched(register, decision)
        if decision.kind in LINK_KINDS:
            relink_reports(register, touched, decision.payload.get("before", ()))
        else:
            refresh_reports(register, touched)
    return _answer(request, form, undone_now)


def _decided(
    register: Register, request: Request, form: Form, kind: str, target: str, touched: list[str], **payload: Any
) -> Response:
    if kind in LINK_KINDS:
        payload["before"] = groups_of(register, touched)
    decision = decide(register, kind, target, user=_user(request), reason=form.get("reason", ""), **payload)
    derive = relink_reports if kind in LINK_KINDS else refresh_reports
    derive(register, touched)
    return _answer(request, form, decision)


def _answer(request: Request, form: Form, decision: Decision) -> Response:
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse(asdict(decision))
    back = form.get("next", "/incidents")
    safe = back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/incidents"
    return RedirectResponse(safe, 303)


def _user(request: Request) -> str:
    return str(request.state.user.name)


def _claim_place(register: Register, claim_id: str) -> tuple[str, str]:
    row = register.db.execute("SELECT field, report FROM claims WHERE id = ?", (claim_id,)).fetchone()
    if row:
        return str(row[0]), str(row[1])
    for decision in read_decisions(register):  # a claim that a person added bears the decision's id
        if decision.id == claim_id and decision.kind == "add":
            return str(decision.payload["field"]), decision.target
    raise HTTPException(404, f"there is no claim {claim_id}")


def _stated(register: Register, report_id: str, field: str, form: Form) -> dict[str, Any]:
    _, document = _report_and_document(register, report_id)
    chosen = _chosen(document, form)
    try:
        value = read_typed(field, form.get("value", ""), chosen, document)
    except UnreadableError as error:
        raise HTTPException(400, str(error)) from error
    stated: dict[str, Any] = {
        "value": json.loads(write_value(field, value)),
        "spans": [[chosen.start, chosen.end]] if chosen else [],
    }
    return stated | ({"stance": form["stance"]} if form.get("stance") else {})


def _chosen(document: Document, form: Form) -> Span | None:
    start, end = (form.get(name) or form.get(f"{name}_shown") or "" for name in ("start", "end"))
    if not start and not end:
        return None
    try:
        return document.quote(int(start), int(end))
    except ValueError as error:
        raise HTTPException(400, f"there are no words from {start} to {end}") from error


def _report_and_document(register: Register, report_id: str) -> tuple[Report, Document]:
    try:
        report = read_report(register, report_id)
    except RegisterError as error:
        raise HTTPException(404, str(error)) from error
    return report, read_document(register, report.document_id)


def _members(register: Register, incident_id: str) -> list[str]:
    from roznamcha.register.incidents import members_of

    members = list(members_of(register, incident_id))
    if not members:
        raise HTTPException(404, f"there is no incident {incident_id}")
    return members


def _touched(register: Register, decision: Decision) -> list[str]:
    named = [*decision.payload.get("reports", ()), *decision.payload.get("others", ())]
    row = register.db.execute("SELECT report FROM claims WHERE id = ?", (decision.target,)).fetchone()
    known = register.db.execute("SELECT id FROM reports WHERE id = ?", (decision.target,)).fetchone()
    return [*named, *(row or ()), *(known or ())]


ACTIONS: tuple[tuple[str, str, Action], ...] = (
    ("/claims", "claim-decision", claim_action),
    ("/claims/add", "claim-add", add_action),
    ("/reports", "report-decision", report_action),
    ("/merge", "merge", merge_action),
    ("/split", "split", split_action),
    ("/undo", "undo", undo_action),
)
"""Address, name and function of each action."""
