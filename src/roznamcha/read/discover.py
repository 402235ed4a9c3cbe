"""Find every source behind the names that a user typed, and read them one at a time.

Files, folders (recursively, names in order), `-` for standard input, and URLs where the user names one. Order is that of
the arguments and, inside a folder, of the sorted paths, so that the same input gives the same run. Each thing that cannot
be read yields exactly one `Issue` and the next is read. Names that begin with a dot are left out: they are settings and
caches, not articles. Nothing is fetched unless an argument itself is an http(s) URL.
"""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from roznamcha.issues import Issue
from roznamcha.model import Source
from roznamcha.read.jsonl import clean_name, read_json, read_jsonl
from roznamcha.read.limits import Limits
from roznamcha.read.make import empty_issue, make_source, size_issue
from roznamcha.read.sniff import HEAD, sniff

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Found = Iterator[Source | Issue]
_Reader = Callable[[BinaryIO, str, str, Limits], Found]


def discover(sources: Iterable[str | os.PathLike[str]], *, limits: Limits | None = None, stdin: BinaryIO | None = None) -> Found:
    """Yield the sources behind paths, folders, URLs and `-`, in order, with an issue for each thing that cannot be read.

    `stdin` replaces standard input for `-`.
    """
    bounds = limits or Limits()
    for source in sources:
        name = os.fspath(source)
        if name == "-":
            yield from _read_stream(stdin or sys.stdin.buffer, "-", "stdin", bounds)
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
            yield from _read_stream(stream, clean_name(str(path)), clean_name(name), limits)
    except OSError as error:
        yield _unreadable(path, error)


def _read_stream(stream: BinaryIO, uri: str, name: str, limits: Limits) -> Found:
    head = _head(stream)
    if not head:
        yield empty_issue(uri)
        return
    kind = sniff(head, name)
    whole = io.BufferedReader(_Replay(head, stream), HEAD)
    if kind == "binary":
        yield Issue("binary", uri, "it is not text (a PDF, an image, an archive …)", "save the article as text or HTML")
    elif kind in _READERS:
        yield from _READERS[kind](whole, uri, name, limits)
    else:
        yield from _read_whole(whole, uri, name, kind, limits)


def _head(stream: BinaryIO) -> bytes:
    """Read the first `HEAD` bytes; a pipe may give them in several pieces."""
    pieces = []
    wanted = HEAD
    while wanted and (piece := stream.read(wanted)):
        pieces.append(piece)
        wanted -= len(piece)
    return b"".join(pieces)


class _Replay(io.RawIOBase):
    """Give back the bytes that the sniffer took, then the rest of the stream: works on pipes, which cannot be rewound."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = io.BytesIO(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        piece = self._head.read(len(view)) or self._rest.read(len(view))
        view[: len(piece)] = piece
        return len(piece)


def _read_whole(stream: BinaryIO, uri: str, name: str, media: str, limits: Limits) -> Found:
    data = stream.read(limits.size + 1)
    if len(data) > limits.size:
        yield size_issue(uri, limits.size)
    else:
        yield from make_source(data, name=name, uri=uri, media=media)


_READERS: dict[str, _Reader] = {"jsonl": read_jsonl, "json": read_json}
"""The readers of containers, which hold many sources; any other kind is one source."""
