"""The value of a numeral in words, digits or both: "one hundred and five", "2.3 million", "half a million", "1.5 lakh".

A small reader of our own and not `text2num`: that library knows no lakh, crore or dozen, gives no offsets of characters and
ends the process by a panic of its Rust side on tokens that it does not like. It is the oracle of the tests instead.
Not read here: hedges, ranges and what is counted (`phrases`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from roznamcha.resolve.numbers.tokens import Token


class Numeral(NamedTuple):
    """A value and the index behind the last token it was read from."""

    value: float
    end: int


@cache
def load_words() -> dict[str, tuple[str, float]]:
    """Give, for each number word, its kind ("unit", "teen", "ten", "scale", "ordinal") and its value."""
    table: dict[str, tuple[str, float]] = {}
    text = (files("roznamcha") / "data/numbers/words.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            kind, value, words = line.split("\t")
            table.update((word, (kind, float(value))) for word in words.split())
    return table


_WORDS: Final = load_words()
_GLUED_SCALES: Final = {"m": 1e6, "k": 1e3, "b": 1e9}
"""Letters that mean a scale only when they stand right behind the digits: "2.3m people"."""
_HYPHENS: Final = frozenset("-‐‑")
_BEFORE_SCALE: Final = ("unit", "teen", "ten")
LONGEST: Final = 15
"""Digits of the longest number: what is longer is an account or a checksum, and no float holds it exactly."""
_HUGE: Final = 1e15
"""From here on no scale multiplies: "trillion" said over and over is no number."""


def read_numeral(tokens: Sequence[Token], at: int) -> Numeral | None:
    """Read the numeral that starts at token `at`, as far as it goes; None when none starts there."""
    token = tokens[at]
    if token.kind == "number":
        return _read_digits(tokens, at) if sum(map(str.isdigit, token.low)) <= LONGEST else None
    if token.kind == "vulgar":
        return _scale_up(tokens, at + 1, unicodedata.numeric(token.low))
    if token.kind != "word":
        return None
    if token.low in ("a", "an", "half") or token.low in _WORDS:
        return _read_half(tokens, at) or _read_spelled(tokens, at)
    return None


def _read_digits(tokens: Sequence[Token], at: int) -> Numeral:
    value, end = _digits_value(tokens[at].low), at + 1
    whole = _read_fraction(tokens, end, value)
    if whole:
        return whole
    if end < len(tokens) and tokens[end].kind == "vulgar" and tokens[end].start - tokens[at].end <= 1 and value == int(value):
        return _scale_up(tokens, end + 1, value + unicodedata.numeric(tokens[end].low))
    return _scale_up(tokens, end, value, glued=True)


def _digits_value(digits: str) -> float:
    """Read figures with their thousands set apart by commas, blanks or, where two points or more stand in them, by points."""
    return float(digits.replace(".", "") if digits.count(".") > 1 else re.sub(r"[,\s]", "", digits))


def _scale_up(tokens: Sequence[Token], end: int, value: float, *, glued: bool = False) -> Numeral:
    """Multiply a value by the scales behind it: "1.5 lakh", "2.3m", "10-million"."""
    if _is_joined(tokens, end) and _is_scale(tokens, end + 1):
        end += 1
    scale = _scale_at(tokens, end, glued=glued)
    while scale and value < _HUGE:
        value, end = value * scale, end + 1
        scale = _scale_at(tokens, end, glued=False)
    return Numeral(value, end)


def _is_joined(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a hyphen stands between two tokens without a blank."""
    if not 0 < at < len(tokens) - 1 or tokens[at].low not in _HYPHENS:
        return False
    return tokens[at - 1].end == tokens[at].start and tokens[at].end == tokens[at + 1].start


def _read_fraction(tokens: Sequence[Token], end: int, value: float) -> Numeral | None:
    """Read the "1/2" of "5 1/2"."""
    part = tokens[end : end + 3]
    if len(part) == 3 and part[1].low == "/" and part[0].low.isdigit() and part[2].low in ("2", "3", "4", "8"):
        top, bottom = int(part[0].low), int(part[2].low)
        if 0 < top < bottom and tokens[end].start - tokens[end - 1].end == 1:
            return Numeral(value + top / bottom, end + 3)
    return None


