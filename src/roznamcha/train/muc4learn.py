"""How the MUC-4 network learns: its losses, and the loop over windows.

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

from roznamcha.coder.tokens import OTHER, IntArray, pad
from roznamcha.evaluate.muc4 import labels
from roznamcha.evaluate.muc4.find import distance_class
from roznamcha.train.muc4 import BEGIN, INSIDE, NOT_ASKED, Row
from roznamcha.train.muc4net import MucNet, Spans


@dataclass(frozen=True)
class Plan:
    """How long and how to train."""

    steps: int = 900
    pieces: int = 2000
    rate: float = 2e-4
    head_rate: float = 1e-3
    frozen: int = 3
    quiet: float = 0.4
    """Windows without acts for each window with one, in an epoch."""
    average: float = 0.99
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """Gold words in a window: tag, first and last piece, and the lessons they belong to."""

    tag: int
    first: int
    last: int
    lessons: frozenset[int]


def gold_words(row: Row) -> list[Found]:
    """List the tagged words of a window with the lessons that have them."""
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
    joined = np.zeros((len(labels.TAGS), len(row.ids)), dtype=np.int64)
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
        longest = max(len(row.ids) for row in batch)
        ids = torch.from_numpy(pad([row.ids for row in batch], longest))
        shapes = torch.from_numpy(pad([row.shapes for row in batch], longest, OTHER))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            pieces = self.net.vectors(ids, shapes)
        pieces = pieces.float()
        losses = {
            "tags": self._tags(pieces, batch),
            "relevant": 0.3 * self._relevant(pieces, batch),
            "trigger": self._triggers(pieces, batch),
            "incident": 0.4 * self._incident(pieces, batch),
            "attributes": self._attributes(pieces, batch),
            "same": 0.7 * self._same(pieces, batch, chance),
            "belongs": 0.7 * self._belongs(pieces, batch, chance),
        }
        for name, loss in losses.items():
            value = float(loss.detach())
            self.parts[name] = 0.97 * self.parts.get(name, value) + 0.03 * value
        return torch.stack(list(losses.values())).sum()

    def _tags(self, pieces: Tensor, batch: Sequence[Row]) -> Tensor:
        wanted = torch.full((*pieces.shape[:2], len(labels.TAGS)), NOT_ASKED)
        for number, row in enumerate(batch):
            wanted[number, : len(row.ids)] = torch.from_numpy(joined_tags(row).T)
        scores = self.net.heads["tags"](pieces).view(-1, 3)
        weight = torch.tensor([1.0, 2.0, 1.5])
        loss = functional.cross_entropy(scores, wanted.flatten(), ignore_index=NOT_ASKED, weight=weight, reduction="sum")
        return loss / sum(len(row.ids) for row in batch)

    def _relevant(self, pieces: Tensor, batch: Sequence[Row]) -> Tensor:
        wanted = torch.tensor([int(bool(row.lessons)) for row in batch])
        return functional.cross_entropy(self.net.heads["relevant"](pieces[:, 0]), wanted)

    def _triggers(self, pieces: Tensor, batch: Sequence[Row]) -> Tensor:
        marks = [(number, *mark) for number, row in enumerate(batch) for mark in row.triggers]
        if not marks:
            return torch.zeros(())
        scores = self.net.heads["trigger"](Spans.of([mark[:3] for mark in marks]).mean(pieces))
        weight = torch.tensor([1.0] + [2.0] * len(labels.TYPES))
        return functional.cross_entropy(scores, torch.tensor([mark[3] for mark in marks]), weight=weight)

    def _incident(self, pieces: Tensor, batch: Sequence[Row]) -> Tensor:
        asked = []
        for number, row in enumerate(batch):
            told = {lesson[0]: lesson[3] for lesson in row.lessons}
            asked += [((number, first, last), told[owner]) for first, last, _, owner in row.triggers if owner in told]
        if not asked:
            return torch.zeros(())
        scores = self.net.heads["incident"](Spans.of([where for where, _ in asked]).mean(pieces))
        total = torch.zeros(())
        for block, at in labels.INCIDENT_AT.items():
            answers = torch.tensor([told.get(block, NOT_ASKED) for _, told in asked])
            if bool((answers != NOT_ASKED).any()):
                total = total + functional.cross_entropy(scores[:, at], answers, ignore_index=NOT_ASKED)
        return total

    def _attributes(self, pieces: Tensor, batch: Sequence[Row]) -> Tensor:
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
        scores = self.net.heads["attributes"](Spans.of([where for where, _, _ in asked]).mean(pieces))
        total = torch.zeros(())
        for block, at in labels.ATTRIBUTE_AT.items():
            chosen = [k for k, one in enumerate(asked) if one[1] == block]
            if chosen:
                answers = torch.tensor([asked[k][2] for k in chosen])
                total = total + functional.cross_entropy(scores[chosen][:, at], answers, reduction="sum")
        return total / len(asked)

    def _same(self, pieces: Tensor, batch: Sequence[Row], chance: random.Random) -> Tensor:
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
        left, right = (self.net.heads["as_trigger"](spans.mean(pieces)) for spans in both)
        scores = self.net.judge_triggers(left, right, torch.tensor([pair[2] for pair in pairs]))
        return _binary(scores, [pair[3] for pair in pairs])

    def _belongs(self, pieces: Tensor, batch: Sequence[Row], chance: random.Random) -> Tensor:
        pairs = []
        for number, row in enumerate(batch):
            owned = [(mark, sentence) for mark, sentence in zip(row.triggers, row.sentences, strict=True) if mark[3] >= 0]
            for words in gold_words(row):
                for mark, sentence in owned:
                    gap = distance_class(row.piece_sentences[words.first] - sentence)
                    where = (number, words.first, words.last)
                    pairs.append(((number, *mark[:2]), where, gap, words.tag, int(mark[3] in words.lessons)))
        if not pairs:
            return torch.zeros(())
        pairs = chance.sample(pairs, min(len(pairs), 1500))
        triggers = self.net.heads["as_trigger"](Spans.of([pair[0] for pair in pairs]).mean(pieces))
        words_at = self.net.heads["as_words"](Spans.of([pair[1] for pair in pairs]).mean(pieces))
        gaps, tags = (torch.tensor([pair[k] for pair in pairs]) for k in (2, 3))
        return _binary(self.net.belongs(triggers, words_at, gaps, tags), [pair[4] for pair in pairs])


def _binary(scores: Tensor, wanted: list[int]) -> Tensor:
    return functional.binary_cross_entropy_with_logits(scores, torch.tensor(wanted, dtype=torch.float32))


def batches_of(rows: Sequence[Row], pieces: int, chance: random.Random) -> list[list[Row]]:
    """Group windows of like length."""
    groups: list[list[Row]] = [[]]
    for row in sorted(rows, key=lambda row: len(row.ids) + chance.random() * 30):
        if groups[-1] and len(row.ids) * (len(groups[-1]) + 1) > pieces:
            groups.append([])
        groups[-1].append(row)
    chance.shuffle(groups)
    return groups


def _epochs(messages: Sequence[Sequence[Row]], plan: Plan, chance: random.Random) -> Iterator[list[Row]]:
    """Yield batches without end; of overlapping windows every second one is read in each epoch, by turns."""
    turn = 0
    while True:
        rows = [row for windows in messages for k, row in enumerate(windows) if len(windows) == 1 or k % 2 == turn % 2]
        telling, quiet = [row for row in rows if row.lessons], [row for row in rows if not row.lessons]
        some = chance.sample(quiet, min(len(quiet), int(len(telling) * plan.quiet)))
        yield from batches_of(telling + some, plan.pieces, chance)
        turn += 1


def train(net: MucNet, messages: Sequence[Sequence[Row]], plan: Plan, *, say: Callable[[str], None] = print) -> MucNet:
    """Train the network in place and give a copy whose weights are the running average of the last steps."""
    torch.manual_seed(plan.seed)
    chance = random.Random(plan.seed)
    net.freeze(plan.frozen)
    known = [value for name, value in net.named_parameters() if name.startswith("encoder") and value.requires_grad]
    fresh = [value for name, value in net.named_parameters() if not name.startswith("encoder")]
    optimiser = torch.optim.AdamW(
        [{"params": known, "lr": plan.rate}, {"params": fresh, "lr": plan.head_rate}], weight_decay=0.01, fused=True
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda k: min(1.0, (k + 1) / 20) * max(0.03, 1 - k / plan.steps))
    average = torch.optim.swa_utils.get_ema_multi_avg_fn(plan.average)  # type: ignore[no-untyped-call]
    averaged = torch.optim.swa_utils.AveragedModel(net, multi_avg_fn=average)
    learner, started = Learner(net.train()), time.time()
    for step, batch in zip(range(plan.steps), _epochs(messages, plan, chance), strict=False):
        loss = learner.loss(batch, chance)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        averaged.update_parameters(net)
        if step % 20 == 0:
            parts = " ".join(f"{name} {value:.3f}" for name, value in learner.parts.items())
            say(f"step {step}/{plan.steps} {time.time() - started:.0f} s {parts}")
    assert isinstance(averaged.module, MucNet)
    return averaged.module.eval()
