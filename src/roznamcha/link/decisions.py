"""What people decided about links, and what it obliges the linker to.

The log is replayed in its order into two kinds of obligation: sets of reports that stay together and pairs that stay apart. A
later decision overrides an earlier one about the same reports; an undone decision is left out of the replay, so undoing
restores exactly what stood before. The linker starts from these obligations and can never break one: whatever is linked
again, by whatever weights, the decisions hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product
from typing import Final

KINDS: Final = ("merge", "split", "unlink", "undo")


@dataclass(frozen=True, slots=True)
class LinkDecision:
    """One line of the log about links.

    "merge": all of `reports` tell of one act. "split": `reports` tell of one act, and `others` of another. "unlink":
    `reports` tell of other acts than `others`, of one or of several. "undo": the decision named by `undoes` no longer counts.
    `user`, `at` (ISO time) and `reason` say who decided, when and why.
    """

    id: str
    kind: str
    user: str
    at: str
    reason: str
    reports: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    undoes: str | None = None


@dataclass(frozen=True, slots=True)
class Obligations:
    """What the linker must keep: sets of reports that stay together and pairs that stay apart."""

    together: tuple[frozenset[str], ...] = ()
    apart: frozenset[frozenset[str]] = field(default_factory=frozenset)

    def part(self, groups: Iterable[Iterable[str]]) -> list[list[str]]:
        """Take groups apart where they hold reports that were decided apart; the rest of a group stays as it was.

        >>> Obligations(apart=frozenset({frozenset("ab")})).part([["a", "b", "c"], ["d"]])
        [['a', 'c'], ['b'], ['d']]
        """
        parts: list[list[str]] = []
        for group in groups:
            own: list[list[str]] = []
            for report in sorted(group):
                home = next((part for part in own if not any(self.keeps_apart(report, other) for other in part)), None)
                if home is None:
                    own.append([report])
                else:
                    home.append(report)
            parts += own
        return parts

    def keeps_apart(self, one: str, other: str) -> bool:
        """Tell whether two reports were decided apart."""
        return frozenset((one, other)) in self.apart


def replay(decisions: Iterable[LinkDecision]) -> Obligations:
    """Turn the log into obligations.

    >>> log = [LinkDecision("1", "merge", "asma", "2024-05-01T10:00", "same blast", ("a", "b", "c")),
    ...        LinkDecision("2", "unlink", "asma", "2024-05-02T10:00", "another day", ("c",), ("a", "b"))]
    >>> obligations = replay(log)
    >>> [sorted(group) for group in obligations.together], obligations.keeps_apart("a", "c")
    ([['a', 'b']], True)
    >>> replay([*log, LinkDecision("3", "undo", "omar", "2024-05-03T10:00", "it was the same day", undoes="2")]).apart
    frozenset()
    """
    log = list(decisions)
    undone = _undone(log)
    state = _Replay()
    for decision in log:
        if decision.kind != "undo" and decision.id not in undone:
            state.apply(decision)
    return state.obligations()


class _Replay:
    """What stands while the log is read: the set that each report belongs to, by a number, and the pairs kept apart."""

    def __init__(self) -> None:
        self._sets: dict[str, int] = {}
        self._apart: set[frozenset[str]] = set()
        self._last = 0

    def apply(self, decision: LinkDecision) -> None:
        """Take one decision into account."""
        if decision.kind == "merge":
            self._join(decision.reports)
            return
        self._leave(decision.reports, decision.others)
        if decision.kind == "split":
            self._join(decision.reports)
        self._apart |= {frozenset(pair) for pair in product(decision.reports, decision.others)}

    def obligations(self) -> Obligations:
        """Give the sets of two and more, and the pairs kept apart."""
        groups: defaultdict[int, set[str]] = defaultdict(set)
        for report, number in self._sets.items():
            groups[number].add(report)
        together = (frozenset(group) for group in groups.values() if len(group) > 1)
        return Obligations(tuple(sorted(together, key=sorted)), frozenset(self._apart))

    def _join(self, reports: tuple[str, ...]) -> None:
        numbers = {self._sets[report] for report in reports if report in self._sets}
        joined = {*reports, *(report for report, number in self._sets.items() if number in numbers)}
        self._last += 1
        self._sets |= dict.fromkeys(joined, self._last)
        self._apart = {pair for pair in self._apart if not pair <= joined}

    def _leave(self, reports: tuple[str, ...], others: tuple[str, ...]) -> None:
        """Take reports out of the sets that they share with others; among themselves they stay as they were."""
        shared = {self._sets[report] for report in others if report in self._sets}
        fresh: dict[int, int] = {}
        for report in reports:
            number = self._sets.get(report)
            if number in shared and number is not None:
                if number not in fresh:
                    self._last += 1
                    fresh[number] = self._last
                self._sets[report] = fresh[number]


def _undone(log: list[LinkDecision]) -> set[str]:
    """An undo can be undone too: the last word counts, so the log is read backwards."""
    undone: set[str] = set()
    for decision in reversed(log):
        if decision.kind == "undo" and decision.id not in undone and decision.undoes:
            undone.add(decision.undoes)
    return undone
