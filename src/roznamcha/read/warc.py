"""Read WARC files: each HTTP response that is an HTML page is one source.

fastwarc reads them record by record, with transfer and content encodings undone; memory holds one page. Redirects, errors,
images and scripts are not articles and are passed over; a file that breaks off gives its whole pages and one issue.
"""

from __future__ import annotations

import gzip
import shutil
import zlib
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO

from roznamcha.issues import Issue
from roznamcha.model import Source
from roznamcha.read.jsonl import clean_name
from roznamcha.read.limits import Limits
from roznamcha.read.make import make_source, size_issue

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_AGAIN = "fetch or write the archive again"
_LINE = 1 << 16
"""Bytes of a header's line, beyond which it is none."""
_PAGES = ("text/html", "application/xhtml+xml")


def read_warc(stream: BinaryIO, uri: str, name: str, limits: Limits) -> Iterator[Source | Issue]:
    """Yield the source of each HTML page in a WARC file."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType  # loaded late: most runs read no archive

    if not stream.seekable():  # fastwarc asks for the position of each record and cannot do without
        with TemporaryFile() as copy:
            shutil.copyfileobj(stream, copy)
            copy.seek(0)
            yield from read_warc(copy, uri, name, limits)
        return
    last, seen, damaged = 0, False, False
    try:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True, auto_decode="all"):
            last = record.stream_pos
            if _is_page(record):
                seen = True
                for found in _read_page(record, uri, limits):
                    damaged |= isinstance(found, Issue) and found.code == "bad-warc"
                    yield found
    except OSError as error:
        yield Issue("bad-warc", uri, f"the archive cannot be read further: {error}", _AGAIN)
        return
    if not damaged and not _is_whole(stream, last):
        yield Issue("bad-warc", uri, "the archive breaks off; a page at its end may be missing", _AGAIN)
    elif not seen:
        yield Issue("empty", uri, f"the archive {name} holds no HTML page", "check what was archived")


def _is_whole(stream: BinaryIO, start: int) -> bool:
    """Tell whether the records from `start` on are all there; fastwarc ends without a word where one breaks off."""
    stream.seek(start)
    mark = stream.read(5)
    stream.seek(start)
    if mark.startswith(b"\x1f\x8b"):
        with gzip.GzipFile(fileobj=stream) as records:
            return _ends_with_a_record(records)
    return mark != b"WARC/" or _ends_with_a_record(stream)


def _ends_with_a_record(records: BinaryIO | gzip.GzipFile) -> bool:
    try:
        while line := records.readline(_LINE):
            length = 0
            while line.strip():
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
                line = records.readline(_LINE)
                if not line:
                    return False
            while length and (piece := records.read(min(length, 1 << 20))):
                length -= len(piece)
            if length:
                return False
    except (EOFError, OSError, ValueError, zlib.error):
        return False
    return True


def _is_page(record: WarcRecord) -> bool:
    headers = record.http_headers
    return headers is not None and headers.status_code == 200 and (record.http_content_type or "").lower() in _PAGES


def _read_page(record: WarcRecord, uri: str, limits: Limits) -> Iterator[Source | Issue]:
    url = clean_name(record.headers.get("WARC-Target-URI") or record.record_id or "")
    where = f"{uri}#{url}"
    try:
        data = record.reader.read(limits.size + 1)
    except OSError as error:  # a page that was stored badly; those after it may be sound
        yield Issue("bad-warc", where, f"the page cannot be unpacked: {error}", _AGAIN)
        return
    if len(data) > limits.size:
        yield size_issue(where, limits.size)
    elif _breaks_off(record, data):
        yield Issue("bad-warc", where, "the archive breaks off within this page", _AGAIN)
    else:
        yield from make_source(data, name=url, uri=where, media="html", charset=record.http_charset, stated=(("url", url),))


def _breaks_off(record: WarcRecord, data: bytes) -> bool:
    """Tell whether the page is shorter than its record says; fastwarc gives the half page and no error.

    An encoded page has another length, but there the decoder complains.
    """
    names = {name.lower() for name, _ in record.http_headers or ()}
    encoded = "content-encoding" in names or "transfer-encoding" in names
    return not encoded and len(data) < record.content_length
