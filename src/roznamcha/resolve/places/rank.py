"""Choose among the places that share a name, by everything else the text says.

Each name is a group of candidates. A candidate's score is a weighted sum of a few facts: how large the place is, what
kind it is, how sure the name is, whether type words agree ("District"), whether a named container holds it ("Paris,
Texas"), and how well it fits the other names of the text: same country, same province, near them. The last three depend
on how the other names are read, so scoring runs in rounds: every round reads the others by the probabilities of the
last. The weights stand in `ranker.json` with how they were fitted.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from roznamcha.resolve.gazetteer.index import Entry
from roznamcha.resolve.gazetteer.names import DATA
from roznamcha.resolve.places.precision import city_radius

Array = NDArray[np.float64]
ROUNDS = 3
NEAR_KM = 60.0
SMALL_KM = 5.0
"""A first-order unit of this radius weighs like one of the second order: quarters of Seychelles are no provinces."""

FEATURES = tuple(
    (
        "population country adm1 adm2 capital city part wide other alternate weak by_sound unlike bare "
        "level_agrees level_differs seat held not_held same_country same_adm1 near nearer country_given"
    ).split()
)
_WIDE = ("CONT", "OCN", "SEA", "GULF", "STRT")
_KIND = {"PCLI": "country", "ADM1": "adm1", "ADM2": "adm2", "PPLC": "capital", "PPLX": "part", "PPL": "city"}
_LEVELS = {
    "country": ("PCLI",),
    "adm1": ("ADM1",),
    "adm2": ("ADM2",),
    "adm3": ("ADM3", "ADM4", "PPL", "PPLC", "PPLX"),
    "city": ("PPL", "PPLC", "PPLX"),
    "part": ("PPLX", "PPL"),
    "area": (),
}


@dataclass(frozen=True, slots=True)
class Group:
    """One name of a text with the places that carry it.

    `level` is what its type words tell; `inside` are the positions of groups that the text names as its containers;
    `weight` is how much the group tells about the others (a name out of the wider context tells less).
    """

    key: str
    entries: tuple[Entry, ...]
    level: str | None = None
    inside: tuple[int, ...] = ()
    weight: float = 1.0
    scores: tuple[float, ...] = field(default=())


@cache
def weights() -> Array:
    """Read the weights, in the order of `FEATURES`."""
    held = json.loads((DATA / "ranker.json").read_text(encoding="utf-8"))["weights"]
    return np.array([held[name] for name in FEATURES])


def rank(groups: Sequence[Group], *, country: str | None = None) -> list[Array]:
    """Give the probability of each entry of each group, in the order of the entries."""
    if not groups:
        return []
    table = Table(groups, country)
    vector = weights()
    for _ in range(ROUNDS):
        chances = table.chances(table.facts @ vector)
        table.read_others(chances)
    chances = table.chances(table.facts @ vector)
    return [chances[first:last] for first, last in table.bounds]


class Table:
    """All candidates of a text as one matrix of facts; the columns on other names are refilled each round."""

    def __init__(self, groups: Sequence[Group], country: str | None) -> None:
        self.groups = groups
        entries = [entry for group in groups for entry in group.entries]
        ends = np.cumsum([len(group.entries) for group in groups])
        self.bounds = [(int(end) - len(group.entries), int(end)) for end, group in zip(ends, groups, strict=True)]
        self.group_of = np.repeat(np.arange(len(groups)), [len(group.entries) for group in groups])
        self.group_weight = np.array([group.weight for group in groups])
        self.entries = entries
        self.facts = np.zeros((len(entries), len(FEATURES)))
        for row, entry in enumerate(entries):
            _own_facts(self.facts[row], entry, groups[int(self.group_of[row])].level, country)
        for (first, last), group in zip(self.bounds, groups, strict=True):
            if group.level is None:
                self.facts[first:last, _AT["seat"]] = [_has_seat(entry, group.entries) for entry in group.entries]
        self.lat = np.radians([entry.lat for entry in entries])
        self.lon = np.radians([entry.lon for entry in entries])
        self.country = _numbered([entry.country for entry in entries])
        self.adm1 = _numbered([f"{entry.country}.{entry.adm1}" if entry.adm1 else f"?{row}" for row, entry in enumerate(entries)])
        self.wide = np.array([entry.feature in ("PCLI", "CONT", "RGN", "OCN", "SEA") for entry in entries])

    def chances(self, scores: Array) -> Array:
        """Turn scores into probabilities within each group."""
        out = np.empty_like(scores)
        for first, last in self.bounds:
            raised = np.exp(scores[first:last] - scores[first:last].max())
            out[first:last] = raised / raised.sum()
        return out

    def read_others(self, chances: Array) -> None:
        """Refill the facts that depend on the other groups, as `chances` reads them."""
        weight = self.group_weight[self.group_of] * chances
        others = max(float(self.group_weight.sum()) - 1.0, 0.0) or 1.0
        for name, labels in (("same_country", self.country), ("same_adm1", self.adm1)):
            self.facts[:, FEATURES.index(name)] = self._support(labels, weight) / others
        self._nearness(weight)
        for name in ("held", "not_held"):
            self.facts[:, FEATURES.index(name)] = 0.0
        for number, group in enumerate(self.groups):
            for outer in group.inside:
                self._containment(number, outer, chances)

    def _support(self, labels: NDArray[np.int64], weight: Array) -> Array:
        """For each candidate: how much of the other groups' weight carries the same label."""
        pair = labels * len(self.groups) + self.group_of
        of_label = np.bincount(labels, weights=weight, minlength=int(labels.max()) + 1)
        of_pair = np.bincount(pair, weights=weight, minlength=int(pair.max()) + 1)
        support: Array = of_label[labels] - of_pair[pair]
        return support

    def _nearness(self, weight: Array) -> None:
        """How near the likeliest places of the other groups lie: the nearest one, and all of them on average."""
        tops = np.array([first + int(np.argmax(weight[first:last])) for first, last in self.bounds])
        tops = tops[~self.wide[tops]]
        if not len(tops):
            return
        lat, lon = self.lat[:, None], self.lon[:, None]
        half = (
            np.sin((self.lat[tops] - lat) / 2) ** 2
            + np.cos(lat) * np.cos(self.lat[tops]) * np.sin((self.lon[tops] - lon) / 2) ** 2
        )
        close = np.exp(-2 * 6371.0 / NEAR_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))) * weight[tops]
        close[self.group_of[:, None] == self.group_of[tops]] = 0.0
        self.facts[:, FEATURES.index("near")] = close.max(axis=1)
        self.facts[:, FEATURES.index("nearer")] = close.sum(axis=1) / max(len(tops) - 1, 1)

    def _containment(self, inner: int, outer: int, chances: Array) -> None:
        """Mark which candidates of `inner` lie in which of `outer`, weighed by how likely the other is."""
        (a, b), (c, d) = self.bounds[inner], self.bounds[outer]
        holds = np.array([[contains(big, small) for big in self.entries[c:d]] for small in self.entries[a:b]], dtype=float)
        held, unheld = FEATURES.index("held"), FEATURES.index("not_held")
        fit = holds @ chances[c:d]
        self.facts[a:b, held] = np.maximum(self.facts[a:b, held], fit)
        self.facts[a:b, unheld] = np.maximum(self.facts[a:b, unheld], 1 - fit)
        back = chances[a:b] @ holds
        self.facts[c:d, held] = np.maximum(self.facts[c:d, held], back)


