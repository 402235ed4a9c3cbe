"""Changed and joined texts: a thousand short reports stretched so that names, case and one-incident texts teach nothing false.

Every change is a list of edits of the text; the spans of the drafts are carried over, so that law 1 holds in training
too. Where a number of people is changed, the total that stands beside the draft is no longer true and so no longer asked.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from roznamcha.coder.drafts import Draft, Mention
from roznamcha.model import Span
from roznamcha.model.codebook import COUNTS
from roznamcha.train.examples import Example, Totals

Edit = tuple[int, int, str]
"""Start, end, and what stands there instead."""

_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_GENERIC = re.compile(
    r"\s+(?:village|town|city|area|district|province|agency|tehsil|county|state|region|road|bazaar|market|chowk|colony|hills?|"
    r"valley|police station.*|ps|taluk|block|division|neighbou?rhood|governorate|municipality|camp|forest|jungle|limits|"
    r"locality|sector.*)\b.*$",
    re.IGNORECASE,
)
_PARTIES = ("perpetrator", "target", "participant")
_NUMBER_WORDS = "two three four five six seven eight nine ten eleven twelve".split()
_NUMBER = re.compile(r"(?<![\w.,-])(?:[2-9]|[1-9]\d{1,2}|" + "|".join(_NUMBER_WORDS) + r")(?![\w-]|[.,]\d)", re.IGNORECASE)
_JOINTS = (
    "\n\n",
    " ",
    "\n",
    " Separately, ",
    " In another incident, ",
    " Meanwhile, ",
    " Elsewhere, ",
    "\n\nIn a separate incident, ",
)


@dataclass(frozen=True)
class Pools:
    """Names to put in place of others, and paragraphs that tell no incident."""

    places: tuple[str, ...]
    people: tuple[str, ...]
    media: tuple[str, ...]
    quiet: tuple[str, ...]
    actors: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Names of organisations by their kind ("Rebel group", …)."""


def edited(example: Example, edits: Iterable[Edit]) -> Example:
    """Apply edits that do not overlap; spans are carried over. Raises ValueError when an edit empties a span."""
    rows = sorted(edits)
    text, cuts, shifts, at = [], [0], [0], 0
    shift = 0
    for start, end, new in rows:
        text += [example.text[at:start], new]
        shift += len(new) - (end - start)
        cuts.append(end)
        shifts.append(shift)
        at = end
    text.append(example.text[at:])
    whole = "".join(text)
    starts = [row[0] for row in rows]

    def moved(offset: int, at_end: bool) -> int:
        k = bisect_right(starts, offset - 1 if at_end else offset) - 1
        if k >= 0 and offset < rows[k][1]:
            before = shifts[k]
            return rows[k][0] + before + (len(rows[k][2]) if at_end else 0)
        return offset + shifts[bisect_right(cuts, offset) - 1]

    return _carried(example, whole, lambda span: Span.of(whole, moved(span.start, False), moved(span.end, True)))


def _carried(example: Example, text: str, move: Callable[[Span], Span]) -> Example:
    drafts = tuple(
        replace(draft, anchor=move(draft.anchor), mentions=tuple(replace(m, span=move(m.span)) for m in draft.mentions))
        for draft in example.drafts
    )
    return Example(text, drafts, example.totals, tuple(move(figure) for figure in example.figures))


def joined(examples: Sequence[Example], chance: random.Random) -> Example:
    """Join several texts into one that tells all their incidents."""
    text = ""
    drafts: list[Draft] = []
    totals: list[Totals] = []
    figures: list[Span] = []
    for example in examples:
        text += chance.choice(_JOINTS) if text else ""
        at = len(text)
        text += example.text
        shifted = _shifted(example, at)
        drafts += shifted.drafts
        figures += shifted.figures
        totals += example.totals
    return Example(text, tuple(drafts), tuple(totals), tuple(figures))


def _shifted(example: Example, by: int) -> Example:
    return _carried(example, example.text, lambda span: Span(span.start + by, span.end + by, span.text))


def pools_of(examples: Sequence[Example], quiet: Iterable[str]) -> Pools:
    """Collect the names of the examples by kind."""
    places, people, media = set(), set(), set()
    actors: dict[str, set[str]] = {}
    for example in examples:
        for draft in example.drafts:
            places |= {_GENERIC.sub("", m.span.text) for m in draft.labelled("place") if m.span.text[:1].isupper()}
            people |= {m.span.text for m in draft.labelled("person")}
            media |= {m.span.text for m in draft.labelled("source") if m.kind == "media"}
            for mention in draft.labelled(*_PARTIES):
                if _is_organisation(mention):
                    actors.setdefault(mention.kind or "", set()).add(mention.span.text)
    by_kind = tuple((kind, tuple(sorted(names))) for kind, names in sorted(actors.items()))
    return Pools(tuple(sorted(places)), tuple(sorted(people)), tuple(sorted(media)), tuple(quiet), by_kind)


