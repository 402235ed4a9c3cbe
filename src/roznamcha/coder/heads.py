"""What the encoder's heads say, block by block: the one list that training, export and run time share.

Three kinds of output. Tags: for each label a begin/inside/outside score of every piece. Attributes: closed values of a
mention, scored on every piece and averaged over the mention's. Incident blocks: closed values of the incident, scored on
every piece and averaged over the anchor's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from roznamcha.coder.drafts import MENTION_LABELS
from roznamcha.model.codebook import (
    CLAIM_STATUSES,
    COUNTS,
    FATES,
    GROUPS,
    KINDS,
    SCOPES,
    SOURCE_KINDS,
    STANCES,
    STATUSES,
    SUB_EVENT_TYPES,
    WEAPON_TYPES,
)

TAGS: Final = (*MENTION_LABELS, "anchor")
"""Labels that the reader of one incident tags, each with its own outside/begin/inside."""
OUTSIDE, BEGIN, INSIDE = range(3)

ATTRIBUTES: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": KINDS,
    "fate": FATES,
    "weapon": WEAPON_TYPES,
    "source": SOURCE_KINDS,
    "stance": STANCES,
    "claim": CLAIM_STATUSES,
    "group": GROUPS,
    "smallest": ("wider", "smallest"),
}
ATTRIBUTE_OF: Final[Mapping[str, str]] = {
    "perpetrator": "kind",
    "target": "kind",
    "participant": "kind",
    "person": "fate",
    "weapon": "weapon",
    "source": "source",
    "claim": "claim",
    "place": "smallest",
    **dict.fromkeys(COUNTS, "group"),
}
"""The attribute that fills a mention's `kind`, by label."""

COUNT_CLASSES: Final = ("silent", *map(str, range(13)), "more")
INCIDENT: Final[Mapping[str, tuple[str, ...]]] = {
    "valid": ("no", "yes"),
    "sub_event_type": SUB_EVENT_TYPES,
    "status": STATUSES,
    "scope": SCOPES,
    "background": ("no", "yes"),
    **dict.fromkeys(COUNTS, COUNT_CLASSES),
    **{f"{count}_open": ("closed", "open") for count in COUNTS},
}


def slices(blocks: Mapping[str, tuple[str, ...]]) -> dict[str, slice]:
    """Give each block's columns when the blocks stand side by side.

    >>> slices({"a": ("x", "y"), "b": ("z",)})
    {'a': slice(0, 2, None), 'b': slice(2, 3, None)}
    """
    found, at = {}, 0
    for name, values in blocks.items():
        found[name] = slice(at, at + len(values))
        at += len(values)
    return found


def width(blocks: Mapping[str, tuple[str, ...]]) -> int:
    """Count the columns of all blocks."""
    return sum(len(values) for values in blocks.values())
