"""The reasons of a register's links: what linking reads of a report, what was decided, and why reports stand together or apart.

A link is stored without its reason. Each pair is reckoned anew, from the facts of its reports and the counts that the last
linking left, and `link.explain` puts the reckoning into words. What the linked reports come to is for `derive` to say.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations, product
from typing import Any

from roznamcha.link.block import day_order
from roznamcha.link.decisions import LinkDecision, Obligations, replay
from roznamcha.link.explain import Reckoning, Verdict, judge_groups, pairs_that_join, reckon, say_decided
from roznamcha.link.facts import Facts, from_reports
from roznamcha.link.furniture import COMMON
from roznamcha.link.linker import COMPARED_IN_FULL
from roznamcha.link.profile import Corpus
from roznamcha.link.score import default_weights
from roznamcha.model import Document
from roznamcha.register import Register
from roznamcha.register.counts import StoryCounts
from roznamcha.register.decisions import LINK_KINDS, UNDO, Decision, in_force, read_decisions
from roznamcha.register.incidents import homes_of
from roznamcha.register.linkkeys import CommonLines
from roznamcha.register.reading import read_document, read_report, read_reports

_VOICE = "SELECT voice FROM incident_reports WHERE report = ?"
"""The document whose text a report's document carries: copies of one text speak with one voice."""


def explain_links(register: Register, reports: Sequence[str]) -> list[dict[str, Any]]:
    """Say by which pair each report of an incident joins, and why: every feature's finding and worth, from the prior."""
    return [_waterfall(found) for found in explain(register, reports, verdict=False)[0]]


def explain(
    register: Register, reports: Sequence[str], others: Sequence[str] = (), *, verdict: bool = True
) -> tuple[list[Reckoning], Verdict | None]:
    """Reckon by which pair each report joins those beside it, or each of them with each of `others`, as linking counted last.

    The verdict is on all the pairs within the reports, or between both groups; it is None when there is no pair, or
    when it is not asked for: the pairs that only it needs are many.
    """
    furniture = CommonLines(register, COMMON)
    rows = sorted((facts_of(register, report, furniture) for report in reports), key=day_order)
    others_rows = [facts_of(register, report, furniture) for report in others]
    corpus, weights = Corpus((), counted=partial(StoryCounts, register)), default_weights()
    shown = list(product(rows, others_rows)) if others else pairs_that_join(rows, corpus, weights)
    names = {(one.id, other.id) for one, other in shown}
    inner = combinations(rows, 2) if verdict and not others and len(rows) <= COMPARED_IN_FULL else ()
    within = [(one, other) for one, other in inner if (one.id, other.id) not in names]
    links = read_decisions(register, kinds=(*LINK_KINDS, UNDO))
    obligations, log = replay(_about_links(links)), _about_links(in_force(links))
    reckonings = []
    for pair in (*shown, *within):
        ids = frozenset(facts.id for facts in pair)
        linked = len({tuple(homes_of(register, name) or [name]) for name in ids}) == 1
        reckonings.append(reckon(pair, corpus, weights, linked=linked, decided=say_decided(obligations, log, ids)))
    return reckonings[: len(shown)], judge_groups(reckonings, weights) if verdict and reckonings else None


def _waterfall(found: Reckoning) -> dict[str, Any]:
    comparison = found.comparison
    parts = [
        {"name": part.feature, "score": part.weight, "reason": part.finding.reason} for part in comparison.parts if part.weight
    ]
    start = {"name": "before any evidence", "score": comparison.prior, "reason": "two reports at random"}
    names = {"first": comparison.first, "second": comparison.second, "words": " and ".join(found.words)}
    return names | {"score": comparison.total, "steps": [start, *parts]}


def facts_of(register: Register, report_id: str, furniture: Container[str] = ()) -> Facts:
    """Read one report as linking sees it, under its id in the register and with its document's voice; lines of `furniture` tell
    nothing of it."""
    document = read_document(register, read_report(register, report_id).document_id)
    voice = next((spoken for (spoken,) in register.db.execute(_VOICE, (report_id,))), None)
    return next(row for row in facts_in(register, document, furniture, voice) if row.id == report_id)


def facts_in(register: Register, document: Document, furniture: Container[str] = (), voice: str | None = None) -> list[Facts]:
    """Read the reports of a document as facts under their ids; `voice` names the document whose text it carries."""
    reports = read_reports(register, document.id)
    rows = from_reports([report for _, report in reports], document, voice, furniture)
    return [replace(row, id=report_id) for row, (report_id, _) in zip(rows, reports, strict=True)]


def obligations_of(register: Register) -> Obligations:
    """Read what the decisions about links in force oblige linking to."""
    return replay(_about_links(read_decisions(register, kinds=(*LINK_KINDS, UNDO))))


def _about_links(log: Iterable[Decision]) -> list[LinkDecision]:
    return [
        LinkDecision(
            id=decision.id,
            kind=decision.kind,
            user=decision.user,
            at=decision.at,
            reason=decision.reason,
            reports=tuple(decision.payload.get("reports", ())),
            others=tuple(decision.payload.get("others", ())),
            undoes=decision.target if decision.kind == UNDO else None,
        )
        for decision in log
        if decision.kind in (*LINK_KINDS, UNDO)
    ]
