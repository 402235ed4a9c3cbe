"""A document as the coder reads it: its readable stretches, sentences and time expressions, read once for all its incidents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from roznamcha.coder._interim import read_dates
from roznamcha.coder.sentences import split_sentences
from roznamcha.model import Document, Span, TimeExpression

READ: Final = ("title", "heading", "dateline", "body")
"""The kinds of blocks that are read; captions, credits and repeats say nothing that the body does not."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its sentences and time expressions; `title` are the sentences of title and headings, `body` the others."""

    id: str
    text: str
    title: tuple[Span, ...]
    body: tuple[Span, ...]
    times: tuple[TimeExpression, ...]
    published: str | None = None

    @classmethod
    def of(cls, document: Document) -> Text:
        """Read a document: only the blocks that are worth reading, and the publication day to resolve relative dates."""
        cut: dict[bool, list[Span]] = {True: [], False: []}
        for block in document.blocks:
            if block.kind in READ:
                cut[block.kind in ("title", "heading")].extend(split_sentences(document.text, block.start, block.end))
        times = read_dates(document.text, published=document.published_day)
        return cls(document.id, document.text, tuple(cut[True]), tuple(cut[False]), times, document.published_day)

    @property
    def sentences(self) -> tuple[Span, ...]:
        """All sentences in the order of the text."""
        return tuple(sorted(self.title + self.body))

    def sentence_of(self, span: Span) -> Span | None:
        """Give the sentence in which `span` begins."""
        return next((s for s in self.title + self.body if s.start <= span.start < s.end), None)
