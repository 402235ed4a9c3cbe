"""Distances and bearings on a round Earth, good to half a per cent."""

from __future__ import annotations

import math

EARTH_KM = 6371.0


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Give the great-circle distance between two points.

    >>> round(distance_km(24.86, 67.01, 30.19, 67.0))
    593
    """
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def moved(lat: float, lon: float, km: float, bearing: float) -> tuple[float, float]:
    """Give the point that lies `km` away in the direction `bearing` (degrees, 0 north, 90 east).

    >>> lat, lon = moved(30.0, 67.0, 111.2, 0)
    >>> round(lat, 2), round(lon, 2)
    (31.0, 67.0)
    """
    turn, a, o = km / EARTH_KM, math.radians(lat), math.radians(lon)
    course = math.radians(bearing)
    there = math.asin(math.sin(a) * math.cos(turn) + math.cos(a) * math.sin(turn) * math.cos(course))
    east = o + math.atan2(math.sin(course) * math.sin(turn) * math.cos(a), math.cos(turn) - math.sin(a) * math.sin(there))
    return math.degrees(there), (math.degrees(east) + 540) % 360 - 180
