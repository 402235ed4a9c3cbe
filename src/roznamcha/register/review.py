"""What the claims of a report are worth after review: machine claims beside what people decided about them.

Nothing is overwritten. `judge` reads the claims and the decisions in force and says for each claim what stands now: the
machine's value, a person's correction, or nothing (rejected, or set to unknown); a person may also add a claim that the
machine missed. Two reviewers who decide differently about one claim dispute it: the later word stands, and the state shows it.
So that their words can be compared, a reviewer sees what others decided about a claim only after a word of his own (`seen_by`).

Kinds of decision about a claim (target: the claim's id): "confirm", "correct" (payload: value as JSON, spans, stance),
"reject" (not so), "unknown" (the text does not tell). About a report (target: the report's id): "add" (payload: field, value,
spans, stance), "reject" (no incident at all), "confirm" (all its claims).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from roznamcha.model import Claim, Origin, Report, Span
from roznamcha.register.codec import read_value
from roznamcha.register.decisions import BATCH, Decision

CLAIM_KINDS = ("confirm", "correct", "reject", "unknown")
REPORT_KINDS = ("confirm", "reject", "add")
SEEN = "seen"
"""Name in the payload of a decision that was taken with the others' words in sight; agreement does not count it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One claim after review.

    `machine` is what was read (None for a claim that a person added), `now` what stands (None when rejected or unknown).
    `state` is "unreviewed", "confirmed", "corrected", "rejected", "unknown", "added" or "disputed".
    """

    id: str
    machine: Claim | None
    now: Claim | None
    state: str
    decisions: tuple[Decision, ...] = ()


def by_target(decisions: Iterable[Decision]) -> dict[str, list[Decision]]:
    """Sort decisions in force by what they are about, keeping their order."""
    sorted_out: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        sorted_out[decision.target].append(decision)
    return dict(sorted_out)


def judge(
    report_id: str, claims: Sequence[tuple[str, Claim]], about: Mapping[str, Sequence[Decision]], text: str
) -> tuple[Judged, ...]:
    """Say what stands of a report's claims after the decisions in force (`by_target`); `text` is the document's."""
    of_report = [decision for decision in about.get(report_id, ()) if decision.kind in REPORT_KINDS]
    whole = [decision for decision in of_report if decision.kind in ("confirm", "reject")]
    judged = [_judge_claim(claim_id, claim, [*whole, *about.get(claim_id, ())], text) for claim_id, claim in claims]
    added = [_added(decision, about.get(decision.id, ()), text) for decision in of_report if decision.kind == "add"]
    return (*judged, *added)


def seen_by(user: str, decisions: Sequence[Decision], claims_of: Mapping[str, Sequence[str]]) -> list[Decision]:
    """Choose from the decisions in force those that a reviewer may see: his own, and others' about what he has answered.

    A word about a whole report answers all its claims (`claims_of`: report → claims). Another's word about a whole report is
    turned into one about each claim that the reviewer has answered by itself; decisions about links are open to everybody.
    """
    answered = {decision.target for decision in decisions if decision.user == user and decision.kind in CLAIM_KINDS}
    whole = {name for name, claims in claims_of.items() if name in answered or (claims and answered.issuperset(claims))}
    answered |= whole | {claim for name in whole for claim in claims_of[name]}
    parted: list[Decision] = []
    kept: list[Decision] = []
    for decision in decisions:
        if decision.user == user or decision.target in answered or decision.kind not in (*CLAIM_KINDS, "add"):
            kept.append(decision)
            answered |= {decision.id} if decision.kind == "add" else set()
        elif decision.kind in ("confirm", "reject"):
            parted += [replace(decision, target=claim) for claim in claims_of.get(decision.target, ()) if claim in answered]
    return [*parted, *kept]


def standing_report(report: Report, judged: Iterable[Judged]) -> Report | None:
    """Give the report with the claims that stand, or None when it was rejected as a whole."""
    standing = tuple(item.now for item in judged if item.now is not None)
    return replace(report, claims=standing) if any(claim.field == "sub_event_type" for claim in standing) else None


def state_of(judged: Sequence[Judged]) -> str:
    """Sum the states of an incident's claims up in one word for its line."""
    states = {item.state for item in judged}
    if "disputed" in states:
        return "disputed"
    if all(item.now is None for item in judged):
        return "rejected"
    if states & {"corrected", "added", "unknown", "rejected"}:
        return "corrected"
    return "confirmed" if states == {"confirmed"} else "unreviewed"


def disputes(decisions: Sequence[Decision]) -> bool:
    """Tell whether the last words of two users about one claim differ; a word about the claim itself stands behind the others."""
    last = {decision.user: (decision.kind, _stated(decision)) for decision in decisions}
    return len(set(last.values())) > 1


def _stated(decision: Decision) -> str:
    """Write down what a decision says; with what, and with what in sight, it was taken says nothing."""
    return json.dumps({name: value for name, value in decision.payload.items() if name not in (BATCH, SEEN)}, sort_keys=True)


def _judge_claim(claim_id: str, claim: Claim, decisions: Sequence[Decision], text: str) -> Judged:
    decided = [decision for decision in decisions if decision.kind in CLAIM_KINDS]
    if not decided:
        return Judged(claim_id, claim, claim, "unreviewed")
    own = [decision for decision in decided if decision.target == claim_id]
    last = (own or decided)[-1]
    now, state = _outcome(claim, last, text)
    return Judged(claim_id, claim, now, "disputed" if disputes(decided) else state, tuple(decided))


def _outcome(claim: Claim, decision: Decision, text: str) -> tuple[Claim | None, str]:
    if decision.kind == "confirm":
        return replace(claim, confidence=1.0), "confirmed"
    if decision.kind == "correct":
        return decided_claim(claim.field, decision, text, claim), "corrected"
    return None, "unknown" if decision.kind == "unknown" else "rejected"


def _added(decision: Decision, later: Sequence[Decision], text: str) -> Judged:
    claim = decided_claim(str(decision.payload["field"]), decision, text)
    about = [other for other in later if other.kind in CLAIM_KINDS]
    if not about:
        return Judged(decision.id, None, claim, "added", (decision,))
    now, state = _outcome(claim, about[-1], text)
    return Judged(decision.id, None, now, "added" if state == "confirmed" else state, (decision, *about))


def decided_claim(field: str, decision: Decision, text: str, before: Claim | None = None) -> Claim:
    """Build the claim that a person's decision states, with the evidence given or that of the claim it corrects."""
    payload: Mapping[str, Any] = decision.payload
    spans = tuple(Span.of(text, int(start), int(end)) for start, end in payload.get("spans") or ())
    return Claim(
        field=field,
        value=read_value(field, json.dumps(payload["value"], ensure_ascii=False)),
        spans=spans or (before.spans if before else ()),
        origin=Origin("person", decision.user, decision.id),
        confidence=1.0,
        speaker=before.speaker if before else None,
        stance=str(payload.get("stance") or (before.stance if before else "stated")),
    )
