"""What a run has done so far, and the one line that says so at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import typer

from roznamcha.cli.output import as_line, count, is_terminal

if TYPE_CHECKING:
    from roznamcha.issues import Issue
    from roznamcha.pipeline import Outcome


@dataclass(slots=True)
class Tally:
    """Counts of one run.

    `inputs` were met, good and bad; `documents` were read; `kept` of them were in the register already and are not counted
    further. `reports` tell of `incidents`, which is known at the end, when reports of one act have been linked.
    """

    inputs: int = 0
    documents: int = 0
    kept: int = 0
    reports: int = 0
    incidents: int = 0
    figures: int = 0
    claims: int = 0
    issues: list[Issue] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        self.inputs += 1
        self.issues += outcome.issues
        self.documents += outcome.state == "coded" or outcome.document_id is not None
        self.kept += outcome.document_id is not None
        if outcome.record:
            self.reports += len(outcome.record.reports)
            self.figures += len(outcome.record.figures)
            self.claims += sum(len(report.claims) for report in outcome.record.reports)

    def print_summary(self, *, err: bool = False) -> None:
        """Print the line: words on a terminal and on standard error, else JSON."""
        typer.echo(self.sentence() if err or is_terminal() else as_line(self.as_json()), err=err)

    def as_json(self) -> dict[str, int]:
        """Give the counts by name."""
        documents = {"documents": self.documents, "unchanged": self.kept}
        told = {"incidents": self.incidents, "reports": self.reports, "figures": self.figures, "claims": self.claims}
        return documents | told | {"issues": len(self.issues)}

    def sentence(self) -> str:
        """Give the counts in words."""
        read = count(self.documents, "document") + " read"
        unchanged = f" ({self.kept:,} of them unchanged)" if self.kept else ""
        told = count(self.incidents, "incident") + (
            f" in {count(self.reports, 'report')}" if self.reports != self.incidents else ""
        )
        rest = (count(self.figures, "figure"), count(self.claims, "claim"), count(len(self.issues), "issue"))
        return f"{read}{unchanged}: {told}, {', '.join(rest)}"
