"""Number phrases of one incident → the codebook's count: the range of the total and whom it is made up of.

An incident's killed may be told in several phrases: parts ("four soldiers", "a civilian was also killed"), restatements ("killing four
jawans"), and later or conflicting figures. Phrases are joined in the order of the text: people beside the earlier ones are added, the same
figure told again is not, a smaller figure of people who may be among the earlier ones only tells who they were, a closed figure wins over an
open one of the same low, and figures that contradict each other span the range. The rules are those of sections 7 and 10 of the codebook.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from roznamcha.coder.tallies import Tally, read_tallies
from roznamcha.model import Count, Span
from roznamcha.model.codebook import GROUPS


@dataclass(frozen=True, slots=True)
class Sum:
    """A total while it is being joined: its range and the part of each group that is known."""

    low: int
    high: int | None
    by: tuple[tuple[str, int], ...]
    latest: bool = False
    beside: bool = False

    def known(self) -> int:
        """Count the people whose group is known."""
        return sum(number for group, number in self.by if group != "unknown")


def read_count(text: str, phrases: tuple[Span, ...], *, default: str = "unknown", others: str | None = None) -> Count | None:
    """Read the phrases of one kind of harm into one count; None when there is no phrase.

    `default` is the group of people of whom nothing is told ("persons"), `others` that of people told apart from somebody
    ("two others"), as the caller takes them to be.

    >>> text = "Four soldiers were killed. A civilian was also killed."
    >>> read_count(text, (Span.of(text, 0, 25), Span.of(text, 27, 53)))
    Count(low=5, high=5, by=(('state', 4), ('civilians', 1)))
    """
    sums = [total for total in (_sum(read_tallies(text, span), default, others) for span in sorted(set(phrases))) if total]
    if not sums:
        return None
    joined = _join(sums)
    return Count(joined.low, joined.high, _ordered(joined))


def _sum(tallies: tuple[Tally, ...], default: str, others: str | None) -> Sum | None:
    """Add up the tallies of one phrase: wholes and people beside them count, parts only tell of whom the wholes consist."""
    low, high, by = 0, 0, dict[str, int]()
    open_ended = False
    k = 0
    while k < len(tallies):
        whole = tallies[k]
        parts = []
        k += 1
        while k < len(tallies) and tallies[k].relation == "part":
            parts.append(tallies[k])
            k += 1
        low += whole.low
        open_ended = open_ended or whole.high is None
        high += whole.high or 0
        for group, number in _groups(whole, parts, default, others):
            by[group] = by.get(group, 0) + number
    if not tallies:
        return None
    return Sum(
        low, None if open_ended else high, tuple(by.items()), any(t.latest for t in tallies), tallies[0].relation == "beside"
    )


def _groups(whole: Tally, parts: list[Tally], default: str, others: str | None) -> list[tuple[str, int]]:
    told = [(part.group, part.low) for part in parts if part.group]
    fallback = (others or default) if whole.relation == "beside" else default
    own = whole.group or fallback
    if whole.group:
        told = [(group, number) for group, number in told if group != whole.group]
    rest = whole.low - sum(number for _, number in told)
    if rest < 0:
        return [(own, whole.low)]
    return [*told, *([(own, rest)] if rest else [])]


def _join(sums: list[Sum]) -> Sum:
    positive = [total for total in sums if total.low or total.high or total.high is None]
    if not positive:
        return sums[0]
    largest = max(positive, key=lambda total: total.low)
    rest = [total for total in positive if total is not largest]
    if len(rest) >= 2 and sum(total.low for total in rest) == largest.low:
        return Sum(largest.low, largest.high, _better([largest.by, _merged([total.by for total in rest])]))
    joined = positive[0]
    for total in positive[1:]:
        joined = _joined(joined, total)
    return joined


def _joined(one: Sum, two: Sum) -> Sum:
    if two.latest and two.low >= one.low:
        return Sum(two.low, two.high, _filled(two.low, one.by))
    if one.latest and one.low >= two.low:
        return Sum(one.low, one.high, _filled(one.low, two.by))
    if one.low == two.low and _may_be_same(one, two):
        return Sum(one.low, one.high if two.high is None else two.high, _better([one.by, two.by]))
    if two.beside or _groups_differ(one, two):
        high = None if one.high is None or two.high is None else one.high + two.high
        return Sum(one.low + two.low, high, _merged([one.by, two.by]))
    if two.low < one.low:
        return Sum(one.low, one.high, _filled(one.low, two.by) if one.known() < two.known() else one.by)
    if one.low == 1:
        return Sum(two.low, two.high, two.by)
    return Sum(one.low, two.high, one.by)


def _may_be_same(one: Sum, two: Sum) -> bool:
    return not two.beside and not _groups_differ(one, two)


def _groups_differ(one: Sum, two: Sum) -> bool:
    a = {group for group, _ in one.by} - {"unknown"}
    b = {group for group, _ in two.by} - {"unknown"}
    return bool(a and b and not a & b)


def _better(choices: list[tuple[tuple[str, int], ...]]) -> tuple[tuple[str, int], ...]:
    """Take the parts that tell most: the fewest unknown, then the most groups."""
    return max(choices, key=lambda by: (-dict(by).get("unknown", 0), len(by)))


def _merged(parts: list[tuple[tuple[str, int], ...]]) -> tuple[tuple[str, int], ...]:
    total: dict[str, int] = {}
    for by in parts:
        for group, number in by:
            total[group] = total.get(group, 0) + number
    return tuple(total.items())


def _filled(low: int, by: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    """Keep the groups told and leave the rest of `low` unknown."""
    told = [(group, number) for group, number in by if group != "unknown"]
    rest = low - sum(number for _, number in told)
    if rest < 0:
        return (("unknown", low),)
    if len(told) == 1:
        return ((told[0][0], low),)
    return (*told, *([("unknown", rest)] if rest else []))


_ORDER: Final = {group: k for k, group in enumerate(GROUPS)}


def _ordered(total: Sum) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(((group, number) for group, number in total.by if number), key=lambda pair: _ORDER[pair[0]]))
