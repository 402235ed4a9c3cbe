"""The benchmarks' files of JSON lines: one object a line, each with the keys that its reader needs.

Sets and gold records are made by others and by hand, so a line that is not as it should be stops the command and is named with
its file and number. News that a user gives to be coded comes in by `roznamcha.read`, which goes on with the next line instead.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from roznamcha.errors import DataError


def read_lines(path: Path, *needed: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a file, leaving blank lines out.

    Raises DataError, with file and line, when a line is not JSON in UTF-8, is no object or lacks a key of `needed`. Only line
    feeds end a line: other signs that Unicode has for it may stand inside a text.
    """
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line := line.rstrip():
                yield _read_line(line, needed, f"{path}, line {number}")


def _read_line(line: bytes, needed: tuple[str, ...], where: str) -> dict[str, Any]:
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise DataError(f"{where}: not JSON ({_why(error)}); each line must be one object") from error
    if not isinstance(found, dict):
        raise DataError(f"{where}: must be one object, not {type(found).__name__}")
    if lacking := [key for key in needed if key not in found]:
        raise DataError(f"{where}: needs {' and '.join(f'`{key}`' for key in lacking)}")
    return found


def _why(error: Exception) -> str:
    return f"{error.msg}: column {error.colno}" if isinstance(error, json.JSONDecodeError) else str(error)
