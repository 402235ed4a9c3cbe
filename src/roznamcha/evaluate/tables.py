"""What every benchmark returns: figures that can be shown as tables or written as JSON.

A task's result is a frozen dataclass with two methods (`Result`), so that the command line prints any of them in one way and
the tests read the figures themselves. The tables hold plain values; how a number is shown is decided here once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table: column names and rows of the same length."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Result(Protocol):
    """The figures of one task."""

    def as_json(self) -> dict[str, Any]:
        """Give the figures as plain objects that `json.dumps` takes."""

    def tables(self) -> tuple[Table, ...]:
        """Give the figures as tables for a person."""


def show_cell(cell: Cell) -> str:
    """Write one cell: shares with three digits, whole numbers with thousands marked, None as a dash.

    >>> [show_cell(cell) for cell in (0.81234, 10700, None, "date")]
    ['0.812', '10,700', '–', 'date']
    """
    if cell is None:
        return "–"
    if isinstance(cell, float):
        return f"{cell:.3f}"
    return f"{cell:,}" if isinstance(cell, int) else cell
