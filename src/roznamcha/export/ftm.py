"""FollowTheMoney: incidents as Event, places as Address, sides as Organization or LegalEntity, reports as Article.

The model has no count, weapon or offset on an event, so kind goes to `keywords`, counts and allegations to `summary` and
`notes`, coordinates to the Address. Each side is tied to the event by an UnknownLink whose `role` carries the stance, so that
a suspicion never becomes a fact on the way. Persons become entities only with `--names`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any, TextIO

from roznamcha.export.entry import Entry, actor_of, country, sides, text_of, toll, when, where
from roznamcha.export.names import Masker
from roznamcha.export.sources import office
from roznamcha.export.words import describe, range_words
from roznamcha.model import Document
from roznamcha.model.codebook import COUNTS, EVENT_TYPE_OF
from roznamcha.model.incident import Cell
from roznamcha.model.values import DateValue, Person

Entity = dict[str, Any]
TOPICS = {"State forces": ["mil"], "Rebel group": ["crime.war"], "Political militia": ["crime.war"]}
ROLES = {"stated": "", "suspected": "suspected ", "claimed": "self-declared ", "denied": "accused, denying "}


def entities(entry: Entry, *, names: bool = False) -> Iterator[Entity]:
    """Turn one incident into its entities: articles, address, sides, links, persons, and last the event."""
    masker = Masker(entry, names=names)
    articles = [_article(document, masker) for document in entry.documents]
    address = _address(entry, masker)
    event_id = _key("event", entry.incident.id)
    yield from articles
    if address:
        yield address
    parties: list[str] = []
    for cell, default in [*((c, "perpetrator") for c in sides(entry).attackers), *((c, "target") for c in sides(entry).attacked)]:
        if actor_of(cell).kind != "Property":
            party, link = _party(entry, cell, default, masker)
            parties.append(party["id"])
            yield party
            yield link
    yield from _people(entry, event_id) if names else ()
    yield _event(entry, event_id, address, articles, parties, masker)


def write(entries: Iterator[Entry], out: TextIO, *, names: bool = False) -> int:
    """Write one entity a line, each once, and return how many incidents they tell of."""
    seen: set[str] = set()
    written = 0
    for entry in entries:
        for entity in entities(entry, names=names):
            if entity["id"] not in seen:
                seen.add(entity["id"])
                out.write(json.dumps(entity, ensure_ascii=False, sort_keys=True) + "\n")
        written += 1
    return written


def _key(*parts: str) -> str:
    return "roz-" + hashlib.sha1("\0".join(parts).encode(), usedforsecurity=False).hexdigest()


def _entity(schema: str, key: str, **properties: object) -> Entity:
    filled = {
        name: [str(v) for v in (value if isinstance(value, list) else [value]) if v not in (None, "")]
        for name, value in properties.items()
    }
    return {"id": key, "schema": schema, "properties": {name: values for name, values in filled.items() if values}}


def _article(document: Document, masker: Masker) -> Entity:
    title = masker.text(document.title.value if document.title else document.name)
    return _entity(
        "Article",
        _key("article", document.id),
        title=title,
        fileName=document.name,
        publishedAt=document.published_day,
        publisher=office(document),
        sourceUrl=document.url,
        contentHash=None,
    )


def _address(entry: Entry, masker: Masker) -> Entity | None:
    place, land = where(entry), country(entry)
    names = masker.places(entry)
    if place is None and not names:
        return None
    return _entity(
        "Address",
        _key("address", place.id if place else ", ".join(names)),
        full=", ".join(names) or (place.name if place else ""),
        city=place.name if place and place.where_prec <= 2 else None,
        state=place.adm1 if place else None,
        country=land.iso2.lower() if land else None,
        latitude=round(place.lat, 5) if place else None,
        longitude=round(place.lon, 5) if place else None,
    )


def _party(entry: Entry, cell: Cell, default: str, masker: Masker) -> tuple[Entity, Entity]:
    actor, land = actor_of(cell), country(entry)
    name = masker.actor(actor.name, actor.kind)
    unique = actor.actor_id or _key(entry.incident.id, name)
    schema = "LegalEntity" if actor.kind == "Civilians" else "Organization"
    party = _entity(
        schema, _key("actor", unique), name=name, country=land.iso2.lower() if land else None, topics=TOPICS.get(actor.kind, [])
    )
    role = ROLES[cell.stance] + (actor.role if actor.role != "participant" else default)
    said = f"According to {masker.text(cell.speaker)}" if cell.speaker else None
    link = _entity(
        "UnknownLink",
        _key("link", entry.incident.id, party["id"], actor.role),
        subject=party["id"],
        object=_key("event", entry.incident.id),
        role=role,
        summary=said,
    )
    return party, link


def _people(entry: Entry, event_id: str) -> Iterator[Entity]:
    for cell in entry.incident.cells_of("person"):
        if isinstance(cell.value, Person):
            person = _entity("Person", _key("person", entry.incident.id, cell.value.name), name=cell.value.name)
            yield person
            yield _entity("UnknownLink", _key("fate", person["id"]), subject=person["id"], object=event_id, role=cell.value.fate)


def _date(entry: Entry) -> str | None:
    """Give a whole day, or the month or year that is all the reports tell; ranges stand in startDate and endDate."""
    value = entry.incident.value_of("date")
    edtf = (value.edtf or "").rstrip("~?%") if isinstance(value, DateValue) else ""
    return edtf if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", edtf) else None


def _event(
    entry: Entry, event_id: str, address: Entity | None, articles: list[Entity], parties: list[str], masker: Masker
) -> Entity:
    days, land = when(entry), country(entry)
    kind = text_of(entry, "sub_event_type")
    counts = [f"{field}: {range_words(counted)}" for field in COUNTS if (counted := toll(entry, field))]
    place = ", ".join(masker.places(entry))
    return _entity(
        "Event",
        event_id,
        name=" in ".join(filter(None, (kind, place))) or "Incident",
        date=_date(entry),
        startDate=str(days.first) if days else None,
        endDate=str(days.last) if days else None,
        location=place,
        country=land.iso2.lower() if land else None,
        addressEntity=address["id"] if address else None,
        involved=parties,
        keywords=[kind, EVENT_TYPE_OF.get(kind, "")],
        summary=describe(entry, masker),
        notes=counts + ([] if entry.reviewed else ["Coded by machine, not yet reviewed."]),
        recordId=entry.incident.id,
        proof=[article["id"] for article in articles],
        sourceUrl=[document.url for document in entry.documents if document.url],
    )
