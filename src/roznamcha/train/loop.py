"""Second stage: the network learns incidents from gold, joined and changed texts, and texts of our own.

One step reads a batch of windows once, finds anchors, and reads some of their incidents again. Beside the true anchors
the reader is shown false ones (what the anchor head wrongly likes, and random words), to learn which anchors are none;
and true incidents with the anchor as the head found it, since that is what it will be shown at run time.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from roznamcha.coder import heads
from roznamcha.coder.grouping import FloatArray
from roznamcha.coder.tokens import CLS, MASK, OTHER, SEP, IntArray, pad, word_numbers
from roznamcha.train.augment import Pools, joined, varied
from roznamcha.train.examples import NOT_ASKED, Asked, Example, Window, windows_of
from roznamcha.train.net import NOT_MARKED, OTHER_ANCHOR, THIS, Net

_ATTRIBUTE_AT = heads.slices(heads.ATTRIBUTES)
_INCIDENT_AT = heads.slices(heads.INCIDENT)
INCIDENT_WEIGHT = {"valid": 1.0, "sub_event_type": 1.0, "status": 0.5, "scope": 0.5, "background": 0.7}
COUNT_WEIGHT = 0.4
State = dict[str, Any]
"""Tensors and plain values, as `torch.save` keeps them."""


@dataclass(frozen=True)
class Plan:
    """How long and how to train."""

    epochs: int = 8
    pieces: int = 2400
    rate: float = 1.5e-4
    head_rate: float = 1e-3
    seed: int = 1
    readings: int = 2
    join: float = 0.25
    average: float = 0.99
    anchor_weight: float = 1.0
    early_weight: float = 0.3
    unconditioned_weight: float = 0.3
    tag_weight: float = 2.0
    attribute_weight: float = 0.5
    hide: float = 0.06
    """The share of words that are hidden from the network while it learns: names must not be learnt by heart."""
    soft_weight: float = 1.0
    like_weight: float = 0.5
    """How much a teacher's chances and vectors count, beside gold."""
    untold: int = 4600
    """At most so many texts that nobody coded are shown in an epoch, where a teacher tells what is in them."""


@dataclass(frozen=True)
class Reading:
    """One incident to be read in one row of the batch: the marks, and what is asked.

    With nothing to be asked the anchor is none; or, where nobody coded the text, only the teacher knows.
    """

    row: int
    first: int
    last: int
    asked: Asked | None


Sets = Sequence[tuple[Sequence[Example], float]]
"""Sets of examples, and how often an epoch shows each."""
Texts = Sequence[str]


def epoch_windows(sets: Sets, pools: Pools, plan: Plan, chance: random.Random) -> list[Window]:
    """Make the windows of one epoch: each set so many times over, changed by chance, short texts joined by chance.

    Of a broken number of times the rest is a sample, drawn anew for each epoch.
    """
    texts: list[Example] = []
    for examples, times in sets:
        texts += [*examples] * int(times) + chance.sample(examples, round(times % 1 * len(examples)))
    chance.shuffle(texts)
    found: list[Example] = []
    while texts:
        example = varied(texts.pop(), pools, chance)
        if len(example.text) < 900 and texts and chance.random() < plan.join:
            parts = [example]
            while texts and len(parts) < chance.choice((2, 2, 3, 4)) and sum(len(p.text) for p in parts) < 1500:
                parts.append(varied(texts.pop(), pools, chance))
            if pools.quiet and chance.random() < 0.4:
                parts.insert(chance.randrange(len(parts) + 1), Example(chance.choice(pools.quiet), (), ()))
            example = joined(parts, chance)
        elif pools.quiet and chance.random() < 0.06:
            quiet = [Example(text, (), ()) for text in chance.sample(pools.quiet, min(2, len(pools.quiet)))]
            found.append(joined(quiet, chance))
        found.append(example)
    return [window for example in found for window in windows_of(example)]


def untold_windows(texts: Texts, plan: Plan, chance: random.Random) -> list[Window]:
    """Make the windows of an epoch's sample of texts that nobody coded."""
    sample = chance.sample(texts, min(len(texts), plan.untold))
    return [replace(window, told=False) for text in sample for window in windows_of(Example(text, (), ()))]


