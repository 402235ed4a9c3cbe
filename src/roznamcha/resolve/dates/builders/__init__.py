"""Builders: from a match of the grammar to the meaning of its words. One small function per builder named in `rules.tsv`.

A builder may refuse its match (no pieces), as for "may" the verb; the next longest match is then tried. The modules register
their builders when they are imported: `days`, `units` (months to centuries), `shifts` ("two days ago"), `stretches` (lengths).
"""

from __future__ import annotations

from roznamcha.resolve.dates.builders import days, shifts, stretches, units
from roznamcha.resolve.dates.builders.common import BUILDERS

__all__ = ["BUILDERS", "days", "shifts", "stretches", "units"]
