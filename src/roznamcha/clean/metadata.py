"""Read title, publisher, author and publication date from the head of a page, each with the place that says it.

The order is: JSON-LD of an article, meta tags, a `time` element; for the date htmldate comes last, and for the title the
page's own `title`. htmldate drops where it read the date, so its value is looked for in the source again. Nothing is
guessed from the clock: the same page gives the same facts on any day.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from roznamcha.clean.markup import Page, Tag
from roznamcha.clean.offsets import printable
from roznamcha.clean.published import read_published
from roznamcha.model import Meta

_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_ARTICLE_TYPES = re.compile(r"Article|Report|Posting|LiveBlog", re.IGNORECASE)
_META = {
    "title": ("og:title", "twitter:title", "headline", "dc.title", "dcterms.title"),
    "publisher": ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher"),
    "author": ("author", "article:author", "byl", "dc.creator", "sailthru.author", "parsely-author"),
    "published": (
        *("article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date"),
        *("dc.date.issued", "dcterms.created", "dc.date", "pubdate", "publishdate", "publish-date", "ptime", "date"),
    ),
    "url": ("og:url",),
}
_JSON = {"title": "headline", "publisher": "publisher", "author": "author", "published": "datePublished"}
_LONGEST = 500
"""Characters of a fact; what is longer is a broken page's attribute and no title or name."""
_EARLIEST, _LATEST = "1990-01-01", "2099-12-31"
"""Bounds for htmldate, fixed so that its answer does not depend on the day it is asked."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page states about itself; `bad_dates` are stated publication dates that mean no day."""

    title: Meta | None = None
    publisher: Meta | None = None
    author: Meta | None = None
    published: Meta | None = None
    url: str | None = None
    language: Meta | None = None
    bad_dates: tuple[str, ...] = ()


def read_facts(source: str, page: Page) -> Facts:
    """Read what the page states about itself.

    >>> from roznamcha.clean.markup import scan
    >>> page = '<meta property="article:published_time" content="2014-02-15T10:00:00Z">'
    >>> read_facts(page, scan(page)).published.value
    '2014-02-15T10:00:00+00:00'
    """
    source = printable(source)
    stated = [(field, _shown(meta)) for field, meta in _stated(source, page) if len(meta.value) <= _LONGEST]
    published, bad = _published(source, page, stated)
    url = _first(stated, "url")
    return Facts(
        title=_first(stated, "title") or _title_element(source, page),
        publisher=_first(stated, "publisher"),
        author=next((meta for field, meta in stated if field == "author" and "://" not in meta.value), None),
        published=published,
        url=url.value if url else _canonical(source, page),
        language=_language(source, page),
        bad_dates=bad,
    )


def _shown(meta: Meta) -> Meta:
    return Meta(printable(meta.value), meta.how, meta.source_span)


def _first(stated: list[tuple[str, Meta]], field: str) -> Meta | None:
    return next((meta for known, meta in stated if known == field), None)


def _stated(source: str, page: Page) -> Iterator[tuple[str, Meta]]:
    for tag in page.tags:
        if tag.name == "script" and "ld+json" in source[slice(*tag.attributes)].lower():
            yield from _json_ld(source, tag)
    metas = [(tag, attributes(source, tag)) for tag in page.tags if tag.name == "meta"]
    for field, names in _META.items():
        for name in names:
            yield from ((field, meta) for tag, given in metas if (meta := _meta(source, tag, given, name)))


def attributes(source: str, tag: Tag) -> dict[str, str]:
    """Read a tag's attributes; names in lower case, values decoded."""
    found = _ATTRIBUTE.findall(source[slice(*tag.attributes)])
    return {name.lower(): html.unescape(a or b or c).strip() for name, a, b, c in reversed(found)}


def _meta(source: str, tag: Tag, given: dict[str, str], name: str) -> Meta | None:
    if name not in {given.get(key, "").lower() for key in ("property", "name", "itemprop")} or not given.get("content"):
        return None
    return Meta(given["content"], f"meta {name}", _find(source, tag.attributes, "content"))


