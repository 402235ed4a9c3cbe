"""Builders of model objects for tests, with marks in the text for the spans.

    record = make_record("On Thursday a blast killed [13 policemen|killed] in [Karachi|place].")

Each `[words|label]` becomes a span of the text without the brackets; `spans_in` gives them by label.
"""

from __future__ import annotations

import hashlib
import re

from roznamcha.model import (
    Actor,
    Block,
    Claim,
    Claimed,
    Count,
    DateValue,
    Document,
    Figure,
    Meta,
    OffsetMap,
    Origin,
    Person,
    Place,
    PlaceValue,
    Record,
    Report,
    Segment,
    Source,
    Span,
    Speaker,
    Value,
    Weapon,
)

RULE = Origin("rule", "tests", "1")
MARK = re.compile(r"\[([^\]|]*)\|([a-z_]+)\]")
KARACHI = Place("geonames:1174872", "Karachi", ("Karachi", "Sindh", "Pakistan"), "PK", 24.8608, 67.0104, "PPLA")
VALUES: dict[str, Value] = {
    "sub_event_type": "Suicide bomb",
    "status": "occurred",
    "scope": "political",
    "background": False,
    "date": DateValue("2014-02-13", "2014-02-13", "2014-02-13", anchor="published"),
    "place": PlaceValue(("Karachi",), "PK", KARACHI),
    "actor": Actor("the Taliban", "perpetrator", "Rebel group"),
    "person": Person("Imran", "killed"),
    "killed": Count(13, 13, (("state", 13),)),
    "injured": Count(51, None, (("unknown", 51),)),
    "weapon": Weapon("blast", "Explosives"),
    "claim": Claimed("claimed"),
    "source": Speaker("police", "official"),
}


def spans_in(marked: str) -> tuple[str, dict[str, list[Span]]]:
    """Take the marks out of a text and give the spans that they marked, by label."""
    text, spans, last = "", {}, 0
    for match in MARK.finditer(marked):
        text += marked[last : match.start()]
        start = len(text)
        text += match[1]
        spans.setdefault(match[2], []).append((start, len(text)))
        last = match.end()
    text += marked[last:]
    return text, {label: [Span.of(text, *pair) for pair in pairs] for label, pairs in spans.items()}


def make_source(text: str, name: str = "a.txt", media: str = "text") -> Source:
    data = text.encode()
    return Source(hashlib.sha256(data).hexdigest(), name, f"folder/{name}", media, data, text)


def make_document(text: str, name: str = "a.txt", published: str | None = None) -> Document:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(
        id=hashlib.sha256(f"{digest} {name}".encode()).hexdigest()[:16],
        source=digest,
        name=name,
        text=text,
        offsets=OffsetMap((Segment(0, len(text), 0, len(text)),)),
        blocks=(Block(0, len(text), "body"),),
        published=Meta(published, "--published") if published else None,
    )


def make_claim(field: str, *spans: Span, value: Value | None = None, stance: str = "stated") -> Claim:
    return Claim(field, VALUES[field] if value is None else value, spans, RULE, stance=stance)


def make_record(marked: str, name: str = "a.txt", published: str | None = None) -> Record:
    """Make a record of one incident whose claims are the marks; "figure" and "anchor" mark those."""
    text, spans = spans_in(marked)
    document = make_document(text, name, published)
    figures = tuple(Figure(span, "killed", 100, None, RULE) for span in spans.pop("figure", []))
    anchor = spans.pop("anchor", [Span.of(text, 0, len(text))])[0]
    claims = tuple(make_claim(field, *found) for field, found in spans.items())
    reports = (Report(document.id, anchor, (make_claim("sub_event_type", anchor), *claims)),) if claims else ()
    return Record(document, reports, figures)
