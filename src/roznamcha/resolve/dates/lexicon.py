"""The words of time with their classes, and the alphabet that turns classes into characters.

A word may belong to several classes ("second" is an ordinal and a unit, "may" a month and a verb): each distinct set of
classes gets one character, so that a whole text becomes a string over which the rules run as plain regular expressions.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from roznamcha.resolve.numbers.tokens import tokenize
from roznamcha.resolve.numbers.words import load_words

BLANK: Final = "x"
"""The character of a word that no class knows."""
Classes = dict[str, str]
"""The classes of a word, each with the word's value in it."""
_KINDS: Final = ("meridiem", "oclock", "isodate", "numdate", "clock", "decade", "break", "abdot", "ord")
"""Kinds of tokens that are a class of their own."""
_SAMPLES: Final = (
    *((0, "0"), (0, ""), (5, "5"), (5, ""), (5, "05"), (12, "12"), (28, "28"), (28, ""), (45, "45"), (45, "")),
    *(
        (int(digits), digits)
        for digits in ("100", "0000", "0930", "1430", "1950", "1970", "2013", "2300", "2500", "9999", "10000")
    ),
    *((0.5, ""), (1.5, ""), (100.0, ""), (1e7, ""), (2000.0, "")),
)
"""One number of each shape that `number_classes` tells apart: the rules are compiled over the classes known beforehand."""


@cache
def load_table(name: str) -> list[list[str]]:
    """Read a table of `data/time`, without its comments."""
    text = (files("roznamcha") / "data/time" / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def load_company() -> dict[str, frozenset[str]]:
    """Give the named sets of words that settle doubtful cases by standing beside them."""
    return {name: frozenset(words.split()) for name, words in load_table("company.tsv")}


class Alphabet:
    """Gives each set of classes its character, and finds the characters that belong to a class."""

    def __init__(self) -> None:
        self._symbols: dict[frozenset[str], str] = {}
        for kind in _KINDS:
            self.symbol_of({kind: ""})
        for value, digits in _SAMPLES:
            self.symbol_of(number_classes(value, digits))
        self.symbol_of(spelled_year_classes(1990))

    def symbol_of(self, classes: Classes) -> str:
        """Give the character of a set of classes, a new one when the set is new."""
        key = frozenset(classes)
        if key not in self._symbols:
            self._symbols[key] = chr(0xE000 + len(self._symbols))
        return self._symbols[key]

    def members(self, name: str) -> str:
        """Give the characters of all sets that hold class `name`."""
        return "".join(symbol for key, symbol in self._symbols.items() if name in key)


def number_classes(value: float, digits: str) -> Classes:
    """Give the classes of a number; `digits` as printed, empty when it stands in words or in both.

    >>> sorted(number_classes(13, "13"))
    ['anyyear', 'daynum', 'digits', 'hournum', 'num', 'yy']
    """
    classes: Classes = {"num": f"{value:g}" if value < 1e6 else str(value)}
    if value != int(value):
        return classes
    whole = int(value)
    if whole <= 24:
        classes["hournum"] = str(whole)
    if not digits:
        return classes | (spelled_year_classes(whole) if 1900 <= whole <= 2050 else {})
    if 1 <= whole <= 31:
        classes["daynum"] = str(whole)
    if digits.isdigit():
        classes["digits"] = digits
        shapes = {
            "year": len(digits) == 4 and 1000 <= whole <= 2199,
            "yy": len(digits) == 2,
            "anyyear": len(digits) <= 4 and whole > 0,
            "military": len(digits) == 4 and whole % 100 < 60 and whole < 2400,
        }
        classes.update({name: digits for name, fits in shapes.items() if fits})
    return classes


def spelled_year_classes(year: int) -> Classes:
    """Give the classes of a year in words: "nineteen ninety-six", "two thousand"."""
    return {"spelled": str(year), "anyyear": str(year)} if year >= 2000 else {"spelled": str(year), "year": str(year)}


ALPHABET: Final = Alphabet()


@cache
def load_lexicon() -> dict[str, tuple[str, Classes]]:
    """Give, for each word of time, its symbol and classes; words that rules name literally are classes of their own."""
    words: dict[str, Classes] = {}
    for name, value, listed in load_table("words.tsv"):
        for word in listed.split():
            words.setdefault(word, {})[name] = value
    for word, (kind, number) in load_words().items():
        if kind == "ordinal":
            words.setdefault(word, {})["ord"] = str(int(number))
    for word in _literal_words():
        words.setdefault(word, {})[f"'{word}"] = word
    for row in load_table("holidays.tsv"):
        for phrase in row[3].split("|"):
            words.setdefault(tokenize(phrase)[0].low, {})["feast"] = ""
    return {word: (ALPHABET.symbol_of(classes), classes) for word, classes in words.items()}


def _literal_words() -> list[str]:
    """List the words that the rules name in quotes."""
    found = []
    for row in load_table("rules.tsv"):
        for item in row[1].replace("|", " ").replace("?", " ").split():
            literal = item.rpartition(":")[2]
            if literal.startswith("'"):
                found.append(literal.strip("'"))
    return found
