"""Find words in the documents (FTS5): ranked, with the words marked in a snippet.

What a user types is taken as words that must all stand in the document, and "…" as a phrase; the query language of FTS5 is
not let through, since a stray quote or colon in it is an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from roznamcha.register.store import Register

_PIECE = re.compile(r'"([^"]*)"|(\S+)')
MARKS = ("\x02", "\x03")
"""What stands around a found word in a snippet: characters that no article holds, for the page to replace."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that holds the words, with a snippet in which `MARKS` stand around them."""

    document_id: str
    name: str
    title: str | None
    snippet: str


def write_query(words: str) -> str:
    """Write what a user typed as a query of FTS5.

    >>> write_query('bomb "suicide attack" Karachi*')
    '"bomb" "suicide attack" "Karachi*"'
    """
    pieces = [phrase or word for phrase, word in _PIECE.findall(words)]
    return " ".join('"' + piece.replace('"', "") + '"' for piece in pieces if piece.strip('"'))


def search_documents(register: Register, words: str, *, limit: int = 50) -> list[Hit]:
    """Find the documents that hold all the words, best first."""
    query = write_query(words)
    if not query:
        return []
    rows = register.db.execute(
        "SELECT d.id, d.name, d.title, snippet(words, -1, ?, ?, '…', 24) FROM words JOIN documents d ON d.row = words.rowid"
        " WHERE words MATCH ? ORDER BY bm25(words, 4.0, 1.0), d.id LIMIT ?",
        (*MARKS, query, limit),
    )
    return [Hit(*row) for row in rows]
