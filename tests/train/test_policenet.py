"""The police profile learns words by their vectors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from roznamcha.coder.grouping import FloatArray
from roznamcha.coder.tokens import IntArray, read_pieces
from roznamcha.errors import DataError
from roznamcha.evaluate.policenet import unpack
from roznamcha.train.policenet import choose_cut, train_police

ARRESTED = int(read_pieces("arrested").ids[0])


def marked(ids: IntArray, shapes: IntArray) -> FloatArray:
    """Give vectors of which the first number tells whether the piece is "arrested"."""
    assert len(shapes) == len(ids)
    return np.stack([ids == ARRESTED, np.ones_like(ids)], 1).astype(np.float16)


def test_training_learns_a_word_and_writes_what_is_read_back(tmp_path: Path) -> None:
    lines = [f"police arrested {n} men in ward {n}\t0\t1\t1\t0\t0\nthe shop {n} was shut\t0\t0\t0\t0\t0" for n in range(500)]
    (tmp_path / "sents.train.tsv").write_text("\n".join(lines), encoding="utf-8")
    train_police(tmp_path, tmp_path / "police.npz", marked, say=lambda line: None)
    with np.load(tmp_path / "police.npz") as kept:
        net = unpack(dict(kept))
    told = net.tell(["they arrested nobody else", "the rest was calm"], marked)
    assert told == [frozenset({"ARREST", "ANY"}), frozenset()]
    assert np.isinf(net.least[[net.actions.index(action) for action in ("KILL", "FAIL", "FORCE")]]).all()


def test_too_few_sentences_to_choose_cuts_are_refused(tmp_path: Path) -> None:
    (tmp_path / "sents.train.tsv").write_text("police arrested him\t0\t1\t1\t0\t0\n" * 200, encoding="utf-8")
    with pytest.raises(DataError, match="holds 200 sentences"):
        train_police(tmp_path, tmp_path / "police.npz", marked)


def test_the_cut_of_greatest_f1_is_chosen() -> None:
    scores = np.linspace(0, 1, 100, dtype=np.float32)
    cut, f1 = choose_cut(scores, scores >= scores[90])
    assert f1 == pytest.approx(1)
    assert scores[89] < cut <= scores[90] + 1e-6
