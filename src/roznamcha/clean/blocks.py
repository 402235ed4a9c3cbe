"""Say what each paragraph of a text is: title, heading, body, dateline, caption, credit, repeat, or furniture to drop.

The order of the decisions matters and is the order of the functions in `classify`: furniture goes first, captions with
their credits next, then the lines that only say when and who, then the title, then repeats, then headings. What nothing
else claims is body, so that a text without any of this dirt stays body from end to end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from roznamcha.clean.captions import credit_start, is_twin, opens_as_caption
from roznamcha.clean.furniture import agencies, furniture_reason
from roznamcha.clean.layout import Paragraph
from roznamcha.clean.published import read_date_line
from roznamcha.clean.repeats import repeats
from roznamcha.model import Block

READABLE = ("title", "heading", "dateline", "body")
"""The kinds of block that tell incidents."""
_LONGEST_TITLE = 200
_LONGEST_HEADING = 80
_SENTENCE_END = re.compile(r"[.!?…:;,][\"”’')\]]*$")
_ABBREVIATED_END = re.compile(r"\b(?:[A-Z]\.){1,4}$")
_NAME = r"[A-Z][\w.'’-]*"
_BYLINE = re.compile(
    r"(?:By|BY|Written by|Reported by|Story by)\s"
    rf"(?P<author>{_NAME}[\w.'’-](?:[\s,]+(?:and|&|in|of|for|al|de|bin|the|{_NAME})){{0,9}})$"
)
_OUTLET = re.compile(rf"(?:{_NAME})(?: (?:of|the|and|{_NAME})){{0,5}}")
_CITY = r"[A-Z][A-Z.'’-]{2,}(?: [A-Z][A-Z.'’-]+){0,3}"
_REGION = r"(?:, ?[A-Z][A-Za-z.'’]+(?: [A-Z][A-Za-z.'’]+){0,3}){0,2}"
_DAY = r"(?:,? ?\(?(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][A-Za-z]{2,8}\.?(?: \d{2,4})?)\)?)?"

_LABELS = frozenset(
    (
        "UPDATE",
        "BREAKING",
        "EXCLUSIVE",
        "WATCH",
        "VIDEO",
        "ANALYSIS",
        "OPINION",
        "FACTBOX",
        "TIMELINE",
        "NOTE",
        "CORRECTION",
        "LIVE",
    )
)
"""Words in capitals that open a line and name no place."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A paragraph with its kind; `reason` says why it is dropped, `credit` where a caption's credit begins."""

    paragraph: Paragraph
    kind: str = "body"
    reason: str | None = None
    credit: int | None = None


def classify(paragraphs: Sequence[Paragraph], title: str | None = None) -> tuple[Judged, ...]:
    """Judge every paragraph; `title` is the title that the container or the page states."""
    judged = [_first_look(paragraph) for paragraph in paragraphs]
    _mark_twins(judged)
    _mark_date_and_byline(judged)
    _mark_title(judged, title)
    _mark_repeats(judged)
    _mark_headings(judged)
    return tuple(judged)


def _first_look(paragraph: Paragraph) -> Judged:
    text = paragraph.text
    if paragraph.hint == "drop":
        return Judged(paragraph, "furniture", "outside the article")
    if reason := furniture_reason(text):
        return Judged(paragraph, "furniture", reason)
    opens = opens_as_caption(text)
    credit = credit_start(text)
    if credit == 0 and not opens:
        return Judged(paragraph, "credit")
    if credit or opens or paragraph.hint == "caption":
        return Judged(paragraph, "caption", credit=credit or None)
    return Judged(paragraph)


def _mark_twins(judged: list[Judged]) -> None:
    """Let the text beside a caption that says the same as it be a caption too (a picture's alternative text)."""
    for at, one in enumerate(judged):
        if one.kind != "caption":
            continue
        for beside in (at - 1, at + 1):
            if 0 <= beside < len(judged) and judged[beside].kind == "body" and not dateline_end(judged[beside].paragraph.text):
                other = judged[beside].paragraph
                if is_twin(other.text, one.paragraph.text, same_group=other.group == one.paragraph.group):
                    judged[beside] = replace(judged[beside], kind="caption")


def _mark_date_and_byline(judged: list[Judged]) -> None:
    for at, one in enumerate(judged):
        if one.kind != "body" or len(judged) == 1:
            continue
        if read_date_line(one.paragraph.text) is not None:
            judged[at] = replace(one, kind="dateline")
        elif at < 8 and author_of(one.paragraph.text):
            judged[at] = replace(one, kind="credit")


def author_of(paragraph: str) -> str | None:
    """Read the author of a byline that stands alone.

    >>> author_of("By Amina Noor and Bilal Shah"), author_of("By Friday the army had left.")
    ('Amina Noor and Bilal Shah', None)
    """
    match = _BYLINE.match(paragraph) if len(paragraph) <= 100 else None
    return match["author"] if match else None


