"""The article that the project began with: both attacks, the eight figures, nothing from captions and repeats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roznamcha.clean import clean
from roznamcha.coder import code_document
from roznamcha.coder.rules import RuleFinder
from roznamcha.model import Claimed, Count, DateValue, PlaceValue, Record, Source


def code(shared: Path, published: str | None) -> Record:
    data = (shared / "examples" / "karachi.txt").read_bytes()
    document, _ = clean(Source("digest", "karachi", "karachi.txt", "text", data, data.decode()), published=published)
    assert document is not None
    return code_document(document, finder=RuleFinder())


@pytest.mark.parametrize(("published", "days"), [("2014-02-15", ["2014-02-13", "2014-02-14"]), (None, [None, None])])
def test_both_attacks_are_coded_and_nothing_else(shared: Path, published: str | None, days: list[str | None]) -> None:
    reports = code(shared, published).reports
    assert [report.value_of("sub_event_type") for report in reports] == ["Suicide bomb", "Suicide bomb"]
    dates = [report.claims_of("date")[0] for report in reports]
    assert [claim.value.edtf for claim in dates if isinstance(claim.value, DateValue)] == days
    assert [claim.spans[0].text for claim in dates] == ["Thursday", "Friday morning"]
    for report in reports:
        place = report.value_of("place")
        assert isinstance(place, PlaceValue)
        assert (place.names, place.country) == (("Karachi",), "PK")
    assert reports[0].value_of("killed") == Count(13, 13, (("state", 13),))
    counts = [report.value_of("injured") for report in reports]
    assert [(count.low, count.high) for count in counts if isinstance(count, Count)] == [(51, None), (2, 2)]


def test_the_claim_names_who_claims(shared: Path) -> None:
    first, _ = code(shared, "2014-02-15").reports
    claimed = first.value_of("claim")
    assert isinstance(claimed, Claimed)
    assert claimed.status == "claimed"
    assert claimed.by is not None
    assert claimed.by.text == "The Pakistani Taliban"


def test_the_eight_figures_are_found(shared: Path) -> None:
    gold = json.loads((shared / "examples" / "karachi.gold.jsonl").read_text(encoding="utf-8"))["figures"]
    found = [(figure.what, [figure.low, figure.high], figure.period) for figure in code(shared, "2014-02-15").figures]
    assert sorted(found, key=str) == sorted(((figure["what"], figure["value"], figure["period"]) for figure in gold), key=str)
