"""From the day of an abduction to the day of the killing: the date of people who were abducted and later killed.

The codebook (section 10) dates such an attack from the one day to the other where both are told; news mostly tells them in two
sentences, of which a finder marks one. The day of the abduction stands in the clause of its verb, that of the killing is the
date found, or stands in the sentence that counts the dead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from roznamcha.coder.drafts import Draft
from roznamcha.coder.reading import Text
from roznamcha.model import DateValue, Span, TimeExpression

_TAKEN: Final = re.compile(
    r"(?<!\w)(?:abducted|kidnapped|picked\s(?:up|him|her|them)|(?:taken|took\s(?:him|her|them))\saway|took\saway|whisked\saway"
    r"|went\smissing)(?!\w)",
    re.IGNORECASE,
)
_KILLED: Final = re.compile(
    r"(?<!\w)(?:kill(?:ed|ing)|shot\sdead|murdered|executed|beheaded|beaten\sto\sdeath|bod(?:y|ies)|found|released|freed)(?!\w)",
    re.IGNORECASE,
)
"""What follows on an abduction: a day behind it is that of the end."""
_SAID_ON: Final = re.compile(r"(?<!\w)(?:said|claimed|confirmed|announced|stated)\s(?:\w+\s)?(?:on\s)?$", re.IGNORECASE)
"""Before a day on which the killing was only told."""
_VERB_NEAR: Final = 40
"""Characters before a day in which a verb of saying is one of that day."""
_DAY: Final = re.compile(r"(?:XXXX|\d{4})-\d\d-\d\d~?")
_LONGEST: Final = 31
"""Days: a report of a death that was long unknown tells no day of the killing."""
_LEAP_YEAR: Final = "2000"


def captivity(draft: Draft, drafts: Sequence[Draft], text: Text, found: DateValue | None) -> tuple[DateValue, Span] | None:
    """Give the days from abduction to killing, and the words that tell the other one than the date `found`.

    None where the draft is no killing, or one of the two days is not told. `drafts` are all of the text: a day may be told far
    from the words that the finder marked only where no other incident may own it.
    """
    if draft.sub_event_type != "Attack" or not draft.labelled("killed"):
        return None
    killed = _days_of_killing(draft, text, found)
    for taken in _days_of_abduction(draft, drafts, text):
        for day in killed:
            if _follows(taken.edtf or "", day):
                return _joined(taken, day, found), taken.span
    return None


def _joined(taken: TimeExpression, day: str, found: DateValue | None) -> DateValue:
    first, last = (taken.edtf or "").rstrip("~"), day.rstrip("~")
    told = found.latest if found is not None and found.edtf == day else (last if last[:4].isdigit() else None)
    return DateValue(f"{first}/{last}", taken.earliest, told, None, taken.anchor)


def _days_of_killing(draft: Draft, text: Text, found: DateValue | None) -> list[str]:
    """List the days that may be the killing's: the date found, then those of the sentences that count the dead."""
    days = [found.edtf] if found is not None and found.edtf else []
    for mention in draft.labelled("killed"):
        sentence = text.sentence_of(mention.span)
        told = text.times_in(sentence) if sentence else ()
        days += [time.edtf for time in told if time.edtf and not _is_saying(time.span, text)]
    return [day for day in days if _DAY.fullmatch(day)]


def _is_saying(day: Span, text: Text) -> bool:
    return bool(_SAID_ON.search(text.text[max(0, day.start - _VERB_NEAR) : day.start]))


def _days_of_abduction(draft: Draft, drafts: Sequence[Draft], text: Text) -> Iterator[TimeExpression]:
    """Find the day in the clause of each word for the abduction."""
    marked = [text.sentence_of(mention.span) for mention in draft.labelled("abducted")]
    violent = sum(bool(other.labelled("killed", "abducted")) for other in drafts)
    for sentence in text.body if violent == 1 else [sentence for sentence in marked if sentence]:
        for verb in _TAKEN.finditer(text.text, sentence.start, sentence.end):
            if time := _day_of(verb, sentence, text):
                yield time


def _day_of(verb: re.Match[str], sentence: Span, text: Text) -> TimeExpression | None:
    """Give the day behind a verb, before anything else is told to have happened; else the last one before it."""
    days = [time for time in text.times_in(sentence) if time.edtf and _DAY.fullmatch(time.edtf)]
    behind = next((time for time in days if time.span.start >= verb.end()), None)
    if behind is not None:
        return None if _KILLED.search(text.text, verb.end(), behind.span.start) else behind
    before = next((time for time in reversed(days) if time.span.end <= verb.start()), None)
    return None if before is None or _KILLED.search(text.text, before.span.end, verb.start()) else before


def _follows(first: str, last: str) -> bool:
    """Tell whether one day follows another of the same year, or of the same untold one, within the longest captivity.

    >>> _follows("XXXX-05-24", "XXXX-05-27"), _follows("XXXX-05-24", "XXXX-10-30"), _follows("2014-05-24", "XXXX-05-27")
    (True, False, False)
    """
    if first[:4] != last[:4]:
        return False
    one, two = (date.fromisoformat(day.rstrip("~").replace("XXXX", _LEAP_YEAR)) for day in (first, last))
    return 0 < (two - one).days <= _LONGEST
