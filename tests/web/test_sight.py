"""A second reviewer answers before he sees the first one's answers; then both stand side by side, with who, when and undo."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from conftest_web import Visitor
from roznamcha.web.app import Options, create_app
from roznamcha.web.auth import add_account

PASSWORD = "correct horse"


@pytest.fixture
def people(register_file: Path, tmp_path: Path) -> Iterator[dict[str, Visitor]]:
    """Let two reviewers and a reader sign in."""
    accounts = tmp_path / "accounts.json"
    for name, role in (("amna", "reviewer"), ("zoya", "reviewer"), ("bilal", "reader")):
        add_account(accounts, name, PASSWORD, role)
    app = create_app(Options(register_file, accounts))
    found = {}
    for name in ("amna", "zoya", "bilal"):
        client = TestClient(app, base_url="http://127.0.0.1")
        token = Visitor.form_token(client.get("/login").text)
        client.post("/login", data={"token": token, "name": name, "password": PASSWORD}, follow_redirects=False)
        found[name] = Visitor(client)
    yield found


def post(visitor: Visitor, path: str, **form: str) -> None:
    token = Visitor.form_token(visitor.get("/review"))
    answer = visitor.client.post(path, data={"token": token, **form}, follow_redirects=False)
    assert answer.status_code == 303, answer.text[:300]


def bombing(visitor: Visitor) -> str:
    lines: Any = visitor.json("/incidents.json")["incidents"]
    return next(str(line["id"]) for line in lines if line["n_reports"] == 2)


def cell(visitor: Visitor, incident: str, field: str, query: str = "") -> dict[str, Any]:
    cells: Any = visitor.json(f"/incidents/{incident}.json?{query}")["cells"]
    return next(cell for cell in cells if cell["field"] == field)


def correct(visitor: Visitor, incident: str, field: str, value: str, **more: str) -> str:
    claim = str(cell(visitor, incident, field)["evidence"][0]["id"])
    post(visitor, "/claims", claim=claim, kind="correct", value=value, **more)
    return claim


def test_anothers_answer_is_hidden_until_one_has_answered_and_both_stand_side_by_side_then(people: dict[str, Visitor]) -> None:
    amna, zoya = people["amna"], people["zoya"]
    name = bombing(amna)
    claim = correct(amna, name, "killed", "9")
    page, data = zoya.get(f"/incidents/{name}"), zoya.json(f"/incidents/{name}.json")
    assert "Another reviewer has decided here already" in page and "amna" not in page
    assert (data["hidden"], data["state"], data["actions"], data["decisions"]) == (True, "unreviewed", [], [])
    assert cell(zoya, name, "killed")["value"].startswith("7")
    post(zoya, "/claims", claim=claim, kind="confirm")
    line = next(line for line in cell(zoya, name, "killed")["evidence"] if line["id"] == claim)
    assert [(said["user"], said["kind"], said["value"]) for said in line["decisions"]] == [
        ("amna", "correct", "9"),
        ("zoya", "confirm", None),
    ]
    assert line["state"] == "disputed"


def test_an_article_hides_anothers_answer_too(people: dict[str, Visitor]) -> None:
    amna, zoya = people["amna"], people["zoya"]
    name = bombing(amna)
    correct(amna, name, "killed", "9")
    document = cell(amna, name, "killed")["evidence"][0]["document"]
    assert "amna" in amna.get(f"/documents/{document}")
    assert "amna" not in zoya.get(f"/documents/{document}")
    assert "amna" in zoya.get(f"/documents/{document}?open=yes")


def test_what_was_said_of_a_whole_report_shows_for_the_values_that_one_has_answered(people: dict[str, Visitor]) -> None:
    amna, zoya = people["amna"], people["zoya"]
    name = bombing(amna)
    post(amna, "/reports", incident=name, kind="confirm")
    assert zoya.json(f"/review.json?second=yes&id={name}")["state"] == "unreviewed"
    correct(zoya, name, "sub_event_type", "Mob violence")
    evidence = cell(zoya, name, "sub_event_type")["evidence"]
    assert [[said["user"] for said in line["decisions"]] for line in evidence if line["decisions"]] == [["amna", "zoya"]]
    assert not [line for line in cell(zoya, name, "killed")["evidence"] if line["decisions"]]
    post(zoya, "/reports", incident=name, kind="confirm")
    assert not zoya.json(f"/incidents/{name}.json")["hidden"]


def test_readers_see_every_answer(people: dict[str, Visitor]) -> None:
    name = bombing(people["amna"])
    correct(people["amna"], name, "killed", "9")
    page = people["bilal"].get(f"/incidents/{name}")
    assert "corrected Killed to 9" in page
    assert 'action="/undo"' not in page.split("<main")[1].split("</main>")[0]


def test_agreement_counts_the_words_given_before_the_others_were_seen(people: dict[str, Visitor]) -> None:
    amna, zoya = people["amna"], people["zoya"]
    name = bombing(amna)
    claim = correct(amna, name, "killed", "9")
    kind = correct(amna, name, "sub_event_type", "Mob violence")
    post(zoya, "/claims", claim=claim, kind="confirm")
    post(zoya, "/claims", claim=claim, kind="correct", value="9")  # persuaded
    post(zoya, "/claims", claim=kind, kind="correct", value="Mob violence", seen="yes")
    fields: Any = amna.json("/agreement.json")["fields"]
    assert [(line["field"], line["units"], line["agreed"]) for line in fields] == [("killed", 1, 0)]
    assert cell(zoya, name, "killed")["evidence"][0]["state"] == "corrected"


def test_what_one_asked_to_see_is_noted_in_the_forms(people: dict[str, Visitor]) -> None:
    amna, zoya = people["amna"], people["zoya"]
    name = bombing(amna)
    correct(amna, name, "killed", "9")
    note = '<input type="hidden" name="seen" value="yes">'
    assert note not in zoya.get(f"/incidents/{name}")
    page = zoya.get(f"/incidents/{name}?open=yes")
    assert note in page and "corrected Killed to 9" in page
    assert note not in amna.get(f"/incidents/{name}?open=yes")


def test_a_verdict_tells_who_when_and_what_and_is_undone_where_it_stands(visitor: Visitor) -> None:
    name = bombing(visitor)
    visitor.post("/reports", incident=name, kind="confirm")
    page = visitor.get(f"/incidents/{name}")
    head = page.split('<ul class="verdicts"')[1].split("</ul>")[0]
    assert re.search(r"<b><bdi>local</bdi></b> <span[^>]*>confirmed everything in 2 reports</span> <time ", head)
    decision = re.search(r'name="decision" value="(\w+)"', head)
    assert decision and 'class="state state-confirmed"' in page.split("</h1>")[0].split("<h1>")[1]
    killed = cell(visitor, name, "killed")
    assert (killed["state"], killed["by"]) == ("confirmed", ["local"])
    visitor.post("/undo", decision=decision.group(1))
    data: Any = visitor.json(f"/incidents/{name}.json")
    assert data["state"] == "unreviewed" and 'class="verdicts"' not in visitor.get(f"/incidents/{name}")
    assert [(line["words"], line["in_force"]) for line in data["actions"]] == [
        ("undid: confirmed everything in 2 reports", True),
        ("confirmed everything in 2 reports", False),
    ]


def test_a_value_tells_who_corrected_it_and_offers_undo_there(visitor: Visitor) -> None:
    name = bombing(visitor)
    claim = correct(visitor, name, "killed", "9", reason="counted again")
    said = visitor.get(f"/incidents/{name}").split(f'id="claim-{claim}"')[1].split("</ul>")[0]
    assert "corrected" in said and "counted again" in said and 'action="/undo"' in said
