"""The evidence for and against two reports telling of the same incident, one small function a kind of evidence.

Each feature takes the profiles of two reports and the corpus they stand in, and returns a `Finding`: the level it found, which
`data/linking/weights.json` turns into a score, and the reason in words. The docstring of a feature is what `roznamcha why`
shows a user about it. A feature never looks at another's result: the evidence adds up, and each part can be argued with.

Levels are ordered bins rather than curves, so that a weight can be read, explained and changed by hand.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from roznamcha.link.profile import Corpus, Profile, cosine
from roznamcha.link.rarity import Rarity
from roznamcha.model.codebook import EVENT_TYPE_OF


@dataclass(frozen=True, slots=True)
class Finding:
    """What one feature found: a level, named as in the table of weights, and the reason in words."""

    level: str
    reason: str


Feature = Callable[[Profile, Profile, Corpus], Finding]

UNKNOWN: Final = Finding("unknown", "not told by both")

DAY_CUTS: Final = (1, 2, 4, 8, 31)
DAY_LEVELS: Final = ("same day", "next day", "2-3 days", "4-7 days", "8-30 days", "over 30 days")
PUBLISHED_CUTS: Final = (1, 2, 4, 8, 15, 31, 91)
PUBLISHED_LEVELS: Final = ("same day", "1 day", "2-3 days", "4-7 days", "8-14 days", "15-30 days", "31-90 days", "over 90 days")
KM_CUTS: Final = (0.001, 2, 10, 30, 100)
KM_LEVELS: Final = ("same point", "under 2 km", "2-10 km", "10-30 km", "30-100 km", "over 100 km")
COSINE_CUTS: Final = (0.04, 0.08, 0.13, 0.2, 0.3, 0.45, 0.7)
COSINE_LEVELS: Final = ("none", "faint", "weak", "some", "fair", "good", "strong", "nearly equal")
WEIGHT_CUTS: Final = (4.0, 8.0, 14.0, 22.0, 32.0, 48.0)
WEIGHT_LEVELS: Final = ("none", "little", "some", "several", "many", "very many", "nearly all")
SHARE_CUTS: Final = (0.05, 0.1, 0.18, 0.28, 0.42, 0.6)
SHARE_LEVELS: Final = ("under 5 %", "5-10 %", "10-18 %", "18-28 %", "28-42 %", "42-60 %", "over 60 %")
RARE_CUTS: Final = (3.0, 4.5, 5.7, 6.7)
RARE_LEVELS: Final = ("common", "fairly common", "uncommon", "rare", "very rare")


def days(first: Profile, second: Profile, _: Corpus) -> Finding:
    """How far apart the days of the act lie, where both reports tell it; spans of several days count by their nearest days."""
    if first.first is None or first.last is None or second.first is None or second.last is None:
        return UNKNOWN
    gap = max(first.first, second.first) - min(first.last, second.last)
    spread = max(first.last - first.first, second.last - second.first)
    if gap <= 0 and spread > 0:
        equal = (first.first, first.last) == (second.first, second.last)
        level = "same span" if equal else "spans meet" if spread <= 31 else "coarse spans meet"
        return Finding(level, f"{_span(first)} and {_span(second)} share a day")
    return Finding(_bin(max(0, gap), DAY_CUTS, DAY_LEVELS), f"{_span(first)} and {_span(second)} are {max(0, gap)} days apart")


def published(first: Profile, second: Profile, _: Corpus) -> Finding:
    """How far apart the two texts were published; it tells less where both tell the day of the act itself."""
    if first.told is None or second.told is None:
        return UNKNOWN
    gap = abs(first.told - second.told)
    level = _bin(gap, PUBLISHED_CUTS, PUBLISHED_LEVELS)
    if first.first is not None and second.first is not None:
        level = f"{level}, act dated"
    return Finding(level, f"published {gap} days apart")


def distance(first: Profile, second: Profile, _: Corpus) -> Finding:
    """How far apart the places of the act lie, less when one of them is only a district or a province."""
    km = kilometres(first, second)
    if km is None:
        return UNKNOWN
    exact = max(first.facts.where_prec or 1, second.facts.where_prec or 1) <= EXACT_PLACE
    level = _bin(km, KM_CUTS, KM_LEVELS)
    return Finding(level if exact else f"{level}, coarse", f"{km:.0f} km apart" + ("" if exact else ", one place is coarse"))


EXACT_PLACE: Final = 2
"""The UCDP precision up to which a point stands for a place and its near surroundings."""


def place_names(first: Profile, second: Profile, corpus: Corpus) -> Finding:
    """Whether the most exact places told bear the same name, and how rare that name is."""
    if not first.places or not second.places:
        return UNKNOWN
    shared = [name for name in first.places if name in second.places]
    if not shared:
        return Finding("different", f"{first.places[0]} against {second.places[0]}")
    best = max(shared, key=lambda name: (corpus.places.weigh(name), name))
    level = _bin(corpus.places.weigh(best), RARE_CUTS, RARE_LEVELS)
    if first.places[0] != second.places[0]:
        level = f"{level}, wider"
    return Finding(level, f"both name {best}")


def kind(first: Profile, second: Profile, _: Corpus) -> Finding:
    """Whether both tell of the same kind of act: the same sub-event type, one of the same family, or another."""
    one, other = first.facts.kind, second.facts.kind
    if not one or not other:
        return UNKNOWN
    if one == other:
        return Finding("same", f"both {one}")
    family = EVENT_TYPE_OF.get(one) == EVENT_TYPE_OF.get(other)
    return Finding("same family" if family else "different", f"{one} against {other}")


def killed(first: Profile, second: Profile, _: Corpus) -> Finding:
    """Whether the numbers of dead agree; early tolls grow, so a near number is no contradiction."""
    return _counts(first.facts.killed, second.facts.killed, "killed")


def injured(first: Profile, second: Profile, _: Corpus) -> Finding:
    """Whether the numbers of injured agree; they differ more between papers than the dead."""
    return _counts(first.facts.injured, second.facts.injured, "injured")


def victims(first: Profile, second: Profile, _: Corpus) -> Finding:
    """Whether a named victim of the one is a named victim of the other."""
    if not first.victims or not second.victims:
        return UNKNOWN
    shared = sorted(name for name in first.victims if any(same_person(name, other) for other in second.victims))
    if shared:
        return Finding("shared", f"both name {shared[0]}")
    return Finding("different", f"{min(first.victims)} against {min(second.victims)}")


def people(first: Profile, second: Profile, corpus: Corpus) -> Finding:
    """Whether a person told with name and age, or a named victim, stands in both texts."""
    if not first.people or not second.people:
        return UNKNOWN
    shared = sorted(name for name in first.people if any(same_person(name, other) for other in second.people))
    if shared:
        return Finding("several shared" if len(shared) > 1 else "shared", _list("both name", shared))
    if any(_word_pairs(name) & second.name_pairs for name in first.people):
        return Finding("in the other text", "a person of the one is named in the other")
    if any(_word_pairs(name) & first.name_pairs for name in second.people):
        return Finding("in the other text", "a person of the one is named in the other")
    return Finding("different", f"{min(first.people)} against {min(second.people)}")


def dateline(first: Profile, second: Profile, corpus: Corpus) -> Finding:
    """Whether the two texts were filed from the same place."""
    one, other = first.facts.dateline, second.facts.dateline
    if not one or not other:
        return UNKNOWN
    if one == other:
        return Finding("same", f"both from {one}")
    return Finding("different", f"from {one} and from {other}")


def actors(first: Profile, second: Profile, corpus: Corpus) -> Finding:
    """Whether the same actors take part, the rarer the better."""
    if not first.actors or not second.actors:
        return UNKNOWN
    shared = first.actors & second.actors
    if not shared:
        return Finding("different", "no actor in common")
    share = corpus.actors.total(sorted(shared)) / (corpus.actors.total(sorted(first.actors | second.actors)) or 1.0)
    level = "all" if share > 0.95 else "most" if share > 0.5 else "some"
    return Finding(level, f"both name {min(shared)}")


def actor_kinds(first: Profile, second: Profile, _: Corpus) -> Finding:
    """Whether the same kinds of actors take part."""
    return _sets(first.facts.actor_kinds, second.facts.actor_kinds)


def weapons(first: Profile, second: Profile, _: Corpus) -> Finding:
    """Whether the same kinds of weapons were used."""
    return _sets(first.facts.weapons, second.facts.weapons)


def tags(first: Profile, second: Profile, _: Corpus) -> Finding:
    """Whether other coded values (the target, the setting) agree."""
    return _sets(first.facts.tags, second.facts.tags)


def title(first: Profile, second: Profile, _: Corpus) -> Finding:
    """How alike the headlines are, common words counting little."""
    if not first.title or not second.title:
        return UNKNOWN
    likeness = cosine(first.title, second.title)
    return Finding(_bin(likeness, COSINE_CUTS, COSINE_LEVELS), f"headlines {100 * likeness:.0f} % alike")


def text(first: Profile, second: Profile, _: Corpus) -> Finding:
    """How alike the first paragraphs are, common words counting little."""
    if not first.facts.lead or not second.facts.lead:
        return UNKNOWN
    likeness = cosine(first.text, second.text)
    return Finding(_bin(likeness, COSINE_CUTS, COSINE_LEVELS), f"first paragraphs {100 * likeness:.0f} % alike")


def headline_in_text(first: Profile, second: Profile, _: Corpus) -> Finding:
    """How much of each headline returns in the other's first paragraphs."""
    if not (first.title and second.title and first.facts.lead and second.facts.lead):
        return UNKNOWN
    likeness = (cosine(first.title, second.text) + cosine(second.title, first.text)) / 2
    return Finding(_bin(likeness, COSINE_CUTS, COSINE_LEVELS), f"headline and other text {100 * likeness:.0f} % alike")


