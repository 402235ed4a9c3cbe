"""When two values count as the same, and how counts of hits become precision, recall and F1.

The rules are the scorer's of the codebook: names and noun phrases agree when the content words of one hold those of the other
or half of the words are shared; everything else must be equal. Matching between two lists is greedy and one to one, in the
order of the gold list, so that a figure does not depend on an optimiser's taste.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an the of in at on by to from near and or its his her their some one two three four five six seven eight nine ten"
        " least suspected alleged unidentified",
    )
)
"""Words that do not tell one phrase from another; a phrase made of nothing else is compared by all its words."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Hits, false values and misses; tallies add up.

    >>> (Tally(3, 1, 0) + Tally(0, 0, 1)).f1
    0.75
    """

    hits: int = 0
    false: int = 0
    missed: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.hits + other.hits, self.false + other.false, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """The share of predicted values that are right; 0 when nothing was predicted."""
        return self.hits / (self.hits + self.false) if self.hits + self.false else 0.0

    @property
    def recall(self) -> float:
        """The share of gold values that were found; 0 when there are none."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        precision, recall = self.precision, self.recall
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    @property
    def gold(self) -> int:
        """How many gold values there are."""
        return self.hits + self.missed

    def as_json(self) -> dict[str, float | int]:
        """Give precision, recall and F1 to four digits, and the number of gold values."""
        return {"p": round(self.precision, 4), "r": round(self.recall, 4), "f1": round(self.f1, 4), "n": self.gold}


def words_of(phrase: str | None) -> list[str]:
    """Split a phrase into lower-case words.

    >>> words_of("Assistant Sub-Inspector (ASI) Imran")
    ['assistant', 'sub', 'inspector', 'asi', 'imran']
    """
    return re.findall(r"\w+", (phrase or "").lower())


@lru_cache(maxsize=100_000)
def _content(phrase: str | None) -> tuple[tuple[str, int], ...]:
    words = words_of(phrase)
    content = [word for word in words if word not in FUNCTION_WORDS]
    return tuple(Counter(content or words).items())


def is_same_phrase(left: str | None, right: str | None) -> bool:
    """Tell whether the content words of one phrase hold those of the other, or half of the words are shared.

    >>> is_same_phrase("two suspected militants", "the militants")
    True
    >>> is_same_phrase("a police van", "a school van of Quetta")
    False
    """
    left_words, right_words = Counter(dict(_content(left))), Counter(dict(_content(right)))
    common = sum((left_words & right_words).values())
    if common == 0:
        return False
    left_total, right_total = sum(left_words.values()), sum(right_words.values())
    return common == min(left_total, right_total) or 2 * common / (left_total + right_total) >= 0.5


def count_matches(gold: Sequence[Any], predicted: Sequence[Any], same: Callable[[Any, Any], bool]) -> int:
    """Count one-to-one matches: each gold value takes the first free predicted value that is the same.

    >>> count_matches([1, 1, 2], [1, 2, 2], lambda a, b: a == b)
    2
    """
    taken: set[int] = set()
    for value in gold:
        hit = next((k for k, other in enumerate(predicted) if k not in taken and same(value, other)), None)
        if hit is not None:
            taken.add(hit)
    return len(taken)


def tally_lists(gold: Sequence[Any], predicted: Sequence[Any], same: Callable[[Any, Any], bool]) -> Tally:
    """Compare two lists of values and count hits, false values and misses."""
    hits = count_matches(gold, predicted, same)
    return Tally(hits, len(predicted) - hits, len(gold) - hits)
