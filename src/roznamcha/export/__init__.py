"""Register → files in the layouts of the field, and a check of anyone's file of these layouts.

`export` takes incidents with their reports and documents (`Entry`) and writes one format. An incident that a layout cannot
hold is left out by name and reason; nothing is filled with a guess. Private persons' names are withheld unless asked for.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from roznamcha.errors import SettingsError
from roznamcha.export import acled, capture, datasette, flat, ftm, ged, geojson, gtd, plover
from roznamcha.export.entry import Entry, LeftOut
from roznamcha.export.layout import write_rows

__all__ = ["FORMATS", "RULE_OF", "Entry", "Exported", "LeftOut", "export"]

RULE_OF = {"ged": "ucdp", "acled": "acled", "gtd": "gtd"}
"""The rule by which a layout's publisher settles figures that disagree; other formats take the register's default."""

_TABLES = {"ged": ged.rows, "acled": acled.rows, "gtd": gtd.rows}
_STREAMS: dict[str, Callable[..., int]] = {"csv": flat.write_csv, "ftm": ftm.write, "geojson": geojson.write}
_FILES: dict[str, Callable[..., int]] = {"parquet": flat.write_parquet, "sqlite": datasette.write}
FORMATS = (*_TABLES, "plover", *_STREAMS, *_FILES, "capture-matrix")


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote: rows (or incidents, for formats that are no table) and the incidents left out."""

    written: int
    left_out: tuple[LeftOut, ...] = ()


def export(entries: Iterable[Entry], format: str, out: Path | None, *, names: bool = False) -> tuple[Exported, str]:
    """Write incidents in one of `FORMATS` to `out`, or give the text back when `out` is None.

    Raises SettingsError for an unknown format, or for a binary format without a file.
    """
    if format not in FORMATS:
        raise SettingsError(f"there is no format {format!r}; choose one of {', '.join(FORMATS)}")
    if format in _FILES:
        if out is None:
            raise SettingsError(f"{format} is a binary file: say where it goes with --out FILE")
        return Exported(_FILES[format](iter(entries), out, names=names)), ""
    if out is not None:
        with out.open("w", encoding="utf-8", newline="") as stream:
            return _write(iter(entries), format, stream, names=names), ""
    text = io.StringIO()
    return _write(iter(entries), format, text, names=names), text.getvalue()


def _write(entries: Iterator[Entry], format: str, stream: TextIO, *, names: bool) -> Exported:
    if format in _TABLES:
        left: list[LeftOut] = []
        rows = _kept(_TABLES[format](entries, names=names), left)
        return Exported(write_rows(format, rows, stream), tuple(left))
    if format == "plover":
        written, left = plover.write(entries, stream, names=names)
        return Exported(written, tuple(left))
    if format == "capture-matrix":
        return Exported(capture.write(entries, stream))
    return Exported(_STREAMS[format](entries, stream, names=names))


def _kept(rows: Iterator[dict[str, object] | LeftOut], left: list[LeftOut]) -> Iterator[dict[str, object]]:
    for row in rows:
        if isinstance(row, LeftOut):
            left.append(row)
        else:
            yield row