def _find(source: str, within: tuple[int, int], name: str) -> tuple[int, int]:
    """Find the value of an attribute in the source; the whole tag where it cannot be told apart."""
    for match in _ATTRIBUTE.finditer(source, *within):
        if match[1].lower() == name:
            group = next(number for number in (2, 3, 4) if match[number] is not None)
            return match.span(group)
    return within


def _json_ld(source: str, tag: Tag) -> Iterator[tuple[str, Meta]]:
    text = source[slice(*tag.content)]
    try:
        data = json.loads(text.strip().removesuffix(";"), strict=False)
    except (ValueError, RecursionError):
        return
    for node in _article_nodes(data, 0):
        for field, key in _JSON.items():
            value = _name_of(node.get(key))
            if value:
                yield field, Meta(value, f"json-ld {key}", _find_json(source, tag, key, value))


def _article_nodes(data: object, depth: int) -> Iterator[dict[str, object]]:
    if isinstance(data, list) and depth < 8:
        for item in data:
            yield from _article_nodes(item, depth + 1)
    elif isinstance(data, dict) and depth < 8:
        if _ARTICLE_TYPES.search(str(data.get("@type", ""))):
            yield data
        yield from _article_nodes(data.get("@graph"), depth + 1)


def _name_of(value: object) -> str | None:
    """Read a JSON-LD value that may be a string, an object with a name, or a list of either."""
    if isinstance(value, list):
        names = [name for item in value if (name := _name_of(item))]
        return ", ".join(names) or None
    if isinstance(value, dict):
        value = value.get("name")
    return html.unescape(value).strip() or None if isinstance(value, str) else None


def _find_json(source: str, tag: Tag, key: str, value: str) -> tuple[int, int]:
    """Find the words of a JSON value as the script writes them; the whole script where it writes them with escapes."""
    start, end = tag.content
    at = max(source.find(f'"{key}"', start, end), start)
    for written in (value, json.dumps(value)[1:-1], json.dumps(value)[1:-1].replace("/", "\\/")):
        found = source.find(written, at, end)
        if found >= 0:
            return found, found + len(written)
    return tag.content


def _published(source: str, page: Page, stated: list[tuple[str, Meta]]) -> tuple[Meta | None, tuple[str, ...]]:
    bad = []
    for meta in (*(meta for field, meta in stated if field == "published"), *_time_elements(source, page)):
        value = read_published(meta.value)
        if value:
            return Meta(value, meta.how, meta.source_span), ()
        bad.append(meta.value)
    return _by_htmldate(source), tuple(bad)


def _time_elements(source: str, page: Page) -> Iterator[Meta]:
    for tag in page.tags:
        if tag.name == "time":
            given = attributes(source, tag)
            published = (
                "pubdate" in source[slice(*tag.attributes)].lower() or "datepublished" in given.get("itemprop", "").lower()
            )
            if published and given.get("datetime"):
                yield Meta(given["datetime"], "time element", _find(source, tag.attributes, "datetime"))


def _by_htmldate(source: str) -> Meta | None:
    from htmldate import find_date  # loaded late, as trafilatura is
    from lxml.etree import LxmlError  # type: ignore[import-untyped]

    try:
        value = find_date(source, extensive_search=False, original_date=True, min_date=_EARLIEST, max_date=_LATEST)
    except (ValueError, TypeError, LxmlError, RecursionError):
        return None
    if not value:
        return None
    at = source.find(value)
    return Meta(value, "htmldate", (at, at + len(value)) if at >= 0 else None)


def _title_element(source: str, page: Page) -> Meta | None:
    for tag in page.tags:
        if tag.name == "title" and (words := " ".join(html.unescape(source[slice(*tag.content)]).split())):
            return Meta(words[:_LONGEST], "title element", tag.content)
    return None


def _canonical(source: str, page: Page) -> str | None:
    links = (attributes(source, tag) for tag in page.tags if tag.name == "link")
    return next((link["href"] for link in links if link.get("rel", "").lower() == "canonical" and link.get("href")), None)


def _language(source: str, page: Page) -> Meta | None:
    for tag in page.tags:
        if tag.name == "html" and (code := attributes(source, tag).get("lang", "")[:2].lower()).isalpha():
            return Meta(code, "html lang", _find(source, tag.attributes, "lang"))
    return None
