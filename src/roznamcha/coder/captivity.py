"""From the day of an abduction to the day of the killing: the date of people who were abducted and later killed.

The codebook (section 10) dates such an attack from the one day to the other where both are told; news mostly tells them in two
sentences, of which a finder marks one. The day of the abduction stands in the clause of its verb, where the sentence is one that
the finder marked or speaks of the victim ("he", "the victim", his name); that of the killing is the date found, or stands in the
sentence that counts the dead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from roznamcha.coder.dates import WHOLE_DAY
from roznamcha.coder.drafts import Draft
from roznamcha.coder.reading import Text
from roznamcha.model import DateValue, Span, TimeExpression

_SOMEBODY: Final = (
    r"(?:him|them|her\s(?:from|at|near|on|in)|(?-i:[A-Z])[\w.’'-]*|(?:the|an?|two|three|four)\s(?:\w+\s)?"
    r"(?:m[ae]n|wom[ae]n|boys?|girls?|youths?|victims?|villagers?|teachers?|traders?))(?!\w)"
)
_TAKEN: Final = re.compile(
    r"(?<!\w)(?:(?:abducted|kidnapped|(?:taken|whisked)\saway|(?:was|were|been)\spicked\sup|went\smissing"
    rf"|(?:picked|took)\s{_SOMEBODY}\s(?:up|away)|picked\s(?:him|them)(?=\sfrom))(?!\w)|(?:picked\sup|took\saway)\s(?={_SOMEBODY}))",
    re.IGNORECASE,
)
_VICTIM: Final = re.compile(
    r"(?<!\w)(?:he|she|him|her(?=\s(?:from|at|near|on|in)(?!\w))|they(?=\s(?:were|had\sbeen))|them"
    r"|the\s(?:victims?|deceased|dead|slain))(?!\w)",
    re.IGNORECASE,
)
_UNLIKE: Final = re.compile(
    r"(?<!\w)(?:no\sone|nobody|den(?:y|ies|ied)|still|escaped|released|freed|rescued|others?|another)(?!\w)", re.IGNORECASE
)
"""Words of a sentence that tells of somebody else, or of no abduction that ended in a killing."""
_BETWEEN: Final = re.compile(
    r"(?<!\w)(?:kill(?:ed|ing)|shot\sdead|murdered|executed|beheaded|beaten\sto\sdeath|bod(?:y|ies)|found|said|says|reported|heard"
    r"|claimed|confirmed|announced|stated)(?!\w)",
    re.IGNORECASE,
)
"""What makes a day beside the verb another one: that of the end, or of the telling."""
_SAID_ON: Final = re.compile(r"(?<!\w)(?:said|claimed|confirmed|announced|stated|reported)\s(?:\w+\s)?(?:on\s)?$", re.IGNORECASE)
"""Before a day on which something was only told."""
_VERB_NEAR: Final = 40
"""Characters before a day in which a verb of saying is one of that day."""
_LONGEST: Final = 31
"""Days: a report of a death that was long unknown tells no day of the killing."""
_LEAP_YEAR: Final = "2000"


def captivity(draft: Draft, drafts: Sequence[Draft], text: Text, found: DateValue) -> tuple[DateValue, tuple[Span, ...]] | None:
    """Give the days from abduction to killing, and the words that tell what the words of the date `found` do not.

    None where the draft is no killing, or one of the two days is not told. `drafts` are all of the text: a day may be told far
    from the words that the finder marked only where no other incident may own it.
    """
    if draft.sub_event_type != "Attack" or not draft.labelled("killed"):
        return None
    for taken in _days_of_abduction(draft, drafts, text):
        first = taken.edtf or ""
        if found.edtf != first and _follows(first, found.edtf or ""):
            return DateValue(f"{first}/{found.edtf}", taken.earliest, found.latest, None, taken.anchor), (taken.span,)
        ends = _days_of_killing(draft, text) if found.edtf == first else ()
        for end in ends:
            if _follows(first, end.edtf or ""):
                return DateValue(f"{first}/{end.edtf}", taken.earliest, end.latest, None, taken.anchor), (taken.span, end.span)
    return None


def _days_of_killing(draft: Draft, text: Text) -> Iterator[TimeExpression]:
    """Find the days of the sentences that count the dead, those left out on which it was only told."""
    for mention in draft.labelled("killed"):
        sentence = text.sentence_of(mention.span)
        yield from (day for day in _days_in(sentence, text) if not _is_telling(day.span, text)) if sentence else ()


def _days_in(sentence: Span, text: Text) -> list[TimeExpression]:
    return [time for time in text.times_in(sentence) if time.edtf and WHOLE_DAY.fullmatch(time.edtf)]


def _is_telling(day: Span, text: Text) -> bool:
    return bool(_SAID_ON.search(text.text[max(0, day.start - _VERB_NEAR) : day.start]))


def _days_of_abduction(draft: Draft, drafts: Sequence[Draft], text: Text) -> Iterator[TimeExpression]:
    """Find the day in the clause of each word for the abduction."""
    marked = [sentence for mention in draft.labelled("abducted") if (sentence := text.sentence_of(mention.span))]
    is_alone = sum(bool(other.labelled("killed", "abducted")) for other in drafts) == 1
    names = [mention.span.text.split()[-1] for mention in draft.labelled("person")]
    for sentence in text.body:
        for verb in _TAKEN.finditer(text.text, sentence.start, sentence.end):
            is_about = sentence in marked or (is_alone and _is_of_victim(sentence, names))
            if is_about and (day := _day_of(verb, sentence, text)):
                yield day


def _is_of_victim(sentence: Span, names: Sequence[str]) -> bool:
    told = _VICTIM.search(sentence.text) or any(name in sentence.text for name in names)
    return bool(told) and not _UNLIKE.search(sentence.text)


def _day_of(verb: re.Match[str], sentence: Span, text: Text) -> TimeExpression | None:
    """Give the day behind a verb, before anything else is told to have happened; else the last one before it."""
    days = [day for day in _days_in(sentence, text) if not _is_telling(day.span, text)]
    behind = next((day for day in days if day.span.start >= verb.end()), None)
    if behind is not None:
        return None if _BETWEEN.search(text.text, verb.end(), behind.span.start) else behind
    before = next((day for day in reversed(days) if day.span.end <= verb.start()), None)
    return None if before is None or _BETWEEN.search(text.text, before.span.end, verb.start()) else before


def _follows(first: str, last: str) -> bool:
    """Tell whether one day follows another within the longest captivity; of days without their year, of the same untold one.

    >>> _follows("XXXX-05-24", "XXXX-05-27"), _follows("XXXX-05-24", "XXXX-10-30"), _follows("2014-05-24", "XXXX-05-27")
    (True, False, False)
    >>> _follows("2014-12-28", "2015-01-02")
    True
    """
    if not WHOLE_DAY.fullmatch(first) or not WHOLE_DAY.fullmatch(last) or first.startswith("XXXX") is not last.startswith("XXXX"):
        return False
    try:
        one, two = (date.fromisoformat(day.replace("XXXX", _LEAP_YEAR)) for day in (first, last))
    except ValueError:  # the year 0 of EDTF is none of the calendar module's
        return False
    return 0 < (two - one).days <= _LONGEST
