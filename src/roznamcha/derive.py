"""Claims + decisions + rule → incidents: the one place where an incident's values are derived, for lists, pages and exports.

The register holds what was read and what was decided. This module reads both, lets `register.review` say what stands,
`link` say which reports belong together and `link.consolidate` settle what they say, and writes the memberships and the lines
that lists and maps show. A derived value is never the only copy of anything: `roznamcha.placing` can make them all again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from roznamcha.errors import RegisterError
from roznamcha.export.entry import Entry
from roznamcha.export.private import private_names_by_document
from roznamcha.link.consolidate import DEFAULT_RULE, RULES, consolidate
from roznamcha.link.consolidate import Told as Heard
from roznamcha.link.linker import LinkOptions, link_facts
from roznamcha.model import Document, Record, Report, Source
from roznamcha.model.incident import Incident
from roznamcha.reasons import facts_of, obligations_of
from roznamcha.register import Register
from roznamcha.register.decisions import (
    LINK_KINDS,
    UNDO,
    Decision,
    batch_of,
    decide_all,
    decisions_in_force,
    is_undone,
    read_decision,
)
from roznamcha.register.incidents import (
    Standing,
    forget_incidents,
    homes_of,
    incident_line,
    list_lines,
    members,
    members_of,
    write_incident,
    write_members,
)
from roznamcha.register.reading import (
    document_ids,
    read_claims,
    read_document,
    read_figures,
    read_report,
    read_reports,
    read_source,
)
from roznamcha.register.review import Judged, by_target, judge, standing_report, state_of
from roznamcha.register.verify import DAMAGE


@dataclass(frozen=True, slots=True)
class Told:
    """One report of an incident with its document, what stands of it after review, and whose voice it is."""

    report_id: str
    report: Report
    document: Document
    judged: tuple[Judged, ...]
    voice: str

    @property
    def standing(self) -> Report | None:
        """Give the report with the claims that stand, or None when it was rejected."""
        return standing_report(self.report, self.judged)


def incident_id(reports: Iterable[str]) -> str:
    """Name an incident by the first of its reports' ids, which the order of the input cannot change."""
    return min(reports)


def refresh_incidents(register: Register, names: Iterable[str]) -> None:
    """Derive the lines of some incidents anew."""
    names = list(names)
    decisions = _decided_about(register, names)
    for name in names:
        told = read_told(register, name, decisions)
        with register.transaction() as db:
            write_incident(db, _consolidate(name, told, DEFAULT_RULE), _standing(told, decisions))


def check_lines(register: Register) -> Iterator[tuple[str, bool]]:
    """Derive every incident anew and tell whether its line is still what claims, decisions and rule give.

    A line of which no report tells does not hold, nor does one whose reports cannot be read.
    """
    stored = {str(line["id"]): line for line in list_lines(register)}
    reckoned = {row[0] for row in register.db.execute("SELECT name FROM pragma_table_xinfo('incidents') WHERE hidden")}
    found = members(register)
    try:
        decisions = decisions_in_force(register)
    except RegisterError:  # `verify_register` names the damage
        decisions = []
    for name in sorted(found.keys() | stored.keys()):
        line = stored.get(name, {})
        try:
            told = read_told(register, name, decisions)
            fresh = incident_line(_consolidate(name, told, DEFAULT_RULE), _standing(told, decisions))
        except DAMAGE:
            yield name, False
        else:
            same = all(line[key] == fresh.get(key) for key in line.keys() - reckoned - {"row"})
            yield name, same and name in found and name in stored


def groups_of(register: Register, reports: Iterable[str]) -> list[list[str]]:
    """List which reports stand together with some reports now: what a decision about links keeps, so that it can be undone."""
    touched = set(reports)
    return [sorted(found) for found in members(register).values() if touched & set(found)]


def relink_reports(register: Register, reports: Iterable[str], before: Iterable[Iterable[str]] = ()) -> None:
    """Link the reports of the touched incidents among themselves anew, under the decisions in force; others do not move.

    This is what follows a merge, a split, or the undoing of either. What stood together stays so unless it was decided
    otherwise; `before`, the groups that stood before an undone decision, stand again.
    """
    touched = set(reports)
    obligations = obligations_of(register)
    standing = obligations.part(before or groups_of(register, touched))
    now = {name: found for name, found in members(register).items() if touched & set(found)}
    voices = {report: voice for found in now.values() for report, voice in found.items()}
    facts = [replace(facts_of(register, report), voice=voice) for report, voice in voices.items()]
    clusters = link_facts(facts, LinkOptions(obligations=obligations, existing=standing))
    after = {incident_id(found): {report: voices[report] for report in found} for found in clusters}
    with register.transaction() as db:
        forget_incidents(db, now)
        for name, found in after.items():
            write_members(db, name, found)
    refresh_incidents(register, after)


