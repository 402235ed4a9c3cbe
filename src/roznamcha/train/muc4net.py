"""The network of the MUC-4 profile: a small layer that reads on from the coder's vectors, heads, and two judges of pairs.

The coder's encoder stays as it is, so that the profile costs the package a megabyte. One pass reads a whole message; a trigger
and a tagged word are each a vector; a judge says whether two triggers tell the same act, another whether a word belongs to a
trigger's act.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from roznamcha.coder.heads import width
from roznamcha.evaluate.muc4 import labels
from roznamcha.evaluate.muc4.find import DISTANCES
from roznamcha.evaluate.muc4.network import ATTENTION_HEADS
from roznamcha.evaluate.muc4.pages import MARKS
from roznamcha.train.net import Layer, Shape

HEADS = {
    "tags": 3 * len(labels.TAGS),
    "attributes": width(labels.ATTRIBUTES),
    "incident": width(labels.INCIDENT),
    "trigger": len(labels.TRIGGER_CLASSES),
    "relevant": 2,
    "as_trigger": 96,
    "as_words": 96,
}
"""The heads and how many scores each gives a piece; the last two are the vectors that the judges compare."""


@dataclass(frozen=True)
class Size:
    """The sizes of the network; `given` are the two vectors of a piece side by side."""

    given: int = 768
    hidden: int = 320
    inner: int = 768
    layers: int = 1
    dropout: float = 0.1
    lost: float = 0.3
    """The share of what is given that is left out in training."""


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

    def mean(self, sums: Tensor) -> Tensor:
        """Average each stretch's pieces, given the `running_sums` of all."""
        return (sums[self.rows, self.last] - sums[self.rows, self.first]) / (self.last - self.first)[:, None]


def running_sums(pieces: Tensor) -> Tensor:
    """Add up the pieces of each row from its start: made once, it gives the mean of any stretch."""
    return functional.pad(pieces.cumsum(1), (0, 0, 1, 0))


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
    """Own layers over given vectors, heads and judges."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.size = size
        shape = Shape(hidden=size.hidden, heads=ATTENTION_HEADS, inner=size.inner)
        self.given = nn.Linear(size.given, size.hidden)
        tables = [nn.Embedding(values, size.hidden) for values in MARKS]
        self.marks = nn.ModuleList(tables)
        self.norm = nn.LayerNorm(size.hidden, eps=1e-12)
        self.layers = nn.ModuleList(Layer(shape, size.dropout) for _ in range(size.layers))
        self.heads = nn.ModuleDict({name: nn.Linear(size.hidden, scores) for name, scores in HEADS.items()})
        self.same = Judge(HEADS["as_trigger"], 1, 48)
        self.belongs = Judge(HEADS["as_trigger"], len(labels.TAGS), 64)
        for table in tables:
            nn.init.normal_(table.weight, std=0.1)

    def vectors(self, given: Tensor, marks: Tensor, bias: Tensor) -> Tensor:
        """Read messages on; give each piece's vector. `bias` is very negative where there is padding."""
        x = self.given(functional.dropout(given, self.size.lost, self.training))
        for number, table in enumerate(self.marks):
            x = x + table(marks[..., number])
        x = functional.dropout(self.norm(x), self.size.dropout, self.training)
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def judge_triggers(self, left: Tensor, right: Tensor, distance: Tensor) -> Tensor:
        """Score whether two triggers tell the same act, whichever comes first."""
        return self.same(left, right, distance, torch.zeros_like(distance))  # type: ignore[no-any-return]
