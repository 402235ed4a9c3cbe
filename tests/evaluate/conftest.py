"""The project's scoring scripts, run as they are, to compare our figures with theirs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def run_tool(shared: Path) -> Callable[..., str]:
    """Run one script of the shared tools folder and give what it prints."""

    def run(name: str, *arguments: str | Path) -> str:
        command = [sys.executable, str(shared / "tools" / name), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout

    return run
