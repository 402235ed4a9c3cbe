"""Reads one phrase that counts people ("10 others, including five policemen, were injured") into tallies.

A tally is one number of people with the group they belong to and its relation to what was counted before: a whole, a part of
the whole before it, or people beside it ("two others"). A phrase without a number counts by its nouns: one for "a constable",
one for each name of a list, an open two for a bare plural. Joining the tallies of several phrases is the affair of `counts`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from roznamcha.resolve.numbers import read_numbers
from roznamcha.coder.kinds import sort_of
from roznamcha.model import NumberMention, Span

_DENIES: Final = re.compile(
    r"(?<!\w)(?:no|not|none|nobody|neither|without|unhurt|unharmed|unscathed|uninjured|escaped|survived|safe)(?!\w)",
    re.IGNORECASE,
)
_PART: Final = re.compile(
    r"(?<!\w)(?:including|included|among (?:them|the (?:dead|injured|victims|wounded|killed))|of (?:them|whom|these|those|the dead|the injured)"
    r"|out of (?:them|which|whom)|comprising|mostly|most of them|the majority)(?!\w)",
    re.IGNORECASE,
)
_BESIDE: Final = re.compile(r"(?<!\w)(?:others?|another|more|additional|further|remaining|rest|also)(?!\w)", re.IGNORECASE)
_RISES: Final = re.compile(
    r"(?<!\w)(?:toll|risen|rose|rises|reached|climbed|increased|stands? at|stood at|brings?|bringing|raising|taking)(?!\w)", re.I
)
_ONE: Final = re.compile(
    r"(?<!\w)(?:an?|another|the|his|her|its|their|one|him|her|himself|herself|he|she|who|whom)(?!\w)", re.IGNORECASE
)
_PRONOUN: Final = re.compile(r"(?<!\w)(?:him|himself|herself|he|she|her(?!\s\w)|whom)(?!\w)", re.IGNORECASE)
_PLURAL_PRONOUN: Final = re.compile(r"(?<!\w)(?:them|they|themselves)(?!\w)", re.IGNORECASE)
_VERB: Final = re.compile(
    r"(?<!\w)(?:were|was|are|is|been|being|have|has|had|got|get|died|dies|die|suffered|sustained|received|succumbed|lost|embraced|escaped"
    r"|killed|killing|kills|kill|injured|injuring|injures|wounded|wounding|wounds|shot|dead|hurt|abducted|abducting|kidnapped|kidnapping"
    r"|arrested|arresting|detained|detaining|apprehended|nabbed|captured|capturing|taken|martyred|slain|murdered|murdering|executed"
    r"|executing|beheaded|beheading|gunned|leaving|left|claiming|claimed|identified|named)(?!\w)",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"[A-Z][\w'’.-]+(?:\s(?:[A-Z][\w'’.-]*|ul|al|bin|e|de|von|ur|u))*")


@dataclass(frozen=True, slots=True)
class Tally:
    """A number of people in a phrase: the range, the group or None, how it relates to what stands before, and the words.

    `relation` is "whole", "part" or "beside"; `vague` marks people of no told kind ("persons", "others"); `latest` a toll
    that replaces earlier ones.
    """

    low: int
    high: int | None
    group: str | None
    relation: str
    span: Span
    vague: bool = False
    latest: bool = False


def read_tallies(text: str, span: Span) -> tuple[Tally, ...]:
    """Read the counted people of one phrase, in the order of the text.

    >>> [(t.low, t.group, t.relation) for t in read_tallies("10 others, including five policemen", Span.of("10 others, including five policemen", 0, 35))]
    [(10, None, 'whole'), (5, 'state', 'part')]
    """
    numbers = _counts(span)
    if not any(number.low or number.high for number in numbers) and _DENIES.search(span.text):
        return (Tally(0, 0, None, "whole", span),)
    if not numbers:
        return _without_numbers(text, span)
    return _with_numbers(span, numbers)


def _counts(span: Span) -> list[NumberMention]:
    kept = [n for n in read_numbers(span.text) if n.kind == "count"]
    return [n for n in kept if not _is_age_or_name(span.text, n)]


def _is_age_or_name(phrase: str, number: NumberMention) -> bool:
    """Tell an age in brackets, "25 year old" and "55 Rashtriya Rifles" from a count."""
    before, after = phrase[: number.span.start], phrase[number.span.end :]
    if re.match(r"[- ]?(?:years?|yrs?)[- ]?old|\s?-?year|th |st |nd |rd ", after, re.IGNORECASE):
        return True
    if before.rstrip().endswith("(") and after.lstrip()[:1] in (")", ","):
        return True
    bare_age = re.search(r"[A-Z][a-z]+\s$", before) and number.span.text.isdigit() and 10 <= number.low <= 99
    return bool(
        bare_age
        and not re.match(r"\s(?:\w+\s){0,3}(?:others|people|persons|policemen|militants|civilians|soldiers|cadres)", after)
    )


def _with_numbers(span: Span, numbers: list[NumberMention]) -> tuple[Tally, ...]:
    tallies: list[Tally] = []
    part_until = -1
    for k, number in enumerate(numbers):
        start = number.span.start
        end = numbers[k + 1].span.start if k + 1 < len(numbers) else len(span.text)
        gap = span.text[numbers[k - 1].span.end if k else 0 : start]
        words = span.text[number.span.end : end]
        relation = "whole"
        opens_part = _PART.search(gap) or re.match(r"\s(?:\w+\s)?(?:of (?:them|whom|these))", words)
        if opens_part and tallies:
            relation = "part"
        elif tallies and tallies[-1].relation == "part" and not re.search(r"[;)]|(?<!\w)(?:were|was)(?!\w)", gap):
            relation = "part"
        elif tallies and gap.rstrip().endswith("("):
            relation = "part"
        elif _BESIDE.search(words.split(",")[0]) or _BESIDE.search(number.span.text):
            relation = "beside"
        if not tallies and relation == "whole":
            tallies.extend(_leading(span, gap))
        sort = sort_of(_noun_phrase(words))
        where = Span.of(span.text, start, max(start + 1, end))
        vague = sort is None or sort.by in ("any", "body")
        tallies.append(
            Tally(
                int(number.low),
                None if number.high is None else int(number.high),
                None if vague else sort.group if sort else None,
                relation,
                Span(span.start + where.start, span.start + where.end, where.text),
                vague,
                bool(_RISES.search(gap)),
            )
        )
        tallies.extend(_singles(span, number.span.end, end, tallies[-1]))
    return tuple(tallies)


def _noun_phrase(words: str) -> str:
    """Cut the words after a number at the verb and at what counts or adds something else."""
    cut = _VERB.search(words)
    head = words[: cut.start()] if cut and cut.start() > 1 else words
    return re.split(r",| and | as well as |;|\(|(?<!\w)including(?!\w)", head.strip(), maxsplit=1)[0] or words


def _leading(span: Span, gap: str) -> list[Tally]:
    """Count who stands before the first number: "A constable and two others", "injuring him and three others"."""
    if not re.search(r"(?:(?<!\w)(?:and|with|as well as)|,)\s*(?:the )?$", gap):
        return []
    return _people(span, 0, len(gap), gap)


def _singles(span: Span, start: int, end: int, whole: Tally) -> list[Tally]:
    """Count single people after a number: "five security men and a woman", "two soldiers and a gardener"."""
    found: list[Tally] = []
    for match in re.finditer(
        r"(?:,| and|;| as well as| along with)\s(?:and\s)?((?:an?|one|his|her|their)\s[^,;]*?)(?=,|;|$| and | were | was | had | have )",
        span.text[start:end],
    ):
        phrase = match.group(1)
        sort = sort_of(_noun_phrase(phrase))
        if (
            sort is None
            or sort.kind == "Property"
            or re.match(r"(?:his|her|their|a|an)\s(?:\w+\s)*(?:incident|attack|blast|explosion)", phrase)
        ):
            continue
        before = span.text[start : start + match.start(1)]
        part = whole.relation == "part" or bool(_PART.search(before))
        at = span.start + start + match.start(1)
        found.append(
            Tally(
                1,
                1,
                sort.group if sort.by in ("head", "name") else None,
                "part" if part else "beside",
                Span(at, at + len(phrase), phrase),
                sort.by == "any",
            )
        )
    return found


def _without_numbers(text: str, span: Span) -> tuple[Tally, ...]:
    return tuple(_people(span, 0, len(span.text), span.text)) or (Tally(1, 1, None, "whole", span, True),)


def _people(span: Span, start: int, end: int, phrase: str) -> list[Tally]:
    """Count people that no number counts: names, singulars with an article, bare plurals."""
    if _PLURAL_PRONOUN.search(phrase) and not sort_of(phrase):
        return [Tally(2, None, None, "whole", span, True)]
    tallies: list[Tally] = []
    for a, b in _conjuncts(phrase):
        words = phrase[a:b]
        at = Span(span.start + start + a, span.start + start + b, words)
        tally = _person(words, at)
        if tally and not (tallies and _is_apposition(phrase[:a], tallies[-1], tally)):
            tallies.append(tally if not tallies else replace(tally, relation="beside"))
    return tallies


def _conjuncts(phrase: str) -> list[tuple[int, int]]:
    cuts = [
        (m.start(), m.end())
        for m in re.finditer(
            r",\s(?:and\s)?|\sand\s|\sas well as\s|\salong with\s|;\s",
            re.sub(r"\([^)]*\)", lambda m: "#" * len(m.group()), phrase),
        )
    ]
    edges = [0, *[e for _, e in cuts]]
    ends = [*[s for s, _ in cuts], len(phrase)]
    return [(a, b) for a, b in zip(edges, ends, strict=True) if a < b]


def _person(words: str, at: Span) -> Tally | None:
    core = _noun_phrase_around_verb(words)
    sort = sort_of(core)
    if sort and sort.kind == "Property" and not _NAME.search(core[1:]):
        return None
    if _is_plural(core) and not _ONE.match(core.strip()):
        return Tally(
            2, None, sort.group if sort and sort.by in ("head", "name") else None, "whole", at, sort is None or sort.by == "any"
        )
    if sort or _PRONOUN.search(words) or _NAME.search(core):
        return Tally(
            1, 1, sort.group if sort and sort.by in ("head", "name") else None, "whole", at, sort is None or sort.by == "any"
        )
    return None


def _noun_phrase_around_verb(words: str) -> str:
    """Give the part of a clause that names who suffered: before a passive verb, else after the verb."""
    cut = _VERB.search(words)
    if cut is None:
        return words
    before, after = words[: cut.start()].strip(), words[cut.end() :].strip()
    if before and (sort_of(before) or _NAME.search(before)):
        return before
    return after or before


def _is_plural(core: str) -> bool:
    head = re.split(r"\s(?:of|in|at|from|who|belonging|for|on|with)\s|\(", core.strip())[0]
    return bool(
        re.search(r"(?:[^s]s|men|women|people|children|police|troops)$", head.strip().split(",")[0], re.IGNORECASE)
    ) and not _NAME.fullmatch(head.strip())


def _is_apposition(before: str, last: Tally, new: Tally) -> bool:
    """Tell "A man, identified as Baksh Ali" and "Hira Jha, the second in command" from a list: a comma alone, one naming the other."""
    comma = before.rstrip().endswith(",")
    return comma and (
        bool(re.match(r"(?:identified|named|the|an?|who|whose|was|were|only|all)(?!\w)", new.span.text))
        or last.span.text[:1].islower()
    )
