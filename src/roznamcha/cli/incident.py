"""One incident on a terminal or as JSON lines: what stands of it and why, then each report with the words behind its claims.

First the derived values, each with the rule's reason and the figures that it beat; then, report by report, every claim with
the sentence that says it and its own words standing out, who says so, and what reviewers decided. Nothing is shown
without its stance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, is_dataclass
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from roznamcha.cli.output import console, count, is_terminal, print_json
from roznamcha.coder.sentences import split_sentences
from roznamcha.derive import derive_incident
from roznamcha.model import Claim, Report, Span
from roznamcha.model.incident import Beaten, Cell, DerivedValue, Incident, Toll
from roznamcha.model.words import say, say_range, say_stance
from roznamcha.register.incidents import members_of
from roznamcha.register.queries import Evidence, find_incident, read_incident
from roznamcha.register.review import Judged

if TYPE_CHECKING:
    from roznamcha.register import Register

CLOSED = ("sub_event_type", "status", "scope", "background")
"""The fields that say what kind of incident it is; their evidence is as a rule the anchor, which is shown once."""
CONTEXT = 160
"""Characters shown on either side of a value's words where a sentence runs on for longer."""


def show_incident(register: Register, wanted: str) -> None:
    """Show the incident that `wanted` names: a number of the list, an id, or the beginning of one."""
    name = find_incident(register, wanted)
    incident, judged = _derived(register, name)
    evidence = list(read_incident(register, name))
    if not is_terminal():
        for line in (*_cells_json(name, incident), *(line for item in evidence for line in _claims_json(name, item, judged))):
            print_json(line)
        return
    console().print(f"incident {name}", style="bold")
    if incident is not None:
        _print_cells(incident)
    for item in evidence:
        _print_report(item, judged)


def _derived(register: Register, name: str) -> tuple[Incident | None, Mapping[str, Judged]]:
    """Derive a linked incident, and say what reviewers decided; a report that is not linked yet has only its claims."""
    if not members_of(register, name):
        return None, {}
    incident, told = derive_incident(register, name)
    return incident, {judged.id: judged for item in told for judged in item.judged}


def say_derived(value: DerivedValue) -> str:
    """Write a derived value in short words.

    >>> say_derived(Toll(8, 13, 14, (("state", 13),)))
    '13 (8–14), 13 state'
    """
    if not isinstance(value, Toll):
        return say(value)
    parts = [f"{number} {group}" for group, number in value.by if number]
    return ", ".join([say_range(value.low, value.high, value.best), *parts])


def _print_cells(incident: Incident) -> None:
    reports, voices = count(len(incident.report_ids), "report"), count(incident.voices, "independent voice")
    console().print(f"{reports}, {voices}; values by the rule {incident.rule!r}")
    table = Table(show_edge=False, pad_edge=False)
    table.add_column("field", no_wrap=True)
    table.add_column("value", ratio=4)
    table.add_column("told as", ratio=2)
    table.add_column("reports", justify="right", no_wrap=True)
    table.add_column("why", ratio=3)
    table.add_column("not taken", ratio=4)
    for cell in incident.cells:
        beaten = "; ".join(f"{say_derived(one.value)}: {one.status}" for one in cell.beaten)
        told_as = ", ".join(filter(None, (say_stance(cell.stance), f"according to {cell.speaker}" if cell.speaker else "")))
        table.add_row(cell.field, say_derived(cell.value), told_as, str(len(cell.reports)), cell.reason, beaten)
    console().print(table)


def _print_report(evidence: Evidence, judged: Mapping[str, Judged]) -> None:
    document, report = evidence.document, evidence.report
    facts = [fact.value for fact in (document.title, document.publisher, document.published) if fact]
    out = console()
    out.print()
    out.print(f"{document.name}" + (f" ({'; '.join(facts)})" if facts else ""), style="bold")
    out.print(f"{', '.join(_closed(report))}:", _marked(evidence, (report.anchor,)))
    table = Table(show_edge=False, pad_edge=False, show_lines=True)
    table.add_column("field", no_wrap=True)
    table.add_column("value", ratio=3)
    table.add_column("told as", ratio=2)
    table.add_column("where it says so", ratio=6)
    for name, claim in evidence.claims:
        if claim.field not in CLOSED or claim.spans != (report.anchor,) or _decided(judged.get(name)):
            told_as = ", ".join(filter(None, (_told_as(claim), _decided(judged.get(name)))))
            table.add_row(claim.field, say(claim.value), told_as, _marked(evidence, claim.spans))
    out.print(table)