def batches_of(windows: list[Window], plan: Plan, chance: random.Random) -> Iterator[list[Window]]:
    """Group windows of like length, coded ones and others apart."""
    order = sorted(windows, key=lambda window: (window.told, len(window.ids) + chance.random() * 30))
    groups: list[list[Window]] = [[]]
    for window in order:
        group = groups[-1]
        if group and (len(window.ids) * (len(group) + 1) > plan.pieces or window.told != group[0].told):
            groups.append([])
        groups[-1].append(window)
    chance.shuffle(groups)
    yield from groups


def readings_of(batch: list[Window], inside: FloatArray, plan: Plan, chance: random.Random) -> list[Reading]:
    """Choose what the reader is shown: true anchors (sometimes as found, by each piece's chance), and false ones."""
    readings = []
    for row, window in enumerate(batch):
        scores = inside[row, : len(window.ids)]
        asked = list(window.incidents)
        for one in chance.sample(asked, min(len(asked), plan.readings)):
            first, last = _jittered(one, scores, chance)
            readings.append(Reading(row, first, last, one))
        false = false_reading(row, window, scores, chance)
        readings += [false] if false else []
    return readings


def false_reading(row: int, window: Window, scores: FloatArray, chance: random.Random) -> Reading | None:
    """Choose at times what is no anchor but looks like one, or anything, to be read."""
    found = _false_anchor(window, scores, chance)
    return Reading(row, *found, None) if found else None


