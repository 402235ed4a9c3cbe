"""What the verbs about links and totals ask of a register: reports by name, incidents under every rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from roznamcha.coder.sentences import split_sentences
from roznamcha.derive import derive_incident
from roznamcha.errors import RegisterError
from roznamcha.link.consolidate import RULES
from roznamcha.link.consolidate.coverage import ReportedTotal
from roznamcha.model.codebook import COUNTS
from roznamcha.register.incidents import homes_of, members, members_of
from roznamcha.register.queries import find_incident
from roznamcha.register.reading import document_ids, read_document, read_figures
from roznamcha.resolve.edtf import parse_edtf

if TYPE_CHECKING:
    from roznamcha.model import Document, Figure, Span
    from roznamcha.model.incident import Incident
    from roznamcha.register import Register
    from roznamcha.register.decisions import Decision


def reports_of(register: Register, name: str) -> list[str]:
    """List the reports of the incident that `find_incident` finds."""
    wanted = find_incident(register, name)
    return sorted(members_of(register, wanted)) or [wanted]


def reports_named(register: Register, name: str) -> list[str]:
    """List the reports of an incident, or the one report of that id where it is not the incident's own id."""
    own = homes_of(register, name) == [name]
    report = register.db.execute("SELECT id FROM reports WHERE id = ?", (name,)).fetchone()
    return [name] if report and not own else reports_of(register, name)


def incidents_by_rule(register: Register, *, as_of: str | None = None) -> dict[str, list[Incident]]:
    """Derive every incident under every rule."""
    names = list(members(register))
    return {rule: [derive_incident(register, name, rule, as_of)[0] for name in names] for rule in RULES}


def reported_totals(register: Register, *, as_of: str | None = None) -> list[ReportedTotal]:
    """Read the totals of killed, injured, abducted and arrested that the documents report.

    `as_of` (ISO day) reads only documents that were published by then, as `consolidate` hears reports.
    """
    totals = []
    for name in document_ids(register):
        figures = [figure for figure in read_figures(register, name) if figure.what in COUNTS]
        if figures:
            document = read_document(register, name)
            day = document.published_day
            if as_of is None or (day is not None and day <= as_of):
                totals += [_total(figure, document) for figure in figures]
    return totals


def find_decision(decisions: Sequence[Decision], beginning: str) -> Decision:
    """Find a decision by the beginning of its id; raise RegisterError when none fits, or several."""
    found = [decision for decision in decisions if decision.id.startswith(beginning)]
    if len(found) != 1:
        raise RegisterError(f"{'several decisions begin' if found else 'no decision begins'} with {beginning!r}")
    return found[0]


def sentence_of(text: str, span: Span) -> str:
    """Give the sentence in which a span stands, from the first to the last where it reaches over several."""
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    around = split_sentences(text, start, len(text) if end < 0 else end)
    own = [sentence for sentence in around if sentence.start < span.end and span.start < sentence.end] or [span]
    return text[own[0].start : own[-1].end]


def _total(figure: Figure, document: Document) -> ReportedTotal:
    first, last = parse_edtf(figure.period) if figure.period else (None, None)
    said_by = figure.source.text if figure.source else document.publisher.value if document.publisher else document.name
    return ReportedTotal(
        what=figure.what,
        low=figure.low,
        high=figure.high,
        first=str(first) if first else None,
        last=str(last) if last else None,
        sentence=sentence_of(document.text, figure.quote),
        source=said_by,
    )
