"""Texts that a corpus keeps as tokens → texts as they were printed, so that they can be coded and learnt from.

WikiEvents' training part and the worldwide newswire of the entity sets are shipped as tokens only. What a tokenizer did is
undone by rule; what cannot be known (a hyphen or a dash, where a paragraph ended, whether "12 . 30" is two numbers) is guessed
the same way each time, so that offsets into the text hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

_TO_LEFT: Final = re.compile(r"\s+([,;!?%)\]}…”]|\.\.+|n't\b)")
_TO_RIGHT: Final = re.compile(r"([(\[{“‘$£€#@])\s+")
_CUT_OFF: Final = re.compile(r"(\w)\s+(['’])\s*(s|S|re|ve|ll|d|m|t)\b(?=[\s.,;:!?)-]|$)")
_OWNERS: Final = re.compile(r"(\w)\s+(['’])(?=[\s.,;:!?]|$)")
_JOINED: Final = re.compile(r"(?<=\w)\s+-\s+(?=\w)")
_MONTH: Final = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_THOUSANDS: Final = re.compile(rf"(?<![\d,])(?<!\d\d\d\d)((?:(?:{_MONTH})\w*\.?\s)?\d{{1,3}}),\s(?=\d{{3}}(?!\d))")
_CLOCK: Final = re.compile(r"(?<=\d)\s*:\s*(?=\d\d\b)")
_POINT: Final = re.compile(r"(?<=\d)\s+\.\s+(?=\d)")
_LETTERS: Final = re.compile(r"\b([A-Z])\s+\.\s*(?=[A-Z]\s+\.)")
_HALF_DAY: Final = re.compile(r"\b([ap])\s+\.\s*m\s+\.")
_STOP: Final = re.compile(r"\s+(?=[.:])")
_SLASH: Final = re.compile(r"(?<=\w)\s*/\s*(?=\w)")
_DAY: Final = re.compile(r"(?<!\d)(20\d\d)[-/](0?[1-9]|1[0-2])[-/](0?[1-9]|[12]\d|3[01])(?!\d)")


def untokenized(tokens: Iterable[str]) -> str:
    """Write tokens as a text.

    >>> untokenized('The " U . N . " said 1 , 200 died on - site , Iraq \\' s radio said .'.split())
    'The "U.N." said 1,200 died on-site, Iraq\\'s radio said.'
    """
    text = _TO_RIGHT.sub(r"\1", _TO_LEFT.sub(r"\1", " ".join(token for token in tokens if token)))
    text = _JOINED.sub("-", _CUT_OFF.sub(r"\1\2\3", text))
    text = _POINT.sub(".", _CLOCK.sub(":", _THOUSANDS.sub(_thousands, text)))
    text = _HALF_DAY.sub(r"\1.m.", _LETTERS.sub(r"\1.", text))
    text = _quoted(_SLASH.sub("/", _STOP.sub("", text)))
    return " ".join(_OWNERS.sub(r"\1\2", text).split())


def _thousands(match: re.Match[str]) -> str:
    """Join "1, 200", and leave "June 5, 200 men"."""
    return match[0] if match[1][0].isalpha() else f"{match[1]},"


def _quoted(text: str) -> str:
    """Put straight quotation marks next to what they quote: every second one closes."""
    parts = text.split('"')
    inner = [part.strip() if number % 2 else part for number, part in enumerate(parts)]
    return '"'.join(inner)


def _day_of(address: str) -> str | None:
    """Give the day in a web address (ISO), where it holds one."""
    found = _DAY.search(address)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat() if found else None
    except ValueError:
        return None


def read_worldwide(path: Path) -> Iterator[dict[str, Any]]:
    """Read the documents of a file in BIO form with `# doc` lines: `id`, `text` (a paragraph a line), and `published` where
    the address at the head has the day."""
    for part in path.read_text("utf-8").split("# doc = ")[1:]:
        name, _, rest = part.partition("\n")
        told = [[line.partition("\t")[0] for line in one.split("\n") if line] for one in rest.split("\n\n")]
        paragraphs = [tokens for tokens in told if tokens]
        address = " ".join(paragraphs.pop(0)) if paragraphs and paragraphs[0][0].startswith("http") else ""
        published = _day_of(address)
        text = "\n".join(map(untokenized, paragraphs))
        yield {"id": name.strip().removesuffix(".txt.tsv"), "text": text, "published": published}
