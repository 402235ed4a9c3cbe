"""The benchmarks' texts, coded as a user's would be: JSON lines in, records of the codebook's form out.

The texts go through the same door as `roznamcha code - --records -`: read, cleaned, coded and written with quotes of the
input. So a benchmark measures what a user gets, furniture rules and repairs included, and not the coder in a better light.
"""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterable, Iterator

from roznamcha.evaluate.recordform import Json, strip_offsets
from roznamcha.export.records import write_record
from roznamcha.issues import Issue
from roznamcha.pipeline import Outcome, code_sources
from roznamcha.read import discover
from roznamcha.settings import CodeOptions

log = logging.getLogger(__name__)


def code_lines(lines: Iterable[Json]) -> dict[str, Json]:
    """Code texts given as objects with `id`, `text` and maybe `title`, `published`; give the records by id, quotes as strings.

    A text that cannot be coded has no record, which every scorer counts as silence; how many there were is logged as a warning.
    """
    records: dict[str, Json] = {}
    failed: list[Issue] = []
    for outcome in code_outcomes(lines):
        if outcome.record is None:
            failed += outcome.issues
        else:
            records[outcome.record.document.name] = strip_offsets(write_record(outcome.record, outcome.source))
    if failed:
        log.warning("%d texts were not coded; the first: %s: %s", len(failed), failed[0].where, failed[0].what)
    return records


def code_outcomes(lines: Iterable[Json]) -> Iterator[Outcome]:
    """Code texts given as objects and yield what came of each, with the model's own record."""
    stream = io.BytesIO("\n".join(json.dumps(line) for line in lines).encode())
    return code_sources(discover(["-"], stdin=stream), CodeOptions())
