from __future__ import annotations

import random
from dataclasses import replace

import pytest

from factories import make_record, make_source
from roznamcha.issues import Issue
from roznamcha.register import open_register
from roznamcha.register.dump import dump_digest, dump_lines
from roznamcha.register.ids import report_ids
from roznamcha.register.incidents import Standing, write_incident, write_members
from roznamcha.register.ledger import Ledger
from roznamcha.register.queries import single_incident
from roznamcha.register.reading import read_issues, read_record, read_source
from roznamcha.register.runs import begin_run
from roznamcha.register.search import search_documents
from roznamcha.register.writing import Coding, is_coded, save_issues, save_record

TEXT = (
    "On [Thursday|date] a suicide attack killed [13 police commandos|killed] and injured [over 50|injured] in [Karachi|place]. "
    "[The Taliban|actor] [claimed it|claim], [police|source] said. [Almost 10,700|figure] were killed since 2010."
)


def entry(text=TEXT, name="a.txt"):
    record = make_record(text, name)
    return make_source(record.document.text, name), record


def save(register, source, record, issues=(), *, asked="q", coder="1", run=None):
    row = run or register.db.execute("INSERT INTO runs (version, options, started) VALUES ('1', '{}', 'now')").lastrowid
    return save_record(register, source, record, issues, Coding(asked, coder, row))


def test_record_comes_back_equal(register):
    source, record = entry()
    assert save(register, source, record) == "added"
    assert read_record(register, record.document.id) == record
    assert read_source(register, record.document.id) == source


def test_saving_again_changes_nothing(register):
    source, record = entry()
    save(register, source, record)
    before = list(dump_lines(register)), register.db.total_changes
    assert save(register, source, record, run=1) == "kept"
    assert (list(dump_lines(register)), register.db.total_changes) == before
    assert is_coded(register, "q", "1") == record.document.id
    assert is_coded(register, "q", "2") is None


def test_later_coder_replaces_what_the_earlier_said_and_nothing_of_it_is_left(register):
    source, record = entry()
    save(register, source, record, [Issue("w", "a.txt", "odd", "look", "warning")])
    fewer = replace(record, reports=(), figures=())
    assert save(register, source, fewer, coder="2") == "replaced"
    assert read_record(register, record.document.id) == fewer
    for table in ("reports", "claims", "claim_spans", "figures", "issues", "points"):
        assert register.db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table


def test_incidents_of_a_document_that_is_replaced_are_to_be_derived_anew(register):
    source, record = entry()
    save(register, source, record)
    (report_id,) = report_ids(record.document.id, record.reports)
    with register.transaction() as db:
        for name in (report_id, "another"):
            write_incident(db, single_incident(name, record.reports[0]), Standing("words"))
        write_members(db, report_id, {report_id: record.document.id})
    save(register, source, record, coder="2")
    assert register.db.execute("SELECT id FROM incidents").fetchall() == [("another",)]
    assert register.db.execute("SELECT count(*) FROM incident_reports").fetchone() == (0,)


def test_claim_keeps_its_id_when_a_later_version_reads_the_same(register):
    source, record = entry()
    save(register, source, record)
    ids = register.db.execute("SELECT id FROM claims ORDER BY id").fetchall()
    report = record.reports[0]
    claims = tuple(replace(claim, origin=replace(claim.origin, version="9"), confidence=0.5) for claim in report.claims)
    save(register, source, replace(record, reports=(replace(report, claims=claims),)), coder="9")
    assert register.db.execute("SELECT id FROM claims ORDER BY id").fetchall() == ids


def test_equal_claims_and_equal_anchors_are_told_apart(register):
    source, record = entry()
    report = record.reports[0]
    twin = replace(report, claims=report.claims * 2)
    both = replace(record, reports=(twin, twin), figures=record.figures * 2)
    save(register, source, both)
    assert read_record(register, record.document.id) == both


def test_order_of_input_leaves_no_trace():
    entries = [entry(TEXT.replace("13", str(n)), f"{n}.txt") for n in range(13, 25)]
    entries += [entry(TEXT, "same-bytes-other-name.txt")]
    digests = set()
    for seed in range(4):
        random.Random(seed).shuffle(entries)
        with open_register(":memory:") as register:
            ledger = Ledger(register, "1", published=None)
            for source, record in entries:
                assert ledger.known(source) is None
                ledger.save(source, record, ())
            ledger.finish()
            digests.add(dump_digest(register))
    assert len(digests) == 1


def test_same_bytes_met_in_two_places_are_one_source_whichever_came_first():
    source, record = entry()
    elsewhere = replace(source, uri="aaa/a.txt")
    digests = set()
    for order in ((source, elsewhere), (elsewhere, source)):
        with open_register(":memory:") as register:
            ledger = Ledger(register, "1", published=None)
            assert [ledger.save(one, record, ()) for one in order] == ["added", "kept"]
            assert ledger.known(order[0])
            assert register.db.execute("SELECT uri FROM sources").fetchall() == [("aaa/a.txt",)]
            digests.add(dump_digest(register))
    assert len(digests) == 1


def test_of_two_inputs_with_one_id_in_one_run_the_same_one_stays_whichever_came_first():
    source, record = entry()
    other = replace(record, figures=())
    for order in ((("q1", record), ("q2", other)), (("q2", other), ("q1", record))):
        with open_register(":memory:") as register:
            for asked, one in order:
                save(register, source, one, asked=asked, run=1 if one is order[1][1] else None)
            assert read_record(register, record.document.id) == record


def test_words_are_found_and_lost_with_their_document(register):
    source, record = entry()
    save(register, source, record)
    assert [hit.name for hit in search_documents(register, 'commando "suicide attack"')] == ["a.txt"]
    assert search_documents(register, "commando Lahore") == []
    for odd in ('"', "a:b", "NEAR(", "* -", "", "x AND"):
        search_documents(register, odd)
    register.db.execute("DELETE FROM documents")
    assert search_documents(register, "commando") == []
    register.db.execute("INSERT INTO words (words) VALUES ('integrity-check')")


def test_place_is_found_by_its_coordinates(register):
    source, record = entry()
    save(register, source, record)
    near = "SELECT c.field FROM points p JOIN claims c ON c.row = p.row WHERE min_lat > 24 AND max_lat < 25"
    assert register.db.execute(near).fetchall() == [("place",)]


def test_issue_is_one_row_however_often_it_is_met(register):
    issue = Issue("not-json", "a.jsonl:3", "the line is not JSON", "mend it")
    save_issues(register, [issue, issue])
    save_issues(register, [issue])
    assert read_issues(register) == [issue]


@pytest.mark.parametrize("cut", range(1, 12))
def test_nothing_of_a_document_is_kept_when_saving_it_fails_half_way(register, monkeypatch, cut):
    source, record = entry()
    run = begin_run(register, "1", "{}")
    before = list(dump_lines(register))
    calls = 0

    def insert(db, table, row):
        nonlocal calls
        calls += 1
        if calls == cut:
            raise OSError("the disk is full")
        return original(db, table, row)

    from roznamcha.register import writing

    original = writing._insert
    monkeypatch.setattr(writing, "_insert", insert)
    with pytest.raises(OSError, match="full"):
        save_record(register, source, record, (), Coding("q", "1", run))
    assert list(dump_lines(register)) == before
