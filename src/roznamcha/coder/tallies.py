"""Reads one phrase that counts people ("10 others, including five policemen, were injured") into tallies.

A tally is one number of people with the group they belong to and its relation to what was counted before: a whole, a part
of the whole before it, or people beside it ("two others"). The phrase is cut at commas, "and" and "along with"; a piece
with a number counts what the number says, a piece without one counts one person when it stands in a list ("a constable and
his driver") and none when it only says who somebody is ("Baksh Ali, a farmer"). Joining the tallies of several phrases is
the affair of `counts`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from roznamcha.coder.kinds import Sort, sort_of
from roznamcha.model import NumberMention
from roznamcha.resolve.numbers import read_numbers

_DENIES: Final = re.compile(
    r"(?<!\w)(?:no|not|none|nobody|neither|without|unhurt|unharmed|unscathed|uninjured|escaped?"
    r"|survived|safe|did ?n['’]?t|any)(?!\w)",
    re.I,
)
_ESCAPED_SINCE: Final = re.compile(
    r"(?<!\w)who\s(?:(?:has|had|have|later|however|then|also|since)\s)+escaped(?=\s*(?:$|[,.;]|from(?!\w)|since(?!\w)))", re.I
)
"""What those who were harmed did then: "injuring another who has escaped"."""
SPARED: Final = re.compile(r"(?:there (?:was|were|is|are) )?no(?!\w)(?! less| fewer)|nobody|neither|none(?!\w)", re.I)
"""How a phrase begins that denies a harm: "No officers were hurt" counts nobody, whoever else was."""
_NOT_HARMED: Final = re.compile(
    r"(?P<who>.*)\s(?:was|were)(?:\snot|n['’]t)\s(?:physically\s|otherwise\s)?(?:injured|hurt|harmed|wounded|killed)\W*",
    re.IGNORECASE | re.DOTALL,
)
"""A phrase of which the last verb denies the harm: "the officers, one of whom fired, were not injured"."""
_HARMED: Final = re.compile(
    r"(?<!\w)(?:shot|hit|struck|beaten|grazed|stabbed|killed|dead|died|injur\w+|wound\w+|hurt|attacked)(?!\w)", re.IGNORECASE
)
_LARGE: Final = re.compile(
    r"(?<!\w)(?:unidentified|unknown|unspecified|large|big|great|huge|undisclosed|the) number of"
    r"|(?<!\w)(?:those|many|most|people) who"
    r"|(?<!\w)(?:some|most|many) of (?:the|them|he|its|his|their)(?!\w)"
    r"|(?<!\w)(?:massacre|fatalities|casualties|deadly|heavy (?:death toll|losses|tolls?))(?!\w)"
    r"|^the (?:wounded|injured|dead)$|^other \w+s(?!\w)",
    re.I,
)
"""Words that tell of several people without a number."""
_PLURAL_DEATH: Final = re.compile(
    r"(?i:(?<!\w)mass (?:murder|killing|execution|shooting)s?"
    r"|^(?:the )?(?:killings|murders|deaths|executions|assassinations)(?!\w)(?! of (?:(?-i:[A-Z])|an?\s|his\s|her\s|the\s))"
    r"|(?<!\w)caus(?:ed|ing) (?:the )?deaths)"
    r"|(?<!\w)(?:killing|murder|slaying|execution|death) of (?:(?:his|her|their) )?"
    r"(?!(?:his|its|this|us|an?)(?!\w))[a-z]+(?: [a-z]+)?(?:(?<!s)s|men|people)"
    r"(?=\s*(?:$|[.,;]|(?:in|on|at|by|from|during|near|and)(?!\w)))"
)
"""Deaths of several people, told as a noun: "mass killings", "the killing of pilgrims"."""
_PART: Final = re.compile(
    r"(?<!\w)(?:includ(?:ing|ed|es)|among (?:them|whom|which)|of (?:them|whom|these|those)|out of (?:them"
    r"|which|whom)|comprising|mostly|majority of)(?!\w)",
    re.I,
)
_NAMES_THEM: Final = re.compile(r"(?<!\w)(?:identified as|named|namely)(?!\w)", re.I)
_SHARE: Final = re.compile(
    r"\s(?:\w+\s)?(?:of (?:the\s)?(?:them|whom|these|those|injured|wounded|victims|dead|abducted|arrested)|out of)(?!\w)"
    r"|(?:\s\w+){0,8}\samong the (?:dead|injured|victims|wounded|killed|deceased)(?!\w)",
    re.I,
)
_BESIDE: Final = re.compile(r"(?<!\w)(?:others?|another|more(?!\sthan)|additional|further|remaining|rest|else)(?!\w)", re.I)
_LATEST: Final = re.compile(
    r"(?<!\w)(?:tolls?|risen|rose|rises|reached|climbed|stands? at|stood at|brings?|bringing|raising|taking)(?!\w)", re.I
)
_CUT: Final = re.compile(
    r",\s(?:and\s)?|\sand\s|\sas well as\s|\s(?:(?:along|together) with|alongside)\s|;\s|\s(?=includ(?:ing|ed)(?!\w))"
)
_VERB: Final = re.compile(
    r"(?<!\w)(?:were|was|are|is|been|being|have|has|had|got|died|dies|die|suffered|sustained|received"
    r"|succumbed|lost|embraced|escaped"
    r"|killed|killing|kills|injured|injuring|injures|wounded|wounding|shot|dead|hurt|abducted"
    r"|abducting|kidnapped|kidnapping|whisked away"
    r"|arrested|arresting|detained|detaining|apprehended|apprehending|nabbed|captured|capturing|taken"
    r"|martyred|slain|murdered|murdering"
    r"|executed|executing|beheaded|beheading|gunned down|leaving|left|claiming|claimed|posted"
    r"|travell?ing|accompanying|beat|assaulted)(?!\w)",
    re.I,
)
_CLUSTER: Final = re.compile(
    rf"{_VERB.pattern}(?:\s(?:(?:\w+ly|also|later|all|allegedly|down|away|up|dead|alive|to death)|{_VERB.pattern}))*", re.I
)
_SUFFERS: Final = re.compile(
    r"(?<!\w)(?:were|was|been|being|are|is|got|died|dies|die|suffered|sustained|received|succumbed"
    r"|lost|embraced|escaped|dead)(?!\w)",
    re.I,
)
_DOING: Final = re.compile(
    r"\s(?:guarding|manning|escorting|protecting|patrolling|carrying)\s(?:the|an?|their|his|her|its|this|some|\d+)\s.*",
    re.I | re.S,
)
"""What they did when they were harmed: it may name others."""
_MOURNED: Final = re.compile(
    r"(?:,?\s(?:is|was|are|were)(?:\s\w+)?\ssurvived(?!\w)|(?:^|,?\s)survived(?=\sby\s(?!\w+ing(?!\w))))"
    r"(?:\sby\s(?:(?!,\s(?:was|were|had|has|died)\s|\sand\s(?:\w+\s){1,3}(?:was|were|died)(?!\w))[^.;])*)?",
    re.I,
)
"""Who mourns the dead: "is survived by his wife and three children" denies no harm, and nobody in it is counted."""
_PAIR: Final = re.compile(
    r"(?:an?|the|his|her|their)\s(?:\w+\s)?(?:husband|father|mother)\sand\s(?:wife|son|daughter|child)(?!\w)"
    r"(?!.*(?:,|\sand\s|\salong|\sas well))",
    re.I | re.S,
)
"""Two people told as one family: "a father and son"."""
_CHILD: Final = re.compile(
    r"(?:husband|wife|son|daughter|child|boy|girl|baby|infant|toddler)(?=$|[,.;(]|\s(?:of|in|from|who|aged|on|at)(?!\w))", re.I
)
"""Who needs no article beside somebody else: "a woman and child"."""
_ALL_OF: Final = re.compile(
    r"(?:the\s)?(?:(?:vast\s|great\s)?majority|most|many|some|all|half|several|both)\sof\s(?:them|whom|these|those)(?!\w)", re.I
)
"""How many of people counted before, without a number."""
_HELD: Final = re.compile(r"^(\S+\s)(?:detained|arrested|abducted|kidnapped|captured|injured|wounded)\s(?=([a-z]\S*))")
"""A participle between a number and those whom it counts: "three detained militants"."""
_NAME: Final = re.compile(r"(?<!\w)[A-Z][\w'’.-]+(?:\s(?:[A-Z][\w'’.-]*|ul|al|bin|e|de|von|ur|u))*")
_IDENTIFIED: Final = re.compile(
    r"(?:the\s)?(?:deceased|dead|slain|victims?|injured|wounded|abducted|arrested)(?:\s\w+)?\s(?:were|was|have been|has been|are)"
    r"\s(?:later\s)?identified as\s(?P<names>.+)",
    re.I | re.S,
)
"""Those of a count told by their names: as many as there are names."""
_EACH: Final = re.compile(rf"\seach (?:of|from)\s(?P<bodies>.+?)(?:{_VERB.pattern}|$)", re.S)
_DETERMINER: Final = re.compile(r"^\s*(?:an?|another|the|his|her|its|their|one)\s", re.I)
_BARE: Final = re.compile(r"(?:an?|another|the|his|her|its|their|one|some)", re.I)
_ONE: Final = re.compile(r"^\s*(?:an?|another|one)\s", re.I)
_GENDER: Final = re.compile(r"(?<!\w)(?:wom[ae]n|females?|girls?|boys?|m[ae]n|child(?:ren)?|infants?|minors?|teenagers?)$", re.I)
_SINGULAR_WORD: Final = re.compile(r"(?<!\w)(?:him|himself|herself|he|she|his|her|was|another|body)(?!\w)", re.I)
_PLURAL_WORD: Final = re.compile(r"(?<!\w)(?:them|they|themselves|their|were|bodies)(?!\w)", re.I)
_UNIT: Final = re.compile(
    r"\s(?:[A-Z][\w.]*\s){0,3}(?:Rifles|Battalion|Bn|Regiment|Brigade|Division|Corps|RR|AR|Ward|Sector)(?!\w)"
)
HITS: Final = re.compile(
    r"\s(?:(?:gun ?shot|gun|bullet|stab|knife|splinter|shrapnel|separate|more|fatal|serious|apparent|critical"
    r"|life-threatening)\s)*"
    r"(?:wounds?|times|shots|bullets?|rounds?|gunshots?)(?!\w)",
    re.I,
)
"""What a body took, after its number."""
_THINGS: Final = re.compile(
    r"\s(?:(?:separate|suicide|car|roadside|drone|air|terror|deadly|such)\s)?(?:explosions|blasts|attacks|bombings|bombs|strikes"
    r"|incidents|clashes)(?!\w)|\s(?:days|hours|weeks|nationalities)(?!\w)",
    re.I,
)
"""What is no person, after its number."""
_ADDRESS: Final = re.compile(
    r"\s(?:(?:[A-Z][\w.]*|of|the)\s){0,3}(?:block|Block|Street|St\.?|Avenue|Ave\.?|Road|Rd\.?|Lane|Drive|Dr\.|Boulevard|Blvd|Highway"
    r"|Court|Way|Circle|Place)(?=\s*(?:$|[.,;)]|(?:of|in|on|at|near|around|and|when|where|by|after|late|early)(?!\w)))"
)
_CALLS: Final = re.compile(r"(?<!\w)(?:call(?:ed|s|ing)?(?:\sto)?|dial(?:l?ed)?|a|the)\s$", re.I)
_SMALL: Final = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d+)"
_WHOLE_OF: Final = re.compile(rf"(?<!\w){_SMALL}\s(?:out\s)?of\s(?:the\s)?$", re.I)
"""Before the number of all, of whom some are counted: "three of four men"."""
_ONE_OF: Final = re.compile(rf"\s(?:out\s)?of\s(?:the\s)?{_SMALL}(?!\w)", re.I)
"""Behind a "one" that is among those who are counted: "one of 14 people killed"."""
_NAMES_TWO: Final = re.compile(r"\s(?:[A-Z][\w'’.-]+|(?:his|her|the|an?)\s\w+)\sand\s")
"""What stands behind a "both" that counts nobody: "both Bass and his daughter"."""
_AGED: Final = re.compile(r"(?<!\w)(?:both|(?:who|he|she|they)\s(?:is|are|was|were))\s$", re.I)
_ENDS: Final = re.compile(r"\s*(?:[.;)]|$|,(?!\sincluding)|and\s(?:\d|was|were))")
_NEAR: Final = 120
"""Words about a number stand within so many characters of it."""
_PLURAL_NOUN: Final = re.compile(r"(?:[^s]s|men|people|children|police|troops|personnel)$", re.I)
_ONE_OF_PERSONNEL: Final = re.compile(r"(?<!\w)personnel\s(?:(?:was|has been|and his)(?!\w)|[A-Z])")
"""South Asian papers call one man so: "the CRPF personnel was killed"."""
_FELLOWS: Final = re.compile(r"(?<!\w)(?:accomplices|associates|comrades|followers|supporters|members)$", re.I)
"""Plurals that say whose they are and not what: of no sort that the lexicon knows."""
_LABEL: Final = re.compile(
    r"(?<!\w)(?:class|grade|ward|sector|number|no\.?|age|aged|chapter|unit|battalion|phase|constituency|channel|NA|PB|PK|PP|PS)\s$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Tally:
    """A number of people in a phrase: the range, the group or None, how it relates to what stands before, and the words.

    `relation` is "whole", "part", "beside" ("two others"), or "share" (a part of people counted elsewhere: "one of them");
    `latest` marks a toll that replaces earlier ones.
    """

    low: int
    high: int | None
    group: str | None
    relation: str
    words: str
    latest: bool = False
    name: bool = False


def read_tallies(phrase: str) -> tuple[Tally, ...]:
    """Read the counted people of one phrase, in the order of the words.

    >>> [(t.low, t.group, t.relation) for t in read_tallies("10 others, including five policemen")]
    [(10, None, 'beside'), (5, 'state', 'part')]
    >>> [(t.low, t.group) for t in read_tallies("A farmer, Baksh Ali, was killed")]
    [(1, 'civilians')]
    """
    phrase = _MOURNED.sub("", phrase)
    spared = _NOT_HARMED.fullmatch(phrase)
    if SPARED.match(phrase) or (spared and not _HARMED.search(spared["who"])):
        return (Tally(0, 0, None, "whole", phrase),)
    numbers = [number for number in read_numbers(phrase) if number.kind == "count" and not _is_no_count(phrase, number)]
    if not any(number.low or number.high != 0 for number in numbers) and _DENIES.search(_ESCAPED_SINCE.sub("", phrase)):
        return (Tally(0, 0, None, "whole", phrase),)
    if re.search(r"(?<!\w)(?:an?|the|husband[- ]wife)\s(?:\w+\s){0,2}couple(?!\w)", phrase, re.I) or (
        all(number.low == 1 for number in numbers) and _PAIR.match(phrase)
    ):
        return (Tally(2, 2, _group(phrase), "whole", phrase),)
    if each := _each(phrase, numbers):
        return each
    if named := _IDENTIFIED.match(phrase):
        names = len(_NAME.findall(named.group("names")))
        return (Tally(names, names, None, "whole", phrase),) if names else ()
    if not numbers and _ALL_OF.match(phrase):
        return (Tally(2, None, _group(phrase), "share", phrase),)
    if not numbers and (_LARGE.search(phrase) or _PLURAL_DEATH.search(phrase)):
        return (Tally(2, None, _group(phrase), "whole", phrase),)
    tallies = _Reader(phrase, numbers).read()
    if not tallies:
        plural = _PLURAL_WORD.search(phrase) and not _SINGULAR_WORD.search(phrase)
        return (Tally(2, None, None, "whole", phrase) if plural else Tally(1, 1, None, "whole", phrase),)
    return tuple(_demoted(phrase, tallies))


def _each(phrase: str, numbers: list[NumberMention]) -> tuple[Tally, ...]:
    """Read "two jawans each of the Task Force and the Armed Force": as many of every body that is named."""
    found = _EACH.search(phrase)
    if found is None or len(numbers) != 1 or numbers[0].high is None or numbers[0].span.end > found.start():
        return ()
    number, bodies = int(numbers[0].low), len(_CUT.findall(found.group("bodies"))) + 1
    return (Tally(number * bodies, number * bodies, _group(phrase), "whole", phrase),) if bodies > 1 else ()


def _is_no_count(phrase: str, number: NumberMention) -> bool:
    """Tell from counts: ages ("(28)"), wounds ("six gunshot wounds"), units ("44 Assam Rifles"), labels ("class nine")."""
    start, end = number.span.start, number.span.end
    before, after = phrase[max(0, start - _NEAR) : start], phrase[end : end + _NEAR]
    if re.match(r"[- ]?years?[- ]?old", after, re.I) or HITS.match(after) or _THINGS.match(after):
        return True
    word = number.span.text.lower()
    if (word.isdigit() and _ADDRESS.match(after)) or (word == "911" and _CALLS.search(before)):
        return True
    if _WHOLE_OF.search(before) or (word == "one" and _ONE_OF.match(after)) or (word == "both" and _NAMES_TWO.match(after)):
        return True
    digits = word.isdigit() and 5 <= number.low <= 99
    if digits and _AGED.search(before) and _ENDS.match(after):
        return True
    if (
        digits
        and re.search(r"[\w)]\s?[(,]\s?$", before)
        and re.match(r"\)|,|\sand\s|$", after)
        and not re.match(r",?\s?\w+ (?:people|others)", after)
    ):
        return True
    if (
        digits
        and re.search(r"[A-Z][\w'’]+\s$", before)
        and not _VERB.search(before.rsplit(maxsplit=1)[-1])
        and re.match(r"$|\sa\s|\sson\s|\swas\s|\swere\s|\sof\s|\sa?nd\s[A-Z]|,", after)
    ):
        return True
    return bool(_UNIT.match(after) and re.search(r"(?:of|to|by|from|the|battalion)\s(?:the\s)?$", before)) or bool(
        _LABEL.search(before)
    )


@dataclass(slots=True)
class _Reader:
    """Walks over the pieces of a phrase and remembers whether they are parts of what was counted before."""

    phrase: str
    numbers: list[NumberMention]
    in_part: bool = False
    named: bool = False

    def read(self) -> list[Tally]:
        tallies: list[Tally] = []
        for start, end, glue in self._pieces():
            piece = self.phrase[start:end]
            numbers = self._numbers(start, end)
            if ";" in glue or (self.named and (numbers or _DETERMINER.match(piece))):
                self.in_part = self.named = False
            if tallies and _PART.match(piece.lstrip()):
                self.in_part = True
            if len(numbers) < 2 and not [n for n in numbers if n.low != 1 or not re.match(r"an?\s", n.span.text, re.I)]:
                tallies.extend(self._single(piece, glue, tallies))
            else:
                for number in numbers:
                    tallies.append(self._counted(number, start, end, tallies))
            self._settle(piece, bool(tallies))
        return tallies

    def _numbers(self, start: int, end: int) -> list[NumberMention]:
        """List the numbers of a piece, without "a group" in "four members of a group"."""
        inside = [n for n in self.numbers if start <= n.span.start < end]
        return [
            n
            for k, n in enumerate(inside)
            if not (k and n.low == 1 and re.search(r"(?<!\w)(?:of|by|with|in|for|to|from)\s$", self.phrase[start : n.span.start]))
        ]

    def _settle(self, piece: str, any_before: bool) -> None:
        """Note whether the pieces that follow are parts of, or names for, what this piece counts."""
        verb = re.search(r"(?<!\w)(?:were|was|had|have)(?!\w)", piece)
        opener, names = _PART.search(piece), _NAMES_THEM.search(piece)
        if verb and not (opener and opener.start() > verb.start()) and not (names and names.start() > verb.start()):
            self.in_part = self.named = False
        elif any_before and opener:
            self.in_part = True
        elif any_before and names:
            self.in_part = self.named = True

    def _pieces(self) -> list[tuple[int, int, str]]:
        """Cut the phrase into pieces, each with what stands before it; nothing is cut inside brackets or a number's own words."""
        masked = re.sub(r"\([^)]*\)", lambda m: "#" * len(m.group()), self.phrase)
        cuts = [m for m in _CUT.finditer(masked) if not any(n.span.start < m.start() < n.span.end for n in self.numbers)]
        starts = [(0, ""), *((m.end(), m.group()) for m in cuts)]
        ends = [*(m.start() for m in cuts), len(self.phrase)]
        return [(start, end, glue) for (start, glue), end in zip(starts, ends, strict=True) if start < end]

    def _counted(self, number: NumberMention, start: int, end: int, before: list[Tally]) -> Tally:
        later = [n.span.start for n in self.numbers if number.span.end <= n.span.start < end]
        words = self.phrase[number.span.start : min([end, *later])]
        after = self.phrase[number.span.end : end]
        gap = self.phrase[start : number.span.start]
        group = _group(words)
        whole = next((t for t in reversed(before) if t.relation != "part"), None)
        differs = whole is not None and group is not None and whole.group is not None and group != whole.group
        relation = "whole"
        opens_part = gap.rstrip().endswith("(") or bool(_PART.search(gap)) or number.span.text.lower() == "both"
        if (self.in_part and not differs) or (before and opens_part):
            relation = "part"
        elif _SHARE.match(after) or _PART.match(gap.lstrip()):
            relation = "part" if before else "share"
        elif _BESIDE.search(gap[-9:]) or _BESIDE.search(_noun_phrase(words)):
            relation = "beside"
        high = None if number.high is None else int(number.high)
        return Tally(
            int(number.low), high, _group(words), relation, words, bool(_LATEST.search(self.phrase[: number.span.start]))
        )

    def _single(self, piece: str, glue: str, before: list[Tally]) -> list[Tally]:
        """Count a piece without a number: one person, an open two for a bare plural, or nobody."""
        if re.match(r"\s*(?!killing|injuring|wounding|including)[a-z]+ing\s", piece):
            return []  # "manning a check post" tells what somebody did
        core = _core(piece)
        sort, named = sort_of(core), _NAME.match(core.strip(" \"“”‘’'")) is not None
        if not core.strip() or (
            sort is None and not named and not _DETERMINER.match(core) and not _SINGULAR_WORD.match(core.strip())
        ):
            return []
        if sort is not None and sort.kind == "Property" and not named:
            return []
        if self.in_part:
            return [Tally(1, 1, _group(core), "part", core, name=named)] if _DETERMINER.match(core) else []
        listed = not glue.strip().startswith(",") or "and" in glue
        if before and before[-1].low == 1 and glue.strip() == "and" and _CHILD.match(core.strip()):
            return [Tally(1, 1, _group(core), "whole", core)]
        if before and before[-1].low > 1 and not _DETERMINER.match(core):
            return []  # "17 Police and CRPF personnel", "two policemen, Ali Khan and Jawad Khan"
        if before and before[-1].low > 1 and not listed:
            return [Tally(1, 1, _group(core), "listed", core)] if _ONE.match(core) else []
        if before and (not listed or not (_DETERMINER.match(core) or named or _SINGULAR_WORD.match(core.strip()))):
            return [Tally(1, 1, _group(core), "listed", core, name=named)] if _fits_list(before[-1], core, named) else []
        if _is_plural(core, sort) and not _ONE.match(core) and not _ONE_OF_PERSONNEL.search(self.phrase):
            return [Tally(2, None, _group(core), "whole", core)]
        relation = "beside" if re.match(r"\s*another(?!\w)", core, re.I) else "whole"
        return [Tally(1, 1, _group(core), relation, core, name=named)]


