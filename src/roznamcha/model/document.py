"""Sources and the clean documents made of them, with the map from the one to the other.

A `Source` is bytes as they came. `Source.text` decodes them once; a `Document`'s `OffsetMap` leads from every character
of the clean text to the code points of that decoded text, and `Source.byte_range` from there to the bytes.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from roznamcha.model.span import Span


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes as they came, with where they came from and what the container said about them.

    `digest` is the SHA-256 of `data` in hex; `media` one of "text", "html"; `name` is the id that goes back out (the JSONL
    id, the path inside a folder, the URL); `stated` holds what the container states: title, published, publisher, url.
    `encoding` and `errors` (a codec's error handler) are those under which `data` became `text`.
    """

    digest: str
    name: str
    uri: str
    media: str
    data: bytes
    text: str
    encoding: str = "utf-8"
    stated: tuple[tuple[str, str], ...] = ()
    errors: str = "surrogateescape"

    def byte_range(self, start: int, end: int) -> tuple[int, int]:
        """Turn a stretch of `text` (code points) into the stretch of `data` (bytes) that it was decoded from.

        Exact because a reader only accepts a decoding that encodes back to the same bytes. Both ends are measured from the
        start of the text, since a codec with a byte order mark (utf-8-sig, utf-16) writes the mark on every call.
        """
        return len(self._encoded(start)), len(self._encoded(end))

    def _encoded(self, end: int) -> bytes:
        return self.text[:end].encode(self.encoding, self.errors)


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of clean text and the run of source text it stands for (equal lengths: copied; unequal: rewritten)."""

    clean_start: int
    clean_end: int
    source_start: int
    source_end: int


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """The way back from clean text to source text, as segments in rising order that cover the clean text."""

    segments: tuple[Segment, ...]

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Give the stretch of source text that the clean stretch `start:end` came from."""
        first, last = self._segment(start), self._segment(end - 1)
        return _forward(first, start), _forward(last, end - 1, at_end=True)

    def _segment(self, offset: int) -> Segment:
        at = bisect_right(self.segments, offset, key=lambda segment: segment.clean_start) - 1
        return self.segments[at]


def _forward(segment: Segment, offset: int, *, at_end: bool = False) -> int:
    copied = segment.clean_end - segment.clean_start == segment.source_end - segment.source_start
    if copied:
        return segment.source_start + (offset - segment.clean_start) + (1 if at_end else 0)
    return segment.source_end if at_end else segment.source_start


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the clean text of one kind.

    Kinds: "title", "heading", "body", "caption" (words under a picture), "credit" (who took it), "repeat" (words that the
    body already says: pull quotes, teasers), "dateline" (the place and agency line at the head of a body).
    The coder reads title, heading, dateline and body.
    """

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """A stretch of the source text that the clean text leaves out, with the reason ("browser notice", "share links", …)."""

    source_start: int
    source_end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Repair:
    """One step of the repair plan: at `start` of the text as it then stood, `old` became `new`; `action` names the rule."""

    action: str
    start: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Meta:
    """One fact about a document (its title, its publication date) with its evidence.

    `how` says where it was read ("json-ld datePublished", "first line", "--published"); `source_span` are the code points
    of the source text that say it, None when the container or the user stated it.
    """

    value: str
    how: str
    source_span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """The clean text of one source.

    `id` is stable for the same source and name. `published` is an ISO day or date-time, never used as an incident's date.
    """

    id: str
    source: str
    name: str
    text: str
    offsets: OffsetMap
    blocks: tuple[Block, ...]
    title: Meta | None = None
    publisher: Meta | None = None
    author: Meta | None = None
    published: Meta | None = None
    language: Meta | None = None
    url: str | None = None
    dropped: tuple[Dropped, ...] = ()
    repairs: tuple[Repair, ...] = field(default=())

    @property
    def published_day(self) -> str | None:
        """The publication day as `YYYY-MM-DD`, or None when it is not known."""
        return self.published.value[:10] if self.published else None

    def quote(self, start: int, end: int) -> Span:
        """Cut a span out of the clean text."""
        return Span.of(self.text, start, end)
