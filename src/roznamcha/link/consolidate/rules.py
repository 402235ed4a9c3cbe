"""The rules for counts, by name: which of several figures an incident's best one is.

Each rule takes the distinct figures that still stand (superseded ones are gone) and gives the one it takes, with its reason in
words. Sources: UCDP GED codebook 25.1 (low, best, high), ACLED codebook (the lowest credible; several is 3 or 10, dozens 12,
hundreds 100), GTD codebook 2019 (the latest good source, else the majority, else the lowest), and the three models of the R
package eventreport (van Baalen and Höglund 2026): most conservative, most informative, most representative. Those models over
coded tables, cell by cell as the package has them, are in `eventreport`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from roznamcha.link.consolidate.told import Said, voices


@dataclass(frozen=True, slots=True)
class Candidate:
    """One figure that stands: its range, and the claims that give it."""

    low: int
    high: int | None
    claims: tuple[Said, ...]

    @property
    def weight(self) -> int:
        """Count the independent voices behind the figure."""
        return len(voices(self.claims))

    @property
    def latest(self) -> str:
        """Give the latest day on which it was printed; an empty string sorts before every day."""
        return max((one.told.printed for one in self.claims), default="")

    @property
    def moments(self) -> list[datetime]:
        """List the times at which it was printed on its latest day, as far as they are told."""
        return [one.told.moment for one in self.claims if one.told.printed == self.latest and one.told.moment]


Rule = Callable[[Sequence[Candidate]], tuple[Candidate, str]]


def ucdp(figures: Sequence[Candidate]) -> tuple[Candidate, str]:
    """Take the figure that most voices give; between equals the later, then the lower. Low and high stay beside it.

    Figures of one day are told apart by the hour, where it is known of each.
    """
    best = _latest([one for one in figures if one.weight == max(other.weight for other in figures)])
    return best, _votes(best, figures)


def acled(figures: Sequence[Candidate]) -> tuple[Candidate, str]:
    """Take the lowest credible figure."""
    return min(figures, key=_lowest), "the lowest credible figure"


def gtd(figures: Sequence[Candidate]) -> tuple[Candidate, str]:
    """Take what the latest reports say; if they differ the majority; else the lowest."""
    newest = max(one.latest for one in figures)
    recent = [one for one in figures if one.latest == newest] if newest else list(figures)
    if len(recent) == 1:
        return recent[0], f"the latest report, {newest}" if newest else "the only figure"
    most = max(one.weight for one in recent)
    largest = [one for one in recent if one.weight == most]
    if len(largest) == 1:
        return largest[0], _votes(largest[0], recent)
    return min(largest, key=_lowest), "the lowest of equally supported figures"


def latest(figures: Sequence[Candidate]) -> tuple[Candidate, str]:
    """Take the figure printed last; between equals the one that more voices give."""
    newest = [one for one in figures if one.latest == max(other.latest for other in figures)]
    best = max(_last_of_day(newest), key=lambda one: (one.weight, -one.low))
    return best, f"printed last, {best.latest}" if best.latest else "no report is dated; the most voices"


def most_cited(figures: Sequence[Candidate]) -> tuple[Candidate, str]:
    """Take the figure that most voices give; between equals the lower."""
    best = max(figures, key=lambda one: (one.weight, -one.low))
    return best, _votes(best, figures)


def conservative(figures: Sequence[Candidate]) -> tuple[Candidate, str]:
    """Take the lowest figure (eventreport's most conservative model)."""
    return min(figures, key=_lowest), "the lowest figure"


def informative(figures: Sequence[Candidate]) -> tuple[Candidate, str]:
    """Take the highest figure (eventreport's most informative model)."""
    return max(figures, key=lambda one: (one.low, one.high or one.low)), "the highest figure"


def representative(figures: Sequence[Candidate]) -> tuple[Candidate, str]:
    """Take the figure that most reports give, between equals the lower (eventreport's most representative model)."""
    best = max(figures, key=lambda one: (len(one.claims), -one.low))
    return best, f"given by {len(best.claims)} of {sum(len(one.claims) for one in figures)} reports"


def _latest(figures: Sequence[Candidate]) -> Candidate:
    newest = max(one.latest for one in figures)
    return min(_last_of_day([one for one in figures if one.latest == newest]), key=_lowest)


def _last_of_day(figures: Sequence[Candidate]) -> Sequence[Candidate]:
    """Keep the figures printed last among those of one day; all of them when the hour of one is not known, or its zone."""
    told = [moment for one in figures for moment in one.moments]
    if not all(one.moments for one in figures) or len({moment.tzinfo is None for moment in told}) != 1:
        return figures
    return [one for one in figures if max(one.moments) == max(told)]


def _lowest(one: Candidate) -> tuple[int, int]:
    return one.low, one.high if one.high is not None else one.low


def _votes(best: Candidate, figures: Sequence[Candidate]) -> str:
    total = len({voice for one in figures for voice in voices(one.claims)})
    return f"given by {best.weight} of {total} voices"


RULES: dict[str, Rule] = {
    "ucdp": ucdp,
    "acled": acled,
    "gtd": gtd,
    "most-conservative": conservative,
    "most-informative": informative,
    "most-representative": representative,
    "latest": latest,
    "most-cited": most_cited,
}
"""Every rule by the name that commands, pages and exports use."""
EVERY_FIGURE = ("most-conservative", "most-informative", "most-representative")
"""The rules that hear early, open figures too: they were made for coded rows, which know no "at least"."""
