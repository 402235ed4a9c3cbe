"""Lists say how long they are and what cuts them; filters that cannot be read select nothing and are named."""

from __future__ import annotations

import re
from importlib import import_module

import pytest

from conftest_web import Visitor

UNREADABLE = (
    "min_killed=abc",
    "min_killed=-1",
    "min_killed=99999999999999999999999",
    "min_killed=%D9%A3",
    "min_confidence=abc",
    "min_confidence=nan",
    "max_confidence=7",
    "from=someday",
    "to=2014-13",
    "from=2014-02-31",
    "dated=perhaps",
    "located=1",
)


@pytest.mark.parametrize("query", UNREADABLE)
def test_what_cannot_be_read_selects_nothing_and_is_named(visitor: Visitor, query: str) -> None:
    data = visitor.json(f"/incidents.json?{query}")
    name = query.partition("=")[0]
    assert (data["total"], len(data["unreadable"])) == (0, 1)  # type: ignore[arg-type]
    for path in ("/incidents", "/map", "/figures"):
        assert f"Nothing is selected by {name}=" in visitor.get(f"{path}?{query}")


@pytest.mark.parametrize("query", ["min_killed=007", "min_confidence=.1", "max_confidence=1.0", "from=2014-02", "dated=yes"])
def test_what_can_be_read_is_not_complained_about(visitor: Visitor, query: str) -> None:
    data = visitor.json(f"/incidents.json?{query}")
    assert (bool(data["total"]), data["unreadable"]) == (True, [])


@pytest.mark.parametrize("path", ["/incidents", "/documents", "/decisions"])
@pytest.mark.parametrize("page", ["0", "-1", "x", "2", "99999999999999999999", "%D9%A3"])
def test_a_page_that_is_not_there_leads_to_one_that_is(visitor: Visitor, path: str, page: str) -> None:
    assert visitor.json(f"{path}.json?page={page}")["page"] == 1


def test_the_log_is_read_a_page_at_a_time_and_tells_its_length(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("roznamcha.web.pages.log"), "PAGE_SIZE", 2)
    for _ in range(3):
        visitor.post("/claims", claim=some_claim(visitor), kind="confirm")
    first, second = (visitor.json(f"/decisions.json?page={page}") for page in (1, 2))
    assert [len(data["decisions"]) for data in (first, second)] == [2, 1]  # type: ignore[arg-type]
    page = visitor.get("/decisions")
    assert "3 decisions</span>" in page
    assert 'rel="next" href="?page=2"' in page


def test_documents_are_listed_a_page_at_a_time_and_counted(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("roznamcha.web.pages.sources"), "PAGE_SIZE", 2)
    names = [line["id"] for page in (1, 2) for line in visitor.json(f"/documents.json?page={page}")["documents"]]  # type: ignore[attr-defined]
    assert len(set(names)) == 3
    assert '<span class="n">3</span>' in visitor.get("/documents")
    assert 'rel="next" href="?publisher=The+Day&amp;page=2"' not in visitor.get("/documents?publisher=The%20Day")


def some_claim(visitor: Visitor) -> str:
    document = visitor.json("/documents.json")["documents"][0]["id"]  # type: ignore[index]
    return str(visitor.json(f"/documents/{document}.json")["reports"][0]["claims"][0]["id"])  # type: ignore[index]


def corrected(visitor: Visitor) -> dict[str, int]:
    return {line["publisher"]: line["corrected"] for line in visitor.json("/sources.json")["publishers"]}  # type: ignore[attr-defined]


def test_a_rejected_report_counts_all_its_claims_as_corrected(visitor: Visitor) -> None:
    document = visitor.json("/documents.json?publisher=The Day")["documents"][0]["id"]  # type: ignore[index]
    report = visitor.json(f"/documents/{document}.json")["reports"][0]  # type: ignore[index]
    visitor.post("/reports", report=report["id"], kind="reject")
    assert corrected(visitor)["The Day"] == len(report["claims"]) == 10
    visitor.post("/claims", claim=report["claims"][0]["id"], kind="confirm")
    assert corrected(visitor) == {"The Day": 9, "City Wire": 0, "Frontier Sheet": 0}
    visitor.post("/undo")
    visitor.post("/undo")
    assert corrected(visitor)["The Day"] == 0


@pytest.mark.parametrize(
    ("path", "links"),
    [
        ("/review", ("/review?second=yes", "/agreement", "/decisions")),
        ("/decisions", ("/review?second=yes", "/agreement")),
        ("/agreement", ("/review", "/decisions")),
        ("/sources", ("/documents",)),
        ("/documents", ("/sources",)),
    ],
)
def test_the_pages_of_a_part_lead_to_one_another(visitor: Visitor, path: str, links: tuple[str, ...]) -> None:
    nav = visitor.get(path).split('<nav class="sub"')[1].split("</nav>")[0]
    assert all(f'href="{link}"' in nav for link in links)
    assert f'href="{path}" aria-current="page"' in nav


@pytest.mark.parametrize(
    ("path", "action"),
    [("/map", "/map"), ("/figures", "/figures"), ("/incidents", "/incidents"), ("/sources", "/incidents")],
)
def test_the_search_keeps_the_kind_of_page_and_its_filters(visitor: Visitor, path: str, action: str) -> None:
    page = visitor.get(f"{path}?country=PK&q=market&page=1")
    search = page.split('<form class="search"')[1].split("</form>")[0]
    assert search.startswith(f' action="{action}"')
    assert ('name="country" value="PK"' in search) == (path == action)
    assert 'value="market"' in search
    assert 'name="page"' not in search


def test_a_value_that_was_refused_is_still_in_its_form(visitor: Visitor) -> None:
    document = visitor.json("/documents.json")["documents"][0]["id"]  # type: ignore[index]
    report = visitor.json(f"/documents/{document}.json")["reports"][0]["id"]  # type: ignore[index]
    form = {"report": report, "field": "injured", "value": "zwölf", "start": "0", "end": "6", "next": f"/documents/{document}"}
    answer = visitor.client.post("/claims/add", data={"token": visitor.token(), **form}, follow_redirects=False)
    page = visitor.get(answer.headers["location"])
    assert re.search(r'role="status"[^>]*>Not done: a count is written', page)
    assert 'value="zwölf" aria-invalid="true"' in page
    assert '<option value="injured" selected>Injured</option>' in page
    assert 'name="end_shown" size="6" inputmode="numeric" value="6"' in page


def test_an_article_bears_its_language_and_each_block_its_direction(visitor: Visitor) -> None:
    document = visitor.json("/documents.json")["documents"][0]["id"]  # type: ignore[index]
    page = visitor.get(f"/documents/{document}")
    assert 'class="block block-body" dir="auto"' in page
    assert "lang=" not in page.split("<article")[1].split(">")[0]  # nothing tells the language of these texts


def test_a_cut_list_beside_the_map_tells_its_length(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        visitor.post("/claims", claim=place_claim(visitor), kind="unknown")
    maps = import_module("roznamcha.web.pages.maps")
    monkeypatch.setattr(maps, "_REST", maps._REST.replace("LIMIT 200", "LIMIT 1"))
    page = visitor.get("/map")
    assert 'id="rest-number">2</span>' in page
    assert "The first 1 of 2, the latest first." in page


def place_claim(visitor: Visitor) -> str:
    lines = visitor.json("/incidents.json?sort=-reports")["incidents"]
    cells = visitor.json(f"/incidents/{lines[0]['id']}.json")["cells"]  # type: ignore[index]
    return next(cell["evidence"][0]["id"] for cell in cells if cell["field"] == "place")  # type: ignore[attr-defined, no-any-return]
