"""Features of how reports tell it: headlines, first paragraphs, names, ages, numbers, publishers, copied text."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from roznamcha.link.features.coded import same_person
from roznamcha.link.features.pair import RARE, UNKNOWN, Bins, Finding, Pair, compare_sets, list_some
from roznamcha.link.profile import cosine

LIKENESS: Final = Bins(
    (0.04, 0.08, 0.13, 0.2, 0.3, 0.45, 0.7), ("none", "faint", "weak", "some", "fair", "good", "strong", "nearly equal")
)
WEIGHT: Final = Bins((4.0, 8.0, 14.0, 22.0, 32.0, 48.0), ("none", "little", "some", "several", "many", "very many", "nearly all"))
SHARE: Final = Bins(
    (0.05, 0.1, 0.18, 0.28, 0.42, 0.6), ("under 5 %", "5-10 %", "10-18 %", "18-28 %", "28-42 %", "42-60 %", "over 60 %")
)
FEW_NAMES: Final = 30.0
"""The weight of all its names below which a text is too short for the lack of rare common names to say anything."""
TELLING: Final = 14.0
"""The weight of common names from which they speak for a link, in a short text too."""


def people(pair: Pair) -> Finding:
    """Whether a person told with name and age, or a named victim, stands in both texts."""
    if not pair.first.people or not pair.second.people:
        return UNKNOWN
    shared = sorted(name for name in pair.first.people if any(same_person(name, other) for other in pair.second.people))
    if shared:
        return Finding("several shared" if len(shared) > 1 else "shared", list_some("both name", shared))
    if any(_word_pairs(name) & pair.second.name_pairs.keys() for name in pair.first.people):
        return Finding("in the other text", "a person of the one is named in the other")
    if any(_word_pairs(name) & pair.first.name_pairs.keys() for name in pair.second.people):
        return Finding("in the other text", "a person of the one is named in the other")
    return Finding("different", f"{min(pair.first.people)} against {min(pair.second.people)}")


def dateline(pair: Pair) -> Finding:
    """Whether the two texts were filed from the same place."""
    one, other = pair.first.facts.dateline, pair.second.facts.dateline
    if not one or not other:
        return UNKNOWN
    if one == other:
        return Finding("same", f"both from {one}")
    return Finding("different", f"from {one} and from {other}")


def title(pair: Pair) -> Finding:
    """How alike the headlines are, common words counting little."""
    if not pair.first.title or not pair.second.title:
        return UNKNOWN
    likeness = cosine(pair.first.title, pair.second.title)
    return Finding(pair.as_told(LIKENESS.of(likeness)), f"headlines {100 * likeness:.0f} % alike")


def text(pair: Pair) -> Finding:
    """How alike the first paragraphs are, common words counting little."""
    if not pair.first.facts.lead or not pair.second.facts.lead:
        return UNKNOWN
    likeness = cosine(pair.first.text, pair.second.text)
    return Finding(LIKENESS.of(likeness), f"first paragraphs {100 * likeness:.0f} % alike")


def headline_in_text(pair: Pair) -> Finding:
    """How much of each headline returns in the other's first paragraphs."""
    if not (pair.first.title and pair.second.title and pair.first.facts.lead and pair.second.facts.lead):
        return UNKNOWN
    likeness = (cosine(pair.first.title, pair.second.text) + cosine(pair.second.title, pair.first.text)) / 2
    return Finding(LIKENESS.of(likeness), f"headline and other text {100 * likeness:.0f} % alike")


def names(pair: Pair) -> Finding:
    """How much the names in both texts have in common, rare names counting most."""
    weight = sum(pair.names.values())
    if not pair.both_have_text or (weight < TELLING and _few_names(pair)):
        return UNKNOWN
    return Finding(WEIGHT.of(weight), list_some("both name", pair.names))


def name_share(pair: Pair) -> Finding:
    """What share of the text with fewer names is made up of names that the other has too."""
    if not pair.both_have_text or _few_names(pair):
        return UNKNOWN
    share = sum(pair.names.values()) / min(pair.first.name_weight, pair.second.name_weight)
    return Finding(SHARE.of(share), f"{100 * share:.0f} % of the names are shared")


def rarest_name(pair: Pair) -> Finding:
    """How rare the rarest word of a name is that both texts have."""
    if not (pair.first.name_words and pair.second.name_words):
        return UNKNOWN
    if not pair.names:
        return Finding(pair.as_told("none"), "no name in common") if not _few_names(pair) or not pair.both_have_text else UNKNOWN
    best, weight = next(iter(pair.names.items()))
    level = RARE.of(weight)
    if level in RARE.levels[:2] and pair.both_have_text and _few_names(pair):
        return UNKNOWN
    return Finding(pair.as_told(level), f"both name {best}")


def full_names(pair: Pair) -> Finding:
    """Which full names (two words or more) both texts have, and how rare the rarest is."""
    if not (pair.first.name_pairs and pair.second.name_pairs):
        return UNKNOWN
    if not pair.full_names:
        return Finding("none", "no full name in common")
    level = RARE.of(next(iter(pair.full_names.values())))
    several = len(pair.full_names) > 2 and level in RARE.levels[2:]
    return Finding(f"{level}, several" if several else level, list_some("both name", pair.full_names))


def ages(pair: Pair) -> Finding:
    """Whether persons of the same ages are told of."""
    return compare_sets(pair.first.ages, pair.second.ages)


def numbers(pair: Pair) -> Finding:
    """Whether the headlines hold the same numbers, such as a toll; a toll that grew by up to half is near."""
    found = compare_sets(pair.first.numbers, pair.second.numbers)
    if found.level == "different":
        one, other = max(pair.first.numbers), max(pair.second.numbers)
        if min(one, other) > 1 and max(one, other) <= 1.5 * min(one, other):
            found = Finding("near", found.reason)
    return Finding(pair.as_told(found.level), found.reason) if found is not UNKNOWN else found


def publisher(pair: Pair) -> Finding:
    """Whether the same publisher printed both; it seldom tells one act twice, except to follow it up."""
    one, other = pair.first.facts.publisher, pair.second.facts.publisher
    if not one or not other:
        return UNKNOWN
    if one != other:
        return Finding("different", f"{one} and {other}")
    written = "text" if pair.first.facts.lead and pair.second.facts.lead else "coded"
    return Finding(f"same, {written}", f"both by {one}")


def copy(pair: Pair) -> Finding:
    """Whether the two documents print the same text, so that the same words tell of the same act."""
    one, other = pair.first.facts, pair.second.facts
    if not one.voice or one.voice != other.voice:
        return UNKNOWN
    if one.anchor == other.anchor:
        return Finding("same words", "copies of one text, the same words")
    return Finding("other words", "copies of one text, other words")


def _few_names(pair: Pair) -> bool:
    return min(pair.first.name_weight, pair.second.name_weight) < FEW_NAMES


def _word_pairs(name: str) -> frozenset[str]:
    return frozenset(f"{first} {second}" for first, second in pairwise(name.split()))
