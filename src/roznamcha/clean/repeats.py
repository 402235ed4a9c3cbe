"""Find pull quotes and teasers: short paragraphs whose words the body says elsewhere.

A repeat is kept in the text, but as a repeat, so that nothing is counted twice. Words are compared without case, quotes
and punctuation. The fuller telling is the body; of two equal ones the later, since teasers stand before the body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»]{20,400})[\"”»]")
Run = tuple[str, ...]
Holders = dict[Run, set[int]]
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
    runs = [_shingles(own) for own in words]
    candidates = [i for i, own in enumerate(words) if _SHINGLE <= len(own) <= _LONGEST]
    where = _holders(words, runs, candidates)
    return frozenset(i for i in candidates if _is_repeat(i, texts[i], words, runs[i], where))


def _holders(words: list[list[str]], runs: list[list[Run]], candidates: list[int]) -> Holders:
    """Note which texts hold each run of words that a candidate holds; of very many only the fullest."""
    wanted = {run for i in candidates for run in runs[i]}
    where: Holders = {}
    for i, own in enumerate(runs):
        for run in own:
            if run in wanted:
                where.setdefault(run, set()).add(i)
    for run, holders in where.items():
        if len(holders) > _MOST_HOLDERS:
            where[run] = set(sorted(holders, key=lambda i: (len(words[i]), i))[-_MOST_HOLDERS:])
    return where


def _is_repeat(i: int, text: str, words: list[list[str]], runs: list[Run], where: Holders) -> bool:
    sharing: set[int] = set().union(*(where[run] for run in runs))
    hosts = [j for j in sorted(sharing) if j != i and _is_fuller(words, j, i)]
    if any(_covered(runs, j, where) >= _SHARE for j in hosts):
        return True
    return any(_is_quote_of(words[i], text, j, where) for j in hosts)


def _is_fuller(words: list[list[str]], host: int, guest: int) -> bool:
    return (len(words[host]), host) > (len(words[guest]), guest)


def _covered(runs: list[Run], host: int, where: Holders) -> float:
    return sum(1 for run in runs if host in where.get(run, ())) / len(runs)


def _is_quote_of(own: list[str], text: str, host: int, where: Holders) -> bool:
    """Tell whether all that the text quotes stands in the host, and the rest only says who spoke."""
    quoted = [word for match in _QUOTED.finditer(text) for word in _words(match[1])]
    outside = len(own) - len(quoted)
    if len(quoted) < _SHINGLE + 1 or outside > _OUTSIDE or any(character.isdigit() for character in text):
        return False
    return _covered(_shingles(quoted), host, where) >= _SHARE


def _shingles(words: list[str]) -> list[Run]:
    return list(zip(*(words[at:] for at in range(_SHINGLE)), strict=False))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("’", "'"))
