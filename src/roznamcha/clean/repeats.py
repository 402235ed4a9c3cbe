"""Find pull quotes and teasers: short paragraphs whose words the body says elsewhere.

A repeat is kept in the text, but as a repeat, so that nothing is counted twice. Words are compared without case, quotes
and punctuation. The fuller telling is the body; of two equal ones the later, since teasers stand before the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»]{20,400})[\"”»]")
_SHINGLE = 5
_LONGEST = 60
_SHARE = 0.8
_MOST_HOLDERS = 8
"""The fullest texts are enough to tell a repeat, and a text of one line ten thousand times over stays cheap."""
_OUTSIDE = 12
"""How many words a teaser may add around its quote ("said the head of one charity")."""


def repeats(texts: Sequence[str]) -> frozenset[int]:
    """Give the indexes of the texts that only repeat what another text says.

    >>> sorted(repeats(["They came at dawn and left", "He said: they came at dawn and left, never seen again."]))
    [0]
    """
    words = [_words(text) if len(text) < 100_000 else [] for text in texts]
    candidates = [i for i, own in enumerate(words) if _SHINGLE <= len(own) <= _LONGEST]
    wanted = {shingle for i in candidates for shingle in _shingles(words[i])}
    where: dict[tuple[str, ...], set[int]] = {}
    for i, own in enumerate(words):
        for shingle in _shingles(own):
            if shingle in wanted:
                where.setdefault(shingle, set()).add(i)
    for shingle, holders in where.items():
        if len(holders) > _MOST_HOLDERS:
            where[shingle] = set(sorted(holders, key=lambda i: (len(words[i]), i))[-_MOST_HOLDERS:])
    return frozenset(i for i in candidates if _is_repeat(i, texts[i], words, where))


def _is_repeat(i: int, text: str, words: list[list[str]], where: dict[tuple[str, ...], set[int]]) -> bool:
    own = words[i]
    sharing: set[int] = set().union(*(where[shingle] for shingle in _shingles(own)))
    hosts = [j for j in sorted(sharing) if j != i and _is_fuller(words, j, i)]
    if any(_covered(own, j, where) >= _SHARE for j in hosts):
        return True
    return any(_is_quote_of(own, text, j, where) for j in hosts)


def _is_fuller(words: list[list[str]], host: int, guest: int) -> bool:
    return (len(words[host]), host) > (len(words[guest]), guest)


def _covered(own: list[str], host: int, where: dict[tuple[str, ...], set[int]]) -> float:
    shingles = list(_shingles(own))
    return sum(1 for shingle in shingles if host in where.get(shingle, ())) / len(shingles)


def _is_quote_of(own: list[str], text: str, host: int, where: dict[tuple[str, ...], set[int]]) -> bool:
    """Tell whether all that the text quotes stands in the host, and the rest only says who spoke."""
    quoted = [word for match in _QUOTED.finditer(text) for word in _words(match[1])]
    outside = len(own) - len(quoted)
    if len(quoted) < _SHINGLE + 1 or outside > _OUTSIDE or any(character.isdigit() for character in text):
        return False
    return _covered(quoted, host, where) >= _SHARE


def _shingles(words: list[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("’", "'"))
