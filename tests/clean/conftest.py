"""Helpers of the cleaning tests: sources from text, and the promises that every document keeps."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest

from roznamcha.model import Document, Source
from roznamcha.read.decode import decode


@pytest.fixture
def make_source() -> Callable[..., Source]:
    """Build a source from text or bytes, decoded as the readers do it."""

    def make(content: str | bytes, media: str = "text", **stated: str) -> Source:
        data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        decoded = decode(data, "utf-8")
        digest = hashlib.sha256(data).hexdigest()
        return Source(digest, "x", "x", media, data, decoded.text, decoded.encoding, tuple(stated.items()), decoded.errors)

    return make


@pytest.fixture
def check_promises() -> Callable[[Source, Document], None]:
    """Check what holds for every document: blocks tile its words, and each character leads back to its source and bytes."""

    def check(source: Source, document: Document) -> None:
        at = 0
        for block in document.blocks:
            assert at <= block.start < block.end
            assert not document.text[at : block.start].strip()
            at = block.end
        assert not document.text[at:].strip()
        _check_offsets(source, document)

    return check


def _check_offsets(source: Source, document: Document) -> None:
    clean_at = source_at = 0
    for segment in document.offsets.segments:
        assert segment.clean_start == clean_at < segment.clean_end
        assert source_at <= segment.source_start <= segment.source_end <= len(source.text)
        clean_at, source_at = segment.clean_end, segment.source_end
    assert clean_at == len(document.text)
    for at in range(0, len(document.text), max(1, len(document.text) // 50)):
        start, end = document.offsets.to_source(at, at + 1)
        character = document.text[at]
        if end - start == 1 and character not in " \n\ufffd":
            assert source.text[start:end] == character
            first, last = source.byte_range(start, end)
            assert source.data[first:last].decode(source.encoding) == character
