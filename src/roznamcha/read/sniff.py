"""Tell what a run of bytes is by its first bytes, where the file's name does not say.

Formats with a signature (PDF, ZIP, images) and bytes full of control characters are "binary" and never guessed at: a
wrong guess would put noise into the register. It looks at the head only and does not validate what follows.
"""

from __future__ import annotations

import json
import re

from roznamcha.read.decode import utf16_order

HEAD = 65536
"""How many bytes of a file the sniffers look at."""

SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".rss": "feed",
    ".atom": "feed",
    ".warc": "warc",
}
_SIGNATURES = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"7z\xbc\xaf",
    b"Rar!",
    b"SQLite format 3",
    b"\xd0\xcf\x11\xe0",
    b"RIFF",
    b"OggS",
    b"ID3",
    b"MZ\x90",
    b"\x28\xb5\x2f\xfd",
)
_MARKUP = re.compile(rb"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_FEED = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*|<\?[^>]*>\s*)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL)
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27})


def sniff(head: bytes, name: str = "") -> str:
    """Name the kind of content: "text", "html", "jsonl", "json", "feed", "warc" or "binary".

    >>> sniff(b"%PDF-1.7"), sniff(b"<!DOCTYPE html><p>x"), sniff(b'{"text": "x"}'), sniff(b"Gunmen fled.")
    ('binary', 'html', 'jsonl', 'text')
    """
    suffix = _suffix(name)
    if suffix == "warc" or head.startswith(b"WARC/1."):
        return "warc"
    if is_binary(head):
        return "binary"
    if suffix in ("jsonl", "json", "html", "feed"):
        return suffix
    return _by_content(head)


def _suffix(name: str) -> str | None:
    plain = name.lower().removesuffix(".gz") if name.lower().endswith(".warc.gz") else name.lower()
    return next((kind for suffix, kind in SUFFIXES.items() if plain.endswith(suffix)), None)


def _by_content(head: bytes) -> str:
    plain = head.removeprefix(b"\xef\xbb\xbf")
    if _FEED.match(plain):
        return "feed"
    if _MARKUP.match(plain):
        return "html"
    return "jsonl" if _is_record(plain) else "text"


def _is_record(head: bytes) -> bool:
    line = head.lstrip().split(b"\n", 1)[0]
    if not line.startswith(b"{"):
        return False
    try:
        record = json.loads(line)
    except ValueError:
        # A first line longer than the head cannot be parsed here; its keys still show at its beginning or end.
        return len(line) >= HEAD - 4 and re.search(rb'"(?:text|html)"\s*:', line) is not None
    return isinstance(record, dict) and ("text" in record or "html" in record)


def is_binary(head: bytes) -> bool:
    """Tell whether the bytes are no text: a known signature, or more than one control byte in twenty.

    UTF-16 is full of zero bytes and still text: a byte order mark, or zeros on one side of each pair only, spares it.
    """
    if head.startswith(_SIGNATURES):
        return True
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls * 20 > len(head) and utf16_order(head) is None
