"""Cuts a text into sentences and keeps the offsets.

News is cut by a few rules that look at the token before a full stop and the word after it; ranks and abbreviations are data
(`data/lexicon/abbreviations.tsv`). Many incident texts come from databases that dropped all punctuation: a long stretch
without any is cut before a capitalised word that opens sentences ("The", "However", "Sources"), unless the word before it
needs a complement ("of The Telegraph"). No parser and no model: the cut has to be the same on every machine and cost nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from roznamcha.coder.lexicon import table, words
from roznamcha.model import Span

_STOP: Final = re.compile(r"[.!?…]+[\"'”’)\]»]*(?:\s?\[\d+\])*")
_PARAGRAPH: Final = re.compile(r"\n\s*\n|\n")
_LAST_TOKEN: Final = re.compile(r"[\w.&'’-]*$")
_WORD: Final = re.compile(r"[^\W\d_][\w'’-]*")
_BARE_WORDS: Final = 18
"""A stretch of this many words without a comma or a full stop has lost its punctuation."""
_LONGEST: Final = 2000
"""Characters that a sentence may have."""
_NEEDS_COMPLEMENT: Final = frozenset(
    "a an the of in on at by to from for with and or near into under over between against as that which who is are was were"
    " be been has have had will his her their its this these reported reports told called named identified when while"
    " some all least about around nearly over after before".split()
)


def split_sentences(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """Cut `text[start:end]` into sentences, in order, without the white space around them.

    >>> [s.text for s in split_sentences("Maj. Gen. Khan left. He was shot at 5 p.m. in Quetta.")]
    ['Maj. Gen. Khan left.', 'He was shot at 5 p.m. in Quetta.']
    """
    stop = len(text) if end is None else end
    cut: list[tuple[int, int]] = []
    for first, last in _lines(text, start, stop):
        for a, b in _between(first, last, _stops(text, first, last)):
            for c, d in _between(a, b, _bare(text, a, b)):
                cut.extend(_between(c, d, _too_long(text, c, d)))
    return tuple(Span.of(text, a, b) for a, b in (_strip(text, *pair) for pair in cut) if a < b)


def _between(first: int, last: int, cuts: Iterator[int]) -> Iterator[tuple[int, int]]:
    at = first
    for cut in cuts:
        yield at, cut
        at = cut
    yield at, last


def _too_long(text: str, first: int, last: int) -> Iterator[int]:
    """Cut what no writer means as one sentence at white space, so that no later step meets a line of two megabytes."""
    while last - first > _LONGEST:
        space = text.rfind(" ", first + 1, first + _LONGEST)
        first = space if space > first else first + _LONGEST
        yield first


def _strip(text: str, first: int, last: int) -> tuple[int, int]:
    while first < last and text[first].isspace():
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    return first, last


def _lines(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Part a text at line ends, but not where a hard-wrapped paragraph only goes on in the next line."""
    at = start
    for match in _PARAGRAPH.finditer(text, start, stop):
        if match.group().count("\n") == 1 and _is_wrapped(text, at, match.start(), match.end()):
            continue
        yield at, match.start()
        at = match.end()
    yield at, stop


def _is_wrapped(text: str, at: int, newline: int, after: int) -> bool:
    line_start = max(text.rfind("\n", 0, newline) + 1, at)
    width = newline - line_start
    before, following = text[newline - 1 : newline], text[after : after + 1]
    if before in '.!?:"”' or not following:
        return False
    return following.islower() or (50 <= width <= 90 and text.find("\n", after, after + 100) != -1)


def _stops(text: str, first: int, last: int) -> Iterator[int]:
    for match in _STOP.finditer(text, first, last):
        if match.end() < last and _ends_sentence(text, first, match.start(), match.end(), last):
            yield match.end()


def _ends_sentence(text: str, first: int, stop: int, after: int, last: int) -> bool:
    following = text[after : min(last, after + 60)].lstrip()
    spaced = text[after : after + 1].isspace()
    if not following or not (following[0].isupper() or following[0].isdigit() or following[0] in "\"'“‘«([—–-"):
        return False
    if not spaced:
        return _lost_space(text[max(0, stop - 12) : stop], following)
    if text[stop] != ".":
        return True
    return not _is_abbreviation(_last_token(text, first, stop), following)


def _lost_space(before: str, following: str) -> bool:
    """Tell "the Maruti Gypsy.The" from "3.5", "U.S.A" and "www.Site": a lower-case letter before, a capitalised word after."""
    word = _WORD.match(following)
    return (
        before[-1:].islower()
        and not before.endswith("www")
        and word is not None
        and len(word.group()) > 1
        and word.group()[1].islower()
    )


def _last_token(text: str, first: int, stop: int) -> str:
    match = _LAST_TOKEN.search(text, max(first, stop - 30), stop)
    return match.group() if match else ""


def _is_abbreviation(token: str, following: str) -> bool:
    """Tell whether a full stop after `token` belongs to it and ends nothing before `following`."""
    known = table("abbreviations.tsv").get(token.lower())
    next_word = _WORD.match(following)
    opens = next_word is not None and next_word.group() in words("starters.txt")
    if known == "never":
        return True
    if known == "number":
        return following[0].isdigit()
    if known == "maybe" or re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", token):
        return not opens
    return bool(re.fullmatch(r"[A-Z]", token)) and not opens


def _bare(text: str, first: int, last: int) -> Iterator[int]:
    """Give the cuts of a stretch that lost its punctuation."""
    tokens = list(_WORD.finditer(text, first, last))
    if len(tokens) < _BARE_WORDS or re.search(r"[,;:]\s", text[first:last]):
        return
    starters, since = words("starters.txt"), 0
    for k, token in enumerate(tokens[1:], start=1):
        since += 1
        if token.group() in starters and since >= 4 and tokens[k - 1].group().lower() not in _NEEDS_COMPLEMENT:
            yield token.start()
            since = 0
