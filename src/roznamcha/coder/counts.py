"""Number phrases of one incident → the codebook's count: the range of the total and whom it is made up of.

An incident's killed may be told in several phrases: parts ("four soldiers", "a civilian was also killed"), restatements
("killing four jawans"), and later or conflicting figures. Phrases are joined in the order of the text: people beside the
earlier ones are added, the same figure told again is not, a smaller figure of people who may be among the earlier ones only
tells who they were, a closed figure wins over an open one of the same low, and figures that contradict each other span the
range. The rules are those of sections 7 and 10 of the codebook.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final

from roznamcha.coder.clauses import tells_harm
from roznamcha.coder.kinds import sort_of
from roznamcha.coder.lexicon import patterns
from roznamcha.coder.tallies import Tally, is_gender_or_age, read_tallies
from roznamcha.model import Count, NumberMention, Span
from roznamcha.model.codebook import GROUPS
from roznamcha.resolve.numbers import read_numbers

_BARE, _PEOPLE, _OTHERS = "bare", "people", "others"
"""Stand-ins in a sum for the group of those of whom the phrase tells nothing, until the caller's `Owners` say it."""
_UNTOLD: Final = frozenset((_BARE, _PEOPLE, _OTHERS, "unknown"))


@dataclass(frozen=True, slots=True)
class Owners:
    """The groups to which the caller takes people to belong of whom a phrase tells nothing.

    `bare` for a mere number or a pronoun ("two injured"), `people` for "persons", `others` for people told apart from
    somebody ("two others").
    """

    bare: str = "unknown"
    people: str = "unknown"
    others: str = "unknown"

    def group(self, stand_in: str) -> str:
        """Give the group for a stand-in; a told group stays."""
        return {_BARE: self.bare, _PEOPLE: self.people, _OTHERS: self.others}.get(stand_in, stand_in)


NOBODY: Final = Owners()
"""The owners where the caller knows nothing: everybody untold is unknown."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What one phrase or several count: the range, the part of each group, and how the phrase relates to others."""

    low: int
    high: int | None
    by: tuple[tuple[str, int], ...]
    relation: str
    latest: bool
    end: int
    some: bool = False
    """Whether the words say that these are some of the harmed ("among those killed", "children")."""
    vague: bool = False
    """Whether only the order of the number is told ("dozens")."""
    counted: bool = True
    """Whether a number is told, or people only named ("his wife and daughter")."""
    also: bool = False
    """Whether the words say that these suffered too ("his helper was also injured", "a second victim")."""
    rest: bool = False
    """Whether they are the rest of people counted before ("the thirteen others")."""
    ages: frozenset[str] = frozenset()
    """How old they are, where it is told."""
    hit: bool = False
    """Whether the words only say that they were hit, not what became of them ("five people shot")."""
    of_age: bool = False
    """Whether they are told as women, men or children, which says nothing of their group."""

    def told(self) -> dict[str, int]:
        """Give the parts whose group is told."""
        return {group: number for group, number in self.by if group not in _UNTOLD}


def read_count(
    text: str,
    phrases: tuple[Span, ...],
    owners: Owners = NOBODY,
    hints: Mapping[Span, str] | None = None,
    about: str | None = None,
    dead: Count | None = None,
) -> Count | None:
    """Read the phrases of one kind of harm into one count; None when there is no phrase.

    `hints` name the group that the finder takes a phrase to count; they hold for the people of whom the phrase tells nothing.
    `about` ("killed", …) is the harm that is counted, for phrases that tell several ("killing one and injuring two"); `dead`
    the killed, for phrases that count the dead among those hit ("three injured", "five were hit and two of them died"; "five
    people shot").

    >>> text = "Four soldiers were killed. A civilian was also killed."
    >>> read_count(text, (Span.of(text, 0, 25), Span.of(text, 27, 53)))
    Count(low=5, high=5, by=(('state', 4), ('civilians', 1)))
    """
    spans = _outermost(phrases)
    told = [span for before, span in zip([None, *spans], spans, strict=False) if not (before and _says_again(text, before, span))]
    sums = [_phrase_sum(text, span, about, (hints or {}).get(span)) for span in told]
    if not sums:
        return None
    if about == "injured":
        sums = [_beside_the_dead(text, total, sums[:k]) for k, total in enumerate(sums)]
    if dead is not None:
        sums = [_living(total, dead) for total in sums if not _holds_dead(total, sums, dead.low)]
    joined = _join(text, sums)
    by: dict[str, int] = {}
    for group, number in joined.by:
        group = owners.group(group)
        by[group] = by.get(group, 0) + number
    return Count(joined.low, joined.high, tuple(sorted(((g, n) for g, n in by.items() if n), key=lambda pair: _ORDER[pair[0]])))


