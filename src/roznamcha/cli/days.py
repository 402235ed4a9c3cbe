"""Days that a user gives: one check and one form for every command that takes one."""

from __future__ import annotations

from typing import Annotated

import typer

from roznamcha.errors import SettingsError
from roznamcha.settings import check_day


def given_day(day: str | None) -> str | None:
    """Give back a day written YYYY-MM-DD, or None where none was given; raise SettingsError for anything else.

    >>> given_day("2014-02-13"), given_day(None)
    ('2014-02-13', None)
    """
    return None if day is None else check_day(day)


def given_time(time: str) -> str:
    """Give back a day, a month (2014-02) or a year (2014), or "" where none was given; raise SettingsError for anything else."""
    try:
        return time and check_day(time + "-01" * max(0, 2 - time.count("-")))[: len(time)]
    except SettingsError:
        raise SettingsError(f"{time!r} is no day, month or year; write it like 2014-02-15, 2014-02 or 2014") from None


AsOf = Annotated[
    str | None,
    typer.Option(metavar="DATE", callback=given_day, help="Hear only what was printed by this day, like 2014-02-13."),
]
