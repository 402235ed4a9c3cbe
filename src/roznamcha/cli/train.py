"""`roznamcha train`: rebuild the encoder's weights from the shared folder, and measure them on dev."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def train(
    shared: Annotated[Path, typer.Option(help="The folder with gold records and public benchmarks.")] = Path("../shared"),
    out: Annotated[Path | None, typer.Option(help="Where the weights go; left out: into the installed package.")] = None,
    also: Annotated[list[Path] | None, typer.Option(help="Corrected records of your own (JSON lines); may be repeated.")] = None,
    texts: Annotated[list[Path] | None, typer.Option(help="The texts of those records, in the same order.")] = None,
    quick: Annotated[bool, typer.Option(help="Only show that everything runs: minutes instead of hours.")] = False,
) -> None:
    """Train the encoder: about two hours on two CPU cores with bf16. Needs the extra `train`.

    Progress goes to standard error. At the end the dev tables are printed; dev texts are never learnt from.

    \b
    Example:
      roznamcha train --shared ../shared --also corrected.jsonl --texts corrected.texts.jsonl
    """
    from importlib import resources

    from roznamcha.errors import SettingsError

    given, beside = also or [], texts or []
    if len(given) != len(beside):
        raise SettingsError("--also and --texts belong together: give one --texts for each --also")
    if not (shared / "gold").is_dir():
        raise SettingsError(f"{shared} has no folder `gold`; point --shared at the folder with the gold records")
    from roznamcha.train.recipe import Recipe, quick_recipe, rebuild

    folder = out or Path(str(resources.files("roznamcha.data") / "weights"))
    recipe = Recipe(shared, folder, tuple(zip(beside, given, strict=True)))
    rebuild(quick_recipe(recipe) if quick else recipe, say=lambda line: typer.echo(line, err=True))
    _measure(shared, folder)


def _measure(shared: Path, folder: Path) -> None:
    from roznamcha.cli.output import print_json
    from roznamcha.train.measure import dev_scores

    for scores in dev_scores(shared, folder):
        print_json(scores)
