"""Every page opens, tells what the register holds, and has a JSON twin with the same data."""

from __future__ import annotations

import pytest

from conftest_web import Visitor

PAGES = ("/incidents", "/review", "/map", "/figures", "/sources", "/documents", "/decisions", "/agreement")


@pytest.mark.parametrize("path", PAGES)
def test_page_and_twin_open(visitor: Visitor, path: str) -> None:
    assert "<main" in visitor.get(path)
    assert isinstance(visitor.json(f"{path}.json"), dict)


def incident_ids(visitor: Visitor) -> dict[str, str]:
    return {line["sub_event_type"]: line["id"] for line in visitor.json("/incidents.json")["incidents"]}  # type: ignore[index, attr-defined]


def test_two_reports_of_one_bombing_are_one_line_with_its_range(visitor: Visitor) -> None:
    lines = visitor.json("/incidents.json")["incidents"]
    bombing = next(line for line in lines if line["sub_event_type"].startswith("Remote"))  # type: ignore[attr-defined]
    assert (bombing["n_reports"], bombing["killed_best"]) == (2, 7)


def test_allegation_is_shown_as_one_on_every_page(visitor: Visitor) -> None:
    name = incident_ids(visitor)["Remote explosive/landmine/IED"]
    for path in ("/incidents", f"/incidents/{name}"):
        assert "suspected" in visitor.get(path)


def test_incident_page_shows_evidence_and_the_figure_that_lost(visitor: Visitor) -> None:
    name = incident_ids(visitor)["Remote explosive/landmine/IED"]
    page = visitor.get(f"/incidents/{name}")
    assert "<mark>7 people</mark>" in page
    assert "superseded" in page
    assert "Why these reports are one incident" in page


def test_another_rule_and_an_earlier_day_change_what_is_derived(visitor: Visitor) -> None:
    name = incident_ids(visitor)["Remote explosive/landmine/IED"]

    def killed(query: str) -> str:
        cells = visitor.json(f"/incidents/{name}.json?{query}")["cells"]
        return next(cell["value"] for cell in cells if cell["field"] == "killed")  # type: ignore[attr-defined, no-any-return]

    assert killed("rule=ucdp").startswith("7")
    assert killed("rule=most-conservative").startswith("4")
    assert killed("as_of=2015-05-04").startswith("4")


def test_document_page_marks_the_words_of_claims(visitor: Visitor) -> None:
    documents = visitor.json("/documents.json")["documents"]
    page = visitor.get(f"/documents/{documents[0]['id']}")  # type: ignore[index]
    assert '<mark class="' in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=market", 1),
        ("q=schools", 1),
        ("q=nothing+of+it", 0),
        ("kind=Attack", 1),
        ("from=2015-06", 1),
        ("to=2015-05-31", 1),
        ("actor=baloch", 1),
        ("min_killed=7", 1),
        ("located=no", 1),
        ("from=someday", 0),
        ('q="NEAR(', 0),
        ("place=%25", 0),
        ("unknown=1", 2),
        ("page=99999999999999999999", 2),
    ],
)
def test_filters_in_the_url_select(visitor: Visitor, query: str, found: int) -> None:
    assert visitor.json(f"/incidents.json?{query}")["total"] == found


def test_map_never_pins_an_unknown_place(visitor: Visitor) -> None:
    data = visitor.json("/map.json")
    assert len(data["features"]) == 1  # type: ignore[arg-type]
    assert [item["place"] for item in data["not_on_map"]] == [None]  # type: ignore[attr-defined]


def test_missing_pages_say_so(visitor: Visitor) -> None:
    for path in ("/incidents/nothing", "/documents/nothing", "/nowhere"):
        assert visitor.client.get(path).status_code == 404
    assert visitor.client.get("/incidents/nothing.json").json()["error"]


def test_figures_sum_by_month_with_their_span(visitor: Visitor) -> None:
    series = visitor.json("/figures.json?measure=killed")["series"]
    assert [(row["month"], row["low"], row["best"]) for row in series] == [("2015-05", 7, 7), ("2015-06", 1, 1)]  # type: ignore[attr-defined]
