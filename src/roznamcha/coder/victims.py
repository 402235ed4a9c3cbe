"""Phrases that the network marked as counts of victims and that cannot be: left out or mended before they are added up.

A second phrase adds people to the first, so that one wrong phrase makes a wrong sum. What is left out: things ("10 containers
were damaged"); people of whom only another harm is told (the three policemen of "killing ten, including three policemen",
marked as injured); "was shot" of "was shot at"; those whom somebody only tried to kill; an age, and parts of a date or a
clock time ("20" of "5:20 p.m."); those who arrest or abduct, marked as those whom they take; the "no" of "no loss of life",
which denies no wounds; and the one person hurt who then died, who is killed only (codebook, section 10). Those who "died of
their injuries" are killed, whatever they were marked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from roznamcha.coder.clauses import tells_harm
from roznamcha.coder.drafts import Mention
from roznamcha.coder.kinds import sort_of
from roznamcha.coder.reading import Text
from roznamcha.coder.tallies import SPARED, read_tallies
from roznamcha.model import Span
from roznamcha.resolve.numbers import read_numbers

_HARMS: Final = ("killed", "injured")
_OTHER: Final = {"killed": "injured", "injured": "killed"}
_DAMAGED: Final = re.compile(
    r"(?<!\w)(?:were|was|been)\s(?:\w+ly\s)?(?:damaged|destroyed|gutted|torched|burn(?:t|ed)|set ablaze)(?!\w)"
)
_SHOT_AT: Final = re.compile(r"(?<!\w)(?:shot|fired)$", re.IGNORECASE)
_AIMED: Final = re.compile(
    r"(?:^|(?<!\w)(?<!was )(?<!were )(?<!been )(?<!being ))(?:shot|fired|opened fire) (?:at|on|upon)(?!\w)"
    r"(?! (?:close|point|(?:his|her|their|the) way|\w+day)(?!\w))",
    re.IGNORECASE,
)
_DEATH: Final = re.compile(r"(?<!\w)(?:lives|fatal\w*|deaths?|toll|dead|died|succumbed)(?!\w)", re.IGNORECASE)
_TO_HARM: Final = re.compile(r"(?:to )?(?:kill|injure|wound|assassinate|murder|target)(?!\w)", re.IGNORECASE)
_TRIED: Final = re.compile(
    r"(?<!\w)(?:tr(?:y|ied|ies|ying)|attempt(?:s|ed|ing)?|plan(?:s|ned|ning)?|plot(?:s|ted|ting)?|fail(?:s|ed)?|want(?:s|ed)?|bid"
    r"|aim(?:s|ed)?|sought|meant|intended|threat(?:s|ened)?)(?: to)? $",
    re.IGNORECASE,
)
_TAKES: Final = re.compile(
    r"\s+(?:(?:has|have|had|also|later|then)\s+)*"
    r"(?:arrested|detained|apprehended|nabbed|captured|rounded up|abducted|kidnapped|picked up|took)\s+"
    r"(?![A-Z]\w+day(?!\w)|(?:\w+\s){1,2}(?:hour|day|week|month|year)s?(?!\w))"
    r"(?:\d|[A-Z]|(?:at least|more than|over|about|around|some|nearly|as many as|an?|the|another|him|her|them|his|their|one|two"
    r"|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|dozens|suspects|people|villagers|civilians)(?!\w))"
)
"""What stands behind those who take others: a verb with an object, which "arrested near Quetta" has not."""
_TAKEN: Final = ("arrested", "abducted")
_DIED_OF_IT: Final = re.compile(
    r"(?<!nearly )(?<!almost )(?<!\w)(?:died|succumbed)\s(?:\w+\s)?(?:of|from|to|due to)\s(?:\w+\s){0,2}"
    r"(?:injuries|injury|wounds)(?!\w)",
    re.IGNORECASE,
)
_WOUNDS: Final = re.compile(r"injur|wound|casualt|harm|hurt", re.IGNORECASE)
_YEARS_OLD: Final = re.compile(r"[- ]years?[- ]old")
_NAME: Final = re.compile(r"(?<!\w)[A-Z][a-z]{2,}")


def only_victims(mentions: Sequence[Mention], text: Text) -> list[Mention]:
    """Leave out the count phrases of one incident that count none of those whom they were marked for; mend who died since."""
    told = [replace(one, label="killed") if _died_since(one) else one for one in mentions if not _takes_others(one, text)]
    kept = [one for one in told if one.label not in _HARMS or not _counts_nobody(one, told, text)]
    return [one for one in kept if one.label != "injured" or not _is_the_dead(one, kept)]


def _takes_others(one: Mention, text: Text) -> bool:
    """Tell those who arrest or abduct, as "Police" of "Police have also arrested four people"; whoever is counted is taken."""
    is_nobody = one.label in _TAKEN and not tells_harm(one.span.text) and not read_numbers(one.span.text)
    return is_nobody and bool(_TAKES.match(text.text, one.span.end))


def _died_since(one: Mention) -> bool:
    """Tell those marked as injured of whom nothing is told but that they died of it: one number at most, and no other harm."""
    died = _DIED_OF_IT.search(one.span.text) if one.label == "injured" else None
    if died is None:
        return False
    rest = one.span.text[: died.start()] + one.span.text[died.end() :]
    return len(read_numbers(rest)) <= 1 and not tells_harm(rest, "injured")


def _counts_nobody(one: Mention, mentions: Sequence[Mention], text: Text) -> bool:
    is_none = _is_thing(one.span) or _shot_at(one, text) or _only_tried(one, text) or _is_elsewhere(one, mentions)
    is_age = one.span.text.isdecimal() and _YEARS_OLD.match(text.text, one.span.end)
    return is_none or bool(is_age) or any(one.span.lies_in(time.span) for time in text.times)


def _is_thing(span: Span) -> bool:
    """Tell things by what they are and what is done to them."""
    damaged = _DAMAGED.search(span.text)
    sort = sort_of(span.text[: damaged.start()]) if damaged else None
    return sort is not None and sort.kind == "Property"


def _shot_at(one: Mention, text: Text) -> bool:
    """Tell those of whom it is only told that somebody aimed at them."""
    if one.label != "killed":
        return False
    cut = bool(_SHOT_AT.search(one.span.text)) and text.text[one.span.end :].lstrip()[:3] == "at "
    aimed = bool(_AIMED.search(one.span.text)) and not _DEATH.search(one.span.text)
    return cut or (aimed and not tells_harm(_AIMED.sub("", one.span.text), "killed"))


def _only_tried(one: Mention, text: Text) -> bool:
    """Tell those whom somebody tried, planned or failed to kill."""
    return bool(_TO_HARM.match(one.span.text)) and bool(_TRIED.search(text.text[: one.span.start]))


def _is_elsewhere(one: Mention, mentions: Sequence[Mention]) -> bool:
    """Tell people who stand inside a phrase of the other harm, where their own words do not tell theirs, and its "no"."""
    if tells_harm(one.span.text, one.label):
        return False
    others = [m for m in mentions if m.label == _OTHER[one.label] and m.span != one.span]
    within = [m.span.text for m in others if one.span.lies_in(m.span) and not tells_harm(m.span.text, one.label)]
    beside = any(m.label == one.label and m.span != one.span for m in mentions)
    denies = one.label == "injured" and bool(SPARED.fullmatch(one.span.text))
    return bool(within) and (beside or (denies and not any(map(_WOUNDS.search, within))))


def _is_the_dead(one: Mention, mentions: Sequence[Mention]) -> bool:
    """Tell the lone person hurt who is the lone person killed, by the names: all of the one's stand in the other's phrase."""
    hurt = [m for m in mentions if m.label == "injured"]
    dead = [m for m in mentions if m.label == "killed"]
    alone = len(hurt) == 1 and bool(dead) and all(_is_one(m.span) for m in (*hurt, *dead))
    names = set(_NAME.findall(one.span.text))
    return alone and bool(names) and any(names <= set(_NAME.findall(m.span.text)) for m in dead)


def _is_one(span: Span) -> bool:
    tallies = read_tallies(span.text)
    return len(tallies) == 1 and (tallies[0].low, tallies[0].high) == (1, 1)
