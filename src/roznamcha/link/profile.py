"""Facts made ready for comparing: days as numbers, words as weighted vectors, names as sets.

A `Profile` is computed from one report's facts and the rarity of its words among all documents compared. It is larger than
the facts, so the `Corpus` keeps only the profiles in use and makes them again when they are needed.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from roznamcha.link import words
from roznamcha.link.facts import Facts
from roznamcha.link.rarity import Counts, Rarity, background

PROFILES_KEPT: Final = 20_000
COMMON_TITLE_TAIL: Final = 3
"""From how many documents on a part of a title is the site's own ("KSLA News 12") and no part of the headline."""
TITLE: Final = "title"
"""The kind of the counts of title parts."""
DAY: Final = "day"
"""The kind of the counts of days of publication; each report counts as one story."""

Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """One report, ready for comparing. Sets and vectors are empty, days None, where the report is silent.

    `first` and `last` bound the day of the act, `told` is the day of publication, all as ordinal days. `title` and `text` are
    vectors of length one. `name_words` and `name_pairs` are words of names with their weights; `places`, `victims`, `people` and
    `actors` are in lower case.
    """

    facts: Facts
    first: int | None
    last: int | None
    told: int | None
    title: Vector
    text: Vector
    name_words: Vector
    name_weight: float
    name_pairs: Vector
    ages: frozenset[int]
    numbers: frozenset[int]
    places: tuple[str, ...]
    victims: frozenset[str]
    people: frozenset[str]
    actors: frozenset[str]


class Corpus:
    """What all the reports compared have in common: how rare each word is, and which title parts are the sites' own.

    `stories` names for each report the story that it belongs to, as far as that is known already. A story counts once, however
    many papers print it: otherwise the names of a great attack, which a hundred reports tell, would count as common names.
    """

    def __init__(
        self,
        reports: Iterable[Facts],
        stories: Mapping[str, str] | None = None,
        counted: Callable[[str], Counts] | None = None,
        known: Container[str] = (),
    ) -> None:
        """Count reports beside what was `counted` before, by kind, the `known` reports among it."""
        common = background()
        before = counted or (lambda _: Counter())
        self.words = Rarity(common["word"], before("word"))
        self.names = Rarity(common["name"], before("name"))
        self.pairs = Rarity(common["pair"], before("pair"))
        self.places = Rarity(counted=before("place"))
        self.actors = Rarity(counted=before("actor"))
        self.days = Rarity(counted=before(DAY))
        self._own_tails: Counter[str] = Counter()
        self._tails: Counts = before(TITLE)
        self._profiles: dict[str, Profile] = {}
        self._count(reports, stories or {}, known)

    def _count(self, reports: Iterable[Facts], stories: Mapping[str, str], known: Container[str]) -> None:
        told: defaultdict[str, list[Facts]] = defaultdict(list)
        for facts in reports:
            told[stories.get(facts.id, facts.voice or facts.id)].append(facts)
        for story in told.values():
            old = [facts for facts in story if facts.id in known]
            new = [facts for facts in story if facts.id not in known]
            for rarity, terms in self._terms():
                rarity.add(*map(terms, new), known=map(terms, old))
            for facts in new:
                self._own_tails.update({part.lower() for part in words.split_title(facts.title)[1:]})
                self.days.add([str(_ordinal(facts.published))])

    def _terms(self) -> tuple[tuple[Rarity, Callable[[Facts], Iterable[str]]], ...]:
        return (
            (self.words, lambda facts: words.tokens(f"{facts.title} {facts.lead}")),
            (self.names, lambda facts: words.name_words(_name_runs(facts))),
            (self.pairs, lambda facts: words.name_pairs(_name_runs(facts))),
            (self.places, lambda facts: map(str.lower, facts.places)),
            (self.actors, lambda facts: map(str.lower, facts.actors)),
        )

    @property
    def reports(self) -> int:
        """The number of reports counted, now and before."""
        return self.days.stories

    def counts(self) -> Iterator[tuple[str, str, int]]:
        """Give kind, term and number of stories of all that was counted now."""
        kinds = {"word": self.words, "name": self.names, "pair": self.pairs, "place": self.places, "actor": self.actors}
        for kind, rarity in (*kinds.items(), (DAY, self.days)):
            yield from ((kind, term, stories) for term, stories in rarity.counted())
        yield from ((TITLE, part, stories) for part, stories in self._own_tails.items())

    def profile(self, facts: Facts) -> Profile:
        """Make a report ready for comparing, or give what was made of it before."""
        profile = self._profiles.get(facts.id)
        if profile is None:
            if len(self._profiles) >= PROFILES_KEPT:
                self._profiles.clear()
            profile = self._profiles[facts.id] = self._profile(facts)
        return profile

    def _profile(self, facts: Facts) -> Profile:
        title = self._headline(facts.title)
        runs = _name_runs(facts)
        name_words = {word: self.names.weigh(word) for word in words.name_words(runs)}
        return Profile(
            facts=facts,
            first=_ordinal(facts.earliest),
            last=_ordinal(facts.latest),
            told=_ordinal(facts.published),
            title=self._vector(title),
            text=self._vector(f"{title} {facts.lead}"),
            name_words=name_words,
            name_weight=math.fsum(name_words.values()),
            name_pairs={pair: self.pairs.weigh(pair) for pair in words.name_pairs(runs)},
            ages=frozenset(words.ages(f"{title} {facts.lead}")),
            numbers=frozenset(words.small_numbers(title)),
            places=tuple(map(str.lower, facts.places)),
            victims=frozenset(map(str.lower, facts.victims)),
            people=frozenset(map(str.lower, (*facts.victims, *facts.people))),
            actors=frozenset(map(str.lower, facts.actors)),
        )

    def _headline(self, title: str) -> str:
        headline, *tails = words.split_title(title)
        return " ".join(
            [headline, *(tail for tail in tails if self._own_tails[tail.lower()] + self._tails[tail.lower()] < COMMON_TITLE_TAIL)]
        )

    def _vector(self, text: str) -> Vector:
        counts = Counter(words.tokens(text))
        weights = {word: (1 + math.log(count)) * self.words.weigh(word) for word, count in counts.items()}
        length = math.sqrt(math.fsum(weight * weight for weight in weights.values())) or 1.0
        return {word: weight / length for word, weight in weights.items()}


def cosine(first: Vector, second: Vector) -> float:
    """Give the cosine of two vectors of length one.

    >>> cosine({"karachi": 0.6, "blast": 0.8}, {"blast": 1.0})
    0.8
    """
    if len(second) < len(first):
        first, second = second, first
    return math.fsum([weight * second[word] for word, weight in first.items() if word in second])


def _name_runs(facts: Facts) -> tuple[str, ...]:
    return (*facts.names, *facts.victims)


def _ordinal(day: str | None) -> int | None:
    return date.fromisoformat(day).toordinal() if day else None
