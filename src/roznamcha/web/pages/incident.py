"""The incident page: what is derived, and under each value the reports that say so, the words, and the values that lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import accumulate, pairwise
from typing import Any

from starlette.requests import Request

from roznamcha.derive import Told, derive_incident, explain_links
from roznamcha.link.consolidate import DEFAULT_RULE, RULES
from roznamcha.model import Span
from roznamcha.model.codebook import COUNTS, FIELDS
from roznamcha.model.incident import Cell, Incident, Toll
from roznamcha.model.values import Count, PlaceValue
from roznamcha.model.words import say, say_range, say_stance
from roznamcha.register import Register
from roznamcha.register.decisions import read_decisions
from roznamcha.web.marks import cut, sentence_around
from roznamcha.web.nearby import nearby
from roznamcha.web.pages.document import claim_line
from roznamcha.web.render import Page


def incident(register: Register, request: Request) -> Page:
    """Show one incident by a rule, with its evidence, its links and the decisions about it."""
    rule = request.query_params.get("rule", DEFAULT_RULE)
    rule = rule if rule in RULES else DEFAULT_RULE
    shown, told = derive_incident(register, request.path_params["id"], rule, request.query_params.get("as_of") or None)
    usual = shown if rule == DEFAULT_RULE and not shown.as_of else derive_incident(register, shown.id, DEFAULT_RULE)[0]
    data = {
        "id": shown.id,
        "rule": rule,
        "as_of": shown.as_of,
        "kind": _say(shown.value_of("sub_event_type")) or "Incident",
        "voices": shown.voices,
        "cells": [_cell(cell, told, _usual(usual, cell)) for field in FIELDS for cell in shown.cells_of(field)],
        "changes": _changes(usual, shown),
        "set_aside": [line for item in told for line in _evidence(item, None)],
        "reports": [_report(item) for item in told],
        "tolls": {field: _course(told, field) for field in COUNTS if shown.cells_of(field)},
        "links": [
            link | {"steps": waterfall(link["steps"])} for link in explain_links(register, [item.report_id for item in told])
        ],
        "place": _place(shown),
        "nearby": nearby(register, shown.id),
        "decisions": [asdict(decision) for decision in _about(register, shown, told)],
    }
    return Page("incident.html", str(data["kind"]), data, {"rules": tuple(RULES)})


def _cell(cell: Cell, told: list[Told], usual: str | None) -> dict[str, Any]:
    by_id = {item.report_id: item for item in told}
    words = _say(cell.value)
    return {
        "field": cell.field,
        "value": words,
        "stance": cell.stance,
        "alleged": say_stance(cell.stance),
        "speaker": cell.speaker,
        "confidence": cell.confidence,
        "rule": cell.rule,
        "reason": cell.reason,
        "changed_by_rule": usual if usual is not None and usual != words else None,
        "evidence": [line for report in cell.reports if report in by_id for line in _evidence(by_id[report], cell.field)],
        "beaten": [
            {
                "value": _say(lost.value),
                "status": lost.status,
                "reason": lost.reason,
                "reports": [_name(by_id[r]) for r in lost.reports if r in by_id],
            }
            for lost in cell.beaten
        ],
    }


def _say(value: object) -> str:
    if isinstance(value, Toll):
        return say_range(value.low, value.high, value.best)
    return say(value)  # type: ignore[arg-type]


def _usual(usual: Incident, cell: Cell) -> str | None:
    before = usual.cell(cell.field)
    return _say(before.value) if before and len(usual.cells_of(cell.field)) == 1 else None


def _changes(usual: Incident, shown: Incident) -> list[dict[str, str]]:
    """List what the chosen rule and day change against the usual rule with all reports heard."""
    both = [(field, *("; ".join(_say(cell.value) for cell in one.cells_of(field)) for one in (usual, shown))) for field in FIELDS]
    return [{"field": field, "usual": before, "now": now} for field, before, now in both if before != now]


def _evidence(item: Told, field: str | None) -> list[dict[str, Any]]:
    """List what a report says of a field, or with None what reviewers set aside: rejected and unknown claims of any field."""
    lines = []
    for judged in item.judged:
        claim = judged.now or judged.machine
        if claim is not None and (claim.field == field if judged.now else field is None):
            lines.append(
                {"report": item.report_id, "source": _name(item), "document": item.document.id}
                | _words(item, claim.spans)
                | claim_line(judged)
            )
    return lines


def _words(item: Told, spans: tuple[Span, ...]) -> dict[str, Any]:
    start, end = sentence_around(item.document.text, spans)
    return {
        "pieces": [asdict(piece) for piece in cut(item.document.text, start, end, [("", "evidence", span) for span in spans])]
    }


def _name(item: Told) -> str:
    publisher = item.document.publisher.value if item.document.publisher else item.document.name
    return f"{publisher}, {item.document.published_day}" if item.document.published_day else publisher


def _report(item: Told) -> dict[str, Any]:
    return {
        "id": item.report_id,
        "document": item.document.id,
        "source": _name(item),
        "title": item.document.title.value if item.document.title else item.document.name,
        "anchor": item.report.anchor.text,
        "voice": item.voice,
        "copy": item.voice != item.document.id,
        "claims": [claim_line(judged) for judged in item.judged],
    } | _words(item, (item.report.anchor,))


def _course(told: list[Told], field: str) -> list[dict[str, Any]]:
    """List what was told of a count day by day, for the step plot."""
    points = []
    for item in told:
        for judged in item.judged:
            if judged.now is not None and judged.now.field == field and isinstance(judged.now.value, Count):
                value = judged.now.value
                points.append({"day": item.document.published_day, "low": value.low, "high": value.high, "source": _name(item)})
    return sorted(points, key=lambda point: (point["day"] is None, point["day"] or "", point["low"]))


def waterfall(steps: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give each step the place of its bar: `left` and `width` in hundredths of the drawing, each bar beginning where one ended.

    >>> [(step["left"], step["width"]) for step in waterfall([{"score": -2.0}, {"score": 5.0}, {"score": 2.0}])]
    [(0, 29), (0, 71), (71, 29)]
    """
    ends = list(accumulate((step["score"] for step in steps), initial=0.0))
    low, reach = min(ends), (max(ends) - min(ends)) or 1.0
    return [
        {**step, "left": round(100 * (min(pair) - low) / reach), "width": round(100 * abs(pair[1] - pair[0]) / reach)}
        for step, pair in zip(steps, pairwise(ends), strict=True)
    ]


def _place(shown: Incident) -> dict[str, Any] | None:
    value = shown.value_of("place")
    if not isinstance(value, PlaceValue) or value.place is None:
        return None
    place = value.place
    losers = [{"name": ", ".join(lost.chain), "score": round(lost.score, 3)} for lost in value.candidates]
    return asdict(place) | {"chain": ", ".join(place.chain), "candidates": losers}


def _about(register: Register, shown: Incident, told: list[Told]) -> list[Any]:
    targets = {shown.id, *(item.report_id for item in told), *(judged.id for item in told for judged in item.judged)}
    return [decision for decision in read_decisions(register) if decision.target in targets]
