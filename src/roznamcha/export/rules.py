"""The rules between columns, layout by layout, and the rules of the JSON layouts.

Each function takes one row or record and yields (column, rule in words, level). They restate the publishers' codebooks:
UCDP GED 25.1, ACLED's current codebook, GTD 2019, the PLOVER manual of 2024, FollowTheMoney 4, RFC 7946.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from roznamcha.export import acled, gtd, plover
from roznamcha.export.ged import priogrid
from roznamcha.model.codebook import EVENT_TYPE_OF

Found = tuple[str, str, str]
Row = dict[str, str]
GED_SPANS = {1: (0, 0), 2: (1, 6), 3: (1, 6), 4: (1, 31), 5: (7, 366)}
"""Shortest and longest span in days for each of UCDP's date_prec, a little wider than what the real rows show."""


def _whole(cell: str) -> int:
    return int(float(cell))


def ged(row: Row) -> Iterator[Found]:
    """Check a GED row: sums, order, days, the grid cell, the sides."""
    best, high, low = (_whole(row[name]) for name in ("best", "high", "low"))
    parts = sum(_whole(row[name]) for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"))
    if parts != best:
        yield "best", f"must be the sum of the four parts, {parts}", "error"
    if not low <= best:
        yield "low", "should not be above best", "warning"
    if not best <= high:
        yield "high", "should not be below best", "warning"
    yield from _ged_days(row)
    if _whole(row["priogrid_gid"]) != priogrid(float(row["latitude"]), float(row["longitude"])):
        yield "priogrid_gid", "is not the grid cell of the point", "error"
    if row["type_of_violence"] == "3" and row["side_b"] != "Civilians":
        yield "side_b", "must be Civilians in one-sided violence", "error"
    if row["type_of_violence"] == "1" and not row["side_a"].startswith("Government of "):
        yield "side_a", "must be a government in state-based violence", "error"
    if row["where_prec"] == "6" and (row["adm_1"] or row["adm_2"]):
        yield "adm_1", "must be blank where only the country is known", "warning"


def _ged_days(row: Row) -> Iterator[Found]:
    first, last = datetime.fromisoformat(row["date_start"]), datetime.fromisoformat(row["date_end"])
    if last < first:
        yield "date_end", "must not lie before date_start", "error"
    if _whole(row["year"]) != first.year:
        yield "year", "must be the year of date_start", "error"
    shortest, longest = GED_SPANS[_whole(row["date_prec"])]
    if not shortest <= (last - first).days <= longest:
        yield "date_prec", f"a span of {(last - first).days} days has another precision", "warning"


def acled_row(row: Row) -> Iterator[Found]:
    """Check an ACLED row: types against each other, interaction, year, civilians as actor2."""
    sub_type = row["sub_event_type"]
    if EVENT_TYPE_OF[sub_type] != row["event_type"]:
        yield "event_type", f"{sub_type} belongs to {EVENT_TYPE_OF[sub_type]}", "error"
    if acled.disorder_type(sub_type) != row["disorder_type"]:
        yield "disorder_type", f"{sub_type} is {acled.disorder_type(sub_type)}", "error"
    first, second = (row[name].replace("External forces", "External/Other forces") for name in ("inter1", "inter2"))
    if row["interaction"].replace("External forces", "External/Other forces") != acled.interaction(first, second):
        yield "interaction", f"must be {acled.interaction(first, second)}", "error"
    if row["year"] != row["event_date"][:4]:
        yield "year", "must be the year of event_date", "error"
    if bool(row["actor2"]) != bool(row["inter2"]):
        yield "inter2", "must stand exactly where actor2 stands", "error"
    if row["event_type"] == "Violence against civilians" and row["inter2"] != "Civilians":
        yield "actor2", "should be the civilians attacked", "warning"


def gtd_row(row: Row) -> Iterator[Found]:
    """Check a GTD row: id against date, words against codes, attackers among the casualties."""
    if row["eventid"][:4] != row["iyear"]:
        yield "eventid", "should begin with the year", "warning"
    if int(float(row["iday"])) and not int(float(row["imonth"])):
        yield "iday", "a day needs its month", "error"
    for number in (1, 2, 3):
        yield from _code_words(row, f"attacktype{number}", dict(gtd.ATTACK_TYPES.values()))
    for number in (1, 2, 3, 4):
        yield from _code_words(row, f"weaptype{number}", dict(gtd.WEAPON_TYPES.values()))
    for whole, some in (("nkill", "nkillter"), ("nwound", "nwoundte")):
        if row[whole] and row[some] and float(row[some]) > float(row[whole]):
            yield some, f"must not be more than {whole}", "error"


def _code_words(row: Row, column: str, table: dict[int, str]) -> Iterator[Found]:
    code, words = row[column], row[f"{column}_txt"]
    if bool(code) != bool(words):
        yield f"{column}_txt", "must stand exactly where its code stands", "error"
    elif code and table.get(int(float(code)), words) != words:
        yield f"{column}_txt", f"code {code} is {table[int(float(code))]}", "error"


def plover_record(record: Any) -> Iterator[Found]:
    """Check a PLOVER record: the four required keys, the category, its quad and the form of the day."""
    if not isinstance(record, dict):
        yield "", "must be an object", "error"
        return
    for key in ("id", "date", "actor", "event"):
        if not record.get(key):
            yield key, "must not be missing", "error"
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", str(record.get("date", ""))):
        yield "date", "must be a day, YYYY-MM-DD", "error"
    for category in record.get("event") or []:
        if category not in CATEGORIES:
            yield "event", f"{category} is no PLOVER category", "error"
        elif record.get("quad_code") not in (None, CATEGORIES[category]):
            yield "quad_code", f"{category} belongs to quad {CATEGORIES[category]}", "error"


CATEGORIES = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), 1),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), 2),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4),
}
assert all(plover.QUADS[category] == CATEGORIES[category] for category in plover.QUADS)

FTM_REQUIRED = {
    "Event": ("name",),
    "Article": ("fileName",),
    "Organization": ("name",),
    "LegalEntity": ("name",),
    "Person": ("name",),
    "UnknownLink": ("subject", "object"),
    "Address": (),
}


def ftm_entity(entity: Any) -> Iterator[Found]:
    """Check a FollowTheMoney entity: its three keys, its required properties, and that every value is a list of strings."""
    if not isinstance(entity, dict) or not {"id", "schema", "properties"} <= set(entity):
        yield "", "must have id, schema and properties", "error"
        return
    properties = entity["properties"]
    for name, values in properties.items():
        if not isinstance(values, list) or not all(isinstance(value, str) and value for value in values):
            yield name, "must be a list of strings, none of them empty", "error"
    for name in FTM_REQUIRED.get(entity["schema"], ()):
        if not properties.get(name):
            yield name, f"{entity['schema']} needs it", "error"
    for name in ("date", "startDate", "endDate", "publishedAt"):
        if any(not re.fullmatch(r"\d{4}(-\d\d(-\d\d([T ].+)?)?)?", value) for value in properties.get(name, ())):
            yield name, "must be a whole or partial ISO date", "error"


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


ROW_RULES: dict[str, Callable[[Row], Iterator[Found]]] = {"ged": ged, "acled": acled_row, "gtd": gtd_row}
JSON_RULES: dict[str, Callable[[Any], Iterator[Found]]] = {"plover": plover_record, "ftm": ftm_entity, "geojson": feature}
