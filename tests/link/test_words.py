"""The cheap readings of words, case by case; the negative file holds what they must not find."""

import json
from pathlib import Path

import pytest

from roznamcha.link import words

CASES = Path(__file__).parents[1] / "cases" / "link"


@pytest.mark.parametrize("file", ["words.json", "words.negative.json"])
def test_readings(file: str) -> None:
    for case in json.loads((CASES / file).read_text("utf-8")):
        found = getattr(words, case["reader"])(case["input"])
        found = sorted(found) if isinstance(found, set) else found
        assert found == case["expect"], case["label"]


def test_a_site_is_cut_off_a_headline() -> None:
    assert words.split_title("Two die in crash - wxyz.com-City News") == ["Two die in crash", "wxyz.com-City News"]
    assert words.split_title("Two die in stand-off") == ["Two die in stand-off"]
