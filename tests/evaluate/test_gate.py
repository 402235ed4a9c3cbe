"""The gate on small files of our own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from roznamcha.errors import DataError, SettingsError
from roznamcha.evaluate.gate import GateTask, digest_files, read_baseline, run_gate, update_baseline, write_baseline
from roznamcha.evaluate.gatetasks import TASKS


def share_of_a(paths: Sequence[Path]) -> dict[str, float]:
    text = paths[0].read_text(encoding="utf-8")
    return {"share": round(text.count("a") / len(text), 4)}


TASK = GateTask("letters", ("letters.txt",), share_of_a)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "letters.txt").write_text("aabb", encoding="utf-8")
    return tmp_path


def pinned(folder: Path, floor: float) -> dict[str, object]:
    return {"letters": {"digest": digest_files([folder / "letters.txt"]), "floors": {"share": floor}}}


@pytest.mark.parametrize(
    ("floor", "state"), [(0.5, "holds"), (0.4, "holds"), (0.504, "holds"), (0.506, "dropped"), (0.9, "dropped")]
)
def test_a_figure_may_not_sink_below_its_floor(folder: Path, floor: float, state: str) -> None:
    result = run_gate([TASK], folder, pinned(folder, floor))
    assert result.checks[0].state == state
    assert result.holds == (state == "holds")


def test_changed_gold_closes_the_gate_even_when_the_figure_rises(folder: Path) -> None:
    baseline = pinned(folder, 0.5)
    (folder / "letters.txt").write_text("aaab", encoding="utf-8")
    result = run_gate([TASK], folder, baseline)
    assert (result.checks[0].state, result.holds) == ("gold changed", False)


def test_an_unpinned_task_closes_the_gate(folder: Path) -> None:
    assert run_gate([TASK], folder, {}).checks[0].state == "not pinned"


def test_a_task_without_its_files_is_skipped(tmp_path: Path) -> None:
    result = run_gate([TASK], tmp_path, {})
    assert (result.checks[0].state, result.holds) == ("skipped", True)


def test_update_writes_what_was_measured(folder: Path) -> None:
    path = folder / "baseline.json"
    write_baseline(path, update_baseline(run_gate([TASK], folder, {}), {}))
    assert run_gate([TASK], folder, read_baseline(path)).holds


def test_update_refuses_to_lower_unless_told(folder: Path) -> None:
    baseline = pinned(folder, 0.9)
    result = run_gate([TASK], folder, baseline)
    with pytest.raises(SettingsError, match="letters share"):
        update_baseline(result, baseline)
    assert update_baseline(result, baseline, allow_regression=True)["letters"]["floors"] == {"share": 0.5}


def test_update_keeps_what_was_skipped(tmp_path: Path) -> None:
    baseline = {"letters": {"digest": "", "floors": {"share": 0.9}}}
    assert update_baseline(run_gate([TASK], tmp_path, baseline), baseline) == baseline


def test_a_broken_baseline_is_named(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(DataError, match=r"baseline\.json is not JSON"):
        read_baseline(path)


def test_every_task_has_its_own_name() -> None:
    names = [task.name for task in TASKS]
    assert len(set(names)) == len(names)
    assert set(read_baseline()) <= set(names)
