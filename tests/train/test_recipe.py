"""The recipe: what is held back, how weights are averaged, what paragraphs count as quiet."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from roznamcha.train.net import Net, Shape
from roznamcha.train.recipe import Recipe, is_held_back, material_of, mean_net

TINY = Shape(hidden=24, heads=2, inner=32, layers=2, fork=1, vocabulary=50)


def test_one_text_in_eight_is_held_back_and_always_the_same() -> None:
    held = [is_held_back(f"text-{k}") for k in range(4000)]
    assert 400 < sum(held) < 600
    assert held == [is_held_back(f"text-{k}") for k in range(4000)]


def test_weights_are_averaged_by_their_shares() -> None:
    one, other = Net(TINY), Net(TINY)
    for net, value in ((one, 1.0), (other, 4.0)):
        for parameter in net.parameters():
            torch.nn.init.constant_(parameter, value)
    mean = mean_net([one, other], (2.0, 1.0))
    assert all(torch.allclose(parameter, torch.tensor(2.0)) for parameter in mean.parameters())


def test_material_keeps_what_is_held_back_apart(shared: Path, tmp_path: Path) -> None:
    pytest.importorskip("ftfy")
    material = material_of(Recipe(shared, tmp_path))
    learnt = {example.text for example in material.learnt}
    assert material.held and not learnt & {example.text for example in material.held}
    assert len(material.pools.quiet) > 100
