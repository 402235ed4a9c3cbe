"""One incident built by hand, of two reports, with everything that an export must carry."""

from __future__ import annotations

import pytest

from roznamcha.export import Entry
from roznamcha.model import Block, Claim, Document, Meta, OffsetMap, Origin, Place, PlaceValue, Report, Segment, Span
from roznamcha.model.incident import Beaten, Cell, Incident, Toll
from roznamcha.model.values import Actor, Claimed, Count, DateValue, Person, Weapon

RULE = Origin("rule", "test", "1")
KARACHI = Place("geonames:1174872", "Karachi", ("Karachi", "Sindh", "Pakistan"), "PK", 24.8608, 67.0104, "P", 12.0, adm1="Sindh")


def make_document(name: str, text: str, publisher: str, published: str) -> Document:
    """Build a document whose clean text is its source."""
    return Document(
        id=f"doc-{name}",
        source=f"src-{name}",
        name=name,
        text=text,
        offsets=OffsetMap((Segment(0, len(text), 0, len(text)),)),
        blocks=(Block(0, len(text), "body"),),
        title=Meta(f"Blast; {publisher}", "first line"),
        publisher=Meta(publisher, "stated"),
        published=Meta(published, "stated"),
    )


def make_report(document: Document, words: str) -> Report:
    """Build a report whose anchor is the given words of the document."""
    at = document.text.index(words)
    anchor = document.quote(at, at + len(words))
    return Report(document.id, anchor, (Claim("sub_event_type", "Suicide bomb", (anchor,), RULE),))


def cell(field: str, value: object, **more: object) -> Cell:
    """Build a cell of both reports."""
    return Cell(field, value, ("r1", "r2"), "ucdp", **more)  # type: ignore[arg-type]


@pytest.fixture
def entry() -> Entry:
    """A suicide bombing with a suspected group, a masked driver, an early toll and a late one."""
    early = make_document("early", "A bomb killed at least 8 policemen and driver Rashid Mehmood.", "City Wire", "2014-02-13")
    late = make_document("late", "A suicide attack killed 13 police commandos in Karachi.", "The Day", "2014-02-15")
    spoken = Span.of(late.text, 0, 16)
    cells = (
        cell("sub_event_type", "Suicide bomb"),
        cell("status", "occurred"),
        cell("scope", "political"),
        cell("date", DateValue("2014-02-13", "2014-02-13", "2014-02-13")),
        cell("place", PlaceValue(("Razzakabad", "Karachi"), "PK", KARACHI)),
        cell("actor", Actor("Tehreek-e-Taliban", "perpetrator", "Rebel group"), stance="suspected", speaker="police"),
        cell("actor", Actor("police commandos", "target", "State forces")),
        cell("actor", Actor("driver Rashid Mehmood", "target", "Civilians")),
        cell("person", Person("Rashid Mehmood", "killed")),
        cell(
            "killed",
            Toll(8, 13, 14, (("state", 12), ("civilians", 1))),
            beaten=(Beaten(Count(8, None), ("r1",), "superseded", "an earlier figure"),),
        ),
        cell("injured", Toll(51, 51, None)),
        cell("weapon", Weapon("bomb", "Explosives")),
        cell("claim", Claimed("claimed", spoken)),
    )
    incident = Incident("inc-karachi", ("r1", "r2"), cells, "ucdp", voices=2)
    reports = (
        make_report(early, "killed at least 8 policemen and driver Rashid Mehmood"),
        make_report(late, "killed 13 police commandos"),
    )
    return Entry(incident, reports, (early, late), reviewed=False, changed=1392422400)


@pytest.fixture
def bare() -> Entry:
    """An incident of which nothing but the kind is known."""
    document = make_document("bare", "A tower was blown up.", "The Day", "2014-02-15")
    incident = Incident("inc-bare", ("r3",), (cell("sub_event_type", "Looting/property destruction"),), "ucdp", voices=1)
    return Entry(incident, (make_report(document, "A tower was blown up"),), (document,))
