"""Date words of an incident → the codebook's date, and the day from which a text speaks.

The words are read by `resolve.dates` over the whole text, since "two days later" needs what stands before; the expressions
that the finder's words hold are then joined. What nothing resolves keeps its words and stays null. A date line in the text
wins over the publication date of the container, which archives often get wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from roznamcha.model import DateValue, Span, TimeExpression
from roznamcha.resolve.dates import read_dates

_HEAD: Final = 400
"""A date line stands within this many characters, or it is none."""
_PREPOSITION: Final = re.compile(
    r"(?<!\w)(?:on|in|since|by|until|from|of|before|after|to|between|and|till|the)\s(?:the\s)?$", re.I
)
_STAMP: Final = re.compile(
    r"(?<!\w)(?:(?:updated|published|posted|publication|date|modified)(?:\s(?:on|at|of))*:?|this story is from)\s$", re.I
)
_TOLD_ON: Final = re.compile(
    r"(?<!\w)(?:(?:reports?|reported)\s(?:[Tt]he\s)?(?:[A-Z][\w.'’-]+\s){1,3}on|(?:said|says|announced"
    r"|reported)(?:\son)?)\s(?:the\s)?$"
)
_GLUED: Final = re.compile(r"(?<=[a-z]\s)(\d\d?)((?:19|20)\d\d)(?!\d)")
"""A day that lost the comma to its year: "Jul 262016"."""
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_DATED: Final = ("DATE", "TIME", "DURATION")
"""A duration dates an act when it ends now: "over the past three days"."""
_YEAR: Final = re.compile(r"\d{4}")
_SEASON: Final = re.compile(r"(?<=[\dX]{4})-2[1-4]$")
"""The part of EDTF that makes a year one of its seasons."""
_WEEKDAY: Final = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.I)
_ENDS: Final = ("START", "END")
"""The start or end of a year ("in early 2012"): coders write the whole of it, and about."""
WHOLE_DAY: Final = re.compile(r"(?:\d{4}|XXXX)-\d\d-\d\d")


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


def read_date(
    text: str,
    words: Iterable[Span],
    times: Sequence[TimeExpression],
    line: TimeExpression | None = None,
    told_on: str | None = None,
) -> DateValue:
    """Give the date that the `words` of one incident tell, out of the text's time expressions.

    Two days in one stretch of words (the abduction, the killing) become an interval; a day on which something is only reported is
    about right ("~"), and so are the date `line` at the head and the start or end of a year; a season is the year; what goes on
    "since" a day, or lies in a week that is not over, ends on `told_on`, the day from which the text speaks. Words that hold no
    resolved expression give a date that is null.
    """
    for span in words:
        held = [t for t in times if t.span.overlaps(span) and t.edtf is not None and t.type in _DATED]
        if held:
            return _interval(span, held) or _single(text, held, line, told_on)
    return DateValue(None)


def _interval(span: Span, held: Sequence[TimeExpression]) -> DateValue | None:
    """Join two days that one stretch of words names by their figures; None when it names another number of days."""
    told = [t for t in held if re.search(r"\d", t.span.text) and t.span.start >= span.start]
    days = {t.edtf: t for t in told if t.edtf and WHOLE_DAY.fullmatch(t.edtf)}
    if len(days) != 2:
        return None
    first, last = sorted(days)
    return DateValue(f"{first}/{last}", days[first].earliest, days[last].latest, None, days[first].anchor)


def _single(text: str, held: Sequence[TimeExpression], line: TimeExpression | None, told_on: str | None) -> DateValue:
    best = max(held, key=lambda t: (t.type != "DURATION", (t.edtf or "").count("-"), t.anchor == "absolute", -t.span.start))
    edtf = _within(best, told_on)
    before = text[max(0, best.span.start - 60) : best.span.start]
    only_reported = _TOLD_ON.search(before) or (line and line.span.overlaps(best.span))
    first, last = (edtf, edtf) if _DAY.fullmatch(edtf) else (best.earliest, best.latest)
    if (only_reported and WHOLE_DAY.fullmatch(edtf)) or (best.mod in _ENDS and _YEAR.fullmatch(edtf)):
        edtf += "~"
    return DateValue(edtf, first, last, best.part, best.anchor)


def _within(time: TimeExpression, told_on: str | None) -> str:
    """Give the days of one expression, none of them after the day on which the text was told."""
    edtf = time.edtf or ""
    if _DAY.fullmatch(edtf) and time.span.text.lower() == "overnight":
        return f"{_shifted(edtf, -1)}/{edtf}"
    if edtf.endswith("/..") and told_on and edtf[:-3] < told_on and _DAY.fullmatch(edtf[:-3]):
        return f"{edtf[:-3]}/{told_on}"
    first, _, last = (time.granule or edtf).partition("/")
    if told_on and _DAY.fullmatch(first) and _DAY.fullmatch(last) and first <= told_on < last:
        return f"{first}/{told_on}" if first < told_on else first
    is_read_forward = time.anchor == "published" or (time.anchor != "absolute" and _WEEKDAY.search(time.span.text))
    if told_on and is_read_forward and _DAY.fullmatch(edtf) and told_on < edtf <= _shifted(told_on, 6):
        # A weekday read forward ("will resume on Sunday" stood near); what has happened did so the week before.
        return _shifted(edtf, -7)
    return _SEASON.sub("", time.granule or edtf).removesuffix("/..")


def _shifted(day: str, by: int) -> str:
    return str(date.fromisoformat(day) + timedelta(days=by))
