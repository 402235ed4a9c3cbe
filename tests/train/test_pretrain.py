"""Reading on goes on after a stop as if nothing had come between."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import torch

from roznamcha.coder.tokens import OTHER
from roznamcha.train.net import Encoder, Shape
from roznamcha.train.pretrain import Reading, Row, pretrain
from roznamcha.train.roles import ROLES
from roznamcha.train.scratch import Scratch

SHAPE = Shape(vocabulary=2000, positions=40, hidden=16, heads=2, inner=32, layers=2, fork=1)
PLAN = Reading(share=3, rows=4, kept_every=3)


def fresh() -> Encoder:
    torch.manual_seed(0)
    return Encoder(SHAPE)


def some_rows() -> list[Row]:
    chance = np.random.default_rng(0)
    rows = []
    for length in (24, 25, 26, 30, 30, 31, 21, 28):
        ids, shapes = chance.integers(1000, 2000, length), np.full(length, OTHER)
        names = chance.integers(0, 3, length) if length % 2 else None
        roles = chance.integers(0, 3, (ROLES, length)) if length == 30 else None
        rows.append(Row(ids, shapes, names=names, roles=roles))
    return rows


def test_reading_on_from_a_state_on_disk_ends_with_the_same_weights(tmp_path: Path) -> None:
    whole, scratch = fresh(), Scratch(tmp_path, "one")
    pretrain(whole, some_rows(), PLAN, keep=partial(scratch.keep, "reading"), say=_quiet)
    kept = scratch.kept("reading")
    assert kept is not None
    assert kept["step"] == 3
    begun = fresh()
    pretrain(begun, some_rows(), PLAN, since=kept, say=_quiet)
    for name, value in whole.state_dict().items():
        assert torch.equal(value, begun.state_dict()[name]), name


def test_a_state_that_is_no_longer_needed_leaves_the_disk(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path, "one")
    scratch.keep("reading", {"step": 3})
    scratch.drop("reading")
    scratch.drop("reading")
    assert scratch.kept("reading") is None


def _quiet(_: str) -> None:
    """Say nothing."""
