"""What the verbs about links and totals ask of a register: reports by name, pairs reckoned, incidents under every rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from roznamcha.derive import all_facts, derive_incident, obligations_of
from roznamcha.errors import RegisterError
from roznamcha.link.bars import barred
from roznamcha.link.consolidate import RULES
from roznamcha.link.consolidate.coverage import ReportedTotal
from roznamcha.link.linker import LinkOptions, find_stories
from roznamcha.link.profile import Corpus
from roznamcha.link.score import Comparison, compare, default_weights
from roznamcha.model.codebook import COUNTS
from roznamcha.register.incidents import members, members_of
from roznamcha.register.queries import find_incident
from roznamcha.register.reading import document_ids, read_document, read_figures
from roznamcha.resolve.edtf import parse_edtf

if TYPE_CHECKING:
    from roznamcha.link.facts import Facts
    from roznamcha.model import Document, Figure
    from roznamcha.model.incident import Incident
    from roznamcha.register import Register
    from roznamcha.register.decisions import Decision

AROUND = 200
"""Characters on either side of a figure in which place names are looked for, within its line."""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """One pair of reports: the comparison, what bars it or was decided about it, and whether they stand in one incident.

    `words` are the words that tell the act in each report.
    """

    comparison: Comparison
    linked: bool
    barred: str | None
    decided: str | None
    words: tuple[str, str]


def reports_of(register: Register, name: str) -> list[str]:
    """List the reports of an incident (number, id or its beginning), or the one report of that id."""
    found = [row[0] for row in register.db.execute("SELECT id FROM reports WHERE id = ?", (name,))]
    incident = members_of(register, name)
    if found and len(incident) < 2:
        return found
    wanted = find_incident(register, name)
    return sorted(members_of(register, wanted)) or [wanted]


def reckon_pairs(register: Register, pairs: Sequence[tuple[str, str]]) -> list[Reckoning]:
    """Compare pairs of reports as linking compares them: among all reports of the register."""
    if not pairs:
        return []
    facts, _ = all_facts(register)
    by_id = {row.id: row for row in facts}
    corpus, weights = Corpus(facts, find_stories(facts, LinkOptions())), default_weights()
    home = {report: incident for incident, reports in members(register).items() for report in reports}
    obligations = obligations_of(register)
    reckonings = []
    for first, second in pairs:
        one, other = by_id[first], by_id[second]
        together = any({first, second} <= group for group in obligations.together)
        apart = obligations.keeps_apart(first, second)
        reckonings.append(
            Reckoning(
                comparison=compare(one, other, corpus, weights),
                linked=home.get(first, first) == home.get(second, second),
                barred=barred(corpus.profile(one), corpus.profile(other)),
                decided="they are one" if together else "they are two" if apart else None,
                words=(_words(one), _words(other)),
            )
        )
    return reckonings


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


def reports_touched(register: Register, decision: Decision) -> list[str]:
    """List the reports whose incidents a decision changes."""
    named = [*decision.payload.get("reports", ()), *decision.payload.get("others", ())]
    claimed = register.db.execute("SELECT report FROM claims WHERE id = ?", (decision.target,)).fetchone()
    known = register.db.execute("SELECT id FROM reports WHERE id = ?", (decision.target,)).fetchone()
    return [*named, *(claimed or ()), *(known or ())]


def find_decision(decisions: Sequence[Decision], beginning: str) -> Decision:
    """Find a decision by the beginning of its id; raise RegisterError when none fits, or several."""
    found = [decision for decision in decisions if decision.id.startswith(beginning)]
    if len(found) != 1:
        raise RegisterError(f"{'several decisions begin' if found else 'no decision begins'} with {beginning!r}")
    return found[0]


def _words(facts: Facts) -> str:
    place = f"{facts.publisher or facts.document}, {facts.published or 'no date'}"
    return f"{place}: {facts.anchor}"


def _total(figure: Figure, document: Document) -> ReportedTotal:
    start = max(document.text.rfind("\n", 0, figure.quote.start) + 1, figure.quote.start - AROUND)
    end = document.text.find("\n", figure.quote.end)
    end = min(len(document.text) if end < 0 else end, figure.quote.end + AROUND)
    first, last = parse_edtf(figure.period) if figure.period else (None, None)
    said_by = figure.source.text if figure.source else document.publisher.value if document.publisher else document.name
    return ReportedTotal(
        what=figure.what,
        low=figure.low,
        high=figure.high,
        first=str(first) if first else None,
        last=str(last) if last else None,
        sentence=document.text[start:end],
        source=said_by,
    )
