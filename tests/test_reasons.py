"""Why reports stand together or apart: the pair's evidence, and what people decided about it."""

from __future__ import annotations

import pytest

from factories import make_record, make_source, spans_in
from roznamcha.reasons import explain, explain_links, facts_of, obligations_of
from roznamcha.register import open_register
from roznamcha.register.decisions import decide, undo
from roznamcha.register.runs import begin_run
from roznamcha.register.writing import Coding, save_record

TEXT = "On [Thursday|date] a blast killed [13 policemen|killed] in [Karachi|place]. {}"
MORE = ("It was heard in the harbour.", "The wounded were taken to the Civil Hospital.")


@pytest.fixture
def register():
    with open_register(":memory:") as register:
        run = begin_run(register, "1", "{}")
        for number, more in enumerate(MORE):
            name, text = f"{number}.txt", TEXT.format(more)
            record = make_record(text, name, "2014-02-14")
            save_record(register, make_source(spans_in(text)[0], name), record, (), Coding(name, "1", run))
        yield register


@pytest.fixture
def reports(register):
    return [row[0] for row in register.db.execute("SELECT id FROM reports ORDER BY id")]


def test_a_pair_is_explained_before_anything_was_linked(register, reports):
    (reckoning,), verdict = explain(register, reports)
    assert not reckoning.linked
    assert verdict is not None
    assert verdict.mean == pytest.approx(reckoning.comparison.total)
    assert explain(register, reports[:1]) == ([], None)


def test_the_steps_of_a_link_add_up_to_its_score(register, reports):
    (link,) = explain_links(register, reports)
    assert {link["first"], link["second"]} == set(reports)
    assert sum(step["score"] for step in link["steps"]) == pytest.approx(link["score"])
    assert explain_links(register, reports[:1]) == []


def test_what_was_decided_obliges_until_it_is_undone(register, reports):
    merged = decide(register, "merge", reports[0], user="amna", reports=reports)
    assert obligations_of(register).together == (frozenset(reports),)
    (reckoning,), _ = explain(register, reports[:1], reports[1:])
    assert "they are one (amna" in str(reckoning.decided)
    undo(register, merged.id, user="amna")
    assert obligations_of(register).together == ()
    assert explain(register, reports)[0][0].decided is None


def test_a_report_is_read_under_its_id_in_the_register(register, reports):
    assert [facts_of(register, report).id for report in reports] == reports
