"""Read RSS and Atom feeds: each entry with words of its own is one source.

feedparser reads what feeds are in practice. Its sanitising and link rewriting are off, since they change the words; the
bytes of an entry's source are its content as the feed gives it, in UTF-8. Links are not followed: the user names URLs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.sax import SAXException

from roznamcha.issues import Issue
from roznamcha.model import Source
from roznamcha.read.jsonl import clean_name
from roznamcha.read.limits import Limits
from roznamcha.read.make import Stated, make_source, size_issue


def read_feed(stream: BinaryIO, uri: str, name: str, limits: Limits) -> Iterator[Source | Issue]:
    """Yield the source of each entry; one issue when the feed cannot be read or has no entries."""
    import feedparser  # type: ignore[import-untyped]  # loaded late: most runs read no feed

    data = stream.read(limits.size + 1)
    if len(data) > limits.size:
        yield size_issue(uri, limits.size)
        return
    feed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    if not feed.entries:
        why = f"it is not a feed that can be read: {feed.get('bozo_exception')}" if feed.bozo else "it has no entries"
        yield Issue("bad-feed", uri, why, "open it in a feed reader to check it")
        return
    if isinstance(feed.get("bozo_exception"), SAXException):
        what = f"it is damaged ({feed['bozo_exception']}); entries may be missing or cut off"
        yield Issue("bad-feed", uri, what, "fetch it again", "warning")
    for number, entry in enumerate(feed.entries, 1):
        yield from _read_entry(entry, feed.feed, f"{uri}:{number}", f"{name}:{number}")


def _read_entry(entry: Any, feed: Any, where: str, name: str) -> Iterator[Source | Issue]:
    content = max((part.get("value") or "" for part in entry.get("content") or ()), key=len, default="")
    content = content if len(content) >= len(entry.get("summary") or "") else entry["summary"]
    if not content.strip():
        yield Issue("no-text", where, "the entry has a title but no text", "save the article it links to")
        return
    media = "html" if "<" in content else "text"
    known = clean_name(entry.get("id") or entry.get("link") or name)
    data = content.encode("utf-8", "surrogatepass")
    yield from make_source(data, name=known, uri=where, media=media, charset="utf-8", stated=_stated(entry, feed))


def _stated(entry: Any, feed: Any) -> Stated:
    pairs = (
        ("title", entry.get("title")),
        ("published", entry.get("published") or entry.get("updated")),
        ("publisher", (entry.get("source") or {}).get("title") or feed.get("title")),
        ("author", entry.get("author")),
        ("url", entry.get("link")),
    )
    return tuple((key, clean_name(value)) for key, value in pairs if isinstance(value, str) and value.strip())
