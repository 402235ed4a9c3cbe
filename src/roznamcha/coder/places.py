"""Place words of an incident → names as printed, the country and the point that they are taken for.

The names are looked up together in the gazetteer (`resolve.places`); beside them the places of the text's other incidents
and the country that the whole text is about are asked. A country without a name is a value too: its evidence is the words
that show it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from roznamcha.model import PlaceValue, Span
from roznamcha.resolve.places import find_places, resolve_place_value
from roznamcha.resolve.places.casing import plain_words
from roznamcha.resolve.places.near import offset_before

_CITY_STATES: Final = frozenset({"HK", "MC", "MO", "SG", "VA"})
_BEFORE = 90
"""Characters before a name in which words such as "45 km north of" are looked for."""


def read_place(
    printed: str,
    spans: Sequence[Span],
    others: Sequence[Span],
    about: tuple[str | None, tuple[Span, ...]],
    *,
    likeliest: str | None = None,
    day: str | None = None,
) -> tuple[PlaceValue, tuple[Span, ...]] | None:
    """Read the place that the names at `spans` tell, smallest first; None when there is neither a name nor a country.

    `printed` is the text with the capitals of print (`resolve.places.recased`), by which names are looked up; they are kept as
    the text has them. The words before the name that wins may put the act beside it ("45 km north of Quetta"). `day` is the day
    of the act, `others` are the names that the text's other incidents give, `about` the country that the text is about with the
    words that show it (`resolve.countries.document_country`). The spans are the evidence of a country that no name shows.
    """
    country, evidence = about
    if not spans:
        return (PlaceValue((), country), evidence) if country is not None else None
    asked = _names(printed, spans)
    context = [name for name in _names(printed, others) if name not in asked]
    before = _words_before(printed, spans)
    value = resolve_place_value(asked, context=context, country=likeliest or country, day=day, before=before)
    if value.place is None and value.country == likeliest != country:
        value = resolve_place_value(asked, context=context, day=day)  # a cue is no evidence: the names have to say so
    named = (span.text for span in spans if _is_name(printed[span.start : span.end]))
    value = replace(value, names=tuple(dict.fromkeys(named)))
    if value.country is not None:
        return value, ()
    return (replace(value, country=country), evidence) if value.names or country is not None else None


def _names(printed: str, spans: Sequence[Span]) -> list[str]:
    """List the names to look up; "the capital" and "southern districts" name nothing by themselves, "SPLIT" may."""
    names = dict.fromkeys(printed[span.start : span.end] for span in spans if not _is_plain(span.text))
    return list(names)


def _is_plain(name: str) -> bool:
    words = name.split()
    return plain_words().issuperset(map(str.lower, words)) and (len(words) > 1 or name.islower())


def _is_name(words: str) -> bool:
    """Tell a name of a place within a country from the country's own and from "rural"; "the capital" may stand for one."""
    return not _is_wider(words) and not (words.islower() and words in plain_words())


@lru_cache(maxsize=10_000)
def _is_wider(name: str) -> bool:
    """Tell the names of countries, which `country` holds (codebook, section 10), and of parts of the world.

    >>> [_is_wider(name) for name in ("Panama", "Mexico's", "Latin America", "Panama City", "Singapore", "Punjab")]
    [True, True, True, False, False, False]
    """
    bare = re.sub(r"['’]s$", "", name)
    place = next((one.place for one in find_places(bare) if one.span.text == bare), None)
    if place is None or place.country in _CITY_STATES:
        return False
    return place.feature == "PCLI" or (place.feature == "RGN" and place.country is None)


def _words_before(printed: str, spans: Sequence[Span]) -> dict[str, str]:
    """Give the words before each name, those that put the act beside it where the text has the name more than once."""
    before: dict[str, str] = {}
    for span in spans:
        name = printed[span.start : span.end]
        if name not in before or offset_before(printed, span.start):
            before[name] = printed[max(0, span.start - _BEFORE) : span.start]
    return before
