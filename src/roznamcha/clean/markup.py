"""Read the visible words of an HTML page with the place in the source where each stands.

A parser builds a tree and forgets offsets, so this is a scanner: one pass over the source, tags found by hand, text runs
cut at block elements, character references decoded, white space collapsed; every character keeps its way back. It judges
nothing (that is `article`) and needs no well-formed page: what no browser would show is skipped, the rest comes in order.
The scan is linear in the size of the page, whatever the page does; a page nested beyond `DEEPEST` or with more than
`MOST_TAGS` tags is refused.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from roznamcha.clean.elements import BLOCK, CLOSES_ITSELF, CONTEXTS, HIDDEN, HINTS, TOO_WIDE, VOID
from roznamcha.model import Segment

DEEPEST = 1000
"""Open elements. libxml2 gives up at 256, and no page that people wrote comes near."""

_MARKED = re.compile(
    r"""\b(?:class|itemprop)\s*=\s*(?:["'](?:[^"'>]{0,200}[\s_-])?|)(?:"""
    r"(?P<caption>(?:fig|wp|image|img|photo|media|picture)?caption(?:[-_]?text)?)"
    r"""|(?P<credit>credits?|copyright-?holder|photographer))(?=["'\s>]|$)""",
    re.IGNORECASE,
)
_HIDES = re.compile(r"""(?<![\w-])hidden(?![\w-])|display\s*:\s*none""", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});?", re.IGNORECASE)
_PIECE = re.compile(r"[^ \t\r\n\f\xa0]+(?: [^ \t\r\n\f\xa0]+){0,500}|[ \t\r\n\f\xa0]+")
"""Words with one space between them, which are copied as they stand; or other white space, which is not."""
_NAME = re.compile(r"[a-zA-Z][^\s/>]*")


MOST_TAGS = 200_000
"""Tags of a page. The largest news pages have a tenth, and each costs time."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Visible words between two block boundaries: the text, its segments (from 0) and what the elements around it say.

    `context` is the part of a page it lies in ("navigation", "page footer", …) or None; `hint` what its element is.
    """

    text: str
    segments: tuple[Segment, ...]
    context: str | None = None
    hint: str | None = None

    @property
    def source(self) -> tuple[int, int]:
        """The stretch of the page from its first to its last character."""
        return self.segments[0].source_start, self.segments[-1].source_end


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag that carries facts (meta, time, script, link, title, html): its name, attributes, and the element's content."""

    name: str
    attributes: tuple[int, int]
    content: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Page:
    """What the scanner read: the stretches in order, the tags with facts and the hidden source ranges.

    `refused` says why the scan was given up, or is None.
    """

    stretches: tuple[Stretch, ...]
    tags: tuple[Tag, ...]
    hidden: tuple[tuple[int, int], ...]
    refused: str | None = None


class _Token(NamedTuple):
    start: int
    end: int
    name: str
    closing: bool


def scan(source: str) -> Page:
    """Scan a page.

    >>> [stretch.text for stretch in scan("<h1>Two&nbsp;killed</h1><p>Gunmen <b>fled</b>.<script>x</script>").stretches]
    ['Two killed', 'Gunmen fled.']
    """
    scanner = _Scanner(source)
    scanner.run()
    return Page(tuple(scanner.stretches), tuple(scanner.tags), tuple(scanner.hidden), scanner.refused)


