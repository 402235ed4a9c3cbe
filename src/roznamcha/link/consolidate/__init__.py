"""Reports of one act → its values, by a rule that has a name and can be argued with.

`consolidate` hears the reports, lets copies speak with one voice, and settles each field: counts by one of the rules of
`rules.RULES`, the other fields by the voices that carry a value. Nothing is averaged and nothing is lost: each cell names the
reports it was taken from, the rule, and every value that lost with the reason. A field that no report fills has no cell.
"""

from __future__ import annotations

from collections.abc import Sequence

from roznamcha.errors import SettingsError
from roznamcha.link.consolidate.counts import settle_count
from roznamcha.link.consolidate.fields import settle_field
from roznamcha.link.consolidate.rules import RULES
from roznamcha.link.consolidate.told import Told, heard
from roznamcha.model.codebook import COUNTS, FIELDS
from roznamcha.model.incident import Cell, Incident

DEFAULT_RULE = "ucdp"
"""The rule of lists and pages: it alone keeps a low, a best and a high figure apart."""

__all__ = ["DEFAULT_RULE", "RULES", "Told", "consolidate"]


def consolidate(told: Sequence[Told], rule: str = DEFAULT_RULE, *, name: str = "", as_of: str | None = None) -> Incident:
    """Derive one incident from the reports that tell of it.

    `rule` is one of `RULES`; `as_of` (ISO day) hears only what was published by then, and what has no publication day not at
    all. The order of the reports does not matter. Raises SettingsError for a rule that is not known.
    """
    if rule not in RULES:
        raise SettingsError(f"there is no rule {rule!r}; choose one of {', '.join(RULES)}")
    listened = heard(told, as_of)
    cells: list[Cell] = []
    for field in FIELDS:
        cells += settle_count(field, listened, rule) if field in COUNTS else settle_field(field, listened, rule)
    ids = tuple(sorted(item.id for item in listened))
    return Incident(name or (ids[0] if ids else ""), ids, tuple(cells), rule, len({item.voice for item in listened}), as_of)
