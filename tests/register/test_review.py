"""Decisions stand beside machine claims: the last word stands, undoing restores, and two reviewers may disagree."""

from __future__ import annotations

import pytest

from roznamcha.model import Claim, Count, Origin, Report, Span
from roznamcha.register import open_register
from roznamcha.register.decisions import decide, decisions_in_force, undo
from roznamcha.register.review import Judged, by_target, judge, standing_report, state_of
from roznamcha.register.store import Register

TEXT = "A blast killed 13 policemen and injured over 50 in Karachi."
MACHINE = Origin("rule", "test", "1")


def claim(field: str, value: object, words: str) -> Claim:
    at = TEXT.index(words)
    return Claim(field, value, (Span.of(TEXT, at, at + len(words)),), MACHINE, 0.7)  # type: ignore[arg-type]


CLAIMS = [("c1", claim("sub_event_type", "Grenade", "blast")), ("c2", claim("killed", Count(13, 13), "13 policemen"))]


@pytest.fixture
def register() -> Register:
    return open_register(":memory:")


def judged(register: Register) -> dict[str, Judged]:
    return {item.id: item for item in judge("r1", CLAIMS, by_target(decisions_in_force(register)), TEXT)}


def test_without_decisions_the_machine_claims_stand_unreviewed(register: Register) -> None:
    assert [(item.now, item.state) for item in judged(register).values()] == [(claim, "unreviewed") for _, claim in CLAIMS]


def test_confirming_makes_a_claim_certain(register: Register) -> None:
    decide(register, "confirm", "c2", user="amna")
    assert (judged(register)["c2"].state, judged(register)["c2"].now.confidence) == ("confirmed", 1.0)  # type: ignore[union-attr]


def test_a_correction_keeps_the_machine_value_beside_it(register: Register) -> None:
    decide(register, "correct", "c1", user="amna", value="Suicide bomb")
    item = judged(register)["c1"]
    assert (item.machine.value, item.now.value, item.now.origin.kind) == ("Grenade", "Suicide bomb", "person")  # type: ignore[union-attr]
    assert item.now.spans == item.machine.spans  # type: ignore[union-attr]


def test_a_correction_may_bring_its_own_evidence(register: Register) -> None:
    start = TEXT.index("13")
    decide(register, "correct", "c2", user="amna", value={"low": 14, "high": 14}, spans=[[start, start + 2]])
    assert judged(register)["c2"].now.spans[0].text == "13"  # type: ignore[union-attr]


def test_a_missed_value_can_be_added_to_a_report(register: Register) -> None:
    at = TEXT.index("over 50")
    decide(register, "add", "r1", user="amna", field="injured", value={"low": 51, "high": None}, spans=[[at, at + 7]])
    (added,) = [item for item in judged(register).values() if item.machine is None]
    assert (added.state, added.now.value) == ("added", Count(51, None))  # type: ignore[union-attr]


def test_rejecting_a_report_leaves_nothing_of_it(register: Register) -> None:
    decide(register, "reject", "r1", user="amna", reason="a drill")
    report = Report("d1", CLAIMS[0][1].spans[0], tuple(claim for _, claim in CLAIMS))
    assert standing_report(report, judged(register).values()) is None
    assert state_of(tuple(judged(register).values())) == "rejected"


def test_undoing_restores_what_stood_before(register: Register) -> None:
    before = judged(register)
    decision = decide(register, "unknown", "c2", user="amna")
    assert judged(register)["c2"].now is None
    undo(register, decision.id, user="amna")
    assert judged(register) == before


def test_two_reviewers_who_differ_dispute_a_claim(register: Register) -> None:
    decide(register, "confirm", "c2", user="amna")
    decide(register, "reject", "c2", user="omar")
    assert judged(register)["c2"].state == "disputed"
    assert state_of(tuple(judged(register).values())) == "disputed"


def test_two_reviewers_who_agree_do_not(register: Register) -> None:
    decide(register, "confirm", "c2", user="amna")
    decide(register, "confirm", "c2", user="omar")
    assert judged(register)["c2"].state == "confirmed"
