"""Numbers in a text: words and digits, lakh and crore, dozens, hedges, ranges, and what kind of number each is.

Walks over the tokens once. Where a numeral or an amount in words starts, it is read as far as it goes, joined to a second
one that closes a range, widened by the hedge before or behind it, and given its kind by what stands around it. Days and
clock times are left to `resolve.dates`; whether a count tells of dead or injured is the coder's matter.
"""

from __future__ import annotations

from roznamcha.model import NumberMention
from roznamcha.resolve.numbers.phrases import Reader


def read_numbers(text: str) -> tuple[NumberMention, ...]:
    """Find the numbers of `text`, each with its range and kind, in the order of the text.

    An open range has no `high`. Ranges of hedges are the codebook's: "nearly 40" is 36 to 40, "over 50" 51 and more.

    >>> [(n.span.text, n.low, n.high) for n in read_numbers("At least 20 people, two dozen of them police, and no one else")]
    [('At least 20', 20, None), ('two dozen', 24, 24), ('no one', 0, 0)]
    """
    return tuple(Reader(text).read())


__all__ = ["read_numbers"]