def _says_again(text: str, before: Span, span: Span) -> bool:
    """Tell what else somebody is, behind the comma of his own phrase: "a deputy mayor, also a contractor, was killed"."""
    beside = text[before.end : span.start] == ", " and not tells_harm(before.text)
    return beside and bool(_ALSO_A.match(span.text)) and not read_numbers(before.text)


def _without_teller(phrase: str) -> str:
    """Cut off who says it, at the head of a phrase that counts behind it."""
    said = _SAID.match(phrase)
    is_teller = said is not None and not (tells_harm(said[0]) or read_numbers(said[0]) or _NOBODY_IN.search(said[0]))
    return phrase[said.end() :] if said is not None and is_teller else phrase


def _without_doer(phrase: str) -> str:
    """Cut off one who harms others, at the head of a phrase: "a man killed 10 people", "police shot dead a trader"."""
    done = _DONE_BY.match(phrase)
    if done is None or _SUFFERED.search(done["doer"]):
        return phrase
    cut, harmed = phrase[done.end("doer") :].lstrip(), phrase[done.end() :]
    if done["one"]:
        return cut
    counts_harmed = any(number.span.start == 0 for number in read_numbers(harmed)) and not _HURT_TOO.match(harmed)
    return cut if counts_harmed and all(number.low == 1 for number in read_numbers(done["doer"])) else phrase


def _risen(tallies: tuple[Tally, ...], clause: str) -> tuple[Tally, ...]:
    """Keep of a toll that rose only what it rose to, with its parts: "initially 10, has risen to 12"."""
    risen = _RISEN_TO.search(clause)
    later = [k for k, tally in enumerate(tallies) if risen and clause.find(tally.words, risen.end()) >= 0]
    if not later:
        return tallies
    parts = takewhile(lambda tally: tally.relation == "part", tallies[later[0] + 1 :])
    return (tallies[later[0]], *parts)


def _phrase_sum(text: str, span: Span, about: str | None, hint: str | None) -> Sum:
    phrase = _without_doer(_without_teller(" ".join(span.text.split())))
    clause = _clause(phrase, about)
    tallies = _risen(read_tallies(clause), clause)
    if len(tallies) == 1 and (_BOTH_HARMS.search(clause) or _tells_both(text, span)):
        tallies = (_unsplit(tallies[0], clause),)
    found = _sum(tallies, span.end, hint)
    of_age = is_gender_or_age(tallies[0].words)
    some = bool(_SOME.search(clause)) or of_age
    return replace(
        found,
        some=some,
        vague=bool(_VAGUE.search(clause)),
        counted=any(n.kind == "count" and _tells_number(n) for n in read_numbers(clause)),
        also=bool(_ALSO.search(clause)),
        rest=bool(_REST.match(clause)),
        ages=frozenset(_AGE.findall(clause)),
        hit=bool(_HIT.search(phrase)) and not _HURT.search(phrase + re.split(r"[.;]", text[span.end : span.end + 60])[0]),
        of_age=of_age,
    )


def _tells_both(text: str, span: Span) -> bool:
    """Tell whether the words of a phrase and those beside it count dead and injured together ("killing and injuring scores")."""
    before, after = text[max(0, span.start - 14) : span.start], text[span.end : span.end + 40]
    said = _BOTH_THEN.search(" ".join(f"{before}{span.text}".split())) or _THEN_BOTH.search(
        " ".join(f"{span.text}{after}".split())
    )
    return bool(said) and len(read_numbers(span.text)) == 1


def _tells_number(number: NumberMention) -> bool:
    """Tell a number from an article: "a man" and "the 25-year-old" are one person without a number."""
    return number.low != 1 or number.span.text.lower() in ("one", "1")


def _beside_the_dead(text: str, total: Sum, before: Sequence[Sum]) -> Sum:
    """Read "50 others wounded" behind another sentence's "wounded 50" as the same people: others than the dead."""
    again = (one for one in before if not _same_sentence(text, one.end, total.end) and one.counted and one.low > 1)
    if total.relation == "beside" and total.counted and any(one.vague or _is_near(one, total) for one in again):
        return replace(total, relation="whole")
    return total


