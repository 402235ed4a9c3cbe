"""`roznamcha show`: the list of incidents, or one incident with the sentence behind each value."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from roznamcha.cli.output import console, count, is_terminal, print_json
from roznamcha.cli.words import say, say_stance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.text import Text

    from roznamcha.model import Claim, Span
    from roznamcha.register import Register
    from roznamcha.register.queries import Evidence, Line

CONTEXT = 160
"""Characters shown on either side of a value's words where a sentence is longer than that."""


def show(
    register: Annotated[Path, typer.Argument(metavar="REGISTER", help="The register to read.")],
    incident: Annotated[
        str | None, typer.Argument(metavar="INCIDENT", help="Its number in the list, its id, or the beginning of its id.")
    ] = None,
) -> None:
    """List a register's incidents, or show one with the sentence behind each of its values.

    On a terminal this prints tables; piped, it prints JSON lines.

    \b
    Examples:
      roznamcha show attacks.register
      roznamcha show attacks.register 1
    """
    from roznamcha.register import open_register

    with open_register(register, read_only=True) as opened:
        if incident is None:
            _show_list(opened)
        else:
            _show_one(opened, incident)


def _show_list(register: Register) -> None:
    from roznamcha.register.queries import count_rows, list_incidents

    lines = list_incidents(register)
    if not is_terminal():
        for line in lines:
            print_json(_line_json(line))
        return
    from rich.table import Table

    table = Table(show_edge=False, pad_edge=False)
    for heading, justify in (("#", "right"), ("date", "left"), ("place", "left"), ("what", "left"), ("killed", "right")):
        table.add_column(heading, justify="right" if justify == "right" else "left")
    for heading in ("injured", "by", "told in"):
        table.add_column(heading, justify="right" if heading == "injured" else "left", overflow="fold")
    for number, line in enumerate(lines, 1):
        table.add_row(str(number), *_cells(line))
    rows = count_rows(register)
    console().print(table)
    typer.echo(f"{count(len(lines), 'incident')}, {count(rows['figures'], 'figure')} in {count(rows['documents'], 'document')}")


def _cells(line: Line) -> tuple[str, ...]:
    by = [
        " ".join(filter(None, (getattr(value, "name", ""), f"[{stance}]" if say_stance(stance) else "")))
        for value, stance in line.values.get("actor", ())
        if getattr(value, "role", "") in ("perpetrator", "participant")
    ]
    kind = say(line.first("sub_event_type")) + (" (background)" if line.first("background") is True else "")
    what = kind + (" (thwarted)" if line.first("status") == "thwarted" else "")
    place = ", ".join(getattr(line.first("place"), "names", ())[:2])
    counts = (_short(line, "killed"), _short(line, "injured"))
    return (say(line.first("date")) or "unknown", place, what, *counts, "; ".join(by), line.publisher or line.name)


def _short(line: Line, name: str) -> str:
    value = line.first(name)
    low, high = getattr(value, "low", None), getattr(value, "high", None)
    if low is None:
        return ""
    return f"{low}+" if high is None else str(low) if low == high else f"{low}–{high}"


def _line_json(line: Line) -> dict[str, Any]:
    from dataclasses import asdict, is_dataclass

    values = {
        name: [{"value": asdict(value) if is_dataclass(value) else value, "stance": stance} for value, stance in listed]
        for name, listed in sorted(line.values.items())
    }
    told = {"document": line.document_id, "name": line.name, "publisher": line.publisher, "published": line.published}
    return {"incident": line.id, "anchor": line.anchor, **told, **values}


def _show_one(register: Register, wanted: str) -> None:
    from roznamcha.register.queries import find_incident, read_incident

    incident_id = find_incident(register, wanted)
    for evidence in read_incident(register, incident_id):
        if is_terminal():
            _print_evidence(incident_id, evidence)
        else:
            for line in _evidence_json(incident_id, evidence):
                print_json(line)


def _print_evidence(incident_id: str, evidence: Evidence) -> None:
    from rich.table import Table

    document, report = evidence.document, evidence.report
    heading = [fact.value for fact in (document.title, document.publisher, document.published) if fact]
    out = console()
    out.print(f"incident {incident_id}", style="bold")
    out.print(f"told in {document.name}" + (f": {', '.join(heading)}" if heading else ""))
    out.print(_marked(evidence, (report.anchor,)))
    table = Table(show_edge=False, pad_edge=False)
    for name in ("field", "value", "stance, speaker", "where it says so"):
        table.add_column(name, overflow="fold")
    for _, claim in evidence.claims:
        table.add_row(claim.field, say(claim.value), _told_by(claim), _marked(evidence, claim.spans))
    out.print(table)


def _told_by(claim: Claim) -> str:
    speaker = f"says {claim.speaker.text}" if claim.speaker else ""
    sure = f"{claim.confidence:.2f}" if claim.confidence < 1 else ""
    return ", ".join(filter(None, (say_stance(claim.stance), speaker, sure)))


def _marked(evidence: Evidence, spans: tuple[Span, ...]) -> Text:
    """Write the sentence or sentences around the spans, with the spans' words standing out."""
    from rich.text import Text

    text = Text()
    for start, end in _stretches(evidence, spans):
        at = start
        for span in sorted(span for span in spans if start <= span.start < end):
            text.append(evidence.document.text[at : span.start].replace("\n", " "))
            text.append(evidence.document.text[max(at, span.start) : span.end].replace("\n", " "), style="bold reverse")
            at = max(at, span.end)
        text.append(evidence.document.text[at:end].replace("\n", " ") + " ")
    return text


def _stretches(evidence: Evidence, spans: tuple[Span, ...]) -> Iterator[tuple[int, int]]:
    """List the stretches to show, each once: the sentence of each span, cut where it runs on for too long."""
    from roznamcha.coder.sentences import split_sentences

    text, seen = evidence.document.text, set()
    for span in sorted(spans):
        first, last = max(0, text.rfind("\n", 0, span.start)), text.find("\n", span.end)
        around = split_sentences(text, first, len(text) if last < 0 else last)
        start = max((s.start for s in around if s.start <= span.start), default=span.start)
        end = min((s.end for s in around if s.end >= span.end), default=span.end)
        if start not in seen:
            seen.add(start)
            yield max(start, span.start - CONTEXT), min(end, span.end + CONTEXT)


def _evidence_json(incident_id: str, evidence: Evidence) -> Iterator[dict[str, Any]]:
    from dataclasses import asdict, is_dataclass

    report, document = evidence.report, evidence.document
    told = {"incident": incident_id, "report": evidence.report_id, "document": document.id, "name": document.name}
    yield told | {"field": "anchor", "spans": [asdict(report.anchor)]}
    for claim_id, claim in evidence.claims:
        yield told | {
            "claim": claim_id,
            "field": claim.field,
            "value": asdict(claim.value) if is_dataclass(claim.value) else claim.value,
            "stance": claim.stance,
            "speaker": asdict(claim.speaker) if claim.speaker else None,
            "confidence": claim.confidence,
            "origin": asdict(claim.origin),
            "spans": [asdict(span) for span in claim.spans],
        }
