"""`roznamcha actors`: the registry of organisations, and the decisions that change it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from roznamcha.cli.days import given_day, given_time
from roznamcha.cli.output import is_terminal, print_json

if TYPE_CHECKING:
    from roznamcha.resolve.actors import KnownActor

app = typer.Typer(no_args_is_help=True, help="The registry of organisations: look up, add, name, merge and split.")

Decisions = Annotated[
    Path, typer.Option("--decisions", envvar="ROZNAMCHA_ACTORS", dir_okay=False, help="The file of your decisions, one a line.")
]
Why = Annotated[str, typer.Option(help="The reason, kept with the decision.")]
By = Annotated[str, typer.Option(help="Who decides, kept with the decision.")]
Actor = Annotated[str, typer.Argument(help="The id of an actor, as `list` shows it.")]
OWN = Path("actors.jsonl")


@app.command("list")
def list_actors(
    country: Annotated[str | None, typer.Option(help="Only those of this country (two letters).")] = None,
    kind: Annotated[str | None, typer.Option(help='Only this kind, for instance "Rebel group".')] = None,
    decisions: Decisions = OWN,
) -> None:
    """List the organisations that are known.

    Example: roznamcha actors list --country PK --kind "Rebel group"
    """
    from roznamcha.resolve.actors import open_registry

    for actor in open_registry(decisions):
        if (country is None or country in actor.countries) and (kind is None or kind == actor.kind):
            _print(actor)


@app.command()
def show(actor: Actor, decisions: Decisions = OWN) -> None:
    """Show one organisation with all its names; the id of a merged one shows the one it is now.

    Example: roznamcha actors show pk-ttp
    """
    from roznamcha.errors import DataError
    from roznamcha.resolve.actors import open_registry

    found = open_registry(decisions).get(actor)
    if found is None:
        raise DataError(f"there is no actor {actor!r}; `roznamcha actors list` shows the ids")
    _print(found, full=True)


@app.command()
def find(
    words: Annotated[str, typer.Argument(help="The words for an actor, as a text prints them.")],
    country: Annotated[str | None, typer.Option(help="The country of the incident (two letters).")] = None,
    day: Annotated[str | None, typer.Option(callback=given_day, help="The day of the incident, YYYY-MM-DD.")] = None,
    decisions: Decisions = OWN,
) -> None:
    """Tell which organisation the words name, and why.

    Example: roznamcha actors find "suspected TTP militants" --country PK
    """
    from roznamcha.resolve.actors import open_registry, resolve_actor

    match = resolve_actor(words, country=country, day=day, registry=open_registry(decisions))
    if not is_terminal():
        print_json(match._asdict() if match else {"id": None})
    else:
        typer.echo(f"{match.id}  {match.name}  {match.kind}  {match.score}  ({match.reason})" if match else "unknown")


@app.command()
def add(
    actor: Annotated[str, typer.Argument(help="The id of the new actor, for instance pk-newgroup.")],
    name: Annotated[str, typer.Option(help="Its canonical name.")],
    kind: Annotated[str, typer.Option(help='Its kind, for instance "Political militia".')],
    country: Annotated[list[str] | None, typer.Option(help="A country it acts in (two letters); may be repeated.")] = None,
    parent: Annotated[str, typer.Option(help="The id of the body it belongs to or split from.")] = "",
    since: Annotated[str, typer.Option(callback=given_time, help="First day, month or year known.")] = "",
    until: Annotated[str, typer.Option(callback=given_time, help="Last day, month or year known.")] = "",
    by: By = "",
    why: Why = "",
    decisions: Decisions = OWN,
) -> None:
    """Add an organisation (never a private person).

    Example: roznamcha actors add pk-newgroup --name "New Group" --kind "Rebel group" --country PK --why "named by police"
    """
    facts = {"name": name, "kind": kind, "countries": tuple(country or ()), "parent": parent, "since": since, "until": until}
    _decide(decisions, "add", actor, by, why, **facts)


@app.command()
def alias(
    actor: Actor,
    name: Annotated[str, typer.Argument(help="Another name for it.")],
    by: By = "",
    why: Why = "",
    decisions: Decisions = OWN,
) -> None:
    """Give an organisation another name.

    Example: roznamcha actors alias pk-ttp "Tehreek Taliban Pakistan" --why "as Dawn prints it"
    """
    _decide(decisions, "alias", actor, by, why, name=name)


@app.command()
def merge(
    actor: Actor,
    into: Annotated[str, typer.Argument(help="The id that stays.")],
    by: By = "",
    why: Why = "",
    decisions: Decisions = OWN,
) -> None:
    """Say that two organisations are one.

    Example: roznamcha actors merge in-rpf in-pla --why "political wing"
    """
    _decide(decisions, "merge", actor, by, why, other=into)


@app.command()
def split(
    actor: Actor,
    new: Annotated[str, typer.Argument(help="The id of the new actor.")],
    name: Annotated[str, typer.Option(help="The name that goes with it.")],
    kind: Annotated[str, typer.Option(help="Its kind; the old actor's otherwise.")] = "",
    since: Annotated[str, typer.Option(callback=given_time, help="First day, month or year known.")] = "",
    by: By = "",
    why: Why = "",
    decisions: Decisions = OWN,
) -> None:
    """Take a name out of an organisation and make it one of its own, a faction.

    Example: roznamcha actors split pk-bla pk-majeed --name "Majeed Brigade" --since 2011
    """
    _decide(decisions, "split", actor, by, why, other=new, name=name, kind=kind, since=since)


def _decide(path: Path, operation: str, actor: str, by: str, why: str, **facts: object) -> None:
    from datetime import UTC, datetime

    from roznamcha.resolve.actors import ActorDecision, append_decision

    when = datetime.now(UTC).isoformat(timespec="seconds")
    append_decision(path, ActorDecision(operation, actor, by=by, why=why, when=when, **facts))  # type: ignore[arg-type]
    typer.echo(f"{operation} {actor}: written to {path}")


def _print(actor: KnownActor, *, full: bool = False) -> None:
    from dataclasses import asdict

    if not is_terminal():
        print_json(asdict(actor))
        return
    typer.echo(f"{actor.id}  {actor.name}  [{actor.kind}]  {' '.join(actor.countries)}")
    if full:
        typer.echo(f"  names: {'; '.join(actor.aliases) or '–'}")
        typer.echo(f"  parent: {actor.parent or '–'}   from {actor.since or '?'} until {actor.until or 'now'}")
