"""`roznamcha verify`: re-read every span against its stored text and its source's bytes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from roznamcha.cli.output import console, count, is_terminal, print_json

if TYPE_CHECKING:
    from roznamcha.register.verify import Fault


def verify(
    register: Annotated[Path, typer.Argument(metavar="REGISTER", help="The register to check.")],
) -> None:
    """Re-read every piece of evidence and say how much of it holds.

    Each span must stand, letter for letter, in the stored text, and lead back to the bytes of its source.
    The exit code is 1 when any does not.

    \b
    Example:
      roznamcha verify attacks.register
    """
    from roznamcha.register import open_register
    from roznamcha.register.verify import verify_register

    documents = spans = 0
    faults: list[Fault] = []
    with open_register(register, read_only=True) as opened:
        for checked in verify_register(opened):
            documents += 1
            spans += checked.spans
            faults += checked.faults
    if is_terminal():
        for fault in faults:
            console().print(f"{fault.document_id} {fault.of}: {fault.what}")
        held = f"{spans - len(faults):,} of {count(spans, 'span')} in {count(documents, 'document')}"
        typer.echo(f"{held} hold" + (f"; {count(len(faults), 'fault')}" if faults else ""))
    else:
        for fault in faults:
            print_json({"document": fault.document_id, "of": fault.of, "fault": fault.what})
        print_json({"documents": documents, "spans": spans, "hold": spans - len(faults), "faults": len(faults)})
    raise typer.Exit(1 if faults else 0)
