"""Turn bytes into text without losing the way back to the bytes.

A decoding is accepted only if encoding the text again gives the same bytes, so that any stretch of the text can be traced
to the bytes it came from (`Source.byte_range`). Order: byte order mark, UTF-16 without a mark where no charset is declared,
UTF-8, the charset that the container or the page declares, UTF-8 with a few broken bytes, Windows-1252. UTF-16 comes before
UTF-8 because its zero bytes pass as that, and a text in UTF-8 has none. UTF-8 comes before the declaration because pages
often declare a charset that their server no longer uses, while other encodings almost never pass as UTF-8.
It does not guess among the many legacy charsets: an undeclared one is read as Windows-1252 and reported.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WINDOWS_READING = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}
"""Browsers read these labels as their Windows or full supersets (WHATWG Encoding Standard), and so do writers."""
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_:.-]{2,40})""")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the codec and error handler that made it, and a warning when the reading is a guess."""

    text: str
    encoding: str
    errors: str = "surrogateescape"
    warning: str | None = None


def declared_charset(data: bytes) -> str | None:
    """Find the charset that an HTML or XML head declares, in the first 4,096 bytes."""
    head = data[:4096]
    found = _XML_DECLARED.search(head) or _DECLARED.search(head)
    return found[1].decode("ascii") if found else None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode `data` reversibly, trusting a byte order mark first, then zero bytes, valid UTF-8 and the `declared` charset.

    >>> decode("Città".encode("cp1252")).text
    'Città'
    >>> decode("Città".encode()).encoding
    'utf-8'
    """
    return (
        _by_mark(data)
        or (None if declared else _unmarked_utf16(data))
        or _strictly(data, "utf-8")
        or _as_declared(data, declared)
        or _as_last_resort(data)
    )


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data, encoding)
    return None


def _marked(data: bytes, encoding: str) -> Decoded | None:
    if encoding == "utf-8-sig":
        text = data.decode(encoding, "surrogateescape")
        broken = count_broken(text)
        return Decoded(text, encoding, warning=f"{broken} bytes are not valid UTF-8" if broken else None)
    if (strict := _strictly(data, encoding)) is not None:
        return strict
    return _leniently(data, encoding, "surrogatepass") or _leniently(data, encoding, "ignore")


def _leniently(data: bytes, encoding: str, errors: str) -> Decoded | None:
    """Read halves of characters ("surrogatepass"), or leave out the bytes of one that breaks off at the end ("ignore")."""
    try:
        text = data.decode(encoding, errors)
    except UnicodeDecodeError:
        return None
    kept = len(text.encode(encoding, errors))
    if len(data) - kept > 3:
        return None
    if errors == "ignore" and ((whole := _strictly(data[:kept], encoding)) is None or whole.text != text):
        return None
    return Decoded(text, encoding, errors, f"it breaks off or holds halves of characters in {encoding.upper()}")


def _strictly(data: bytes, encoding: str) -> Decoded | None:
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    return Decoded(text, encoding) if _leads_back(text, encoding, data) else None


def _leads_back(text: str, encoding: str, data: bytes) -> bool:
    try:
        return text.encode(encoding) == data or (encoding in ("utf-16", "utf-32") and len(text.encode(encoding)) == len(data))
    except UnicodeEncodeError:
        return False


def _as_declared(data: bytes, declared: str | None) -> Decoded | None:
    try:
        name = codecs.lookup(declared or "").name
    except LookupError:
        return None
    encoding = _WINDOWS_READING.get(name, name)
    return _strictly(data, encoding) or (_escaped(data, encoding) if encoding.startswith("cp125") else None)


def _escaped(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "surrogateescape")
    broken = count_broken(text)
    return Decoded(text, encoding, warning=f"{broken} bytes mean nothing in {encoding}" if broken else None)


def _unmarked_utf16(data: bytes) -> Decoded | None:
    return _marked(data, order) if (order := utf16_order(data[:4096])) else None


def utf16_order(head: bytes) -> str | None:
    """Tell by the zero bytes, which stand on one side of each pair of a text in Latin letters, whether it is UTF-16.

    >>> utf16_order("Two killed".encode("utf-16-be")), utf16_order(b"Two killed")
    ('utf-16-be', None)
    """
    even, odd = head[::2].count(0), head[1::2].count(0)
    few, many = sorted((even, odd))
    if len(head) < 8 or many * 4 < len(head) or few * 20 > many:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _as_last_resort(data: bytes) -> Decoded:
    text = data.decode("utf-8", "surrogateescape")
    broken = count_broken(text)
    good = sum(1 for character in text if ord(character) > 127) - broken
    if broken <= good:
        return Decoded(text, "utf-8", warning=f"{broken} bytes are not valid UTF-8; each is shown as U+FFFD")
    return Decoded(
        data.decode("cp1252", "surrogateescape"),
        "cp1252",
        warning="it is not UTF-8 and declares no charset: read as Windows-1252",
    )


def count_broken(text: str) -> int:
    """Count the bytes that no character stands for (kept in the text as lone surrogates).

    >>> count_broken(bytes([65, 255]).decode("utf-8", "surrogateescape"))
    1
    """
    return sum(1 for character in text if "\ud800" <= character <= "\udfff") if not text.isascii() else 0
