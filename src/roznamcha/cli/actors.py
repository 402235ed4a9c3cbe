"""`roznamcha actors`: the registry of organisations, and the decisions that change it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from roznamcha.cli.days import given_day, given_time
from roznamcha.cli.output import is_terminal, print_json

if TYPE_CHECKING:
    from roznamcha.resolve.actors import KnownActor

app = typer.Typer(no_args_is_help=True, help="The registry of organisations: look up, add, name, merge, split and undo.")

Decisions = Annotated[
    Path | None,
    typer.Option(
        "--decisions",
        envvar="ROZNAMCHA_ACTORS",
        dir_okay=False,
        show_default="actors.jsonl",
        help="The file of your decisions, one a line.",
    ),
]
Why = Annotated[str, typer.Option(help="The reason, kept with the decision.")]
By = Annotated[str, typer.Option(help="Who decides, kept with the decision.")]
Actor = Annotated[str, typer.Argument(help="The id of an actor, as `list` shows it.")]


def _given_country(code: str | None) -> str | None:
    from roznamcha.resolve.gazetteer.names import country_code

    return country_code(code)


@app.command("list")
def list_actors(
    country: Annotated[
        str | None, typer.Option(callback=_given_country, help="Only those of this country (two letters).")
    ] = None,
    kind: Annotated[str | None, typer.Option(help='Only this kind, for instance "Rebel group".')] = None,
    decisions: Decisions = None,
) -> None:
    """List the organisations that are known.

    Example: roznamcha actors list --country PK --kind "Rebel group"
    """
    from roznamcha.errors import SettingsError
    from roznamcha.model.codebook import KINDS
    from roznamcha.resolve.actors import open_registry

    if kind is not None and kind not in KINDS:
        raise SettingsError(f"{kind!r} is no kind; one of {', '.join(KINDS)}")
    for actor in open_registry(decisions):
        if (country is None or country in actor.countries) and (kind is None or kind == actor.kind):
            _print(actor)


@app.command()
def show(actor: Actor, decisions: Decisions = None) -> None:
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
    country: Annotated[
        str | None, typer.Option(callback=_given_country, help="The country of the incident (two letters).")
    ] = None,
    day: Annotated[str | None, typer.Option(callback=given_day, help="The day of the incident, YYYY-MM-DD.")] = None,
    decisions: Decisions = None,
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
    decisions: Decisions = None,
) -> None:
    """Add an organisation (never a private person).

    Example: roznamcha actors add pk-newgroup --name "New Group" --kind "Rebel group" --country PK --why "named by police"
    """
    from roznamcha.resolve.gazetteer.names import country_code

    countries = tuple(country_code(code) for code in country or ())
    facts = {"name": name, "kind": kind, "countries": countries, "parent": parent, "since": since, "until": until}
    _decide(decisions, "add", actor, by, why, **facts)


@app.command()
def alias(
    actor: Actor,
    name: Annotated[str, typer.Argument(help="Another name for it.")],
    by: By = "",
    why: Why = "",
    decisions: Decisions = None,
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
    decisions: Decisions = None,
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
    decisions: Decisions = None,
) -> None:
    """Take a name out of an organisation and make it one of its own, a faction.

    Example: roznamcha actors split pk-bla pk-majeed --name "Majeed Brigade" --since 2011
    """
    _decide(decisions, "split", actor, by, why, other=new, name=name, kind=kind, since=since)


@app.command()
def undo(
    number: Annotated[
        int | None, typer.Argument(help="Which decision of the file, the first is 1; the last one in force otherwise.")
    ] = None,
    by: By = "",
    why: Why = "",
    decisions: Decisions = None,
) -> None:
    """Take a decision out of force. The file keeps it; what stood before stands again.

    Example: roznamcha actors undo --why "the paper corrected itself"
    """
    from roznamcha.errors import DataError
    from roznamcha.resolve.actors.registry import decision_file, in_force, read_decisions

    path = decision_file(decisions)
    made = list(read_decisions(path)) if path.exists() else []
    wanted = number or max((n for n, one in in_force(made).items() if one.operation != "undo"), default=0)
    if not 0 < wanted <= len(made):
        raise DataError(f"{path}: there is no such decision to undo; it holds {len(made)}")
    if wanted not in in_force(made):
        raise DataError(f"{path}: decision {wanted} is undone already")
    _decide(decisions, "undo", made[wanted - 1].actor, by, why, undoes=wanted)


def _decide(decisions: Path | None, operation: str, actor: str, by: str, why: str, **facts: object) -> None:
    from datetime import UTC, datetime

    from roznamcha.resolve.actors import ActorDecision, append_decision, decision_file

    path = decision_file(decisions)
    when = datetime.now(UTC).isoformat(timespec="seconds")
    append_decision(path, ActorDecision(operation, actor, by=by, why=why, when=when, **facts))  # type: ignore[arg-type]
    typer.echo(f"{operation} {actor}: written to {path}")
    if operation in ("add", "alias"):
        _warn_of_namesakes(str(facts["name"]), actor, path)


def _warn_of_namesakes(name: str, actor: str, path: Path) -> None:
    from roznamcha.resolve.actors import open_registry
    from roznamcha.resolve.actors.resolve import namesakes

    registry = open_registry(path)
    found = registry.get(actor)
    if others := namesakes(name, found.id if found else actor, registry):
        bodies = ", ".join(f"{other.id} ({other.name})" for other in others)
        typer.echo(f"warning: {name!r} names {bodies} too; country and day settle who is meant, or nobody is named", err=True)


def _print(actor: KnownActor, *, full: bool = False) -> None:
    from dataclasses import asdict

    if not is_terminal():
        print_json(asdict(actor))
        return
    typer.echo(f"{actor.id}  {actor.name}  [{actor.kind}]  {' '.join(actor.countries)}")
    if full:
        typer.echo(f"  names: {'; '.join(actor.aliases) or '–'}")
        typer.echo(f"  parent: {actor.parent or '–'}   from {actor.since or '?'} until {actor.until or 'now'}")
