"""A progress bar on a terminal, and nothing anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from roznamcha.cli.output import console, count

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from roznamcha.cli.tally import Tally

LINES = (".jsonl", ".ndjson")


class Progress:
    """Shows how many documents are done, of how many where that can be told, and how fast."""

    def __init__(self, sources: Iterable[str]) -> None:
        self._sources = list(sources)
        self._total: int | None = None
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def show(self, tally: Tally) -> None:
        """Bring the bar up to the tally."""
        if self._bar is not None and self._task is not None:
            issues = f", {count(len(tally.issues), 'issue')}" if tally.issues else ""
            last = ", linking" if tally.inputs == self._total else ""
            said = f"{count(tally.documents, 'document')}, {count(tally.reports, 'report')}{issues}{last}"
            self._bar.update(self._task, completed=tally.inputs, description=said)

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
            from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
            from rich.progress import Progress as Bar

            said = TextColumn("{task.description}")
            columns = (SpinnerColumn(), said, BarColumn(), TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn())
            self._bar = Bar(*columns, console=console(err=True), transient=True)
            self._total = count_documents(self._sources)
            self._task = self._bar.add_task("reading", total=self._total)
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()


def count_documents(sources: Iterable[str]) -> int | None:
    """Guess how many documents the sources hold, without reading them; None when it cannot be told (pipes, URLs)."""
    total = 0
    for source in sources:
        path = Path(source)
        if source == "-" or not path.exists():
            return None
        files = (file for file in path.rglob("*") if file.is_file()) if path.is_dir() else (path,)
        for file in files:
            total += _count_lines(file) if file.suffix in LINES else 1
    return total


def _count_lines(file: Path) -> int:
    lines = 0
    with file.open("rb") as stream:
        while piece := stream.read(1 << 20):
            lines += piece.count(b"\n")
    return lines
