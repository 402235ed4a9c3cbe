"""Dates in a text: words → lexemes → meanings → days, as EDTF, as an interval and as TIMEX3.

    lexer     the words of time with their classes (`data/time/words.tsv`)
    grammar   rules over those classes (`data/time/rules.tsv`), the longest match wins
    builders  what the matched words mean by themselves (`meaning`)
    context   from where the text speaks: publication or its own date line; news or history
    resolve   the day, month, … that is meant, in the order of the text (`memory`, `years`, `relative`)
    precision the codes of UCDP GED, ACLED and GTD for how exactly a date is known
    ranges    "from 2010 until last year": two ends become one expression that keeps them as its parts

Nothing is guessed: without a date of publication "on Thursday" stays open, with its words.
"""

from __future__ import annotations

from typing import Final

from roznamcha.model import TimeExpression
from roznamcha.resolve.calendar import parse_day
from roznamcha.resolve.dates.builders import BUILDERS
from roznamcha.resolve.dates.context import ends_sentence, find_situation
from roznamcha.resolve.dates.feasts import find_feast
from roznamcha.resolve.dates.grammar import find_hits
from roznamcha.resolve.dates.lexer import Lexeme, read_lexemes
from roznamcha.resolve.dates.lexicon import BLANK
from roznamcha.resolve.dates.meaning import Detail, Feast, Hour, Length, Piece, Relative, Vague
from roznamcha.resolve.dates.memory import Memory
from roznamcha.resolve.dates.precision import DatePrecision, precision_of
from roznamcha.resolve.dates.ranges import join_ranges
from roznamcha.resolve.dates.resolve import resolve
from roznamcha.resolve.dates.years import share_years

_QUOTES: Final = frozenset("\"“”'‘’`")


def read_dates(text: str, *, published: str | None = None) -> tuple[TimeExpression, ...]:
    """Find the time expressions of `text` and say what they mean, in the order of the text.

    `published` is the day of publication (ISO); without it, what depends on it stays open: `edtf` None, or "XXXX-10-19" for a
    day without a year. A range comes as one expression with its ends in `parts`. Raises ValueError when `published` is no date.

    >>> [(d.span.text, d.edtf) for d in read_dates("shot on Friday night after two days of threats", published="2014-02-15")]
    [('Friday night', '2014-02-14'), ('two days', None)]
    """
    day = parse_day(published)
    if published and day is None:
        raise ValueError(f"published is {published!r}; an ISO date such as 2014-02-15 is needed")
    lexemes = read_lexemes(text)
    pieces = [piece for piece in find_pieces(lexemes) if not _is_title(text, lexemes, piece)]
    news = [piece for piece in pieces if not piece.rule.startswith("history")]
    situation = find_situation(text, day, news, lexemes)
    memory = Memory(text, lexemes, situation)
    pieces = pieces if situation.narrative else news
    found = [(piece, resolve(memory, piece)) for piece in share_years(memory, _day_before_hour(text, lexemes, pieces))]
    found.sort(key=lambda pair: pair[0].first)
    return tuple(join_ranges(text, lexemes, found))


def _is_title(text: str, lexemes: list[Lexeme], piece: Piece) -> bool:
    """Tell a programme in quotes ("60 Minutes") from a time."""
    first, last = lexemes[piece.first], lexemes[piece.last - 1]
    quoted = text[first.start - 1 : first.start] in _QUOTES and _QUOTES.intersection(text[last.end : last.end + 2])
    owner = text.startswith(("'s", "’s"), last.end)
    return bool(quoted) and not owner and text[last.start].isupper() and isinstance(piece.meaning, (Length, Relative))


def _day_before_hour(text: str, lexemes: list[Lexeme], pieces: list[Piece]) -> list[Piece]:
    """Put a day before the clock time that leads up to it in the same sentence: "at 10 pm on Saturday"."""
    ordered = list(pieces)
    at = 0
    while at < len(ordered) - 1:
        hour, day = ordered[at : at + 2]
        swaps = isinstance(hour.meaning, Hour) and not isinstance(day.meaning, (Hour, Vague)) and day.first - hour.last <= 3
        if swaps and not any(_opens_anew(text, lexemes, place) for place in range(hour.last, day.first)):
            ordered[at : at + 2] = [day, hour]
            at += 1
        at += 1
    return ordered


def _opens_anew(text: str, lexemes: list[Lexeme], place: int) -> bool:
    """Tell whether a sentence ends or begins here; "10 a.m." swallows the stop, and the capital of "On" tells."""
    return ends_sentence(text, lexemes, place) or (text[lexemes[place].start].isupper() and lexemes[place].low in ("on", "in"))


def find_pieces(lexemes: list[Lexeme]) -> list[Piece]:
    """Run the grammar over the lexemes; the longest match whose builder accepts it wins."""
    symbols = "".join(lexeme.symbol for lexeme in lexemes)
    pieces: list[Piece] = []
    at = 0
    while at < len(lexemes):
        if symbols[at] == BLANK:
            at += 1
            continue
        found = _pieces_at(lexemes, symbols, at)
        pieces.extend(piece for piece in found if piece.rule != "none")
        at = max((piece.last for piece in found), default=at + 1)
    return pieces


def _pieces_at(lexemes: list[Lexeme], symbols: str, at: int) -> list[Piece]:
    feast = find_feast(lexemes, at) if "feast" in lexemes[at].classes else None
    for hit in find_hits(lexemes, symbols, at):
        if feast and feast[1] >= hit.last:
            break
        built = BUILDERS[hit.builder](hit)
        if built:
            return built
    return [] if feast is None else [_feast_piece(lexemes, at, *feast)]


def _feast_piece(lexemes: list[Lexeme], at: int, name: str, last: int) -> Piece:
    """Build a holiday with what stands beside it: "last Easter", "Christmas 1963", "Eid night", "Easter week"."""
    year, part, unit = None, None, "day"
    behind = lexemes[last].classes if last < len(lexemes) else {}
    if "year" in behind:
        year, last = int(behind["year"]), last + 1
    elif "part" in behind:
        part, last = behind["part"], last + 1
    elif behind.get("unit") in ("week", "weekend"):
        unit, last = behind["unit"], last + 1
    led = at > 0 and lexemes[at - 1].low in ("last", "this", "next")
    direction = int(lexemes[at - 1].classes["rel"]) if led else None
    return Piece(at - led, last, Feast(name, year, direction, Detail(part=part), unit=unit), "feast")


__all__ = ["DatePrecision", "find_pieces", "precision_of", "read_dates"]