def _demoted(phrase: str, tallies: list[Tally]) -> list[Tally]:
    """Settle what only the whole phrase tells: commas of a list, "was", the parts before "were among", a whole and its sum."""
    closes = bool(re.search(r"\sand\s|\sas well as\s", phrase)) and tallies[-1].relation != "listed"
    kept = [replace(t, relation="whole") if t.relation == "listed" else t for t in tallies if t.relation != "listed" or closes]
    singles = [t for t in kept if t.relation != "part"]
    if (
        all(t.low == 1 for t in singles)
        and re.search(r"(?<!\w)was(?!\w)", phrase)
        and not re.search(r"\s(?:along|together) with\s|another", phrase)
    ):
        kept = kept[:1]
    if len(kept) > 1 and re.search(r"(?<!\w)(?:were|was) among(?!\w)", phrase):
        among = phrase.find(" among ")
        whole = replace(next((t for t in kept[1:] if phrase.find(t.words, among) >= 0), kept[-1]), relation="whole")
        some = kept[0]
        kept = [whole, replace(some, relation="part")] if whole.low >= some.low else [replace(some, relation="share")]
    if len(kept) >= 3 and kept[0].low == sum(t.low for t in kept[1:]) and len(singles) == len(kept):
        kept = [kept[0], *(replace(t, relation="part") for t in kept[1:])]
    return kept


