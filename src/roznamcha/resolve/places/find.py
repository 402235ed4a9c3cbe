"""Find the place names of a text: runs of capitalised words that the gazetteer knows, longest first.

A name is left out where the words around it say that it names something else: a person ("Mr Lahore", "Paris Hilton"), a
paper, a firm or an office ("Washington Post"). Type words beside a name ("Swat District", "the town of Sarmin") belong to
it. Demonyms ("Pakistani") are found too, marked by the kind "demonym": they tell a country without naming a place.

Left out: texts in lower case throughout (nothing marks a name in them) and names in other scripts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from roznamcha.model import PlaceMention, Span
from roznamcha.resolve.gazetteer.index import Entry, Gazetteer, open_gazetteer
from roznamcha.resolve.gazetteer.names import fold, take_apart
from roznamcha.resolve.places.precision import precision_of
from roznamcha.resolve.places.rank import Array, Group, rank
from roznamcha.resolve.places.resolve import losers, place_of

_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_](?:[\w]|[-’'‘](?=\w))*", re.UNICODE)
_LINKS = frozenset(
    (
        "of",
        "de",
        "del",
        "la",
        "las",
        "los",
        "el",
        "al",
        "and",
        "i",
        "e",
        "y",
        "du",
        "des",
        "le",
        "les",
        "the",
        "on",
        "upon",
        "ul",
        "ez",
        "az",
        "da",
        "do",
        "dos",
    )
)
LONGEST = 5
"""Most words that a place name may have."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text: its offsets, and whether a capital opens it."""

    start: int
    end: int
    text: str
    capital: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of words `first:last` that the gazetteer knows under `key`."""

    first: int
    last: int
    key: str


def find_places(text: str, *, country: str | None = None, gazetteer: Gazetteer | None = None) -> tuple[PlaceMention, ...]:
    """Find the place names of a text and what each is taken for, with the candidates that lost, in order of the text.

    `country` is a cue such as the publisher's country. Mentions of one name share one reading.

    >>> [(m.span.text, m.place.country) for m in find_places("A blast in Quetta killed two policemen.")]
    [('Quetta', 'PK')]
    """
    gazetteer = gazetteer or open_gazetteer()
    words = [
        Word(m.start(), m.end(), m[0], m[0][0].isupper() or "-" in m[0] and m[0].split("-")[-1][0].isupper())
        for m in _WORD.finditer(text)
    ]
    found = _matches(gazetteer, text, words)
    return _resolved(gazetteer, text, words, found, country)


def _matches(gazetteer: Gazetteer, text: str, words: Sequence[Word]) -> list[Found]:
    spans = [(first, last, fold(text[words[first].start : words[last - 1].end])) for first, last in _stretches(text, words)]
    known = gazetteer.known(key for _, _, key in spans if len(key) > 1)
    found: list[Found] = []
    free = 0
    for first, last, key in spans:
        if first >= free and key in known:
            found.append(Found(first, last, key))
            free = last
    return found


def _stretches(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """List the stretches that may be a name, by start, the longest first: capitals at both ends, plain spaces inside."""
    for first, word in enumerate(words):
        if not word.capital:
            continue
        lasts = []
        for last in range(first, min(first + LONGEST, len(words))):
            if last > first and text[words[last - 1].end : words[last].start] not in (" ", "-", "\u00a0", "\n", "’s ", ". "):
                break
            if words[last].capital:
                lasts.append(last + 1)
            elif words[last].text not in _LINKS:
                break
        yield from ((first, last) for last in reversed(lasts))


def _resolved(
    gazetteer: Gazetteer, text: str, words: Sequence[Word], found: Sequence[Found], country: str | None
) -> tuple[PlaceMention, ...]:
    entries = gazetteer.find(one.key for one in found)
    numbers: dict[str, int] = {}
    for one in found:
        numbers.setdefault(one.key, len(numbers))
    groups = [
        Group(key, tuple(entries[key]), None, _containers(number, numbers, found, text, words)) for key, number in numbers.items()
    ]
    chances = rank(groups, country=country)
    mentions = []
    for one in found:
        group, chance = groups[numbers[one.key]], chances[numbers[one.key]]
        best = int(chance.argmax())
        entry = group.entries[best]
        span = Span.of(text, words[one.first].start, words[one.last - 1].end)
        place = place_of(gazetteer, entry, float(chance[best]), precision_of(entry.feature))
        mentions.append(PlaceMention(span, place, losers(gazetteer, group, chance, best)))
    return tuple(mentions)


def _containers(
    number: int, numbers: dict[str, int], found: Sequence[Found], text: str, words: Sequence[Word]
) -> tuple[int, ...]:
    """Name the groups that the text puts behind this one: "Paris, Texas", "Orangi Town in Karachi"."""
    outer = {
        numbers[right.key]
        for left, right in zip(found, found[1:], strict=False)
        if numbers[left.key] == number
        and text[words[left.last - 1].end : words[right.first].start].strip().lower() in (",", "in", ", in", "of")
    }
    return tuple(sorted(outer - {number}))
