"""Fixtures that every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
"""A property is true or false, not fast or slow: speed lives in benchmarks/."""


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the hand-coded records and the public benchmarks; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("ROZNAMCHA_SHARED", Path(__file__).parents[2] / "shared"))
    if not (folder / "gold").is_dir():
        pytest.skip("needs the shared folder with gold records and benchmarks beside the checkout")
    return folder
