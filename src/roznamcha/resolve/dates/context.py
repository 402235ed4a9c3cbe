"""What the document says of its own time: the day from which it speaks, whether it tells news or history, and the cues of tense."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from roznamcha.resolve.calendar import Day, count_days
from roznamcha.resolve.dates.lexer import Lexeme, load_table
from roznamcha.resolve.dates.meaning import Named, Piece
from roznamcha.resolve.dates.points import Point

HEAD: Final = 250
"""Characters of the head of a text in which a full date is the text's own date line."""
WINDOW: Final = 25
_CUES: Final = {word: sense for sense, words in load_table("cues.tsv") for word in words.split()}


@dataclass(frozen=True, slots=True)
class Situation:
    """From where the text speaks: `now` and what says so (`anchor`), and whether it narrates past times in order."""

    now: Day | None
    anchor: str | None
    narrative: bool


def find_situation(published: Day | None, pieces: Sequence[Piece], lexemes: Sequence[Lexeme]) -> Situation:
    """Tell from where a text speaks.

    History is told by its years: most explicit years lie well before publication, or, where that is not known, the text dates
    its events in full. There a date without a year follows the date told before it.
    """
    years = [
        piece.meaning.point.year for piece in pieces if isinstance(piece.meaning, Named) and piece.meaning.point.year is not None
    ]
    if published is None:
        full = [piece for piece in pieces if isinstance(piece.meaning, Named) and piece.meaning.point.unit in ("day", "month")]
        dated = [piece for piece in full if isinstance(piece.meaning, Named) and piece.meaning.point.year is not None]
        return Situation(None, None, len(years) >= 3 and len(dated) >= 2 and 4 * len(dated) >= len(full))
    old = [year for year in years if year < published.year - 2]
    return Situation(
        published, "published", len(years) >= 8 and len(old) >= 0.75 * len(years) and len(old) * 3 >= len(pieces) * 0.6
    )


def find_sense(lexemes: Sequence[Lexeme], at: int) -> str | None:
    """Tell by the nearest cue before an expression, else behind it, whether it lies in the "past" or "future"."""
    for place in range(at - 1, max(at - WINDOW, -1), -1):
        low = lexemes[place].low
        if low in (".", "break") and lexemes[place].end - lexemes[place].start >= 1 and _ends_sentence(lexemes, place):
            break
        sense = _sense_of(lexemes, place)
        if sense:
            return sense
    for place in range(at + 1, min(at + 12, len(lexemes))):
        if lexemes[place].low == "." and _ends_sentence(lexemes, place):
            break
        sense = _sense_of(lexemes, place)
        if sense:
            return sense
    return None


def _sense_of(lexemes: Sequence[Lexeme], place: int) -> str | None:
    low = lexemes[place].low
    sense = _CUES.get(low)
    if sense is None and low.endswith("ed") and len(low) > 4:
        return "past"
    if (
        low == "to"
        and place + 1 < len(lexemes)
        and lexemes[place + 1].low in ("be", "begin", "meet", "start", "open", "take", "go")
    ):
        return "future"
    return sense


def _ends_sentence(lexemes: Sequence[Lexeme], place: int) -> bool:
    return lexemes[place].low == "." and place > 0 and len(lexemes[place - 1].low) > 3


def nearest(candidates: Sequence[Point], now: Day) -> Point:
    """Choose the point that lies nearest to a day."""
    return min(candidates, key=lambda point: abs(count_days(point.first) - count_days(now)))
