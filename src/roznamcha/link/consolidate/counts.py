"""Counts of one incident from figures that disagree: what stands, what was superseded, and low, best and high.

An open figure ("at least 8") that a closed one fulfils is superseded by it: the later report knew more. A figure that only a
copy gives adds nothing. What stands is put to the rule; the others are kept with the reason why they lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from roznamcha.link.consolidate.rules import EVERY_FIGURE, RULES, Candidate
from roznamcha.link.consolidate.told import Said, Told, report_ids, said
from roznamcha.model.incident import Beaten, Cell, Toll
from roznamcha.model.values import Count

ACLED_WORDS = (("hundreds", 100), ("dozens", 12), ("several", 3), ("many", 10), ("few", 3), ("some", 3))
"""What ACLED's codebook writes for words that are no number (a bare plural is 3)."""


def settle_count(field: str, told: Sequence[Told], rule: str) -> list[Cell]:
    """Settle one count field by a rule; an empty list when every report is silent."""
    figures = _candidates(said(told, field), rule)
    if not figures:
        return []
    standing, superseded = (figures, []) if rule in EVERY_FIGURE else _part_superseded(figures)
    best, reason = RULES[rule](standing)
    toll = _toll(best, standing, rule)
    lost = [_beaten(one, "superseded", "an open figure that a later one fulfils") for one in superseded]
    lost += [_beaten(one, "outside the rule", f"{rule} took {best.low}") for one in standing if one is not best]
    chosen = [one.claim for one in best.claims]
    return [
        Cell(
            field=field,
            value=toll,
            reports=report_ids(best.claims),
            rule=rule,
            reason=reason,
            beaten=tuple(lost),
            stance=chosen[0].stance,
            speaker=next((claim.speaker.text for claim in chosen if claim.speaker), None),
            confidence=max(claim.confidence for claim in chosen),
            claims=tuple(chosen),
        )
    ]


def _candidates(claims: Sequence[Said], rule: str) -> list[Candidate]:
    by_range: dict[tuple[int, int | None], list[Said]] = {}
    for one in claims:
        if isinstance(one.claim.value, Count):
            by_range.setdefault(_range(one, rule), []).append(one)
    ordered = sorted(by_range.items(), key=lambda item: (item[0][0], item[0][1] is None, item[0][1] or 0))
    return [Candidate(low, high, tuple(some)) for (low, high), some in ordered]


def _range(one: Said, rule: str) -> tuple[int, int | None]:
    value = one.claim.value
    assert isinstance(value, Count)
    if rule == "acled" and value.high is None:
        words = " ".join(span.text for span in one.claim.spans).lower()
        if not re.search(r"\d", words):
            number = next((number for word, number in ACLED_WORDS if word in words), None)
            if number is not None:
                return number, number
    return value.low, value.high


def _part_superseded(figures: list[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """Part open figures that a closed one fulfils, and figures that a later open one outgrew, from the rest."""
    gone = [one for one in figures if any(_supersedes(other, one) for other in figures if other is not one)]
    standing = [one for one in figures if one not in gone]
    return standing, gone


def _supersedes(later: Candidate, early: Candidate) -> bool:
    if early.high is not None:
        return later.low > early.high and later.latest > early.latest and later.weight >= early.weight and early.latest != ""
    knows_more = later.high is not None or later.low > early.low
    return knows_more and later.low >= early.low and not (later.latest and later.latest < early.latest and later.high is None)


def _toll(best: Candidate, standing: Sequence[Candidate], rule: str) -> Toll:
    parts = _parts(best)
    if rule != "ucdp":
        return Toll(best.low, best.low, best.high, parts)
    lows = [one.low for one in standing]
    highs = [one.high if one.high is not None else one.low for one in standing]
    high = None if all(one.high is None for one in standing) else max(highs)
    return Toll(min(lows), best.low, high, _with_attacker(parts, best, standing))


def _parts(best: Candidate) -> tuple[tuple[str, int], ...]:
    """Take the parts by group that most claims of the figure give; those that know more groups go before equals."""
    told = [one.claim.value.by for one in best.claims if isinstance(one.claim.value, Count) and one.claim.value.by]
    if not told:
        return ()
    return max(told, key=lambda by: (told.count(by), -dict(by).get("unknown", 0), by))


def _with_attacker(
    parts: tuple[tuple[str, int], ...], best: Candidate, standing: Sequence[Candidate]
) -> tuple[tuple[str, int], ...]:
    """Add the dead attackers that other reports count on top of the same victims: UCDP counts them, news often do not."""
    if dict(parts).get("militants"):
        return parts
    for other in standing:
        attackers = dict(_parts(other)).get("militants", 0)
        if attackers and other.low - attackers == best.low:
            return (*(parts or (("unknown", best.low),)), ("militants", attackers))
    return parts


def _beaten(one: Candidate, status: str, reason: str) -> Beaten:
    copies = all(said_by.told.copy for said_by in one.claims)
    value = Count(one.low, one.high, _parts(one))
    return Beaten(value, report_ids(one.claims), "copy" if copies else status, "only a copy gives it" if copies else reason)
