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
_LINKS: Final = frozenset(("to", "until", "till", "through", "-", "–", "—", "upto"))
_GOING_ON: Final = frozenset(("into", "continued", "continuing", "lasted"))
_FILLERS: Final = frozenset(("and", "was", "were", "on", "through", "until", "till", "to", "the", "early", "late"))
_DAY_RULES: Final = frozenset(("date", "weekday", "month", "month-year", "day-part"))
_DAYS2: Final = frozenset(("days2", "days2-dm", "years2", "month-months"))
_NIGHTS2: Final = frozenset(("night-days2", "night-days2-dm", "night-days2-space", "night-months2"))


def join_ranges(text: str, lexemes: Sequence[Lexeme], found: Sequence[Found]) -> list[TimeExpression]:
    """Join the ends of ranges; give all expressions in order."""
    joined: list[TimeExpression] = []
    at = 0
    while at < len(found):
        pair = _join(text, lexemes, found[at], found[at + 1]) if at + 1 < len(found) else None
        if pair is not None:
            joined.append(pair)
            at += 2
        else:
            joined.append(_open_side(text, lexemes, found[at]))
            at += 1
    return joined


def _join(text: str, lexemes: Sequence[Lexeme], left: Found, right: Found) -> TimeExpression | None:
    (one, first), (two, second) = left, right
    between = [lexeme.low for lexeme in lexemes[one.last : two.first]]
    before = lexemes[one.first - 1].low if one.first else ""
    start = one.first
    same_rule = one.rule == two.rule and one.last >= two.first - 3
    if one.rule in _NIGHTS2 and same_rule:
        pass
    elif one.rule in _DAYS2 and same_rule and (between == ["and"] or between[:1] == [","]):
        if before not in ("between", "from") and not _are_neighbours(first, second):
            return None
        start -= before in ("between", "from")
    elif before == "between" and between in (["and"], ["and", "the"]):
        start -= 1
    elif between == ["and"] and one.rule in _DAY_RULES and two.rule in _DAY_RULES and _are_neighbours(first, second):
        pass
    elif _goes_on_into(between):
        pass
    elif (len(between) == 1 and between[0] in _LINKS) or (len(between) == 2 and between[1] == "to" and before == "from"):
        if before == "from":
            start -= 1
        elif between[0] not in ("-", "–", "—", "to", "through", "until", "till") or first.type != second.type:
            return None
    else:
        return None
    edtf, earliest, latest = _span_days(first, second)
    if edtf is None:
        return None
    span = Span.of(text, lexemes[start].start, second.span.end)
    value = f"{first.value}/{second.value}"
    anchor = second.anchor if first.anchor == "absolute" else first.anchor
    part = first.part if first.part == second.part else None
    return TimeExpression(span, "DATE", value, edtf, earliest, latest, anchor, part, parts=(first, second))


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
