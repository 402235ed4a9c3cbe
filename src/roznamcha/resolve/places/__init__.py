"""Places: names found in a text and resolved to points with a precision, against the gazetteer index.

`find_places` reads a text, `resolve_place` the names of one incident's place, `country_of` only their country.
"""

from roznamcha.resolve.places.find import find_places, read_spans
from roznamcha.resolve.places.resolve import country_of, resolve_place, resolve_place_value

__all__ = ["country_of", "find_places", "read_spans", "resolve_place", "resolve_place_value"]
