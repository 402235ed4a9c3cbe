"""Cut a text into paragraphs, the units that are kept, named or dropped.

A line is a paragraph, as pasted articles have it, unless the text is hard-wrapped (most lines about equally long and
broken in mid-sentence): then lines up to a blank or indented line belong together. It does not look at what they say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_SENTENCE_END = tuple(".!?\"”’')]:;")
_WRAPPED_SHARE = 0.7
"""Share of lines that must look wrapped. Verse and lists stay below, wire copy of 60 to 80 columns lies near 0.95."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of text without the white space around it.

    `group` counts the blank lines before it; `hint` is what the markup says it is ("heading", "caption", …), if anything.
    """

    start: int
    end: int
    text: str
    group: int = 0
    hint: str | None = None


def paragraphs(text: str, *, wrapped: bool = True) -> tuple[Paragraph, ...]:
    r"""Cut plain text into paragraphs; with `wrapped` off every line is one, as in text taken from HTML.

    >>> [p.text for p in paragraphs("Two killed\n\nQUETTA: Gunmen fled.\n")]
    ['Two killed', 'QUETTA: Gunmen fled.']
    """
    lines = _lines(text)
    return _joined(text, lines) if wrapped and _is_wrapped(lines) else tuple(lines)


def _lines(text: str) -> list[Paragraph]:
    found: list[Paragraph] = []
    group = 0
    last_end = 0
    for match in _LINE.finditer(text):
        if text.count("\n", last_end, match.start()) > 1:
            group += 1
        inner = match[0].strip()
        start = match.start() + match[0].index(inner)
        found.append(Paragraph(start, start + len(inner), inner, group))
        last_end = match.end()
    return found


def _is_wrapped(lines: list[Paragraph]) -> bool:
    followed = [line for line, after in pairwise(lines) if line.group == after.group]
    if len(followed) < 3:
        return False
    wrapped = sum(1 for line in followed if 40 <= len(line.text) <= 100 and not line.text.endswith(_SENTENCE_END))
    return wrapped >= _WRAPPED_SHARE * len(followed)


def _joined(text: str, lines: list[Paragraph]) -> tuple[Paragraph, ...]:
    joined: list[Paragraph] = []
    for line in lines:
        indented = text[max(0, line.start - 2) : line.start] in ("  ", "\n\t")
        if joined and joined[-1].group == line.group and not indented:
            start = joined[-1].start
            joined[-1] = Paragraph(start, line.end, text[start : line.end], line.group)
        else:
            joined.append(line)
    return tuple(joined)
