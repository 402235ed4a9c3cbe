"""The map page: the selected incidents as points, rings and areas by the precision of their place, with a timeline.

The data are the same incident lines as the table's. Only a place known to 5 km or nearer becomes a point; a wider one is an
area of its radius; a province is its own shape where there is one; an incident known by its country alone, or not at all, is
listed beside the map and never pinned.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from starlette.requests import Request

from roznamcha.register import Register
from roznamcha.web.files import SHAPES
from roznamcha.web.filters import count, read_filter
from roznamcha.web.render import Page

MOST_POINTS = 50_000
LISTED = 200
PROVINCE = 4  # UCDP's precision of a first-order unit
ON_MAP = "latitude IS NOT NULL AND where_prec BETWEEN 1 AND 4"


def map_page(register: Register, request: Request) -> Page:
    """Show the selection on the map; the points come from `/map.json` at the same query string."""
    chosen = read_filter({name: value for name, value in request.query_params.items() if name != "points"})
    # The page itself, and a request with `points=no`, need the list beside the map alone.
    wanted = request.url.path.endswith(".json") and request.query_params.get("points") != "no"
    points = register.db.execute(_POINTS.format(where=chosen.where), chosen.values) if wanted else ()
    rest = register.db.execute(_REST.format(where=chosen.where), chosen.values).fetchall()
    names = ("id", "kind", "date", "place", "country", "anchor")
    data: dict[str, Any] = {
        "type": "FeatureCollection",
        "features": [_feature(row) for row in points],
        "total": count(register, chosen),
        "unreadable": chosen.unreadable,
        "not_on_map_total": register.db.execute(_REST_NUMBER.format(where=chosen.where), chosen.values).fetchone()[0],
        "not_on_map": [dict(zip(names, row, strict=True)) for row in rest],
    }
    return Page("map.html", "Map", data, {"chosen": chosen, "most_points": MOST_POINTS})


_POINTS = f"""
SELECT id, sub_event_type, event_type, date, earliest, latest, place, latitude, longitude, radius_km, where_prec,
       killed_low, killed_best, killed_high, state, country, adm1
FROM incidents WHERE {{where}} AND {ON_MAP} ORDER BY id LIMIT {MOST_POINTS}
"""
_REST = f"""
SELECT id, sub_event_type, date, place, country, anchor FROM incidents
WHERE {{where}} AND NOT ({ON_MAP}) ORDER BY earliest IS NULL, earliest DESC, id LIMIT {LISTED}
"""
_REST_NUMBER = f"SELECT count(*) FROM incidents WHERE ({{where}}) AND NOT ({ON_MAP})"


@lru_cache(maxsize=1)
def province_codes() -> dict[tuple[str, str], str]:
    """Give the code (GeoNames', "PK.05") of each province that has a shape, by country and name."""
    shapes = json.loads((SHAPES / "admin1.topo.json").read_text("utf-8"))["objects"]["admin1"]["geometries"]
    codes: dict[tuple[str, str], str] = {}
    for facts in (shape["properties"] for shape in shapes):
        if code := facts.get("gn_a1_code"):
            for name in (facts.get("name_en"), facts.get("name")):
                codes.setdefault((code.partition(".")[0], name), code)
    return codes


def _feature(row: tuple[Any, ...]) -> dict[str, Any]:
    incident, kind, event_type, date, earliest, latest, place, lat, lon, radius, prec, low, best, high, state, country, adm1 = row
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
        "area": province_codes().get((country, adm1)) if prec == PROVINCE else None,
        "killed": best,
        "killed_low": low,
        "killed_high": high,
        "state": state,
    }
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": properties}
