"""`roznamcha accounts`: who may open the review pages from another machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def accounts(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The accounts file; it is made when it is not there.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name that stands under the decisions.")],
    role: Annotated[str, typer.Option(help="reader, reviewer or admin.")] = "reviewer",
    password: Annotated[
        str, typer.Option(prompt=True, confirmation_prompt=True, hide_input=True, help="Asked for when not given.")
    ] = "",
) -> None:
    """Add or change an account for `serve --auth FILE`; only a hash of the password is kept.

    \b
    Example:
      roznamcha accounts accounts.json amna --role reviewer
    """
    from roznamcha.web.auth import add_account

    add_account(file, name, password, role)
    typer.echo(f"{name} may come in as {role}")
