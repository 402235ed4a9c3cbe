"""Which incident an id, or the beginning of one, may mean."""

from __future__ import annotations

import pytest

from roznamcha.register import open_register
from roznamcha.register.incidents import homes_of, members_of

MEMBERS = {"ab1": ("ab1", "cd1"), "ac2": ("ac2", "cd2", "ce3")}


@pytest.fixture
def register():
    with open_register(":memory:") as register:
        register.db.execute("PRAGMA foreign_keys = OFF")
        rows = [(report, incident, "v") for incident, reports in MEMBERS.items() for report in reports]
        register.db.executemany("INSERT INTO incident_reports (report, incident, voice) VALUES (?, ?, ?)", rows)
        register.db.execute("INSERT INTO former_incidents VALUES ('aa0', 'cd2')")
        yield register


@pytest.mark.parametrize(
    ("wanted", "homes"),
    [
        ("ab1", ["ab1"]),
        ("cd1", ["ab1"]),
        ("ce", ["ac2"]),
        ("ab", ["ab1"]),
        ("aa0", ["ac2"]),
        ("a", ["ab1", "ac2"]),
        ("cd", ["ab1", "ac2"]),
        ("zz", []),
        ("", []),
        ("%", []),
    ],
)
def test_an_id_leads_to_its_incident_and_a_beginning_to_all_that_it_may_mean(register, wanted, homes):
    assert homes_of(register, wanted) == homes
    assert list(members_of(register, wanted)) == (list(MEMBERS[homes[0]]) if len(homes) == 1 else [])