def names(first: Profile, second: Profile, corpus: Corpus) -> Finding:
    """How much the names in both texts have in common, rare names counting most."""
    if not (first.name_words and second.name_words and first.facts.lead and second.facts.lead):
        return UNKNOWN
    shared = sorted(first.name_words & second.name_words)
    weight = corpus.names.total(shared)
    return Finding(_bin(weight, WEIGHT_CUTS, WEIGHT_LEVELS), _list("both name", _rarest(shared, corpus.names)))


def name_share(first: Profile, second: Profile, corpus: Corpus) -> Finding:
    """What share of the text with fewer names is made up of names that the other has too."""
    fewest = min(first.name_weight, second.name_weight)
    if not fewest or not first.facts.lead or not second.facts.lead:
        return UNKNOWN
    share = corpus.names.total(sorted(first.name_words & second.name_words)) / fewest
    return Finding(_bin(share, SHARE_CUTS, SHARE_LEVELS), f"{100 * share:.0f} % of the names are shared")


def rarest_name(first: Profile, second: Profile, corpus: Corpus) -> Finding:
    """How rare the rarest word of a name is that both texts have."""
    if not (first.name_words and second.name_words):
        return UNKNOWN
    shared = sorted(first.name_words & second.name_words)
    if not shared:
        return Finding("none", "no name in common")
    best = _rarest(shared, corpus.names)[0]
    return Finding(_bin(corpus.names.weigh(best), RARE_CUTS, RARE_LEVELS), f"both name {best}")


