"""First stage: the base goes on reading, so that it knows this field's words and what case shapes mean.

Masked whole words over news of the field, names (person, place, organisation, date) on the public entity sets, and
who did what to whom with what on MUC-4's training messages, in turn. The base was tuned for sentence similarity, which does a
tagger no good; and its case embedding starts empty. Only texts of training parts are read, never a dev text.
"""

from __future__ import annotations

import csv
import random
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from roznamcha.coder.tokens import CLS, MASK, OTHER, SEP, IntArray, frame, pad, read_pieces, word_numbers
from roznamcha.evaluate.jsonlines import read_lines
from roznamcha.train.examples import NOT_ASKED
from roznamcha.train.loop import State, restore_torch_chance, torch_chance
from roznamcha.train.net import Encoder
from roznamcha.train.precision import mixed
from roznamcha.train.roles import ROLES, messages_file, role_messages

CHUNK = 254
NAME_KINDS = ("PER", "LOC", "ORG", "DATE", "MISC")
_KIND_OF = {
    "person": "PER", "per": "PER", "location": "LOC", "loc": "LOC", "organization": "ORG", "org": "ORG", "date": "DATE",
    "facility": "LOC", "misc": "MISC", "nationality": "MISC", "product": "MISC",
}  # fmt: skip

OTHER_NEWS = (
    "geoparsing/lgl",
    "geoparsing/trnews",
    "temporal/te3-timebank-train",
    "temporal/te3-aquaint-train",
    "temporal/wikiwars-01-16",
)
NAME_SETS = (("worldwide_train.bio", 0, -1), ("wikigold.conll.txt", 0, -1), ("crossner_politics_train.txt", 0, -1))
"""The public entity sets, with the columns of the word and of its label."""
FIELD_TIMES = 3
"""How often the short reports are read for once that the others are: they are few, and their style is their own."""


@dataclass(frozen=True, slots=True)
class Row:
    """Piece ids and shape ids of a stretch, with the names and the roles of its pieces where a set tells them.

    `names` holds a label for each piece (0 outside), `roles` an outside/begin/inside for each of MUC-4's slots and piece.
    """

    ids: IntArray
    shapes: IntArray
    names: IntArray | None = None
    roles: IntArray | None = None


def files_of(shared: Path) -> list[Path]:
    """List the files that are read in this stage."""
    data = shared / "data"
    return [
        *(shared / "gold" / f"{name}.train.texts.jsonl" for name in ("long", "world", "satp")),
        data / "unlabelled" / "conflict-news.jsonl",
        messages_file(shared),
        data / "india_police_events" / "docs.train.tsv",
        *(data / f"{name}.jsonl" for name in OTHER_NEWS),
        *(data / "ner" / name for name, _, _ in NAME_SETS),
    ]


def texts_of(shared: Path) -> Iterator[str]:
    """Give every text that may be read for this stage."""
    for name in ("long", "world", *["satp"] * FIELD_TIMES):
        yield from _field(shared / "gold" / f"{name}.train.texts.jsonl", "text")
    data = shared / "data"
    yield from _field(data / "unlabelled" / "conflict-news.jsonl", "text")
    for text in _field(messages_file(shared), "text"):
        yield re.sub(r"\s+", " ", text).strip()
    for name in OTHER_NEWS:
        yield from _field(data / f"{name}.jsonl", "text")
    with (data / "india_police_events" / "docs.train.tsv").open(encoding="utf-8") as file:
        yield from (row[0] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row)


def _field(path: Path, field: str) -> Iterator[str]:
    yield from (line[field] for line in read_lines(path))


