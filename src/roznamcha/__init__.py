"""Roznamcha reads news reports of political violence and keeps an incident register with the words behind every value.

The names below are the whole public interface of the package. Each is imported when it is first used, so that reading
dates does not load what only coding needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from roznamcha.version import __version__

if TYPE_CHECKING:
    from roznamcha.pipeline import code
    from roznamcha.register import open_register
    from roznamcha.resolve.dates import read_dates
    from roznamcha.resolve.numbers import read_numbers
    from roznamcha.resolve.places import find_places

_HOMES = {
    "code": "roznamcha.pipeline",
    "find_places": "roznamcha.resolve.places",
    "open_register": "roznamcha.register",
    "read_dates": "roznamcha.resolve.dates",
    "read_numbers": "roznamcha.resolve.numbers",
}

__all__ = ["__version__", "code", "find_places", "open_register", "read_dates", "read_numbers"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'roznamcha' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
