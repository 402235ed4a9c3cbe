"""Reports as the linker sees them: one flat, frozen row of comparable facts a report.

Reports read from text and rows that people coded by hand (MAVERICK, headlines) become the same `Facts`, so that one linker
serves both and its features need not know where a fact was read. What is unknown is None or empty; nothing is filled in.
`published` is used to tell how far apart two documents are, never as the day of the act (law 2).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from roznamcha.link import words
from roznamcha.model import Actor, Count, DateValue, Document, Person, PlaceValue, Record, Report, Weapon

LEAD_CHARACTERS = 700
"""How much of the body is compared word by word: the act is told in the first paragraphs."""
NAMED_CHARACTERS = 3000
"""How much of the body is searched for names, which often come late."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What one report says, made comparable.

    `document` and `voice` name the document and the group of documents that carry the same text; `publisher` who printed
    it. Days are ISO strings. `radius_km` is how far the act may lie from the point, `where_prec` UCDP's 1 (exact) to 7.
    `killed` and `injured` are (low, high) with high None when open. `victims` are names of persons with a fate, `people` those
    told with an age, `names` all names in the text, `dateline` the place at its head. `actors` are ids where resolved and
    names otherwise, `tags` any other coded values. `title`, `lead` and `anchor` are words of the text.
    """

    id: str
    document: str
    voice: str = ""
    publisher: str | None = None
    published: str | None = None
    earliest: str | None = None
    latest: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float = 0.0
    where_prec: int | None = None
    places: tuple[str, ...] = ()
    country: str | None = None
    kind: str | None = None
    killed: tuple[int, int | None] | None = None
    injured: tuple[int, int | None] | None = None
    victims: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    dateline: str = ""
    actors: tuple[str, ...] = ()
    actor_kinds: tuple[str, ...] = ()
    weapons: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    title: str = ""
    lead: str = ""
    anchor: str = ""
    background: bool = False


class PlaceFacts(TypedDict):
    """The part of the facts that tells where."""

    lat: float | None
    lon: float | None
    radius_km: float
    where_prec: int | None
    places: tuple[str, ...]
    country: str | None


class KindFacts(TypedDict):
    """The part of the facts that tells what, and between whom."""

    kind: str | None
    victims: tuple[str, ...]
    actors: tuple[str, ...]
    actor_kinds: tuple[str, ...]
    weapons: tuple[str, ...]


def report_ids(reports: Iterable[Report]) -> list[str]:
    """Name reports by document and place of the anchor in it; a second report on the same words gets a number.

    The ids depend on nothing but the reports' own documents, so that the same register comes out of any order of input.
    """
    seen: Counter[str] = Counter()
    ids = []
    for report in reports:
        name = f"{report.document_id}:{report.anchor.start}"
        seen[name] += 1
        ids.append(name if seen[name] == 1 else f"{name}.{seen[name]}")
    return ids


def from_record(record: Record, voice: str | None = None, furniture: Container[str] = ()) -> list[Facts]:
    """Turn every report of one document into facts: `from_reports` for a record."""
    return from_reports(record.reports, record.document, voice, furniture)


def from_reports(
    reports: Sequence[Report], document: Document | None, voice: str | None = None, furniture: Container[str] = ()
) -> list[Facts]:
    """Turn all the reports of one document into facts.

    `voice` names the group of documents with the same text; `furniture` holds lines that many documents share and that are
    therefore not compared. In a document with several reports each owns the paragraph of its anchor, and the title belongs to
    the one report that is no background: what the paper prints around the others tells nothing about them.
    """
    news = [report for report in reports if report.value_of("background") is not True]
    facts = []
    for name, report in zip(report_ids(reports), reports, strict=True):
        row = from_report(report, document, name, voice, furniture)
        if len(reports) > 1 and document:
            around = paragraph_of(document, report)
            title = row.title if news == [report] else ""
            row = replace(row, title=title, lead=around, names=_names(title, around), people=tuple(words.people(around)))
        facts.append(row)
    return facts


def from_report(
    report: Report,
    document: Document | None = None,
    name: str | None = None,
    voice: str | None = None,
    furniture: Container[str] = (),
) -> Facts:
    """Turn one report into facts; without its document, title, lead and publication day stay unknown."""
    date = report.value_of("date")
    date = date if isinstance(date, DateValue) else DateValue(None)
    body = body_of(document, furniture) if document else report.anchor.text
    title = document.title.value if document and document.title else ""
    return Facts(
        id=name or report_ids([report])[0],
        document=report.document_id,
        voice=voice or report.document_id,
        publisher=document.publisher.value if document and document.publisher else None,
        published=document.published_day if document else None,
        earliest=date.earliest,
        latest=date.latest,
        killed=_range(report, "killed"),
        injured=_range(report, "injured"),
        names=_names(title, body[:NAMED_CHARACTERS]),
        people=tuple(dict.fromkeys(words.people(body[:NAMED_CHARACTERS]))),
        dateline=words.dateline(body),
        title=title,
        lead=body[:LEAD_CHARACTERS],
        anchor=report.anchor.text,
        background=report.value_of("background") is True,
        **_place(report),
        **_kinds(report),
    )


def _place(report: Report) -> PlaceFacts:
    value = report.value_of("place")
    value = value if isinstance(value, PlaceValue) else PlaceValue(())
    point = value.place
    return PlaceFacts(
        lat=point.lat if point else None,
        lon=point.lon if point else None,
        radius_km=point.radius_km if point else 0.0,
        where_prec=point.where_prec if point else None,
        places=tuple(dict.fromkeys((*value.names, *(point.chain if point else ())))),
        country=value.country or (point.country if point else None),
    )


def _kinds(report: Report) -> KindFacts:
    kind = report.value_of("sub_event_type")
    actors = [claim.value for claim in report.claims_of("actor") if isinstance(claim.value, Actor)]
    people = [claim.value for claim in report.claims_of("person") if isinstance(claim.value, Person)]
    weapons = [claim.value for claim in report.claims_of("weapon") if isinstance(claim.value, Weapon)]
    return KindFacts(
        kind=kind if isinstance(kind, str) else None,
        victims=tuple(dict.fromkeys(person.name for person in people)),
        actors=tuple(dict.fromkeys(actor.actor_id for actor in actors if actor.actor_id)),
        actor_kinds=tuple(dict.fromkeys(actor.kind for actor in actors)),
        weapons=tuple(dict.fromkeys(weapon.type for weapon in weapons)),
    )


def body_of(document: Document, furniture: Container[str] = ()) -> str:
    """Give the body text of a document without titles, captions, datelines and the lines that many documents share."""
    blocks = (document.text[block.start : block.end] for block in document.blocks if block.kind == "body")
    lines = (line.strip() for block in blocks for line in block.splitlines())
    return "\n".join(line for line in lines if line and line not in furniture)


def paragraph_of(document: Document, report: Report) -> str:
    """Give the paragraph in which a report's anchor stands, at most the lead's length around it."""
    start = document.text.rfind("\n", 0, report.anchor.start) + 1
    end = document.text.find("\n", report.anchor.end)
    start = max(start, report.anchor.start - LEAD_CHARACTERS // 2)
    end = min(len(document.text) if end < 0 else end, report.anchor.end + LEAD_CHARACTERS // 2)
    return document.text[start:end]


def _names(title: str, body: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*words.names(title), *words.names(body))))


def _range(report: Report, field: str) -> tuple[int, int | None] | None:
    value = report.value_of(field)
    return (value.low, value.high) if isinstance(value, Count) else None
