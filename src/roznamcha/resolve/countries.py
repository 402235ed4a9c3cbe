"""The country a text is about, by all that it names: places, demonyms, and forces and groups at home in one country.

For incidents whose own names lead nowhere ("PIB area"): the text's other words still say that it speaks of Pakistan. The
answer carries the words that show it, and is None where two countries are as good as each other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from roznamcha.model import PlaceMention, Span
from roznamcha.resolve.actors import Registry, open_registry
from roznamcha.resolve.actors.resolve import at_home_in
from roznamcha.resolve.places import find_places, recased

MARGIN = 1.3
"""How much more the first country must weigh than the second."""
_NAMES = re.compile(r"(?<!\w)[A-Z][\w’'-]*(?:\s+(?:[A-Z][\w’'-]*|of|for|e|ul|al|and|the))*")
_WEIGHTS = {"place": 1.0, "demonym": 0.7, "organisation": 1.5}


def document_country(
    text: str, *, mentions: Sequence[PlaceMention] | None = None, registry: Registry | None = None
) -> tuple[str | None, tuple[Span, ...]]:
    """Tell the country (ISO 3166, two letters) that a text is about, with the words that show it.

    `mentions` are its places where they are known already.

    >>> document_country("Assam Rifles personnel were ambushed near PIB area.")[0]
    'IN'
    """
    order, votes, shown = _votes(text, mentions, registry)
    if not order or (len(order) > 1 and votes[order[0]] < MARGIN * votes[order[1]]):
        return None, ()
    return order[0], tuple(sorted(shown[order[0]]))


def likeliest_country(
    text: str, *, mentions: Sequence[PlaceMention] | None = None, registry: Registry | None = None
) -> str | None:
    """Tell the country in which a name in doubt most likely lies: the heaviest, or the first named of those that weigh the same.

    It is a cue for names and no value: what a text is about tells `document_country`.
    """
    order, _, _ = _votes(text, mentions, registry)
    return order[0] if order else None


def _votes(
    text: str, mentions: Sequence[PlaceMention] | None, registry: Registry | None
) -> tuple[list[str], dict[str, float], dict[str, list[Span]]]:
    """Weigh the countries that a text names: the heaviest first, their weights, and the words that show each."""
    votes: dict[str, float] = defaultdict(float)
    shown: dict[str, list[Span]] = defaultdict(list)
    for mention in find_places(text) if mentions is None else mentions:
        if mention.place and mention.place.country:
            votes[mention.place.country] += _WEIGHTS["demonym" if mention.kind == "demonym" else "place"]
            shown[mention.place.country].append(mention.span)
    for span, country in _organisations(text, registry or open_registry()):
        votes[country] += _WEIGHTS["organisation"]
        shown[country].append(span)
    return sorted(votes, key=lambda code: (-votes[code], min(shown[code]))), votes, shown


@lru_cache(maxsize=8)
def _organisations(text: str, registry: Registry) -> tuple[tuple[Span, str], ...]:
    found = []
    for name in _NAMES.finditer(recased(text)):
        country = at_home_in(name[0], registry)
        if country:
            found.append((Span.of(text, *name.span()), country))
    return tuple(found)