class _Scanner:
    """The state of one pass: open elements, the stretch being written, and what was found."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.stretches: list[Stretch] = []
        self.tags: list[Tag] = []
        self.hidden: list[tuple[int, int]] = []
        self.refused: str | None = None
        self._open: list[tuple[str, str | None, str | None]] = []
        self._counts: dict[str, int] = {}
        self._writer = _Writer()
        self._missing: set[str] = set()
        self._skip_to = 0

    def run(self) -> None:
        """Read to the end of the page, or to where it is refused."""
        at = 0
        for number, token in enumerate(self._tokens()):
            if token.start >= at:
                self._text(at, token.start)
                at = self._token(token)
            if len(self._open) > DEEPEST:
                self.refused = f"its elements are nested more than {DEEPEST:,} deep"
            elif number > MOST_TAGS:
                self.refused = f"it has more than {MOST_TAGS:,} tags"
            if self.refused:
                return
        self._text(at, len(self.source))
        self._flush()

    def _tokens(self) -> Iterator[_Token]:
        at = 0
        while (start := self.source.find("<", at)) >= 0:
            token = self._comment(start) or self._tag(start)
            if token is None:
                at = start + 1
            else:
                yield token
                at = max(token.end, self._skip_to)

    def _comment(self, start: int) -> _Token | None:
        if self.source.startswith("<!--", start):
            end = self._find("-->", start + 4)
            return _Token(start, len(self.source) if end < 0 else end + 3, "!", False)
        if self.source[start + 1 : start + 2] in ("!", "?"):
            end = self._find(">", start)
            return _Token(start, len(self.source) if end < 0 else end + 1, "!", False)
        return None

    def _tag(self, start: int) -> _Token | None:
        closing = self.source.startswith("/", start + 1)
        name = _NAME.match(self.source, start + 1 + closing)
        if name is None:
            return None
        end = self._tag_end(name.end())
        return None if end < 0 else _Token(start, end, name[0].lower(), closing)

    def _tag_end(self, at: int) -> int:
        """Find the end of a tag, past any `>` that stands inside a quoted attribute value."""
        end = self._find(">", at)
        while end >= 0:
            quote = _open_quote(self.source, at, end)
            if quote is None:
                return end + 1
            after = self._find(quote[0], quote[1] + 1)
            if after < 0 or after - at > 2_000_000:
                return end + 1
            if after > end:
                beyond = self.source.find(">", after)
                if beyond < 0:
                    return end + 1
                end = beyond
            at = after + 1
        return -1

    def _find(self, what: str, at: int) -> int:
        """Find `what`, remembering that it is nowhere ahead, so that a broken page is not searched again and again."""
        if what in self._missing:
            return -1
        found = self.source.find(what, at)
        if found < 0:
            self._missing.add(what)
        return found

    def _token(self, token: _Token) -> int:
        """Handle a tag and return where the text goes on."""
        if token.name == "!":
            self.hidden.append((token.start, token.end))
            return token.end
        if token.name in BLOCK:
            self._block(token)
        if token.closing:
            self._close(token.name)
            return token.end
        return self._start(token)

    def _block(self, token: _Token) -> None:
        if token.name == "br":
            self._writer.line_break()
        else:
            self._flush()

    def _start(self, token: _Token) -> int:
        name = token.name
        inner = (token.start + 1 + len(name), token.end - 1)
        if name in HIDDEN:
            return self._skip(token, inner)
        if name in ("meta", "time", "link", "html"):
            self.tags.append(Tag(name, inner, (token.end, token.end)))
        if name in VOID or self.source[token.end - 2] == "/":
            return token.end
        attributes = self.source[inner[0] : inner[1]]
        context = "hidden" if _HIDES.search(attributes) else CONTEXTS.get(name)
        hint = HINTS.get(name)
        if name not in TOO_WIDE and (marked := _MARKED.search(attributes)):
            hint = "caption" if marked["caption"] else "credit"
        if hint == "credit":
            self._flush()
        self._push(name, context, hint)
        return token.end

    def _skip(self, token: _Token, inner: tuple[int, int]) -> int:
        """Pass over an element whose content no browser shows as text."""
        if self.source[token.end - 2] == "/" and token.name in ("svg", "math"):
            return token.end
        close = re.compile(rf"</{token.name}\b[^>]*>", re.IGNORECASE)
        key = f"</{token.name}"
        match = None if key in self._missing else close.search(self.source, token.end)
        if match is None:
            self._missing.add(key)
        content_end = match.start() if match else len(self.source)
        self.tags.append(Tag(token.name, inner, (token.end, content_end)))
        self._skip_to = match.end() if match else len(self.source)
        if token.name != "title":
            self.hidden.append((token.start, self._skip_to))
        return self._skip_to

    def _push(self, name: str, context: str | None, hint: str | None) -> None:
        if self._open and name in CLOSES_ITSELF and self._open[-1][0] in CLOSES_ITSELF[name]:
            self._pop()
        above = self._open[-1] if self._open else (name, None, None)
        self._open.append((name, context or above[1], hint or above[2]))
        self._counts[name] = self._counts.get(name, 0) + 1

    def _close(self, name: str) -> None:
        if self._counts.get(name):
            while self._pop() != name:
                pass

    def _pop(self) -> str:
        name, _, hint = self._open.pop()
        self._counts[name] -= 1
        if hint == "credit":
            self._flush(hint)
        return name

    def _text(self, start: int, end: int) -> None:
        if start >= end:
            return
        self._writer.context = self._open[-1][1:] if self._open else (None, None)
        keep = self._counts.get("pre", 0) > 0
        at = start
        if self.source.find("&", start, end) >= 0:
            for reference in _REFERENCE.finditer(self.source, start, end):
                value = html.unescape(reference[0])
                if value != reference[0]:
                    self._writer.copy(self.source, at, reference.start(), keep)
                    self._writer.write(value, reference.start(), reference.end())
                    at = reference.end()
        self._writer.copy(self.source, at, end, keep)

    def _flush(self, hint: str | None = None) -> None:
        stretch = self._writer.finish(hint)
        if stretch is not None:
            self.stretches.append(stretch)


def _open_quote(source: str, start: int, end: int) -> tuple[str, int] | None:
    """Give the quote mark still open at `end` and its place, counting from `start`; only one after `=` opens a value."""
    at = start
    while True:
        equals = source.find("=", at, end)
        if equals < 0:
            return None
        at = equals + 1
        while at < end and source[at].isspace():
            at += 1
        if at < end and source[at] in "\"'":
            close = source.find(source[at], at + 1, end)
            if close < 0:
                return source[at], at
            at = close + 1


@dataclass(slots=True)
class _Writer:
    """The stretch being written. White space waits until a word follows, so that none stands at either end."""

    pieces: list[str] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    context: tuple[str | None, str | None] = (None, None)
    _space: tuple[str, int, int] | None = None
    _length: int = 0
    _context: tuple[str | None, str | None] = (None, None)

    def copy(self, source: str, start: int, end: int, keep_lines: bool) -> None:
        """Take over words of the source as they stand; runs of white space become one space, or one line end in `pre`."""
        for match in _PIECE.finditer(source, start, end):
            if match[0][0] in " \t\r\n\f\xa0":
                self._wait("\n" if keep_lines and "\n" in match[0] else " ", match.start(), match.end())
            else:
                self._add(match[0], match.start(), match.end())

    def write(self, value: str, start: int, end: int) -> None:
        """Write what a character reference stands for."""
        if value.strip():
            self._add(value, start, end)
        else:
            self._wait(" ", start, end)

    def line_break(self) -> None:
        """End the line before the next word."""
        if self.pieces:
            at = self.segments[-1].source_end
            self._space = ("\n", self._space[1] if self._space else at, self._space[2] if self._space else at)

    def _wait(self, mark: str, start: int, end: int) -> None:
        if not self.pieces:
            return
        if self._space is None:
            self._space = (mark, start, end)
        else:
            self._space = ("\n" if "\n" in (mark, self._space[0]) else " ", self._space[1], end)

    def _add(self, words: str, start: int, end: int) -> None:
        if self._space is not None:
            mark, first, last = self._space
            self._space = None
            whole = first if last - first == 1 and last == start else min(first, self.segments[-1].source_end)
            self._append(mark, whole, start)
        if not self.pieces:
            self._context = self.context
        self._append(words, start, end)

    def _append(self, text: str, start: int, end: int) -> None:
        previous = self.segments[-1] if self.segments else None
        self.pieces.append(text)
        clean_end = self._length + len(text)
        joins = (
            previous is not None
            and previous.source_end == start
            and len(text) == end - start
            and previous.clean_end - previous.clean_start == previous.source_end - previous.source_start
        )
        if previous is not None and joins:
            self.segments[-1] = Segment(previous.clean_start, clean_end, previous.source_start, end)
        else:
            self.segments.append(Segment(self._length, clean_end, start, end))
        self._length = clean_end

    def finish(self, hint: str | None = None) -> Stretch | None:
        """Close the stretch and begin the next; None when it holds no words."""
        stretch = None
        if self.pieces:
            stretch = Stretch("".join(self.pieces), tuple(self.segments), self._context[0], hint or self._context[1])
        self.pieces, self.segments, self._space, self._length = [], [], None, 0
        return stretch
