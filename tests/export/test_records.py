from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from factories import VALUES, make_claim, make_record, make_source, spans_in
from roznamcha.clean import clean
from roznamcha.export.records import record_line, write_record
from roznamcha.model import Actor, Claimed, DateValue, PlaceValue, Record, Report

MARKED = (
    "On [Thursday|date] [a suicide attack killed [13 police commandos|killed]|anchor] in Karachi. "
    "[The Taliban|actor] [claimed it|claim]."
)


def quotes_in(value):
    if isinstance(value, dict):
        if "quote" in value:
            yield value
        for child in value.values():
            yield from quotes_in(child)
    elif isinstance(value, list):
        for child in value:
            yield from quotes_in(child)


def record_of(text: str, marked: str, media: str = "text"):
    """Code, by hand, the marked words of a text that the real cleaner has been over."""
    source = make_source(text, media=media)
    document, _ = clean(source)
    assert document is not None
    _, marks = spans_in(marked)
    spans = {
        label: [document.quote(at := document.text.index(s.text), at + len(s.text)) for s in found]
        for label, found in marks.items()
    }
    claims = [make_claim(field, *found) for field, found in spans.items()]
    anchor = next(iter(spans.values()))[0]
    return source, Record(document, (Report(document.id, anchor, (make_claim("sub_event_type", anchor), *claims)),), ())


def test_every_field_is_written_as_the_codebook_has_it():
    record = make_record(
        "[police|source] said [a blast|weapon] killed [13 men|killed], among them [Imran|person], and hurt [over 50|injured] in"
        " [Karachi|place] on [Thursday|date]. [the Taliban|actor] [claimed it|claim]. [Almost 10,700|figure] died."
    )
    (incident,) = write_record(record)["incidents"]
    assert incident["date"] == {"edtf": "2014-02-13", "quote": "Thursday", "start": 84, "end": 92}
    assert [name["quote"] for name in incident["place"]["names"]] == ["Karachi"]
    assert incident["place"]["country"] == "PK"
    assert incident["actors"][0] | {"start": 0, "end": 0} == {
        "quote": "the Taliban", "start": 0, "end": 0, "role": "perpetrator", "kind": "Rebel group", "stance": "stated"
    }  # fmt: skip
    assert incident["people"][0]["fate"] == "killed"
    assert incident["killed"]["total"] == [13, 13]
    assert incident["killed"]["by"] == {"state": 13}
    assert incident["injured"]["total"] == [51, None]
    assert incident["weapons"][0]["type"] == "Explosives"
    assert incident["claim"]["status"] == "claimed"
    assert incident["sources"][0]["kind"] == "official"
    assert write_record(record)["figures"][0]["value"] == [100, None]


def test_quotes_of_plain_text_stand_in_the_input_as_it_was_given():
    text = (
        '<p>On Thursday a \\"suicide\\" attack killed 13 police&nbsp;commandos in Karachi.</p>\r\n\r\n'
        "Officials spoke of a long night in the port city.\r\n"
    )
    marked = '[a "suicide" attack|weapon] killed [13 police\N{NO-BREAK SPACE}commandos|killed] in [Karachi|place]'
    source, record = record_of(text, marked)
    assert record.document.text != text
    quotes = list(quotes_in(write_record(record, source)))
    assert len(quotes) == 4
    for quote in quotes:
        assert text[quote["start"] : quote["end"]] == quote["quote"]
    assert {quote["quote"] for quote in quotes} == {'a \\"suicide\\" attack', "13 police&nbsp;commandos", "Karachi"}


def test_quotes_of_a_page_are_those_of_its_clean_text():
    record = make_record(MARKED.replace("[a suicide", "a suicide").replace("]|anchor]", "]"))
    source = make_source(f"<html><p>{record.document.text}</p></html>", media="html")
    for quote in quotes_in(write_record(record, source)):
        assert record.document.text[quote["start"] : quote["end"]] == quote["quote"]


