"""How many people a text about one act says were killed and hurt, from plain words: "Four shot", "boy, 8, dies", "leaves 2 dead".

Where `counts` reads the clauses of one incident that a finder marked, this reads a headline and the first sentences of a text as
a whole. It serves short crime news, in which people are "shot" without it being said at first what became of them, and any
text whose only act was found without its counts. Three readings are made: number phrases of the dead, of the hurt, and of
those hit ("shot", "struck") whatever became of them; the hit who are not dead are hurt. A death without a number is at least
one. Later sentences than the first dozen are left out: they tell of other acts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from roznamcha.coder.lexicon import alternatives
from roznamcha.coder.sentences import split_sentences
from roznamcha.model import Count, Span

SENTENCES_READ: Final = 14
LEAD: Final = 4
"""The first sentences, in which a count is the act's own; further down only where the lead has none."""
MOST: Final = 400
"""Larger numbers are those of other things."""

_WORDS: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
)
_VALUES: Final = {word: value for value, word in enumerate(_WORDS.split(), start=1)} | {"a dozen": 12}
_NO_COUNT: Final = (
    r"[,.:/-]*\d|[- ]year|(?:st|nd|rd|th)\b|\s*(?:a\.?m|p\.?m|percent|%|minutes?|hours?|days?|weeks?|months?|years?|miles?|times|"
    r"shots?|rounds?|feet|blocks?|counts?|calib)"
)
_NUMBER: Final = rf"(?:(?<![\d,.$#:/-])\d{{1,3}}(?!{_NO_COUNT})|(?<!\bno )(?:{'|'.join(_VALUES)}))"
_PEOPLE: Final = alternatives("harmed.tsv")
_BETWEEN: Final = r"(?:\s+(?!(?:and|or|after|when|who|in|at|by)\b)[\w'’-]+){0,3}?"
_GROUP: Final = rf"(?P<n>{_NUMBER})(?!,)(?:{_BETWEEN}\s+(?:{_PEOPLE}))?(?:\s+(?:of them|of whom|in all|total))?"
_AUXILIARY: Final = (
    r"(?:\s*,?\s+(?:who\s+)?(?:(?:were|was|are|is|have been|has been|had been|have|had|being|got|remain(?:ed|s)?|also|all|both|"
    r"reportedly|later|critically|seriously|badly|fatally|severely|others?|listed)\s+){0,4})"
)
_DEAD: Final = (
    r"(?:killed|dead|died|dies?|slain|slayings?|murdered|deceased|shot (?:and killed|to death|dead)|"
    r"fatally (?:shot|wounded|injured)|found dead|gunned down|martyred|(?:lost|losing) their lives)"
)
_HURT: Final = (
    r"(?:injured|wounded|hurt|hospitali[sz]ed|(?:(?:taken|rushed|transported|airlifted|sent|flown) )?"
    r"to (?:(?:the|a|an|local|area|nearby) )*hospitals?|in (?:the |a )?hospital|in (?:critical|serious|stable|fair|good)|grazed|"
    r"(?:suffered|suffering|sustained|with) [\w\s-]{0,30}(?:wounds?|injur\w+))"
)
_HIT: Final = (
    r"(?:shot|struck|hit by|gunshot victims|shooting victims)\b"
    r"(?! (?:and killed|to death|dead|at (?:him|her|them|police|officers)|himself|herself))"
)
_KILLS: Final = (
    r"(?:kill(?:s|ed|ing)?|claim(?:s|ed|ing) the lives? of|murder(?:s|ed|ing)?|(?:deaths?|murders?|killings?|slayings?) of)"
)
_HURTS: Final = r"(?:injur(?:es|ed|ing)|wound(?:s|ed|ing)|hurt(?:s|ing)?|hospitali[sz](?:es|ed|ing)|sen(?:ds|ding|t))"
_HITS: Final = r"(?:shoots?|shooting(?: of)?|shot|struck|hit)"
_AFTER: Final = rf"\s+(?:(?:at least|as many as|more than|over|about|another|his|her|their|the)\s+)?{_GROUP}(?=[\s,.;:'’]|$)"
_SOME_DEAD: Final = r"(?:[\w\s]{0,20} dead,?\s+(?:and )?)?"
_HIMSELF: Final = r"(?:(?:killed|shot|killing|shooting|turn\w+ the gun on)\s+)?(?:him|her)self"
_ONE: Final = rf"(?:(?:an?|his|her|their|the|another)\s+)?(?:\S+\s+){{0,2}}?(?:{_PEOPLE})(?:,? \d{{1,3}},?)?"
_TWO: Final = rf"{_ONE}(?:\s+and|\s*&)\s+{_ONE}"

