"""The map page: the selected incidents as points, rings and areas by the precision of their place, with a timeline.

The data are the same incident lines as the table's. Only a place known to the town or nearer becomes a point; a district or
province is an area of its radius; an incident known by its country alone, or not at all, is listed beside the map and never
pinned.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request

from roznamcha.register import Register
from roznamcha.web.filters import count, read_filter
from roznamcha.web.render import Page

MOST_POINTS = 50_000
LISTED = 200
ON_MAP = "latitude IS NOT NULL AND where_prec BETWEEN 1 AND 4"


def map_page(register: Register, request: Request) -> Page:
    """Show the selection on the map; the points come from `/map.json` at the same query string."""
    chosen = read_filter(request.query_params)
    wanted = request.url.path.endswith(".json")  # the page itself needs the list beside the map alone
    points = register.db.execute(_POINTS.format(where=chosen.where), chosen.values) if wanted else ()
    rest = register.db.execute(_REST.format(where=chosen.where), chosen.values).fetchall()
    names = ("id", "kind", "date", "place", "country", "anchor")
    data: dict[str, Any] = {
        "type": "FeatureCollection",
        "features": [_feature(row) for row in points],
        "total": count(register, chosen),
        "not_on_map": [dict(zip(names, row, strict=True)) for row in rest],
    }
    return Page("map.html", "Map", data, {"chosen": chosen})


_POINTS = f"""
SELECT id, sub_event_type, event_type, date, earliest, latest, place, latitude, longitude, radius_km, where_prec,
       killed_low, killed_best, killed_high, state
FROM incidents WHERE {{where}} AND {ON_MAP} ORDER BY id LIMIT {MOST_POINTS}
"""
_REST = f"""
SELECT id, sub_event_type, date, place, country, anchor FROM incidents
WHERE {{where}} AND NOT ({ON_MAP}) ORDER BY earliest IS NULL, earliest DESC, id LIMIT {LISTED}
"""


def _feature(row: tuple[Any, ...]) -> dict[str, Any]:
    incident, kind, event_type, date, earliest, latest, place, lat, lon, radius, prec, low, best, high, state = row
    properties = {
        "id": incident,
        "kind": kind,
        "type": event_type,
        "date": date,
        "from": earliest,
        "to": latest,
        "place": place,
        "radius_km": radius or 0,
        "prec": prec,
        "killed": best,
        "killed_low": low,
        "killed_high": high,
        "state": state,
    }
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": properties}
