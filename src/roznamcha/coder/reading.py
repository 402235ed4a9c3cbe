"""A document as the coder reads it: its readable stretches, sentences, dates, places and numbers, read once for all its
incidents.

What costs time is read when it is first asked for: most documents of a news stream tell no incident, and nothing asks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Protocol, TypeVar

from roznamcha.coder.dates import date_line
from roznamcha.coder.sentences import split_sentences
from roznamcha.model import Document, NumberMention, PlaceMention, Span, TimeExpression
from roznamcha.resolve.actors import learn_aliases
from roznamcha.resolve.countries import document_country, likeliest_country
from roznamcha.resolve.dates import read_dates
from roznamcha.resolve.numbers import read_numbers
from roznamcha.resolve.places import find_places, recased

_HEAD = 120
"""A repeated title opens within this many characters of the body (a date line, an agency may stand before it)."""
_SHORT = 20
"""A title shorter than this may stand in the body by chance."""


class Text:
    """The text of one document and what is read from it, each thing once.

    Only title, headings, dateline and body are cut into sentences; captions, credits and repeats say nothing that the body
    does not.
    """

    def __init__(self, document: Document) -> None:
        """Read a document; its publication day only resolves relative dates."""
        self.document = document
        self.id = document.id
        self.text = document.text

    @cached_property
    def title(self) -> tuple[Span, ...]:
        """The sentences of the title and the headings."""
        blocks = (b for b in self.document.blocks if b.kind in ("title", "heading"))
        return tuple(s for b in blocks for s in split_sentences(self.text, b.start, b.end))

    @cached_property
    def body(self) -> tuple[Span, ...]:
        """The sentences of the dateline and the body."""
        cut = (max(b.start, self._told_from) for b in self.document.blocks)
        blocks = [(start, b.end) for start, b in zip(cut, self.document.blocks, strict=True) if b.kind in ("dateline", "body")]
        return tuple(s for start, end in blocks if start < end for s in split_sentences(self.text, start, end))

    @cached_property
    def _told_from(self) -> int:
        """Where the body stops repeating the title at its head, as many feeds do ("Wed 22 July 2015 18 Civilians Killed in
        ...")."""
        start = next((b.start for b in self.document.blocks if b.kind == "body"), 0)
        for span in self.title:
            at = self.text.find(span.text.rstrip(" ."), start, start + len(span.text) + _HEAD)
            if at >= 0 and len(span.text) > _SHORT:
                end = at + len(span.text)
                return end + 1 if self.text[end : end + 1] in (".", " ") else end
        return 0

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """All sentences that are read, in the order of the text."""
        return tuple(sorted(self.title + self.body))

    @cached_property
    def date_line(self) -> TimeExpression | None:
        """The date that stands by itself at the head of the text."""
        return date_line(self.text)

    @cached_property
    def times(self) -> tuple[TimeExpression, ...]:
        """The time expressions, resolved against the day from which the text speaks."""
        return tuple(sorted(read_dates(self.text, published=self.told_on), key=lambda time: time.span.start))

    @cached_property
    def told_on(self) -> str | None:
        """The day from which the text speaks (ISO): that of its date line, else that of publication."""
        return self.date_line.edtf if self.date_line else self.document.published_day

    @cached_property
    def about(self) -> tuple[str | None, tuple[Span, ...]]:
        """The country that the text is about (ISO 3166, two letters), with the words that show it."""
        return document_country(self.text, mentions=self.places)

    @cached_property
    def likeliest_country(self) -> str | None:
        """The country in which names in doubt most likely lie."""
        return likeliest_country(self.text, mentions=self.places)

    @cached_property
    def printed(self) -> str:
        """The text with the capitals of print where it is in one case throughout, each letter in its place."""
        return recased(self.text)

    @cached_property
    def places(self) -> tuple[PlaceMention, ...]:
        """The place names that the gazetteer knows."""
        return find_places(self.text)

    @cached_property
    def aliases(self) -> dict[str, str]:
        """The abbreviations that the text explains, with the names they stand for."""
        return {learned.alias.text: learned.name.text for learned in learn_aliases(self.text)}

    @cached_property
    def numbers(self) -> tuple[NumberMention, ...]:
        """The numbers."""
        return read_numbers(self.text)

    def times_in(self, span: Span) -> Sequence[TimeExpression]:
        """List the time expressions that begin in `span`."""
        return _begin_in(self.times, span)

    def places_in(self, span: Span) -> Sequence[PlaceMention]:
        """List the place names that begin in `span`."""
        return _begin_in(self.places, span)

    def numbers_in(self, span: Span) -> Sequence[NumberMention]:
        """List the numbers that begin in `span`."""
        return _begin_in(self.numbers, span)

    def sentence_of(self, span: Span) -> Span | None:
        """Give the sentence in which `span` begins."""
        at = bisect_right(self.sentences, span.start, key=lambda sentence: sentence.start) - 1
        found = self.sentences[at] if at >= 0 else None
        return found if found and span.start < found.end else None


class _Marked(Protocol):
    @property
    def span(self) -> Span: ...


M = TypeVar("M", bound=_Marked)


def _begin_in(marked: Sequence[M], span: Span) -> Sequence[M]:
    first = bisect_left(marked, span.start, key=lambda one: one.span.start)
    last = bisect_left(marked, span.end, key=lambda one: one.span.start)
    return marked[first:last]
