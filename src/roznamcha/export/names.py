"""Masking of private persons' names in what leaves the register.

A public export must not become a list of victims. The names that the `person` cells hold, whole and in their parts, are
replaced wherever they stand in a row's words; and in the description of a civilian target a run of capitalised words that
follows a role word is taken for a name too. Masking rather too much is the safe side. `--names` turns it off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from roznamcha.export.entry import Entry, actor_of, actors
from roznamcha.model.values import Person

WITHHELD = "[name withheld]"
_WORD = r"[A-Z][a-z'\N{RIGHT SINGLE QUOTATION MARK}-]+"
_NAME_RUN = re.compile(rf"\b{_WORD}(?:\s+(?:{_WORD}|[A-Z]\.|bin|ibn|al|ul|ur|ud))*")
_AFTER_ROLE = re.compile(r"(?<=[a-z])[\s,]+(" + _NAME_RUN.pattern + ")")


class Masker:
    """Replace the names of one incident's persons in any text; with `names=True` leave every text as it is."""

    def __init__(self, entry: Entry, *, names: bool = False) -> None:
        self._pattern = None if names else _pattern(_person_names(entry))
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


def _person_names(entry: Entry) -> list[str]:
    people = [cell.value.name for cell in entry.incident.cells_of("person") if isinstance(cell.value, Person)]
    alone = [actor_of(cell).name for cell in actors(entry, "target") if actor_of(cell).kind == "Civilians"]
    return people + [name for name in alone if _NAME_RUN.fullmatch(name) and " " in name]


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    whole = sorted({name for name in names if name.strip()}, key=len, reverse=True)
    parts = sorted({word for name in whole for word in re.findall(r"[A-Z][\w'-]{2,}", name)}, key=len, reverse=True)
    if not whole:
        return None
    return re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in [*whole, *parts]))