def name_sentences(shared: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Give the words and BIO labels of the public entity sets, in runs of sentences."""
    for name, word_at, label_at in NAME_SETS:
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


def rows_of(shared: Path, limit: int | None = None) -> list[Row]:
    """Cut all texts of the stage into rows of at most `CHUNK` pieces; with `limit` only so many of each kind are made."""
    kinds = (_plain_rows(shared), _name_rows(shared), _role_rows(shared))
    return [row for kind in kinds for row in islice(kind, limit)]


def _plain_rows(shared: Path) -> Iterator[Row]:
    for text in texts_of(shared):
        pieces = read_pieces(text)
        for at in range(0, len(pieces), CHUNK):
            part = pieces.cut(at, at + CHUNK)
            if len(part) > 20:
                yield Row(part.ids, part.shapes)


def _name_rows(shared: Path) -> Iterator[Row]:
    for words, labels_told in name_sentences(shared):
        pieces = read_pieces(" ".join(words))
        marks = np.zeros(len(pieces), dtype=np.int64)
        at = 0
        for word, label in zip(words, labels_told, strict=True):
            first, last = pieces.between(at, at + len(word))
            inside = _name_label(label)
            for piece in range(first, last):
                marks[piece] = inside + 1 if inside % 2 and piece > first else inside
            at += len(word) + 1
        for at in range(0, len(pieces), CHUNK):
            part = pieces.cut(at, at + CHUNK)
            yield Row(part.ids, part.shapes, names=marks[at : at + CHUNK])


def _role_rows(shared: Path) -> Iterator[Row]:
    for _, pieces, roles in role_messages(shared):
        for at in range(0, len(pieces), CHUNK):
            cut = slice(at, at + CHUNK)
            yield Row(pieces.ids[cut], pieces.shapes[cut], roles=roles[:, cut])


class Pretrainer(nn.Module):
    """The encoder with a head for masked words, one for names and one for roles."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        hidden = encoder.shape.hidden
        self.turn = nn.Linear(hidden, hidden)
        self.norm = nn.LayerNorm(hidden)
        self.bias = nn.Parameter(torch.zeros(encoder.shape.vocabulary))
        self.names = nn.Linear(hidden, 1 + 2 * len(NAME_KINDS))
        self.roles = nn.Linear(hidden, 3 * ROLES)

    def forward(self, ids: Tensor, shapes: Tensor, hidden_words: Tensor, names: Tensor, roles: Tensor) -> Tensor:
        """Give the loss of one batch; -100 marks what is not asked."""
        _, top = self.encoder(ids, shapes)
        asked = hidden_words != NOT_ASKED
        guess = self.norm(functional.gelu(self.turn(top[asked])))
        scores = functional.linear(guess, self.encoder.words.weight, self.bias)
        loss = functional.cross_entropy(scores.float(), hidden_words[asked])
        named, told = names != NOT_ASKED, (roles != NOT_ASKED).any(-1)
        if bool(named.any()):
            loss = loss + 2.0 * functional.cross_entropy(self.names(top[named]).float(), names[named])
        if bool(told.any()):
            found = self.roles(top[told]).float().view(-1, 3)
            loss = loss + 4.0 * functional.cross_entropy(found, roles[told].flatten(), ignore_index=NOT_ASKED)
        return loss


def _masked(ids: IntArray, chance: np.random.Generator) -> tuple[IntArray, IntArray]:
    """Hide about a sixth of the words whole; give what is read and what is asked."""
    words = word_numbers(ids)
    hidden = chance.random(int(words[-1]) + 1) < 0.16
    asked = hidden[words]
    shown = np.where(asked & (chance.random(len(ids)) < 0.9), MASK, ids)
    return shown, np.where(asked, ids, NOT_ASKED)


def _batch(rows: list[Row], chance: np.random.Generator) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    longest = max(len(row.ids) for row in rows) + 2
    told = [_masked(row.ids, chance) for row in rows]
    roles = np.full((len(rows), longest, ROLES), NOT_ASKED, dtype=np.int64)
    for k, row in enumerate(rows):
        if row.roles is not None:
            roles[k, 1 : 1 + len(row.ids)] = row.roles.T
    return (
        _padded([frame(shown, CLS, SEP) for shown, _ in told], longest, 0),
        _padded([frame(row.shapes, OTHER, OTHER) for row in rows], longest, OTHER),
        _padded([frame(asked, NOT_ASKED, NOT_ASKED) for _, asked in told], longest, NOT_ASKED),
        _padded([frame(_names(row), NOT_ASKED, NOT_ASKED) for row in rows], longest, NOT_ASKED),
        torch.from_numpy(roles),
    )


def _names(row: Row) -> IntArray:
    return np.full(len(row.ids), NOT_ASKED, dtype=np.int64) if row.names is None else row.names


def _padded(rows: list[IntArray], longest: int, fill: int) -> Tensor:
    return torch.from_numpy(pad(rows, longest, fill))


@dataclass(frozen=True)
class Reading:
    """How long and how to read on."""

    share: float = 2.5
    """Of all rows, how many are read."""
    rows: int = 16
    rate: float = 4e-4
    seed: int = 1
    limit: int | None = None
    """At most so many rows of each kind, where it is only to be shown that everything runs."""
    kept_every: int = 500
    """After so many steps the state is kept, since on a slow processor reading on takes hours."""


_CHANGING = ("model", "optimiser", "schedule")
"""What of a course keeps a state of its own."""


class ReadingCourse:
    """What changes while the encoder reads on, and all that the next step depends on."""

    def __init__(self, encoder: Encoder, rows: list[Row], plan: Reading) -> None:
        torch.manual_seed(plan.seed)
        self.plan, self.rows = plan, rows
        self.order, self.chance = random.Random(plan.seed), np.random.default_rng(plan.seed)
        self.model = Pretrainer(encoder).to(encoder.words.weight.device)
        self.steps = max(1, int(len(rows) * plan.share / plan.rows))
        known = self.model.parameters()
        self.optimiser = torch.optim.AdamW(known, lr=plan.rate, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(
            self.optimiser, max_lr=plan.rate, total_steps=self.steps + 1, pct_start=0.08
        )
        self.waiting: list[int] = []
        self.step, self.mean = 0, 0.0

    def take(self) -> None:
        """Take one step."""
        size, place = self.plan.rows, self.model.bias.device
        if len(self.waiting) < size:
            self.waiting = _by_length(self.rows, size, self.order)
        picked, self.waiting = self.waiting[:size], self.waiting[size:]
        with mixed(place.type):
            loss = self.model(*(part.to(place) for part in _batch([self.rows[k] for k in picked], self.chance)))
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        told = float(loss.detach())
        self.mean = told if not self.step else 0.98 * self.mean + 0.02 * told
        self.step += 1

    def state(self) -> State:
        """Give everything from which the next step goes on as if nothing had come between."""
        return {
            "step": self.step,
            "mean": self.mean,
            "waiting": self.waiting,
            "order": self.order.getstate(),
            "chance": self.chance.bit_generator.state,
            **torch_chance(self.model.bias.device),
            **{name: getattr(self, name).state_dict() for name in _CHANGING},
        }

    def restore(self, state: State) -> None:
        """Go back to a state."""
        for name in _CHANGING:
            getattr(self, name).load_state_dict(state[name])
        self.order.setstate(state["order"])
        self.chance.bit_generator.state = state["chance"]
        restore_torch_chance(state, self.model.bias.device)
        self.step, self.mean, self.waiting = state["step"], state["mean"], state["waiting"]


def pretrain(
    encoder: Encoder, rows: list[Row], plan: Reading,
    *, since: State | None = None, keep: Callable[[State], None] = lambda _: None, say: Callable[[str], None] = print,
) -> None:  # fmt: skip
    """Train the encoder, which holds the base weights, on masked words, names and roles, in place.

    `keep` is given the state every `plan.kept_every` steps; `since` is such a state, from which it goes on.
    """
    course = ReadingCourse(encoder, rows, plan)
    if since is not None:
        course.restore(since)
    say(f"reading on: {len(rows)} rows, {sum(len(row.ids) for row in rows)} pieces, {course.steps} steps")
    started = time.time()
    while course.step < course.steps:
        if course.step and course.step % plan.kept_every == 0:
            keep(course.state())
        course.take()
        if course.step % 20 == 1:
            say(f"reading on: step {course.step - 1} of {course.steps}, loss {course.mean:.3f}, {time.time() - started:.0f} s")


def _by_length(rows: list[Row], size: int, order: random.Random) -> list[int]:
    """Put the numbers of rows of like length side by side, batches in chance order: little is read that is padding."""
    by_length = sorted(range(len(rows)), key=lambda k: (len(rows[k].ids), order.random()))
    batches = [by_length[at : at + size] for at in range(0, len(rows), size)]
    order.shuffle(batches)
    return [k for batch in batches if len(batch) == size for k in batch]
