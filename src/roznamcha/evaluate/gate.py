"""The gate: figures that were reached once may not drop in silence.

`baseline.json` pins, for each task, the floors and the digest of the gold files they were measured on. The gate recomputes
the figures and refuses a drop of more than `EPSILON`, which leaves room for the last digits of another processor and none for
a worse rule. New floors are written by `--update`, which refuses to lower one unless told that the loss is meant. The idea is
trafilatura's.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from roznamcha.errors import DataError, SettingsError
from roznamcha.evaluate.tables import Table

EPSILON = 0.005
Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class GateTask:
    """One pinned measurement: the files it reads, relative to the shared folder, and how it turns them into figures."""

    name: str
    files: tuple[str, ...]
    measure: Callable[[Sequence[Path]], Figures]


@dataclass(frozen=True, slots=True)
class Check:
    """What the gate found for one task. `state`: "holds", "dropped", "gold changed", "not pinned" or "skipped"."""

    task: str
    state: str
    figures: Figures
    floors: Figures
    digest: str = ""

    @property
    def holds(self) -> bool:
        """Whether the task lets the gate open."""
        return self.state in ("holds", "skipped")


@dataclass(frozen=True, slots=True)
class GateResult:
    """What the gate found, task by task."""

    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        """Whether the gate opens."""
        return all(check.holds for check in self.checks)

    def as_json(self) -> dict[str, Any]:
        """Give each task's state, figures and floors."""
        shown = {check.task: {"state": check.state, "figures": check.figures, "floors": check.floors} for check in self.checks}
        return {"holds": self.holds, "tasks": shown}

    def tables(self) -> tuple[Table, ...]:
        """Show one row a figure."""
        rows = [row for check in self.checks for row in _rows(check)]
        return (Table("Gate: open" if self.holds else "Gate: closed", ("task", "figure", "now", "floor", "state"), tuple(rows)),)


def run_gate(tasks: Sequence[GateTask], shared: Path, baseline: dict[str, Any]) -> GateResult:
    """Measure every task whose files are there and compare the figures with their floors."""
    return GateResult(tuple(_check(task, shared, baseline.get(task.name)) for task in tasks))


def read_baseline(path: Path | None = None) -> dict[str, Any]:
    """Read the pinned floors, the package's own when no path is given; a file that is not there pins nothing."""
    source = path if path is not None else files("roznamcha.evaluate").joinpath("baseline.json")
    if not source.is_file():
        return {}
    try:
        found: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise DataError(f"{source} is not JSON ({error}); restore it from version control") from error
    return found


def update_baseline(result: GateResult, baseline: dict[str, Any], *, allow_regression: bool = False) -> dict[str, Any]:
    """Give the baseline with the floors that were just measured.

    Raises SettingsError, naming each, when a floor would sink by more than `EPSILON` and that was not allowed.
    """
    measured = [check for check in result.checks if check.state != "skipped"]
    sunk = [f"{check.task} {name}" for check in measured for name in _dropped(check.figures, check.floors)]
    if sunk and not allow_regression:
        raise SettingsError(f"would lower {', '.join(sunk)}; add --allow-regression when the loss is meant")
    return baseline | {check.task: {"digest": check.digest, "floors": check.figures} for check in measured}


def write_baseline(path: Path, baseline: dict[str, Any]) -> None:
    """Write the pinned floors, tasks in the order of their names."""
    path.write_text(json.dumps(baseline, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def digest_files(paths: Sequence[Path]) -> str:
    """Digest the files' bytes, in the order given, as SHA-256 in hex."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _check(task: GateTask, shared: Path, pinned: dict[str, Any] | None) -> Check:
    paths = [shared / name for name in task.files]
    floors = (pinned or {}).get("floors", {})
    if not all(path.is_file() for path in paths):
        return Check(task.name, "skipped", {}, floors)
    figures, digest = task.measure(paths), digest_files(paths)
    if pinned is None:
        return Check(task.name, "not pinned", figures, {}, digest)
    if _dropped(figures, floors):
        return Check(task.name, "dropped", figures, floors, digest)
    return Check(task.name, "holds" if digest == pinned.get("digest") else "gold changed", figures, floors, digest)


def _dropped(figures: Figures, floors: Figures) -> list[str]:
    return [name for name, floor in floors.items() if figures.get(name, 0.0) < floor - EPSILON]


def _rows(check: Check) -> list[tuple[str, str, float | None, float | None, str]]:
    dropped = _dropped(check.figures, check.floors) if check.figures else []
    names = list(check.figures) or list(check.floors) or ["–"]
    return [
        (check.task, name, check.figures.get(name), check.floors.get(name), "dropped" if name in dropped else check.state)
        for name in names
    ]
