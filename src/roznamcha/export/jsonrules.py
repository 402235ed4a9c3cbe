"""The rules of the JSON layouts: the PLOVER manual of 2024, FollowTheMoney 4, RFC 7946.

Each function takes one record, whatever it holds, and yields (column, rule in words, level).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from roznamcha.export import plover
from roznamcha.export.check import is_day

Found = tuple[str, str, str]

CATEGORIES = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), 1),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), 2),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4),
}
"""PLOVER's categories with their quads."""
assert all(plover.QUADS[category] == CATEGORIES[category] for category in plover.QUADS)
MODES = {
    "CONSULT": "visit third-party multilateral phone",
    "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "REJECT": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone"
    " heavy-weapons crowd-control unconventional",
}
"""PLOVER's modes, category by category; the others have none."""
ANY_MODE = {"historical", "future", "hypothetical", "negation"}
PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?", re.ASCII)
CLOCK = re.compile(r"([T ]\d\d.*)?", re.ASCII)


def plover_record(record: Any) -> Iterator[Found]:
    """Check a PLOVER record: the four required keys, categories with quad and modes, and the days."""
    if not isinstance(record, dict):
        yield "", "must be an object", "error"
        return
    for key in ("id", "date", "actor", "event"):
        if not record.get(key):
            yield key, "must not be missing", "error"
    for key in ("date", "enddate"):
        if record.get(key) and not is_day(str(record[key])):
            yield key, "must be a day, YYYY-MM-DD", "error"
    for key in ("actor", "recipient"):
        if not _all(record.get(key) or [], dict):
            yield key, "must be a list of objects", "error"
    yield from _plover_event(record)


def _plover_event(record: dict[str, Any]) -> Iterator[Found]:
    events, modes = record.get("event") or [], record.get("mode") or []
    lists = {"event": events, "mode": modes}
    for key, values in lists.items():
        if not _all(values, str):
            yield key, "must be a list of words", "error"
    if not all(_all(values, str) for values in lists.values()):
        return
    known = {mode for category in events for mode in MODES.get(category, "").split()} | ANY_MODE
    for category in events:
        if category not in CATEGORIES:
            yield "event", f"{category} is no PLOVER category", "error"
        elif record.get("quad_code") not in (None, CATEGORIES[category]):
            yield "quad_code", f"{category} belongs to quad {CATEGORIES[category]}", "error"
    yield from (("mode", f"{mode} is no mode of {', '.join(events)}", "error") for mode in modes if mode not in known)


@cache
def ftm_schemata() -> dict[str, tuple[str, ...]]:
    """Read FollowTheMoney's schemata with the properties that each requires."""
    with (files("roznamcha.data") / "schemas" / "ftm.tsv").open(encoding="utf-8") as lines:
        return {row["schema"]: tuple(filter(None, row["required"].split("|"))) for row in csv.DictReader(lines, delimiter="\t")}


def ftm_entity(entity: Any) -> Iterator[Found]:
    """Check a FollowTheMoney entity: its keys, its schema with the required properties, and that values are lists of strings."""
    if not isinstance(entity, dict) or not {"id", "schema", "properties"} <= set(entity):
        yield "", "must have id, schema and properties", "error"
        return
    if not isinstance(entity["id"], str) or not entity["id"]:
        yield "id", "must be a string that is not empty", "error"
    schema, properties = entity["schema"], entity["properties"]
    if not isinstance(schema, str) or schema not in ftm_schemata():
        yield "schema", "is no schema of FollowTheMoney 4", "error"
        return
    if not isinstance(properties, dict):
        yield "properties", "must be an object", "error"
        return
    good = {name: values for name, values in properties.items() if _all(values, str) and all(values)}
    yield from ((name, "must be a list of strings, none of them empty", "error") for name in properties if name not in good)
    yield from ((name, f"{schema} needs it", "error") for name in ftm_schemata()[schema] if not properties.get(name))
    for name in ("date", "startDate", "endDate", "publishedAt"):
        if not all(_is_partial_date(value) for value in good.get(name, ())):
            yield name, "must be a whole or partial ISO date", "error"


def _is_partial_date(text: str) -> bool:
    return bool(PARTIAL_DATE.fullmatch(text) or (is_day(text[:10]) and CLOCK.fullmatch(text[10:])))


def feature(item: Any) -> Iterator[Found]:
    """Check a GeoJSON feature: its type, its geometry (null is allowed) and the order of longitude and latitude."""
    if not isinstance(item, dict) or item.get("type") != "Feature":
        yield "type", "must be Feature", "error"
        return
    if not isinstance(item.get("properties"), dict):
        yield "properties", "must be an object", "error"
    geometry = item.get("geometry", "missing")
    if geometry == "missing":
        yield "geometry", "must be there, null where the place is unknown", "error"
    elif geometry is not None and not _is_point(geometry):
        yield "geometry", "must be a Point of longitude (-180 to 180) and latitude (-90 to 90)", "error"


def _is_point(geometry: Any) -> bool:
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return False
    at = geometry.get("coordinates")
    if not isinstance(at, list) or len(at) not in (2, 3) or not all(isinstance(number, int | float) for number in at):
        return False
    return bool(-180 <= at[0] <= 180 and -90 <= at[1] <= 90)


def _all(values: Any, kind: type) -> bool:
    return isinstance(values, list) and all(isinstance(value, kind) for value in values)


JSON_RULES: dict[str, Callable[[Any], Iterator[Found]]] = {"plover": plover_record, "ftm": ftm_entity, "geojson": feature}
