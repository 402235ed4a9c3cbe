"""Find the article in an HTML page, with the map back to the page.

    1 scan      every visible stretch of the page with its offsets (`markup`)
    2 extract   trafilatura in precision mode says what the article is; it drops offsets
    3 align     which stretches its text is made of (`align`)
    4 add       the page's headline and the captions within the article, which trafilatura leaves out
    5 write     the chosen stretches, a blank line between two, every character with its place in the source

What is not chosen is recorded as dropped, with the part of the page it stood in. A fragment (a feed entry, a JSONL
`html`) has no page around its article: where trafilatura finds nothing, all that stands outside navigation is the article.
"""

from __future__ import annotations

import logging
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from roznamcha.clean.align import align, compact
from roznamcha.clean.furniture import furniture_reason
from roznamcha.clean.markup import Page, Stretch, scan
from roznamcha.clean.offsets import Draft, printable
from roznamcha.model import Dropped, Segment

LONGEST_MARKUP = 5_000_000
"""Characters of markup without scripts, styles and comments. The largest news pages have about a tenth."""
_LONGEST_CAPTION = 700
_LONGEST_DROPPED = 2000
_WHOLE_PAGE = re.compile(r"<(?:html|body)\b", re.IGNORECASE)

for _name in ("trafilatura", "htmldate"):
    # Both warn on pages without an article; that is an issue row here, not a line on the terminal.
    logging.getLogger(_name).addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Article:
    """The article of a page: its draft, the hints of its stretches, what was left out, and how well the two texts agree."""

    draft: Draft
    hints: tuple[tuple[int, str | None], ...]
    dropped: tuple[Dropped, ...]
    page: Page
    coverage: float

    def hint_at(self, source_offset: int) -> str | None:
        """Give the hint of the stretch that begins at or last before `source_offset`."""
        at = bisect_right(self.hints, source_offset, key=lambda pair: pair[0]) - 1
        return self.hints[at][1] if at >= 0 else None


def find_article(source: str) -> Article | str:
    """Find the article of a page; give the reason as words when the page cannot be read."""
    page = scan(source)
    if page.refused:
        return page.refused
    markup = _without_hidden(source, page)
    if len(markup) > LONGEST_MARKUP:
        return f"it has {len(markup):,} characters of markup, over {LONGEST_MARKUP:,}"
    chosen, coverage = _choose(page, markup)
    kept = _with_headline_and_captions(page.stretches, chosen)
    stretches = [page.stretches[index] for index in kept]
    hints = tuple((stretch.source[0], stretch.hint) for stretch in stretches)
    return Article(_write(stretches), hints, _dropped(page.stretches, set(kept)), page, coverage)


def _without_hidden(source: str, page: Page) -> str:
    """Leave out scripts, styles and comments: nobody reads them, and they are most of a page."""
    pieces = []
    at = 0
    for start, end in page.hidden:
        pieces.append(source[at:start])
        at = end
    markup = "".join((*pieces, source[at:]))
    return markup if _WHOLE_PAGE.search(markup) else f"<html><body><article>{markup}</article></body></html>"


def _choose(page: Page, markup: str) -> tuple[tuple[int, ...], float]:
    from trafilatura import bare_extraction  # loaded late: it takes most of a second, and plain text needs none of it

    extracted = bare_extraction(printable(markup), favor_precision=True, include_comments=False, with_metadata=False)
    text = getattr(extracted, "text", None) or ""
    if text.strip():
        alignment = align([printable(stretch.text) for stretch in page.stretches], _plain(text))
        if alignment.chosen:
            return alignment.chosen, alignment.coverage
    return tuple(at for at, stretch in enumerate(page.stretches) if stretch.context is None), 0.0


def _plain(text: str) -> str:
    """Take off the marks that trafilatura puts before list items and around table cells."""
    return re.sub(r"(?m)^- |(?m:^\| )| \|(?m:$)", "", text)


def _with_headline_and_captions(stretches: Sequence[Stretch], chosen: Sequence[int]) -> list[int]:
    """Add the h1 before the article and the captions and credits from that headline to the article's end."""
    kept = set(chosen)
    if not kept:
        return []
    first, last = min(kept), max(kept)
    headline = next((at for at in range(first, -1, -1) if _is_headline(stretches[at])), None)
    begin = first if headline is None else headline
    if headline is not None:
        kept.add(headline)
    for at in range(begin, min(last + 3, len(stretches))):
        stretch = stretches[at]
        if stretch.hint in ("caption", "credit") and len(stretch.text) <= _LONGEST_CAPTION and stretch.context in (None, "aside"):
            kept.add(at)
    return sorted(kept)


def _is_headline(stretch: Stretch) -> bool:
    return stretch.hint == "title" and stretch.context is None and len(compact(stretch.text)) > 8


def _write(stretches: Iterable[Stretch]) -> Draft:
    pieces: list[str] = []
    segments: list[Segment] = []
    at = 0
    for stretch in stretches:
        if pieces:
            segments.append(Segment(at, at + 2, segments[-1].source_end, stretch.source[0]))
            pieces.append("\n\n")
            at += 2
        segments += [Segment(s.clean_start + at, s.clean_end + at, s.source_start, s.source_end) for s in stretch.segments]
        pieces.append(stretch.text)
        at += len(stretch.text)
    return Draft("".join(pieces), tuple(segments))


def _dropped(stretches: Sequence[Stretch], kept: set[int]) -> tuple[Dropped, ...]:
    """Record what was left out, neighbours with the same reason together."""
    groups: list[tuple[str, list[Stretch]]] = []
    last = -2
    for at, stretch in enumerate(stretches):
        if at in kept:
            continue
        reason = furniture_reason(stretch.text) or stretch.context or "outside the article"
        if groups and groups[-1][0] == reason and last == at - 1:
            groups[-1][1].append(stretch)
        else:
            groups.append((reason, [stretch]))
        last = at
    return tuple(_joined(reason, group) for reason, group in groups)


def _joined(reason: str, group: Sequence[Stretch]) -> Dropped:
    text = "\n".join(stretch.text for stretch in group)
    return Dropped(group[0].source[0], group[-1].source[1], printable(text[:_LONGEST_DROPPED]), reason)