def test_document_without_an_incident_has_an_empty_list():
    record = make_record("The market was quiet.")
    assert write_record(record) == {"id": "a.txt", "incidents": [], "figures": []}


def test_date_that_stays_unknown_keeps_its_words():
    record = make_record("[On Thursday|date] [13 men|killed] were killed.")
    claims = tuple(replace(c, value=DateValue(None)) if c.field == "date" else c for c in record.reports[0].claims)
    written = write_record(replace(record, reports=(replace(record.reports[0], claims=claims),)))
    assert written["incidents"][0]["date"]["edtf"] is None
    assert written["incidents"][0]["date"]["quote"] == "On Thursday"


def test_stance_is_written_for_perpetrators_alone():
    record = make_record("[The Taliban|actor] attacked [a post|weapon].")
    report = record.reports[0]
    target = make_claim("actor", report.anchor, value=Actor("a post", "target", "Property"), stance="suspected")
    suspected = tuple(replace(claim, stance="suspected") for claim in report.claims)
    actors = write_record(replace(record, reports=(replace(report, claims=(*suspected, target)),)))["incidents"][0]["actors"]
    assert [actor.get("stance") for actor in actors] == ["suspected", None]


def test_names_of_a_place_are_found_in_their_spans_smallest_first():
    record = make_record("A bomb went off near [Banaras Chowk in Orangi Town, Karachi|place].")
    names = PlaceValue(("Banaras Chowk", "Orangi Town", "Karachi"), "PK")
    claims = tuple(replace(c, value=names) if c.field == "place" else c for c in record.reports[0].claims)
    written = write_record(replace(record, reports=(replace(record.reports[0], claims=claims),)))
    for name, expected in zip(written["incidents"][0]["place"]["names"], names.names, strict=True):
        assert record.document.text[name["start"] : name["end"]] == name["quote"] == expected


def test_claimant_is_written_beside_the_claim():
    record = make_record("[The Taliban|actor] [claimed it|claim].")
    report = record.reports[0]
    by = report.claims_of("actor")[0].spans[0]
    claims = tuple(replace(c, value=Claimed("claimed", by)) if c.field == "claim" else c for c in report.claims)
    claim = write_record(replace(record, reports=(replace(report, claims=claims),)))["incidents"][0]["claim"]
    assert claim == {
        "status": "claimed",
        "by": {"quote": "The Taliban", "start": 0, "end": 11},
        "quote": "claimed it",
        "start": 12,
        "end": 22,
    }


def test_words_made_of_bytes_that_are_no_characters_can_be_written():
    record = make_record("[13\ufffd men|killed] died.")
    source = replace(make_source("13? men died."), text="13\udcff men died.")
    line = record_line(record, source)
    line.encode()
    assert json.loads(line)["incidents"][0]["killed"]["quotes"][0]["quote"] == "13\udcff men"


def test_records_pass_the_checker(shared, tmp_path):
    every = " ".join(
        f"[{getattr(v, 'name', None) or field}|{field}]" for field, v in VALUES.items() if field not in ("place", "actor")
    )
    record = make_record(every + " in [Karachi|place] by [the Taliban|actor], [10,700|figure] since")
    texts, out = tmp_path / "texts.jsonl", tmp_path / "out.jsonl"
    texts.write_text(json.dumps({"id": "a.txt", "text": record.document.text}) + "\n", encoding="utf-8")
    out.write_text(record_line(record) + "\n", encoding="utf-8")
    checker = [sys.executable, str(shared / "tools" / "check_records.py"), str(texts), str(out)]
    ran = subprocess.run(checker, capture_output=True, text=True, check=False)
    assert ran.stdout == "1 documents, 1 incidents, 0 faults\n"


@pytest.mark.parametrize("media", ["text", "html"])
def test_writing_leaves_out_keys_with_nothing_to_say(media):
    record = make_record("[13 men|killed] died.")
    (incident,) = write_record(record, make_source(record.document.text, media=media))["incidents"]
    assert set(incident) == {"sub_event_type", "status", "scope", "background", "anchor", "killed"}
