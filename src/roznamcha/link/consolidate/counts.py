"""Counts of one incident from figures that disagree: what stands, what was superseded, and low, best and high.

An open figure ("at least 8") that a closed one fulfils is superseded by it: the later report knew more. A figure that only a
copy gives adds nothing. What stands is put to the rule; the others are kept with the reason why they lost.

Some reports count the dead attacker and some do not: 14 "including the bomber" and 13 are one figure. Where one report's parts
show militants on top of what another counts without them, both stand as the victims' figure, whatever the rule, and the
attackers are kept in the parts; only UCDP's high figure takes them in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from roznamcha.link.consolidate.rules import EVERY_FIGURE, RULES, Candidate
from roznamcha.link.consolidate.told import Said, Told, report_ids, said
from roznamcha.model.incident import Beaten, Cell, Toll
from roznamcha.model.values import Count
from roznamcha.model.words import say_range

ACLED_WORDS = (("hundreds", 100), ("dozens", 12), ("several", 3), ("many", 10), ("few", 3), ("some", 3))
"""What ACLED's codebook writes for words that are no number (a bare plural is 3)."""


def settle_count(field: str, told: Sequence[Told], rule: str) -> list[Cell]:
    """Settle one count field by a rule; an empty list when every report is silent."""
    figures = _candidates(said(told, field), rule)
    if not figures:
        return []
    why = {} if rule in EVERY_FIGURE else {n: reason for n, one in enumerate(figures) if (reason := _superseded(one, figures))}
    standing = [one for n, one in enumerate(figures) if n not in why]
    best, reason = RULES[rule](standing)
    toll = _toll(best, standing, rule)
    lost = [_beaten(figures[n], "superseded", words) for n, words in why.items()]
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
    counts = [one.claim.value for one in claims if isinstance(one.claim.value, Count)]
    victims = {count.low for count in counts if not _attackers(count)}
    for one in claims:
        if isinstance(one.claim.value, Count):
            low, high = _range(one, rule)
            attackers = _attackers(one.claim.value)
            if attackers and low - attackers in victims:
                low, high = low - attackers, None if high is None else high - attackers
            by_range.setdefault((low, high), []).append(one)
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


def _superseded(one: Candidate, figures: Sequence[Candidate]) -> str | None:
    """Say what superseded a figure: a higher one of a later day, or, when it is open, one that fulfils or outgrows it."""
    return next((reason for other in figures if other is not one and (reason := _supersedes(other, one))), None)


def _supersedes(later: Candidate, early: Candidate) -> str | None:
    number = say_range(later.low, later.high)
    if early.high is not None:
        grown = later.low > early.high and later.latest > early.latest != "" and later.weight >= early.weight
        return f"{number} was printed later, on {later.latest}, and by no fewer voices" if grown else None
    if later.high is not None:
        return f"an open figure that {number} fulfils" if later.low >= early.low else None
    grown = later.low > early.low and not (later.latest and later.latest < early.latest)
    return f"an open figure that {number} goes beyond" if grown else None


def _attackers(count: Count) -> int:
    return dict(count.by).get("militants", 0)


def _toll(best: Candidate, standing: Sequence[Candidate], rule: str) -> Toll:
    parts = _with_attackers(best)
    if rule != "ucdp":
        return Toll(best.low, best.low, best.high, parts)
    told = [one.claim.value for figure in standing for one in figure.claims if isinstance(one.claim.value, Count)]
    high = None if all(count.high is None for count in told) else max(count.high or count.low for count in told)
    return Toll(min(one.low for one in standing), best.low, high, parts)


def _parts(best: Candidate) -> tuple[tuple[str, int], ...]:
    """Take the victims' parts by group that most claims give; those that know more groups go before equals."""
    told = [count.by for one in best.claims if isinstance(count := one.claim.value, Count) and count.by]
    victims = [by for by in told if sum(dict(by).values()) <= best.low]
    if not victims:
        return ()
    return max(victims, key=lambda by: (victims.count(by), -dict(by).get("unknown", 0), by))


def _with_attackers(best: Candidate) -> tuple[tuple[str, int], ...]:
    """Add the dead attackers that some reports of the figure count on top of the victims: UCDP counts them, news often do not."""
    parts = _parts(best)
    counts = [one.claim.value for one in best.claims if isinstance(one.claim.value, Count)]
    attackers = max((_attackers(count) for count in counts if count.low > best.low), default=0)
    if not attackers or dict(parts).get("militants"):
        return parts
    return (*(parts or (("unknown", best.low),)), ("militants", attackers))


def _beaten(one: Candidate, status: str, reason: str) -> Beaten:
    copies = all(said_by.told.copy for said_by in one.claims)
    value = Count(one.low, one.high, _parts(one))
    claims = tuple(said_by.claim for said_by in one.claims)
    return Beaten(
        value, report_ids(one.claims), "copy" if copies else status, "only a copy gives it" if copies else reason, claims
    )
