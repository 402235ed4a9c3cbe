"""Gold records → drafts: what the finder should have marked, for training it and for measuring the assembler alone.

A gold record quotes words, mostly without saying where they stand. Each quote is located here: where it has offsets and the
words stand there, there; else of several occurrences the one nearest to the incident's anchor is taken, whole words before parts
of words. The values of the record (ranges, EDTF, countries)
are left in `GoldDocument.record`; the drafts hold only what a finder could mark.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from roznamcha.coder import heads
from roznamcha.coder.drafts import Draft, Mention
from roznamcha.errors import DataError
from roznamcha.evaluate.jsonlines import read_lines
from roznamcha.model import Figure, Origin, Span
from roznamcha.model.codebook import COUNTS

ORIGIN: Final = Origin("person", "gold", "1")
Quote = str | Mapping[str, Any]
"""Words of a text: alone, or as the `quote` of an object that may say beside it where they `start`."""


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

    Raises DataError, with file and id, for a record without a text and for one that `checked_document` refuses.
    """
    by_id = {line["id"]: line for line in read_lines(texts, "id", "text")}
    found = []
    for record in read_lines(gold, "id"):
        if record["id"] not in by_id:
            raise DataError(f"{gold}: record {record['id']} has no text in {texts}; give a line with that `id` and its `text`")
        found.append(checked_document(by_id[record["id"]], record, str(gold)))
    return tuple(found)


def checked_document(text_line: dict[str, Any], record: dict[str, Any], where: str) -> GoldDocument:
    """Join one text line with its record, which came from `where`.

    Raises DataError, with `where` and the id, when the text does not hold a quote, a key is missing or a value is none of the
    codebook's.
    """
    try:
        document = gold_document(text_line, record)
        _check_values(document)
    except KeyError as error:
        raise DataError(f"{where}: record {record['id']} lacks {error}") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise DataError(f"{where}: record {record['id']}: {error}") from error
    return document


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


def locate(text: str, quote: Quote, near: Span) -> Span:
    """Find `quote` in `text`: where it says that it stands, else whole words before parts, then nearest to `near`, then first.

    Raises ValueError when the text does not hold the quote.

    >>> locate("a man, a plan; the man", "man", Span(15, 22, "the man"))
    Span(start=19, end=22, text='man')
    >>> locate("a man, a plan; the man", {"quote": "man", "start": 2, "end": 5}, Span(15, 22, "the man"))
    Span(start=2, end=5, text='man')
    """
    words, start = (quote, None) if isinstance(quote, str) else (quote["quote"], quote.get("start"))
    if start is not None and start >= 0 and words and text.startswith(words, start):
        return Span.of(text, start, start + len(words))
    found = [Span.of(text, at, at + len(words)) for at in _occurrences(text, words)] if words else []
    if not found:
        raise ValueError(f"quote not in the text: {words!r}")
    return min(found, key=lambda span: (not _is_whole(text, span), _distance(span, near), span.start))


def _mentions(text: str, incident: dict[str, Any], anchor: Span) -> Iterator[Mention]:
    if date := incident.get("date"):
        yield Mention(locate(text, date, anchor), "date")
    for name in (incident.get("place") or {}).get("names") or []:
        yield Mention(locate(text, name, anchor), "place")
    for actor in incident.get("actors") or []:
        yield Mention(locate(text, actor, anchor), actor["role"], actor.get("kind"), actor.get("stance"))
    for person in incident.get("people") or []:
        yield Mention(locate(text, person, anchor), "person", person.get("fate"))
    for label in COUNTS:
        yield from _count_mentions(text, label, incident.get(label), anchor)
    for weapon in incident.get("weapons") or []:
        yield Mention(locate(text, weapon, anchor), "weapon", weapon.get("type"))
    if claim := incident.get("claim"):
        words = locate(text, claim, anchor)
        yield Mention(words, "claim", claim.get("status"))
        if claim.get("by"):
            yield Mention(locate(text, claim["by"], words), "claimant")
    for source in incident.get("sources") or []:
        yield Mention(locate(text, source, anchor), "source", source.get("kind"))


def _count_mentions(text: str, label: str, count: dict[str, Any] | None, anchor: Span) -> Iterator[Mention]:
    if not count:
        return
    groups = [group for group, number in (count.get("by") or {}).items() if number]
    for quote in count.get("quotes") or []:
        yield Mention(locate(text, quote, anchor), label, groups[0] if len(groups) == 1 else None)


def _figure(text: str, figure: dict[str, Any]) -> Figure:
    words = locate(text, figure, Span.of(text, 0, 1))
    source = locate(text, figure["source"], words) if figure.get("source") else None
    low, high = figure["value"]
    return Figure(words, figure["what"], low, high, ORIGIN, figure.get("period"), source)


def _check_values(document: GoldDocument) -> None:
    """Raise ValueError for a value that the network has no answer for."""
    for draft in document.drafts:
        for name in ("sub_event_type", "status", "scope"):
            _check(name, getattr(draft, name), heads.INCIDENT[name])
        for mention in draft.mentions:
            _check("role", mention.label, heads.TAGS)
            if mention.kind is not None:
                block = heads.ATTRIBUTE_OF[mention.label]
                _check(block, mention.kind, heads.ATTRIBUTES[block])
            if mention.stance is not None:
                _check("stance", mention.stance, heads.ATTRIBUTES["stance"])
    for incident in document.record.get("incidents") or []:
        for label in COUNTS:
            _check_total(label, (incident.get(label) or {}).get("total"))


def _check(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"{name} {value!r} is not in the codebook: {', '.join(allowed)}")


def _check_total(label: str, total: Any) -> None:
    if total is None:
        return
    low, high = total if isinstance(total, list) and len(total) == 2 else (-1, None)
    if not isinstance(low, int) or low < 0 or not isinstance(high, int | None):
        raise ValueError(f"total of {label} must be [low, high] with whole numbers (high: null where it is open), not {total!r}")


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