def _numbered(labels: list[str]) -> NDArray[np.int64]:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(label, len(numbers)) for label in labels])


def _own_facts(row: Array, entry: Entry, level: str | None, country: str | None) -> None:
    """Fill in what is true of one candidate whatever the other names are."""
    at = _AT
    if entry.feature != "ADM2" or level == "adm2":
        row[at["population"]] = np.log10(entry.population + 1) / 7
    kind = "ADM2" if entry.feature == "ADM1" and 0 < entry.radius <= SMALL_KM else entry.feature
    wide = entry.feature in _WIDE or (entry.feature == "RGN" and not entry.country)
    row[at["wide" if wide else _KIND.get(kind, "other")]] = 1.0
    row[at["alternate"]] = entry.grade == 1
    row[at["weak"]] = entry.grade == 2
    row[at["by_sound"]] = entry.grade == 3
    row[at["unlike"]] = 1 - entry.likeness
    row[at["bare"]] = entry.bare
    if level and _LEVELS[level]:
        row[at["level_agrees" if entry.feature in _LEVELS[level] else "level_differs"]] = 1.0
    row[at["country_given"]] = bool(country) and entry.country == country


SEAT_PEOPLE = 50_000


def _has_seat(unit: Entry, entries: Sequence[Entry]) -> bool:
    """Tell whether a unit shares its name with a large town within it: "Kabul" alone means the town, not the province."""
    return unit.feature in ("ADM1", "ADM2") and any(
        town.feature.startswith("PPL") and town.population >= SEAT_PEOPLE and contains(unit, town) for town in entries
    )


_AT = {name: number for number, name in enumerate(FEATURES)}


def contains(big: Entry, small: Entry) -> bool:
    """Tell whether `small` lies in `big`, by codes where both have them, else by distance and size."""
    if big.key == small.key:
        return False
    if big.feature == "PCLI":
        return big.country == small.country
    if big.feature == "CONT":
        return True
    if big.feature == "ADM1" and small.adm1 and big.adm1 and not big.until:  # a unit that ended: its towns bear later codes
        return (big.country, big.adm1) == (small.country, small.adm1)
    if big.feature == "ADM2" and small.adm2 and big.adm2:
        return (big.country, big.adm1, big.adm2) == (small.country, small.adm1, small.adm2)
    if small.feature in ("PCLI", "ADM1") or (small.feature == "ADM2" and big.feature.startswith("PPL")):
        return False
    reach = big.radius or city_radius(big.population)
    return _flat_km(big, small) <= reach * 1.6 + 15


def _flat_km(one: Entry, other: Entry) -> float:
    """A quick distance, good enough for neighbours."""
    north = (one.lat - other.lat) * 111.2
    east = (one.lon - other.lon) * 111.2 * float(np.cos(np.radians(one.lat)))
    return float(np.hypot(north, east))
