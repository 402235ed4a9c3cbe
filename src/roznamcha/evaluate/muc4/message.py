"""A MUC-4 message: its text on one line, its sentences, and what its dateline says.

The messages are wire copy in capitals, broken at 72 columns, that open with a dateline: `BOGOTA, 11 JAN 90 (EFE) -- [TEXT]
…`. A full stop ends a sentence when two spaces or a line end follow, as the wire typed it, which spares every abbreviation.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Final

MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
SENTENCE_END = re.compile(r"""[.?!]["')\]]*(?:[ ]{2,}|\n)|\n\s*\n""")
DATELINE = re.compile(r"^\s*([^,\[\]]{3,40}?)(?:\s*\(([A-Z .]+)\))?,\s*(\d{1,2})\s+([A-Z]{3})[A-Z]*\.?\s+(?:19)?(\d{2})\b")


@dataclass(frozen=True, slots=True)
class Message:
    """One message: `text` without line breaks, `sentences` as stretches of it, the dateline's city and day, where `body` is."""

    id: str
    text: str
    sentences: tuple[tuple[int, int], ...]
    city: str | None = None
    day: date | None = None
    body: int = 0

    @classmethod
    def of(cls, name: str, wire: str) -> Message:
        """Read a message as the wire sent it.

        >>> message = Message.of("X", "   LIMA, 3 MAR 90 (EFE) -- [TEXT] A BOMB\\nEXPLODED.  NOBODY WAS HURT.")
        >>> [message.text[start:end] for start, end in message.sentences][1], message.day
        ('NOBODY WAS HURT.', datetime.date(1990, 3, 3))
        """
        ends = [match.end() for match in SENTENCE_END.finditer(wire)]
        parts = [" ".join(wire[start:end].split()) for start, end in zip([0, *ends], [*ends, len(wire)], strict=True)]
        sentences: list[tuple[int, int]] = []
        at = 0
        for part in filter(None, parts):
            sentences.append((at, at + len(part)))
            at += len(part) + 1
        text = " ".join(filter(None, parts))
        city, day = _read_dateline(text)
        opening = re.match(r"[^\[]{0,120}? -- ", text)
        return cls(name, text, tuple(sentences), city, day, opening.end() if opening else 0)

    def sentence_of(self, offset: int) -> int:
        """Give the number of the sentence that holds an offset."""
        return min(bisect_right(self.sentences, offset, key=lambda sentence: sentence[1]), len(self.sentences) - 1)


def _read_dateline(text: str) -> tuple[str | None, date | None]:
    found = DATELINE.match(text)
    if not found:
        return None, None
    city, _country, day, month, year = found.groups()
    try:
        return city.strip(), date(1900 + int(year), MONTHS.index(month) + 1, int(day))
    except ValueError:
        return city.strip(), None


@cache
def _trigger_pattern() -> re.Pattern[str]:
    table = (resources.files("roznamcha.data") / "muc4" / "triggers.txt").read_text(encoding="utf-8")
    stems = [line.strip() for line in table.splitlines() if line.strip() and not line.startswith("#")]
    return re.compile(rf"\b(?:{'|'.join(stems)})[A-Z]*\b")


def find_triggers(message: Message) -> list[tuple[int, int]]:
    """List the words that may tell an act, as stretches of the text: candidates, most of which tell none."""
    return [match.span() for match in _trigger_pattern().finditer(message.text)]


def find_words(text: str, words: str) -> list[int]:
    """List where `words` stand in `text` as whole words.

    >>> find_words("A BOMB AND BOMBS", "BOMB")
    [2]
    """
    wanted = " ".join(words.split())
    return [match.start() for match in re.finditer(rf"(?<![A-Z0-9]){re.escape(wanted)}(?![A-Z0-9])", text)] if wanted else []
