"""Find which stretches of a page an extracted text is made of.

trafilatura gives good text without offsets; the scanner gives every stretch of the page with offsets. Both are compared
without white space. Long stretches that stand in the extracted text are anchors; the heaviest chain of anchors in order
is kept, so that a teaser in the navigation does not take the place of the paragraph it repeats; short and slightly
different stretches are then looked for between their neighbours only.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

_ANCHOR = 25
"""Characters without white space. Shorter stretches ("Advertisement", a name) stand in too many places."""
_MOST_OCCURRENCES = 5
_PIECE = 10
_MOST_PIECES = 200
_NEARLY = 0.5
"""Share of a stretch's pieces of ten characters that must stand in the text; a cut in the middle breaks one or two."""


class Alignment(NamedTuple):
    """The indexes of the stretches that make up the text, and how much of the text they explain (0 to 1)."""

    chosen: tuple[int, ...]
    coverage: float


class _Match(NamedTuple):
    stretch: int
    start: int
    end: int


def compact(text: str) -> str:
    """Take all white space out."""
    return "".join(text.split())


def align(stretches: Sequence[str], extracted: str) -> Alignment:
    """Choose the stretches that `extracted` is made of, in order.

    >>> align(["Home", "Gunmen fled the market on foot.", "Share"], "Gunmen fled the market on foot.")
    Alignment(chosen=(1,), coverage=1.0)
    """
    target = compact(extracted)
    plain = [compact(text) for text in stretches]
    chain = _heaviest_chain(_anchors(plain, target))
    matches = list(_fill(plain, target, chain))
    explained = sum(match.end - match.start for match in matches)
    return Alignment(tuple(match.stretch for match in matches), explained / len(target) if target else 0.0)


def _anchors(plain: Sequence[str], target: str) -> list[_Match]:
    found = []
    for index, text in enumerate(plain):
        at = target.find(text) if len(text) >= _ANCHOR else -1
        occurrences = 0
        while at >= 0 and occurrences < _MOST_OCCURRENCES:
            found.append(_Match(index, at, at + len(text)))
            occurrences += 1
            at = target.find(text, at + 1)
    return found


def _heaviest_chain(matches: list[_Match]) -> list[_Match]:
    """Choose matches that rise in both texts without overlapping and together hold the most characters."""
    ends = sorted({match.end for match in matches})
    tree = _BestUpTo(len(ends))
    back: list[int] = [-1] * len(matches)
    weight = [0] * len(matches)
    pending: list[int] = []
    for at, match in enumerate(matches):
        if pending and matches[pending[-1]].stretch != match.stretch:
            for done in pending:
                tree.offer(bisect_left(ends, matches[done].end), weight[done], done)
            pending = []
        best, back[at] = tree.best(bisect_left(ends, match.start + 1))
        weight[at] = best + match.end - match.start
        pending.append(at)
    chain = []
    at = max(range(len(matches)), key=weight.__getitem__, default=-1)
    while at >= 0:
        chain.append(matches[at])
        at = back[at]
    return chain[::-1]


class _BestUpTo:
    """The best weight offered at positions below a bound (a Fenwick tree of maxima)."""

    def __init__(self, size: int) -> None:
        self._best = [(0, -1)] * (size + 1)

    def offer(self, position: int, weight: int, item: int) -> None:
        at = position + 1
        while at < len(self._best):
            if weight > self._best[at][0]:
                self._best[at] = (weight, item)
            at += at & -at

    def best(self, bound: int) -> tuple[int, int]:
        found = (0, -1)
        at = bound
        while at > 0:
            found = max(found, self._best[at], key=lambda pair: pair[0])
            at -= at & -at
        return found


def _fill(plain: Sequence[str], target: str, chain: list[_Match]) -> list[_Match]:
    """Add the stretches between anchors that stand, exactly or nearly, in the text between the same anchors."""
    filled: list[_Match] = []
    before = _Match(-1, 0, 0)
    for anchor in (*chain, _Match(len(plain), len(target), len(target))):
        at = before.end
        for index in range(before.stretch + 1, anchor.stretch):
            match = _between(index, plain[index], target, at, anchor.start)
            if match is not None:
                filled.append(match)
                at = match.end
        if anchor.stretch < len(plain):
            filled.append(anchor)
        before = anchor
    return filled


def _between(index: int, text: str, target: str, start: int, end: int) -> _Match | None:
    gap = end - start
    if not text or gap <= 0:
        return None
    at = target.find(text, start, end)
    if at == start or (at >= 0 and len(text) * 4 >= gap):
        return _Match(index, at, at + len(text))
    return _nearly(index, text, target, start, end) if len(text) >= _ANCHOR <= gap else None


def _nearly(index: int, text: str, target: str, start: int, end: int) -> _Match | None:
    """Find a stretch from which the extractor cut a link or a note: most of its pieces stand in the text, in order."""
    size = max(_PIECE, len(text) // _MOST_PIECES)
    pieces = [text[at : at + size] for at in range(0, len(text) - size + 1, size)]
    found: list[int] = []
    at = start
    for piece in pieces:
        place = target.find(piece, at, end)
        if place >= 0:
            found.append(place)
            at = place + size
    if len(found) < _NEARLY * len(pieces):
        return None
    return _Match(index, found[0], at)
