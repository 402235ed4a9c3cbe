"""Which pairs of reports are worth comparing, found without comparing all with all.

Every report leaves keys (the day and the map square, the day and a place name, a victim's name, its rarest words and names) and
meets the reports that left the same key before it. Postings are cut to the latest `POSTINGS` reports and each report keeps
its `CANDIDATES` best by the weight of the keys shared, so that the work grows with the number of reports and not with its
square. Reports go in the order of their days and ids, whatever order they came in.
"""

from __future__ import annotations

import heapq
import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Final, Protocol

from roznamcha.link.facts import Facts
from roznamcha.link.profile import Corpus, Profile

POSTINGS: Final = 150
CANDIDATES: Final = 50
RARE_WORDS: Final = 25
"""How many of its rarest words and names a report leaves as keys, of those that another report holds."""
MOST_WORDS: Final = 50
"""How many it leaves where nobody can tell yet which of them others will hold."""
WINDOW: Final = 60
"""How many days apart two reports may be published to meet by ordinary words; by rare names they meet at any time."""
RARE_AT_ANY_TIME: Final = 6.0
"""The weight from which a shared name lets two reports meet however far apart they were published, unless a place bears it: that
returns with every act there."""
LEAST_KEY: Final = 2.5
"""The weight below which a word brings no reports together: one in twelve stories holds it."""
REACH: Final = 3
"""How many days apart the acts may lie for two reports to meet by day and place."""
SQUARE: Final = 0.25
"""Side of a map square in degrees: a report meets those of its own square and the eight around it."""
UNDATED: Final = 10**7
"""The day of a report that has none: after all others, so that it looks back at all of them."""
LONGEST_SPAN: Final = 7
"""A report whose act may lie in a longer span of days leaves no day keys: it would meet everything."""
SLACK: Final = 3.5
"""How much less evidence than the log of the number of reports is enough: it takes in pairs at odds of 1 to e^3.5."""

ACT_DAY: Final = 8.0
VICTIM: Final = 8.0
"""The weights of the same day and map square, and of the same victim; those of words, names, places and days are counted."""

Key = tuple[str | int, ...]
Probe = tuple[Key, float, int | None]
"""A key under which a report looks for earlier ones, its weight, and the window in days (None: at any time)."""


class Postings(Protocol):
    """Keys kept outside, such as those of a register's linked reports."""

    def find(self, key: Key, first: int, last: int) -> Iterable[int]:
        """Give the latest reports that left a key from one day to another, and those without a day."""


def candidate_pairs(
    reports: Iterable[Facts], corpus: Corpus, settled: Container[str] = frozenset()
) -> Iterator[tuple[Facts, Facts]]:
    """Yield each pair worth comparing once, the later report second; pairs of two `settled` reports are left out."""
    rows = sorted(reports, key=day_order)
    postings: dict[Key, list[int]] = defaultdict(list)
    days: list[int] = []
    least = _least(corpus)
    for number, facts in enumerate(rows):
        profile = corpus.profile(facts)
        days.append(day_of(profile))
        word_keys = list(_word_keys(profile, corpus, RARE_WORDS))
        for other in _meet((*_around(profile, corpus), *word_keys), postings, days, least):
            if facts.id not in settled or rows[other].id not in settled:
                yield rows[other], facts
        for key in (*(key for key, _ in _day_keys(profile, corpus, 0, 0)), *(key for key, _, _ in word_keys)):
            posting = postings[key]
            posting.append(number)
            if len(posting) > 2 * POSTINGS:
                del posting[:-POSTINGS]


def seek(profile: Profile, corpus: Corpus, postings: Postings) -> list[int]:
    """List the reports kept outside that are worth comparing with one, earlier or later, the likeliest first."""
    weights: defaultdict[int, float] = defaultdict(float)
    today = day_of(profile)
    for key, weight, window in (*_around(profile, corpus, ahead=1), *_word_keys(profile, corpus, MOST_WORDS, alone=True)):
        if window is None or today == UNDATED:
            first, last = 0, UNDATED - 1
        else:
            first, last = today - window, today + window
        for other in postings.find(key, first, last):
            weights[other] += weight
    return _likeliest(weights, _least(corpus))


