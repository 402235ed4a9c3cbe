"""What the document says of its own time: the day from which it speaks, whether it tells news or history, and the cues of tense."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from roznamcha.resolve.calendar import Day, count_days
from roznamcha.resolve.dates.lexer import Lexeme, load_table
from roznamcha.resolve.dates.meaning import Named, Piece, Relative, Weekly
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

    History is told by its years: half of the explicit years or more lie well before publication, and next to nothing counts from
    the day of writing. Where publication is not known, a history is a text that dates its events in full. There a date without
    a year follows the date told before it. (Set apart without error: TempEval-3 news from WikiWars 1-16.)
    """
    named = [piece.meaning for piece in pieces if isinstance(piece.meaning, Named)]
    years = [meaning.point.year for meaning in named if meaning.point.year is not None]
    if published is None:
        full = [meaning for meaning in named if meaning.point.unit in ("day", "month")]
        dated = [meaning for meaning in full if meaning.point.year is not None]
        return Situation(None, None, len(years) >= 3 and len(dated) >= 2 and 4 * len(dated) >= len(full))
    old = sum(year < published.year - 1 for year in years)
    fresh = sum(_speaks_from_now(piece) for piece in pieces)
    return Situation(published, "published", len(years) >= 3 and 2 * old >= len(years) and 20 * fresh <= len(pieces))


def _speaks_from_now(piece: Piece) -> bool:
    """Tell whether an expression counts from the day of writing: a weekday, "yesterday", "last week"."""
    meaning = piece.meaning
    if isinstance(meaning, Relative):
        return meaning.anchor == "now" and meaning.unit in ("day", "night", "week", "weekend", "month", "year")
    return isinstance(meaning, Weekly)


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
