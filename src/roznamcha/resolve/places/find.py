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
from itertools import pairwise

from roznamcha.model import PlaceMention, Span
from roznamcha.resolve.gazetteer.index import Gazetteer, open_gazetteer
from roznamcha.resolve.gazetteer.names import fold
from roznamcha.resolve.places.judge import Word, facts_of, is_place, not_places, surnames_of
from roznamcha.resolve.places.rank import Array, Group, rank
from roznamcha.resolve.places.resolve import Look, fit, look_up, losers, place_of

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
class Found:
    """A stretch of words `first:last` that the gazetteer knows under `key`."""

    first: int
    last: int
    key: str
    known: str


def find_places(text: str, *, country: str | None = None, gazetteer: Gazetteer | None = None) -> tuple[PlaceMention, ...]:
    """Find the place names of a text and what each is taken for, with the candidates that lost, in order of the text.

    `country` is a cue such as the publisher's country. Mentions of one name share one reading.

    >>> [(m.span.text, m.place.country) for m in find_places("A blast in Quetta killed two policemen.")]
    [('Quetta', 'PK')]
    """
    gazetteer = gazetteer or open_gazetteer()
    words = words_of(text)
    found = _matches(gazetteer, text, words)
    surnames = surnames_of(words, text)
    spans = [(words[one.first].start, words[one.last - 1].end) for one in found if _is_place(text, words, one, surnames)]
    return read_spans(text, spans, country=country, gazetteer=gazetteer)


def words_of(text: str) -> list[Word]:
    """Cut a text into words, hyphens and apostrophes inside kept; "al-Bab" counts as opened by a capital."""
    return [Word(m.start(), m.end(), m[0], m[0][0].isupper() or _ARTICLED.match(m[0]) is not None) for m in _WORD.finditer(text)]


_ARTICLED = re.compile(r"\w{1,4}[-’'][A-Z]")


def _matches(gazetteer: Gazetteer, text: str, words: Sequence[Word]) -> list[Found]:
    spans = [(first, last, fold(text[words[first].start : words[last - 1].end])) for first, last in _stretches(text, words)]
    known = gazetteer.known(key for _, _, key in spans if len(key) > 1)
    found: list[Found] = []
    free = 0
    for first, last, key in spans:
        if first >= free and key in known:
            found.append(Found(first, last, key, known[key]))
            free = last
    return found


def _is_place(text: str, words: Sequence[Word], one: Found, surnames: frozenset[str]) -> bool:
    if one.key in not_places():
        return False
    return one.known == "demonym" or is_place(facts_of(text, words, one.first, one.last, surnames, one.known))


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


def read_spans(
    text: str, spans: Sequence[tuple[int, int]], *, country: str | None = None, gazetteer: Gazetteer | None = None
) -> tuple[PlaceMention, ...]:
    """Resolve names whose offsets are given, in order of the text; a name that leads nowhere keeps the place None.

    Mentions of one name share one reading; names that the text puts behind another ("Paris, Texas") count as its container.
    """
    gazetteer = gazetteer or open_gazetteer()
    looks = look_up(gazetteer, [text[start:end] for start, end in spans])
    numbers: dict[str, int] = {}
    for look in looks:
        if look:
            numbers.setdefault(look.group.key, len(numbers))
    inside = _containers(text, spans, looks, numbers)
    groups = {look.group.key: look.group for look in reversed(looks) if look}
    ordered = [replace(groups[key], inside=tuple(sorted(inside.get(number, ())))) for key, number in numbers.items()]
    chances = rank(ordered, country=country)
    return tuple(
        _mention(gazetteer, text, span, look, ordered[numbers[look.group.key]], chances[numbers[look.group.key]])
        if look
        else PlaceMention(Span.of(text, *span), None)
        for span, look in zip(spans, looks, strict=True)
    )


def _mention(gazetteer: Gazetteer, text: str, span: tuple[int, int], look: Look, group: Group, chance: Array) -> PlaceMention:
    best = int(chance.argmax())
    entry = group.entries[best]
    place = place_of(gazetteer, entry, float(chance[best]), fit(entry, look, ()))
    return PlaceMention(Span.of(text, *span), place, losers(gazetteer, group, chance, best))


_BETWEEN = re.compile(
    r"\s*(?:,|,?\s+in(?:\s+the)?|\(|of)\s*|\s+(?:area|city|town|village|tehsil|district)\s*(?:,|of|in)\s*", re.IGNORECASE
)


def _containers(
    text: str, spans: Sequence[tuple[int, int]], looks: Sequence[Look | None], numbers: dict[str, int]
) -> dict[int, set[int]]:
    """Name the groups that the text puts right behind another: "Paris, Texas", "Orangi Town in Karachi"."""
    inside: dict[int, set[int]] = {}
    for (left, small), (right, big) in pairwise(zip(spans, looks, strict=True)):
        if small and big and small.group.key != big.group.key and _BETWEEN.fullmatch(text[left[1] : right[0]]):
            inside.setdefault(numbers[small.group.key], set()).add(numbers[big.group.key])
    return inside