def _is_near(one: Sum, two: Sum) -> bool:
    """Tell whether two figures may be one that was told in round numbers."""
    is_open = one.high is None or two.high is None
    return one.low == two.low or (is_open and abs(one.low - two.low) <= max(1, one.low // 10))


def _holds_dead(total: Sum, sums: Sequence[Sum], dead: int) -> bool:
    """Tell whether a phrase counts the dead too: it tells as many as another and the dead together."""
    return dead > 0 and total.counted and any(other.counted and other.low and total.low == other.low + dead for other in sums)


def _living(total: Sum, dead: Count) -> Sum:
    """Take the dead victims off those who were hit, whatever became of them: "five people shot"."""
    victims = dead.low - dict(dead.by).get("militants", 0)
    if not (total.hit and total.counted and total.relation == "whole" and 0 < victims < total.low):
        return total
    others = {group for group, _ in dead.by} - {"militants", *_UNTOLD}
    if total.told() and not others <= total.told().keys():
        return total
    high = None if total.high is None else total.high - victims
    most = max(total.by, key=lambda part: part[1])
    by = tuple((group, number - victims if group == most[0] else number) for group, number in total.by)
    return replace(total, low=total.low - victims, high=high, by=by) if most[1] > victims else total


def _unsplit(tally: Tally, clause: str) -> Tally:
    """Read a number of dead and injured together: nobody can tell how many of each (codebook, section 10)."""
    if tally.high is None:
        return replace(tally, low=min(tally.low, 2))
    return replace(tally, low=0) if re.search(r"(?<!\w)or(?!\w)", clause) else tally


def _clause(phrase: str, about: str | None) -> str:
    """Cut out of a phrase that tells several harms what it tells of `about`: after an active verb, before a passive one."""
    verbs = sorted((m.start(), m.end(), row[0]) for pattern, row in patterns("harms.tsv") for m in pattern.finditer(phrase))
    verbs = [v for v in verbs if not any(o != v and o[0] <= v[0] and v[1] <= o[1] for o in verbs)]
    verbs = [v for v in verbs if v[2] == about or not _only_names(phrase, v[0], v[1])]
    own = [k for k, verb in enumerate(verbs) if verb[2] == about]
    if len(own) != 1 or len(verbs) < 2:
        return phrase
    (k,) = own
    is_active = not phrase[: verbs[0][0]].strip()
    start = verbs[k][0] if is_active else (verbs[k - 1][1] if k else 0)
    end = (verbs[k + 1][0] if k + 1 < len(verbs) else len(phrase)) if is_active else verbs[k][1]
    cut = re.sub(r"^\W*(?:and|while|but)\s|\s(?:and|while|but|,)\s*$", "", phrase[start:end]).strip()
    people = cut.replace(phrase[verbs[k][0] : verbs[k][1]], "")
    return cut if sort_of(people) or _SOMEBODY.search(people) else phrase


def _only_names(phrase: str, start: int, end: int) -> bool:
    """Tell a participle that only says who somebody is: "three detained militants"."""
    people = sort_of(" ".join(phrase[end:].split()[:2]))
    return bool(_COUNTED_BEFORE.search(phrase[:start])) and people is not None and people.kind != "Property"


def _outermost(phrases: tuple[Span, ...]) -> list[Span]:
    """Order the phrases and leave out those that lie inside another: they count the same people."""
    return [one for one in sorted(set(phrases)) if not any(o != one and one.lies_in(o) for o in phrases)]


def _sum(tallies: tuple[Tally, ...], end: int, hint: str | None) -> Sum:
    """Add up the tallies of one phrase: wholes and people beside them count, parts only tell of whom the wholes consist."""
    low, high, by = 0, 0, dict[str, int]()
    is_open = False
    for k, whole in enumerate(tallies):
        if whole.relation == "part":
            continue
        parts = []
        for part in tallies[k + 1 :]:
            if part.relation != "part":
                break
            parts.append(part)
        low += whole.low
        is_open = is_open or whole.high is None
        high += whole.high or 0
        for group, number in _groups(whole, parts, hint):
            by[group] = by.get(group, 0) + number
    relation = tallies[0].relation
    return Sum(low, None if is_open else high, tuple(by.items()), relation, any(t.latest for t in tallies), end)


def _groups(whole: Tally, parts: list[Tally], hint: str | None) -> list[tuple[str, int]]:
    own = whole.group or hint or (_OTHERS if whole.relation == "beside" else _PEOPLE if _IS_PEOPLE.search(whole.words) else _BARE)
    differing = [p for p in parts if p.group and p.group != whole.group and not (whole.group and is_gender_or_age(p.words))]
    told = [(str(part.group), part.low) for part in differing]
    rest = whole.low - sum(number for _, number in told)
    if rest < 0:
        return [(own, whole.low)]
    if told and own != whole.group:
        own = hint if hint and hint not in dict(told) else "unknown"
    return [*told, *([(own, rest)] if rest else [])]


def _join(text: str, sums: list[Sum]) -> Sum:
    positive = [total for total in sums if total.low or total.high != 0]
    if not positive:
        return sums[0]
    largest = max(positive, key=lambda total: total.low)
    rest = [total for total in positive if total is not largest]
    if len(rest) >= 2 and sum(total.low for total in rest) == largest.low:
        return replace(largest, by=_better(largest.by, _merged([total.by for total in rest])))
    joined = positive[0]
    for total in positive[1:]:
        joined = replace(_joined(text, joined, total), end=total.end)
    return joined


def _joined(text: str, one: Sum, two: Sum) -> Sum:
    """Join a phrase to what the phrases before it counted."""
    if two.relation == "share":
        return replace(one, by=_filled(one.low, two, one)) if two.told() and two.counted and not two.of_age else one
    if two.latest and two.low >= one.low:
        return replace(two, by=_filled(two.low, one))
    if one.latest and one.low >= two.low:
        return replace(one, by=_filled(one.low, two))
    differ = bool(one.told() and two.told() and not one.told().keys() & two.told().keys())
    if two.relation == one.relation == "whole" and not differ:
        if (
            one.vague != two.vague
            and (precise := two if one.vague else one).high is None
            and precise.low == max(one.low, two.low)
        ):
            return precise
        if abs(one.low - two.low) == 1 and max(one, two, key=lambda total: total.low).high is None:
            return min(one, two, key=lambda total: total.low)  # "over 100" beside "100"
    if (differ and _may_hold(one, two)) or (two.rest and two.low < one.low):
        return replace(one, by=_filled(one.low, two, one))
    if two.relation == "whole" and _is_another(one, two):
        two = replace(two, relation="beside")
    if one.low == two.low and not differ and (two.relation != "beside" or one.relation == "beside"):
        return replace(one, high=one.high if two.high is None else two.high, by=_better(one.by, two.by))
    if two.relation == "beside" or differ or (two.low != one.low and _same_sentence(text, one.end, two.end)):
        high = None if one.high is None or two.high is None else one.high + two.high
        return replace(one, low=one.low + two.low, high=high, by=_merged([one.by, two.by]))
    if two.low < one.low:
        if two.counted and _contradict(one, two):
            return replace(one, low=two.low, by=_filled(two.low, one, two))
        return replace(one, by=_filled(one.low, two, one))
    if one.low == 1 or not one.counted:
        return two
    return replace(one, high=two.high)


def _is_another(one: Sum, two: Sum) -> bool:
    """Tell whether the one person whom `two` tells is none of those whom `one` tells: by "also", or by their ages."""
    aged = bool(one.ages and two.ages and not one.ages & two.ages) and not one.counted
    return not two.counted and (aged or (two.also and one.low == 1))


def _may_hold(one: Sum, two: Sum) -> bool:
    """Tell whether `two` may be some of the people of whom `one` tells nothing: "three persons", then "two assailants"."""
    return two.relation == "whole" and two.low <= _untold(one.by)


def _contradict(one: Sum, two: Sum) -> bool:
    """Tell whether a smaller figure of the same people, told later, is another teller's and not some of them."""
    same = {group for group, _ in one.by} == {group for group, _ in two.by}
    return same and two.relation == one.relation == "whole" and 2 * two.low >= one.low and not two.some


def _same_sentence(text: str, one: int, two: int) -> bool:
    return not re.search(r"[.!?]\s", text[one:two]) and two - one < 160


def _better(one: tuple[tuple[str, int], ...], two: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    """Take the parts that tell most: the fewest untold, then the most groups, then the first."""
    return max((one, two), key=lambda by: (-_untold(by), len(by)))


def _untold(by: tuple[tuple[str, int], ...]) -> int:
    return sum(number for group, number in by if group in _UNTOLD)


def _merged(parts: list[tuple[tuple[str, int], ...]]) -> tuple[tuple[str, int], ...]:
    total: dict[str, int] = {}
    for by in parts:
        for group, number in by:
            total[group] = total.get(group, 0) + number
    return tuple(total.items())


def _filled(low: int, *tellers: Sum) -> tuple[tuple[str, int], ...]:
    """Say of whom `low` people consist by what the tellers tell together; the rest stays untold."""
    told: dict[str, int] = {}
    for teller in tellers:
        for group, number in teller.told().items():
            told[group] = max(told.get(group, 0), number)
    if sum(told.values()) > low:
        told = tellers[-1].told() if sum(tellers[-1].told().values()) <= low else {}
    if len(told) == 1 and all(not _untold(teller.by) for teller in tellers):
        return ((next(iter(told)), low),)
    rest = low - sum(told.values())
    return (*told.items(), *([(_BARE if not told else "unknown", rest)] if rest else []))


_DONE_BY: Final = re.compile(
    r"(?P<doer>[^,\d]{2,60}?)\s(?:killed|executed|murdered|wounded|injured|gunned down|shot dead|abducted|kidnapped|arrested)\s"
    r"(?:(?P<one>him|her|them)(?!\w)|(?:(?:at least|more than|over|about|around|nearly|some)\s)?)",
    re.I,
)
"""Who harms others, before whom or how many he harms."""
_SUFFERED: Final = re.compile(
    r"(?<!\w)(?:was|were|been|being|be|is|are|got|gets|who|which|and|people|persons|others?)(?!\w)", re.I
)
_HURT_TOO: Final = re.compile(r"(?:\S+\s){1,3}?(?:wounded|injured|hurt|killed|dead)(?!\w)", re.I)
"""A number behind the verb that has a verb of its own: "policeman killed three injured"."""
_HIT: Final = re.compile(r"(?<!\w)(?:shot|struck|hit)(?!\w)", re.I)
_HURT: Final = re.compile(
    r"(?<!\w)(?:wound\w*|injur\w*|hurt|surviv\w*|condition|hospital\w*|treated|others?|another|also|dead|killed|died|death)(?!\w)",
    re.I,
)
_RISEN_TO: Final = re.compile(r"(?<!\w)(?:risen|rose|rises|climbed|grown|grew|jumped|increased|raised)\sto\s", re.I)
_ALSO_A: Final = re.compile(r"also an?(?!\w)", re.I)
_SAID: Final = re.compile(r"[A-Z][^,\d]{3,80}?\s(?:said|says|commented|added|stated|told reporters)(?:,| that)\s(?=\w)")
"""Who says it: "The police chief commented, Only five men were hurt"."""
_NOBODY_IN: Final = re.compile(r"(?<!\w)(?:no|nobody|none)(?!\w)", re.I)
_COUNTED_BEFORE: Final = re.compile(
    r"(?<!\w)(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|some|many)\s$", re.I
)
_BOTH_HARMS: Final = re.compile(
    r"(?<!\w)(?:dead|killed|killing|kills|deaths?)(?:,|\s)+(?:and|or|and/or)\s(?:\w+ly\s)?(?:wounded|wounding|injur\w+|hurt)"
    r"|(?<!\w)(?:wounded|wounding|injur\w+|hurt)\s(?:and|or)\s(?:dead|killed|killing|deaths?)|(?<!\w)casualties",
    re.I,
)
_BOTH: Final = r"(?<!\w)(?:killed|killing|dead)\s(?:and|or)\s(?:injur\w+|wound\w+)"
_BOTH_THEN: Final = re.compile(rf"{_BOTH}\s(?:dozens|scores|hundreds|tens|many|several)(?!\w)", re.I)
"""Both harms before the number that the phrase holds: "killing and wounding scores"."""
_THEN_BOTH: Final = re.compile(rf"{_BOTH}(?=[.,;]|\s(?:in|on|at|by|as|when|during|after|from)(?!\w))", re.I)
"""Both harms behind the number: "scores were killed and injured in the blast"."""
_ALSO: Final = re.compile(r"(?<!\w)(?:also|too|as well)(?!\w)|^(?:a|the) (?:second|third|fourth)(?!\w)", re.I)
_REST: Final = re.compile(r"the (?:other |remaining )?\w+ (?:others|remaining)(?!\w)|the (?:other|remaining) (?!one)\w+", re.I)
_AGE: Final = re.compile(r"(?<!\d)(\d{1,2})[- ]years?[- ]old")
_VAGUE: Final = re.compile(r"(?<!\w)(?:dozens|scores|hundreds|tens of)(?!\w)", re.I)
_SOME: Final = re.compile(
    r"(?<!\w)(?:among|of) (?:the|those|them) (?:\w+ )?(?:dead|killed|injured|wounded|victims|casualties)", re.I
)
_SOMEBODY: Final = re.compile(r"\d|[A-Z]|(?<!\w)(?:others?|another|two|three|four|five|six)(?!\w)")
_IS_PEOPLE: Final = re.compile(r"(?<!\w)(?:persons?|people|m[ae]n|individuals?|deaths?|fatalities)(?!\w)", re.I)
_ORDER: Final = {group: k for k, group in enumerate(GROUPS)}