def _fits_list(last: Tally, core: str, named: bool) -> bool:
    """Tell whether a piece after a comma has the form of the piece before it, as in "Gul Sahib, Raziq Khan and Waris Khan"."""
    return (
        last.low == 1 and last.name == named and (named or bool(_DETERMINER.match(core)) == bool(_DETERMINER.match(last.words)))
    )


def _core(piece: str) -> str:
    """Give the part of a piece that names who suffered: before a passive verb, else after an active one."""
    piece = re.sub(r"^\s*(?:and|with|also|including|included|[Bb]oth)\s", "", piece)
    verb = next((m for m in _CLUSTER.finditer(piece) if not _BARE.fullmatch(piece[: m.start()].strip())), None)
    if verb is None:
        return piece
    before, after = re.sub(r"\s(?:who|which|that)$", "", piece[: verb.start()].strip()), piece[verb.end() :].strip()
    if before and (
        _SUFFERS.search(verb.group()) or not after or re.match(r"(?:to|by|in|on|at|near|during|when|as)(?!\w)", after)
    ):
        return before
    return "" if re.match(r"(?:to|by|in|on|at|near|during|when|injuries|his injuries|her injuries)(?!\w)", after) else after


def _noun_phrase(words: str) -> str:
    """Cut the words of a number at the verb, without what stands in brackets."""
    bare = _DOING.sub("", re.sub(r"\([^)]*\)?", "", words))
    if (held := _HELD.match(bare)) and sort_of(held[2]):
        bare = held[1] + bare[held.end() :]
    cut = _VERB.search(bare)
    return bare[: cut.start()] if cut and cut.start() > 1 else bare


def _group(words: str) -> str | None:
    sort = sort_of(_noun_phrase(words))
    return sort.group if sort and sort.by in ("head", "name") and sort.kind != "Property" else None


def is_gender_or_age(words: str) -> bool:
    """Tell words that only say that somebody is a woman or a child, which names no group beside a told one."""
    return bool(_GENDER.search(_noun_phrase(words).strip(" ,.")))


def _is_plural(core: str, sort: Sort | None) -> bool:
    """Tell a plural by its last common noun before a name: "Hindu priest Das" is one man."""
    head = re.split(r"\s(?:of|in|at|from|who|belonging|for|on|with)\s|\(|,", core.strip())[0].strip()
    common = re.sub(r"(?:\s[A-Z][\w'’.-]*)+$", "", head)
    is_known = sort is not None and bool(_PLURAL_NOUN.search(common))
    return (is_known or bool(_FELLOWS.search(common))) and not _NAME.fullmatch(head)
