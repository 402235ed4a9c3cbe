"""Date words of an incident → the codebook's date.

The words are read by `resolve.dates` over the whole text, since "two days later" needs what stands before; the expressions that
the finder's words hold are then joined. What nothing resolves keeps its words and stays null.
"""

from __future__ import annotations

from collections.abc import Iterable

from roznamcha.model import DateValue, Span, TimeExpression


def read_date(words: Iterable[Span], expressions: tuple[TimeExpression, ...]) -> DateValue:
    """Give the date that the `words` of one incident tell, out of the text's time `expressions`.

    Two days told for one incident (the abduction, the killing) become an interval; words that hold no resolved expression
    give a date that is null.
    """
    held = [
        e for span in words for e in expressions if e.span.overlaps(span) and e.edtf is not None and e.type in ("DATE", "TIME")
    ]
    if not held:
        return DateValue(None)
    best = max(held, key=lambda e: (e.edtf or "").count("-") - (e.edtf or "").count("XX"))
    return DateValue(best.edtf, best.earliest, best.latest, best.part, best.anchor)
