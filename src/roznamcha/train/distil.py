"""Third stage: the small network learns from the large one what it thinks of each word piece, also of texts that nobody coded.

Beside what gold says, the heads are to give the chances that the teacher's give (Hinton and others 2015; both anchor heads
those of the teacher's upper one, the head that knows no incident is left to gold), and the vectors,
turned linearly, are to point where the teacher's do (Jiao and others 2020, "TinyBERT"). The teacher reads the words that
are hidden from the learner. Of a text that nobody coded only the teacher is followed; what is read are the incidents it finds.
"""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from roznamcha.coder import heads
from roznamcha.coder.grouping import FloatArray
from roznamcha.model.codebook import COUNTS
from roznamcha.train.batches import Plan, Reading, false_readings, readings_of
from roznamcha.train.examples import Window
from roznamcha.train.loop import COUNT_WEIGHT, INCIDENT_WEIGHT, Entered, Learner, enter, inside_scores, read
from roznamcha.train.net import THIS, Net

_ATTRIBUTE_AT = heads.slices(heads.ATTRIBUTES)
_INCIDENT_AT = heads.slices(heads.INCIDENT)
_LABELS_OF = {
    block: [k for k, label in enumerate(heads.TAGS) if heads.ATTRIBUTE_OF.get(label) == block] for block in heads.ATTRIBUTES
} | {"stance": [heads.TAGS.index("perpetrator")]}
"""For each attribute, the tags whose mentions have it."""
_COUNT_OF = {f"{count}_open": count for count in COUNTS}
_SILENT = heads.COUNT_CLASSES.index("silent")
_IS_MENTION = 0.3
"""The teacher's chance of a tag from which on a piece is one of a mention, whose attributes are learnt."""


class Distiller(Learner):
    """The small network with its losses and the teacher's."""

    def __init__(self, net: Net, plan: Plan, teacher: Net) -> None:
        super().__init__(net, plan)
        self.teacher = teacher.eval().requires_grad_(requires_grad=False)
        mine, theirs = net.shape.hidden, teacher.shape.hidden
        self.aside.update({name: nn.Linear(mine, theirs).to(self.device) for name in ("forked", "top", "read")})

    def loss(self, batch: list[Window], chance: random.Random) -> Tensor:
        """Give the loss of one batch, whose windows are all for one lesson."""
        entered = self.enter(batch, chance)
        with torch.no_grad():
            taught = enter(self.teacher, entered.ids, entered.shapes, entered.ids)
        total = self._entering(entered, taught)
        if batch[0].roles is not None:
            return total + self.roles_loss(batch, entered)
        if batch[0].told:
            total = total + self.entering_loss(batch, entered)
            readings = readings_of(batch, inside_scores(entered), self.plan, chance)
        else:
            batch, readings = _likely(batch, inside_scores(taught), self.plan, chance)
        if readings:
            total = total + self._reading(batch, entered, taught, readings, chance)
        return total

    def _entering(self, entered: Entered, taught: Entered) -> Tensor:
        is_piece = (entered.ids != 0).float()
        soft = self.plan.anchor_weight * _apart(entered.anchors, taught.anchors, is_piece)
        soft = soft + self.plan.early_weight * _apart(entered.early, taught.anchors, is_piece)
        like = self._turned("forked", entered.forked, taught.forked, is_piece)
        like = like + self._turned("top", entered.top, taught.top, is_piece)
        self.note(soft_anchor=soft, like_encoder=like)
        return self.plan.soft_weight * soft + self.plan.like_weight * like

    def _reading(
        self, batch: list[Window], entered: Entered, taught: Entered, readings: list[Reading], chance: random.Random
    ) -> Tensor:
        marks = self.marks(batch, readings, entered, chance)
        with torch.no_grad():
            theirs, wanted = read(self.teacher, taught, readings, marks)
        mine, told = read(self.net, entered, readings, marks)
        is_piece = (entered.ids[entered.rows_of(readings)] != 0).float()
        soft = _reading_apart(told, wanted, is_piece, marks == THIS, self.plan)
        like = self._turned("read", mine, theirs, is_piece)
        self.note(soft_reading=soft, like_reader=like)
        total = self.plan.soft_weight * soft + self.plan.like_weight * like
        return total + self.reading_loss(told, readings) if batch[0].told else total

    def _turned(self, name: str, mine: Tensor, theirs: Tensor, is_piece: Tensor) -> Tensor:
        alike = functional.cosine_similarity(self.aside[name](mine).float(), theirs.float(), dim=-1)
        return ((1 - alike) * is_piece).sum() / is_piece.sum()


def _apart(mine: Tensor, theirs: Tensor, weight: Tensor) -> Tensor:
    """Give how far chances are from the teacher's (Kullback and Leibler), averaged with weights over all but the last axis."""
    wanted = theirs.log_softmax(-1)
    apart = (wanted.exp() * (wanted - mine.log_softmax(-1))).sum(-1)
    return (apart * weight).sum() / weight.sum().clamp_min(1.0)


def _reading_apart(mine: list[Tensor], theirs: list[Tensor], is_piece: Tensor, this: Tensor, plan: Plan) -> Tensor:
    tags, attributes, incident = mine
    want_tags, want_attributes, want_incident = theirs
    each = is_piece[..., None].expand(tags.shape[:-1])
    total = plan.tag_weight * len(heads.TAGS) * _apart(tags, want_tags, each)
    held = 1.0 - want_tags.softmax(-1)[..., heads.OUTSIDE]
    for block, at in _ATTRIBUTE_AT.items():
        is_mention = (held[..., _LABELS_OF[block]].amax(-1) > _IS_MENTION).float() * is_piece
        apart = _apart(attributes[..., at], want_attributes[..., at], is_mention)
        total = total + plan.attribute_weight * apart / len(_ATTRIBUTE_AT)
    share = this.float() / this.float().sum(1, keepdim=True).clamp_min(1.0)
    pooled, want_pooled = ((found * share[..., None]).sum(1) for found in (incident, want_incident))
    valid = want_pooled[:, _INCIDENT_AT["valid"]].softmax(-1)[:, 1]
    for block, at in _INCIDENT_AT.items():
        weight = torch.ones_like(valid) if block == "valid" else valid
        if count := _COUNT_OF.get(block):  # gold says whether a count is open only where there is one
            weight = weight * (1 - want_pooled[:, _INCIDENT_AT[count]].softmax(-1)[:, _SILENT])
        total = total + INCIDENT_WEIGHT.get(block, COUNT_WEIGHT) * _apart(pooled[:, at], want_pooled[:, at], weight)
    return total


def _likely(batch: list[Window], inside: FloatArray, plan: Plan, chance: random.Random) -> tuple[list[Window], list[Reading]]:
    """Give windows with the anchors that the teacher finds, and some of them, and false ones, to be read."""
    marked, readings = [], []
    for row, window in enumerate(batch):
        scores = inside[row, : len(window.ids)]
        anchors = np.where(scores > 0.5, heads.INSIDE, heads.OUTSIDE)
        anchors[0] = anchors[-1] = heads.OUTSIDE
        marked.append(replace(window, anchors=anchors))
        edges = np.flatnonzero(np.diff((anchors != heads.OUTSIDE).astype(np.int8)))
        spans = [(int(first) + 1, int(last) + 1) for first, last in zip(edges[::2], edges[1::2], strict=True)]
        readings += [Reading(row, *span, None) for span in chance.sample(spans, min(len(spans), plan.readings))]
        readings += false_readings(row, marked[-1], scores, chance)
    return marked, readings
