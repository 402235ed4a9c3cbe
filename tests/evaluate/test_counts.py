"""Counts of articles, against the set's scoring script and on small cases."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from roznamcha.errors import DataError
from roznamcha.evaluate.counts import count_victims, read_articles, score_counts


def test_shares_equal_the_scoring_script(shared: Path, tmp_path: Path, run_tool: Callable[..., str]) -> None:
    data, answers = shared / "data/gvdb/dev.tsv", tmp_path / "answers.jsonl"
    articles, rng = read_articles(data), random.Random(7)
    coded = [{count: number + rng.choice([0, 0, 0, 1]) for count, number in article.counts.items()} for article in articles]
    lines = [json.dumps({"id": article.id, **answer}) for article, answer in zip(articles, coded, strict=True)]
    answers.write_text("\n".join(lines), encoding="utf-8")
    printed = run_tool("score_gvdb.py", data, answers)
    found = score_counts([article.counts for article in articles], coded).as_json()
    for count in ("killed", "injured"):
        assert f"{count} exact accuracy {100 * found[count]['exact']:.1f}\n" in printed


@pytest.mark.parametrize(
    ("incidents", "killed", "injured"),
    [
        ([], 0, 0),
        ([{"injured": {"total": [2, None], "by": {"civilians": 2}}}], 0, 2),
        ([{"killed": {"total": [3, 3], "by": {"civilians": 2, "militants": 1}}}], 2, 0),
        ([{"injured": {"total": [1, 1], "by": {"militants": 1}}}], 0, 1),
        ([{"killed": {"total": [1, 1], "by": {"militants": 1}}, "injured": {"total": [2, 2], "by": {"civilians": 2}}}], 0, 2),
        ([{"background": True, "killed": {"total": [9, 9]}}, {"killed": {"total": [1, 1]}}], 1, 0),
        ([{"background": True, "killed": {"total": [9, 9]}}], 9, 0),
    ],
)
def test_victims_of_the_articles_incident(incidents: list[dict[str, object]], killed: int, injured: int) -> None:
    assert count_victims(incidents) == {"killed": killed, "injured": injured}


def test_error_and_constant_stand_beside_the_share() -> None:
    found = score_counts([{"killed": 1, "injured": 0}, {"killed": 2, "injured": 5}], [{"killed": 1, "injured": 1}] * 2).as_json()
    assert found["killed"]["exact"] == found["killed"]["constant"] == 0.5
    assert found["injured"]["mean_absolute_error"] == 2.5


def test_another_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.tsv"
    path.write_text("a\tb\n1\t2\n", encoding="utf-8")
    with pytest.raises(DataError, match="not a GVDB file"):
        read_articles(path)
