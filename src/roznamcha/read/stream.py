"""Read one stream of bytes, whatever it holds: find out its kind and hand it to the reader of that kind."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from roznamcha.issues import Issue
from roznamcha.model import Source
from roznamcha.read.feed import read_feed
from roznamcha.read.jsonl import read_json, read_jsonl
from roznamcha.read.limits import Limits
from roznamcha.read.make import Stated, empty_issue, make_source, size_issue
from roznamcha.read.sniff import HEAD, sniff
from roznamcha.read.warc import read_warc

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Found = Iterator[Source | Issue]
_Reader = Callable[[BinaryIO, str, str, Limits], Found]


@dataclass(frozen=True, slots=True)
class Hint:
    """What is known of a stream before it is read: "html" or nothing, the charset, and the facts stated about it."""

    media: str | None = None
    charset: str | None = None
    stated: Stated = ()


def read_stream(stream: BinaryIO, uri: str, name: str, limits: Limits, hint: Hint | None = None) -> Found:
    """Yield the sources of a stream, or the issue that says why there is none.

    `name` tells the kind by its suffix, else the first bytes do; `hint` is what the server or container states instead.
    """
    try:
        yield from _read_any(stream, uri, name, limits, hint or Hint())
    except OSError:
        raise
    except Exception as error:  # one file that breaks a parser must not end a run over thousands
        said = f"its reader failed on it: {type(error).__name__}: {error}"[:300]
        yield Issue("reader-failed", uri, said, "please report it with the file; the others are read all the same")


def _read_any(stream: BinaryIO, uri: str, name: str, limits: Limits, stated: Hint) -> Found:
    head = _head(stream)
    if not head:
        yield empty_issue(uri)
        return
    kind = "html" if stated.media == "html" else sniff(head, name)
    whole = _rewound(head, stream)
    if kind == "binary":
        yield Issue("binary", uri, "it is not text (a PDF, an image, an archive …)", "save the article as text or HTML")
    elif kind in _READERS:
        yield from _READERS[kind](whole, uri, name, limits)
    else:
        yield from _read_whole(whole, uri, name, limits, Hint(kind, stated.charset, stated.stated))


def _head(stream: BinaryIO) -> bytes:
    """Read the first `HEAD` bytes; a pipe may give them in several pieces."""
    pieces = []
    wanted = HEAD
    while wanted and (piece := stream.read(wanted)):
        pieces.append(piece)
        wanted -= len(piece)
    return b"".join(pieces)


def _rewound(head: bytes, stream: BinaryIO) -> BinaryIO:
    """Give the stream from its beginning: rewound where it can be, else with the bytes that the sniffer took put back."""
    if stream.seekable():
        stream.seek(0)
        return stream
    return io.BufferedReader(_Replay(head, stream), HEAD)


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


def _read_whole(stream: BinaryIO, uri: str, name: str, limits: Limits, hint: Hint) -> Found:
    data = stream.read(limits.size + 1)
    if len(data) > limits.size:
        yield size_issue(uri, limits.size)
    else:
        media = hint.media or "text"
        yield from make_source(data, name=name, uri=uri, media=media, charset=hint.charset, stated=hint.stated)


_READERS: dict[str, _Reader] = {"jsonl": read_jsonl, "json": read_json, "feed": read_feed, "warc": read_warc}
"""The readers of containers, which hold many sources; any other kind is one source."""
