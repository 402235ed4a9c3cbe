"""Ranges: two expressions that the words between them join, and "since" and "until" that open one side.

The ends stay expressions of their own (TimeBank and WikiWars mark them so); the range is built over them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from roznamcha.model import Span, TimeExpression
from roznamcha.resolve.dates.lexer import Lexeme
from roznamcha.resolve.dates.meaning import Piece
from roznamcha.resolve.edtf import parse_edtf

Found = tuple[Piece, TimeExpression]
_LINKS: Final = frozenset(("to", "until", "till", "through", "-", "–", "—"))
_GOING_ON: Final = frozenset(("into", "continued", "continuing", "lasted"))
_FILLERS: Final = frozenset(("and", "was", "were", "on", "through", "until", "till", "to", "the", "early", "late"))
_DAY_RULES: Final = frozenset(("date", "weekday", "month", "month-year", "day-part"))
_DAYS2: Final = frozenset(("days2", "days2-dm", "days3", "days3-dm", "years2", "month-months"))
_LIST: Final = frozenset((",", "and", "the", "&"))
_NIGHTS2: Final = frozenset(("night-days2", "night-days2-dm", "night-days2-space", "night-months2"))


def join_ranges(text: str, lexemes: Sequence[Lexeme], found: Sequence[Found]) -> list[TimeExpression]:
    """Join the ends of ranges; give all expressions in order."""
    joined: list[TimeExpression] = []
    at = 0
    while at < len(found):
        run = _run_of_days(lexemes, found, at)
        if run > 2:
            joined.append(_join_run(text, found[at : at + run]))
            at += run
            continue
        pair = _join(text, lexemes, found[at], found[at + 1]) if at + 1 < len(found) else None
        if pair is not None:
            joined.append(pair)
            at += 2
        else:
            joined.append(_open_side(text, lexemes, found[at]))
            at += 1
    return joined


def _run_of_days(lexemes: Sequence[Lexeme], found: Sequence[Found], at: int) -> int:
    """Count the days in a row that one list names: "12, 13 and 14 May"."""
    end = at + 1
    while end < len(found) and found[end][0].rule == found[at][0].rule in _DAYS2:
        words = {lexeme.low for lexeme in lexemes[found[end - 1][0].last : found[end][0].first]}
        if not words or not words <= _LIST or not _are_neighbours(found[end - 1][1], found[end][1]):
            break
        end += 1
    return end - at


def _join_run(text: str, run: Sequence[Found]) -> TimeExpression:
    ends = tuple(expression for _, expression in run)
    first, last = ends[0], ends[-1]
    span = Span.of(text, first.span.start, last.span.end)
    value, edtf = f"{first.value}/{last.value}", f"{first.edtf}/{last.edtf}"
    return TimeExpression(span, "DATE", value, edtf, first.earliest, last.latest, first.anchor, parts=ends)


def _join(text: str, lexemes: Sequence[Lexeme], left: Found, right: Found) -> TimeExpression | None:
    first, second = left[1], right[1]
    start = _start_of_range(lexemes, left, right)
    if start is None:
        return None
    edtf, earliest, latest = _span_days(first, second)
    if edtf is None:
        return None
    span = Span.of(text, lexemes[start].start, second.span.end)
    anchor = second.anchor if first.anchor == "absolute" else first.anchor
    part = first.part if first.part == second.part else None
    value = f"{first.value}/{second.value}"
    return TimeExpression(span, "DATE", value, edtf, earliest, latest, anchor, part, parts=(first, second))


def _start_of_range(lexemes: Sequence[Lexeme], left: Found, right: Found) -> int | None:
    """Give the lexeme with which a range begins, its "from" or "between" among it; None when the two are no range."""
    (one, first), (two, second) = left, right
    words = [lexeme.low for lexeme in lexemes[one.last : two.first]]
    lead = lexemes[one.first - 1].low if one.first else ""
    opened = one.first - 1
    if one.rule == two.rule and one.rule in _NIGHTS2 and len(words) <= 1:
        return one.first
    if one.rule == two.rule and one.rule in _DAYS2 and (words == ["and"] or words[:1] == [","]):
        if lead in ("between", "from"):
            return opened
        return one.first if _are_neighbours(first, second) else None
    if lead == "between" and words in (["and"], ["and", "the"]):
        return opened
    if _goes_on_into(words) or (words == ["and"] and _are_days_in_a_row(left, right)):
        return one.first
    if lead == "from" and (words in (["up", "to"], ["until", "the"]) or (len(words) == 1 and words[0] in _LINKS)):
        return opened
    return one.first if len(words) == 1 and words[0] in _LINKS and first.type == second.type else None


def _goes_on_into(between: Sequence[str]) -> bool:
    """Tell whether the words between two dates say that the act went on: "on Sunday and continued into Monday"."""
    return bool(_GOING_ON.intersection(between)) and all(word in _GOING_ON or word in _FILLERS for word in between)


def _span_days(first: TimeExpression, second: TimeExpression) -> tuple[str | None, str | None, str | None]:
    """Give the EDTF from the start of the one to the end of the other, with its bounds; nothing when it runs backwards."""
    if first.edtf is None or second.edtf is None or ".." in first.edtf + second.edtf:
        return None, None, None
    start, end = first.edtf.split("/")[0], second.edtf.split("/")[-1]
    edtf = f"{start}/{end}"
    try:
        low, high = parse_edtf(edtf)
    except ValueError:
        return None, None, None
    return edtf, str(low) if low else None, str(high) if high else None


def _are_days_in_a_row(left: Found, right: Found) -> bool:
    """Tell whether "and" joins neighbours of one kind: "Monday and Tuesday", "January and February"."""
    return left[0].rule in _DAY_RULES and right[0].rule in _DAY_RULES and _are_neighbours(left[1], right[1])


def _are_neighbours(first: TimeExpression, second: TimeExpression) -> bool:
    """Tell whether two days follow each other."""
    one, two = first.edtf or "", second.edtf or ""
    if len(one) != len(two) or len(one) not in (7, 10) or one[:-2] != two[:-2]:
        return False
    return int(two[-2:]) - int(one[-2:]) == 1


def _open_side(text: str, lexemes: Sequence[Lexeme], found: Found) -> TimeExpression:
    """Open the end of what "since" stands before: "since 2009" is 2009/.. ."""
    piece, expression = found
    before = lexemes[piece.first - 1].low if piece.first else ""
    if before != "since" or expression.edtf is None or expression.type not in ("DATE", "TIME"):
        return expression
    start = expression.edtf.split("/")[0]
    span = Span.of(text, lexemes[piece.first - 1].start, expression.span.end)
    return replace(expression, span=span, value=f"{expression.value}/..", edtf=f"{start}/..", latest=None, parts=(expression,))
