"""What a validator says: one fault of one cell."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: `row` counts data rows from 1 (0 is the header), `level` is "error" or "warning"."""

    row: int
    column: str
    rule: str
    value: str = ""
    level: str = "error"
