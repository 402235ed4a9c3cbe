"""Roznamcha reads news reports of political violence and keeps an incident register with the words behind every value.

The names below are the whole public interface of the package. Each is imported when it is first used, so that reading
dates does not load what only coding needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from roznamcha.version import __version__

if TYPE_CHECKING:
    from roznamcha.link import consolidate_reports as consolidate
    from roznamcha.link.linker import link
    from roznamcha.pipeline import code
    from roznamcha.register import open_register
    from roznamcha.resolve.dates import read_dates
    from roznamcha.resolve.numbers import read_numbers
    from roznamcha.resolve.places import find_places

_HOMES = {
    "code": "roznamcha.pipeline",
    "consolidate": "roznamcha.link:consolidate_reports",
    "find_places": "roznamcha.resolve.places",
    "link": "roznamcha.link:",
    "open_register": "roznamcha.register",
    "read_dates": "roznamcha.resolve.dates",
    "read_numbers": "roznamcha.resolve.numbers",
}
"""Where each name lives: a module, with the other name that it has there, or none when the module itself is meant."""

__all__ = ["__version__", "code", "consolidate", "find_places", "link", "open_register", "read_dates", "read_numbers"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'roznamcha' has no attribute {name!r}")
    module, colon, other = _HOMES[name].partition(":")
    home = import_module(module)
    return home if colon and not other else getattr(home, other or name)


def __dir__() -> list[str]:
    return sorted(__all__)
