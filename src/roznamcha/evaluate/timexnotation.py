"""Values of TIMEX3 that say the same in other signs: what the annotators of the corpora write for one and the same time.

TIMEX3 took its values from TIMEX2 and ISO 8601 at different times, and the corpora follow it unevenly: the eighties are `198` in
TimeBank and WikiWars and `198X` in AQUAINT, the second week of 2000 is `2000-W02` by ISO 8601 and `2000-W2` in AQUAINT. A figure
that compares such values to the letter counts them as misread. `plain_value` brings them to one form, and to nothing else: what
differs in the day, the unit, the part of the day or the kind of value stays different. TempEval-3's own measure compares to the
letter, and so do our floors; the figure with notations read alike only stands beside it.

| one form | read alike | by |
|---|---|---|
| `198X`, `19XX` | `198`, `19` | TIMEX2 writes the digits that are known, ISO 8601-2 fills up with X |
| `2000-W02` | `2000-W2` | ISO 8601 wants two digits |
| `1949`, `1998-10` | `1949-XX`, `1998-XX-XX`, `1998-10-XX` | places left open at the end tell nothing |
| `1989-11-06T17:00` | `1989-11-06T17` | ISO 8601 lets the minutes of a full hour out |
| `P20Y`, `P100Y`, `P1000Y` | `P2DE`, `P2E`, `P1CE`, `P1C`, `P1ML`, `P1L` | TIMEX2's marks of units that ISO 8601 lacks |
| `P6M` | `P2Q` | TimeBank's mark of quarters, which ISO 8601 lacks too |
"""

from __future__ import annotations

import re
from typing import Final

_WEEK: Final = re.compile(r"-W(\d)(?=-|T|$)")
_CUT_YEAR: Final = re.compile(r"((?:BC)?\d{2,3})")
_OPEN_END: Final = re.compile(r"(\d{4}(?:-\d{2})?)(?:-XX)+")
_FULL_HOUR: Final = re.compile(r"(T\d{2})(?=Z?$)")
_OLD_UNIT: Final = re.compile(r"P(\d+)(DE|E|CE|C|ML|L|Q)")
_UNITS: Final = {
    "DE": (10, "Y"),
    "E": (10, "Y"),
    "CE": (100, "Y"),
    "C": (100, "Y"),
    "ML": (1000, "Y"),
    "L": (1000, "Y"),
    "Q": (3, "M"),
}
"""For each unit of TIMEX2 that ISO 8601 lacks: how many of which of its units make it up."""


def plain_value(value: str) -> str:
    """Bring a value to the form that all its notations share.

    >>> [plain_value(value) for value in ("198", "2000-W2", "1949-XX", "1989-11-06T17", "P2DE", "1998-W43")]
    ['198X', '2000-W02', '1949', '1989-11-06T17:00', 'P20Y', '1998-W43']
    """
    if cut := _CUT_YEAR.fullmatch(value):
        digits = cut[1].removeprefix("BC")
        return cut[1] + "X" * (4 - len(digits))
    if left_open := _OPEN_END.fullmatch(value):
        return left_open[1]
    if old := _OLD_UNIT.fullmatch(value):
        factor, unit = _UNITS[old[2]]
        return f"P{int(old[1]) * factor}{unit}"
    return _FULL_HOUR.sub(r"\1:00", _WEEK.sub(r"-W0\1", value))
