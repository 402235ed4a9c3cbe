"""`roznamcha show`: the lists of incidents, figures and issues; one incident is shown by `cli.incident`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from roznamcha.cli.output import Column, count, is_terminal, print_rows
from roznamcha.model.words import UNKNOWN, say_range

if TYPE_CHECKING:
    from roznamcha.register import Register


def show(
    register: Annotated[Path, typer.Argument(metavar="REGISTER", help="The register to read.")],
    incident: Annotated[
        str | None,
        typer.Argument(metavar="INCIDENT", help="Its number in the list, its id or one of its reports', or how one begins."),
    ] = None,
    figures: Annotated[bool, typer.Option("--figures", help="List the figures that belong to no single incident.")] = False,
    issues: Annotated[bool, typer.Option("--issues", help="List what could not be read.")] = False,
) -> None:
    """List a register's incidents, or show one with the sentence behind each of its values.

    On a terminal this prints tables; piped, it prints JSON lines.

    \b
    Examples:
      roznamcha show attacks.register
      roznamcha show attacks.register 1
    """
    from roznamcha.cli.incident import show_incident
    from roznamcha.register import open_register

    with open_register(register, read_only=True) as opened:
        if incident is not None:
            show_incident(opened, incident)
        elif figures:
            _show_figures(opened)
        elif issues:
            _show_issues(opened)
        else:
            _show_list(opened)


def _show_list(register: Register) -> None:
    from roznamcha.register.queries import count_rows, list_incidents

    columns = (
        Column("#", right=True),
        Column("date"),
        Column("place", width=30),
        Column("what", width=26),
        Column("killed", right=True),
        Column("injured", right=True),
        Column("by", width=36),
        Column("told in", width=36),
    )
    lines = list_incidents(register)
    print_rows(lines, columns, [(str(line["number"]), *_cells(line)) for line in lines])
    if is_terminal():
        rows = count_rows(register)
        typer.echo(
            f"{count(len(lines), 'incident')}, {count(rows['figures'], 'figure')} in {count(rows['documents'], 'document')}"
        )


def _cells(line: dict[str, Any]) -> tuple[str, ...]:
    kind = str(line["sub_event_type"] or "") + (" (background)" if line["background"] else "")
    what = kind + (" (thwarted)" if line["status"] == "thwarted" else "")
    tolls = [say_range(line[f"{name}_low"], line[f"{name}_high"], line[f"{name}_best"]) for name in ("killed", "injured")]
    told = str(line["publishers"]) + (f" ({line['n_reports']} reports)" if line["n_reports"] > 1 else "")
    return (line["date"] or UNKNOWN, line.get("place") or "", what, *tolls, line["perpetrators"] or "", told)


def _show_figures(register: Register) -> None:
    from roznamcha.register.queries import list_figures

    columns = (
        Column("what"),
        Column("from–to", right=True),
        Column("period"),
        Column("words"),
        Column("source"),
        Column("told in"),
    )
    figures = list_figures(register)
    cells = [
        (f["what"], say_range(f["low"], f["high"]), f["period"] or "", f["quote"], f["source"] or "", f["publisher"] or f["name"])
        for f in figures
    ]
    print_rows(figures, columns, cells)


def _show_issues(register: Register) -> None:
    from dataclasses import asdict

    from roznamcha.register.reading import read_issues

    issues = read_issues(register)
    cells = [(issue.level, issue.where, issue.what, issue.do) for issue in issues]
    print_rows(
        [asdict(issue) for issue in issues], (Column("level"), Column("where"), Column("what"), Column("what to do")), cells
    )
