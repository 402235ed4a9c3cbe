"""Where the coder puts an incident: beside a town where the text says so, and within what a possessive names."""

from __future__ import annotations

import pytest

import roznamcha
from roznamcha.coder.places import read_place
from roznamcha.model import Place, PlaceValue, Span
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


def test_a_wire_in_capitals_keeps_its_names_and_finds_them_at_home() -> None:
    place = place_in(
        "SAN SALVADOR, 2 FEB 90 (EFE) -- A BOMB KILLED TWO SOLDIERS IN THE CENTER OF SAN SALVADOR ON 1 FEBRUARY, POLICE SAID."
    )
    assert (place.name, place.country) == ("San Salvador", "SV")


@pytest.mark.parametrize(
    ("text", "names", "country"),
    [
        ("Gunmen shot dead two men in Paraguay on 12 March 2013.", (), "PY"),
        ("Gunmen shot dead two men in Encarnacion, Paraguay, on 12 March 2013.", ("Encarnacion",), "PY"),
        ("A bomb killed two men in Hong Kong on 12 March 2013.", ("Hong Kong",), "HK"),
        ("Gunmen shot dead two men in Latin America on 12 March 2013.", (), None),
    ],
)
def test_a_country_or_a_part_of_the_world_is_no_name_of_a_place(text: str, names: tuple[str, ...], country: str | None) -> None:
    (report,) = roznamcha.code(text).reports
    values = [claim.value for claim in report.claims if claim.field == "place"]
    told = [(value.names, value.country) for value in values if isinstance(value, PlaceValue)]
    assert told == ([] if country is None else [(names, country)])


def test_the_capital_is_no_name() -> None:
    text = "Three soldiers were killed in the capital on 12 March 2013, El Salvador's army said."
    value, _ = read_place(text, [Span.of(text, 30, 41)], [], ("SV", ()), likeliest="SV") or (None, ())
    assert value == PlaceValue(("the capital",), "SV")


def test_a_plain_word_in_small_letters_is_no_name() -> None:
    text = "Three soldiers were killed in a rural district on 12 March 2013, El Salvador's army said."
    value, _ = read_place(text, [Span.of(text, 32, 37)], [], ("SV", ()), likeliest="SV") or (None, ())
    assert value == PlaceValue((), "SV")


def test_names_are_kept_as_the_text_prints_them() -> None:
    text = "A BOMB KILLED TWO MEN IN QUETTA"
    value, _ = read_place("a bomb killed two men in Quetta", [Span.of(text, 25, 31)], [], (None, ())) or (None, ())
    assert value is not None and value.place is not None and (value.names, value.place.name) == (("QUETTA",), "Quetta")


def test_a_cue_is_no_evidence_of_a_country() -> None:
    text = "Pakistan and Afghanistan blamed each other after a bomb at the checkpoint killed two."
    read = read_place(text, [Span.of(text, 54, 68)], [], (None, ()), likeliest="PK")
    assert read == (PlaceValue((text[54:68],)), ())


def test_a_plain_word_in_capitals_may_be_a_town() -> None:
    text = "FIVE SOLDIERS WERE KILLED BY A BOMB IN SPLIT ON MONDAY"
    value, _ = read_place("five soldiers were killed by a bomb in split on Monday", [Span.of(text, 39, 44)], [], (None, ())) or (
        None,
        (),
    )
    assert value is not None and value.country == "HR"
