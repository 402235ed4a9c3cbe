"""Words of time: the tokens of a text with the classes that the grammar is written in.

A word may belong to several classes ("second" is an ordinal and a unit, "may" a month and a verb): each distinct set of
classes gets one character, so that a whole text becomes a string over which the rules run as plain regular expressions. A
word that no class knows is `BLANK`. Numerals in words and digits become one token with their value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from roznamcha.resolve.numbers.tokens import Token, tokenize
from roznamcha.resolve.numbers.words import Numeral, load_words, read_numeral

BLANK: Final = "x"
_WHOLE: Final = frozenset(("may", "june", "july", "march", "april"))
Classes = dict[str, str]


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


@cache
def load_table(name: str) -> list[list[str]]:
    """Read a table of `data/time`, without its comments."""
    text = (files("roznamcha") / "data/time" / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


class Alphabet:
    """Gives each set of classes its character, and finds the characters that belong to a class."""

    def __init__(self) -> None:
        self._symbols: dict[frozenset[str], str] = {}

    def symbol_of(self, classes: Classes) -> str:
        """Give the character of a set of classes, a new one when the set is new."""
        key = frozenset(classes)
        if key not in self._symbols:
            self._symbols[key] = chr(0xE000 + len(self._symbols))
        return self._symbols[key]

    def members(self, name: str) -> str:
        """Give the characters of all sets that hold class `name`."""
        return "".join(symbol for key, symbol in self._symbols.items() if name in key)


ALPHABET: Final = Alphabet()


@cache
def load_company() -> dict[str, frozenset[str]]:
    """Give the named sets of words that settle doubtful cases by standing beside them."""
    return {name: frozenset(words.split()) for name, words in load_table("company.tsv")}


@cache
def load_lexicon() -> dict[str, tuple[str, Classes]]:
    """Give, for each word of time, its symbol and classes; words that rules name literally are classes of their own."""
    words: dict[str, Classes] = {}
    for name, value, listed in load_table("words.tsv"):
        for word in listed.split():
            words.setdefault(word, {})[name] = value
    for word, (kind, value) in load_words().items():
        if kind == "ordinal":
            words.setdefault(word, {})["ord"] = str(int(value))
    for row in load_table("rules.tsv"):
        for item in row[1].replace("(", " ").replace(")", " ").replace("|", " ").replace("?", " ").split():
            literal = item.rpartition(":")[2]
            if literal.startswith("'"):
                word = literal.strip("'")
                words.setdefault(word, {})[f"'{word}"] = word
    for row in load_table("holidays.tsv"):
        for phrase in row[3].split("|"):
            words.setdefault(read_first_word(phrase), {})["feast"] = ""
    return {word: (ALPHABET.symbol_of(classes), classes) for word, classes in words.items()}


def read_first_word(phrase: str) -> str:
    """Give the first token of a phrase."""
    return tokenize(phrase)[0].low


_LEXICON: Final = load_lexicon()


def _number_classes(value: float, digits: str) -> Classes:
    classes: Classes = {"num": f"{value:g}" if value < 1e6 else str(value)}
    if value == int(value):
        whole = int(value)
        if 1 <= whole <= 31 and digits:
            classes["daynum"] = str(whole)
        if not digits and 1900 <= whole <= 2050:
            classes["spelled"] = classes["anyyear"] = str(whole)
        if 0 <= whole <= 24:
            classes["hournum"] = str(whole)
        if digits and "," not in digits and "." not in digits:
            classes["digits"] = digits
            if len(digits) == 4 and 1000 <= whole <= 2199:
                classes["year"] = digits
            if len(digits) == 2:
                classes["yy"] = digits
            if len(digits) <= 4 and whole > 0:
                classes["anyyear"] = digits
            if len(digits) == 4 and whole % 100 < 60 and whole < 2400:
                classes["military"] = digits
    return classes


def _register_numbers() -> None:
    for value, digits in (
        (0, "0"),
        (0, ""),
        (5, ""),
        (5, "5"),
        (5, "05"),
        (12, "12"),
        (28, "28"),
        (28, ""),
        (45, "45"),
        (45, ""),
    ):
        ALPHABET.symbol_of(_number_classes(value, digits))
    for digits in ("100", "0000", "0930", "1430", "1950", "1970", "2013", "2300", "2090", "2500", "9999", "10000"):
        ALPHABET.symbol_of(_number_classes(int(digits), digits))
    for value in (0.5, 1.5, 100.0, 1e7, 2000.0):
        ALPHABET.symbol_of(_number_classes(value, ""))


_FIXED: Final = ("meridiem", "oclock", "isodate", "numdate", "clock", "decade", "break")
for _name in _FIXED:
    ALPHABET.symbol_of({_name: ""})
ALPHABET.symbol_of({"abdot": ""})
ALPHABET.symbol_of({"year": "", "spelled": ""})
ALPHABET.symbol_of({"ord": ""})
_register_numbers()


def read_lexemes(text: str) -> list[Lexeme]:
    """Turn a text into lexemes, numerals joined: "twenty four hours" are two."""
    return _classify(tokenize(text))


def _classify(tokens: Sequence[Token]) -> list[Lexeme]:
    lexemes: list[Lexeme] = []
    at, count = 0, len(tokens)
    number_words = load_words()
    while at < count:
        token = tokens[at]
        kind, low = token.kind, token.low
        if kind == "number" or low in number_words or low in _OPENERS:
            at = _add_number(tokens, at, lexemes)
            continue
        if low == "." and lexemes and _is_abbreviation(lexemes[-1], token.start):
            classes = {"abdot": "."}
            symbol = ALPHABET.symbol_of(classes)
        elif kind in ("word", "sign", "possessive"):
            symbol, classes = _LEXICON.get(low, (BLANK, _NO_CLASSES))
            if token.capital and low in _MONTH_OR_VERB:
                classes = {**classes, "capital": "1"}
        elif kind == "ordinal":
            value = "".join(sign for sign in low if sign.isdigit())
            classes = {"ord": value}
            symbol = ALPHABET.symbol_of(classes)
        else:
            classes = {kind: low}
            symbol = ALPHABET.symbol_of(classes)
        lexemes.append(Lexeme(token.start, token.end, low, symbol, classes))
        at += 1
    return lexemes


_NO_CLASSES: Final[Classes] = {}
_GLUED_DATE: Final = re.compile(r"(?:[1-9]|[12]\d|3[01])(?:19|20)\d{2}")
"""Day and year that lost the blank between them: "Jul 262016"."""
_MONTH_OR_VERB: Final = frozenset(("may", "march"))
_OPENERS: Final = frozenset(("a", "an", "half"))
"""Words that may open a numeral: "a hundred", "half a million"."""


def _is_abbreviation(lexeme: Lexeme, at: int) -> bool:
    """Tell whether a full stop at offset `at` belongs to a shortened month or weekday ("Oct.", "Thurs.")."""
    return lexeme.end == at and lexeme.is_short


def _spelled_year(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """Read "nineteen ninety-six" as a year: the value and the index behind it."""
    words = load_words()
    kind, century = words.get(tokens[at].low, ("", 0.0))
    if century not in (17, 18, 19, 20) or kind not in ("teen", "ten") or at + 1 >= len(tokens):
        return None
    if words.get(tokens[at + 1].low, ("",))[0] not in ("ten", "teen"):
        return None
    rest = read_numeral(tokens, at + 1)
    return None if rest is None or rest.value > 99 else (int(100 * century + rest.value), rest.end)


def _add_number(tokens: Sequence[Token], at: int, lexemes: list[Lexeme]) -> int:
    token = tokens[at]
    kind = load_words().get(token.low, ("", 0.0))[0]
    if kind == "ordinal":
        symbol, classes = _LEXICON[token.low]
        lexemes.append(Lexeme(token.start, token.end, token.low, symbol, classes))
        return at + 1
    if lexemes and "month" in lexemes[-1].classes and _GLUED_DATE.fullmatch(token.low):
        for start, end in ((token.start, token.end - 4), (token.end - 4, token.end)):
            digits = token.low[start - token.start : end - token.start]
            classes = _number_classes(float(digits), digits)
            lexemes.append(Lexeme(start, end, digits, ALPHABET.symbol_of(classes), classes))
        return at + 1
    spelled = _spelled_year(tokens, at)
    if spelled:
        classes = {"year": str(spelled[0]), "spelled": str(spelled[0])}
        lexemes.append(Lexeme(token.start, tokens[spelled[1] - 1].end, token.low, ALPHABET.symbol_of(classes), classes))
        return spelled[1]
    numeral = read_numeral(tokens, at)
    if numeral is None and token.low == "a" and at + 1 < len(tokens) and tokens[at + 1].low == "dozen":
        numeral = Numeral(12, at + 2)
    if numeral is None:
        symbol, classes = _LEXICON.get(token.low, (BLANK, _NO_CLASSES))
        lexemes.append(Lexeme(token.start, token.end, token.low, symbol, classes))
        return at + 1
    end = numeral.end
    if end < len(tokens) and tokens[end].low == "dozen":
        numeral, end = numeral._replace(value=numeral.value * 12), end + 1
    if kind == "ten" and end + 1 < len(tokens) and tokens[end].low == "-" and tokens[end + 1].low in load_words():
        after, value = load_words()[tokens[end + 1].low]
        if after == "ordinal" and value < 10:
            classes = {"ord": str(int(numeral.value + value))}
            symbol = ALPHABET.symbol_of(classes)
            lexemes.append(Lexeme(token.start, tokens[end + 1].end, token.low, symbol, classes))
            return end + 2
    digits = token.low if token.kind == "number" and end == at + 1 else ""
    classes = _number_classes(numeral.value, digits)
    lexemes.append(Lexeme(token.start, tokens[end - 1].end, token.low, ALPHABET.symbol_of(classes), classes))
    return end
