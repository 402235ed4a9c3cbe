"""What an incident is derived from: its reports, with the hour of printing where the source tells it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from factories import make_record, make_source, spans_in
from roznamcha.derive import derive_incident
from roznamcha.model import Count
from roznamcha.model.incident import Toll
from roznamcha.register import open_register
from roznamcha.register.ids import report_ids
from roznamcha.register.incidents import write_members
from roznamcha.register.runs import begin_run
from roznamcha.register.writing import Coding, save_record

TEXT = "On [Thursday|date] a blast killed [{} policemen|killed] in [Karachi|place]."
HOURS = {13: "2014-02-13T08:00:00+05:00", 14: "2014-02-13T21:00:00+05:00"}


@pytest.fixture
def register():
    with open_register(":memory:") as register:
        run, reports = begin_run(register, "1", "{}"), {}
        for number, published in HOURS.items():
            name = f"{number}.txt"
            record = make_record(TEXT.format(number), name, published)
            claims = (
                replace(one, value=Count(number, number)) if one.field == "killed" else one for one in record.reports[0].claims
            )
            record = replace(record, reports=(replace(record.reports[0], claims=tuple(claims)),))
            save_record(register, make_source(spans_in(TEXT.format(number))[0], name), record, (), Coding(name, "1", run))
            reports[report_ids(record.document.id, record.reports)[0]] = record.document.id
        with register.transaction() as db:
            write_members(db, min(reports), reports)
        yield register


def test_of_two_figures_of_one_day_the_one_of_the_later_hour_is_derived(register):
    (name,) = {row[0] for row in register.db.execute("SELECT incident FROM incident_reports")}
    for report, *_ in register.db.execute("SELECT report FROM incident_reports").fetchall():
        derived, told = derive_incident(register, report[:15])
        value = derived.value_of("killed")
        assert isinstance(value, Toll)
        assert (derived.id, len(told), value.best) == (name, 2, 14)
