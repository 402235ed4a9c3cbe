"""Places: names found in a text and resolved to points with a precision, against the gazetteer index.

`find_places` reads a text, `recased` gives one in capitals throughout those of print, `resolve_place` resolves the names of one
incident's place, `country_of` only their country.
"""

from roznamcha.resolve.places.casing import recased
from roznamcha.resolve.places.find import find_places, read_spans
from roznamcha.resolve.places.resolve import country_of, resolve_place, resolve_place_value

__all__ = ["country_of", "find_places", "read_spans", "recased", "resolve_place", "resolve_place_value"]
