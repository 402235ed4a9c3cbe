"""Second stage: the network learns incidents from gold, joined and changed texts, and texts of our own.

One step reads a batch of windows once, finds anchors, and reads some of their incidents again (`train.batches`).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from roznamcha.coder import heads
from roznamcha.coder.grouping import FloatArray
from roznamcha.coder.tokens import OTHER, PAD, IntArray, pad
from roznamcha.train.augment import Pools
from roznamcha.train.batches import (
    Plan,
    Reading,
    Sets,
    batches_of,
    epoch_windows,
    hiding,
    marks_of,
    readings_of,
    role_sample,
    untold_windows,
)
from roznamcha.train.examples import NOT_ASKED, Window
from roznamcha.train.net import Net
from roznamcha.train.precision import mixed
from roznamcha.train.roles import ROLES

_ATTRIBUTE_AT = heads.slices(heads.ATTRIBUTES)
_INCIDENT_AT = heads.slices(heads.INCIDENT)
INCIDENT_WEIGHT = {"valid": 1.0, "sub_event_type": 1.0, "status": 0.5, "scope": 0.5, "background": 0.7}
COUNT_WEIGHT = 0.4
TAG_WEIGHTS = (1.0, 2.0, 1.5)
"""How much a piece counts that is outside, at the beginning or inside of a mention."""
State = dict[str, Any]
"""Tensors and plain values, as `torch.save` keeps them."""


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

    def rows_of(self, readings: list[Reading]) -> Tensor:
        """Give the row of each reading."""
        return torch.tensor([reading.row for reading in readings], device=self.ids.device)


class Learner:
    """The network with its losses."""

    def __init__(self, net: Net, plan: Plan) -> None:
        self.net, self.plan = net, plan
        self.aside = nn.ModuleDict({"roles": nn.Linear(net.shape.hidden, 3 * ROLES)}).to(self.device)
        """What only serves the learning, and is learnt with the network."""
        self.parts: dict[str, Tensor] = {}

    @property
    def device(self) -> torch.device:
        """Tell where the network lies."""
        return next(self.net.parameters()).device

    def loss(self, batch: list[Window], chance: random.Random) -> Tensor:
        """Give the loss of one batch."""
        entered = self.enter(batch, chance)
        if batch[0].roles is not None:
            return self.roles_loss(batch, entered)
        total = self.entering_loss(batch, entered)
        readings = readings_of(batch, inside_scores(entered), self.plan, chance)
        if readings:
            _, told = read(self.net, entered, readings, self.marks(batch, readings, entered, chance))
            total = total + self.reading_loss(told, readings)
        return total

    def enter(self, batch: list[Window], chance: random.Random) -> Entered:
        """Let the encoder read a batch, with some words hidden."""
        longest = max(len(window.ids) for window in batch)
        if self.device.type == "cuda":
            longest = -(-longest // 8) * 8  # attention wants eights there
        ids, shapes, hidden = (
            torch.from_numpy(pad(rows, longest, fill)).to(self.device)
            for rows, fill in (
                ([w.ids for w in batch], PAD),
                ([w.shapes for w in batch], OTHER),
                ([hiding(w.ids, self.plan.hide, chance) for w in batch], PAD),
            )
        )
        return enter(self.net, ids, shapes, hidden)

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
        any_wanted = torch.from_numpy(pad([w.any_tag.T for w in batch], longest, 0)).to(self.device)
        told = self.net.unconditioned(entered.top).float()
        any_loss = functional.binary_cross_entropy_with_logits(told, any_wanted.float(), reduction="none")
        any_loss = (any_loss.sum(-1) * (wanted != NOT_ASKED)).sum() / share
        self.note(anchor=anchor_loss, early=early_loss, any=any_loss)
        total = self.plan.anchor_weight * anchor_loss + self.plan.early_weight * early_loss
        return total + self.plan.unconditioned_weight * any_loss

    def roles_loss(self, batch: list[Window], entered: Entered) -> Tensor:
        """Give the loss of the roles in a batch of MUC-4's messages."""
        found = self.aside["roles"](entered.top).float().unflatten(-1, (ROLES, 3))
        loss = _tagging_loss(found, [w.roles for w in batch if w.roles is not None], "mean")
        self.note(roles=loss)
        return ROLES * loss

    def marks(self, batch: list[Window], readings: list[Reading], entered: Entered, chance: random.Random) -> Tensor:
        """Mark the incident of each reading."""
        length = entered.ids.shape[1]
        return torch.from_numpy(np.stack([marks_of(batch[r.row], r, length, chance) for r in readings])).to(self.device)

    def reading_loss(self, told: list[Tensor], readings: list[Reading]) -> Tensor:
        """Give the loss of all that the reader's heads tell of the incidents."""
        tags, attributes, incident = told
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


