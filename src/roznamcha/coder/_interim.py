"""Interim readings of numbers and dates, until the resolvers land. To be deleted."""

from __future__ import annotations

import math
import re

from roznamcha.model import NumberMention, Span, TimeExpression

_W = {
    w: n
    for n, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_T = {w: 10 * (n + 2) for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())}
_UNIT = "|".join(list(_W))
_NUM = rf"(?:\d{{1,3}}(?:,\d{{2,3}})+|\d+|(?:{'|'.join(_T)})(?:[- ](?:{_UNIT}))?|{_UNIT}|an? hundred|a thousand|a million|a dozen)(?:\s(?:hundred|thousand|million|billion|dozen|lakh|crore))*"
_HEDGE = r"(?:at least|a minimum of|no less than|no fewer than|as many as|more than|over|nearly|almost|about|around|some|approximately|roughly|up to|at most|less than|fewer than|reportedly)"
_N = re.compile(
    rf"(?<![\w.])(?:(?P<h>{_HEDGE})\s(?:the\s)?)?(?P<n>{_NUM})(?:(?:\s?[-–]\s?|\sto\s|\sor\s)(?P<m>{_NUM}))?(?P<plus>\+| or more)?(?!\w)|(?P<v>(?<!\w)(?:dozens|scores|hundreds|thousands|several|a few|many|no|none|nobody|no one|both|a couple|numerous)(?!\w))",
    re.I,
)
_MULT = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "dozen": 12, "lakh": 10**5, "crore": 10**7}
_VAGUE = {
    "dozens": (24, None),
    "scores": (40, None),
    "hundreds": (200, None),
    "thousands": (2000, None),
    "several": (2, None),
    "a few": (2, None),
    "many": (2, None),
    "numerous": (2, None),
    "both": (2, 2),
    "a couple": (2, 2),
}


def _value(s: str) -> int:
    total, part = 0, 0
    for w in re.split(r"[\s-]+", s.lower()):
        if w in ("a", "an"):
            part = 1
        elif w in _MULT:
            part = max(part, 1) * _MULT[w]
        elif w in _W:
            part += _W[w]
        elif w in _T:
            part += _T[w]
        else:
            part = int(w.replace(",", ""))
    return total + part


def read_numbers(text: str) -> tuple[NumberMention, ...]:
    out = []
    for m in _N.finditer(text):
        span = Span.of(text, m.start(), m.end())
        if m["v"]:
            v = m["v"].lower()
            out.append(NumberMention(span, *((0, 0, "none") if v not in _VAGUE else (*_VAGUE[v], "count"))))
            continue
        n = _value(m["n"])
        hi: int | None = _value(m["m"]) if m["m"] else n
        h = (m["h"] or "").lower()
        lo = n
        if h in ("at least", "a minimum of", "no less than", "no fewer than") or m["plus"]:
            hi = None
        elif h in ("more than", "over"):
            lo, hi = n + 1, None
        elif h in ("nearly", "almost"):
            lo = math.ceil(n * 0.9)
        elif h in ("up to", "at most"):
            lo = 0
        elif h in ("less than", "fewer than"):
            lo, hi = 0, n - 1
        kind = "count"
        if re.fullmatch(r"(19|20)\d\d", m["n"]):
            kind = "year"
        out.append(NumberMention(span, lo, hi, kind))
    return tuple(out)


_MONTHS = "january february march april may june july august september october november december".split()
_MON = "|".join([*_MONTHS, "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec"])
_D = re.compile(
    rf"(?<!\w)(?:(?P<mon>{_MON})\.?\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s(?P<y>(?:19|20)\d\d))?|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<mon2>{_MON})(?:,?\s(?P<y2>(?:19|20)\d\d))?)(?!\w)",
    re.I,
)


def read_dates(text: str, *, published: str | None = None) -> tuple[TimeExpression, ...]:
    out = []
    for m in _D.finditer(text):
        mon = (m["mon"] or m["mon2"]).lower()[:3]
        k = [x[:3] for x in _MONTHS].index(mon) + 1
        d = int(m["d"] or m["d2"])
        y = m["y"] or m["y2"]
        e = f"{y or 'XXXX'}-{k:02d}-{d:02d}"
        out.append(TimeExpression(Span.of(text, m.start(), m.end()), "DATE", e, e))
    return tuple(out)
