"""Harm read from headlines and first sentences: case by case, and with spans that hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from roznamcha.coder.harm import read_harm
from roznamcha.model import Count, Span

CASES = Path(__file__).parents[1] / "cases" / "coder"


def load(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((CASES / name).read_text("utf-8"))
    return found


def as_list(told: tuple[Count, tuple[Span, ...]] | None) -> list[int | None] | None:
    return [told[0].low, told[0].high] if told else None


@pytest.mark.parametrize("case", [*load("harm.json"), *load("harm.negative.json")], ids=lambda case: case["label"])
def test_readings(case: dict[str, Any]) -> None:
    reading = read_harm(case["text"], case["title"])
    assert as_list(reading.killed) == case["killed"]
    assert as_list(reading.injured) == case["injured"]
    for harm in reading.harms:
        assert harm.span.holds(case["title"] if harm.sentence < 0 else case["text"])


def test_a_count_has_its_words() -> None:
    told = read_harm("Four labourers were killed in Mach.").killed
    assert told is not None
    assert [span.text for span in told[1]] == ["Four labourers were killed"]
