"""The tables of the number reader, read once from `data/numbers`: hedges, amounts in words, units, heads that name a person."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

Phrase = tuple[str, ...]
Range = tuple[float, float | None]


def _rows(name: str) -> list[list[str]]:
    text = (files("roznamcha") / "data/numbers" / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def load_hedges() -> tuple[dict[Phrase, str], dict[Phrase, str]]:
    """Give the hedges that stand before a number and those that stand behind it, each phrase with its effect."""
    before: dict[Phrase, str] = {}
    behind: dict[Phrase, str] = {}
    for effect, phrases in _rows("hedges.tsv"):
        table = behind if effect.startswith("behind ") else before
        for phrase in phrases.split("|"):
            table[tuple(phrase.split())] = effect.removeprefix("behind ")
    return before, behind


@cache
def load_amounts() -> dict[str, dict[Phrase, Range]]:
    """Give the amounts in words, by their first word, longest phrase first."""
    table: dict[str, dict[Phrase, Range]] = {}
    for low, high, phrases in _rows("amounts.tsv"):
        for phrase in phrases.split("|"):
            words = tuple(phrase.split())
            table.setdefault(words[0], {})[words] = (float(low), None if high == "-" else float(high))
    return {first: dict(sorted(entries.items(), key=lambda entry: -len(entry[0]))) for first, entries in table.items()}


@cache
def load_units() -> dict[str, tuple[str, str]]:
    """Give, for each word of a unit, its kind ("money", "percent", "measure") and the unit."""
    return {word: (kind, unit) for kind, unit, words in _rows("units.tsv") for word in words.split()}


@cache
def load_persons() -> frozenset[str]:
    """Give the nouns that name one person."""
    return frozenset(word for row in _rows("persons.txt") for word in row[0].split())


@cache
def load_sets() -> dict[str, frozenset[str]]:
    """Give the named sets of words."""
    return {name: frozenset(words.split()) for name, words in _rows("sets.tsv")}
