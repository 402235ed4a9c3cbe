"""`roznamcha spread`: how totals move between rules, and how reported totals compare with the register's own sums."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from roznamcha.cli.days import AsOf
from roznamcha.cli.output import Column, is_terminal, print_json, print_rows

if TYPE_CHECKING:
    from roznamcha.link.consolidate.coverage import Coverage
    from roznamcha.link.consolidate.spread import Mover, RuleTotal


def spread(
    register: Annotated[Path, typer.Argument(metavar="REGISTER", help="The register to read.")],
    as_of: AsOf = None,
) -> None:
    """Show total killed and injured under every rule, the incidents that move them, and totals that sources report.

    Example: roznamcha spread attacks.register --as-of 2014-02-13
    """
    from roznamcha.cli.linked import incidents_by_rule, reported_totals
    from roznamcha.link.consolidate import DEFAULT_RULE
    from roznamcha.link.consolidate.coverage import compare_totals
    from roznamcha.link.consolidate.spread import find_movers, total_by_rule
    from roznamcha.register import open_register

    with open_register(register, read_only=True) as opened:
        derived = incidents_by_rule(opened, as_of=as_of)
        coverage = compare_totals(reported_totals(opened, as_of=as_of), derived[DEFAULT_RULE])
    if not is_terminal():
        rows: list[RuleTotal | Mover | Coverage] = [*total_by_rule(derived), *find_movers(derived), *coverage]
        for row in rows:
            print_json({"table": type(row).__name__} | asdict(row))
        return
    _print_totals(total_by_rule(derived))
    _print_movers(find_movers(derived))
    _print_coverage(coverage)


def _print_totals(totals: list[RuleTotal]) -> None:
    columns = (
        Column("rule"),
        Column("count"),
        *(Column(name, right=True) for name in ("low", "best", "high", "incidents", "open")),
    )
    print_rows((), columns, [(t.rule, t.field, *(f"{n:,}" for n in (t.low, t.best, t.high, t.told, t.open))) for t in totals])


def _print_movers(movers: list[Mover]) -> None:
    if movers:
        typer.echo("\nIncidents whose dead depend on the rule")
        cells = [(m.incident, f"{m.least}–{m.most}", ", ".join(f"{rule} {best}" for rule, best in m.by_rule)) for m in movers]
        print_rows((), (Column("incident"), Column("killed", right=True), Column("by rule")), cells)


def _print_coverage(coverage: list[Coverage]) -> None:
    if coverage:
        typer.echo("\nReported totals beside this register's sum")
        columns = (
            Column("source"),
            Column("total"),
            Column("period"),
            Column("places"),
            Column("here", right=True),
            Column("share", right=True),
        )
        print_rows((), columns, [_cells(item) for item in coverage])


def _cells(item: Coverage) -> tuple[str, ...]:
    from roznamcha.model.words import say_range

    total = item.total
    share = (
        ""
        if item.most is None
        else f"{item.most:.0%}"
        if item.least in (None, item.most)
        else f"{item.least:.0%}–{item.most:.0%}"
    )
    period = f"{total.first or '…'} to {total.last or '…'}" if total.first or total.last else "not told"
    return (
        total.source,
        f"{say_range(total.low, total.high)} {total.what}",
        period,
        ", ".join(item.places),
        f"{item.summed:,}",
        share,
    )
