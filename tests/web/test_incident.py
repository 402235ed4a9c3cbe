"""The incident page shows every claim once, for and against each value, with the means to decide about it."""

from __future__ import annotations

import re

import pytest

from conftest_web import Visitor


def bombing(visitor: Visitor) -> str:
    lines = visitor.json("/incidents.json")["incidents"]
    return next(line["id"] for line in lines if line["sub_event_type"].startswith("Remote"))  # type: ignore[attr-defined, no-any-return]


def cells_of(visitor: Visitor, incident: str, query: str = "") -> dict[str, dict[str, object]]:
    cells = visitor.json(f"/incidents/{incident}.json?{query}")["cells"]
    return {cell["field"]: cell for cell in cells}  # type: ignore[attr-defined]


def claims_of(visitor: Visitor, incident: str) -> list[str]:
    reports = visitor.json(f"/incidents/{incident}.json")["reports"]
    return [claim["id"] for report in reports for claim in report["claims"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize("query", ["", "rule=most-conservative", "rule=latest", "as_of=2015-05-04", "as_of=2001-01-01"])
def test_every_claim_stands_once_on_the_page_with_its_words_and_buttons(visitor: Visitor, query: str) -> None:
    name = bombing(visitor)
    page = visitor.get(f"/incidents/{name}?{query}")
    shown = re.findall(r'<li class="claim [^"]*" id="claim-(\w+)"', page)
    assert sorted(shown) == sorted(claims_of(visitor, name))
    assert page.count('value="reject" title="x"') == page.count('value="correct" title="c"') == len(shown)


def test_a_figure_that_lost_shows_its_sentence_and_can_be_decided_about(visitor: Visitor) -> None:
    name = bombing(visitor)
    killed = cells_of(visitor, name)["killed"]
    (lost,) = killed["beaten"]  # type: ignore[misc]
    (line,) = lost["evidence"]
    assert (lost["status"], line["source"]) == ("superseded", "City Wire, 2015-05-04")
    assert "".join(piece["text"] for piece in line["pieces"] if piece["marked"]) == "at least 4 people"
    assert "<mark>at least 4 people</mark>" in visitor.get(f"/review?id={name}")
    visitor.post("/claims", claim=line["id"], kind="reject")
    assert cells_of(visitor, name)["killed"]["beaten"] == []


def test_where_the_voices_agree_one_quote_is_open_and_the_rest_folded(visitor: Visitor) -> None:
    page = visitor.get(f"/incidents/{bombing(visitor)}")
    place = page.split('class="cell cell-place')[1].split('class="cell cell-')[0]
    open_part, folded = place.split('<details class="more">')
    assert (open_part.count('<li class="claim'), folded.count('<li class="claim')) == (1, 1)
    assert "<summary>1 more says the same</summary>" in folded


def test_what_is_settled_first_stands_first(visitor: Visitor) -> None:
    fields = list(cells_of(visitor, bombing(visitor)))
    assert fields[:5] == ["killed", "date", "place", "actor", "sub_event_type"]


def test_the_head_tells_when_where_who_and_how_many(visitor: Visitor) -> None:
    name = bombing(visitor)
    strip = visitor.json(f"/incidents/{name}.json")["strip"]
    assert strip == {
        "When": "2015-05-04",
        "Where": "Quetta, Pakistan",
        "By": "Baloch separatists (suspected)",
        "Killed": "7",
        "Injured": "not told",
    }
    page = visitor.get(f"/incidents/{name}")
    assert '<dl class="strip">' in page
    assert "<title>Remote explosive/landmine/IED, Quetta, 2015-05-04 · Roznamcha</title>" in page
    assert "sub_event_type</" not in page
    assert "Kind of event" in page


@pytest.mark.parametrize("day", ["someday", "2014-02", "2014-02-31", "20140213", "2014-W07-4"])
def test_a_day_that_is_none_is_refused_in_one_line(visitor: Visitor, day: str) -> None:
    answer = visitor.client.get(f"/incidents/{bombing(visitor)}.json?as_of={day}")
    assert (answer.status_code, answer.json()["error"]) == (400, f"as_of={day} is no day; it is written 2014-02-14")


def test_the_list_of_reports_stands_in_no_form_so_that_it_is_printed(visitor: Visitor) -> None:
    page = visitor.get(f"/incidents/{bombing(visitor)}")
    reports = page.split("<h2>Reports</h2>")[1].split("</section>")[0]
    assert reports.index("</ol>") < reports.index("<form")
    assert 'form="splitting"' in reports and '<form id="splitting"' in reports
