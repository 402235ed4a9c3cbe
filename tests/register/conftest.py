from __future__ import annotations

from collections.abc import Iterator

import pytest

from roznamcha.register import Register, open_register


@pytest.fixture
def register() -> Iterator[Register]:
    with open_register(":memory:") as opened:
        yield opened
