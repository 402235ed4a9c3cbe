"""Finds the noun phrases that name actors: a head noun or a name of the lexicon with the words that belong to it.

From the head the phrase grows to the left over modifiers ("two unidentified motorcycle borne") until a word that cannot
stand inside a noun phrase, and to the right over what names it ("of the Khassadar Force (KF)", "Imtiaz Khan"). Sorts come
from `kinds`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from roznamcha.coder.kinds import Sort, find_nouns, sort_of
from roznamcha.coder.lexicon import words
from roznamcha.model import Span

_WORD: Final = re.compile(r"[\w][\w'’.-]*|\([^)]{1,40}\)|[^\w\s]")
_RIGHT: Final = re.compile(
    r"(?:\s[A-Z][\w'’-]+){0,3}(?:\s?\([A-Z][^)]{1,40}\))?(?:\s(?:of|belonging to|from"
    r"|affiliated to)\s(?:the\s)?(?:[a-z]+\s){0,2}?(?:[A-Z][\w'’-]*\s?(?:of\s|e\s|ul\s"
    r"|\([^)]{1,40}\)\s?)?)+)?(?:\s?\([A-Z][^)]{1,40}\))?"
)
_DETERMINER: Final = frozenset(
    ("a", "an", "the", "his", "her", "its", "their", "this", "these", "those", "both", "all", "some", "any", "no", "each")
)
_LONGEST: Final = 9
"""Words that a phrase may have to the left of its head."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase that names an actor, with what it names."""

    span: Span
    sort: Sort


def find_phrases(text: str, start: int, end: int, *, things: bool = False) -> Iterator[Phrase]:
    """Find the actors' phrases in `text[start:end]`, in order; with `things` also houses, vehicles and the like.

    >>> text = "when two unidentified armed assailants shot an activist of the Awami League (AL) near"
    >>> [p.span.text for p in find_phrases(text, 0, len(text))]
    ['two unidentified armed assailants', 'an activist of the Awami League (AL)']
    """
    at = start
    for head_start, head_end in find_nouns(text[start:end], things=things):
        if start + head_start < at:
            continue
        left = _grow_left(text, at, start + head_start)
        right = _grow_right(text, start + head_end, end)
        span = Span.of(text, left, right)
        sort = sort_of(span.text)
        if sort is not None:
            yield Phrase(span, sort)
            at = right


def _grow_left(text: str, floor: int, head: int) -> int:
    tokens = list(_WORD.finditer(text, max(floor, head - 90), head))
    left = head
    for token in reversed(tokens[-_LONGEST:]):
        word = token.group().lower()
        if not (word[0].isalnum() or word[0] == "(") or word in words("not_in_names.txt") or text[token.end() : left].strip():
            break
        left = token.start()
        if word in _DETERMINER:
            break
    return left


def _grow_right(text: str, head_end: int, end: int) -> int:
    match = _RIGHT.match(text, head_end, end)
    right = match.end() if match else head_end
    while right > head_end and text[right - 1].isspace():
        right -= 1
    return right
