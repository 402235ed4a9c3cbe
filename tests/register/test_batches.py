"""One action about several targets is one batch, and what was decided about a target is read without the rest of the log."""

from __future__ import annotations

from roznamcha.register import open_register
from roznamcha.register.decisions import batch_of, decide, decide_all, decisions_in_force, is_undone, last_of, undo
from roznamcha.register.review import disputes


def test_decisions_of_one_action_are_one_batch_and_a_single_one_is_by_itself() -> None:
    with open_register(":memory:") as register:
        many = decide_all(register, "confirm", ["a", "b"], user="amna")
        decide_all(register, "confirm", ["c", "d"], user="amna")
        single = decide(register, "confirm", "e", user="amna")
        assert [line.id for line in batch_of(register, many[1])] == [line.id for line in many]
        assert batch_of(register, single) == [single]


def test_two_who_confirm_the_same_in_different_batches_do_not_dispute() -> None:
    with open_register(":memory:") as register:
        both = [decide_all(register, "confirm", ["a", other], user=user)[0] for user, other in (("amna", "b"), ("zoya", "c"))]
        assert not disputes(both)


def test_decisions_in_force_about_a_target_follow_added_values_and_undoings() -> None:
    with open_register(":memory:") as register:
        added = decide(register, "add", "report", user="amna", field="injured")
        corrected = decide(register, "correct", added.id, user="amna", value=9)
        decide(register, "confirm", "another", user="amna")
        assert [line.kind for line in decisions_in_force(register, ["report"])] == ["add", "correct"]
        undone = undo(register, corrected.id, user="amna")
        assert [line.kind for line in decisions_in_force(register, ["report"])] == ["add"]
        undo(register, undone.id, user="amna")
        assert [line.kind for line in decisions_in_force(register, ["report"])] == ["add", "correct"]
        whole = [line for line in decisions_in_force(register) if line.target != "another"]
        assert decisions_in_force(register, ["report"]) == whole


def test_the_last_decision_of_a_user_is_the_last_that_stands() -> None:
    with open_register(":memory:") as register:
        first, second = (decide(register, "confirm", target, user="amna") for target in ("a", "b"))
        decide(register, "confirm", "c", user="zoya")
        undo(register, second.id, user="amna")
        assert is_undone(register, second.id)
        assert last_of(register, "amna") == first
        assert last_of(register, "omar") is None


def test_decisions_about_targets_are_found_by_index() -> None:
    with open_register(":memory:") as register:
        from roznamcha.register.decisions import _ABOUT

        plan = register.db.execute(
            f"EXPLAIN QUERY PLAN {_ABOUT}SELECT id FROM decisions WHERE id IN (SELECT id FROM about)", ('["a"]',)
        ).fetchall()
        assert not [row[3] for row in plan if row[3].startswith("SCAN d")]
