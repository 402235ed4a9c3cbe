"""`roznamcha code`: read sources, code them, and write a register, records, or both."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from roznamcha.cli.days import given_day
from roznamcha.cli.output import print_issues
from roznamcha.cli.progress import Progress
from roznamcha.cli.tally import Tally
from roznamcha.errors import SettingsError
from roznamcha.settings import CodeOptions

INTERRUPTED = 130
"""What a shell expects of a command that Ctrl-C ended."""


def code(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE…", help="Files, folders, URLs, or - for standard input.")],
    register: Annotated[Path | None, typer.Option(metavar="FILE", help="The register to write to; made when absent.")] = None,
    records: Annotated[
        str | None, typer.Option(metavar="OUT", help="Write records as JSON lines (- is standard output).")
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", callback=given_day, help="Publication day of texts without one: 2014-02-15."),
    ] = None,
    jobs: Annotated[int, typer.Option(metavar="N", help="Processes to code with; the result is the same for any number.")] = 1,
    link: Annotated[bool, typer.Option("--link/--no-link", help="Put new reports into incidents at the end.")] = True,
    max_bytes: Annotated[int | None, typer.Option(metavar="N", help="Largest source to read (default 20,000,000).")] = None,
) -> None:
    """Read sources and enter what they say into a register, or write it as records.

    Running it again on the same input changes nothing, new input is added, and a run that was cut off goes on.
    The exit code is 1 when something could not be read as it is; everything else is coded all the same.

    \b
    Examples:
      roznamcha code examples/karachi --register attacks.register
      roznamcha code reports.jsonl --records - --published 2014-02-15
    """
    if register is None and records is None:
        raise SettingsError("nothing to write to: give --register FILE, --records OUT, or both")
    options = CodeOptions(published=published, jobs=jobs, max_bytes=max_bytes, link=link)
    tally = Tally()
    try:
        _run(sources, options, tally, (register, records))
    except KeyboardInterrupt:
        kept = "the same command goes on from there" if register else "no records were written"
        typer.echo(f"roznamcha: interrupted after {tally.documents:,} documents; {kept}", err=True)
        raise typer.Exit(INTERRUPTED) from None
    print_issues(tally.issues)
    tally.print_summary(err=records == "-")
    raise typer.Exit(1 if tally.issues else 0)


def _run(sources: list[str], options: CodeOptions, tally: Tally, targets: tuple[Path | None, str | None]) -> None:
    """Code the sources into the targets: a register's path, and where the records go."""
    from roznamcha.cli.recordfile import RecordFile
    from roznamcha.cli.targets import check_targets, written_files
    from roznamcha.pipeline import code_sources, open_ledger
    from roznamcha.read import discover
    from roznamcha.read.limits import Limits
    from roznamcha.register import open_register
    from roznamcha.scale.pool import Pool

    path, records = targets
    check_targets(sources, *targets)
    limits = Limits(size=options.max_bytes) if options.max_bytes else Limits()
    with ExitStack() as stack:
        register = stack.enter_context(open_register(path)) if path else None
        ledger = open_ledger(register, options) if register else None
        out = stack.enter_context(RecordFile(records, register)) if records else None
        progress = stack.enter_context(Progress(sources))
        mapper = Pool(options.jobs) if options.jobs > 1 else None
        found = discover(sources, limits=limits, skip=written_files(*targets))
        for outcome in code_sources(found, options, ledger=ledger, mapper=mapper):
            tally.add(outcome)
            progress.show(tally)
            if out:
                out.write(outcome)
        tally.incidents = ledger.incidents() if ledger else tally.reports
