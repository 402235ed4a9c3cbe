"""In which numbers a network learns: bf16 where the processor multiplies in it, plain floats elsewhere.

A processor without such instructions (AVX2 alone) works bf16 out number by number, 75 times slower than plain floats.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import torch

_CPU_BF16: Final = ("avx512_bf16", "amx_bf16", "bf16")
"""Instructions that multiply in bf16: AMD and Intel, Intel's matrix unit, ARM."""


@cache
def multiplies_in_bf16(kind: str) -> bool:
    """Tell whether the device of a kind ("cpu", "cuda") has instructions for bf16."""
    if kind == "cuda":
        return torch.cuda.is_bf16_supported(including_emulation=False)
    able = torch.cpu.get_capabilities()
    return any(able.get(name, False) for name in _CPU_BF16)


def mixed(kind: str) -> torch.autocast:
    """Give the context in which a network runs on a kind of device: products in bf16 where that is fast.

    >>> with mixed("cpu"):
    ...     product = torch.ones(2, 3) @ torch.ones(3, 2)
    >>> (product.dtype == torch.bfloat16) == multiplies_in_bf16("cpu")
    True
    """
    return torch.autocast(kind, dtype=torch.bfloat16, enabled=multiplies_in_bf16(kind))
