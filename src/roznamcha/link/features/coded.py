"""Features of what reports say: day, place, kind, tolls, victims, actors, weapons. They need no text."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

from rapidfuzz.fuzz import ratio

from roznamcha.link.features.pair import RARE, UNKNOWN, Bins, Finding, Pair, compare_sets, list_some
from roznamcha.link.profile import Profile
from roznamcha.model.codebook import EVENT_TYPE_OF

DAYS: Final = Bins((1, 2, 4, 8, 31), ("same day", "next day", "2-3 days", "4-7 days", "8-30 days", "over 30 days"))
PUBLISHED: Final = Bins(
    (1, 2, 4, 8, 15, 31, 91),
    ("same day", "1 day", "2-3 days", "4-7 days", "8-14 days", "15-30 days", "31-90 days", "over 90 days"),
)
KILOMETRES: Final = Bins((0.001, 2, 10, 30, 100), ("same point", "under 2 km", "2-10 km", "10-30 km", "30-100 km", "over 100 km"))
EXACT_PLACE: Final = 2
"""The UCDP precision up to which a point stands for a place and its near surroundings."""
SPANS: Final = Bins((3, 32), ("short spans meet", "spans meet", "coarse spans meet"))
"""Levels for spans that share a day, by how many days the longer goes beyond its first."""
ONE_SPELLING: Final = 85.0
"""The likeness in letters, of 100, from which two names of places can be one."""
KINDS_OF_PLACES: Final = frozenset(
    "agency area areas bridge camp city colony constituency county district division estate estates farm highway market"
    " province region road school slum slums station street town tribal university village villages ward".split()
)
SIDES: Final = frozenset("central east eastern lower new north northern old south southern upper west western".split())
NEAR: Final = 0.25
"""How much two tolls may differ, as a share of the larger, to count as near."""


def days(pair: Pair) -> Finding:
    """How far apart the days of the act lie, where both reports tell it; spans of several days count by their nearest days."""
    if pair.first.first is None or pair.first.last is None or pair.second.first is None or pair.second.last is None:
        return UNKNOWN
    gap = max(pair.first.first, pair.second.first) - min(pair.first.last, pair.second.last)
    spread = max(pair.first.last - pair.first.first, pair.second.last - pair.second.first)
    if gap <= 0 and spread > 0:
        equal = (pair.first.first, pair.first.last) == (pair.second.first, pair.second.last)
        return Finding("same span" if equal else SPANS.of(spread), f"{_span(pair.first)} and {_span(pair.second)} share a day")
    return Finding(DAYS.of(max(0, gap)), f"{_span(pair.first)} and {_span(pair.second)} are {max(0, gap)} days apart")


def published(pair: Pair) -> Finding:
    """How far apart the two texts were published; it tells less where both tell the day of the act itself."""
    if pair.first.told is None or pair.second.told is None:
        return UNKNOWN
    gap = abs(pair.first.told - pair.second.told)
    level = PUBLISHED.of(gap)
    dated = pair.first.first is not None and pair.second.first is not None
    return Finding(f"{level}, act dated" if dated else pair.as_told(level), f"published {gap} days apart")


def distance(pair: Pair) -> Finding:
    """How far apart the places of the act lie, less when one of them is only a district or a province."""
    km = kilometres(pair.first, pair.second)
    if km is None:
        return UNKNOWN
    exact = max(pair.first.facts.where_prec or 1, pair.second.facts.where_prec or 1) <= EXACT_PLACE
    level = KILOMETRES.of(km)
    return Finding(level if exact else f"{level}, coarse", f"{km:.0f} km apart" + ("" if exact else ", one place is coarse"))


def place_names(pair: Pair) -> Finding:
    """Whether the most exact places told bear the same name, and how rare it is; two names that no map knows may be one place.

    A name may be spelled otherwise, or stand for a place within the other: neither is a contradiction, as another name is.
    """
    if not pair.first.places or not pair.second.places:
        return UNKNOWN
    one, other = pair.first.places[0], pair.second.places[0]
    shared = [name for name in pair.first.places if name in pair.second.places]
    if not shared:
        if alike(one, other):
            return Finding("alike", f"{one} and {other} may be one name")
        located = pair.first.facts.lat is not None and pair.second.facts.lat is not None
        return Finding("different", f"{one} against {other}") if located else UNKNOWN
    best = max(shared, key=lambda name: (pair.corpus.places.weigh(name), name))
    level = RARE.of(pair.corpus.places.weigh(best))
    if one == other:
        return Finding(level, f"both name {best}")
    if one in shared or other in shared:
        return Finding(f"{level}, within", f"{one} and {other}, one within the other")
    if alike(one, other):
        return Finding(f"{level}, alike", f"{one} and {other} may be one name, both of {best}")
    return Finding(f"{level}, wider", f"both name {best}")


def kind(pair: Pair) -> Finding:
    """Whether both tell of the same kind of act: the same sub-event type, one of the same family, or another."""
    one, other = pair.first.facts.kind, pair.second.facts.kind
    if not one or not other:
        return UNKNOWN
    if one == other:
        return Finding("same", f"both {one}")
    family = EVENT_TYPE_OF.get(one) == EVENT_TYPE_OF.get(other)
    return Finding("same family" if family else "different", f"{one} against {other}")


def killed(pair: Pair) -> Finding:
    """Whether the numbers of dead agree; early tolls grow, so a near number is no contradiction."""
    return _counts(pair.first.facts.killed, pair.second.facts.killed, "killed")


def injured(pair: Pair) -> Finding:
    """Whether the numbers of injured agree; they differ more between papers than the dead."""
    return _counts(pair.first.facts.injured, pair.second.facts.injured, "injured")


def victims(pair: Pair) -> Finding:
    """Whether a named victim of the one is a named victim of the other."""
    if not pair.first.victims or not pair.second.victims:
        return UNKNOWN
    shared = sorted(name for name in pair.first.victims if any(same_person(name, other) for other in pair.second.victims))
    if shared:
        return Finding("shared", f"both name {shared[0]}")
    return Finding("different", f"{min(pair.first.victims)} against {min(pair.second.victims)}")


def actors(pair: Pair) -> Finding:
    """Whether the same known actors take part, and how much of each side's list that is, rare actors counting most."""
    one, other = pair.first.actors, pair.second.actors
    if not one or not other:
        return UNKNOWN
    shared = one & other
    if not shared:
        return Finding("different", f"{min(one)} against {min(other)}")
    share = pair.corpus.actors.total(shared) / (pair.corpus.actors.total(one | other) or 1.0)
    return Finding("all" if share > 0.95 else "most" if share > 0.5 else "some", list_some("both name", sorted(shared)))


