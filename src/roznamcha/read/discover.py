"""Find every source behind the names that a user typed, and read them one at a time.

Files, folders (recursively, names in order), `-` for standard input, and URLs where the user names one. Order is that of
the arguments and, inside a folder, of the sorted paths, so that the same input gives the same run. Each thing that cannot
be read yields exactly one `Issue` and the next is read. Names that begin with a dot are left out: they are settings and
caches, not articles. Nothing is fetched unless an argument itself is an http(s) URL.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from roznamcha.issues import Issue
from roznamcha.read.jsonl import clean_name
from roznamcha.read.limits import Limits
from roznamcha.read.stream import Found, read_stream


def discover(sources: Iterable[str | os.PathLike[str]], *, limits: Limits | None = None, stdin: BinaryIO | None = None) -> Found:
    """Yield the sources behind paths, folders, URLs and `-`, in order, with an issue for each thing that cannot be read.

    `stdin` replaces standard input for `-`.
    """
    bounds = limits or Limits()
    for source in sources:
        name = os.fspath(source)
        if name == "-":
            yield from read_stream(stdin or sys.stdin.buffer, "-", "stdin", bounds)
        elif name.lower().startswith(("http://", "https://")):
            # Imported here: no run that names no URL loads anything that can reach the network.
            from roznamcha.read.web import read_url

            yield from read_url(name, bounds)
        else:
            yield from _read_named(Path(name), bounds)


def _read_named(path: Path, limits: Limits) -> Found:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        yield _unreadable(path, error)
        return
    if stat.S_ISDIR(mode):
        yield from _read_folder(path, limits)
    else:
        yield from _read_file(path, path.name, limits)


def _read_folder(folder: Path, limits: Limits) -> Found:
    seen = False
    for path in _walk(folder, ()):
        seen = True
        if isinstance(path, Issue):
            yield path
        else:
            yield from _read_file(path, path.relative_to(folder).as_posix(), limits)
    if not seen:
        yield Issue("empty", str(folder), "the folder holds no files", "check the path")


def _walk(folder: Path, above: tuple[tuple[int, int], ...]) -> Iterator[Path | Issue]:
    """List the regular files below `folder`; `above` holds the folders that lead here, so that a circle of links ends."""
    try:
        entries = sorted(folder.iterdir(), key=lambda path: path.name)
        here = (folder.stat().st_dev, folder.stat().st_ino)
    except OSError as error:
        yield _unreadable(folder, error)
        return
    if here in above:
        yield Issue("link-loop", str(folder), "the link leads back to a folder that contains it", "remove the link")
        return
    for path in entries:
        if not path.name.startswith("."):
            yield from _look_at(path, (*above, here))


def _look_at(path: Path, above: tuple[tuple[int, int], ...]) -> Iterator[Path | Issue]:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        yield _unreadable(path, error)
        return
    if stat.S_ISDIR(mode):
        yield from _walk(path, above)
    elif stat.S_ISREG(mode):
        yield path
    else:
        yield Issue("not-a-file", str(path), "it is a pipe, a socket or a device, not a file", "name it alone to read it")


def _unreadable(path: Path, error: Exception) -> Issue:
    where = clean_name(str(path))
    if path.is_symlink():
        return Issue("dead-link", where, "the link leads nowhere", "remove the link, or bring back what it points to")
    if isinstance(error, FileNotFoundError):
        return Issue("not-found", where, "there is no such file or folder", "check the path")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Issue("unreadable", where, f"it cannot be read: {reason}", "check the permissions and the disk")


def _read_file(path: Path, name: str, limits: Limits) -> Found:
    try:
        with path.open("rb") as stream:
            yield from read_stream(stream, clean_name(str(path)), clean_name(name), limits)
    except OSError as error:
        yield _unreadable(path, error)
