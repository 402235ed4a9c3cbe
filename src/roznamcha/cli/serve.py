"""`roznamcha serve`: open the review pages of a register in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from roznamcha.errors import SettingsError


def serve(
    register: Annotated[Path, typer.Argument(help="The register file.")],
    host: Annotated[str, typer.Option(help="Address to listen on; others than this machine's own need --auth.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.")] = 8765,
    auth: Annotated[Path | None, typer.Option(help="Accounts file; see: roznamcha accounts --help")] = None,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = False,
) -> None:
    """Open the review pages of a register in the browser.

    Example: roznamcha serve out/example.register
    """
    from roznamcha.web.security import LOCAL_NAMES

    if host not in LOCAL_NAMES and auth is None:
        raise SettingsError(f"{host} can be reached by others: make accounts and give them with --auth FILE")
    import socket

    import uvicorn

    from roznamcha.web.app import Options, create_app

    app = create_app(Options(register, auth))
    listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    address = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}/"
    typer.echo(f"Reading {register} at {address} (Ctrl-C ends it)")
    if open_browser:
        import webbrowser

        webbrowser.open(address)
    uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False)).run(sockets=[listener])