def actor_kinds(pair: Pair) -> Finding:
    """Whether the same kinds of actors take part."""
    return compare_sets(pair.first.facts.actor_kinds, pair.second.facts.actor_kinds)


def weapons(pair: Pair) -> Finding:
    """Whether the same kinds of weapons were used."""
    return compare_sets(pair.first.facts.weapons, pair.second.facts.weapons)


def tags(pair: Pair) -> Finding:
    """Whether other coded values (the target, the setting) agree."""
    return compare_sets(pair.first.facts.tags, pair.second.facts.tags)


def kilometres(first: Profile, second: Profile) -> float | None:
    """Give the great-circle distance between the points of two reports, None when one has no point."""
    one, other = first.facts, second.facts
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    if (one.lat, one.lon) == (other.lat, other.lon):
        return 0.0
    north, south = math.radians(one.lat), math.radians(other.lat)
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(north) * math.cos(south) * math.sin(math.radians(one.lon - other.lon) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))


@lru_cache(maxsize=100_000)
def alike(place: str, other: str) -> bool:
    """Tell whether two lower-case names can be one place's: spelled otherwise, or with a word in common that is no kind of place.

    Sides and numbers must agree.

    >>> alike("kaptembwa", "kaptembwo"), alike("kabati estate", "kabati"), alike("kabati estate", "karagita estate")
    (True, True, False)
    >>> alike("north waziristan", "south waziristan")
    False
    """
    one, two = set(place.split()), set(other.split())
    if any(word in SIDES or any(map(str.isdigit, word)) for word in one ^ two):
        return False
    return ratio(place, other) >= ONE_SPELLING or any(len(word) > 3 and word not in KINDS_OF_PLACES for word in one & two)


def same_person(name: str, other: str) -> bool:
    """Tell whether two lower-case names can be one person's: the shorter name's words all stand in the longer.

    >>> same_person("tyler cop", "tyler alan cop"), same_person("tyler cop", "tyler ray")
    (True, False)
    """
    one, two = set(name.split()), set(other.split())
    return one <= two or two <= one


def _counts(one: tuple[int, int | None] | None, other: tuple[int, int | None] | None, what: str) -> Finding:
    if one is None or other is None:
        return UNKNOWN
    reason = f"{_range(one)} against {_range(other)} {what}"
    if one == other:
        size = "none" if not one[0] else "1" if one[0] == 1 else "2-4" if one[0] < 5 else "5 or more"
        return Finding(f"equal, {size}", reason)
    low, high = max(one[0], other[0]), min(math.inf if end is None else end for end in (one[1], other[1]))
    if low <= high:
        return Finding("ranges meet", reason)
    if not min(one[0], other[0]):
        return Finding("none against some", reason)
    near = abs(one[0] - other[0]) <= max(1, NEAR * max(one[0], other[0]))
    return Finding("near" if near else "different", reason)


def _range(count: tuple[int, int | None]) -> str:
    low, high = count
    return f"{low} or more" if high is None else str(low) if low == high else f"{low} to {high}"


def _span(profile: Profile) -> str:
    one, other = profile.facts.earliest, profile.facts.latest
    return str(one) if one == other else f"{one} to {other}"
