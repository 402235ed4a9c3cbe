"""Second stage: the network learns incidents from gold, joined and changed texts, and texts of our own.

One step reads a batch of windows once, finds anchors, and reads some of their incidents again. Beside the true anchors
the reader is shown false ones (what the anchor head wrongly likes, and random words), to learn which anchors are none;
and true incidents with the anchor as the head found it, since that is what it will be shown at run time.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from roznamcha.coder import heads
from roznamcha.coder.tokens import CLS, MASK, OTHER, SEP, IntArray, pad, word_numbers
from roznamcha.train.augment import Pools, joined, varied
from roznamcha.train.examples import NOT_ASKED, Asked, Example, Window, windows_of
from roznamcha.train.net import NOT_MARKED, OTHER_ANCHOR, THIS, Net, padding_bias

_ATTRIBUTE_AT = heads.slices(heads.ATTRIBUTES)
_INCIDENT_AT = heads.slices(heads.INCIDENT)
_WEIGHT = {"valid": 1.0, "sub_event_type": 1.0, "status": 0.5, "scope": 0.5, "background": 0.7}
_COUNT_WEIGHT = 0.4
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


@dataclass(frozen=True)
class Reading:
    """One incident to be read in one row of the batch: the marks, and what is asked (None: the anchor is none)."""

    row: int
    first: int
    last: int
    asked: Asked | None


Sets = Sequence[tuple[Sequence[Example], float]]
"""Sets of examples, and how often an epoch shows each."""


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


def batches_of(windows: list[Window], plan: Plan, chance: random.Random) -> Iterator[list[Window]]:
    """Group windows of like length."""
    order = sorted(windows, key=lambda window: len(window.ids) + chance.random() * 30)
    groups: list[list[Window]] = [[]]
    for window in order:
        if groups[-1] and len(window.ids) * (len(groups[-1]) + 1) > plan.pieces:
            groups.append([])
        groups[-1].append(window)
    chance.shuffle(groups)
    yield from groups


def readings_of(batch: list[Window], found: Tensor, plan: Plan, chance: random.Random) -> list[Reading]:
    """Choose what the reader is shown: true anchors (sometimes as found), and false ones."""
    inside = 1.0 - found[..., heads.OUTSIDE].numpy()
    readings = []
    for row, window in enumerate(batch):
        scores = inside[row, : len(window.ids)]
        asked = list(window.incidents)
        for one in chance.sample(asked, min(len(asked), plan.readings)):
            first, last = _jittered(one, scores, chance)
            readings.append(Reading(row, first, last, one))
        false = _false_anchor(window, scores, chance)
        if false is not None:
            readings.append(Reading(row, *false, None))
    return readings


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


class Learner:
    """The network with its losses."""

    def __init__(self, net: Net, plan: Plan) -> None:
        self.net, self.plan = net, plan
        self.parts: dict[str, float] = {}

    def loss(self, batch: list[Window], chance: random.Random) -> Tensor:
        """Give the loss of one batch."""
        longest = max(len(window.ids) for window in batch)
        ids = torch.from_numpy(pad([_hiding(w.ids, self.plan.hide, chance) for w in batch], longest))
        shapes = torch.from_numpy(pad([w.shapes for w in batch], longest, OTHER))
        forked, top = self.net.encoder(ids, shapes)
        anchors, early = self.net.anchors(top).float(), self.net.early(forked).float()
        wanted = torch.from_numpy(pad([w.anchors for w in batch], longest, NOT_ASKED))
        share = (wanted != NOT_ASKED).sum()
        weights = torch.tensor([1.0, 3.0, 1.5])
        anchor_loss, early_loss = (
            functional.cross_entropy(found.flatten(0, 1), wanted.flatten(), ignore_index=NOT_ASKED, weight=weights)
            for found in (anchors, early)
        )
        any_wanted = torch.zeros(len(batch), longest, len(heads.TAGS) + 1)
        for row, window in enumerate(batch):
            any_wanted[row, : len(window.ids)] = torch.from_numpy(window.any_tag.T).float()
        any_loss = functional.binary_cross_entropy_with_logits(self.net.unconditioned(top).float(), any_wanted, reduction="none")
        any_loss = (any_loss.sum(-1) * (wanted != NOT_ASKED)).sum() / share
        total = self.plan.anchor_weight * anchor_loss + self.plan.early_weight * early_loss
        total = total + self.plan.unconditioned_weight * any_loss
        self._note(anchor=anchor_loss, early=early_loss, any=any_loss)
        readings = readings_of(batch, anchors.detach().softmax(-1), self.plan, chance)
        if readings:
            total = total + self._reading_loss(batch, readings, forked, padding_bias(ids), chance)
        return total

    def _reading_loss(
        self, batch: list[Window], readings: list[Reading], forked: Tensor, bias: Tensor, chance: random.Random
    ) -> Tensor:
        rows = torch.tensor([reading.row for reading in readings])
        marks = torch.from_numpy(np.stack([_marks(batch[r.row], r, forked.shape[1], chance) for r in readings]))
        tags, attributes, incident = self.net.reader(forked[rows], bias[rows], marks)
        tags, attributes, incident = tags.float(), attributes.float(), incident.float()
        losses = {
            "tags": self.plan.tag_weight * _tag_loss(tags, readings),
            "attributes": self.plan.attribute_weight * _attribute_loss(attributes, readings),
            "incident": _incident_loss(incident, readings),
        }
        self._note(**losses)
        return sum(losses.values(), torch.zeros(()))

    def _note(self, **losses: Tensor) -> None:
        for name, loss in losses.items():
            self.parts[name] = 0.97 * self.parts.get(name, float(loss.detach())) + 0.03 * float(loss.detach())


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
    true = [k for k, reading in enumerate(readings) if reading.asked is not None]
    if not true:
        return torch.zeros(())
    length = tags.shape[1]
    wanted = torch.full((len(true), length, len(heads.TAGS)), NOT_ASKED)
    for row, k in enumerate(true):
        asked = readings[k].asked
        assert asked is not None
        wanted[row, : asked.tags.shape[1]] = torch.from_numpy(asked.tags.T)
    weights = torch.tensor([1.0, 2.0, 1.5])
    loss = functional.cross_entropy(
        tags[true].flatten(0, 2), wanted.flatten(), ignore_index=NOT_ASKED, weight=weights, reduction="sum"
    )
    return loss / float(sum(reading.asked.tags.shape[1] for reading in readings if reading.asked is not None))


def _attribute_loss(attributes: Tensor, readings: list[Reading]) -> Tensor:
    asked = [(row, *a) for row, reading in enumerate(readings) if reading.asked is not None for a in reading.asked.attributes]
    if not asked:
        return torch.zeros(())
    pool = torch.zeros(len(asked), attributes.shape[0] * attributes.shape[1])
    for k, (row, first, last, _, _) in enumerate(asked):
        pool[k, row * attributes.shape[1] + first : row * attributes.shape[1] + last] = 1 / (last - first)
    scores = pool @ attributes.flatten(0, 1)
    total = torch.zeros(())
    for block, at in _ATTRIBUTE_AT.items():
        chosen = [k for k, one in enumerate(asked) if one[3] == block]
        if chosen:
            answers = torch.tensor([asked[k][4] for k in chosen])
            total = total + functional.cross_entropy(scores[chosen][:, at], answers, reduction="sum")
    return total / len(asked)


def _incident_loss(incident: Tensor, readings: list[Reading]) -> Tensor:
    pooled = torch.stack([incident[row, reading.first : reading.last].mean(0) for row, reading in enumerate(readings)])
    total = torch.zeros(())
    for block, at in _INCIDENT_AT.items():
        answers = [
            dict(r.asked.incident).get(block, NOT_ASKED) if r.asked else (0 if block == "valid" else NOT_ASKED) for r in readings
        ]
        if any(answer != NOT_ASKED for answer in answers):
            loss = functional.cross_entropy(pooled[:, at], torch.tensor(answers), ignore_index=NOT_ASKED)
            total = total + _WEIGHT.get(block, _COUNT_WEIGHT) * loss
    return total


class Course:
    """What changes while a network learns: its weights, their running average, and all that the next step depends on."""

    def __init__(self, net: Net, plan: Plan, steps: int) -> None:
        self.net, self.plan, self.steps = net, plan, steps
        self.learner, self.chance = Learner(net, plan), random.Random(plan.seed)
        self.epoch = self.step = 0
        net.encoder.words.requires_grad_(requires_grad=False)  # a few thousand texts teach rare words nothing but themselves
        trained = [(name, p) for name, p in net.named_parameters() if p.requires_grad]
        fresh = [p for name, p in trained if not name.startswith(("encoder", "reader.layers"))]
        known = [p for name, p in trained if name.startswith(("encoder", "reader.layers"))]
        self.optimiser = torch.optim.AdamW(
            [{"params": known, "lr": plan.rate}, {"params": fresh, "lr": plan.head_rate}], weight_decay=0.01, fused=True
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
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = self.learner.loss(batch, self.chance)
            self.optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
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
            "losses": dict(self.learner.parts),
            "chance": self.chance.getstate(),
            "torch": torch.get_rng_state(),
            **{name: part.state_dict() for name, part in parts.items()},
        }

    def restore(self, state: State) -> None:
        """Go back to a state."""
        self.net.load_state_dict(state["net"])
        self.averaged.load_state_dict(state["averaged"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.schedule.load_state_dict(state["schedule"])
        self.learner.parts = dict(state["losses"])
        self.chance.setstate(state["chance"])
        torch.set_rng_state(state["torch"])
        self.epoch, self.step = state["epoch"], state["step"]

    def mean(self) -> Net:
        """Give the network whose weights are the running average."""
        net = self.averaged.module.eval()
        assert isinstance(net, Net)
        return net


def train(
    net: Net, sets: Sets, pools: Pools, plan: Plan,
    *, say: Callable[[str], None] = print, since: State | None = None, keep: Callable[[State], None] | None = None,
) -> Net:  # fmt: skip
    """Train the network in place and give a copy whose weights are the running average of the last steps.

    After each epoch `keep` is given the state; given back as `since`, training goes on from there with the same outcome.
    """
    torch.manual_seed(plan.seed)
    windows: list[Window] = [] if since else epoch_windows(sets, pools, plan, random.Random(plan.seed))
    steps = since["steps"] if since else plan.epochs * len(list(batches_of(windows, plan, random.Random(0))))
    course = Course(net, plan, steps)
    if since:
        course.restore(since)
    while course.epoch < plan.epochs:
        windows = windows or epoch_windows(sets, pools, plan, course.chance)
        course.learn(windows, say)
        windows = []  # two epochs' windows at once would not fit beside the network on a small machine
        if keep is not None:
            keep(course.state())
    return course.mean()
