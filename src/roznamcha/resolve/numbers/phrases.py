"""From numerals to mentions: amounts in words, ranges, hedges, sums, the part of a whole, and the kind of each number."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from roznamcha.model import NumberMention, Span
from roznamcha.resolve.numbers.kinds import find_head, find_kind, is_unit, old_end
from roznamcha.resolve.numbers.tables import Range, load_amounts, load_hedges, load_persons, load_sets
from roznamcha.resolve.numbers.tokens import Token, tokenize
from roznamcha.resolve.numbers.words import load_words, read_numeral

_AMOUNTS: Final = load_amounts()
_HEDGES_BEFORE, _HEDGES_BEHIND = load_hedges()
_LONGEST_HEDGE: Final = max(len(phrase) for phrase in _HEDGES_BEFORE)
_PERSONS: Final = load_persons()
_DASHES: Final = frozenset("-–—‐‑")
_NONE: Final = frozenset(("nobody", "none", "nil"))
_STARTS: Final = frozenset(word for word, (kind, _) in load_words().items() if kind != "scale") | {
    "a",
    "an",
    "half",
    "no",
    *_NONE,
    *_AMOUNTS,
}
_SETS: Final = load_sets()
_EDGES: Final = frozenset(("early", "mid", "middle", "late"))
_OLDEST: Final = 120
_LARGE: Final = 1e6
"""From here on a number is an estimate of a quantity: "over 4 billion" is no 4,000,000,001."""
_FRACTIONS: Final = {
    word: float(bottom)
    for bottom, words in {2: "half", 3: "third thirds", 4: "quarter quarters", 5: "fifth fifths", 10: "tenth tenths"}.items()
    for word in words.split()
}
_TOPS: Final = {"half": 1.0} | {word: value for word, (kind, value) in load_words().items() if kind == "unit" and value}


@dataclass(frozen=True, slots=True)
class Amount:
    """A bare amount: its range and the tokens `first:last` that say it; `plain` when it is one numeral."""

    low: float
    high: float | None
    first: int
    last: int
    plain: bool = True


class Reader:
    """Reads the numbers of one text; holds its tokens, so that each step can look around."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Token] = tokenize(text)

    def read(self) -> Iterator[NumberMention]:
        """Yield the mentions in order."""
        at, count = 0, len(self.tokens)
        while at < count:
            if not self._starts_number(at):
                at += 1
                continue
            mentions, behind = self._read_at(at)
            yield from mentions
            at = max(behind, at + 1)

    def _read_at(self, at: int) -> tuple[list[NumberMention], int]:
        token = self.tokens[at]
        if token.kind == "ordinal" or load_words().get(token.low, ("",))[0] == "ordinal":
            return self._read_ordinal(at)
        if token.low == "no" or token.low in _NONE:
            return self._read_none(at)
        if token.kind == "decade" or load_words().get(token.low, ("",))[0] == "decade":
            return self._read_decade_of_life(at)
        fraction = self._fraction_at(at)
        if fraction is not None:
            return [self._finish(fraction, "fraction", None, at, fraction.last)[0]], fraction.last
        amount = self._amount_at(at)
        if amount is None:
            return self._read_person(at)
        kind, unit, start, end = find_kind(self.tokens, amount.first, amount.last, amount.low)
        if kind == "skip":
            return [], amount.last
        if kind == "age":
            return self._read_age(amount, end)
        whole = self._join_range(amount, end)
        if whole is not amount:
            outer, outer_unit, _, end = find_kind(self.tokens, whole.first, whole.last, whole.low)
            kind, unit = (outer, outer_unit) if kind == "count" else (kind, unit)
        kind = "fraction" if kind == "count" and token.kind == "vulgar" and whole.low < 1 else kind
        mention, behind = self._finish(whole, kind, unit, start, end)
        return self._add_dependants(mention, behind)

    def _amount_at(self, at: int) -> Amount | None:
        """Read an amount in words or a numeral, with the dozen or the hundred that multiplies it."""
        for phrase, (low, high) in _AMOUNTS.get(self.tokens[at].low, {}).items():
            if all(at + k < len(self.tokens) and self.tokens[at + k].low == word for k, word in enumerate(phrase)):
                if phrase == ("many",) and self._low(at - 1) in ("as", "so", "how", "too"):
                    return None
                return Amount(low, high, at, at + len(phrase), plain=False)
        if self.tokens[at].low == "one" and (self._low(at - 1) in _SETS["not-one"] or self._low(at + 1) == "another"):
            return None
        if self.tokens[at].low == "half" and self._low(at + 1) in ("a", "an") and is_unit(self.tokens, at + 2):
            return Amount(0.5, 0.5, at, at + 2)
        numeral = read_numeral(self.tokens, at)
        if numeral is None:
            return None
        if self._low(numeral.end) == "dozen":
            return Amount(numeral.value * 12, numeral.value * 12, at, numeral.end + 1)
        return Amount(numeral.value, numeral.value, at, numeral.end)

    def _fraction_at(self, at: int) -> Amount | None:
        """Read "half of", "a third of", "two-thirds of", "about a quarter" as a part of one."""
        top, end = (1.0, at) if self._low(at) in ("a", "an") else (_TOPS.get(self._low(at)), at)
        end += self._low(at) != "half"
        joined = self._low(end) in _DASHES
        end += joined
        bottom = _FRACTIONS.get(self._low(end))
        if top is None or bottom is None or self._low(at - 1) in _SETS["before-half"]:
            return None
        hedged = self._hedge_before(at)[0] in ("about", "nearly", "more than", "less than", "at least")
        if not joined and self._low(end + 1) != "of" and not (hedged and self._low(end + 1) in (",", ".", "the", "")):
            return None
        return Amount(top / bottom, top / bottom, at, end + 1, plain=False)

    def _join_range(self, amount: Amount, end: int) -> Amount:
        """Join "20-30", "12 to 15", "between 20 and 30", "two or three", "10 to more than 30" into one amount."""
        link = self._low(end)
        between = self._low(amount.first - 1) == "between" or self._low(amount.first - 2) == "between"
        if not (link in ("to", "or") or link in _DASHES or (link == "and" and between)) or end + 1 >= len(self.tokens):
            return amount
        second = self._second_of_range(end + 1)
        if second is None or not amount.plain or not second.plain:
            return amount
        low = amount.low
        if amount.last - amount.first == 1 and low < 1000 <= second.low and self._is_scaled(second):
            low *= second.low / _mantissa(second.low)
        if not low < second.low or (link == "or" and second.low > 2 * low + 1) or (link in _DASHES and second.low > 20 * low):
            return amount
        return Amount(low, second.high, amount.first, second.last)

    def _is_scaled(self, amount: Amount) -> bool:
        """Tell whether a scale stands in an amount, "5 thousand" or "5 000", which its range's first number may share."""
        return amount.last - amount.first > 1 or len(self.tokens[amount.first].low.split()) > 1

    def _second_of_range(self, at: int) -> Amount | None:
        while at + 1 < len(self.tokens) and self.tokens[at].low in ("$", "us", "rs", "₹", "€", "£", "."):
            at += 1
        effect, at = self._hedge_at(at)
        if effect == "less than":
            # "fell 7 % to below 9,000" tells two numbers.
            return None
        second = self._amount_at(at) if at < len(self.tokens) and self._starts_number(at) else None
        return replace(second, high=None) if second and effect in ("at least", "more than") else second

    def _hedge_at(self, at: int) -> tuple[str, int]:
        """Read the hedge that starts at a token; give its effect and the index behind it."""
        for length in range(_LONGEST_HEDGE, 0, -1):
            effect = _HEDGES_BEFORE.get(tuple(token.low for token in self.tokens[at : at + length]))
            if effect:
                return effect, at + length
        return "", at

    def _finish(self, amount: Amount, kind: str, unit: str | None, start: int, end: int) -> tuple[NumberMention, int]:
        """Apply the hedges, find the noun and build the mention."""
        low, high = amount.low, amount.high
        step = 1 if kind == "count" and low < _LARGE else 0
        if amount.first != amount.last and self._low(start - 1) == "between" and high is not None and high > low:
            start -= 1
        else:
            effect, start = self._hedge_before(start)
            low, high = apply_hedge(effect, low, high, step)
        effect, end = self._hedge_behind(end)
        low, high = apply_hedge(effect, low, high, step)
        mention = self._mention(start, end, low, high, kind, unit)
        noun = find_head(self.tokens, end) if kind == "count" else None
        if noun is not None:
            mention = replace(mention, noun=self._span(noun, noun + 1))
        return mention, end

    def _hedge_before(self, start: int) -> tuple[str, int]:
        for length in range(min(_LONGEST_HEDGE, start), 0, -1):
            effect = _HEDGES_BEFORE.get(tuple(token.low for token in self.tokens[start - length : start]))
            if effect:
                outer, begin = self._hedge_before(start - length) if effect == "exactly" else ("", start - length)
                return outer or effect, begin
        return "", start

    def _hedge_behind(self, end: int) -> tuple[str, int]:
        for length in (2, 1):
            effect = _HEDGES_BEHIND.get(tuple(token.low for token in self.tokens[end : end + length]))
            if effect and end + length <= len(self.tokens) and self._low(end + length) != "than":
                return effect, end + length
        return "", end

    def _add_dependants(self, mention: NumberMention, behind: int) -> tuple[list[NumberMention], int]:
        """Turn "one of the two bombs" into a part of a whole; add up "a woman and her three children"."""
        if mention.kind == "count" and self._low(behind) == "of" and self._low(behind + 1) in ("the", "its", "their", "these"):
            whole = read_numeral(self.tokens, behind + 2) if behind + 2 < len(self.tokens) else None
            if whole and whole.value > mention.low:
                head = find_head(self.tokens, whole.end)
                end = whole.end if head is None else head + 1
                noun = None if head is None else self._span(head, head + 1)
                span = Span.of(self.text, mention.span.start, self.tokens[end - 1].end)
                return [replace(mention, span=span, of=_tidy(whole.value), noun=noun)], end
        return [mention], behind

    def _read_none(self, at: int) -> tuple[list[NumberMention], int]:
        """Read the words that deny: "no one", "nobody", "none", "no casualties"."""
        if self.tokens[at].low in _NONE:
            return [self._mention(at, at + 1, 0, 0, "none", None)], at + 1
        after = self._low(at + 1)
        if after == "one":
            return [self._mention(at, at + 2, 0, 0, "none", None)], at + 2
        head = find_head(self.tokens, at + 1)
        if head is None or self._low(at - 1) == "by":
            return [], at + 1
        mention = self._mention(at, head + 1, 0, 0, "none", None)
        return [replace(mention, noun=self._span(head, head + 1))], head + 1

    def _read_ordinal(self, at: int) -> tuple[list[NumberMention], int]:
        token = self.tokens[at]
        if token.kind == "ordinal":
            value = float("".join(sign for sign in token.low if sign.isdigit()))
        else:
            value = load_words()[token.low][1]
        return [self._mention(at, at + 1, value, value, "ordinal", None)], at + 1

    def _read_decade_of_life(self, at: int) -> tuple[list[NumberMention], int]:
        """Read "his 30s", "her early twenties" as an age; other decades are dates, or nothing."""
        first, word = at, self._low(at)
        if self._low(at - 1) in _DASHES and self._low(at - 2) in _EDGES:
            first = at - 2
        elif self._low(at - 1) in _EDGES:
            first = at - 1
        low = float("".join(sign for sign in word if sign.isdigit()) or load_words()[word][1])
        if self._low(first - 1) not in _SETS["ages"] or low >= _OLDEST or low % 10:
            return [], at + 1
        return [self._mention(first, at + 1, low, low + 9, "age", "year")], at + 1

    def _read_age(self, amount: Amount, end: int) -> tuple[list[NumberMention], int]:
        """Read an age, and the one person whom "a 12-year-old boy" names."""
        age = self._mention(amount.first, end, amount.low, amount.high, "age", "year")
        article = self._low(amount.first - 1)
        if article not in ("a", "an", "the") or self._low(end - 1) != "old":
            return [age], end
        noun = end if self._low(end) in _PERSONS else None
        last = end if noun is None else end + 1
        person = self._mention(amount.first - 1, last, 1, 1, "count", None)
        return [person if noun is None else replace(person, noun=self._span(noun, last)), age], last

    def _read_person(self, at: int) -> tuple[list[NumberMention], int]:
        """Read "a woman", "an off-duty constable" as one, and with "and her three children" as the sum."""
        if self.tokens[at].low not in ("a", "an"):
            return [], at + 1
        for head in range(at + 1, min(at + 5, len(self.tokens))):
            token = self.tokens[head]
            if token.low in _SETS["stop"] or (token.kind != "word" and token.low not in _DASHES):
                break
            if token.low in _PERSONS and self._ends_phrase(head + 1):
                one = replace(self._mention(at, head + 1, 1, 1, "count", None), noun=self._span(head, head + 1))
                return self._add_kin(one, head + 1)
        return [], at + 1

    def _ends_phrase(self, at: int) -> bool:
        """Tell whether a noun phrase ends before a token: "a rebel was" and "a policeman Ali", not "a rebel group"."""
        if at >= len(self.tokens):
            return True
        token = self.tokens[at]
        if token.kind != "word":
            return token.low not in _DASHES
        return token.low in _SETS["stop"] or token.low in _SETS["verbs"] or token.low.endswith("ed") or token.capital

    def _add_kin(self, one: NumberMention, behind: int) -> tuple[list[NumberMention], int]:
        if self._low(behind) != "and" or self._low(behind + 1) not in _SETS["owners"] or behind + 2 >= len(self.tokens):
            return [one], behind
        at = behind + 2
        amount = self._amount_at(at) if self._starts_number(at) else None
        if amount is not None and (old := old_end(self.tokens, amount.last)):
            at, amount = old, None  # "and her 3-year-old son" is one more
        head = find_head(self.tokens, at if amount is None else amount.last)
        if head is None or (amount is None and self._low(head) not in _PERSONS):
            return [one], behind
        low, high = (1.0, 1.0) if amount is None else (amount.low, amount.high)
        kin = replace(self._mention(behind + 1, head + 1, low, high, "count", None), noun=self._span(head, head + 1))
        span = Span.of(self.text, one.span.start, kin.span.end)
        total = None if high is None else one.low + high
        return [
            NumberMention(span, _tidy(one.low + low), None if total is None else _tidy(total), "count", parts=(one, kin))
        ], head + 1

    def _starts_number(self, at: int) -> bool:
        return self.tokens[at].kind in ("number", "ordinal", "vulgar", "decade") or self.tokens[at].low in _STARTS

    def _low(self, at: int) -> str:
        return self.tokens[at].low if 0 <= at < len(self.tokens) else ""

    def _span(self, first: int, last: int) -> Span:
        return Span.of(self.text, self.tokens[first].start, self.tokens[last - 1].end)

    def _mention(self, first: int, last: int, low: float, high: float | None, kind: str, unit: str | None) -> NumberMention:
        return NumberMention(self._span(first, last), _tidy(low), None if high is None else _tidy(high), kind, unit)


def apply_hedge(effect: str, low: float, high: float | None, step: int = 1) -> Range:
    """Widen a range by a hedge, as the codebook does; `step` is the least difference that counts, 0 for what is measured.

    >>> apply_hedge("nearly", 10700, 10700)
    (9630, 10700)
    """
    if effect == "at least":
        return low, None
    if effect == "more than":
        return low + step, None
    if effect == "nearly":
        return min(low, math.ceil(round(0.9 * low, 6))), high
    if effect == "less than":
        return 0, None if high is None else high - step
    if effect == "up to":
        return 0, high
    return low, high


def _mantissa(value: float) -> float:
    return value / float(10 ** (3 * int(math.log10(value) // 3)))


def _tidy(value: float) -> float:
    rounded = round(value, 6) if value < _LARGE else round(value)
    return int(rounded) if rounded == int(rounded) else rounded