def full_names(first: Profile, second: Profile, corpus: Corpus) -> Finding:
    """Which full names (two words or more) both texts have, and how rare the rarest is."""
    if not (first.name_pairs and second.name_pairs):
        return UNKNOWN
    shared = sorted(first.name_pairs & second.name_pairs)
    if not shared:
        return Finding("none", "no full name in common")
    rarest = _rarest(shared, corpus.pairs)
    level = _bin(corpus.pairs.weigh(rarest[0]), RARE_CUTS, RARE_LEVELS)
    if len(shared) > 2 and level in RARE_LEVELS[2:]:
        level = f"{level}, several"
    return Finding(level, _list("both name", rarest))


def ages(first: Profile, second: Profile, _: Corpus) -> Finding:
    """Whether persons of the same ages are told of."""
    return _sets(first.ages, second.ages)


def numbers(first: Profile, second: Profile, _: Corpus) -> Finding:
    """Whether the headlines hold the same numbers, such as a toll."""
    return _sets(first.numbers, second.numbers)


def publisher(first: Profile, second: Profile, _: Corpus) -> Finding:
    """Whether the same publisher printed both; it seldom tells one act twice, except to follow it up."""
    one, other = first.facts.publisher, second.facts.publisher
    if not one or not other:
        return UNKNOWN
    if one != other:
        return Finding("different", f"{one} and {other}")
    written = "text" if first.facts.lead and second.facts.lead else "coded"
    return Finding(f"same, {written}", f"both by {one}")


