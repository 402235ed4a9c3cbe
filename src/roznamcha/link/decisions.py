"""What people decided about links, and what it obliges the linker to.

The log is replayed in its order into two kinds of obligation: sets of reports that stay together and pairs that stay apart. A
later decision overrides an earlier one about the same reports; an undone decision is left out of the replay, so undoing
restores exactly what stood before. The linker starts from these obligations and can never break one: whatever is linked
again, by whatever weights, the decisions hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product
from typing import Final

KINDS: Final = ("merge", "split", "unlink", "undo")


@dataclass(frozen=True, slots=True)
class LinkDecision:
    """One line of the log about links.

    "merge": all of `reports` tell of one act. "split": `reports` tell of one act, and `others` of another. "unlink": each of
    `reports` tells of another act than `others`. "undo": the decision named by `undoes` no longer counts. `user`, `at` (ISO
    time) and `reason` say who decided, when and why.
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
    groups: dict[str, set[str]] = {}
    apart: set[frozenset[str]] = set()
    for decision in log:
        if decision.kind == "undo" or decision.id in undone:
            continue
        if decision.kind == "merge":
            _merge(decision.reports, groups, apart)
        else:
            _split(decision, groups, apart)
    together = {frozenset(group) for group in groups.values() if len(group) > 1}
    return Obligations(tuple(sorted(together, key=sorted)), frozenset(apart))


def _undone(log: list[LinkDecision]) -> set[str]:
    """An undo can be undone too: the last word counts, so the log is read backwards."""
    undone: set[str] = set()
    for decision in reversed(log):
        if decision.kind == "undo" and decision.id not in undone and decision.undoes:
            undone.add(decision.undoes)
    return undone


def _merge(reports: tuple[str, ...], groups: dict[str, set[str]], apart: set[frozenset[str]]) -> None:
    joined = set(reports).union(*(groups.get(report, ()) for report in reports))
    for report in joined:
        groups[report] = joined
    apart -= {frozenset(pair) for pair in product(joined, joined)}


def _split(decision: LinkDecision, groups: dict[str, set[str]], apart: set[frozenset[str]]) -> None:
    left = set(decision.reports)
    for report in left:
        groups[report] = groups.get(report, {report}) - set(decision.others)
    for other in decision.others:
        groups[other] = groups.get(other, {other}) - left
    if decision.kind == "split":
        _merge(decision.reports, groups, apart)
    apart |= {frozenset(pair) for pair in product(decision.reports, decision.others)}
