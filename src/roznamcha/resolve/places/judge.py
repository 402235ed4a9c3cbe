"""Judge whether capitalised words that the gazetteer knows really name a place where they stand.

A small linear model over what can be seen around the words: what stands before and after ("in", "Mr", "Post"), whether the
words are also plain English, a first name or a surname, how well known the place is, and what the rest of the text says
(a surname already introduced as "John Lancaster"). The weights are data (`finder.json`), fitted on LGL, TR-News and
worldwide newswire; the features are named here so that a decision can be read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from roznamcha.resolve.gazetteer.names import DATA, LEVEL_OF


def _words(kind: str) -> frozenset[str]:
    lines = (DATA / "around-words.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return frozenset(line.split("\t")[0] for line in lines if line.split("\t")[1] == kind)


_PREPOSITIONS = _words("preposition")
_SURE_PREPOSITIONS = _words("sure preposition")
_TITLES = _words("title")
_ORGANISED = _words("organisation")
_NAMED_AFTER = _words("title word")
"""Papers, teams, cups and treaties: a place name before them is part of their name."""
_SAYING = _words("saying")
_DATELINE = re.compile(r"(?:\s*\([^()]{2,20}\))?(?::\s|\s*[–—]\s|\s-{1,2}\s)")
_STOPS = re.compile(r"[.!?:\n\"“”»]\s*$|^\s*$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text: its offsets, and whether a capital opens it."""

    start: int
    end: int
    text: str
    capital: bool


@cache
def _lines(name: str) -> frozenset[str]:
    return frozenset((DATA / name).read_text(encoding="utf-8").split())


@cache
def _weights() -> dict[str, float]:
    held: dict[str, float] = json.loads((DATA / "finder.json").read_text(encoding="utf-8"))["weights"]
    return held


def not_places() -> frozenset[str]:
    """List folded names of groups and bodies that are never a place in news ("nato", "isis")."""
    return _lines("not-places.txt")


def score_of(facts: Iterable[str]) -> float:
    """Add up the weights of what was seen: over 0 it is a place, the further the surer."""
    weights = _weights()
    return sum(weights.get(fact, 0.0) for fact in facts)


def surnames_of(words: Sequence[Word], text: str) -> frozenset[str]:
    """List the words that the text shows as a person's surname: behind a first name or a title.

    >>> words = [Word(0, 4, "John", True), Word(5, 14, "Lancaster", True), Word(15, 19, "said", False)]
    >>> sorted(surnames_of(words, "John Lancaster said"))
    ['lancaster']
    """
    first = _lines("first-names.txt")
    found = set()
    for left, right in pairwise(words):
        known = left.text.lower().rstrip(".")
        if (
            right.capital
            and left.capital
            and text[left.end : right.start] in (" ", ". ")
            and (known in first or known in _TITLES)
        ):
            found.add(right.text.lower())
    return frozenset(found)


def facts_of(text: str, words: Sequence[Word], first: int, last: int, surnames: frozenset[str], known: str) -> list[str]:
    """Name what can be seen of the stretch `first:last`; `known` sums up what the gazetteer holds under the name.

    The answer lists the active features of the model ("after in", "before name", "surname", …), "bias" among them.
    """
    first += words[first].text.lower() == "the" and last - first > 1
    one = last - first == 1
    key = text[words[first].start : words[last - 1].end]
    lower = key.lower()
    facts = ["bias", "many words" if not one else "one word", known]
    facts += _before(text, words, first) + _behind(text, words, last)
    if one:
        facts += [name for name, seen in (
            ("common", lower in _lines("common-words.txt")),
            ("first name", lower in _lines("first-names.txt")),
            ("surname", lower in _lines("surnames.txt")),
            ("surname here", lower in surnames),
            ("short", len(lower) <= 3),
        ) if seen]  # fmt: skip
        if "opens" in facts and "surname" not in facts and _DATELINE.match(text, words[last - 1].end):
            facts.append("dateline")
    if key.isupper() and len(key) > 1:
        facts.append("capitals short" if len(key) < 5 else "capitals")
    facts += [f"{known} {fact}" for fact in ("common", "surname") if fact in facts]
    return facts


def _before(text: str, words: Sequence[Word], first: int) -> list[str]:
    start = words[first].start
    if first == 0 or _STOPS.search(text[max(0, start - 3) : start]):
        return ["opens"]
    left = words[first - 1]
    gap = text[left.end : start]
    lower = left.text.lower().rstrip(".")
    if gap not in (" ", "-", ". ", "\u00a0"):
        return ["after comma"] if gap.strip() == "," else ["after mark"]
    if lower in _TITLES and (
        left.capital or lower not in ("leader", "chief", "mother", "father", "commander", "director", "officer")
    ):
        return ["after title"]
    if lower in _lines("first-names.txt") and left.capital:
        return ["after first name"]
    if left.capital and lower not in _PREPOSITIONS and lower not in ("the", "and"):
        return ["after name"]
    if lower in _SURE_PREPOSITIONS:
        return ["after in"]
    return [f"after {lower}" if lower in _PREPOSITIONS or lower in ("the", "and", "a", "an") else "after word"]


def _behind(text: str, words: Sequence[Word], last: int) -> list[str]:
    end = words[last - 1].end
    if last == len(words):
        return ["ends"]
    right = words[last]
    gap = text[end : right.start]
    lower = right.text.lower().rstrip(".")
    if lower == "s" and gap in ("'", "’"):
        return ["of its own"]
    if gap == "-" and lower in ("based", "backed", "born", "led", "controlled", "administered", "held"):
        return ["before based"]
    if gap not in (" ", "-", "\u00a0"):
        return ["before comma"] if gap.strip() == "," else ["before mark"]
    if lower in LEVEL_OF:
        return ["before kind" if not right.capital else "before Kind"]
    if right.capital and lower in _NAMED_AFTER:
        return ["before title word"]
    if right.capital and lower in _ORGANISED:
        return ["before organisation"]
    if right.capital:
        return ["before name"]
    return ["before said"] if lower in _SAYING else ["before word"]
