"""The incident page: what is derived, and under each value the reports that say so, the words, and the values that lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from itertools import accumulate, pairwise
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request

from roznamcha.derive import Told, derive_incident
from roznamcha.link.consolidate import DEFAULT_RULE, RULES
from roznamcha.model import Span
from roznamcha.model.codebook import COUNTS, FIELDS
from roznamcha.model.incident import Beaten, Cell, Incident
from roznamcha.model.values import Actor, Count, DateValue, PlaceValue
from roznamcha.model.words import say_stance
from roznamcha.reasons import explain_links
from roznamcha.register import Register
from roznamcha.register.decisions import decisions_about
from roznamcha.register.review import Judged, state_of
from roznamcha.web.labels import SHOWN_FIRST, say_value
from roznamcha.web.marks import cut, sentence_around
from roznamcha.web.nearby import nearby
from roznamcha.web.pages.document import claim_line
from roznamcha.web.render import Page
from roznamcha.web.said import tell_actions
from roznamcha.web.sight import Sight

ACTING = ("perpetrator", "participant")
STRIP = {"When": "date", "Where": "place", "Killed": "killed", "Injured": "injured", "By": "actor"}
"""What the head of an incident's page tells, and the field of each."""
ABOUT_REPORT = ("report", "source", "document", "copy", "pieces")
"""What a line of evidence says of its report; in the list of reports each report says it once."""


def incident(register: Register, request: Request) -> Page:
    """Show one incident by a rule, with its evidence, its links and the decisions about it."""
    rule = request.query_params.get("rule", DEFAULT_RULE)
    rule = rule if rule in RULES else DEFAULT_RULE
    sight = Sight(register, request)
    shown, told = derive_incident(register, request.path_params["id"], rule, _as_of(request), sight)
    chosen = rule != DEFAULT_RULE or shown.as_of
    usual = derive_incident(register, shown.id, DEFAULT_RULE, sees=sight)[0] if chosen else shown
    lines = {id(judged): _evidence(item, judged) for item in told for judged in item.judged}
    cells, unheard = _cells(shown, usual, told, lines)
    decisions = sight.log(decisions_about(register, _targets(shown, told)))
    near, nearby_total = nearby(register, shown.id)
    data = {
        "id": shown.id,
        "rule": rule,
        "as_of": shown.as_of,
        "kind": say_value(shown.value_of("sub_event_type")) or "Incident",
        "heading": _title(shown),
        "strip": _strip(shown),
        "voices": shown.voices,
        "cells": cells,
        "unheard": unheard,
        "changes": _changes(usual, shown),
        "set_aside": [lines[id(judged)] for item in told for judged in item.judged if judged.now is None],
        "reports": [_report(item, [lines[id(judged)] for judged in item.judged]) for item in told],
        "tolls": {field: _course(told, field) for field in COUNTS if shown.cells_of(field)},
        "links": [link | waterfall(link["steps"]) for link in explain_links(register, [item.report_id for item in told])],
        "place": _place(shown),
        "nearby": near,
        "nearby_total": nearby_total,
        "state": state_of([judged for item in told for judged in item.judged]),
        "actions": tell_actions(register, decisions),
        "decisions": [asdict(decision) for decision in decisions],
        **sight.facts(),
    }
    return Page("incident.html", _title(shown), data, {"rules": tuple(RULES)})


def _as_of(request: Request) -> str | None:
    wanted = request.query_params.get("as_of", "").strip()
    try:
        if wanted and date.fromisoformat(wanted).isoformat() != wanted:
            raise ValueError
    except ValueError as error:
        raise HTTPException(400, f"as_of={wanted[:40]} is no day; it is written 2014-02-14") from error
    return wanted or None


def _title(shown: Incident) -> str:
    """Name an incident by its kind, its place and its day, as far as they are known."""
    place, day = shown.value_of("place"), shown.value_of("date")
    where = _town(place) if isinstance(place, PlaceValue) else ""
    when = day.edtf if isinstance(day, DateValue) else ""
    return ", ".join(filter(None, (say_value(shown.value_of("sub_event_type")) or "Incident", where, when)))


def _town(place: PlaceValue) -> str:
    return place.place.name if place.place else place.names[0] if place.names else ""


def _strip(shown: Incident) -> dict[str, str]:
    """Sum an incident up: when, where, who, killed and injured; an allegation is told as one."""
    who = [cell for cell in shown.cells_of("actor") if isinstance(cell.value, Actor) and cell.value.role in ACTING]
    named = [f"{cell.value.name} ({alleged})" if (alleged := say_stance(cell.stance)) else cell.value.name for cell in who]  # type: ignore[union-attr]
    single = {name: say_value(shown.value_of(field)) for name, field in STRIP.items()}
    return {name: value or "not told" for name, value in {**single, "By": "; ".join(dict.fromkeys(named))}.items()}


