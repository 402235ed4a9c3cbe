"""Masking of private persons' names in what leaves the register.

A public export must not become a list of victims. The names that the `person` values of an incident hold, and of everything
else that its documents tell (a headline may name the victim of another act), are replaced wherever they stand in a row's
words, whole and in their parts; and in the description of a civilian a run of capitalised words that follows a role word
is taken for a name too. Masking rather too much is the safe side. `--names` turns it off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from roznamcha.export.entry import Entry, place_names
from roznamcha.model.values import Actor, Person

WITHHELD = "[name withheld]"
_WORD = r"[A-Z][a-z'\N{RIGHT SINGLE QUOTATION MARK}-]+"
_NAME_RUN = re.compile(rf"\b{_WORD}(?:\s+(?:{_WORD}|[A-Z]\.|bin|ibn|al|ul|ur|ud))*")
_AFTER_ROLE = re.compile(r"(?<=[a-z])[\s,]+(" + _NAME_RUN.pattern + ")")
_AFTER_ROLE_ALONE = re.compile(r"\b(?!(?:at|from|in|near|of|the)\b)[a-z]+[\s,]+(" + _NAME_RUN.pattern + ")")
"""A name after a role, not a place ("residents of Orangi Town"): such a name is withheld in every text, not only in its own."""
_PART = re.compile(r"[^\W\d_][\w'\N{RIGHT SINGLE QUOTATION MARK}-]{2,}")


class Masker:
    """Replace the names of one incident's persons in any text; with `names=True` leave every text as it is."""

    def __init__(self, entry: Entry, *, names: bool = False) -> None:
        self._pattern = None if names else _pattern(_names_of(entry))
        self._names = names

    def text(self, text: str) -> str:
        """Give the text with every known name withheld."""
        if self._pattern is None:
            return text
        return self._pattern.sub(WITHHELD, text)

    def actor(self, name: str, kind: str) -> str:
        """Give an actor's description; of a civilian, names after a role word are withheld too."""
        masked = self.text(name)
        if self._names or kind != "Civilians":
            return masked
        return _AFTER_ROLE.sub(lambda match: match.group(0).replace(match.group(1), WITHHELD), masked)

    def places(self, entry: Entry) -> list[str]:
        """List the place names as printed, smallest first; a house or a street may carry a person's name."""
        return [self.text(name) for name in place_names(entry)]


def private_names(value: object) -> Iterator[str]:
    """Name the private persons of whom one value tells: a person, or a civilian who is described by a name of several words.

    >>> list(private_names(Actor("driver Rashid Mehmood", "target", "Civilians")))
    ['Rashid Mehmood']
    """
    if isinstance(value, Person):
        yield value.name
    elif isinstance(value, Actor) and value.kind == "Civilians":
        runs = [value.name] if _NAME_RUN.fullmatch(value.name) else _AFTER_ROLE_ALONE.findall(value.name)
        yield from (run for run in runs if " " in run)


def _names_of(entry: Entry) -> set[str]:
    values = [cell.value for field in ("person", "actor") for cell in entry.incident.cells_of(field)]
    return {*entry.private, *(name for value in values for name in private_names(value))}


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    whole = sorted({name for name in names if name.strip()}, key=len, reverse=True)
    parts = sorted({word for name in whole for word in _PART.findall(name) if not word[0].islower()}, key=len, reverse=True)
    if not whole:
        return None
    spelled = dict.fromkeys(form for name in [*whole, *parts] for form in (name, name.upper()))  # headlines print capitals
    return re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in spelled))
