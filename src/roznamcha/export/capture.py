"""The capture matrix: which source told of which incident, for multiple-systems estimation of what no source told.

One row an incident, one column a publisher, 1 where at least one original (not copied) report of that publisher tells of it.
Packages such as LCMCR, dga and verdata read this form.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import TextIO

from roznamcha.export.entry import Entry, when
from roznamcha.export.sources import office


def write(entries: Iterator[Entry], out: TextIO) -> int:
    """Write the matrix as CSV with the incident's id and first day before the publishers; return the number of rows."""
    rows = [(entry.incident.id, _day(entry), {office(document) for document in entry.documents}) for entry in entries]
    publishers = sorted({publisher for _, _, told in rows for publisher in told})
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["incident", "date_start", *publishers])
    for incident, day, told in rows:
        writer.writerow([incident, day, *(int(publisher in told) for publisher in publishers)])
    return len(rows)


def _day(entry: Entry) -> str:
    days = when(entry)
    return str(days.first) if days else ""
