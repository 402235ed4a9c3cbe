"""One document's record in the form of section 11 of the codebook, every quote with its offsets.

For plain text the quotes and offsets are those of the INPUT text: each span of the clean text is led back through the
document's offset map and cut out of the source, so that every quote stands in the input letter for letter, dirt included.
For HTML they are those of the clean text, since a quote cut out of markup would be of no use to a reader.
Claims whose field holds one value (a date, a count) are written once, the first; a report's further claims of such a field
stay in the register. Keys with nothing to say are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from roznamcha.model import (
    Actor,
    Claim,
    Claimed,
    Count,
    DateValue,
    Document,
    Figure,
    Person,
    PlaceValue,
    Record,
    Report,
    Source,
    Span,
    Speaker,
    Weapon,
)
from roznamcha.model.codebook import COUNTS

Json = dict[str, Any]


class Quoter:
    """Writes spans of one document as quotes of the text that the reader of the record holds."""

    def __init__(self, document: Document, source: Source | None = None) -> None:
        self.document = document
        self._given = source.text if source is not None and source.media == "text" else None

    def quote(self, span: Span) -> Json:
        """Write one span as `{"quote", "start", "end"}`."""
        if self._given is None:
            return {"quote": span.text, "start": span.start, "end": span.end}
        start, end = self.document.offsets.to_source(span.start, span.end)
        return {"quote": self._given[start:end], "start": start, "end": end}

    def name(self, name: str, spans: tuple[Span, ...]) -> Json | None:
        """Write a name as the quote of the span that holds it, or None when none does."""
        for span in spans:
            at = span.text.find(name)
            if name and at >= 0:
                return self.quote(Span(span.start + at, span.start + at + len(name), name))
        return None


def record_line(record: Record, source: Source | None = None) -> str:
    """Write a record as one line of JSON, without the line's end."""
    line = json.dumps(write_record(record, source), ensure_ascii=False)
    return line.encode("utf-8", "backslashreplace").decode()  # bytes that are no characters stand as escapes


def empty_line(source: Source) -> str:
    """Write the line of a source of which no document came."""
    return json.dumps({"id": source.name, "incidents": [], "figures": []}, ensure_ascii=False)


def write_record(record: Record, source: Source | None = None) -> Json:
    """Write a record in the codebook's form; give `source` to have the quotes of plain text in the words of the input."""
    quoter = Quoter(record.document, source)
    return {
        "id": record.document.name,
        "incidents": [write_report(report, quoter) for report in record.reports],
        "figures": [_figure(figure, quoter) for figure in record.figures],
    }


def write_report(report: Report, quoter: Quoter) -> Json:
    """Write one report as an incident of the codebook's form."""
    incident: Json = {
        "sub_event_type": report.value_of("sub_event_type"),
        "status": report.value_of("status") or "occurred",
        "scope": report.value_of("scope") or "unclear",
        "background": bool(report.value_of("background")),
        "anchor": quoter.quote(report.anchor),
        "date": _date(report, quoter),
        "place": _place(report, quoter),
        "actors": [_actor(claim, quoter) for claim in report.claims_of("actor")],
        "people": [_person(claim, quoter) for claim in report.claims_of("person")],
        **{name: _count(report, name, quoter) for name in COUNTS},
        "weapons": [_weapon(claim, quoter) for claim in report.claims_of("weapon")],
        "claim": _claimed(report, quoter),
        "sources": [_source(claim, quoter) for claim in report.claims_of("source")],
    }
    return {key: value for key, value in incident.items() if value not in (None, [])}


def _first(report: Report, field: str) -> Iterator[Claim]:
    yield from report.claims_of(field)[:1]


def _date(report: Report, quoter: Quoter) -> Json | None:
    for claim in _first(report, "date"):
        if isinstance(claim.value, DateValue):
            return {"edtf": claim.value.edtf, **quoter.quote(claim.spans[0])}
    return None


def _place(report: Report, quoter: Quoter) -> Json | None:
    for claim in _first(report, "place"):
        if isinstance(claim.value, PlaceValue):
            names = [quoter.name(name, claim.spans) for name in claim.value.names]
            return {"names": [name for name in names if name], "country": claim.value.country}
    return None


def _actor(claim: Claim, quoter: Quoter) -> Json:
    assert isinstance(claim.value, Actor)
    actor: Json = {**quoter.quote(claim.spans[0]), "role": claim.value.role, "kind": claim.value.kind}
    return actor | ({"stance": claim.stance} if claim.value.role == "perpetrator" else {})


def _person(claim: Claim, quoter: Quoter) -> Json:
    assert isinstance(claim.value, Person)
    return {**quoter.quote(claim.spans[0]), "fate": claim.value.fate}


def _count(report: Report, field: str, quoter: Quoter) -> Json | None:
    for claim in _first(report, field):
        if isinstance(claim.value, Count):
            total, quotes = [claim.value.low, claim.value.high], [quoter.quote(span) for span in claim.spans]
            return {"total": total, "by": dict(claim.value.by), "quotes": quotes}
    return None


def _weapon(claim: Claim, quoter: Quoter) -> Json:
    assert isinstance(claim.value, Weapon)
    return {**quoter.quote(claim.spans[0]), "type": claim.value.type}


def _claimed(report: Report, quoter: Quoter) -> Json | None:
    for claim in _first(report, "claim"):
        if isinstance(claim.value, Claimed):
            by = {"by": quoter.quote(claim.value.by)} if claim.value.by else {}
            return {"status": claim.value.status, **by, **quoter.quote(claim.spans[0])}
    return None


def _source(claim: Claim, quoter: Quoter) -> Json:
    assert isinstance(claim.value, Speaker)
    return {**quoter.quote(claim.spans[0]), "kind": claim.value.kind}


def _figure(figure: Figure, quoter: Quoter) -> Json:
    source = {"source": quoter.quote(figure.source)} if figure.source else {}
    value = [figure.low, figure.high]
    return {**quoter.quote(figure.quote), "what": figure.what, "value": value, "period": figure.period, **source}
