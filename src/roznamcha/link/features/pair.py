"""Two reports side by side, what a feature returns about them, and the bins that levels are read from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from roznamcha.link.profile import Corpus, Profile


class Finding(NamedTuple):
    """What one feature found: a level, named as in the table of weights, and the reason in words."""

    level: str
    reason: str


UNKNOWN: Final = Finding("unknown", "not told by both")
"""What a feature returns when it has nothing to go by. It never weighs anything."""


class Pair:
    """Two reports side by side, with the corpus they stand in; what several features ask is reckoned once.

    `both_have_text` tells whether both come with words of their text and not with a headline or codes alone. `names` are the
    words of names, `full_names` the pairs of such words that both texts have, with their weights, the rarest first.
    """

    __slots__ = ("both_have_text", "corpus", "first", "full_names", "names", "second")

    def __init__(self, first: Profile, second: Profile, corpus: Corpus) -> None:
        self.first = first
        self.second = second
        self.corpus = corpus
        self.both_have_text = bool(first.facts.lead and second.facts.lead)
        self.names = _shared(first.name_words, second.name_words)
        self.full_names = _shared(first.name_pairs, second.name_pairs)

    def as_told(self, level: str) -> str:
        """Mark a level that was found on headlines or codes alone: without the text it may weigh more or less."""
        return level if self.both_have_text else f"{level}, no text"


Feature = Callable[[Pair], Finding]


@dataclass(frozen=True, slots=True)
class Bins:
    """Levels for a number: `levels[i]` from `cuts[i - 1]` on and below `cuts[i]`.

    >>> Bins((1, 5), ("none", "few", "many")).of(3)
    'few'
    """

    cuts: tuple[float, ...]
    levels: tuple[str, ...]

    def of(self, value: float) -> str:
        """Give the level of a number."""
        return self.levels[bisect_right(self.cuts, value)]


RARE: Final = Bins((3.0, 4.5, 5.7, 6.7), ("common", "fairly common", "uncommon", "rare", "very rare"))
"""Levels for the weight of a word: how rare it is among the stories compared."""


def compare_sets(first: Collection[object], second: Collection[object]) -> Finding:
    """Say whether two lists of values are the same, share some, or differ."""
    if not first or not second:
        return UNKNOWN
    one, other = set(map(str, first)), set(map(str, second))
    shared = sorted(one & other)
    if not shared:
        return Finding("different", f"{', '.join(sorted(one)[:3])} against {', '.join(sorted(other)[:3])}")
    return Finding("same" if one == other else "some", list_some("both", shared))


def list_some(lead: str, terms: Collection[str]) -> str:
    """Name the first few of what two reports share."""
    return f"{lead} {', '.join(list(terms)[:4])}" if terms else "nothing in common"


def _shared(first: Mapping[str, float], second: Mapping[str, float]) -> dict[str, float]:
    shared = [(-first[term], term) for term in first.keys() & second.keys()]
    return {term: -weight for weight, term in sorted(shared)}
