"""Other names that a text itself gives: abbreviations in brackets, "alias", "also known as".

An abbreviation counts when its letters are the initials of the words before it, in order, small words skipped or not
("Tehreek e Taliban Pakistan (TTP)", "Border Security Force BSF", "Jama at ul Ahrar JuA"). The text may have lost its
brackets. What is learned holds for this text only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from roznamcha.model import Span

_BRACKETED = re.compile(r"\s*[(\[]\s*(?P<short>[A-Z][A-Za-z0-9.&/-]{1,11}(?:[ -](?:[A-Z]{1,3}|Independent|Maoist))?)\s*[)\]]")
_BARE = re.compile(r"\s+(?P<short>[A-Z][A-Za-z]{0,3}[A-Z]{1,5}(?:-[A-Z]{1,2})?)(?=[\s,.;:’']|$)")
_NAME_WORD = r"(?:[A-Z][\w’'-]*|of|for|and|the|in|al|ul|e|i|de|al-[A-Z][\w-]*|ut|ud|wal|wa)"
_NAME = re.compile(rf"[A-Z][\w’'-]*(?:\s+{_NAME_WORD}){{0,9}}")
_ALIAS = re.compile(
    rf"(?P<name>[A-Z][\w’'.-]*(?:\s+{_NAME_WORD}){{0,6}}?),?\s+"
    r"(?P<how>alias|aka|a\.k\.a\.|(?:also|better|formerly|previously) known as|known locally as|also called)\s+"
    rf"(?:as\s+)?[\"“‘']?(?P<other>(?:the\s+)?[A-Z][\w’'.-]*(?:\s+{_NAME_WORD}){{0,5}})"
)
_SMALL = frozenset("of for and the in al ul e i de ut ud wal wa".split())


@dataclass(frozen=True, slots=True)
class LearnedAlias:
    """A name and another name for the same, both as they stand in the text, and the words or form that tell it."""

    name: Span
    alias: Span
    how: str


def learn_aliases(text: str) -> tuple[LearnedAlias, ...]:
    """Find the pairs of names that a text says are one, in order of the text.

    >>> [(a.name.text, a.alias.text) for a in learn_aliases("Cadres of the Garo National Liberation Army (GNLA) fled.")]
    [('Garo National Liberation Army', 'GNLA')]
    """
    found = [*_abbreviations(text), *_called(text)]
    return tuple(sorted(found, key=lambda learned: (learned.alias.start, learned.name.start)))


def _abbreviations(text: str) -> list[LearnedAlias]:
    learned = []
    for name in _NAME.finditer(text):
        for pattern, how in ((_BRACKETED, "brackets"), (_BARE, "initials")):
            for short in _shorts(pattern, text, name):
                start = _spelled(text, name.start(), short.start(), short["short"])
                if start is not None:
                    alias = Span.of(text, short.start("short"), short.end("short"))
                    learned.append(LearnedAlias(Span.of(text, start, short.start()), alias, how))
                    break
    return list({item.alias: item for item in learned}.values())


def _shorts(pattern: re.Pattern[str], text: str, name: re.Match[str]) -> list[re.Match[str]]:
    """The abbreviations that follow the words of a name: right behind it, or its own last words when brackets are lost."""
    behind = pattern.match(text, name.end())
    inside = pattern.finditer(text, name.start(), name.end() + 1) if pattern is _BARE else ()
    return [*inside, *([behind] if behind else [])]


def _spelled(text: str, start: int, end: int, short: str) -> int | None:
    """Find the start of the words before `end` whose initials spell the abbreviation; None where they do not."""
    letters = [letter.lower() for letter in short if letter.isalpha()]
    words = [(m.start() + start, m[0]) for m in re.finditer(r"[\w’']+", text[start:end])]
    if len(letters) < 2 or len(words) < 2:
        return None
    for first in range(len(words)):
        run = [word for _, word in words[first:]]
        if run[0].lower() in _SMALL or len(run) < 2:
            continue
        if _initials_fit(run, letters):
            return words[first][0]
    return None


def _initials_fit(run: list[str], letters: list[str]) -> bool:
    """Tell whether the letters are the initials of the words: all of them, or all but small words (any of which may count)."""
    need = [word for word in run if word.lower() not in _SMALL]
    if len(need) > len(letters):
        return False
    at = 0
    for word in run:
        if at < len(letters) and word[0].lower() == letters[at]:
            at += 1
        elif word.lower() not in _SMALL:
            return False
    return at == len(letters)


def _called(text: str) -> list[LearnedAlias]:
    return [
        LearnedAlias(Span.of(text, *match.span("name")), Span.of(text, *match.span("other")), match["how"])
        for match in _ALIAS.finditer(text)
        if match["name"] != match["other"]
    ]
