"""Roznamcha reads news reports of political violence and keeps an incident register with the words behind every value."""

from roznamcha.version import __version__

__all__ = ["__version__"]
