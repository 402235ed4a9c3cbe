"""Lines that many documents print: paywall notices, newsletter boxes, copyright lines, lists of other stories.

They make strangers look alike, so they are left out when texts are compared. Only the comparison leaves them out; the
document keeps its words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

COMMON: Final = 3
"""From how many different stories on a line counts as furniture."""


def common_lines(texts: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Give the lines that stand in the texts of at least `COMMON` stories, told apart by their titles.

    Copies of one story have one title, so that a story printed by many papers is not taken for furniture.

    >>> texts = [(f"story {n}", f"Body of story {n}.\\nSubscribe now.") for n in range(3)]
    >>> common_lines(texts)
    frozenset({'Subscribe now.'})
    """
    seen: set[tuple[str, str]] = set()
    counts: Counter[str] = Counter()
    for title, text in texts:
        for line in {line.strip() for line in text.splitlines()} - {""}:
            if (line, title.lower()) not in seen:
                seen.add((line, title.lower()))
                counts[line] += 1
    return frozenset(line for line, count in counts.items() if count >= COMMON)
