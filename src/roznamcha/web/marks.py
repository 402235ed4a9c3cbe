"""Cut a text into pieces at the ends of its marked words, so that overlapping claims can all be shown.

HTML cannot nest overlapping marks; each piece therefore lists every claim that covers it, and the page colours it by the
first one's field. Pieces carry their offset, which lets the reader select words and hand their place back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from roznamcha.model import Block, Document, Span

FAMILY = {
    "date": "date",
    "place": "place",
    "actor": "actor",
    "person": "actor",
    "killed": "count",
    "injured": "count",
    "abducted": "count",
    "arrested": "count",
    "weapon": "weapon",
    "source": "source",
    "claim": "source",
}
"""Fields by the colour that marks them; the rest is marked as "other"."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that the same claims cover: its place, its words, and the claims' ids and families."""

    start: int
    text: str
    claims: tuple[str, ...] = ()
    family: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One block of a document, cut into pieces."""

    kind: str
    pieces: tuple[Piece, ...]


Marked = tuple[str, str, Span]
"""A claim's id, its field and one of its spans."""


def cut(text: str, start: int, end: int, marked: Iterable[Marked]) -> tuple[Piece, ...]:
    """Cut `text[start:end]` into pieces.

    >>> at = Span.of("a bomb killed 13", 2, 6)
    >>> [(piece.text, piece.family) for piece in cut("a bomb killed 13", 0, 16, [("c1", "weapon", at)])]
    [('a ', ''), ('bomb', 'weapon'), (' killed 13', '')]
    """
    inside = [(max(span.start, start), min(span.end, end), claim, field) for claim, field, span in marked]
    inside = [mark for mark in inside if mark[0] < mark[1]]
    edges = sorted({start, end, *(edge for mark in inside for edge in mark[:2])})
    return tuple(_piece(text, first, last, inside) for first, last in pairwise(edges))


def _piece(text: str, start: int, end: int, marked: Sequence[tuple[int, int, str, str]]) -> Piece:
    covering = sorted((mark for mark in marked if mark[0] <= start and end <= mark[1]), key=lambda mark: mark[1] - mark[0])
    family = FAMILY.get(covering[0][3], "other") if covering else ""
    return Piece(start, text[start:end], tuple(dict.fromkeys(mark[2] for mark in covering)), family)


def parts(document: Document, marked: Sequence[Marked]) -> tuple[Part, ...]:
    """Cut a whole document block by block; text between blocks comes along as "body"."""
    blocks: list[Block] = []
    at = 0
    for block in document.blocks:
        if document.text[at : block.start].strip():
            blocks.append(Block(at, block.start, "body"))
        blocks.append(block)
        at = block.end
    if document.text[at:].strip():
        blocks.append(Block(at, len(document.text), "body"))
    return tuple(Part(block.kind, cut(document.text, block.start, block.end, marked)) for block in blocks)


def sentence_around(text: str, spans: Sequence[Span], *, most: int = 400) -> tuple[int, int]:
    """Find the stretch to show around evidence: its sentence or paragraph, at most `most` characters on either side."""
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    start, end = text.rfind("\n", 0, first) + 1, text.find("\n", last)
    end = len(text) if end < 0 else end
    sentences = _sentences(text[start:end])
    head = max((start + s for s, _ in sentences if start + s <= first), default=start)
    tail = min((start + e for _, e in sentences if start + e >= last), default=end)
    return max(head, first - most), min(tail, last + most)


@lru_cache(maxsize=2048)
def _sentences(paragraph: str) -> tuple[tuple[int, int], ...]:
    """Split a paragraph once: many claims lie in it, and many readers open its page."""
    from roznamcha.coder.sentences import split_sentences

    return tuple((sentence.start, sentence.end) for sentence in split_sentences(paragraph, 0, len(paragraph)))
