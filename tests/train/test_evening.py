"""Products that are evened out say the same in single precision, and their inputs have ranges nearer to one another."""

from __future__ import annotations

import copy

import numpy as np
import torch
from torch import Tensor

from roznamcha.train.evening import Evened, even_out
from roznamcha.train.examples import Window
from roznamcha.train.net import Net, Shape

TINY = Shape(hidden=24, heads=2, inner=32, layers=2, fork=1)


def window() -> Window:
    ids = np.array([101, 2048, 2273, 2020, 2915, 102], dtype=np.int64)
    empty = np.zeros(len(ids), dtype=np.int64)
    return Window(ids, empty, empty, np.zeros((1, len(ids)), dtype=np.int64))


def anchors_of(net: Net) -> Tensor:
    with torch.no_grad():
        return net.anchors(net.encoder(torch.from_numpy(window().ids[None]), torch.from_numpy(window().shapes[None]))[1])  # type: ignore[no-any-return]


def test_evened_network_says_what_the_network_said() -> None:
    torch.manual_seed(1)
    net = Net(TINY).eval()
    evened = copy.deepcopy(net)
    even_out(evened, [window()])
    assert isinstance(evened.encoder.layers[0].qkv, Evened)
    assert torch.allclose(anchors_of(net), anchors_of(evened), atol=1e-5)


def test_a_channel_with_large_values_gives_its_range_to_the_weights() -> None:
    linear = torch.nn.Linear(2, 3)
    evened = Evened(linear, torch.tensor([100.0, 1.0]))
    ranges = torch.tensor([100.0, 1.0]) * evened.inverse
    assert float(ranges.max() / ranges.min()) < 100
    given = torch.tensor([[100.0, 1.0]])
    assert torch.allclose(linear(given), evened(given), atol=1e-4)
