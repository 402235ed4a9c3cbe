"""Evens out what goes into matrix products, so that int8 costs less: SmoothQuant (Xiao and others 2023).

At run time the inputs of a product share one scale, so that a few channels with very large values leave the others hardly any
steps. Each channel is therefore divided by a factor that the weights of that channel are multiplied by: in single precision
nothing changes, in int8 both sides have a range that fits. One or two channels around the activation are beyond that, with five
times the range of all others: they are multiplied in single precision beside the rest, as in LLM.int8 (Dettmers and others
2022). What is largest comes from windows that the network reads once.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from roznamcha.train.examples import Window
from roznamcha.train.net import NOT_MARKED, THIS, Layer, Net

PRODUCTS = {"qkv": 0, "out": 0, "up": 1, "down": 2}
"""The products of a layer, and how many of their input channels stay in single precision."""
_BALANCE = 0.7
"""How much of a channel's range goes over to the weights: 0 none, 1 all."""


class Evened(nn.Module):
    """A linear map whose input channels are divided, and whose weights are multiplied, by one factor each.

    The `apart` channels with the largest values go beside it.
    """

    inverse: Tensor
    apart: Tensor
    kept: Tensor

    def __init__(self, linear: nn.Linear, largest: Tensor, apart: int = 0) -> None:
        super().__init__()
        heaviest = linear.weight.detach().abs().amax(0).clamp_min(1e-5)
        factor = (largest.clamp_min(1e-5) ** _BALANCE / heaviest ** (1 - _BALANCE)).clamp(1e-2, 1e2)
        self.register_buffer("apart", largest.topk(apart).indices)
        self.register_buffer("kept", linear.weight.detach()[:, self.apart].T.clone())
        inverse, weight = 1 / factor, linear.weight.detach() * factor
        inverse[self.apart] = 0
        weight[:, self.apart] = 0
        self.register_buffer("inverse", inverse)
        self.linear = nn.Linear(linear.in_features, linear.out_features)
        with torch.no_grad():
            self.linear.weight.copy_(weight)
            self.linear.bias.copy_(linear.bias)

    def forward(self, x: Tensor) -> Tensor:
        """Map vectors as the linear map did."""
        mapped: Tensor = self.linear(x * self.inverse)
        return mapped + x[..., self.apart] @ self.kept if len(self.apart) else mapped


def even_out(net: Net, windows: Sequence[Window]) -> None:
    """Even out every product of the layers in place, by the largest inputs that the windows bring."""
    products = [(layer, name) for part in (net.encoder, net.reader) for layer in part.layers for name in PRODUCTS]
    largest = _largest_inputs(net, [getattr(layer, name) for layer, name in products], windows)
    for (layer, name), values in zip(products, largest, strict=True):
        assert isinstance(layer, Layer)
        setattr(layer, name, Evened(getattr(layer, name), values, PRODUCTS[name]))


def _largest_inputs(net: Net, linears: Sequence[nn.Linear], windows: Sequence[Window]) -> list[Tensor]:
    largest = [torch.zeros(linear.in_features) for linear in linears]

    def note(k: int, x: Tensor) -> None:
        largest[k] = torch.maximum(largest[k], x.detach().abs().amax((0, 1)))

    hooks = [
        linear.register_forward_pre_hook(lambda _, given, k=k: note(k, given[0]))  # type: ignore[misc]
        for k, linear in enumerate(linears)
    ]
    with torch.no_grad():
        for window in windows:
            _read_once(net, window)
    for hook in hooks:
        hook.remove()
    return largest


def _read_once(net: Net, window: Window) -> None:
    ids, shapes = torch.from_numpy(window.ids[None]), torch.from_numpy(window.shapes[None])
    forked, _ = net.encoder(ids, shapes)
    for asked in window.incidents[:2]:
        marks = torch.full_like(ids, NOT_MARKED)
        marks[0, asked.first : asked.last] = THIS
        net.reader(forked, net.encoder.bias(ids), marks)
