"""The evidence for and against two reports telling of the same incident, one small function a kind of evidence.

Each feature takes a `Pair` and returns a `Finding`: the level it found, which `data/linking/weights.json` turns into a score,
and the reason in words. The docstring of a feature is what `roznamcha why` shows a user about it. A feature never looks at
another's result: the evidence adds up, and each part can be argued with. Levels are bins rather than curves, so that a weight
can be read, explained and changed by hand.
"""

from __future__ import annotations

from typing import Final

from roznamcha.link.features import coded, worded
from roznamcha.link.features.pair import RARE, UNKNOWN, Feature, Finding, Pair

__all__ = ["FEATURES", "SCALES", "UNKNOWN", "Feature", "Finding", "Pair"]

FEATURES: Final[dict[str, Feature]] = {
    "days": coded.days,
    "published": coded.published,
    "distance": coded.distance,
    "place names": coded.place_names,
    "kind": coded.kind,
    "killed": coded.killed,
    "injured": coded.injured,
    "victims": coded.victims,
    "people": worded.people,
    "dateline": worded.dateline,
    "actors": coded.actors,
    "actor kinds": coded.actor_kinds,
    "weapons": coded.weapons,
    "tags": coded.tags,
    "title": worded.title,
    "text": worded.text,
    "headline in text": worded.headline_in_text,
    "names": worded.names,
    "name share": worded.name_share,
    "rarest name": worded.rarest_name,
    "full names": worded.full_names,
    "ages": worded.ages,
    "numbers": worded.numbers,
    "publisher": worded.publisher,
    "copy": worded.copy,
}
"""Every feature by the name that it bears in the table of weights, in the order in which they are shown."""


def _spread(levels: tuple[str, ...], *variants: str) -> tuple[tuple[str, ...], ...]:
    return (levels, *(tuple(f"{level}, {variant}" for level in levels) for variant in variants))


SCALES: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "days": _spread(coded.DAYS.levels),
    "published": _spread(coded.PUBLISHED.levels, "act dated", "no text"),
    "distance": _spread(coded.KILOMETRES.levels, "coarse"),
    "place names": _spread(RARE.levels, "wider", "within", "alike"),
    "title": _spread(worded.LIKENESS.levels, "no text"),
    "text": _spread(worded.LIKENESS.levels),
    "headline in text": _spread(worded.LIKENESS.levels),
    "names": _spread(worded.WEIGHT.levels),
    "name share": _spread(worded.SHARE.levels),
    "rarest name": _spread(RARE.levels, "no text"),
    "full names": _spread(RARE.levels, "several"),
}
"""The levels that stand in an order: neighbours are fitted to weigh alike unless the data say otherwise."""
