"""Read JSONL: one object a line with `text` or `html`, and any of id, title, published, publisher, url.

A line is one document: a bad one becomes an issue with its line number and the next line is read. The bytes of such a
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
from roznamcha.read.make import Stated, make_source, size_issue, wrap

STATED = ("title", "published", "publisher", "author", "language", "url")
"""The keys of a line that are passed on as what the container states."""
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
    key = "text" if isinstance(record.get("text"), str) else "html"
    content = record.get(key)
    if not isinstance(content, str):
        yield Issue("no-text", where, 'the object has neither "text" nor "html" with a string', _SHAPE)
        return
    known = record.get("id")
    given = clean_name(str(known)) if isinstance(known, str | int) and str(known).strip() else name
    media = "html" if key == "html" else "text"
    stated = _stated(record)
    try:
        data = content.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        yield from _with_lone_surrogates(content, given, where, media, stated)
    else:
        yield from make_source(data, name=given, uri=where, media=media, charset="utf-8", stated=stated)


def _with_lone_surrogates(content: str, name: str, where: str, media: str, stated: Stated) -> Iterator[Source | Issue]:
    """Keep the halves as the three bytes each would take in UTF-8, which decode to escapes like any other broken byte."""
    yield Issue(
        "lone-surrogate",
        where,
        "it holds halves of characters (lone surrogates); each is shown as U+FFFD",
        "write the line again from the original text",
        "warning",
    )
    data = content.encode("utf-8", "surrogatepass")
    decoded = Decoded(data.decode("utf-8", "surrogateescape"), "utf-8")
    yield from wrap(data, decoded, name=name, uri=where, media=media, stated=stated)


def _stated(record: dict[str, Any]) -> Stated:
    pairs = ((key, record.get(key)) for key in STATED)
    return tuple((key, clean_name(str(value))) for key, value in pairs if isinstance(value, str | int) and str(value).strip())


def clean_name(name: str) -> str:
    """Make a name safe to store and print: lone surrogates and control characters become U+FFFD."""
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" or ord(c) < 32 else c for c in name).strip()


def _json_name(value: object) -> str:
    names = {list: "array", str: "string", bool: "boolean", type(None): "null"}
    return names.get(type(value), "number")


def _short(error: Exception) -> str:
    return str(error).splitlines()[0][:120] if str(error) else type(error).__name__
