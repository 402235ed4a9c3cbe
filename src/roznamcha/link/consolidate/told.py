"""One report as the rules hear it: what it claims, whose voice it is, and when it was printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from roznamcha.model import Claim, Report


@dataclass(frozen=True, slots=True)
class Told:
    """A report with what decides how much it weighs.

    `voice` names the group of documents that carry the same text: they count once. `published` is the ISO day, with the time
    where the source tells it, or None. `copy` marks a document that repeats another; its claims are listed and never counted.
    """

    id: str
    report: Report
    voice: str
    publisher: str | None = None
    published: str | None = None
    copy: bool = False

    @property
    def printed(self) -> str:
        """Give the day for rules that follow the latest report, "" when it is not known.

        A report that tells of the act as something past (an anniversary, a trial) brings no news of it, whenever it was printed.
        """
        return "" if self.report.value_of("background") is True else (self.published or "")[:10]

    @property
    def moment(self) -> datetime | None:
        """Give the time of printing where the source tells the hour of that day."""
        return datetime.fromisoformat(self.published) if self.published and self.printed and "T" in self.published else None

    def claims_of(self, field: str) -> tuple[Claim, ...]:
        """List the claims of one field."""
        return self.report.claims_of(field)


@dataclass(frozen=True, slots=True)
class Said:
    """One claim with the report that makes it."""

    told: Told
    claim: Claim


def heard(told: Iterable[Told], as_of: str | None = None) -> tuple[Told, ...]:
    """Put reports in one order (by day, those without one last, then by id) and leave out what was not printed by `as_of`."""
    by_then = [item for item in told if as_of is None or (item.published is not None and item.published[:10] <= as_of)]
    return tuple(sorted(by_then, key=lambda item: (item.published is None, item.published or "", item.id)))


def said(told: Iterable[Told], field: str) -> tuple[Said, ...]:
    """List all claims of one field, in the order of the reports, copies last."""
    claims = [Said(item, claim) for item in told for claim in item.claims_of(field)]
    return tuple(sorted(claims, key=lambda one: one.told.copy))


def voices(some: Iterable[Said]) -> set[str]:
    """Name the independent voices among claims; a copy adds none unless it is all there is."""
    listed = list(some)
    return {one.told.voice for one in listed if not one.told.copy} or {one.told.voice for one in listed}


def report_ids(some: Sequence[Said]) -> tuple[str, ...]:
    """List the reports behind claims, each once, originals before copies."""
    return tuple(dict.fromkeys(one.told.id for one in some))
