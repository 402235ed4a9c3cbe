"""Who stood against whom, whose men died, and how each layout counts and divides it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from roznamcha.export import Entry, export
from roznamcha.model import Claim, Origin, Span
from roznamcha.model.incident import Cell, Toll
from roznamcha.model.values import Actor, DateValue, Weapon


def cell(field: str, value: object, **more: object) -> Cell:
    return Cell(field, value, ("r1",), "ucdp", **more)  # type: ignore[arg-type]


def told(entry: Entry, kind: str, *cells: Cell) -> Entry:
    """Replace the kind, and every field of which a cell is given; the actors go in any case."""
    fields = {"sub_event_type", "actor", "claim", *(one.field for one in cells)}
    kept = tuple(one for one in entry.incident.cells if one.field not in fields)
    return replace(entry, incident=replace(entry.incident, cells=(cell("sub_event_type", kind), *cells, *kept)))


def rows(entry: Entry, format: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(export([entry], format, None)[1])))


def actor(name: str, role: str, kind: str, actor_id: str | None = None, **more: object) -> Cell:
    return cell("actor", Actor(name, role, kind, actor_id), **more)


def killed(low: int, best: int, high: int | None, **by: int) -> Cell:
    return cell("killed", Toll(low, best, high, tuple(by.items())))


POLICE = actor("police commandos", "target", "State forces")
BOMBER = actor("A suicide bomber", "perpetrator", "Political militia")
TTP = actor("five Taliban fighters", "perpetrator", "Rebel group", "pk-ttp")


def test_the_dead_attacker_on_top_of_the_victims_is_counted_in_every_layout(entry: Entry) -> None:
    bombing = told(entry, "Suicide bomb", BOMBER, POLICE, killed(8, 13, 14, unknown=13, militants=1))
    (ged,), (acled,), (gtd,) = (rows(bombing, format) for format in ("ged", "acled", "gtd"))
    assert (ged["low"], ged["best"], ged["high"], ged["deaths_b"], ged["deaths_unknown"]) == ("9", "14", "14", "1", "13")
    assert (acled["fatalities"], gtd["nkill"], gtd["nkillter"]) == ("9", "14", "1")
    assert json.loads(export([bombing], "plover", None)[1])["size"]["dead"] == 14
    assert "Killed: 13 (8 to 14), and 1 of the attackers." in acled["notes"]


def test_attackers_among_the_casualties_are_blank_where_no_group_is_told(entry: Entry) -> None:
    (row,) = rows(told(entry, "Suicide bomb", BOMBER, POLICE, killed(13, 13, 13), cell("injured", Toll(5, 5, 5))), "gtd")
    assert (row["nkillter"], row["nwoundte"]) == ("", "")
    (row,) = rows(told(entry, "Suicide bomb", BOMBER, POLICE, killed(13, 13, 13, state=13)), "gtd")
    assert row["nkillter"] == "0"


def test_whose_men_died_in_a_clash_of_two_groups_stays_open(entry: Entry) -> None:
    both = (actor("Lashkar-i-Islam", "participant", "Rebel group"), actor("Ansarul Islam", "participant", "Rebel group"))
    (row,) = rows(told(entry, "Armed clash", *both, killed(5, 5, 5, militants=5)), "ged")
    assert (row["type_of_violence"], row["deaths_a"], row["deaths_b"], row["deaths_unknown"]) == ("2", "0", "0", "5")
    assert row["conflict_name"] == row["dyad_name"] == "Lashkar-i-Islam - Ansarul Islam"


def test_the_dead_of_a_bombed_group_are_its_own(entry: Entry) -> None:
    both = (TTP, actor("Lashkar-i-Islam", "target", "Rebel group"))
    (row,) = rows(told(entry, "Suicide bomb", *both, killed(5, 5, 5, militants=5)), "ged")
    assert (row["side_a"], row["deaths_a"], row["deaths_b"], row["deaths_unknown"]) == (
        "Tehreek-e-Taliban Pakistan",
        "0",
        "5",
        "0",
    )


def test_forces_of_another_state_make_it_state_based(entry: Entry) -> None:
    drone = actor("a US drone", "perpetrator", "External/Other forces", "us-forces")
    (row,) = rows(told(entry, "Air/drone strike", drone, replace(TTP, value=replace(TTP.value, role="target"))), "ged")
    assert (row["type_of_violence"], row["side_a"], row["gwnoa"]) == ("1", "Government of United States of America", "2")
    assert row["side_b"] == "Tehreek-e-Taliban Pakistan"


@pytest.mark.parametrize(
    ("cells", "side", "first"),
    [
        ((BOMBER,), "Unidentified suicide bomber", "Unidentified Armed Group (Pakistan)"),
        ((BOMBER, TTP), "Tehreek-e-Taliban Pakistan", "Tehreek-e-Taliban Pakistan"),
        ((actor("five Taliban fighters", "perpetrator", "Rebel group"),), "Taliban", "Taliban"),
        ((replace(TTP, stance="denied"),), "Unidentified group", "Unidentified Armed Group (Pakistan)"),
        ((replace(TTP, stance="denied"), BOMBER), "Unidentified suicide bomber", "Unidentified Armed Group (Pakistan)"),
    ],
)
def test_a_side_is_named_by_its_group_or_as_unidentified(entry: Entry, cells: tuple[Cell, ...], side: str, first: str) -> None:
    attack = told(entry, "Attack", *cells, actor("tailors", "target", "Civilians"))
    assert [row["side_a"] for row in rows(attack, "ged")] == [side]
    assert [(row["actor1"], row["assoc_actor_1"]) for row in rows(attack, "acled")] == [(first, "")]


def test_an_allegation_that_is_denied_stands_in_the_sources_and_notes_alone(entry: Entry) -> None:
    denied = replace(TTP, stance="denied", speaker="police")
    attack = told(entry, "Attack", denied, actor("tailors", "target", "Civilians"))
    words = "accused, denies it: five Taliban fighters (according to police)"
    assert words in rows(attack, "ged")[0]["source_original"]
    assert words in rows(attack, "acled")[0]["notes"]


def test_in_protests_those_who_protest_stand_first(entry: Entry) -> None:
    force = told(
        entry,
        "Excessive force against protesters",
        actor("police", "perpetrator", "State forces"),
        actor("students", "target", "Protesters"),
    )
    (row,) = rows(force, "acled")
    assert (row["actor1"], row["actor2"]) == ("Protesters (Pakistan)", "Police Forces of Pakistan")
    assert row["interaction"] == "State forces-Protesters"


def days(words: str) -> Cell:
    span = Span(0, len(words), words)
    claim = Claim("date", DateValue("2014-02-13/2014-02-15", "2014-02-13", "2014-02-15"), (span,), Origin("rule", "test", "1"))
    return cell("date", claim.value, claims=(claim,))


def test_a_clash_from_one_day_to_another_is_split_and_says_so(entry: Entry) -> None:
    clash = told(entry, "Armed clash", TTP, POLICE, days("from Thursday to Saturday"), killed(8, 8, 8))
    split = rows(clash, "acled")
    assert [(row["event_date"][-2:], row["fatalities"]) for row in split] == [("13", "4"), ("14", "2"), ("15", "2")]
    assert all("total of 8 split over 3 days" in row["notes"] for row in split)
    assert len({row["event_id_cnty"] for row in split}) == 3


@pytest.mark.parametrize(
    ("kind", "words"), [("Armed clash", "between Thursday and Saturday"), ("Suicide bomb", "from Thursday to Saturday")]
)
def test_one_uncertain_day_and_a_single_blow_are_not_split(entry: Entry, kind: str, words: str) -> None:
    (row,) = rows(told(entry, kind, TTP, POLICE, days(words)), "acled")
    assert (row["event_date"], row["time_precision"]) == ("2014-02-14", "2")


def test_gtd_says_that_an_incident_of_several_days_is_extended(entry: Entry) -> None:
    assert rows(told(entry, "Armed clash", TTP, POLICE, days("from Thursday to Saturday")), "gtd")[0]["extended"] == "1"
    assert rows(entry, "gtd")[0]["extended"] == "0"


@pytest.mark.parametrize(
    ("weapons", "expected"),
    [
        ((Weapon("car bomb", "Explosives"),), ("6", "15", "")),
        ((Weapon("explosives", "Explosives"), Weapon("rammed his truck into", "Vehicle")), ("6", "15", "")),
        ((Weapon("suicide vest", "Explosives"),), ("6", "13", "")),
        ((Weapon("ran over", "Vehicle"),), ("10", "", "")),
    ],
)
def test_gtd_counts_a_vehicle_bomb_among_explosives(entry: Entry, weapons: tuple[Weapon, ...], expected: tuple[str, ...]) -> None:
    (row,) = rows(told(entry, "Suicide bomb", BOMBER, POLICE, *(cell("weapon", weapon) for weapon in weapons)), "gtd")
    assert (row["weaptype1"], row["weapsubtype1"], row["weaptype2"]) == expected


def test_incidents_of_one_day_never_share_a_gtd_number(entry: Entry) -> None:
    many = [replace(entry, incident=replace(entry.incident, id=f"inc-{number:03}")) for number in range(500)]
    written = list(csv.DictReader(io.StringIO(export(many, "gtd", None)[1])))
    assert len({row["eventid"] for row in written}) == 500
    assert all(len(row["eventid"]) == 12 for row in written)


def test_an_organisation_that_was_attacked_is_no_attacker_beside_others(entry: Entry) -> None:
    confused = actor("policemen", "perpetrator", "State forces", "pk-police")
    police = actor("the police", "target", "State forces", "pk-police")
    bombing = told(entry, "Suicide bomb", BOMBER, TTP, confused, actor("tailors", "target", "Civilians"), police)
    (ged,), (acled,), (gtd,) = (rows(bombing, format) for format in ("ged", "acled", "gtd"))
    assert (ged["side_a"], ged["side_b"]) == ("Government of Pakistan", "Tehreek-e-Taliban Pakistan")
    assert (acled["actor1"], acled["actor2"]) == ("Tehreek-e-Taliban Pakistan", "Police Forces of Pakistan")
    assert acled["assoc_actor_2"] == "Civilians (Pakistan)"
    assert (gtd["gname"], gtd["gname2"]) == ("Tehreek-e-Taliban Pakistan", "")
