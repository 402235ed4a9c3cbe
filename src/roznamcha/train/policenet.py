"""IndiaPoliceEvents train → the weights of the profile `police`: `python -m roznamcha.train.policenet DATA --out FILE`.

The coder's encoder reads every sentence once, among its neighbours; two layers are learnt on those vectors, all actions at
once. The score from which an action is told is chosen on scores by four networks that had not read the sentence; they leave
out stretches of neighbouring sentences, since a report is told over many.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from roznamcha.coder.grouping import FloatArray
from roznamcha.coder.tokens import IntArray
from roznamcha.errors import DataError
from roznamcha.evaluate.police import ACTIONS, read_passages
from roznamcha.evaluate.policenet import PoliceNet, pack, read_sentences, unpack
from roznamcha.evaluate.vectors import Encode, PieceEncoder

UNITS, DROPOUT = 64, 0.2
EPOCHS, RATE, DECAY = 6, 2e-3, 0.05
POSITIVE = 2.0
"""How much more a sentence weighs that tells of an action: they are few."""
BATCH = 64
"""So many neighbouring sentences are learnt from together."""
FOLDS, STRETCH = 4, 200
"""Networks for choosing the cuts, and how many neighbouring sentences each leaves out together."""


class _Learner(nn.Module):
    """The two layers while they learn."""

    def __init__(self, wide: int) -> None:
        super().__init__()
        self.drop = nn.Dropout(DROPOUT)
        self.inner, self.outer = nn.Linear(wide, UNITS), nn.Linear(UNITS, len(ACTIONS))
        nn.init.constant_(self.outer.bias, -3.0)

    def forward(self, pieces: Tensor, sentence: Tensor, sentences: int) -> Tensor:
        """Score sentences by their pieces' vectors, of which `sentence` tells the number."""
        units = functional.gelu(self.inner(self.drop(pieces)), approximate="tanh")
        loudest = units.new_zeros(sentences, UNITS).scatter_reduce(
            0, sentence[:, None].expand_as(units), units, "amax", include_self=False
        )
        return self.outer(self.drop(loudest))  # type: ignore[no-any-return]


def train_police(
    data: Path, out: Path, encode: Encode | None = None, *, seed: int = 0, say: Callable[[str], None] = print
) -> None:
    """Train on `sents.train.tsv` in `data` and write the weights to `out`; raise DataError when it holds one stretch only."""
    passages = read_passages(data / "sents.train.tsv")
    if len(passages) <= STRETCH:
        raise DataError(f"{data / 'sents.train.tsv'} holds {len(passages)} sentences; cuts can be chosen from {STRETCH + 1} on")
    vectors = list(read_sentences([passage.text for passage in passages], encode or PieceEncoder()))
    told = np.array([[action in passage.actions for action in ACTIONS] for passage in passages])
    fold = np.arange(len(told)) // STRETCH % FOLDS
    scores = np.zeros(told.shape, dtype=np.float32)
    for number in range(FOLDS):
        rest, part = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        if len(part):
            net = fit([vectors[k] for k in rest], told[rest], seed=seed)
            scores[part] = [net.score(vectors[k]) for k in part]
    least = []
    for column, action in enumerate(ACTIONS):
        cut, f1 = choose_cut(scores[:, column], told[:, column])
        say(f"{action}: F1 {f1:.3f} on sentences not read, {int(told[:, column].sum())} of {len(told)}")
        least.append(cut)
    net = replace(fit(vectors, told, seed=seed), least=np.array(least, dtype=np.float32))
    np.savez_compressed(out, **pack(net))


def fit(vectors: Sequence[FloatArray], told: NDArray[np.bool_], *, seed: int) -> PoliceNet:
    """Learn from sentences in their order; give the network as the package keeps it, telling nothing until cuts are chosen."""
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    net = _Learner(vectors[0].shape[1])
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    starts = range(0, len(told), BATCH)
    steps = EPOCHS * len(starts)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: 1 - step / (steps + 1))
    weight = torch.full((len(ACTIONS),), POSITIVE)
    for start in _shuffled(list(starts), chance):
        part = vectors[start : start + BATCH]
        wanted = torch.from_numpy(told[start : start + BATCH].astype(np.float32))
        loss = functional.binary_cross_entropy_with_logits(net(*_flat(part), len(part)), wanted, pos_weight=weight)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
    layers = (net.inner.weight.T, net.inner.bias, net.outer.weight.T, net.outer.bias)
    inner, inner_bias, outer, outer_bias = (layer.detach().numpy().copy() for layer in layers)
    nothing = np.full(len(ACTIONS), np.inf, dtype=np.float32)
    return unpack(pack(PoliceNet(ACTIONS, inner, inner_bias, outer, outer_bias, nothing)))


def _shuffled(starts: list[int], chance: np.random.Generator) -> Iterator[int]:
    for _ in range(EPOCHS):
        yield from (starts[k] for k in chance.permutation(len(starts)))


def _flat(vectors: Sequence[FloatArray]) -> tuple[Tensor, Tensor]:
    """Join the vectors of sentences, and tell which sentence each belongs to."""
    numbers: IntArray = np.repeat(np.arange(len(vectors)), [len(one) for one in vectors])
    return torch.from_numpy(np.concatenate(vectors).astype(np.float32)), torch.from_numpy(numbers)


def choose_cut(scores: FloatArray, told: NDArray[np.bool_]) -> tuple[float, float]:
    """Choose the score of greatest F1, and give both; where nothing was told, nothing is ever to be told."""
    if not told.any():
        return float("inf"), 0.0
    tried = np.quantile(scores, np.linspace(0.8, 0.999, 200))
    figures = [2 * (told & (scores >= cut)).sum() / max(1, told.sum() + (scores >= cut).sum()) for cut in tried]
    best = int(np.argmax(figures))
    return float(tried[best]), float(figures[best])


def main() -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder of IndiaPoliceEvents")
    parser.add_argument("--out", type=Path, required=True, help="the file of weights")
    given = parser.parse_args()
    train_police(given.data, given.out)


if __name__ == "__main__":
    main()
