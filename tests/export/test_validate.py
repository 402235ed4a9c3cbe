"""The validator names row, column and rule of every fault, and lets real rows of the publishers pass."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from roznamcha.errors import DataError
from roznamcha.export import Entry, export
from roznamcha.export.validate import validate


def written(entry: Entry, format: str, tmp_path: Path, **changes: str) -> Path:
    rows = list(csv.DictReader(io.StringIO(export([entry], format, None)[1])))
    out = tmp_path / f"{format}.csv"
    with out.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerow(rows[0] | changes)
    return out


BROKEN = [
    ("ged", "best", "12", "must be the sum of the four parts, 13"),
    ("ged", "where_prec", "9", "must lie in 1 to 7"),
    ("ged", "latitude", "north", "must be a number"),
    ("ged", "priogrid_gid", "1", "is not the grid cell of the point"),
    ("ged", "year", "2015", "must be the year of date_start"),
    ("ged", "country", "", "must not be blank"),
    ("acled", "event_type", "Battles", "Suicide bomb belongs to Explosions/Remote violence"),
    ("acled", "interaction", "Rebel group only", "must be State forces-Rebel group"),
    ("acled", "event_date", "13 February 2014", "must be a day, YYYY-MM-DD"),
    ("acled", "sub_event_type", "Bombing", "must be one of"),
    ("gtd", "attacktype1_txt", "Armed Assault", "code 3 is Bombing/Explosion"),
    ("gtd", "nkillter", "20", "must not be more than nkill"),
    ("gtd", "success", "yes", "must be 0 or 1"),
]


@pytest.mark.parametrize(("format", "column", "value", "rule"), BROKEN)
def test_a_broken_cell_is_named_with_its_rule(
    entry: Entry, tmp_path: Path, format: str, column: str, value: str, rule: str
) -> None:
    faults = list(validate(written(entry, format, tmp_path, **{column: value}), format))
    assert [(fault.row, fault.column) for fault in faults] == [(1, column)]
    assert faults[0].rule.startswith(rule)


def test_ged_order_of_low_best_high_is_only_a_warning(entry: Entry, tmp_path: Path) -> None:
    (fault,) = validate(written(entry, "ged", tmp_path, low="14"), "ged")
    assert fault.level == "warning"


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    out = tmp_path / "short.csv"
    out.write_text("id,relid\n1,PAK-2014-1-1-1\n")
    assert "year" in [fault.column for fault in validate(out, "ged") if fault.rule == "the column is missing"]


def test_a_line_that_is_not_json_is_named(tmp_path: Path) -> None:
    out = tmp_path / "broken.jsonl"
    out.write_text('{"id": "1", "date": "2014-02-13", "actor": [{}], "event": ["ASSAULT"]}\n{oops\n')
    assert [(fault.row, fault.rule.split(":")[0]) for fault in validate(out, "plover")] == [(2, "is not JSON")]


def test_a_feature_with_swapped_coordinates_is_found(tmp_path: Path) -> None:
    out = tmp_path / "swapped.geojson"
    out.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},'
        '"geometry":{"type":"Point","coordinates":[24.9,167.0]}}]}'
    )
    assert [fault.column for fault in validate(out, "geojson")] == ["geometry"]


def test_a_file_that_is_no_table_is_refused_in_one_line(tmp_path: Path) -> None:
    out = tmp_path / "image.csv"
    out.write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(DataError, match="no CSV file in UTF-8"):
        list(validate(out, "ged"))


def test_real_ged_rows_pass_with_warnings_only_about_their_own_order(shared: Path) -> None:
    faults = list(validate(shared / "data" / "ucdp" / "ged_pakistan.dev.csv", "ged"))
    assert {(fault.column, fault.level) for fault in faults} <= {("low", "warning"), ("high", "warning")}
