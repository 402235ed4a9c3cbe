"""Lexemes: the tokens of a text with their classes of time, numerals joined to one lexeme with its value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from roznamcha.resolve.dates.lexicon import ALPHABET, BLANK, Classes, load_lexicon, number_classes, spelled_year_classes
from roznamcha.resolve.numbers.tokens import Token, tokenize
from roznamcha.resolve.numbers.words import Numeral, load_words, read_numeral

_LEXICON: Final = load_lexicon()
_NUMBER_WORDS: Final = load_words()
_NO_CLASSES: Final[Classes] = {}
_OPENERS: Final = frozenset(("a", "an", "half"))
"""Words that may open a numeral: "a hundred", "half a million"."""
_WHOLE: Final = frozenset(("may", "june", "july", "march", "april"))
"""Months of few letters that are not shortened."""
_VERBS: Final = frozenset(("may", "march"))
_NAMESAKES: Final = frozenset(("dawn", "noon", "midnight", "daybreak", "sunrise", "sunset"))
"""Times of the day after which newspapers, parties, operations and films are called."""
_GLUED_DATE: Final = re.compile(r"(?:[1-9]|[12]\d|3[01])(?:19|20)\d{2}")
"""Day and year that lost the blank between them: "Jul 262016"."""


class Lexeme(NamedTuple):
    """A stretch of the text with its value in each of its classes; `low` are its words in lower case."""

    start: int
    end: int
    low: str
    symbol: str
    classes: Classes

    @property
    def is_short(self) -> bool:
        """Whether it is a shortened month or weekday, which takes a full stop ("Oct.", "Thurs.")."""
        return self.low not in _WHOLE and len(self.low) <= 5 and ("month" in self.classes or "wkabbr" in self.classes)


def read_lexemes(text: str) -> list[Lexeme]:
    """Turn a text into lexemes, numerals joined: "twenty four hours" are two."""
    tokens = tokenize(text)
    lexemes: list[Lexeme] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.kind == "number" or token.low in _NUMBER_WORDS or token.low in _OPENERS:
            at = _add_number(tokens, at, lexemes)
        else:
            lexemes.append(_read_word(token, lexemes))
            at += 1
    return lexemes


def _read_word(token: Token, before: Sequence[Lexeme]) -> Lexeme:
    kind, low = token.kind, token.low
    if kind in ("word", "sign", "possessive"):
        if low == "." and before and before[-1].end == token.start and before[-1].is_short:
            return _lexeme(token.start, token.end, low, {"abdot": low})
        symbol, classes = _LEXICON.get(low, (BLANK, _NO_CLASSES))
        if token.capital and (low in _VERBS or low in _NAMESAKES):
            # The capital is no class of the grammar: the symbol stays, and the builders may look.
            classes = {**classes, "capital": ""}
        return Lexeme(token.start, token.end, low, symbol, classes)
    if kind == "ordinal":
        return _lexeme(token.start, token.end, low, {"ord": low[:-2]})
    return _lexeme(token.start, token.end, low, {kind: low})


def _lexeme(start: int, end: int, low: str, classes: Classes) -> Lexeme:
    return Lexeme(start, end, low, ALPHABET.symbol_of(classes), classes)


def _add_number(tokens: Sequence[Token], at: int, lexemes: list[Lexeme]) -> int:
    """Add the numeral, ordinal or year that starts at a token; give the index behind it."""
    token = tokens[at]
    if lexemes and "month" in lexemes[-1].classes and _GLUED_DATE.fullmatch(token.low):
        lexemes.extend(_split_glued(token))
        return at + 1
    if _kind(tokens, at) == "ordinal":
        lexemes.append(Lexeme(token.start, token.end, token.low, *_LEXICON[token.low]))
        return at + 1
    year = _spelled_year(tokens, at)
    if year:
        lexemes.append(_lexeme(token.start, tokens[year.end - 1].end, token.low, spelled_year_classes(int(year.value))))
        return year.end
    numeral = _read_dozens(tokens, at)
    if numeral is None:
        lexemes.append(Lexeme(token.start, token.end, token.low, *_LEXICON.get(token.low, (BLANK, _NO_CLASSES))))
        return at + 1
    ordinal = _compound_ordinal(tokens, at, numeral)
    if ordinal:
        lexemes.append(_lexeme(token.start, tokens[ordinal.end - 1].end, token.low, {"ord": str(int(ordinal.value))}))
        return ordinal.end
    digits = token.low if token.kind == "number" and numeral.end == at + 1 else ""
    lexemes.append(_lexeme(token.start, tokens[numeral.end - 1].end, token.low, number_classes(numeral.value, digits)))
    return numeral.end


def _kind(tokens: Sequence[Token], at: int) -> str:
    return _NUMBER_WORDS.get(tokens[at].low, ("", 0.0))[0] if at < len(tokens) else ""


def _split_glued(token: Token) -> list[Lexeme]:
    day, year = token.low[:-4], token.low[-4:]
    middle = token.end - 4
    return [
        _lexeme(token.start, middle, day, number_classes(int(day), day)),
        _lexeme(middle, token.end, year, number_classes(int(year), year)),
    ]


def _spelled_year(tokens: Sequence[Token], at: int) -> Numeral | None:
    """Read "nineteen ninety-six" as a year."""
    century = _NUMBER_WORDS.get(tokens[at].low, ("", 0.0))[1]
    if century not in (17, 18, 19, 20) or _kind(tokens, at + 1) not in ("ten", "teen"):
        return None
    rest = read_numeral(tokens, at + 1)
    return Numeral(100 * century + rest.value, rest.end) if rest and rest.value < 100 else None


def _read_dozens(tokens: Sequence[Token], at: int) -> Numeral | None:
    """Read a numeral, with the dozen that may multiply it: "two dozen", "a dozen"."""
    numeral = read_numeral(tokens, at)
    if numeral is None and tokens[at].low == "a":
        numeral = Numeral(1, at + 1)
    elif numeral is None or numeral.end >= len(tokens) or tokens[numeral.end].low != "dozen":
        return numeral
    if numeral is not None and numeral.end < len(tokens) and tokens[numeral.end].low == "dozen":
        return Numeral(12 * numeral.value, numeral.end + 1)
    return None


def _compound_ordinal(tokens: Sequence[Token], at: int, numeral: Numeral) -> Numeral | None:
    """Read "twenty-first" as an ordinal."""
    end = numeral.end
    if _kind(tokens, at) != "ten" or _kind(tokens, end + 1) != "ordinal" or tokens[end].low != "-":
        return None
    ones = _NUMBER_WORDS[tokens[end + 1].low][1]
    return Numeral(numeral.value + ones, end + 2) if ones < 10 else None
