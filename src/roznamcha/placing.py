"""Reports → incidents in a register: new reports among those that stand, or all of them anew.

New reports are placed without reading the register: the keys that each report left when it was linked (`register.linkkeys`) name
those that may tell of the same act, and they alone are read, with the whole of each incident that a new report is likely to join.
Words are weighed by the counts that the linkings before left (`register.counts`). So a batch costs by its own size, however
many reports stand. What was never counted, or was read anew for the greater part, is counted whole.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from roznamcha.clean.duplicates import Signature, candidate_pairs, containment, signature
from roznamcha.derive import incident_id, refresh_incidents
from roznamcha.link.block import POSTINGS, UNDATED, day_of, left_keys, seek
from roznamcha.link.facts import Facts, body_of
from roznamcha.link.furniture import COMMON
from roznamcha.link.linker import HOPE, LinkOptions, count, link_and_count, meet
from roznamcha.link.profile import DAY, Corpus
from roznamcha.reasons import facts_in, obligations_of
from roznamcha.register import Register
from roznamcha.register.counts import StoryCounts, add_story_counts, forget_story_counts
from roznamcha.register.incidents import (
    Member,
    count_incidents,
    forget_incidents,
    linked_by,
    members,
    speak_for,
    unlinked_reports,
    without_line,
    write_members,
)
from roznamcha.register.linkkeys import CommonLines, LinkKeys, forget_keys, write_keys, write_lines
from roznamcha.register.reading import printed_on, read_document

SAME_TEXT: Final = 0.8
"""Share of the shorter body's runs of words that must stand in the longer for the two to speak with one voice."""
FEWEST_RUNS: Final = 20
"""A shorter text (a teaser, a paywall's two lines) is too little to call two documents copies."""
DRIFT: Final = 0.1
"""From which share on of reports that were counted and are gone, or never counted, everything is counted anew."""
TELLING: Final = "SELECT DISTINCT document FROM reports ORDER BY document"
NEW_TELLING: Final = (
    "SELECT DISTINCT document FROM reports WHERE id NOT IN (SELECT report FROM incident_reports) ORDER BY document"
)
Members = Mapping[str, Mapping[str, str]]
"""Incidents as the register holds them: id → report → voice."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking did: how many reports were placed, and how many incidents there are now."""

    placed: int
    incidents: int


def link_register(register: Register, *, anew: bool = False) -> Linked:
    """Place the reports that belong to no incident yet, or with `anew` all of them, and derive the touched incidents.

    Decisions are obligations: no linking overrides them. The result does not depend on the order in which documents came.
    """
    new = unlinked_reports(register)
    if anew:
        placed = _link_all(register, {})
    elif new and _is_counted(register):
        placed = _place(register, new)
    else:
        placed = _link_all(register, members(register)) if new else 0
    refresh_incidents(register, without_line(register))
    return Linked(placed, count_incidents(register))


def _is_counted(register: Register) -> bool:
    """Tell whether the counts that linking left are those of the reports that stand, but for a few."""
    counted = StoryCounts(register, DAY)[""]
    (standing,) = register.db.execute("SELECT count(*) FROM incident_reports").fetchone()
    return counted > 0 and abs(counted - standing) <= DRIFT * counted


def _link_all(register: Register, before: Members) -> int:
    """Read and link every report, those of the incidents that stand `before` as they are."""
    with register.transaction() as db:
        forget_keys(db)
        _note_lines(db, [name for (name,) in db.execute(TELLING)])
    facts, voices = all_facts(register)
    options = LinkOptions(obligations=obligations_of(register), existing=[sorted(reports) for reports in before.values()])
    clusters, corpus = link_and_count(facts, options)
    after = {incident_id(found): {report: voices[report] for report in found} for found in clusters}
    with register.transaction() as db:
        forget_incidents(db, [name for name in members(register) if name not in after or after[name] != before.get(name)])
        for name, found in after.items():
            if found != before.get(name):
                write_members(db, name, found)
        forget_story_counts(db)
        add_story_counts(db, corpus.counts())
        _leave_keys(db, facts, corpus)
    return len(facts) - sum(map(len, before.values()))


def _place(register: Register, new: Sequence[str]) -> int:
    """Place new reports, reading beside their documents only what may belong with them."""
    telling = [name for (name,) in register.db.execute(NEW_TELLING)]
    with register.transaction() as db:
        _note_lines(db, telling)
    near = _Near(register, new, telling)
    near.find()
    near.complete()
    clusters, corpus = link_and_count(near.rows(), near.options())
    with register.transaction() as db:
        speak_for(db, near.hear_copies())
        for found in clusters:
            if not near.homes.keys() >= set(found):
                forget_incidents(db, {near.homes[report] for report in found if report in near.homes})
                write_members(db, incident_id(found), {report: near.facts[report].voice for report in found})
        add_story_counts(db, corpus.counts())
        _leave_keys(db, [near.facts[report] for report in new], corpus)
    return len(new)