def _scale_at(tokens: Sequence[Token], at: int, *, glued: bool) -> float | None:
    if at >= len(tokens):
        return None
    token = tokens[at]
    kind, value = _WORDS.get(token.low, ("", 0.0))
    if kind == "scale":
        return value
    if glued and token.low in _GLUED_SCALES and token.start == tokens[at - 1].end:
        return _GLUED_SCALES[token.low]
    return None


def _read_half(tokens: Sequence[Token], at: int) -> Numeral | None:
    """Read "half a million", "half million" and "half a dozen"; a bare "half" is no number of things."""
    if tokens[at].low != "half":
        return None
    end = at + 1
    if end < len(tokens) and tokens[end].low in ("a", "an", "of"):
        end += 1
    if end < len(tokens) and tokens[end].low == "dozen":
        return Numeral(6, end + 1)
    kind, value = _WORDS.get(tokens[end].low, ("", 0.0)) if end < len(tokens) else ("", 0.0)
    return Numeral(value / 2, end + 1) if kind == "scale" else None


def _read_spelled(tokens: Sequence[Token], at: int) -> Numeral | None:
    """Read number words from left to right, adding inside a group and multiplying by the scale that closes it."""
    total, group, end, last = 0.0, None, at, ""
    least = float("inf")
    while end < len(tokens):
        word = tokens[end].low
        if word in ("a", "an") and end == at:
            if not _is_scale(tokens, at + 1):
                return None
            group, end, last = 1.0, end + 1, "article"
            continue
        kind, value = _WORDS.get(word, ("", 0.0))
        if word in _HYPHENS and last == "ten" and _kind_at(tokens, end + 1) == "unit":
            end += 1
            continue
        if last in _BEFORE_SCALE and _is_joined(tokens, end) and _is_scale(tokens, end + 1):
            end += 1
            continue
        if word == "and" and last in ("scale", "hundred") and _goes_on(tokens, end + 1, last):
            end += 1
            continue
        if word == "point" and group is not None and _kind_at(tokens, end + 1) == "unit":
            group, end = _read_decimals(tokens, end + 1, group)
            last = "decimal"
            continue
        if kind == "scale" and total < _HUGE and (group is not None or last == "scale"):
            if value == 100 and group is not None and group < 100 and last != "decimal":
                group, last = group * 100, "hundred"
            elif value < least or group is None:
                total, group = (total * value, None) if group is None else (total + group * value, None)
                least, last = value, "scale"
            else:
                total, group, last = (total + group) * value, None, "scale"
            end += 1
            continue
        if not _adds(kind, last):
            break
        group, end, last = (group or 0.0) + value, end + 1, kind
    if end == at or last == "article":
        return None
    return Numeral(total + (group or 0.0), end)


def _adds(kind: str, last: str) -> bool:
    """Tell whether a number word of this kind can follow one of that kind inside one numeral."""
    if kind == "unit":
        return last in ("", "ten", "hundred", "scale")
    return kind in ("teen", "ten") and last in ("", "hundred", "scale")


def _read_decimals(tokens: Sequence[Token], at: int, whole: float) -> tuple[float, int]:
    digits = ""
    while _kind_at(tokens, at) == "unit":
        digits += str(int(_WORDS[tokens[at].low][1]))
        at += 1
    return whole + float(f"0.{digits}"), at


def _kind_at(tokens: Sequence[Token], at: int) -> str:
    return _WORDS.get(tokens[at].low, ("", 0.0))[0] if at < len(tokens) else ""


def _is_scale(tokens: Sequence[Token], at: int) -> bool:
    return _kind_at(tokens, at) == "scale"


def _goes_on(tokens: Sequence[Token], at: int, last: str) -> bool:
    """Tell whether the word behind "and" is still part of the numeral and not a count of its own ("and a woman").

    "one hundred and one thousand" goes on, "five thousand and two hundred" are two counts.
    """
    if _kind_at(tokens, at) not in ("unit", "teen", "ten"):
        return False
    return not _is_scale(tokens, at + 1) or (last == "hundred" and tokens[at + 1].low != "hundred")
