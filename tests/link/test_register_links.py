"""Links in a register: by hand and back again, and reckoned as they were linked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from roznamcha.cli import app
from roznamcha.register import open_register
from roznamcha.register.incidents import members

EXAMPLES = Path(__file__).parents[2] / "examples" / "karachi"
RUN = CliRunner()


def run(*arguments: str) -> list[dict[str, object]]:
    result = RUN.invoke(app, list(arguments))
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def standing(register: Path) -> dict[str, list[str]]:
    with open_register(register, read_only=True) as opened:
        return {name: sorted(reports) for name, reports in members(opened).items()}


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    register = tmp_path_factory.mktemp("links") / "karachi.register"
    run("code", str(EXAMPLES), "--register", str(register))
    return register


@pytest.fixture
def register(coded: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "karachi.register"
    with open_register(coded) as opened:
        opened.db.execute("VACUUM INTO ?", (str(copy),))
    return copy


def by_size(register: Path) -> list[str]:
    return sorted(standing(register), key=lambda name: (-len(standing(register)[name]), name))


def test_merge_split_and_undo_restore_what_stood(register: Path) -> None:
    first, second, *_ = by_size(register)
    before = standing(register)
    run("merge", str(register), first, second, "--reason", "one bus", "--user", "amna")
    merged = standing(register)
    assert sorted([*before[first], *before[second]]) in merged.values()
    run("undo", str(register), "--user", "amna")
    assert standing(register) == before
    report = before[first][0]
    run("unlink", str(register), first, report, "--reason", "another day", "--user", "amna")
    assert [report] in standing(register).values()
    run("undo", str(register), "--user", "amna")
    assert standing(register) == before


def test_linking_anew_keeps_what_was_decided(register: Path) -> None:
    first, second, *_ = by_size(register)
    wanted = sorted([*standing(register)[first], *standing(register)[second]])
    run("merge", str(register), first, second)
    run("link", str(register), "--anew")
    assert any(set(wanted) <= set(found) for found in standing(register).values())


def test_linking_anew_gives_what_coding_gave(register: Path) -> None:
    before = standing(register)
    run("link", str(register), "--anew")
    assert standing(register) == before


def test_why_adds_up(register: Path) -> None:
    first = by_size(register)[0]
    reckonings = run("why", str(register), first)
    assert len(reckonings) == len(standing(register)[first]) - 1
    for reckoning in reckonings:
        assert reckoning["linked"]
        evidence = reckoning["evidence"]
        assert isinstance(evidence, list)
        total = float(str(reckoning["prior"])) + sum(part["weight"] for part in evidence)
        assert total == pytest.approx(float(str(reckoning["score"])), abs=0.002)
        assert all(part["reason"] and part["about"] for part in evidence)


def test_a_report_that_is_no_member_is_refused(register: Path) -> None:
    result = RUN.invoke(app, ["split", str(register), by_size(register)[0], "ffffffff"])
    assert result.exit_code != 0


def test_spread_shows_every_rule(register: Path) -> None:
    rows = run("spread", str(register))
    assert {row["rule"] for row in rows if row["table"] == "RuleTotal"} >= {"ucdp", "acled", "gtd", "latest", "most-cited"}
