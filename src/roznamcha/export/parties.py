"""How layouts name a side: an organisation by the registry's name, a phrase by the group in it, everyone else as unidentified.

"Five Lashkar fighters" are the Lashkar; "a suicide bomber" is nobody's name, and where another report names the group, the
bomber is one of theirs.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from roznamcha.export.countries import Country, country_of
from roznamcha.export.entry import actor_of
from roznamcha.export.names import Masker
from roznamcha.model.incident import Cell
from roznamcha.model.values import Actor
from roznamcha.resolve.actors import KnownActor, open_registry, resolve_actor

UNIDENTIFIED = "Unidentified group"
POLICE_WORDS = ("police", "constable", "inspector", "cop", "levies")
_NUMBER = re.compile(r"(?:at|least|nearly|about|over|up|to|more|than|another|other|[\d,.]+)")


def known_actor(actor: Actor) -> KnownActor | None:
    """Find the organisation that an actor was resolved to in the registry."""
    return open_registry().get(actor.actor_id) if actor.actor_id else None


def home_of(cells: tuple[Cell, ...]) -> Country | None:
    """Find the one country whose forces stand among some actors, where the registry tells it."""
    for cell in cells:
        known = known_actor(actor_of(cell))
        if known and len(known.countries) == 1:
            return country_of(known.countries[0])
    return None


def group_name(cell: Cell, masker: Masker) -> str:
    """Name the group of an actor cell, or give an empty string when its words name none."""
    actor = actor_of(cell)
    known = known_actor(actor)
    return known.name if known else masker.actor(named_part(actor.name), actor.kind)


def side_name(cells: tuple[Cell, ...], masker: Masker) -> str:
    """Name one side: the groups that are named, else what the unnamed ones are, else nobody known."""
    named = [name for cell in cells if (name := group_name(cell, masker))]
    unnamed = [f"Unidentified {word}" for cell in cells if (word := generic_word(actor_of(cell).name))]
    return ", ".join(dict.fromkeys(named or unnamed[:1])) or UNIDENTIFIED


def named_part(words: str) -> str:
    """Give the name in an actor's words without numbers, articles and words for people; nothing when no name is left.

    >>> named_part("five Taliban fighters"), named_part("The Khan gang"), named_part("A suicide bomber")
    ('Taliban', 'Khan gang', '')
    """
    left = words.split()
    while left and _is_common(left[0]):
        left.pop(0)
    while left and _is_common(left[-1]):
        left.pop()
    return " ".join(left) if any(word[0].isupper() for word in left) else ""


def generic_word(words: str) -> str:
    """Give the common noun for unnamed armed people in an actor's words.

    >>> generic_word("A suicide bomber"), generic_word("the Sindh police")
    ('suicide bomber', '')
    """
    match = resolve_actor(words)
    return match.name if match and match.id.startswith("unidentified:") else ""


def _is_common(word: str) -> bool:
    plain = word.strip(",.").lower()
    return plain in _tail_words() or bool(_NUMBER.fullmatch(plain)) or (word[0].isupper() and bool(generic_word(word)))


@cache
def _tail_words() -> frozenset[str]:
    return frozenset((files("roznamcha.data") / "actors" / "tail-words.txt").read_text(encoding="utf-8").split())