def enter(net: Net, ids: Tensor, shapes: Tensor, shown: Tensor) -> Entered:
    """Let the encoder of a network read a batch; `shown` are the ids with some words hidden."""
    bias = net.encoder.bias(ids)
    forked, top = net.encoder(shown, shapes, bias)
    return Entered(ids, shapes, bias, forked, top, net.anchors(top).float(), net.early(forked).float())


def read(net: Net, entered: Entered, readings: list[Reading], marks: Tensor) -> tuple[Tensor, list[Tensor]]:
    """Give the vectors of a network's reader, a row for each reading, and what its heads tell from them."""
    rows = entered.rows_of(readings)
    vectors = net.reader.vectors(entered.forked[rows], entered.bias[rows], marks)
    return vectors, [found.float() for found in net.reader.told(vectors)]


def inside_scores(entered: Entered) -> FloatArray:
    """Give each piece's chance to be of an anchor (rows, pieces)."""
    found: FloatArray = (1.0 - entered.anchors.detach().softmax(-1)[..., heads.OUTSIDE]).cpu().numpy()
    return found


def _tag_loss(tags: Tensor, readings: list[Reading]) -> Tensor:
    true = [(k, reading.asked) for k, reading in enumerate(readings) if reading.asked is not None]
    if not true:
        return torch.zeros((), device=tags.device)
    found = tags[torch.tensor([k for k, _ in true], device=tags.device)]
    loss = _tagging_loss(found, [asked.tags for _, asked in true], "sum")
    return loss / float(sum(asked.tags.shape[1] for _, asked in true))


def _tagging_loss(found: Tensor, asked: Sequence[IntArray], reduction: str) -> Tensor:
    """Give the loss of scores (rows, pieces, labels, 3), of which each row is asked for tags (labels, pieces)."""
    wanted = torch.from_numpy(pad([tags.T for tags in asked], found.shape[1], NOT_ASKED)).to(found.device)
    weights = torch.tensor(TAG_WEIGHTS, device=found.device)
    return functional.cross_entropy(
        found.flatten(0, 2), wanted.flatten(), ignore_index=NOT_ASKED, weight=weights, reduction=reduction
    )


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


def torch_chance(device: torch.device) -> State:
    """Give the state of torch's chance, also that of a GPU where the network learns on one."""
    return {"torch": torch.get_rng_state(), "cuda": torch.cuda.get_rng_state() if device.type == "cuda" else None}


def restore_torch_chance(state: State, device: torch.device) -> None:
    """Go back to a state of torch's chance."""
    torch.set_rng_state(state["torch"])
    if state["cuda"] is not None and device.type == "cuda":
        torch.cuda.set_rng_state(state["cuda"])


class Course:
    """What changes while a network learns: its weights, their running average, and all that the next step depends on."""

    def __init__(self, learner: Learner, steps: int) -> None:
        net, plan = learner.net, learner.plan
        self.net, self.plan, self.steps, self.learner = net, plan, steps, learner
        self.chance = random.Random(plan.seed)
        self.epoch = self.step = 0
        net.drop(plan.dropout)
        net.encoder.words.requires_grad_(requires_grad=plan.words)
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
            with mixed(self.learner.device.type):
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
            **torch_chance(self.learner.device),
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
        restore_torch_chance(state, self.learner.device)
        self.epoch, self.step = state["epoch"], state["step"]

    def mean(self) -> Net:
        """Give the network whose weights are the running average."""
        net = self.averaged.module.eval()
        assert isinstance(net, Net)
        return net


def train(
    net: Net, sets: Sets, pools: Pools, plan: Plan,
    *, say: Callable[[str], None] = print, since: State | None = None, keep: Callable[[State], None] | None = None,
    learner_of: Callable[[Net, Plan], Learner] = Learner, untold: Sequence[str] = (), roles: Sequence[Window] = (),
) -> Net:  # fmt: skip
    """Train the network in place and give a copy whose weights are the running average of the last steps.

    After each epoch `keep` is given the state; given back as `since`, training goes on from there, on processor cores with the
    same outcome. `untold` are texts that nobody coded, for a learner that has a teacher; `roles` are windows of MUC-4's messages.
    """
    torch.manual_seed(plan.seed)

    def windows_by(chance: random.Random) -> list[Window]:
        told = epoch_windows(sets, pools, plan, chance)
        return told + untold_windows(untold, plan, chance) + role_sample(roles, plan, chance)

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
