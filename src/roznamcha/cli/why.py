"""`roznamcha why`: the evidence for and against two reports, or two incidents, being one."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from roznamcha.cli.output import console, is_terminal, print_json

if TYPE_CHECKING:
    from roznamcha.link.explain import Reckoning


def why(
    register: Annotated[Path, typer.Argument(metavar="REGISTER", help="The register to read.")],
    first: Annotated[str, typer.Argument(metavar="A", help="An incident (number or id) or a report (id).")],
    second: Annotated[
        str | None, typer.Argument(metavar="B", help="Another; left out: why A's own reports stand together.")
    ] = None,
) -> None:
    """Show why reports stand in one incident or in two: every piece of evidence with its weight, from the prior to the score.

    Scores are natural log odds: 0 is even, 2.3 ten to one. What decides is the mean over all pairs of the reports, a bar or a
    decision: the verdict says which. Piped, it prints one JSON object a pair of reports.

    \b
    Examples:
      roznamcha why attacks.register 1
      roznamcha why attacks.register 1 2
    """
    from roznamcha.cli.linked import reports_named
    from roznamcha.reasons import explain
    from roznamcha.register import open_register

    with open_register(register, read_only=True) as opened:
        one = reports_named(opened, first)
        other = reports_named(opened, second) if second else []
        reckonings, verdict = explain(opened, one, other)
    if verdict is None:
        typer.echo("one report alone: there is nothing to compare", err=True)
        return
    if is_terminal():
        console().print(f"{'one incident' if verdict.linked else 'two incidents'}: {verdict.because}\n", style="bold")
    for reckoning in sorted(reckonings, key=lambda found: -found.comparison.total):
        if is_terminal():
            _print_waterfall(reckoning)
        else:
            print_json(_as_json(reckoning) | {"verdict": asdict(verdict)})


def _print_waterfall(reckoning: Reckoning) -> None:
    from rich.table import Table

    comparison = reckoning.comparison
    out = console()
    out.print(f"{comparison.first} · {reckoning.words[0]}", style="bold")
    out.print(f"{comparison.second} · {reckoning.words[1]}", style="bold")
    table = Table(show_edge=False, pad_edge=False)
    for heading, right in (("evidence", False), ("found", False), ("weight", True), ("score", True)):
        table.add_column(heading, justify="right" if right else "left", overflow="fold")
    score = comparison.prior
    table.add_row("before any evidence", "two reports at random", "", f"{score:+.1f}")
    for part in sorted(comparison.parts, key=lambda part: -abs(part.weight)):
        if part.weight:
            score += part.weight
            table.add_row(part.feature, part.finding.reason, f"{part.weight:+.1f}", f"{score:+.1f}")
    out.print(table)
    alone = reckoning.barred or f"{comparison.probability:.0%} that both tell of one act, by these words alone"
    out.print(f"this pair: {alone}" + (f"; decided: {reckoning.decided}" if reckoning.decided else "") + "\n")


def _as_json(reckoning: Reckoning) -> dict[str, Any]:
    comparison = reckoning.comparison
    return {
        "first": comparison.first,
        "second": comparison.second,
        "linked": reckoning.linked,
        "barred": reckoning.barred,
        "decided": reckoning.decided,
        "prior": comparison.prior,
        "evidence": [
            {
                "feature": part.feature,
                "level": part.finding.level,
                "reason": part.finding.reason,
                "weight": part.weight,
                "about": part.about,
            }
            for part in comparison.parts
            if part.weight
        ],
        "score": round(comparison.total, 3),
        "probability": round(comparison.probability, 4),
    }
