"""Every format carries the incident, its ranges and its allegations, and leaves out what it cannot hold."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from roznamcha.cli import app
from roznamcha.derive import entries
from roznamcha.errors import SettingsError
from roznamcha.export import FORMATS, Entry, export
from roznamcha.export.validate import FORMATS as CHECKED
from roznamcha.export.validate import validate
from roznamcha.model.incident import Cell
from roznamcha.model.values import DateValue
from roznamcha.register import open_register


def cell(field: str, value: object, **more: object) -> Cell:
    return Cell(field, value, ("r1",), "ucdp", **more)  # type: ignore[arg-type]


def table(entry: Entry, format: str, **more: bool) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(export([entry], format, None, **more)[1])))


@pytest.mark.parametrize("format", CHECKED)
def test_every_export_passes_its_own_validator(entry: Entry, bare: Entry, format: str, tmp_path: Path) -> None:
    if format == "parquet":
        pytest.importorskip("duckdb")
    out = tmp_path / "out"
    export([entry, bare], format, out)
    assert list(validate(out, format)) == []


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The register of the shipped example texts, coded by the rules."""
    register = tmp_path_factory.mktemp("example") / "karachi.register"
    texts = Path(__file__).parents[2] / "examples" / "karachi"
    result = CliRunner().invoke(app, ["code", str(texts), "--register", str(register)])
    assert result.exit_code == 0
    return register


@pytest.mark.parametrize("format", CHECKED)
def test_the_example_register_passes_every_validator(example: Path, format: str, tmp_path: Path) -> None:
    if format == "parquet":
        pytest.importorskip("duckdb")
    out = tmp_path / "out"
    with open_register(example, read_only=True) as opened:
        assert export(entries(opened), format, out)[0].written
    assert list(validate(out, format)) == []


def test_ftm_gives_a_plain_day_for_an_approximate_one(entry: Entry) -> None:
    about = cell("date", DateValue("2014-02-13~", "2014-02-13", "2014-02-13"))
    cells = tuple(about if one.field == "date" else one for one in entry.incident.cells)
    told = replace(entry, incident=replace(entry.incident, cells=cells))
    events = [json.loads(line) for line in export([told], "ftm", None)[1].splitlines()]
    assert [event["properties"]["date"] for event in events if event["schema"] == "Event"] == [["2014-02-13"]]


def test_ged_keeps_low_best_high_and_the_parts_sum_to_best(entry: Entry) -> None:
    (row,) = table(entry, "ged")
    assert (row["low"], row["best"], row["high"]) == ("8", "13", "14")
    assert (row["deaths_a"], row["deaths_civilians"], row["deaths_unknown"]) == ("12", "1", "0")
    assert row["side_a"] == "Government of Pakistan"


def test_an_incident_without_day_or_place_is_left_out_with_the_reason(bare: Entry) -> None:
    exported, _ = export([bare], "acled", None)
    assert exported.written == 0
    assert exported.left_out[0].reason == "no day is known"


def test_acled_takes_the_lowest_credible_toll_and_marks_the_allegation(entry: Entry) -> None:
    (row,) = table(entry, "acled")
    assert row["fatalities"] == "8"
    assert "suspected: Tehreek-e-Taliban (according to police)" in row["notes"]
    assert "alleged perpetrator" in row["tags"]


def test_gtd_spells_out_the_figures_that_lost(entry: Entry) -> None:
    (row,) = table(entry, "gtd")
    assert (row["nkill"], row["guncertain1"], row["claimed"]) == ("13", "1", "1")
    assert row["addnotes"] == "Other figures for killed: at least 8."


@pytest.mark.parametrize("format", [name for name in FORMATS if name not in ("parquet", "sqlite", "capture-matrix")])
def test_private_names_are_withheld_unless_asked_for(entry: Entry, format: str) -> None:
    assert "Rashid" not in export([entry], format, None)[1]
    assert "Mehmood" not in export([entry], format, None)[1]


def test_names_are_given_when_asked_for(entry: Entry) -> None:
    assert "driver Rashid Mehmood" in export([entry], "csv", None, names=True)[1]


def test_geojson_never_puts_an_unknown_place_on_a_guess(entry: Entry, bare: Entry) -> None:
    known, unknown = json.loads(export([entry, bare], "geojson", None)[1])["features"]
    assert known["geometry"]["coordinates"] == [67.0104, 24.8608]
    assert unknown["geometry"] is None


def test_ftm_links_carry_the_stance(entry: Entry) -> None:
    entities = [json.loads(line) for line in export([entry], "ftm", None)[1].splitlines()]
    roles = [role for entity in entities if entity["schema"] == "UnknownLink" for role in entity["properties"]["role"]]
    assert "suspected perpetrator" in roles
    assert not [entity for entity in entities if entity["schema"] == "Person"]


def test_plover_puts_the_suicide_attack_under_assault(entry: Entry) -> None:
    record = json.loads(export([entry], "plover", None)[1])
    assert (record["event"], record["mode"], record["size"]) == (["ASSAULT"], ["suicide-attack"], {"dead": 13, "injured": 51})


def test_capture_matrix_has_a_column_for_each_publisher(entry: Entry) -> None:
    assert export([entry], "capture-matrix", None)[1].splitlines() == [
        "incident,date_start,City Wire,The Day",
        "inc-karachi,2014-02-13,1,1",
    ]


def test_sqlite_holds_incidents_and_masked_evidence(entry: Entry, tmp_path: Path) -> None:
    export([entry], "sqlite", tmp_path / "out.db")
    db = sqlite3.connect(tmp_path / "out.db")
    assert db.execute("SELECT killed_low, killed_best, killed_high FROM incidents").fetchall() == [(8, 13, 14)]
    assert "[name withheld]" in db.execute("SELECT group_concat(words) FROM evidence").fetchone()[0]
    db.close()


def test_parquet_is_readable_and_holds_the_point(entry: Entry, bare: Entry, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    export([entry, bare], "parquet", tmp_path / "out.parquet")
    with duckdb.connect() as db:
        rows = db.execute(f"SELECT id, ST_AsText(geometry) FROM '{tmp_path / 'out.parquet'}' ORDER BY id").fetchall()
    assert rows == [("inc-bare", None), ("inc-karachi", "POINT (67.0104 24.8608)")]


def test_unknown_formats_and_binary_to_a_terminal_are_refused(entry: Entry) -> None:
    with pytest.raises(SettingsError, match="choose one of"):
        export([entry], "xls", None)
    with pytest.raises(SettingsError, match="--out"):
        export([entry], "parquet", None)


def test_the_same_incidents_give_the_same_bytes(entry: Entry, bare: Entry) -> None:
    for format in ("ged", "acled", "gtd", "plover", "ftm", "geojson", "csv", "capture-matrix"):
        assert export([entry, bare], format, None) == export([entry, bare], format, None)
