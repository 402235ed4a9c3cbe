"""`roznamcha evaluate TASK …`: one thin function a task.

To add a task: write `evaluate/<task>.py` with a function that takes paths and returns a `tables.Result`, and add below a command
that calls it inside the function (imports stay lazy) and hands the result to `show`. Every task takes `--json`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from roznamcha.evaluate.tables import Result

app = typer.Typer(no_args_is_help=True, help="Score roznamcha on hand-coded records and public benchmarks.")

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object (also when the output is piped).")]
InFile = Annotated[Path, typer.Option(exists=True, dir_okay=False, readable=True)]
InFolder = Annotated[Path, typer.Option(exists=True, file_okay=False, readable=True)]


def show(result: Result, *, as_json: bool) -> None:
    """Print a result: tables on a terminal, one JSON object when piped or asked for."""
    if as_json or not sys.stdout.isatty():
        import json

        typer.echo(json.dumps(result.as_json(), ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table

    from roznamcha.evaluate.tables import show_cell

    console = Console()
    for table in result.tables():
        grid = Table(title=table.title, title_justify="left")
        for number, column in enumerate(table.columns):
            grid.add_column(column, justify="left" if number == 0 else "right")
        for row in table.rows:
            grid.add_row(*map(show_cell, row))
        console.print(grid)