def outlet_of(judged: Sequence[Judged]) -> Judged | None:
    """Find the line under a headline that names the outlet: capitalised words alone, on the lines of the date or the byline."""
    first = next((at for at, one in enumerate(judged) if one.kind == "body"), 0)
    head = judged[:first]
    groups = {one.paragraph.group for one in head if one.kind == "dateline" or author_of(one.paragraph.text)}
    lines = (one for one in head if one.kind == "heading" and one.paragraph.group in groups)
    return next((one for one in lines if _OUTLET.fullmatch(one.paragraph.text)), None)


def _mark_title(judged: list[Judged], stated: str | None) -> None:
    """Mark the stated title where the text prints it, else the first line if it reads like a headline over a text."""
    body = [at for at, one in enumerate(judged) if one.kind == "body"]
    wanted = _plain(stated) if stated else None
    for at in body[:5]:
        if judged[at].paragraph.hint == "title" or (wanted and _plain(judged[at].paragraph.text) == wanted):
            judged[at] = replace(judged[at], kind="title")
            return
    below = [judged[at].paragraph for at in body[1:4]]
    if below and _is_headline(judged[body[0]].paragraph, below):
        judged[body[0]] = replace(judged[body[0]], kind="title")


def _is_headline(first: Paragraph, below: Sequence[Paragraph]) -> bool:
    text = first.text
    if len(text) > _LONGEST_TITLE or dateline_end(text) or (text[0] in "\"“”'‘" and text[-1] in "\"“”'’"):
        return False
    ends = _SENTENCE_END.search(text) and not _ABBREVIATED_END.search(text) and not text.endswith(("?", "?'", "?’"))
    return not ends and any(len(paragraph.text) > len(text) for paragraph in below)


def _plain(text: str | None) -> str:
    return " ".join(re.findall(r"\w+", (text or "").lower()))


def _mark_repeats(judged: list[Judged]) -> None:
    body = [at for at, one in enumerate(judged) if one.kind == "body"]
    title = next((_plain(one.paragraph.text) for one in judged if one.kind == "title"), None)
    again = repeats([judged[at].paragraph.text for at in body])
    for index, at in enumerate(body):
        if index in again or (title and _plain(judged[at].paragraph.text) == title):
            judged[at] = replace(judged[at], kind="repeat")


def _mark_headings(judged: list[Judged]) -> None:
    for at, one in enumerate(judged):
        if one.kind == "body" and (one.paragraph.hint == "heading" or _is_heading(judged, at)):
            judged[at] = replace(one, kind="heading")


def _is_heading(judged: list[Judged], at: int) -> bool:
    text = judged[at].paragraph.text
    if len(text) > _LONGEST_HEADING or len(text.split()) > 10 or _SENTENCE_END.search(text) or not text[0].isupper():
        return False
    after = next((one.paragraph.text for one in judged[at + 1 : at + 4] if one.kind == "body"), "")
    return at > 0 and len(after) > len(text) and "," not in text


def to_blocks(judged: Sequence[Judged]) -> tuple[Block, ...]:
    """Turn judged paragraphs into blocks, with datelines cut off the body and credits off captions."""
    blocks: list[Block] = []
    for one in judged:
        start, end = one.paragraph.start, one.paragraph.end
        cut = one.credit if one.kind == "caption" else dateline_end(one.paragraph.text) if one.kind == "body" else None
        kinds = {"caption": ("caption", "credit"), "body": ("dateline", "body")}
        if cut:
            first, second = kinds[one.kind]
            lead = one.paragraph.text[:cut]
            rest = one.paragraph.text[cut:]
            blocks.append(Block(start, start + len(lead.rstrip()), first))
            blocks.append(Block(start + cut + len(rest) - len(rest.lstrip()), end, second))
        else:
            blocks.append(Block(start, end, one.kind))
    return tuple(blocks)


def dateline_end(paragraph: str) -> int | None:
    """Find where the report begins after the place and agency at its head; None when there is no such head.

    >>> text = "KARACHI, Pakistan -- The gunmen fled."
    >>> text[dateline_end(text):]
    'The gunmen fled.'
    >>> dateline_end("Islamabad (AP) — The army said so."), dateline_end("NATO said: nothing.")
    (17, None)
    """
    match = _dateline().match(paragraph)
    if not match or match.end() == len(paragraph):
        return None
    weak = match["mark"] in (":", "-") and not match["agency"]
    rest = paragraph[match.end() :]
    return None if weak and (rest[:12].isupper() or match["city"] in _LABELS) else match.end()


@lru_cache(maxsize=1)
def _dateline() -> re.Pattern[str]:
    known = "|".join(re.escape(name) for name in agencies())
    upper = (
        rf"(?P<city>{_CITY}){_REGION}{_DAY}(?P<agency> ?\((?:{known}|[A-Z][A-Za-z.’'/ -]{{1,30}})\))?\s*(?P<mark>--+|—|–|-|:)\s+"
    )
    mixed = rf"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){{0,3}}{_REGION}{_DAY} ?\((?:{known})\)\s*(?:--+|—|–|-|:)\s+"
    return re.compile(rf"(?:{upper}|{mixed})")
