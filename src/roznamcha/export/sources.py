"""Who printed it and who told the printers: parallel lists over an incident's documents, in their order."""

from __future__ import annotations

from roznamcha.export.entry import Entry
from roznamcha.model import Document
from roznamcha.model.values import Speaker


def _flat(text: str) -> str:
    return " ".join(text.replace('"', "'").replace(";", ",").split())


def office(document: Document) -> str:
    """Name the publisher of a document, or the document itself where none is known."""
    return _flat(document.publisher.value if document.publisher else document.name)


def offices(entry: Entry) -> list[str]:
    """List the publisher of each document; a document without one gives its own name."""
    return [office(document) for document in entry.documents]


def publication_days(entry: Entry) -> list[str]:
    """List the publication day of each document, empty where it is not known."""
    return [document.published_day or "" for document in entry.documents]


def headlines(entry: Entry) -> list[str]:
    """List the title of each document, empty where there is none."""
    return [_flat(document.title.value) if document.title else "" for document in entry.documents]


def speakers(entry: Entry) -> list[str]:
    """List who told it, media left out, each once, in the order of the reports."""
    told = [cell.value for cell in entry.incident.cells_of("source")]
    return list(dict.fromkeys(_flat(teller.name) for teller in told if isinstance(teller, Speaker) and teller.kind != "media"))


def citations(entry: Entry) -> list[str]:
    """Cite each document in one line: title, publisher, day, address."""
    cited = []
    for document, title, day in zip(entry.documents, headlines(entry), publication_days(entry), strict=True):
        cited.append(", ".join(filter(None, (title and f'"{title}"', office(document), day, document.url))))
    return cited
