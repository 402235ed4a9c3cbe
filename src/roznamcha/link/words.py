"""Cheap readings of plain words for comparing texts: tokens, capitalised names, ages and small numbers.

They serve the comparison of two reports only and never become claims: a name here is a run of capitalised words, whoever bears
it. So they may be crude where they are fast, and the same for every text, coded well or badly or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+")
_NAME_WORD: Final = r"[A-Z][^\W\d_]+(?:[-'’](?!s\b)[A-Z]?[^\W\d_]+)*"
NAME: Final = re.compile(rf"{_NAME_WORD}(?:[ \t]+(?:{_NAME_WORD}|[A-Z]\.))*")
AGE: Final = re.compile(r"\b(\d{1,3})[- ]years?[- ]old\b|[a-z],? \(?(\d{1,2})[,)]|\baged? (\d{1,2})\b")
PERSON: Final = re.compile(
    rf"(?P<before>{NAME.pattern}),? \(?(?:aged? |an? )?\d{{1,2}}\b(?![- ](?:minutes?|hours?|days?|months?|miles?|km))|"
    rf"\d{{1,2}}[- ]years?[- ]old (?P<after>{NAME.pattern})"
)
NO_FIRST_NAMES: Final = frozenset(
    ("On", "In", "At", "By", "From", "Since", "The", "About", "Of", "And", "But", "After", "Before")
)
DATELINE: Final = re.compile(
    r"^(?:[^\n]{0,80}\n)?(?P<place>[A-Z][A-Z .'’-]{2,}[A-Z])(?:,? [A-Z][\w.]+)*(?: ?\([^)\n]{2,30}\))? ?[-–—:]"
)
TITLE_TAIL: Final = re.compile(r"\s+(?:[-–—|]\s+)?(?=\S+\.(?:com|org|net)\b)|\s+[-–—|]\s+(?=[^-–—|]*$)")
_NUMBER_WORDS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
SMALL_NUMBERS: Final = {word: value for value, word in enumerate(_NUMBER_WORDS, start=1)}
LARGEST_NUMBER: Final = 1000
"""Larger numbers in a title are years, sums and distances."""


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Cut the commonest English endings, so that "bombings" meets "bombing" and "Karachi's" meets "Karachi".

    >>> [stem(word) for word in ("bombings", "karachi's", "wounded", "glass")]
    ['bomb', 'karachi', 'wound', 'glass']
    """
    word = word.removesuffix("'s").removesuffix("’s")
    if len(word) > 4 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if len(word) > len(ending) + 3 and word.endswith(ending):
            return word[: -len(ending)]
    return word


def tokens(text: str) -> list[str]:
    """List the stemmed lower-case words and numbers of a text, in order."""
    return [stem(word) for word in WORD.findall(text.lower())]


def names(text: str) -> list[str]:
    """List the runs of capitalised words, as printed, without a possessive ending.

    The first word of a sentence counts too: telling it apart costs more than its noise, since common words weigh little.

    >>> names("KARACHI: Police said Shamazai Baba's men fled to Orangi Town.")
    ['KARACHI', 'Police', 'Shamazai Baba', 'Orangi Town']
    """
    return [match.group() for match in NAME.finditer(text)]


def name_words(runs: Iterable[str]) -> set[str]:
    """Give the single words, in lower case, of which names are made; initials and short words are left out."""
    return {word.lower() for run in runs for word in run.split() if len(word) > 2}


def name_pairs(runs: Iterable[str]) -> set[str]:
    """Give each two neighbouring words of a name, in lower case: "Tyler Alan Cop" holds "tyler alan" and "alan cop"."""
    return {
        f"{first} {second}".lower()
        for run in runs
        for first, second in zip(run.split(), run.split()[1:], strict=False)
        if len(first) > 1 and len(second) > 1
    }


def ages(text: str) -> set[int]:
    """Give the ages told: "35-year-old", "Antonio Mason, 35,", "aged 9".

    >>> sorted(ages("Antonio Mason, 35, died; his 11-year-old daughter was hurt."))
    [11, 35]
    """
    return {int(next(filter(None, match.groups()))) for match in AGE.finditer(text)}


def people(text: str) -> list[str]:
    """List the full names that are told with an age: persons, as far as plain words show it.

    >>> people("Antonio Mason, 35, and 17-year-old Tyler Cop were hurt on Monday, 11 days ago.")
    ['Antonio Mason', 'Tyler Cop']
    """
    found = (match["before"] or match["after"] for match in PERSON.finditer(text))
    return [name for name in found if " " in name and name.split()[0] not in NO_FIRST_NAMES]


def dateline(text: str) -> str:
    """Give the place at the head of an agency text, in lower case, or nothing.

    >>> dateline("ORANGI TOWN, Pakistan (AP) - Two men"), dateline("Two men were killed")
    ('orangi town', '')
    """
    match = DATELINE.match(text)
    return match["place"].lower() if match else ""


def small_numbers(text: str) -> set[int]:
    """Give the numbers up to a thousand that stand in a title, as digits or as words up to twelve; years are left out.

    >>> sorted(small_numbers("Five killed, 13 hurt in Karachi in 2014"))
    [5, 13]
    """
    found = (SMALL_NUMBERS.get(word) or (int(word) if word.isdigit() else None) for word in WORD.findall(text.lower()))
    return {number for number in found if number is not None and 0 < number <= LARGEST_NUMBER}


def split_title(title: str) -> list[str]:
    """Cut a page title into its parts: the headline and what the site adds behind a dash or a bar.

    >>> split_title("Teen shot in mall - WXYZ News | Local")
    ['Teen shot in mall', 'WXYZ News', 'Local']
    """
    parts: list[str] = []
    while len(cut := TITLE_TAIL.split(title, maxsplit=1)) == 2:
        title, tail = cut
        parts.insert(0, tail)
    return [title, *parts]