_PATTERNS: Final = tuple(
    (what, re.compile(pattern, re.IGNORECASE))
    for what, pattern in (
        ("killed", rf"\b{_GROUP}{_AUXILIARY}{_DEAD}\b"),
        ("injured", rf"\b{_GROUP}{_AUXILIARY}{_HURT}"),
        ("hit", rf"\b{_GROUP}{_AUXILIARY}{_HIT}"),
        ("killed", rf"\b{_KILLS}{_AFTER}"),
        ("injured", rf"\b{_HURTS}{_AFTER}"),
        ("hit", rf"\b{_HITS}{_AFTER}"),
        ("killed", rf"\b(?:leav(?:es|ing)|left)\s+(?:at least )?{_GROUP}\s+(?:dead|killed)"),
        ("killed", rf"\bfamily of (?P<n>{_NUMBER})\b[^.]{{0,40}}\b(?:dead|killed|slain|murder)"),
        ("killed", rf"\bbodies of (?:the )?(?P<n>{_NUMBER})\b"),
        (
            "injured",
            rf"\b(?:leav(?:es|ing)|left)\s+{_SOME_DEAD}(?:at least )?{_GROUP}\s+(?:injured|wounded|hurt|in )",
        ),
    )
)
_PAIRS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_TWO}{_AUXILIARY}(?:{_DEAD})\b",
        rf"\b{_KILLS}\s+{_TWO}",
        rf"\b(?:couple|pair|duo)\b{_AUXILIARY}{_DEAD}\b",
        r"\bmurder[- –](?:attempted )?suicide\b",
        rf"\bkill(?:s|ed|ing)\b[^.]{{0,60}}?(?:,|and|then|before)\s+{_HIMSELF}\b",
    )
)
_MULTIPLE: Final = re.compile(
    r"\b(double|triple|quadruple|quintuple)[- ](?:fatal )?(shooting|homicide|murder|killing|slaying|stabbing)", re.IGNORECASE
)
_TIMES: Final = {"double": 2, "triple": 3, "quadruple": 4, "quintuple": 5}
_NO_DEATH: Final = re.compile(
    r"\b(?:attempted|attempt to commit|conspiracy to(?: commit)?|convicted|previous|prior|intent to) (?:\w+[- ]){0,2}"
    r"(?:murder\w*|homicide|manslaughter|kill)|"
    r"\b(?:homicide|murder) (?:unit|detectives?|division|bureau|squad|investigators?|section|team|rate|task)|"
    r"\bsuicide (?:prevention|hotline|watch)|\bdeath (?:penalty|row|threats?)|\bdead[- ]?(?:end|line)|near[- ]death|"
    r"life or death|fighting for (?:his|her|their) (?:life|lives)|"
    r"\b(?:not|no one|nobody|none|never)\b[^.]{0,25}\b(?:killed|died|fatal|dead)|non-?fatal\w*|left for dead|deadly weapon|"
    r"(?:after|following|attend\w+|left) (?:a|the) (?:funeral|vigil)",
    re.IGNORECASE,
)
"""Words of death that tell of no death here; they are hidden before `_DEATH` looks."""
_DEATH: Final = re.compile(
    r"\b(?:killed|kill(?:s|ing)|died|dies|dead|deadly|fatal(?:ly)?|homicide|murder(?:ed|s|ing)?|slain|slay(?:ing|s)?|death|"
    r"passed away|manslaughter|suicide|deceased|funeral|obituary|vigil|autopsy|laid to rest|mourn(?:s|ed|ing)?|"
    r"took (?:his|her) own life|(?:his|her|their) (?:life|lives))\b",
    re.IGNORECASE,
)
_ELSEWHEN: Final = re.compile(
    r"\b(?:(?:last|this|each|every|per|a) (?:year|month)|so far|since (?:january|the (?:start|beginning))|in (?:19|20)\d\d|"
    r"statistics|nationwide|in \d+ years)\b",
    re.IGNORECASE,
)
"""Words of a sentence that counts over a period and not the act."""
_HARM: Final = re.compile(
    r"\b(?:injur|wound|hospital|surgery|(?:critical|stable|serious) condition|non-life|surviv|hurt|grazed|shot)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Harm:
    """One phrase that counts people harmed: `what` is "killed", "injured" or "hit"; `sentence` is -1 for a headline."""

    what: str
    number: int
    span: Span
    sentence: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text tells of the harm: the phrases with numbers, and the words that tell of a death or a wound without one."""

    harms: tuple[Harm, ...]
    death: tuple[Span, ...]
    wound: tuple[Span, ...]

    @property
    def killed(self) -> tuple[Count, tuple[Span, ...]] | None:
        """The dead: the largest number of the headline, else of the lead; [1, open] for a death without a number."""
        told = self._told("killed", 0) or self._told("killed", LEAD)
        if told:
            return _count(told)
        return (Count(1, None), self.death[:1]) if self.death else None

    @property
    def injured(self) -> tuple[Count, tuple[Span, ...]] | None:
        """The hurt: those told as hurt, or those hit who are not among the dead, whichever are more."""
        hurt = self._told("injured", 0) or self._told("injured", LEAD + 2) or self._told("injured", SENTENCES_READ)
        hit = self._told("hit", LEAD + 2) or self._told("hit", SENTENCES_READ)
        killed = self.killed
        alive = max((harm.number for harm in hit), default=0) - (killed[0].low if killed else 0)
        if hit and alive > max((harm.number for harm in hurt), default=-1):
            return Count(max(alive, 0), max(alive, 0)), tuple(harm.span for harm in hit)
        if hurt:
            return _count(hurt)
        return (Count(1, None), self.wound[:1]) if self.wound and not killed else None

    def numbers(self, *whats: str) -> set[int]:
        """Give every number told of what is asked: the figures that the text leaves open to choose from."""
        return {harm.number for harm in self.harms if harm.what in whats}

    def _told(self, what: str, before: int) -> list[Harm]:
        return [harm for harm in self.harms if harm.what == what and harm.sentence < before]


def read_harm(text: str, title: str = "") -> Reading:
    """Read a text about one act; `title` is read before it, its spans being offsets of the title.

    >>> reading = read_harm("Police said a man, 35, died and three others were wounded.", "4 shot at party")
    >>> reading.killed[0], reading.injured[0]
    (Count(low=1, high=None, by=()), Count(low=3, high=3, by=()))
    """
    sentences = [(-1, Span.of(title, 0, len(title)))] if title.strip() else []
    sentences += list(enumerate(split_sentences(text)[:SENTENCES_READ]))
    acts = [(number, sentence) for number, sentence in sentences if number < 0 or not _ELSEWHEN.search(sentence.text)]
    harms = [harm for number, sentence in acts for harm in _harms(sentence, number)]
    lead = [sentence for number, sentence in acts if number < 2]
    return Reading(tuple(harms), tuple(_cues(lead, _DEATH)), tuple(_cues((sentence for _, sentence in sentences), _HARM)))


def _harms(sentence: Span, number: int) -> Iterator[Harm]:
    for what, pattern in _PATTERNS:
        for match in pattern.finditer(sentence.text):
            value = _value(match["n"])
            if value <= MOST:
                yield Harm(what, value, _span(sentence, match), number)
    for match in _MULTIPLE.finditer(sentence.text):
        what = "hit" if match[2].lower() in ("shooting", "stabbing") else "killed"
        yield Harm(what, _TIMES[match[1].lower()], _span(sentence, match), number)
    for pattern in _PAIRS:
        for match in pattern.finditer(sentence.text):
            yield Harm("killed", 2, _span(sentence, match), number)


def _cues(sentences: Sequence[Span] | Iterator[Span], pattern: re.Pattern[str]) -> Iterator[Span]:
    for sentence in sentences:
        hidden = _NO_DEATH.sub(lambda match: " " * len(match.group()), sentence.text)
        if match := pattern.search(hidden):
            yield _span(sentence, match)


def _span(sentence: Span, match: re.Match[str]) -> Span:
    return Span(sentence.start + match.start(), sentence.start + match.end(), sentence.text[match.start() : match.end()])


def _count(harms: Sequence[Harm]) -> tuple[Count, tuple[Span, ...]]:
    most = max(harm.number for harm in harms)
    return Count(most, most), tuple(harm.span for harm in harms if harm.number == most)


def _value(word: str) -> int:
    return int(word) if word.isdigit() else _VALUES[" ".join(word.lower().split())]
