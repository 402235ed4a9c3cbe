"""What a reviewer may do: each action appends one decision to the review log and derives the touched incidents anew.

An action answers with a redirect back to where the reviewer was (`next`) and says there what was done, so that the pages work
without JavaScript; a script that asks for JSON gets the decision. What one action decides about several targets is one batch
and is undone as one. Refusals say in one line what was wrong, keep what was typed, and nothing is written.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from roznamcha.derive import groups_of, refresh_reports, relink_reports, take_back
from roznamcha.errors import RegisterError
from roznamcha.model import Document, Report, Span
from roznamcha.register import Register
from roznamcha.register.codec import write_value
from roznamcha.register.decisions import LINK_KINDS, Decision, decide_all, last_of, read_decision
from roznamcha.register.reading import read_document, read_report
from roznamcha.register.review import SEEN
from roznamcha.web.said import Said, done_words, keep_said
from roznamcha.web.typed import UnreadableError, read_typed

Form = dict[str, str]
Action = Callable[[Register, Request, Form], Response]


def claim_action(register: Register, request: Request, form: Form) -> Response:
    """Confirm, correct, reject or set to unknown one claim, or all but correct the claims behind one value.

    The form names `claim` (ids joined by spaces) and `kind`; a correction also `value` and, for new evidence, `start` and `end`.
    """
    claims, kind = form.get("claim", "").split(), form.get("kind", "")
    if kind not in ("confirm", "correct", "reject", "unknown"):
        raise HTTPException(400, f"there is no decision {kind!r} about a claim")
    if not claims or (kind == "correct" and len(claims) > 1):
        raise HTTPException(400, "name the claim to decide about, one at a time to correct it")
    places = [_claim_place(register, claim_id) for claim_id in claims]
    field, report_id = places[0]
    payload = _stated(register, report_id, field, form) if kind == "correct" else {}
    return _decided(register, request, form, kind, claims, [report for _, report in places], **payload)


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
    return _decided(register, request, form, "add", [report_id], [report_id], field=field, **payload)


def report_action(register: Register, request: Request, form: Form) -> Response:
    """Confirm or reject everything that one report, or every report of an incident, says (`report` or `incident`, `kind`)."""
    kind = form.get("kind", "")
    if kind not in ("confirm", "reject"):
        raise HTTPException(400, f"there is no decision {kind!r} about a report")
    reports = [form["report"]] if form.get("report") else _members(register, form.get("incident", ""))
    return _decided(register, request, form, kind, reports, reports)


def merge_action(register: Register, request: Request, form: Form) -> Response:
    """Say that two or more incidents are one (`incidents`, ids joined by spaces)."""
    incidents = form.get("incidents", "").split()
    if len(incidents) < 2 or len(set(incidents)) < len(incidents):
        raise HTTPException(400, "name two different incidents to merge")
    reports = [report for incident in incidents for report in _members(register, incident)]
    return _decided(register, request, form, "merge", incidents[:1], reports, reports=reports)


def split_action(register: Register, request: Request, form: Form) -> Response:
    """Say that some reports of an incident tell of another (`incident`, `reports`, ids joined by spaces)."""
    members, chosen = _members(register, form.get("incident", "")), form.get("reports", "").split()
    others = [report for report in members if report not in chosen]
    if not chosen or not others or not set(chosen) <= set(members):
        raise HTTPException(400, "choose some, not all, of the incident's reports")
    return _decided(register, request, form, "split", [form["incident"]], members, reports=chosen, others=others)


def undo_action(register: Register, request: Request, form: Form) -> Response:
    """Take a decision out of force (`decision`, or the user's own last one when none is named), with all of its action."""
    named = form.get("decision")
    decision = read_decision(register, named) if named else last_of(register, _user(request))
    if decision is None:
        raise HTTPException(400, f"there is no decision {named}" if named else "there is nothing of yours to undo")
    try:
        undoings = take_back(register, decision, user=_user(request), reason=form.get("reason", ""))
    except RegisterError as error:
        raise HTTPException(400, str(error)) from error
    undone = [line for undoing in undoings if (line := read_decision(register, undoing.target))]
    return _answer(request, form, undoings, f"Undone: {done_words(register, undone)}.")


def _decided(
    register: Register, request: Request, form: Form, kind: str, targets: list[str], touched: list[str], **payload: Any
) -> Response:
    if kind in LINK_KINDS:
        payload["before"] = groups_of(register, touched)
    elif form.get("seen") == "yes":
        payload[SEEN] = True
    decisions = decide_all(register, kind, targets, user=_user(request), reason=form.get("reason", ""), **payload)
    derive = relink_reports if kind in LINK_KINDS else refresh_reports
    derive(register, touched)
    words = done_words(register, decisions)
    return _answer(request, form, decisions, f"{words[:1].upper()}{words[1:]}.{_dispute(register, touched)}")


def _dispute(register: Register, reports: list[str]) -> str:
    query = (
        "SELECT 1 FROM json_each(?) t CROSS JOIN incident_reports m ON m.report = t.value JOIN incidents i ON i.id = m.incident"
        " WHERE i.state = 'disputed'"
    )
    disputed = register.db.execute(query, (json.dumps(reports),)).fetchone()
    return " Reviewers differ about the incident: it is disputed." if disputed else ""


def refused(request: Request, form: Form, words: str) -> Response | None:
    """Lead back to the page and the value that a refused form came from, with the reason and what was typed.

    None where the form does not say where it came from; it is then answered with an error.
    """
    if "next" not in form or "application/json" in request.headers.get("accept", ""):
        return None
    at = f"#claim-{form['claim']}" if form.get("claim", "").isalnum() else ""
    answer = RedirectResponse(_back(form).partition("#")[0] + at, 303)
    return keep_said(request, answer, Said(f"Not done: {words}", refused=True, form=form))


def _answer(request: Request, form: Form, decisions: list[Decision], words: str) -> Response:
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse(asdict(decisions[-1]))
    return keep_said(request, RedirectResponse(_back(form), 303), Said(words))


def _back(form: Form) -> str:
    back = form.get("next", "/incidents")
    return back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/incidents"


def _user(request: Request) -> str:
    return str(request.state.user.name)


def _claim_place(register: Register, claim_id: str) -> tuple[str, str]:
    row = register.db.execute("SELECT field, report FROM claims WHERE id = ?", (claim_id,)).fetchone()
    if row:
        return str(row[0]), str(row[1])
    decision = read_decision(register, claim_id)  # a claim that a person added bears the decision's id
    if decision and decision.kind == "add":
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


ACTIONS: tuple[tuple[str, str, Action], ...] = (
    ("/claims", "claim-decision", claim_action),
    ("/claims/add", "claim-add", add_action),
    ("/reports", "report-decision", report_action),
    ("/merge", "merge", merge_action),
    ("/split", "split", split_action),
    ("/undo", "undo", undo_action),
)
"""Address, name and function of each action."""
