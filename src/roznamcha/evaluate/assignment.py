"""The best one-to-one assignment between two lists, by SciPy's Hungarian method (extra `evaluate`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from roznamcha.errors import SettingsError


def assign(rows: Sequence[Any], columns: Sequence[Any], worth: Callable[[Any, Any], float], least: float) -> dict[int, int]:
    """Choose the assignment of greatest summed worth, row to column, and leave out pairs worth under `least`.

    >>> assign([1, 5], [5, 1, 2], lambda a, b: 1.0 - abs(a - b) / 5, 0.9)
    {0: 1, 1: 0}
    """
    table = np.array([[worth(row, column) for column in columns] for row in rows]).reshape(len(rows), len(columns))
    return {row: column for row, column in solve_assignment(table) if table[row, column] >= least}


def solve_assignment(worth: NDArray[Any]) -> list[tuple[int, int]]:
    """Pair rows with columns of a table so that the summed worth is greatest; raise SettingsError when SciPy is absent."""
    try:
        from scipy.optimize import linear_sum_assignment
    except ImportError as error:
        raise SettingsError('scoring needs SciPy; install it with: pip install "roznamcha[evaluate]"') from error
    rows, columns = linear_sum_assignment(-worth)
    return [(int(row), int(column)) for row, column in zip(rows, columns, strict=True)]
