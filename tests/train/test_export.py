"""What is written as graphs says what the network says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from roznamcha.coder.network import GRAPHS, OnnxNetwork
from roznamcha.coder.tokens import framed, pad, read_pieces
from roznamcha.train.export import export
from roznamcha.train.net import Net, Shape
from roznamcha.train.torchnet import TorchNetwork

SMALL = Shape(hidden=24, heads=2, inner=32, layers=2, fork=1)
TEXTS = ("Quetta", "Gunmen shot dead two guards in Quetta on Monday.")


def test_graphs_give_what_the_network_gives(tmp_path: Path) -> None:
    pytest.importorskip("onnxscript")
    torch.manual_seed(1)
    net = Net(SMALL)
    export(net, tmp_path, quantise=False)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(GRAPHS)
    rows = [framed(read_pieces(text)) for text in TEXTS]
    longest = max(len(ids) for ids, _ in rows)
    ids, shapes = pad([row for row, _ in rows], longest), pad([row for _, row in rows], longest)
    marks = np.zeros_like(ids)
    marks[:, 1] = 1
    own, written = TorchNetwork(net), OnnxNetwork(tmp_path)
    forked, early = own.enter(ids, shapes)
    found_forked, found_early = written.enter(ids, shapes)
    wanted = (forked, early, own.find(forked, ids), *own.read(forked, ids, marks))
    found = (found_forked, found_early, written.find(forked, ids), *written.read(forked, ids, marks))
    told = ids != 0
    for one, other in zip(wanted, found, strict=True):
        assert np.abs(one - other)[told].max() < 0.05
    assert np.abs(wanted[1] - wanted[2])[told].max() > 0.3, "the early head says something of its own"