def left_keys(profile: Profile, corpus: Corpus) -> Iterator[Key]:
    """Yield the keys by which a report is found later, when others may hold words that it has alone as yet."""
    yield from (key for key, _ in _day_keys(profile, corpus, 0, 0))
    yield from (key for key, _, _ in _word_keys(profile, corpus, MOST_WORDS, alone=True))


def day_of(profile: Profile) -> int:
    """Give the day of publication, or of the act where that is unknown."""
    return profile.told or profile.first or UNDATED


def _least(corpus: Corpus) -> float:
    return math.log(corpus.reports or 1) - SLACK


def _meet(probes: Iterable[Probe], postings: Mapping[Key, list[int]], days: Sequence[int], least: float) -> list[int]:
    """List the earlier reports that left the most telling keys among `probes`, the likeliest first."""
    weights: dict[int, float] = {}
    today = days[-1]
    for key, weight, window in probes:
        posting = postings.get(key)
        if posting is None:
            continue
        first = bisect_left(posting, today - window, key=days.__getitem__) if window and today != UNDATED else 0
        for other in posting[max(first, len(posting) - POSTINGS) :]:
            weights[other] = weights.get(other, 0.0) + weight
    return _likeliest(weights, least)


def _likeliest(weights: Mapping[int, float], least: float) -> list[int]:
    enough = [(-weight, other) for other, weight in weights.items() if weight >= least]
    return [other for _, other in heapq.nsmallest(CANDIDATES, enough)]


def day_order(facts: Facts) -> tuple[str, str]:
    """Order reports by the day of publication, or of the act where that is unknown, and by id; undated ones come last."""
    return (facts.published or facts.earliest or "~", facts.id)


def _around(profile: Profile, corpus: Corpus, ahead: int = 0) -> Iterator[Probe]:
    """Yield the keys of day and place around a report; `ahead` is how many days later others may have been printed."""
    yield from ((key, weight, None) for key, weight in _day_keys(profile, corpus, REACH, 1))
    if profile.told is not None:
        for day in range(profile.told + 1, profile.told + ahead + 1):
            yield ("published", day), corpus.days.weigh(str(profile.told)), None


def _day_keys(profile: Profile, corpus: Corpus, reach: int, squares: int) -> Iterator[tuple[Key, float]]:
    """Yield the keys of day and place, as far around in days and map squares as asked, with their weights.

    A report leaves those of its own days and square and looks for those around, so that each pair meets once.
    """
    facts, first, last = profile.facts, profile.first, profile.last
    if profile.told is not None:
        for day in range(profile.told - min(reach, 1), profile.told + 1):
            yield ("published", day), corpus.days.weigh(str(profile.told))
    if first is None or last is None or last - first > LONGEST_SPAN:
        return
    for day in range(first - reach, last + reach + 1):
        weight = ACT_DAY / (1 + max(0, first - day, day - last))
        if facts.lat is not None and facts.lon is not None:
            row, column = int(facts.lat // SQUARE), int(facts.lon // SQUARE)
            for down in range(-squares, squares + 1):
                for right in range(-squares, squares + 1):
                    yield ("square", day, row + down, column + right), weight
        if profile.places:
            yield ("place", day, profile.places[0]), corpus.places.weigh(profile.places[0])
        for actor in sorted(profile.actors):
            yield ("actor", day, actor), corpus.actors.weigh(actor)
        if facts.killed and facts.killed[0] > 1:
            yield ("killed", day, facts.killed[0], (facts.injured or (0, 0))[0]), weight


def _word_keys(profile: Profile, corpus: Corpus, most: int, *, alone: bool = False) -> Iterator[Probe]:
    """Yield the victims and the rarest words and names, with `alone` those too that no other report of the corpus holds."""
    for victim in sorted(profile.victims):
        yield ("victim", victim), VICTIM, None
    for kind, terms, rarity in (
        ("word", profile.text, corpus.words),
        ("name", profile.name_words, corpus.names),
        ("pair", profile.name_pairs, corpus.pairs),
    ):
        shared = ((rarity.weigh(term), term) for term in terms if alone or rarity.can_be_shared(term))
        for weight, term in heapq.nlargest(most, shared):
            if weight < LEAST_KEY:
                break
            anytime = kind != "word" and weight >= RARE_AT_ANY_TIME and not corpus.places.holds(term)
            yield (kind, term), weight, None if anytime else WINDOW