def copy(first: Profile, second: Profile, _: Corpus) -> Finding:
    """Whether the two documents print the same text, so that the same words tell of the same act."""
    if first.facts.voice != second.facts.voice or not first.facts.voice:
        return Finding("other text", "two texts of their own")
    same = first.facts.anchor == second.facts.anchor
    return Finding(
        "same words" if same else "same text", "copies of one text" + (", the same words" if same else ", other words")
    )


FEATURES: Final[dict[str, Feature]] = {
    "days": days,
    "published": published,
    "distance": distance,
    "place names": place_names,
    "kind": kind,
    "killed": killed,
    "injured": injured,
    "victims": victims,
    "people": people,
    "dateline": dateline,
    "actors": actors,
    "actor kinds": actor_kinds,
    "weapons": weapons,
    "tags": tags,
    "title": title,
    "text": text,
    "headline in text": headline_in_text,
    "names": names,
    "name share": name_share,
    "rarest name": rarest_name,
    "full names": full_names,
    "ages": ages,
    "numbers": numbers,
    "publisher": publisher,
    "copy": copy,
}
"""Every feature by the name that it bears in the table of weights, in the order in which they are shown."""


def kilometres(first: Profile, second: Profile) -> float | None:
    """Give the great-circle distance between the points of two reports, None when one has no point."""
    one, other = first.facts, second.facts
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    north, south = math.radians(one.lat), math.radians(other.lat)
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(north) * math.cos(south) * math.sin(math.radians(one.lon - other.lon) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))


def same_person(name: str, other: str) -> bool:
    """Tell whether two lower-case names can be one person's: the shorter name's words all stand in the longer.

    >>> same_person("tyler cop", "tyler alan cop"), same_person("tyler cop", "tyler ray")
    (True, False)
    """
    one, two = set(name.split()), set(other.split())
    return one <= two or two <= one


def _word_pairs(name: str) -> frozenset[str]:
    return frozenset(f"{first} {second}" for first, second in pairwise(name.split()))


def _counts(one: tuple[int, int | None] | None, other: tuple[int, int | None] | None, what: str) -> Finding:
    if one is None and other is None:
        return Finding("both silent", f"neither tells how many were {what}")
    if one is None or other is None:
        return Finding("one silent", f"only one tells how many were {what}")
    reason = f"{_range(one)} against {_range(other)} {what}"
    if one == other:
        size = "none" if not one[0] else "1" if one[0] == 1 else "2-4" if one[0] < 5 else "5 or more"
        return Finding(f"equal, {size}", reason)
    low, high = max(one[0], other[0]), min(math.inf if end is None else end for end in (one[1], other[1]))
    if low <= high:
        return Finding("ranges meet", reason)
    near = abs(one[0] - other[0]) <= max(1, 0.25 * max(one[0], other[0])) and min(one[0], other[0]) > 0
    return Finding("near" if near else "different", reason)


def _sets(first: Values, second: Values) -> Finding:
    one, other = set(map(str, first)), set(map(str, second))
    if not one or not other:
        return UNKNOWN
    shared = sorted(one & other)
    if not shared:
        return Finding("different", f"{', '.join(sorted(one)[:3])} against {', '.join(sorted(other)[:3])}")
    return Finding("same" if one == other else "some", _list("both", shared))


Values = frozenset[int] | frozenset[str] | tuple[str, ...]


def _bin(value: float, cuts: tuple[float, ...], levels: tuple[str, ...]) -> str:
    return levels[bisect_right(cuts, value)]


def _rarest(shared: list[str], rarity: Rarity) -> list[str]:
    return sorted(shared, key=lambda term: (-rarity.weigh(term), term))


def _list(lead: str, terms: list[str]) -> str:
    return f"{lead} {', '.join(terms[:4])}" if terms else "nothing in common"


def _range(count: tuple[int, int | None]) -> str:
    low, high = count
    return f"{low} or more" if high is None else str(low) if low == high else f"{low} to {high}"


def _span(profile: Profile) -> str:
    one, other = profile.facts.earliest, profile.facts.latest
    return str(one) if one == other else f"{one} to {other}"