def refresh_reports(register: Register, reports: Iterable[str]) -> None:
    """Derive the incidents of some reports anew."""
    marks = dict.fromkeys(reports)
    found = [
        register.db.execute("SELECT incident FROM incident_reports WHERE report = ?", (report,)).fetchone() for report in marks
    ]
    refresh_incidents(register, sorted({row[0] for row in found if row}))


def take_back(register: Register, decision: Decision, *, user: str, reason: str = "") -> list[Decision]:
    """Undo a decision with all that its action decided, and derive the touched incidents anew.

    Gives the undoings. Raises RegisterError when all of it is undone already.
    """
    standing = [line for line in batch_of(register, decision) if not is_undone(register, line.id)]
    if not standing:
        raise RegisterError(f"decision {decision.id} is undone already")
    undoings = decide_all(register, UNDO, [line.id for line in standing], user=user, reason=reason)
    roots = [_undone_at_last(register, line) for line in standing]
    touched = [report for root in roots for report in _touched(register, root)]
    if roots[0].kind in LINK_KINDS:
        relink_reports(register, touched, roots[0].payload.get("before", ()))
    else:
        refresh_reports(register, touched)
    return undoings


def _undone_at_last(register: Register, decision: Decision) -> Decision:
    """Follow undoings of undoings to the decision that they are about in the end."""
    while decision.kind == UNDO and (before := read_decision(register, decision.target)):
        decision = before
    return decision


def _touched(register: Register, decision: Decision) -> list[str]:
    """List the reports whose incidents a decision changes."""
    named = [*decision.payload.get("reports", ()), *decision.payload.get("others", ())]
    row = register.db.execute("SELECT report FROM claims WHERE id = ?", (decision.target,)).fetchone()
    known = register.db.execute("SELECT id FROM reports WHERE id = ?", (decision.target,)).fetchone()
    added = read_decision(register, decision.target)  # about a claim that a person added to a report
    return [*named, *(row or ()), *(known or ()), *([added.target] if added else ())]


def derive_incident(
    register: Register,
    name: str,
    rule: str = DEFAULT_RULE,
    as_of: str | None = None,
    sees: Callable[[Sequence[Decision]], Sequence[Decision]] = list,
) -> tuple[Incident, list[Told]]:
    """Derive one incident by a rule, with the reports behind it, oldest first.

    `name` is its id or any that leads to it (`register.incidents.homes_of`). `sees` chooses from the decisions in force those
    that count, so that a reviewer reads before he sees what others decided. Raises RegisterError when there is no such incident.
    """
    name = _home(register, name)
    told = read_told(register, name, sees(_decided_about(register, [name])))
    return _consolidate(name, told, rule, as_of), told


def _decided_about(register: Register, names: Sequence[str]) -> list[Decision]:
    """Read the decisions in force about the reports and claims of some incidents; for many incidents the whole log is read."""
    if len(names) > MANY:
        return decisions_in_force(register)
    return decisions_in_force(register, [row[0] for row in register.db.execute(_TARGETS, (json.dumps(names),))])


MANY = 100
"""From how many incidents on the whole log of decisions is read instead of theirs."""
_TARGETS = """
WITH told (report) AS (SELECT m.report FROM json_each(?) n CROSS JOIN incident_reports m ON m.incident = n.value)
SELECT report FROM told UNION ALL SELECT c.id FROM told CROSS JOIN claims c ON c.report = told.report
"""


def derive_by_rules(register: Register, names: Iterable[str]) -> Iterator[dict[str, Incident]]:
    """Derive each of some incidents by every rule, reading its reports once."""
    decisions = decisions_in_force(register)
    for name in names:
        told = read_told(register, name, decisions)
        yield {rule: _consolidate(name, told, rule) for rule in RULES}


def preview_merge(register: Register, names: Sequence[str]) -> Entry:
    """Derive what several incidents would be as one, without deciding anything."""
    decisions = _decided_about(register, names)
    told = [item for name in names for item in read_told(register, name, decisions)]
    return _entry(incident_id(item.report_id for item in told), told, decisions, DEFAULT_RULE)


