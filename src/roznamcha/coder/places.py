"""Place words of an incident → names as printed, the country and the point that they are taken for.

The names are looked up together in the gazetteer (`resolve.places`); where they alone lead to no country, the places of the
text's other incidents and the countries that the text names are asked. A country without a name is a value too: its
evidence is the words that show it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from roznamcha.model import PlaceMention, PlaceValue, Span
from roznamcha.resolve.places import resolve_place_value


def read_place(
    names: Sequence[str], mentions: Sequence[PlaceMention], others: Sequence[str], *, day: str | None = None
) -> tuple[PlaceValue, tuple[Span, ...]] | None:
    """Read the place that `names` tell, smallest first; None when there is neither a name nor a country.

    `mentions` are the places of the whole text, `others` the names that its other incidents give. The spans are the
    evidence of a country
    that no name shows.
    """
    names = tuple(dict.fromkeys(names))
    value = (
        resolve_place_value(names, context=[name for name in others if name not in names], day=day) if names else PlaceValue(())
    )
    if value.country is not None:
        return value, ()
    country, evidence = country_of_text(mentions)
    if country is None and not names:
        return None
    return replace(value, country=country), evidence


def country_of_text(mentions: Sequence[PlaceMention]) -> tuple[str | None, tuple[Span, ...]]:
    """Tell the one country that a text's places point to, with the mentions that do; None when two countries tie."""
    votes = Counter(mention.place.country for mention in mentions if mention.place and mention.place.country)
    if not votes:
        return None, ()
    (first, most), *rest = votes.most_common(2)
    if rest and rest[0][1] == most:
        return None, ()
    return first, tuple(m.span for m in mentions if m.place and m.place.country == first)[:1]
