"""In which numbers a network learns: bf16 only where the processor has instructions for it."""

from __future__ import annotations

import pytest
import torch

from roznamcha.train.precision import mixed, multiplies_in_bf16


@pytest.fixture
def of_processor(monkeypatch):
    """Make the processor one of those instructions."""

    def able_to(*instructions: str) -> None:
        monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: dict.fromkeys(instructions, True))
        multiplies_in_bf16.cache_clear()

    yield able_to
    multiplies_in_bf16.cache_clear()


@pytest.mark.parametrize(
    ("instructions", "kind"),
    [
        (("avx2",), torch.float32),
        (("avx2", "avx512_f"), torch.float32),
        (("avx512_bf16",), torch.bfloat16),
        (("amx_bf16",), torch.bfloat16),
    ],
)
def test_products_are_in_bf16_only_where_the_processor_multiplies_in_it(of_processor, instructions, kind):
    of_processor(*instructions)
    with mixed("cpu"):
        assert (torch.ones(2, 3) @ torch.ones(3, 2)).dtype == kind
