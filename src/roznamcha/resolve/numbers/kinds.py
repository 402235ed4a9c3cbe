"""What kind of number it is, by what stands around it, and the head noun that it counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from roznamcha.resolve.numbers.tables import load_persons, load_sets, load_units
from roznamcha.resolve.numbers.tokens import Token
from roznamcha.resolve.numbers.words import load_words

_UNITS: Final = load_units()
_PERSONS: Final = load_persons()
_SETS: Final = load_sets()
MONTHS: Final = _SETS["months"]
_SIGNS: Final = frozenset("$€£¥₹₦")
_COUNTRY_SIGNS: Final = {"us": "USD", "au": "AUD", "c": "CAD", "nz": "NZD", "hk": "HKD", "s": "SGD", "a": "AUD"}
_DASHES: Final = frozenset("-–—‐‑")

Kind = tuple[str, str | None, int, int]
"""The kind, the unit, and the first and last token with the signs and words of the unit."""


def find_kind(tokens: Sequence[Token], first: int, last: int, value: float) -> Kind:
    """Tell the kind of the numeral `tokens[first:last]`; "skip" for a day of a month or the number inside a name ("AK-47")."""
    before = tokens[first - 1].low if first else ""
    after = tokens[last].low if last < len(tokens) else ""
    money = _money_before(tokens, first)
    if money:
        unit, start = money
        return "money", unit, start, last + (1 if _UNITS.get(after, ("",))[0] == "money" else 0)
    if _is_day(tokens, first, last, before, after) or _is_name_part(tokens, first, before):
        return "skip", None, first, last
    label = label_end(tokens, first, last)
    if label:
        return "label", None, first, label
    age = _age_end(tokens, first, last, value)
    if age:
        return "age", "year", first, age
    unit_at = _unit_at(tokens, last)
    if unit_at:
        kind, unit, end = unit_at
        return kind, unit, first, end
    if before in _SETS["labels"] and tokens[first].kind == "number":
        return "label", None, first, last
    if _is_year(tokens, first, last, after, value):
        return "year", None, first, last
    return "count", None, first, last


def label_end(tokens: Sequence[Token], first: int, last: int) -> int | None:
    """Find where a number that is dialled or only names something ends: "phone 0300-1234567", "+92 51 9201234", "0047".

    "05 militants" counts: reports of police fill up with one nought.
    """
    digits = _digits(tokens[first])
    if last - first != 1 or not digits.isdigit() or not (digits[0] == "0" or _is_dialled(tokens, first)):
        return None
    end = _dialled_end(tokens, last)
    if digits[0] == "0":
        return None if end == last and len(digits) < _SHORTEST_CODE else end
    return None if end == last and find_head(tokens, last) is not None else end


def _digits(token: Token) -> str:
    """Give the words of a token without the blanks that set thousands apart."""
    return "".join(token.low.split())


def _is_dialled(tokens: Sequence[Token], first: int) -> bool:
    """Tell whether a word such as "phone" or the plus sign of a country leads up to the digits."""
    at = first - 1
    if at >= 0 and tokens[at].low == "+" and tokens[at].end == tokens[first].start:
        return _dialled_end(tokens, first + 1) > first + 1 or len(_digits(tokens[first])) >= _WHOLE_NUMBER
    while at >= 0 and tokens[at].low in _SETS["phone-fillers"]:
        at -= 1
    return at >= 0 and tokens[at].low in _SETS["phones"] and len(_digits(tokens[first])) >= _SHORTEST_CODE


def _dialled_end(tokens: Sequence[Token], last: int) -> int:
    """Go over the groups of digits that follow, past the signs between them."""
    end = last
    for at in range(last, min(last + 9, len(tokens))):
        digits = _digits(tokens[at])
        if digits.isdigit() and len(digits) >= 2:
            end = at + 1
        elif tokens[at].low not in _DASHES and tokens[at].low not in ("(", ")", "/"):
            break
    return end


_SHORTEST_CODE: Final = 3
_WHOLE_NUMBER: Final = 8
"""Digits of a code that is dialled, and of a whole number behind a plus sign."""


def _money_before(tokens: Sequence[Token], first: int) -> tuple[str, int] | None:
    at = first - 1
    if at >= 0 and tokens[at].low == "." and at and tokens[at - 1].low == "rs":
        at -= 1
    if at < 0:
        return None
    low = tokens[at].low
    if low in _SIGNS:
        country = _COUNTRY_SIGNS.get(tokens[at - 1].low) if at and tokens[at - 1].end == tokens[at].start else None
        return (country, at - 1) if country else (_UNITS[low][1] if low in _UNITS else "NGN", at)
    kind, unit = _UNITS.get(low, ("", ""))
    if kind == "money" and low in ("rs", "usd", "pkr", "inr", "eur", "gbp", "afn", "bdt", "tk", "dlrs"):
        return unit, at
    return None


def _unit_at(tokens: Sequence[Token], last: int) -> tuple[str, str, int] | None:
    """Find the unit behind a number: "km", "per cent", "million dollars", "-kilometre"."""
    if last >= len(tokens):
        return None
    if tokens[last].low in _DASHES and last + 1 < len(tokens) and tokens[last].start == tokens[last - 1].end:
        last += 1
    low = tokens[last].low
    if low == "per" and last + 1 < len(tokens) and tokens[last + 1].low == "cent":
        return "percent", "percent", last + 2
    if low == "of" and last + 1 < len(tokens) and _UNITS.get(tokens[last + 1].low, ("",))[0] in ("money", "measure"):
        last += 1
        low = tokens[last].low
    kind, unit = _UNITS.get(low, ("", ""))
    if not kind or low in ("in", "point") or (len(low) == 1 and low.isalpha() and tokens[last].start != tokens[last - 1].end):
        return None
    return kind, unit, last + 1


def is_unit(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the token is the word of a measure or share ("hour", "percent", "per" of "per cent")."""
    if at >= len(tokens):
        return False
    return _UNITS.get(tokens[at].low, ("money",))[0] != "money" or tokens[at].low == "per"


