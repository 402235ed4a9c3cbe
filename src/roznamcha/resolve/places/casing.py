"""Texts in one case throughout, wires in capitals and files in small letters, written as a paper would print their names.

Nothing in such a text marks a name, and "FRONT", "OR THE" and "march" are places somewhere. A word is written small where news
writes it so (`plain-words.txt`), and with a capital where the gazetteer knows it, alone or with its neighbours ("NEW YORK"); what
neither knows stays as it is. Every letter keeps its place, so that offsets hold. (Truecasing: Lita and others 2003.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from roznamcha.resolve.gazetteer.index import Gazetteer, open_gazetteer
from roznamcha.resolve.gazetteer.names import DATA, fold

_WORD = re.compile(r"(?<=['’])[sS]\b|[^\W\d_]+(?:[-’'](?![sS]\b)[^\W\d_]+)*")
_GAP = re.compile(r"[ \n\u00a0]+|-|\. ")
"""What may stand between two words of one name."""
LONGEST = 4
"""Most words that are looked up together."""
_OPENING = re.compile(r"(?:^|[.!?]\s|\n)\s*[\"'“‘]?[A-Z][a-z]")
"""A sentence that opens as in print."""
ENGLISH = 0.2
"""The share of plain words from which a text is taken for one in English, whose words can be told from names."""
SENTENCE = 300
"""Letters that no sentence of news is longer than; a text in small letters has fewer openings than its length would ask for."""
FEWEST = 20
"""Letters that a text must have before it counts as written in one case."""
SHOUTED, WHISPERED = 0.95, 0.005
"""The share of capitals from which a text is one in capitals ("Mc" may be small), and up to which it is one in small letters."""


@cache
def plain_words() -> frozenset[str]:
    """List the words that news writes small within a sentence, in four of five cases or more."""
    return frozenset((DATA / "plain-words.txt").read_text(encoding="utf-8").split())


@lru_cache(maxsize=8)
def is_in_one_case(text: str) -> bool:
    """Tell whether a text is written in capitals, or in small letters with hardly a capital, at the head of sentences neither.

    >>> is_in_one_case("GUERRILLAS ATTACKED THE TOWN"), is_in_one_case("Guerrillas attacked the town")
    (True, False)
    """
    large = sum(map(str.isupper, text))
    letters = large + sum(map(str.islower, text))
    if letters < FEWEST:
        return False
    if large > WHISPERED * letters:
        return large >= SHOUTED * letters
    return SENTENCE * len(_OPENING.findall(text)) < letters


def recased(text: str, gazetteer: Gazetteer | None = None) -> str:
    """Give a text that is in one case the capitals of print, each letter in its place; any other text as it is.

    >>> recased("A BOMB WENT OFF NEAR THE MARKET OF SAN SALVADOR")
    'a bomb went off near the market of San Salvador'
    """
    if not is_in_one_case(text):
        return text
    words = list(_WORD.finditer(text))
    plain = [word[0].lower() in plain_words() for word in words]
    if sum(plain) < ENGLISH * len(words):
        return text
    named = _named(text, words, plain, gazetteer or open_gazetteer())
    letters = list(text)
    for number, word in enumerate(words):
        is_small = plain[number] or (word[0] == "S" and word.start() > 0 and text[word.start() - 1] in "'’")
        printed = word[0].title() if number in named else word[0].lower() if is_small else word[0]
        if len(printed) == len(word[0]):  # "ß" has no capital of one letter
            letters[word.start() : word.end()] = printed
    return "".join(letters)


def _named(text: str, words: Sequence[re.Match[str]], plain: Sequence[bool], gazetteer: Gazetteer) -> frozenset[int]:
    """Number the words of the names that the gazetteer knows, the longest first; a name of plain words only is none."""
    pairs = _stretches(text, words, plain)
    stretches = [(first, last, fold(text[words[first].start() : words[last - 1].end()])) for first, last in pairs]
    held = gazetteer.longest_known(stretches)
    names = [range(first, last) for first, last, _, known in held if last - first > 1 or known != "weak"]  # "UN", "PKK"
    return frozenset(number for name in names for number in name)


def _stretches(text: str, words: Sequence[re.Match[str]], plain: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """List the stretches of words that may be a name, by start, the longest first: no plain word at an end, no single letter."""
    is_end = [not (common or len(word[0]) == 1) for word, common in zip(words, plain, strict=True)]
    for first in range(len(words)):
        last = first + 1
        while last < min(first + LONGEST, len(words)) and _GAP.fullmatch(text, words[last - 1].end(), words[last].start()):
            last += 1
        yield from ((first, end) for end in range(last, first, -1) if is_end[first] and is_end[end - 1])