def _cells(
    shown: Incident, usual: Incident, told: list[Told], all_lines: Mapping[int, dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Lay the cells out, what is settled first on top, each with all the claims for and against it.

    Every claim that stands is shown once, with its words: under the value that it carries or beside it. A copy's claim stands
    with the value that it repeats. What this rule and day do not hear comes second.
    """
    order = [*SHOWN_FIRST, *(field for field in FIELDS if field not in SHOWN_FIRST)]
    lines = {id(judged.now): all_lines[id(judged)] for item in told for judged in item.judged if judged.now is not None}
    cells = []
    for cell in (cell for field in order for cell in shown.cells_of(field)):
        lost = [_beaten(beaten, lines) for beaten in cell.beaten]
        own = [lines.pop(id(claim)) for claim in cell.claims if id(claim) in lines]
        cells.append(_cell(cell, _usual(usual, cell)) | {"evidence": own, "beaten": lost})
    for key, line in list(lines.items()):
        if home := _home(cells, line):
            home["evidence"].append(lines.pop(key))
    return [cell | _verdict(cell["evidence"]) for cell in cells], list(lines.values())


def _verdict(evidence: list[dict[str, Any]]) -> dict[str, Any]:
    """Say what reviewers made of the claims that carry a value, when it is one thing or they differ, and who they are."""
    states = {line["state"] for line in evidence}
    state = "disputed" if "disputed" in states else states.pop() if len(states) == 1 else "unreviewed"
    users = [said["user"] for line in evidence for said in line["decisions"]]
    return {"state": state, "by": list(dict.fromkeys(users)) if state != "unreviewed" else []}


def _home(cells: list[dict[str, Any]], line: dict[str, Any]) -> dict[str, Any] | None:
    """Find the cell that a claim which was not counted repeats."""
    same = [cell for cell in cells if cell["field"] == line["field"]]
    return next((cell for cell in same if line["value"] in (cell["value"], *(own["value"] for own in cell["evidence"]))), None)


def _beaten(lost: Beaten, lines: dict[int, dict[str, Any]]) -> dict[str, Any]:
    evidence = [lines.pop(id(claim)) for claim in lost.claims if id(claim) in lines]
    return {"value": say_value(lost.value), "status": lost.status, "reason": lost.reason, "evidence": evidence}


def _cell(cell: Cell, usual: str | None) -> dict[str, Any]:
    words = say_value(cell.value)
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
    }


def _usual(usual: Incident, cell: Cell) -> str | None:
    before = usual.cell(cell.field)
    return say_value(before.value) if before and len(usual.cells_of(cell.field)) == 1 else None


def _changes(usual: Incident, shown: Incident) -> list[dict[str, str]]:
    """List what the chosen rule and day change against the usual rule with all reports heard."""
    both = [
        (field, *("; ".join(say_value(cell.value) for cell in one.cells_of(field)) for one in (usual, shown))) for field in FIELDS
    ]
    return [{"field": field, "usual": before, "now": now} for field, before, now in both if before != now]


def _evidence(item: Told, judged: Judged) -> dict[str, Any]:
    """Lay out what a report says: the claim with its sentence and who it comes from."""
    claim = judged.now or judged.machine
    assert claim is not None
    origin = {
        "report": item.report_id,
        "source": _name(item),
        "document": item.document.id,
        "copy": item.voice != item.document.id,
    }
    return origin | _words(item, claim.spans) | claim_line(judged)


def _words(item: Told, spans: tuple[Span, ...]) -> dict[str, Any]:
    start, end = sentence_around(item.document.text, spans)
    pieces = cut(item.document.text, start, end, [("", "evidence", span) for span in spans])
    return {"pieces": [{"start": piece.start, "text": piece.text, "marked": bool(piece.claims)} for piece in pieces]}


def _name(item: Told) -> str:
    publisher = item.document.publisher.value if item.document.publisher else item.document.name
    return f"{publisher}, {item.document.published_day}" if item.document.published_day else publisher


def _report(item: Told, lines: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": item.report_id,
        "document": item.document.id,
        "source": _name(item),
        "title": item.document.title.value if item.document.title else item.document.name,
        "anchor": item.report.anchor.text,
        "voice": item.voice,
        "copy": item.voice != item.document.id,
        "claims": [{name: line[name] for name in line if name not in ABOUT_REPORT} for line in lines],
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


def waterfall(steps: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Place a link's bars in hundredths of the drawing: each step's begins where one ended, the total's at the zero line.

    `strongest` names the finding that speaks most for the link; None when none does.

    >>> drawn = waterfall([{"score": -2.0}, {"name": "place", "score": 5.0}, {"score": 2.0}])
    >>> [(step["left"], step["width"]) for step in drawn["steps"]], drawn["zero"], drawn["total"], drawn["strongest"]
    ([(0, 29), (0, 71), (71, 29)], 29, {'left': 29, 'width': 71}, 'place')
    """
    ends = list(accumulate((step["score"] for step in steps), initial=0.0))
    low, reach = min(ends), (max(ends) - min(ends)) or 1.0
    best = max(steps, key=lambda step: step["score"], default=None)

    def bar(pair: tuple[float, float]) -> dict[str, int]:
        return {"left": round(100 * (min(pair) - low) / reach), "width": round(100 * abs(pair[1] - pair[0]) / reach)}

    return {
        "steps": [{**step, **bar(pair)} for step, pair in zip(steps, pairwise(ends), strict=True)],
        "zero": round(100 * -low / reach),
        "total": bar((0.0, ends[-1])),
        "strongest": best["name"] if best and best["score"] > 0 else None,
    }


def _place(shown: Incident) -> dict[str, Any] | None:
    value = shown.value_of("place")
    if not isinstance(value, PlaceValue) or value.place is None:
        return None
    place = value.place
    losers = [{"name": ", ".join(lost.chain), "score": round(lost.score, 3)} for lost in value.candidates]
    return asdict(place) | {"chain": ", ".join(place.chain), "candidates": losers}


def _targets(shown: Incident, told: list[Told]) -> list[str]:
    return sorted({shown.id, *(item.report_id for item in told), *(judged.id for item in told for judged in item.judged)})
