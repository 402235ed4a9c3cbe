"""What a validator says: one fault of one cell; and the fault that every format knows, an id that stands there twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: `row` counts data rows from 1 (0 is the header), `level` is "error" or "warning"."""

    row: int
    column: str
    rule: str
    value: str = ""
    level: str = "error"


def repeated_id(number: int, column: str, value: object, seen: set[str]) -> Iterator[Fault]:
    """Report an id that an earlier row has."""
    if not isinstance(value, str | int) or value == "":
        return
    if str(value) in seen:
        yield Fault(number, column, "an earlier row has the same id", str(value)[:80])
    seen.add(str(value))
