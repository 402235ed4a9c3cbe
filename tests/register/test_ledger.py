from __future__ import annotations

from factories import make_record, make_source
from roznamcha.register.ledger import Ledger

RUNS = "SELECT version, inputs IS NOT NULL, finished IS NOT NULL FROM runs ORDER BY row"


def entry(n):
    record = make_record(f"[{n} men|killed] were killed.", f"{n}.txt")
    return make_source(record.document.text, f"{n}.txt"), record


def run(register, numbers, *, version="1", cut=False):
    ledger = Ledger(register, version, published=None)
    for source, record in map(entry, numbers):
        if ledger.known(source) is None:
            ledger.save(source, record, ())
    if not cut:
        ledger.finish()


def test_run_that_adds_nothing_leaves_no_line(register):
    run(register, [3, 4])
    run(register, [4, 3])
    assert register.db.execute(RUNS).fetchall() == [("1", 1, 1)]


def test_run_that_was_cut_off_is_gone_on_with(register):
    run(register, [3], cut=True)
    assert register.db.execute(RUNS).fetchall() == [("1", 0, 0)]
    run(register, [3, 4])
    assert register.db.execute(RUNS).fetchall() == [("1", 1, 1)]


def test_run_that_was_cut_off_just_before_its_end_is_closed(register):
    run(register, [3], cut=True)
    run(register, [3])
    assert register.db.execute(RUNS).fetchall() == [("1", 1, 1)]


def test_other_version_or_publication_day_codes_anew(register):
    run(register, [3])
    source, _ = entry(3)
    assert Ledger(register, "1", published=None).known(source)
    assert Ledger(register, "2", published=None).known(source) is None
    assert Ledger(register, "1", published="2014-02-15").known(source) is None