def _is_organisation(mention: Mention) -> bool:
    """Tell whether an actor's words are a name of several words, as organisations have and "militants" has not."""
    return mention.kind not in (None, "Civilians", "Property") and len(re.findall(r"(?<!\w)[A-Z]\w", mention.span.text)) > 1


def renamed(example: Example, pools: Pools, chance: random.Random) -> Example:
    """Swap about half of the names (places, people, media, organisations), months and days for others of their kind."""
    swaps: dict[str, str] = {}
    actors = dict(pools.actors)
    for draft in example.drafts:
        for mention in draft.mentions:
            pool = {"place": pools.places, "person": pools.people, "source": pools.media}.get(mention.label)
            if mention.label in _PARTIES and _is_organisation(mention):
                pool = actors.get(mention.kind or "")
            name = _GENERIC.sub("", mention.span.text) if mention.label == "place" else mention.span.text
            if pool and name[:1].isupper() and (mention.label != "source" or mention.kind == "media") and len(name) > 3:
                swaps.setdefault(name, chance.choice(pool) if chance.random() < 0.6 else name)
    for names in (_MONTHS, _DAYS):
        if chance.random() < 0.5:
            turn = chance.sample(names, len(names))
            swaps.update({old: new for old, new in zip(names, turn, strict=True) if old != "May"})
    wanted = sorted((name for name, new in swaps.items() if new != name), key=lambda name: -len(name))
    if not wanted:
        return example
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, wanted)) + r")(?!\w)")
    return edited(example, [(m.start(), m.end(), swaps[m.group()]) for m in pattern.finditer(example.text)])


def renumbered(example: Example, chance: random.Random) -> Example:
    """Swap about half of the numbers of people for others; the totals of those counts are not asked any more.

    Only numbers from two on are swapped, for numbers from two on, so that "two men were" stays English.
    """
    edits: dict[tuple[int, int], str] = {}
    untold: list[set[str]] = [set() for _ in example.drafts]
    for told, draft in zip(untold, example.drafts, strict=True):
        for mention in draft.labelled(*COUNTS):
            number = _NUMBER.search(mention.span.text)
            if number and chance.random() < 0.5:
                at = mention.span.start + number.start()
                edits.setdefault((at, at + len(number.group())), _other_number(number.group(), chance))
                told.add(mention.label)
    totals = tuple({k: v for k, v in old.items() if k not in told} for told, old in zip(untold, example.totals, strict=True))
    rows, at = [], 0
    for (start, end), new in sorted(edits.items()):
        if start >= at:
            rows.append((start, end, new))
            at = end
    return replace(edited(example, rows), totals=totals)


def _other_number(number: str, chance: random.Random) -> str:
    if number.isdigit():
        return str(chance.choice((chance.randint(2, 12), chance.randint(10, 99), chance.randint(100, 400))))
    other = chance.choice(_NUMBER_WORDS)
    return other.capitalize() if number[0].isupper() else other


def unpunctuated(example: Example) -> Example:
    """Take out the punctuation inside sentences and between them, as some collections do."""
    spans = [s for d in example.drafts for s in (d.anchor, *(m.span for m in d.mentions))] + list(example.figures)
    kept = {s.start for s in spans} | {s.end - 1 for s in spans}
    found = re.finditer(r"[.,;:()\"“”‘’\[\]]|(?<=\w)[-–](?=\w)", example.text)
    edits = [(m.start(), m.end(), " " if m.group() in "-–" else "") for m in found if m.start() not in kept]
    return edited(example, edits)


def recased(example: Example, how: str) -> Example:
    """Put the whole text in "lower" or "upper" case (only where that keeps every length)."""
    text = example.text.lower() if how == "lower" else example.text.upper()
    if len(text) != len(example.text):
        return example
    return _carried(example, text, lambda span: Span.of(text, span.start, span.end))


def varied(example: Example, pools: Pools, chance: random.Random) -> Example:
    """Change an example a little, by chance."""
    if chance.random() < 0.5:
        example = renamed(example, pools, chance)
    if chance.random() < 0.3:
        example = renumbered(example, chance)
    if chance.random() < 0.12:
        example = unpunctuated(example)
    roll = chance.random()
    if roll < 0.06:
        example = recased(example, "lower" if roll < 0.03 else "upper")
    return example
