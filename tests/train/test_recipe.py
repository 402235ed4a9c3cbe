"""The recipe: what is held back, what paragraphs count as quiet."""

from __future__ import annotations

from pathlib import Path

import pytest

from roznamcha.train.recipe import Recipe, is_held_back, material_of


def test_one_text_in_eight_is_held_back_and_always_the_same() -> None:
    held = [is_held_back(f"text-{k}") for k in range(4000)]
    assert 400 < sum(held) < 600
    assert held == [is_held_back(f"text-{k}") for k in range(4000)]


def test_material_keeps_what_is_held_back_apart(shared: Path, tmp_path: Path) -> None:
    pytest.importorskip("ftfy")
    material = material_of(Recipe(shared, tmp_path))
    learnt = {example.text for example in material.learnt}
    assert material.held and not learnt & {example.text for example in material.held}
    assert len(material.pools.quiet) > 100
