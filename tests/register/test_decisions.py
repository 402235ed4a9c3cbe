from __future__ import annotations

import sqlite3

import pytest

from roznamcha.errors import RegisterError
from roznamcha.register.decisions import decide, decisions_in_force, read_decisions, undo


def test_decision_comes_back_with_who_when_and_why(register):
    made = decide(register, "correct", "claim1", user="amna", reason="the later toll", value={"low": 14, "high": 14})
    assert read_decisions(register, "claim1") == [made]
    assert read_decisions(register, "claim2") == []
    assert made.payload == {"value": {"low": 14, "high": 14}}


def test_undoing_an_undoing_brings_the_decision_back(register):
    first = decide(register, "reject", "claim1", user="amna")
    undone = undo(register, first.id, user="amna")
    assert decisions_in_force(register) == []
    undo(register, undone.id, user="bilal")
    assert decisions_in_force(register) == [first]
    assert len(read_decisions(register)) == 3


def test_log_cannot_be_changed(register):
    decide(register, "confirm", "claim1", user="amna")
    for sql in ("UPDATE decisions SET user = 'x'", "DELETE FROM decisions"):
        with pytest.raises(sqlite3.IntegrityError, match="appended"):
            register.db.execute(sql)


def test_undoing_what_was_never_decided_is_an_error(register):
    with pytest.raises(RegisterError):
        undo(register, "none", user="amna")


def test_same_decision_twice_has_two_ids(register):
    ids = {decide(register, "confirm", "claim1", user="amna").id for _ in range(3)}
    assert len(ids) == 3
