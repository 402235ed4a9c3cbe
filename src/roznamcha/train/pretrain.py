"""First stage: the base goes on reading, so that it knows this field's words and what case shapes mean.

Masked words over news of the field, and names (person, place, organisation, date) on the public entity sets, in turn.
The base was tuned for sentence similarity, which does a tagger no good; and its case embedding starts empty.
Only texts of training parts are read, never a dev text.
"""

from __future__ import annotations

import csv
import json
import random
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from roznamcha.coder.tokens import CLS, MASK, OTHER, SEP, pad, read_pieces
from roznamcha.train.examples import NOT_ASKED
from roznamcha.train.net import Encoder

CHUNK = 254
NAME_KINDS = ("PER", "LOC", "ORG", "DATE", "MISC")
_KIND_OF = {
    "person": "PER", "per": "PER", "location": "LOC", "loc": "LOC", "organization": "ORG", "org": "ORG", "date": "DATE",
    "facility": "LOC", "misc": "MISC", "nationality": "MISC", "product": "MISC",
}  # fmt: skip

Row = tuple[list[int], list[int], list[int]]
"""Piece ids, shape ids, and a name label for each piece (0 outside, -100 not told)."""


def texts_of(shared: Path) -> Iterator[str]:
    """Give every text that may be read for this stage."""
    for name in ("satp", "long", "world"):
        yield from _field(shared / "gold" / f"{name}.train.texts.jsonl", "text")
    yield from _field(shared / "data" / "unlabelled" / "conflict-news.jsonl", "text")
    for text in _field(shared / "data" / "muc4" / "parsed" / "train.jsonl", "text"):
        yield re.sub(r"\s+", " ", text).strip()
    yield from list(_field(shared / "data" / "gva" / "articles.dev.jsonl", "text"))[::7]
    with (shared / "data" / "india_police_events" / "docs.train.tsv").open(encoding="utf-8") as file:
        yield from (row[0] for row in list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[::3] if row)


def _field(path: Path, field: str) -> Iterator[str]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line)[field] for line in file if line.strip())


