"""Reports as the linker sees them: one flat, frozen row of comparable facts a report.

Reports read from text and rows that people coded by hand (MAVERICK, headlines) become the same `Facts`, so that one linker
serves both and its features need not know where a fact was read. What is unknown is None or empty; nothing is filled in.
`published` is used to tell how far apart two documents are, never as the day of the act (law 2).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from roznamcha.model import Actor, Count, DateValue, Document, Person, PlaceValue, Record, Report, Weapon

LEAD_CHARACTERS = 600
"""How much of the body is compared: the act is told in the first paragraphs, what follows is shared background."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What one report says, made comparable.

    `document` and `voice` name the document and the group of documents that carry the same text; `publisher` who printed
    it. Days are ISO strings. `radius_km` is how far the act may lie from the point, `where_prec` UCDP's 1 (exact) to 7.
    `killed` and `injured` are (low, high) with high None when open. `victims` are names of persons with a fate, `names` other
    names in the text; `actors` ids where resolved, names otherwise. `title`, `lead` and `anchor` are words of the text.
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
    names: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    actor_kinds: tuple[str, ...] = ()
    weapons: tuple[str, ...] = ()
    title: str = ""
    lead: str = ""
    anchor: str = ""
    background: bool = False


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


def from_record(record: Record, voice: str | None = None) -> list[Facts]:
    """Turn every report of one document into facts; `voice` groups documents with the same text."""
    return [
        from_report(report, record.document, name, voice)
        for name, report in zip(report_ids(record.reports), record.reports, strict=True)
    ]


def from_report(report: Report, document: Document | None = None, name: str | None = None, voice: str | None = None) -> Facts:
    """Turn one report into facts; without its document, title, lead and publication day stay unknown."""
    date = report.value_of("date")
    place = report.value_of("place")
    date = date if isinstance(date, DateValue) else DateValue(None)
    place = place if isinstance(place, PlaceValue) else PlaceValue(())
    point = place.place
    actors = [claim.value for claim in report.claims_of("actor") if isinstance(claim.value, Actor)]
    people = [claim.value for claim in report.claims_of("person") if isinstance(claim.value, Person)]
    weapons = [claim.value for claim in report.claims_of("weapon") if isinstance(claim.value, Weapon)]
    kind = report.value_of("sub_event_type")
    return Facts(
        id=name or report_ids([report])[0],
        document=report.document_id,
        voice=voice or report.document_id,
        publisher=document.publisher.value if document and document.publisher else None,
        published=document.published_day if document else None,
        earliest=date.earliest,
        latest=date.latest,
        lat=point.lat if point else None,
        lon=point.lon if point else None,
        radius_km=point.radius_km if point else 0.0,
        where_prec=point.where_prec if point else None,
        places=tuple(dict.fromkeys((*place.names, *(point.chain if point else ())))),
        country=place.country or (point.country if point else None),
        kind=kind if isinstance(kind, str) else None,
        killed=_range(report, "killed"),
        injured=_range(report, "injured"),
        victims=tuple(dict.fromkeys(person.name for person in people)),
        actors=tuple(dict.fromkeys(actor.actor_id or actor.name for actor in actors)),
        actor_kinds=tuple(dict.fromkeys(actor.kind for actor in actors)),
        weapons=tuple(dict.fromkeys(weapon.type for weapon in weapons)),
        title=document.title.value if document and document.title else "",
        lead=lead_of(document) if document else "",
        anchor=report.anchor.text,
        background=report.value_of("background") is True,
    )


def lead_of(document: Document) -> str:
    """Give the first body text of a document, without titles, captions and datelines."""
    body = " ".join(document.text[block.start : block.end] for block in document.blocks if block.kind == "body")
    return body[:LEAD_CHARACTERS]


def _range(report: Report, field: str) -> tuple[int, int | None] | None:
    value = report.value_of(field)
    return (value.low, value.high) if isinstance(value, Count) else None
