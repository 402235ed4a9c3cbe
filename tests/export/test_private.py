"""Names of private persons are withheld in every format, also those of whom another incident of the same article tells."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from conftest_web import QUETTA, claim, document_of
from roznamcha.derive import entries
from roznamcha.export import FORMATS, Entry, export
from roznamcha.export.names import private_names
from roznamcha.model import PlaceValue, Record, Report
from roznamcha.model.values import Actor, Claimed, DateValue, Person, Weapon
from roznamcha.placing import link_register
from roznamcha.register import Register, open_register
from roznamcha.register.decisions import decide
from roznamcha.register.ledger import Ledger

TITLE = "Driver ANWAR SHAIKH killed; tailor robbed near Bano House"
TEXT = (
    f"{TITLE}\n\nGunmen shot dead driver Anwar Shaikh in Quetta on 2 June 2015. In Quetta on 9 June 2015 a bomb wrapped by Bano"
    " damaged Bano House. Salma Bano claimed it. Rafiq Lehri watched."
)


def act(document, words: str, kind: str, day: str, *more) -> Report:
    claims = (
        claim(document, "sub_event_type", kind, words),
        claim(document, "date", DateValue(day, day, day), words),
        *more,
    )
    at = document.text.index(words)
    return Report(document.id, document.quote(at, at + len(words)), claims)


@pytest.fixture
def register() -> Iterator[Register]:
    """An article of two incidents, a week apart; the second has persons in its claim, its weapon and its place."""
    source, document = document_of(TEXT, TITLE, "City Wire", "2015-06-10")
    by = document.quote(document.text.index("Salma Bano"), document.text.index("Salma Bano") + 10)
    shooting = act(
        document, "Gunmen shot dead", "Attack", "2015-06-02", claim(document, "person", Person("Anwar Shaikh", "killed"), "Anwar")
    )
    bombing = act(
        document,
        "a bomb",
        "Remote explosive/landmine/IED",
        "2015-06-09",
        claim(document, "person", Person("Salma Bano", "arrested"), "Salma Bano"),
        claim(document, "place", PlaceValue(("Bano House", "Quetta"), "PK", QUETTA), "Bano House"),
        claim(document, "weapon", Weapon("bomb wrapped by Bano", "Explosives"), "a bomb wrapped by Bano"),
        claim(document, "claim", Claimed("claimed", by), "claimed it"),
    )
    with open_register(":memory:") as opened:
        Ledger(opened, "by hand", published=None).save(source, Record(document, (shooting, bombing), ()), ())
        link_register(opened)
        yield opened


def written(told: list[Entry], format: str, folder: Path, **more: bool) -> str:
    out = folder / f"out.{format}"
    export(told, format, out, **more)
    if format == "sqlite":
        db = sqlite3.connect(out)
        text = "\n".join(db.iterdump())
        db.close()
        return text
    if format == "parquet":
        duckdb = pytest.importorskip("duckdb")
        with duckdb.connect() as db:
            return str(db.execute(f"SELECT * FROM '{out}'").fetchall())
    return out.read_text()


@pytest.mark.parametrize("format", [format for format in FORMATS if format != "capture-matrix"])
def test_no_incident_of_an_article_gives_away_the_persons_of_another(register: Register, format: str, tmp_path: Path) -> None:
    told = list(entries(register))
    assert len(told) == 2
    for entry in told:
        text = written([replace(entry, documents=tuple(replace(d, name="a.txt") for d in entry.documents))], format, tmp_path)
        assert [name for name in ("Anwar", "ANWAR", "Shaikh", "SHAIKH", "Bano", "Salma") if name in text] == []


def test_names_are_given_when_asked_for(register: Register, tmp_path: Path) -> None:
    assert "Salma Bano" in written(list(entries(register)), "csv", tmp_path, names=True)


def test_a_person_whom_a_reviewer_added_is_withheld_too(register: Register) -> None:
    report = register.db.execute("SELECT id FROM reports ORDER BY n").fetchone()[0]
    at = TEXT.index("Rafiq Lehri")
    added = {"field": "person", "value": {"name": "Rafiq Lehri", "fate": "unharmed"}, "spans": [[at, at + 11]]}
    decide(register, "add", report, user="amna", **added)
    assert all("Rafiq Lehri" in entry.private for entry in entries(register))


def test_a_headline_that_stands_in_two_incidents_is_masked_alike_in_both(register: Register) -> None:
    text = export(list(entries(register)), "ftm", None)[1]
    titles = [entity["properties"]["title"] for line in text.splitlines() if (entity := json.loads(line))["schema"] == "Article"]
    assert titles == [["Driver [name withheld] killed; tailor robbed near [name withheld] House"]]


def test_a_place_behind_a_role_is_no_name() -> None:
    assert list(private_names(Actor("residents of Orangi Town", "target", "Civilians"))) == []
