"""`roznamcha show`: the list of incidents, or one incident with the sentence behind each value."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from roznamcha.cli.output import Column, console, count, is_terminal, print_json, print_rows
from roznamcha.model.words import UNKNOWN, say, say_range, say_stance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.text import Text

    from roznamcha.model import Claim, Report, Span
    from roznamcha.register import Register
    from roznamcha.register.queries import Evidence

CLOSED = ("sub_event_type", "status", "scope", "background")
"""The fields that say what kind of incident it is; their evidence is as a rule the anchor, which is shown once."""
CONTEXT = 160
"""Characters shown on either side of a value's words where a sentence is longer than that."""


def show(
    register: Annotated[Path, typer.Argument(metavar="REGISTER", help="The register to read.")],
    incident: Annotated[
        str | None, typer.Argument(metavar="INCIDENT", help="Its number in the list, its id, or the beginning of its id.")
    ] = None,
    figures: Annotated[bool, typer.Option("--figures", help="List the figures that belong to no single incident.")] = False,
    issues: Annotated[bool, typer.Option("--issues", help="List what could not be read.")] = False,
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
        if incident is not None:
            _show_one(opened, incident)
        elif figures:
            _show_figures(opened)
        elif issues:
            _show_issues(opened)
        else:
            _show_list(opened)


def _show_list(register: Register) -> None:
    from roznamcha.register.queries import count_rows, list_incidents

    columns = (
        Column("#", right=True),
        Column("date"),
        Column("place", width=30),
        Column("what", width=26),
        Column("killed", right=True),
        Column("injured", right=True),
        Column("by", width=36),
        Column("told in", width=36),
    )
    lines = list_incidents(register)
    print_rows(lines, columns, [(str(number), *_cells(line)) for number, line in enumerate(lines, 1)])
    if is_terminal():
        rows = count_rows(register)
        typer.echo(
            f"{count(len(lines), 'incident')}, {count(rows['figures'], 'figure')} in {count(rows['documents'], 'document')}"
        )


def _cells(line: dict[str, Any]) -> tuple[str, ...]:
    kind = str(line["sub_event_type"] or "") + (" (background)" if line["background"] else "")
    what = kind + (" (thwarted)" if line["status"] == "thwarted" else "")
    tolls = [say_range(line[f"{name}_low"], line[f"{name}_high"], line[f"{name}_best"]) for name in ("killed", "injured")]
    told = str(line["publishers"]) + (f" ({line['n_reports']} reports)" if line["n_reports"] > 1 else "")
    return (line["date"] or UNKNOWN, line.get("place") or "", what, *tolls, line["perpetrators"] or "", told)


def _show_figures(register: Register) -> None:
    from roznamcha.register.queries import list_figures

    columns = (
        Column("what"),
        Column("from–to", right=True),
        Column("period"),
        Column("words"),
        Column("source"),
        Column("told in"),
    )
    figures = list_figures(register)
    cells = [
        (f["what"], say_range(f["low"], f["high"]), f["period"] or "", f["quote"], f["source"] or "", f["publisher"] or f["name"])
        for f in figures
    ]
    print_rows(figures, columns, cells)


def _show_issues(register: Register) -> None:
    from dataclasses import asdict

    from roznamcha.register.reading import read_issues

    issues = read_issues(register)
    cells = [(issue.level, issue.where, issue.what, issue.do) for issue in issues]
    print_rows(
        [asdict(issue) for issue in issues], (Column("level"), Column("where"), Column("what"), Column("what to do")), cells
    )


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
    facts = [fact.value for fact in (document.title, document.publisher, document.published) if fact]
    out = console()
    out.print(f"incident {incident_id}: {', '.join(_closed(report))}", style="bold")
    out.print(f"told in {document.name}" + (f" ({'; '.join(facts)})" if facts else ""))
    out.print(_marked(evidence, (report.anchor,)))
    table = Table(show_edge=False, pad_edge=False, show_lines=True)
    table.add_column("field", no_wrap=True)
    table.add_column("value", ratio=3)
    table.add_column("told as", ratio=2)
    table.add_column("where it says so", ratio=6)
    for _, claim in evidence.claims:
        if claim.field not in CLOSED or claim.spans != (report.anchor,):
            table.add_row(claim.field, say(claim.value), _told_as(claim), _marked(evidence, claim.spans))
    out.print(table)


def _closed(report: Report) -> Iterator[str]:
    """List the values of the incident as a whole."""
    for name in CLOSED:
        value = report.value_of(name)
        if name == "background":
            yield from ("background",) if value is True else ()
        elif value is not None:
            yield say(value)


def _told_as(claim: Claim) -> str:
    """Say stance, speaker and confidence: what a reader must know before believing the value."""
    speaker = f"{claim.speaker.text} says" if claim.speaker and claim.field != "source" else ""
    sure = f"sure to {claim.confidence:.0%}" if claim.confidence < 1 else ""
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
