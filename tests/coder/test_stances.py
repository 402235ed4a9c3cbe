"""Who says that they did it is a perpetrator by their own words; who denies it is none unless somebody accuses them."""

from __future__ import annotations

import pytest

import roznamcha
from roznamcha.model import Actor

BOMB = "Dozens were killed when a car bomb exploded near a market in Kabul on Monday. "


def stances(text: str) -> list[tuple[str, str]]:
    reports = roznamcha.code(text, published="2014-02-19").reports
    claims = [claim for report in reports for claim in report.claims if isinstance(claim.value, Actor)]
    return [
        (claim.value.name, claim.stance)
        for claim in claims
        if isinstance(claim.value, Actor) and claim.value.role == "perpetrator"
    ]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("The Taliban claimed responsibility for the attack.", [("Taliban", "claimed")]),
        ("No group has claimed responsibility.", []),
    ],
)
def test_who_claims_is_a_perpetrator_by_their_own_words(told: str, expected: list[tuple[str, str]]) -> None:
    assert stances(BOMB + told) == expected


def test_a_denial_is_no_claim() -> None:
    assert {stance for _, stance in stances(BOMB + "The Taliban denied any involvement.")} <= {"denied"}
