"""GeoJSON (RFC 7946): one feature an incident; one without a place has a null geometry and is never put on a guess."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

from roznamcha.export.entry import Entry
from roznamcha.export.flat import flat_row
from roznamcha.export.names import Masker


def feature(entry: Entry, *, names: bool = False) -> dict[str, Any]:
    """Turn one incident into a feature; longitude stands first, as the standard asks."""
    row = {key: value for key, value in flat_row(entry, Masker(entry, names=names)).items() if value not in (None, "")}
    lon, lat = row.pop("longitude", None), row.pop("latitude", None)
    geometry = None if lat is None else {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "id": entry.incident.id, "geometry": geometry, "properties": row}


def write(entries: Iterator[Entry], out: TextIO, *, names: bool = False) -> int:
    """Write a feature collection, one feature a line, and return how many."""
    out.write('{"type": "FeatureCollection", "features": [')
    written = 0
    for entry in entries:
        out.write(",\n" if written else "\n")
        out.write(json.dumps(feature(entry, names=names), ensure_ascii=False, sort_keys=True))
        written += 1
    out.write("\n]}\n")
    return written