def _age_end(tokens: Sequence[Token], first: int, last: int, value: float) -> int | None:
    """Find where an age ends: "12-year-old", "12 years old", "aged 12", "Imran, 35,"."""
    old = old_end(tokens, last)
    if old:
        return old
    if value <= 120 and _is_listed_age(tokens, first, last):
        return last
    named = first > 1 and tokens[first - 1].low == "," and tokens[first - 2].kind == "word" and _is_name(tokens, first - 2)
    ends = last == len(tokens) or tokens[last].low in (",", ".")
    closed = ends and tokens[first].kind == "number" and last - first == 1
    return last if named and closed and 1 <= value <= 110 and value == int(value) else None


def _is_listed_age(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Tell a number behind "aged" or "ages", or behind another age there that counts nothing: "ages six and seven", and not
    "a boy aged 5 and 12 soldiers"."""
    at = first - 1
    if at >= 0 and tokens[at].low in _AGED:
        return True
    if last < len(tokens) and tokens[last].low not in _AFTER_AGE:
        return False
    for _ in range(_MOST_AGES):
        if (
            at < 1
            or tokens[at].low not in _BETWEEN_AGES
            or not (tokens[at - 1].kind == "number" or tokens[at - 1].low in load_words())
        ):
            break
        at -= 2
    return at >= 0 and tokens[at].low in _AGED


def old_end(tokens: Sequence[Token], last: int) -> int | None:
    """Find the end of "years old", "-year-old", "years of age" behind a number."""
    words = []
    for at in range(last, min(last + 5, len(tokens))):
        if tokens[at].low not in _DASHES:
            words.append(tokens[at].low)
        if tuple(words) in _OLD:
            return at + 1
    return None


_AGED: Final = ("aged", "ages")
_BETWEEN_AGES: Final = (",", "and", "or", "to", "through", *_DASHES)
_AFTER_AGE: Final = (",", ".", ";", ")", "was", "were", "is", "are", *_BETWEEN_AGES)
_MOST_AGES: Final = 6
_OLD: Final = {(unit, "old") for unit in ("year", "years", "month", "months")} | {("years", "of", "age")}


def _is_name(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].low not in MONTHS and tokens[at].low not in _SETS["stop"] and tokens[at].low not in _UNITS


def _is_day(tokens: Sequence[Token], first: int, last: int, before: str, after: str) -> bool:
    """Tell whether it is the day or year of a date: "May 12", "12 May", "May 12, 2013"."""
    digits = tokens[first].low
    if last - first != 1 or not digits.isdigit() or not (int(digits) <= 31 or len(digits) == 4):
        return False
    if after in MONTHS and len(digits) <= 2 and before != "aged":
        return True
    if before == "." and first > 1:
        before = tokens[first - 2].low
    return before in MONTHS


def _is_name_part(tokens: Sequence[Token], first: int, before: str) -> bool:
    """Tell whether the digits belong to a name with a hyphen: "AK-47", "F-16", "Nawagai-3"."""
    if before not in _DASHES or first < 2 or tokens[first].kind != "number":
        return False
    glued = tokens[first - 1].end == tokens[first].start and tokens[first - 2].end == tokens[first - 1].start
    return glued and tokens[first - 2].kind == "word"


def _is_year(tokens: Sequence[Token], first: int, last: int, after: str, value: float) -> bool:
    digits = tokens[first].low
    if last - first != 1 or len(digits) != 4 or not digits.isdigit() or not 1800 <= value <= 2100:
        return False
    counted = after.endswith("s") and len(after) > 3 and after not in _SETS["stop"]
    return not counted and after not in _SETS["plurals"]


def find_head(tokens: Sequence[Token], at: int) -> int | None:
    """Find the head noun of the phrase that starts at `at`: the last plural or person noun before the phrase ends."""
    head = None
    for place in range(at, min(at + 5, len(tokens))):
        token = tokens[place]
        if token.low in _DASHES:
            continue
        if token.kind != "word" or token.low in _SETS["stop"]:
            break
        low = token.low
        plural = len(low) > 3 and low.endswith("s") and not low.endswith("ss")
        if plural or low in _PERSONS or low in _SETS["plurals"]:
            head = place
        elif head is not None:
            break
    return head
