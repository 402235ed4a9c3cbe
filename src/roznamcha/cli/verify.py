"""`roznamcha verify`: re-read every span against its text and its source's bytes, every derived value against its rule."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from roznamcha.cli.output import as_line, count, is_terminal


def verify(
    register: Annotated[Path, typer.Argument(metavar="REGISTER", help="The register to check.")],
) -> None:
    """Re-read every piece of evidence and every derived value, and say how many hold.

    Each span must stand, letter for letter, in the stored text, and lead back to the bytes of its source. Each incident
    must be what its reports' claims, the decisions and the rule give today. The exit code is 1 when anything does not hold.

    \b
    Example:
      roznamcha verify attacks.register
    """
    from roznamcha.derive import check_lines
    from roznamcha.register import open_register
    from roznamcha.register.verify import verify_register

    documents = spans = held = 0
    faults: list[dict[str, str]] = []
    with open_register(register, read_only=True) as opened:
        for checked in verify_register(opened):
            documents, spans, held = documents + bool(checked.document_id), spans + checked.spans, held + checked.held
            faults += [{"document": fault.document_id, "of": fault.of, "fault": fault.what} for fault in checked.faults]
        lines = dict(check_lines(opened))
        stale = [name for name, holds in lines.items() if not holds]
        faults += [{"incident": name, "fault": "its values are not what its claims give"} for name in stale]
    for fault in faults:
        typer.echo(": ".join(filter(None, fault.values())) if is_terminal() else as_line(fault))
    if is_terminal():
        sentence = f"{held:,} of {count(spans, 'span')} in {count(documents, 'document')} hold"
        typer.echo(f"{sentence}; {len(lines) - len(stale):,} of {count(len(lines), 'incident')} are what their claims give")
    else:
        evidence = {"documents": documents, "spans": spans, "hold": held}
        derived = {"incidents": len(lines), "derived_rightly": len(lines) - len(stale), "faults": len(faults)}
        typer.echo(as_line(evidence | derived))
    raise typer.Exit(1 if faults else 0)