def _jittered(one: Asked, scores: np.ndarray, chance: random.Random) -> tuple[int, int]:
    roll = chance.random()
    if roll < 0.5:
        return one.first, one.last
    if roll < 0.8:
        hot = [k for k in range(one.first, one.last) if scores[k] > 0.5]
        return (hot[0], hot[-1] + 1) if hot else (one.first, one.last)
    length = one.last - one.first
    first = one.first + chance.randrange(max(1, length // 2))
    return first, max(first + 1, one.last - chance.randrange(max(1, length // 3)))


def _false_anchor(window: Window, scores: np.ndarray, chance: random.Random) -> tuple[int, int] | None:
    free = (window.anchors == heads.OUTSIDE) & (scores > 0.2)
    free[0] = free[-1] = False
    at = np.flatnonzero(free)
    if len(at) and chance.random() < 0.8:
        best = int(at[np.argmax(scores[at])])
    elif chance.random() < 0.12 and len(window.ids) > 12:
        best = chance.randrange(1, len(window.ids) - 1)
        if window.anchors[best] != heads.OUTSIDE:
            return None
    else:
        return None
    first, last = best, best + 1
    longest = chance.randint(3, 14)
    while first > 1 and window.anchors[first - 1] == heads.OUTSIDE and scores[first - 1] > 0.2 and last - first < longest:
        first -= 1
    while last < len(window.ids) - 1 and window.anchors[last] == heads.OUTSIDE and last - first < longest:
        last += 1
    return first, last


@dataclass(frozen=True)
class Entered:
    """A batch once the encoder has read it: piece ids as they are and their case shapes, vectors at the fork and at the top, what
    attention adds to its scores, and the scores of both anchor heads."""

    ids: Tensor
    shapes: Tensor
    bias: Tensor
    forked: Tensor
    top: Tensor
    anchors: Tensor
    early: Tensor


class Learner:
    """The network with its losses."""

    def __init__(self, net: Net, plan: Plan) -> None:
        self.net, self.plan = net, plan
        self.aside = nn.ModuleDict()
        """What only serves the learning, and is learnt with the network."""
        self.parts: dict[str, Tensor] = {}

    @property
    def device(self) -> torch.device:
        """Tell where the network lies."""
        return next(self.net.parameters()).device

    def loss(self, batch: list[Window], chance: random.Random) -> Tensor:
        """Give the loss of one batch."""
        entered = self.enter(batch, chance)
        total = self.entering_loss(batch, entered)
        readings = readings_of(batch, inside_scores(entered), self.plan, chance)
        if readings:
            vectors = self.read(entered, readings, self.marks(batch, readings, entered, chance))
            total = total + self.reading_loss(vectors, readings)
        return total

    def enter(self, batch: list[Window], chance: random.Random) -> Entered:
        """Let the encoder read a batch, with some words hidden."""
        longest = max(len(window.ids) for window in batch)
        if self.device.type == "cuda":
            longest = -(-longest // 8) * 8  # attention wants eights there
        ids, shapes = stacked(batch, longest, self.device)
        hidden = torch.from_numpy(pad([_hiding(w.ids, self.plan.hide, chance) for w in batch], longest)).to(self.device)
        bias = self.net.encoder.bias(ids)
        forked, top = self.net.encoder(hidden, shapes, bias)
        anchors, early = self.net.anchors(top).float(), self.net.early(forked).float()
        return Entered(ids, shapes, bias, forked, top, anchors, early)

    def entering_loss(self, batch: list[Window], entered: Entered) -> Tensor:
        """Give the loss of all that is told without knowing the incident."""
        longest = entered.ids.shape[1]
        wanted = torch.from_numpy(pad([w.anchors for w in batch], longest, NOT_ASKED)).to(self.device)
        share = (wanted != NOT_ASKED).sum()
        weights = torch.tensor([1.0, 3.0, 1.5], device=self.device)
        anchor_loss, early_loss = (
            functional.cross_entropy(found.flatten(0, 1), wanted.flatten(), ignore_index=NOT_ASKED, weight=weights)
            for found in (entered.anchors, entered.early)
        )
        any_wanted = torch.zeros(len(batch), longest, len(heads.TAGS) + 1)
        for row, window in enumerate(batch):
            any_wanted[row, : len(window.ids)] = torch.from_numpy(window.any_tag.T).float()
        told = self.net.unconditioned(entered.top).float()
        any_loss = functional.binary_cross_entropy_with_logits(told, any_wanted.to(self.device), reduction="none")
        any_loss = (any_loss.sum(-1) * (wanted != NOT_ASKED)).sum() / share
        self.note(anchor=anchor_loss, early=early_loss, any=any_loss)
        total = self.plan.anchor_weight * anchor_loss + self.plan.early_weight * early_loss
        return total + self.plan.unconditioned_weight * any_loss

    def marks(self, batch: list[Window], readings: list[Reading], entered: Entered, chance: random.Random) -> Tensor:
        """Mark the incident of each reading."""
        length = entered.ids.shape[1]
        return torch.from_numpy(np.stack([_marks(batch[r.row], r, length, chance) for r in readings])).to(self.device)

    def read(self, entered: Entered, readings: list[Reading], marks: Tensor) -> Tensor:
        """Give the reader's vectors, a row for each reading."""
        rows = torch.tensor([reading.row for reading in readings], device=self.device)
        return self.net.reader.vectors(entered.forked[rows], entered.bias[rows], marks)

    def reading_loss(self, vectors: Tensor, readings: list[Reading]) -> Tensor:
        """Give the loss of all that is told of the incidents."""
        tags, attributes, incident = (found.float() for found in self.net.reader.told(vectors))
        losses = {
            "tags": self.plan.tag_weight * _tag_loss(tags, readings),
            "attributes": self.plan.attribute_weight * _attribute_loss(attributes, readings),
            "incident": _incident_loss(incident, readings),
        }
        self.note(**losses)
        return sum(losses.values(), torch.zeros((), device=self.device))

    def note(self, **losses: Tensor) -> None:
        """Keep the running mean of each part of the loss."""
        for name, loss in losses.items():
            now = loss.detach()
            self.parts[name] = 0.97 * self.parts.get(name, now) + 0.03 * now


def stacked(batch: list[Window], longest: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """Give ids and case shapes of a batch, padded."""
    ids = torch.from_numpy(pad([w.ids for w in batch], longest))
    shapes = torch.from_numpy(pad([w.shapes for w in batch], longest, OTHER))
    return ids.to(device), shapes.to(device)


def inside_scores(entered: Entered) -> FloatArray:
    """Give each piece's chance to be of an anchor (rows, pieces)."""
    found: FloatArray = (1.0 - entered.anchors.detach().softmax(-1)[..., heads.OUTSIDE]).cpu().numpy()
    return found


def _hiding(ids: IntArray, share: float, chance: random.Random) -> IntArray:
    """Hide a share of the words, whole."""
    words = word_numbers(ids)
    hidden = np.array([chance.random() < share for _ in range(int(words[-1]) + 1)])[words]
    return np.where(hidden & (ids != CLS) & (ids != SEP), MASK, ids)


def _marks(window: Window, reading: Reading, length: int, chance: random.Random) -> np.ndarray:
    marks = np.full(length, NOT_MARKED, dtype=np.int64)
    if chance.random() < 0.75:
        marks[: len(window.ids)][window.anchors != heads.OUTSIDE] = OTHER_ANCHOR
    if reading.asked is not None:
        marks[reading.asked.first : reading.asked.last] = NOT_MARKED
    marks[reading.first : reading.last] = THIS
    return marks


def _tag_loss(tags: Tensor, readings: list[Reading]) -> Tensor:
    true = [(k, reading.asked) for k, reading in enumerate(readings) if reading.asked is not None]
    if not true:
        return torch.zeros((), device=tags.device)
    wanted = torch.full((len(true), tags.shape[1], len(heads.TAGS)), NOT_ASKED)
    for row, (_, asked) in enumerate(true):
        wanted[row, : asked.tags.shape[1]] = torch.from_numpy(asked.tags.T)
    weights = torch.tensor([1.0, 2.0, 1.5], device=tags.device)
    found = tags[torch.tensor([k for k, _ in true], device=tags.device)].flatten(0, 2)
    loss = functional.cross_entropy(
        found, wanted.flatten().to(tags.device), ignore_index=NOT_ASKED, weight=weights, reduction="sum"
    )
    return loss / float(sum(asked.tags.shape[1] for _, asked in true))


def _attribute_loss(attributes: Tensor, readings: list[Reading]) -> Tensor:
    asked = [(row, *a) for row, reading in enumerate(readings) if reading.asked is not None for a in reading.asked.attributes]
    total = torch.zeros((), device=attributes.device)
    if not asked:
        return total
    scores = _means(attributes, [(row, first, last) for row, first, last, _, _ in asked])
    for block, at in _ATTRIBUTE_AT.items():
        chosen = [k for k, one in enumerate(asked) if one[3] == block]
        if chosen:
            answers = torch.tensor([asked[k][4] for k in chosen], device=attributes.device)
            total = total + functional.cross_entropy(scores[chosen][:, at], answers, reduction="sum")
    return total / len(asked)


def _incident_loss(incident: Tensor, readings: list[Reading]) -> Tensor:
    pooled = _means(incident, [(row, reading.first, reading.last) for row, reading in enumerate(readings)])
    total = torch.zeros((), device=incident.device)
    for block, at in _INCIDENT_AT.items():
        answers = [
            dict(r.asked.incident).get(block, NOT_ASKED) if r.asked else (0 if block == "valid" else NOT_ASKED) for r in readings
        ]
        if any(answer != NOT_ASKED for answer in answers):
            loss = functional.cross_entropy(pooled[:, at], torch.tensor(answers, device=incident.device), ignore_index=NOT_ASKED)
            total = total + INCIDENT_WEIGHT.get(block, COUNT_WEIGHT) * loss
    return total


def _means(scores: Tensor, stretches: list[tuple[int, int, int]]) -> Tensor:
    """Average the scores (rows, pieces, columns) over stretches (row, first, last) of pieces."""
    length = scores.shape[1]
    places = [row * length + at for row, first, last in stretches for at in range(first, last)]
    owners = [k for k, (_, first, last) in enumerate(stretches) for _ in range(first, last)]
    sizes = torch.tensor([last - first for _, first, last in stretches], device=scores.device)
    held = scores.flatten(0, 1)[torch.tensor(places, device=scores.device)]
    summed = torch.zeros(len(stretches), scores.shape[2], device=scores.device)
    return summed.index_add(0, torch.tensor(owners, device=scores.device), held) / sizes[:, None]


class Course:
    """What changes while a network learns: its weights, their running average, and all that the next step depends on."""

    def __init__(self, learner: Learner, steps: int) -> None:
        net, plan = learner.net, learner.plan
        self.net, self.plan, self.steps, self.learner = net, plan, steps, learner
        self.chance = random.Random(plan.seed)
        self.epoch = self.step = 0
        net.encoder.words.requires_grad_(requires_grad=False)  # a few thousand texts teach rare words nothing but themselves
        if net.encoder.distances is not None:
            net.encoder.distances.requires_grad_(requires_grad=False)  # attention is faster that way
        trained = [(name, p) for name, p in net.named_parameters() if p.requires_grad]
        fresh = [p for name, p in trained if not name.startswith(("encoder", "reader.layers"))]
        known = [p for name, p in trained if name.startswith(("encoder", "reader.layers"))]
        self.optimiser = torch.optim.AdamW(
            [{"params": known, "lr": plan.rate}, {"params": [*fresh, *learner.aside.parameters()], "lr": plan.head_rate}],
            weight_decay=0.01,
            fused=True,
        )
        warm = max(20, steps // 20)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimiser, lambda k: min(1.0, (k + 1) / warm) * max(0.02, 1 - k / (steps * 1.02))
        )
        average = torch.optim.swa_utils.get_ema_multi_avg_fn(plan.average)  # type: ignore[no-untyped-call]
        self.averaged = torch.optim.swa_utils.AveragedModel(net, multi_avg_fn=average)

    def learn(self, windows: list[Window], say: Callable[[str], None]) -> None:
        """Take one epoch's steps."""
        started = time.time()
        self.net.train()
        for batch in batches_of(windows, self.plan, self.chance):
            with torch.autocast(self.learner.device.type, dtype=torch.bfloat16):
                loss = self.learner.loss(batch, self.chance)
            self.optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_([*self.net.parameters(), *self.learner.aside.parameters()], 1.0)
            self.optimiser.step()
            self.schedule.step()
            self.averaged.update_parameters(self.net)
            if self.step % 20 == 0:
                parts = " ".join(f"{name} {value:.3f}" for name, value in self.learner.parts.items())
                say(f"epoch {self.epoch} step {self.step}/{self.steps} {time.time() - started:.0f} s {parts}")
            self.step += 1
        self.epoch += 1

    def state(self) -> State:
        """Give everything from which the next epoch goes on as if nothing had come between."""
        parts: dict[str, Any] = {name: getattr(self, name) for name in ("net", "averaged", "optimiser", "schedule")}
        return {
            "steps": self.steps,
            "step": self.step,
            "epoch": self.epoch,
            "losses": {name: float(value) for name, value in self.learner.parts.items()},
            "chance": self.chance.getstate(),
            "torch": torch.get_rng_state(),
            "cuda": torch.cuda.get_rng_state() if self.learner.device.type == "cuda" else None,
            "aside": self.learner.aside.state_dict(),
            **{name: part.state_dict() for name, part in parts.items()},
        }

    def restore(self, state: State) -> None:
        """Go back to a state."""
        self.net.load_state_dict(state["net"])
        self.learner.aside.load_state_dict(state["aside"])
        self.averaged.load_state_dict(state["averaged"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.schedule.load_state_dict(state["schedule"])
        self.learner.parts = {name: torch.tensor(value) for name, value in state["losses"].items()}
        self.chance.setstate(state["chance"])
        torch.set_rng_state(state["torch"])
        if state["cuda"] is not None and self.learner.device.type == "cuda":
            torch.cuda.set_rng_state(state["cuda"])
        self.epoch, self.step = state["epoch"], state["step"]

    def mean(self) -> Net:
        """Give the network whose weights are the running average."""
        net = self.averaged.module.eval()
        assert isinstance(net, Net)
        return net


def train(
    net: Net, sets: Sets, pools: Pools, plan: Plan,
    *, say: Callable[[str], None] = print, since: State | None = None, keep: Callable[[State], None] | None = None,
    learner_of: Callable[[Net, Plan], Learner] = Learner, untold: Texts = (),
) -> Net:  # fmt: skip
    """Train the network in place and give a copy whose weights are the running average of the last steps.

    After each epoch `keep` is given the state; given back as `since`, training goes on from there, on processor cores with the
    same outcome. `untold` are texts that nobody coded, for a learner that has a teacher.
    """
    torch.manual_seed(plan.seed)

    def windows_by(chance: random.Random) -> list[Window]:
        return epoch_windows(sets, pools, plan, chance) + untold_windows(untold, plan, chance)

    windows: list[Window] = [] if since else windows_by(random.Random(plan.seed))
    steps = since["steps"] if since else plan.epochs * len(list(batches_of(windows, plan, random.Random(0))))
    course = Course(learner_of(net, plan), steps)
    if since:
        course.restore(since)
    while course.epoch < plan.epochs:
        windows = windows or windows_by(course.chance)
        course.learn(windows, say)
        windows = []  # two epochs' windows at once would not fit beside the network on a small machine
        if keep is not None:
            keep(course.state())
    return course.mean()
