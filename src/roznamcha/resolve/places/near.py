"""Places told by their distance from a name: "45 km north of Quetta", "on the outskirts of Peshawar".

The act lies near the name, not at it: the point is moved where distance and direction are told, the radius says how far it
may lie from the point, and the precision is UCDP's 2 (near an exact place). Distances from a district or a country say
nothing so fine, and leave the place as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from roznamcha.model import Place
from roznamcha.resolve.numbers import read_numbers
from roznamcha.resolve.places.geometry import moved
from roznamcha.resolve.places.precision import EXACT, NEAR, precision_of

_POINTS = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")
_BEARINGS = {point: 45.0 * number for number, point in enumerate(_POINTS)}
_POINT = r"(?P<point>(?:north|south)?[\s-]?(?:east|west)|north|south)(?:ern)?"
_UNIT = r"(?P<unit>kms?|kilomet(?:er|re)s?|nautical\s+miles?|miles?|met(?:er|re)s?|yards?)\b"
"""Not "m": in news "5m from" is a sum of money."""
_TOWN = r"(?:\s+the)?(?:\s+(?:provincial\s+)?(?:capital|city|town|village|port\s+city)(?:\s+of)?)?\s+$"
_OF = r"(?:\s+(?:side\s+)?of|\s+from|\s+away\s+from|\s+outside|\s+off(?:\s+the\s+(?:[a-z]+\s+)?(?:coast|shore)\s+of)?)"
_FAR = re.compile(
    rf"(?P<number>\d[\d.,]*|[a-z]+(?:-[a-z]+)?(?=[\s-]))[\s-]*{_UNIT}(?:\s*\([^)]*\))?,?"
    rf"(?:\s+(?:to\s+the\s+|towards\s+)?{_POINT})?{_OF}{_TOWN}",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"(?:(?:(?:on|in|at)\s+)?(?:the\s+)?(?:outskirts|suburbs|vicinity|edge|surroundings|fringes)\s+of"
    r"|(?:just\s+)?off\s+the\s+(?:[a-z]+\s+)?(?:coast|shore)\s+of"
    r"|(?:just\s+)?(?:near|nearby|outside|close\s+to|adjacent\s+to|not\s+far\s+from)"
    rf"|(?:to\s+the\s+)?{_POINT}\s+of){_TOWN}",
    re.IGNORECASE,
)
KM_OF = {"km": 1.0, "kilo": 1.0, "naut": 1.852, "mile": 1.609, "met": 0.001, "yard": 0.000914}
"""Kilometres in one unit, by how its word opens."""


@dataclass(frozen=True, slots=True)
class Offset:
    """Words before a name that put the act beside it: where they start, how far (km) and which way (degrees), where told."""

    start: int
    km: float | None = None
    bearing: float | None = None

    @property
    def radius_km(self) -> float:
        """How far the act may lie from the point: a fifth of a told way, the told distance without a direction, else 15."""
        if self.km is None:
            return 15.0
        return max(min(3.0, self.km), self.km / 5) if self.bearing is not None else self.km


def offset_before(text: str, start: int) -> Offset | None:
    """Read the words right before a name that starts at `start`; None when they put the act at it.

    >>> offset_before("killed 45 km north of Quetta", 22)
    Offset(start=7, km=45.0, bearing=0.0)
    """
    left = max(0, start - 90)
    before = text[left:start]
    if far := _FAR.search(before):
        km = _kilometres(far["number"], far["unit"])
        if km is not None:
            return Offset(left + far.start(), km, _bearing(far["point"]))
    if beside := _BESIDE.search(before):
        return Offset(left + beside.start())
    return None


def _kilometres(number: str, unit: str) -> float | None:
    digits = number.replace(",", "")
    if digits[0].isdigit():
        value: float | None = float(digits.rstrip("."))
    else:
        read = read_numbers(number)
        value = read[0].low if len(read) == 1 and read[0].span.text == number else None
    opening = next(word for word in KM_OF if unit.lower().startswith(word))
    return None if value is None else round(value * KM_OF[opening], 2)


def _bearing(point: str | None) -> float | None:
    return _BEARINGS[re.sub(r"[\s-]", "", point.lower())] if point else None


def beside(place: Place, offset: Offset) -> Place:
    """Put a place beside itself: the point moved where a way is told, the radius, precision 2; only for exact places."""
    if precision_of(place.feature).where_prec != EXACT.where_prec:
        return place
    lat, lon = place.lat, place.lon
    if offset.km is not None and offset.bearing is not None:
        lat, lon = moved(lat, lon, offset.km, offset.bearing)
    return replace(
        place,
        lat=round(lat, 4),
        lon=round(lon, 4),
        radius_km=round(offset.radius_km, 1),
        where_prec=NEAR.where_prec,
        geo_precision=NEAR.geo_precision,
        specificity=NEAR.specificity,
    )
