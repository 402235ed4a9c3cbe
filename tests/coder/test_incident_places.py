"""Where the coder puts an incident: beside a town where the text says so, and within what a possessive names."""

from __future__ import annotations

import pytest

import roznamcha
from roznamcha.model import Place, PlaceValue
from roznamcha.resolve.places import resolve_place
from roznamcha.resolve.places.geometry import distance_km


def place_in(text: str) -> Place:
    (report,) = roznamcha.code(text).reports
    (value,) = [claim.value for claim in report.claims if claim.field == "place"]
    assert isinstance(value, PlaceValue) and value.place is not None
    return value.place


def test_a_told_way_moves_the_incident() -> None:
    town = resolve_place(["Quetta"])
    place = place_in("Gunmen killed two men 45 km north of Quetta, Pakistan, on 12 March 2013, police said.")
    assert town is not None
    assert distance_km(town.lat, town.lon, place.lat, place.lon) == pytest.approx(45, abs=0.5)
    assert place.lat > town.lat and (place.where_prec, place.radius_km) == (2, 9.0)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A bomb killed three people on the outskirts of Peshawar on 12 March 2013.", "Peshawar"),
        ("Three soldiers were killed near Quetta on 12 March 2013.", "Quetta"),
    ],
)
def test_what_happened_beside_a_town_is_coded_beside_it(text: str, name: str) -> None:
    place = place_in(text)
    assert (place.name, place.where_prec, place.geo_precision, place.radius_km) == (name, 2, 2, 15.0)


def test_what_happened_in_a_town_stays_in_it() -> None:
    assert place_in("Three soldiers were killed in Quetta on 12 March 2013.").where_prec == 1


@pytest.mark.parametrize(
    ("text", "name", "precision"),
    [
        ("Gunmen shot dead a man in South Waziristan's Wana town on 12 March 2013.", "Wana", 1),
        ("Two men were shot dead in Quetta’s Hazara Town on 12 March 2013.", "Hazara Town", 1),
        ("A roadside bomb killed four policemen in Balochistan's Mastung district on 4 May 2014.", "Mastung District", 3),
    ],
)
def test_the_inner_name_of_a_possessive_is_the_place(text: str, name: str, precision: int) -> None:
    place = place_in(text)
    assert (place.name, place.where_prec) == (name, precision)


def test_the_day_of_the_act_chooses_among_names_that_ended() -> None:
    assert place_in("A bomb killed two people in Khyber district on 4 May 2012.").name == "Khyber Agency"
    assert place_in("A bomb killed two people in Khyber district on 4 May 2020.").name == "Khyber"
