"""Date words of an incident → the codebook's date, and the day from which a text speaks.

The words are read by `resolve.dates` over the whole text, since "two days later" needs what stands before; the expressions
that the finder's words hold are then joined. What nothing resolves keeps its words and stays null. A date line in the text
wins over the publication date of the container, which archives often get wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from roznamcha.model import DateValue, Span, TimeExpression
from roznamcha.resolve.dates import read_dates

_HEAD: Final = 400
"""A date line stands within this many characters, or it is none."""
_PREPOSITION: Final = re.compile(
    r"(?<!\w)(?:on|in|since|by|until|from|of|before|after|to|between|and|till|the)\s(?:the\s)?$", re.I
)
_STAMP: Final = re.compile(r"(?<!\w)(?:updated|published|posted|publication|date|modified)(?:\s(?:on|at|of))*:?\s$", re.I)
_TOLD_ON: Final = re.compile(
    r"(?<!\w)(?:(?:reports?|reported)\s(?:[Tt]he\s)?(?:[A-Z][\w.'’-]+\s){1,3}on|(?:said|says|announced"
    r"|reported)(?:\son)?)\s(?:the\s)?$"
)
_GLUED: Final = re.compile(r"(?<=[a-z]\s)(\d\d?)((?:19|20)\d\d)(?!\d)")
"""A day that lost the comma to its year: "Jul 262016"."""
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_DATED: Final = ("DATE", "TIME", "DURATION")
"""A duration dates an act when it ends now: "over the past three days"."""
_WHOLE_DAY: Final = re.compile(r"(?:\d{4}|XXXX)-\d\d-\d\d")


def date_line(text: str) -> TimeExpression | None:
    r"""Find the date that stands by itself at the head of a text, outside any sentence.

    >>> date_line("Bombs hit Raqa\n\nAFP Monday 18 Aug 2014 Syrian planes struck.").edtf
    '2014-08-18'
    """
    for time in read_dates(_GLUED.sub(r"\1, \2", text[:_HEAD])):
        whole = time.edtf and _DAY.fullmatch(time.edtf) and time.anchor == "absolute"
        before = text[: time.span.start]
        if whole and (_STAMP.search(before) or not _PREPOSITION.search(before)):
            return time
    return None


def read_date(text: str, words: Iterable[Span], times: Sequence[TimeExpression], line: TimeExpression | None = None) -> DateValue:
    """Give the date that the `words` of one incident tell, out of the text's time expressions.

    Two days in one stretch of words (the abduction, the killing) become an interval; a day on which something is only reported is
    about right ("~"), and so is the date `line` at the head; words that hold no resolved expression give a date that is null.
    """
    for span in words:
        held = [t for t in times if t.span.overlaps(span) and t.edtf is not None and t.type in _DATED]
        if held:
            return _interval(span, held) or _single(text, held, line)
    return DateValue(None)


def _interval(span: Span, held: Sequence[TimeExpression]) -> DateValue | None:
    """Join two days that one stretch of words names by their figures; None when it names another number of days."""
    told = [t for t in held if re.search(r"\d", t.span.text) and t.span.start >= span.start]
    days = {t.edtf: t for t in told if t.edtf and _WHOLE_DAY.fullmatch(t.edtf)}
    if len(days) != 2:
        return None
    first, last = sorted(days)
    return DateValue(f"{first}/{last}", days[first].earliest, days[last].latest, None, days[first].anchor)


def _single(text: str, held: Sequence[TimeExpression], line: TimeExpression | None) -> DateValue:
    best = max(held, key=lambda t: (t.type != "DURATION", (t.edtf or "").count("-"), t.anchor == "absolute", -t.span.start))
    edtf = re.sub(r"/\.\.$", "", best.granule or best.edtf or "")
    only_reported = _TOLD_ON.search(text[max(0, best.span.start - 60) : best.span.start]) or (
        line and line.span.overlaps(best.span)
    )
    if only_reported and _WHOLE_DAY.fullmatch(edtf):
        edtf += "~"
    return DateValue(edtf, best.earliest, best.latest, best.part, best.anchor)
