"""Where a command prints, and how: tables for people on a terminal, JSON lines for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from roznamcha.issues import Issue


def is_terminal() -> bool:
    """Tell whether standard output is read by a person."""
    return sys.stdout.isatty()


def console(*, err: bool = False) -> Console:
    """Make a console that takes text as it is: an article's square brackets are no markup and its words no links."""
    from rich.console import Console

    return Console(stderr=err, highlight=False, markup=False, emoji=False, soft_wrap=False)


def print_json(value: dict[str, Any]) -> None:
    """Print one object as one line."""
    typer.echo(as_line(value))


def as_line(value: dict[str, Any]) -> str:
    """Write one object as one line; bytes that are no characters stand as escapes."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its heading, whether it holds numbers, and how wide it may become."""

    heading: str
    right: bool = False
    width: int | None = None


def print_rows(objects: Iterable[dict[str, Any]], columns: Sequence[Column], cells: Iterable[Sequence[str]]) -> None:
    """Print rows: on a terminal the cells as a table, else the objects as JSON lines."""
    if not is_terminal():
        for value in objects:
            print_json(value)
        return
    from rich.table import Table

    table = Table(show_edge=False, pad_edge=False)
    for column in columns:
        justify: Literal["left", "right"] = "right" if column.right else "left"
        table.add_column(column.heading, justify=justify, no_wrap=column.right, max_width=column.width, overflow="fold")
    for row in cells:
        table.add_row(*row)
    console().print(table)


def count(number: int, noun: str, plural: str | None = None) -> str:
    """Write a number with its noun.

    >>> count(1, "incident"), count(1200, "incident")
    ('1 incident', '1,200 incidents')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def print_issues(issues: Iterable[Issue]) -> None:
    """Print issues on standard error: a table on a terminal, else a line each."""
    listed = list(issues)
    if not listed:
        return
    if not sys.stderr.isatty():
        for issue in listed:
            line = f"{issue.level}: {issue.where}: {issue.what} ({issue.code}); {issue.do}"
            typer.echo(line.encode("utf-8", "backslashreplace").decode(), err=True)
        return
    from rich.table import Table

    table = Table(title=count(len(listed), "issue"), title_justify="left")
    for heading in ("level", "where", "what", "what to do"):
        table.add_column(heading, overflow="fold")
    for issue in listed:
        table.add_row(issue.level, issue.where, issue.what, issue.do)
    console(err=True).print(table)
