"""Read JSONL: one object a line with `text` or `html`, and any of id, title, published, publisher, url.

A line is one document: a bad one becomes an issue with its line number and the next line is read. A known key of a wrong type
is left out, with an issue, and the words are read all the same. The bytes of such a
source are its `text` (or `html`) in UTF-8, not the JSON around it, so that the same article keeps its digest however the
line is written. Memory is bounded by the longest line that the limit allows; a longer one is skipped unread.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from roznamcha.issues import Issue
from roznamcha.model import Source
from roznamcha.read.decode import Decoded
from roznamcha.read.limits import Limits
from roznamcha.read.make import Stated, empty_issue, make_source, size_issue, wrap

STATED = ("title", "published", "publisher", "author", "language", "url")
"""The keys of a line that are passed on as what the container states."""
KEYS: dict[str, tuple[type, ...]] = {"id": (str, int), **dict.fromkeys(STATED, (str,)), "published": (str, int)}
"""Each key that is read beside the words, with the types that its value may have: ids and days are often bare numbers."""
_SHAPE = 'write one JSON object a line with "text" or "html"'


def read_jsonl(stream: BinaryIO, uri: str, name: str, limits: Limits) -> Iterator[Source | Issue]:
    """Yield the source or issue of each line that is not blank; `uri` and `name` are those of the whole file."""
    seen = False
    for number, line in _lines(stream, limits.size):
        if line is not None and not line.strip(b"\xef\xbb\xbf \t\r\n"):
            continue
        seen = True
        where = f"{uri}:{number}"
        if line is None:
            yield size_issue(where, limits.size)
        else:
            yield from _read_line(line, where, f"{name}:{number}")
    if not seen:
        yield Issue("empty", uri, "it holds no lines", "remove it, or check that it was saved completely")


def read_json(stream: BinaryIO, uri: str, name: str, limits: Limits) -> Iterator[Source | Issue]:
    """Read a `.json` file: one object, an array of objects, or lines after all."""
    data = stream.read(limits.size + 1)
    if len(data) > limits.size:
        yield size_issue(uri, limits.size)
        return
    try:
        value = json.loads(data.decode("utf-8-sig", "surrogateescape"))
    except (ValueError, RecursionError):
        yield from read_jsonl(io.BytesIO(data), uri, name, limits)
        return
    records = value if isinstance(value, list) else [value]
    if not records:
        yield empty_issue(uri)
    for number, record in enumerate(records, 1):
        suffix = f":{number}" if isinstance(value, list) else ""
        yield from _read_value(record, uri + suffix, name + suffix)


def _lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) > limit and not line.endswith(b"\n"):
            while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        else:
            yield number, line


def _read_line(line: bytes, where: str, name: str) -> Iterator[Source | Issue]:
    try:
        record = json.loads(line.decode("utf-8-sig", "surrogateescape"))
    except (ValueError, RecursionError) as error:
        yield Issue("not-json", where, f"the line is not JSON: {_short(error)}", _SHAPE)
        return
    yield from _read_value(record, where, name)


def _read_value(record: object, where: str, name: str) -> Iterator[Source | Issue]:
    """Turn one JSON object into a source; its `id`, when given, becomes the source's name."""
    if not isinstance(record, dict):
        yield Issue("not-a-record", where, f"it is a JSON {_json_name(record)}, not an object", _SHAPE)
        return
    media, content = _content(record)
    if content is None:
        yield Issue("no-text", where, 'the object has neither "text" nor "html" with a string', _SHAPE)
        return
    yield from _odd_keys(record, where)
    stated = _stated(record)
    given = _fact(record, "id") or name
    try:
        data = content.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        yield from _with_lone_surrogates(content, given, where, media, stated)
    else:
        yield from make_source(data, name=given, uri=where, media=media, charset="utf-8", stated=stated)


def _content(record: dict[str, Any]) -> tuple[str, str | None]:
    """Give the words of a record and what they are: its text, or its HTML where the text is none or has no word."""
    text, html = record.get("text"), record.get("html")
    if isinstance(html, str) and not (isinstance(text, str) and text.strip()):
        return "html", html
    return "text", text if isinstance(text, str) else None


def _with_lone_surrogates(content: str, name: str, where: str, media: str, stated: Stated) -> Iterator[Source | Issue]:
    """Keep the halves as the three bytes each would take in UTF-8, which decode to escapes like any other broken byte."""
    yield _halves("it", where)
    data = content.encode("utf-8", "surrogatepass")
    decoded = Decoded(data.decode("utf-8", "surrogateescape"), "utf-8")
    yield from wrap(data, decoded, name=name, uri=where, media=media, stated=stated)


def _halves(what: str, where: str) -> Issue:
    said = f"{what} holds halves of characters (lone surrogates) or bytes that are not UTF-8; each is shown as U+FFFD"
    return Issue("lone-surrogate", where, said, "write the line again from the original text", "warning")


def _odd_keys(record: dict[str, Any], where: str) -> Iterator[Issue]:
    """Report each known key whose value is of the wrong type, and left out, or holds what is no character."""
    for key, kinds in KEYS.items():
        value = record.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, kinds)):
            said = f'"{key}" is a JSON {_json_name(value)} where a string belongs; it is left out'
            yield Issue("bad-key", where, said, f'write "{key}" as a string', "warning")
        elif isinstance(value, str) and any("\ud800" <= character <= "\udfff" for character in value):
            yield _halves(f'"{key}"', where)


def _stated(record: dict[str, Any]) -> Stated:
    return tuple((key, fact) for key in STATED if (fact := _fact(record, key)))


def _fact(record: dict[str, Any], key: str) -> str:
    """Give the value of a known key as a string; the empty one where there is none that can be used."""
    value = record.get(key)
    return clean_name(str(value)) if isinstance(value, KEYS[key]) and not isinstance(value, bool) else ""


def clean_name(name: str) -> str:
    """Make a name safe to store and print: lone surrogates and control characters become U+FFFD."""
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" or ord(c) < 32 else c for c in name).strip()


def _json_name(value: object) -> str:
    names = {list: "array", dict: "object", str: "string", bool: "boolean", type(None): "null"}
    return names.get(type(value), "number")


def _short(error: Exception) -> str:
    return str(error).splitlines()[0][:120] if str(error) else type(error).__name__
