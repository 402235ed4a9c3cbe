"""Places: cases of finding and resolving, what must yield nothing, and what holds for every text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roznamcha.errors import SettingsError
from roznamcha.resolve.countries import document_country, likeliest_country
from roznamcha.resolve.places import country_of, find_places, read_spans, resolve_place, resolve_place_value
from roznamcha.resolve.places.geometry import distance_km, moved
from roznamcha.resolve.places.near import offset_before
from roznamcha.resolve.places.precision import precision_of

CASES = Path(__file__).parents[1] / "cases/places"
WORDS = st.sampled_from(
    [
        "Quetta",
        "Paris",
        ",",
        "Texas",
        "in",
        "the",
        "District",
        "Mr",
        "al-Bab",
        "45 km",
        "north of",
        "Khan",
        ".",
        "\n",
        "Syrian",
        "U.S.",
    ]
)


def cases(name: str) -> list[Any]:
    return [pytest.param(case, id=case["label"]) for case in json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))]


@pytest.mark.parametrize("case", cases("find"))
def test_found(case: dict[str, Any]) -> None:
    found = [
        [m.span.text, m.place.name if m.place else None, m.place.country if m.place else None] for m in find_places(case["input"])
    ]
    assert found == case["expect"]


@pytest.mark.parametrize("case", cases("negative"))
def test_nothing_found(case: dict[str, Any]) -> None:
    assert find_places(case["input"]) == ()


@pytest.mark.parametrize("case", cases("resolve"))
def test_resolved(case: dict[str, Any]) -> None:
    place = resolve_place(case["input"], **case["options"])
    assert place is not None
    assert [place.name, place.country, place.where_prec] == case["expect"]


def test_names_that_lead_nowhere_stay_unknown() -> None:
    value = resolve_place_value(["Zzyzxqu Chowk"])
    assert value.place is None and value.country is None and value.names == ("Zzyzxqu Chowk",)
    assert country_of([]) is None


def test_losing_candidates_are_kept_in_order() -> None:
    value = resolve_place_value(["Hyderabad"], country="PK")
    assert value.place is not None and value.place.country == "PK"
    assert "IN" in [candidate.country for candidate in value.candidates]
    scores = [candidate.score for candidate in value.candidates]
    assert scores == sorted(scores, reverse=True)


def test_the_chain_leads_outwards_and_the_codes_agree() -> None:
    place = resolve_place(["Quetta"])
    assert place is not None
    assert place.chain == ("Quetta", "Balochistan", "Pakistan")
    assert place.id.startswith("geonames:")
    assert (place.where_prec, place.geo_precision, place.specificity) == (1, 1, 1)


def test_a_distance_moves_the_point() -> None:
    town = resolve_place(["Quetta"])
    (mention,) = find_places("Three men were killed 45 km north of Quetta.")
    assert town is not None and mention.place is not None
    assert mention.span.text == "45 km north of Quetta"
    assert distance_km(town.lat, town.lon, mention.place.lat, mention.place.lon) == pytest.approx(45, abs=0.5)
    assert mention.place.lat > town.lat and mention.place.where_prec == 2 and mention.place.radius_km > 0


@pytest.mark.parametrize(
    ("before", "km", "bearing"),
    [
        ("some 45 km north of ", 45.0, 0.0),
        ("30 miles (48 km) south-west of ", 48.27, 225.0),
        ("about 5 kilometres from ", 5.0, None),
        ("twenty km east of the town of ", 20.0, 90.0),
        ("on the outskirts of ", None, None),
        ("north of ", None, None),
        ("45km north of ", 45.0, 0.0),
        ("500 metres from ", 0.5, None),
        ("200 yards from the town of ", 0.18, None),
        ("5 km off the coast of ", 5.0, None),
        ("off the coast of ", None, None),
    ],
)
def test_offsets(before: str, km: float | None, bearing: float | None) -> None:
    offset = offset_before(before + "Quetta", len(before))
    assert offset is not None
    assert (offset.km, offset.bearing if km else None) == (km, bearing)


@pytest.mark.parametrize("before", ["in ", "killed in the centre of ", "45 men north Quetta and in ", "took Rs 5m from "])
def test_no_offset(before: str) -> None:
    assert offset_before(before + "Quetta", len(before)) is None


def test_a_short_way_is_not_made_longer_by_its_radius() -> None:
    offset = offset_before("500 metres north of Quetta", 20)
    assert offset is not None and offset.radius_km == 0.5


@pytest.mark.parametrize("name", ["South Waziristan's Wana town", "South Waziristan’s Wana town"])
def test_a_possessive_names_the_inner_place_first(name: str) -> None:
    place = resolve_place([name])
    assert place is not None and (place.name, place.where_prec) == ("Wana", 1)


def test_a_possessive_that_is_a_name_stays_whole() -> None:
    place = resolve_place(["Cox's Bazar"])
    assert place is not None and place.country == "BD"


@pytest.mark.parametrize(("day", "name"), [("2012-05-04", "Khyber Agency"), ("2020-05-04", "Khyber")])
def test_the_day_chooses_the_name_in_a_text(day: str, name: str) -> None:
    (mention,) = find_places("A bomb killed two men in Khyber district.", day=day)
    assert mention.place is not None and mention.place.name == name


def test_towns_lie_in_a_unit_that_ended() -> None:
    place = resolve_place(["Bara", "Federally Administered Tribal Areas"], day="2012-05-04")
    assert place is not None and place.name == "Bara"


def test_a_name_that_ended_still_tells_its_country() -> None:
    value = resolve_place_value(["FATA"], day="2020-05-03")
    assert value.place is None and value.country == "PK"


def test_a_country_may_be_written_small() -> None:
    (mention,) = find_places("A blast in Hyderabad.", country="pk")
    assert mention.place is not None and mention.place.country == "PK"


@pytest.mark.parametrize("code", ["ZZ9", "Pakistan", ""])
def test_a_country_that_is_none_is_refused(code: str) -> None:
    with pytest.raises(SettingsError, match="ISO 3166"):
        find_places("A blast in Hyderabad.", country=code)
    with pytest.raises(SettingsError, match="ISO 3166"):
        resolve_place(["Hyderabad"], country=code)


def test_gold_spans_are_read_one_by_one() -> None:
    text = "From Lahore to Nowherexyz"
    first, second = read_spans(text, [(5, 11), (15, 25)])
    assert first.place is not None and first.place.name == "Lahore"
    assert second.place is None and second.span.text == "Nowherexyz"


def test_a_texts_country_comes_with_its_words() -> None:
    country, spans = document_country("Frontier Corps personnel raided a house in PIB area.")
    assert country == "PK" and [span.text for span in spans] == ["Frontier Corps"]
    assert document_country("Two men were hurt.") == (None, ())


def test_two_countries_told_alike_leave_the_texts_country_open_but_not_where_names_lie() -> None:
    text = "Pakistan and Afghanistan blamed each other."
    assert document_country(text) == (None, ())
    assert likeliest_country(text) == "PK"
    assert likeliest_country("Two men were hurt.") is None


def test_a_number_takes_no_part_in_the_name_of_a_force() -> None:
    assert document_country("The 1ST Infantry Brigade was hit.") == (None, ())


def test_a_village_of_another_country_gives_way_to_the_country_of_the_text() -> None:
    away, home = resolve_place_value(["Escalon neighborhood"]), resolve_place_value(["Escalon neighborhood"], country="SV")
    assert (away.country, home.country, home.place) == ("US", "SV", None)


@pytest.mark.parametrize(("name", "home"), [("Tora Bora", "AF"), ("Darfur", "SD"), ("Sinai", "EG")])
def test_a_region_that_one_country_has_does_not_give_way(name: str, home: str) -> None:
    assert {country_of([name], country=away) for away in ("AE", "PK", "US")} == {home}


def test_a_town_everybody_knows_does_not_give_way() -> None:
    assert country_of(["Madrid"], country="MX") == "ES"


@pytest.mark.parametrize(
    ("feature", "codes"),
    [
        ("PPL", (1, 1, 1)),
        ("ADM3", (2, 2, 1)),
        ("ADM2", (3, 3, 3)),
        ("ADM1", (4, 3, 4)),
        ("RGN", (5, 3, 4)),
        ("PCLI", (6, 3, 5)),
        ("SEA", (7, 3, 3)),
    ],
)
def test_precision_codes(feature: str, codes: tuple[int, int, int]) -> None:
    precision = precision_of(feature)
    assert (precision.where_prec, precision.geo_precision, precision.specificity) == codes


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_every_span_holds_and_answers_repeat(text: str) -> None:
    found = find_places(text)
    assert found == find_places(text)
    for mention in found:
        assert mention.span.holds(text)
        if mention.place:
            assert -90 <= mention.place.lat <= 90 and -180 <= mention.place.lon <= 180
            assert 1 <= mention.place.where_prec <= 7


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    assert all(mention.span.holds(text) for mention in find_places(text))


@given(st.floats(-80, 80), st.floats(-179, 179), st.floats(0, 500), st.floats(0, 359))
def test_moving_goes_the_distance(lat: float, lon: float, km: float, bearing: float) -> None:
    assert distance_km(lat, lon, *moved(lat, lon, km, bearing)) == pytest.approx(km, abs=0.01)
