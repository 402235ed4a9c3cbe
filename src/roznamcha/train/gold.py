"""Gold records → drafts: what the finder should have marked, for training it and for measuring the assembler alone.

A gold record quotes words without saying where they stand. Each quote is located here: of several occurrences the one
nearest to the incident's anchor is taken, whole words before parts of words. The values of the record (ranges, EDTF, countries)
are left in `GoldDocument.record`; the drafts hold only what a finder could mark.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from roznamcha.coder.drafts import Draft, Mention
from roznamcha.evaluate.jsonlines import read_lines
from roznamcha.model import Figure, Origin, Span
from roznamcha.model.codebook import COUNTS

ORIGIN: Final = Origin("person", "gold", "1")


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One text with its gold record, and the record's incidents as drafts.

    `drafts` stand in the record's order. `record` is the record as it was read, in the form of the codebook's section 11.
    """

    id: str
    text: str
    published: str | None
    drafts: tuple[Draft, ...]
    figures: tuple[Figure, ...]
    record: dict[str, Any]


def read_gold(texts: Path, gold: Path) -> tuple[GoldDocument, ...]:
    """Read a set of texts and their gold records, in the order of the records.

    Raises KeyError for a record without a text, ValueError for a quote that its text does not hold.
    """
    by_id = {line["id"]: line for line in read_lines(texts)}
    return tuple(gold_document(by_id[record["id"]], record) for record in read_lines(gold))


def gold_document(text_line: dict[str, Any], record: dict[str, Any]) -> GoldDocument:
    """Join one text line (`id`, `text`, maybe `published`) with its record."""
    text = text_line["text"]
    drafts = tuple(gold_draft(text, incident) for incident in record.get("incidents") or [])
    figures = tuple(_figure(text, figure) for figure in record.get("figures") or [])
    return GoldDocument(record["id"], text, text_line.get("published"), drafts, figures, record)


def gold_draft(text: str, incident: dict[str, Any]) -> Draft:
    """Turn one incident of a record into the draft that a perfect finder would give.

    A count's mentions carry the group in `kind` only where the incident's `by` names a single one; the record does not tell
    which phrase stands for which group otherwise.
    """
    anchor = locate(text, incident["anchor"], Span.of(text, 0, 1))
    return Draft(
        anchor=anchor,
        sub_event_type=incident["sub_event_type"],
        origin=ORIGIN,
        status=incident.get("status", "occurred"),
        scope=incident.get("scope", "political"),
        background=bool(incident.get("background")),
        mentions=tuple(_mentions(text, incident, anchor)),
    )


def locate(text: str, quote: str, near: Span) -> Span:
    """Find `quote` in `text`: whole words before parts of words, then nearest to `near`, then first.

    Raises ValueError when the text does not hold the quote.

    >>> locate("a man, a plan; the man", "man", Span(15, 22, "the man"))
    Span(start=19, end=22, text='man')
    """
    found = [Span.of(text, start, start + len(quote)) for start in _occurrences(text, quote)]
    if not found:
        raise ValueError(f"quote not in the text: {quote!r}")
    return min(found, key=lambda span: (not _is_whole(text, span), _distance(span, near), span.start))


def _mentions(text: str, incident: dict[str, Any], anchor: Span) -> Iterator[Mention]:
    if date := incident.get("date"):
        yield Mention(locate(text, date["quote"], anchor), "date")
    for name in (incident.get("place") or {}).get("names") or []:
        yield Mention(locate(text, name, anchor), "place")
    for actor in incident.get("actors") or []:
        yield Mention(locate(text, actor["quote"], anchor), actor["role"], actor.get("kind"), actor.get("stance"))
    for person in incident.get("people") or []:
        yield Mention(locate(text, person["quote"], anchor), "person", person.get("fate"))
    for label in COUNTS:
        yield from _count_mentions(text, label, incident.get(label), anchor)
    for weapon in incident.get("weapons") or []:
        yield Mention(locate(text, weapon["quote"], anchor), "weapon", weapon.get("type"))
    if claim := incident.get("claim"):
        words = locate(text, claim["quote"], anchor)
        yield Mention(words, "claim", claim.get("status"))
        if claim.get("by"):
            yield Mention(locate(text, claim["by"], words), "claimant")
    for source in incident.get("sources") or []:
        yield Mention(locate(text, source["quote"], anchor), "source", source.get("kind"))


def _count_mentions(text: str, label: str, count: dict[str, Any] | None, anchor: Span) -> Iterator[Mention]:
    if not count:
        return
    groups = [group for group, number in (count.get("by") or {}).items() if number]
    for quote in count.get("quotes") or []:
        yield Mention(locate(text, quote, anchor), label, groups[0] if len(groups) == 1 else None)


def _figure(text: str, figure: dict[str, Any]) -> Figure:
    words = locate(text, figure["quote"], Span.of(text, 0, 1))
    source = locate(text, figure["source"], words) if figure.get("source") else None
    low, high = figure["value"]
    return Figure(words, figure["what"], low, high, ORIGIN, figure.get("period"), source)


def _occurrences(text: str, quote: str) -> Iterator[int]:
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


def _is_whole(text: str, span: Span) -> bool:
    before, after = text[span.start - 1 : span.start], text[span.end : span.end + 1]
    return not (before.isalnum() and span.text[0].isalnum()) and not (after.isalnum() and span.text[-1].isalnum())


def _distance(one: Span, other: Span) -> int:
    return max(0, one.start - other.end, other.start - one.end)
