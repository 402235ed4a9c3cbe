"""Read WARC files: each HTTP response that is an HTML page is one source.

fastwarc reads them record by record, with transfer and content encodings undone; memory holds one page. Redirects, errors,
images and scripts are not articles and are passed over; a file that breaks off gives its whole pages and one issue.
"""

from __future__ import annotations

import shutil
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
    seen = False
    try:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True, auto_decode="all"):
            if _is_page(record):
                seen = True
                yield from _read_page(record, uri, limits)
    except OSError as error:
        yield Issue("bad-warc", uri, f"the archive cannot be read further: {error}", "fetch or write the archive again")
        return
    if not seen:
        yield Issue("empty", uri, f"the archive {name} holds no HTML page", "check what was archived")


def _is_page(record: WarcRecord) -> bool:
    headers = record.http_headers
    return headers is not None and headers.status_code == 200 and record.http_content_type in _PAGES


def _read_page(record: WarcRecord, uri: str, limits: Limits) -> Iterator[Source | Issue]:
    url = clean_name(record.headers.get("WARC-Target-URI") or record.record_id or "")
    where = f"{uri}#{url}"
    data = record.reader.read(limits.size + 1)
    if len(data) > limits.size:
        yield size_issue(where, limits.size)
    elif _breaks_off(record, data):
        yield Issue("bad-warc", where, "the archive breaks off within this page", "fetch or write the archive again")
    else:
        yield from make_source(data, name=url, uri=where, media="html", charset=record.http_charset, stated=(("url", url),))


def _breaks_off(record: WarcRecord, data: bytes) -> bool:
    """Tell whether the page is shorter than its record says; fastwarc gives the half page and no error.

    An encoded page has another length, but there the decoder complains.
    """
    names = {name.lower() for name, _ in record.http_headers or ()}
    encoded = "content-encoding" in names or "transfer-encoding" in names
    return not encoded and len(data) < record.content_length
