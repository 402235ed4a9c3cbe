"""Incidents are lines derived from cells: they can be written, found, moved and forgotten without touching a claim."""

from __future__ import annotations

from roznamcha.model import Place, PlaceValue
from roznamcha.model.incident import Cell, Incident, Toll
from roznamcha.model.values import Actor, DateValue
from roznamcha.register import open_register
from roznamcha.register.incidents import Standing, forget_incidents, list_lines, write_incident

KARACHI = Place("g:1", "Karachi", ("Karachi", "Sindh"), "PK", 24.86, 67.01, "P", 12.0, adm1="Sindh")


def incident(name: str, *cells: Cell) -> Incident:
    return Incident(name, ("r1", "r2"), cells, "ucdp", voices=2)


def cell(field: str, value: object, **more: object) -> Cell:
    return Cell(field, value, ("r1",), "ucdp", **more)  # type: ignore[arg-type]


def test_a_line_repeats_the_derived_values_with_the_stance() -> None:
    told = incident(
        "i1",
        cell("sub_event_type", "Suicide bomb", confidence=0.9),
        cell("date", DateValue("2014-02-13", "2014-02-13", "2014-02-13"), confidence=0.4),
        cell("place", PlaceValue(("Karachi",), "PK", KARACHI)),
        cell("actor", Actor("TTP", "perpetrator", "Rebel group"), stance="suspected"),
        cell("killed", Toll(8, 13, 13)),
    )
    with open_register(":memory:") as register:
        with register.transaction() as db:
            write_incident(db, told, Standing("killed 13", ("City Wire",)))
        (line,) = list_lines(register)
    assert line["perpetrators"] == "suspected: TTP"
    assert (line["killed_low"], line["killed_best"], line["killed_high"]) == (8, 13, 13)
    assert (line["event_type"], line["adm1"], line["confidence"]) == ("Explosions/Remote violence", "Sindh", 0.4)


def test_what_no_report_tells_stays_null() -> None:
    with open_register(":memory:") as register:
        with register.transaction() as db:
            write_incident(db, incident("i1", cell("sub_event_type", "Attack")), Standing("shot dead"))
        (line,) = list_lines(register)
    assert [line[name] for name in ("date", "earliest", "latitude", "killed_best", "country")] == [None] * 5


def test_writing_again_replaces_the_line_and_its_words() -> None:
    with open_register(":memory:") as register:
        with register.transaction() as db:
            write_incident(db, incident("i1"), Standing("a bomb exploded"))
            write_incident(db, incident("i1"), Standing("gunmen fired"))
        found = register.db.execute("SELECT count(*) FROM incident_words WHERE incident_words MATCH 'exploded'").fetchone()
        assert found == (0,)
        assert len(list_lines(register)) == 1


def test_forgotten_incidents_leave_the_lists() -> None:
    with open_register(":memory:") as register:
        with register.transaction() as db:
            write_incident(db, incident("i1"), Standing("gunmen fired"))
            forget_incidents(db, ["i1"])
        assert list_lines(register) == []
