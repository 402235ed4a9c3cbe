"""The network of the MUC-4 profile: one pass over a window, heads on its pieces, and two small judges of pairs.

Why no second reading as in the general network: the messages are long, an act is told over many of them, and one pass that is
joined by pairs costs a third. A trigger and a tagged word are each a vector; a judge says whether two triggers tell the same
act, another whether a word belongs to a trigger's act. The lowest layers stay as they were pre-trained, which halves the cost
of a step.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from roznamcha.coder.heads import width
from roznamcha.evaluate.muc4 import labels
from roznamcha.evaluate.muc4.find import DISTANCES
from roznamcha.train.net import Encoder, Shape, padding_bias

HEADS = {
    "tags": 3 * len(labels.TAGS),
    "attributes": width(labels.ATTRIBUTES),
    "incident": width(labels.INCIDENT),
    "trigger": len(labels.TRIGGER_CLASSES),
    "relevant": 2,
    "as_trigger": 128,
    "as_words": 128,
}
"""The heads and how many scores each gives a piece; the last two are the vectors that the judges compare."""


@dataclass(frozen=True)
class Spans:
    """Stretches of pieces in the rows of a batch: row, first and last piece of each."""

    rows: Tensor
    first: Tensor
    last: Tensor

    @classmethod
    def of(cls, spans: list[tuple[int, int, int]]) -> Spans:
        """Gather (row, first, last) triples."""
        table = torch.tensor(spans, dtype=torch.long).reshape(-1, 3)
        return cls(table[:, 0], table[:, 1], table[:, 2])

    def mean(self, pieces: Tensor) -> Tensor:
        """Average each stretch's pieces."""
        sums = nn.functional.pad(pieces.cumsum(1), (0, 0, 1, 0))
        return (sums[self.rows, self.last] - sums[self.rows, self.first]) / (self.last - self.first)[:, None]


class Judge(nn.Module):
    """Scores pairs of vectors, with the distance between them and maybe a label."""

    def __init__(self, size: int, kinds: int, hidden: int) -> None:
        super().__init__()
        self.distance = nn.Embedding(len(DISTANCES) + 1, 32)
        self.kind = nn.Embedding(kinds, 32)
        self.layers = nn.Sequential(nn.Linear(3 * size + 64, hidden), nn.GELU("tanh"), nn.Linear(hidden, 1))

    def forward(self, left: Tensor, right: Tensor, distance: Tensor, kind: Tensor) -> Tensor:
        """Give one score a pair."""
        given = [left * right, left, right, self.distance(distance), self.kind(kind)]
        return self.layers(torch.cat(given, -1)).squeeze(-1)  # type: ignore[no-any-return]


class MucNet(nn.Module):
    """Encoder, heads and judges."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(shape, dropout)
        self.heads = nn.ModuleDict({name: nn.Linear(shape.hidden, size) for name, size in HEADS.items()})
        self.same = Judge(HEADS["as_trigger"], 1, 64)
        self.belongs = Judge(HEADS["as_trigger"], len(labels.TAGS), 96)

    def freeze(self, layers: int) -> None:
        """Keep the embeddings and the lowest layers as they are."""
        kept = [self.encoder.words, self.encoder.positions, self.encoder.shapes, self.encoder.norm, *self.encoder.layers[:layers]]
        for module in kept:
            module.requires_grad_(False)
        self.frozen = layers

    def vectors(self, ids: Tensor, shapes: Tensor) -> Tensor:
        """Read windows; give each piece's vector."""
        bias, frozen = padding_bias(ids), getattr(self, "frozen", 0)
        with torch.set_grad_enabled(self.training and not frozen):
            x = self.encoder.embed(ids, shapes)
            for layer in self.encoder.layers[:frozen]:
                x = layer(x, bias)
        for layer in self.encoder.layers[frozen:]:
            x = layer(x, bias)
        return x

    def forward(self, ids: Tensor, shapes: Tensor) -> tuple[Tensor, ...]:
        """Give the scores of every head, in the order of `HEADS`."""
        x = self.vectors(ids, shapes).float()
        return tuple(self.heads[name](x) for name in HEADS)

    def judge_triggers(self, left: Tensor, right: Tensor, distance: Tensor) -> Tensor:
        """Score whether two triggers tell the same act, whichever comes first."""
        return self.same(left, right, distance, torch.zeros_like(distance))  # type: ignore[no-any-return]
