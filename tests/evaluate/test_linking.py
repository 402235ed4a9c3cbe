"""Linking, aggregation and tolls measured: the measures by hand, and the floors on the shared sets."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from roznamcha.errors import DataError
from roznamcha.evaluate.aggregate import evaluate_aggregate
from roznamcha.evaluate.clusters import b_cubed, pairwise
from roznamcha.evaluate.linking import evaluate_linking, later_part, write_clusters
from roznamcha.evaluate.linkingdata import HALVES, LinkedReport, half_of, read_linked
from roznamcha.evaluate.tolls import evaluate_tolls, write_tolls
from roznamcha.link.facts import Facts

MASTUNG = "QUETTA - A bomb killed two traders in the Mastung bazaar. Gul Rehman, 40, died."
AGAIN = "A bomb in the Mastung bazaar killed Gul Rehman, 40, and another trader."
ZHOB = "Three villagers were injured when two tribes fought near Zhob."
ARTICLES = (
    ("a1", "i1", "Two killed in Mastung bazaar blast", "2020-03-01", MASTUNG),
    ("a2", "i1", "Mastung bazaar blast kills two traders", "2020-03-02", AGAIN),
    ("a3", "i2", "Three hurt in Zhob clash", "2020-06-11", ZHOB),
)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    file = tmp_path / "articles.made.jsonl"
    rows = [dict(zip(("id", "incident", "title", "published", "text"), row, strict=True)) | {"url": ""} for row in ARTICLES]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    gold = [{"incident_id": "i1", "killed": 2, "injured": 0}, {"incident_id": "i2", "killed": 0, "injured": 3}]
    (tmp_path / "incidents.made.jsonl").write_text("".join(json.dumps(row) + "\n" for row in gold), "utf-8")
    return file


def test_measures_by_hand() -> None:
    clusters = {"a": "1", "b": "1", "c": "2", "d": "2"}
    gold = {"a": "x", "b": "x", "c": "x", "d": "y"}
    found = b_cubed(clusters, gold)
    assert (round(found.precision, 1), round(found.recall, 1)) == (75.0, 66.7)
    pairs = pairwise(clusters, {report: (incident,) for report, incident in gold.items()})
    assert (pairs.precision, round(pairs.recall, 1)) == (50.0, 33.3)


def test_alone_every_report_is_right_and_no_pair_found() -> None:
    gold = {"a": "x", "b": "x"}
    alone = {"a": "a", "b": "b"}
    assert b_cubed(alone, gold).precision == 100.0
    assert pairwise(alone, {"a": ("x",), "b": ("x",)}).f1 == 0.0


def test_two_articles_of_one_blast_link(articles: Path, tmp_path: Path) -> None:
    result = evaluate_linking(articles)
    assert result.ways[0].pairwise.f1 == 100.0
    write_clusters(result, tmp_path / "clusters.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "clusters.jsonl").read_text().splitlines()]
    assert [line["id"] for line in lines] == ["a1", "a2", "a3"]
    assert lines[0]["cluster"] == lines[1]["cluster"] != lines[2]["cluster"]


def test_tolls_of_made_incidents(articles: Path, tmp_path: Path) -> None:
    result = evaluate_tolls(articles.parent)
    assert result.as_json()["ways"]["gold links"]["killed"]["exact"] == 1.0
    assert result.as_json()["ways"]["own links"]["injured"]["exact"] == 1.0
    write_tolls(result, tmp_path / "tolls.jsonl")
    first = json.loads((tmp_path / "tolls.jsonl").read_text().splitlines()[0])
    assert first["killed"][1] == 2


def test_a_later_part_splits_no_incident(articles: Path) -> None:
    _, reports = read_linked(articles)
    assert [report.facts.id for report in later_part(reports, "2020-03-02")] == ["a3"]


def test_halves_by_digest_share_no_incident_and_leave_none_out() -> None:
    reports = [LinkedReport(Facts(id=f"r{n}", document=f"d{n}"), (f"i{n % 40}",)) for n in range(100)]
    tuned, tested = (half_of(reports, half) for half in HALVES)
    assert {report.incidents for report in tuned}.isdisjoint(report.incidents for report in tested)
    assert len(tuned) + len(tested) == len(reports)
    assert min(len(tuned), len(tested)) > 20
    astride = LinkedReport(Facts(id="r", document="d"), (tuned[0].incidents[0], tested[0].incidents[0]))
    assert not any(half_of([astride], half) for half in HALVES)


def test_what_a_coder_calls_unknown_is_no_value(tmp_path: Path) -> None:
    columns = (
        "id event_id date_start date_end city location latitude longitude geo_precision country target event_context source"
        " source_author deaths_best deaths_low deaths_high injuries_best injuries_low injuries_high"
    ).split()
    sides = [f"actor{n}{part}" for n in range(1, 7) for part in ("", "_id", "_subtype", "_party", "_violence")]
    row = dict.fromkeys([*columns, *sides], "") | {"id": "1", "target": "Unknown", "event_context": "Riot"}
    row |= {
        "actor1": "Unknown actor",
        "actor1_id": "X-100",
        "actor1_violence": "Unknown; Arson",
        "actor2": "Dock workers",
        "actor2_id": "X-7",
    }
    file = tmp_path / "maverick_made.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(row))
        writer.writeheader()
        writer.writerow(row)
    (report,) = read_linked(file)[1]
    assert (report.facts.actors, report.facts.weapons, report.facts.tags) == (("X-7",), ("Arson",), ("Riot",))


def test_another_form_is_refused(tmp_path: Path) -> None:
    strange = tmp_path / "strange.jsonl"
    strange.write_text('{"words": 1}\n')
    with pytest.raises(DataError, match=r"docs/linking\.md"):
        read_linked(strange)
    with pytest.raises(DataError, match="holds 0 files"):
        read_linked(tmp_path / ".")
    table = tmp_path / "other.csv"
    table.write_text("id,country\n1,Pakistan\n")
    with pytest.raises(DataError, match=r"other\.csv, line 2"):
        read_linked(table)


def test_maverick_floor(shared: Path) -> None:
    ours = evaluate_linking(shared / "data" / "maverick").ways[0]
    assert ours.b_cubed.f1 >= 90
    assert ours.pairwise.f1 >= 70


def test_eventreport_models_on_maverick(shared: Path, tmp_path: Path) -> None:
    result = evaluate_aggregate(shared / "data" / "maverick", model="most-conservative", write=tmp_path / "events.csv")
    assert result.totals["most-conservative"]["deaths_best"] == result.totals["minimum"]["deaths_best"]
    assert result.totals["most-informative"]["deaths_best"] == result.totals["maximum"]["deaths_best"]
    assert result.totals["most-representative"]["deaths_best"] == result.totals["mode, ties low"]["deaths_best"]
    with (tmp_path / "events.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == result.events
    assert sum(int(row["number_of_sources"]) for row in rows) == 2225
    assert all(sum(row[f"actor{n}_initiator"] == "1" for n in range(1, 7)) <= 1 for row in rows)


def test_a_file_that_is_no_table_of_reports_is_refused_in_one_line(articles: Path) -> None:
    with pytest.raises(DataError, match="event_id"):
        evaluate_aggregate(articles)
