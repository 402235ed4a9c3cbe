"""Build a `Source` from bytes, with the checks that every reader shares: empty, too large, wrong encoding."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from roznamcha.issues import Issue
from roznamcha.model import Source
from roznamcha.read.decode import Decoded, declared_charset, decode

Stated = tuple[tuple[str, str], ...]


def make_source(
    data: bytes, *, name: str, uri: str, media: str, charset: str | None = None, stated: Stated = ()
) -> Iterator[Source | Issue]:
    """Decode `data` into a source; yield an issue instead when it holds no words, and beside it when its encoding is a guess."""
    decoded = decode(data, charset or (declared_charset(data) if media == "html" else None))
    yield from wrap(data, decoded, name=name, uri=uri, media=media, stated=stated)


def wrap(data: bytes, decoded: Decoded, *, name: str, uri: str, media: str, stated: Stated = ()) -> Iterator[Source | Issue]:
    """Make a source of bytes that are decoded already."""
    if not decoded.text.strip("\x00\ufeff \t\r\n\f\v"):
        yield empty_issue(uri)
        return
    if decoded.warning is not None:
        yield Issue("wrong-encoding", uri, decoded.warning, "save it as UTF-8, or declare its charset", "warning")
    digest = hashlib.sha256(data).hexdigest()
    yield Source(digest, name, uri, media, data, decoded.text, decoded.encoding, stated, decoded.errors)


def empty_issue(where: str) -> Issue:
    """Report an input without a word in it."""
    return Issue("empty", where, "it holds no text", "remove it, or check that it was saved completely")


def size_issue(where: str, limit: int) -> Issue:
    """Report an input over the size limit."""
    return Issue("too-large", where, f"it is longer than the limit of {limit:,} bytes", "split it, or raise the limit")
