"""Incidents that may be the same act: near in time and place, offered to the reviewer for merging.

Nearness is days apart plus one day for every 25 km; it only sorts what is offered and decides nothing. Linking has its own
score and its own reasons.
"""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Any

from roznamcha.register import Register

DAYS = 7
KILOMETRES = 150.0
KILOMETRES_A_DAY = 25.0
_CANDIDATES = """
SELECT id, sub_event_type, date, earliest, place, adm1, latitude, longitude, killed_best, anchor FROM incidents
WHERE earliest BETWEEN ? AND ? AND id <> ? AND state <> 'rejected' ORDER BY earliest, id
"""


def nearby(register: Register, name: str, *, most: int = 5) -> tuple[list[dict[str, Any]], int]:
    """List the incidents nearest to one by day and place, nearest first, and count all near ones; none without a known day."""
    row = register.db.execute("SELECT earliest, latitude, longitude, adm1 FROM incidents WHERE id = ?", (name,)).fetchone()
    if row is None or row[0] is None:
        return [], 0
    day, here, adm1 = _day(row[0]), row[1:3], row[3]
    bounds = (str(day - timedelta(DAYS)), str(day + timedelta(DAYS)), name)
    found = []
    for other, kind, edtf, earliest, place, province, lat, lon, killed, anchor in register.db.execute(_CANDIDATES, bounds):
        apart = kilometres(here, (lat, lon))
        if apart is None and (province != adm1 or lat is not None):
            continue
        if apart is None or apart <= KILOMETRES:
            days = abs((_day(earliest) - day).days)
            line = {"id": other, "kind": kind, "date": edtf, "place": place, "killed": killed, "anchor": anchor}
            line |= {"days": days, "km": None if apart is None else round(apart)}
            found.append((days + (KILOMETRES if apart is None else apart) / KILOMETRES_A_DAY, other, line))
    return [line for _, _, line in sorted(found, key=lambda item: item[:2])[:most]], len(found)


def kilometres(one: tuple[float | None, float | None], other: tuple[float | None, float | None]) -> float | None:
    """Measure the way between two points on the sphere; None when either is unknown.

    >>> round(kilometres((24.86, 67.01), (30.18, 66.99)))
    592
    """
    if None in (*one, *other):
        return None
    (lat, lon), (lat2, lon2) = ([math.radians(part or 0.0) for part in point] for point in (one, other))
    chord = math.sin((lat2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    return 12742.0 * math.asin(math.sqrt(chord))


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])