class _Near:
    """New reports with the standing ones that were read beside them; `homes` names the incident of each of these."""

    def __init__(self, register: Register, new: Sequence[str], telling: Iterable[str]) -> None:
        self.facts: dict[str, Facts] = {}
        self.homes: dict[str, str] = {}
        self._register = register
        self._new = new
        self._obligations = obligations_of(register)
        self._furniture = CommonLines(register, COMMON)
        self._signatures: dict[str, Signature] = {}
        self._voices: dict[str, str] = {}
        for name in telling:
            self._read(name)

    def rows(self) -> list[Facts]:
        """Give what was read, the new reports first."""
        return [self.facts[report] for report in (*self._new, *self.homes)]

    def options(self) -> LinkOptions:
        """Say how to link it: by the counts of the register, and the incidents as they stand."""
        standing: defaultdict[str, list[str]] = defaultdict(list)
        for report, incident in self.homes.items():
            standing[incident].append(report)
        return LinkOptions(
            obligations=self._obligations, existing=list(standing.values()), counted=partial(StoryCounts, self._register)
        )

    def find(self) -> None:
        """Read the standing reports that are worth comparing with a new one, or were decided to stand with one."""
        corpus, keys = count(self.rows(), self.options()), LinkKeys(self._register, UNDATED, POSTINGS)
        rows = {row for report in self._new for row in seek(corpus.profile(self.facts[report]), corpus, keys)}
        decided = (group for group in self._obligations.together if not group.isdisjoint(self._new))
        self._add(linked_by(self._register, "row", sorted(rows)))
        self._add(linked_by(self._register, "report", sorted({report for group in decided for report in group})))
        self.hear_copies()

    def complete(self) -> None:
        """Read the whole of each incident that a new report may join: its mean is over all the incident's reports."""
        options, rows = self.options(), self.rows()
        enough = options.weights.threshold - HOPE
        met = meet(rows, count(rows, options), options)
        likely = {self.homes[name] for *pair, total in met if total > enough for name in pair if name in self.homes}
        likely |= {self.homes[report] for group in self._obligations.together for report in group if report in self.homes}
        self._add(linked_by(self._register, "incident", sorted(likely)))
        self.hear_copies()

    def hear_copies(self) -> dict[str, str]:
        """Give every report its voice, and say which documents' voices are another's now that earlier printed copies came."""
        printed = printed_on(self._register, {*self._signatures, *self._voices.values()})
        voices = voices_of(self._signatures, printed, self._voices)
        self.facts = {name: replace(facts, voice=voices[facts.document]) for name, facts in self.facts.items()}
        return {old: voices[name] for name, old in self._voices.items() if voices[name] != old}

    def _add(self, found: Iterable[Member]) -> None:
        for member in found:
            self.homes[member.report] = member.incident
            self._voices[member.document] = member.voice
            self._read(member.document)

    def _read(self, document: str) -> None:
        if document not in self._signatures:
            facts, self._signatures[document] = read_facts(self._register, document, self._furniture)
            self.facts |= {row.id: row for row in facts}


def all_facts(register: Register) -> tuple[list[Facts], dict[str, str]]:
    """Read every report as facts under its id in the register, and the voice of each.

    Only documents that tell of an incident are read, one at a time: in a news stream they are one in twenty.
    """
    furniture = CommonLines(register, COMMON)
    read = {name: read_facts(register, name, furniture) for (name,) in register.db.execute(TELLING).fetchall()}
    voices = voices_of({name: signed for name, (_, signed) in read.items()}, printed_on(register, read))
    facts = [replace(row, voice=voices[name]) for name, (rows, _) in read.items() for row in rows]
    return facts, {row.id: row.voice for row in facts}


def read_facts(register: Register, document_id: str, furniture: Container[str]) -> tuple[list[Facts], Signature]:
    """Read the reports of a document as facts under their ids in the register, and the signature of its body."""
    document = read_document(register, document_id)
    return facts_in(register, document, furniture), signature(body_of(document, furniture))


def voices_of(
    signatures: Mapping[str, Signature], printed: Mapping[str, str | None], standing: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Name for each document the one whose text it carries: the earliest printed of those with the same body, itself as a rule.

    `printed` gives the days of publication, `standing` the voices of documents that were compared with one another before.
    """
    standing = standing or {}
    voice = {name: name for name in (*signatures, *standing.values())} | dict(standing)
    for one, other in candidate_pairs(signatures):
        first, second = signatures[one], signatures[other]
        alike = min(first.runs, second.runs) >= FEWEST_RUNS and containment(first, second) >= SAME_TEXT
        if alike and not (one in standing and other in standing):
            early, late = sorted((_root(voice, one), _root(voice, other)), key=lambda name: (printed.get(name) or "~", name))
            voice[late] = early
    return {name: _root(voice, name) for name in signatures}


def _root(voice: Mapping[str, str], name: str) -> str:
    while voice[name] != name:
        name = voice[name]
    return name


def _note_lines(db: sqlite3.Connection, documents: Iterable[str]) -> None:
    for name in documents:
        title, text = db.execute("SELECT title, text FROM documents WHERE id = ?", (name,)).fetchone()
        write_lines(db, title or name, text)


def _leave_keys(db: sqlite3.Connection, facts: Iterable[Facts], corpus: Corpus) -> None:
    for row in facts:
        profile = corpus.profile(row)
        write_keys(db, row.id, day_of(profile), left_keys(profile, corpus))