def _closed(report: Report) -> Iterator[str]:
    """List the values of the act as a whole."""
    for name in CLOSED:
        value = report.value_of(name)
        if name == "background":
            yield from ("background",) if value is True else ()
        elif value is not None:
            yield say(value)


def _told_as(claim: Claim) -> str:
    """Say stance, speaker and confidence: what a reader must know before believing the value."""
    speaker = f"according to {claim.speaker.text}" if claim.speaker and claim.field != "source" else ""
    sure = f"sure to {claim.confidence:.0%}" if claim.confidence < 1 else ""
    return ", ".join(filter(None, (say_stance(claim.stance), speaker, sure)))


def _decided(judged: Judged | None) -> str:
    """Say what reviewers decided about a claim, and nothing where nobody did."""
    if judged is None or judged.state == "unreviewed":
        return ""
    return f"{judged.state}: {say(judged.now.value)}" if judged.state == "corrected" and judged.now else judged.state


def _marked(evidence: Evidence, spans: tuple[Span, ...]) -> Text:
    """Write the sentence or sentences around the spans, with the spans' words standing out."""
    text, shown = evidence.document.text, Text()
    for start, end in _stretches(evidence, spans):
        at = start
        for span in sorted(span for span in spans if start <= span.start < end):
            shown.append(text[at : span.start].replace("\n", " "))
            shown.append(text[max(at, span.start) : span.end].replace("\n", " "), style="bold reverse")
            at = max(at, span.end)
        shown.append(text[at:end].replace("\n", " ") + " ")
    return shown


def _stretches(evidence: Evidence, spans: tuple[Span, ...]) -> Iterator[tuple[int, int]]:
    """List the stretches to show, each once: the sentence of each span, cut where it runs on for too long."""
    text, seen = evidence.document.text, set()
    for span in sorted(spans):
        first, last = max(0, text.rfind("\n", 0, span.start)), text.find("\n", span.end)
        around = split_sentences(text, first, len(text) if last < 0 else last)
        start = max((s.start for s in around if s.start <= span.start), default=span.start)
        end = min((s.end for s in around if s.end >= span.end), default=span.end)
        if start not in seen:
            seen.add(start)
            yield max(start, span.start - CONTEXT), min(end, span.end + CONTEXT)


def _plain(value: object) -> object:
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def _cells_json(name: str, incident: Incident | None) -> Iterator[dict[str, Any]]:
    for cell in incident.cells if incident else ():
        yield {"incident": name, "derived": True, **_cell_json(cell), "beaten": [_beaten_json(one) for one in cell.beaten]}


def _cell_json(cell: Cell) -> dict[str, Any]:
    told = {"stance": cell.stance, "speaker": cell.speaker, "confidence": cell.confidence, "reports": list(cell.reports)}
    return {"field": cell.field, "value": _plain(cell.value), "rule": cell.rule, "reason": cell.reason, **told}


def _beaten_json(beaten: Beaten) -> dict[str, Any]:
    told = {"reports": list(beaten.reports), "status": beaten.status, "reason": beaten.reason}
    return {"value": _plain(beaten.value), **told}


def _claims_json(name: str, evidence: Evidence, judged: Mapping[str, Judged]) -> Iterator[dict[str, Any]]:
    report, document = evidence.report, evidence.document
    told = {"incident": name, "report": evidence.report_id, "document": document.id, "name": document.name}
    yield told | {"field": "anchor", "spans": [asdict(report.anchor)]}
    for claim_id, claim in evidence.claims:
        yield told | {
            "claim": claim_id,
            "field": claim.field,
            "value": _plain(claim.value),
            "stance": claim.stance,
            "speaker": _plain(claim.speaker),
            "confidence": claim.confidence,
            "origin": asdict(claim.origin),
            "spans": [asdict(span) for span in claim.spans],
            "review": judged[claim_id].state if claim_id in judged else "unreviewed",
        }
