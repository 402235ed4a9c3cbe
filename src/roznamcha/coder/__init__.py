"""Document → record: reads what a document says about each incident, and the figures beside them.

A finder marks words (`coder.rules`, or the trained encoder behind the same protocol), the assembler reads values from them.
Only the title, headings, dateline and body of a document are read; captions, credits and repeats tell nothing twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Protocol

from roznamcha.coder.assemble import assemble
from roznamcha.coder.drafts import Draft
from roznamcha.coder.figures import find_figures
from roznamcha.coder.reading import Text
from roznamcha.coder.rules import RuleFinder
from roznamcha.model import Document, Record

__all__ = ["Finder", "code_document", "code_documents", "default_finder"]


class Finder(Protocol):
    """Marks the words of each incident of each document."""

    def find(self, texts: Sequence[Text]) -> list[tuple[Draft, ...]]:
        """Give the drafts of each text, in the order of the texts."""
        ...


@cache
def default_finder() -> Finder:
    """Load the trained encoder, or the rules where the package holds no weights."""
    if not (files("roznamcha") / "data" / "weights" / "meta.json").is_file():
        return RuleFinder()
    from roznamcha.coder.encoder import load_finder  # onnxruntime takes half a second to load

    return load_finder()


def code_documents(documents: Sequence[Document], *, finder: Finder | None = None) -> tuple[Record, ...]:
    """Code documents, in their order; a `finder` other than the default one may be given.

    The publication day of a document only resolves "on Thursday"; it never becomes a date.
    """
    texts = [Text(document) for document in documents]
    found = (finder or default_finder()).find(texts)
    return tuple(_record(document, text, drafts) for document, text, drafts in zip(documents, texts, found, strict=True))


def code_document(document: Document, *, finder: Finder | None = None) -> Record:
    """Code one document."""
    return code_documents((document,), finder=finder)[0]


def _record(document: Document, text: Text, drafts: tuple[Draft, ...]) -> Record:
    reports = assemble(drafts, text)
    return Record(document, reports, find_figures(text, reports))
