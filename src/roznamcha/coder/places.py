"""Place words of an incident → names as printed, the country and the point that they are taken for.

The names are looked up together in the gazetteer (`resolve.places`); beside them the places of the text's other incidents
and the country that the whole text is about are asked. A country without a name is a value too: its evidence is the words
that show it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from roznamcha.model import PlaceValue, Span
from roznamcha.resolve.places import resolve_place_value


def read_place(
    names: Sequence[str], others: Sequence[str], about: tuple[str | None, tuple[Span, ...]], *, day: str | None = None
) -> tuple[PlaceValue, tuple[Span, ...]] | None:
    """Read the place that `names` tell, smallest first; None when there is neither a name nor a country.

    `others` are the names that the text's other incidents give, `about` the country that the text is about with the words that
    show it (`resolve.countries.document_country`). The spans are the evidence of a country that no name shows.
    """
    names = tuple(dict.fromkeys(names))
    country, evidence = about
    if not names:
        return (PlaceValue((), country), evidence) if country is not None else None
    value = resolve_place_value(names, context=[name for name in others if name not in names], country=country, day=day)
    if value.country is not None:
        return value, ()
    return replace(value, country=country), evidence
