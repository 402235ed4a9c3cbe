"""Find every source behind the names that a user typed, and read them one at a time.

Files, folders (recursively, names in order), `-` for standard input, and URLs where the user names one. Order is that of
the arguments and, inside a folder, of the sorted paths, so that the same input gives the same run. Each thing that cannot
be read yields exactly one `Issue` and the next is read. Names that begin with a dot are left out: they are settings and
caches, not articles; and so are the files in a folder that the caller says are no sources, such as those it writes.
Nothing is fetched unless an argument itself is an http(s) URL.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from roznamcha.issues import Issue
from roznamcha.read.jsonl import clean_name
from roznamcha.read.limits import Limits
from roznamcha.read.stream import Found, read_stream

Identity = tuple[int, int]
"""What the disk knows a file by, whatever its names: the numbers of its device and of its inode."""


def discover(
    sources: Iterable[str | os.PathLike[str]],
    *,
    limits: Limits | None = None,
    stdin: BinaryIO | None = None,
    skip: Container[Identity] = (),
) -> Found:
    """Yield the sources behind paths, folders, URLs and `-`, in order, with an issue for each thing that cannot be read.

    `stdin` replaces standard input for `-`; `skip` names files that are passed over inside folders.
    """
    bounds = limits or Limits()
    for source in sources:
        name = os.fspath(source)
        if name == "-":
            yield from _read_standard_input(stdin or sys.stdin.buffer, bounds)
        elif not name:  # as a path it would be this folder, which nobody named
            yield Issue("not-found", "''", "the name is empty", "check the command; a variable in it may be unset")
        elif name.lower().startswith(("http://", "https://")):
            # Imported here: no run that names no URL loads anything that can reach the network.
            from roznamcha.read.web import read_url

            yield from read_url(name, bounds)
        else:
            yield from _read_named(Path(name), bounds, skip)


def _read_standard_input(stream: BinaryIO, limits: Limits) -> Found:
    try:
        yield from read_stream(stream, "-", "stdin", limits)
    except OSError as error:
        yield _unreadable(Path("-"), error)


def _read_named(path: Path, limits: Limits, skip: Container[Identity]) -> Found:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        yield _unreadable(path, error)
        return
    if stat.S_ISDIR(mode):
        yield from _read_folder(path, limits, skip)
    else:
        yield from _read_file(path, path.name, limits)


def _read_folder(folder: Path, limits: Limits, skip: Container[Identity]) -> Found:
    seen = False
    for path in _walk(folder, (), skip):
        seen = True
        if isinstance(path, Issue):
            yield path
        else:
            yield from _read_file(path, path.relative_to(folder).as_posix(), limits)
    if not seen:
        yield Issue("empty", clean_name(str(folder)), "the folder holds no files to read", "check the path")


def _walk(folder: Path, above: tuple[Identity, ...], skip: Container[Identity]) -> Iterator[Path | Issue]:
    """List the regular files below `folder`; `above` holds the folders that lead here, so that a circle of links ends."""
    try:
        entries = sorted(folder.iterdir(), key=lambda path: path.name)
        here = (folder.stat().st_dev, folder.stat().st_ino)
    except OSError as error:
        yield _unreadable(folder, error)
        return
    if here in above:
        where = clean_name(str(folder))
        yield Issue("link-loop", where, "the link leads back to a folder that contains it", "remove the link")
        return
    for path in entries:
        if not path.name.startswith("."):
            yield from _look_at(path, (*above, here), skip)


def _look_at(path: Path, above: tuple[Identity, ...], skip: Container[Identity]) -> Iterator[Path | Issue]:
    try:
        found = path.stat()
    except OSError as error:
        yield _unreadable(path, error)
        return
    if stat.S_ISDIR(found.st_mode):
        yield from _walk(path, above, skip)
    elif not stat.S_ISREG(found.st_mode):
        where = clean_name(str(path))
        yield Issue("not-a-file", where, "it is a pipe, a socket or a device, not a file", "name it alone to read it")
    elif (found.st_dev, found.st_ino) not in skip:
        yield path


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
