"""What a document says of its own time: the day from which it speaks, news or history, and the cues of tense."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from roznamcha.resolve.calendar import Day
from roznamcha.resolve.dates.dateline import DateLine, find_date_line
from roznamcha.resolve.dates.lexer import Lexeme
from roznamcha.resolve.dates.lexicon import load_company, load_table
from roznamcha.resolve.dates.meaning import Named, Piece, Relative, Weekly
from roznamcha.resolve.dates.points import Point

WINDOW: Final = 25
"""Lexemes before an expression in which a cue counts; half as many behind it."""
_WERE: Final = frozenset(("had", "was", "were", "did", "lasted", "continued", "remained"))
_SHORT: Final = frozenset("mr mrs ms dr gen sen rep gov col lt capt sgt maj st no co corp inc vs".split())
_SAYING: Final = frozenset(("said", "says", "told", "announced", "reported", "expected"))
"""Verbs whose tense is that of the speaker: "in May, the firm said, it will …"."""
_PLANNED: Final = frozenset(("to", "a", "an", "for"))
"""What follows a plan: "planned to march", "planned a march", "planning for a march"."""
_IN_SENTENCE: Final = load_company()["in-sentence"]
_CUES: Final = {word: sense for sense, words in load_table("cues.tsv") for word in words.split()}


def _full_days(pieces: Sequence[Piece], lexemes: Sequence[Lexeme]) -> Iterator[tuple[Day, str]]:
    for piece in pieces:
        if isinstance(piece.meaning, Named) and piece.meaning.point.unit == "day" and piece.meaning.point.year is not None:
            yield piece.meaning.point.first, f"text:{lexemes[piece.first].start}:{lexemes[piece.last - 1].end}"


def _find_report_day(pieces: Sequence[Piece], lexemes: Sequence[Lexeme]) -> tuple[Point, str] | None:
    """Find the day that "reports" or "reported" follows: the day from which a report without date line counts."""
    for piece in pieces:
        if isinstance(piece.meaning, Named) and piece.meaning.point.unit == "day" and piece.meaning.point.number:
            behind = [lexeme.low for lexeme in lexemes[piece.last : piece.last + 2]]
            if "reports" in behind or "reported" in behind:
                anchor = f"text:{lexemes[piece.first].start}:{lexemes[piece.last - 1].end}"
                return piece.meaning.point.with_year(None), anchor
    return None


@dataclass(frozen=True, slots=True)
class Situation:
    """From where the text speaks: `now` and what says so (`anchor`), and whether it narrates past times in order."""

    now: Day | None
    anchor: str | None
    narrative: bool
    full_days: tuple[tuple[Day, str], ...] = ()
    """The days that the text tells with their year, each with its anchor."""
    open_day: tuple[Point, str] | None = None
    """The day of the report where the text tells it without its year ("on May 17, reports The Daily")."""
    line: DateLine | None = None
    """The line that dates the text and nothing that it tells."""


def find_situation(text: str, published: Day | None, pieces: Sequence[Piece], lexemes: Sequence[Lexeme]) -> Situation:
    """Tell from where a text speaks.

    The text's own date line (`dateline`) wins over the date of publication, unless that is so much later that the line can only
    be an old date.

    History is told by its years: half of the explicit years or more lie well before publication, and next to nothing counts from
    the day of writing. Where publication is not known, a history is a text that dates its events in full. There a date without
    a year follows the date told before it. (Set apart without error: TempEval-3 news from WikiWars 1-16.)
    """
    line = find_date_line(text, published, pieces, lexemes)
    if line is not None and line.point.year is not None:
        return Situation(line.point.first, line.anchor, False, line=line)
    named = [piece.meaning for piece in pieces if isinstance(piece.meaning, Named)]
    years = [meaning.point.year for meaning in named if meaning.point.year is not None]
    fresh = sum(_speaks_from_now(piece) for piece in pieces)
    if published is None:
        full = [meaning for meaning in named if meaning.point.unit in ("day", "month")]
        dated = [meaning for meaning in full if meaning.point.year is not None]
        narrative = (
            len(years) >= 3 and len(dated) >= 2 and 4 * len(dated) >= len(full) and (fresh < 2 or 20 * fresh <= len(pieces))
        )
        open_day = (line.point, line.anchor) if line is not None else _find_report_day(pieces, lexemes)
        return Situation(None, None, narrative, tuple(_full_days(pieces, lexemes)), open_day, line)
    old = sum(year < published.year - 1 for year in years)
    return Situation(published, "published", len(years) >= 3 and 2 * old >= len(years) and 20 * fresh <= len(pieces))


def _speaks_from_now(piece: Piece) -> bool:
    """Tell whether an expression counts from the day of writing: a weekday, "yesterday", "last week"."""
    meaning = piece.meaning
    if isinstance(meaning, Relative):
        return meaning.anchor == "now" and meaning.unit in ("day", "night", "week", "weekend", "month", "year")
    return isinstance(meaning, Weekly)


def find_sense(text: str, lexemes: Sequence[Lexeme], at: int, end: int) -> str | None:
    """Tell by the nearest cue of the sentence whether the expression `lexemes[at:end]` lies in the "past" or the "future".

    "told" is a surer past: the expression opens the sentence, and what the sentence then tells is over ("In May, a bomb killed").
    """
    if end < len(lexemes) and "poss" in lexemes[end].classes:
        return "past"
    if at and lexemes[at - 1].low == "ended":
        return "told"
    if (
        at
        and lexemes[at - 1].low in ("until", "till")
        and not any(lexeme.low in _WERE for lexeme in lexemes[max(at - 12, 0) : end + 6])
    ):
        return "future"
    for place in range(at - 1, max(at - WINDOW, -1), -1):
        if ends_sentence(text, lexemes, place):
            break
        sense = _sense_of(text, lexemes, place)
        if sense:
            return sense
    opens = opens_sentence(text, lexemes, at)
    for place in range(end, min(end + (2 * WINDOW if opens else WINDOW // 2), len(lexemes))):
        if ends_sentence(text, lexemes, place):
            break
        sense = _sense_of(text, lexemes, place)
        if sense:
            return "told" if opens and sense == "past" and lexemes[place].low not in _SAYING else sense
    return None


def opens_sentence(text: str, lexemes: Sequence[Lexeme], at: int) -> bool:
    """Tell whether an expression stands first in its sentence, with at most a preposition before it."""
    start = at - 1 if at and lexemes[at - 1].low in _IN_SENTENCE else at
    return start == 0 or ends_sentence(text, lexemes, start - 1)


def _sense_of(text: str, lexemes: Sequence[Lexeme], place: int) -> str | None:
    low = lexemes[place].low
    sense = _CUES.get(low)
    after = lexemes[place + 1].low if place + 1 < len(lexemes) else ""
    before = lexemes[place - 1].low if place else ""
    if sense == "future":
        return "past" if before == "been" else "future"
    if sense == "to-future":
        return "future" if after in _PLANNED else "past" if low == "set" else None
    if sense == "bare-future":
        # "They meet Monday" looks ahead; "had been due to expire" has its tense from the verb before.
        return None if before == "to" else "future"
    if sense == "as-future":
        return "future" if before == after == "as" else None
    if low == "to" and (after == "be" or before in ("is", "are")):
        return "future"
    # "United" and "Ahmed" are names, no verbs; the tense of "will be named" is that of "will".
    verb = low.endswith("ed") and len(low) > 4 and before != "be" and (place == 0 or text[lexemes[place].start].islower())
    return sense or ("past" if verb else None)


def ends_sentence(text: str, lexemes: Sequence[Lexeme], place: int) -> bool:
    """Tell whether the lexeme closes a sentence: a stop that a capital follows, and not the stop of a short form."""
    lexeme = lexemes[place]
    if lexeme.low == "break" or lexeme.low.startswith("\n") or lexeme.low in "!?":
        return True
    if lexeme.low != "." or place == 0:
        return False
    before = lexemes[place - 1]
    if before.low in _SHORT or (len(before.low) == 1 and before.low.isalpha()):
        return False
    rest = text[lexeme.end : lexeme.end + 4].lstrip(" '\"`’”")
    return not rest or rest[0].isupper() or rest[0].isdigit() or rest[0] == "\n"
