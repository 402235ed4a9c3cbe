"""`roznamcha evaluate TASK …`: one thin function a task.

To add a task: write `evaluate/<task>.py` with a function that takes paths and returns a `tables.Result`, and add below a command
that calls it inside the function (imports stay lazy) and hands the result to `show`. Every task takes `--json`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from roznamcha.cli.days import given_day

if TYPE_CHECKING:
    from roznamcha.evaluate.tables import Result

Half = Literal["tuned", "tested"]
app = typer.Typer(no_args_is_help=True, help="Score roznamcha on hand-coded records and public benchmarks.")

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object (also when the output is piped).")]


def show(result: Result, *, as_json: bool) -> None:
    """Print a result: tables on a terminal, one JSON object when piped or asked for."""
    if as_json or not sys.stdout.isatty():
        import json

        typer.echo(json.dumps(result.as_json(), ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table

    from roznamcha.evaluate.tables import show_cell

    console = Console()
    for table in result.tables():
        grid = Table(title=table.title, title_justify="left")
        for number, column in enumerate(table.columns):
            grid.add_column(column, justify="left" if number == 0 else "right")
        for row in table.rows:
            grid.add_row(*map(show_cell, row))
        console.print(grid)


@app.command("records")
def score_records(
    texts: Annotated[Path, typer.Option(exists=True, dir_okay=False, help='JSON lines {"id", "text", "published"?}.')],
    gold: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="Gold records, JSON lines.")],
    predicted: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="Score these, not our own.")] = None,
    errors: Annotated[int, typer.Option(min=0, help="Show so many wrong incidents.")] = 0,
    as_json: Json = False,
) -> None:
    """Score coded records against gold records.

    Example: roznamcha evaluate records --texts satp.dev.texts.jsonl --gold satp.dev.gold.jsonl --errors 20
    """
    from roznamcha.evaluate.records import evaluate_records

    show(evaluate_records(texts, gold, predicted, errors=errors), as_json=as_json)


@app.command("police")
def score_police(
    data: Annotated[Path, typer.Option(exists=True, file_okay=False, help="Folder of IndiaPoliceEvents.")],
    split: Annotated[str, typer.Option(help="Part of the set: dev or train.")] = "dev",
    profile: Annotated[str, typer.Option(help="register (the coder's own records) or police (its own model).")] = "register",
    as_json: Json = False,
) -> None:
    """Find sentences and documents that tell of police actions (IndiaPoliceEvents).

    Example: roznamcha evaluate police --data india_police_events
    """
    from roznamcha.evaluate.police import evaluate_police

    show(evaluate_police(data, split, profile=profile), as_json=as_json)


@app.command("counts")
def score_counts(
    data: Annotated[Path, typer.Option(exists=True, help="A GVDB file (dev.tsv), or GVA's articles (JSONL) or their folder.")],
    write: Annotated[Path | None, typer.Option(dir_okay=False, help="Keep the answers as JSON lines.")] = None,
    rule: Annotated[str, typer.Option(help="GVA: the rule that derives an incident's toll.")] = "most-informative",
    as_json: Json = False,
) -> None:
    """Count killed and injured, exact: in articles (GVDB), or in incidents from all their articles (GVA).

    \b
    Examples:
      roznamcha evaluate counts --data gvdb/dev.tsv
      roznamcha evaluate counts --data gva/articles.dev.jsonl --write tolls.jsonl
    """
    if data.is_dir() or data.suffix == ".jsonl":
        from roznamcha.evaluate.tolls import evaluate_tolls, write_tolls

        tolls = evaluate_tolls(data, rule=rule)
        if write:
            write_tolls(tolls, write)
        show(tolls, as_json=as_json)
        return
    from roznamcha.evaluate.counts import evaluate_counts

    show(evaluate_counts(data, write=write), as_json=as_json)


@app.command("dates")
def score_dates(
    data: Annotated[Path, typer.Option(exists=True, dir_okay=False, help='JSON lines {"id", "dct", "text", "timexes"}.')],
    write: Annotated[Path | None, typer.Option(dir_okay=False, help="Keep our expressions in the form of the data.")] = None,
    as_json: Json = False,
) -> None:
    """Find time expressions and say what they mean (TempEval-3, WikiWars).

    Example: roznamcha evaluate dates --data temporal/te3-timebank-train.jsonl
    """
    from roznamcha.evaluate.dates import evaluate_dates

    show(evaluate_dates(data, write=write), as_json=as_json)


@app.command("numbers")
def score_numbers(
    data: Annotated[
        Path | None, typer.Option(exists=True, help="A folder of MEANTIME's CAT files; without it, the phrases.")
    ] = None,
    write: Annotated[Path | None, typer.Option(dir_okay=False, help="Keep the numbers read as JSON lines.")] = None,
    as_json: Json = False,
) -> None:
    """Read numbers: the 25 phrases on which readers are compared, and MEANTIME's quantities.

    Example: roznamcha evaluate numbers --data meantime/english/intra-doc_annotation
    """
    from roznamcha.evaluate.numbers import evaluate_numbers

    show(evaluate_numbers(data, write=write), as_json=as_json)


@app.command("gate")
def run_gate(
    shared: Annotated[Path | None, typer.Option(file_okay=False, help="Folder of gold records and benchmarks.")] = None,
    baseline: Annotated[Path | None, typer.Option(dir_okay=False, help="Pinned floors; the package's own otherwise.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Measure only tasks whose name starts so.")] = None,
    update: Annotated[bool, typer.Option(help="Pin what is measured now; needs --baseline FILE.")] = False,
    allow_regression: Annotated[bool, typer.Option(help="Let --update lower a floor.")] = False,
    as_json: Json = False,
) -> None:
    """Measure again and refuse a silent drop (exit 1).

    Example: roznamcha evaluate gate --shared ../shared --only records
    """
    from roznamcha.evaluate import gate
    from roznamcha.evaluate.gatetasks import TASKS

    folder = shared or Path(os.environ.get("ROZNAMCHA_SHARED", "../shared"))
    if not (folder / "gold").is_dir():
        typer.echo(f"gate skipped: no gold records under {folder}; name the folder with --shared", err=True)
        return
    if update and baseline is None:
        raise typer.BadParameter("name the file to write with --baseline", param_hint="--update")
    tasks = [task for task in TASKS if not only or task.name.startswith(tuple(only))]
    pinned = gate.read_baseline(baseline)
    result = gate.run_gate(tasks, folder, pinned)
    show(result, as_json=as_json)
    if update and baseline is not None:
        gate.write_baseline(baseline, gate.update_baseline(result, pinned, allow_regression=allow_regression))
    elif not result.holds:
        raise typer.Exit(1)


@app.command("muc4")
def score_muc4(
    data: Annotated[Path, typer.Option(exists=True, file_okay=False, help="Folder of MUC-4, with parsed/ inside.")],
    split: Annotated[str, typer.Option(help="Part of the set: dev (TST1 and 2) or train.")] = "dev",
    profile: Annotated[str, typer.Option(help="register (the coder's own records) or muc4 (its own model).")] = "register",
    write: Annotated[Path | None, typer.Option(dir_okay=False, help="Keep the templates in the official form.")] = None,
    as_json: Json = False,
) -> None:
    """Fill the templates of MUC-4 and score all slots, CEAF-REE and GTT micro-F1.

    Example: roznamcha evaluate muc4 --data muc4 --split dev --write response.txt
    """
    from roznamcha.evaluate.muc4.task import evaluate_muc4

    show(evaluate_muc4(data, split, profile=profile, write=write), as_json=as_json)


@app.command("places")
def score_places(
    data: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="Toponyms as JSON lines, or UCDP GED as CSV.")],
    gazetteer: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="An index of your own.")] = None,
    write: Annotated[Path | None, typer.Option(dir_okay=False, help="Keep the predictions in the form of the data.")] = None,
    as_json: Json = False,
) -> None:
    """Find places and put them on the map: accuracy within 161 km beside other systems, or UCDP's points from their names.

    Example: roznamcha evaluate places --data geoparsing/lgl.jsonl
    """
    from roznamcha.evaluate.places import evaluate_places

    show(evaluate_places(data, gazetteer=gazetteer, write=write), as_json=as_json)


@app.command("linking")
def score_linking(
    data: Annotated[
        Path, typer.Option(exists=True, dir_okay=False, help="GVA articles, UCDP headlines (JSONL) or MAVERICK (CSV).")
    ],
    weights: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="Another table of weights.")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", callback=given_day, help="Only incidents that begin on this day or later.")
    ] = None,
    half: Annotated[Half | None, typer.Option(help="Only the incidents of this half, by a digest of their ids.")] = None,
    write: Annotated[Path | None, typer.Option(dir_okay=False, help="Keep the clusters, one JSON object a report.")] = None,
    as_json: Json = False,
) -> None:
    """Link reports into incidents and score the clusters: B-cubed and pairwise.

    Example: roznamcha evaluate linking --data gva/articles.dev.jsonl --since 2016-01-11 --write clusters.jsonl
    """
    from roznamcha.evaluate.linking import evaluate_linking, write_clusters
    from roznamcha.link.score import read_weights

    result = evaluate_linking(data, weights=read_weights(weights) if weights else None, since=since, half=half)
    if write:
        write_clusters(result, write)
    show(result, as_json=as_json)


@app.command("aggregate")
def score_aggregate(
    data: Annotated[Path, typer.Option(exists=True, help="MAVERICK's table of reports (CSV), or its folder.")],
    model: Annotated[
        str, typer.Option(help="most-conservative, most-informative or most-representative.")
    ] = "most-representative",
    write: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Keep the events as CSV, with the columns of eventreport.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Aggregate coded reports by eventreport's models and show how totals move between rules.

    Example: roznamcha evaluate aggregate --data maverick_kenya.csv --model most-informative --write events.csv
    """
    from roznamcha.evaluate.aggregate import evaluate_aggregate

    show(evaluate_aggregate(data, model=model, write=write), as_json=as_json)
