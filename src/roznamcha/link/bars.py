"""Evidence that forbids a link, however alike two reports are otherwise.

The pair score weighs; a bar decides. Each bar is a small function that returns the reason, or None when it has nothing
against the pair. One barred pair keeps two whole clusters apart, since a chain of likenesses must not join what the reports
themselves tell apart. A person can still join them: a decision is stronger than a bar.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from rapidfuzz.fuzz import token_set_ratio

from roznamcha.link.features.coded import EXACT_PLACE, kilometres
from roznamcha.link.profile import Profile

FAR_KM: Final = 150.0
FAR_DAYS: Final = 31
SAME_NAME: Final = 80.0
"""The token-set ratio from which two spellings can be one person's name ("Husain", "Hussain")."""

Bar = Callable[[Profile, Profile], str | None]


def same_document(first: Profile, second: Profile) -> str | None:
    """Two incidents of one document are two: its author told them apart."""
    if first.facts.document == second.facts.document:
        return "one document tells them as two incidents"
    return None


def far_places(first: Profile, second: Profile) -> str | None:
    """Two exact places more than 150 km apart are two."""
    if max(first.facts.where_prec or 9, second.facts.where_prec or 9) > EXACT_PLACE:
        return None
    km = kilometres(first, second)
    return f"exact places {km:.0f} km apart" if km is not None and km > FAR_KM else None


def far_days(first: Profile, second: Profile) -> str | None:
    """Two acts told to the day more than a month apart are two."""
    if first.first is None or second.first is None or first.first != first.last or second.first != second.last:
        return None
    gap = abs(first.first - second.first)
    return f"{first.facts.earliest} and {second.facts.earliest} are {gap} days apart" if gap > FAR_DAYS else None


def other_victims(first: Profile, second: Profile) -> str | None:
    """When each report names all of its dead, and no name is on both lists, they tell of two acts."""
    if not (_names_all(first) and _names_all(second)):
        return None
    if any(token_set_ratio(name, other) >= SAME_NAME for name in first.victims for other in second.victims):
        return None
    return f"{min(first.victims)} against {min(second.victims)}, and each report names all of its dead"


BARS: Final[tuple[Bar, ...]] = (same_document, far_places, far_days, other_victims)


def barred(first: Profile, second: Profile) -> str | None:
    """Give the first reason against linking two reports, or None."""
    for bar in BARS:
        if reason := bar(first, second):
            return reason
    return None


def _names_all(profile: Profile) -> bool:
    killed = profile.facts.killed
    return killed is not None and 0 < killed[0] <= len(profile.victims) and killed[1] == killed[0]
