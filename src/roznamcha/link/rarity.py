"""How much a shared word tells: the rarer it is among the documents compared, the more.

The weight of a word is the negative log of the share of stories that hold it, counted over the register's own documents and
smoothed by a small table of how common English news words are (`data/linking/background.tsv`). So a register of five documents
already knows that "police" tells nothing, and one of a million learns which villages are rare in its own country. Copies are
counted once by the caller.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Final, Protocol

PRIOR_DOCUMENTS: Final = 300
"""How many documents the background table counts for: with fewer own documents it leads, with more they do."""
UNSEEN_SHARE: Final = 1 / 3000
"""The share of documents that a word outside the table is taken to have."""


class Counts(Protocol):
    """Numbers of stories by term, wherever they are kept; a `Counter` is one."""

    def __getitem__(self, term: str, /) -> int:
        """Give the number of stories that hold the term."""


class Rarity:
    """Count in how many stories (a document, or several that belong together) each term stands, and weigh terms by it."""

    def __init__(self, background: Mapping[str, float] | None = None, counted: Counts | None = None) -> None:
        """Start from what was `counted` before; its term "" is the number of stories."""
        self._before: Counts = Counter() if counted is None else counted
        self._own: Counter[str] = Counter()
        self._once: set[str] = set()
        self._shared: set[str] = set()
        self._background = background or {}
        self._weights: dict[str, float] = {}

    @property
    def stories(self) -> int:
        """The number of stories counted, now and before."""
        return self._own[""] + self._before[""]

    def add(self, *documents: Iterable[str], known: Iterable[Iterable[str]] = ()) -> None:
        """Count one story, given the terms that each of its documents holds; those of `known` documents were counted before."""
        old = list(known)
        before = self._hold(old)
        self._own.update(self._hold(documents) - before - {""})
        self._own[""] += bool(documents and not old)
        self._weights.clear()

    def _hold(self, documents: Iterable[Iterable[str]]) -> set[str]:
        told: set[str] = set()
        for document in documents:
            terms = set(document)
            self._shared |= terms & self._once
            self._once |= terms
            told |= terms
        return told

    def counted(self) -> Iterator[tuple[str, int]]:
        """Give what was counted now: the number of stories under "", and each term with those that hold it."""
        yield from self._own.items()

    def can_be_shared(self, term: str) -> bool:
        """Tell whether two documents at least hold the term."""
        return term in self._shared

    def holds(self, term: str) -> bool:
        """Tell whether any story holds the term."""
        return self._own[term] + self._before[term] > 0

    def weigh(self, term: str) -> float:
        """Give the weight of a term: 0 when every story holds it.

        >>> rarity = Rarity()
        >>> for terms in (["karachi", "clifton"], ["karachi"]): rarity.add(terms)
        >>> rarity.weigh("clifton") > rarity.weigh("karachi") > 0
        True
        """
        weight = self._weights.get(term)
        if weight is None:
            told = self._own[term] + self._before[term] + PRIOR_DOCUMENTS * self._background.get(term, UNSEEN_SHARE)
            weight = self._weights[term] = -math.log(min(1.0, told / (self.stories + PRIOR_DOCUMENTS)))
        return weight

    def total(self, terms: Iterable[str]) -> float:
        """Add up the weights of terms, exactly, so that their order does not matter."""
        return math.fsum(self.weigh(term) for term in terms)


@cache
def background() -> Mapping[str, Mapping[str, float]]:
    """Read in what share of documents common words ("word"), capitalised words ("name") and pairs of them ("pair") stand."""
    table = files("roznamcha.data") / "linking" / "background.tsv"
    shares: dict[str, dict[str, float]] = {"word": {}, "name": {}, "pair": {}}
    for line in table.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            kind, term, share = line.split("\t")
            shares[kind][term] = float(share)
    return shares
