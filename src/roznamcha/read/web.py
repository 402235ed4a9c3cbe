"""Fetch one URL that the user named: the only place in the package that opens a connection.

Time, size and the number of redirects are bounded, and every failure is an issue that says what the server or the network
said. Pages it links to are not fetched, nothing is sent but the request, and no cookie is kept.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator

import urllib3
from urllib3.exceptions import HTTPError, MaxRetryError
from urllib3.util import Retry, Timeout

from roznamcha.issues import Issue
from roznamcha.model import Source
from roznamcha.read.jsonl import clean_name
from roznamcha.read.limits import Limits
from roznamcha.read.make import size_issue
from roznamcha.read.stream import Hint, read_stream
from roznamcha.version import __version__

_HEADERS = {"User-Agent": f"roznamcha/{__version__}", "Accept": "text/html, application/xhtml+xml, */*;q=0.5"}
_PIECE = 65536
_PATIENCE = 3
"""A whole download may take this many times as long as a server may take to answer."""


def read_url(url: str, limits: Limits) -> Iterator[Source | Issue]:
    """Fetch `url` and yield what it holds: a page, a text, a feed, JSONL or an archive."""
    try:
        yield from _fetch(url, limits)
    except MaxRetryError as error:
        yield _unreachable(url, error.reason or error)
    except (HTTPError, ValueError) as error:
        yield _unreachable(url, error)


def _fetch(url: str, limits: Limits) -> Iterator[Source | Issue]:
    retries = Retry(total=limits.redirects, connect=1, read=0, redirect=limits.redirects, raise_on_status=False)
    timeout = Timeout(connect=limits.seconds, read=limits.seconds)
    with urllib3.PoolManager() as pool:
        response = pool.request("GET", url, headers=_HEADERS, timeout=timeout, retries=retries, preload_content=False)
        try:
            if response.status != 200:
                yield Issue("http-error", url, f"the server answered {response.status} {response.reason or ''}".strip(), _CHECK)
                return
            data = _body(response, limits)
        finally:
            response.close()
    if data is None:
        yield size_issue(url, limits.size)
        return
    yield from read_stream(io.BytesIO(data), url, clean_name(url), limits, _hint(response, url))


_CHECK = "open the address in a browser to check it"


def _body(response: urllib3.BaseHTTPResponse, limits: Limits) -> bytes | None:
    """Read the body up to the size limit; None when it goes on. Raises TimeoutError's urllib3 kin when it drips too long."""
    pieces = []
    size = 0
    until = time.monotonic() + limits.seconds * _PATIENCE
    while piece := response.read(_PIECE, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > limits.size:
            return None
        if time.monotonic() > until:
            raise HTTPError(f"the download took more than {limits.seconds * _PATIENCE:.0f} seconds")
    return b"".join(pieces)


def _hint(response: urllib3.BaseHTTPResponse, url: str) -> Hint:
    content_type, _, rest = (response.headers.get("Content-Type") or "").partition(";")
    charset = rest.partition("charset=")[2].split(";")[0].strip().strip("\"'") or None
    media = "html" if content_type.strip().lower() in ("text/html", "application/xhtml+xml") else None
    return Hint(media, charset, (("url", url),))


def _unreachable(url: str, error: Exception) -> Issue:
    reason = " ".join(str(error).split())[:200]
    return Issue("unreachable", url, f"it could not be fetched: {reason}", "check the address and the connection")