def name_sentences(shared: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Give the words and BIO labels of the public entity sets, in runs of sentences."""
    for name, word_at, label_at in (
        ("worldwide_train.bio", 0, -1),
        ("wikigold.conll.txt", 0, -1),
        ("crossner_politics_train.txt", 0, -1),
    ):
        words: list[str] = []
        labels: list[str] = []
        for line in (shared / "data" / "ner" / name).read_text("utf-8").splitlines():
            if line.startswith("# doc"):
                continue
            cells = line.split()
            if len(cells) >= 2:
                words.append(cells[word_at])
                labels.append(cells[label_at])
            elif len(words) > 120:
                yield words, labels
                words, labels = [], []
        if words:
            yield words, labels


def _name_label(label: str) -> int:
    kind = _KIND_OF.get(label[2:].lower())
    if label == "O" or kind is None:
        return 0
    return 1 + 2 * NAME_KINDS.index(kind) + (0 if label.startswith("B") else 1)


def rows_of(shared: Path) -> list[Row]:
    """Cut all texts of the stage into rows of at most `CHUNK` pieces."""
    rows: list[Row] = []
    for text in texts_of(shared):
        pieces = read_pieces(text)
        for at in range(0, len(pieces), CHUNK):
            part = pieces.cut(at, at + CHUNK)
            if len(part) > 20:
                rows.append((part.ids.tolist(), part.shapes.tolist(), [NOT_ASKED] * len(part)))
    for words, labels in name_sentences(shared):
        text = " ".join(words)
        pieces = read_pieces(text)
        marks = [0] * len(pieces)
        at = 0
        for word, label in zip(words, labels, strict=True):
            first, last = pieces.between(at, at + len(word))
            inside = _name_label(label)
            for piece in range(first, last):
                marks[piece] = inside + 1 if inside % 2 and piece > first else inside
            at += len(word) + 1
        for at in range(0, len(pieces), CHUNK):
            part = pieces.cut(at, at + CHUNK)
            rows.append((part.ids.tolist(), part.shapes.tolist(), marks[at : at + CHUNK]))
    return rows


class Pretrainer(nn.Module):
    """The encoder with a head for masked words and one for names."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        hidden = encoder.shape.hidden
        self.turn = nn.Linear(hidden, hidden)
        self.norm = nn.LayerNorm(hidden)
        self.bias = nn.Parameter(torch.zeros(encoder.shape.vocabulary))
        self.names = nn.Linear(hidden, 1 + 2 * len(NAME_KINDS))

    def forward(self, ids: Tensor, shapes: Tensor, hidden_words: Tensor, names: Tensor) -> Tensor:
        """Give the loss of one batch; -100 marks what is not asked."""
        _, top = self.encoder(ids, shapes)
        asked = hidden_words != NOT_ASKED
        guess = self.norm(functional.gelu(self.turn(top[asked])))
        scores = functional.linear(guess, self.encoder.words.weight, self.bias)
        loss = functional.cross_entropy(scores.float(), hidden_words[asked])
        if bool((names != NOT_ASKED).any()):
            loss = loss + 2.0 * functional.cross_entropy(
                self.names(top).flatten(0, 1).float(), names.flatten(), ignore_index=NOT_ASKED
            )
        return loss


def _batch(rows: list[Row], chance: random.Random) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    longest = max(len(row[0]) for row in rows) + 2
    ids, shapes, wanted, names = [], [], [], []
    for pieces, forms, labels in rows:
        told = list(pieces)
        asked = [NOT_ASKED] * len(pieces)
        for at, piece in enumerate(pieces):
            if chance.random() < 0.15:
                asked[at] = piece
                told[at] = MASK if chance.random() < 0.85 else piece
        ids.append([CLS, *told, SEP])
        shapes.append([OTHER, *forms, OTHER])
        wanted.append([NOT_ASKED, *asked, NOT_ASKED])
        names.append([NOT_ASKED, *labels, NOT_ASKED])
    return (
        _padded(ids, longest, 0),
        _padded(shapes, longest, OTHER),
        _padded(wanted, longest, NOT_ASKED),
        _padded(names, longest, NOT_ASKED),
    )


def _padded(rows: list[list[int]], longest: int, fill: int) -> Tensor:
    return torch.from_numpy(pad([np.array(row, dtype=np.int64) for row in rows], longest, fill))


@dataclass(frozen=True)
class Reading:
    """How long and how to read on."""

    share: float = 0.25
    """Of all rows, how many are read."""
    rows: int = 16
    rate: float = 3e-4
    seed: int = 1


def pretrain(encoder: Encoder, shared: Path, plan: Reading = Reading(), *, say: Callable[[str], None] = print) -> None:
    """Train the encoder, which holds the base weights, on masked words and names, in place."""
    torch.manual_seed(plan.seed)
    chance = random.Random(plan.seed)
    model = Pretrainer(encoder)
    rows = rows_of(shared)
    steps = max(1, int(len(rows) * plan.share / plan.rows))
    optimiser = torch.optim.AdamW(model.parameters(), lr=plan.rate, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=plan.rate, total_steps=steps + 1, pct_start=0.08)
    say(f"reading on: {len(rows)} rows, {sum(len(row[0]) for row in rows)} pieces, {steps} steps")
    order: list[int] = []
    started, mean = time.time(), 0.0
    for step in range(steps):
        if len(order) < plan.rows:
            order = chance.sample(range(len(rows)), len(rows))
        picked, order = order[: plan.rows], order[plan.rows :]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = model(*_batch([rows[k] for k in picked], chance))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        mean = float(loss.detach()) if not step else 0.98 * mean + 0.02 * float(loss.detach())
        if step % 20 == 0:
            say(f"reading on: step {step} of {steps}, loss {mean:.3f}, {time.time() - started:.0f} s")
