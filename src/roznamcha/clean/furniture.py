"""Know page furniture by its words: browser notices, share bars, cookie lines, "read more", copyright.

A paragraph is furniture only as a whole and only when it is short; a sentence of the report is never cut out of its
paragraph. The patterns are data (`data/furniture`), each with the reason under which the paragraph is recorded as dropped.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

LONGEST = 300
"""Longer paragraphs are never furniture; the longest notices seen have about 250 characters."""


def furniture_reason(paragraph: str) -> str | None:
    """Name the reason to drop a paragraph, or None when it belongs to the article.

    >>> furniture_reason("Share on Facebook | Tweet | Email"), furniture_reason("Police said two men were killed.")
    ('share links', None)
    """
    if len(paragraph) > LONGEST:
        return None
    plain = " ".join(paragraph.split())
    if _is_share_bar(plain):
        return "share links"
    lower = plain.lower()
    return next((reason for reason, pattern, word in _patterns() if word in lower and pattern.fullmatch(plain)), None)


def _is_share_bar(plain: str) -> bool:
    words = re.findall(r"[a-z]+(?:-[a-z]+)*", plain.lower())
    if not 0 < len(words) <= 25:
        return False
    filler, marked = _share_words()
    return not marked.isdisjoint(words) and all(word in filler or word in marked for word in words)


@lru_cache(maxsize=1)
def _share_words() -> tuple[frozenset[str], frozenset[str]]:
    lines = _data_lines("share_words.txt")
    marked = frozenset(line[1:] for line in lines if line.startswith("*"))
    return frozenset(line for line in lines if not line.startswith("*")), marked


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    rows = ((*line.split("\t"), "")[:3] for line in _data_lines("furniture.tsv"))
    return tuple((reason, re.compile(pattern, re.IGNORECASE), word) for reason, pattern, word in rows)


@lru_cache(maxsize=1)
def agencies() -> tuple[str, ...]:
    """List the agencies that stand in picture credits, longest name first."""
    return tuple(sorted(_data_lines("agencies.txt"), key=len, reverse=True))


def _data_lines(name: str) -> list[str]:
    text = files("roznamcha.data").joinpath("furniture", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
