"""Export and validate as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from conftest_web import filled, register_file
from roznamcha.cli import app
from roznamcha.cli.export import NAMES
from roznamcha.cli.validate import NAMES as CHECKED_NAMES
from roznamcha.export import FORMATS
from roznamcha.export.validate import FORMATS as CHECKED

__all__ = ["filled", "register_file"]


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, result.output


def test_help_names_every_format() -> None:
    assert (*FORMATS, "records") == NAMES


@pytest.mark.parametrize("format", CHECKED)
def test_exports_pass_their_validator(register_file: Path, tmp_path: Path, format: str) -> None:
    if format == "parquet":
        pytest.importorskip("duckdb")
    out = tmp_path / "out"
    assert run("export", str(register_file), "--format", format, "--out", str(out))[0] == 0
    assert run("validate", "--format", format, str(out))[0] == 0


def test_help_of_validate_names_every_format() -> None:
    assert CHECKED == CHECKED_NAMES


def test_what_was_left_out_is_said_with_the_reason(register_file: Path) -> None:
    assert "1 left out: no place is known" in run("export", str(register_file), "--format", "ged")[1]


def test_names_are_withheld_unless_asked_for(register_file: Path) -> None:
    assert "Zarina" not in run("export", str(register_file), "--format", "csv")[1]
    assert "Zarina Gul" in run("export", str(register_file), "--format", "ftm", "--names")[1]


@pytest.mark.parametrize("option", [("--as-of", "2015-05-04"), ("--rule", "latest")])
def test_records_refuse_options_about_incidents(register_file: Path, option: tuple[str, str]) -> None:
    result = CliRunner().invoke(app, ["export", str(register_file), "--format", "records", *option])
    assert result.exit_code != 0
    assert "--rule and --as-of" in str(result.exception)


def test_records_are_codebook_objects(register_file: Path) -> None:
    lines = [
        json.loads(line)
        for line in run("export", str(register_file), "--format", "records")[1].splitlines()
        if line.startswith("{")
    ]
    assert sorted(len(line["incidents"]) for line in lines) == [1, 1, 1]


def test_a_broken_file_ends_with_one(tmp_path: Path) -> None:
    (tmp_path / "short.csv").write_text("id\n1\n")
    code, output = run("validate", "--format", "ged", str(tmp_path / "short.csv"))
    assert code == 1
    assert "the column is missing" in output
