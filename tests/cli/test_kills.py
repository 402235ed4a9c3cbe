from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

KILLS = Path(__file__).parents[2] / "benchmarks" / "kills.py"


@pytest.mark.parametrize(("kills", "jobs"), [(16, 1), (4, 2)])
def test_killing_a_run_at_random_moments_loses_halves_and_doubles_nothing(kills, jobs):
    command = [sys.executable, str(KILLS), "--kills", str(kills), "--documents", "60", "--jobs", str(jobs)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    figures = json.loads(ran.stdout)
    assert figures["kills"] == kills
    assert figures["during"] > kills // 3, "most kills must hit a process that is at work"
    assert (figures["lost"], figures["different"], figures["damaged"]) == (0, 0, 0)
    assert figures["equal_at_the_end"]
