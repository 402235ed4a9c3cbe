"""Counts (Gun Violence Database, Pavlick and others 2016): killed and injured of each article, exact.

The set counts victims and leaves the shooters out, so the militants' part of a count is taken off the total where anybody
else was harmed: a suspect whom the police shot is a victim. An article that tells no count has none, which the set writes as
0. The article's incident is the first that counts somebody, before those told as background: the set is of shootings, not of
the arrest that the news may be. The constant answer (1 killed, 0 injured) stands beside ours, since that is what a reader who
never reads would say.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from roznamcha.errors import DataError
from roznamcha.evaluate.bootstrap import share_interval
from roznamcha.evaluate.recordform import Json
from roznamcha.evaluate.tables import Table

COUNTS = ("killed", "injured")
CONSTANT = {"killed": 1, "injured": 0}


@dataclass(frozen=True, slots=True)
class Article:
    """One article of the set with its gold counts."""

    id: str
    title: str
    text: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class CountScores:
    """For each count, whether it is exact in each article; the same of the constant answer; and the mean error."""

    exact: dict[str, tuple[bool, ...]]
    constant: dict[str, tuple[bool, ...]]
    errors: dict[str, tuple[int, ...]]

    def as_json(self) -> dict[str, Any]:
        """Give shares of exact articles, their 95 % intervals, the constant's share and the mean absolute error."""
        return {
            "articles": len(next(iter(self.exact.values()))),
            **{
                count: {
                    "exact": _share(self.exact[count]),
                    "interval": share_interval(self.exact[count]),
                    "constant": _share(self.constant[count]),
                    "mean_absolute_error": round(sum(self.errors[count]) / max(1, len(self.errors[count])), 4),
                }
                for count in COUNTS
            },
        }

    def tables(self) -> tuple[Table, ...]:
        """Show one row a count."""
        found = self.as_json()
        rows = tuple(
            (count, one["exact"], "{:.3f} to {:.3f}".format(*one["interval"]), one["constant"], one["mean_absolute_error"])
            for count, one in ((count, found[count]) for count in COUNTS)
        )
        columns = ("count", "exact", "95 % interval", "constant answer", "mean error")
        return (Table(f"{found['articles']} articles", columns, rows),)


def evaluate_counts(data: Path, *, write: Path | None = None) -> CountScores:
    """Code every article of a GVDB file and compare killed and injured; `write` keeps the answers as JSON lines.

    Raises DataError when the file has not the set's columns.
    """
    from roznamcha.evaluate.coding import code_lines

    articles = read_articles(data)
    records = code_lines([{"id": article.id, "title": article.title, "text": article.text} for article in articles])
    answers = [count_victims(records.get(article.id, {}).get("incidents") or []) for article in articles]
    if write is not None:
        lines = [json.dumps({"id": article.id, **answer}) for article, answer in zip(articles, answers, strict=True)]
        write.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return score_counts([article.counts for article in articles], answers)


def score_counts(gold: Sequence[dict[str, int]], answers: Sequence[dict[str, int]]) -> CountScores:
    """Compare the answers with the gold counts, article by article."""
    pairs = list(zip(gold, answers, strict=True))
    return CountScores(
        {count: tuple(wanted[count] == answer[count] for wanted, answer in pairs) for count in COUNTS},
        {count: tuple(wanted[count] == CONSTANT[count] for wanted, _ in pairs) for count in COUNTS},
        {count: tuple(abs(wanted[count] - answer[count]) for wanted, answer in pairs) for count in COUNTS},
    )


def count_victims(incidents: Sequence[Json]) -> dict[str, int]:
    """Take the victims' counts from the article's own incident.

    >>> count_victims([{"killed": {"total": [3, 3], "by": {"civilians": 2, "militants": 1}}}])
    {'killed': 2, 'injured': 0}
    >>> count_victims([{"injured": {"total": [1, 1], "by": {"militants": 1}}}])
    {'killed': 0, 'injured': 1}
    """
    news = [incident for incident in incidents if not incident.get("background")]
    counted = [incident for incident in (*news, *incidents) if any(incident.get(count) for count in COUNTS)]
    own = next(iter((*counted, *news)), {})
    told = {count: _low_and_militants(own, count) for count in COUNTS}
    others = any(low > militants for low, militants in told.values())
    return {count: max(0, low - militants) if others else low for count, (low, militants) in told.items()}


def _low_and_militants(incident: Json, count: str) -> tuple[int, int]:
    value = incident.get(count) or {}
    low, _high = value.get("total") or (0, 0)
    return int(low), int((value.get("by") or {}).get("militants") or 0)


def read_articles(path: Path) -> list[Article]:
    """Read a GVDB file: tab-separated, no quoting, the annotation as JSON in one column."""
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    try:
        return [_read_article(row) for row in rows]
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise DataError(
            f"{path} is not a GVDB file with the columns Article id, Article title, Full text, Json ({error})"
        ) from error


def _read_article(row: dict[str, str]) -> Article:
    victims = [victim["victim-was"] for victim in json.loads(row["Json"])["victim-section"]]
    killed = sum("killed" in fates for fates in victims)
    injured = sum(bool({"injured", "hospitalized"} & set(fates)) and "killed" not in fates for fates in victims)
    return Article(row["Article id"], row["Article title"], row["Full text"], {"killed": killed, "injured": injured})


def _share(flags: Sequence[bool]) -> float:
    return round(sum(flags) / max(1, len(flags)), 4)
