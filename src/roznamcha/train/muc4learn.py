"""How the MUC-4 network learns: its losses, and the loop over messages.

Every decision of the run-time finder has its loss: tags, trigger classes, both judges of pairs, closed values of words and of
acts, and whether the message tells any act. Half of the messages tell none; a share of those is read in each epoch, anew each
time.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from roznamcha.coder.tokens import IntArray
from roznamcha.evaluate.muc4 import labels
from roznamcha.evaluate.muc4.find import distance_class
from roznamcha.train.muc4 import BEGIN, INSIDE, NOT_ASKED, Row
from roznamcha.train.muc4net import MucNet, Spans, running_sums
from roznamcha.train.precision import mixed


@dataclass(frozen=True)
class Plan:
    """How long and how to train."""

    steps: int = 410
    pieces: int = 4000
    rate: float = 1e-3
    decay: float = 0.05
    quiet: float = 0.4
    """Messages without acts for each one with some, in an epoch."""
    average: float = 0.99
    seed: int = 2


@dataclass(frozen=True, slots=True)
class Found:
    """Gold words in a message: tag, first and last piece, and the lessons they belong to."""

    tag: int
    first: int
    last: int
    lessons: frozenset[int]


def gold_words(row: Row) -> list[Found]:
    """List the tagged words of a message with the lessons that have them."""
    found: dict[tuple[int, int, int], set[int]] = {}
    for number, tags, _, _ in row.lessons:
        for tag, marks in enumerate(tags):
            for first in np.flatnonzero(marks == BEGIN):
                last = int(first) + 1
                while last < len(marks) and marks[last] == INSIDE:
                    last += 1
                found.setdefault((tag, int(first), last), set()).add(number)
    return [Found(*where, frozenset(lessons)) for where, lessons in found.items()]


def joined_tags(row: Row) -> IntArray:
    """Lay the tags of all lessons over one another: a begin wins over inside, any tag over what is not asked."""
    joined = np.zeros((len(labels.TAGS), len(row.page.pieces)), dtype=np.int64)
    for _, tags, _, _ in row.lessons:
        joined = np.where((joined == 0) & (tags == NOT_ASKED), NOT_ASKED, joined)
    for _, tags, _, _ in row.lessons:
        both = np.where(joined > 0, np.minimum(joined, tags), tags)
        joined = np.where(tags > 0, both, joined)
    return joined


class Learner:
    """The network with its losses."""

    def __init__(self, net: MucNet) -> None:
        self.net = net
        self.parts: dict[str, float] = {}

    def loss(self, batch: Sequence[Row], chance: random.Random) -> Tensor:
        """Give the loss of one batch."""
        given, marks, bias = _padded(batch)
        with mixed("cpu"):
            pieces = self.net.vectors(given, marks, bias)
        pieces = pieces.float()
        sums = running_sums(pieces)
        losses = {
            "tags": self._tags(pieces, batch),
            "relevant": 0.3 * self._relevant(sums, batch),
            "trigger": self._triggers(sums, batch),
            "incident": 0.4 * self._incident(sums, batch),
            "attributes": self._attributes(sums, batch),
            "same": 0.7 * self._same(sums, batch, chance),
            "belongs": 0.7 * self._belongs(sums, batch, chance),
        }
        for name, loss in losses.items():
            value = float(loss.detach())
            self.parts[name] = 0.97 * self.parts.get(name, value) + 0.03 * value
        return torch.stack(list(losses.values())).sum()

    def _tags(self, pieces: Tensor, batch: Sequence[Row]) -> Tensor:
        wanted = torch.full((*pieces.shape[:2], len(labels.TAGS)), NOT_ASKED)
        for number, row in enumerate(batch):
            wanted[number, : len(row.page.pieces)] = torch.from_numpy(joined_tags(row).T)
        scores = self.net.heads["tags"](pieces).view(-1, 3)
        weight = torch.tensor([1.0, 2.0, 1.5])
        loss = functional.cross_entropy(scores, wanted.flatten(), ignore_index=NOT_ASKED, weight=weight, reduction="sum")
        return loss / sum(len(row.page.pieces) for row in batch)

    def _relevant(self, sums: Tensor, batch: Sequence[Row]) -> Tensor:
        wanted = torch.tensor([int(bool(row.lessons)) for row in batch])
        whole = Spans.of([(number, 0, len(row.page.pieces)) for number, row in enumerate(batch)]).mean(sums)
        return functional.cross_entropy(self.net.heads["relevant"](whole), wanted)

    def _triggers(self, sums: Tensor, batch: Sequence[Row]) -> Tensor:
        marks = [(number, *mark) for number, row in enumerate(batch) for mark in row.triggers]
        if not marks:
            return torch.zeros(())
        scores = self.net.heads["trigger"](Spans.of([mark[:3] for mark in marks]).mean(sums))
        weight = torch.tensor([1.0] + [2.0] * len(labels.TYPES))
        return functional.cross_entropy(scores, torch.tensor([mark[3] for mark in marks]), weight=weight)

    def _incident(self, sums: Tensor, batch: Sequence[Row]) -> Tensor:
        asked = []
        for number, row in enumerate(batch):
            told = {lesson[0]: lesson[3] for lesson in row.lessons}
            asked += [((number, first, last), told[owner]) for first, last, _, owner in row.triggers if owner in told]
        if not asked:
            return torch.zeros(())
        scores = self.net.heads["incident"](Spans.of([where for where, _ in asked]).mean(sums))
        total = torch.zeros(())
        for block, at in labels.INCIDENT_AT.items():
            answers = torch.tensor([told.get(block, NOT_ASKED) for _, told in asked])
            if bool((answers != NOT_ASKED).any()):
                total = total + functional.cross_entropy(scores[:, at], answers, ignore_index=NOT_ASKED)
        return total

    def _attributes(self, sums: Tensor, batch: Sequence[Row]) -> Tensor:
        asked = sorted(
            {
                ((n, a, b), block, value)
                for n, row in enumerate(batch)
                for lesson in row.lessons
                for a, b, block, value in lesson[2]
            }
        )
        if not asked:
            return torch.zeros(())
        scores = self.net.heads["attributes"](Spans.of([where for where, _, _ in asked]).mean(sums))
        total = torch.zeros(())
        for block, at in labels.ATTRIBUTE_AT.items():
            chosen = [k for k, one in enumerate(asked) if one[1] == block]
            if chosen:
                answers = torch.tensor([asked[k][2] for k in chosen])
                total = total + functional.cross_entropy(scores[chosen][:, at], answers, reduction="sum")
        return total / len(asked)

    def _same(self, sums: Tensor, batch: Sequence[Row], chance: random.Random) -> Tensor:
        pairs = []
        for number, row in enumerate(batch):
            owned = [(mark, sentence) for mark, sentence in zip(row.triggers, row.sentences, strict=True) if mark[3] >= 0]
            for (sooner, before), (later, after) in combinations(owned, 2):
                gap = distance_class(after - before)
                pairs.append(((number, *later[:2]), (number, *sooner[:2]), gap, int(sooner[3] == later[3])))
        if not pairs:
            return torch.zeros(())
        pairs = chance.sample(pairs, min(len(pairs), 400))
        both = Spans.of([pair[0] for pair in pairs]), Spans.of([pair[1] for pair in pairs])
        left, right = (self.net.heads["as_trigger"](spans.mean(sums)) for spans in both)
        scores = self.net.judge_triggers(left, right, torch.tensor([pair[2] for pair in pairs]))
        return _binary(scores, [pair[3] for pair in pairs])

    def _belongs(self, sums: Tensor, batch: Sequence[Row], chance: random.Random) -> Tensor:
        pairs = []
        for number, row in enumerate(batch):
            owned = [(mark, sentence) for mark, sentence in zip(row.triggers, row.sentences, strict=True) if mark[3] >= 0]
            for words in gold_words(row):
                for mark, sentence in owned:
                    gap = distance_class(int(row.page.sentences[words.first]) - sentence)
                    where = (number, words.first, words.last)
                    pairs.append(((number, *mark[:2]), where, gap, words.tag, int(mark[3] in words.lessons)))
        if not pairs:
            return torch.zeros(())
        pairs = chance.sample(pairs, min(len(pairs), 1500))
        triggers = self.net.heads["as_trigger"](Spans.of([pair[0] for pair in pairs]).mean(sums))
        words_at = self.net.heads["as_words"](Spans.of([pair[1] for pair in pairs]).mean(sums))
        gaps, tags = (torch.tensor([pair[k] for pair in pairs]) for k in (2, 3))
        return _binary(self.net.belongs(triggers, words_at, gaps, tags), [pair[4] for pair in pairs])


def _binary(scores: Tensor, wanted: list[int]) -> Tensor:
    return functional.binary_cross_entropy_with_logits(scores, torch.tensor(wanted, dtype=torch.float32))


def _padded(batch: Sequence[Row]) -> tuple[Tensor, Tensor, Tensor]:
    """Stack messages of unequal lengths: vectors, marks, and the attention bias that hides padding."""
    sizes = [len(row.page.pieces) for row in batch]
    given = torch.zeros(len(batch), max(sizes), batch[0].page.vectors.shape[1])
    marks = torch.zeros(len(batch), max(sizes), batch[0].page.marks.shape[1], dtype=torch.long)
    bias = torch.full((len(batch), 1, 1, max(sizes)), -1e4)
    for number, (row, size) in enumerate(zip(batch, sizes, strict=True)):
        given[number, :size] = torch.from_numpy(row.page.vectors.astype(np.float32))
        marks[number, :size] = torch.from_numpy(row.page.marks)
        bias[number, :, :, :size] = 0
    return given, marks, bias


def batches_of(rows: Sequence[Row], pieces: int, chance: random.Random) -> list[list[Row]]:
    """Group messages of like length."""
    groups: list[list[Row]] = [[]]
    for row in sorted(rows, key=lambda row: len(row.page.pieces) + chance.random() * 30):
        if groups[-1] and len(row.page.pieces) * (len(groups[-1]) + 1) > pieces:
            groups.append([])
        groups[-1].append(row)
    chance.shuffle(groups)
    return groups


def _epochs(rows: Sequence[Row], plan: Plan, chance: random.Random) -> Iterator[list[Row]]:
    """Yield batches without end; some of the messages that tell no act are read in each epoch, anew each time."""
    telling, quiet = [row for row in rows if row.lessons], [row for row in rows if not row.lessons]
    while True:
        some = chance.sample(quiet, min(len(quiet), int(len(telling) * plan.quiet)))
        yield from batches_of(telling + some, plan.pieces, chance)


def train(net: MucNet, rows: Sequence[Row], plan: Plan, *, say: Callable[[str], None] = print) -> MucNet:
    """Train the network in place and give a copy whose weights are the running average of the last steps."""
    torch.manual_seed(plan.seed)
    chance = random.Random(plan.seed)
    optimiser = torch.optim.AdamW(net.parameters(), lr=plan.rate, weight_decay=plan.decay, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda k: min(1.0, (k + 1) / 30) * max(0.03, 1 - k / plan.steps))
    average = torch.optim.swa_utils.get_ema_multi_avg_fn(plan.average)  # type: ignore[no-untyped-call]
    averaged = torch.optim.swa_utils.AveragedModel(net, multi_avg_fn=average)
    learner, started = Learner(net.train()), time.time()
    for step, batch in zip(range(plan.steps), _epochs(rows, plan, chance), strict=False):
        loss = learner.loss(batch, chance)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        averaged.update_parameters(net)
        if step % 50 == 0:
            parts = " ".join(f"{name} {value:.3f}" for name, value in learner.parts.items())
            say(f"step {step}/{plan.steps} {time.time() - started:.0f} s {parts}")
    assert isinstance(averaged.module, MucNet)
    return averaged.module.eval()
