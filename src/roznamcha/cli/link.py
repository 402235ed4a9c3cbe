"""`roznamcha link`: sort a register's reports into incidents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from roznamcha.cli.output import count, is_terminal, print_json


def link(
    register: Annotated[Path, typer.Argument(metavar="REGISTER", help="The register whose reports are linked.")],
    anew: Annotated[bool, typer.Option("--anew", help="Link all reports again, not only those in no incident yet.")] = False,
) -> None:
    """Sort reports into incidents: new ones join an incident or open one. What people decided always holds.

    Example: roznamcha link attacks.register --anew
    """
    from roznamcha.placing import link_register
    from roznamcha.register import open_register

    with open_register(register) as opened:
        done = link_register(opened, anew=anew)
    if is_terminal():
        typer.echo(f"{count(done.placed, 'report')} placed; {count(done.incidents, 'incident')} in all")
    else:
        print_json({"placed": done.placed, "incidents": done.incidents})
