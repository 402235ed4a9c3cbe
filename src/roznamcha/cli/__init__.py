"""The command line: one thin file per verb, joined here.

A verb's file holds its options and what it prints; the work is the library's. Heavy imports stand inside the verbs'
functions, so that `--help` answers at once. Errors of ours are one line on standard error and an exit code: 1 for a data
problem, 2 for wrong usage.
"""

from __future__ import annotations

import sys

import typer

from roznamcha.cli.accounts import accounts
from roznamcha.cli.actors import app as actors
from roznamcha.cli.code import code
from roznamcha.cli.decide import merge, split, undo, unlink
from roznamcha.cli.evaluate import app as evaluate
from roznamcha.cli.export import export
from roznamcha.cli.gazetteer import app as gazetteer
from roznamcha.cli.link import link
from roznamcha.cli.serve import serve
from roznamcha.cli.show import show
from roznamcha.cli.spread import spread
from roznamcha.cli.train import train
from roznamcha.cli.validate import validate
from roznamcha.cli.verify import verify
from roznamcha.cli.why import why
from roznamcha.errors import RoznamchaError, SettingsError
from roznamcha.version import __version__

INTERRUPTED = 130
"""What a shell expects of a command that Ctrl-C ended."""

app = typer.Typer(
    name="roznamcha",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Read news reports of political violence and keep an incident register with the words behind every value.",
)
app.command()(code)
app.command()(show)
app.command()(serve)
app.command()(accounts)
app.command()(export)
app.command()(validate)
app.command()(train)
app.command()(verify)
for verb in (link, why, merge, split, unlink, undo, spread):
    app.command()(verb)
app.add_typer(evaluate, name="evaluate")
app.add_typer(gazetteer, name="gazetteer")
app.add_typer(actors, name="actors")


def _print_version(value: bool) -> None:
    if value:
        typer.echo(f"roznamcha {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: bool = typer.Option(False, "--version", callback=_print_version, is_eager=True, help="Print the version and leave."),
) -> None:
    """Take the options that stand before the verb."""


def main() -> None:
    """Run the command line and turn our errors into one line and an exit code."""
    try:
        app()
    except RoznamchaError as error:
        typer.echo(f"roznamcha: {error}", err=True)
        sys.exit(2 if isinstance(error, SettingsError) else 1)
    except KeyboardInterrupt:
        typer.echo("roznamcha: interrupted", err=True)
        sys.exit(INTERRUPTED)
