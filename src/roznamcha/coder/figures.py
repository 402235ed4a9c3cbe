"""Numbers that belong to no incident: totals over several, money, distances, strengths of forces, people.

Every number of the text is asked in turn: is it one of an incident's (then the incident has it), an age, a date, a share in
per cent? What is left is a figure when the words beside it say what it counts: a currency, a length, a noun of harm, a verb
of harm. Other counts of people are taken only outside the sentences that tell incidents, where "two assailants" are no
statistic.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from roznamcha.coder.clauses import find_harms, tells_harm
from roznamcha.coder.counts import read_count
from roznamcha.coder.kinds import sort_of
from roznamcha.coder.lexicon import patterns
from roznamcha.coder.mentions import find_sources
from roznamcha.coder.reading import Text
from roznamcha.coder.triggers import find_triggers
from roznamcha.model import Count, Figure, NumberMention, Origin, Report, Span
from roznamcha.model.codebook import COUNTS

ORIGIN: Final = Origin("rule", "coder.figures", "1")
_LENGTHS: Final = frozenset(("mi", "km", "m", "ft", "yd", "nmi"))
_MONEY_TALK: Final = re.compile(
    r"(?<!\w)(?:bount(?:y|ies)|ransoms?|head money|rewards?|extortion|pay|paid|price|cost|fund|budget)(?!\w)", re.I
)
_UNIT: Final = re.compile(r"\s[A-Z][\w ]*(?:Rifles|Battalion|Regiment)(?!\w)")
_EDITORIAL: Final = re.compile(r"\[\s*$")
_MANY: Final = 10
"""A count of people or attacks this large is a statistic in a sentence that tells no incident."""
_AROUND: Final = 90
"""Characters before and after a number that say what it counts."""
_REACH: Final = 400
"""Characters that a marked phrase may have."""
_VAGUE: Final = 2
"""What "several" and "a number of" are worth; no statistic."""
_VIOLENT: Final = re.compile(
    r"(?<!\w)(?:ransoms?|rewards?|bount(?:y|ies)|extortion|fighters|militants|rebels|insurgents|gunmen|guerrillas"
    r"|militiamen)(?!\w)",
    re.I,
)
_PEACEFUL: Final = re.compile(r"\d\s(?:strikes?|encounters?|incidents?)(?!\w)", re.I)
"""Words for attacks that elsewhere mean something else."""
_LARGE: Final = 100
"""A count of people this large is a statistic even in a sentence that tells an incident."""


def find_figures(text: Text, reports: Sequence[Report]) -> tuple[Figure, ...]:
    """Find the figures of a text that its `reports` do not tell, in the order of the text.

    A text without an incident is read for them only where one of them is of violence ("abductions fell to 20", a ransom, the
    fighters of a group): sums of money and crowds in a text about a budget or a match are no matter of this register.
    """
    if not reports and not _speaks_of_violence(text):
        return ()
    told = _Told.by(reports)
    found: list[Figure] = []
    for sentence in text.body or text.title:
        kept: list[Figure] = []
        for figure in _in_sentence(text, sentence, told):
            if not any(figure.quote.overlaps(other.quote) for other in kept):
                kept.append(figure)
        found.extend(kept)
    if not reports and not any(_is_of_violence(text, figure) for figure in found):
        return ()
    return tuple(sorted(found, key=lambda figure: figure.quote.start))


def _speaks_of_violence(text: Text) -> bool:
    counted = any(pattern.search(text.text) for pattern, _ in patterns("figures.tsv"))
    return counted or tells_harm(text.text) or bool(_VIOLENT.search(text.text))


def _is_of_violence(text: Text, figure: Figure) -> bool:
    """Tell figures of harm, of attacks, of ransoms and of armed groups."""
    if figure.what == "attacks":
        return not _PEACEFUL.search(figure.quote.text)
    if figure.what in ("money", "people"):
        sentence = text.sentence_of(figure.quote)
        return bool(_VIOLENT.search(sentence.text if figure.what == "money" and sentence else figure.quote.text))
    return figure.what in COUNTS


@dataclass(frozen=True, slots=True)
class _Told:
    """What the incidents have taken: the words, in the order of the text, and the ranges of each count."""

    spans: tuple[Span, ...]
    counts: dict[str, set[tuple[float, float | None]]]
    any: bool

    @classmethod
    def by(cls, reports: Sequence[Report]) -> _Told:
        claims = [claim for report in reports for claim in report.claims if claim.field in (*COUNTS, "actor", "place", "date")]
        counts: dict[str, set[tuple[float, float | None]]] = {}
        for claim in claims:
            if isinstance(claim.value, Count):
                counts.setdefault(claim.field, set()).add((claim.value.low, claim.value.high))
        return cls(tuple(sorted({span for claim in claims for span in claim.spans})), counts, bool(reports))

    def words_in(self, sentence: Span) -> list[Span]:
        """List the words taken in a sentence; a phrase that begins before it may reach into it."""
        first = bisect_left(self.spans, sentence.start - _REACH, key=lambda span: span.start)
        last = bisect_left(self.spans, sentence.end, key=lambda span: span.start)
        return [span for span in self.spans[first:last] if span.overlaps(sentence)]

    def has(self, what: str, count: Count | NumberMention) -> bool:
        """Tell whether an incident has the same count already."""
        return (count.low, count.high) in self.counts.get(what, ())

    def most(self, what: str) -> float:
        """Give the largest low count of the incidents; 0 where the text tells no incident at all: anything counts more."""
        return max((low for low, _ in self.counts.get(what, ())), default=3 if self.any else 0)


def _in_sentence(text: Text, sentence: Span, told: _Told) -> Iterator[Figure]:
    used = told.words_in(sentence)
    numbers = [n for n in text.numbers_in(sentence) if not any(n.span.overlaps(span) for span in used)]
    if not numbers:
        return
    tells = bool(used) or bool(told.any and find_triggers(text.text, sentence))
    totals = any(pattern.search(text.text, sentence.start, sentence.end) for pattern, _ in patterns("totals.tsv"))
    yield from _harm_totals(text, sentence, numbers, told, totals)
    for number in numbers:
        what = _what(text, sentence, number, tells, totals)
        if what and not told.has(what, number):
            yield _figure(text, sentence, _quote(text, sentence, number), what, int(number.low), number.high)


def _harm_totals(text: Text, sentence: Span, numbers: Sequence[NumberMention], told: _Told, totals: bool) -> Iterator[Figure]:
    """Take counted harm that no incident has: "Three persons were killed in separate incidents"."""
    for harm in find_harms(text.text, sentence):
        if not any(n.span.overlaps(harm.sufferers) and n.kind == "count" and n.high != 0 for n in numbers):
            continue
        count = read_count(text.text, (harm.sufferers,))
        if count and count.low and not told.has(harm.count, count) and (totals or count.low > told.most(harm.count)):
            yield _figure(text, sentence, harm.phrase, harm.count, count.low, count.high)


def _what(text: Text, sentence: Span, number: NumberMention, tells: bool, totals: bool) -> str | None:
    """Say what a number counts, or None when it is no figure."""
    before = text.text[max(sentence.start, number.span.start - _AROUND) : number.span.start]
    after = text.text[number.span.end : min(sentence.end, number.span.end + _AROUND)]
    if number.kind == "money":
        return None if _EDITORIAL.search(before) else "money"
    if number.kind == "measure" and number.unit in _LENGTHS:
        return None if before.endswith("(") else "distance"
    if number.kind != "count" or (number.high is None and number.low <= _VAGUE):
        return None
    if (
        number.noun is None
        and number.low >= 1000
        and _MONEY_TALK.search(text.text, max(0, sentence.start - 400), sentence.end + 200)
    ):
        return "money"
    nouns = _nouns(after)
    if re.search(r"(?<!\w)(?:the|both|these|those|per|a|an)\s(?:\w+\s)?$", before[-14:]) or re.match(
        r"(?:the|both|a|an)\s", number.span.text, re.I
    ):
        return None
    for pattern, columns in patterns("figures.tsv"):
        if pattern.search(nouns) and number.low > 1:
            return columns[0] if totals or number.low >= _MANY else None
    counted = text.text[number.span.end : number.noun.end] if number.noun else nouns
    sort = sort_of(counted)
    if sort and sort.kind != "Property" and not _UNIT.match(nouns):
        return "people" if number.low >= (_LARGE if tells else _MANY) and number.high is not None else None
    return None


def _nouns(after: str) -> str:
    """Cut the noun phrase that follows a number."""
    cut = re.search(
        r"[.,;:()\[\]?!\"”]|(?<!\w)(?:in|at|on|to|from|by|with|for|were|was|are|is|have|has|had|who|that"
        r"|which|and|as|during|over|since)(?!\w)",
        after,
    )
    return after[: cut.start()] if cut else after[:60]


def _quote(text: Text, sentence: Span, number: NumberMention) -> Span:
    end = number.span.end + len(_nouns(text.text[number.span.end : sentence.end]).rstrip())
    return Span.of(text.text, number.span.start, min(end, number.span.end + 60))


def _figure(text: Text, sentence: Span, quote: Span, what: str, low: int, high: float | None) -> Figure:
    source = next((mention.span for mention in find_sources(text.text, sentence)), None)
    return Figure(quote, what, low, None if high is None else int(high), ORIGIN, _period(text, sentence), source, 0.5)


def _period(text: Text, sentence: Span) -> str | None:
    """Give the time that the sentence names for its figure."""
    dates = [t.edtf for t in text.times_in(sentence) if t.edtf and t.type == "DATE"]
    return dates[0] if dates else None
