"""Numbers that belong to no incident: totals, money, distances, strengths of forces, people."""

from __future__ import annotations

from collections.abc import Sequence

from roznamcha.coder.reading import Text
from roznamcha.model import Figure, Report


def find_figures(text: Text, reports: Sequence[Report]) -> tuple[Figure, ...]:
    """Find the figures of a text."""
    return ()
