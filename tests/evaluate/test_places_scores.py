"""Places are scored by distance: what counts as found and right, and the floors on the public sets where they are at hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roznamcha.errors import DataError
from roznamcha.evaluate.places import PointScores, ToponymScores, evaluate_places

TEXT = "Two men were shot dead in Quetta. Police in Karachi said nothing, and Lahore slept."


def write_set(path: Path) -> Path:
    quetta = {"start": 26, "end": 32, "text": "Quetta", "lat": 30.18, "lon": 67.0}
    wrong = {"start": 44, "end": 51, "text": "Karachi", "lat": 51.5, "lon": -0.1}
    unplaced = {"start": 70, "end": 76, "text": "Lahore", "lat": None, "lon": None}
    path.write_text(
        json.dumps({"corpus": "own", "id": "1", "text": TEXT, "toponyms": [quetta, wrong, unplaced]}) + "\n", encoding="utf-8"
    )
    return path


def test_toponyms_are_counted_by_distance(tmp_path: Path) -> None:
    kept = tmp_path / "kept.jsonl"
    scores = evaluate_places(write_set(tmp_path / "own.jsonl"), write=kept)
    assert isinstance(scores, ToponymScores)
    assert (scores.toponyms, scores.right, scores.mentions, scores.found_right) == (2, 1, 2, 1)
    assert scores.accuracy == scores.precision == scores.recall == scores.f1 == 0.5
    (line,) = map(json.loads, kept.read_text(encoding="utf-8").splitlines())
    assert [toponym["text"] for toponym in line["toponyms"]] == ["Quetta", "Karachi", "Lahore"]
    assert all(TEXT[toponym["start"] : toponym["end"]] == toponym["text"] for toponym in line["toponyms"])


def test_points_are_counted_within_5_and_25_km(tmp_path: Path) -> None:
    table = tmp_path / "ged.csv"
    table.write_text(
        "where_prec,where_coordinates,adm_1,adm_2,country,date_start,latitude,longitude\n"
        "1,Quetta town,Balochistan province,Quetta district,Pakistan,2012-01-01,30.19,67.0\n"
        "1,Quetta town,Balochistan province,Quetta district,Pakistan,2012-01-02,30.19,67.15\n"
        "2,Quetta town,,,Pakistan,2012-01-01,0,0\n",
        encoding="utf-8",
    )
    scores = evaluate_places(table)
    assert isinstance(scores, PointScores)
    assert (scores.rows, scores.within_5, scores.within_25, scores.names) == (2, 1, 2, 1)


def test_a_file_in_neither_form_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "ged.csv"
    table.write_text("where_prec\n2\n", encoding="utf-8")
    with pytest.raises(DataError, match="where_prec 1"):
        evaluate_places(table)
    lines = tmp_path / "x.jsonl"
    lines.write_text('{"text": "x"}\n', encoding="utf-8")
    with pytest.raises(DataError, match="line 1"):
        evaluate_places(lines)


def test_news_of_the_world_stays_over_the_floor(shared: Path) -> None:
    scores = evaluate_places(shared / "data/geoparsing/trnews.jsonl")
    assert isinstance(scores, ToponymScores)
    assert scores.accuracy >= 0.88 and scores.f1 >= 0.78
    assert scores.as_json()["peers"] and scores.tables()[0].rows[0][0] == "roznamcha"
