"""Tells what kind of actor a noun phrase names, and which group of a count the persons in it belong to.

The head decides: the last noun of the lexicon before "of", "who", "in" or a comma ("Police informer" is an informer, "wife
of a policeman" a wife). Where the head says nothing ("members", "cadres", "personnel"), the names beside it do ("members of
the Khassadar force"). Words of which neither is known give None, and the caller decides by the role. The words are data
(`data/lexicon/kinds.tsv`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from roznamcha.coder.lexicon import rows

GROUP_OF_KIND: Final = {
    "State forces": "state",
    "Rebel group": "militants",
    "Political militia": "militants",
    "Identity militia": "militants",
    "Rioters": "civilians",
    "Protesters": "civilians",
    "Civilians": "civilians",
    "External/Other forces": "state",
}
"""The part of a count that persons of each kind belong to; private guards are the exception (`_PRIVATE`)."""
_PRIVATE: Final = re.compile(r"(?<!\w)(?:security|private|body|bank|factory|school) ?guards?(?!\w)", re.IGNORECASE)
_NOT_ON_DUTY: Final = re.compile(r"(?<!\w)(?:former|retired|ex|off[- ]duty|surrendered|ousted|late)(?!\w)", re.IGNORECASE)
_POSTS: Final = re.compile(
    r"(?<!\w)(?:camps?|posts?|vehicles?|vans?|jeeps?|trucks?|bases?|positions?|headquarters?|check ?points?)(?!\w)", re.I
)
_OF: Final = re.compile(r"\sof\s", re.IGNORECASE)
_HEAD_ENDS: Final = re.compile(
    r"\s(?:of|belonging|who|whose|which|that|in|at|near|from|on|with|for|including|riding|travelling"
    r"|traveling|carrying|identified|named"
    r"|affiliated|working|posted|associated|led|loyal|by|after|while|when|were|was|is|are|has|have|had)\s|[,;(]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sort:
    """What a phrase names: the kind of actor, the class of the word that told it ("head", "name", "any", "body"), the group."""

    kind: str
    by: str
    group: str


@lru_cache(maxsize=20_000)
def sort_of(phrase: str) -> Sort | None:
    """Tell what `phrase` names, or None when the lexicon knows none of its words.

    >>> sort_of("two Police constables of Quetta").group
    'state'
    >>> sort_of("the brother of a Taliban commander").kind
    'Civilians'
    >>> sort_of("cadres of the Communist Party of India-Maoist").kind
    'Rebel group'
    """
    cut = _HEAD_ENDS.search(phrase, 1)
    edge = cut.start() if cut else len(phrase)
    hits = _found(phrase)
    in_head = [(kind, by) for start, kind, by in hits if start < edge]
    in_rest = [(kind, by) for start, kind, by in hits if start >= edge]
    told = _strongest(in_head) or _strongest(in_rest[::-1])
    if told is None:
        return None
    kind, by = told
    if by in ("any", "body"):
        names = [hit for hit in in_head + in_rest if hit[1] == "name"]
        heads = [hit for hit in in_rest if hit[1] == "head"] if _OF.match(phrase[edge:]) else []
        kind, by = (names + heads + [told])[0]
    if kind == "Property" and _POSTS.search(phrase[:edge]) and any(k == "State forces" for k, _ in in_head + in_rest):
        kind = "State forces"  # camps, posts and vehicles of troops stand for the troops
    if kind in ("State forces", "Rebel group", "Identity militia") and _NOT_ON_DUTY.search(phrase[:edge]):
        kind = "Civilians"
    return Sort(kind, by, "civilians" if _PRIVATE.search(phrase[:edge]) else GROUP_OF_KIND.get(kind, "unknown"))


def find_nouns(phrase: str, *, things: bool = False) -> list[tuple[int, int]]:
    """Give the offsets of the lexicon's nouns and names in `phrase`, in order, adjacent ones as one ("Maoist cadres").

    `things` says whether houses, vehicles and the like are wanted too.
    """
    joined: list[tuple[int, int]] = []
    for start, end in _stretches(phrase, things):
        if joined and not phrase[joined[-1][1] : start].strip(" )("):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _stretches(phrase: str, things: bool) -> list[tuple[int, int]]:
    hits = sorted(
        {
            (m.start(), m.end())
            for pattern, kind, _ in _lexicon()
            if things or kind != "Property"
            for m in pattern.finditer(phrase)
        }
    )
    return [h for h in hits if not any(o[0] <= h[0] and h[1] <= o[1] and o != h for o in hits)]


@cache
def _lexicon() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    return tuple(
        (re.compile(rf"(?<!\w)(?:{p})(?!\w)", 0 if by == "acronym" else re.IGNORECASE), kind, "name" if by == "acronym" else by)
        for p, kind, by in rows("kinds.tsv")
    )


def _found(phrase: str) -> list[tuple[int, str, str]]:
    """List the words of the lexicon in `phrase` as (start, kind, class), without those that lie inside a longer one."""
    hits = [(m.start(), m.end(), kind, by) for pattern, kind, by in _lexicon() for m in pattern.finditer(phrase)]
    kept = [h for h in hits if not any(o[0] <= h[0] and h[1] <= o[1] and (o[1] - o[0]) > (h[1] - h[0]) for o in hits)]
    return [(start, kind, by) for start, _, kind, by in sorted(kept, key=lambda hit: hit[:2])]


def _strongest(hits: list[tuple[str, str]]) -> tuple[str, str] | None:
    """Give the last hit of the strongest class."""
    for of in ("head", "name", "any", "body"):
        of_class = [(kind, by) for kind, by in hits if by == of]
        if of_class:
            return of_class[-1]
    return None
