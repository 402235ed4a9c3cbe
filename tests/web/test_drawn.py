"""What pages hand to the scripts that draw, and what they show where no script runs: map, figures, marks, files."""

from __future__ import annotations

import re
from pathlib import Path

from starlette.testclient import TestClient

from conftest_web import Visitor
from roznamcha.register import open_register
from roznamcha.web.app import Options, create_app
from roznamcha.web.pages.maps import province_codes
from roznamcha.web.render import Renderer


def test_a_province_is_named_with_the_code_of_its_shape_and_a_town_is_not() -> None:
    codes = province_codes()
    assert codes["PK", "Balochistan"] == "PK.02"
    assert ("PK", "Quetta") not in codes


def test_only_a_place_known_to_its_province_alone_fills_the_province(register_file: Path) -> None:
    with open_register(register_file) as register, register.transaction() as db:
        db.execute("UPDATE incidents SET where_prec = 4, radius_km = 334 WHERE latitude IS NOT NULL")
    with TestClient(create_app(Options(register_file)), base_url="http://127.0.0.1") as client:
        (feature,) = client.get("/map.json").json()["features"]
    assert feature["properties"]["area"] == "PK.02"


def test_a_place_known_to_its_town_fills_no_province(visitor: Visitor) -> None:
    (feature,) = visitor.json("/map.json")["features"]  # type: ignore[misc]
    assert feature["properties"]["area"] is None  # type: ignore[index]


def test_the_list_beside_the_map_follows_the_span_and_can_be_asked_for_alone(visitor: Visitor) -> None:
    late = visitor.json("/map.json?from=2015-06&to=2015-06&points=no")
    early = visitor.json("/map.json?from=2015-05&to=2015-05&points=no")
    assert (late["features"], late["not_on_map_total"], early["not_on_map_total"]) == ([], 1, 0)


def test_the_map_page_has_fields_for_months_and_keeps_the_other_filters(visitor: Visitor) -> None:
    page = visitor.get("/map?from=2015-05&kind=Attack")
    assert '<input type="month" name="from" value="2015-05"' in page
    assert '<input type="hidden" name="kind" value="Attack">' in page
    assert 'data-source="/map.json?kind=Attack"' in page


def test_figures_show_the_spread_between_rules_when_asked(visitor: Visitor) -> None:
    plain = visitor.json("/figures.json?measure=killed")
    asked = visitor.json("/figures.json?measure=killed&rules=yes")
    assert (plain["rules"], asked["rules"]) == ("not asked for", "drawn")
    spread = {row["month"]: (row["rules_low"], row["rules_high"]) for row in asked["series"]}  # type: ignore[attr-defined]
    assert spread == {"2015-05": (4, 7), "2015-06": (1, 1)}


def test_figures_are_grouped_by_kind_of_event(visitor: Visitor) -> None:
    series = visitor.json("/figures.json?measure=incidents&by=kind")["series"]
    assert {row["group"] for row in series} == {"Remote explosive/landmine/IED", "Attack"}  # type: ignore[attr-defined]


def test_marked_words_can_be_reached_by_keyboard_and_anchors_alone_are_passed_over(visitor: Visitor) -> None:
    document = visitor.json("/documents.json?publisher=The%20Day")["documents"][0]["id"]  # type: ignore[index]
    page = visitor.get(f"/documents/{document}")
    assert re.search(r'<mark [^>]*tabindex="0">Quetta</mark>', page)
    assert re.search(r'<mark [^>]*"> exploded</mark>', page) and not re.search(r'<mark [^>]*tabindex="0"> exploded</mark>', page)
    assert 'id="tip" role="tooltip"' in page


def test_a_file_with_its_mark_is_kept_for_good_and_one_without_is_asked_about(visitor: Visitor) -> None:
    address = re.search(r'"(/static/style\.css\?v=\w+)"', visitor.get("/sources"))
    assert address
    assert "immutable" in visitor.client.get(address.group(1)).headers["cache-control"]
    plain = visitor.client.get("/static/style.css")
    assert plain.headers["cache-control"] == "no-cache"
    assert visitor.client.get("/static/style.css", headers={"if-none-match": plain.headers["etag"]}).status_code == 304


def test_range_marks_stand_at_square_roots_and_open_ends_have_an_arrowhead() -> None:
    toll = Renderer().templates.get_template("macros.html").module.toll  # type: ignore[attr-defined]
    assert 'x1="30.0" x2="30.0" y1="1"' in str(toll(25, 25, 25, 100))
    assert 'class="open"' in str(toll(4, 4, None, 100)) and 'class="open"' not in str(toll(4, 4, 4, 100))


def test_the_confidence_stands_as_a_number_beside_its_meter() -> None:
    certainty = Renderer().templates.get_template("macros.html").module.certainty  # type: ignore[attr-defined]
    assert "</meter> 0.62</span>" in str(certainty(0.62))
