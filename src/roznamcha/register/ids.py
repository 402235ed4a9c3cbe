"""Ids derived from content, so that the same words give the same id in every run and on every machine.

A claim's id leaves out its confidence and the version of what made it: a decision about a claim stays with it when a
later version reads the same value from the same words. Equal claims of one report are told apart by their count.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence

from roznamcha.issues import Issue
from roznamcha.model import Claim, Figure, Report, Source
from roznamcha.register.codec import write_value

LENGTH = 20
"""Hex digits of an id: 80 bits, at which ten million ids share one with a chance below 1e-10."""


def derive_id(*parts: object) -> str:
    """Derive an id from the parts' JSON.

    >>> derive_id("a", 1) == derive_id("a", 1) != derive_id("a1")
    True
    """
    content = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()[:LENGTH]


def asked_id(source: Source, published: str | None) -> str:
    """Name what was asked: this source, as its container describes it, read with this publication date given."""
    return derive_id(source.digest, source.name, source.media, source.encoding, source.stated, published)


def report_ids(document_id: str, reports: Sequence[Report]) -> list[str]:
    """Name the reports of one document by the place of their anchors."""
    seen: Counter[tuple[int, int]] = Counter()
    ids = []
    for report in reports:
        place = (report.anchor.start, report.anchor.end)
        ids.append(derive_id("report", document_id, *place, seen[place]))
        seen[place] += 1
    return ids


def claim_ids(report_id: str, claims: Sequence[Claim]) -> list[str]:
    """Name the claims of one report by field, value and words."""
    seen: Counter[str] = Counter()
    ids = []
    for claim in claims:
        words = [(span.start, span.end) for span in claim.spans]
        content = derive_id("claim", report_id, claim.field, write_value(claim.field, claim.value), words, claim.origin.kind)
        ids.append(content if not seen[content] else derive_id(content, seen[content]))
        seen[content] += 1
    return ids


def figure_ids(document_id: str, figures: Sequence[Figure]) -> list[str]:
    """Name the figures of one document by what they say and where."""
    seen: Counter[str] = Counter()
    ids = []
    for figure in figures:
        place = (figure.quote.start, figure.quote.end)
        content = derive_id("figure", document_id, *place, figure.what, figure.low, figure.high)
        ids.append(content if not seen[content] else derive_id(content, seen[content]))
        seen[content] += 1
    return ids


def issue_id(issue: Issue, document_id: str | None) -> str:
    """Name an issue by what it says."""
    return derive_id("issue", document_id, issue.code, issue.level, issue.where, issue.what)
