from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import make_record, make_source
from roznamcha.derive import check_lines
from roznamcha.model import OffsetMap, Record, Segment, Source
from roznamcha.placing import link_register
from roznamcha.register import Register
from roznamcha.register.decisions import decide
from roznamcha.register.verify import check_span, spans_of, verify_record, verify_register
from roznamcha.register.writing import Coding, save_record

DIRTY = "<p>A blast killed [13 men|killed] in [Karachi|place].</p>"


def dirty() -> tuple[Record, Source]:
    """A document whose text is the source's without its tags."""
    record = make_record(DIRTY.removeprefix("<p>").removesuffix("</p>"))
    text = record.document.text
    document = replace(record.document, offsets=OffsetMap((Segment(0, len(text), 3, 3 + len(text)),)))
    return replace(record, document=document), make_source(f"<p>{text}</p>")


def test_every_span_of_a_sound_record_holds():
    record, source = dirty()
    checked = verify_record(record, source)
    assert checked.faults == ()
    assert checked.spans == len(list(spans_of(record))) == 4


def test_text_that_was_tampered_with_is_noticed():
    record, source = dirty()
    document = replace(record.document, text=record.document.text.replace("13", "31"))
    faults = verify_record(replace(record, document=document), source).faults
    assert {fault.of for fault in faults} == {"report 0 anchor", "report 0 killed", "report 0 sub_event_type"}


def test_source_that_was_tampered_with_is_noticed():
    record, source = dirty()
    other = replace(source, data=source.data.replace(b"13", b"31"))
    whats = {fault.what.split(":")[0] for fault in verify_record(record, other).faults}
    assert whats == {"the bytes do not have the digest they came with", "the source's bytes do not hold it"}


def test_map_that_leads_elsewhere_is_noticed():
    record, source = dirty()
    document = replace(record.document, offsets=OffsetMap((Segment(0, len(record.document.text), 0, len(record.document.text)),)))
    assert check_span(record.reports[0].claims[1].spans[0], document, source) == "the source says it in other words"
    document = replace(record.document, offsets=OffsetMap((Segment(0, len(record.document.text), 300, 400),)))
    assert check_span(record.reports[0].claims[1].spans[0], document, source) == "it does not lead back to the source"


@settings(deadline=None)
@given(st.integers(0, 40), st.integers(1, 12))
def test_any_shift_of_a_span_is_noticed(shift, length):
    record, source = dirty()
    span = record.reports[0].claims[1].spans[0]
    text = record.document.text
    moved = replace(span, start=shift, end=shift + len(span.text))
    assert (check_span(moved, record.document, source) is None) == (text[shift : shift + len(span.text)] == span.text)


FIRST, SECOND = (
    "A blast killed [13 men|killed] in [Karachi|place], [police|source] said. [Over 90 died|figure] last year.",
    "A bomb wounded [six boys|injured] in [Quetta|place].",
)


@pytest.fixture
def two(register: Register) -> Register:
    """A register of two sound documents, linked, in which a test may damage the first."""
    register.db.execute("INSERT INTO runs (version, options, started) VALUES ('1', '{}', 'now')")
    for marked, name in ((FIRST, "first.txt"), (SECOND, "second.txt")):
        record = make_record(marked, name)
        save_record(register, make_source(record.document.text, name), record, (), Coding(name, "1", 1))
    link_register(register)
    register.db.execute("PRAGMA foreign_keys = OFF")
    return register


def test_sound_register_has_no_faults(two):
    checked = list(verify_register(two))
    assert [one.faults for one in checked] == [(), ()]
    assert all(one.held == one.spans > 0 for one in checked)
    assert {holds for _, holds in check_lines(two)} == {True}


@pytest.mark.parametrize(
    ("damage", "of", "what"),
    [
        ("DELETE FROM claim_spans WHERE claim IN {claims}", "report 0 claim", "needs evidence"),
        ("UPDATE sources SET data = x'789c00' WHERE name = 'first.txt'", "source", "cannot be read"),
        ("UPDATE sources SET data = x'00' WHERE name = 'first.txt'", "source", "cannot be read"),
        ("UPDATE sources SET encoding = 'klingon' WHERE name = 'first.txt'", "source", "cannot be read"),
        ("DELETE FROM sources WHERE name = 'first.txt'", "documents", "rows of sources that are gone"),
        ("UPDATE documents SET offsets = '[{{' WHERE name = 'first.txt'", "document", "cannot be read"),
        ("UPDATE documents SET offsets = '[]' WHERE name = 'first.txt'", "report 0 anchor", "does not lead back"),
        (
            'UPDATE documents SET meta = \'{{"colour":{{"value":"red","how":"x"}}}}\' WHERE name = \'first.txt\'',
            "document",
            "read",
        ),
        ("UPDATE claims SET value = 'many' WHERE field = 'killed'", "report 0 claim", "cannot be read"),
        ("UPDATE claims SET value = '{{\"low\":99,\"high\":99}}' WHERE field = 'killed'", "report 0 claim", "id was made of"),
        ("UPDATE claims SET field = 'colour' WHERE field = 'killed'", "report 0 claim", "does not know"),
        ("UPDATE reports SET anchor = 'x' WHERE id IN {reports}", "report 0", "does not fit"),
        ("UPDATE figures SET low = 5", "figure", "id was made of"),
        ('UPDATE figures SET "start" = -1', "figure", "cannot be read"),
        ("DELETE FROM reports WHERE id IN {reports}", "claims", "rows of reports that are gone"),
    ],
)
def test_each_damage_is_a_fault_and_the_rest_is_still_checked(two, damage, of, what):
    reports = "(SELECT r.id FROM reports r JOIN documents d ON d.id = document WHERE name = 'first.txt')"
    claims = f"(SELECT id FROM claims WHERE report IN {reports})"
    second = two.db.execute("SELECT id FROM documents WHERE name = 'second.txt'").fetchone()[0]
    assert two.db.execute(damage.format(reports=reports, claims=claims)).rowcount > 0
    checked = list(verify_register(two))
    faults = [fault for one in checked for fault in one.faults]
    assert any(fault.of.startswith(of) and what in fault.what for fault in faults), faults
    (other,) = [one for one in checked if one.document_id == second]
    assert other.faults == ()
    assert other.held == other.spans > 0
    assert True in dict(check_lines(two)).values(), "the other incident is derived all the same"


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM incident_reports",
        "DELETE FROM incidents",
        "DELETE FROM claim_spans",
        "UPDATE sources SET data = x'00'; DELETE FROM reports",
        "UPDATE incidents SET killed_low = 4",
    ],
)
def test_incidents_that_their_reports_do_not_give_are_told(two, damage):
    for statement in damage.split(";"):
        two.db.execute(statement)
    lines = dict(check_lines(two))
    assert len(lines) == 2
    assert set(lines.values()) == {False}


def test_damaged_line_of_the_log_is_a_fault(two):
    two.db.execute("DROP TRIGGER decisions_stay")
    decide(two, "confirm", "a1", user="amna")
    two.db.execute("UPDATE decisions SET payload = '{'")
    (first, *rest) = verify_register(two)
    assert [(fault.document_id, fault.of) for fault in first.faults] == [("", "decisions")]
    assert len(rest) == 2
    assert set(dict(check_lines(two)).values()) == {True}
