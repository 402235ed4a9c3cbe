from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from factories import make_record, make_source
from roznamcha.model import OffsetMap, Record, Segment, Source
from roznamcha.register.verify import check_span, spans_of, verify_record

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