def preview_part(register: Register, name: str, reports: Sequence[str]) -> Entry:
    """Derive what some reports of an incident would be by themselves, without deciding anything."""
    decisions = _decided_about(register, [name])
    told = [item for item in read_told(register, name, decisions) if item.report_id in set(reports)]
    return _entry(incident_id(reports), told, decisions, DEFAULT_RULE)


def entries(register: Register, rule: str = DEFAULT_RULE, *, as_of: str | None = None) -> Iterator[Entry]:
    """Give every incident that was not rejected as exporters see it, in the order of their ids."""
    decisions = decisions_in_force(register)
    private = private_names_by_document(register, decisions)
    for name in members(register):
        entry = _entry(name, read_told(register, name, decisions), decisions, rule, as_of)
        if entry.incident.value_of("sub_event_type") is not None:
            names = [private.get(document.id, frozenset()) for document in entry.documents]
            yield replace(entry, private=frozenset().union(*names))


def _entry(name: str, told: Sequence[Told], decisions: Sequence[Decision], rule: str, as_of: str | None = None) -> Entry:
    incident, standing = _consolidate(name, told, rule, as_of), _standing(told, decisions)
    heard = [(report, item.document) for item in told if item.report_id in incident.report_ids and (report := item.standing)]
    return Entry(
        incident=incident,
        reports=tuple(report for report, _ in heard),
        documents=tuple(document for _, document in heard),
        reviewed=standing.state in ("confirmed", "corrected"),
        changed=int(datetime.fromisoformat(standing.changed).timestamp()) if standing.changed else 0,
    )


def standing_records(register: Register) -> Iterator[tuple[Record, Source]]:
    """Give every document's record as it stands after review, with its source; rejected reports are gone from it."""
    about = by_target(decisions_in_force(register))
    for name in document_ids(register):
        document = read_document(register, name)
        judged = [
            (report, judge(report_id, read_claims(register, report_id), about, document.text))
            for report_id, report in read_reports(register, name)
        ]
        standing = tuple(left for report, claims in judged if (left := standing_report(report, claims)))
        yield Record(document, standing, tuple(read_figures(register, name))), read_source(register, name)


def _home(register: Register, name: str) -> str:
    homes = homes_of(register, name)
    if len(homes) != 1:
        raise RegisterError(f"several incidents have ids that begin with {name}" if homes else f"there is no incident {name}")
    return homes[0]


def read_told(register: Register, name: str, decisions: Sequence[Decision]) -> list[Told]:
    """Read the reports of one incident, oldest first; raise RegisterError when there is no such incident."""
    voices = members_of(register, name)
    if not voices:
        raise RegisterError(f"there is no incident {name}")
    about = by_target(decisions)
    told = [_told(register, report_id, voice, about) for report_id, voice in voices.items()]
    return sorted(told, key=lambda item: (item.document.published_day is None, item.document.published_day or "", item.report_id))


def _told(register: Register, report_id: str, voice: str, about: Mapping[str, Sequence[Decision]]) -> Told:
    report = read_report(register, report_id)
    document = read_document(register, report.document_id)
    judged = judge(report_id, read_claims(register, report_id), about, document.text)
    return Told(report_id, report, document, judged, voice)


def _consolidate(name: str, told: Sequence[Told], rule: str, as_of: str | None = None) -> Incident:
    heard = [_heard(item, report) for item in told if (report := item.standing)]
    incident = consolidate(heard, rule, name=name, as_of=as_of)
    return replace(incident, report_ids=tuple(item.id for item in heard if item.id in incident.report_ids))


def _heard(item: Told, report: Report) -> Heard:
    publisher = item.document.publisher.value if item.document.publisher else None
    copy = item.voice != item.document.id
    published = item.document.published.value if item.document.published else None
    return Heard(item.report_id, report, item.voice, publisher, published, copy)


def _standing(told: Sequence[Told], decisions: Sequence[Decision]) -> Standing:
    names = [item.document.publisher.value if item.document.publisher else item.document.name for item in told]
    ids = {item.report_id for item in told} | {judged.id for item in told for judged in item.judged}
    last = [decision.at for decision in decisions if decision.target in ids]
    return Standing(
        anchor=told[0].report.anchor.text,
        publishers=tuple(dict.fromkeys(names)),
        state=state_of([judged for item in told for judged in item.judged]),
        changed=max(last, default=None),
    )
