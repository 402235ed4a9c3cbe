"""The document page: the article with every claim's words marked, what was left out greyed, and the claims beside it."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import Any

from starlette.requests import Request

from roznamcha.model import Document
from roznamcha.model.codebook import FIELDS
from roznamcha.model.words import say_stance
from roznamcha.register import Register
from roznamcha.register.codec import read_value
from roznamcha.register.decisions import BATCH, Decision, decisions_in_force
from roznamcha.register.reading import read_claims, read_document, read_figures, read_issues, read_report, read_reports
from roznamcha.register.review import Judged, by_target, judge
from roznamcha.web.labels import say_value
from roznamcha.web.marks import parts
from roznamcha.web.render import Page
from roznamcha.web.sight import Sight


def document(register: Register, request: Request) -> Page:
    """Show one document with all that was read from it."""
    shown = read_document(register, request.path_params["id"])
    told = [(report_id, report, read_claims(register, report_id)) for report_id, report in read_reports(register, shown.id)]
    targets = [name for report_id, _, claims in told for name in (report_id, *(claim_id for claim_id, _ in claims))]
    sight = Sight(register, request)
    about = by_target(sight(decisions_in_force(register, targets)))
    reports = []
    marked = []
    for report_id, report, claims in told:
        judged = judge(report_id, claims, about, shown.text)
        reports.append(_report(register, report_id, report.anchor.text, judged))
        marked += [
            (item.id, claim.field, span)
            for item in judged
            for claim in [item.now or item.machine]
            if claim
            for span in claim.spans
        ]
        marked.append((report_id, "anchor", report.anchor))
    data = {
        "document": _facts(shown),
        "language": _language(shown),
        "parts": [asdict(part) for part in parts(shown, marked)],
        "reports": reports,
        "figures": [asdict(figure) for figure in read_figures(register, shown.id)],
        "dropped": [asdict(dropped) for dropped in shown.dropped],
        "repairs": [asdict(repair) for repair in shown.repairs],
        "issues": [asdict(issue) for issue in read_issues(register, shown.id)],
        **sight.facts(),
    }
    extra = {"fields": FIELDS, "anchors": [line["id"] for line in reports]}  # an anchor is marked but tells no value
    return Page("document.html", shown.title.value if shown.title else shown.name, data, extra)


def _language(shown: Document) -> str | None:
    """Give the article's language for browsers and screen readers, where it is written as a tag of BCP 47."""
    value = shown.language.value if shown.language else ""
    return value if re.fullmatch(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*", value) else None


def _facts(shown: Document) -> dict[str, Any]:
    facts = {name: getattr(shown, name) for name in ("title", "publisher", "author", "published", "language")}
    stated = {name: {"value": fact.value, "how": fact.how} for name, fact in facts.items() if fact}
    return {"id": shown.id, "name": shown.name, "url": shown.url, "facts": stated}


def _report(register: Register, report_id: str, anchor: str, judged: tuple[Judged, ...]) -> dict[str, Any]:
    row = register.db.execute("SELECT incident FROM incident_reports WHERE report = ?", (report_id,)).fetchone()
    return {
        "id": report_id,
        "incident": row[0] if row else None,
        "anchor": anchor,
        "claims": [claim_line(item) for item in judged],
    }


def claim_line(item: Judged) -> dict[str, Any]:
    """Lay one judged claim out for a page: what stands, what the machine read, who says it, and the words."""
    shown = item.now or item.machine
    assert shown is not None
    return {
        "id": item.id,
        "field": shown.field,
        "value": say_value(item.now.value) if item.now else None,
        "machine": say_value(item.machine.value) if item.machine else None,
        "stance": shown.stance,
        "alleged": say_stance(shown.stance),
        "speaker": shown.speaker.text if shown.speaker else None,
        "confidence": shown.confidence,
        "state": item.state,
        "origin": f"{shown.origin.kind} {shown.origin.name} {shown.origin.version}",
        "spans": [asdict(span) for span in shown.spans],
        "decisions": [_said(item.id, shown.field, decision) for decision in item.decisions],
    }


def _said(claim: str, field: str, decision: Decision) -> dict[str, Any]:
    line: dict[str, Any] = {name: getattr(decision, name) for name in ("id", "user", "kind", "at", "reason")}
    line["whole"] = decision.kind != "add" and decision.target != claim
    line["batch"] = decision.payload.get(BATCH)
    value = decision.payload.get("value")
    return line | {"value": None if value is None else say_value(read_value(field, json.dumps(value, ensure_ascii=False)))}


def report_document(register: Register, report_id: str) -> Document:
    """Read the document that a report stands in."""
    return read_document(register, read_report(register, report_id).document_id)
