"""Totals that sources report stand beside the register's own sums of what the page selects."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from conftest_web import Visitor
from roznamcha.register import open_register


@pytest.fixture
def told(visitor: Visitor, register_file: Path) -> Visitor:
    """Let two documents report totals of the dead of 2015."""
    with open_register(register_file) as register, register.transaction() as db:
        for n, title in enumerate(("Blast in Quetta market", "Guard shot dead in Peshawar")):
            (document,) = db.execute("SELECT id FROM documents WHERE title = ?", (title,)).fetchone()
            db.execute(
                'INSERT INTO figures (id, document, n, what, low, high, period, "start", "end", text, confidence,'
                " origin_kind, origin_name, origin_version)"
                " VALUES (?, ?, 0, 'killed', ?, ?, '2015', 0, 6, 'Quetta', 1, 'rule', 'by hand', '1')",
                (f"f{n}", document, 10 + n, 10 + n),
            )
    return visitor


def test_own_sums_and_reported_totals_are_those_of_the_selection(told: Visitor) -> None:
    data = told.json("/figures.json")
    assert [(line["low"], line["own"]["total"]) for line in data["reported"]] == [(11, 8), (10, 8)]  # type: ignore[attr-defined]
    data = told.json("/figures.json?kind=Attack")
    assert [(line["low"], line["own"]["total"]) for line in data["reported"]] == [(11, 1)]  # type: ignore[attr-defined]


def test_a_cut_list_of_totals_tells_its_length(told: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("roznamcha.web.pages.figures"), "MOST_REPORTED", 1)
    assert "The first 1 of 2 are listed" in told.get("/figures")


def test_rejected_incidents_are_not_among_the_undated(visitor: Visitor, register_file: Path) -> None:
    with open_register(register_file) as register, register.transaction() as db:
        db.execute("UPDATE incidents SET earliest = NULL, latest = NULL, date = NULL")
    assert visitor.json("/figures.json")["undated"] == 2
    with open_register(register_file) as register, register.transaction() as db:
        db.execute("UPDATE incidents SET state = 'rejected' WHERE sub_event_type = 'Attack'")
    assert visitor.json("/figures.json")["undated"] == 1
