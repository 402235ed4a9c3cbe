"""Tests of the network itself need torch, which belongs to the extra `train`; without it they are not collected."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

SIGNS = ("import torch\n", "roznamcha.train.recipe import", "roznamcha.train.policenet import")
NEEDS_TORCH = [
    path.name
    for path in Path(__file__).parent.glob("test_*.py")
    if any(sign in path.read_text(encoding="utf-8") for sign in SIGNS)
]
collect_ignore = [] if find_spec("torch") else NEEDS_TORCH
