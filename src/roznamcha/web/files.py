"""The pages' own files: scripts, styles and map shapes, under addresses that change with their content.

A browser keeps a file that was asked for with its mark (`?v=`) for good and never asks again; a file without a mark it may
keep but must ask about, and is told in one line when nothing changed.
"""

from __future__ import annotations

import os
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).parent / "static"
SHAPES = Path(__file__).parents[1] / "data" / "shapes"
FOLDERS = {"/static/": STATIC, "/shapes/": SHAPES}
FOR_GOOD = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"


class KeptFiles(StaticFiles):
    """Serve a folder and say how long each file may be kept."""

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """Answer with the file, or that it has not changed."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = FOR_GOOD if b"v=" in scope["query_string"] else ASK_FIRST
        return response


def marked(address: str) -> str:
    """Give the address of a file with the mark of its content; without one when the file is not there.

    >>> marked("/static/style.css").startswith("/static/style.css?v=")
    True
    """
    for prefix, folder in FOLDERS.items():
        path = folder / address.removeprefix(prefix)
        if address.startswith(prefix) and path.is_file():
            stat = path.stat()
            return f"{address}?v={_mark(path, stat.st_mtime_ns, stat.st_size)}"
    return address


@lru_cache(maxsize=64)
def _mark(path: Path, changed: int, size: int) -> str:
    return blake2b(path.read_bytes(), digest_size=6).hexdigest()
