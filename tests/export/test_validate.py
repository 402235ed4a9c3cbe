"""The validator names row, column and rule of every fault, and lets real rows of the publishers pass."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roznamcha.errors import DataError
from roznamcha.export import Entry, export
from roznamcha.export.check import check
from roznamcha.export.jsonrules import JSON_RULES
from roznamcha.export.layout import layout
from roznamcha.export.validate import FORMATS, validate

KEYS = st.sampled_from(
    ("id", "type", "date", "actor", "event", "mode", "schema", "properties", "geometry", "coordinates", "name", "quad_code")
)


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
    ("ged", "geom_wkt", "POINT (67.0104 25.8608)", "must be the point of longitude and latitude"),
    ("ged", "best", "9" * 400, "must be 0 or more"),
    ("ged", "date_start", "2014-02-13T00:00+05:00", "must be a day with time"),
    ("acled", "event_date", "13 February 2014", "must be a day, YYYY-MM-DD"),
    ("acled", "event_date", "20140213", "must be a day, YYYY-MM-DD"),
    ("acled", "inter1", "9", "must be one of"),
    ("acled", "sub_event_type", "Bombing", "must be one of"),
    ("gtd", "attacktype1_txt", "Armed Assault", "code 3 is Bombing/Explosion"),
    ("gtd", "nkillter", "20", "must not be more than nkill"),
    ("gtd", "success", "yes", "must be 0 or 1"),
    ("gtd", "iday", "31", "the month 2 of 2014 has no day 31"),
    ("gtd", "nkill", "2.5", "must be a whole number"),
    ("gtd", "country_txt", "India", "code 153 is Pakistan"),
    ("gtd", "country", "9", "Pakistan has another code"),
    ("gtd", "region_txt", "East Asia", "code 6 is South Asia"),
    ("gtd", "targtype1_txt", "Military", "code 3 is Police"),
    ("csv", "killed_best", "15", "must lie between low and high"),
    ("csv", "sub_event_type", "Bombing", "must be one of"),
    ("csv", "reviewed", "perhaps", "must be one of"),
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


@pytest.mark.parametrize(("format", "column"), [("ged", "id"), ("acled", "event_id_cnty"), ("gtd", "eventid"), ("csv", "id")])
def test_an_id_that_stands_twice_is_an_error(entry: Entry, tmp_path: Path, format: str, column: str) -> None:
    out = written(entry, format, tmp_path)
    out.write_text(out.read_text() + out.read_text().split("\n", 1)[1])
    (fault,) = validate(out, format)
    assert (fault.row, fault.column, fault.rule, fault.level) == (2, column, "an earlier row has the same id", "error")


def test_acled_kinds_may_be_numbers(entry: Entry, tmp_path: Path) -> None:
    changes = {"inter1": "2", "inter2": "1", "interaction": "12"}
    assert list(validate(written(entry, "acled", tmp_path, **changes), "acled")) == []
    (fault,) = validate(written(entry, "acled", tmp_path, **changes | {"interaction": "13"}), "acled")
    assert fault.column == "interaction"


PLOVER = {"id": "1", "date": "2014-02-13", "actor": [{}], "event": ["ASSAULT"]}
EVENT = {"id": "1", "schema": "Event", "properties": {"name": ["Blast"]}}
RECORDS = [
    ("plover", PLOVER | {"event": 5}, "event"),
    ("plover", PLOVER | {"actor": "police"}, "actor"),
    ("plover", PLOVER | {"mode": ["bogus"]}, "mode"),
    ("plover", PLOVER | {"mode": ["riot"]}, "mode"),
    ("plover", PLOVER | {"date": "2014-99-99"}, "date"),
    ("ftm", EVENT | {"properties": []}, "properties"),
    ("ftm", EVENT | {"schema": ["a"]}, "schema"),
    ("ftm", EVENT | {"schema": "Nonsense"}, "schema"),
    ("ftm", EVENT | {"properties": {}}, "name"),
    ("ftm", EVENT | {"properties": {"name": ["Blast"], "date": ["2014-02-15~"]}}, "date"),
    ("ftm", EVENT | {"properties": {"name": ["Blast"], "date": ["2014-13"]}}, "date"),
    ("ftm", EVENT | {"properties": {"name": ["Blast"], "date": 5}}, "date"),
]


@pytest.mark.parametrize(("format", "record", "column"), RECORDS)
def test_a_bad_record_is_a_fault_of_its_column(tmp_path: Path, format: str, record: object, column: str) -> None:
    out = tmp_path / "bad.jsonl"
    out.write_text(json.dumps(record))
    assert [fault.column for fault in validate(out, format)] == [column]


@pytest.mark.parametrize("features", ["5", "null", '{"a": 1}', "[5]"])
def test_features_that_are_none_are_a_fault(tmp_path: Path, features: str) -> None:
    out = tmp_path / "bad.geojson"
    out.write_text('{"type": "FeatureCollection", "features": ' + features + "}")
    assert len(list(validate(out, "geojson"))) == 1


@pytest.mark.parametrize("format", FORMATS)
def test_bytes_that_are_no_text_are_refused_in_one_line(tmp_path: Path, format: str) -> None:
    if format == "parquet":
        pytest.importorskip("duckdb")
    out = tmp_path / "image"
    out.write_bytes(b"\x89PNG\xff\xfe" * 200)
    with pytest.raises(DataError, match=r"is no .* file"):
        list(validate(out, format))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=12,
)


@given(JSON, st.sampled_from(("plover", "ftm", "geojson")))
def test_no_json_record_makes_a_validator_fail(record: object, format: str) -> None:
    for found in JSON_RULES[format](record):
        assert len(found) == 3


@given(st.dictionaries(st.sampled_from([column.name for column in layout("gtd")]), st.text("0129.-\u0663x ", max_size=6)))
def test_no_cell_makes_the_check_of_cells_fail(cells: dict[str, str]) -> None:
    columns = {column.name: column for column in layout("gtd")}
    assert all(isinstance(check(columns[name], value), str) for name, value in cells.items())


OWN = [
    ("capture-matrix", "incident,date_start,The Day\ni1,2014-02-13,2\ni1,13 May,1\n", ["The Day", "incident", "date_start"]),
    ("capture-matrix", "id\n1\n", [""]),
]


@pytest.mark.parametrize(("format", "text", "columns"), OWN)
def test_faults_of_a_capture_matrix_are_named(tmp_path: Path, format: str, text: str, columns: list[str]) -> None:
    out = tmp_path / "own.csv"
    out.write_text(text)
    assert [fault.column for fault in validate(out, format)] == columns


def test_faults_of_an_sqlite_file_are_named(entry: Entry, tmp_path: Path) -> None:
    out = tmp_path / "own.db"
    export([entry], "sqlite", out)
    db = sqlite3.connect(out)
    db.execute("ALTER TABLE evidence DROP COLUMN stance")
    db.execute("INSERT INTO reports VALUES ('nobody', 'nothing', 'words')")
    db.commit()
    db.close()
    assert {fault.column for fault in validate(out, "sqlite")} == {"evidence.stance", "reports"}


def test_faults_of_a_parquet_file_are_named(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    out = tmp_path / "own.parquet"
    with duckdb.connect() as db:
        db.execute(f"COPY (SELECT unnest(['a', 'a']) AS id, 'x' AS latitude) TO '{out}' (FORMAT parquet)")
    faults = {(fault.row, fault.column, fault.rule) for fault in validate(out, "parquet")}
    assert {(0, "latitude", "must be DOUBLE"), (2, "id", "an earlier row has the same id")} <= faults


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
