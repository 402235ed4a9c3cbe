"""`roznamcha merge`, `split`, `unlink` and `undo`: what people decide about links, appended to the review log."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from roznamcha.cli.output import is_terminal, print_json

if TYPE_CHECKING:
    from roznamcha.register.decisions import Decision

File = Annotated[Path, typer.Argument(metavar="REGISTER", help="The register whose log is written.")]
Reason = Annotated[str, typer.Option(help="Why; it stands in the log beside your name and the time.")]
User = Annotated[str | None, typer.Option(help="Who decides; your login name otherwise.")]


def merge(
    register: File,
    incidents: Annotated[
        list[str], typer.Argument(metavar="INCIDENT INCIDENT…", help="Numbers or ids; any of its reports' ids will do.")
    ],
    reason: Reason = "",
    user: User = None,
) -> None:
    """Say that two or more incidents are one. No later linking parts their reports; `undo` does.

    Example: roznamcha merge attacks.register 3 7 --reason "same blast, two districts named"
    """
    from roznamcha.cli.linked import reports_of
    from roznamcha.errors import SettingsError
    from roznamcha.register import open_register

    if len(incidents) < 2:
        raise SettingsError("name two incidents at least")
    with open_register(register) as opened:
        groups = [reports_of(opened, name) for name in incidents]
        reports = [report for group in groups for report in group]
    if len(set(reports)) < len(reports):
        raise SettingsError("the same incident is named twice")
    _decide(register, "merge", incidents[0], reports, [], user, reason)


def split(
    register: File,
    incident: Annotated[str, typer.Argument(metavar="INCIDENT", help="Number or id; any of its reports' ids will do.")],
    reports: Annotated[list[str], typer.Argument(metavar="REPORT…", help="Ids of the reports that tell of another act.")],
    reason: Reason = "",
    user: User = None,
) -> None:
    """Say that some reports of an incident tell together of another act.

    Example: roznamcha split attacks.register 3 4c1f 9b02 --reason "the second bomb"
    """
    _part(register, "split", incident, reports, user, reason)


def unlink(
    register: File,
    incident: Annotated[str, typer.Argument(metavar="INCIDENT", help="Number or id; any of its reports' ids will do.")],
    reports: Annotated[list[str], typer.Argument(metavar="REPORT…", help="Ids of the reports that do not belong there.")],
    reason: Reason = "",
    user: User = None,
) -> None:
    """Say that some reports do not belong to an incident. They stand apart until all reports are linked anew.

    Example: roznamcha unlink attacks.register 3 4c1f --reason "another day"
    """
    _part(register, "unlink", incident, reports, user, reason)


def undo(
    register: File,
    decision: Annotated[str | None, typer.Argument(metavar="DECISION", help="Its id; your last one otherwise.")] = None,
    reason: Reason = "",
    user: User = None,
) -> None:
    """Take a decision out of force, with all that was decided in one action. The log keeps it; what stood before stands again.

    Example: roznamcha undo attacks.register
    """
    from roznamcha.cli.linked import find_decision
    from roznamcha.derive import take_back
    from roznamcha.errors import RegisterError
    from roznamcha.register import open_register
    from roznamcha.register.decisions import last_of, read_decisions

    name = user or _login()
    with open_register(register) as opened:
        found = find_decision(read_decisions(opened), decision) if decision else last_of(opened, name)
        if found is None:
            raise RegisterError(f"{name} has decided nothing that could be undone")
        done = take_back(opened, found, user=name, reason=reason)[-1]
    _say(done)


def _part(register: Path, kind: str, incident: str, reports: list[str], user: str | None, reason: str) -> None:
    from roznamcha.cli.linked import reports_of
    from roznamcha.errors import SettingsError
    from roznamcha.register import open_register

    with open_register(register) as opened:
        members = reports_of(opened, incident)
    chosen = [member for member in members if any(member.startswith(name) for name in reports)]
    strange = [name for name in reports if not any(member.startswith(name) for member in members)]
    if strange:
        raise SettingsError(f"incident {incident} has no report {strange[0]}: it has {', '.join(members)}")
    others = [member for member in members if member not in chosen]
    if not others:
        raise SettingsError("choose some, not all, of the incident's reports")
    _decide(register, kind, incident, chosen, others, user, reason)


def _decide(register: Path, kind: str, target: str, reports: list[str], others: list[str], user: str | None, reason: str) -> None:
    from roznamcha.derive import groups_of, relink_reports
    from roznamcha.register import open_register
    from roznamcha.register.decisions import decide
    from roznamcha.register.queries import find_incident

    named = {"reports": reports, "others": others} if others else {"reports": reports}
    with open_register(register) as opened:
        before = groups_of(opened, [*reports, *others])
        wanted = find_incident(opened, target)
        done = decide(opened, kind, wanted, user=user or _login(), reason=reason, before=before, **named)
        relink_reports(opened, [*reports, *others])
    _say(done)


def _say(decision: Decision) -> None:
    if is_terminal():
        typer.echo(
            f"decision {decision.id}: {decision.kind}, by {decision.user}; take it back with: undo REGISTER {decision.id[:8]}"
        )
    else:
        print_json(
            {"id": decision.id, "kind": decision.kind, "target": decision.target, "user": decision.user, "at": decision.at}
        )


def _login() -> str:
    from getpass import getuser

    return getuser()
